"""People drawn as if photographed: where the face is and what belongs to them is known exactly."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = tuple[float, float, float]

FAIR: Rgb = (224, 172, 140)
DARK: Rgb = (110, 72, 52)
COAT: Rgb = (60, 80, 150)
_WHITE: Rgb = (255, 255, 255)
_FINE = 3
"""Drawn so many times larger, for soft edges."""


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """A photo and the truth about it; places are (x, y) in pixels."""

    rgb: NDArray[np.uint8]
    person: NDArray[np.bool_]
    left_eye: tuple[float, float]
    right_eye: tuple[float, float]
    mouth: tuple[float, float]


def portrait(*, whole: bool = False, face: bool = True, skin: Rgb = FAIR, lit_from_side: bool = True) -> Portrait:
    """Somebody in front of an uneven wall: the upper body, or all of them; without `face` seen from behind."""
    width, height = (300, 450) if whole else (350, 400)
    noise = np.random.default_rng(1)
    half_head = height * (0.062 if whole else 0.165)
    middle = (width / 2, height * (0.06 if whole else 0.1) + half_head)
    fine = cv2.resize(noise.normal(0, 9, (height // 8, width // 8, 1)), (width * _FINE, height * _FINE))
    x = (np.arange(width * _FINE) / _FINE)[None, :, None]
    canvas = np.asarray(np.array([150.0, 160.0, 165.0]) + fine[..., None] + 12 * np.sin(x / 40), np.float32)
    mask = np.zeros(canvas.shape, np.float32)
    _draw_body(canvas, height, middle, half_head, whole, skin, None)
    _draw_body(mask, height, middle, half_head, whole, skin, _WHITE)
    if face:
        _draw_face(canvas, middle, half_head, skin)
    if lit_from_side:
        canvas *= 1.15 - 0.45 * np.clip((x - middle[0]) / (1.5 * half_head) + 0.5, 0, 1)
    photo = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    photo = cv2.GaussianBlur(photo, (0, 0), 0.6) + noise.normal(0, 2, photo.shape)
    truth = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)[..., 0] > 127
    eye_y, mouth_y = middle[1] + 0.02 * half_head, middle[1] + 0.62 * half_head
    return Portrait(
        rgb=np.clip(photo, 0, 255).astype(np.uint8),
        person=np.asarray(truth, np.bool_),
        left_eye=(middle[0] - 0.29 * half_head, eye_y),
        right_eye=(middle[0] + 0.29 * half_head, eye_y),
        mouth=(middle[0], mouth_y),
    )


def empty_wall() -> NDArray[np.uint8]:
    """A photo of nobody."""
    noise = np.random.default_rng(2)
    return np.clip(noise.normal(150, 2, (120, 100, 3)), 0, 255).astype(np.uint8)


def write_photo(path: Path, rgb: NDArray[np.uint8]) -> Path:
    cv2.imwrite(str(path), rgb[..., ::-1])
    return path


def _ellipse(canvas: NDArray[np.float32], at: tuple[float, float], reach: tuple[float, float], colour: Rgb) -> None:
    centre, axes = [tuple(round(v * _FINE) for v in pair) for pair in (at, reach)]
    cv2.ellipse(canvas, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA)


def _polygon(canvas: NDArray[np.float32], points: list[tuple[float, float]], colour: Rgb) -> None:
    cv2.fillPoly(canvas, [np.asarray(np.array(points) * _FINE, np.int32)], colour, cv2.LINE_AA)


def _draw_body(
    canvas: NDArray[np.float32],
    height: int,
    middle: tuple[float, float],
    h: float,
    whole: bool,
    skin: Rgb,
    only: Rgb | None,
) -> None:
    """`h`: half the head's height, the measure of all else. `only`: one colour for everything."""
    x, y = middle
    shoulders = y + 1.45 * h
    hem = shoulders + 4.6 * h if whole else height + 20
    neck_skin = (0.82 * skin[0], 0.82 * skin[1], 0.82 * skin[2])
    if whole:
        legs = [(1.05, 4.2), (1.0, 10.0), (0.25, 10.0), (0.0, 5.5), (-0.25, 10.0), (-1.0, 10.0), (-1.05, 4.2)]
        _polygon(canvas, [(x + a * h, min(shoulders + d * h, 0.93 * height)) for a, d in legs], only or (40, 42, 50))
        for side in (-0.7, 0.7):
            _ellipse(canvas, (x + side * h, 0.94 * height), (0.55 * h, 0.25 * h), only or (30, 25, 22))
    side_line = [(0.5, -0.15), (1.1, 0.25), (1.75, 0.6)]
    right = [(x + a * h, shoulders + d * h) for a, d in side_line] + [(x + 1.9 * h, hem * 0.97), (x + 1.1 * h, hem)]
    left = [(2 * x - px, py) for px, py in reversed(right)]
    _polygon(canvas, right + left, only or COAT)
    _ellipse(canvas, (x, y - 0.12 * h), (0.86 * h, 1.04 * h), only or (50, 34, 26))
    neck = [(-0.36, 0.6), (0.36, 0.6), (0.42, 1.55), (-0.42, 1.55)]
    _polygon(canvas, [(x + a * h, y + d * h) for a, d in neck], only or neck_skin)


def _draw_face(canvas: NDArray[np.float32], middle: tuple[float, float], h: float, skin: Rgb) -> None:
    x, y = middle

    def shade(share: float) -> Rgb:
        return (share * skin[0], share * skin[1], share * skin[2])

    _ellipse(canvas, (x, y + 0.12 * h), (0.66 * h, 0.88 * h), skin)
    for side in (-0.29, 0.29):
        eye = (x + side * h, y + 0.02 * h)
        _ellipse(canvas, (eye[0], eye[1] - 0.2 * h), (0.17 * h, 0.035 * h), shade(0.45))
        _ellipse(canvas, eye, (0.13 * h, 0.07 * h), (240, 238, 235))
        _ellipse(canvas, eye, (0.07 * h, 0.07 * h), (45, 30, 25))
        _ellipse(canvas, (eye[0], eye[1] - 0.06 * h), (0.14 * h, 0.03 * h), shade(0.5))
        _ellipse(canvas, (x + 0.24 * side * h, y + 0.38 * h), (0.035 * h, 0.02 * h), shade(0.4))
    _ellipse(canvas, (x, y + 0.36 * h), (0.12 * h, 0.05 * h), shade(0.72))
    _ellipse(canvas, (x, y + 0.62 * h), (0.24 * h, 0.075 * h), (0.75 * skin[0], 0.45 * skin[1], 0.45 * skin[2]))
    _ellipse(canvas, (x, y + 0.62 * h), (0.24 * h, 0.02 * h), (70, 30, 30))

"""Letters as coverage, and coverage as painted pictures: fills, outlines, shadows, glows, tubes, paper."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, features

from songreel_engine.finishing.fonts import FontFace, needs_shaping
from songreel_engine.finishing.typography.contrast import rgb_of
from songreel_engine.finishing.typography.stage import Pixels, Sprite, Towards

Coverage = NDArray[np.float32]
"""[h, w], 0 to 1."""

_KANA: Final = ("\u3041", "\u30ff")
_PADDING: Final = 0.3
"""Around the letters of a word, in letter sizes, beyond what its shadow needs."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A word's letters on a canvas with room around them; the corner is in the frame."""

    letters: Coverage
    left_px: int
    top_px: int
    bounds_px: tuple[int, int]
    """Where its letters begin and end from the canvas's left."""

    def painted(self, pixels: Pixels, *, towards: Towards = "right", edge_px: float = 0.0) -> Sprite:
        """A picture on this canvas, without the rows and columns that are empty."""
        begin, end = self._bounds_px(towards)
        y0, y1 = _filled_span(np.flatnonzero(pixels.any(axis=(1, 2))))
        x0, x1 = _filled_span(np.flatnonzero(pixels.any(axis=(0, 2))))
        cut = y0 if towards in ("up", "down") else x0
        kept = np.ascontiguousarray(pixels[y0:y1, x0:x1])
        return Sprite(self.left_px + x0, self.top_px + y0, kept, towards, (begin - cut, end - cut), edge_px)

    def _bounds_px(self, towards: Towards) -> tuple[int, int]:
        rows = np.flatnonzero(self.letters.max(axis=1) > 0)
        return (int(rows[0]), int(rows[-1]) + 1) if towards in ("up", "down") and len(rows) else self.bounds_px


def _filled_span(places: NDArray[np.intp]) -> tuple[int, int]:
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 1)


def language_of(text: str) -> str | None:
    """Which national forms of Chinese characters a text wants, as Raqm takes it; None: the face's own, simplified."""
    has_kana = any(_KANA[0] <= character <= _KANA[1] for character in text)
    return "ja" if has_kana and features.check("raqm") else None


def advance_px(text: str, face: FontFace, size_px: float, tracking_px: float = 0.0) -> float:
    """How far the pen moves over the text."""
    tracked = 0.0 if needs_shaping(text) else tracking_px * len(text)
    return face.at(size_px).getlength(text, language=language_of(text)) + tracked


def drawn(
    text: str,
    face: FontFace,
    size_px: float,
    x_px: float,
    baseline_px: float,
    *,
    tracking_px: float = 0.0,
    stroke_px: float = 0.0,
    room_px: float = 0.0,
    vertical: bool = False,
) -> Drawn:
    """The text with its pen starting at this point of the frame. `vertical` takes the marks' upright forms."""
    font = face.at(size_px)
    pad = math.ceil(_PADDING * size_px + stroke_px + room_px)
    width = math.ceil(advance_px(text, face, size_px, tracking_px)) + 2 * pad
    ascent, descent = font.getmetrics()
    height = ascent + descent + 2 * pad
    left, top = math.floor(x_px), math.floor(baseline_px) - ascent
    canvas = Image.new("L", (width, height))
    pen = ImageDraw.Draw(canvas)
    wanted = ["vert"] if vertical and features.check("raqm") else None
    for piece, offset in _apart(text, face, size_px, tracking_px):
        pen.text(
            (pad + (x_px - left) + offset, pad + ascent), piece, 255, font,
            anchor="ls", stroke_width=stroke_px, features=wanted, language=language_of(text),
        )  # fmt: skip
    letters = np.asarray(canvas, np.uint8).astype(np.float32) / np.float32(255)
    columns = np.flatnonzero(letters.max(axis=0) > 0)
    bounds = (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (pad, width - pad)
    return Drawn(letters, left - pad, top - pad, bounds)


def _apart(text: str, face: FontFace, size_px: float, tracking_px: float) -> list[tuple[str, float]]:
    """What is drawn at once and where: letters with kerning and tracking, or, where letters join, the whole word."""
    if not tracking_px or needs_shaping(text):
        return [(text, 0.0)]
    font = face.at(size_px)
    return [
        (letter, font.getlength(text[: i + 1]) - font.getlength(letter) + i * tracking_px)
        for i, letter in enumerate(text)
    ]


def filled(letters: Coverage, colour: str, opacity: float = 1.0) -> Pixels:
    """The coverage in one colour."""
    alpha = letters * np.float32(opacity)
    return np.dstack([alpha[..., None] * np.array(rgb_of(colour), np.float32), alpha]).astype(np.float32)


def over(*layers: Pixels) -> Pixels:
    """Layers from back to front, as one picture."""
    result = layers[0]
    for layer in layers[1:]:
        result = layer + result * (1 - layer[..., 3:])
    return np.asarray(result, np.float32)


def blurred(letters: Coverage, sigma_px: float, gain: float = 1.0) -> Coverage:
    """Thin letters would fade away in a blur; `gain` makes up for it."""
    soft = cv2.GaussianBlur(letters, (0, 0), max(0.5, sigma_px))
    return np.asarray(np.minimum(soft * gain, 1), np.float32)


def grown(letters: Coverage, radius_px: float) -> Coverage:
    """Fatter by so much on every side."""
    if radius_px < 0.5:
        return letters
    size = 2 * math.ceil(radius_px) + 1
    return np.asarray(cv2.dilate(letters, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), np.float32)


def hollow(letters: Coverage, stroke_px: float) -> Coverage:
    """Their outline alone, half of it inside."""
    inside = 1 - grown(1 - letters, stroke_px / 2)
    return np.asarray(np.clip(grown(letters, stroke_px / 2) - inside, 0, 1), np.float32)


def veil_cover(letters: Coverage, size_px: float) -> Coverage:
    """Where a veil lies: whole close around the letters, fading out over most of a letter's size."""
    near = blurred(grown(letters, 0.16 * size_px), 0.10 * size_px)
    wide = blurred(grown(letters, 0.20 * size_px), 0.34 * size_px) * np.float32(0.8)
    return np.asarray(np.maximum(near, wide), np.float32)


def veiled(letters: Coverage, size_px: float, *, strength: float, is_dark: bool) -> Pixels:
    """The ground of letters calmed, as strongly as asked for."""
    return filled(veil_cover(letters, size_px), "#000000" if is_dark else "#ffffff", strength)


def edged(letters: Coverage, size_px: float, *, is_dark: bool = True, opacity: float = 0.6) -> Pixels:
    """A close shadow that draws the letters' edge on a ground of their own brightness."""
    return filled(blurred(letters, 0.05 * size_px, 1.8), "#000000" if is_dark else "#ffffff", opacity)


def lit_tube(letters: Coverage, size_px: float, colour: str) -> Pixels:
    """Glass in which gas glows: a core near white, coloured light around it and far out, added to what is behind."""
    core = blurred(letters, 0.012 * size_px, 1.15)
    tube = filled(grown(letters, 0.012 * size_px), colour)
    heart = filled(core, _towards_white(colour, 0.82), 0.96)
    close = filled(blurred(letters, 0.07 * size_px, 1.5), colour, 0.85)
    far = filled(blurred(letters, 0.30 * size_px, 1.7), colour, 0.48)
    light = close + far
    light[..., 3] *= np.float32(0.25)
    return over(light, tube, heart)


def dark_tube(letters: Coverage, size_px: float) -> Pixels:
    """The same glass before it is lit: smoky, with a rim where it catches the light."""
    rim = hollow(letters, max(1.0, 0.014 * size_px))
    return over(
        filled(blurred(letters, 0.05 * size_px, 1.5), "#000000", 0.45),
        filled(letters, "#3c4048", 0.62),
        filled(rim, "#b9c2cf", 0.55),
    )


def tubes(letters: Coverage, size_px: float) -> Coverage:
    """Solid letters bent from tubes: their outlines, as sign makers bend Chinese."""
    return hollow(letters, max(1.6, 0.045 * size_px))


def torn_paper(letters: Coverage, size_px: float, colour: str, seed: int) -> Pixels:
    """A scrap of paper under letters, torn by hand, with its fibres and its shadow."""
    chance = np.random.default_rng(seed)
    height, width = letters.shape
    rows, columns = np.flatnonzero(letters.max(axis=1) > 0.2), np.flatnonzero(letters.max(axis=0) > 0.2)
    if not len(rows):
        return np.zeros((height, width, 4), np.float32)
    pad_x, pad_y = 0.17 * size_px, 0.13 * size_px
    box = (columns[0] - pad_x, rows[0] - pad_y, columns[-1] + pad_x, rows[-1] + pad_y)
    scrap = np.zeros((height, width), np.uint8)
    cv2.fillPoly(scrap, [_torn_outline(box, size_px, chance)], 255, cv2.LINE_AA, 4)
    inside = np.asarray(scrap, np.float32) / np.float32(255)
    grain = cv2.GaussianBlur(chance.normal(0, 1, (height, width)).astype(np.float32), (0, 0), max(0.6, 0.012 * size_px))
    fibres = cv2.GaussianBlur(chance.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.10 * size_px + 1)
    shade = 1 + 0.030 * grain / (grain.std() + 1e-6) + 0.022 * fibres / (fibres.std() + 1e-6)
    paper = filled(inside, colour)
    paper[..., :3] *= np.clip(shade, 0.85, 1.12)[..., None]
    paper[..., :3] = np.minimum(paper[..., :3], 255 * paper[..., 3:])
    eaten = 1 - grown(np.asarray(1 - inside, np.float32), 0.02 * size_px)
    rim = filled(np.asarray(np.clip(inside - eaten, 0, 1), np.float32), "#ffffff", 0.35)
    shadow = np.roll(blurred(inside, 0.07 * size_px), (round(0.07 * size_px), round(0.03 * size_px)), (0, 1))
    return over(filled(shadow, "#0a0705", 0.55), paper, rim)


def _torn_outline(
    box: tuple[float, float, float, float], size_px: float, chance: np.random.Generator
) -> NDArray[np.int32]:
    """In sixteenths of a pixel: the box's sides, each a little askew and frayed."""
    left, top, right, bottom = box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    corners += chance.normal(0, 0.035 * size_px, corners.shape)
    points = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        count = max(4, int(np.hypot(*(end - start)) / (0.055 * size_px)))
        along = np.linspace(0, 1, count, endpoint=False)[:, None]
        points.append(start + along * (end - start) + chance.normal(0, 0.010 * size_px, (count, 2)))
    return np.asarray(np.rint(np.concatenate(points) * 16), np.int32)


@cache
def _towards_white(colour: str, share: float) -> str:
    return "#" + "".join(f"{round(channel + (255 - channel) * share):02x}" for channel in rgb_of(colour))

"""What ink does when things get serious: hatched shade, and lines that race toward the subject."""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, blurred, f32, luma, mixed, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture
from songreel_engine.rendering.procedural.drawing.noise import value_noise

_HATCH_ANGLES_RAD = (0.62, -0.80)
"""Strokes fall to the right; where it is darkest others cross them."""
_HATCH_SEED, _RAY_SEED = 31, 33
_RAYS = 190
"""Lines around the full circle."""


def hatched(
    picture: Picture, guides: Guides, *, pitch: float, dark: float, colour: Rgb, opacity: float = 0.85
) -> Picture:
    """The picture with its shade hatched, the sky's not.

    `pitch`: units between strokes. `dark`: display luma below which strokes begin; they cross below half of it.
    """
    tone = blurred(luma(picture), 2.0 * guides.unit_px)
    rows, columns = np.mgrid[0 : tone.shape[0], 0 : tone.shape[1]].astype(np.float32)
    wobble = 2.2 * guides.unit_px * (value_noise(tone.shape, 60.0 * guides.unit_px, guides.seed + _HATCH_SEED, 2) - 0.5)
    strokes = np.zeros_like(tone)
    for angle_rad, from_tone in zip(_HATCH_ANGLES_RAD, (dark, 0.5 * dark), strict=True):
        along = columns * np.sin(angle_rad) + rows * np.cos(angle_rad) + wobble
        phase = np.abs((along / np.float32(pitch * guides.unit_px)) % 1.0 - 0.5) * 2.0
        width = smooth_step(from_tone, 0.25 * from_tone, tone) * 0.62
        soft = 0.8 / (pitch * guides.unit_px) + 0.06
        strokes = np.maximum(strokes, smooth_step(-soft, soft, width - phase) * (width > 0.02))
    strokes *= ~guides.sky * np.float32(opacity)
    return mixed(picture, colour, f32(strokes))


def rushed(
    picture: Picture, guides: Guides, *, reach: float, colours: tuple[Rgb, Rgb], opacity: float = 0.9
) -> Picture:
    """The picture with wedges of light and ink that come in from its edge toward the subject.

    `reach`: where the longest end, in half diagonals from the subject. `colours`: of light and of ink wedges.
    """
    height, width = picture.shape[:2]
    x, y = guides.subject_px
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = columns + 0.5 - np.float32(x), rows + 0.5 - np.float32(y)
    away = np.hypot(across, down) / np.float32(0.5 * np.hypot(width, height))
    turn = (np.arctan2(down, across) / (2 * np.pi) + 0.5) * _RAYS
    wedge = np.floor(turn).astype(np.int32) % _RAYS
    chance = np.random.default_rng((guides.seed, _RAY_SEED)).random((3, _RAYS)).astype(np.float32)
    begins = np.float32(reach) + 0.42 * chance[0] ** 0.8
    grown = np.clip((away - begins[wedge]) / 0.55, 0.0, 1.0)
    half_width = 0.42 * np.sqrt(grown) * (0.35 + 0.65 * chance[1][wedge])
    # An edge as soft as a pixel, whatever a turn measures there.
    pixel = _RAYS / (2 * np.pi * np.maximum(np.hypot(across, down), 1.0))
    line = np.clip((half_width - np.abs(turn - np.floor(turn) - 0.5)) / pixel + 0.5, 0.0, 1.0) * (grown > 0)
    line *= np.float32(opacity) * (chance[2][wedge] < 0.80)
    line[guides.figure] = 0.0
    is_light = (chance[2][wedge] < 0.46)[..., None]
    ray = np.where(is_light, np.asarray(colours[0], np.float32), np.asarray(colours[1], np.float32))
    return mixed(picture, f32(ray), f32(line))


def spotted(picture: Picture, guides: Guides, *, below: float, colour: Rgb, amount: float = 0.8) -> Picture:
    """The picture with what is darker than `below` (display luma) gathered into solid ink."""
    tone = f32(cv2.GaussianBlur(luma(picture), (0, 0), 0.9 * guides.unit_px))
    return mixed(picture, colour, smooth_step(below, 0.72 * below, tone) * ~guides.sky * np.float32(amount))

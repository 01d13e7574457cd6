"""Smoke and dust: banks of it that hang in the air, thicker with distance, brighter where lamps shine into them."""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, f32, luma, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture
from songreel_engine.rendering.procedural.drawing.noise import value_noise

_BANK_SEED, _WARP_SEED = 211, 223
_STRETCH = 1.9
"""How much longer a bank lies than it is high."""


def smoked(
    picture: Picture,
    guides: Guides,
    *,
    colour: Rgb,
    amount: float,
    near_m: float,
    far_m: float,
    size: float = 210.0,
    lamp_gain: float = 0.0,
) -> Picture:
    """Linear light seen through banks of smoke of a linear `colour`.

    `amount`: 0..1, share of the light that the thickest bank takes. It is clear up to `near_m` and in full from `far_m`.
    `size`: height of a bank in units. `lamp_gain`: how strongly the glow of lamps lights it.
    """
    air = smooth_step(near_m, far_m, guides.distance)
    share = np.float32(amount) * _banks(picture.shape[:2], size * guides.unit_px, guides.seed) * air
    lit = np.asarray(colour, np.float32) * (1.0 + np.float32(lamp_gain) * luma(guides.glow))[..., None]
    return picture + (lit - picture) * share[..., None]


def _banks(shape: tuple[int, int], size_px: float, seed: int) -> Map:
    """Thickness 0..1, drawn out sideways and torn, [h, w]."""
    height, width = shape
    flat = (height, max(8, round(width / _STRETCH)))
    banks = f32(cv2.resize(value_noise(flat, size_px, seed + _BANK_SEED, 5), (width, height)))
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    aside, down = (value_noise(shape, 0.8 * size_px, seed + _WARP_SEED + turn, 3) - 0.5 for turn in (0, 1))
    torn = cv2.remap(
        banks,
        columns + np.float32(0.9 * size_px) * aside,
        rows + np.float32(0.5 * size_px) * down,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return smooth_step(0.36, 0.72, f32(torn))

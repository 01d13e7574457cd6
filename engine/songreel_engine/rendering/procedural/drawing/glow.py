"""Light that scatters: bloom around lamps, shafts from the sun."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, blurred, f32, luma
from songreel_engine.rendering.procedural.drawing.guides import Map, Picture

_BLOOM_WEIGHTS = ((4.0, 0.45), (15.0, 0.30), (52.0, 0.25))
"""(radius in units, weight): a tight core, a halo, a veil."""
_SHAFT_TURNS = 6
_SHAFT_SHRINK = 4


@dataclass(frozen=True, kw_only=True)
class Scatter:
    """How lens and air spread light."""

    bloom: float = 0.3
    threshold: float = 0.9
    """Linear light below this does not bloom."""
    tint: Rgb = (1.0, 1.0, 1.0)
    shafts: float = 0.0
    shaft_tint: Rgb = (1.0, 0.6, 0.3)


def scattered(
    picture: Picture, *, sky: NDArray[np.bool_], sun_px: tuple[float, float] | None, scatter: Scatter, unit_px: float
) -> Picture:
    """What to add to the picture for its scattered light, linear [h, w, 3]. `sun_px`: x, y; None: behind the camera."""
    excess = np.clip(picture - np.float32(scatter.threshold), 0.0, 6.0)
    half = f32(cv2.resize(excess, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    bloom = sum(weight * blurred(half, radius * unit_px / 2) for radius, weight in _BLOOM_WEIGHTS)
    height, width = picture.shape[:2]
    glow = f32(cv2.resize(f32(bloom), (width, height)) * np.float32(scatter.bloom))
    glow *= np.asarray(scatter.tint, np.float32)
    if scatter.shafts and sun_px is not None:
        glow += _shafts(picture, sky, sun_px)[..., None] * (np.asarray(scatter.shaft_tint, np.float32) * scatter.shafts)
    return glow


def _shafts(picture: Picture, sky: NDArray[np.bool_], sun_px: tuple[float, float]) -> Map:
    """Bright sky smeared away from the sun by repeated zooming about it."""
    height, width = picture.shape[:2]
    small_size = (width // _SHAFT_SHRINK, height // _SHAFT_SHRINK)
    bright = np.clip(luma(picture) - 0.3, 0.0, 2.5) * sky
    shafts = f32(cv2.resize(f32(bright), small_size, interpolation=cv2.INTER_AREA))
    x, y = sun_px[0] / _SHAFT_SHRINK, sun_px[1] / _SHAFT_SHRINK
    rows, columns = np.mgrid[0 : small_size[1], 0 : small_size[0]].astype(np.float32)
    reach = 0.5 * small_size[1]
    shafts *= np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / reach**2)
    for turn in range(_SHAFT_TURNS):
        zoom = 1.0 / (1.0 - 0.38 / 2**turn)
        about_sun = np.array([[zoom, 0.0, x * (1.0 - zoom)], [0.0, zoom, y * (1.0 - zoom)]], np.float32)
        moved = cv2.warpAffine(shafts, about_sun, small_size, borderMode=cv2.BORDER_REPLICATE)
        shafts = 0.5 * shafts + 0.5 * moved
    return f32(cv2.resize(shafts, (width, height)))

"""The few sums every pass needs."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.drawing.guides import Map, Picture

Rgb = tuple[float, float, float]
_LUMA_ROW = np.array([[0.2126, 0.7152, 0.0722]], np.float32)
"""BT.709."""


def f32(image: Any) -> NDArray[np.float32]:
    """The same as float32, copied only if it is not: OpenCV's annotations do not keep the type."""
    return np.asarray(image, np.float32)


def luma(picture: Picture) -> Map:
    """BT.709 luma, [h, w]."""
    return f32(cv2.transform(picture, _LUMA_ROW))


def strongest(picture: Picture) -> Map:
    """The largest of each pixel's three channels, [h, w]. NumPy takes six times as long over so short an axis."""
    return np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2])


def weakest(picture: Picture) -> Map:
    """The smallest of each pixel's three channels, [h, w]."""
    return np.minimum(np.minimum(picture[..., 0], picture[..., 1]), picture[..., 2])


def smooth_step(low: float, high: float, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """0 up to `low`, 1 from `high`, an S-curve between; `low` > `high` falls instead."""
    t = np.clip((x - np.float32(low)) * np.float32(1.0 / (high - low)), 0.0, 1.0)
    return f32(t * t * (3.0 - 2.0 * t))


def mixed(a: Picture, b: Picture | Rgb, share: Map | float) -> Picture:
    """`a` with `share` (0..1, a number or [h, w]) of `b` in it."""
    weight = share[..., None] if isinstance(share, np.ndarray) else np.float32(share)
    return a + (np.asarray(b, np.float32) - a) * weight


def blurred(image: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """Gaussian blur; wide ones run on a smaller copy, which the eye cannot tell."""
    shrink = int(min(max(sigma_px / 2.5, 1.0), 8.0))
    if shrink == 1:
        return f32(cv2.GaussianBlur(image, (0, 0), max(sigma_px, 0.05)))
    height, width = image.shape[:2]
    small = cv2.resize(image, (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / shrink, borderType=cv2.BORDER_REPLICATE)
    return f32(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))

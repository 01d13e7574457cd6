"""sRGB pictures as the planes a video carries: BT.709, limited range, 4:2:0.

Chroma is the mean of each 2×2 block. OpenCV's own RGB→YUV conversion is BT.601 and would shift every red and green.
"""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

BLACK: Final = 16
LUMA_SPAN: Final = 219
CHROMA_SPAN: Final = 224
NEUTRAL: Final = 128
_RED_SHARE, _BLUE_SHARE = 0.2126, 0.0722
LUMA_WEIGHTS: Final = (_RED_SHARE, 1 - _RED_SHARE - _BLUE_SHARE, _BLUE_SHARE)
"""Shares of R, G and B in luma. Source: ITU-R BT.709-6, item 3.2."""


class Planes(NamedTuple):
    """A picture of even size: `y` [h, w] is luma above black (0..219), `u` and `v` [h/2, w/2] stand around 128."""

    y: NDArray[np.uint8]
    u: NDArray[np.uint8]
    v: NDArray[np.uint8]


def _matrix() -> NDArray[np.float32]:
    """Rows give Y - 16, U and V from 8-bit R, G, B and 1."""
    luma = np.array(LUMA_WEIGHTS)
    blue_difference = (np.array([0, 0, 1]) - luma) / (2 * (1 - _BLUE_SHARE))
    red_difference = (np.array([1, 0, 0]) - luma) / (2 * (1 - _RED_SHARE))
    rows = np.zeros((3, 4))
    rows[0, :3] = luma * LUMA_SPAN / 255
    rows[1, :3], rows[1, 3] = blue_difference * CHROMA_SPAN / 255, NEUTRAL
    rows[2, :3], rows[2, 3] = red_difference * CHROMA_SPAN / 255, NEUTRAL
    return rows.astype(np.float32)


RGB_TO_YUV: Final = _matrix()


def to_planes(rgb: NDArray[np.uint8]) -> Planes:
    """`rgb` [h, w, 3] with even h and w."""
    height_px, width_px = rgb.shape[:2]
    y = cv2.transform(rgb, RGB_TO_YUV[:1])
    half = cv2.resize(rgb, (width_px // 2, height_px // 2), interpolation=cv2.INTER_AREA)
    chroma = cv2.transform(half, RGB_TO_YUV[1:])
    u, v = cv2.split(chroma)
    return Planes(_u8(y), _u8(u), _u8(v))


def colour_to_yuv(rgb: tuple[int, int, int]) -> tuple[int, int, int]:
    """One 8-bit colour as (Y - 16, U, V)."""
    y, u, v = RGB_TO_YUV @ np.array([*rgb, 1], np.float32)
    return round(float(y)), round(float(u)), round(float(v))


def frame_planes(frame: NDArray[np.uint8]) -> Planes:
    """Views of an I420 frame's three planes; here `y` still counts from 0, black at 16."""
    width_px = frame.shape[1]
    height_px = frame.shape[0] * 2 // 3
    flat = frame.reshape(-1)
    whole, quarter = height_px * width_px, height_px * width_px // 4
    half = (height_px // 2, width_px // 2)
    return Planes(
        flat[:whole].reshape(height_px, width_px),
        flat[whole : whole + quarter].reshape(half),
        flat[whole + quarter :].reshape(half),
    )


def _u8(array: cv2.typing.MatLike) -> NDArray[np.uint8]:
    """cv2 promises MatLike; its 8-bit results are this."""
    return np.asarray(array, np.uint8).reshape(array.shape[:2])

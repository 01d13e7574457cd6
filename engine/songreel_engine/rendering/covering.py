"""A picture cut to a size, as a frame is hung: nothing stretched, nothing left empty."""

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


def covering(image: Image, width_px: int, height_px: int, middle: float = 0.5) -> Image:
    """The image scaled to cover a size, uint8 [height_px, width_px, 3].

    `middle` is the window's, 0..1 along the side that is cut, as far as the image reaches.
    """
    height, width = image.shape[:2]
    scale = max(width_px / width, height_px / height)
    size = (max(round(width * scale), width_px), max(round(height * scale), height_px))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
    left, top = (_first(size[axis], (width_px, height_px)[axis], middle) for axis in (0, 1))
    return np.ascontiguousarray(scaled[top : top + height_px, left : left + width_px])


def _first(whole_px: int, kept_px: int, middle: float) -> int:
    return round(min(max(middle * whole_px - kept_px / 2, 0), whole_px - kept_px))

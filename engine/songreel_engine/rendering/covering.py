"""A picture cut to a size, as a frame is hung: nothing stretched, nothing left empty."""

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


def covering(image: Image, width_px: int, height_px: int) -> Image:
    """The image scaled to cover a size, its middle kept; uint8 [height_px, width_px, 3]."""
    height, width = image.shape[:2]
    scale = max(width_px / width, height_px / height)
    size = (max(round(width * scale), width_px), max(round(height * scale), height_px))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
    left, top = (size[0] - width_px) // 2, (size[1] - height_px) // 2
    return np.ascontiguousarray(scaled[top : top + height_px, left : left + width_px])

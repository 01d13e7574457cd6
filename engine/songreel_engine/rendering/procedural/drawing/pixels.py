"""A console's picture: few pixels, few colours, and an ordered pattern where a colour is missing."""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import f32
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32)
"""Order in which pixels turn on as a tone rises. Source: Bayer, An optimum method for two-level rendition, 1973."""
_THRESHOLDS = (_BAYER + 0.5) / 16.0 - 0.5


def pixelated(picture: Picture, guides: Guides, *, size: float, steps: int, dither: float = 1.0) -> Picture:
    """The picture in square pixels of `size` units with `steps` levels a channel, dithered in order.

    Each pixel shows what is at its centre, so that edges are stairs. `dither`: share of a level that is dithered.
    """
    side_px = max(1, round(size * guides.unit_px))
    height, width = picture.shape[:2]
    half = side_px // 2
    few = np.ascontiguousarray(picture[half::side_px, half::side_px])
    rows, columns = few.shape[:2]
    pattern = np.tile(_THRESHOLDS, (rows // 4 + 1, columns // 4 + 1))[:rows, :columns, None]
    few = f32(np.clip(np.rint(few * (steps - 1) + np.float32(dither) * pattern), 0, steps - 1) / (steps - 1))
    wide = cv2.resize(few, (columns * side_px, rows * side_px), interpolation=cv2.INTER_NEAREST)
    missing = (0, max(0, height - wide.shape[0]), 0, max(0, width - wide.shape[1]))
    return f32(cv2.copyMakeBorder(wide, *missing, cv2.BORDER_REPLICATE)[:height, :width])

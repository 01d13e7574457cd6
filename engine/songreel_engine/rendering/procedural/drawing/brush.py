"""Simplification: fine texture gives way to patches with clean borders."""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import f32, luma
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture

_SAME_COLOUR = 0.11
"""Difference of local colour that counts as texture, not as a border."""


def patched(picture: Picture, guides: Guides, *, radius: float, figure_share: float = 1.0) -> Picture:
    """Kuwahara's filter: each pixel takes the mean of the calmest of the four squares that touch it.

    `radius` in units; `figure_share`: how much of it the performer gets. Squares are weighted by their calm,
    not chosen, so that patches do not jump. Source: Kuwahara et al. 1976; weights after Papari et al. 2007.
    """
    reach = max(1, round(radius * guides.unit_px))
    size = (reach + 1, reach + 1)
    bordered = f32(cv2.copyMakeBorder(picture, reach, reach, reach, reach, cv2.BORDER_REFLECT_101))
    mean = cv2.blur(bordered, size, anchor=(0, 0))
    grey = luma(bordered)
    variance = np.maximum(cv2.blur(grey * grey, size, anchor=(0, 0)) - cv2.blur(grey, size, anchor=(0, 0)) ** 2, 0.0)
    calm = 1.0 / (variance + 2e-4) ** 2
    height, width = picture.shape[:2]
    total = np.zeros_like(picture)
    weights = np.zeros((height, width, 1), np.float32)
    for down in (0, reach):
        for right in (0, reach):
            share = calm[down : down + height, right : right + width, None]
            total += mean[down : down + height, right : right + width] * share
            weights += share
    simple = total / weights
    if figure_share < 1.0:
        simple[guides.figure] += (picture - simple)[guides.figure] * np.float32(1.0 - figure_share)
    return simple


def smoothed_local_colour(albedo: Picture, radius_px: float) -> Picture:
    """Local colour [h, w, 3] without its fine texture; borders between colours stay."""
    smooth = albedo
    for _ in range(2):
        smooth = f32(cv2.bilateralFilter(smooth, 2 * max(1, round(radius_px)) + 1, _SAME_COLOUR, radius_px * 0.6))
    return smooth

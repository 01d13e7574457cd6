"""A tube camera's picture on tape: few lines' worth of detail, edges with an echo, colour in broad strokes."""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import f32, luma
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture


def recorded(
    picture: Picture, guides: Guides, *, detail: float = 1.5, echo: float = 0.7, bleed: float = 5.0, lag: float = 2.0
) -> Picture:
    """Display colour as a home recorder keeps it. Lengths are in units, across.

    `detail`: width of the finest luma. `echo`: strength of the bright and dark seams that its sharpening circuit adds.
    `bleed`, `lag`: how far colour spreads, and how late it comes.
    """
    unit = guides.unit_px
    grey = luma(picture)
    fine = f32(cv2.GaussianBlur(grey, (0, 0), sigmaX=max(detail * unit, 0.3), sigmaY=max(0.4 * detail * unit, 0.3)))
    broad = cv2.GaussianBlur(grey, (0, 0), sigmaX=max(2.6 * detail * unit, 0.5), sigmaY=max(0.5 * detail * unit, 0.3))
    sharpened = fine + np.float32(echo) * (fine - broad)
    colour = picture - grey[..., None]
    colour = f32(cv2.GaussianBlur(colour, (0, 0), sigmaX=max(bleed * unit, 0.5), sigmaY=max(unit, 0.3)))
    shift = np.array([[1.0, 0.0, lag * unit], [0.0, 1.0, 0.0]], np.float32)
    size = (picture.shape[1], picture.shape[0])
    late = f32(cv2.warpAffine(colour, shift, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    return np.clip(sharpened[..., None] + late, 0.0, 1.0)

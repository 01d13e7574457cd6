"""Cheap glass: sharp in the middle only, colours that part toward the corners."""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import f32, mixed, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture


def softened(picture: Picture, guides: Guides, *, radius: float, corner_radius: float) -> Picture:
    """The picture through a plastic lens: blurred by `radius` units throughout, by `corner_radius` in the corners."""
    soft = f32(cv2.GaussianBlur(picture, (0, 0), max(radius * guides.unit_px, 0.3)))
    softer = f32(cv2.GaussianBlur(picture, (0, 0), max(corner_radius * guides.unit_px, 0.3)))
    return mixed(soft, softer, smooth_step(0.45, 1.05, _off_centre(picture.shape[:2])))


def fringed(picture: Picture, guides: Guides, *, width: float) -> Picture:
    """Red drawn outward and blue inward by up to `width` units in the corners."""
    height, down = picture.shape[0], picture.shape[1]
    size = (down, height)
    half_diagonal = np.hypot(*size) / 2
    parted = picture.copy()
    for channel, sign in ((0, 1.0), (2, -1.0)):
        zoom = 1.0 + sign * width * guides.unit_px / half_diagonal
        about_centre = np.array(
            [[zoom, 0.0, size[0] / 2 * (1.0 - zoom)], [0.0, zoom, size[1] / 2 * (1.0 - zoom)]], np.float32
        )
        plane = np.ascontiguousarray(picture[..., channel])
        parted[..., channel] = cv2.warpAffine(plane, about_centre, size, borderMode=cv2.BORDER_REPLICATE)
    return parted


def _off_centre(shape: tuple[int, int]) -> Map:
    """0 in the middle, 1 in the middle of the farther borders, more in the corners."""
    across, down = (np.linspace(-1.0, 1.0, size, dtype=np.float32) for size in (shape[1], shape[0]))
    return f32(np.hypot(0.8 * across[None, :], down[:, None]))

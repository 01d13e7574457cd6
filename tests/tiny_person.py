"""Somebody drawn from a few ovals, with all that a face is told by."""

import numpy as np


def person(colour: tuple[int, int, int]) -> np.ndarray:
    """Somebody with a face, head up, before a light wall; uint8 [400, 300, 3]."""
    y, x = np.mgrid[0:400, 0:300].astype(np.float32)
    rgb = np.empty((400, 300, 3), np.uint8)
    rgb[:] = (205, 210, 215)
    body = (np.abs(x - 150) < 30 + 70 * np.clip((y - 190) / 60, 0, 1)) & (y > 175)
    rgb[body] = colour
    hair = ((x - 150) / 46) ** 2 + ((y - 118) / 60) ** 2 < 1
    rgb[hair] = (60, 40, 30)
    face = ((x - 150) / 37) ** 2 + ((y - 130) / 50) ** 2 < 1
    rgb[face] = (205, 150, 125)
    for at, size, shade in (
        ((133, 122), (8, 4), (50, 30, 25)), ((167, 122), (8, 4), (50, 30, 25)), ((150, 160), (13, 4), (120, 50, 50)),
        ((150, 146), (8, 3), (165, 110, 90)), ((133, 115), (11, 3), (110, 75, 60)), ((167, 115), (11, 3), (110, 75, 60)),
    ):  # fmt: skip
        rgb[((x - at[0]) / size[0]) ** 2 + ((y - at[1]) / size[1]) ** 2 < 1] = shade
    return rgb

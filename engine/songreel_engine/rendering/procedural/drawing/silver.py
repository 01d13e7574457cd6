"""Photographic silver: black and white, and colour prints whose silver was left in."""

import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, f32, luma, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture

_PANCHROMATIC = (0.36, 0.46, 0.18)
"""Shares of red, green and blue in a grey: skin light, blue sky dark, as with a yellow filter."""


def monochrome(
    picture: Picture, guides: Guides, *, black: float, white: float, tint: Rgb = (1.0, 0.99, 0.965)
) -> Picture:
    """Display colour as hard black and white: greys below `black` and above `white` are gone. `tint`: of the paper."""
    grey = picture @ np.asarray(_PANCHROMATIC, np.float32)
    hard = smooth_step(black, white, f32(grey))
    # Half of the S-curve's steepness, so that faces keep their modelling.
    even = np.clip((grey - black) / (white - black), 0.0, 1.0)
    return f32((0.5 * hard + 0.5 * even)[..., None] * np.asarray(tint, np.float32))


def bleached(picture: Picture, guides: Guides, *, amount: float) -> Picture:
    """A colour print with `amount` (0..1) of its silver left in: darks sink, lights burn, colours go grey."""
    silver = luma(picture)[..., None]
    overlaid = np.where(silver < 0.5, 2.0 * picture * silver, 1.0 - 2.0 * (1.0 - picture) * (1.0 - silver))
    return f32(picture + (overlaid - picture) * np.float32(amount))

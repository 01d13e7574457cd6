"""Which size a model is asked for, so that what it makes can be cut to a canvas."""

import math
from typing import Final, Protocol

from songreel_engine.errors import RenderError

MOST_SIDE_RATIO: Final = 4.0
"""Longer side over shorter: beyond, models repeat the picture."""
SMALLER: Final = 0.7
"""Of both sides, where memory did not last: half the pixels."""


class SizeRules(Protocol):
    """What a model says of sizes."""

    @property
    def name(self) -> str: ...
    @property
    def size_multiple(self) -> int: ...
    @property
    def least_pixels(self) -> int: ...
    @property
    def most_pixels(self) -> int: ...


def fitting_size(width_px: int, height_px: int, rules: SizeRules) -> tuple[int, int]:
    """The size nearest in shape that the model makes, as large as wanted where it can.

    Raises RenderError for a shape that it cannot make.
    """
    if not 1 / MOST_SIDE_RATIO <= width_px / height_px <= MOST_SIDE_RATIO:
        raise RenderError(
            f"{rules.name} makes no picture of {width_px}x{height_px}: one side is over four times the other."
        )
    pixels = min(max(width_px * height_px, rules.least_pixels), rules.most_pixels)
    scale = math.sqrt(pixels / (width_px * height_px))
    step = rules.size_multiple
    wide, high = (max(step, step * round(side * scale / step)) for side in (width_px, height_px))
    while wide * high > rules.most_pixels and max(wide, high) > step:
        wide, high = (wide - step, high) if wide * height_px >= high * width_px and wide > step else (wide, high - step)
    if wide * high > rules.most_pixels or min(wide, high) < step:
        raise RenderError(f"{rules.name} makes no picture of {width_px}x{height_px} within {rules.most_pixels} pixels.")
    return wide, high


def smaller_size(width_px: int, height_px: int, rules: SizeRules) -> tuple[int, int]:
    """About half the pixels, for the one try after memory ran out; never below one step of the model."""
    step = rules.size_multiple
    wide, high = (max(step, step * int(side * SMALLER / step)) for side in (width_px, height_px))
    return wide, high

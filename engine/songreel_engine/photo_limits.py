"""What a picture must be to show somebody; without what looking at one takes, for whoever only checks."""

from typing import Final

SMALLEST_PX: Final = 96
"""Shorter side below which nobody can be made out."""


def too_small(name: str, width_px: int, height_px: int) -> str | None:
    """The refusal of a picture of this size; None for one that is large enough."""
    if min(width_px, height_px) >= SMALLEST_PX:
        return None
    return (
        f"{name} is {width_px}x{height_px} pixels, too small to show anybody; "
        f"give a photo of at least {SMALLEST_PX} on its shorter side."
    )

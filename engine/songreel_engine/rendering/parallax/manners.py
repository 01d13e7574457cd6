"""The manners of a style: what it does to frames and not to plates. Grain, a held step, a gate that weaves, tape, stamps.

A further style is a further row here; how each thing is drawn is told in the module that draws it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from songreel_engine.errors import RenderError
from songreel_engine.rendering.parallax.stamps import DATE_STAMP, TAPE_STAMPS, Stamp
from songreel_engine.rendering.parallax.tape import Tape


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How one style's frames behave."""

    grain: float
    """Standard deviation in luma steps of 255. Drawn styles keep only what hides banding."""
    steps_per_s: float | None = None
    """New poses and places of the camera in a second, as animation on twos has; None: every frame is one. Light never
    waits, so that beats stay on the beat."""
    weave: float = 0.0
    """How far film or hand lets the picture wander, as a share of the frame's short side."""
    vignette: float = 0.0
    """Share of the light that the lens loses in the corners, 0..1."""
    tape: Tape | None = None
    stamps: tuple[Stamp, ...] = ()


MANNERS: Final[Mapping[str, Manners]] = {
    "cinematic_realism": Manners(grain=2.2),
    "golden_hour": Manners(grain=1.6),
    "film_noir": Manners(grain=3.2, weave=0.0012, vignette=0.38),
    "neo_noir": Manners(grain=3.0),
    "midnight_blue": Manners(grain=1.8),
    "cartoon_3d": Manners(grain=0.6),
    "anime_shonen": Manners(grain=0.6),
    "dynamic_anime": Manners(grain=0.6),
    "watercolor_anime": Manners(grain=0.7),
    "found_footage": Manners(grain=3.2, weave=0.0030, tape=Tape(), stamps=TAPE_STAMPS),
    "disposable_camera": Manners(grain=3.4, vignette=0.46, stamps=(DATE_STAMP,)),
    "tilt_shift": Manners(grain=0.7, steps_per_s=12.0),
    "cyberpunk": Manners(grain=2.0),
    "vaporwave": Manners(grain=1.0),
    "painterly_3d": Manners(grain=0.7),
    "low_poly_3d": Manners(grain=0.6),
    "claymation": Manners(grain=1.0, steps_per_s=12.0, vignette=0.16),
    "retro_open_world": Manners(grain=0.6),
    "liquid_chrome": Manners(grain=0.8),
    "post_apocalyptic": Manners(grain=2.8, weave=0.0010, vignette=0.26),
}
"""Style key → manners."""


def find_manners(style: str) -> Manners:
    """Raises RenderError for an unknown style."""
    try:
        return MANNERS[style]
    except KeyError:
        raise RenderError(f"There is no style {style!r}; choose one of {', '.join(MANNERS)}.") from None

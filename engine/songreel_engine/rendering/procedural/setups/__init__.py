"""Camera set-ups: where a place is seen from. One module a place, each with a table `SETUPS`: framing → its variations.

Authored for 9:16; `gbuffer.py` opens the picture sideways for wider frames. Metres, y up, radians.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from songreel_engine.rendering.procedural.camera import Vec3


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """One way to see a place."""

    camera_m: Vec3
    target_m: Vec3
    focal: float
    """Half frame heights per unit of tan(angle): 1.5 is a wide lens, 3 a portrait lens."""
    figure_m: Vec3 = (0.0, 0.0, 0.0)
    """Where the performer stands (the point between the feet), if there is one."""
    facing_rad: float = 0.0
    """Where the performer looks: 0 along +z, growing towards -x. A pose meant to be seen from one side turns it."""
    sun: Vec3
    """Towards the visible sun or moon; any length."""
    key: Vec3
    """Towards the light that throws shadows; any length."""
    cloud: float = 0.0
    """Added to the weather's share of clouds: what this view's sky needs."""


SetUps = Mapping[str, tuple[SetUp, ...]]
"""Framing → its four variations."""

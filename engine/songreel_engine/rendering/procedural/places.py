"""The places: a new one is a world in `glsl/worlds`, a table of camera set-ups in `setups`, and one line here."""

from dataclasses import dataclass
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUps, beach, city, lake, room


@dataclass(frozen=True, eq=False, kw_only=True)
class Place:
    """A place by name."""

    name: str
    """Also names `glsl/worlds/<name>.glsl`."""
    setups: SetUps
    indoor: bool = False
    water_materials: tuple[int, ...] = ()
    """Material ids whose surface may shimmer."""
    ripple: float = 0.035
    """How much the reflective ground (material 1) bends what it mirrors; 0 is a mirror."""


PLACES: Final = {
    p.name: p
    for p in (
        Place(name="city", setups=city.SETUPS, ripple=0.012),
        Place(name="lake", setups=lake.SETUPS, water_materials=(1,)),
        Place(name="beach", setups=beach.SETUPS, water_materials=(1,)),
        Place(name="room", setups=room.SETUPS, indoor=True, ripple=0.02),
    )
}

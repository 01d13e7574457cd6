"""The places: a new one is a world in `glsl/worlds`, a table of camera set-ups in `setups`, and one line here."""

from dataclasses import dataclass
from typing import Final

from songreel_engine.rendering.procedural.setups import (
    SetUps,
    alley,
    beach,
    city,
    desert,
    flower_field,
    forest,
    highway,
    lake,
    mountains,
    rooftop,
    room,
    ruins,
    snowfield,
    space,
    stage,
    tunnel,
    underwater,
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Place:
    """A place by name."""

    name: str
    """Also names `glsl/worlds/<name>.glsl`."""
    setups: SetUps
    indoor: bool = False
    show_lit: bool = False
    """Lit by coloured lamps above all; a look says in which colours (`Look.gels`)."""
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
        Place(name="alley", setups=alley.SETUPS, ripple=0.014),
        Place(name="forest", setups=forest.SETUPS),
        Place(name="rooftop", setups=rooftop.SETUPS, ripple=0.014),
        Place(name="stage", setups=stage.SETUPS, indoor=True, show_lit=True, ripple=0.01),
        Place(name="highway", setups=highway.SETUPS, ripple=0.03),
        Place(name="flower_field", setups=flower_field.SETUPS),
        Place(name="underwater", setups=underwater.SETUPS, water_materials=(1,)),
        Place(name="space", setups=space.SETUPS),
        Place(name="desert", setups=desert.SETUPS),
        Place(name="tunnel", setups=tunnel.SETUPS, indoor=True, ripple=0.006),
        Place(name="ruins", setups=ruins.SETUPS, ripple=0.012),
        Place(name="mountains", setups=mountains.SETUPS),
        Place(name="snowfield", setups=snowfield.SETUPS, ripple=0.008),
    )
}

"""Which look a style has, and how the world stands in it: at this hour, in this weather."""

from dataclasses import dataclass, replace
from typing import Final

from songreel_engine.errors import RenderError
from songreel_engine.rendering.procedural.lights import Light
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.places import PLACES
from songreel_engine.rendering.procedural.styles import LOOKS


@dataclass(frozen=True, kw_only=True)
class Dials:
    """What the engine must know of a look before it renders: how the world itself stands. All 0..1."""

    lit: float
    """Share of windows, signs and lamps that burn."""
    cloud: float
    """How much of the sky is covered."""
    stars: float
    wet: float
    """0 dry, 1 standing water."""


_WORLD_AT: Final = {
    "dawn": Dials(lit=0.35, cloud=0.55, stars=0.05, wet=0.35),
    "day": Dials(lit=0.12, cloud=0.50, stars=0.0, wet=0.15),
    "golden": Dials(lit=0.45, cloud=0.50, stars=0.0, wet=0.40),
    "dusk": Dials(lit=0.80, cloud=0.50, stars=0.25, wet=0.45),
    "night": Dials(lit=1.0, cloud=0.40, stars=1.0, wet=0.55),
}
_GELLED: Final = 0.85
"""How far a show's lamps take the look's colours."""
_LEAST_CLOUD_IN: Final = {"rain": 0.85, "snow": 0.80, "fog": 0.65, "dust": 0.55, "embers": 0.50}
_LEAST_WET_IN: Final = {"rain": 1.0, "snow": 0.35, "fog": 0.55}


def find_look(style: str) -> Look:
    """The look of a style. Raises RenderError, with the known ones, for any other."""
    look = LOOKS.get(style)
    if look is None:
        raise RenderError(f"the style {style!r} is not known; use one of {', '.join(LOOKS)}")
    return look


def light_for(style: str, time_of_day: str, place: str = "") -> Light:
    """The light of a style at a time of day, in a place if one is named.

    Raises RenderError where the style does not draw that time.
    """
    look = find_look(style)
    if time_of_day not in look.lights:
        raise RenderError(f"{style} does not draw {time_of_day!r}; it draws {', '.join(look.lights)}")
    light = look.lights[time_of_day]
    if look.gels is None or place not in PLACES or not PLACES[place].show_lit:
        return light
    warm, cool = look.gels
    return replace(light, emission_warm=warm, emission_cool=cool, emission_tint=_GELLED)


def dials_for(style: str, time_of_day: str, weather: str) -> Dials:
    """How the world stands in this look at this time in this weather.

    Raises RenderError for a style that is not known or a time of day that it does not draw.
    """
    light_for(style, time_of_day)
    look, at = find_look(style), _WORLD_AT[time_of_day]
    cloud = max(at.cloud, _LEAST_CLOUD_IN.get(weather, 0.0))
    return Dials(
        lit=min(at.lit, look.most_lit),
        cloud=cloud,
        stars=at.stars * max(0.0, 1.0 - 2.2 * (cloud - at.cloud)),
        wet=min(max(at.wet, look.least_wet, _LEAST_WET_IN.get(weather, 0.0)), look.most_wet),
    )

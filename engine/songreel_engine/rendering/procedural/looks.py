"""The looks: which light a style shines on a world and in which passes it draws what it sees.

A look is data: lights by time of day (`style_lights.py`), how light scatters, the passes, its answer to a beat.
It never knows which world it paints. Exposure belongs to the chain's `develop`: lights are tuned against it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial, reduce
from typing import Final

from songreel_engine.errors import RenderError
from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb
from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.brush import patched
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture
from songreel_engine.rendering.procedural.drawing.ink import inked
from songreel_engine.rendering.procedural.drawing.palette import drawn_towards
from songreel_engine.rendering.procedural.drawing.tone import develop, toned
from songreel_engine.rendering.procedural.drawing.wash import pencilled, washed
from songreel_engine.rendering.procedural.lights import Light
from songreel_engine.rendering.procedural.style_lights import LIGHTS

Pass = Callable[[Picture, Guides], Picture]
"""One drawing pass: picture and guides in, picture out."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One way of drawing."""

    lights: Mapping[str, Light]
    """Time of day → light; the first is the look's own."""
    scatter: Scatter
    chain: tuple[Pass, ...]
    response: Response
    line_reach: float = 0.0
    """How far outlines stand outside a silhouette, in units; layers are cut that much wider."""
    local_colour_radius: float = 0.0
    """Radius in units over which fine texture is taken out of local colour before lighting; 0: none."""

    def drawn(self, picture: Picture, guides: Guides) -> Picture:
        """Linear light after all passes: display colour 0..1."""
        return reduce(lambda so_far, draw: draw(so_far, guides), self.chain, picture)

    def in_colours(self, palette: tuple[Rgb, ...]) -> "Look":
        """The same look drawn towards a palette: linear RGB, dark to light; empty, the look as it is."""
        return replace(self, chain=(*self.chain, partial(drawn_towards, palette=palette))) if palette else self


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


_MIDNIGHT_RAMP: Final = (
    (0.004, 0.010, 0.040),
    (0.018, 0.075, 0.23),
    (0.10, 0.30, 0.62),
    (0.52, 0.76, 0.97),
    (1.0, 0.99, 0.95),
)
_NOIR_RAMP: Final = (
    (0.0, 0.004, 0.008),
    (0.05, 0.02, 0.05),
    (0.70, 0.09, 0.14),
    (0.98, 0.66, 0.52),
    (1.0, 0.96, 0.90),
)

LOOKS: Final[dict[str, Look]] = {
    "cinematic_realism": Look(
        lights=LIGHTS["cinematic_realism"],
        scatter=Scatter(bloom=0.34, threshold=0.85, tint=(1.0, 0.72, 0.48)),
        chain=(
            partial(defocused, strength=4.2, largest=7.0),
            partial(
                develop,
                exposure=1.30,
                contrast=0.40,
                saturation=0.92,
                shadow_tint=(-0.004, 0.012, 0.020),
                highlight_tint=(1.01, 1.0, 0.96),
                shoulder=0.42,
                toe=0.09,
                dye=0.62,
            ),
        ),
        response=Response(lamps=1.2, air=2.6, rim=1.2, sky=0.35, tint=(1.0, 0.88, 0.72)),
    ),
    "golden_hour": Look(
        lights=LIGHTS["golden_hour"],
        scatter=Scatter(bloom=0.26, threshold=1.4, tint=(1.0, 0.70, 0.38), shafts=0.22, shaft_tint=(1.0, 0.50, 0.18)),
        chain=(
            partial(defocused, strength=2.2, largest=4.5),
            partial(
                develop,
                exposure=0.72,
                contrast=0.55,
                saturation=1.12,
                shoulder=0.40,
                toe=0.04,
                dye=0.25,
                shadow_tint=(0.012, 0.004, 0.030),
                highlight_tint=(1.02, 1.0, 0.95),
            ),
        ),
        response=Response(lamps=0.8, air=1.6, rim=1.3, sky=0.20, tint=(1.0, 0.80, 0.55)),
    ),
    "neo_noir": Look(
        lights=LIGHTS["neo_noir"],
        scatter=Scatter(bloom=0.45, threshold=0.45, tint=(1.0, 0.80, 0.80)),
        chain=(
            partial(defocused, strength=2.4, largest=5.0),
            partial(develop, exposure=1.25, contrast=0.62, saturation=1.05, shadow_tint=(0.0, 0.006, 0.010)),
            partial(toned, ramp=_NOIR_RAMP, amount=0.16),
        ),
        response=Response(lamps=1.7, air=3.6, rim=1.3, sky=0.4, tint=(1.0, 0.50, 0.52)),
    ),
    "midnight_blue": Look(
        lights=LIGHTS["midnight_blue"],
        scatter=Scatter(bloom=0.32, threshold=0.6, tint=(0.9, 0.88, 1.0)),
        chain=(
            partial(defocused, strength=1.8, largest=4.0),
            partial(develop, exposure=1.4, contrast=0.35, saturation=0.98),
            partial(toned, ramp=_MIDNIGHT_RAMP, amount=0.72, keep_warm=0.9, keep_figure=0.25),
        ),
        response=Response(lamps=1.1, air=2.2, rim=1.2, sky=0.3, tint=(0.66, 0.82, 1.0)),
    ),
    "cartoon_3d": Look(
        lights=LIGHTS["cartoon_3d"],
        local_colour_radius=3.2,
        scatter=Scatter(bloom=0.24, threshold=1.1, tint=(1.0, 0.9, 0.8)),
        chain=(
            partial(defocused, strength=2.6, largest=5.5),
            partial(
                develop, exposure=0.72, contrast=0.42, saturation=1.26, shadow_tint=(0.014, 0.0, 0.028), shoulder=0.25
            ),
        ),
        response=Response(lamps=1.1, air=1.8, rim=1.1, sky=0.18, tint=(1.0, 0.92, 0.82)),
    ),
    "anime_shonen": Look(
        lights=LIGHTS["anime_shonen"],
        local_colour_radius=3.6,
        line_reach=2.4,
        scatter=Scatter(bloom=0.16, threshold=1.2),
        chain=(
            partial(develop, exposure=0.72, curve="paint", contrast=0.28, saturation=1.42),
            partial(patched, radius=2.0, figure_share=0.0),
            partial(inked, weight=1.25, folds=0.75, far_fade=0.21),
        ),
        response=Response(lamps=0.9, air=1.2, rim=1.0, sky=0.18, tint=(1.0, 0.95, 0.88)),
    ),
    "watercolor_anime": Look(
        lights=LIGHTS["watercolor_anime"],
        local_colour_radius=3.6,
        line_reach=1.6,
        scatter=Scatter(bloom=0.10, threshold=1.2),
        chain=(
            partial(develop, exposure=0.80, curve="paint", contrast=0.25, saturation=1.35),
            partial(patched, radius=3.6, figure_share=0.6),
            washed,
            pencilled,
        ),
        response=Response(lamps=0.35, air=0.5, rim=0.35, sky=0.12, tint=(1.0, 0.94, 0.88), daylight=1.1),
    ),
    "cyberpunk": Look(
        lights=LIGHTS["cyberpunk"],
        scatter=Scatter(bloom=0.55, threshold=0.45, tint=(1.0, 0.80, 1.0)),
        chain=(
            partial(defocused, strength=2.4, largest=5.5),
            partial(develop, exposure=1.15, contrast=0.60, saturation=1.22, shadow_tint=(0.006, -0.004, 0.022)),
        ),
        response=Response(lamps=1.8, air=4.0, rim=1.4, sky=0.5, tint=(1.0, 0.60, 1.0)),
    ),
}
"""Style key → look."""

_WORLD_AT: Final = {
    "dawn": Dials(lit=0.35, cloud=0.55, stars=0.05, wet=0.35),
    "day": Dials(lit=0.12, cloud=0.50, stars=0.0, wet=0.15),
    "golden": Dials(lit=0.45, cloud=0.50, stars=0.0, wet=0.40),
    "dusk": Dials(lit=0.80, cloud=0.50, stars=0.25, wet=0.45),
    "night": Dials(lit=1.0, cloud=0.40, stars=1.0, wet=0.55),
}
_LEAST_WET: Final = {"neo_noir": 1.0, "cyberpunk": 1.0, "cinematic_realism": 0.7, "midnight_blue": 0.7}
_LEAST_CLOUD_IN: Final = {"rain": 0.85, "snow": 0.80, "fog": 0.65, "dust": 0.55, "embers": 0.50}
_LEAST_WET_IN: Final = {"rain": 1.0, "snow": 0.35, "fog": 0.55}


def find_look(style: str) -> Look:
    """The look of a style. Raises RenderError, with the known ones, for any other."""
    look = LOOKS.get(style)
    if look is None:
        raise RenderError(f"the style {style!r} is not known; use one of {', '.join(LOOKS)}")
    return look


def light_for(style: str, time_of_day: str) -> Light:
    """The light of a style at a time of day. Raises RenderError where the style does not draw that time."""
    lights = find_look(style).lights
    if time_of_day not in lights:
        raise RenderError(f"{style} does not draw {time_of_day!r}; it draws {', '.join(lights)}")
    return lights[time_of_day]


def dials_for(style: str, time_of_day: str, weather: str) -> Dials:
    """How the world stands in this look at this time in this weather.

    Raises RenderError for a style that is not known or a time of day that it does not draw.
    """
    light_for(style, time_of_day)
    at = _WORLD_AT[time_of_day]
    cloud = max(at.cloud, _LEAST_CLOUD_IN.get(weather, 0.0))
    return Dials(
        lit=at.lit,
        cloud=cloud,
        stars=at.stars * max(0.0, 1.0 - 2.2 * (cloud - at.cloud)),
        wet=max(at.wet, _LEAST_WET.get(style, 0.0), _LEAST_WET_IN.get(weather, 0.0)),
    )

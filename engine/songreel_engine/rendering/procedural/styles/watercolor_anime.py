"""Watercolor Anime: washes and pencil on paper."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.brush import patched
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.drawing.wash import pencilled, washed
from songreel_engine.rendering.procedural.lights import WASH_DAY
from songreel_engine.rendering.procedural.look import Look

_WASH_DAWN: Final = replace(
    WASH_DAY,
    sky_zenith=(0.3, 0.36, 0.72),
    sky_middle=(0.84, 0.66, 0.82),
    sky_horizon=(1.2, 0.84, 0.66),
    sun_glow=(0.55, 0.32, 0.18),
    sun_disc=(3.6, 2.8, 1.9),
    sun_height=0.72,
    cloud_lit=(1.5, 1.15, 1.0),
    cloud_shade=(0.72, 0.58, 0.84),
    key=(2.0, 1.35, 0.95),
    ambient_top=(0.52, 0.48, 0.86),
    ambient_bottom=(0.54, 0.38, 0.5),
    fog=(0.96, 0.78, 0.78),
)
_WASH_GOLDEN: Final = replace(
    _WASH_DAWN,
    sky_zenith=(0.30, 0.34, 0.66),
    sky_middle=(0.98, 0.72, 0.56),
    sky_horizon=(1.3, 0.86, 0.46),
    sun_glow=(0.75, 0.40, 0.12),
    cloud_lit=(1.6, 1.15, 0.80),
    cloud_shade=(0.78, 0.55, 0.62),
    key=(2.5, 1.5, 0.80),
    fog=(0.98, 0.76, 0.56),
    fog_density=0.003,
    ambient_top=(0.62, 0.50, 0.66),
    ambient_bottom=(0.62, 0.44, 0.40),
)
_WASH_DUSK: Final = replace(
    WASH_DAY,
    sky_zenith=(0.12, 0.15, 0.44),
    sky_middle=(0.44, 0.34, 0.62),
    sky_horizon=(1.05, 0.58, 0.46),
    sun_glow=(0.42, 0.2, 0.12),
    sun_disc=(3.0, 1.8, 1.1),
    sun_height=0.62,
    cloud_lit=(1.05, 0.68, 0.72),
    cloud_shade=(0.3, 0.26, 0.52),
    key=(1.1, 0.76, 0.72),
    ambient_top=(0.32, 0.34, 0.7),
    ambient_bottom=(0.32, 0.24, 0.38),
    fog=(0.5, 0.42, 0.62),
    emission_gain=1.4,
    spill=0.9,
)
_WASH_NIGHT: Final = replace(
    _WASH_DUSK,
    sky_zenith=(0.045, 0.085, 0.27),
    sky_middle=(0.11, 0.17, 0.40),
    sky_horizon=(0.30, 0.37, 0.58),
    sun_glow=(0.20, 0.22, 0.26),
    sun_disc=(2.2, 2.2, 1.9),
    sun_height=1.0,
    cloud_lit=(0.40, 0.46, 0.68),
    cloud_shade=(0.11, 0.15, 0.34),
    star_gain=1.6,
    key=(0.70, 0.82, 1.15),
    ambient_top=(0.18, 0.24, 0.52),
    ambient_bottom=(0.17, 0.17, 0.30),
    fog=(0.19, 0.24, 0.42),
    emission_gain=1.8,
    spill=1.4,
)


LOOK: Final = Look(
    lights={
        "day": WASH_DAY,
        "dawn": _WASH_DAWN,
        "golden": _WASH_GOLDEN,
        "dusk": _WASH_DUSK,
        "night": _WASH_NIGHT,
    },
    local_colour_radius=3.6,
    line_reach=1.6,
    gels=((1.0, 0.7, 0.78), (0.55, 0.82, 0.74)),
    scatter=Scatter(bloom=0.10, threshold=1.2),
    chain=(
        partial(develop, exposure=0.80, curve="paint", contrast=0.25, saturation=1.35),
        partial(patched, radius=3.6, figure_share=0.6),
        partial(washed, thinness=0.60, layering=0.7, edges=1.3, wetness=0.8, grain=0.085, gaps=1.0),
        pencilled,
    ),
    response=Response(lamps=0.35, air=0.5, rim=0.35, sky=0.12, tint=(1.0, 0.94, 0.88), daylight=1.1),
)

"""Claymation: everything pressed from plasticine and lit by a lamp on a table."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.clay import kneaded
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import DAY
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.matter import Matter

_CLAY_DAY: Final = replace(
    DAY,
    wrap=0.32,
    bounce=0.22,
    subsurface=0.5,
    specular=0.55,
    reflection=0.35,
    sky_zenith=(0.22, 0.46, 0.66),
    sky_middle=(0.42, 0.64, 0.76),
    sky_horizon=(0.86, 0.86, 0.76),
    sun_glow=(0.14, 0.11, 0.05),
    sun_disc=(1.7, 1.35, 0.6),
    sun_radius=0.060,
    cloud_lit=(1.15, 1.10, 1.0),
    cloud_shade=(0.60, 0.66, 0.76),
    key=(2.7, 2.05, 1.35),
    ambient_top=(0.36, 0.36, 0.38),
    ambient_bottom=(0.34, 0.25, 0.20),
    rim=(0.5, 0.42, 0.34),
    fill=(0.46, 0.38, 0.32),
    fog=(0.70, 0.70, 0.66),
    fog_density=0.003,
    albedo_saturation=1.15,
    albedo_gain=1.28,
    emission_gain=0.7,
)
_CLAY_DAWN: Final = replace(
    _CLAY_DAY,
    sky_zenith=(0.36, 0.40, 0.62),
    sky_middle=(0.74, 0.58, 0.62),
    sky_horizon=(1.05, 0.76, 0.56),
    cloud_lit=(1.25, 0.98, 0.84),
    cloud_shade=(0.66, 0.54, 0.62),
    sun_height=0.72,
    key=(2.5, 1.8, 1.25),
    ambient_top=(0.42, 0.38, 0.50),
    fog=(0.78, 0.62, 0.56),
)
_CLAY_GOLDEN: Final = replace(
    _CLAY_DAWN,
    sky_zenith=(0.34, 0.34, 0.46),
    sky_middle=(0.86, 0.52, 0.34),
    sky_horizon=(1.15, 0.76, 0.34),
    sun_disc=(2.0, 1.15, 0.4),
    cloud_lit=(1.30, 0.88, 0.56),
    cloud_shade=(0.66, 0.42, 0.40),
    key=(3.0, 1.75, 0.90),
    ambient_top=(0.34, 0.30, 0.40),
    ambient_bottom=(0.36, 0.22, 0.15),
    rim=(1.2, 0.7, 0.35),
    fog=(0.74, 0.48, 0.32),
)
_CLAY_DUSK: Final = replace(
    _CLAY_DAWN,
    sky_zenith=(0.13, 0.14, 0.34),
    sky_middle=(0.38, 0.26, 0.44),
    sky_horizon=(0.98, 0.52, 0.42),
    sun_disc=(1.8, 0.8, 0.4),
    sun_height=0.62,
    cloud_lit=(0.84, 0.52, 0.56),
    cloud_shade=(0.27, 0.21, 0.38),
    key=(1.6, 1.05, 0.90),
    ambient_top=(0.24, 0.22, 0.40),
    ambient_bottom=(0.22, 0.15, 0.18),
    fog=(0.34, 0.25, 0.36),
    emission_gain=1.3,
    spill=0.9,
)
_CLAY_NIGHT: Final = replace(
    _CLAY_DUSK,
    sky_zenith=(0.040, 0.060, 0.16),
    sky_middle=(0.075, 0.12, 0.26),
    sky_horizon=(0.20, 0.26, 0.42),
    sun_glow=(0.09, 0.10, 0.12),
    sun_disc=(1.5, 1.45, 1.15),
    sun_height=1.0,
    cloud_lit=(0.30, 0.36, 0.52),
    cloud_shade=(0.10, 0.14, 0.26),
    star_gain=1.0,
    key=(0.85, 0.98, 1.35),
    ambient_top=(0.11, 0.14, 0.26),
    ambient_bottom=(0.11, 0.085, 0.11),
    rim=(0.5, 0.6, 0.8),
    fill=(0.36, 0.29, 0.25),
    fog=(0.10, 0.13, 0.22),
    emission_gain=1.6,
    spill=1.3,
)

LOOK: Final = Look(
    lights={
        "day": _CLAY_DAY,
        "dawn": _CLAY_DAWN,
        "golden": _CLAY_GOLDEN,
        "dusk": _CLAY_DUSK,
        "night": _CLAY_NIGHT,
    },
    local_colour_radius=7.0,
    matter=Matter(roundness=26.0, dents=0.62),
    gels=((1.0, 0.76, 0.5), (0.5, 0.72, 0.8)),
    scatter=Scatter(bloom=0.12, threshold=1.2),
    chain=(
        partial(defocused, strength=2.2, largest=4.5),
        partial(
            develop, exposure=0.72, contrast=0.46, saturation=1.10, shadow_tint=(0.026, 0.010, -0.004), shoulder=0.25
        ),
        partial(kneaded, relief=0.16, prints=0.055),
    ),
    response=Response(lamps=0.9, air=1.0, rim=0.7, sky=0.15, tint=(1.0, 0.94, 0.84)),
)

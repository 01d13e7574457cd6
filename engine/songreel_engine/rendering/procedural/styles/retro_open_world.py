"""Retro Open World: an old console's map at large: coarse textures, few colours, fog at the end of the world."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.pixels import pixelated
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import LOW_SUN
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.matter import Matter

_RETRO_GOLDEN: Final = replace(
    LOW_SUN,
    bounce=0.20,
    specular=0.15,
    reflection=0.30,
    sky_zenith=(0.20, 0.30, 0.38),
    sky_middle=(0.50, 0.42, 0.32),
    sky_horizon=(0.92, 0.60, 0.34),
    sun_glow=(0.46, 0.26, 0.10),
    sun_disc=(3.0, 2.2, 1.2),
    sun_radius=0.055,
    cloud_lit=(1.0, 0.72, 0.46),
    cloud_shade=(0.36, 0.34, 0.34),
    key=(3.0, 1.8, 0.92),
    ambient_top=(0.24, 0.31, 0.36),
    ambient_bottom=(0.20, 0.15, 0.12),
    rim=(0.3, 0.2, 0.1),
    fill=(0.75, 0.60, 0.48),
    fog=(0.58, 0.44, 0.30),
    fog_density=0.006,
    fog_height=0.012,
    far_glow=0.42,
    emission_gain=0.8,
    albedo_saturation=0.95,
    albedo_gain=1.1,
)
_RETRO_DAWN: Final = replace(
    _RETRO_GOLDEN,
    sky_zenith=(0.34, 0.36, 0.46),
    sky_middle=(0.60, 0.52, 0.50),
    sky_horizon=(0.88, 0.68, 0.54),
    cloud_lit=(1.0, 0.80, 0.68),
    cloud_shade=(0.50, 0.46, 0.50),
    key=(1.9, 1.45, 1.10),
    ambient_top=(0.36, 0.36, 0.44),
    fog=(0.64, 0.54, 0.50),
)
_RETRO_DAY: Final = replace(
    _RETRO_GOLDEN,
    sky_zenith=(0.24, 0.42, 0.62),
    sky_middle=(0.46, 0.58, 0.64),
    sky_horizon=(0.74, 0.76, 0.66),
    sun_glow=(0.22, 0.20, 0.12),
    sun_height=1.0,
    cloud_lit=(0.98, 0.98, 0.90),
    cloud_shade=(0.54, 0.58, 0.60),
    key=(2.1, 1.9, 1.4),
    ambient_top=(0.34, 0.38, 0.42),
    ambient_bottom=(0.27, 0.25, 0.20),
    fog=(0.58, 0.62, 0.56),
    emission_gain=0.6,
)
_RETRO_DUSK: Final = replace(
    _RETRO_GOLDEN,
    sky_zenith=(0.12, 0.13, 0.22),
    sky_middle=(0.30, 0.22, 0.27),
    sky_horizon=(0.70, 0.38, 0.25),
    sun_glow=(0.36, 0.16, 0.08),
    sun_height=0.62,
    cloud_lit=(0.62, 0.40, 0.34),
    cloud_shade=(0.20, 0.17, 0.22),
    key=(1.25, 0.82, 0.62),
    ambient_top=(0.19, 0.20, 0.27),
    ambient_bottom=(0.15, 0.12, 0.12),
    fog=(0.28, 0.20, 0.20),
    emission_gain=1.3,
    spill=0.9,
)
_RETRO_NIGHT: Final = replace(
    _RETRO_DUSK,
    sky_zenith=(0.030, 0.045, 0.070),
    sky_middle=(0.055, 0.080, 0.095),
    sky_horizon=(0.15, 0.155, 0.125),
    sun_glow=(0.08, 0.09, 0.08),
    sun_disc=(1.3, 1.35, 1.15),
    sun_height=1.0,
    cloud_lit=(0.17, 0.20, 0.20),
    cloud_shade=(0.050, 0.065, 0.080),
    star_gain=0.5,
    key=(0.52, 0.66, 0.74),
    ambient_top=(0.080, 0.105, 0.13),
    ambient_bottom=(0.070, 0.065, 0.060),
    fill=(0.30, 0.25, 0.20),
    fog=(0.075, 0.088, 0.085),
    emission_gain=1.7,
    spill=1.4,
)

LOOK: Final = Look(
    lights={
        "golden": _RETRO_GOLDEN,
        "day": _RETRO_DAY,
        "dusk": _RETRO_DUSK,
        "dawn": _RETRO_DAWN,
        "night": _RETRO_NIGHT,
    },
    matter=Matter(facet=46.0, facet_tilt=0.0, texel=8.0),
    line_reach=1.4,
    gels=((0.86, 0.78, 0.32), (0.32, 0.66, 0.56)),
    scatter=Scatter(bloom=0.10, threshold=1.3, tint=(1.0, 0.85, 0.6)),
    chain=(
        partial(develop, exposure=0.74, curve="paint", contrast=0.50, saturation=1.25, toe=0.05),
        partial(pixelated, size=4.2, steps=14, dither=0.9),
    ),
    response=Response(lamps=0.8, air=1.0, rim=0.4, sky=0.2, tint=(1.0, 0.90, 0.74)),
)

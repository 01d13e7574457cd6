"""Tilt Shift: the world as a painted model, seen through a leaning lens on a bright day."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.focus import tilted
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import DAY, LOW_SUN, NIGHT
from songreel_engine.rendering.procedural.look import Look

_MODEL_DAY: Final = replace(
    DAY,
    sky_zenith=(0.06, 0.30, 0.70),
    sky_middle=(0.22, 0.56, 0.92),
    sky_horizon=(0.82, 0.96, 1.0),
    cloud_lit=(1.45, 1.42, 1.36),
    key=(3.3, 2.95, 2.3),
    ambient_top=(0.34, 0.44, 0.62),
    ambient_bottom=(0.24, 0.22, 0.19),
    rim=(0.7, 0.66, 0.58),
    fill=(0.72, 0.68, 0.62),
    bounce=0.14,
    fog=(0.50, 0.66, 0.82),
    fog_density=0.0012,
    albedo_saturation=1.65,
    albedo_gain=1.35,
    specular=1.5,
    emission_gain=0.9,
)
_MODEL_GOLDEN: Final = replace(
    LOW_SUN,
    sky_zenith=(0.12, 0.30, 0.60),
    sky_middle=(0.55, 0.58, 0.62),
    sky_horizon=(1.25, 0.90, 0.50),
    cloud_lit=(1.6, 1.2, 0.85),
    cloud_shade=(0.50, 0.42, 0.46),
    key=(4.0, 2.7, 1.35),
    ambient_top=(0.28, 0.34, 0.50),
    ambient_bottom=(0.22, 0.16, 0.12),
    rim=(1.3, 0.9, 0.5),
    fill=(0.62, 0.52, 0.44),
    bounce=0.14,
    fog=(0.46, 0.36, 0.28),
    fog_density=0.0015,
    albedo_saturation=1.6,
    albedo_gain=1.35,
    specular=1.4,
)
_MODEL_DAWN: Final = replace(
    _MODEL_GOLDEN,
    sky_zenith=(0.18, 0.38, 0.68),
    sky_middle=(0.60, 0.68, 0.80),
    sky_horizon=(1.1, 0.90, 0.74),
    key=(3.0, 2.4, 1.75),
    fog=(0.50, 0.48, 0.50),
)
_MODEL_DUSK: Final = replace(
    _MODEL_GOLDEN,
    sky_zenith=(0.07, 0.14, 0.42),
    sky_middle=(0.30, 0.32, 0.58),
    sky_horizon=(1.05, 0.62, 0.44),
    sun_glow=(0.6, 0.28, 0.16),
    sun_height=0.62,
    cloud_lit=(0.95, 0.62, 0.56),
    cloud_shade=(0.22, 0.20, 0.36),
    key=(1.8, 1.35, 1.05),
    ambient_top=(0.26, 0.32, 0.56),
    ambient_bottom=(0.18, 0.15, 0.17),
    fog=(0.28, 0.26, 0.36),
    emission_gain=1.5,
    spill=0.9,
)
_MODEL_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.020, 0.040, 0.13),
    sky_middle=(0.06, 0.10, 0.24),
    sky_horizon=(0.22, 0.24, 0.36),
    cloud_lit=(0.28, 0.32, 0.48),
    cloud_shade=(0.05, 0.07, 0.15),
    key=(0.95, 1.1, 1.55),
    ambient_top=(0.13, 0.17, 0.30),
    ambient_bottom=(0.09, 0.085, 0.10),
    rim=(0.6, 0.7, 0.9),
    fill=(0.44, 0.38, 0.34),
    fog=(0.09, 0.12, 0.20),
    fog_density=0.003,
    emission_gain=2.0,
    albedo_saturation=1.6,
    albedo_gain=1.35,
)


LOOK: Final = Look(
    lights={
        "day": _MODEL_DAY,
        "golden": _MODEL_GOLDEN,
        "dawn": _MODEL_DAWN,
        "dusk": _MODEL_DUSK,
        "night": _MODEL_NIGHT,
    },
    local_colour_radius=1.8,
    gels=((0.3, 0.86, 0.95), (1.0, 0.84, 0.26)),
    scatter=Scatter(bloom=0.16, threshold=1.1),
    chain=(
        partial(tilted, strength=13.0, tilt=1.4, largest=14.0, band=2.4, figure_share=0.6),
        partial(develop, exposure=0.74, contrast=0.44, saturation=1.42, highlight_tint=(1.02, 1.0, 0.95), shoulder=0.2),
    ),
    response=Response(lamps=0.9, air=1.4, rim=0.6, sky=0.2, tint=(1.0, 0.95, 0.88), daylight=0.9),
    most_wet=0.25,
)

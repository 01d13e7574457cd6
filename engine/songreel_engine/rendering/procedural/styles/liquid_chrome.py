"""Liquid Chrome: poured mirror metal under a violet studio sky."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.brush import patched
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import NIGHT
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.matter import Matter

_CHROME_DUSK: Final = replace(
    NIGHT,
    sky_zenith=(0.018, 0.016, 0.080),
    sky_middle=(0.20, 0.15, 0.46),
    sky_horizon=(0.92, 0.70, 1.00),
    sun_glow=(0.60, 0.40, 0.62),
    sun_disc=(3.2, 2.9, 3.4),
    sun_radius=0.036,
    cloud_lit=(0.60, 0.52, 0.80),
    cloud_shade=(0.075, 0.060, 0.22),
    star_gain=0.2,
    key=(1.9, 1.8, 2.3),
    ambient_top=(0.13, 0.12, 0.30),
    ambient_bottom=(0.060, 0.045, 0.15),
    rim=(1.5, 1.1, 1.9),
    fill=(0.20, 0.18, 0.28),
    fog=(0.17, 0.12, 0.32),
    fog_density=0.006,
    emission_gain=1.4,
    emission_warm=(1.0, 0.55, 0.95),
    emission_cool=(0.60, 0.72, 1.0),
    emission_tint=0.75,
    reflection=1.2,
    albedo_saturation=0.6,
)
_CHROME_NIGHT: Final = replace(
    _CHROME_DUSK,
    sky_zenith=(0.006, 0.006, 0.034),
    sky_middle=(0.055, 0.045, 0.19),
    sky_horizon=(0.48, 0.36, 0.66),
    sun_glow=(0.30, 0.24, 0.40),
    cloud_lit=(0.34, 0.30, 0.56),
    cloud_shade=(0.028, 0.024, 0.090),
    star_gain=0.6,
    key=(1.5, 1.5, 2.0),
    ambient_bottom=(0.035, 0.028, 0.095),
    fog=(0.060, 0.045, 0.14),
)
_CHROME_DAWN: Final = replace(
    _CHROME_DUSK,
    sky_zenith=(0.060, 0.060, 0.20),
    sky_middle=(0.36, 0.30, 0.62),
    sky_horizon=(1.10, 0.80, 0.95),
    cloud_lit=(0.80, 0.64, 0.84),
    cloud_shade=(0.18, 0.15, 0.36),
    key=(2.3, 2.0, 2.2),
    fog=(0.22, 0.17, 0.32),
)
_CHROME_GOLDEN: Final = replace(
    _CHROME_DUSK,
    sky_middle=(0.34, 0.18, 0.42),
    sky_horizon=(1.20, 0.64, 0.74),
    sun_glow=(0.95, 0.50, 0.48),
    sun_disc=(4.6, 3.4, 3.2),
    cloud_lit=(0.85, 0.52, 0.66),
    key=(2.5, 1.8, 1.9),
    fog=(0.28, 0.16, 0.30),
)
_CHROME_DAY: Final = replace(
    _CHROME_DUSK,
    sky_zenith=(0.12, 0.13, 0.36),
    sky_middle=(0.34, 0.35, 0.66),
    sky_horizon=(1.05, 1.00, 1.20),
    sun_glow=(0.50, 0.48, 0.56),
    sun_disc=(5.0, 4.9, 5.2),
    cloud_lit=(0.95, 0.92, 1.10),
    cloud_shade=(0.34, 0.33, 0.56),
    star_gain=0.0,
    key=(2.8, 2.7, 3.0),
    ambient_top=(0.20, 0.20, 0.36),
    ambient_bottom=(0.11, 0.10, 0.21),
    fog=(0.30, 0.29, 0.46),
    emission_gain=0.9,
)

LOOK: Final = Look(
    lights={
        "dusk": _CHROME_DUSK,
        "night": _CHROME_NIGHT,
        "dawn": _CHROME_DAWN,
        "golden": _CHROME_GOLDEN,
        "day": _CHROME_DAY,
    },
    local_colour_radius=6.0,
    matter=Matter(roundness=44.0, metal=0.92, flow=0.24),
    scatter=Scatter(bloom=0.40, threshold=0.9, tint=(1.0, 0.85, 1.0)),
    chain=(
        partial(patched, radius=3.4, figure_share=0.0),
        partial(develop, exposure=0.72, contrast=0.66, saturation=0.70, shadow_tint=(0.008, 0.002, 0.026)),
    ),
    response=Response(lamps=1.4, air=2.6, rim=1.4, sky=0.4, tint=(0.95, 0.85, 1.0)),
    least_wet=0.6,
)

"""Anime Shonen: bold ink, flat cel shadow, towering clouds."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.brush import patched
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.ink import inked
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import CEL_DAY
from songreel_engine.rendering.procedural.look import Look

_SHONEN_GOLDEN: Final = replace(
    CEL_DAY,
    sky_zenith=(0.08, 0.07, 0.36),
    sky_middle=(0.62, 0.22, 0.4),
    sky_horizon=(1.45, 0.72, 0.22),
    sun_glow=(1.0, 0.5, 0.14),
    sun_disc=(6.0, 4.6, 2.4),
    sun_radius=0.06,
    sun_height=0.5,
    cloud_lit=(1.6, 0.88, 0.42),
    cloud_shade=(0.44, 0.16, 0.42),
    key=(3.0, 1.6, 0.75),
    ambient_top=(0.3, 0.24, 0.66),
    ambient_bottom=(0.34, 0.13, 0.36),
    rim=(3.0, 1.9, 0.7),
    fill=(0.55, 0.36, 0.5),
    fog=(0.8, 0.36, 0.34),
    fog_density=0.007,
)
_SHONEN_NIGHT: Final = replace(
    CEL_DAY,
    sky_zenith=(0.008, 0.02, 0.11),
    sky_middle=(0.025, 0.075, 0.27),
    sky_horizon=(0.14, 0.25, 0.52),
    sun_glow=(0.16, 0.22, 0.36),
    sun_disc=(2.6, 2.6, 2.3),
    sun_radius=0.05,
    cloud_lit=(0.32, 0.42, 0.76),
    cloud_shade=(0.035, 0.065, 0.2),
    star_gain=1.6,
    key=(0.62, 0.82, 1.4),
    ambient_top=(0.085, 0.12, 0.36),
    ambient_bottom=(0.085, 0.06, 0.18),
    rim=(0.9, 1.2, 1.9),
    fill=(0.34, 0.28, 0.36),
    fog=(0.05, 0.085, 0.24),
    emission_gain=1.9,
    spill=1.3,
)
_SHONEN_DUSK: Final = replace(
    _SHONEN_NIGHT,
    sky_zenith=(0.030, 0.035, 0.24),
    sky_middle=(0.28, 0.12, 0.40),
    sky_horizon=(1.15, 0.40, 0.30),
    sun_glow=(0.70, 0.26, 0.16),
    sun_disc=(4.4, 2.2, 1.1),
    sun_height=0.62,
    cloud_lit=(1.05, 0.44, 0.42),
    cloud_shade=(0.17, 0.085, 0.32),
    star_gain=0.6,
    key=(1.4, 0.80, 0.85),
    ambient_top=(0.19, 0.19, 0.52),
    ambient_bottom=(0.19, 0.10, 0.26),
    rim=(2.0, 1.15, 0.85),
    fog=(0.22, 0.13, 0.30),
    emission_gain=1.5,
)
_SHONEN_DAWN: Final = replace(
    _SHONEN_GOLDEN,
    sky_zenith=(0.10, 0.24, 0.66),
    sky_middle=(0.62, 0.46, 0.72),
    sky_horizon=(1.35, 0.86, 0.62),
    sun_glow=(0.75, 0.46, 0.28),
    sun_disc=(6.0, 4.8, 3.2),
    cloud_lit=(1.55, 1.02, 0.86),
    cloud_shade=(0.46, 0.34, 0.70),
    key=(2.5, 1.65, 1.20),
    ambient_top=(0.40, 0.38, 0.86),
    ambient_bottom=(0.44, 0.28, 0.50),
    rim=(2.2, 1.6, 1.1),
    fill=(0.66, 0.48, 0.54),
    fog=(0.78, 0.54, 0.60),
    fog_density=0.005,
)


LOOK: Final = Look(
    lights={
        "day": CEL_DAY,
        "golden": _SHONEN_GOLDEN,
        "dusk": _SHONEN_DUSK,
        "night": _SHONEN_NIGHT,
        "dawn": _SHONEN_DAWN,
    },
    local_colour_radius=3.6,
    line_reach=2.4,
    gels=((0.3, 0.52, 1.0), (1.0, 0.34, 0.3)),
    scatter=Scatter(bloom=0.16, threshold=1.2),
    chain=(
        partial(develop, exposure=0.72, curve="paint", contrast=0.28, saturation=1.42),
        partial(patched, radius=2.0, figure_share=0.0),
        partial(inked, weight=1.7, folds=0.85, far_fade=0.21),
    ),
    response=Response(lamps=0.9, air=1.2, rim=1.0, sky=0.18, tint=(1.0, 0.95, 0.88)),
)

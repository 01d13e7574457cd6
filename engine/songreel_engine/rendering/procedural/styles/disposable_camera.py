"""Disposable Camera: a flash in the face, night behind it, plastic glass before it."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.flash import flash_shadowed
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.lens import fringed, softened
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import DUSK, NIGHT
from songreel_engine.rendering.procedural.look import Look

_FLASHED_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.005, 0.014, 0.012),
    sky_middle=(0.008, 0.022, 0.018),
    sky_horizon=(0.040, 0.058, 0.038),
    sun_glow=(0.05, 0.06, 0.045),
    sun_disc=(0.9, 0.9, 0.8),
    cloud_lit=(0.045, 0.062, 0.052),
    cloud_shade=(0.008, 0.020, 0.016),
    star_gain=0.0,
    key=(0.10, 0.12, 0.11),
    ambient_top=(0.022, 0.040, 0.034),
    ambient_bottom=(0.016, 0.024, 0.018),
    rim=(0.05, 0.06, 0.055),
    fill=(0.0, 0.0, 0.0),
    flash=(1.55, 1.46, 1.32),
    fog=(0.008, 0.020, 0.015),
    fog_density=0.034,
    emission_gain=1.5,
    emission_warm=(1.0, 0.58, 0.22),
    emission_tint=0.4,
    spill=0.9,
    albedo_saturation=1.15,
    specular=0.7,
)
_FLASHED_DUSK: Final = replace(
    DUSK,
    sky_zenith=(0.012, 0.036, 0.044),
    sky_middle=(0.040, 0.080, 0.078),
    sky_horizon=(0.36, 0.24, 0.12),
    sun_glow=(0.30, 0.16, 0.07),
    cloud_lit=(0.26, 0.19, 0.13),
    cloud_shade=(0.024, 0.046, 0.046),
    star_gain=0.0,
    key=(0.34, 0.30, 0.24),
    ambient_top=(0.036, 0.062, 0.058),
    ambient_bottom=(0.026, 0.034, 0.026),
    rim=(0.12, 0.11, 0.09),
    fill=(0.0, 0.0, 0.0),
    flash=(1.9, 1.78, 1.62),
    fog=(0.026, 0.046, 0.038),
    fog_density=0.012,
    emission_gain=1.4,
    albedo_saturation=1.15,
)
_FLASHED_GOLDEN: Final = replace(
    _FLASHED_DUSK,
    sky_zenith=(0.040, 0.090, 0.11),
    sky_middle=(0.15, 0.19, 0.16),
    sky_horizon=(0.80, 0.50, 0.20),
    sun_glow=(0.65, 0.34, 0.11),
    sun_disc=(6.5, 4.6, 2.4),
    sun_height=0.72,
    cloud_lit=(0.60, 0.42, 0.24),
    cloud_shade=(0.07, 0.10, 0.095),
    key=(0.85, 0.58, 0.30),
    ambient_top=(0.055, 0.085, 0.075),
    rim=(0.5, 0.36, 0.2),
    flash=(1.6, 1.5, 1.36),
    fog=(0.085, 0.085, 0.058),
    fog_density=0.006,
)
_FLASHED_DAWN: Final = replace(
    _FLASHED_GOLDEN,
    sky_middle=(0.13, 0.20, 0.19),
    sky_horizon=(0.55, 0.46, 0.30),
    sun_glow=(0.40, 0.28, 0.15),
    key=(0.60, 0.50, 0.36),
    fog=(0.075, 0.10, 0.085),
    fog_density=0.010,
)
_FLASHED_DAY: Final = replace(
    _FLASHED_DAWN,
    sky_zenith=(0.035, 0.12, 0.17),
    sky_middle=(0.13, 0.27, 0.30),
    sky_horizon=(0.50, 0.56, 0.46),
    sun_glow=(0.26, 0.24, 0.16),
    sun_height=1.0,
    cloud_lit=(0.68, 0.68, 0.58),
    cloud_shade=(0.16, 0.22, 0.21),
    key=(0.95, 0.88, 0.66),
    ambient_top=(0.08, 0.12, 0.115),
    ambient_bottom=(0.055, 0.070, 0.052),
    flash=(1.45, 1.36, 1.24),
    fog=(0.15, 0.20, 0.17),
    fog_density=0.004,
)


LOOK: Final = Look(
    lights={
        "night": _FLASHED_NIGHT,
        "dusk": _FLASHED_DUSK,
        "golden": _FLASHED_GOLDEN,
        "dawn": _FLASHED_DAWN,
        "day": _FLASHED_DAY,
    },
    gels=((0.55, 0.95, 0.45), (0.95, 0.35, 0.75)),
    scatter=Scatter(bloom=0.26, threshold=0.9, tint=(1.0, 0.62, 0.42)),
    chain=(
        flash_shadowed,
        partial(
            develop,
            exposure=1.0,
            contrast=0.62,
            saturation=1.18,
            shadow_tint=(0.004, 0.044, 0.030),
            highlight_tint=(1.02, 0.99, 0.88),
        ),
        partial(softened, radius=0.7, corner_radius=3.2),
        partial(fringed, width=1.6),
    ),
    response=Response(lamps=1.3, air=2.6, rim=0.7, sky=0.3, tint=(1.0, 0.84, 0.70)),
    least_wet=0.3,
)

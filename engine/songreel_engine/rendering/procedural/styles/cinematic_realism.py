"""Cinematic Realism: soft contrast, real darks, one warm colour in a cool frame."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import DAY, DUSK, LOW_SUN, NIGHT
from songreel_engine.rendering.procedural.look import Look

_CINEMATIC_DUSK: Final = replace(
    DUSK,
    sky_zenith=(0.012, 0.034, 0.072),
    sky_middle=(0.058, 0.118, 0.165),
    sky_horizon=(0.25, 0.245, 0.235),
    sun_glow=(0.34, 0.18, 0.085),
    cloud_lit=(0.20, 0.21, 0.225),
    cloud_shade=(0.024, 0.044, 0.062),
    star_gain=0.2,
    key=(0.58, 0.68, 0.78),
    ambient_top=(0.046, 0.096, 0.128),
    ambient_bottom=(0.026, 0.034, 0.038),
    rim=(1.6, 1.05, 0.72),
    fill=(0.30, 0.25, 0.22),
    fog=(0.044, 0.072, 0.088),
    fog_density=0.006,
    emission_warm=(1.0, 0.58, 0.26),
    emission_cool=(0.45, 0.80, 0.88),
    emission_tint=0.45,
)
_CINEMATIC_GOLDEN: Final = replace(
    LOW_SUN,
    sky_zenith=(0.040, 0.088, 0.17),
    sky_middle=(0.22, 0.24, 0.25),
    sky_horizon=(1.05, 0.56, 0.24),
    sun_glow=(0.95, 0.40, 0.12),
    cloud_lit=(1.15, 0.66, 0.38),
    cloud_shade=(0.12, 0.12, 0.15),
    key=(2.7, 1.5, 0.72),
    ambient_top=(0.095, 0.14, 0.20),
    ambient_bottom=(0.085, 0.062, 0.050),
    fill=(0.26, 0.21, 0.18),
    fog=(0.17, 0.105, 0.070),
    fog_density=0.004,
    emission_tint=0.45,
)
_CINEMATIC_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.004, 0.011, 0.022),
    sky_middle=(0.014, 0.034, 0.052),
    sky_horizon=(0.13, 0.10, 0.075),
    cloud_lit=(0.13, 0.15, 0.17),
    cloud_shade=(0.010, 0.016, 0.026),
    star_gain=0.25,
    key=(0.54, 0.72, 0.92),
    ambient_top=(0.018, 0.038, 0.056),
    ambient_bottom=(0.018, 0.016, 0.016),
    rim=(1.15, 1.28, 1.4),
    fill=(0.46, 0.35, 0.26),
    fog=(0.030, 0.038, 0.044),
    fog_density=0.008,
    emission_warm=(1.0, 0.62, 0.30),
    emission_cool=(0.45, 0.82, 0.92),
    emission_tint=0.45,
)
_CINEMATIC_DAWN: Final = replace(
    _CINEMATIC_GOLDEN,
    sky_zenith=(0.050, 0.10, 0.18),
    sky_middle=(0.24, 0.29, 0.34),
    sky_horizon=(0.85, 0.56, 0.38),
    sun_glow=(0.60, 0.32, 0.18),
    cloud_lit=(0.95, 0.66, 0.52),
    key=(2.2, 1.5, 0.98),
    fog=(0.19, 0.16, 0.15),
)
_CINEMATIC_DAY: Final = replace(
    DAY,
    key=(2.2, 1.98, 1.62),
    ambient_top=(0.17, 0.23, 0.31),
    ambient_bottom=(0.12, 0.11, 0.10),
    sky_zenith=(0.045, 0.12, 0.27),
    sky_middle=(0.17, 0.31, 0.46),
    sky_horizon=(0.66, 0.68, 0.66),
    cloud_lit=(0.98, 0.95, 0.90),
    cloud_shade=(0.26, 0.31, 0.38),
    albedo_saturation=0.86,
    fog=(0.26, 0.31, 0.35),
    fog_density=0.0024,
    sun_glow=(0.26, 0.23, 0.18),
    fill=(0.30, 0.28, 0.26),
)


LOOK: Final = Look(
    lights={
        "dusk": _CINEMATIC_DUSK,
        "golden": _CINEMATIC_GOLDEN,
        "night": _CINEMATIC_NIGHT,
        "dawn": _CINEMATIC_DAWN,
        "day": _CINEMATIC_DAY,
    },
    gels=((0.84, 0.82, 0.76), (0.2, 0.5, 0.62)),
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
    least_wet=0.7,
)

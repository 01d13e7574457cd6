"""Cyberpunk: magenta against cyan on wet concrete."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import NIGHT
from songreel_engine.rendering.procedural.look import Look

_CYBER_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.002, 0.010, 0.018),
    sky_middle=(0.003, 0.026, 0.044),
    sky_horizon=(0.15, 0.018, 0.085),
    sun_glow=(0.14, 0.02, 0.09),
    sun_disc=(1.5, 0.42, 1.25),
    sun_radius=0.038,
    cloud_lit=(0.090, 0.040, 0.085),
    cloud_shade=(0.006, 0.022, 0.036),
    star_gain=0.2,
    key=(0.16, 0.62, 0.95),
    ambient_top=(0.010, 0.044, 0.070),
    ambient_bottom=(0.04, 0.008, 0.04),
    rim=(0.25, 1.8, 2.3),
    gel=(1.9, 0.13, 1.2),
    fill=(0.42, 0.30, 0.36),
    fog=(0.008, 0.026, 0.040),
    fog_density=0.015,
    emission_gain=1.25,
    emission_warm=(1.0, 0.12, 0.62),
    emission_cool=(0.08, 0.78, 1.0),
    emission_tint=0.6,
    spill=1.9,
    reflection=1.25,
    albedo_saturation=0.9,
)
_CYBER_DUSK: Final = replace(
    _CYBER_NIGHT,
    sky_zenith=(0.016, 0.012, 0.070),
    sky_middle=(0.055, 0.018, 0.11),
    sky_horizon=(0.50, 0.075, 0.26),
    sun_glow=(0.34, 0.05, 0.18),
    sun_disc=(3.0, 0.9, 1.2),
    sun_radius=0.055,
    sun_height=0.62,
    cloud_lit=(0.28, 0.060, 0.26),
    cloud_shade=(0.050, 0.018, 0.11),
    fog=(0.038, 0.014, 0.060),
)
_CYBER_GOLDEN: Final = replace(
    _CYBER_NIGHT,
    sky_zenith=(0.030, 0.026, 0.13),
    sky_middle=(0.14, 0.042, 0.13),
    sky_horizon=(0.95, 0.28, 0.15),
    sun_glow=(0.60, 0.18, 0.12),
    sun_disc=(4.5, 2.2, 1.2),
    sun_radius=0.055,
    sun_height=0.72,
    cloud_lit=(0.60, 0.16, 0.24),
    cloud_shade=(0.10, 0.030, 0.16),
    key=(1.4, 0.60, 0.42),
    ambient_top=(0.055, 0.060, 0.16),
    fog=(0.065, 0.026, 0.052),
    emission_gain=1.1,
)
_CYBER_DAWN: Final = replace(
    _CYBER_NIGHT,
    sky_zenith=(0.018, 0.034, 0.10),
    sky_middle=(0.050, 0.080, 0.17),
    sky_horizon=(0.36, 0.24, 0.42),
    sun_glow=(0.30, 0.15, 0.27),
    sun_disc=(2.8, 1.4, 2.0),
    sun_radius=0.050,
    sun_height=0.72,
    cloud_lit=(0.24, 0.17, 0.32),
    cloud_shade=(0.034, 0.038, 0.11),
    key=(0.38, 0.72, 1.0),
    ambient_top=(0.036, 0.060, 0.13),
    fog=(0.050, 0.046, 0.095),
)
_CYBER_DAY: Final = replace(
    _CYBER_DAWN,
    sky_zenith=(0.030, 0.085, 0.16),
    sky_middle=(0.10, 0.18, 0.26),
    sky_horizon=(0.42, 0.22, 0.40),
    sun_glow=(0.30, 0.20, 0.28),
    sun_disc=(3.0, 2.3, 2.7),
    sun_height=1.0,
    cloud_lit=(0.27, 0.23, 0.38),
    cloud_shade=(0.060, 0.080, 0.15),
    star_gain=0.0,
    key=(0.62, 1.0, 1.25),
    ambient_top=(0.070, 0.12, 0.19),
    ambient_bottom=(0.070, 0.022, 0.070),
    fog=(0.085, 0.10, 0.16),
    fog_density=0.012,
    emission_gain=1.15,
)


LOOK: Final = Look(
    lights={
        "night": _CYBER_NIGHT,
        "dusk": _CYBER_DUSK,
        "golden": _CYBER_GOLDEN,
        "dawn": _CYBER_DAWN,
        "day": _CYBER_DAY,
    },
    scatter=Scatter(bloom=0.55, threshold=0.45, tint=(1.0, 0.80, 1.0)),
    chain=(
        partial(defocused, strength=2.4, largest=5.5),
        partial(develop, exposure=1.15, contrast=0.60, saturation=1.22, shadow_tint=(0.006, -0.004, 0.022)),
    ),
    response=Response(lamps=1.8, air=4.0, rim=1.4, sky=0.5, tint=(1.0, 0.60, 1.0)),
    least_wet=1.0,
)

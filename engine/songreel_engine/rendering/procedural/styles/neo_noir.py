"""Neo Noir: wet streets, coloured gels, deep shadow."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop, toned
from songreel_engine.rendering.procedural.lights import NIGHT
from songreel_engine.rendering.procedural.look import Look

_NOIR_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.004, 0.004, 0.008),
    sky_middle=(0.006, 0.008, 0.014),
    sky_horizon=(0.05, 0.008, 0.014),
    sun_glow=(0.1, 0.012, 0.02),
    sun_disc=(1.1, 0.16, 0.13),
    sun_radius=0.032,
    cloud_lit=(0.03, 0.016, 0.026),
    cloud_shade=(0.006, 0.008, 0.014),
    star_gain=0.15,
    key=(0.12, 0.92, 1.1),
    ambient_top=(0.005, 0.024, 0.032),
    ambient_bottom=(0.022, 0.004, 0.007),
    rim=(0.15, 1.9, 2.0),
    gel=(2.2, 0.08, 0.12),
    fill=(0.34, 0.20, 0.19),
    fog=(0.012, 0.006, 0.01),
    fog_density=0.018,
    fog_height=0.06,
    emission_gain=1.15,
    emission_warm=(1.0, 0.1, 0.12),
    emission_cool=(0.1, 0.8, 0.85),
    emission_tint=0.85,
    spill=1.7,
    reflection=1.3,
    albedo_saturation=0.8,
)
_NOIR_DUSK: Final = replace(
    _NOIR_NIGHT,
    sky_zenith=(0.006, 0.012, 0.022),
    sky_middle=(0.022, 0.010, 0.018),
    sky_horizon=(0.28, 0.030, 0.026),
    sun_glow=(0.24, 0.022, 0.020),
    sun_disc=(2.4, 0.50, 0.30),
    sun_height=0.62,
    cloud_lit=(0.12, 0.020, 0.026),
    fog=(0.018, 0.006, 0.009),
)
_NOIR_DAWN: Final = replace(
    _NOIR_NIGHT,
    sky_zenith=(0.006, 0.014, 0.022),
    sky_middle=(0.012, 0.050, 0.060),
    sky_horizon=(0.06, 0.22, 0.24),
    sun_glow=(0.07, 0.16, 0.16),
    sun_disc=(1.2, 1.9, 1.8),
    sun_height=0.72,
    cloud_lit=(0.030, 0.095, 0.11),
    fog=(0.007, 0.016, 0.019),
)
_NOIR_GOLDEN: Final = replace(
    _NOIR_NIGHT,
    sky_zenith=(0.010, 0.014, 0.022),
    sky_middle=(0.026, 0.016, 0.022),
    sky_horizon=(0.40, 0.060, 0.026),
    sun_glow=(0.34, 0.050, 0.020),
    sun_disc=(3.6, 1.1, 0.45),
    sun_radius=0.045,
    sun_height=0.62,
    cloud_lit=(0.19, 0.034, 0.026),
    cloud_shade=(0.022, 0.012, 0.018),
    key=(1.5, 0.38, 0.20),
    ambient_top=(0.014, 0.034, 0.042),
    rim=(1.9, 0.55, 0.30),
    gel=(0.10, 1.1, 1.25),
    fog=(0.016, 0.009, 0.012),
)
_NOIR_DAY: Final = replace(
    _NOIR_NIGHT,
    sky_zenith=(0.022, 0.055, 0.066),
    sky_middle=(0.060, 0.12, 0.13),
    sky_horizon=(0.15, 0.23, 0.24),
    sun_glow=(0.12, 0.15, 0.14),
    sun_disc=(1.9, 2.1, 2.0),
    cloud_lit=(0.14, 0.20, 0.21),
    cloud_shade=(0.026, 0.044, 0.050),
    star_gain=0.0,
    key=(0.50, 0.98, 1.0),
    ambient_top=(0.030, 0.070, 0.080),
    ambient_bottom=(0.034, 0.018, 0.020),
    rim=(0.60, 1.7, 1.75),
    fog=(0.034, 0.055, 0.058),
    fog_density=0.012,
    emission_gain=0.9,
    spill=1.2,
)
_NOIR_RAMP: Final = (
    (0.0, 0.004, 0.008),
    (0.05, 0.02, 0.05),
    (0.70, 0.09, 0.14),
    (0.98, 0.66, 0.52),
    (1.0, 0.96, 0.90),
)

LOOK: Final = Look(
    lights={"night": _NOIR_NIGHT, "dusk": _NOIR_DUSK, "dawn": _NOIR_DAWN, "golden": _NOIR_GOLDEN, "day": _NOIR_DAY},
    scatter=Scatter(bloom=0.45, threshold=0.45, tint=(1.0, 0.80, 0.80)),
    chain=(
        partial(defocused, strength=2.4, largest=5.0),
        partial(develop, exposure=1.25, contrast=0.62, saturation=1.05, shadow_tint=(0.0, 0.006, 0.010)),
        partial(toned, ramp=_NOIR_RAMP, amount=0.16),
    ),
    response=Response(lamps=1.7, air=3.6, rim=1.3, sky=0.4, tint=(1.0, 0.50, 0.52)),
    least_wet=1.0,
)

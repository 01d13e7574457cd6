"""Post Apocalyptic: dust in the air, a pale sun, everything the colour of rust and bone."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.silver import bleached
from songreel_engine.rendering.procedural.drawing.smoke import smoked
from songreel_engine.rendering.procedural.drawing.tone import develop, toned
from songreel_engine.rendering.procedural.lights import LOW_SUN
from songreel_engine.rendering.procedural.look import Look

_DUSTY_DAY: Final = replace(
    LOW_SUN,
    sky_zenith=(0.25, 0.185, 0.115),
    sky_middle=(0.56, 0.41, 0.23),
    sky_horizon=(0.86, 0.62, 0.33),
    sun_glow=(0.55, 0.38, 0.18),
    sun_disc=(4.2, 3.5, 2.4),
    sun_radius=0.055,
    sun_height=1.0,
    cloud_lit=(0.86, 0.66, 0.42),
    cloud_shade=(0.24, 0.17, 0.10),
    far_glow=0.5,
    key=(2.5, 1.95, 1.25),
    ambient_top=(0.36, 0.285, 0.19),
    ambient_bottom=(0.095, 0.075, 0.052),
    rim=(1.4, 1.05, 0.66),
    fill=(0.66, 0.54, 0.40),
    fog=(0.46, 0.335, 0.18),
    fog_density=0.0075,
    fog_height=0.025,
    emission_gain=0.25,
    spill=0.2,
    reflection=0.35,
    specular=0.4,
    albedo_saturation=0.7,
    albedo_gain=1.1,
)
_DUSTY_GOLDEN: Final = replace(
    _DUSTY_DAY,
    sky_zenith=(0.20, 0.135, 0.075),
    sky_middle=(0.46, 0.28, 0.13),
    sky_horizon=(1.05, 0.64, 0.27),
    sun_glow=(0.85, 0.48, 0.17),
    sun_disc=(6.0, 4.2, 2.2),
    sun_height=0.72,
    cloud_lit=(0.90, 0.58, 0.29),
    cloud_shade=(0.22, 0.145, 0.085),
    key=(2.8, 1.75, 0.85),
    ambient_top=(0.16, 0.125, 0.09),
    fog=(0.42, 0.265, 0.12),
)
_DUSTY_DAWN: Final = replace(
    _DUSTY_DAY,
    sky_zenith=(0.24, 0.20, 0.13),
    sky_middle=(0.44, 0.36, 0.24),
    sky_horizon=(0.76, 0.62, 0.42),
    sun_height=0.72,
    key=(1.7, 1.4, 1.0),
    fog=(0.40, 0.325, 0.21),
    fog_density=0.013,
)
_DUSTY_DUSK: Final = replace(
    _DUSTY_GOLDEN,
    sky_zenith=(0.085, 0.060, 0.040),
    sky_middle=(0.22, 0.135, 0.075),
    sky_horizon=(0.70, 0.36, 0.14),
    sun_glow=(0.50, 0.22, 0.075),
    sun_disc=(3.4, 1.7, 0.7),
    sun_height=0.62,
    cloud_lit=(0.46, 0.27, 0.13),
    cloud_shade=(0.085, 0.058, 0.038),
    key=(1.5, 0.88, 0.42),
    ambient_top=(0.105, 0.085, 0.062),
    ambient_bottom=(0.055, 0.042, 0.030),
    fog=(0.19, 0.120, 0.060),
)
_DUSTY_NIGHT: Final = replace(
    _DUSTY_DUSK,
    sky_zenith=(0.020, 0.017, 0.013),
    sky_middle=(0.050, 0.040, 0.028),
    sky_horizon=(0.20, 0.135, 0.070),
    sun_glow=(0.16, 0.115, 0.062),
    sun_disc=(1.6, 1.3, 0.9),
    sun_height=1.0,
    cloud_lit=(0.17, 0.135, 0.09),
    cloud_shade=(0.026, 0.021, 0.015),
    key=(0.78, 0.64, 0.44),
    ambient_top=(0.060, 0.051, 0.038),
    ambient_bottom=(0.040, 0.032, 0.022),
    rim=(1.0, 0.78, 0.5),
    fill=(0.36, 0.28, 0.20),
    fog=(0.068, 0.050, 0.030),
    emission_gain=0.9,
    emission_warm=(1.0, 0.50, 0.16),
    emission_cool=(1.0, 0.62, 0.26),
    emission_tint=0.9,
    spill=0.8,
)
_RUST_RAMP: Final = (
    (0.030, 0.022, 0.018),
    (0.215, 0.150, 0.095),
    (0.520, 0.385, 0.245),
    (0.790, 0.635, 0.420),
    (0.960, 0.880, 0.720),
)


LOOK: Final = Look(
    lights={
        "day": _DUSTY_DAY,
        "golden": _DUSTY_GOLDEN,
        "dawn": _DUSTY_DAWN,
        "dusk": _DUSTY_DUSK,
        "night": _DUSTY_NIGHT,
    },
    scatter=Scatter(bloom=0.22, threshold=0.9, tint=(1.0, 0.80, 0.52), shafts=0.22, shaft_tint=(1.0, 0.74, 0.42)),
    chain=(
        partial(smoked, colour=(0.40, 0.25, 0.115), amount=0.55, near_m=3.0, far_m=40.0, size=260.0),
        partial(develop, exposure=0.95, shoulder=0.55, contrast=0.55, saturation=1.08, shadow_tint=(0.0, 0.022, 0.030)),
        partial(bleached, amount=0.40),
        partial(toned, ramp=_RUST_RAMP, amount=0.46, keep_figure=0.7),
    ),
    response=Response(lamps=0.8, air=1.6, rim=1.0, sky=0.35, tint=(1.0, 0.84, 0.58), daylight=0.9),
    most_wet=0.08,
    most_lit=0.10,
)

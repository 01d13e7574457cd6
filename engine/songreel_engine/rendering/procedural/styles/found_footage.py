"""Found Footage: a camcorder's lamp in the dark, on worn tape."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.drawing.video import recorded
from songreel_engine.rendering.procedural.lights import DAY, DUSK, NIGHT
from songreel_engine.rendering.procedural.look import Look

_LAMP: Final = (0.95, 0.91, 0.77)
"""The camera's own lamp."""
_TAPED_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.018, 0.024, 0.022),
    sky_middle=(0.030, 0.040, 0.036),
    sky_horizon=(0.085, 0.10, 0.085),
    sun_glow=(0.10, 0.11, 0.10),
    cloud_lit=(0.09, 0.11, 0.10),
    cloud_shade=(0.022, 0.030, 0.028),
    star_gain=0.0,
    key=(0.34, 0.40, 0.36),
    ambient_top=(0.060, 0.076, 0.068),
    ambient_bottom=(0.040, 0.046, 0.038),
    rim=(0.12, 0.13, 0.12),
    fill=(0.04, 0.04, 0.04),
    flash=_LAMP,
    fog=(0.040, 0.052, 0.046),
    fog_density=0.022,
    emission_gain=2.4,
    spill=1.0,
    albedo_saturation=0.85,
)
_TAPED_DUSK: Final = replace(
    DUSK,
    sky_zenith=(0.060, 0.074, 0.086),
    sky_middle=(0.12, 0.135, 0.135),
    sky_horizon=(0.52, 0.44, 0.34),
    sun_glow=(0.32, 0.22, 0.13),
    cloud_lit=(0.46, 0.40, 0.36),
    cloud_shade=(0.11, 0.12, 0.13),
    star_gain=0.0,
    key=(0.60, 0.54, 0.46),
    ambient_top=(0.12, 0.14, 0.14),
    ambient_bottom=(0.080, 0.082, 0.074),
    rim=(0.25, 0.22, 0.20),
    fill=(0.06, 0.06, 0.06),
    flash=(0.52, 0.50, 0.42),
    fog=(0.085, 0.092, 0.086),
    fog_density=0.012,
    emission_gain=2.0,
    albedo_saturation=0.85,
)
_TAPED_DAY: Final = replace(
    DAY,
    sky_zenith=(0.22, 0.30, 0.38),
    sky_middle=(0.40, 0.47, 0.52),
    sky_horizon=(0.80, 0.80, 0.73),
    sun_glow=(0.5, 0.46, 0.38),
    cloud_lit=(1.2, 1.16, 1.06),
    cloud_shade=(0.34, 0.38, 0.40),
    key=(1.7, 1.58, 1.24),
    ambient_top=(0.16, 0.19, 0.20),
    ambient_bottom=(0.095, 0.095, 0.080),
    rim=(0.4, 0.38, 0.34),
    flash=(0.16, 0.155, 0.13),
    fog=(0.30, 0.33, 0.32),
    fog_density=0.0030,
    albedo_saturation=0.85,
)
_TAPED_GOLDEN: Final = replace(
    _TAPED_DAY,
    sky_zenith=(0.15, 0.18, 0.22),
    sky_middle=(0.36, 0.31, 0.25),
    sky_horizon=(0.95, 0.66, 0.36),
    sun_glow=(0.9, 0.55, 0.22),
    sun_disc=(8.0, 6.5, 4.2),
    sun_height=0.72,
    cloud_lit=(1.0, 0.72, 0.46),
    cloud_shade=(0.20, 0.19, 0.19),
    key=(2.0, 1.45, 0.86),
    ambient_top=(0.12, 0.13, 0.14),
    flash=(0.26, 0.25, 0.21),
    fog=(0.23, 0.18, 0.125),
)
_TAPED_DAWN: Final = replace(
    _TAPED_GOLDEN,
    sky_middle=(0.27, 0.29, 0.30),
    sky_horizon=(0.62, 0.55, 0.45),
    sun_glow=(0.5, 0.38, 0.25),
    key=(1.25, 1.08, 0.84),
    flash=(0.34, 0.33, 0.28),
    fog=(0.20, 0.21, 0.20),
    fog_density=0.006,
)


LOOK: Final = Look(
    lights={
        "night": _TAPED_NIGHT,
        "dusk": _TAPED_DUSK,
        "dawn": _TAPED_DAWN,
        "day": _TAPED_DAY,
        "golden": _TAPED_GOLDEN,
    },
    gels=((0.78, 0.9, 0.7), (0.6, 0.84, 0.8)),
    scatter=Scatter(bloom=0.50, threshold=0.75, tint=(1.0, 1.0, 0.92)),
    local_colour_radius=2.0,
    chain=(
        partial(
            develop,
            exposure=1.40,
            contrast=0.10,
            saturation=0.55,
            shadow_tint=(0.060, 0.088, 0.074),
            highlight_tint=(0.97, 1.0, 0.93),
        ),
        recorded,
    ),
    response=Response(lamps=1.3, air=2.4, rim=0.5, sky=0.3),
    least_wet=0.2,
)

"""Midnight Blue: moonlit blues with small warm windows."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop, toned
from songreel_engine.rendering.procedural.lights import NIGHT
from songreel_engine.rendering.procedural.look import Look

_MIDNIGHT_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.004, 0.013, 0.055),
    sky_middle=(0.014, 0.052, 0.17),
    sky_horizon=(0.06, 0.16, 0.36),
    sun_glow=(0.1, 0.18, 0.34),
    sun_disc=(2.2, 2.4, 2.6),
    cloud_lit=(0.17, 0.31, 0.58),
    cloud_shade=(0.012, 0.03, 0.085),
    star_gain=2.4,
    key=(0.5, 0.82, 1.65),
    ambient_top=(0.03, 0.07, 0.18),
    ambient_bottom=(0.014, 0.028, 0.065),
    rim=(0.85, 1.35, 2.4),
    fill=(0.13, 0.15, 0.22),
    fog=(0.02, 0.06, 0.15),
    fog_density=0.013,
    emission_gain=0.85,
    emission_warm=(1.0, 0.48, 0.12),
    emission_cool=(0.2, 0.42, 0.85),
    emission_tint=0.8,
    albedo_saturation=0.6,
)
_MIDNIGHT_DUSK: Final = replace(
    _MIDNIGHT_NIGHT,
    sky_zenith=(0.010, 0.028, 0.12),
    sky_middle=(0.045, 0.10, 0.30),
    sky_horizon=(0.42, 0.30, 0.40),
    sun_glow=(0.34, 0.18, 0.16),
    sun_disc=(2.6, 1.4, 0.8),
    sun_height=0.62,
    cloud_lit=(0.30, 0.30, 0.52),
    star_gain=1.2,
    ambient_top=(0.045, 0.095, 0.24),
)
_MIDNIGHT_DAWN: Final = replace(
    _MIDNIGHT_NIGHT,
    sky_zenith=(0.014, 0.045, 0.16),
    sky_middle=(0.070, 0.17, 0.40),
    sky_horizon=(0.42, 0.58, 0.80),
    sun_glow=(0.24, 0.28, 0.36),
    sun_disc=(2.4, 2.3, 2.1),
    sun_height=0.72,
    cloud_lit=(0.34, 0.48, 0.76),
    star_gain=0.6,
    ambient_top=(0.055, 0.12, 0.28),
)
_MIDNIGHT_GOLDEN: Final = replace(
    _MIDNIGHT_DUSK,
    sky_zenith=(0.014, 0.042, 0.17),
    sky_middle=(0.080, 0.16, 0.38),
    sky_horizon=(1.15, 0.50, 0.20),
    sun_glow=(0.95, 0.40, 0.10),
    sun_disc=(4.2, 2.5, 1.2),
    cloud_lit=(0.52, 0.42, 0.56),
    star_gain=0.3,
    key=(0.95, 0.86, 1.15),
    ambient_top=(0.055, 0.11, 0.27),
    rim=(1.5, 1.3, 1.6),
    fog=(0.042, 0.075, 0.17),
)
_MIDNIGHT_DAY: Final = replace(
    _MIDNIGHT_DAWN,
    sky_zenith=(0.014, 0.070, 0.27),
    sky_middle=(0.075, 0.23, 0.55),
    sky_horizon=(0.36, 0.64, 0.98),
    sun_glow=(0.26, 0.34, 0.46),
    sun_disc=(3.4, 3.6, 3.8),
    sun_height=1.0,
    cloud_lit=(0.48, 0.68, 1.0),
    cloud_shade=(0.050, 0.11, 0.26),
    star_gain=0.0,
    key=(0.85, 1.20, 1.95),
    ambient_top=(0.075, 0.16, 0.36),
    ambient_bottom=(0.030, 0.058, 0.12),
    fog=(0.060, 0.15, 0.32),
    fog_density=0.010,
)
_MIDNIGHT_RAMP: Final = (
    (0.004, 0.010, 0.040),
    (0.018, 0.075, 0.23),
    (0.10, 0.30, 0.62),
    (0.52, 0.76, 0.97),
    (1.0, 0.99, 0.95),
)

LOOK: Final = Look(
    lights={
        "night": _MIDNIGHT_NIGHT,
        "dusk": _MIDNIGHT_DUSK,
        "dawn": _MIDNIGHT_DAWN,
        "golden": _MIDNIGHT_GOLDEN,
        "day": _MIDNIGHT_DAY,
    },
    gels=((0.22, 0.44, 1.0), (0.12, 0.3, 0.95)),
    scatter=Scatter(bloom=0.32, threshold=0.6, tint=(0.9, 0.88, 1.0)),
    chain=(
        partial(defocused, strength=1.8, largest=4.0),
        partial(develop, exposure=1.4, contrast=0.35, saturation=0.98),
        partial(toned, ramp=_MIDNIGHT_RAMP, amount=0.72, keep_warm=0.9, keep_figure=0.25),
    ),
    response=Response(lamps=1.1, air=2.2, rim=1.2, sky=0.3, tint=(0.66, 0.82, 1.0)),
    least_wet=0.7,
)

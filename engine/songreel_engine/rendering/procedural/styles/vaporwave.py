"""Vaporwave: a barred sun in a pink sky, a grid of light on the ground."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.lens import fringed
from songreel_engine.rendering.procedural.drawing.tone import develop, toned
from songreel_engine.rendering.procedural.lights import NIGHT
from songreel_engine.rendering.procedural.look import Look

_VAPOUR_DUSK: Final = replace(
    NIGHT,
    sky_zenith=(0.012, 0.13, 0.36),
    sky_middle=(0.22, 0.045, 0.44),
    sky_horizon=(0.80, 0.16, 0.50),
    sun_glow=(0.42, 0.08, 0.32),
    sun_disc=(1.9, 1.25, 0.20),
    sun_radius=0.17,
    sun_stripes=1.0,
    cloud_lit=(0.62, 0.20, 0.52),
    cloud_shade=(0.035, 0.10, 0.36),
    star_gain=1.4,
    key=(1.35, 0.50, 1.30),
    ambient_top=(0.14, 0.18, 0.50),
    ambient_bottom=(0.30, 0.055, 0.33),
    rim=(0.35, 1.9, 2.2),
    gel=(0.05, 1.1, 1.25),
    fill=(0.62, 0.36, 0.50),
    bounce=0.14,
    grid=(0.10, 1.5, 1.75),
    fog=(0.30, 0.060, 0.34),
    fog_density=0.010,
    emission_gain=1.3,
    emission_warm=(1.0, 0.22, 0.62),
    emission_cool=(0.20, 0.90, 1.0),
    emission_tint=0.85,
    spill=1.1,
    albedo_saturation=0.75,
    albedo_gain=1.1,
)
_VAPOUR_NIGHT: Final = replace(
    _VAPOUR_DUSK,
    sky_zenith=(0.014, 0.010, 0.085),
    sky_middle=(0.085, 0.024, 0.23),
    sky_horizon=(0.62, 0.10, 0.52),
    sun_glow=(0.34, 0.05, 0.28),
    sun_disc=(1.7, 0.75, 0.30),
    cloud_lit=(0.34, 0.15, 0.48),
    cloud_shade=(0.050, 0.022, 0.16),
    star_gain=2.0,
    key=(0.85, 0.34, 1.10),
    ambient_top=(0.085, 0.11, 0.34),
    ambient_bottom=(0.17, 0.030, 0.21),
    grid=(0.12, 1.7, 2.0),
    fog=(0.20, 0.038, 0.26),
)
_VAPOUR_GOLDEN: Final = replace(
    _VAPOUR_DUSK,
    sky_zenith=(0.10, 0.07, 0.38),
    sky_middle=(0.62, 0.17, 0.58),
    sky_horizon=(1.40, 0.55, 0.55),
    sun_disc=(2.1, 1.5, 0.30),
    cloud_lit=(1.35, 0.68, 0.80),
    key=(1.9, 0.80, 1.05),
    fog=(0.58, 0.19, 0.42),
    star_gain=0.5,
)
_VAPOUR_DAWN: Final = replace(
    _VAPOUR_DUSK,
    sky_zenith=(0.10, 0.20, 0.55),
    sky_middle=(0.46, 0.30, 0.74),
    sky_horizon=(1.20, 0.58, 0.88),
    cloud_lit=(1.20, 0.72, 1.05),
    cloud_shade=(0.32, 0.22, 0.60),
    key=(1.5, 0.75, 1.35),
    ambient_top=(0.22, 0.30, 0.62),
    fog=(0.52, 0.24, 0.58),
    star_gain=0.4,
)
_VAPOUR_DAY: Final = replace(
    _VAPOUR_DAWN,
    sky_zenith=(0.12, 0.50, 0.80),
    sky_middle=(0.42, 0.62, 0.92),
    sky_horizon=(1.25, 0.66, 0.92),
    cloud_lit=(1.45, 1.00, 1.25),
    cloud_shade=(0.50, 0.44, 0.85),
    key=(1.9, 1.15, 1.55),
    ambient_top=(0.30, 0.42, 0.68),
    ambient_bottom=(0.36, 0.14, 0.38),
    star_gain=0.0,
    grid=(0.10, 1.7, 1.9),
)
_SUNSET_RAMP: Final = (
    (0.060, 0.020, 0.170),
    (0.340, 0.085, 0.520),
    (0.900, 0.280, 0.660),
    (1.0, 0.640, 0.680),
    (0.86, 1.0, 0.99),
)


LOOK: Final = Look(
    lights={
        "dusk": _VAPOUR_DUSK,
        "night": _VAPOUR_NIGHT,
        "golden": _VAPOUR_GOLDEN,
        "dawn": _VAPOUR_DAWN,
        "day": _VAPOUR_DAY,
    },
    local_colour_radius=2.4,
    scatter=Scatter(bloom=0.38, threshold=0.8, tint=(1.0, 0.62, 1.0)),
    chain=(
        partial(develop, exposure=0.84, contrast=0.36, saturation=1.15, shadow_tint=(0.035, 0.0, 0.085), shoulder=0.2),
        partial(toned, ramp=_SUNSET_RAMP, amount=0.26, keep_figure=0.5),
        partial(fringed, width=2.6),
    ),
    response=Response(lamps=1.4, air=2.4, rim=1.2, sky=0.3, tint=(1.0, 0.62, 0.96)),
    least_wet=0.5,
    sun_in_view=True,
)

"""Painterly 3D: oil paint laid along every form, teal shade, rose and primrose light."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.oil import Layer, painted
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import LOW_SUN
from songreel_engine.rendering.procedural.look import Look

_OIL_DAWN: Final = replace(
    LOW_SUN,
    wrap=0.15,
    bounce=0.20,
    specular=0.6,
    sky_zenith=(0.075, 0.24, 0.36),
    sky_middle=(0.36, 0.40, 0.46),
    sky_horizon=(1.05, 0.62, 0.34),
    sun_glow=(0.95, 0.46, 0.20),
    sun_disc=(5.0, 3.6, 2.0),
    cloud_lit=(1.30, 0.72, 0.50),
    cloud_shade=(0.19, 0.27, 0.36),
    key=(3.2, 1.80, 0.95),
    ambient_top=(0.20, 0.42, 0.54),
    ambient_bottom=(0.22, 0.15, 0.20),
    rim=(2.2, 1.25, 0.65),
    fill=(0.30, 0.26, 0.28),
    fog=(0.36, 0.36, 0.36),
    fog_density=0.008,
    albedo_saturation=1.20,
    albedo_gain=1.1,
)
_OIL_GOLDEN: Final = replace(
    _OIL_DAWN,
    sky_zenith=(0.070, 0.15, 0.26),
    sky_middle=(0.66, 0.38, 0.27),
    sky_horizon=(1.40, 0.72, 0.22),
    sun_glow=(1.15, 0.52, 0.14),
    cloud_lit=(1.70, 0.90, 0.42),
    cloud_shade=(0.34, 0.25, 0.30),
    key=(3.8, 2.0, 0.80),
    ambient_top=(0.17, 0.26, 0.36),
    fog=(0.46, 0.27, 0.17),
)
_OIL_DUSK: Final = replace(
    _OIL_DAWN,
    sky_zenith=(0.025, 0.075, 0.15),
    sky_middle=(0.17, 0.17, 0.27),
    sky_horizon=(0.92, 0.40, 0.26),
    sun_glow=(0.66, 0.26, 0.13),
    sun_disc=(3.6, 1.8, 0.9),
    sun_height=0.62,
    cloud_lit=(0.80, 0.42, 0.36),
    cloud_shade=(0.085, 0.12, 0.19),
    star_gain=0.4,
    key=(1.5, 0.95, 0.80),
    ambient_top=(0.11, 0.19, 0.28),
    ambient_bottom=(0.11, 0.080, 0.12),
    rim=(1.8, 1.05, 0.75),
    fog=(0.16, 0.14, 0.19),
    emission_gain=1.4,
    spill=1.1,
)
_OIL_NIGHT: Final = replace(
    _OIL_DUSK,
    sky_zenith=(0.008, 0.030, 0.065),
    sky_middle=(0.025, 0.075, 0.12),
    sky_horizon=(0.12, 0.19, 0.23),
    sun_glow=(0.14, 0.19, 0.19),
    sun_disc=(2.2, 2.1, 1.6),
    sun_height=1.0,
    cloud_lit=(0.19, 0.28, 0.34),
    cloud_shade=(0.025, 0.055, 0.085),
    star_gain=1.5,
    key=(0.55, 0.78, 0.95),
    ambient_top=(0.050, 0.10, 0.15),
    ambient_bottom=(0.055, 0.045, 0.070),
    rim=(1.0, 1.2, 1.3),
    fill=(0.30, 0.23, 0.20),
    fog=(0.040, 0.075, 0.10),
    emission_gain=1.8,
    spill=1.5,
)
_OIL_DAY: Final = replace(
    _OIL_DAWN,
    sky_zenith=(0.060, 0.27, 0.48),
    sky_middle=(0.30, 0.56, 0.64),
    sky_horizon=(0.98, 0.90, 0.68),
    sun_glow=(0.42, 0.36, 0.20),
    sun_height=1.0,
    cloud_lit=(1.45, 1.30, 1.06),
    cloud_shade=(0.44, 0.50, 0.62),
    key=(2.8, 2.25, 1.50),
    ambient_top=(0.27, 0.42, 0.54),
    ambient_bottom=(0.27, 0.22, 0.24),
    rim=(1.2, 1.0, 0.75),
    fog=(0.52, 0.58, 0.56),
    fog_density=0.005,
)

LOOK: Final = Look(
    lights={"dawn": _OIL_DAWN, "golden": _OIL_GOLDEN, "dusk": _OIL_DUSK, "day": _OIL_DAY, "night": _OIL_NIGHT},
    local_colour_radius=2.4,
    gels=((0.95, 0.55, 0.6), (0.18, 0.52, 0.58)),
    scatter=Scatter(bloom=0.22, threshold=1.1, tint=(1.0, 0.80, 0.56)),
    chain=(
        partial(develop, exposure=0.95, contrast=0.40, saturation=1.32, shadow_tint=(0.0, 0.014, 0.022), shoulder=0.55),
        partial(
            painted,
            layers=(
                Layer(pitch=24.0, length=2.6, detail=0.0),
                Layer(pitch=13.0, length=2.8, detail=0.050),
                Layer(pitch=6.5, length=2.8, detail=0.085),
                Layer(pitch=3.0, length=2.2, detail=0.20),
            ),
        ),
    ),
    response=Response(lamps=0.9, air=1.4, rim=0.9, sky=0.2, tint=(1.0, 0.92, 0.82)),
)

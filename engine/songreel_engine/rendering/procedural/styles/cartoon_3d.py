"""3D Cartoon: round toy light, clean colours."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.drawing.toy import polished
from songreel_engine.rendering.procedural.lights import DAY, LOW_SUN, NIGHT
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.matter import Matter

_CARTOON_DAY: Final = replace(
    DAY,
    wrap=0.28,
    bounce=0.24,
    subsurface=0.5,
    specular=1.4,
    sky_zenith=(0.015, 0.30, 0.52),
    sky_middle=(0.10, 0.62, 0.80),
    sky_horizon=(1.15, 1.02, 0.62),
    cloud_lit=(1.45, 1.36, 1.20),
    cloud_shade=(0.95, 0.80, 0.86),
    key=(3.0, 2.4, 1.45),
    ambient_top=(0.34, 0.60, 0.78),
    ambient_bottom=(0.54, 0.34, 0.30),
    rim=(1.9, 1.6, 1.3),
    fill=(0.46, 0.38, 0.44),
    fog=(0.62, 0.84, 0.80),
    fog_density=0.0028,
    emission_gain=1.0,
    albedo_saturation=1.4,
    albedo_gain=1.2,
)
_CARTOON_GOLDEN: Final = replace(
    LOW_SUN,
    wrap=0.28,
    bounce=0.24,
    subsurface=0.6,
    specular=1.2,
    ambient_top=(0.3, 0.3, 0.66),
    ambient_bottom=(0.36, 0.19, 0.26),
    fill=(0.4, 0.3, 0.36),
    fog=(0.36, 0.19, 0.22),
    albedo_saturation=1.35,
    albedo_gain=1.2,
)
_CARTOON_NIGHT: Final = replace(
    NIGHT,
    wrap=0.28,
    bounce=0.24,
    subsurface=0.4,
    sky_zenith=(0.018, 0.022, 0.09),
    sky_middle=(0.06, 0.065, 0.21),
    sky_horizon=(0.24, 0.16, 0.32),
    cloud_lit=(0.26, 0.26, 0.48),
    cloud_shade=(0.045, 0.05, 0.13),
    key=(0.7, 0.85, 1.4),
    ambient_top=(0.1, 0.12, 0.28),
    ambient_bottom=(0.085, 0.055, 0.09),
    rim=(1.2, 1.2, 1.7),
    fill=(0.34, 0.26, 0.28),
    fog=(0.075, 0.075, 0.18),
    albedo_saturation=1.35,
    albedo_gain=1.25,
)
_CARTOON_DUSK: Final = replace(
    _CARTOON_NIGHT,
    sky_zenith=(0.050, 0.050, 0.24),
    sky_middle=(0.26, 0.17, 0.42),
    sky_horizon=(1.05, 0.46, 0.36),
    sun_glow=(0.60, 0.26, 0.16),
    sun_disc=(3.6, 1.9, 1.0),
    sun_height=0.62,
    cloud_lit=(0.82, 0.42, 0.46),
    cloud_shade=(0.13, 0.10, 0.28),
    key=(1.3, 0.85, 0.90),
    ambient_top=(0.19, 0.20, 0.46),
    ambient_bottom=(0.17, 0.11, 0.17),
    fog=(0.20, 0.15, 0.28),
)
_CARTOON_DAWN: Final = replace(
    _CARTOON_GOLDEN,
    sky_zenith=(0.15, 0.24, 0.56),
    sky_middle=(0.62, 0.50, 0.66),
    sky_horizon=(1.25, 0.80, 0.62),
    sun_glow=(0.85, 0.48, 0.30),
    cloud_lit=(1.5, 1.0, 0.88),
    cloud_shade=(0.50, 0.40, 0.62),
    key=(2.6, 1.8, 1.25),
    ambient_top=(0.38, 0.38, 0.74),
    fog=(0.50, 0.38, 0.42),
)


LOOK: Final = Look(
    lights={
        "day": _CARTOON_DAY,
        "golden": _CARTOON_GOLDEN,
        "dusk": _CARTOON_DUSK,
        "dawn": _CARTOON_DAWN,
        "night": _CARTOON_NIGHT,
    },
    local_colour_radius=9.0,
    matter=Matter(roundness=16.0),
    gels=((1.0, 0.36, 0.6), (0.15, 0.75, 0.92)),
    scatter=Scatter(bloom=0.24, threshold=1.1, tint=(1.0, 0.9, 0.8)),
    chain=(
        partial(defocused, strength=2.6, largest=5.5),
        partial(develop, exposure=0.72, contrast=0.34, saturation=1.45, shadow_tint=(0.0, 0.016, 0.034), shoulder=0.25),
        partial(polished, bevel=0.30, crease=0.4, crease_tint=(0.62, 0.55, 0.66)),
    ),
    response=Response(lamps=1.1, air=1.8, rim=1.1, sky=0.18, tint=(1.0, 0.92, 0.82)),
)

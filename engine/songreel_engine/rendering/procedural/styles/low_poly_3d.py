"""Low Poly 3D: a world folded from flat triangles, clean pastel light, a plain gradient for a sky."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.mesh import meshed
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import DAY
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.matter import Matter

_POLY_DAY: Final = replace(
    DAY,
    bounce=0.20,
    sky_zenith=(0.16, 0.34, 0.72),
    sky_middle=(0.40, 0.56, 0.84),
    sky_horizon=(1.05, 0.74, 0.62),
    sun_glow=(0.50, 0.32, 0.20),
    cloud_lit=(1.15, 1.00, 0.96),
    cloud_shade=(0.74, 0.70, 0.92),
    key=(2.9, 2.2, 1.45),
    ambient_top=(0.40, 0.56, 0.92),
    ambient_bottom=(0.34, 0.20, 0.34),
    rim=(0.9, 0.75, 0.6),
    fill=(0.26, 0.22, 0.26),
    fog=(0.74, 0.64, 0.78),
    fog_density=0.0035,
    specular=0.3,
    reflection=0.7,
    albedo_saturation=1.40,
    albedo_gain=1.05,
)
_POLY_DAWN: Final = replace(
    _POLY_DAY,
    sky_zenith=(0.30, 0.30, 0.64),
    sky_middle=(0.82, 0.58, 0.72),
    sky_horizon=(1.30, 0.86, 0.62),
    sun_glow=(0.70, 0.40, 0.20),
    sun_height=0.72,
    cloud_lit=(1.50, 1.06, 0.92),
    cloud_shade=(0.78, 0.56, 0.76),
    key=(2.7, 1.75, 1.20),
    ambient_top=(0.46, 0.42, 0.80),
    ambient_bottom=(0.46, 0.28, 0.38),
    fog=(0.86, 0.62, 0.66),
)
_POLY_GOLDEN: Final = replace(
    _POLY_DAWN,
    sky_zenith=(0.20, 0.20, 0.56),
    sky_middle=(0.92, 0.46, 0.44),
    sky_horizon=(1.50, 0.86, 0.34),
    sun_glow=(0.90, 0.46, 0.14),
    cloud_lit=(1.60, 0.94, 0.56),
    cloud_shade=(0.74, 0.40, 0.56),
    key=(3.3, 1.75, 0.80),
    ambient_top=(0.36, 0.34, 0.74),
    ambient_bottom=(0.42, 0.20, 0.28),
    rim=(2.2, 1.2, 0.5),
    fog=(0.80, 0.46, 0.38),
)
_POLY_DUSK: Final = replace(
    _POLY_DAWN,
    sky_zenith=(0.075, 0.075, 0.30),
    sky_middle=(0.34, 0.20, 0.50),
    sky_horizon=(1.15, 0.50, 0.50),
    sun_glow=(0.55, 0.22, 0.18),
    sun_height=0.62,
    cloud_lit=(0.95, 0.50, 0.62),
    cloud_shade=(0.26, 0.18, 0.42),
    star_gain=0.4,
    key=(1.5, 0.95, 1.05),
    ambient_top=(0.26, 0.26, 0.60),
    ambient_bottom=(0.26, 0.15, 0.28),
    rim=(1.3, 0.8, 0.8),
    fog=(0.32, 0.22, 0.42),
    emission_gain=1.4,
    spill=1.0,
)
_POLY_NIGHT: Final = replace(
    _POLY_DUSK,
    sky_zenith=(0.022, 0.038, 0.15),
    sky_middle=(0.060, 0.10, 0.30),
    sky_horizon=(0.22, 0.26, 0.54),
    sun_glow=(0.20, 0.22, 0.36),
    sun_disc=(2.4, 2.3, 2.1),
    sun_height=1.0,
    cloud_lit=(0.30, 0.36, 0.66),
    cloud_shade=(0.075, 0.10, 0.26),
    star_gain=1.0,
    key=(0.75, 0.95, 1.55),
    ambient_top=(0.11, 0.15, 0.36),
    ambient_bottom=(0.10, 0.085, 0.18),
    rim=(0.9, 1.1, 1.6),
    fill=(0.32, 0.28, 0.34),
    fog=(0.10, 0.13, 0.28),
    emission_gain=1.8,
    spill=1.3,
)

LOOK: Final = Look(
    lights={
        "day": _POLY_DAY,
        "dawn": _POLY_DAWN,
        "golden": _POLY_GOLDEN,
        "dusk": _POLY_DUSK,
        "night": _POLY_NIGHT,
    },
    local_colour_radius=3.6,
    matter=Matter(facet=52.0, facet_tilt=0.34),
    gels=((1.0, 0.58, 0.42), (0.34, 0.86, 0.7)),
    scatter=Scatter(bloom=0.12, threshold=1.3),
    chain=(
        partial(develop, exposure=0.98, curve="paint", contrast=0.30, saturation=1.5),
        partial(meshed, side=44.0, figure_side=19.0, shades=0.07),
    ),
    response=Response(lamps=0.9, air=1.3, rim=0.8, sky=0.2, tint=(1.0, 0.94, 0.92)),
)

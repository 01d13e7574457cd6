"""Film Noir: hard black and white, light through blinds, smoke."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.silver import monochrome
from songreel_engine.rendering.procedural.drawing.smoke import smoked
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import NIGHT
from songreel_engine.rendering.procedural.look import Look

_SLATTED_NIGHT: Final = replace(
    NIGHT,
    sky_zenith=(0.004, 0.004, 0.004),
    sky_middle=(0.016, 0.016, 0.016),
    sky_horizon=(0.11, 0.11, 0.11),
    sun_glow=(0.22, 0.22, 0.22),
    sun_disc=(2.4, 2.4, 2.4),
    sun_radius=0.042,
    cloud_lit=(0.22, 0.22, 0.22),
    cloud_shade=(0.008, 0.008, 0.008),
    star_gain=0.25,
    key=(2.7, 2.7, 2.7),
    ambient_top=(0.020, 0.020, 0.020),
    ambient_bottom=(0.010, 0.010, 0.010),
    rim=(2.2, 2.2, 2.2),
    fill=(1.0, 1.0, 1.0),
    slats=0.94,
    bounce=0.02,
    fog=(0.055, 0.055, 0.055),
    fog_density=0.014,
    fog_height=0.10,
    emission_gain=1.1,
    spill=0.7,
    specular=1.3,
    albedo_saturation=0.6,
)
_SLATTED_DUSK: Final = replace(
    _SLATTED_NIGHT,
    sky_middle=(0.045, 0.045, 0.045),
    sky_horizon=(0.28, 0.28, 0.28),
    sun_glow=(0.34, 0.34, 0.34),
    sun_height=0.62,
    cloud_lit=(0.42, 0.42, 0.42),
    cloud_shade=(0.016, 0.016, 0.016),
    fog=(0.085, 0.085, 0.085),
)
_SLATTED_DAWN: Final = replace(
    _SLATTED_DUSK,
    sky_zenith=(0.012, 0.012, 0.012),
    sky_horizon=(0.36, 0.36, 0.36),
    sun_height=0.72,
    fog=(0.12, 0.12, 0.12),
    fog_density=0.020,
)
_SLATTED_GOLDEN: Final = replace(
    _SLATTED_DAWN,
    key=(3.2, 3.2, 3.2),
    sky_horizon=(0.46, 0.46, 0.46),
    sun_glow=(0.55, 0.55, 0.55),
    sun_disc=(5.0, 5.0, 5.0),
    cloud_lit=(0.62, 0.62, 0.62),
    fog_density=0.012,
)
_SLATTED_DAY: Final = replace(
    _SLATTED_GOLDEN,
    sun_glow=(0.30, 0.30, 0.30),
    sun_height=1.0,
    sky_zenith=(0.020, 0.020, 0.020),
    sky_middle=(0.060, 0.060, 0.060),
    sky_horizon=(0.30, 0.30, 0.30),
    cloud_lit=(0.60, 0.60, 0.60),
    cloud_shade=(0.040, 0.040, 0.040),
    ambient_top=(0.034, 0.034, 0.034),
    fog_density=0.007,
)


LOOK: Final = Look(
    lights={
        "night": _SLATTED_NIGHT,
        "dusk": _SLATTED_DUSK,
        "dawn": _SLATTED_DAWN,
        "golden": _SLATTED_GOLDEN,
        "day": _SLATTED_DAY,
    },
    scatter=Scatter(bloom=0.40, threshold=0.7, shafts=0.30, shaft_tint=(1.0, 1.0, 1.0)),
    chain=(
        partial(smoked, colour=(0.085, 0.085, 0.085), amount=0.55, near_m=2.5, far_m=22.0, lamp_gain=2.2),
        partial(develop, exposure=1.45, contrast=0.35, shoulder=0.30),
        partial(monochrome, black=0.13, white=0.90),
    ),
    response=Response(lamps=1.5, air=3.0, rim=1.4, sky=0.4),
    least_wet=0.75,
)

"""Dynamic Anime: a sky on fire, black ink, two flat tones, lines that race toward the subject."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.action import hatched, rushed, spotted
from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.brush import patched
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.ink import inked
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import CEL_DAY
from songreel_engine.rendering.procedural.look import Look

_INK: Final = (0.045, 0.015, 0.055)
_FLAME: Final = (1.0, 0.93, 0.66)

_DYNAMIC_GOLDEN: Final = replace(
    CEL_DAY,
    bounce=0.10,
    sky_zenith=(0.16, 0.010, 0.075),
    sky_middle=(0.95, 0.10, 0.050),
    sky_horizon=(1.70, 0.78, 0.10),
    sun_glow=(1.50, 0.70, 0.12),
    sun_disc=(7.0, 5.6, 3.0),
    sun_radius=0.075,
    sun_height=0.62,
    cloud_lit=(1.80, 0.66, 0.12),
    cloud_shade=(0.27, 0.018, 0.070),
    key=(3.6, 1.75, 0.62),
    ambient_top=(0.26, 0.085, 0.34),
    ambient_bottom=(0.21, 0.035, 0.15),
    rim=(3.4, 1.9, 0.5),
    fill=(0.85, 0.46, 0.42),
    fog=(0.85, 0.22, 0.085),
    fog_density=0.008,
    emission_gain=1.2,
    albedo_saturation=1.25,
)
_DYNAMIC_DUSK: Final = replace(
    _DYNAMIC_GOLDEN,
    sky_zenith=(0.045, 0.006, 0.085),
    sky_middle=(0.44, 0.025, 0.12),
    sky_horizon=(1.45, 0.36, 0.10),
    sun_glow=(1.05, 0.26, 0.10),
    sun_disc=(5.6, 2.4, 1.0),
    cloud_lit=(1.20, 0.22, 0.12),
    cloud_shade=(0.11, 0.010, 0.085),
    star_gain=0.3,
    key=(2.2, 0.85, 0.55),
    ambient_top=(0.17, 0.075, 0.36),
    ambient_bottom=(0.15, 0.030, 0.17),
    rim=(2.8, 1.0, 0.5),
    fog=(0.38, 0.070, 0.10),
    emission_gain=1.6,
    spill=1.0,
)
_DYNAMIC_NIGHT: Final = replace(
    _DYNAMIC_DUSK,
    sky_zenith=(0.008, 0.004, 0.040),
    sky_middle=(0.085, 0.010, 0.12),
    sky_horizon=(0.66, 0.045, 0.10),
    sun_glow=(0.55, 0.06, 0.10),
    sun_disc=(3.6, 0.75, 0.42),
    sun_height=1.0,
    cloud_lit=(0.52, 0.045, 0.15),
    cloud_shade=(0.030, 0.006, 0.060),
    star_gain=1.2,
    key=(1.3, 0.55, 0.85),
    ambient_top=(0.080, 0.055, 0.28),
    ambient_bottom=(0.085, 0.020, 0.13),
    rim=(2.3, 0.7, 0.8),
    fog=(0.15, 0.025, 0.085),
    emission_gain=1.9,
    spill=1.3,
)
_DYNAMIC_DAWN: Final = replace(
    _DYNAMIC_GOLDEN,
    sky_zenith=(0.10, 0.045, 0.30),
    sky_middle=(0.95, 0.20, 0.28),
    sky_horizon=(1.70, 0.92, 0.30),
    sun_glow=(1.20, 0.66, 0.26),
    cloud_lit=(1.75, 0.72, 0.40),
    cloud_shade=(0.38, 0.055, 0.24),
    key=(3.2, 1.75, 0.95),
    ambient_top=(0.30, 0.15, 0.48),
    fog=(0.88, 0.36, 0.26),
)
_DYNAMIC_DAY: Final = replace(
    _DYNAMIC_GOLDEN,
    sky_zenith=(0.52, 0.030, 0.030),
    sky_middle=(1.25, 0.32, 0.040),
    sky_horizon=(1.70, 1.15, 0.34),
    sun_glow=(1.2, 0.9, 0.35),
    sun_disc=(8.0, 7.2, 5.0),
    sun_height=1.0,
    cloud_lit=(1.90, 1.15, 0.42),
    cloud_shade=(0.66, 0.075, 0.050),
    key=(3.4, 2.4, 1.15),
    ambient_top=(0.34, 0.16, 0.36),
    ambient_bottom=(0.27, 0.070, 0.16),
    fog=(1.05, 0.50, 0.17),
)

LOOK: Final = Look(
    lights={
        "golden": _DYNAMIC_GOLDEN,
        "dusk": _DYNAMIC_DUSK,
        "dawn": _DYNAMIC_DAWN,
        "night": _DYNAMIC_NIGHT,
        "day": _DYNAMIC_DAY,
    },
    local_colour_radius=4.4,
    line_reach=3.4,
    gels=((1.0, 0.16, 0.1), (1.0, 0.66, 0.14)),
    scatter=Scatter(bloom=0.16, threshold=1.4, tint=(1.0, 0.72, 0.40)),
    chain=(
        partial(develop, exposure=0.70, curve="paint", contrast=0.46, saturation=1.45),
        partial(patched, radius=2.6, figure_share=0.0),
        partial(spotted, below=0.13, colour=_INK),
        partial(hatched, pitch=6.0, dark=0.25, colour=_INK),
        partial(inked, weight=2.1, folds=0.9, far_fade=0.17, colour=_INK, local=0.08),
        partial(rushed, reach=0.62, colours=(_FLAME, _INK)),
    ),
    response=Response(lamps=0.9, air=1.3, rim=1.2, sky=0.35, tint=(1.0, 0.82, 0.60)),
)

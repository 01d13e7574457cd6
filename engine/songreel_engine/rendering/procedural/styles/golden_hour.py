"""Golden Hour: a low sun behind everything, long shadows, warm haze."""

from dataclasses import replace
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.tone import develop
from songreel_engine.rendering.procedural.lights import DUSK, LOW_SUN
from songreel_engine.rendering.procedural.look import Look

_GOLDEN_DUSK: Final = replace(
    DUSK,
    sky_zenith=(0.045, 0.060, 0.22),
    sky_middle=(0.26, 0.17, 0.30),
    sky_horizon=(1.15, 0.42, 0.16),
    sun_glow=(0.95, 0.34, 0.12),
    key=(1.9, 0.90, 0.50),
    rim=(2.2, 1.05, 0.50),
    fill=(0.30, 0.22, 0.24),
    ambient_top=(0.15, 0.17, 0.34),
    fog=(0.20, 0.11, 0.12),
)
_GOLDEN_DAWN: Final = replace(
    LOW_SUN,
    sky_zenith=(0.12, 0.19, 0.44),
    sky_middle=(0.62, 0.46, 0.56),
    sky_horizon=(1.25, 0.72, 0.52),
    sun_glow=(0.80, 0.38, 0.22),
    cloud_lit=(1.55, 0.86, 0.7),
    key=(3.0, 1.75, 1.05),
    fog=(0.30, 0.20, 0.20),
    fog_density=0.006,
)
_GOLDEN_DAY: Final = replace(
    LOW_SUN,
    sky_zenith=(0.13, 0.25, 0.50),
    sky_middle=(0.56, 0.56, 0.52),
    sky_horizon=(1.20, 0.84, 0.46),
    sun_glow=(0.95, 0.56, 0.22),
    sun_disc=(9.0, 7.4, 4.6),
    sun_height=1.0,
    cloud_lit=(1.70, 1.20, 0.80),
    cloud_shade=(0.46, 0.42, 0.46),
    key=(4.0, 2.6, 1.35),
    ambient_top=(0.27, 0.30, 0.40),
    ambient_bottom=(0.27, 0.19, 0.14),
    fog=(0.36, 0.25, 0.16),
    fog_density=0.0045,
    emission_gain=0.6,
)
_GOLDEN_NIGHT: Final = replace(
    _GOLDEN_DUSK,
    sky_zenith=(0.016, 0.018, 0.060),
    sky_middle=(0.075, 0.050, 0.085),
    sky_horizon=(0.46, 0.16, 0.060),
    sun_glow=(0.36, 0.15, 0.055),
    sun_disc=(3.0, 1.9, 0.9),
    sun_height=1.0,
    cloud_lit=(0.34, 0.17, 0.11),
    cloud_shade=(0.034, 0.028, 0.052),
    star_gain=0.7,
    key=(0.95, 0.60, 0.42),
    ambient_top=(0.062, 0.062, 0.10),
    ambient_bottom=(0.060, 0.040, 0.034),
    rim=(1.6, 0.90, 0.42),
    fog=(0.085, 0.048, 0.036),
    emission_gain=1.9,
    emission_cool=(1.0, 0.78, 0.50),
    emission_tint=0.5,
    spill=1.7,
)


LOOK: Final = Look(
    lights={"golden": LOW_SUN, "dusk": _GOLDEN_DUSK, "dawn": _GOLDEN_DAWN, "day": _GOLDEN_DAY, "night": _GOLDEN_NIGHT},
    scatter=Scatter(bloom=0.26, threshold=1.4, tint=(1.0, 0.70, 0.38), shafts=0.22, shaft_tint=(1.0, 0.50, 0.18)),
    chain=(
        partial(defocused, strength=2.2, largest=4.5),
        partial(
            develop,
            exposure=0.72,
            contrast=0.55,
            saturation=1.12,
            shoulder=0.40,
            toe=0.04,
            dye=0.25,
            shadow_tint=(0.012, 0.004, 0.030),
            highlight_tint=(1.02, 1.0, 0.95),
        ),
    ),
    response=Response(lamps=0.8, air=1.6, rim=1.3, sky=0.20, tint=(1.0, 0.80, 0.55)),
)

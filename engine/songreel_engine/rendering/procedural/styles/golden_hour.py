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


LOOK: Final = Look(
    lights={"golden": LOW_SUN, "dusk": _GOLDEN_DUSK, "dawn": _GOLDEN_DAWN},
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

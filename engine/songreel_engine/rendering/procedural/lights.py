"""Light as values: what a look shines on a world at a time of day. Colours are linear RGB before exposure.

A light knows no world: where sun and key stand is the place's affair; how strong and of what colour is settled here.
Field names are the uniforms of `glsl/light.glsl`. The lights below are where looks start from;
`styles/` says what each makes of them.
"""

from dataclasses import dataclass, replace
from typing import Final

Colour = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Light:
    """One look's light at one time of day."""

    sky_zenith: Colour
    sky_middle: Colour
    sky_horizon: Colour
    sun_glow: Colour
    """Air around sun or moon; also warms mist seen against it."""
    sun_disc: Colour
    sun_radius: float = 0.035
    """Radians."""
    sun_height: float = 1.0
    """How high the painted sun stands against the place's own, 1 as it is. Shadows stay the place's."""
    cloud_lit: Colour
    cloud_shade: Colour
    star_gain: float = 0.0
    far_glow: float = 0.30
    """How far the skyline's silhouettes sink into the mist, 0..0.5."""

    key: Colour
    """Sun or moon."""
    ambient_top: Colour
    ambient_bottom: Colour
    rim: Colour
    """Light from behind that draws the performer's outline."""
    gel: Colour = (0.0, 0.0, 0.0)
    """A coloured lamp on the side away from the key, mainly for the performer."""
    fill: Colour
    """A soft lamp beside the camera that keeps faces and coats readable."""
    wrap: float = 0.0
    """How far the key reaches round a form, 0..1."""
    bounce: float = 0.08
    """Share of the key that finds its way into shade, so that form shows there too."""
    subsurface: float = 0.0
    specular: float = 1.0
    reflection: float = 1.0

    fog: Colour
    fog_density: float = 0.008
    """1/m at the ground."""
    fog_height: float = 0.05
    """1/m: how fast mist thins upward."""

    flash: Colour = (0.0, 0.0, 0.0)
    """A lamp on the camera, measured so that what is in focus is lit right; it falls off with the square of distance."""
    slats: float = 0.0
    """Share of the key and of the lamp beside it that a blind cuts into bars around what is in focus, 0..1."""
    grid: Colour = (0.0, 0.0, 0.0)
    """Light of a grid drawn on level ground, a line every metre."""
    sun_stripes: float = 0.0
    """How much of the disc's lower half is cut into bars, 0..1."""

    emission_gain: float = 1.0
    emission_warm: Colour = (1.0, 0.62, 0.30)
    emission_cool: Colour = (0.35, 0.70, 1.0)
    emission_tint: float = 0.0
    """How far lamps and signs are drawn into the two colours above, 0..1."""
    lamp_filter: Colour = (1.0, 1.0, 1.0)
    """A filter over all lamps and signs and over what they throw on things nearby."""
    spill: float = 0.5
    """Bounce of lamps and signs on what stands near them in the picture."""

    albedo_saturation: float = 1.0
    albedo_gain: float = 1.0
    cel: bool = False
    """Flat tones with hard borders."""


NIGHT: Final = Light(
    sky_zenith=(0.006, 0.012, 0.030),
    sky_middle=(0.020, 0.036, 0.070),
    sky_horizon=(0.10, 0.09, 0.11),
    sun_glow=(0.10, 0.11, 0.16),
    sun_disc=(1.6, 1.55, 1.45),
    sun_radius=0.034,
    cloud_lit=(0.16, 0.18, 0.25),
    cloud_shade=(0.018, 0.024, 0.045),
    star_gain=0.9,
    key=(0.42, 0.54, 0.85),
    ambient_top=(0.045, 0.065, 0.12),
    ambient_bottom=(0.030, 0.026, 0.034),
    rim=(0.70, 0.85, 1.2),
    fill=(0.16, 0.14, 0.14),
    fog=(0.035, 0.045, 0.075),
    fog_density=0.014,
    emission_gain=1.8,
    spill=1.6,
)

LOW_SUN: Final = Light(
    sky_zenith=(0.050, 0.11, 0.34),
    sky_middle=(0.52, 0.31, 0.34),
    sky_horizon=(1.30, 0.54, 0.20),
    sun_glow=(1.30, 0.50, 0.13),
    sun_disc=(9.0, 6.2, 3.0),
    sun_radius=0.038,
    sun_height=0.72,
    cloud_lit=(1.75, 0.92, 0.50),
    cloud_shade=(0.34, 0.24, 0.36),
    key=(4.2, 2.15, 0.85),
    ambient_top=(0.20, 0.24, 0.44),
    ambient_bottom=(0.22, 0.13, 0.10),
    rim=(3.4, 1.75, 0.65),
    fill=(0.26, 0.20, 0.22),
    fog=(0.26, 0.13, 0.10),
    fog_density=0.0055,
    emission_gain=0.9,
    spill=0.55,
)

DAY: Final = Light(
    sky_zenith=(0.05, 0.18, 0.56),
    sky_middle=(0.22, 0.48, 0.90),
    sky_horizon=(0.80, 0.92, 1.0),
    sun_glow=(0.40, 0.36, 0.28),
    sun_disc=(6.0, 5.6, 4.8),
    cloud_lit=(1.30, 1.27, 1.22),
    cloud_shade=(0.46, 0.57, 0.80),
    key=(2.6, 2.35, 1.95),
    ambient_top=(0.38, 0.48, 0.72),
    ambient_bottom=(0.26, 0.24, 0.23),
    rim=(1.0, 0.98, 0.92),
    fill=(0.35, 0.34, 0.36),
    fog=(0.56, 0.70, 0.88),
    fog_density=0.005,
    emission_gain=0.6,
    spill=0.25,
)

DUSK: Final = replace(
    NIGHT,
    sky_zenith=(0.030, 0.065, 0.18),
    sky_middle=(0.14, 0.18, 0.34),
    sky_horizon=(0.80, 0.38, 0.22),
    sun_glow=(0.55, 0.22, 0.10),
    sun_disc=(3.2, 1.5, 0.7),
    sun_height=0.62,
    cloud_lit=(0.62, 0.34, 0.32),
    cloud_shade=(0.07, 0.085, 0.17),
    star_gain=0.5,
    key=(0.90, 0.62, 0.62),
    ambient_top=(0.12, 0.17, 0.32),
    ambient_bottom=(0.085, 0.07, 0.085),
    rim=(1.3, 0.85, 0.75),
    fill=(0.22, 0.20, 0.22),
    fog=(0.13, 0.115, 0.16),
    fog_density=0.009,
    emission_gain=1.5,
    spill=1.2,
)

CEL_DAY: Final = replace(
    DAY,
    cel=True,
    bounce=0.26,
    sky_zenith=(0.015, 0.16, 0.62),
    sky_middle=(0.09, 0.42, 0.95),
    sky_horizon=(0.66, 0.90, 1.0),
    cloud_lit=(1.40, 1.38, 1.34),
    cloud_shade=(0.42, 0.60, 1.0),
    key=(2.1, 1.85, 1.5),
    ambient_top=(0.50, 0.58, 1.04),
    ambient_bottom=(0.52, 0.40, 0.62),
    rim=(1.2, 1.15, 1.05),
    fill=(0.80, 0.66, 0.52),
    fog=(0.50, 0.74, 1.05),
    fog_density=0.0035,
    emission_gain=0.9,
    albedo_saturation=1.3,
    albedo_gain=1.2,
)

WASH_DAY: Final = replace(
    DAY,
    wrap=0.2,
    bounce=0.26,
    sky_zenith=(0.12, 0.34, 0.72),
    sky_middle=(0.42, 0.68, 0.94),
    sky_horizon=(1.0, 0.95, 0.86),
    cloud_lit=(1.45, 1.42, 1.36),
    cloud_shade=(0.66, 0.74, 0.96),
    key=(2.3, 1.95, 1.35),
    ambient_top=(0.42, 0.50, 0.90),
    ambient_bottom=(0.44, 0.34, 0.52),
    fill=(0.40, 0.34, 0.32),
    fog=(0.78, 0.84, 0.96),
    fog_density=0.0035,
    specular=0.3,
    albedo_saturation=1.5,
    albedo_gain=1.3,
)

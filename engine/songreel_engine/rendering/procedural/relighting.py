"""What may be asked of the light in a scene, over the style's own: warmer or colder, brighter or darker, from another side.

Warmth and brightness act on lights, before anything is drawn: a red coat stays red, a dark corner dark. A side moves the
key as if a lamp were carried round the set; it stands near, so houses and walls do not hide it.
"""

import math
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import LightingJob
from songreel_engine.rendering.procedural.camera import Vec3
from songreel_engine.rendering.procedural.lights import Colour, Light
from songreel_engine.rendering.procedural.setups import SetUp

_WARM_AXIS: Final = np.array([0.50, -0.02, -0.80])
"""Natural logarithm of the gain on R, G, B at warmth 1: from daylight to a lamp of about 3000 K. Colder is its inverse."""
_TINTED: Final = 0.55
"""Share of pure warm or cold light at full warmth, so that a saturated lamp can turn too."""
_LUMA: Final = np.array([0.2126, 0.7152, 0.0722])


class _Response(NamedTuple):
    """How one of a light's values follows: its share of warmth, and its stops at brightness 1 and -1."""

    warmth: float
    stops_up: float
    stops_down: float


_KEY: Final = _Response(1.0, 1.8, -2.2)
_LAMP: Final = _Response(0.9, 1.4, -0.7)
_SKY: Final = _Response(0.7, 0.8, -1.6)
_SHADE: Final = _Response(0.6, 0.35, -1.2)
"""Darks rise little, so brighter light is no fog."""

_RESPONSES: Final = {
    "key": _KEY, "rim": _KEY, "sun_glow": _KEY, "sun_disc": _SKY, "cloud_lit": _SKY,
    "sky_zenith": _SKY, "sky_middle": _SKY, "sky_horizon": _SKY, "cloud_shade": _SHADE, "fog": _SHADE,
    "ambient_top": _SHADE, "ambient_bottom": _SHADE, "fill": _LAMP, "gel": _LAMP, "lamp_filter": _LAMP,
    "flash": _LAMP, "grid": _LAMP,
}  # fmt: skip
"""Every colour of a light that shines; what a lamp's colours are drawn into, its filter changes for all of them."""


class _Stand(NamedTuple):
    """Where a key stands as the camera sees it."""

    azimuth_rad: float
    """From straight ahead, growing to the right."""
    height_rad: float
    strength: float
    """Of the place's own key, so that what it meets full on does not burn out."""


_SIDES: Final = {
    "left": _Stand(math.radians(-75), math.radians(32), 1.0),
    "right": _Stand(math.radians(75), math.radians(32), 1.0),
    "front": _Stand(math.radians(130), math.radians(38), 0.8),
    "back": _Stand(math.radians(8), math.radians(22), 1.0),
    "above": _Stand(math.radians(150), math.radians(78), 0.6),
    "below": _Stand(math.radians(125), math.radians(-38), 0.4),
}
NEAR_LAMP_M: Final = 1.5
"""What stands further from a thing than this throws no shadow on it once a side is asked for."""


def relit(light: Light, asked: LightingJob) -> Light:
    """The light as asked; the same where nothing is. Raises RenderError for a side that is not known."""
    if asked.side:
        strength = _stand(asked.side).strength
        light = replace(light, key=_scaled(light.key, strength), rim=_scaled(light.rim, strength))
    if not asked.warmth and not asked.brightness:
        return light
    colours: dict[str, Any] = {name: _changed(getattr(light, name), how, asked) for name, how in _RESPONSES.items()}
    # A stronger key would bounce the more into what should stay dark.
    return replace(light, **colours, bounce=light.bounce * 2.0 ** min(0.0, -_KEY.stops_up * asked.brightness))


def turned(setup: SetUp, side: str) -> SetUp:
    """The set-up with its key on that side of the camera. Raises RenderError for a side that is not known."""
    return replace(setup, key=_toward(setup, _stand(side)))


def _stand(side: str) -> _Stand:
    if side not in _SIDES:
        raise RenderError(f"the side {side!r} is not known; light can come from {', '.join(_SIDES)}")
    return _SIDES[side]


def _changed(colour: Colour, how: _Response, asked: LightingJob) -> Colour:
    """Warmer or colder at the same luminance, then brighter or darker."""
    own = np.array(colour)
    luminance = float(own @ _LUMA)
    if luminance <= 0.0:
        return colour
    warmth = asked.warmth * how.warmth
    cast = np.exp(warmth * _WARM_AXIS)
    share = _TINTED * abs(warmth)
    cast_own = (1.0 - share) * own * cast + share * luminance * cast
    stops = how.stops_up * asked.brightness if asked.brightness > 0 else -how.stops_down * asked.brightness
    red, green, blue = (float(part) for part in cast_own)
    return _scaled((red, green, blue), luminance / float(cast_own @ _LUMA) * 2.0**stops)


def _scaled(colour: Colour, gain: float) -> Colour:
    red, green, blue = colour
    return red * gain, green * gain, blue * gain


def _toward(setup: SetUp, stand: _Stand) -> Vec3:
    ahead = math.atan2(setup.target_m[0] - setup.camera_m[0], setup.target_m[2] - setup.camera_m[2])
    azimuth_rad = ahead + stand.azimuth_rad
    level = math.cos(stand.height_rad)
    return (math.sin(azimuth_rad) * level, math.sin(stand.height_rad), math.cos(azimuth_rad) * level)

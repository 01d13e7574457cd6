"""What weather does to a light: in rain and snow the sky closes, its blue and its sun go, shadows lose their edge.

Lamps and signs are left alone: they are what a wet night is for. The later the hour, the less there is to close: a night sky
has the colours that a style gives it. A style whose sun is drawn as a sign (in bars) keeps its sky.
"""

from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np

from songreel_engine.rendering.procedural.lights import Colour, Light

_LUMA: Final = np.array([0.2126, 0.7152, 0.0722])


class _Cover(NamedTuple):
    """How a closed sky changes a light, as shares."""

    greyed: float
    """How far sky and clouds go towards grey."""
    sky: float
    """Brightness left of the sky."""
    sun: float
    """What is left of the sun's disc and of the air around it."""
    key: float
    """What is left of the key."""


_COVERS: Final = {
    "rain": _Cover(greyed=0.72, sky=0.62, sun=0.12, key=0.60),
    "snow": _Cover(greyed=0.55, sky=0.85, sun=0.25, key=0.75),
    "fog": _Cover(greyed=0.35, sky=0.90, sun=0.55, key=0.85),
}
"""Weather → cover; others leave the sky open."""
_DAYLIGHT: Final = {"day": 1.0, "golden": 0.8, "dawn": 0.8, "dusk": 0.3}
"""Time of day → how much of the cover shows; at night none of it."""
_CLOUDS: Final = 0.75
"""Brightness of lit clouds from below, against the sky's."""
_GREY_TINT: Final = np.array([0.92, 0.98, 1.12])
"""Of a rain cloud: grey with a little of the sky above it."""


def overcast(light: Light, weather: str, time_of_day: str) -> Light:
    """The light under this weather's sky; the light itself where the sky stays open."""
    share = _DAYLIGHT.get(time_of_day, 0.0)
    if weather not in _COVERS or light.sun_stripes > 0.0 or share == 0.0:
        return light
    cover = _shown(_COVERS[weather], share)
    sky: dict[str, Any] = {
        name: _greyed(getattr(light, name), cover.greyed, cover.sky)
        for name in ("sky_zenith", "sky_middle", "sky_horizon", "cloud_shade")
    }
    return replace(
        light,
        **sky,
        cloud_lit=_greyed(light.cloud_lit, cover.greyed, cover.sky * (1.0 - share * (1.0 - _CLOUDS))),
        sun_disc=_scaled(light.sun_disc, cover.sun),
        sun_glow=_greyed(light.sun_glow, cover.greyed, cover.sun),
        key=_greyed(light.key, 0.6 * cover.greyed, cover.key),
        star_gain=light.star_gain * cover.sun,
    )


def _shown(cover: _Cover, share: float) -> _Cover:
    """The cover, `share` of it."""
    return _Cover(share * cover.greyed, *(1.0 - share * (1.0 - left) for left in (cover.sky, cover.sun, cover.key)))


def _greyed(colour: Colour, greyed: float, left: float) -> Colour:
    own = np.array(colour)
    grey = float(own @ _LUMA) * _GREY_TINT
    return _colour(left * (own + greyed * (grey - own)))


def _scaled(colour: Colour, left: float) -> Colour:
    return _colour(left * np.array(colour))


def _colour(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Colour:
    red, green, blue = (float(value) for value in values)
    return red, green, blue

"""How well letters stand out from the picture under them, measured, and the veil that gives them what is missing.

Contrast is WCAG's ratio of relative luminances, 1 (none) to 21 (black on white). Veils are black under light letters and
white under dark ones; their strength is worked in the video's own gamma, where they are laid.

Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and #dfn-relative-luminance; 4.5 is its level AA for text, 3 for
large text.
"""

import colorsys
from dataclasses import dataclass
from typing import Final

import numpy as np

TEXT_CONTRAST: Final = 4.5
LARGE_CONTRAST: Final = 3.0
_MARGIN: Final = 1.06
"""Encoding and the softness of a veil's edge take a little away again."""
_MOST_VEIL: Final = 0.86
"""No picture is hidden completely."""
_WEIGHTS: Final = np.array([0.2126, 0.7152, 0.0722])
_LIVELY_LIGHTNESS: Final = 0.64
_LIVELY_SATURATION: Final = 0.84
_GREY: Final = 0.15
_OTHER_HUE: Final = 0.12
_SEEN_STEP: Final = 80
"""In one of the channels, of 255."""


@dataclass(frozen=True)
class Ground:
    """How bright the picture is under a text, over all the time it stands there: luma, 0 black to 1 white."""

    dark: float
    """One part in twenty is darker."""
    light: float
    """One part in twenty is lighter."""


UNKNOWN_GROUND: Final = Ground(0.0, 1.0)


@dataclass(frozen=True)
class Veil:
    """What is laid under letters, and what contrast they then have against the worst of their ground."""

    strength: float
    """0 nothing to 1 opaque."""
    is_dark: bool
    contrast: float


def rgb_of(colour: str) -> tuple[int, int, int]:
    """Of #rrggbb."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    shares = np.array(rgb_of(colour)) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(linear @ _WEIGHTS)


def contrast_ratio(one: float, other: float) -> float:
    """Of two luminances, 1 to 21."""
    light, dark = max(one, other), min(one, other)
    return (light + 0.05) / (dark + 0.05)


def veil_for(colour: str, ground: Ground, *, contrast: float = TEXT_CONTRAST) -> Veil:
    """The weakest veil with which letters of this colour reach `contrast`, or the strongest that is allowed."""
    letters = luminance(colour)
    is_dark = contrast_ratio(letters, 0.0) >= contrast_ratio(letters, 1.0)
    worst = ground.light if is_dark else ground.dark
    strength = 0.0
    if contrast_ratio(letters, _linear(worst)) < contrast:
        wanted = contrast * _MARGIN
        allowed = _luma((letters + 0.05) / wanted - 0.05 if is_dark else (letters + 0.05) * wanted - 0.05)
        strength = 1 - allowed / worst if is_dark else (allowed - worst) / (1 - worst)
    strength = min(max(strength, 0.0), _MOST_VEIL)
    veiled = worst * (1 - strength) if is_dark else worst + strength * (1 - worst)
    return Veil(strength, is_dark, contrast_ratio(letters, _linear(veiled)))


def lively(colours: tuple[str, ...]) -> tuple[str, str]:
    """The two most colourful of these colours, made light and saturated enough for letters, the first the most so.

    The second is the first again where no other has a hue of its own; both are the lightest where all are grey.
    """
    hues = {colour: colorsys.rgb_to_hls(*(channel / 255 for channel in rgb_of(colour))) for colour in colours}
    chromas = {colour: saturation * (1 - abs(2 * lightness - 1)) for colour, (_, lightness, saturation) in hues.items()}
    coloured = sorted((colour for colour in colours if chromas[colour] >= _GREY), key=lambda colour: -chromas[colour])
    if not coloured:
        lightest = max(colours or ("#ffffff",), key=luminance)
        return lightest, lightest
    first = coloured[0]
    other = next((colour for colour in coloured if _apart(hues[colour][0], hues[first][0]) >= _OTHER_HUE), first)
    return _lightened(hues[first]), _lightened(hues[other])


def told_apart(one: str, other: str) -> bool:
    """Whether two colours side by side are seen as two."""
    return max(abs(a - b) for a, b in zip(rgb_of(one), rgb_of(other), strict=True)) >= _SEEN_STEP


def dimmed(colour: str, share: float) -> str:
    """The colour so far on its way to black."""
    return "#" + "".join(f"{round(channel * (1 - share)):02x}" for channel in rgb_of(colour))


def _apart(one: float, other: float) -> float:
    """Of two hues, round their circle: 0 to 0.5."""
    return min(abs(one - other), 1 - abs(one - other))


def _lightened(hls: tuple[float, float, float]) -> str:
    hue, lightness, saturation = hls
    rgb = colorsys.hls_to_rgb(hue, max(lightness, _LIVELY_LIGHTNESS), max(saturation, _LIVELY_SATURATION))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)


def _linear(luma: float) -> float:
    """Of a grey of this luma; the picture's luma stands for its luminance."""
    return luma / 12.92 if luma <= 0.04045 else ((luma + 0.055) / 1.055) ** 2.4


def _luma(luminance_wanted: float) -> float:
    wanted = min(max(luminance_wanted, 0.0), 1.0)
    return wanted * 12.92 if wanted <= 0.0031308 else 1.055 * wanted ** (1 / 2.4) - 0.055

"""A picture drawn towards a few colours, as a colourist splits tones: each tone to the colour nearest in lightness and hue.

Only colour moves; light and dark stay, so the place reads as before.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, f32
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture

_AMOUNT: Final = 0.68
"""How far a tone goes on its way to the palette."""
_FIGURE_KEEPS: Final = 0.75
"""Share of their own colour that the performer's clothes keep: they run through the film."""
_DARKEST, _LIGHTEST = 22.0, 74.0
"""CIE lightness at which the first and the last colour stand."""
_LIGHTNESS_REACH: Final = 25.0
"""CIE lightness at which a colour's pull has fallen to 1/e."""
_HUE_PULL: Final = 2.5
"""How much more a colour pulls at what has its hue already: natural logarithm, for vivid tones."""
_VIVID: Final = 40.0
"""CIE chroma from which a tone's own hue counts in full."""


def drawn_towards(picture: Picture, guides: Guides, *, palette: tuple[Rgb, ...]) -> Picture:
    """Display colour 0..1 in the colours of `palette`: linear RGB 0..1, dark to light, at least one."""
    lab = f32(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB))
    lightness, own = lab[..., 0], lab[..., 1:]
    share = np.float32(_AMOUNT) * (1.0 - np.float32(_FIGURE_KEEPS) * guides.figure)
    lab[..., 1:] = own + share[..., None] * (_split_tones(lightness, own, _palette_lab(palette)) - own)
    return np.clip(f32(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)), 0.0, 1.0)


@cache
def _palette_lab(palette: tuple[Rgb, ...]) -> Picture:
    """CIE Lab of linear RGB, [colours, 3]."""
    return f32(cv2.cvtColor(np.array([palette], np.float32), cv2.COLOR_LRGB2LAB)[0])


def _split_tones(lightness: Map, own: Picture, colours: Picture) -> Picture:
    """Chromatic part of what each tone goes towards, [h, w, 2]."""
    vividness = np.minimum(np.hypot(own[..., 0], own[..., 1]) / np.float32(_VIVID), 1.0)
    total = np.full(lightness.shape, 1e-6, np.float32)
    towards = np.zeros_like(own)
    for stand, colour in zip(_stands(len(colours)), colours, strict=True):
        distance = (lightness - np.float32(stand)) / np.float32(_LIGHTNESS_REACH)
        pull = np.exp(_HUE_PULL * vividness * _likeness(own, colour[1:]) - distance * distance)
        towards += (pull * _room(lightness, colour[0]))[..., None] * colour[1:]
        total += pull
    return f32(towards / total[..., None])


def _stands(count: int) -> Sequence[float]:
    middle = (_DARKEST + _LIGHTEST) / 2
    return [middle] if count == 1 else np.linspace(_DARKEST, _LIGHTEST, count).tolist()


def _likeness(own: Picture, chroma: Picture) -> Map:
    """Cosine between hues, -1..1; 0 for a grey."""
    length = np.hypot(own[..., 0], own[..., 1]) * np.float32(np.hypot(*chroma))
    return f32((own @ chroma) / np.maximum(length, 1e-3))


def _room(lightness: Map, of_colour: np.float32) -> Map:
    """How much of a colour's chroma a tone darker or lighter than it can show, 0..1."""
    darker = lightness / max(float(of_colour), 1.0)
    lighter = (100.0 - lightness) / max(100.0 - float(of_colour), 1.0)
    return f32(np.sqrt(np.clip(np.minimum(darker, lighter), 0.0, 1.0)))

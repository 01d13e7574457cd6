"""From linear light to display colour: exposure, film curve, saturation and grading."""

from collections.abc import Sequence

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, f32, luma, mixed, strongest, weakest
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture

_DISPLAY_GAMMA = 2.2
_RAMP_STEPS = 256


def _filmic(light: Picture) -> Picture:
    """Narkowicz's fit of the ACES curve, 0..1. Source: https://knarkowicz.wordpress.com/2016/01/06/."""
    return np.clip(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14), 0.0, 1.0)


def _painted(light: Picture) -> Picture:
    """A nearly straight curve with a short shoulder: clean, saturated colour."""
    bounded = np.minimum(light, 4.0)
    return np.clip(1.1 * bounded / (1.0 + 0.25 * bounded), 0.0, 1.0)


_CURVES = {"film": _filmic, "paint": _painted}


def develop(
    picture: Picture,
    guides: Guides,
    *,
    exposure: float = 1.0,
    curve: str = "film",
    contrast: float = 0.0,
    saturation: float = 1.0,
    shadow_tint: Rgb = (0.0, 0.0, 0.0),
    highlight_tint: Rgb = (1.0, 1.0, 1.0),
    shoulder: float = 0.0,
    toe: float = 0.0,
    dye: float = 0.0,
) -> Picture:
    """Display colour 0..1 of linear light with the guides' glow in it.

    `curve`: "film" or "paint". `contrast`: 0 none, 1 a full S-curve. `shadow_tint` is added where it is dark.
    `shoulder`: how early highlights are held back, all channels alike, so that a bright sky or sand keeps its hue.
    `toe`: how far dark tones sink; black and white stay. `dye`: 0..1, how far pure colours darken, as dyes on film do.
    """
    light = (np.maximum(picture, 0.0) + guides.glow) * np.float32(exposure)
    if shoulder:
        light /= 1.0 + np.float32(shoulder) * luma(light)[..., None]
    shown = f32(cv2.pow(_CURVES[curve](light), 1.0 / _DISPLAY_GAMMA))
    if toe:
        shown *= (1.0 + np.float32(toe)) * shown / (shown + np.float32(toe))
    shown = mixed(shown, shown * shown * (3.0 - 2.0 * shown), contrast)
    grey = luma(shown)[..., None]
    shown = grey + (shown - grey) * _saturation_gain(shown, saturation)
    if dye:
        shown *= 1.0 - np.float32(dye) * _chroma(shown) ** 2
    shown *= np.asarray(highlight_tint, np.float32)
    if any(shadow_tint):
        shown += np.asarray(shadow_tint, np.float32) * (1.0 - grey) ** 2
    return np.clip(shown, 0.0, 1.0)


def _chroma(shown: Picture) -> Picture:
    """Strongest channel less the weakest, [h, w, 1]."""
    return (strongest(shown) - weakest(shown))[..., None]


def _saturation_gain(shown: Picture, saturation: float) -> Picture:
    """Gain of colour over grey, less where colour is strong already, so that a red coat keeps its folds; [h, w, 1]."""
    return f32(1.0 + (saturation - 1.0) * np.clip(1.15 - 1.3 * _chroma(shown), 0.0, 1.0))


def toned(
    picture: Picture,
    guides: Guides,
    *,
    ramp: Sequence[Rgb],
    amount: float,
    keep_warm: float = 0.0,
    keep_figure: float = 0.0,
) -> Picture:
    """The picture drawn toward a ramp of colours from black to white.

    `keep_warm`, `keep_figure`: 0..1, how far warm colours and the performer keep their own.
    """
    steps = np.linspace(0.0, 1.0, _RAMP_STEPS)
    stops = np.linspace(0.0, 1.0, len(ramp))
    table = np.stack([np.interp(steps, stops, [colour[i] for colour in ramp]) for i in range(3)], -1).astype(np.float32)
    grey = np.clip(luma(picture) * (_RAMP_STEPS - 1), 0, _RAMP_STEPS - 1).astype(np.uint8)
    share = np.full(grey.shape, amount, np.float32)
    if keep_warm:
        warmth = np.clip((picture[..., 0] - picture[..., 2] * 0.85 - 0.10) * 4.0, 0.0, 1.0)
        share *= 1.0 - np.float32(keep_warm) * warmth
    if keep_figure:
        share *= 1.0 - np.float32(keep_figure) * guides.figure
    return mixed(picture, table[grey], share)

"""The picture at the height of a beat: a beat multiplies light where light is, it never adds any to black."""

from dataclasses import dataclass

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, f32, luma, smooth_step, strongest
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture

_LAMPLIGHT_SHARE = 0.6
"""Gain of what lamps light, against that of the lamps."""


@dataclass(frozen=True, kw_only=True)
class Response:
    """How a look answers a beat, as gains: 1 doubles dark tones, lighter ones rise less, white stays white."""

    lamps: float
    """What shines of itself, and what it lights."""
    air: float
    """The glow around it."""
    rim: float
    """The performer's outline."""
    sky: float
    daylight: float = 0.65
    """What the key reaches, indoors the light that falls through a window."""
    tint: Rgb = (1.0, 1.0, 1.0)
    """Colour of the swelling glow and sky."""
    most_luma: float = 6.0 / 255.0
    """Largest rise of the picture's mean luma."""


def beat_gain(guides: Guides, response: Response) -> Picture:
    """Gain a pixel and channel, 0 or more."""
    tint = np.asarray(response.tint, np.float32)
    burning = smooth_step(0.04, 0.5, strongest(guides.emission))
    burning = f32(cv2.GaussianBlur(burning, (0, 0), 0.9 * guides.unit_px))
    air = guides.glow / (1.0 + guides.glow)
    outline = guides.figure * (1.0 - guides.facing) ** 2
    even = np.float32(response.lamps) * burning + np.float32(response.rim) * outline
    around = np.float32(_LAMPLIGHT_SHARE * response.lamps) * guides.lamplight + np.float32(response.sky) * guides.sky
    around += np.float32(response.daylight) * guides.shadow * ~guides.sky
    swell = np.float32(response.air) * air + around[..., None]
    return f32(even[..., None] + tint * swell)


def struck(picture: Picture, gain: Picture) -> Picture:
    """Display colour with its light raised by `gain`. 0 and 1 stay where they are: nothing greys, nothing clips."""
    return f32(1.0 - cv2.exp(cv2.log(np.maximum(1.0 - picture, 1e-4)) * (1.0 + gain)))


def restraint(picture: Picture, hit: Picture, response: Response) -> float:
    """Share (0..1) of the way from picture to hit that keeps the rise of mean luma within the response's bound."""
    rise = float(luma(hit).mean() - luma(picture).mean())
    return min(1.0, response.most_luma / max(rise, 1e-6))

"""Depth of field."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.drawing.arithmetic import f32, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import UNITS_PER_FRAME_HEIGHT, Guides, Map, Picture

_RADII = (1.3, 2.6, 5.0, 9.0, 15.0)
"""Blur discs tried, in units; between them pictures are mixed."""
_SHARP = 0.14
"""Relative difference of inverse distance that a tilted lens still draws sharp: the band that reads as a model."""
_BAND = 0.16
"""Half the height of that band on the screen, in frame heights."""


def defocused(picture: Picture, guides: Guides, *, strength: float, largest: float) -> Picture:
    """The picture with what lies off the focus distance blurred by discs of up to `largest` units.

    `strength`: radius in units at infinity. Each level is blurred with its own weights, so that a sharp
    performer does not bleed into the distance.
    """
    off_focus = np.abs(1.0 - guides.focus_m / np.maximum(guides.distance, 0.3))
    radius = np.minimum(strength * off_focus, largest) * np.float32(guides.unit_px)
    radius[guides.figure] = 0.0
    return _spread(picture, guides, radius, largest)


def tilted(
    picture: Picture,
    guides: Guides,
    *,
    strength: float,
    tilt: float,
    largest: float,
    band: float = 0.0,
    figure_share: float = 0.25,
) -> Picture:
    """The picture as a lens tilted against the film draws it: sharp on one leaning plane, as a macro shot of a model.

    `strength`: radius in units of the disc for the whole difference between focus and infinity. `tilt`: how far the
    plane leans, as the relative change of its inverse distance over a frame's height; over a plane 1/distance is affine
    on the screen. `band`: how fast the picture goes soft above and below the band where the eye rests, whatever stands
    there, as if each frame's height away were that much out of focus. `figure_share`: how much of the blur the performer takes.
    """
    height = guides.distance.shape[0]
    up = (0.5 * height - np.arange(height, dtype=np.float32) - 0.5) / (guides.unit_px * UNITS_PER_FRAME_HEIGHT)
    in_focus = (1.0 + np.float32(tilt) * up)[:, None]
    off_focus = np.abs(in_focus - guides.focus_m / np.maximum(guides.distance, 0.3))
    off_focus = np.maximum(off_focus - np.float32(_SHARP), 0.0)
    aside = np.abs(np.arange(height, dtype=np.float32) - guides.subject_px[1]) / (
        guides.unit_px * UNITS_PER_FRAME_HEIGHT
    )
    off_focus += np.float32(band) * np.maximum(aside - np.float32(_BAND), 0.0)[:, None]
    radius = f32(np.minimum(strength * off_focus, largest) * np.float32(guides.unit_px))
    radius[guides.figure] *= np.float32(figure_share)
    return _spread(picture, guides, radius, largest)


def _spread(picture: Picture, guides: Guides, radius: Map, largest: float) -> Picture:
    """Each level is blurred with its own weights. `radius` [h, w] in pixels, `largest` in units."""
    out = picture
    for step in _RADII:
        disc_px = step * guides.unit_px
        if disc_px > largest * guides.unit_px * 1.2:
            break
        blur = _weighted_disc(picture, smooth_step(disc_px * 0.35, disc_px * 0.75, radius), disc_px)
        share = smooth_step(disc_px * 0.55, disc_px * 0.95, f32(cv2.GaussianBlur(radius, (0, 0), 1.0)))
        out = out + (blur - out) * share[..., None]
    return out


def _weighted_disc(picture: Picture, weight: Map, radius_px: float) -> Picture:
    weight = np.maximum(weight, 1e-3)
    shrink = max(1, int(radius_px / 2.2))
    height, width = weight.shape
    loaded = np.dstack([picture * weight[..., None], weight])
    small = cv2.resize(loaded, (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.filter2D(small, -1, _disc(radius_px / shrink), borderType=cv2.BORDER_REPLICATE)
    wide = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return f32(wide[..., :3] / wide[..., 3:])


def _disc(radius_px: float) -> NDArray[np.float32]:
    reach = math.ceil(radius_px)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius_px + 0.5 - np.hypot(columns, rows), 0.0, 1.0).astype(np.float32)
    return f32(disc / disc.sum())

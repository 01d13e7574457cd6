"""A toy's finish: soft bevels that catch light, and warm creases, as moulded and polished things have them."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, blurred, f32, luma, mixed, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture

_BEVEL_UNITS: Final = (2.4, 6.0)
"""Widths at which edges are felt."""
_FULL_BEND: Final = 0.10
"""Change of a surface's lean over a bevel that counts as an edge."""
_DARK_SHINE: Final = 0.15
"""Share of the way to white that an edge of black takes."""
_SAME_SURFACE: Final = 0.05
"""Relative step of distance across which there is no bevel."""


def polished(picture: Picture, guides: Guides, *, bevel: float, crease: float, crease_tint: Rgb) -> Picture:
    """The picture with light along outward edges and colour gathered in inward ones.

    `bevel`: share of the way to white that an edge takes. `crease`: share of the way to itself times `crease_tint`.
    """
    bend = _bend(guides)
    lit = smooth_step(0.0, _FULL_BEND, bend) * np.float32(bevel)
    gathered = smooth_step(0.0, -_FULL_BEND, bend) * np.float32(crease)
    shine = picture + (1.0 - picture) * (_DARK_SHINE + (0.65 - _DARK_SHINE) * luma(picture)[..., None])
    polish = mixed(picture, f32(shine), lit)
    return f32(np.clip(mixed(polish, polish * np.asarray(crease_tint, np.float32), gathered), 0.0, 1.0))


def _bend(guides: Guides) -> Map:
    """How far surfaces bend outward (above 0) or inward, the same surface only, [h, w]."""
    steps = np.abs(cv2.Laplacian(1.0 / guides.distance, cv2.CV_32F, ksize=1)) * guides.distance
    broken = ((steps > _SAME_SURFACE) | guides.sky).astype(np.uint8)
    reach = 2 * round(_BEVEL_UNITS[-1] * guides.unit_px) + 1
    near_a_break = f32(cv2.blur(f32(cv2.dilate(broken, np.ones((3, 3), np.uint8))), (reach, reach)))
    whole = np.clip(1.0 - 4.0 * near_a_break, 0.0, 1.0)
    return f32(np.where(guides.figure, _bend_of(guides, guides.figure), whole * _bend_of(guides, ~guides.figure)))


def _bend_of(guides: Guides, part: NDArray[np.bool_]) -> Map:
    """The same on one part of the picture, as if there were no other, [h, w]."""
    share = f32(part)
    total = np.zeros(share.shape, np.float32)
    for units in _BEVEL_UNITS:
        wide_px = units * guides.unit_px
        weight = np.maximum(blurred(share, wide_px), 1e-3)[..., None]
        smooth = blurred(f32(guides.slant * share[..., None]), wide_px) / weight
        across = cv2.Sobel(smooth[..., 0], cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
        down = cv2.Sobel(smooth[..., 1], cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
        total += f32(across + down) * np.float32(wide_px)
    return f32(total / len(_BEVEL_UNITS))

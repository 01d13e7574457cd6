"""How near each part of a still image is, guessed: enough for a camera that moves a little, not a measurement.

The ground comes nearer towards the lower edge, what is sharp is nearer than what is soft, a clear sky at the top is far,
and a person who stands out from the background is nearest, all of a piece. Depth turns where the picture's edges are.

Source: He, Sun and Tang, "Guided Image Filtering", ECCV 2010, for the edges.
"""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.portrait.silhouettes import cut_person

Image = NDArray[np.uint8]
Map = NDArray[np.float32]

_NEAREST_M, _FARTHEST_M = 4.0, 16.0
_WORKED_PX: Final = 256
"""Longer side of the picture that depth is guessed on."""
_GROUND, _FOCUS = 0.60, 0.40
_PERSON_NEAR: Final = 0.92
_SKY_FAR: Final = 0.85
"""How far the sky is taken away from what else would be guessed."""
_EDGE_RADIUS_SHARE: Final = 0.05
_EDGE_CONTRAST: Final = 2e-3


def guess_inverse_depth(rgb: Image, size_px: tuple[int, int]) -> Map:
    """1/m, float32 of `size_px` (width, height), of uint8 [h, w, 3]; between 1/16 and 1/4."""
    scale = _WORKED_PX / max(rgb.shape[:2])
    small = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    near = _GROUND * _ground(small.shape[0], small.shape[1]) + _FOCUS * _focus(small)
    near = near * (1 - _SKY_FAR * _sky(small))
    near = _along_edges(np.asarray(near, np.float32), small)
    person = cut_person(small)
    if person is not None:
        near = near + (_PERSON_NEAR - near) * cv2.GaussianBlur(person, (0, 0), 1.0)
    near = np.clip(cv2.resize(near, size_px, interpolation=cv2.INTER_LINEAR), 0, 1)
    far, close = 1 / _FARTHEST_M, 1 / _NEAREST_M
    return np.asarray(far + (close - far) * near, np.float32)


def _ground(height: int, width: int) -> Map:
    """0 at the top to 1 at the lower edge, slowly at first: most pictures have their horizon above the middle."""
    down = np.linspace(0, 1, height, dtype=np.float32)
    rising = np.clip((down - 0.15) / 0.85, 0, 1) ** 1.3
    return np.asarray(np.repeat(rising[:, None], width, axis=1), np.float32)


def _focus(rgb: Image) -> Map:
    """0..1: how much fine detail is around, against the most there is."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), 8.0)
    return np.asarray(np.clip(detail / max(float(np.percentile(detail, 97)), 1.0), 0, 1), np.float32)


def _sky(rgb: Image) -> Map:
    """0..1: smooth, and joined to the upper edge."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    smooth = (cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), 2.0) < 4.0).astype(np.uint8)
    smooth[round(0.7 * len(smooth)) :] = 0
    _, labels = cv2.connectedComponents(smooth, connectivity=4)
    at_top = np.unique(labels[0])
    joined = np.isin(labels, at_top[at_top > 0]).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(joined, (0, 0), 2.0), np.float32)


def _along_edges(near: Map, rgb: Image) -> Map:
    guide = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    side = 2 * max(1, round(_EDGE_RADIUS_SHARE * max(rgb.shape[:2]))) + 1

    def mean(values: NDArray[np.floating[Any]]) -> Map:
        return np.asarray(cv2.boxFilter(values, cv2.CV_32F, (side, side)), np.float32)

    of_guide, of_near = mean(guide), mean(near)
    slope = (mean(guide * near) - of_guide * of_near) / (mean(guide * guide) - of_guide**2 + _EDGE_CONTRAST)
    followed = mean(slope) * guide + mean(of_near - slope * of_guide)
    return np.asarray(cv2.GaussianBlur(followed, (0, 0), 1.5), np.float32)

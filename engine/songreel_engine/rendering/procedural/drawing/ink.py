"""Outlines from form: where depth breaks, where surfaces fold, where one thing ends and another begins."""

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, blurred, f32, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture
from songreel_engine.rendering.procedural.drawing.noise import value_noise

_PRESSURE_SEED = 71
_CROWD_PX = 2.4
_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)


def line_map(guides: Guides, *, weight: float, folds: float, far_fade: float) -> Map:
    """Strength of line 0..1, [h, w].

    `weight`: width of a near outline in units. `folds`: how much creases count beside outlines. `far_fade`: how fast
    lines thin with distance. Over a plane 1/distance is affine on the screen, so its Laplacian sees silhouettes and
    creases only.
    """
    near = f32(cv2.erode(guides.distance, _CROSS))
    breaks = f32(np.abs(cv2.Laplacian(1.0 / guides.distance, cv2.CV_32F, ksize=1)) * near)
    outline = smooth_step(0.05, 0.16, breaks)
    outline = np.maximum(outline, _steps(guides.material))
    fold = smooth_step(0.25, 0.6, _bend(guides.normal)) * (folds * ~guides.sky)
    pressure = 0.70 + 0.6 * value_noise(near.shape, 46.0 * guides.unit_px, guides.seed + _PRESSURE_SEED, 2)
    shade = 1.15 - 0.3 * guides.shadow
    thinning = np.clip(1.2 - far_fade * np.log(np.maximum(near, 1.0)), 0.18, 1.0)
    strength = np.maximum(outline, 0.6 * fold) * thinning * pressure * shade
    contour = _contour(guides.figure) * pressure * 1.15
    strength *= _opened(outline)
    fine = _stroke(np.maximum(strength, contour), 0.42 * weight * guides.unit_px)
    bold = _stroke(np.maximum(strength * thinning - 0.40, contour), 0.80 * weight * guides.unit_px)
    return np.maximum(fine, bold)


def inked(
    picture: Picture,
    guides: Guides,
    *,
    weight: float = 1.2,
    folds: float = 0.8,
    far_fade: float = 0.20,
    colour: Rgb = (0.06, 0.035, 0.09),
    local: float = 0.25,
    opacity: float = 1.0,
) -> Picture:
    """The picture with its lines drawn. `local`: how much of the colour beneath stays in the ink."""
    lines = line_map(guides, weight=weight, folds=folds, far_fade=far_fade) * np.float32(opacity)
    beneath = blurred(picture, 1.5 * guides.unit_px) * np.float32(local)
    return picture + (np.asarray(colour, np.float32) * (1.0 - local) + beneath - picture) * lines[..., None]


def _opened(outline: Map) -> Map:
    """Less ink where lines crowd: wires and railings stay drawn, not blotted."""
    crowd = f32(cv2.GaussianBlur(outline, (0, 0), _CROWD_PX))
    return 0.22 + 0.78 * smooth_step(0.62, 0.30, crowd)


def _stroke(strength: Map, sigma_px: float) -> Map:
    """One-pixel marks turned into a smooth stroke whose width follows their strength."""
    sigma = max(sigma_px, 0.45)
    spread = f32(cv2.GaussianBlur(strength, (0, 0), sigma))
    peak = 1.0 / (sigma * 2.5066)
    return smooth_step(0.28 * peak, 0.85 * peak, spread)


def _steps(material: Map) -> Map:
    steps = np.zeros_like(material)
    steps[:, 1:] = np.abs(material[:, 1:] - material[:, :-1]) > 0.5
    steps[1:] = np.maximum(steps[1:], np.abs(material[1:] - material[:-1]) > 0.5)
    return steps


def _bend(normal: Picture) -> Map:
    bend = np.zeros(normal.shape[:2], np.float32)
    bend[:, 1:] = 1.0 - (normal[:, 1:] * normal[:, :-1]).sum(-1)
    bend[1:] = np.maximum(bend[1:], 1.0 - (normal[1:] * normal[:-1]).sum(-1))
    return bend


def _contour(figure: NDArray[np.bool_]) -> Map:
    solid = figure.astype(np.uint8)
    return (cv2.dilate(solid, _CROSS) - solid).astype(np.float32)

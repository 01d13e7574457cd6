"""Watercolour: thin pigment on paper, thought of as density, so that layers darken and never go grey.

Light leaving the paper is paper × exp(−density). Everything a brush does is a change of density: pigment gathers at the
borders of a wash, grains in the paper's hollows, runs where it is wet, and is missing in small gaps between washes.
Source for the effects: Bousseau et al., Interactive watercolor rendering, NPAR 2006.
"""

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb, blurred, f32, luma, mixed, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture
from songreel_engine.rendering.procedural.drawing.ink import line_map
from songreel_engine.rendering.procedural.drawing.noise import standard_noise, value_noise

_PAPER: Rgb = (0.985, 0.972, 0.945)
_DARKEST = 0.03
"""Display value that counts as pigment laid on fully."""
_HUE_GAIN = 1.4
_GREY_HUE: Rgb = (1.06, 0.98, 0.78)
"""Greys are mixed from blue and violet: what they take of red, green and blue."""
_LEAST_SHARE = 0.26
_MOST_DENSITY = 1.75
_LAYER_DENSITY = 0.30
"""Density of one layer."""
_WET_SEED, _FLOW_SEED, _GRAIN_SEED, _GAP_SEED, _LINE_SEED, _LAYER_SEED = 11, 12, 13, 14, 15, 16


def washed(
    picture: Picture,
    guides: Guides,
    *,
    thinness: float = 0.74,
    layering: float = 0.6,
    edges: float = 0.9,
    wetness: float = 0.6,
    grain: float = 0.055,
    gaps: float = 0.8,
) -> Picture:
    """The picture laid down in transparent washes on paper.

    `thinness`: share of the density kept, less is lighter. `layering`: how far tones fall into a few layers. `edges`:
    pigment gathered at borders. `wetness`: how far distant washes run into one another. `grain`: granulation. `gaps`:
    how clean the white slivers between washes are.
    """
    shape = picture.shape[:2]
    unit = guides.unit_px
    density = _layered(_pigment(picture, thinness), guides, layering)
    density = _run_together(density, guides, wetness)
    grey = luma(density)
    gathered = np.maximum(grey - cv2.GaussianBlur(grey, (0, 0), 2.2 * unit), 0.0) * 1.6
    gathered += np.maximum(grey - blurred(grey, 9.0 * unit), 0.0) * 0.45
    flow = standard_noise(shape, 110.0 * unit, guides.seed + _FLOW_SEED, 4)
    tooth = paper_tooth(shape, unit, guides.seed)
    strength = 1.0 + edges * gathered / (grey + 0.15) + 0.065 * flow + grain * tooth
    density *= np.clip(strength, 0.2, 2.2)[..., None]
    density *= (1.0 - np.float32(gaps) * _gaps(guides))[..., None]
    light = np.asarray(_PAPER, np.float32) * f32(cv2.exp(-density))
    return f32(np.clip(light * (1.0 + np.float32(0.012) * tooth[..., None]), 0.0, 1.0))


def pencilled(picture: Picture, guides: Guides, *, colour: Rgb = (0.30, 0.20, 0.24), opacity: float = 0.55) -> Picture:
    """Fine broken lines over the washes, lighter with distance, lifted where the paper's tooth is low."""
    shape = picture.shape[:2]
    lines = line_map(guides, weight=0.75, folds=0.5, far_fade=0.24)
    tooth = paper_tooth(shape, guides.unit_px, guides.seed)
    breaks = value_noise(shape, 38.0 * guides.unit_px, guides.seed + _LINE_SEED, 2)
    held = np.clip(0.75 + 0.22 * tooth, 0.0, 1.0) * (0.25 + 0.75 * smooth_step(0.36, 0.58, breaks))
    return mixed(picture, picture * np.asarray(colour, np.float32), f32(lines * held * opacity))


def paper_tooth(shape: tuple[int, int], unit_px: float, seed: int) -> Map:
    """Height of cold-pressed paper, mean 0, deviation 1, [h, w]."""
    fine = standard_noise(shape, 2.1 * unit_px, seed + _GRAIN_SEED, 2)
    coarse = standard_noise(shape, 6.5 * unit_px, seed + _GRAIN_SEED + 1, 2)
    return f32(0.75 * fine + 0.45 * coarse)


def _pigment(picture: Picture, thinness: float) -> Picture:
    """Density of the picture's colours, with more hue and less grey; the purest pigment takes some of every colour."""
    density = f32(-cv2.log(np.clip(picture, _DARKEST, 1.0)) * np.float32(thinness))
    grey = density.mean(-1, keepdims=True)
    density = grey * np.asarray(_GREY_HUE, np.float32) + (density - grey) * _HUE_GAIN
    return f32(np.clip(density, _LEAST_SHARE * grey, _MOST_DENSITY))


def _layered(density: Picture, guides: Guides, layering: float) -> Picture:
    """Tones gathered into layers with wandering borders, as one wash is laid over another; the sky stays one wash."""
    grey = f32(density.mean(-1))
    wander = value_noise(grey.shape, 70.0 * guides.unit_px, guides.seed + _LAYER_SEED, 3) - 0.5
    wander *= 0.45 * ~guides.figure
    level = grey / _LAYER_DENSITY + wander
    whole = np.floor(level)
    stepped = (whole + smooth_step(0.40, 0.60, level - whole) - wander) * _LAYER_DENSITY
    share = np.float32(layering) * np.where(guides.figure, 0.6, 1.0) * ~guides.sky
    return f32(density * (1.0 + share * (np.maximum(stepped, 0.02) / np.maximum(grey, 0.05) - 1.0))[..., None])


def _run_together(density: Picture, guides: Guides, wetness: float) -> Picture:
    """Wet in wet: patches of the sky and of the distance flow into their neighbours."""
    wet = smooth_step(0.46, 0.66, value_noise(guides.distance.shape, 95.0 * guides.unit_px, guides.seed + _WET_SEED, 3))
    distant = 0.25 + 0.75 * smooth_step(8.0, 60.0, guides.distance)
    share = wet * distant * np.float32(wetness) * ~guides.figure
    return mixed(density, blurred(density, 7.0 * guides.unit_px), share)


def _gaps(guides: Guides) -> Map:
    """Slivers the brush left white, along some of the outlines."""
    lines = line_map(guides, weight=1.0, folds=0.25, far_fade=0.22)
    chosen = smooth_step(0.53, 0.62, value_noise(lines.shape, 30.0 * guides.unit_px, guides.seed + _GAP_SEED, 2))
    return lines * chosen

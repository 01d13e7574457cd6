"""Marks of the hands that made it: a kneaded sky, and prints of thumbs."""

from typing import Final

import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import f32, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture
from songreel_engine.rendering.procedural.drawing.noise import value_noise

_KNEAD_SEED, _PRINT_SEED, _WARP_SEED = 81, 83, 85
_KNEAD_UNITS: Final = 30.0
_PRINT_PITCH_UNITS: Final = 58.0
"""Between neighbouring places where a thumb may have been."""
_THUMB_UNITS: Final = 24.0
"""Radius of a print."""
_RIDGE_UNITS: Final = 3.4
_PRINTED_SHARE: Final = 0.5


def kneaded(picture: Picture, guides: Guides, *, relief: float, prints: float) -> Picture:
    """The picture with a pressed sky and thumb prints. `relief`, `prints`: share of light they give or take."""
    height = value_noise(picture.shape[:2], _KNEAD_UNITS * guides.unit_px, guides.seed + _KNEAD_SEED, 2)
    reach = max(1, round(2.0 * guides.unit_px))
    lean = height - np.roll(height, (reach, reach), (0, 1))
    shade = np.float32(relief * _KNEAD_UNITS / 4.0) * lean * guides.sky
    shade += np.float32(prints) * _thumbs(guides, picture.shape[:2])
    return f32(np.clip(picture * (1.0 + shade[..., None]), 0.0, 1.0))


def _thumbs(guides: Guides, shape: tuple[int, int]) -> Map:
    """Ridges of the prints, -1..1: rings, drawn out along the thumb and bent, [h, w]."""
    pitch_px = _PRINT_PITCH_UNITS * guides.unit_px
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    cell_row, cell_column = (rows / pitch_px).astype(np.intp), (columns / pitch_px).astype(np.intp)
    lattice = (int(shape[0] / pitch_px) + 1, int(shape[1] / pitch_px) + 1)
    chance = np.random.default_rng((guides.seed, _PRINT_SEED)).random((4, *lattice), np.float32)
    jitter_down, jitter_across, turn, rank = chance[:, cell_row, cell_column]
    down = rows - (cell_row + 0.35 + 0.3 * jitter_down) * pitch_px
    across = columns - (cell_column + 0.35 + 0.3 * jitter_across) * pitch_px
    cosine, sine = np.cos(np.pi * turn), np.sin(np.pi * turn)
    along, aside = (across * cosine + down * sine) * 0.62, down * cosine - across * sine
    away = np.hypot(along, aside) / np.float32(guides.unit_px)
    bend = 4.0 * value_noise(shape, 16.0 * guides.unit_px, guides.seed + _WARP_SEED)
    ridges = np.sin((away + bend) * np.float32(2.0 * np.pi / _RIDGE_UNITS))
    return f32(ridges * smooth_step(_THUMB_UNITS, 0.6 * _THUMB_UNITS, f32(away)) * (rank < _PRINTED_SHARE))

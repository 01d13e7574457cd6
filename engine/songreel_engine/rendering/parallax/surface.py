"""What moves by itself in the background: water shimmers, clouds drift. Displacements of where a point is sampled.

Both fade out before the canvas's edge, so they never ask for what is not there.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.sheets import Sheet, canvas_axes
from songreel_engine.rendering.parallax.warp import Axis, Field, Points, sampled
from songreel_engine.rendering.plates import Plate

RIPPLE_SHARE: Final = 0.0026
"""Largest ripple, as a share of the frame's short side."""
RIPPLES_PER_E_FOLD: Final = 10.0
"""Ripples between one distance and 2.7 times that: seen in perspective they close up towards the horizon."""
RIPPLE_HZ: Final = (0.55, 0.83)
STEEPEST_RAD: Final = 1.3
"""Phase per depth sample beyond which ripples are left out: finer ones would flicker."""
CLOUD_SHARE_PER_S: Final = 0.0035
"""Drift as a share of the frame's width."""
CLOUD_SOFTNESS: Final = 7.0
"""Blur of the sky's edge, in depth samples: clouds slow down towards a skyline and never tear from it."""


@dataclass(frozen=True, eq=False)
class Surface:
    """Displacements prepared for one plate."""

    axes: tuple[Axis, Axis]
    waves: tuple[tuple[Field, Field], ...]
    """Sine and cosine parts of each travelling wave, amplitude in film pixels."""
    drift: Field | None
    """Share of the cloud drift, 0..1."""
    drift_px_per_s: float
    drift_limit_px: float

    def displaced(self, source: Points, *, t_s: float, middle_s: float) -> Points:
        """`source` with water and clouds where they stand at `t_s`; clouds pass their rest at `middle_s`."""
        x, y = source
        if self.waves:
            wave = self._wave(t_s)
            shift = sampled(wave, source, self.axes)
            x, y = x + shift, y + np.float32(0.35) * shift
        if self.drift is not None:
            moved_px = float(np.clip(self.drift_px_per_s * (t_s - middle_s), -self.drift_limit_px, self.drift_limit_px))
            x = x - sampled(self.drift, source, self.axes) * np.float32(moved_px)
        return Points(x, y)

    def _wave(self, t_s: float) -> Field:
        total = np.zeros_like(self.waves[0][0])
        for (sine, cosine), hz in zip(self.waves, RIPPLE_HZ, strict=True):
            angle = 2 * np.pi * hz * t_s
            total += sine * np.float32(np.cos(angle)) + cosine * np.float32(np.sin(angle))
        return total


def make_surface(plate: Plate, background: Sheet, *, width_px: int, height_px: int, seed: int) -> Surface:
    """What in `plate` moves by itself. `background` is its first sheet."""
    axes = canvas_axes(plate, width_px, height_px)
    direction = 1 if np.random.default_rng([seed, 0xC1]).random() < 0.5 else -1
    margin_px = (plate.canvas_width_px - plate.frame_width_px) / 2 * width_px / plate.frame_width_px
    return Surface(
        axes=axes,
        waves=() if plate.water is None else _waves(plate.water, background.inverse_depth, min(width_px, height_px)),
        drift=None if plate.sky is None else _drift(plate.sky),
        drift_px_per_s=direction * CLOUD_SHARE_PER_S * width_px,
        drift_limit_px=0.5 * margin_px,
    )


def _waves(water: NDArray[np.uint8], inverse_depth: Field, short_px: int) -> tuple[tuple[Field, Field], ...]:
    mask = cv2.GaussianBlur(water.astype(np.float32) / 255, (0, 0), 1.2) * _window(water.shape)
    near = np.maximum(inverse_depth[: water.shape[0], : water.shape[1]], 1e-4)
    nearest = float(np.quantile(near[water > 127], 0.95)) if (water > 127).any() else 1.0
    across = np.linspace(0, 2 * np.pi, water.shape[1], dtype=np.float32)[None, :]
    along = -np.log(near) * (2 * np.pi * RIPPLES_PER_E_FOLD)
    phases = (along + 3.1 * across, 0.63 * along - 4.7 * across)
    size = np.sqrt(np.clip(near / nearest, 0, 1)) * mask * (RIPPLE_SHARE * short_px)
    return tuple(_wave_parts(phase, size * share) for phase, share in zip(phases, (0.6, 0.4), strict=True))


def _wave_parts(phase: Field, size: Field) -> tuple[Field, Field]:
    down, right = np.gradient(phase)
    steep = np.hypot(down, right)
    calm = size * np.clip(2 * (1 - steep / STEEPEST_RAD), 0, 1)
    return np.asarray(calm * np.sin(phase), np.float32), np.asarray(calm * np.cos(phase), np.float32)


def _drift(sky: NDArray[np.uint8]) -> Field:
    inner = cv2.erode(sky.astype(np.float32) / 255, np.ones((5, 5), np.uint8))
    soft = cv2.GaussianBlur(inner, (0, 0), CLOUD_SOFTNESS)
    # The blur reaches out of the sky; squeezed back in, so that roofs and peaks stand still.
    return np.asarray(np.clip(2 * soft - 1, 0, 1) * _window(sky.shape), np.float32)


def _window(shape: tuple[int, ...]) -> Field:
    """1 inside, falling to 0 over the outer 7 % of each side."""
    ramps = [np.clip(np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.07 * n), 0, 1) for n in shape]
    return np.asarray(np.outer(ramps[0], ramps[1]), np.float32)

"""Fog between the camera and the distance: drifting banks, denser the further one looks."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.warp import Field

EXTINCTION_PER_M: Final = 0.055
"""At full strength: half the light is lost after about 13 m."""
THICKEST: Final = 0.72
"""No distance is ever hidden altogether: the plate already has its own air."""
BANK_SWING: Final = 0.55
"""How far banks and gaps differ from the mean."""
BANK_SHARES: Final = (0.55, 0.22)
"""Sizes of the banks, as shares of the frame's width."""
SPEED_SHARES_PER_S: Final = (0.018, -0.033)
NEAREST_INVERSE_DEPTH: Final = 1e-3


@dataclass(frozen=True, eq=False)
class Haze:
    """The fog of one shot, on the node grid."""

    strength: float
    banks: tuple[Field, ...]
    """Wrapping noise around 0, [rows, columns] of the node grid."""

    def coverage(self, inverse_depth: Field, t_s: float) -> NDArray[np.uint8]:
        """0..255 at every node; `inverse_depth` is that of the background there."""
        rows, columns = inverse_depth.shape
        density = np.ones_like(inverse_depth)
        for bank, speed in zip(self.banks, SPEED_SHARES_PER_S, strict=True):
            density += np.float32(BANK_SWING) * _scrolled(bank, speed * t_s * columns)[:rows, :columns]
        away_m = 1 / np.maximum(inverse_depth, NEAREST_INVERSE_DEPTH)
        lost = 1 - np.exp(np.minimum(away_m, 80) * np.float32(-EXTINCTION_PER_M * self.strength))
        return np.asarray(np.clip(255 * THICKEST * self.strength**0.5 * lost * density, 0, 235), np.uint8)


def make_haze(strength: float, *, rows: int, columns: int, seed: int) -> Haze | None:
    """None where there is no fog. `rows`, `columns`: size of the node grid."""
    if strength <= 0:
        return None
    rng = np.random.default_rng([seed, 0x4F])
    return Haze(strength, tuple(_bank(rows, columns, share * columns, rng) for share in BANK_SHARES))


def _bank(rows: int, columns: int, size: float, rng: np.random.Generator) -> Field:
    """Soft noise of about unit range that wraps from side to side."""
    cells = (max(round(rows / (0.45 * size)), 2), max(round(columns / size), 2))
    coarse = np.pad(rng.standard_normal(cells).astype(np.float32), ((1, 1), (2, 2)), mode="wrap")
    step_y, step_x = -(-rows // cells[0]), -(-columns // cells[1])
    fine = cv2.resize(coarse, (coarse.shape[1] * step_x, coarse.shape[0] * step_y), interpolation=cv2.INTER_CUBIC)
    bank = fine[step_y : step_y + rows, 2 * step_x : 2 * step_x + cells[1] * step_x].astype(np.float32)
    return np.asarray(np.clip(bank / (2 * bank.std() + 1e-6), -1, 1), np.float32)


def _scrolled(bank: Field, right: float) -> Field:
    """Moved by a fraction of a node too: banks glide."""
    whole = int(np.floor(right))
    part = np.float32(right - whole)
    near = np.roll(bank, whole, axis=1)
    return np.asarray(near * (1 - part) + np.roll(near, 1, axis=1) * part, np.float32)

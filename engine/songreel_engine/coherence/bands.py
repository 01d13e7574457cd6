"""Banding: soft shades that have become stairs.

Three signs, any of which is enough. *A comb*: where a picture was given fewer levels, its histogram has teeth at one even
distance; few flat colours, as drawn styles have them, stand at no such distance. *Missing tones*: of the levels between dark
and bright most are suddenly not used any more. *Stairs*: wide flat treads with low steps between them where a gradient should
run.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Floats = NDArray[np.float64]

PITCHES: Final = range(4, 33)
"""Distances between the teeth of a comb, in levels of 255: finer ones are not seen, coarser ones are a poster."""
FEWEST_TEETH: Final = 4
USED_SHARE: Final = 0.0008
"""A level with fewer pixels around it says nothing."""
MOST_PIXELS: Final = 0.95
"""Of the picture; the rest are its darkest and brightest spots."""
TREAD_PX: Final = 5
"""A tread is flat for at least this many pixels on both sides of its edge."""
LOWEST_RISE, HIGHEST_RISE = 2, 16
"""Levels from one tread to the next that are seen as a band, not as noise or as an object's edge."""


def comb_strength(histogram: Floats) -> float:
    """How clearly a luma histogram [256] has teeth at one even distance: 0 none, 1 nothing between them.

    A level's excess over the mean around it repeats one, two and three pitches on, and turns round halfway between.
    """
    shares = histogram / max(float(histogram.sum()), 1.0)
    return max((_teeth(shares, pitch) for pitch in PITCHES), default=0.0)


def _teeth(shares: Floats, pitch: int) -> float:
    around = np.convolve(shares, _WINDOWS[pitch], "same")
    used = around > USED_SHARE
    if int(used.sum()) < FEWEST_TEETH * pitch:
        return 0.0
    excess = np.where(used, np.clip(shares / np.maximum(around, 1e-9) - 1, -1, 1), 0.0)
    alike = min(_repeats(excess, used, teeth * pitch) for teeth in (1, 2, 3))
    between = (_repeats(excess, used, pitch // 2) + _repeats(excess, used, pitch + pitch // 2)) / 2
    return max(alike - between, 0.0)


def _repeats(excess: Floats, used: NDArray[np.bool_], shift: int) -> float:
    both = used[:-shift] & used[shift:]
    return float((excess[:-shift] * excess[shift:])[both].mean()) if both.any() else 0.0


def _window(pitch: int) -> Floats:
    """A mean over exactly one pitch, centred."""
    window = np.ones(pitch + 1 - pitch % 2)
    if pitch % 2 == 0:
        window[[0, -1]] = 0.5
    return np.asarray(window / window.sum(), np.float64)


_WINDOWS: Final = {pitch: _window(pitch) for pitch in PITCHES}


def tones_used(histogram: Floats) -> float:
    """Share of the levels between dark and bright that the picture needs for nearly all of its pixels: 1 all, 0 one or none."""
    total = float(histogram.sum())
    if total <= 0:
        return 0.0
    below = np.cumsum(histogram) / total
    darkest, brightest = np.searchsorted(below, [(1 - MOST_PIXELS) / 2, (1 + MOST_PIXELS) / 2])
    needed = int(np.searchsorted(np.cumsum(np.sort(histogram)[::-1]), MOST_PIXELS * total)) + 1
    return min(needed / (float(brightest - darkest) + 1), 1.0)


def stair_share(luma: Plane) -> float:
    """Share of the picture's pixels that stand at the edge of a low step between two treads."""
    height, width = luma.shape
    if min(height, width) < 4 * TREAD_PX:
        return 0.0
    # Every third column, and every third row: an edge is longer than three pixels.
    return max(_steps(np.ascontiguousarray(luma[:, ::3])), _steps(np.ascontiguousarray(luma[::3].T)))


def _steps(luma: Plane) -> float:
    """Going down the columns."""
    rise = cv2.subtract(luma[1:], luma[:-1], dtype=cv2.CV_16S)
    flat = (np.abs(rise) <= 1).astype(np.uint8)
    reach = TREAD_PX - 1
    # run[k]: rows k .. k + reach - 1 change by no more than noise.
    run = cv2.erode(flat, np.ones((reach, 1), np.uint8), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    size = np.abs(rise)
    edge = (size >= LOWEST_RISE) & (size <= HIGHEST_RISE)
    before = np.zeros_like(edge)
    before[reach:] = run[: len(run) - reach] > 0
    after = np.zeros_like(edge)
    after[:-1] = run[1:] > 0
    return float(np.mean(edge & before & after))

"""How alike the bars of a song are: in sound, harmony, rhythm and level, and in where else their music is heard."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from songreel_engine.analysis.bars import Bars

Doubles = NDArray[np.float64]

_LEAST_SPREAD: Final = {"timbre": 0.25, "harmony": 0.2, "rhythm": 0.05, "level": 3.0}
"""Several times what white noise varies by: nothing below is taken for a difference."""
_LEAST_DISTANCE: Final = 0.5
_TYPICAL_SHARE: Final = 0.3
"""A half stands for the distance of bars nearer than two thirds of all: two quiet parts differ though a loud one is far
from both."""
_PHRASE_BARS: Final = 4
"""Two bars are the same passage if the bars that follow or lead up to them agree as well."""
_TRANSPOSED_SHARE: Final = 0.95
"""A passage heard again in another key counts a little less than in its own."""
_SAME_PASSAGE: Final = (0.3, 0.8)
"""Mean correlation of harmony from which bars may be, and are surely, the same passage."""
_OWN_PHRASE_BARS: Final = 3
"""Bars this near are alike because they are neighbours, not because the music returns."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """Of n bars with n bars."""

    distances: dict[str, Doubles]
    """[n, n] each, 0..1, about a half between bars as near as those of one section: 'timbre', 'harmony', 'rhythm',
    'level', and 'returns' (how differently two bars return elsewhere: bars of one passage return at one distance)."""
    turned: NDArray[np.float32]
    """[12, n, n] correlation, −1..1, of the harmony of bar i with that of bar j raised by k semitones."""


def compare_bars(bars: Bars) -> Likeness:
    """All bars against all."""
    turned = _turned_harmony(bars.chroma)
    features = {
        "timbre": bars.timbre,
        "harmony": bars.chroma.mean(axis=1),
        "rhythm": bars.rhythm,
        "level": bars.level_db[:, None],
    }
    distances = {
        name: _saturated(_squared_distances(_unit_spread(rows, _LEAST_SPREAD[name]))) for name, rows in features.items()
    }
    distances["returns"] = _saturated(_squared_distances(_return_lags(_returns(turned))))
    return Likeness(distances=distances, turned=turned)


def _unit_spread(rows: Doubles, least: float) -> Doubles:
    """Centred, with a mean squared length of 1; shorter below `least`."""
    centred = rows - rows.mean(axis=0)
    size = float(np.sqrt(np.square(centred).sum(axis=1).mean()))
    return np.asarray(centred / max(size, least))


def _squared_distances(rows: Doubles) -> Doubles:
    squares = np.square(rows).sum(axis=1)
    return np.asarray(np.maximum(squares[:, None] + squares[None, :] - 2 * rows @ rows.T, 0))


def _saturated(squared: Doubles) -> Doubles:
    """One odd stretch does not flatten the rest."""
    apart = np.sqrt(squared)
    typical = max(float(np.quantile(apart, _TYPICAL_SHARE)), _LEAST_DISTANCE)
    return np.asarray(apart / (apart + typical))


def _turned_harmony(chroma: Doubles) -> NDArray[np.float32]:
    bars = len(chroma)
    centred = (chroma - chroma.mean(axis=(0, 1))).astype(np.float32)
    length = np.linalg.norm(centred.reshape(bars, -1), axis=1)
    centred /= np.maximum(length, 1e-3)[:, None, None]
    flat = centred.reshape(bars, -1)
    return np.stack([flat @ np.roll(centred, semitones, axis=2).reshape(bars, -1).T for semitones in range(12)])


def _returns(turned: NDArray[np.float32]) -> Doubles:
    """[n, n] 0..1: how surely bar j is the passage of bar i heard again."""
    along = np.stack([_along_diagonals(plane) for plane in turned])
    best = np.maximum(along[0], _TRANSPOSED_SHARE * along.max(axis=0))
    low, high = _SAME_PASSAGE
    returns = np.clip((best - low) / (high - low), 0, 1).astype(np.float64)
    index = np.arange(len(returns))
    returns[np.abs(index[:, None] - index[None, :]) <= _OWN_PHRASE_BARS] = 0
    return np.asarray(returns)


def _along_diagonals(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean over the next or the last `_PHRASE_BARS` bars of both, whichever agree better."""
    count, reach = len(plane), _PHRASE_BARS
    padded = np.pad(plane, reach)
    sums = np.zeros((2, count, count), dtype=np.float32)
    for step in range(reach):
        for row, start in enumerate((reach + step, reach - step)):
            sums[row] += padded[start : start + count, start : start + count]
    return np.asarray(sums.max(axis=0) / reach)


def _return_lags(returns: Doubles) -> Doubles:
    """[n, 2n − 1] each bar's returns by how far away they are. Source: Serrà et al., IEEE Trans. Multimedia 2014."""
    count = len(returns)
    lags = np.zeros((count, 2 * count - 1))
    for bar in range(count):
        lags[bar, count - 1 - bar : 2 * count - 1 - bar] = returns[bar]
    return np.asarray(uniform_filter1d(lags, 3, axis=1))

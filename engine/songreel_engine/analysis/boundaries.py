"""Where sections begin: the division of the song that its evidence and the lengths of sections make likeliest.

Every bar's edge gets a log-odds of being a boundary, from how differently both sides sound (over 2, 4 and 8 bars) and
from what bands do there (a fill before it, a crash on it). Of all divisions the one is chosen that gathers most, keeps
sections alike within, and has lengths as songs have them.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.bars import Bars
from songreel_engine.analysis.likeness import Likeness

Doubles = NDArray[np.float64]

SHORTEST_S: Final = 6.0

_NOVELTY_WEIGHTS: Final = {
    ("timbre", 2): 7.5,
    ("timbre", 4): 5.3,
    ("timbre", 8): 0.6,
    ("harmony", 4): 1.2,
    ("harmony", 8): 1.7,
    ("level", 2): 2.25,
    ("level", 4): 0.4,
    ("rhythm", 2): 14.2,
    ("rhythm", 4): 2.2,
    ("returns", 2): 1.1,
    ("returns", 4): 1.7,
}
_CUE_WEIGHTS: Final = {"fill": 0.75, "crash": 0.7, "gap": 2.0}
_BIAS: Final = -11.1
"""Fitted with the weights, by logistic regression, on synthesised songs."""

_UNLIKE_WITHIN: Final = {"timbre": 0.5, "harmony": 0.25, "level": 0.25, "returns": 0.25}
"""Log-odds that a bar costs whose distance from the rest of its section is 1."""

_LENGTH_ODDS: Final = {2: -1.0, 3: -1.5, 4: 0.6, 6: -0.6, 8: 1.4, 10: -0.6, 12: 0.6, 16: 1.2, 20: 0.0, 24: 0.3, 32: 0.2}
_ODD_LENGTH_ODDS: Final = -0.9
"""Log-odds by bars in a section; lengths not in the table are the odd ones."""


def find_boundaries(bars: Bars, likeness: Likeness) -> tuple[list[int], Doubles]:
    """The bars at which sections begin, without 0; and for every edge [n + 1] how surely it is a boundary, 0..1."""
    log_odds = _boundary_log_odds(bars, likeness)
    cuts = _best_division(bars, log_odds, _unlike_within(likeness))
    return cuts, np.asarray(1 / (1 + np.exp(-log_odds)))


def _boundary_log_odds(bars: Bars, likeness: Likeness) -> Doubles:
    total = np.full(bars.count + 1, _BIAS)
    for (name, reach), weight in _NOVELTY_WEIGHTS.items():
        total += weight * _novelty(likeness.distances[name], reach)
    for name, weight in _CUE_WEIGHTS.items():
        total += weight * bars.cues[name]
    return np.asarray(total)


def _novelty(distances: Doubles, reach: int) -> Doubles:
    """[n + 1] how much further the `reach` bars on both sides are from each other than among themselves; 0 at the ends.

    Source: Foote, "Automatic audio segmentation using a measure of audio novelty", ICME 2000.
    """
    sums = _summed_area(distances)
    edges = np.arange(len(sums))
    before, after = np.maximum(edges - reach, 0), np.minimum(edges + reach, len(distances))
    left, right = np.maximum(edges - before, 1), np.maximum(after - edges, 1)
    across = _box(sums, before, edges, edges, after) / (left * right)
    within = _box(sums, before, edges, before, edges) / left**2 + _box(sums, edges, after, edges, after) / right**2
    novelty = (across - within / 2) * np.minimum(edges - before, after - edges) / reach
    return np.asarray(novelty)


def _summed_area(distances: Doubles) -> Doubles:
    sums = np.zeros((len(distances) + 1, len(distances) + 1))
    sums[1:, 1:] = distances.cumsum(axis=0).cumsum(axis=1)
    return sums


def _box(
    sums: Doubles, top: NDArray[np.int64], bottom: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]
) -> Doubles:
    return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])


def _unlike_within(likeness: Likeness) -> Doubles:
    """[n + 1, n + 1] at [first, stop]: how unlike each other the bars of a section are, summed over its bars."""
    mixed = sum((weight * likeness.distances[name] for name, weight in _UNLIKE_WITHIN.items()), start=np.zeros(()))
    sums = _summed_area(mixed)
    diagonal = np.diag(sums)
    block = diagonal[None, :] - sums - sums.T + diagonal[:, None]
    edges = np.arange(len(sums))
    return np.asarray(block / (2 * np.maximum(edges[None, :] - edges[:, None], 1)))


def _best_division(bars: Bars, log_odds: Doubles, unlike: Doubles) -> list[int]:
    """Dynamic programming over all divisions. Source: Jackson et al., IEEE Signal Processing Letters 2005."""
    count, edges_s = bars.count, bars.edges_s
    lengths = _length_odds(count, bars.from_beats)
    at_the_ends = np.maximum(lengths, np.append(lengths[:1], lengths[:-1]))
    best = np.full(count + 1, -np.inf)
    origin = np.zeros(count + 1, dtype=np.int64)
    best[0] = 0.0
    for stop in range(1, count + 1):
        starts = np.flatnonzero(edges_s[stop] - edges_s[:stop] >= SHORTEST_S)
        if not len(starts):
            continue
        # The first and last section hold the sound before the first bar and after the last, often a bar's worth.
        odds = np.where((starts == 0) | (stop == count), at_the_ends[stop - starts], lengths[stop - starts])
        gathered = best[starts] - unlike[starts, stop] + odds + (log_odds[stop] if stop < count else 0.0)
        winner = int(gathered.argmax())
        best[stop], origin[stop] = gathered[winner], starts[winner]
    if not np.isfinite(best[count]):
        return []
    cuts, bar = [], count
    while bar > 0:
        bar = int(origin[bar])
        cuts.append(bar)
    return cuts[-2::-1]


def _length_odds(longest: int, from_beats: bool) -> Doubles:
    """[longest + 1] by bars in a section; a song without beats has no phrases to count."""
    if not from_beats:
        return np.zeros(longest + 1)
    return np.array([_LENGTH_ODDS.get(bars, _ODD_LENGTH_ODDS) for bars in range(longest + 1)])

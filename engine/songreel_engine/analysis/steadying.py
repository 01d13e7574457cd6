"""Steadier beats: each moved towards the line its neighbours lie on, and one even grid for songs played to a click.

An attack is a noisy witness of its beat: players rush, codecs smear, a guitar speaks later than a drum. Neighbouring
beats know better where it was meant. Also here: the tempo map, which reads steadied beats.
"""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import TempoSpan

Doubles = NDArray[np.float64]

_NEIGHBOURS: Final = 6
"""Beats to each side that a line is fitted through: about three bars, within which tempo hardly bends."""
_PLAYED_S: Final = 0.02
"""Residuals well beyond this belong to another tempo or a wrong attack and lose their say."""
_ROUNDS: Final = 3
_CLICK_S: Final = 0.025
"""A song whose steadied beats all stay this near one even grid was played to a click."""
_FEWEST_ON_CLICK: Final = 32

_SPAN_SPREAD_OCTAVES: Final = 0.016
_SPAN_COST: Final = 9.0
_SHORTEST_SPAN_BEATS: Final = 4


def steadied(times_s: Doubles) -> Doubles:
    """The beats [n] with less jitter, still rising; tempo changes stay where they are."""
    if len(times_s) < 2 * _NEIGHBOURS:
        return times_s
    smooth = _locally_straight(times_s)
    grid = _click_grid(smooth)
    result = smooth if grid is None else grid
    return result if np.all(np.diff(result) > 0) else times_s


def tempo_map(times_s: Doubles) -> tuple[TempoSpan, ...]:
    """Spans of even tempo over the beats; the first begins at 0.0. Empty for fewer than two beats.

    Source: optimal partitioning, Jackson et al., "An algorithm for optimal partitioning of data on an interval", 2005.
    """
    if len(times_s) < 2:
        return ()
    octaves = np.log2(np.diff(times_s))
    edges = _partition(octaves)
    spans: list[TempoSpan] = []
    for first, stop in pairwise(edges):
        bpm = 60 * (stop - first) / float(times_s[stop] - times_s[first])
        spans.append(TempoSpan(start_s=float(times_s[first]) if spans else 0.0, bpm=bpm))
    return tuple(spans)


def _locally_straight(times_s: Doubles) -> Doubles:
    """Each beat on the line through its neighbours, weighted by nearness and by how well each keeps to the line."""
    count = len(times_s)
    offsets = np.arange(-_NEIGHBOURS, _NEIGHBOURS + 1)
    index = np.arange(count)[:, None] + offsets[None, :]
    inside = (index >= 0) & (index < count)
    times = times_s[np.clip(index, 0, count - 1)] - times_s[:, None]
    near = (1 - (np.abs(offsets) / (_NEIGHBOURS + 1)) ** 3) ** 3
    weights = near * inside
    # Lines begin from the median interval around, so that beats beyond a tempo step are seen to be off it.
    interval = np.median(np.diff(times_s)[np.clip(index[:, :-1], 0, count - 2)], axis=1)
    slope, level = interval, np.zeros(count)
    for _ in range(_ROUNDS):
        residual = times - (level[:, None] + slope[:, None] * offsets)
        trust = weights / (1 + np.square(residual / _PLAYED_S)) ** 2
        total, first, second = (np.sum(trust * offsets**power, axis=1) for power in (0, 1, 2))
        sum_t, sum_xt = np.sum(trust * times, axis=1), np.sum(trust * offsets * times, axis=1)
        spread = np.maximum(total * second - first**2, 1e-9)
        slope = (total * sum_xt - first * sum_t) / spread
        level = (sum_t - slope * first) / np.maximum(total, 1e-9)
    # A beat whose neighbours say something quite different is left where its attack is.
    believed = np.abs(level) < 2.5 * _PLAYED_S
    return times_s + np.where(believed, level, 0.0)


def _click_grid(times_s: Doubles) -> Doubles | None:
    """The even grid that all beats keep to; None where they do not. Beats missing in silences leave gaps."""
    if len(times_s) < _FEWEST_ON_CLICK:
        return None
    steps = np.diff(times_s)
    period = float(np.median(steps))
    for _ in range(3):
        place = np.concatenate([[0], np.cumsum(np.maximum(np.rint(steps / period), 1))])
        period, start = (float(v) for v in np.polyfit(place, times_s, 1))
    grid = start + period * place
    return grid if float(np.abs(grid - times_s).max()) < _CLICK_S else None


def _partition(octaves: Doubles) -> list[int]:
    """Edges [0, …, n] of stretches of even interval."""
    count = len(octaves)
    sums = np.concatenate([[0.0], np.cumsum(octaves)])
    squares = np.concatenate([[0.0], np.cumsum(np.square(octaves))])
    best = np.full(count + 1, np.inf)
    best[0] = -_SPAN_COST
    origin = np.zeros(count + 1, dtype=int)
    shortest = min(_SHORTEST_SPAN_BEATS, count)
    for stop in range(shortest, count + 1):
        starts = np.arange(0, stop - shortest + 1)
        spread = squares[stop] - squares[starts] - np.square(sums[stop] - sums[starts]) / (stop - starts)
        costs = best[starts] + np.maximum(spread, 0) / _SPAN_SPREAD_OCTAVES**2 / 2 + _SPAN_COST
        origin[stop] = int(costs.argmin())
        best[stop] = costs[origin[stop]]
    edges = [count]
    while edges[-1] > 0:
        edges.append(int(origin[edges[-1]]))
    return edges[::-1]

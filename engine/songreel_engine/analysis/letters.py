"""Which sections are the same music: sections that return share a letter.

Two sections are compared bar against bar, the shorter laid on the longer where it fits best, and in any key: harmony,
sound, rhythm, level and length each say something about whether it is one part heard twice.
"""

from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from songreel_engine.analysis.bars import Bars
from songreel_engine.analysis.likeness import Likeness

Doubles = NDArray[np.float64]

_WEIGHTS: Final = {
    "harmony": 6.0,
    "timbre": 2.6,
    "rhythm": 1.4,
    "timbre_blend": 7.0,
    "rhythm_blend": 6.0,
    "level": 0.27,
    "length": 0.7,
}
_BIAS: Final = -0.4
"""Fitted with the weights, by logistic regression, on synthesised songs: log-odds that two sections are the same part."""

_SAME_PART: Final = 0.35
"""Mean probability from which sections are gathered under one letter; below a half, as verses with other words and more
instruments are apart more often than different parts are alike."""
_PHRASE_BARS: Final = 4
"""The shorter section is tried on the longer at every phrase."""
_NEAR_KEYS: Final = (0, 1, 2, 3, 10, 11)
"""Semitones by which songs lift their last chorus, or drop; further away, other chords of the same key would match."""
_OTHER_KEY_COST: Final = 0.1
"""What another key must gain in correlation to be believed."""
_LEAST_DISTANCE: Final = 0.02
_MOST_LEVEL_DB: Final = 8.0


@dataclass(frozen=True)
class _Span:
    first: int
    stop: int

    @property
    def size(self) -> int:
        return self.stop - self.first


def letter_sections(bars: Bars, likeness: Likeness, cuts: list[int]) -> list[str]:
    """A letter a section, in order of appearance."""
    spans = [_Span(first, stop) for first, stop in pairwise([0, *cuts, bars.count])]
    if len(spans) == 1:
        return ["A"]
    unlike = np.zeros((len(spans), len(spans)))
    for a, one in enumerate(spans):
        for b, other in enumerate(spans[:a]):
            unlike[a, b] = unlike[b, a] = 1 - _same_part(bars, likeness, one, other)
    groups = fcluster(linkage(squareform(unlike), "average"), 1 - _SAME_PART, "distance")
    order = list(dict.fromkeys(int(group) for group in groups))
    return [_letter(order.index(int(group))) for group in groups]


def _letter(place: int) -> str:
    """A … Z, then AA, AB …"""
    lead, last = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[lead - 1] if lead else "") + ascii_uppercase[last]


def _same_part(bars: Bars, likeness: Likeness, one: _Span, other: _Span) -> float:
    """Probability that both are one part of the song."""
    facts = _facts(bars, likeness, one, other)
    log_odds = _BIAS + sum(weight * facts[name] for name, weight in _WEIGHTS.items())
    return float(1 / (1 + np.exp(-log_odds)))


def _facts(bars: Bars, likeness: Likeness, one: _Span, other: _Span) -> dict[str, float]:
    """What speaks for one part (each the greater the likelier), by the names of `_WEIGHTS`."""
    short, long = sorted((one, other), key=lambda span: span.size)
    rows = np.arange(short.first, short.stop)
    harmony, offset = _best_fit(likeness.turned, short, long)
    columns = long.first + offset + np.arange(short.size)
    facts = {
        "harmony": harmony,
        "level": -min(abs(_mean_level_db(bars, one) - _mean_level_db(bars, other)), _MOST_LEVEL_DB),
        "length": -float(np.log2(long.size / short.size)),
    }
    for name in ("timbre", "rhythm"):
        distances = likeness.distances[name]
        facts[name] = _fit(distances, short, long, rows, columns)
        facts[f"{name}_blend"] = _blend(distances, short, long)
    return facts


def _best_fit(turned: NDArray[np.float32], short: _Span, long: _Span) -> tuple[float, int]:
    """Mean correlation of harmony where the shorter fits the longer best, and how many bars in that is."""
    spare = long.size - short.size
    rows = np.arange(short.first, short.stop)
    best, best_offset = -1.0, 0
    for offset in sorted({*range(0, spare + 1, _PHRASE_BARS), spare}):
        fits = turned[:, rows, long.first + offset + np.arange(short.size)].mean(axis=1)
        fit = max(float(fits[key]) - (_OTHER_KEY_COST if key else 0.0) for key in _NEAR_KEYS)
        if fit > best:
            best, best_offset = fit, offset
    return best, best_offset


def _fit(distances: Doubles, short: _Span, long: _Span, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> float:
    """How much nearer the sections' bars are to their counterparts than to their own neighbours, as a logarithm."""
    own = (_among(distances, short) + _among(distances, long)) / 2
    return -float(np.log((distances[rows, columns].mean() + _LEAST_DISTANCE) / (own + _LEAST_DISTANCE)))


def _among(distances: Doubles, span: _Span) -> float:
    """Mean distance between different bars of a section."""
    inside = distances[span.first : span.stop, span.first : span.stop]
    return float(inside.sum() / max(span.size * (span.size - 1), 1))


def _blend(distances: Doubles, one: _Span, other: _Span) -> float:
    """0 where the sections' bars could be shuffled into each other unnoticed, below where they could not."""
    a, b = slice(one.first, one.stop), slice(other.first, other.stop)
    return float((distances[a, a].mean() + distances[b, b].mean()) / 2 - distances[a, b].mean())


def _mean_level_db(bars: Bars, span: _Span) -> float:
    return float(bars.level_db[span.first : span.stop].mean())

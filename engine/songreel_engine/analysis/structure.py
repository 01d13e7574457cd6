"""Sections: where the song turns, which parts return, and the names that plain evidence supports.

The song is read bar by bar (or every two seconds where there are no bars). Of all divisions, the one is chosen whose
sections are each alike within, with a bonus for the lengths songs have (4, 8, 16 bars). Sections that run through the
same bars share a letter.

Does not hear words: 'chorus' means the loudest part that returns, not the one with the title in it.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from songreel_engine.analysis.downbeats import per_beat
from songreel_engine.analysis.labels import SectionFacts, name_sections
from songreel_engine.analysis.result import Section
from songreel_engine.analysis.spectrum import CHROMA_RATE_HZ, FRAME_RATE_HZ, Spectrum

Doubles = NDArray[np.float64]

SHORTEST_S: Final = 6.0
_UNIT_S: Final = 2.0
"""Stands in for a bar where no beats were found."""

_TIMBRE_COEFFICIENTS: Final = 13
_WEIGHTS: Final = {"timbre": 1.0, "chroma": 0.5, "level": 0.8}
_LEAST_SPREAD: Final = {"timbre": 0.5, "chroma": 0.2, "level": 3.0}
"""Several times what white noise varies by (0.09, 0.03, 0.1 dB): nothing below is taken for a turn of the song."""

_LENGTH_BONUS: Final = {4: 0.2, 8: 0.35, 12: 0.2, 16: 0.35, 24: 0.15}
"""Bars in a section, and how much likelier such a length is than others, in the unit of `_BOUNDARY_COST`."""
_LONGEST_BARS: Final = 40
_BOUNDARY_COST: Final = 0.4
"""What a boundary must save: eight bars apart from eight others by 0.1 of the distance scale."""
_LEAST_DISTANCE: Final = 1.0
"""Squared distance, in features of unit spread, of bars that differ at all; two random bars of a song stand 4 apart."""
_CLEAR_TURN: Final = 0.3
_LEAST_TURN: Final = 0.1
"""Share of a clear turn below which a boundary only divides an even stretch."""
_SAME_LETTER_DISTANCE: Final = 0.24
"""On the scale of `_distances`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Bars:
    edges_s: Doubles
    """[bars + 1], from 0 to the song's end."""
    features: Doubles
    """[bars, features]."""
    level_db: Doubles
    """[bars]."""


def find_sections(spectrum: Spectrum, downbeats_s: Doubles, duration_s: float) -> tuple[Section, ...]:
    """Sections that tile [0, duration_s]; one 'part' for songs too short or too even to divide."""
    bars = _read_bars(spectrum, downbeats_s, duration_s)
    if spectrum.silent or duration_s < 2 * SHORTEST_S or len(bars.level_db) < 4:
        return (Section(start_s=0.0, end_s=duration_s, label="part", letter="A", confidence=0.0),)
    distances = _distances(bars.features)
    costs = _spread_costs(distances)
    cuts = _choose_boundaries(costs, bars.edges_s)
    cuts = [cut for cut, turn in zip(cuts, _turns(costs, cuts)[1:-1], strict=True) if turn > _LEAST_TURN]
    letters = _letters(distances, cuts)
    turns = _turns(costs, cuts)
    starts = [0, *cuts]
    stops = [*cuts, len(bars.level_db)]
    facts = [
        SectionFacts(
            start_s=float(bars.edges_s[first]),
            end_s=float(bars.edges_s[stop]),
            letter=letter,
            level_db=float(10 * np.log10(np.mean(10 ** (bars.level_db[first:stop] / 10)))),
            turn=float(max(turns[place : place + 2])),
        )
        for place, (first, stop, letter) in enumerate(zip(starts, stops, letters, strict=True))
    ]
    return name_sections(facts, duration_s)


def _read_bars(spectrum: Spectrum, downbeats_s: Doubles, duration_s: float) -> _Bars:
    edges_s = _bar_edges(downbeats_s, duration_s)
    mel = per_beat(spectrum.log_mel, FRAME_RATE_HZ, edges_s)
    timbre = scipy.fft.dct(mel, axis=1, norm="ortho")[:, 1:_TIMBRE_COEFFICIENTS]
    chroma = per_beat(spectrum.chroma, CHROMA_RATE_HZ, edges_s)
    power = per_beat(spectrum.loudness_power, FRAME_RATE_HZ, edges_s)
    level_db = 10 * np.log10(np.maximum(power / max(float(power.max()), 1e-12), 1e-5))
    blocks = {"timbre": timbre, "chroma": chroma, "level": np.maximum(level_db, -30)[:, None]}
    features = np.concatenate(
        [_WEIGHTS[name] * _unit_spread(block, _LEAST_SPREAD[name]) for name, block in blocks.items()], axis=1
    )
    return _Bars(edges_s=edges_s, features=features, level_db=level_db)


def _bar_edges(downbeats_s: Doubles, duration_s: float) -> Doubles:
    """Downbeats, continued at their own pace over stretches without beats, from 0 to the end."""
    if len(downbeats_s) < 4:
        count = max(int(duration_s / _UNIT_S), 1)
        return np.linspace(0.0, duration_s, count + 1)
    bar_s = float(np.median(np.diff(downbeats_s)))
    anchors = [float(downbeats_s[0]), *(float(t) for t in downbeats_s[1:])]
    edges = list(np.arange(anchors[0], 0.5 * bar_s, -bar_s))[:0:-1]
    for here, following in zip(anchors, [*anchors[1:], duration_s], strict=True):
        edges.append(here)
        edges.extend(np.arange(here + bar_s, following - 0.6 * bar_s, bar_s))
    inner = [t for t in edges if 0.25 * bar_s < t < duration_s - 0.25 * bar_s]
    return np.array([0.0, *inner, duration_s])


def _unit_spread(block: Doubles, least: float) -> Doubles:
    """Centred, with a mean squared length of 1, so that blocks weigh by their weight; shorter below `least`."""
    centred = block - block.mean(axis=0)
    size = float(np.sqrt(np.square(centred).sum(axis=1).mean()))
    return np.asarray(centred / max(size, least))


def _distances(features: Doubles) -> Doubles:
    """[bars, bars] 0..1, a half at the median; saturating, so that one odd stretch does not flatten the rest."""
    squares = np.square(features).sum(axis=1)
    squared = np.maximum(squares[:, None] + squares[None, :] - 2 * features @ features.T, 0)
    typical = max(float(np.median(squared)), _LEAST_DISTANCE)
    return np.asarray(squared / (squared + typical))


def _spread_costs(distances: Doubles) -> Doubles:
    """[bars + 1, bars + 1] at [first, stop]: how unlike each other the bars of a section are, summed over its bars."""
    sums = np.zeros((len(distances) + 1, len(distances) + 1))
    sums[1:, 1:] = distances.cumsum(axis=0).cumsum(axis=1)
    diagonal = np.diag(sums)
    block = diagonal[None, :] - sums - sums.T + diagonal[:, None]
    edges = np.arange(len(sums))
    return np.asarray(block / (2 * np.maximum(edges[None, :] - edges[:, None], 1)))


def _choose_boundaries(costs: Doubles, edges_s: Doubles) -> list[int]:
    """Bars at which sections begin, without 0: the division into sections most alike within and of usual length.

    Source: kernel change-point detection, Arlot, Celisse and Harchaoui, JMLR 2019.
    """
    count = len(edges_s) - 1
    best = np.full(count + 1, np.inf)
    origin = np.zeros(count + 1, dtype=int)
    best[0] = 0.0
    for stop in range(1, count + 1):
        for start in range(max(stop - _LONGEST_BARS, 0), stop):
            if edges_s[stop] - edges_s[start] < SHORTEST_S:
                continue
            cost = best[start] + costs[start, stop] + _BOUNDARY_COST - _LENGTH_BONUS.get(stop - start, 0.0)
            if cost < best[stop]:
                best[stop], origin[stop] = cost, start
    if not np.isfinite(best[count]):
        return []
    cuts, bar = [], count
    while bar > 0:
        bar = int(origin[bar])
        cuts.append(bar)
    return cuts[-2::-1]


def _turns(costs: Doubles, cuts: list[int]) -> Doubles:
    """[sections + 1] 0..1: how much unlike the sections on both sides of each edge are; 0 at the song's ends."""
    edges = [0, *cuts, len(costs) - 1]
    turns = np.zeros(len(edges))
    for place in range(1, len(edges) - 1):
        first, cut, stop = edges[place - 1 : place + 2]
        saved = costs[first, stop] - costs[first, cut] - costs[cut, stop]
        turns[place] = saved * (stop - first) / ((cut - first) * (stop - cut))
    return np.clip(turns / _CLEAR_TURN, 0, 1)


def _letters(bars: Doubles, cuts: list[int]) -> list[str]:
    """A letter a section, in order of appearance."""
    edges = [0, *cuts, len(bars)]
    spans = list(pairwise(edges))
    if len(spans) == 1:
        return ["A"]
    apart = np.zeros((len(spans), len(spans)))
    for a, one in enumerate(spans):
        for b, other in enumerate(spans[:a]):
            apart[a, b] = apart[b, a] = _span_distance(bars, one, other)
    groups = fcluster(linkage(squareform(apart), "average"), _SAME_LETTER_DISTANCE, "distance")
    seen: dict[int, str] = {}
    for group in groups:
        seen.setdefault(int(group), chr(ord("A") + min(len(seen), 25)))
    return [seen[int(group)] for group in groups]


def _span_distance(bars: Doubles, one: tuple[int, int], other: tuple[int, int]) -> float:
    """How unlike two sections are: bar against bar along the best alignment of the shorter within the longer."""
    short, long = sorted((one, other), key=lambda span: span[1] - span[0])
    size = short[1] - short[0]
    rows = np.arange(*short)
    shifts = range(long[1] - long[0] - size + 1)
    return min(float(bars[rows, long[0] + shift + np.arange(size)].mean()) for shift in shifts)

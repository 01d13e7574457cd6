"""Build-ups, drops and breaks: the few moments of a song that a film should answer.

The song is read in quarters of a bar. A break is where kick and bass vanish for two bars or more inside the song; a
build-up is where level, brightness or the density of strokes climbs steadily until a bar in which it arrives; a drop is
the bar in which kick, bass and loudness come back at once after either. All of them begin and end on bars.

Does not guess in songs without bars: nothing arrives where no downbeat was found. A crescendo that arrives nowhere, and
a band that joins in for the first time, are no events.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.bars import mean_between
from songreel_engine.analysis.hits import Hits
from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.result import Event, EventKind, Section
from songreel_engine.analysis.spectrum import BANDS_HZ, FRAME_RATE_HZ, Floats, Spectrum

Doubles = NDArray[np.float64]

CELLS: Final = 4
"""Cells a bar is read in; in 4/4, beats."""
FEWEST_BARS: Final = 8
"""A song with fewer has no room for a form."""

_FULL_PERCENTILE: Final = 75
"""Of the bars' bass level: what 'kick and bass play' means in this song."""
_THIN_DB: Final = 8.0
"""Below the full bass level by this much, kick and bass are gone: bars of one groove differ by 3."""
_SHORTEST_BREAK_BARS: Final = 2
_BARS_BEFORE_BREAK: Final = 2
_DEEP_BREAK_DB: Final = 24.0

_BUILD_UP_BARS: Final = (16, 12, 8, 6, 4, 3, 2)
_STRONG_CLIMB: Final = {"level": 9.0, "brightness": 1.2, "density": 2.0, "air": 12.0}
"""A climb from end to end that leaves no doubt: decibels, octaves, doublings of the strokes a second, decibels."""
_CLIMB_WEIGHT: Final = {"level": 0.3, "brightness": 0.45, "density": 0.55, "air": 0.25}
_LEAST_CLIMB: Final = 0.35
_LONGEST_GAP_CELLS: Final = 4
"""The breath before the arrival: up to a bar in which everything stops."""
_GAP_DB: Final = 10.0

_STRONG_ARRIVAL_DB: Final = {"low": 12.0, "level": 8.0}
_LEAST_ARRIVAL: Final = 0.25
"""Share of a strong arrival: 3 dB of bass or 2 of level from one bar to the next."""
_TURN_ARRIVAL: Final = 0.3
"""What a section's beginning counts for by itself."""
_ARRIVAL_REACH_BARS: Final = 2
"""An arrival is the strongest within this many bars on both sides."""
_LEAST_RETURN_DB: Final = {"low": 6.0, "power": 2.0}
_STRONG_RETURN_DB: Final = {"low": 20.0, "power": 10.0}
_DROP_BARS: Final = 2
"""Bars compared on both sides of a drop."""
_IMPACT_BARS: Final = 1
_LEAST_STROKE: Final = 0.12
"""Of a strong attack: what counts as a stroke."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Score:
    """The song in bars and in cells of a quarter bar."""

    edges_s: Doubles
    """[bars + 1]."""
    level_db: Doubles
    """[bars × CELLS] as heard, under the song's loudest cell."""
    low_db: Doubles
    """[bars × CELLS] kick and bass, likewise."""
    power_db: Doubles
    """[bars × CELLS] of all bands, unweighted: a riser may sound louder than the drop, but moves less air."""
    air_db: Doubles
    brightness: Doubles
    """[bars × CELLS] octaves."""
    density: Doubles
    """[bars × CELLS] log2 of strokes a second, at least one."""
    kicks: NDArray[np.int64]
    """[bars] kicks struck."""
    turns: frozenset[int]
    """Bars in which a section begins."""

    @property
    def bars(self) -> int:
        return len(self.edges_s) - 1


@dataclass(frozen=True, order=True)
class _Span:
    """Bars [first, stop)."""

    first: int
    stop: int
    strength: float


def find_events(
    spectrum: Spectrum,
    onsets: Onsets,
    hits: Hits,
    downbeats_s: Doubles,
    sections: Sequence[Section],
    duration_s: float,
) -> tuple[Event, ...]:
    """Events by start; none in silence, in an even song, or with under FEWEST_BARS bars.

    A build-up or break ends on the downbeat on which the next thing begins; a drop lasts the bar of its impact.
    """
    if spectrum.silent or len(downbeats_s) < FEWEST_BARS:
        return ()
    score = _read_score(spectrum, onsets, hits, downbeats_s, sections, duration_s)
    thin = _thin_stretches(score)
    build_ups = _find_build_ups(score)
    drops = _find_drops(score, thin, build_ups)
    breaks = _find_breaks(score, thin, build_ups)
    found: dict[EventKind, list[_Span]] = {"build-up": build_ups, "drop": drops, "break": breaks}
    events = [_event(score, kind, span) for kind, spans in found.items() for span in spans]
    return tuple(sorted(events, key=lambda event: (event.start_s, event.kind)))


def _event(score: _Score, kind: EventKind, span: _Span) -> Event:
    start_s, end_s = float(score.edges_s[span.first]), float(score.edges_s[span.stop])
    return Event(kind=kind, start_s=start_s, end_s=end_s, strength=round(span.strength, 3))


def _read_score(
    spectrum: Spectrum,
    onsets: Onsets,
    hits: Hits,
    downbeats_s: Doubles,
    sections: Sequence[Section],
    duration_s: float,
) -> _Score:
    edges_s = _bar_edges(downbeats_s, duration_s)
    bars = np.arange(len(edges_s))
    cells_s = np.interp(np.arange((len(edges_s) - 1) * CELLS + 1) / CELLS, bars, edges_s)
    band = {name: spectrum.band_power[:, column] for column, name in enumerate(BANDS_HZ)}
    loudness = np.sqrt(spectrum.loudness_power)
    strokes_s = _strokes_s(onsets.full)
    per_s = np.histogram(strokes_s, cells_s)[0] / np.diff(cells_s)
    turns = {int(np.abs(edges_s - section.start_s).argmin()) for section in sections[1:]}
    return _Score(
        edges_s=edges_s,
        level_db=_relative_db(mean_between(spectrum.loudness_power, FRAME_RATE_HZ, cells_s)),
        low_db=_relative_db(mean_between(band["low"], FRAME_RATE_HZ, cells_s)),
        power_db=_relative_db(mean_between(spectrum.band_power.sum(axis=1), FRAME_RATE_HZ, cells_s)),
        air_db=_relative_db(mean_between(band["high"], FRAME_RATE_HZ, cells_s)),
        brightness=mean_between(spectrum.centroid_octaves * loudness, FRAME_RATE_HZ, cells_s)
        / np.maximum(mean_between(loudness, FRAME_RATE_HZ, cells_s), 1e-9),
        density=np.log2(np.maximum(per_s, 1.0)),
        kicks=np.histogram(hits.kick_s, edges_s)[0],
        turns=frozenset(turns),
    )


def _bar_edges(downbeats_s: Doubles, duration_s: float) -> Doubles:
    """Downbeats and one bar more; where beats were lost inside the song, bars of about the usual length."""
    bar_s = float(np.median(np.diff(downbeats_s)))
    edges = [float(downbeats_s[0])]
    for here, following in pairwise(downbeats_s.tolist()):
        missing = max(round((following - here) / bar_s), 1)
        edges += [here + (following - here) * k / missing for k in range(1, missing)] + [following]
    last = min(edges[-1] + bar_s, duration_s)
    # A downbeat on the song's last moment begins no bar.
    return np.array([*edges, last] if last > edges[-1] + bar_s / 2 else edges)


def _strokes_s(attack: Floats) -> Doubles:
    inner = attack[1:-1]
    peaks = np.flatnonzero((inner > _LEAST_STROKE) & (inner >= attack[:-2]) & (inner > attack[2:])) + 1
    return np.asarray(peaks / FRAME_RATE_HZ)


def _relative_db(power: Doubles) -> Doubles:
    return np.asarray(10 * np.log10(np.maximum(power / max(float(power.max()), 1e-12), 1e-6)))


def _bar_db(cells_db: Doubles) -> Doubles:
    """[bars] mean power of each bar's cells, in dB."""
    return np.asarray(10 * np.log10(np.mean(10 ** (cells_db.reshape(-1, CELLS) / 10), axis=1)))


def _mean_db(bars_db: Doubles) -> float:
    return float(10 * np.log10(np.mean(10 ** (bars_db / 10))))


def _thin_stretches(score: _Score) -> list[_Span]:
    """Where kick and bass are gone, at the song's ends too; strength by how far."""
    low_db = _bar_db(score.low_db)
    full_db = float(np.percentile(low_db, _FULL_PERCENTILE))
    thin = low_db < full_db - _THIN_DB
    edges = np.flatnonzero(np.diff(np.concatenate([[False], thin, [False]]).astype(np.int8)))
    return [
        _Span(int(first), int(stop), _share(full_db - _mean_db(low_db[first:stop]), _DEEP_BREAK_DB))
        for first, stop in edges.reshape(-1, 2)
    ]


def _share(value: float, strong: float) -> float:
    return float(np.clip(value / strong, 0.0, 1.0))


def _find_build_ups(score: _Score) -> list[_Span]:
    """The strongest climbs to an arrival, apart from each other."""
    found = [span for stop, arrival in _arrivals(score) for span in _climbs_to(score, stop, arrival)]
    chosen: list[_Span] = []
    for span in sorted(found, key=lambda span: -span.strength):
        if all(span.stop <= other.first or span.first >= other.stop for other in chosen):
            chosen.append(span)
    return sorted(chosen)


def _arrivals(score: _Score) -> Iterator[tuple[int, float]]:
    """Bars in which something arrives, and how strongly, 0..1: by what kick, bass and level gain on the bar before."""
    gains = np.zeros(score.bars)
    for name, cells_db in (("low", score.low_db), ("level", score.level_db)):
        gain = np.diff(_bar_db(cells_db), prepend=np.inf) / _STRONG_ARRIVAL_DB[name]
        gains = np.maximum(gains, np.clip(gain, 0.0, 1.0))
    for bar in score.turns:
        if bar < score.bars:
            gains[bar] = min(gains[bar] + _TURN_ARRIVAL, 1.0)
    for bar in range(_BUILD_UP_BARS[-1], score.bars):
        around = gains[max(bar - _ARRIVAL_REACH_BARS, 0) : bar + _ARRIVAL_REACH_BARS + 1]
        if gains[bar] >= max(_LEAST_ARRIVAL, float(around.max())):
            yield bar, float(gains[bar])


def _climbs_to(score: _Score, stop: int, arrival: float) -> Iterator[_Span]:
    for bars in _BUILD_UP_BARS:
        first = stop - bars
        if first < 0:
            continue
        climb = _climb(score, first * CELLS, _end_before_gap(score, first * CELLS, stop * CELLS))
        strength = climb * (0.6 + 0.4 * arrival)
        if strength > _LEAST_CLIMB:
            yield _Span(first, stop, min(strength, 1.0))


def _end_before_gap(score: _Score, first: int, stop: int) -> int:
    usual_db = float(np.median(score.level_db[first:stop]))
    end = stop
    while end > stop - _LONGEST_GAP_CELLS and score.level_db[end - 1] < usual_db - _GAP_DB:
        end -= 1
    return end


def _climb(score: _Score, first: int, stop: int) -> float:
    """How surely cells [first, stop) climb, 0..about 1.5."""
    if stop - first < CELLS:
        return 0.0
    curves = {
        "level": score.level_db,
        "brightness": score.brightness,
        "density": score.density,
        "air": score.air_db,
    }
    return sum(
        _CLIMB_WEIGHT[name] * _share(_even_rise(values[first:stop]), _STRONG_CLIMB[name])
        for name, values in curves.items()
    )


def _even_rise(values: Doubles) -> float:
    """From end to end, what the lesser of both halves' rises stands for; 0 where one step tells it better than a slope."""
    if _spread_about_slope(values) >= _spread_about_step(values):
        return 0.0
    thirds = [float(third.mean()) for third in np.array_split(values, 3)]
    # From the first third's centre to the second's is a third of the way.
    return 3 * min(thirds[1] - thirds[0], thirds[2] - thirds[1])


def _spread_about_slope(values: Doubles) -> float:
    way = np.linspace(-1.0, 1.0, len(values))
    slope = float(way @ values) / float(way @ way)
    return float(np.square(values - values.mean() - slope * way).sum())


def _spread_about_step(values: Doubles) -> float:
    """Squares left over by the best division into two level parts."""
    before = np.arange(1, len(values))
    sums = np.cumsum(values)[:-1]
    after = values.sum() - sums
    explained = np.square(sums) / before + np.square(after) / (len(values) - before)
    return float(np.square(values).sum() - explained.max())


def _find_drops(score: _Score, thin: list[_Span], build_ups: list[_Span]) -> list[_Span]:
    climbs = {span.stop: span.strength for span in build_ups}
    rests = {span.stop for span in thin if _is_break(score, span)}
    drops = []
    for bar in sorted(climbs.keys() | rests):
        returned = _return(score, bar)
        if returned > 0:
            strength = min(0.6 * returned + 0.6 * climbs.get(bar, 0.0), 1.0)
            drops.append(_Span(bar, min(bar + _IMPACT_BARS, score.bars), strength))
    return drops


def _return(score: _Score, bar: int) -> float:
    """0..1 how suddenly kick, bass and power come back in this bar; 0 where one of them does not."""
    if score.kicks[bar : bar + _DROP_BARS].sum() < _DROP_BARS or bar + _DROP_BARS > score.bars:
        return 0.0
    shares = []
    for name, cells_db in (("low", score.low_db), ("power", score.power_db)):
        bars_db = _bar_db(cells_db)
        rise = _mean_db(bars_db[bar : bar + _DROP_BARS]) - _mean_db(bars_db[max(bar - _DROP_BARS, 0) : bar])
        if rise < _LEAST_RETURN_DB[name]:
            return 0.0
        shares.append(_share(rise, _STRONG_RETURN_DB[name]))
    return float(np.mean(shares))


def _is_break(score: _Score, span: _Span) -> bool:
    """Long enough, inside the song, and out of a stretch in which kick and bass played."""
    long = span.stop - span.first >= _SHORTEST_BREAK_BARS
    inside = span.first >= _BARS_BEFORE_BREAK and span.stop < score.bars
    return long and inside and bool(score.kicks[max(span.first - 4, 0) : span.first].any())


def _find_breaks(score: _Score, thin: list[_Span], build_ups: list[_Span]) -> list[_Span]:
    """Thin stretches inside the song, each up to the build-up that leads out of it."""
    found = []
    for span in thin:
        if not _is_break(score, span):
            continue
        leading_out = [climb.first for climb in build_ups if span.first < climb.first < span.stop]
        stop = min([span.stop, *leading_out])
        covered = any(climb.first <= span.first < climb.stop for climb in build_ups)
        if not covered and stop - span.first >= _SHORTEST_BREAK_BARS:
            found.append(_Span(span.first, stop, span.strength))
    return found

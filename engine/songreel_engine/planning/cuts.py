"""Where the film is cut: on the frame nearest a beat, in a rhythm of half bars, bars and two bars that breathes with
the song.

Method: every frame that may hold a cut is a node; a path from frame 0 to the last frame is a way of cutting; the
cheapest path wins (dynamic programming: each node keeps its cheapest ways by the length of their last shot, and looks
back over one longest shot). A path pays for shots far from the length the music wants, for lengths that are no simple
share of a bar, for a shot as long as the one before, for cuts on weak beats and, dearly, for running over a section's
or a phrase's start. A seed sways the wanted length bar by bar, so that no two songs and no two phrases are cut alike.

Conventions: `cuts[0]` is frame 0; a cut is where a shot starts. Where no beat is near, a grid of whole seconds stands
in, and the cut says so. It does not choose transitions or pictures.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Final, Literal

import numpy as np

from songreel_engine.analysis.result import Analysis
from songreel_engine.planning.hearing import HeardSection, curve_mean, hear_sections
from songreel_engine.timebase import frame_to_seconds, seconds_to_frame

SHORTEST_S: Final = 0.9
LONGEST_S: Final = 6.5
GRID_S: Final = 1.0
"""Spacing of the stand-in grid where there are no beats."""
PHRASE_BARS: Final = 4
SHORTEST_PHRASE_S: Final = 4.0

CutReason = Literal["start", "section", "phrase", "drop", "downbeat", "beat", "grid", "asked"]

_NODE_COST: Mapping[CutReason, float] = {
    "start": 0.0, "section": -2.0, "phrase": -1.0, "drop": -1.5, "downbeat": 0.0, "beat": 0.9, "grid": 2.5,
    "asked": 0.0,
}  # fmt: skip
_SKIP_COST: Mapping[CutReason, float] = {"section": 1000.0, "phrase": 30.0, "drop": 1.0}
_RANK: tuple[CutReason, ...] = ("start", "section", "phrase", "drop", "downbeat", "beat", "grid", "asked")
_HALF_BAR_COST = 0.35
"""A cut in the middle of a bar: less than on any other weak beat."""
_LENGTH_WEIGHT = 3.0
_BAR_SHARES: Mapping[Fraction, float] = {
    Fraction(1, 2): 0.0, Fraction(1): 0.0, Fraction(2): 0.0, Fraction(4): 0.1, Fraction(3): 0.3, Fraction(3, 2): 0.3,
}  # fmt: skip
_ODD_SHARE_COST = 0.7
_UNCOUNTED_COST = 0.3
"""For a shot that starts or ends off the beat, where bars cannot be counted."""
_SWAYS = (0.45, 0.6, 1.0, 1.0, 1.5, 2.0)
"""What a bar may make of the wanted length: an editor holds some shots and hurries others."""
_REPEAT_COST = 0.9
"""For a shot as long as the one before: a rhythm, not a metronome."""
_ALIKE = 0.1
"""Lengths that differ by less than this share look equal."""
_JITTER = 0.25
_CLOSEST_NODES_S = 0.2
"""Beats that follow each other faster are thinned out: nobody sees which of them a cut stands on."""
_REFERENCE_BPM = 110.0
_NEAR_S = 0.35
"""How far from a section's start a beat may lie and still count as its first."""
_DROP_RISE = 0.25
_DROP_WINDOW_S = 1.5


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Where a shot starts, and why there."""

    frame: int
    reason: CutReason
    section: int | None = None
    """Index of the section that starts with this cut."""
    on_beat: bool
    off_beat_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A frame that was asked for as a cut, and is one whatever the music says."""

    frame: int
    off_beat_reason: str
    """Told where no beat falls on the frame."""


@dataclass(frozen=True, kw_only=True)
class _Node:
    frame: int
    reason: CutReason
    beat: int | None = None
    """Index of its beat."""
    weak: float = 0.0
    """What this beat costs beyond its reason's own cost."""
    section: int | None = None


def choose_cuts(
    analysis: Analysis,
    *,
    frame_rate: Fraction,
    frames: int,
    pace: float = 1.0,
    seed: int = 0,
    pins: Sequence[Pin] = (),
) -> tuple[Cut, ...]:
    """The cuts of a film of `frames` frames, the first on frame 0; shots run from one to the next, the last to the end.

    Every shot lasts SHORTEST_S to LONGEST_S (to the frame); a film shorter than two shortest shots is one shot.
    `pace` above 1 cuts faster. Between two `pins` (rising, inside the film) it cuts as if they were a film's ends, so
    that pins close together make shorter shots. Equal arguments give equal cuts.
    """
    sections = hear_sections(analysis)
    shortest = max(1, math.ceil(SHORTEST_S * frame_rate - 1e-9))
    longest = max(2 * shortest + 1, int(Fraction(LONGEST_S) * frame_rate))
    long_enough = frames >= 2 * shortest
    nodes = _nodes(analysis, sections, frame_rate, frames, longest) if long_enough or pins else []
    start = next((n for n in nodes if n.frame == 0), _Node(frame=0, reason="start"))
    fixed = _with_sections([start, *(_pinned(pin, nodes) for pin in pins)], nodes, shortest)
    chosen: list[_Node] = []
    for first, stop in zip(fixed, [*(pin.frame for pin in pins), frames], strict=True):
        inner = _thinned([n for n in nodes if first.frame + shortest <= n.frame <= stop - shortest], frame_rate)
        wanted = _wanted_lengths(analysis, sections, [first, *inner], frame_rate, pace=pace, seed=seed)
        chosen += _cheapest_path(
            [first, *inner],
            wanted,
            frames=stop,
            shortest=shortest,
            longest=longest,
            bar_beats=max(1, analysis.beats_per_bar),
            seed=seed,
        )
    reasons = {pin.frame: pin.off_beat_reason for pin in pins}
    return tuple(_cut(node, analysis, sections, reasons.get(node.frame)) for node in chosen)


def _pinned(pin: Pin, nodes: Sequence[_Node]) -> _Node:
    return next((n for n in nodes if n.frame == pin.frame), _Node(frame=pin.frame, reason="asked"))


def _with_sections(fixed: Sequence[_Node], nodes: Sequence[_Node], shortest: int) -> list[_Node]:
    """The fixed cuts; a section whose own cut would stand too near to one of them starts with that one."""
    taken = list(fixed)
    for node in (n for n in nodes if n.section is not None):
        nearest = min(range(len(taken)), key=lambda i: abs(taken[i].frame - node.frame))
        near = taken[nearest]
        if 0 < abs(near.frame - node.frame) < shortest and near.frame > 0 and near.section is None:
            taken[nearest] = replace(near, section=node.section)
    return taken


def _nodes(
    analysis: Analysis, sections: Sequence[HeardSection], frame_rate: Fraction, frames: int, longest: int
) -> list[_Node]:
    """Every frame that may hold a cut, rising; beats that fall on one frame are one node."""
    beats = _beat_nodes(analysis, frame_rate)
    nodes: dict[int, _Node] = {}
    for node in beats:
        kept = nodes.get(node.frame)
        if kept is None or _RANK.index(node.reason) < _RANK.index(kept.reason):
            nodes[node.frame] = node
    for index, section in enumerate(sections):
        if index:
            _mark_section(nodes, index, section.start_s, analysis, frame_rate)
    edges = sorted({0, *nodes, frames})
    grid = max(1, seconds_to_frame(GRID_S, frame_rate))
    for left, right in pairwise(edges):
        if right - left > longest // 2:
            for frame in range((left // grid + 1) * grid, right - grid // 2, grid):
                if frame - left >= grid // 2:
                    nodes[frame] = _Node(frame=frame, reason="grid")
    return [nodes[f] for f in sorted(nodes) if 0 <= f < frames]


def _thinned(nodes: Sequence[_Node], frame_rate: Fraction) -> list[_Node]:
    """The nodes without those that crowd a more telling one, or the one before."""
    gap = math.ceil(_CLOSEST_NODES_S * frame_rate)
    kept: list[_Node] = []
    for node in nodes:
        if not kept or node.frame - kept[-1].frame >= gap:
            kept.append(node)
        elif _RANK.index(node.reason) < _RANK.index(kept[-1].reason):
            kept[-1] = node
    return kept


def _beat_nodes(analysis: Analysis, frame_rate: Fraction) -> list[_Node]:
    downbeats = set(analysis.downbeats_s)
    bar_starts = [i for i, t in enumerate(analysis.beats_s) if t in downbeats]
    phrase_starts = _phrase_starts(analysis, bar_starts)
    nodes = []
    bar_start: int | None = None
    for index, time_s in enumerate(analysis.beats_s):
        reason: CutReason = "beat"
        weak = 0.0
        if time_s in downbeats:
            bar_start = index
            reason = "phrase" if index in phrase_starts else "drop" if _is_drop(analysis, time_s) else "downbeat"
        elif bar_start is not None and 2 * (index - bar_start) == analysis.beats_per_bar:
            weak = _HALF_BAR_COST - _NODE_COST["beat"]
        nodes.append(_Node(frame=seconds_to_frame(time_s, frame_rate), reason=reason, beat=index, weak=weak))
    return nodes


def _phrase_starts(analysis: Analysis, bar_starts: Sequence[int]) -> set[int]:
    """Beat indices where a phrase starts: every PHRASE_BARS bars, counted anew from each section's first bar.

    Bars too short to be felt as bars are counted in twos, fours … until a phrase lasts SHORTEST_PHRASE_S.
    """
    bars_s = np.array([analysis.beats_s[i] for i in bar_starts])
    phrase_bars = PHRASE_BARS
    if len(bars_s) > 1:
        bar_s = float(np.median(np.diff(bars_s)))
        phrase_bars *= 2 ** max(0, math.ceil(math.log2(SHORTEST_PHRASE_S / (bar_s * PHRASE_BARS))))
    starts: set[int] = set()
    for section in analysis.sections:
        first, stop = np.searchsorted(bars_s, [section.start_s - _NEAR_S, section.end_s - _NEAR_S])
        starts.update(bar_starts[first:stop:phrase_bars])
    return starts


def _is_drop(analysis: Analysis, time_s: float) -> bool:
    rate_hz, energy = analysis.feature_rate_hz, analysis.curves.energy
    before = curve_mean(energy, rate_hz, max(0.0, time_s - _DROP_WINDOW_S), time_s)
    return curve_mean(energy, rate_hz, time_s, time_s + _DROP_WINDOW_S) - before > _DROP_RISE


def _mark_section(
    nodes: dict[int, _Node], index: int, start_s: float, analysis: Analysis, frame_rate: Fraction
) -> None:
    """Puts the section's cut on its first downbeat, else on the beat nearest its start, else on the start itself."""
    period_s = 60.0 / analysis.tempo_bpm if analysis.tempo_bpm > 0 else 0.0
    reach_s = max(_NEAR_S, 0.6 * period_s)
    for times_s in (analysis.downbeats_s, analysis.beats_s):
        nearest_s = min(times_s, key=lambda t: abs(t - start_s), default=None)
        if nearest_s is not None and abs(nearest_s - start_s) <= reach_s:
            frame = seconds_to_frame(nearest_s, frame_rate)
            nodes[frame] = _Node(frame=frame, reason="section", beat=nodes[frame].beat, section=index)
            return
    frame = seconds_to_frame(start_s, frame_rate)
    nodes[frame] = _Node(frame=frame, reason="section", section=index)


def _wanted_lengths(
    analysis: Analysis,
    sections: Sequence[HeardSection],
    nodes: Sequence[_Node],
    frame_rate: Fraction,
    *,
    pace: float,
    seed: int,
) -> list[float]:
    """For each node the length in seconds that a shot starting there would like to have."""
    mean_energy = float(np.mean(analysis.curves.energy)) if analysis.curves.energy else 0.0
    tempo = (_REFERENCE_BPM / analysis.tempo_bpm) ** 0.35 if analysis.tempo_bpm > 0 else 1.0
    starts_s = np.array([s.start_s for s in sections])
    bar_beats = max(1, analysis.beats_per_bar)
    wanted = []
    for node in nodes:
        time_s = frame_to_seconds(node.frame, frame_rate)
        # Half a second of mercy: the cut that opens a section may lie a little before the section's own start.
        section = sections[max(0, int(np.searchsorted(starts_s, time_s + _NEAR_S, side="right")) - 1)]
        energy = curve_mean(analysis.curves.energy, analysis.feature_rate_hz, time_s, time_s + 2 * _DROP_WINDOW_S)
        place_in_bars = node.beat // bar_beats if node.beat is not None else int(time_s / (2 * GRID_S))
        sway = random.Random(f"{seed}:sway:{place_in_bars}").choice(_SWAYS)
        wanted.append(section.manner.shot_s * tempo * sway * 2.0 ** (mean_energy - energy) / pace)
    return [min(0.9 * LONGEST_S, max(1.1 * SHORTEST_S, length)) for length in wanted]


@dataclass(frozen=True, eq=False)
class _Way:
    """The cheapest way of cutting up to a node whose last shot has this length."""

    cost: float
    node: int
    last_frames: int
    before: "_Way | None"


def _cheapest_path(
    nodes: Sequence[_Node],
    wanted_s: Sequence[float],
    *,
    frames: int,
    shortest: int,
    longest: int,
    bar_beats: int,
    seed: int,
) -> list[_Node]:
    """The nodes of the cheapest way from nodes[0] to the end of the film, the end left out."""
    rng = random.Random(f"{seed}:cuts")
    at = [*(n.frame for n in nodes), frames]
    beat = [*(n.beat for n in nodes), None]
    own = [*(_NODE_COST[n.reason] + n.weak + rng.gauss(0.0, _JITTER) for n in nodes), 0.0]
    skipped = list(accumulate((_SKIP_COST.get(n.reason, 0.0) for n in nodes), initial=0.0))
    rhythm = _rhythm_costs(bar_beats, max((b for b in beat if b is not None), default=0) + 1)
    second = longest / LONGEST_S
    ways: list[list[_Way]] = [[_Way(0.0, 0, 0, None)]]
    for k in range(1, len(at)):
        arriving = []
        for j in range(bisect_left(at, at[k] - longest), bisect_right(at, at[k] - shortest)):
            length = at[k] - at[j]
            before = _cheapest_before(ways[j], length)
            if before is None:
                continue
            cost, way = before
            cost += _LENGTH_WEIGHT * math.log2(length / second / wanted_s[j]) ** 2
            left, right = beat[j], beat[k]
            cost += _UNCOUNTED_COST if left is None or right is None else rhythm[right - left]
            arriving.append(_Way(cost + skipped[k] - skipped[j + 1] + own[k], k, length, way))
        ways.append(sorted(arriving, key=lambda way: way.cost))
    path: list[_Node] = []
    step = ways[-1][0].before if ways[-1] else ways[0][0]
    while step is not None:
        path.append(nodes[step.node])
        step = step.before
    return path[::-1]


def _cheapest_before(ways: Sequence[_Way], length: int) -> tuple[float, _Way] | None:
    """The best way to go on from with a shot of this length, and its cost, dearer where the shot before is as long."""
    best: tuple[float, _Way] | None = None
    for way in ways:
        alike = abs(way.last_frames - length) <= _ALIKE * length
        cost = way.cost + _REPEAT_COST * alike
        if best is None or cost < best[0]:
            best = (cost, way)
        if not alike:
            break
    return best


def _rhythm_costs(bar_beats: int, count: int) -> list[float]:
    """Cost of a shot of 0, 1, 2 … beats: little for simple shares of a bar."""
    return [_BAR_SHARES.get(Fraction(beats, bar_beats), _ODD_SHARE_COST) for beats in range(count)]


def _cut(node: _Node, analysis: Analysis, sections: Sequence[HeardSection], asked: str | None) -> Cut:
    """The cut; `asked` says why it may stand off the beat, where it was asked for."""
    on_beat = node.beat is not None
    return Cut(
        frame=node.frame,
        reason="start" if node.frame == 0 else node.reason,
        section=node.section,
        on_beat=on_beat,
        off_beat_reason=None if on_beat else asked or _why_off_beat(node, analysis, sections),
    )


def _why_off_beat(node: _Node, analysis: Analysis, sections: Sequence[HeardSection]) -> str:
    if node.frame == 0:
        return "the film starts here"
    if not analysis.beats_s:
        return "no beat was found in this song"
    if node.section is not None:
        return f"the {sections[node.section].name} starts where no beat was found"
    return "no beat was found around here"

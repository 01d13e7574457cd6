"""The path of a song through its bars: where each beat falls, how long after the last, and which beat of the bar it is.

One dynamic programme over (frame, interval to the last beat, place in the bar), for bars of four, three and two beats at
once. A beat earns the log-odds of the evidence at its frame; intervals may drift cheaply, jump dearly, and a bar may be
broken off at a price. Beats are at least the shortest interval apart, so that many frames can be solved in one step.

Conventions: frames of FRAME_RATE_HZ. Knows nothing of sound or networks: evidence comes as log-odds.
Source: the state space is the bar pointer of Krebs, Böck and Widmer (ISMIR 2015), solved beat by beat.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, Floats

SLOWEST_BPM: Final = 38.0
FASTEST_BPM: Final = 216.0
INTERVALS: Final = np.arange(int(60 * FRAME_RATE_HZ / FASTEST_BPM), int(60 * FRAME_RATE_HZ / SLOWEST_BPM) + 1)
"""Frames from one beat to the next."""
BAR_LENGTHS: Final = (4, 3, 2)

_DRIFT: Final = 3
"""Frames by which neighbouring intervals may differ without a jump."""
_DRIFT_COST: Final = 60.0
"""For doubling the interval, had it been in one step; the first frame of difference is the grid's, not the player's."""
_UNEVEN_COST: Final = 0.25
_JUMP_COST: Final = 35.0
"""A new tempo altogether. All costs are in nats, as the evidence is."""
_BROKEN_BAR_COST: Final = 9.0

_SHORTEST, _LONGEST = int(INTERVALS[0]), int(INTERVALS[-1])
_COUNT: Final = len(INTERVALS)
_JUMPED: Final = 2 * _DRIFT + 1
_NEVER: Final = np.float32(-1e9)


@dataclass(frozen=True, kw_only=True, eq=False)
class BarPath:
    """The best path for one length of bar."""

    frames: NDArray[np.int64]
    """Of the beats, rising."""
    places: NDArray[np.int64]
    """Of each beat in its bar, 0 the first."""
    beats_per_bar: int
    score: float
    """Nats; comparable between paths through the same song."""


def find_paths(beat: Floats, downbeat: Floats, upbeat: Floats, taste: Floats) -> tuple[BarPath, ...]:
    """The best path for each of BAR_LENGTHS.

    `beat` [n]: log-odds that a beat falls on the frame. `downbeat`, `upbeat` [n]: what a beat there earns besides when
    it is, or is not, the first of its bar. `taste` [len(INTERVALS)]: what a beat after each interval earns besides.
    """
    solver = _Solver(len(beat))
    earned = np.stack(
        [beat + (downbeat if place == 0 else upbeat) for length in BAR_LENGTHS for place in range(length)], axis=1
    )
    solver.solve(earned.astype(np.float32), taste.astype(np.float32))
    return tuple(solver.path(group) for group in range(len(BAR_LENGTHS)))


class _Solver:
    """Forward pass and backtracking. State s is a place in a bar of one of the lengths, all in a row."""

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._firsts = np.cumsum((0, *BAR_LENGTHS[:-1]))
        self._states = sum(BAR_LENGTHS)
        # For each frame, next state and next interval: which interval came before, as an offset or `_JUMPED`.
        self._came_by = np.zeros((frames, self._states, _COUNT), dtype=np.uint8)
        self._jumped_from = np.zeros((frames, self._states), dtype=np.uint8)
        # For each frame and bar length: the place from which a new bar begins.
        self._broke_at = np.zeros((frames, len(BAR_LENGTHS), _COUNT), dtype=np.uint8)
        self._tail = np.full((_LONGEST, self._states, _COUNT), _NEVER, dtype=np.float32)
        self._costs = _drift_costs()

    def solve(self, earned: Floats, taste: Floats) -> None:
        # Before the song every state is as good: it may begin anywhere in a bar, at any tempo.
        entry = np.zeros((_LONGEST + _SHORTEST, self._states, _COUNT), dtype=np.float32)
        states = np.arange(self._states)[None, :, None]
        columns = np.arange(_COUNT)[None, None, :]
        for first in range(0, self._frames, _SHORTEST):
            stop = min(first + _SHORTEST, self._frames)
            size = stop - first
            rows = (np.arange(size)[:, None] + _LONGEST - INTERVALS[None, :])[:, None, :]
            score = entry[rows, states, columns] + earned[first:stop, :, None] + taste[None, None, :]
            self._remember(score)
            entry[_LONGEST : _LONGEST + size] = self._entered(score, first, stop)
            entry[:_LONGEST] = entry[size : _LONGEST + size].copy()

    def _remember(self, score: Floats) -> None:
        """Keeps the scores of the last frames, from which the best end is chosen."""
        size = len(score)
        self._tail = np.concatenate([self._tail[size:], score]) if size < _LONGEST else score[-_LONGEST:]

    def _entered(self, score: Floats, first: int, stop: int) -> Floats:
        """[frames, next state, next interval] the best way into what follows a beat at each frame."""
        turned = np.empty_like(score)
        for group, (start, length) in enumerate(zip(self._firsts, BAR_LENGTHS, strict=True)):
            turned[:, start + 1 : start + length] = score[:, start : start + length - 1]
            endings = score[:, start : start + length].copy()
            endings[:, :-1] -= _BROKEN_BAR_COST
            best = endings.argmax(axis=1)
            self._broke_at[first:stop, group] = best
            turned[:, start] = np.take_along_axis(endings, best[:, None], axis=1)[:, 0]
        return self._drifted(turned, first, stop)

    def _drifted(self, turned: Floats, first: int, stop: int) -> Floats:
        padded = np.pad(turned, ((0, 0), (0, 0), (_DRIFT, _DRIFT)), constant_values=_NEVER)
        best = np.full_like(turned, _NEVER)
        came_by = self._came_by[first:stop]
        for offset in range(_JUMPED):
            candidate = padded[:, :, offset : offset + _COUNT] - self._costs[offset]
            np.copyto(came_by, offset, where=candidate > best)
            np.maximum(best, candidate, out=best)
        source = turned.argmax(axis=2)
        self._jumped_from[first:stop] = source
        jumped = np.take_along_axis(turned, source[:, :, None], axis=2) - _JUMP_COST
        np.copyto(came_by, _JUMPED, where=jumped > best)
        np.maximum(best, jumped, out=best)
        return best

    def path(self, group: int) -> BarPath:
        start, length = int(self._firsts[group]), BAR_LENGTHS[group]
        tail = self._tail[-min(self._frames, _LONGEST) :, start : start + length]
        row, place, column = (int(v) for v in np.unravel_index(int(tail.argmax()), tail.shape))
        score = float(tail[row, place, column])
        frame = self._frames - len(tail) + row
        frames, places = [], []
        while True:
            frames.append(frame)
            places.append(place)
            frame -= int(INTERVALS[column])
            if frame < 0:
                break
            state = start + place
            came_by = int(self._came_by[frame, state, column])
            column = int(self._jumped_from[frame, state]) if came_by == _JUMPED else column + came_by - _DRIFT
            place = place - 1 if place else int(self._broke_at[frame, group, column])
        return BarPath(
            frames=np.asarray(frames[::-1], dtype=np.int64),
            places=np.asarray(places[::-1], dtype=np.int64),
            beats_per_bar=length,
            score=score,
        )


def _drift_costs() -> Floats:
    """[2 × _DRIFT + 1, intervals] cost of arriving at each interval from one `offset − _DRIFT` frames longer."""
    offsets = np.arange(-_DRIFT, _DRIFT + 1)[:, None]
    before = np.maximum(INTERVALS[None, :] + offsets, 1)
    octaves = np.abs(np.log2(before / INTERVALS[None, :]))
    grid = np.log2(1 + 1 / INTERVALS)[None, :]
    cost = _DRIFT_COST * np.maximum(octaves - 1.01 * grid, 0) + _UNEVEN_COST * (offsets != 0)
    return np.asarray(cost, dtype=np.float32)


def bars_over(frames: NDArray[np.int64], downbeat: Floats, upbeat: Floats) -> tuple[BarPath, ...]:
    """The best bars of each of BAR_LENGTHS over beats [k] that are known; `downbeat` and `upbeat` [k] as in `find_paths`."""
    return tuple(_bars_of(length, frames, downbeat, upbeat) for length in BAR_LENGTHS)


def _bars_of(length: int, frames: NDArray[np.int64], downbeat: Floats, upbeat: Floats) -> BarPath:
    count = len(frames)
    score = np.full((count, length), upbeat[0], dtype=np.float64)
    score[0, 0] = downbeat[0]
    broke_at = np.zeros(count, dtype=np.int64)
    for beat in range(1, count):
        score[beat, 1:] = score[beat - 1, :-1] + upbeat[beat]
        endings = score[beat - 1] - _BROKEN_BAR_COST
        endings[-1] += _BROKEN_BAR_COST
        broke_at[beat] = int(endings.argmax())
        score[beat, 0] = endings[broke_at[beat]] + downbeat[beat]
    place = int(score[-1].argmax())
    total = float(score[-1, place])
    places = np.zeros(count, dtype=np.int64)
    for beat in range(count - 1, -1, -1):
        places[beat] = place
        place = place - 1 if place else int(broke_at[beat])
    return BarPath(frames=frames, places=places, beats_per_bar=length, score=total)

"""Where one picture stops and another begins: cuts, and pictures that do not belong.

A jump is a frame that no movement makes out of the one before it. Two jumps close together, after which the picture is where
it was, enclose an insert: a flash, black, or frames from elsewhere. What remains are cuts; whether they were meant, `meant`
and `artefacts` say.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from songreel_engine.coherence.measures import REACH, Measures
from songreel_engine.timebase import FrameRange

UNLIKE: Final = 0.72
"""Below this a frame does not follow from the one before. Measured on songreel's films: cuts up to 0.53, moving pictures
from 0.88 (worn tape) upwards."""
OUTSTANDING: Final = 0.15
"""And it stands this far below its neighbours: footage that is all water never follows from itself, and is not all cuts."""
AROUND: Final = 6
"""Frames on each side that count as neighbours."""
SMEAR_GAP, FEWEST_SMEARED = 2, 3
"""Jumps at most so many frames apart, and at least so many of them, are one movement."""
FAR_AWAY: Final = 0.012
"""A step this long, as a share of the frame's diagonal, where its neighbours are short, is a leap and not a movement."""
LEAP_RATIO: Final = 6.0
STEADY_LIGHT: Final = 0.7
"""The darkest frame around a leap has at least this share of the brightest one's light."""
CALM: Final = 3
"""Frames on each side of a leap that are asked."""
LONE_SHARE: Final = 0.35
"""They move by less than this share of it: a fast pan goes far for several frames."""
FOLLOWS: Final = 0.8
"""And how well they follow; see `UNLIKE`."""
SAME_AGAIN: Final = 0.35
"""After an insert the picture differs from the one before it by less than this share of the jump."""
MOST_DIFFERENT: Final = 12.0
"""And by less than this, in steps of 255."""


@dataclass(frozen=True)
class Insert:
    """Frames between two jumps that have nothing to do with what stands around them."""

    span: FrameRange


@dataclass(frozen=True)
class Breaks:
    """All jumps of a film, told apart."""

    cuts: tuple[int, ...]
    """First frames of new pictures, rising; a film's first frame is none."""
    leaps: tuple[int, ...]
    """Frames where the same picture stands elsewhere at once."""
    inserts: tuple[Insert, ...]

    def stretches(self, frames: int) -> tuple[FrameRange, ...]:
        """The film between its jumps of every kind."""
        edges = {0, frames, *self.cuts, *self.leaps}
        for insert in self.inserts:
            edges |= {insert.span.start, insert.span.stop}
        ordered = sorted(edges)
        return tuple(FrameRange(start, stop) for start, stop in pairwise(ordered))


def find_breaks(measures: Measures) -> Breaks:
    """All jumps of the film; none in one that stands still."""
    jumps = _jumps(measures)
    inserts = _inserts(measures, jumps)
    enclosed = {edge for insert in inserts for edge in (insert.span.start, insert.span.stop)}
    cuts = _lone([frame for frame in jumps if frame not in enclosed])
    leaps = tuple(frame for frame in _leaps(measures, cuts) if frame not in enclosed)
    return Breaks(cuts=cuts, leaps=leaps, inserts=inserts)


def _jumps(measures: Measures) -> list[int]:
    explained = measures.explained
    candidates = np.flatnonzero(explained < UNLIKE)
    return [int(t) for t in candidates if t > 0 and explained[t] < _typical(explained, int(t)) - OUTSTANDING]


def _lone(jumps: list[int]) -> tuple[int, ...]:
    """Without those that come one upon the other: a whip pan tears the picture for several frames, a cut once."""
    groups: list[list[int]] = []
    for frame in jumps:
        if groups and frame - groups[-1][-1] <= SMEAR_GAP:
            groups[-1].append(frame)
        else:
            groups.append([frame])
    return tuple(frame for group in groups if len(group) < FEWEST_SMEARED for frame in group)


def _leaps(measures: Measures, cuts: tuple[int, ...]) -> list[int]:
    motion = measures.motion
    far = [int(t) for t in np.flatnonzero(motion > FAR_AWAY) if t > 0 and int(t) not in cuts]
    return [t for t in far if motion[t] > LEAP_RATIO * _typical(motion, t) and _is_calm_around(measures, t)]


def _is_calm_around(measures: Measures, at: int) -> bool:
    """Whether the frames on both sides move little, follow well and stand in much the same light.

    What smears, fades or flares looks like movement as well: nothing is where it was, because little can be seen.
    """
    near = slice(max(at - CALM, 1), at + CALM + 1)
    follows = np.delete(measures.explained[near], at - near.start)
    moves = np.delete(measures.motion[near], at - near.start)
    light = measures.luma[near]
    is_lone = bool(np.all(moves < LONE_SHARE * measures.motion[at]))
    return is_lone and bool(np.all(follows > FOLLOWS)) and float(light.min()) > STEADY_LIGHT * float(light.max())


def _typical(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]], at: int) -> float:
    """The median of the neighbours; of cuts among them only the better half counts."""
    around = np.concatenate([values[max(at - AROUND, 1) : at], values[at + 1 : at + 1 + AROUND]])
    return float(np.median(around)) if len(around) else float(values[at])


def _inserts(measures: Measures, jumps: list[int]) -> tuple[Insert, ...]:
    found: list[Insert] = []
    taken = -1
    for first in jumps:
        last = next((t for t in jumps if first < t < first + REACH and _returns(measures, first, t)), None)
        if last is not None and first > taken:
            found.append(Insert(FrameRange(first, last)))
            taken = last
    return tuple(found)


def _returns(measures: Measures, first: int, last: int) -> bool:
    """Whether frame `last` looks as the one before `first` did."""
    away = float(measures.back[last, last - first])
    return away < min(SAME_AGAIN * float(measures.back[first, 0]), MOST_DIFFERENT)

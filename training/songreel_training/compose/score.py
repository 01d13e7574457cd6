"""A song as a score: who plays what, when, in which section.

Conventions: positions in quarter notes from the first bar (`_q`, swing already applied), velocities in 0..1,
pitches as MIDI numbers. `Score.timeline` turns positions into seconds; the performance adds people's unevenness.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_training.compose.metre import Metre, Timeline

GHOST_VELOCITY: Final = 0.5
"""Drum hits below this are felt, not counted."""


@dataclass(frozen=True, slots=True)
class Note:
    start_q: float
    duration_q: float
    midi: int
    velocity: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One stroke on the drum kit; `drum` is a key of `perform.kit.GM_DRUM`."""

    at_q: float
    drum: str
    velocity: float


@dataclass(frozen=True, kw_only=True)
class Part:
    """One instrument. `sound` says how it is treated: clean, distorted, bass, or solo."""

    name: str
    program: int
    sound: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class VocalNote:
    start_s: float
    duration_s: float
    midi: int


@dataclass(frozen=True, kw_only=True)
class VocalLine:
    """What is sung: `notes` rise and do not overlap; `phrases` are (first, past-the-last) indices into them."""

    notes: tuple[VocalNote, ...]
    phrases: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Bar:
    start_q: float
    length_q: float


@dataclass(frozen=True, kw_only=True)
class ScoredSection:
    """A stretch of whole bars. Sections with one letter are the same music."""

    label: str
    letter: str
    first_bar: int
    bars: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Score:
    """A whole song. `kit` is "gm:<program>" or "electronic", empty without drums."""

    seed: int
    genre: str
    bpm: float
    metre: Metre
    bars: tuple[Bar, ...]
    timeline: Timeline
    sections: tuple[ScoredSection, ...]
    parts: tuple[Part, ...]
    hits: tuple[Hit, ...]
    kit: str
    vocal: VocalLine
    recipe: dict[str, object]

    @property
    def end_s(self) -> float:
        """Where the last bar ends; sound rings on after it."""
        return self.timeline.seconds(self.bars[-1].start_q + self.bars[-1].length_q)

    def beats(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """(times in seconds, place in the bar from 1) of every beat as notated."""
        at_q, place = [], []
        for bar in self.bars:
            count = max(1, round(bar.length_q / self.metre.beat_q))
            at_q += [bar.start_q + k * self.metre.beat_q for k in range(count)]
            place += list(range(1, count + 1))
        return np.array([self.timeline.seconds(q) for q in at_q]), np.array(place, dtype=np.int64)

    def section_edges_s(self) -> list[float]:
        """Start of every section, then the end of the last."""
        return [self.timeline.seconds(self.bars[s.first_bar].start_q) for s in self.sections] + [self.end_s]

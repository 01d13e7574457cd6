"""What every player of a section is told: its bars, its chords, its key, the drummer's feet."""

from dataclasses import dataclass

from songreel_training.compose.harmony import Chord, Key
from songreel_training.compose.metre import Metre
from songreel_training.compose.score import Bar


@dataclass(frozen=True, kw_only=True)
class Passage:
    """`chords[k]` are the (offset_q, chord) changes of bar k, the first at 0."""

    bars: tuple[Bar, ...]
    chords: tuple[tuple[tuple[float, Chord], ...], ...]
    next_chord: Chord
    """What follows the passage."""
    key: Key
    metre: Metre
    kicks_q: tuple[float, ...]
    loudness: float

    def chord_at(self, bar: int, offset_q: float) -> Chord:
        """The chord sounding in a bar; the offset may lie beyond its end (an anticipation hears the next bar's)."""
        if offset_q >= self.bars[bar].length_q - 1e-9:
            bar, offset_q = bar + 1, 0.0
        if bar >= len(self.bars):
            return self.next_chord
        return [chord for at_q, chord in self.chords[bar] if at_q <= offset_q + 1e-9][-1]

    @property
    def end_q(self) -> float:
        return self.bars[-1].start_q + self.bars[-1].length_q

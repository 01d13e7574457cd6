"""Keys, chords and progressions.

Conventions: degrees count from 0 in the key's scale; pitch classes 0..11.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

SCALE: Final[dict[str, tuple[int, ...]]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
}
BRIGHT: Final = (
    (0, 4, 5, 3),
    (0, 3, 4, 3),
    (0, 5, 3, 4),
    (0, 3, 0, 4),
    (3, 4, 0, 5),
    (0, 2, 3, 4),
    (5, 3, 0, 4),
    (0, 3),
    (0, 4),
    (0, 0, 3, 4),
    (3, 0, 4, 5),
    (0, 1, 3, 0),
    (0, 4, 1, 3),
    (0,),
)
DARK: Final = (
    (0, 5, 2, 6),
    (0, 6, 5, 6),
    (0, 3, 0, 4),
    (0, 3, 6, 2),
    (0, 5, 3, 4),
    (0, 0, 5, 6),
    (0, 6, 5, 4),
    (5, 6, 0, 0),
    (0, 2, 6, 3),
    (0, 5),
    (0, 3),
    (0, 0, 0, 6),
    (0,),
)
TURNS: Final = ((1, 4, 0, 5), (1, 4, 0, 0), (0, 5, 1, 4), (2, 5, 1, 4), (3, 2, 1, 0))
BLUES: Final = ((0, 0, 0, 0, 3, 3, 0, 0, 4, 3, 0, 4), (0, 3, 0, 0, 3, 3, 0, 0, 4, 3, 0, 0))
PROGRESSIONS: Final = {"bright": BRIGHT, "dark": DARK, "turns": TURNS, "blues": BLUES}


@dataclass(frozen=True)
class Chord:
    root: int
    """Pitch class."""
    tones: tuple[int, ...]
    """Pitch classes, root first."""


@dataclass(frozen=True)
class Key:
    tonic: int
    mode: str

    def pitch_class(self, degree: int) -> int:
        return (self.tonic + SCALE[self.mode][degree % 7]) % 12

    def chord(self, degree: int, size: int = 3) -> Chord:
        tones = tuple(self.pitch_class(degree + 2 * k) for k in range(size))
        return Chord(tones[0], tones)

    def near(self, midi: float) -> int:
        """The scale's pitch nearest to a pitch."""
        scale = [self.pitch_class(d) for d in range(7)]
        return min((m for m in range(int(midi) - 3, int(midi) + 5) if m % 12 in scale), key=lambda m: abs(m - midi))

    def stepped(self, midi: int, steps: int) -> int:
        """`steps` up (or down) the scale from a pitch of the scale."""
        scale = sorted(self.pitch_class(d) for d in range(7))
        place = scale.index(midi % 12) + steps
        return midi - midi % 12 + 12 * (place // 7) + scale[place % 7]


def pitched(pitch_class: int, around: int) -> int:
    """The pitch of that class nearest to `around`."""
    return around + (pitch_class - around + 6) % 12 - 6


def voiced(chord: Chord, around: int) -> tuple[int, ...]:
    """The chord's tones close around a pitch, rising."""
    return tuple(sorted({pitched(tone, around) for tone in chord.tones}))


def progression(kind: str, rng: np.random.Generator) -> tuple[int, ...]:
    """A row of degrees from the table."""
    rows = PROGRESSIONS[kind]
    return rows[int(rng.integers(len(rows)))]

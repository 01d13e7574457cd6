"""The musical material, as data: chords, rhythms, melodies. A minor and its relative C major.

Chord voicings lie so that voices move by a step or stay from each chord to the next.
"""

from dataclasses import dataclass
from typing import Final

Melody = tuple[tuple[float, float, int], ...]
"""(beat from the section's start, length in beats, pitch)."""


@dataclass(frozen=True)
class Chord:
    """A bass note and four upper voices."""

    root: int
    voicing: tuple[int, int, int, int]


CHORDS: Final = {
    "Am": Chord(33, (57, 60, 64, 69)),
    "F": Chord(29, (57, 60, 65, 69)),
    "C": Chord(36, (55, 60, 64, 67)),
    "G": Chord(31, (55, 59, 62, 67)),
    "Dm": Chord(38, (57, 62, 65, 69)),
    "Gsus": Chord(31, (55, 60, 62, 67)),
    "Cadd9": Chord(36, (55, 60, 62, 64)),
}

PROGRESSIONS: Final = {
    "verse": ("Am", "F", "C", "G"),
    "lift": ("F", "Dm", "Gsus", "G"),
    "chorus": ("C", "G", "Am", "F"),
    "bridge": ("Dm", "Am", "F", "Gsus"),
    "outro": ("Am", "F", "C", "Cadd9"),
}

ARPEGGIO: Final = (0, 2, 1, 3, 2, 4, 1, 3, 0, 2, 3, 4, 2, 3, 1, 2)
"""Sixteen steps a bar: which of the chord's tones sounds, lowest 0, its octave 4."""

BASS_RHYTHMS: Final = {
    "steady": ((0.0, 1.4, 0), (1.5, 0.45, 0), (2.0, 1.4, 0), (3.5, 0.45, 1)),
    "pedal": tuple((eighth / 2, 0.4, 0) for eighth in range(8)),
    "driving": tuple((eighth / 2, 0.45, 1 if eighth in (3, 7) else 0) for eighth in range(8)),
}
"""(beat, length, octaves above the root)."""

DRUM_PATTERNS: Final = {
    "ticks": {"hat": "5...3...5...3.3."},
    "verse": {
        "kick": "9.......9.5.....",
        "snare": "....8.......8...",
        "hat": "5.3.5.3.5.3.5.33",
    },
    "build": {
        "kick": "8...8...8...8...",
        "snare": "....6.......6.4.",
        "hat": "4343434343434343",
    },
    "chorus": {
        "kick": "9...9...9...9.6.",
        "snare": "....9.......9...",
        "hat": "6.4.6.4.6.4.6.4.",
        "open_hat": "..6...6...6...6.",
    },
}
"""Sixteen steps a bar; a digit is the velocity in ninths, a dot is rest."""

FILL: Final = {
    "kick": "9.......8.......",
    "snare": "....7...5.5.6788",
    "tom": "..........7.8.9.",
    "hat": "5.3.5.3.........",
}

_HOOK_CALL: Final = ((0.0, 1.5, 76), (1.5, 0.5, 74), (2.0, 1.0, 72), (3.0, 1.0, 74), (4.0, 1.5, 79), (5.5, 0.5, 74))
_HOOK_ANSWER: Final = ((8.0, 1.5, 72), (9.5, 0.5, 74), (10.0, 1.0, 76), (11.0, 1.0, 72), (12.0, 1.5, 69))
_HOOK_CLOSE: Final = ((24.0, 1.0, 76), (25.0, 1.0, 79), (26.0, 1.0, 81), (27.0, 1.0, 79), (28.0, 1.5, 77))

MELODIES: Final[dict[str, Melody]] = {
    "hook": (
        *_HOOK_CALL,
        (6.0, 2.0, 71),
        *_HOOK_ANSWER,
        (13.5, 0.5, 72),
        (14.0, 2.0, 77),
        *((beat + 16, beats, pitch) for beat, beats, pitch in _HOOK_CALL),
        (22.0, 2.0, 83),
        *_HOOK_CLOSE,
        (29.5, 0.5, 76),
        (30.0, 2.0, 72),
    ),
    "verse": (
        (0.5, 0.5, 64),
        (1.0, 1.0, 69),
        (2.0, 1.5, 67),
        (4.5, 0.5, 65),
        (5.0, 1.0, 69),
        (6.0, 1.5, 65),
        (8.5, 0.5, 64),
        (9.0, 1.0, 67),
        (10.0, 1.5, 72),
        (12.5, 0.5, 71),
        (13.0, 1.0, 67),
        (14.0, 1.5, 62),
        (16.5, 0.5, 64),
        (17.0, 1.0, 69),
        (18.0, 1.5, 72),
        (20.5, 0.5, 72),
        (21.0, 1.0, 69),
        (22.0, 1.5, 65),
        (24.5, 0.5, 67),
        (25.0, 1.0, 72),
        (26.0, 1.5, 76),
        (28.0, 1.0, 74),
        (29.0, 2.5, 71),
    ),
    "lift": (
        (0.0, 2.0, 69),
        (2.0, 2.0, 72),
        (4.0, 2.0, 74),
        (6.0, 2.0, 77),
        (8.0, 3.0, 74),
        (11.0, 1.0, 76),
        (12.0, 3.5, 79),
    ),
    "bridge": ((0.0, 3.0, 77), (3.0, 1.0, 76), (4.0, 3.5, 72), (8.0, 3.0, 69), (11.0, 1.0, 72), (12.0, 3.5, 74)),
}

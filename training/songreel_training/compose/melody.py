"""Melodies: phrases of two bars with pick-ups and breaths, for a voice or for a solo instrument."""

from typing import Final

import numpy as np

from songreel_training.compose.harmony import pitched
from songreel_training.compose.metre import STEP_Q
from songreel_training.compose.passage import Passage
from songreel_training.compose.rhythms import PHRASE, row_from, strokes
from songreel_training.compose.score import Note

_PHRASE_BARS: Final = 2


def _pitches(passage: Passage, at: list[tuple[int, float]], around: int, rng: np.random.Generator) -> list[int]:
    """A walk in the scale that meets the chord on strong places. `at` is (bar, offset_q) of each note."""
    midi = passage.key.near(around)
    pitches = []
    for bar, offset_q in at:
        midi = passage.key.stepped(
            midi, int(rng.choice([-2, -1, -1, 0, 1, 1, 2, 3], p=[0.1, 0.2, 0.1, 0.2, 0.2, 0.1, 0.06, 0.04]))
        )
        if abs(midi - around) > 8:
            midi = passage.key.near(midi + (around - midi) // 2)
        if offset_q % passage.metre.beat_q == 0 and rng.random() < 0.6:
            tones = [pitched(tone, midi) for tone in passage.chord_at(bar, offset_q).tones]
            midi = passage.key.near(min(tones, key=lambda tone: abs(tone - midi)))
        pitches.append(midi)
    return pitches


def melody(passage: Passage, rng: np.random.Generator, *, around: int, busy: float = 0.0) -> list[list[Note]]:
    """Phrases of rising, non-overlapping notes. `busy` is the share of long notes that are broken up (solos)."""
    steps = passage.metre.steps
    rows = [row_from(PHRASE, passage.metre.name, rng) for _ in range(2)]
    order = (0, 1) if rng.random() < 0.5 else (0, 0, 0, 1)
    phrases = []
    for number, first in enumerate(range(0, len(passage.bars), _PHRASE_BARS)):
        row = rows[order[number % len(order)]]
        slots = []
        for k in range(first, min(first + _PHRASE_BARS, len(passage.bars))):
            for step, length, _ in strokes(row, k - first, steps):
                if step * STEP_Q < passage.bars[k].length_q - 1e-9:
                    slots += _broken(k, step, length, busy, rng)
        if slots:
            pitches = _pitches(passage, [(k, step * STEP_Q) for k, step, _ in slots], around, rng)
            phrases.append(_notes(passage, slots, pitches))
    return phrases


def _broken(bar: int, step: int, length: int, busy: float, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    if length >= 2 and rng.random() < busy:
        half = length // 2
        return [(bar, step, half), (bar, step + half, length - half)]
    return [(bar, step, length)]


def _notes(passage: Passage, slots: list[tuple[int, int, int]], pitches: list[int]) -> list[Note]:
    notes = []
    for (bar, step, length), midi in zip(slots, pitches, strict=True):
        start_q = passage.bars[bar].start_q + step * STEP_Q
        notes.append(Note(start_q, length * STEP_Q * 0.92, midi, 0.8 * passage.loudness))
    return [
        Note(n.start_q, min(n.duration_q, following.start_q - n.start_q), n.midi, n.velocity)
        for n, following in zip(notes, [*notes[1:], Note(passage.end_q + 9, 0, 0, 0)], strict=True)
    ]

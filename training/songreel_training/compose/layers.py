"""Accompaniment: one function for each way of playing, all (passage, rng) → notes.

Conventions: what is drawn first in a function (rhythm, shape) makes the part's identity, so that the same seed
gives the same part in a returning section, whatever its length.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from songreel_training.compose.harmony import Chord, pitched, voiced
from songreel_training.compose.metre import STEP_Q
from songreel_training.compose.passage import Passage
from songreel_training.compose.rhythms import BASS, HELD, RIFF, STAB, STRUM, Rows, row_from, strokes
from songreel_training.compose.score import Note

Writer = Callable[[Passage, np.random.Generator], list[Note]]
Voicing = Callable[[Chord], tuple[int, ...]]
_ANTICIPATED_Q: Final = 0.5


def _played(passage: Passage, row: str, voicing: Voicing, *, strum_q: float = 0.0) -> list[Note]:
    """The row's strokes, on every bar's chords."""
    notes = []
    for index, bar in enumerate(passage.bars):
        for stroke, (step, length, accent) in enumerate(strokes(row, index, passage.metre.steps)):
            at_q = step * STEP_Q
            if at_q >= bar.length_q - 1e-9:
                continue
            pitches = voicing(passage.chord_at(index, at_q))
            pitches = pitches if stroke % 2 == 0 else pitches[::-1]
            duration_q = min(length * STEP_Q, bar.length_q - at_q) * 0.95
            for rank, midi in enumerate(pitches):
                velocity = (0.82 if accent else 0.66) * passage.loudness
                notes.append(Note(bar.start_q + at_q + rank * strum_q, duration_q, midi, velocity))
    return notes


def anticipated(notes: list[Note], passage: Passage, bars: set[int]) -> list[Note]:
    """The notes with the given bars' first strokes moved an eighth ahead, over what was there."""
    starts_q = {round(passage.bars[k].start_q, 6) for k in bars if 0 < k < len(passage.bars)}
    out = []
    for note in notes:
        if any(start - _ANTICIPATED_Q - 1e-6 <= note.start_q < start - 1e-6 for start in starts_q):
            continue
        early = any(start - 1e-6 <= note.start_q < start + 0.12 for start in starts_q)
        shift_q = _ANTICIPATED_Q if early else 0.0
        out.append(Note(note.start_q - shift_q, note.duration_q + shift_q, note.midi, note.velocity))
    return out


def _chords_in(table: dict[str, Rows], *, low: int, high: int, strum_q: float = 0.0) -> Writer:
    def write(passage: Passage, rng: np.random.Generator) -> list[Note]:
        row, around = row_from(table, passage.metre.name, rng), int(rng.integers(low, high))
        doubled = rng.random() < 0.4
        return _played(
            passage,
            row,
            lambda c: tuple(sorted({*voiced(c, around), *((pitched(c.root, around - 14),) if doubled else ())})),
            strum_q=strum_q,
        )

    return write


def skank(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Chords on the off-beats only: reggae, ska, polka."""
    around = int(rng.integers(58, 68))
    row = {
        "4/4": str(rng.choice(["..x...x...x...x.", "..x...x...x...x.", "..xx..xx..xx..xx", "....x.......x..."])),
        "3/4": "....x...x...",
        "6/8": "....x.....x.",
    }[passage.metre.name]
    return _played(passage, row, lambda c: voiced(c, around))


def oompah(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Bass on the beat, chord after it: waltz, polka, ragtime, stride."""
    around = int(rng.integers(57, 65))
    low, high = {
        "4/4": ("x-......x-......", "....x-......x-.."),
        "3/4": ("x---........", "....x-..x-.."),
        "6/8": ("x-....x-....", "....x-....x-"),
    }[passage.metre.name]
    bass = _played(passage, low, lambda c: (pitched(c.root, 43),))
    return bass + _played(passage, high, lambda c: voiced(c, around))


def arpeggio(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Broken chords in eighths, sixteenths or triplets, in cycles that need not fit the bar."""
    step_q = (
        float(rng.choice([0.5, 0.5, 0.25, 1 / 3]))
        if passage.metre.name != "6/8"
        else float(rng.choice([0.5, 0.5, 0.25]))
    )
    cycle = int(rng.choice([3, 4, 4, 6, 8]))
    around, spread = int(rng.integers(55, 74)), int(rng.integers(2))
    order = rng.permutation(cycle) if rng.random() < 0.3 else np.arange(cycle)
    accents = rng.random() < 0.5
    notes, count = [], 0
    ring_q = step_q * float(rng.choice([0.9, 2.0, 4.0]))
    for index, bar in enumerate(passage.bars):
        restart = spread == 0
        count = 0 if restart else count
        for k in range(round(bar.length_q / step_q)):
            tones = voiced(passage.chord_at(index, k * step_q), around)
            ladder = [*tones, *(t + 12 for t in tones), *(t + 24 for t in tones)]
            place = int(order[count % cycle]) % len(ladder)
            velocity = (0.75 if accents and count % cycle == 0 else 0.6) * passage.loudness
            notes.append(Note(bar.start_q + k * step_q, ring_q, ladder[place], velocity))
            count += 1
    return notes


def _power(root: int) -> tuple[int, ...]:
    low = pitched(root, 42)
    return (low, low + 7, low + 12)


def chug(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Palm-muted low strokes with accented power chords; syncopated riffs, gallops, pick-ups, one to four bars long."""
    name = passage.metre.name
    rows = [row_from(RIFF, name, rng) for _ in range(int(rng.choice([1, 1, 2, 4])))]
    if rng.random() < 0.25:
        rows = ["".join(rng.choice(list("XXxx..--"), p=None, size=passage.metre.steps)) for _ in rows]
        rows = ["x" + row[1:] for row in rows]
    pedal = rng.random() < 0.5
    offsets = rng.choice([0, 0, 0, 1, 3, 5, -2], size=32)
    notes = []
    for index, bar in enumerate(passage.bars):
        row = rows[index % len(rows)]
        for stroke, (step, length, accent) in enumerate(strokes(row, index, passage.metre.steps)):
            at_q = step * STEP_Q
            if at_q >= bar.length_q - 1e-9:
                continue
            chord = passage.chord_at(index, at_q)
            root = (passage.key.tonic if pedal and not accent else chord.root) % 12
            if accent:
                pitches = _power(root + int(offsets[(stroke + index * 7) % 32]) if pedal else root)
                duration_q, velocity = max(length, 2) * STEP_Q * 0.95, 0.9
            else:
                pitches = _power(root)[:2]
                duration_q, velocity = (0.13 if length == 1 else length * STEP_Q * 0.8), 0.66
            duration_q = min(duration_q, bar.length_q - at_q)
            notes += [Note(bar.start_q + at_q, duration_q, m, velocity * passage.loudness) for m in pitches]
    return notes


def single_riff(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """A single-note riff over the scale, repeated, following the chords' roots or not."""
    rows = [row_from(RIFF, passage.metre.name, rng) for _ in range(int(rng.choice([1, 2, 2])))]
    walk = np.clip(np.cumsum(rng.integers(-2, 3, size=64)), -4, 6)
    follows, around = rng.random() < 0.5, int(rng.choice([40, 45, 52, 60]))
    notes = []
    for index, bar in enumerate(passage.bars):
        chord = passage.chord_at(index, 0.0)
        root = passage.key.near(pitched(chord.root if follows else passage.key.tonic, around))
        for k, (step, length, accent) in enumerate(strokes(rows[index % len(rows)], 0, passage.metre.steps)):
            if step * STEP_Q < bar.length_q - 1e-9:
                midi = passage.key.stepped(root, int(walk[(k + 16 * (index % len(rows))) % 64]) if k else 0)
                velocity = (0.85 if accent else 0.68) * passage.loudness
                notes.append(Note(bar.start_q + step * STEP_Q, length * STEP_Q * 0.9, midi, velocity))
    return notes


def power_chords(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Open power chords, held or strummed."""
    row = row_from(STRUM, passage.metre.name, rng)
    return _played(passage, row, lambda c: _power(c.root), strum_q=0.01)


def tremolo(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """The chord's root and a moving upper voice in running sixteenths (metal, surf, film)."""
    around = int(rng.integers(50, 66))
    walk = rng.integers(0, 3, size=16)
    notes = []
    for index, bar in enumerate(passage.bars):
        for k in range(round(bar.length_q / STEP_Q)):
            tones = voiced(passage.chord_at(index, k * STEP_Q), around)
            midi = tones[int(walk[(k // 4) % 16]) % len(tones)]
            notes.append(Note(bar.start_q + k * STEP_Q, STEP_Q * 0.9, midi, 0.66 * passage.loudness))
    return notes


def bass_pattern(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Roots in a rhythm of its own, sometimes an octave or a fifth on the way."""
    row = row_from(BASS, passage.metre.name, rng)
    leap = rng.choice([0, 0, 0, 7, 12], size=16)
    notes = _played(passage, row, lambda c: (pitched(c.root, 35),))
    return [Note(n.start_q, n.duration_q, n.midi + int(leap[k % 16]), n.velocity) for k, n in enumerate(notes)]


def bass_with_kick(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """A root wherever the bass drum strikes; without drums, in its own rhythm."""
    gate = float(rng.choice([0.4, 0.7, 0.98]))
    if not passage.kicks_q:
        return bass_pattern(passage, rng)
    starts_q = sorted({round(q, 4) for q in passage.kicks_q})
    notes = []
    for q, following in zip(starts_q, [*starts_q[1:], passage.end_q], strict=True):
        index = max(k for k, bar in enumerate(passage.bars) if bar.start_q <= q + 1e-6)
        midi = pitched(passage.chord_at(index, q - passage.bars[index].start_q).root, 35)
        notes.append(Note(q, min(following - q, 2.0) * gate, midi, 0.8 * passage.loudness))
    return notes


def walking(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """A note on every beat, stepping towards the next chord's root."""
    notes = []
    for index, bar in enumerate(passage.bars):
        beats = max(1, round(bar.length_q / passage.metre.beat_q))
        here = pitched(passage.chord_at(index, 0.0).root, 38)
        goal = pitched(passage.chord_at(index, bar.length_q).root, 38)
        for k in range(beats):
            chord = passage.chord_at(index, k * passage.metre.beat_q)
            midi = (
                here
                if k == 0
                else goal + int(rng.choice([-1, 1, 2, -2]))
                if k == beats - 1
                else pitched(int(rng.choice(chord.tones)), 40)
            )
            notes.append(
                Note(bar.start_q + k * passage.metre.beat_q, passage.metre.beat_q * 0.9, midi, 0.72 * passage.loudness)
            )
    return notes


def tumbao(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Bass that never plays the one: anticipating fifth and root, as in salsa."""
    gate = float(rng.uniform(0.6, 0.95))
    notes = []
    for index, bar in enumerate(passage.bars):
        if bar.length_q < 4:
            continue
        now, then = passage.chord_at(index, 0.0), passage.chord_at(index, bar.length_q)
        notes.append(Note(bar.start_q + 1.5, 1.5 * gate, pitched(now.root + 7, 40), 0.75 * passage.loudness))
        notes.append(Note(bar.start_q + 3.0, 2.0 * gate, pitched(then.root, 36), 0.8 * passage.loudness))
    return notes


def octaves(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Root and octave in turn, in eighths or sixteenths: disco, synthwave."""
    step_q = float(rng.choice([0.5, 0.5, 0.25]))
    notes = []
    for index, bar in enumerate(passage.bars):
        for k in range(round(bar.length_q / step_q)):
            root = pitched(passage.chord_at(index, k * step_q).root, 35)
            notes.append(Note(bar.start_q + k * step_q, step_q * 0.8, root + 12 * (k % 2), 0.76 * passage.loudness))
    return notes


def off_beat_bass(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Between the kicks, as in trance and house."""
    row = {
        "4/4": str(rng.choice(["..x-..x-..x-..x-", ".xxx.xxx.xxx.xxx", "..x-..xx..x-..xx"])),
        "3/4": "..x-..x-..x-",
        "6/8": "..x-x-..x-x-",
    }
    return _played(passage, row[passage.metre.name], lambda c: (pitched(c.root, 35),))


def pedal(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """One long note under everything, newly struck every bar or two."""
    every, midi = int(rng.choice([1, 2])), pitched(passage.key.tonic, int(rng.choice([36, 48])))
    return [
        Note(bar.start_q, bar.length_q * every * 0.98, midi, 0.6 * passage.loudness)
        for index, bar in enumerate(passage.bars)
        if index % every == 0
    ]


def swell(passage: Passage, rng: np.random.Generator) -> list[Note]:
    """Slow chords that start softly, some of them late: strings, pads, choirs."""
    around = int(rng.integers(56, 70))
    notes = _played(passage, row_from(HELD, passage.metre.name, rng), lambda c: voiced(c, around))
    return [Note(n.start_q, n.duration_q * 1.03, n.midi, n.velocity * 0.85) for n in notes]


WRITERS: Final[dict[str, Writer]] = {
    "strum": _chords_in(STRUM, low=54, high=62, strum_q=0.025),
    "keys": _chords_in(STRUM, low=55, high=66),
    "stabs": _chords_in(STAB, low=58, high=70),
    "held": _chords_in(HELD, low=55, high=68),
    "swell": swell,
    "skank": skank,
    "oompah": oompah,
    "arpeggio": arpeggio,
    "chug": chug,
    "riff": single_riff,
    "power": power_chords,
    "tremolo": tremolo,
    "bass": bass_pattern,
    "bass with kick": bass_with_kick,
    "walking": walking,
    "tumbao": tumbao,
    "octaves": octaves,
    "off-beat bass": off_beat_bass,
    "pedal": pedal,
}

"""The composition: who plays what and when, and the truth an analysis of it should find.

Conventions: time in beats from the first bar; bars count from 0; pitches are MIDI numbers; velocities 0..1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from songreel_engine.bundled_song.parts import (
    ARPEGGIO,
    BASS_RHYTHMS,
    CHORDS,
    DRUM_PATTERNS,
    FILL,
    MELODIES,
    PROGRESSIONS,
    Melody,
)

TITLE: Final = "First Light"
TEMPO_BPM: Final = 118.0
BEATS_PER_BAR: Final = 4
START_S: Final = 0.25
"""Silence before the first beat."""
TAIL_S: Final = 2.0
"""For the last chord to ring out."""
STEPS_PER_BEAT: Final = 4


@dataclass(frozen=True, kw_only=True)
class Note:
    """A pitched note of one part."""

    part: str
    beat: float
    beats: float
    pitch: int
    velocity: float


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A drum struck."""

    drum: str
    beat: float
    velocity: float


@dataclass(frozen=True, kw_only=True)
class ScoreSection:
    """A section in time."""

    label: str
    letter: str
    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True)
class Score:
    """The song as written, and its truth."""

    title: str
    tempo_bpm: float
    beats_per_bar: int
    duration_s: float
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]
    sections: tuple[ScoreSection, ...]
    """Tile [0, duration_s]."""
    notes: tuple[Note, ...]
    hits: tuple[Hit, ...]
    seed: int
    """Of the noise in drums and of the room."""

    def beat_to_s(self, beat: float) -> float:
        """When a beat, counted from the first bar, falls."""
        return START_S + beat * 60 / self.tempo_bpm


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What plays in a section."""

    label: str
    letter: str
    bars: int
    progression: str
    drums: str | None
    bass: str | None
    melody: str | None
    arpeggio: float
    """Velocity; 0 is silent."""
    pad: float
    ends_with_fill: bool = False
    rhythm: float = 1.0
    """How hard drums and bass play."""
    octave_lead: bool = False
    """The lead is doubled an octave up."""


_FORM: Final = (
    _Plan(
        label="intro",
        letter="A",
        bars=4,
        progression="verse",
        drums="ticks",
        rhythm=0.8,
        bass=None,
        melody=None,
        arpeggio=0.6,
        pad=0.6,
    ),
    _Plan(
        label="verse",
        letter="B",
        bars=8,
        progression="verse",
        drums="verse",
        rhythm=0.62,
        bass="steady",
        melody="verse",
        arpeggio=0.3,
        pad=0.3,
    ),
    _Plan(
        label="pre-chorus",
        letter="C",
        bars=4,
        progression="lift",
        drums="build",
        rhythm=0.75,
        bass="pedal",
        melody="lift",
        arpeggio=0.5,
        pad=0.5,
        ends_with_fill=True,
    ),
    _Plan(
        label="chorus",
        letter="D",
        bars=8,
        progression="chorus",
        drums="chorus",
        bass="driving",
        melody="hook",
        arpeggio=0.6,
        pad=1.0,
        ends_with_fill=True,
    ),
    _Plan(
        label="verse",
        letter="B",
        bars=8,
        progression="verse",
        drums="verse",
        rhythm=0.62,
        bass="steady",
        melody="verse",
        arpeggio=0.35,
        pad=0.35,
        ends_with_fill=True,
    ),
    _Plan(
        label="chorus",
        letter="D",
        bars=8,
        progression="chorus",
        drums="chorus",
        bass="driving",
        melody="hook",
        arpeggio=0.6,
        pad=1.0,
    ),
    _Plan(
        label="bridge",
        letter="E",
        bars=4,
        progression="bridge",
        drums=None,
        bass=None,
        melody="bridge",
        arpeggio=0.35,
        pad=0.7,
        ends_with_fill=True,
    ),
    _Plan(
        label="chorus",
        letter="D",
        bars=8,
        progression="chorus",
        drums="chorus",
        bass="driving",
        melody="hook",
        arpeggio=0.7,
        pad=1.0,
        octave_lead=True,
    ),
    _Plan(
        label="outro",
        letter="F",
        bars=4,
        progression="outro",
        drums=None,
        bass=None,
        melody=None,
        arpeggio=0.55,
        pad=0.7,
    ),
)


def compose() -> Score:
    """The song. The same at every call."""
    notes: list[Note] = []
    hits: list[Hit] = []
    first_bars = [0]
    for plan in _FORM:
        first_beat = float(first_bars[-1] * BEATS_PER_BAR)
        notes += [*_pads(plan, first_beat), *_arpeggio(plan, first_beat), *_bass(plan, first_beat)]
        notes += _lead(plan, first_beat)
        hits += _drums(plan, first_beat)
        first_bars.append(first_bars[-1] + plan.bars)
    beat_s = 60 / TEMPO_BPM
    beats = first_bars[-1] * BEATS_PER_BAR
    duration_s = START_S + beats * beat_s + TAIL_S
    edges_s = [0.0, *(START_S + bar * BEATS_PER_BAR * beat_s for bar in first_bars[1:-1]), duration_s]
    beats_s = tuple(START_S + beat * beat_s for beat in range(beats))
    return Score(
        title=TITLE,
        tempo_bpm=TEMPO_BPM,
        beats_per_bar=BEATS_PER_BAR,
        duration_s=duration_s,
        beats_s=beats_s,
        downbeats_s=beats_s[::BEATS_PER_BAR],
        sections=tuple(
            ScoreSection(label=plan.label, letter=plan.letter, start_s=edges_s[i], end_s=edges_s[i + 1])
            for i, plan in enumerate(_FORM)
        ),
        notes=tuple(notes),
        hits=tuple(hits),
        seed=118,
    )


def _chords(plan: _Plan, first_beat: float) -> Iterator[tuple[float, str]]:
    """The beat and the chord of each bar."""
    names = PROGRESSIONS[plan.progression]
    for bar in range(plan.bars):
        yield first_beat + bar * BEATS_PER_BAR, names[bar % len(names)]


def _pads(plan: _Plan, first_beat: float) -> Iterator[Note]:
    for beat, chord in _chords(plan, first_beat):
        for pitch in CHORDS[chord].voicing:
            yield Note(part="pad", beat=beat, beats=BEATS_PER_BAR, pitch=pitch, velocity=plan.pad)


def _arpeggio(plan: _Plan, first_beat: float) -> Iterator[Note]:
    for beat, chord in _chords(plan, first_beat):
        tones = [*CHORDS[chord].voicing, CHORDS[chord].voicing[0] + 12]
        for step, tone in enumerate(ARPEGGIO):
            accent = 1.0 if step % 4 == 0 else 0.75
            yield Note(
                part="arpeggio",
                beat=beat + step / STEPS_PER_BEAT,
                beats=0.5,
                pitch=tones[tone] + 12,
                velocity=plan.arpeggio * accent,
            )


def _bass(plan: _Plan, first_beat: float) -> Iterator[Note]:
    if plan.bass is None:
        return
    for beat, chord in _chords(plan, first_beat):
        for at, beats, octave in BASS_RHYTHMS[plan.bass]:
            pitch = CHORDS[chord].root + 12 * octave
            yield Note(part="bass", beat=beat + at, beats=beats, pitch=pitch, velocity=0.9 * plan.rhythm)


def _lead(plan: _Plan, first_beat: float) -> Iterator[Note]:
    if plan.melody is None:
        return
    melody: Melody = MELODIES[plan.melody]
    velocity = 0.9 if plan.melody == "hook" else 0.6
    for at, beats, pitch in melody:
        yield Note(part="lead", beat=first_beat + at, beats=beats, pitch=pitch, velocity=velocity)
        if plan.octave_lead:
            yield Note(part="lead", beat=first_beat + at, beats=beats, pitch=pitch + 12, velocity=0.35)


def _drums(plan: _Plan, first_beat: float) -> Iterator[Hit]:
    if plan.drums == "chorus":
        yield Hit(drum="crash", beat=first_beat, velocity=0.9)
    for bar in range(plan.bars):
        last = bar == plan.bars - 1
        pattern = FILL if last and plan.ends_with_fill else DRUM_PATTERNS.get(plan.drums or "", {})
        for drum, steps in pattern.items():
            for step, mark in enumerate(steps):
                if mark != ".":
                    beat = first_beat + bar * BEATS_PER_BAR + step / STEPS_PER_BEAT
                    yield Hit(drum=drum, beat=beat, velocity=int(mark) / 9 * plan.rhythm)

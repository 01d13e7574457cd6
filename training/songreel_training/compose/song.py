"""`write_song`: a seed becomes a score.

Pure and seeded: the same seed gives the same song. Each letter has its own dice, so that returning sections are the
same music; what varies on return (fills, who plays) is thrown anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from songreel_training.compose.arrangement import MANNERS, Cast, cast_section, drum_order
from songreel_training.compose.drumming import drum_section, groove_for
from songreel_training.compose.form import Plan, plan_form, plan_tempo
from songreel_training.compose.genres import GENRES, Genre, Layer
from songreel_training.compose.harmony import Chord, Key, progression
from songreel_training.compose.layers import WRITERS, anticipated
from songreel_training.compose.melody import melody
from songreel_training.compose.metre import METRE, Metre, Timeline, swung
from songreel_training.compose.passage import Passage
from songreel_training.compose.score import Bar, Hit, Note, Part, Score, ScoredSection, VocalLine, VocalNote

SHORTEST_S: Final = 50.0
LONGEST_S: Final = 110.0
_ENDING_CHANCE: Final = 0.5
_STOP_CHANCE: Final = 0.1
_PAUSE_CHANCE: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class _Chair:
    """A taken layer: its place (-1 the bass), its instrument and the seed of its part."""

    place: int
    layer: Layer
    program: int
    seed: int

    @property
    def name(self) -> str:
        return "bass" if self.place < 0 else f"layer {self.place + 1}"


@dataclass(frozen=True, kw_only=True)
class _Band:
    """What holds for the whole song."""

    seed: int
    genre: Genre
    metre: Metre
    key: Key
    chairs: tuple[_Chair, ...]
    lead_program: int
    lead_sound: str
    swing: tuple[float, float]
    sung: bool
    around: int
    fill_every: int
    anticipates: bool


def write_song(seed: int) -> Score:
    """The song of that seed: 50 to 110 s, a genre by its weight, every choice from the seed."""
    rng = np.random.default_rng([seed, 1])
    names = list(GENRES)
    weights = np.array([GENRES[name].weight for name in names])
    name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    genre = GENRES[name]
    metre = METRE[genre.metre]
    bpm = float(np.exp(rng.uniform(*np.log(genre.bpm))))
    plan = plan_form(genre.form, metre, bpm, float(rng.uniform(SHORTEST_S + 4, LONGEST_S - 6)), rng)
    ending = rng.random() < _ENDING_CHANCE
    if ending:
        plan = _with_ending(plan, metre)
    timeline, tempo = plan_tempo(plan, metre, bpm, rng.random() < genre.steady, rng)
    band = _band(seed, genre, metre, rng)
    tracks = _Tracks(band, plan, rng)
    for index in range(len(plan.sections)):
        tracks.write(index, ending and index == len(plan.sections) - 1)
    tracks.stop(rng)
    return _score(seed, name, bpm, plan, timeline, tempo, band, tracks, rng)


def _band(seed: int, genre: Genre, metre: Metre, rng: np.random.Generator) -> _Band:
    taken = [(k, layer) for k, layer in enumerate(genre.layers) if k == 0 or rng.random() < layer.chance]
    if genre.bass is not None and rng.random() < genre.bass.chance:
        taken.append((-1, genre.bass))
    chairs = tuple(
        _Chair(place=k, layer=layer, program=int(rng.choice(layer.programs)), seed=int(rng.integers(2**31)))
        for k, layer in taken
    )
    unit, low, high = genre.swing
    swings = rng.random() < genre.swing_chance
    lead = int(rng.choice(genre.leads))
    return _Band(
        seed=seed,
        genre=genre,
        metre=metre,
        key=Key(int(rng.integers(12)), str(rng.choice(genre.modes))),
        chairs=chairs,
        lead_program=lead,
        lead_sound="distorted" if lead in (29, 30) and rng.random() < 0.7 else "clean",
        swing=(unit, float(rng.uniform(low, high))) if swings else (0.0, 0.5),
        sung=rng.random() < genre.sung,
        around=int(rng.choice([52, 55, 60, 64, 67])),
        fill_every=int(rng.choice([4, 4, 8])),
        anticipates=rng.random() < genre.anticipates,
    )


def _with_ending(plan: Plan, metre: Metre) -> Plan:
    """One more downbeat, on which everybody ends."""
    last, end = plan.sections[-1], plan.bars[-1]
    bar = Bar(start_q=end.start_q + end.length_q, length_q=metre.beat_q)
    return Plan(sections=(*plan.sections[:-1], replace(last, bars=last.bars + 1)), bars=(*plan.bars, bar))


class _Tracks:
    """The parts while they are written, section by section."""

    def __init__(self, band: _Band, plan: Plan, rng: np.random.Generator) -> None:
        self.band, self.plan, self.rng = band, plan, rng
        self.notes: dict[str, list[Note]] = {chair.name: [] for chair in band.chairs} | {"lead": [], "voice": []}
        self.phrases: list[int] = []
        self.hits: list[Hit] = []
        self.half_chords = rng.random() < 0.25

    def write(self, index: int, ends: bool) -> None:
        """Everything in section `index`; with `ends`, its last bar is the closing chord."""
        section, genre = self.plan.sections[index], self.band.genre
        bars = self.plan.bars[section.first_bar : section.first_bar + section.bars - ends]
        following = self.plan.sections[index + 1].label if index + 1 < len(self.plan.sections) else ""
        cast = cast_section(genre, section.label, [c.place for c in self.band.chairs], self.rng)
        own = np.random.default_rng([self.band.seed, 2, ord(section.letter)])
        chords = self._chords(bars, own)
        hits = self._drums(section, bars, cast, following == "chorus", own)
        passage = Passage(
            bars=bars,
            chords=chords,
            next_chord=self.band.key.chord(0, genre.chord_size),
            key=self.band.key,
            metre=self.band.metre,
            kicks_q=tuple(h.at_q for h in hits if h.drum == "kick"),
            loudness=MANNERS[section.label].loudness,
        )
        self.hits += hits
        self._accompany(section, passage, cast, own)
        self._sing(section, passage)
        if ends:
            self._close(self.plan.bars[section.first_bar + section.bars - 1], cast)

    def _chords(self, bars: Sequence[Bar], own: np.random.Generator) -> tuple[tuple[tuple[float, Chord], ...], ...]:
        genre = self.band.genre
        degrees = progression(str(own.choice(genre.harmony)), own)
        pace = float(own.choice([0.5, 1, 1, 1, 1, 2]))
        size = genre.chord_size + (1 if genre.chord_size == 3 and own.random() < 0.15 else 0)
        rows = []
        for k, bar in enumerate(bars):
            first = self.band.key.chord(degrees[int(k * pace) % len(degrees)], size)
            row = [(0.0, first)]
            if pace == 2 and bar.length_q == self.band.metre.bar_q:
                half_q = self.band.metre.beat_q * max(1, self.band.metre.beats // 2)
                row.append((half_q, self.band.key.chord(degrees[(2 * k + 1) % len(degrees)], size)))
            rows.append(tuple(row))
        return tuple(rows)

    def _drums(
        self, section: ScoredSection, bars: Sequence[Bar], cast: Cast, builds: bool, own: np.random.Generator
    ) -> list[Hit]:
        genre = self.band.genre
        if not genre.grooves:
            return []
        groove = groove_for(genre.grooves, section.label, own)
        order = drum_order(genre, section.label, builds, self.band.fill_every, own)
        return drum_section(bars, order, groove, self.rng) if cast.drums else []

    def _accompany(self, section: ScoredSection, passage: Passage, cast: Cast, own: np.random.Generator) -> None:
        cycle = int(own.choice([1, 2, 4]))
        early = (
            {k for k in range(1, len(passage.bars)) if k % cycle == 0}
            if self.band.anticipates and own.random() < 0.75
            else set()
        )
        for chair in self.band.chairs:
            dice = np.random.default_rng([chair.seed, ord(section.letter)])
            # Choosing the way of playing comes first, so that an absent chair does not change the others.
            notes = WRITERS[str(dice.choice(chair.layer.writers))](passage, dice)
            if early and dice.random() < 0.85:
                notes = anticipated(notes, passage, early)
            if chair.place in cast.layers:
                self.notes[chair.name] += notes

    def _sing(self, section: ScoredSection, passage: Passage) -> None:
        manner = MANNERS[section.label]
        dice = np.random.default_rng([self.band.seed, 3, ord(section.letter)])
        sings = self.band.sung and self.rng.random() < manner.sung
        busy = 0.6 if section.label == "solo" else 0.15
        lift = 5 if section.label == "chorus" else 0
        if sings:
            for phrase in melody(passage, dice, around=self.band.around + lift, busy=busy):
                self.phrases.append(len(self.notes["voice"]))
                self.notes["voice"] += phrase
        if self.rng.random() < (manner.led * 0.25 if sings else manner.led):
            around = self.band.around + lift + (0 if sings else 12)
            dice = np.random.default_rng([self.band.seed, 3 if sings else 4, ord(section.letter)])
            self.notes["lead"] += [n for phrase in melody(passage, dice, around=around, busy=busy) for n in phrase]

    def _close(self, bar: Bar, cast: Cast) -> None:
        chord = self.band.key.chord(0)
        for chair in self.band.chairs:
            around = 36 if chair.place < 0 else 57
            pitches = chord.tones[:1] if chair.place < 0 else chord.tones
            self.notes[chair.name] += [Note(bar.start_q, 3.0, around + (p - around) % 12, 0.9) for p in pitches]
        if self.band.genre.grooves and cast.drums:
            self.hits += [Hit(bar.start_q, "kick", 0.95), Hit(bar.start_q, "crash", 0.95)]

    def stop(self, rng: np.random.Generator) -> None:
        """Now and then: a bar before a section where all stop after one, or fall silent."""
        silent = rng.random() < _PAUSE_CHANCE
        if not silent and rng.random() >= _STOP_CHANCE:
            return
        section = self.plan.sections[int(rng.integers(len(self.plan.sections)))]
        bar = self.plan.bars[section.first_bar - 1] if section.first_bar else self.plan.bars[-1]
        from_q = bar.start_q - 0.01 if silent else bar.start_q + 0.24
        until_q = bar.start_q + bar.length_q - 0.51
        self.hits = [h for h in self.hits if not from_q <= h.at_q < until_q]
        for name in self.notes.keys() - {"voice"}:
            kept = [n for n in self.notes[name] if not from_q <= n.start_q < until_q]
            self.notes[name] = [
                replace(n, duration_q=min(n.duration_q, max(0.1, from_q - n.start_q))) if n.start_q < from_q else n
                for n in kept
            ]


def _score(
    seed: int,
    name: str,
    bpm: float,
    plan: Plan,
    timeline: Timeline,
    tempo: str,
    band: _Band,
    tracks: _Tracks,
    rng: np.random.Generator,
) -> Score:
    unit_q, share = band.swing

    def at(q: float) -> float:
        return swung(q, unit_q, share) if unit_q else q

    def swing(notes: list[Note]) -> tuple[Note, ...]:
        return tuple(
            Note(
                at(n.start_q),
                max(0.05, at(n.start_q + n.duration_q) - at(n.start_q)),
                min(max(n.midi, 21), 108),
                min(n.velocity, 1.0),
            )
            for n in sorted(notes, key=lambda n: n.start_q)
        )

    parts = [
        Part(name=c.name, program=c.program, sound=c.layer.sound, notes=swing(tracks.notes[c.name]))
        for c in band.chairs
    ]
    parts.append(Part(name="lead", program=band.lead_program, sound=band.lead_sound, notes=swing(tracks.notes["lead"])))
    sung = swing(tracks.notes["voice"])
    edges = [*tracks.phrases, len(sung)]
    vocal = VocalLine(
        notes=tuple(
            VocalNote(
                timeline.seconds(n.start_q),
                timeline.seconds(n.start_q + n.duration_q) - timeline.seconds(n.start_q),
                n.midi,
            )
            for n in sung
        ),
        phrases=tuple(pairwise(edges)),
    )
    return Score(
        seed=seed,
        genre=name,
        bpm=bpm,
        metre=band.metre,
        bars=plan.bars,
        timeline=timeline,
        sections=plan.sections,
        parts=tuple(part for part in parts if part.notes),
        hits=tuple(Hit(at(h.at_q), h.drum, h.velocity) for h in sorted(tracks.hits, key=lambda h: h.at_q)),
        kit=str(rng.choice(band.genre.kits)) if band.genre.grooves and tracks.hits else "",
        vocal=vocal,
        recipe={
            "genre": name,
            "bpm": round(bpm, 2),
            "tempo": tempo,
            "swing": round(share, 3),
            "mode": band.key.mode,
            "anticipates": band.anticipates,
        },
    )

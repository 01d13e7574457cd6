"""Singing for songs that never existed: speech from the bank, its vowels held and its pitch led along a melody.

A `Singers.sing` call is one singer in one manner: notes become syllables, syllables become rows of envelope, noisiness
and fundamental, and WORLD turns the rows into sound, phrase by phrase. Conventions: seconds and samples at RATE_HZ from the
first note's start; rows every FRAME_S; pitch as MIDI numbers.
Does not know of words: it makes the sound of singing, not sense.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pyworld
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, uniform_filter1d

from songreel_training.truth import RATE_HZ
from songreel_training.voice_bank import FRAME_S, FREQS_HZ, KNOTS_HZ, NOISE_KNOTS_HZ, Speaker, build_bank, load_bank

__all__ = ["MANNERS", "Manner", "Singers", "build_bank"]

Floats = NDArray[np.float64]
Note = tuple[float, float, float]
"""start_s, duration_s, MIDI pitch (fractions allowed)."""
Passages = list[tuple[float, float]]

ROWS_PER_S: Final = round(1 / FRAME_S)
SUNG_RMS: Final = 0.1
"""Level of the sounding passages of every result."""

_PHRASE_GAP_S: Final = 0.25
_LEGATO_GAP_S: Final = 0.07
_MELISMA_SHARE: Final = 0.15
_SOUND_FLOOR_DB: Final = -34.0
_CLOSED_GAP_S: Final = 0.15
_SHORTEST_PASSAGE_S: Final = 0.06
_BREATH_FROM_HZ: Final = 2_000.0
_WHISPER_CUT_DB_OCTAVE: Final = 12.0
_LOW_MIDI: Final = 55.0
"""Melodies around and below G3 (196 Hz) are given to deep throats, others to light ones, most of the time."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How somebody sings. Shares need not sum to 1."""

    share: float
    breath: float
    """0 as spoken, 1 only noise."""
    drive: float
    """Gain into a soft clipper; 0 leaves the voice clean."""
    growl: float
    """Depth of the beating at half the fundamental, and how rough the fundamental runs."""
    tilt_db_octave: float
    """Added above 500 Hz: shouting is bright, crooning dark."""
    vibrato: float
    """Greatest depth in semitones."""
    spoken: bool = False
    """The melody gives the rhythm only; pitch falls and rises as it was spoken."""


MANNERS: Final = {
    "plain": Manner(share=0.34, breath=0.1, drive=0, growl=0, tilt_db_octave=0, vibrato=0.5),
    "belted": Manner(share=0.16, breath=0.0, drive=1.5, growl=0.05, tilt_db_octave=2.0, vibrato=0.7),
    "breathy": Manner(share=0.12, breath=0.5, drive=0, growl=0, tilt_db_octave=-1.0, vibrato=0.3),
    "operatic": Manner(share=0.05, breath=0.0, drive=0, growl=0, tilt_db_octave=1.0, vibrato=1.1),
    "rough": Manner(share=0.12, breath=0.2, drive=4.0, growl=0.3, tilt_db_octave=2.0, vibrato=0.3),
    "growled": Manner(share=0.06, breath=0.55, drive=8.0, growl=0.8, tilt_db_octave=2.5, vibrato=0.0),
    "rapped": Manner(share=0.10, breath=0.05, drive=1.0, growl=0, tilt_db_octave=0.5, vibrato=0.0, spoken=True),
    "whispered": Manner(share=0.05, breath=1.0, drive=0, growl=0, tilt_db_octave=2.0, vibrato=0.0),
}


@dataclass(frozen=True, kw_only=True)
class _Singer:
    """One throat in one manner, as the dice gave it."""

    speaker: Speaker
    manner: Manner
    formant_scale: float
    """Above 1: a shorter throat."""
    vibrato_hz: float
    vibrato_semitones: float
    glide_s: float
    scoop_semitones: float
    evenness: float
    """0 leaves the stresses of speech, 1 sings every syllable at one level."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rows:
    """A phrase before it is sound, r rows."""

    source: Floats
    """[r] row of the speaker heard here; −1 where nobody sings."""
    gain_db: Floats
    f0_hz: Floats
    """[r] 0 where unvoiced."""


class Singers:
    """Sings any melody with any voice of a bank. Holds the bank in memory, nothing else."""

    def __init__(self, bank: Path, *, only: Sequence[str] = ()) -> None:
        """`only` names the speakers to use (file names without `.npz`); none means all.

        Raises:
            FileNotFoundError: the folder holds no bank.
            ValueError: none of the speakers named is in it.
        """
        speakers = load_bank(bank)
        self._speakers = tuple(speaker for speaker in speakers if not only or speaker.name in only)
        if not self._speakers:
            raise ValueError(f"the bank {bank} holds none of {list(only)}: it has {[s.name for s in speakers]}")

    @property
    def speakers(self) -> tuple[str, ...]:
        return tuple(speaker.name for speaker in self._speakers)

    def sing(
        self, notes: Sequence[Note], rng: np.random.Generator, *, manner: str | None = None
    ) -> tuple[NDArray[np.float32], Passages]:
        """Mono samples from the first note's start, and the passages (start_s, end_s) that sound, rising and apart.

        `notes` rise and do not overlap; `manner` names one of MANNERS, else the dice choose. No notes: no samples.
        """
        if not notes:
            return np.zeros(0, np.float32), []
        start_s = notes[0][0]
        moved = [(at_s - start_s, duration_s, midi) for at_s, duration_s, midi in notes]
        singer = self._pick(float(np.median([midi for _, _, midi in moved])), rng, manner)
        end_s = max(at_s + duration_s for at_s, duration_s, _ in moved)
        song = np.zeros(round((end_s + 0.2) * RATE_HZ))
        for phrase in _phrases(moved):
            first = round(phrase[0][0] * RATE_HZ)
            sound = _voiced(_lay_out(phrase, singer, rng), singer, rng)[: len(song) - first]
            song[first : first + len(sound)] += sound
        return _levelled(song)

    def _pick(self, median_midi: float, rng: np.random.Generator, manner: str | None) -> _Singer:
        name = manner or str(rng.choice(list(MANNERS), p=_shares()))
        weights = np.array([_suits(speaker, median_midi) for speaker in self._speakers])
        speaker = self._speakers[int(rng.choice(len(self._speakers), p=weights / weights.sum()))]
        chosen = MANNERS[name]
        # A higher melody is likelier sung by a shorter throat than the speaker's own.
        lift = np.clip((median_midi - _spoken_midi(speaker) - 7) / 60, -0.1, 0.15)
        return _Singer(
            speaker=speaker,
            manner=chosen,
            formant_scale=float(np.clip(np.exp(lift + rng.normal(0, 0.08)), 0.78, 1.35)),
            vibrato_hz=float(rng.uniform(4.5, 6.8)),
            vibrato_semitones=float(chosen.vibrato * rng.uniform(0.2, 1.0)),
            glide_s=float(rng.uniform(0.012, 0.05)),
            scoop_semitones=float(rng.choice([0.0, 1.0, 2.0, 3.5], p=[0.3, 0.35, 0.25, 0.1])),
            evenness=float(rng.uniform(0.4, 0.9)),
        )


def _shares() -> Floats:
    shares = np.array([manner.share for manner in MANNERS.values()])
    return np.asarray(shares / shares.sum())


def _spoken_midi(speaker: Speaker) -> float:
    return float(_hz_to_midi(np.median(speaker.f0_hz[speaker.f0_hz > 0])))


def _suits(speaker: Speaker, median_midi: float) -> float:
    """Recorded voices count more; a voice on the other side of the melody's range is rare (falsetto, contralto)."""
    recorded = 4.0 if speaker.name.startswith("flite") else 1.0
    # Speech lies about half an octave below comfortable singing.
    deep_voice, deep_melody = _spoken_midi(speaker) + 6 < _LOW_MIDI, median_midi < _LOW_MIDI
    return recorded * (1.0 if deep_voice == deep_melody else 0.25)


def _phrases(notes: Sequence[Note]) -> list[list[Note]]:
    phrases = [[notes[0]]]
    for before, note in pairwise(notes):
        if note[0] - (before[0] + before[1]) > _PHRASE_GAP_S:
            phrases.append([])
        phrases[-1].append(note)
    return phrases


def _lay_out(phrase: Sequence[Note], singer: _Singer, rng: np.random.Generator) -> _Rows:
    """Syllables on the notes of one phrase, consonants ahead of the beat where there is room."""
    start_s = phrase[0][0]
    moved = [(at_s - start_s, duration_s, midi) for at_s, duration_s, midi in phrase]
    rows = round((moved[-1][0] + moved[-1][1]) * ROWS_PER_S) + 1
    source, gain_db = np.full(rows, -1.0), np.zeros(rows)
    speaker, syllable = singer.speaker, int(rng.integers(len(singer.speaker.syllables)))
    usual_db = float(np.median(_vowel_db(speaker, np.arange(len(speaker.syllables)))))
    groups = _melismas(moved, rng)
    for index, group in enumerate(groups):
        cut = speaker.syllables[syllable]
        vowel_at = round(group[0][0] * ROWS_PER_S)
        lead = max(min(int(cut[1] - cut[0]), vowel_at - _previous_middle(groups, index)), 0)
        end = min(_sung_until(groups, index), rows)
        first = vowel_at - lead
        if end - first > 2:
            source[first:end] = _stretched(cut, lead, end - first)
            stress_db = usual_db - float(_vowel_db(speaker, np.array([syllable]))[0])
            gain_db[first:end] = singer.evenness * np.clip(stress_db, -12, 12) + rng.normal(0, 1.5)
        # Neighbours in speech stay neighbours in song: their sounds flow into each other.
        syllable = (syllable + 1 if rng.random() < 0.9 else int(rng.integers(1 << 30))) % len(speaker.syllables)
    return _Rows(source=source, gain_db=gain_db, f0_hz=_led(moved, source, singer, rng))


def _melismas(notes: Sequence[Note], rng: np.random.Generator) -> list[list[Note]]:
    """Notes by syllable: mostly one each, sometimes one vowel over several joined notes."""
    groups = [[notes[0]]]
    for before, note in pairwise(notes):
        joined = note[0] - (before[0] + before[1]) < _LEGATO_GAP_S
        if joined and note[2] != before[2] and rng.random() < _MELISMA_SHARE:
            groups[-1].append(note)
        else:
            groups.append([note])
    return groups


def _previous_middle(groups: Sequence[Sequence[Note]], index: int) -> int:
    """The row before which a consonant may not reach back: the middle of the note before."""
    if index == 0:
        return 0
    at_s, duration_s, _ = groups[index - 1][-1]
    return round((at_s + duration_s / 2) * ROWS_PER_S)


def _sung_until(groups: Sequence[Sequence[Note]], index: int) -> int:
    """The row where a syllable ends: at the next where they are joined."""
    at_s, duration_s, _ = groups[index][-1]
    end_s = at_s + duration_s
    if index + 1 < len(groups) and groups[index + 1][0][0] - end_s < _LEGATO_GAP_S:
        end_s = groups[index + 1][0][0]
    return round(end_s * ROWS_PER_S)


def _vowel_db(speaker: Speaker, syllables: NDArray[np.int64]) -> Floats:
    middles = speaker.syllables[syllables, 1:3].mean(axis=1).astype(np.int64)
    band = (KNOTS_HZ > 200) & (KNOTS_HZ < 3_500)
    return np.asarray(speaker.envelope_db[middles][:, band].astype(np.float64).mean(axis=1))


def _stretched(cut: NDArray[np.int32], lead: int, rows: int) -> Floats:
    """Speaker rows for `rows` rows of song: consonants at their own pace, the vowel's middle held."""
    start, vowel, vowel_end, end = (int(edge) for edge in cut)
    coda = min(end - vowel_end, rows // 4)
    edge = min((vowel_end - vowel) // 3, max((rows - lead - coda) // 3, 0))
    song_at = np.array([0, lead, lead + edge, rows - coda - edge, rows - coda, rows], np.float64)
    spoken_at = np.array([vowel - lead, vowel, vowel + edge, vowel_end - 1 - edge, vowel_end - 1, vowel_end - 1 + coda])
    return np.interp(np.arange(rows), song_at, np.maximum(spoken_at, start))


def _led(notes: Sequence[Note], source: Floats, singer: _Singer, rng: np.random.Generator) -> Floats:
    """[r] fundamental in Hz: the melody, or speech moved to the melody's height; 0 where unvoiced."""
    spoken_hz = singer.speaker.f0_hz[np.maximum(np.rint(source), 0).astype(np.int64)]
    voiced = (source >= 0) & (spoken_hz > 0)
    if singer.manner.breath >= 1:
        return np.zeros(len(source))
    if singer.manner.spoken:
        median = np.median([midi for _, _, midi in notes])
        midi = _hz_to_midi(np.where(voiced, spoken_hz, 440.0)) - _spoken_midi(singer.speaker) + median
        midi = gaussian_filter1d(np.where(voiced, midi, median), 2)
    else:
        midi = _melody(notes, len(source), singer, rng)
    roughness = 0.06 + 0.8 * singer.manner.growl
    midi = midi + roughness * gaussian_filter1d(rng.standard_normal(len(midi)), 1)
    return np.where(voiced, np.clip(_midi_to_hz(midi), 50, 1_200), 0)


def _melody(notes: Sequence[Note], rows: int, singer: _Singer, rng: np.random.Generator) -> Floats:
    at_s = np.arange(rows) * FRAME_S
    midi = np.full(rows, notes[0][2])
    ornament = np.zeros(rows)
    for index, (start_s, duration_s, pitch) in enumerate(notes):
        since_s = at_s - start_s
        midi[since_s >= 0] = pitch + rng.normal(0, 0.1)
        inside = (since_s >= 0) & (since_s < duration_s)
        swell = np.clip((since_s[inside] - rng.uniform(0.12, 0.4)) / 0.25, 0, 1)
        turn = 2 * np.pi * (singer.vibrato_hz * since_s[inside] + rng.random())
        ornament[inside] += singer.vibrato_semitones * swell * np.sin(turn)
        if index == 0 or rng.random() < 0.2:
            ornament[inside] -= singer.scoop_semitones * np.exp(-since_s[inside] / rng.uniform(0.03, 0.1))
    drift = 0.12 * gaussian_filter1d(rng.standard_normal(rows), 0.2 * ROWS_PER_S) * np.sqrt(0.4 * ROWS_PER_S)
    return np.asarray(gaussian_filter1d(midi, singer.glide_s * ROWS_PER_S) + ornament + drift)


def _voiced(rows: _Rows, singer: _Singer, rng: np.random.Generator) -> Floats:
    """Samples of one phrase."""
    speaker, manner = singer.speaker, singer.manner
    below = np.clip(np.floor(rows.source), 0, len(speaker.f0_hz) - 2).astype(np.int64)
    part = np.clip(rows.source - below, 0, 1)[:, None]
    envelope_db = (1 - part) * speaker.envelope_db[below] + part * speaker.envelope_db[below + 1]
    noise_db = (1 - part) * speaker.noise_db[below] + part * speaker.noise_db[below + 1]
    tilt_db = manner.tilt_db_octave * np.log2(np.maximum(KNOTS_HZ, 500) / 500)
    if manner.breath >= 1:
        # Without vocal folds nothing sounds below the first formant.
        tilt_db += _WHISPER_CUT_DB_OCTAVE * np.log2(np.clip(KNOTS_HZ, 50, 500) / 500)
    silent = rows.source < 0
    level_db = gaussian_filter1d(np.where(silent, -60.0, rows.gain_db), 1.5)
    shaped_db = gaussian_filter1d(envelope_db, 1, axis=0) + tilt_db + level_db[:, None]
    power = 10 ** ((shaped_db @ _spread(KNOTS_HZ * singer.formant_scale)) / 10)
    # Breath hisses from about 1 kHz up; below, the folds still rule.
    breath = manner.breath * np.clip(FREQS_HZ / _BREATH_FROM_HZ, 0, 1)
    noise = 10 ** ((noise_db @ _spread(NOISE_KNOTS_HZ)) * (1 - breath) / 20)
    noise[silent | (rows.f0_hz == 0)] = 1
    sound = pyworld.synthesize(rows.f0_hz, power, np.clip(noise, 1e-3, 1), RATE_HZ, 1_000 * FRAME_S)
    return _roughened(sound, rows.f0_hz, manner, rng)


def _spread(knots_hz: Floats) -> Floats:
    """[knots, bins] from values at knots to values at FREQS_HZ."""
    return np.stack([np.interp(FREQS_HZ, knots_hz, unit) for unit in np.eye(len(knots_hz))])


def _roughened(sound: Floats, f0_hz: Floats, manner: Manner, rng: np.random.Generator) -> Floats:
    if manner.drive == 0 and manner.growl == 0:
        return sound
    at_rows = np.arange(len(sound)) / RATE_HZ * ROWS_PER_S
    turns = np.cumsum(np.interp(at_rows, np.arange(len(f0_hz)), np.maximum(f0_hz, 50.0))) / RATE_HZ
    # False folds beat at a half or a third of the fundamental, never quite evenly.
    beating = 0.5 + 0.5 * np.cos(2 * np.pi * turns / float(rng.choice([2, 3])) + rng.normal(0, 0.3))
    sound = sound * (1 - manner.growl * beating)
    level = float(np.sqrt(np.mean(np.square(sound)))) + 1e-9
    return np.asarray(np.tanh(manner.drive * sound / (3 * level))) if manner.drive else sound


def _levelled(song: Floats) -> tuple[NDArray[np.float32], Passages]:
    """The song at SUNG_RMS where it sounds, and where it does."""
    power = uniform_filter1d(np.square(song), round(0.02 * RATE_HZ))
    loud = float(np.percentile(power[power > 0], 95)) if np.any(power > 0) else 0.0
    sounds = power > loud * 10 ** (_SOUND_FLOOR_DB / 10)
    if loud == 0:
        return song.astype(np.float32), []
    level = float(np.sqrt(np.mean(np.square(song[sounds]))))
    return (song * (SUNG_RMS / level)).astype(np.float32), _passages(sounds)


def _passages(sounds: NDArray[np.bool_]) -> Passages:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], sounds, [False]]).astype(np.int8))) / RATE_HZ
    closed: Passages = []
    for start_s, end_s in edges.reshape(-1, 2).tolist():
        if closed and start_s - closed[-1][1] < _CLOSED_GAP_S:
            closed[-1] = (closed[-1][0], end_s)
        else:
            closed.append((start_s, end_s))
    return [(start_s, end_s) for start_s, end_s in closed if end_s - start_s >= _SHORTEST_PASSAGE_S]


def _hz_to_midi(hz: Floats | np.floating) -> Floats:
    return np.asarray(69 + 12 * np.log2(np.asarray(hz) / 440))


def _midi_to_hz(midi: Floats) -> Floats:
    return np.asarray(440 * 2 ** ((midi - 69) / 12))

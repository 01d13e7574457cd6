"""From score to sound: parts on stereo buses, a room, the kick pressing the chords down, and a soft limiter.

Conventions: float32 [n, 2] at RATE_HZ, peak at most PEAK. The same score gives the same samples on one machine.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from songreel_engine.bundled_song import instruments
from songreel_engine.bundled_song.instruments import RATE_HZ, Floats
from songreel_engine.bundled_song.score import Note, Score

PEAK: Final = 0.891
"""−1 dBFS: room for what a lossy encoder adds."""

_PAD_CENTS: Final = 9.0
_GAINS: Final = {"pad": 0.17, "arpeggio": 0.24, "bass": 0.24, "lead": 0.27}
_DRUM_GAINS: Final = {"kick": 0.62, "snare": 0.55, "tom": 0.45, "hat": 0.4, "open_hat": 0.42, "crash": 0.5}
_DRUM_PLACES: Final = {"hat": 0.25, "open_hat": 0.25, "tom": -0.3, "crash": -0.35}
"""−1 left … 1 right; those not named stand in the middle."""

_DUCKED: Final = {"pad": 0.6, "arpeggio": 0.3, "bass": 0.5}
"""How far the kick presses each part down."""
_DUCK_S: Final = 0.14

_SENDS: Final = {"pad": 0.25, "arpeggio": 0.35, "lead": 0.4, "snare": 0.2}
"""How much of each goes into the room."""
_ROOM_S: Final = 0.9
_ROOM_TAPS: Final = 28
_DRIVE: Final = 1.05
"""The song's 99.9th percentile before the limiter: above 1 bends."""


def synthesise(score: Score) -> Floats:
    """The whole song, stereo."""
    frames = round(score.duration_s * RATE_HZ)
    duck = _duck(score, frames)
    mix = np.zeros((2, frames), dtype=np.float32)
    room = np.zeros(frames, dtype=np.float32)
    for part, gain in _GAINS.items():
        bus = _play(score, part, frames)
        if part in _DUCKED:
            bus *= 1 - _DUCKED[part] * duck
        mix += gain * bus
        if part in _SENDS:
            room += _SENDS[part] * gain * bus.mean(axis=0)
    for drum, gain in _DRUM_GAINS.items():
        line = _strike(score, drum, frames)
        place = _DRUM_PLACES.get(drum, 0.0)
        mix += gain * np.stack([line * np.float32(1 - place), line * np.float32(1 + place)])
        if drum in _SENDS:
            room += np.float32(_SENDS[drum] * gain) * line
    mix += _reflect(room, score.seed)
    return _limited(mix).T.copy()


def _frame(score: Score, beat: float) -> int:
    return round(score.beat_to_s(beat) * RATE_HZ)


def _sound(part: str, pitch: int, frames: int) -> Floats:
    """A note of a part, [2, frames]."""
    if part == "pad":
        return np.stack([instruments.pad(pitch, frames, cents) for cents in (-_PAD_CENTS, _PAD_CENTS)])
    makers: dict[str, Callable[[int, int], Floats]] = {
        "arpeggio": instruments.arpeggio,
        "bass": instruments.bass,
        "lead": instruments.lead,
    }
    sound = makers[part](pitch, frames)
    return np.stack([sound, sound])


def _play(score: Score, part: str, frames: int) -> Floats:
    bus = np.zeros((2, frames), dtype=np.float32)
    sounds: dict[tuple[int, int], Floats] = {}
    rings_s = {"pad": 0.2, "arpeggio": 0.1}.get(part, 0.05)
    for number, note in enumerate(n for n in score.notes if n.part == part and n.velocity > 0):
        length = round((note.beats * 60 / score.tempo_bpm + rings_s) * RATE_HZ)
        start = _frame(score, note.beat)
        if (note.pitch, length) not in sounds:
            sounds[note.pitch, length] = _sound(part, note.pitch, length)
        sound = sounds[note.pitch, length][:, : frames - start]
        bus[:, start : start + sound.shape[1]] += _balance(note, number) * sound
    return bus


def _balance(note: Note, number: int) -> Floats:
    """[2, 1] gains: arpeggio notes wander between the sides, the rest stay."""
    side = 0.5 * np.sin(number * 0.9) if note.part == "arpeggio" else 0.0
    return (note.velocity * np.array([[1 - side], [1 + side]])).astype(np.float32)


def _strike(score: Score, drum: str, frames: int) -> Floats:
    line = np.zeros(frames, dtype=np.float32)
    # Four takes of each drum, so that a row of hats does not sound like one sample.
    takes = [instruments.DRUMS[drum](score.seed + take) for take in range(4)]
    for number, hit in enumerate(h for h in score.hits if h.drum == drum):
        start = _frame(score, hit.beat)
        sound = takes[number % 4][: frames - start]
        line[start : start + len(sound)] += np.float32(hit.velocity) * sound
    return line


def _duck(score: Score, frames: int) -> Floats:
    """[frames] 1 at each kick, falling."""
    duck = np.zeros(frames, dtype=np.float32)
    fall = np.exp(-np.arange(int(4 * _DUCK_S * RATE_HZ)) / (_DUCK_S * RATE_HZ)).astype(np.float32)
    # A press that starts within 4 ms does not click.
    fall[: RATE_HZ // 250] *= np.linspace(0, 1, RATE_HZ // 250, dtype=np.float32)
    for hit in score.hits:
        if hit.drum == "kick":
            start = _frame(score, hit.beat)
            stop = min(start + len(fall), frames)
            np.maximum(duck[start:stop], fall[: stop - start], out=duck[start:stop])
    return duck


def _reflect(send: Floats, seed: int) -> Floats:
    """[2, n] the room: sparse echoes, different on each side, that grow fainter."""
    rng = np.random.default_rng(seed)
    dull = 0.5 * (send + np.roll(send, 1))
    room = np.zeros((2, len(send)), dtype=np.float32)
    for side in range(2):
        delays_s = np.sort(rng.uniform(0.012, _ROOM_S, _ROOM_TAPS))
        signs = rng.choice([-1.0, 1.0], _ROOM_TAPS)
        for delay_s, sign in zip(delays_s, signs, strict=True):
            delay = int(delay_s * RATE_HZ)
            room[side, delay:] += np.float32(sign * 0.5 * np.exp(-3 * delay_s / _ROOM_S)) * dull[:-delay]
    return room


def _limited(mix: Floats) -> Floats:
    centred = mix - mix.mean(axis=1, keepdims=True)
    loud = np.float32(np.percentile(np.abs(centred[:, ::7]), 99.9))
    soft = np.tanh(centred * (np.float32(_DRIVE) / loud))
    return np.asarray(soft * np.float32(PEAK / np.abs(soft).max()), dtype=np.float32)

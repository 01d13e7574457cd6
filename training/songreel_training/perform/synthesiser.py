"""FluidSynth as a function: stems of timed notes become samples.

Conventions: mono float32 at SYNTH_RATE_HZ. The library is called in-process (its C interface, by ctypes), because
loading a soundfont costs more than playing it: a soundfont is loaded once and stays. All stems sound in one pass,
each on an output of its own. Notes start at the nearest block of BLOCK samples (±0.7 ms). What was rendered before
in the process changes the samples of a few voices slightly: the same to an ear, not to the bit.
Source: https://www.fluidsynth.org/api/ (2.x)
"""

import ctypes
from collections.abc import Sequence
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

SYNTH_RATE_HZ: Final = 44_100
BLOCK: Final = 64
"""Frames in FluidSynth's own buffer: events act at its edges."""
MOST_STEMS: Final = 8
_VOICES_A_STEM: Final = 16
_DRUM_S: Final = 0.12
_GAIN: Final = 0.3
_MOST_VOICES: Final = 128
_DRUM_CHANNEL, _MELODIC_CHANNEL = 1, 0
_DRUM_BANK: Final = 128
_LINEAR: Final = 1
_STRUCK_PROGRAMS: Final = (*range(16), *range(24, 40), 45, 46, 47, *range(104, 109))
"""Instruments with an attack: the others swell, and have no instant at which they start."""
_DRUM_LAG_S: Final = 0.0012
"""How long a drum sample takes to a tenth of its peak: 0.0 ms (TimGM6mb) to 3 ms (FluidR3 and MuseScore General)."""
_MOST_LAG_S: Final = 0.02
_PROBE_S: Final = 0.35


class SynthesiserError(RuntimeError):
    """FluidSynth is missing, or refuses a soundfont."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One note. `velocity` in 0..1; a drum's `end_s` is not looked at."""

    start_s: float
    end_s: float
    midi: int
    velocity: float


@dataclass(frozen=True, kw_only=True)
class Voice:
    """An instrument of a stem: a General MIDI program, or a drum kit."""

    program: int
    tones: tuple[Tone, ...]
    drums: bool = False


Stem = tuple[Voice, ...]
_Event = tuple[int, int, int, int]
"""Block, channel, key, velocity (0 lets go)."""


def render_stems(stems: Sequence[Stem], soundfont: Path, length_s: float) -> list[NDArray[np.float32]]:
    """Each stem's samples, `length_s` long. A stem without tones is silent. At most MOST_STEMS stems of 16 voices.

    Raises: SynthesiserError.
    """
    return _player(soundfont).render(stems, length_s, attack_lags_s(soundfont))


@cache
def attack_lags_s(soundfont: Path) -> dict[int, float]:
    """By program, how long a struck instrument's sample takes from its start to its attack.

    Up to 17 ms with FluidR3's basses and overdriven guitars; left in, every guitarist would be late in every song.
    """
    lags = {}
    for first in range(0, len(_STRUCK_PROGRAMS), MOST_STEMS):
        programs = _STRUCK_PROGRAMS[first : first + MOST_STEMS]
        stems = [(Voice(program=p, tones=(Tone(0.05, 0.3, 43, 0.8),)),) for p in programs]
        for number, sound in zip(programs, _player(soundfont).render(stems, _PROBE_S, {}), strict=True):
            size = np.abs(sound[: round(0.12 * SYNTH_RATE_HZ)])
            attack_s = float(np.argmax(size > 0.15 * size.max())) / SYNTH_RATE_HZ - 0.05
            lags[number] = float(np.clip(attack_s, 0.0, _MOST_LAG_S))
    return lags


@cache
def _library() -> ctypes.CDLL:
    name = find_library("fluidsynth")
    if name is None:
        raise SynthesiserError("the FluidSynth library is not installed; install libfluidsynth (Debian: fluidsynth)")
    library = ctypes.CDLL(name)
    library.new_fluid_settings.restype = ctypes.c_void_p
    library.new_fluid_synth.restype = ctypes.c_void_p
    return library


@cache
def _player(soundfont: Path) -> "_Player":
    return _Player(soundfont)


class _Player:
    """A synthesiser with one soundfont. Lives as long as the process: the soundfont is what is worth keeping."""

    def __init__(self, soundfont: Path) -> None:
        self._lib = _library()
        settings = ctypes.c_void_p(self._lib.new_fluid_settings())
        whole = {
            "synth.audio-channels": MOST_STEMS,
            "synth.audio-groups": MOST_STEMS,
            "synth.midi-channels": MOST_STEMS * _VOICES_A_STEM,
            "synth.polyphony": _MOST_VOICES,
            "synth.reverb.active": 0,
            "synth.chorus.active": 0,
            "synth.dynamic-sample-loading": 1,
        }
        for name, value in whole.items():
            self._lib.fluid_settings_setint(settings, name.encode(), value)
        for name, number in {"synth.sample-rate": float(SYNTH_RATE_HZ), "synth.gain": _GAIN}.items():
            self._lib.fluid_settings_setnum(settings, name.encode(), ctypes.c_double(number))
        self._synth = ctypes.c_void_p(self._lib.new_fluid_synth(settings))
        if self._lib.fluid_synth_sfload(self._synth, str(soundfont).encode(), 1) < 0:
            raise SynthesiserError(f"{soundfont.name} is not a soundfont that FluidSynth can read")
        self._lib.fluid_synth_set_interp_method(self._synth, -1, _LINEAR)

    def render(self, stems: Sequence[Stem], length_s: float, lags_s: dict[int, float]) -> list[NDArray[np.float32]]:
        if len(stems) > MOST_STEMS or any(len(stem) > _VOICES_A_STEM for stem in stems):
            raise ValueError(f"more than {MOST_STEMS} stems or {_VOICES_A_STEM} voices in one")
        self._hush()
        blocks = -(-round(length_s * SYNTH_RATE_HZ) // BLOCK)
        events: list[_Event] = []
        for index, stem in enumerate(stems):
            for rank, voice in enumerate(stem):
                channel = index + rank * MOST_STEMS
                kind = _DRUM_CHANNEL if voice.drums else _MELODIC_CHANNEL
                self._lib.fluid_synth_set_channel_type(self._synth, channel, kind)
                self._lib.fluid_synth_bank_select(self._synth, channel, _DRUM_BANK if voice.drums else 0)
                self._lib.fluid_synth_program_change(self._synth, channel, voice.program)
                events += _events(voice, channel, lags_s)
        # Keys are let go before others are struck in the same block, so that a repeated note sounds again.
        events.sort(key=lambda e: (e[0], e[3] > 0))
        out = self._play(events, blocks)
        length = round(length_s * SYNTH_RATE_HZ)
        return [out[2 * k, :length] + out[2 * k + 1, :length] for k in range(len(stems))]

    def _hush(self) -> None:
        """Nothing sounds on from the render before: the same stems give the same samples."""
        self._lib.fluid_synth_all_sounds_off(self._synth, -1)
        while self._lib.fluid_synth_get_active_voice_count(self._synth):
            self._play([], 1)
        self._lib.fluid_synth_system_reset(self._synth)

    def _play(self, events: list[_Event], blocks: int) -> NDArray[np.float32]:
        """[2 × MOST_STEMS][frames], left and right of each output in turn."""
        lib, synth = self._lib, self._synth
        out = np.zeros((2 * MOST_STEMS, blocks * BLOCK), np.float32)
        lefts, rights = ((ctypes.c_void_p * MOST_STEMS)() for _ in range(2))
        rows = [out[k].ctypes.data for k in range(2 * MOST_STEMS)]

        def run(first: int, last: int) -> None:
            for k in range(MOST_STEMS):
                lefts[k] = rows[2 * k] + 4 * first * BLOCK
                rights[k] = rows[2 * k + 1] + 4 * first * BLOCK
            lib.fluid_synth_nwrite_float(synth, (last - first) * BLOCK, lefts, rights, None, None)

        now = 0
        for block, channel, key, velocity in events:
            if block >= blocks:
                break
            if block > now:
                run(now, block)
                now = block
            if velocity:
                lib.fluid_synth_noteon(synth, channel, key, velocity)
            else:
                lib.fluid_synth_noteoff(synth, channel, key)
        run(now, blocks)
        return out


def _events(voice: Voice, channel: int, lags_s: dict[int, float]) -> list[_Event]:
    lag_s = _DRUM_LAG_S if voice.drums else lags_s.get(voice.program, 0.0)
    events: list[_Event] = []
    for tone in voice.tones:
        end_s = tone.start_s + _DRUM_S if voice.drums else max(tone.end_s, tone.start_s + 0.03)
        strength = min(127, max(1, round(tone.velocity * 127)))
        events.append((_block(tone.start_s - lag_s), channel, tone.midi, strength))
        events.append((_block(end_s - lag_s), channel, tone.midi, 0))
    return events


def _block(at_s: float) -> int:
    return max(0, round(at_s * SYNTH_RATE_HZ / BLOCK))

"""One note or one drum stroke at a time, mono, from oscillators and noise only.

Conventions: float32 at RATE_HZ, peak about 1 before velocity. A tone is read from a single cycle that holds only the
partials that stay below 16 kHz at its pitch, so nothing aliases; its filter is the roll-off written into that cycle.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RATE_HZ: Final = 44_100
_CYCLE: Final = 2048
_HIGHEST_PARTIAL_HZ: Final = 16_000.0


def pitch_to_hz(pitch: float) -> float:
    """Equal temperament, A4 = MIDI 69 = 440 Hz."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


@lru_cache(maxsize=256)
def _saw_cycle(hz: float, cutoff_hz: float) -> Floats:
    """One cycle of a saw through a 12 dB per octave low-pass, with its first value repeated at the end."""
    partials = np.arange(1, max(int(_HIGHEST_PARTIAL_HZ / hz), 1) + 1)
    levels = 1 / partials / (1 + (partials * hz / cutoff_hz) ** 2)
    spectrum = np.zeros(_CYCLE // 2 + 1, dtype=complex)
    kept = min(len(partials), _CYCLE // 2)
    spectrum[1 : kept + 1] = -1j * levels[:kept]
    cycle = np.fft.irfft(spectrum, _CYCLE) * _CYCLE / 2
    return np.append(cycle, cycle[0]).astype(np.float32)


def _read(cycle: Floats, phase: NDArray[np.float64]) -> Floats:
    """The cycle at a phase counted in cycles, between its samples by straight lines."""
    position = (phase % 1.0) * _CYCLE
    index = position.astype(np.int32)
    part = (position - index).astype(np.float32)
    return cycle[index] * (1 - part) + cycle[index + 1] * part


def _ramp(frames: int, attack_s: float, release_s: float) -> Floats:
    envelope = np.ones(frames, dtype=np.float32)
    attack, release = (min(max(int(t * RATE_HZ), 1), frames) for t in (attack_s, release_s))
    envelope[:attack] *= np.linspace(0, 1, attack, dtype=np.float32)
    envelope[-release:] *= np.linspace(1, 0, release, dtype=np.float32) ** 2
    return envelope


def _seconds(frames: int) -> NDArray[np.float64]:
    return np.arange(frames) / RATE_HZ


def pad(pitch: int, frames: int, cents: float) -> Floats:
    """A soft, detuned saw that swells; call twice with opposite cents for width."""
    t_s = _seconds(frames)
    hz = pitch_to_hz(pitch)
    total = np.zeros(frames, dtype=np.float32)
    for spread in (cents, -0.4 * cents + 2):
        total += _read(_saw_cycle(hz, 1_800.0), hz * 2 ** (spread / 1200) * t_s + spread * 0.137)
    return total * 0.5 * _ramp(frames, 0.03, 0.2)


def arpeggio(pitch: int, frames: int) -> Floats:
    """A plucked saw whose filter closes within 100 ms."""
    t_s = _seconds(frames)
    hz = pitch_to_hz(pitch)
    closing = np.exp(-t_s / 0.05).astype(np.float32)
    open_, shut = (_read(_saw_cycle(hz, cutoff), hz * t_s) for cutoff in (5_000.0, 900.0))
    fading = np.exp(-t_s / 0.14).astype(np.float32)
    return (open_ * closing + shut * (1 - closing)) * fading * _ramp(frames, 0.002, 0.03)


def bass(pitch: int, frames: int) -> Floats:
    """A dark saw over a sine an octave's body."""
    t_s = _seconds(frames)
    hz = pitch_to_hz(pitch)
    body = np.sin(2 * np.pi * hz * t_s).astype(np.float32)
    growl = _read(_saw_cycle(hz, 450.0), hz * t_s)
    return (0.7 * body + 0.5 * growl) * _ramp(frames, 0.004, 0.04)


def lead(pitch: int, frames: int) -> Floats:
    """A bright voice that settles into vibrato, as a singer holds a note."""
    t_s = _seconds(frames)
    hz = pitch_to_hz(pitch)
    depth = 0.006 * np.clip((t_s - 0.18) / 0.25, 0, 1)
    scoop = -0.02 * np.exp(-t_s / 0.025)
    phase = np.cumsum(hz * (1 + depth * np.sin(2 * np.pi * 5.4 * t_s) + scoop)) / RATE_HZ
    tone = _read(_saw_cycle(hz, 2_400.0), phase) + 0.5 * _read(_saw_cycle(hz, 1_500.0), phase * 1.004 + 0.3)
    return np.asarray(tone * 0.6 * _ramp(frames, 0.015, 0.08), dtype=np.float32)


def _noise(frames: int, seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal(frames).astype(np.float32) * 0.3


def _brightened(noise: Floats) -> Floats:
    """Second difference: +12 dB an octave, which leaves the top."""
    return np.diff(noise, 2, prepend=noise[:2]).astype(np.float32) * 0.4


def kick(seed: int) -> Floats:
    """A sine that falls from 190 to 48 Hz, with a click."""
    t_s = _seconds(int(0.32 * RATE_HZ))
    phase = np.cumsum(48 + 142 * np.exp(-t_s / 0.022)) / RATE_HZ
    body = np.sin(2 * np.pi * phase) * np.exp(-t_s / 0.11)
    click = _noise(len(t_s), seed) * np.exp(-t_s / 0.003)
    return (body + click).astype(np.float32) * _ramp(len(t_s), 0.0005, 0.05)


def snare(seed: int) -> Floats:
    """Two drum-head tones and rattling wires."""
    t_s = _seconds(int(0.24 * RATE_HZ))
    head = np.sin(2 * np.pi * 188 * t_s) + 0.6 * np.sin(2 * np.pi * 331 * t_s)
    noise = _noise(len(t_s), seed)
    wires = np.diff(noise, prepend=noise[:1]) * 1.5
    return (0.5 * head * np.exp(-t_s / 0.045) + wires * np.exp(-t_s / 0.07)).astype(np.float32)


def tom(seed: int) -> Floats:
    """A falling sine with some skin noise."""
    t_s = _seconds(int(0.3 * RATE_HZ))
    phase = np.cumsum(95 + 60 * np.exp(-t_s / 0.05)) / RATE_HZ
    skin = _noise(len(t_s), seed) * np.exp(-t_s / 0.01)
    return np.asarray((np.sin(2 * np.pi * phase) + 0.5 * skin) * np.exp(-t_s / 0.1), dtype=np.float32)


def hat(seed: int) -> Floats:
    """Closed: 40 ms of top."""
    t_s = _seconds(int(0.09 * RATE_HZ))
    return _brightened(_noise(len(t_s), seed)) * np.exp(-t_s / 0.018).astype(np.float32)


def open_hat(seed: int) -> Floats:
    """Rings for a quarter of a second."""
    t_s = _seconds(int(0.3 * RATE_HZ))
    return _brightened(_noise(len(t_s), seed)) * np.exp(-t_s / 0.09).astype(np.float32)


def crash(seed: int) -> Floats:
    """Rings for two seconds."""
    t_s = _seconds(int(2.2 * RATE_HZ))
    return _brightened(_noise(len(t_s), seed)) * np.exp(-t_s / 0.55).astype(np.float32)


DRUMS: Final[dict[str, Callable[[int], Floats]]] = {
    "kick": kick,
    "snare": snare,
    "tom": tom,
    "hat": hat,
    "open_hat": open_hat,
    "crash": crash,
}

"""Drums: the General MIDI map, and a drum machine of our own whose every sound is thrown by dice.

Conventions: one-shots are mono float32 at the rate asked for, attack at sample 0.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

GM_DRUM: Final[dict[str, int]] = {
    "kick": 36,
    "snare": 38,
    "rim": 37,
    "clap": 39,
    "snap": 39,
    "hat": 42,
    "pedal": 44,
    "open": 46,
    "crash": 49,
    "china": 52,
    "ride": 51,
    "ride_bell": 53,
    "tom_high": 50,
    "tom_mid": 47,
    "tom_floor": 43,
    "tamb": 54,
    "cowbell": 56,
    "conga": 63,
    "timbale": 65,
    "shaker": 70,
    "claves": 75,
    "brush": 40,
}
SNARES: Final = ("snare", "clap")


def _time(length_s: float, rate_hz: int) -> NDArray[np.float64]:
    return np.arange(round(length_s * rate_hz)) / rate_hz


def _noise(t: NDArray[np.float64], rng: np.random.Generator, bright: float) -> NDArray[np.float64]:
    """White noise, differentiated `bright` (0..1) of the way towards the treble."""
    white = rng.standard_normal(len(t))
    return white - bright * np.concatenate([[0.0], white[:-1]])


def _kick(rng: np.random.Generator, rate_hz: int) -> NDArray[np.float64]:
    low_hz, sweep_hz, fall_s, ring_s = (
        rng.uniform(42, 65),
        rng.uniform(60, 320),
        rng.uniform(0.01, 0.05),
        rng.uniform(0.08, 0.5),
    )
    t = _time(min(4 * ring_s, 1.2), rate_hz)
    phase = 2 * np.pi * (low_hz * t + sweep_hz * fall_s * (1 - np.exp(-t / fall_s)))
    click = rng.uniform(0, 0.5) * _noise(t, rng, 0.9) * np.exp(-t / 0.003)
    return np.tanh(rng.uniform(1, 4) * (np.cos(phase) * np.exp(-t / ring_s) + click))


def _snare(rng: np.random.Generator, rate_hz: int) -> NDArray[np.float64]:
    tone_hz, ring_s, rattle_s = rng.uniform(150, 260), rng.uniform(0.03, 0.12), rng.uniform(0.04, 0.2)
    t = _time(5 * max(ring_s, rattle_s), rate_hz)
    tone = np.sin(2 * np.pi * tone_hz * t) + 0.6 * np.sin(2 * np.pi * 1.6 * tone_hz * t)
    return rng.uniform(0.2, 0.8) * tone * np.exp(-t / ring_s) + rng.uniform(0.3, 0.9) * _noise(
        t, rng, rng.uniform(0.3, 0.9)
    ) * np.exp(-t / rattle_s)


def _clap(rng: np.random.Generator, rate_hz: int) -> NDArray[np.float64]:
    gap_s, ring_s = rng.uniform(0.006, 0.013), rng.uniform(0.05, 0.2)
    t = _time(6 * ring_s, rate_hz)
    # The last clap is the loudest and is where the beat is heard: they start at most 26 ms ahead of it.
    envelope = sum(
        np.where(t >= k * gap_s, np.exp(-(t - k * gap_s) / (ring_s if k == 2 else 0.004)), 0.0) for k in range(3)
    )
    return _noise(t, rng, 0.7) * envelope * 0.6


def _cymbal(low_s: float, high_s: float) -> Callable[[np.random.Generator, int], NDArray[np.float64]]:
    def strike(rng: np.random.Generator, rate_hz: int) -> NDArray[np.float64]:
        ring_s, metallic = rng.uniform(low_s, high_s), rng.uniform(0.0, 0.7)
        t = _time(min(5 * ring_s, 3.0), rate_hz)
        partials = sum(np.sign(np.sin(2 * np.pi * hz * t)) for hz in rng.uniform(2000, 9000, size=4)) / 4
        return (metallic * partials + (1 - metallic) * _noise(t, rng, 0.98)) * np.exp(-t / ring_s) * 0.5

    return strike


def _struck(
    low_hz: float, high_hz: float, low_s: float, high_s: float, noisy: float = 0.05
) -> Callable[[np.random.Generator, int], NDArray[np.float64]]:
    def strike(rng: np.random.Generator, rate_hz: int) -> NDArray[np.float64]:
        hz, ring_s = rng.uniform(low_hz, high_hz), rng.uniform(low_s, high_s)
        t = _time(5 * ring_s, rate_hz)
        bend = hz * (1 + 0.3 * np.exp(-t / 0.03))
        return (np.sin(2 * np.pi * np.cumsum(bend) / rate_hz) + noisy * _noise(t, rng, 0.5)) * np.exp(-t / ring_s) * 0.7

    return strike


_SOUNDS: Final[dict[str, Callable[[np.random.Generator, int], NDArray[np.float64]]]] = {
    "kick": _kick,
    "snare": _snare,
    "clap": _clap,
    "snap": _cymbal(0.01, 0.03),
    "hat": _cymbal(0.015, 0.05),
    "pedal": _cymbal(0.01, 0.04),
    "open": _cymbal(0.12, 0.4),
    "crash": _cymbal(0.4, 0.9),
    "china": _cymbal(0.3, 0.6),
    "ride": _cymbal(0.15, 0.5),
    "ride_bell": _struck(800, 1400, 0.1, 0.4),
    "rim": _struck(900, 1900, 0.008, 0.03, 0.3),
    "tom_high": _struck(150, 240, 0.08, 0.3),
    "tom_mid": _struck(100, 160, 0.1, 0.35),
    "tom_floor": _struck(65, 105, 0.12, 0.4),
    "tamb": _cymbal(0.03, 0.09),
    "cowbell": _struck(500, 850, 0.04, 0.15),
    "conga": _struck(180, 340, 0.05, 0.15),
    "timbale": _struck(280, 460, 0.08, 0.25),
    "shaker": _cymbal(0.012, 0.04),
    "claves": _struck(1800, 2700, 0.02, 0.05),
    "brush": _cymbal(0.02, 0.07),
}
_LEVEL: Final[dict[str, float]] = {
    "kick": 1.0,
    "snare": 0.8,
    "clap": 0.6,
    "crash": 0.35,
    "china": 0.35,
    "open": 0.22,
    "ride": 0.2,
    "hat": 0.25,
    "rim": 0.4,
}
_OTHER_LEVEL: Final = 0.3


def drum_machine(
    strokes: Sequence[tuple[float, str, float]], length_s: float, rate_hz: int, rng: np.random.Generator
) -> Samples:
    """The strokes (time in seconds, drum, velocity) on a machine thrown by `rng`."""
    sounds: dict[str, NDArray[np.float64]] = {}
    out = np.zeros(round(length_s * rate_hz))
    for at_s, drum, velocity in strokes:
        if drum not in sounds:
            sounds[drum] = _SOUNDS[drum](rng, rate_hz) * _LEVEL.get(drum, _OTHER_LEVEL)
        first = round(at_s * rate_hz)
        if 0 <= first < len(out):
            shot = sounds[drum][: len(out) - first]
            out[first : first + len(shot)] += shot * velocity**1.5
    return out.astype(np.float32)

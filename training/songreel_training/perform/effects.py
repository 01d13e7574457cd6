"""What happens to sound between the instrument and the record: distortion, tone, room, compression, wear.

Conventions: mono float32 arrays of one length in, the same length out; nothing here moves an attack by more than a
millisecond. Decibels are of amplitude.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Samples = NDArray[np.float32]
_BLOCK_S: Final = 0.004


def _filtered(x: Samples, order: int, edge_hz: float | tuple[float, float], kind: str, rate_hz: int) -> Samples:
    edges = np.minimum(np.asarray(edge_hz), rate_hz * 0.48)
    return signal.sosfilt(signal.butter(order, edges, kind, fs=rate_hz, output="sos"), x).astype(np.float32)


def low_passed(x: Samples, edge_hz: float, rate_hz: int, order: int = 2) -> Samples:
    return _filtered(x, order, edge_hz, "lowpass", rate_hz)


def high_passed(x: Samples, edge_hz: float, rate_hz: int, order: int = 2) -> Samples:
    return _filtered(x, order, edge_hz, "highpass", rate_hz)


def distorted(x: Samples, rng: np.random.Generator, rate_hz: int) -> Samples:
    """An overdriven guitar amplifier and its cabinet. The level in hardly changes the level out, as with real ones."""
    peak = float(np.percentile(np.abs(x), 99.5)) or 1.0
    tight = high_passed(x / np.float32(peak), float(rng.uniform(80, 220)), rate_hz, 1)
    gain, bias = float(np.exp(rng.uniform(np.log(5), np.log(60)))), float(rng.uniform(0, 0.3))
    driven = np.tanh(gain * tight + bias) - np.tanh(bias)
    # Hiss below the gate of a high-gain amplifier would otherwise fill every rest.
    gate = np.clip(envelope(tight, 0.02, rate_hz) * 400, 0, 1).astype(np.float32)
    cabinet = low_passed((driven * gate).astype(np.float32), float(rng.uniform(3200, 5600)), rate_hz, 4)
    return high_passed(cabinet, float(rng.uniform(60, 120)), rate_hz)


def envelope(x: Samples, smooth_s: float, rate_hz: int) -> Samples:
    """RMS level, smoothed."""
    block = max(1, round(_BLOCK_S * rate_hz))
    padded = np.pad(x, (0, -len(x) % block)).reshape(-1, block)
    power = np.mean(padded.astype(np.float64) ** 2, axis=1)
    pole = np.exp(-_BLOCK_S / smooth_s)
    smooth = np.sqrt(np.maximum(signal.lfilter([1 - pole], [1, -pole], power), 0))
    return np.interp(np.arange(len(x)), (np.arange(len(smooth)) + 0.5) * block, smooth).astype(np.float32)


def compressed(x: Samples, ratio: float, threshold_db: float, release_s: float, rate_hz: int) -> Samples:
    """Turned down where its level is above the threshold (relative to its own loud passages)."""
    level = envelope(x, release_s, rate_hz)
    threshold = float(np.percentile(level, 95)) * 10 ** (threshold_db / 20)
    if threshold <= 0:
        return x
    return (x * np.maximum(level / threshold, 1.0) ** np.float32(1 / ratio - 1)).astype(np.float32)


def toned(x: Samples, rng: np.random.Generator, rate_hz: int, most_db: float = 6.0) -> Samples:
    """Three broad bells of random place and gain."""
    y: NDArray[np.float64] = x.astype(np.float64)
    for centre_hz in np.exp(rng.uniform(np.log(70), np.log(7000), size=3)):
        amplitude, width = 10 ** (rng.uniform(-most_db, most_db) / 40), rng.uniform(0.4, 1.2)
        w = 2 * np.pi * centre_hz / rate_hz
        alpha = np.sin(w) / (2 * width)
        b = np.array([1 + alpha * amplitude, -2 * np.cos(w), 1 - alpha * amplitude])
        a = np.array([1 + alpha / amplitude, -2 * np.cos(w), 1 - alpha / amplitude])
        y = signal.lfilter(b / a[0], a / a[0], y)
    return y.astype(np.float32)


def in_room(x: Samples, decay_s: float, wet: float, rng: np.random.Generator, rate_hz: int) -> Samples:
    """With a reverberation of exponentially dying noise; `wet` is its level against the dry sound."""
    length = round(min(2.5, 1.2 * decay_s) * rate_hz)
    t = np.arange(length) / rate_hz
    tail = rng.standard_normal(length) * np.exp(-6.9 * t / decay_s) * (t > rng.uniform(0.003, 0.03))
    tail = signal.lfilter([0.4], [1, -0.6], tail)
    tail *= wet / max(float(np.sqrt(np.sum(tail**2))), 1e-9)
    return (x + signal.oaconvolve(x, tail.astype(np.float32))[: len(x)]).astype(np.float32)


def limited(x: Samples, drive_db: float) -> Samples:
    """Driven into a soft ceiling, as loud records are; the result lies within ±1."""
    loud = float(np.percentile(np.abs(x), 99.9)) or 1.0
    return np.tanh(x / np.float32(loud) * np.float32(10 ** (drive_db / 20))).astype(np.float32)


def active_level(x: Samples, rate_hz: int) -> float:
    """RMS over the passages where there is sound; 0.0 for silence."""
    block = max(1, round(0.05 * rate_hz))
    power = np.mean(x[: len(x) // block * block].reshape(-1, block).astype(np.float64) ** 2, axis=1)
    loud = power[power > 1e-3 * power.max()] if len(power) else power
    return float(np.sqrt(loud.mean())) if len(loud) and power.max() > 0 else 0.0


def noise_floor(length: int, rng: np.random.Generator, rate_hz: int) -> Samples:
    """Hiss, hum or vinyl at unit level: what a cheap chain adds."""
    kind = str(rng.choice(["hiss", "hum", "vinyl"]))
    hiss = rng.standard_normal(length)
    if kind == "hum":
        t = np.arange(length) / rate_hz
        hz = float(rng.choice([50.0, 60.0]))
        hiss = 0.2 * hiss + sum(np.sin(2 * np.pi * hz * k * t) / k for k in (1, 2, 3, 5))
    if kind == "vinyl":
        clicks = (rng.random(length) < rng.uniform(2, 12) / rate_hz) * rng.exponential(8.0, length)
        hiss = 0.5 * hiss + signal.lfilter([1.0], [1, -0.7], clicks * rng.choice([-1, 1], length))
    return (hiss / max(float(np.std(hiss)), 1e-9)).astype(np.float32)

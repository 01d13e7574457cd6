"""The one pass over the samples: everything later stages read, and nothing as large as a spectrogram.

Conventions: frame k is centred on time k / FRAME_RATE_HZ whatever the sample rate, so frames never drift. Samples are
brought to one level first, so that a quiet master gives the numbers of a loud one; below `SILENCE_RMS` nothing is.
Does not look for beats or sections.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FRAME_RATE_HZ: Final = 100
CHROMA_RATE_HZ: Final = 10
SILENCE_RMS: Final = 1e-4
"""−80 dBFS: a song whose loudest moment stays below holds no music."""

ONSET_WINDOW_S: Final = 0.046
"""Short enough to place an attack, long enough to tell a kick from a bass note."""
CHROMA_WINDOW_S: Final = 0.186
"""Long enough to tell semitones apart from 150 Hz up."""

MEL_BANDS: Final = 64
MEL_RANGE_HZ: Final = (27.5, 10_000.0)
BANDS_HZ: Final = {"low": (20.0, 150.0), "mid": (150.0, 2_000.0), "high": (2_000.0, 10_000.0)}
CHROMA_RANGE_HZ: Final = (110.0, 2_500.0)

_COMPRESSION: Final = 100.0
"""Gain before the logarithm: keeps soft attacks audible beside loud ones and noise at −60 dB out."""
_BLOCK_FRAMES: Final = 1024


@dataclass(frozen=True, kw_only=True, eq=False)
class Spectrum:
    """What the song looks like, n frames at FRAME_RATE_HZ (chroma: m frames at CHROMA_RATE_HZ)."""

    log_mel: Floats
    """[n, MEL_BANDS] log(1 + 100 × magnitude)."""
    band_power: Floats
    """[n, 3] power in BANDS_HZ."""
    loudness_power: Floats
    """[n] A-weighted power."""
    centroid_octaves: Floats
    """[n] magnitude-weighted mean of log2(frequency / 1 Hz); 0 where a frame is silent."""
    chroma: Floats
    """[m, 12] pitch classes from C, each row of length 1 or all 0."""
    silent: bool

    @property
    def frames(self) -> int:
        return len(self.loudness_power)

    @property
    def mel_hz(self) -> Floats:
        """[MEL_BANDS] centre of each mel band."""
        return np.asarray(_mel_edges_hz()[1:-1], dtype=np.float32)

    @property
    def loudness_db(self) -> Floats:
        """[n] A-weighted level under the song's loudest frame: 0 there, −100 in silence."""
        power = self.loudness_power
        if self.silent:
            return np.full(len(power), -100.0, dtype=np.float32)
        return np.asarray(10 * np.log10(np.maximum(power / power.max(), 1e-10)), dtype=np.float32)


def measure_spectrum(samples: Floats, rate_hz: int) -> Spectrum:
    """The spectrum of mono samples [n], any rate from 8 kHz up. Empty input gives one silent frame."""
    level = _loudest_rms(samples, rate_hz)
    silent = level < SILENCE_RMS
    gain = np.float32(0.0 if silent else 0.1 / level)
    window = _window_samples(ONSET_WINDOW_S, rate_hz)
    freqs_hz = scipy.fft.rfftfreq(window, 1 / rate_hz)
    mel, bands = _mel_weights(freqs_hz), _band_weights(freqs_hz)
    octaves = np.log2(np.maximum(freqs_hz, 40.0)).astype(np.float32)
    log_mel, power, centroid = [], [], []
    for magnitude in _magnitudes(samples, rate_hz, FRAME_RATE_HZ, window, gain):
        log_mel.append(np.log1p(_COMPRESSION * (magnitude @ mel)))
        power.append(np.square(magnitude) @ bands)
        total = magnitude[:, 1:].sum(axis=1)
        weighted = magnitude[:, 1:] @ octaves[1:]
        centroid.append(np.divide(weighted, total, out=np.zeros_like(total), where=total > 1e-4))
    powers = np.concatenate(power)
    return Spectrum(
        log_mel=np.concatenate(log_mel),
        band_power=powers[:, :3],
        loudness_power=powers[:, 3],
        centroid_octaves=np.concatenate(centroid),
        chroma=_measure_chroma(samples, rate_hz, gain),
        silent=silent,
    )


def _loudest_rms(samples: Floats, rate_hz: int) -> float:
    """RMS of the loudest 100 ms."""
    step = max(rate_hz // 10, 1)
    if len(samples) < step:
        return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0
    blocks = samples[: len(samples) // step * step].reshape(-1, step)
    return float(np.sqrt(np.einsum("ij,ij->i", blocks, blocks).max() / step))


def _window_samples(window_s: float, rate_hz: int) -> int:
    return int(scipy.fft.next_fast_len(round(window_s * rate_hz), real=True))


def _magnitudes(samples: Floats, rate_hz: int, frame_rate_hz: int, window: int, gain: np.float32) -> Iterator[Floats]:
    """Blocks [≤ 1024, bins] of magnitudes; a full-scale sine gives 1."""
    frames = len(samples) * frame_rate_hz // rate_hz + 1
    padded = np.pad(samples.astype(np.float32, copy=False), (window // 2, window))
    taper = (gain * np.hanning(window) * (4 / window)).astype(np.float32)
    views = np.lib.stride_tricks.sliding_window_view(padded, window)
    for first in range(0, frames, _BLOCK_FRAMES):
        indices = np.arange(first, min(first + _BLOCK_FRAMES, frames))
        starts = np.rint(indices * (rate_hz / frame_rate_hz)).astype(np.int64)
        yield np.abs(scipy.fft.rfft(views[starts] * taper, axis=1))


def _mel_edges_hz() -> NDArray[np.float64]:
    low, high = (2595 * np.log10(1 + hz / 700) for hz in MEL_RANGE_HZ)
    return np.asarray(700 * (10 ** (np.linspace(low, high, MEL_BANDS + 2) / 2595) - 1), dtype=np.float64)


def _mel_weights(freqs_hz: NDArray[np.float64]) -> Floats:
    """[bins, MEL_BANDS] triangles of height 1, at least one bin wide."""
    edges = _mel_edges_hz()
    bin_hz = freqs_hz[1]
    rise = np.maximum(np.diff(edges), bin_hz)
    distance = freqs_hz[:, None] - edges[None, 1:-1]
    weights = np.clip(1 - np.where(distance < 0, -distance / rise[:-1], distance / rise[1:]), 0, None)
    return np.asarray(weights, dtype=np.float32)


def _band_weights(freqs_hz: NDArray[np.float64]) -> Floats:
    """[bins, 4]: three bands, then A-weighting."""
    columns = [(freqs_hz >= low) & (freqs_hz < high) for low, high in BANDS_HZ.values()]
    return np.stack([*columns, _a_weighting(freqs_hz)], axis=1).astype(np.float32)


def _a_weighting(freqs_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Power gain of the A curve, 1 at 1 kHz. Source: IEC 61672-1:2013, annex E."""
    f2 = np.square(freqs_hz)
    gain = 12194.0**2 * f2**2 / ((f2 + 20.6**2) * np.sqrt((f2 + 107.7**2) * (f2 + 737.9**2)) * (f2 + 12194.0**2))
    return np.square(1.2589 * gain)


def _measure_chroma(samples: Floats, rate_hz: int, gain: np.float32) -> Floats:
    window = _window_samples(CHROMA_WINDOW_S, rate_hz)
    freqs_hz = scipy.fft.rfftfreq(window, 1 / rate_hz)
    inside = (freqs_hz >= CHROMA_RANGE_HZ[0]) & (freqs_hz <= CHROMA_RANGE_HZ[1])
    semitones = 12 * np.log2(freqs_hz[inside] / 440.0) + 9
    offset = semitones[:, None] - np.arange(12)[None, :]
    distance = np.abs(offset - 12 * np.rint(offset / 12))
    weights = np.exp(-0.5 * np.square(distance / 0.35)).astype(np.float32)
    blocks = []
    for magnitude in _magnitudes(samples, rate_hz, CHROMA_RATE_HZ, window, gain):
        tonal = np.log1p(_COMPRESSION * magnitude[:, inside])
        # Only peaks carry pitch: drums fill the bins between partials and would flatten the chroma.
        peaks = np.zeros_like(tonal)
        peaks[:, 1:-1] = np.where(
            (tonal[:, 1:-1] > tonal[:, :-2]) & (tonal[:, 1:-1] >= tonal[:, 2:]), tonal[:, 1:-1], 0
        )
        blocks.append(peaks @ weights)
    chroma = np.concatenate(blocks)
    length = np.linalg.norm(chroma, axis=1, keepdims=True)
    return np.asarray(np.divide(chroma, length, out=np.zeros_like(chroma), where=length > 1e-3), dtype=np.float32)

"""Who sings: the fundamental of the leading voice, and whether it lies low or high.

A frame's salience of a pitch is how well the spectrum's peaks fit its harmonics and its valleys the places between; the
voice's line is the path of most salience that moves as a melody does. On a mix, guitars and keys are pitches too: what
also sounds where nobody sings is taken off first, and the answer is less sure than on a stem.
Source of the fit: A. Camacho and J. Harris, "A sawtooth waveform inspired pitch estimator for speech and music",
JASA 124(3), 2008.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from songreel_engine.analysis.result import Voice
from songreel_engine.analysis.spectrum import Floats

LOW_BELOW_HZ: Final = 200.0
"""A voice is low when the median of its fundamental lies under this, about G3. Speaking voices part near 165 Hz (men's
mean is about 120 Hz, women's 200 Hz: I. Titze, "Principles of Voice Production", 1994), and singing lifts both."""

NOT_DETECTED: Final = Voice(range="not detected", confidence=0.0, median_hz=0.0)

_HOP_S: Final = 0.05
_WINDOW_S: Final = 0.12
"""Long enough to part harmonics 25 Hz apart, short enough for a vibrato of 6 Hz not to smear them."""
_PITCH_RANGE_HZ: Final = (70.0, 1_000.0)
_PITCHES_PER_OCTAVE: Final = 36
_TOP_HZ: Final = 4_000.0
_HARMONICS: Final = (1, 2, 3, 5, 7, 11)
_VOICE_BAND_HZ: Final = (150.0, 3_400.0)
_WHITENING_HZ: Final = 250.0
_LEAP_COST: Final = 0.012
"""Salience lost per step of pitch between frames; a leap of more than `_LEAP_CAP_STEPS` costs no more."""
_LEAP_CAP_STEPS: Final = 12
_BASS_BELOW_HZ: Final = 130.0
_BASS_COST_OCTAVE: Final = 0.1
"""On a mix, what is found below is likelier the bass than the singer."""
_MOST_HEARD_S: Final = 90.0
"""The median settles long before; a longer song is sampled, not heard through."""
_LEAST_HEARD_S: Final = 1.5
_PAUSE_HOP_S: Final = 0.2
_MOST_PAUSES: Final = 300
_CLEAR_SALIENCE: Final = 0.2
_LEAST_CONFIDENCE: Final = 0.1
_BLOCK_FRAMES: Final = 256
_SURE_OCTAVES: Final = 0.35
"""This far from the border, low and high are no longer mistaken for each other."""


@dataclass(frozen=True, kw_only=True, eq=False)
class VoiceLine:
    """The leading voice, frame by frame, n frames within the passages asked for."""

    times_s: NDArray[np.float64]
    f0_hz: NDArray[np.float64]
    salience: Floats
    """[n] about 0 for noise, 0.3 and more for a clear voice."""


def find_voice(samples: Floats, rate_hz: int, passages: Sequence[tuple[float, float]], *, stem: bool = False) -> Voice:
    """The range of whoever sings in `passages` (start_s, end_s) of mono samples [n]; `stem`: nothing else sounds.

    'not detected' without passages, or where no clear pitch is heard for 1.5 s (whispers, growls, noise).
    """
    return _judged(voice_line(samples, rate_hz, passages, stem=stem), _hop_s(passages))


def _judged(line: VoiceLine, hop_s: float) -> Voice:
    clear = line.salience > _CLEAR_SALIENCE
    if clear.sum() * hop_s < _LEAST_HEARD_S:
        return NOT_DETECTED
    octaves = np.log2(line.f0_hz[clear] / LOW_BELOW_HZ)
    median = float(np.median(octaves))
    agreement = float(np.mean((octaves < 0) == (median < 0)))
    distance = min(abs(median) / _SURE_OCTAVES, 1.0)
    heard = min(float(clear.mean()) / 0.5, 1.0)
    confidence = (2 * agreement - 1) * (0.3 + 0.7 * distance) * heard
    if confidence < _LEAST_CONFIDENCE:
        return NOT_DETECTED
    return Voice(
        range="low" if median < 0 else "high",
        confidence=round(confidence, 3),
        median_hz=round(LOW_BELOW_HZ * 2**median, 1),
    )


def voice_line(
    samples: Floats, rate_hz: int, passages: Sequence[tuple[float, float]], *, stem: bool = False
) -> VoiceLine:
    """The likeliest fundamental of the leading voice in `passages`. No passages: no frames."""
    hop_s = _hop_s(passages)
    inside = [np.arange(start_s, end_s, hop_s) for start_s, end_s in passages if end_s > start_s]
    if not inside:
        empty = np.zeros(0)
        return VoiceLine(times_s=empty, f0_hz=empty, salience=empty.astype(np.float32))
    pitches_hz = _pitches_hz()
    kernel = _Kernel(rate_hz, pitches_hz)
    salience = kernel.salience(samples, np.concatenate(inside))
    heard = (
        salience if stem else salience - _accompaniment(kernel, samples, _pauses_s(passages, len(samples) / rate_hz))
    )
    firsts = np.cumsum([0, *(len(times_s) for times_s in inside)])
    path = np.concatenate([_path(heard[a:b]) for a, b in pairwise(firsts)])
    return VoiceLine(
        times_s=np.concatenate(inside),
        f0_hz=pitches_hz[path],
        salience=salience[np.arange(len(path)), path],
    )


def _hop_s(passages: Sequence[tuple[float, float]]) -> float:
    sung_s = sum(end_s - start_s for start_s, end_s in passages)
    return _HOP_S * max(sung_s / _MOST_HEARD_S, 1.0)


def _accompaniment(kernel: "_Kernel", samples: Floats, pauses_s: NDArray[np.float64]) -> Floats:
    """[pitches] salience to expect of the band alone: what is usual where nobody sings, and more of it in the bass."""
    bass = _BASS_COST_OCTAVE * np.maximum(np.log2(_BASS_BELOW_HZ / _pitches_hz()), 0)
    if len(pauses_s) * _PAUSE_HOP_S < _LEAST_HEARD_S:
        return bass.astype(np.float32)
    alone = np.maximum(kernel.salience(samples, pauses_s), 0)
    # The deviation too: a bass note held for one bar in four hardly shows in the mean.
    return np.asarray(bass + alone.mean(axis=0) + alone.std(axis=0), dtype=np.float32)


def _pauses_s(passages: Sequence[tuple[float, float]], duration_s: float) -> NDArray[np.float64]:
    """Times at which nobody sings, up to _MOST_PAUSES of them."""
    edges = [0.0, *(edge for passage in passages for edge in passage), duration_s]
    pauses = zip(edges[::2], edges[1::2], strict=True)
    times_s = np.concatenate([np.arange(start_s + 0.1, end_s - 0.1, _PAUSE_HOP_S) for start_s, end_s in pauses])
    return times_s[:: 1 + len(times_s) // _MOST_PAUSES]


def _pitches_hz() -> NDArray[np.float64]:
    low, high = _PITCH_RANGE_HZ
    return np.asarray(low * 2 ** (np.arange(int(np.log2(high / low) * _PITCHES_PER_OCTAVE) + 1) / _PITCHES_PER_OCTAVE))


class _Kernel:
    """Fits every pitch to a frame at once: one matrix, made once a song."""

    def __init__(self, rate_hz: int, pitches_hz: NDArray[np.float64]) -> None:
        self._rate_hz = rate_hz
        self._window = round(_WINDOW_S * rate_hz)
        # Padded to twice its length, the spectrum is drawn finely enough for the kernel's narrow lobes.
        self._size = int(scipy.fft.next_fast_len(2 * self._window, real=True))
        freqs_hz = scipy.fft.rfftfreq(self._size, 1 / rate_hz)
        self._bins = int(np.searchsorted(freqs_hz, min(_TOP_HZ, rate_hz / 2)))
        self._bin_hz = float(freqs_hz[1])
        self._fit = _fit(freqs_hz[: self._bins], pitches_hz)
        self._taper = np.hanning(self._window).astype(np.float32)

    def salience(self, samples: Floats, times_s: NDArray[np.float64]) -> Floats:
        """[n, pitches] at the times given."""
        return np.concatenate([self._whitened(block) @ self._fit for block in self._blocks(samples, times_s)])

    def _blocks(self, samples: Floats, times_s: NDArray[np.float64]) -> Iterator[Floats]:
        padded = np.pad(samples.astype(np.float32, copy=False), (self._window // 2, 2 * self._window))
        views = np.lib.stride_tricks.sliding_window_view(padded, self._window)
        starts = np.minimum(np.rint(times_s * self._rate_hz).astype(np.int64), len(views) - 1)
        for first in range(0, len(starts), _BLOCK_FRAMES):
            block = views[starts[first : first + _BLOCK_FRAMES]] * self._taper
            yield np.abs(scipy.fft.rfft(block, self._size, axis=1)[:, : self._bins])

    def _whitened(self, magnitude: Floats) -> Floats:
        """Each frame by its own smooth envelope, so that a loud bass does not outweigh ten harmonics of a voice."""
        root = np.sqrt(magnitude)
        envelope = gaussian_filter1d(root, _WHITENING_HZ / self._bin_hz, axis=1)
        level = envelope + 0.05 * envelope.max(axis=1, keepdims=True) + 1e-6
        white = root / level
        return np.asarray(white - white.mean(axis=1, keepdims=True), dtype=np.float32)


def _fit(freqs_hz: NDArray[np.float64], pitches_hz: NDArray[np.float64]) -> Floats:
    """[bins, pitches] cosine lobes, positive on prime harmonics, negative between, weaker with height.

    An octave below the true pitch every second harmonic fits; of the primes only the second does.
    """
    low_hz, high_hz = _VOICE_BAND_HZ
    heard = np.clip(freqs_hz / low_hz, 0, 1) * np.where(freqs_hz <= high_hz, 1.0, 0.3)
    ratio = freqs_hz[:, None] / pitches_hz[None, :]
    lobes = np.zeros_like(ratio)
    for harmonic in _HARMONICS:
        distance = np.abs(ratio - harmonic)
        lobes += np.cos(2 * np.pi * ratio) * np.where(distance < 0.25, 1.0, 0.5 * (distance < 0.75))
    weighted = lobes * heard[:, None] / np.sqrt(np.maximum(ratio, 0.25))
    return np.asarray(weighted / np.abs(weighted).sum(axis=0), dtype=np.float32)


def _path(salience: Floats) -> NDArray[np.int64]:
    """[n] the pitch of each frame on the path of most salience (Viterbi)."""
    frames, pitches = salience.shape
    steps = np.abs(np.arange(pitches)[:, None] - np.arange(pitches)[None, :])
    cost = (_LEAP_COST * np.minimum(steps, _LEAP_CAP_STEPS)).astype(np.float32)
    back = np.zeros((frames, pitches), np.int64)
    best = salience[0].copy()
    for frame in range(1, frames):
        reached = best[None, :] - cost
        back[frame] = reached.argmax(axis=1)
        best = reached[np.arange(pitches), back[frame]] + salience[frame]
    path = np.zeros(frames, np.int64)
    path[-1] = best.argmax()
    for frame in range(frames - 1, 0, -1):
        path[frame - 1] = back[frame, path[frame]]
    return path

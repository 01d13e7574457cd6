"""Where somebody sings, and how far their mouth is open.

Passages come from a probability over time (the listener's, on the mix) or, better, from the level of a stem that holds the
voice alone. Conventions: a passage is (start_s, end_s); passages rise, never touch, and lie in [0, duration_s].
Does not say who sings (`voice.py`) or what (`lyrics/`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, median_filter
from scipy.signal import butter, sosfilt

from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, SILENCE_RMS, Floats, Spectrum

Passages = tuple[tuple[float, float], ...]

_SHORTEST_PASSAGE_S: Final = 0.5
_SHORTEST_GAP_S: Final = 0.4
"""A breath between words is no pause: cutting away from a singer there would look wrong."""

_SMOOTH_S: Final = 0.12
_ENTER: Final = 0.6
_STAY: Final = 0.35
_EDGE: Final = 0.5
_CONVINCING: Final = 0.75
"""What the surest second of a passage must reach."""
_LEAST_SUNG_S: Final = 2.0
"""A whole song in which less is found is taken for an instrumental: a stray lead guitar is likelier than one word."""

_STEM_RATE_HZ: Final = 100
_STEM_BAND_HZ: Final = (100.0, 5_000.0)
_STEM_ENTER_DB: Final = -26.0
_STEM_STAY_DB: Final = -38.0
"""Under the loud parts of the stem. Separated stems leak about 30 dB below the voice."""

_ATTACK_S: Final = 0.07
"""A drum's attack is gone within this; a syllable lasts longer."""
_SYLLABLE_SMOOTH_S: Final = 0.018
"""Lets 8 Hz through at half its depth."""
_MOUTH_HZ: Final = (350.0, 2_500.0)
"""First and second formants: they open with the mouth. Hiss above is made with teeth closed."""
_CLOSED_PERCENTILE: Final = 10
_OPEN_PERCENTILE: Final = 92
_LEAST_MOUTH_SPAN: Final = 0.3
"""Of the open mouth's level: a steady tone is not blown up into chewing."""
_MOUTH_FADE_S: Final = 0.04


@dataclass(frozen=True, kw_only=True)
class Sung:
    """Where somebody sings, and how sure that is of the song as a whole."""

    passages: Passages
    confidence: float
    """0..1; of an instrumental: that nobody sings."""


def sung_passages(probability: Floats, rate_hz: float, duration_s: float) -> Sung:
    """Passages from the likelihood [n] of singing, sample k at k / rate_hz.

    A passage starts and ends where the likelihood crosses a half, and needs a convincing moment. Empty input, silence
    (all 0) and instrumentals give no passages.
    """
    if len(probability) == 0:
        return Sung(passages=(), confidence=0.0)
    smooth = gaussian_filter1d(np.asarray(probability, np.float64), _SMOOTH_S / 2 * rate_hz)
    runs = [
        run
        for run in _hysteresis(smooth, enter=_ENTER, stay=_STAY)
        if _surest_second(smooth[slice(*run)], rate_hz) >= _CONVINCING
    ]
    edges = [tuple(at / rate_hz for at in _crossings(smooth, run, _EDGE)) for run in runs]
    passages = _tidied(edges, duration_s)
    if sum(end_s - start_s for start_s, end_s in passages) < _LEAST_SUNG_S:
        passages = ()
    return Sung(passages=passages, confidence=_clarity(smooth, passages, rate_hz))


def with_more_evidence(probability: Floats, rate_hz: float, other: Floats, other_rate_hz: float) -> Floats:
    """[n] the likelihood at `rate_hz` after a second listener was asked: whoever is surer that somebody sings is believed.

    Fits a speech detector, which misses singers under a band but hardly ever hears one where nobody sings.
    """
    if len(other) == 0:
        return probability
    at_s = np.arange(len(probability)) / rate_hz
    heard = np.interp(at_s, np.arange(len(other)) / other_rate_hz, other)
    return np.maximum(probability, heard).astype(np.float32)


def passages_from_stem(samples: Floats, rate_hz: int, duration_s: float) -> Sung:
    """Passages in which mono `samples` [n] of a voice alone sound. Silence and empty input give none."""
    if len(samples) < rate_hz / _STEM_RATE_HZ:
        return Sung(passages=(), confidence=0.0)
    level_db = _stem_level_db(samples, rate_hz)
    if level_db.max() < 20 * np.log10(SILENCE_RMS):
        return Sung(passages=(), confidence=1.0)
    loud_db = float(np.percentile(level_db[level_db > level_db.max() - 40], 75))
    runs = _hysteresis(level_db, enter=loud_db + _STEM_ENTER_DB, stay=loud_db + _STEM_STAY_DB)
    edges = [(first / _STEM_RATE_HZ, end / _STEM_RATE_HZ) for first, end in runs]
    passages = _tidied(edges, duration_s)
    return Sung(passages=passages, confidence=_parted(level_db, passages))


def mouth_curve(spectrum: Spectrum, passages: Sequence[tuple[float, float]], times_s: NDArray[np.float64]) -> Floats:
    """[len(times_s)] in 0..1: how far a singer's mouth is open; exactly 0 outside `passages`.

    The spectrum of the mix serves; that of a voice stem serves better. Silence gives zeros.
    """
    opened = np.zeros(spectrum.frames, dtype=np.float64)
    if not spectrum.silent:
        level = _voice_level(spectrum)
        for start_s, end_s in passages:
            first, end = round(start_s * FRAME_RATE_HZ), min(round(end_s * FRAME_RATE_HZ) + 1, len(level))
            opened[first:end] = _opened(level[first:end])
    mouth = np.interp(times_s, np.arange(len(opened)) / FRAME_RATE_HZ, opened)
    mouth[~within(times_s, passages)] = 0
    return mouth.astype(np.float32)


def _hysteresis(values: NDArray[np.float64], *, enter: float, stay: float) -> list[tuple[int, int]]:
    """Runs [first, end) that stay above one threshold and reach the other."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], values >= stay, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2) if values[a:b].max() >= enter]


def _surest_second(values: NDArray[np.float64], rate_hz: float) -> float:
    """Mean of the highest second's worth of a run (of all of a shorter one)."""
    return float(np.sort(values)[-max(round(rate_hz), 1) :].mean())


def _crossings(values: NDArray[np.float64], run: tuple[int, int], level: float) -> tuple[float, float]:
    """First and last place within a run where it crosses `level`, between samples."""
    above = np.flatnonzero(values[slice(*run)] >= level) + run[0]
    first, last = int(above[0]), int(above[-1])
    start, end = float(first), float(last)
    if first > 0:
        start -= float((values[first] - level) / max(values[first] - values[first - 1], 1e-9))
    if last + 1 < len(values):
        end += float((values[last] - level) / max(values[last] - values[last + 1], 1e-9))
    # A sample that jumps across the level puts the crossing next to it, never further.
    return max(start, first - 1.0), min(end, last + 1.0)


def _tidied(edges: Sequence[tuple[float, ...]], duration_s: float) -> Passages:
    """Gaps closed, scraps dropped, all within the song."""
    joined: list[tuple[float, float]] = []
    for start_s, end_s in edges:
        if joined and start_s - joined[-1][1] < _SHORTEST_GAP_S:
            joined[-1] = (joined[-1][0], end_s)
        else:
            joined.append((start_s, end_s))
    held = ((max(start_s, 0.0), min(end_s, duration_s)) for start_s, end_s in joined)
    return tuple((round(a, 3), round(b, 3)) for a, b in held if b - a >= _SHORTEST_PASSAGE_S)


def _clarity(probability: NDArray[np.float64], passages: Passages, rate_hz: float) -> float:
    """How far the likelihood stands apart from a half, on the side the passages say."""
    inside = within(np.arange(len(probability)) / rate_hz, passages)
    sides = np.where(inside, probability, 1 - probability)
    return round(float(np.clip(2 * sides.mean() - 1, 0, 1)), 3)


def within(times_s: NDArray[np.float64], passages: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """[len(times_s)] True inside a passage, its edges included."""
    inside = np.zeros(len(times_s), dtype=np.bool_)
    for start_s, end_s in passages:
        inside |= (times_s >= start_s) & (times_s <= end_s)
    return inside


def _stem_level_db(samples: Floats, rate_hz: int) -> NDArray[np.float64]:
    """[n] level of the voice's band in steps of 1 / _STEM_RATE_HZ, over 30 ms."""
    low_hz, high_hz = _STEM_BAND_HZ
    band = butter(2, (low_hz, min(high_hz, 0.45 * rate_hz)), "bandpass", fs=rate_hz, output="sos")
    voiced = sosfilt(band, samples)
    step = rate_hz / _STEM_RATE_HZ
    edges = np.rint(np.arange(int(len(samples) / step) + 1) * step).astype(np.int64)
    summed = np.concatenate([[0.0], np.cumsum(np.square(voiced))])[edges]
    power = np.maximum(np.diff(summed) / np.maximum(np.diff(edges), 1), 1e-20)
    return np.asarray(10 * np.log10(gaussian_filter1d(power, 1.5)))


def _parted(level_db: NDArray[np.float64], passages: Passages) -> float:
    """1 where the voice stands 40 dB above its pauses, 0 where it does not stand out."""
    inside = within(np.arange(len(level_db)) / _STEM_RATE_HZ, passages)
    if not inside.any():
        return 0.0
    if inside.all():
        return 0.5
    difference_db = float(np.median(level_db[inside]) - np.median(level_db[~inside]))
    return round(float(np.clip(difference_db / 40, 0, 1)), 3)


def _voice_level(spectrum: Spectrum) -> NDArray[np.float64]:
    """[frames] root of the amplitude in the formants' bands, drum attacks taken out band by band.

    The root is near to how loudness is felt, and twice the amplitude keeps its shape.
    """
    inside = (spectrum.mel_hz >= _MOUTH_HZ[0]) & (spectrum.mel_hz <= _MOUTH_HZ[1])
    bands = spectrum.log_mel[:, inside]
    held = np.minimum(bands, median_filter(bands, (2 * round(_ATTACK_S * FRAME_RATE_HZ / 2) + 1, 1)))
    level = np.sqrt(np.expm1(held).mean(axis=1, dtype=np.float64))
    return np.asarray(gaussian_filter1d(level, _SYLLABLE_SMOOTH_S * FRAME_RATE_HZ))


def _opened(level: NDArray[np.float64]) -> NDArray[np.float64]:
    """One passage between its own closed and open mouth, closing at both ends."""
    closed, wide = np.percentile(level, (_CLOSED_PERCENTILE, _OPEN_PERCENTILE))
    span = max(float(wide - closed), _LEAST_MOUTH_SPAN * float(wide), 1e-9)
    at_s = np.arange(len(level)) / FRAME_RATE_HZ
    fade = np.clip(np.minimum(at_s, at_s[::-1]) / _MOUTH_FADE_S, 0, 1)
    return np.asarray(np.clip((level - (wide - span)) / span, 0, 1) * fade)

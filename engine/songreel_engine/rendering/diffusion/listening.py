"""What a video model hears of a song: a stretch of its voice as a log-mel spectrogram. Pure arithmetic; no network is run here.

Only what is sung is heard: outside of sung passages the sound is silence, so a mouth rests in an instrumental even where the
band plays on. A stem with the voice alone is better than the song; without one the band sings along.
Source of the front end: Lightricks' LTX-2 audio encoder takes magnitudes (not powers) of a 1,024-point STFT with reflected
edges, on Slaney's mel scale with filters of equal area, as natural logarithms above 1e-5.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import VoiceJob

Floats = NDArray[np.float32]

FFT_SIZE: Final = 1024
FLOOR: Final = 1e-5
FADE_S: Final = 0.03
"""A voice is faded in and out of silence over this: a hard edge would sound, and look, like a consonant."""
_LINEAR_HZ_PER_MEL, _LINEAR_UP_TO_HZ = 200.0 / 3, 1000.0
_LOG_STEP: Final = float(np.log(6.4)) / 27
"""Slaney's scale: even steps up to 1 kHz, then 27 to each factor of 6.4. Source: M. Slaney, Auditory Toolbox (1998)."""


@dataclass(frozen=True, kw_only=True)
class Ear:
    """How an audio encoder wants its sound; taken from its own configuration."""

    rate_hz: int
    hop: int
    mel_bins: int


def heard(
    samples: Floats, voice: VoiceJob, *, start_s: float, length_s: float, frames_per_s: float, rate_hz: int
) -> Floats:
    """What is sung from `start_s` of the shot on, as mono samples; silence outside sung passages and beyond the sound's ends.

    `samples` is the whole sound at `rate_hz`; `frames_per_s` is the shot's.
    """
    count = round(length_s * rate_hz)
    start = round((voice.start / frames_per_s + start_s) * rate_hz)
    stretch = np.zeros(count, np.float32)
    into = min(max(-start, 0), count)
    kept = samples[max(start, 0) : max(start + count, 0)]
    stretch[into : into + len(kept)] = kept
    return stretch * _gate(voice, start_s=start_s, count=count, frames_per_s=frames_per_s, rate_hz=rate_hz)


def _gate(voice: VoiceJob, *, start_s: float, count: int, frames_per_s: float, rate_hz: int) -> Floats:
    at_s = np.arange(count, dtype=np.float64) / rate_hz + start_s
    gate = np.zeros(count, np.float64)
    for start, stop in voice.sung:
        rise = (at_s - start / frames_per_s) / FADE_S
        fall = (stop / frames_per_s - at_s) / FADE_S
        gate = np.maximum(gate, np.clip(np.minimum(rise, fall), 0, 1))
    return gate.astype(np.float32)


def log_mel(samples: Floats, ear: Ear) -> Floats:
    """[n, mel_bins] natural logarithms; row k is centred on sample k × hop, n = samples // hop + 1. No samples give no rows."""
    if not len(samples):
        return np.zeros((0, ear.mel_bins), np.float32)
    reach = FFT_SIZE // 2
    # Too short to be reflected without its edge, it is reflected with it.
    padded = np.pad(samples.astype(np.float32), reach, mode="reflect" if len(samples) > reach else "symmetric")
    windows = np.lib.stride_tricks.sliding_window_view(padded, FFT_SIZE)[:: ear.hop]
    # A periodic Hann window, as spectrograms are taken.
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT_SIZE) / FFT_SIZE)).astype(np.float32)
    magnitude = np.abs(np.fft.rfft(windows * hann, axis=1)).astype(np.float32)
    return np.asarray(np.log(np.maximum(magnitude @ mel_filters(ear).T, FLOOR)), np.float32)


def mel_filters(ear: Ear) -> Floats:
    """[mel_bins, FFT_SIZE / 2 + 1] triangles from 0 Hz to half the sample rate, each of area 1 in Hz."""
    edges_hz = _mel_to_hz(np.linspace(0.0, _hz_to_mel(ear.rate_hz / 2), ear.mel_bins + 2))
    bins_hz = np.arange(FFT_SIZE // 2 + 1) * ear.rate_hz / FFT_SIZE
    low, middle, high = edges_hz[:-2, None], edges_hz[1:-1, None], edges_hz[2:, None]
    rising, falling = (bins_hz - low) / (middle - low), (high - bins_hz) / (high - middle)
    triangles = np.maximum(np.minimum(rising, falling), 0.0)
    return np.asarray(triangles * (2.0 / (high - low)), np.float32)


def _hz_to_mel(hz: float) -> float:
    if hz <= _LINEAR_UP_TO_HZ:
        return hz / _LINEAR_HZ_PER_MEL
    return _LINEAR_UP_TO_HZ / _LINEAR_HZ_PER_MEL + float(np.log(hz / _LINEAR_UP_TO_HZ)) / _LOG_STEP


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _LINEAR_UP_TO_HZ / _LINEAR_HZ_PER_MEL
    above = _LINEAR_UP_TO_HZ * np.exp(_LOG_STEP * (mel - knee))
    return np.where(mel <= knee, mel * _LINEAR_HZ_PER_MEL, above)

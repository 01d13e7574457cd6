"""A guess at where somebody sings, from the mixed spectrum alone.

A voice lives between 300 and 3,400 Hz, stands out there, and moves at the rate of syllables, 2 to 8 a second, without
the sharp broadband attack that drums and plucked strings bring. This measures just that. It is fooled by lead guitars,
solo violins and speech-like synthesisers, and misses a voice under a wall of guitars: use it to shade, never to decide.
"""

from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, Floats, Spectrum

VOICE_HZ: Final = (300.0, 3_400.0)
_SYLLABLE_HZ: Final = (2.0, 8.0)
_PHRASE_S: Final = 1.0


def guess_vocals(spectrum: Spectrum, onsets: Onsets) -> Floats:
    """[n] ≥ 0, larger where a voice is likelier; comparable only within one song. Silence gives zeros."""
    inside = (spectrum.mel_hz >= VOICE_HZ[0]) & (spectrum.mel_hz <= VOICE_HZ[1])
    voice = spectrum.log_mel[:, inside]
    rest = spectrum.log_mel[:, ~inside].mean(axis=1)
    # Peaks over the band's own floor: partials of one voice, not the even mass of distorted guitars.
    prominence = np.maximum(voice.max(axis=1) - np.median(voice, axis=1), 0)
    share = voice.mean(axis=1) / (voice.mean(axis=1) + rest + 0.05)
    movement = _band_passed(voice, *_SYLLABLE_HZ).std(axis=1)
    drums = gaussian_filter1d(onsets.snare + onsets.hat, 0.1 * FRAME_RATE_HZ)
    evidence = prominence * share * movement / (1 + 2 * drums)
    return np.asarray(gaussian_filter1d(evidence, _PHRASE_S / 2 * FRAME_RATE_HZ), dtype=np.float32)


def _band_passed(rows: Floats, low_hz: float, high_hz: float) -> Floats:
    """Rows between two rates of change, by the difference of two Gaussians with those cut-offs."""
    fast, slow = (FRAME_RATE_HZ / (2 * np.pi * hz) for hz in (high_hz, low_hz))
    return np.asarray(gaussian_filter1d(rows, fast, axis=0) - gaussian_filter1d(rows, slow, axis=0))

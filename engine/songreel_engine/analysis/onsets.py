"""Where things start: how strongly each frame attacks, in the bands that carry rhythm.

Conventions: one row a frame of `FRAME_RATE_HZ`; an attack's peak stands within a frame of the attack itself. Strengths
are relative to the song's own attacks (its strong ones are about 1), so thresholds mean the same in every song.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, uniform_filter1d

from songreel_engine.analysis.spectrum import FRAME_RATE_HZ, Floats, Spectrum

FLUX_LAG_FRAMES: Final = 3
"""Difference over 30 ms: a whole attack as the 46 ms window sees it."""

ONSET_BANDS_HZ: Final = {
    "full": (27.5, 10_000.0),
    "kick": (27.5, 130.0),
    "snare": (180.0, 6_000.0),
    "hat": (6_000.0, 10_000.0),
}

_STEADY_CREST: Final = 3.5
"""A strong attack stands this far above the usual flux: white noise measured 1.7, the softest music tried 8."""
_LOCAL_S: Final = 6.0
"""Window over which attacks are compared with their surroundings, so that a quiet verse has beats too."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Onsets:
    """Attack strengths, [n] each, ≥ 0, strong ones about 1."""

    full: Floats
    kick: Floats
    snare: Floats
    hat: Floats


def find_onsets(spectrum: Spectrum) -> Onsets:
    """Attack strengths in `ONSET_BANDS_HZ`. Silence and steady noise give all zeros.

    Source: the vibrato-suppressing maximum filter is Böck and Widmer, "Maximum filter vibrato suppression for onset
    detection", DAFx 2013.
    """
    flux = _superflux(spectrum.log_mel)
    mel_hz = spectrum.mel_hz
    if not _has_attacks(gaussian_filter1d(flux.mean(axis=1), 1.0)):
        nothing = np.zeros(spectrum.frames, dtype=np.float32)
        return Onsets(full=nothing, kick=nothing, snare=nothing, hat=nothing)
    return Onsets(
        **{
            name: _normalised(flux[:, (mel_hz >= low) & (mel_hz <= high)].mean(axis=1))
            for name, (low, high) in ONSET_BANDS_HZ.items()
        }
    )


def _superflux(log_mel: Floats) -> Floats:
    """[n, bands] how much each band rose over the lag, against its neighbours' past."""
    past = maximum_filter1d(log_mel, 3, axis=1)
    flux = np.zeros_like(log_mel)
    half = FLUX_LAG_FRAMES // 2
    rise = log_mel[FLUX_LAG_FRAMES:] - past[:-FLUX_LAG_FRAMES]
    flux[FLUX_LAG_FRAMES - half : len(log_mel) - half] = np.maximum(rise, 0)
    return flux


def _normalised(flux: Floats) -> Floats:
    """Flux above its surroundings, strong attacks about 1 both in quiet and in loud stretches."""
    frames = round(_LOCAL_S * FRAME_RATE_HZ)
    smooth = gaussian_filter1d(flux, 1.0)
    above = np.maximum(smooth - uniform_filter1d(smooth, FRAME_RATE_HZ // 2), 0)
    # The running mean of squares may fall a rounding error below 0.
    crest = np.sqrt(np.maximum(uniform_filter1d(np.square(above), frames), 0))
    strong_overall = float(np.percentile(above, 98)) if len(above) else 0.0
    if strong_overall < 1e-3:
        return np.zeros_like(flux)
    # Between the song's own scale and the moment's: a soft verse is lifted, but silence is not turned into beats.
    local = np.maximum(3.0 * crest, 0.25 * strong_overall)
    return np.asarray(np.minimum(above / np.sqrt(local * strong_overall), 2.5), dtype=np.float32)


def _has_attacks(flux: Floats) -> bool:
    return bool(float(np.percentile(flux, 99.5)) > _STEADY_CREST * (float(np.median(flux)) + 1e-4))

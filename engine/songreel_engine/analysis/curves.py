"""Curves: what the picture follows between the beats, each stretched to use its range over the song.

A curve runs from 0 at a low percentile of the song to 1 at a high one, so that one click does not flatten the rest;
where the song hardly varies, the range is held open at a least span so that noise is not blown up into movement.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.result import Curves
from songreel_engine.analysis.spectrum import BANDS_HZ, FRAME_RATE_HZ, Floats, Spectrum
from songreel_engine.analysis.vocals import guess_vocals

FEATURE_RATE_HZ: Final = 50.0

_FLOOR_DB: Final = -100.0
_LEAST_DIFFERENCE: Final = 0.1
_RANK_SMOOTH_S: Final = 0.3


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """How a measured curve becomes 0..1."""

    smooth_s: float
    low_percentile: float
    high_percentile: float
    least_span: float
    greatest_span: float


_BAND_SHAPE: Final = _Shape(smooth_s=0.04, low_percentile=10, high_percentile=98, least_span=6.0, greatest_span=40.0)

_SHAPES: Final = {
    "energy": _Shape(smooth_s=0.4, low_percentile=2, high_percentile=98, least_span=6.0, greatest_span=30.0),
    **dict.fromkeys(BANDS_HZ, _BAND_SHAPE),
    "onset": _Shape(smooth_s=0.0, low_percentile=0, high_percentile=99, least_span=0.5, greatest_span=10.0),
    "brightness": _Shape(smooth_s=0.2, low_percentile=5, high_percentile=95, least_span=0.7, greatest_span=5.0),
    "vocal": _Shape(smooth_s=0.0, low_percentile=10, high_percentile=95, least_span=0.01, greatest_span=10.0),
}
"""Spans in the curve's own unit: decibels, strong onsets, octaves, the vocal guess's measure."""


def draw_curves(spectrum: Spectrum, onsets: Onsets, duration_s: float) -> Curves:
    """All curves at FEATURE_RATE_HZ over [0, duration_s]. Silence gives zeros."""
    count = round(duration_s * FEATURE_RATE_HZ) + 1
    if spectrum.silent:
        flat = (0.0,) * count
        return Curves(**dict.fromkeys(Curves.model_fields, flat))
    measured = {
        "energy": _smoothed_db(spectrum.loudness_power, _SHAPES["energy"].smooth_s),
        "onset": maximum_filter1d(onsets.full, 3),
        "brightness": _smoothed_brightness(spectrum),
        "vocal": guess_vocals(spectrum, onsets),
    }
    for column, band in enumerate(BANDS_HZ):
        measured[band] = _smoothed_db(spectrum.band_power[:, column], _BAND_SHAPE.smooth_s)
    shaped = {name: _stretched(values, _SHAPES[name]) for name, values in measured.items()}
    shaped["energy"] = _levelled(shaped["energy"])
    return Curves(**{name: _sampled(values, count) for name, values in shaped.items()})


def _smoothed_db(power: Floats, smooth_s: float) -> Floats:
    smooth = gaussian_filter1d(power, smooth_s * FRAME_RATE_HZ)
    return np.asarray(10 * np.log10(np.maximum(smooth, 10 ** (_FLOOR_DB / 10))), dtype=np.float32)


def _smoothed_brightness(spectrum: Spectrum) -> Floats:
    """Octaves, weighted by loudness within the smoothing so that the hiss between notes does not flicker."""
    weight = np.sqrt(spectrum.loudness_power) + 1e-6
    width = _SHAPES["brightness"].smooth_s * FRAME_RATE_HZ
    weighted = gaussian_filter1d(spectrum.centroid_octaves * weight, width)
    return np.asarray(weighted / gaussian_filter1d(weight, width), dtype=np.float32)


def _stretched(values: Floats, shape: _Shape) -> Floats:
    low, high = (float(v) for v in np.percentile(values, (shape.low_percentile, shape.high_percentile)))
    span = float(np.clip(high - low, shape.least_span, shape.greatest_span))
    return np.asarray(np.clip((values - (high - span)) / span, 0.0, 1.0), dtype=np.float32)


def _levelled(energy: Floats) -> Floats:
    """Half the stretched level, half its rank among the song's other moments.

    In a song mastered to one level the chorus stands a decibel above the verse: rank opens that up, the level keeps
    true silence and true climaxes apart.
    """
    sounding = np.sort(energy[energy > 0])
    if len(sounding) == 0 or float(sounding[-1] - sounding[0]) < _LEAST_DIFFERENCE:
        return energy
    rank = np.searchsorted(sounding, energy) / len(sounding)
    return np.asarray(0.5 * energy + 0.5 * gaussian_filter1d(rank, _RANK_SMOOTH_S * FRAME_RATE_HZ), dtype=np.float32)


def _sampled(values: Floats, count: int) -> tuple[float, ...]:
    at_frames = np.arange(count) * (FRAME_RATE_HZ / FEATURE_RATE_HZ)
    # Four decimals are finer than any picture shows, and keep the stored analysis small.
    return tuple(np.interp(at_frames, np.arange(len(values)), values).round(4).tolist())

"""Curves: what the picture follows between the beats, each stretched to use its range over the song.

A curve runs from 0 at a low percentile of the song to 1 at a high one, so that one click does not flatten the rest;
where the song hardly varies, the range is held open at a least span so that noise is not blown up into movement.
`frames.py` reads them off at a film's frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, uniform_filter1d

from songreel_engine.analysis.hits import Hits
from songreel_engine.analysis.onsets import Onsets
from songreel_engine.analysis.result import Curves, Section
from songreel_engine.analysis.spectrum import BANDS_HZ, FRAME_RATE_HZ, Floats, Spectrum

FEATURE_RATE_HZ: Final = 50.0
MFCC_RATE_HZ: Final = 5.0
MFCC_COEFFICIENTS: Final = 13

_DECIMALS: Final = 4
"""Finer than any picture shows, and keeps the stored analysis small."""
_FLOOR_DB: Final = -100.0
_LEAST_DIFFERENCE: Final = 0.1
_RANK_SMOOTH_S: Final = 0.3
_CROSS_FADE_S: Final = 1.0
"""Over which one section's scale gives way to the next one's, centred on the boundary."""
_LEAK_S: Final = 1.2
"""Three times the energy's smoothing: what lies further away weighs 30 dB less."""
_AUDIBLE_DB: Final = (-60.0, -50.0)
"""Under the song's loudest moment: below the first nothing is heard, above the second everything."""


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
}
"""Spans in the curve's own unit: decibels, strong onsets, octaves."""

_SECTION_SHAPE: Final = _Shape(smooth_s=0.4, low_percentile=3, high_percentile=97, least_span=4.0, greatest_span=24.0)
"""Decibels. White noise wavers by 0.5 dB, a drummed bar by 3: under four a section is even, and stays mid-way."""


def draw_curves(
    spectrum: Spectrum,
    onsets: Onsets,
    sections: Sequence[Section],
    duration_s: float,
    *,
    hits: Hits,
    vocal: Floats,
    mouth: Floats,
    voice_rate_hz: float = FEATURE_RATE_HZ,
) -> Curves:
    """All curves at FEATURE_RATE_HZ over [0, duration_s]. Silence gives zeros.

    `vocal` and `mouth` [any length] are 0..1 at `voice_rate_hz`; where they end before the song does, their last value
    holds.
    """
    count = round(duration_s * FEATURE_RATE_HZ) + 1
    if spectrum.silent:
        flat = (0.0,) * count
        return Curves(**dict.fromkeys(Curves.model_fields, flat))
    energy_db = _smoothed_db(spectrum.loudness_power, _SHAPES["energy"].smooth_s)
    measured = {
        "energy": energy_db,
        "onset": maximum_filter1d(onsets.full, 3),
        "brightness": _smoothed_brightness(spectrum),
    }
    for column, band in enumerate(BANDS_HZ):
        measured[band] = _smoothed_db(spectrum.band_power[:, column], _BAND_SHAPE.smooth_s)
    shaped = {name: _stretched(values, _SHAPES[name]) for name, values in measured.items()}
    shaped["energy"] = _levelled(shaped["energy"])
    shaped["section_energy"] = _stretched_within(energy_db, sections)
    sampled = {name: _sampled(values, FRAME_RATE_HZ, count) for name, values in shaped.items()}
    return Curves(
        **sampled,
        kick=_peaks(hits.kick_s, hits.kick_strength, count),
        snare=_peaks(hits.snare_s, hits.snare_strength, count),
        vocal=_sampled(np.clip(vocal, 0, 1), voice_rate_hz, count),
        mouth=_sampled(np.clip(mouth, 0, 1), voice_rate_hz, count),
    )


def mfcc(spectrum: Spectrum) -> tuple[tuple[float, ...], ...]:
    """[m][MFCC_COEFFICIENTS] mel-frequency cepstrum; row k is the mean of the 0.2 s around k / MFCC_RATE_HZ.

    Coefficient 0 carries the level, the others the colour of the sound. Silence gives zeros.
    Source: Davis and Mermelstein, IEEE TASSP 28(4), 1980, over this program's log(1 + 100 × magnitude) mel bands.
    """
    step = round(FRAME_RATE_HZ / MFCC_RATE_HZ)
    log_mel = uniform_filter1d(spectrum.log_mel, step, axis=0)[::step]
    rows = scipy.fft.dct(log_mel, axis=1, norm="ortho")[:, :MFCC_COEFFICIENTS]
    # Adding 0 turns −0.0, which JSON would keep, into 0.0.
    return tuple(tuple(row) for row in (rows.astype(np.float64).round(3) + 0.0).tolist())


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


def _stretched_within(level_db: Floats, sections: Sequence[Section]) -> Floats:
    """[n] each section on a scale of its own; the scales cross-fade, so that only the music jumps at a boundary."""
    times_s = np.arange(len(level_db)) / FRAME_RATE_HZ
    total = np.zeros(len(level_db))
    for section in sections:
        # The smoothing lets a loud neighbour's level into the edges: they would set the scale of a quiet section.
        margin_s = min(_LEAK_S, (section.end_s - section.start_s) / 4)
        inside = (times_s >= section.start_s + margin_s) & (times_s < section.end_s - margin_s)
        if not inside.any():
            continue
        centre_db, span_db = _scale_of(level_db[inside])
        stretched = np.clip((level_db - centre_db) / span_db + 0.5, 0.0, 1.0)
        total += _presence(section, sections, times_s) * stretched
    silent_db, heard_db = (float(level_db.max()) + edge for edge in _AUDIBLE_DB)
    audible = np.clip((level_db - silent_db) / (heard_db - silent_db), 0.0, 1.0)
    return np.asarray(np.clip(total * audible, 0.0, 1.0), dtype=np.float32)


def _scale_of(level_db: Floats) -> tuple[float, float]:
    """Centre and span in dB. An even section keeps its own level in the middle; one with silence in it, the top."""
    shape = _SECTION_SHAPE
    low, high = (float(v) for v in np.percentile(level_db, (shape.low_percentile, shape.high_percentile)))
    span = float(np.clip(high - low, shape.least_span, shape.greatest_span))
    centre = (low + high) / 2 if high - low < span else high - span / 2
    return centre, span


def _presence(section: Section, sections: Sequence[Section], times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """[n] 0..1: how far the section's scale holds; over all sections these add up to 1."""
    fade_in, fade_out = np.ones_like(times_s), np.ones_like(times_s)
    if section is not sections[0]:
        fade_in = np.clip((times_s - section.start_s) / _CROSS_FADE_S + 0.5, 0.0, 1.0)
    if section is not sections[-1]:
        fade_out = np.clip((section.end_s - times_s) / _CROSS_FADE_S + 0.5, 0.0, 1.0)
    return fade_in + fade_out - 1.0


def _peaks(times_s: NDArray[np.float64], strength: NDArray[np.float64], count: int) -> tuple[float, ...]:
    peaks = np.zeros(count)
    at = np.clip(np.rint(times_s * FEATURE_RATE_HZ).astype(np.int64), 0, count - 1)
    np.maximum.at(peaks, at, strength)
    return tuple(peaks.round(_DECIMALS).tolist())


def _sampled(values: Floats, rate_hz: float, count: int) -> tuple[float, ...]:
    at = np.arange(count) * (rate_hz / FEATURE_RATE_HZ)
    return tuple(np.interp(at, np.arange(len(values)), values).round(_DECIMALS).tolist())

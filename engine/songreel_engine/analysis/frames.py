"""The analysis read off at a film's frames: every curve, where in the beat and the bar each frame lies, the timbre.

Conventions: frame k starts at k / frame_rate seconds. A beat, a bar and a hit belong to the frame that starts nearest to
them, so a flash drawn where `beat_phase` is 0 never comes a frame late. Frames after the song's end hold its last values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.timebase import seconds_to_frame

Floats = NDArray[np.float32]

_LONGEST_GAP: Final = 2.0
"""In usual beats or bars: where the next one takes longer to come, the music has stopped, and so does the phase."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FrameCurves:
    """One value a frame, [frames] float32 in 0..1 unless said otherwise; the curves mean what `Curves` says."""

    energy: Floats
    section_energy: Floats
    low: Floats
    mid: Floats
    high: Floats
    onset: Floats
    kick: Floats
    snare: Floats
    brightness: Floats
    vocal: Floats
    mouth: Floats
    beat_index: NDArray[np.int64]
    """[frames] which beat sounds, from 0; −1 before the first."""
    beat_phase: Floats
    """0 on a beat's frame, rising evenly to just under 1 before the next; 0 before the first beat and, from one usual
    beat after it, where none follows."""
    bar_phase: Floats
    """The same from downbeat to downbeat."""
    mfcc: Floats
    """[frames, coefficients] as measured, not 0..1; no coefficients where the analysis has none."""


def frame_curves(analysis: Analysis, frames: int, frame_rate: Fraction) -> FrameCurves:
    """The analysis at frames 0 … frames − 1.

    Between two samples a curve runs straight. Peaks are kept whatever the frame rate: hits and onsets show the largest
    sample nearest to each frame.
    """
    beat_starts = _frames_of(analysis.beats_s, frame_rate)
    return FrameCurves(
        **{name: _read_curve(analysis, name, frames, frame_rate) for name in _READERS},
        beat_index=_latest(beat_starts, frames),
        beat_phase=_phase(beat_starts, frames),
        bar_phase=_phase(_frames_of(analysis.downbeats_s, frame_rate), frames),
        mfcc=_read_mfcc(analysis, frames, frame_rate),
    )


def _interpolated(values: Floats, rate_hz: float, frames: int, frame_rate: Fraction) -> Floats:
    at = np.arange(frames) * (rate_hz / float(frame_rate))
    return np.asarray(np.interp(at, np.arange(len(values)), values), np.float32)


def _nearest_peaks(values: Floats, rate_hz: float, frames: int, frame_rate: Fraction) -> Floats:
    """Each sample on the frame nearest to it, the largest where several meet, 0 where none does."""
    peaks = np.zeros(frames, np.float32)
    nearest = np.rint(np.arange(len(values)) * (float(frame_rate) / rate_hz)).astype(np.int64)
    shown = nearest < frames
    np.maximum.at(peaks, nearest[shown], values[shown])
    return peaks


def _interpolated_with_peaks(values: Floats, rate_hz: float, frames: int, frame_rate: Fraction) -> Floats:
    between = _interpolated(values, rate_hz, frames, frame_rate)
    return np.asarray(np.maximum(between, _nearest_peaks(values, rate_hz, frames, frame_rate)))


_READERS: Final = {
    **dict.fromkeys(("energy", "section_energy", "low", "mid", "high", "brightness", "vocal", "mouth"), _interpolated),
    "onset": _interpolated_with_peaks,
    **dict.fromkeys(("kick", "snare"), _nearest_peaks),
}


def _read_curve(analysis: Analysis, name: str, frames: int, frame_rate: Fraction) -> Floats:
    values = np.asarray(getattr(analysis.curves, name), np.float32)
    if not len(values):
        return np.zeros(frames, np.float32)
    return _READERS[name](values, analysis.feature_rate_hz, frames, frame_rate)


def _read_mfcc(analysis: Analysis, frames: int, frame_rate: Fraction) -> Floats:
    if not analysis.mfcc:
        return np.zeros((frames, 0), np.float32)
    columns = np.asarray(analysis.mfcc, np.float32).T
    return np.stack([_interpolated(column, analysis.mfcc_rate_hz, frames, frame_rate) for column in columns], axis=1)


def _frames_of(times_s: Sequence[float], frame_rate: Fraction) -> NDArray[np.int64]:
    return np.array([seconds_to_frame(t, frame_rate) for t in times_s], np.int64)


def _latest(starts: NDArray[np.int64], frames: int) -> NDArray[np.int64]:
    """[frames] index of the start at or before each frame, −1 before the first."""
    return np.searchsorted(starts, np.arange(frames), side="right") - 1


def _phase(starts: NDArray[np.int64], frames: int) -> Floats:
    """[frames] 0 on each start, rising to the next; 0 before the first, and after one usual length where none comes."""
    if len(starts) < 2:
        return np.zeros(frames, np.float32)
    gaps = np.diff(starts).astype(np.float64)
    usual = max(float(np.median(gaps)), 1.0)
    lengths = np.append(np.where(gaps > _LONGEST_GAP * usual, usual, gaps), usual)
    latest = _latest(starts, frames)
    phase = (np.arange(frames) - starts[latest]) / lengths[latest]
    return np.where((latest >= 0) & (phase < 1), phase, 0.0).astype(np.float32)

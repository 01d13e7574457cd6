"""How sound drives picture: the song's curves and beats, sampled once per frame of the film."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.rendering.jobs import DRIVE_CHANNELS
from songreel_engine.timebase import seconds_to_frame

BEAT_DECAY_S = 0.16
"""A beat's light falls to 1/e in this time: shorter than half a beat at 180 bpm, longer than three frames at 24 fps."""


def drive_of_song(analysis: Analysis, frames: int, frame_rate: Fraction) -> NDArray[np.float32]:
    """Shape [frames, len(DRIVE_CHANNELS)], values 0..1; frame k takes the curves at k / frame_rate seconds."""
    times_s = np.arange(frames) / float(frame_rate)
    drive = np.zeros((frames, len(DRIVE_CHANNELS)), np.float32)
    for column, name in enumerate(DRIVE_CHANNELS):
        curve = getattr(analysis.curves, name, None)
        if curve is not None and len(curve):
            at_s = np.arange(len(curve)) / analysis.feature_rate_hz
            drive[:, column] = np.interp(times_s, at_s, np.asarray(curve))
    beats = _frames_of(analysis.beats_s, frames, frame_rate)
    drive[:, DRIVE_CHANNELS.index("beat")] = _pulses(beats, frames, frame_rate)
    downbeats = _frames_of(analysis.downbeats_s, frames, frame_rate)
    drive[:, DRIVE_CHANNELS.index("downbeat")] = _pulses(downbeats, frames, frame_rate)
    if len(beats) > 1:
        position = np.interp(np.arange(frames), beats, np.arange(len(beats)))
        drive[:, DRIVE_CHANNELS.index("beat_phase")] = position % 1.0
    return drive


def _frames_of(times_s: tuple[float, ...], frames: int, frame_rate: Fraction) -> NDArray[np.int64]:
    found = np.unique(np.array([seconds_to_frame(t, frame_rate) for t in times_s], np.int64))
    return found[found < frames]


def _pulses(starts: NDArray[np.int64], frames: int, frame_rate: Fraction) -> NDArray[np.float64]:
    """1 on each start, decaying until the next; 0 before the first."""
    if not len(starts):
        return np.zeros(frames)
    latest = np.searchsorted(starts, np.arange(frames), side="right") - 1
    since_s = (np.arange(frames) - starts[np.maximum(latest, 0)]) / float(frame_rate)
    return np.where(latest >= 0, np.exp(-np.maximum(since_s, 0) / BEAT_DECAY_S), 0.0)

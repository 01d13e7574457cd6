"""How sound drives picture: the song's curves and beats, sampled once per frame of the film."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.frames import frame_curves
from songreel_engine.analysis.result import Analysis
from songreel_engine.rendering.jobs import DRIVE_CHANNELS
from songreel_engine.timebase import seconds_to_frame

BEAT_DECAY_S = 0.16
"""A beat's light falls to 1/e in this time: shorter than half a beat at 180 bpm, longer than three frames at 24 fps."""


def drive_of_song(analysis: Analysis, frames: int, frame_rate: Fraction) -> NDArray[np.float32]:
    """Shape [frames, len(DRIVE_CHANNELS)], values 0..1; frame k takes the curves at k / frame_rate seconds."""
    read = frame_curves(analysis, frames, frame_rate)
    pulses = {
        "beat": _pulses(_frames_of(analysis.beats_s, frames, frame_rate), frames, frame_rate),
        "downbeat": _pulses(_frames_of(analysis.downbeats_s, frames, frame_rate), frames, frame_rate),
    }
    channels = [pulses[name] if name in pulses else getattr(read, name) for name in DRIVE_CHANNELS]
    return np.stack(channels, axis=1).astype(np.float32)


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

"""From samples to an `Analysis`: one pass over the sound, then attacks, beats, bars, sections and curves.

Conventions: mono float32 samples at any rate from 8 kHz up; the same samples give the same analysis. Opens no files.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.beats import track_beats
from songreel_engine.analysis.curves import FEATURE_RATE_HZ, draw_curves
from songreel_engine.analysis.downbeats import find_bars
from songreel_engine.analysis.onsets import find_onsets
from songreel_engine.analysis.result import Analysis
from songreel_engine.analysis.spectrum import measure_spectrum
from songreel_engine.analysis.structure import find_sections
from songreel_engine.errors import SongError
from songreel_engine.progress import Progress, ProgressListener, ignore_progress

STAGE = "audio analysis"
LOWEST_RATE_HZ = 8_000
_STEPS = ("spectrum", "attacks", "beats", "bars", "sections", "curves")


def analyse(
    samples: NDArray[np.float32],
    rate_hz: int,
    *,
    song_sha256: str,
    duration_s: float,
    progress: ProgressListener = ignore_progress,
) -> Analysis:
    """Beats, downbeats, sections and curves of mono `samples` [n].

    Silence, noise, lone clicks and songs shorter than a few beats give a valid analysis without beats.

    Raises:
        SongError: the samples are not finite mono at 8 kHz or more, or the duration is not above 0.
    """
    _check(samples, rate_hz, duration_s)
    report = _Reporter(progress)
    with report.step():
        spectrum = measure_spectrum(samples, rate_hz)
    with report.step():
        onsets = find_onsets(spectrum)
    with report.step():
        beats = track_beats(onsets, spectrum.loudness_db)
    beats_s = beats.times_s[beats.times_s <= duration_s]
    with report.step():
        bars = find_bars(beats_s, spectrum, onsets)
    downbeats_s = beats_s[bars.first_beats]
    with report.step():
        sections = find_sections(spectrum, downbeats_s, duration_s)
    with report.step():
        curves = draw_curves(spectrum, onsets, duration_s)
    return Analysis(
        song_sha256=song_sha256,
        duration_s=duration_s,
        tempo_bpm=beats.tempo_bpm,
        tempo_confidence=beats.confidence,
        beats_s=tuple(beats_s.tolist()),
        downbeats_s=tuple(downbeats_s.tolist()),
        beats_per_bar=bars.beats_per_bar,
        sections=sections,
        feature_rate_hz=FEATURE_RATE_HZ,
        curves=curves,
    )


class _Reporter:
    """Tells the listener how many of `_STEPS` are done."""

    def __init__(self, progress: ProgressListener) -> None:
        self._progress = progress
        self._done = 0

    @contextmanager
    def step(self) -> Iterator[None]:
        self._progress(Progress(STAGE, self._done, len(_STEPS), _STEPS[self._done]))
        yield
        self._done += 1
        if self._done == len(_STEPS):
            self._progress(Progress(STAGE, self._done, len(_STEPS)))


def _check(samples: NDArray[np.float32], rate_hz: int, duration_s: float) -> None:
    if samples.ndim != 1:
        raise SongError(f"analysis needs mono samples, not an array of shape {samples.shape}: mix the channels first")
    if rate_hz < LOWEST_RATE_HZ:
        raise SongError(f"a sample rate of {rate_hz} Hz is too low to analyse: use {LOWEST_RATE_HZ} Hz or more")
    if not duration_s > 0:
        raise SongError(f"a song of {duration_s} s holds nothing to analyse: check that the file was decoded")
    if not np.isfinite(samples).all():
        raise SongError("the samples hold values that are not numbers: the file is damaged, export it again")

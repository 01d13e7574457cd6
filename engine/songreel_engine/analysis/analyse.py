"""From samples to an `Analysis`: one pass over the sound, then what the listener hears in it, put in order.

Conventions: mono float32 samples at any rate from 8 kHz up; the same samples give the same analysis. Opens no files.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.beat_this import NAME as BEAT_THIS
from songreel_engine.analysis.beat_this import with_beat_this
from songreel_engine.analysis.beats import track_beats
from songreel_engine.analysis.curves import FEATURE_RATE_HZ, MFCC_RATE_HZ, draw_curves, mfcc
from songreel_engine.analysis.events import find_events
from songreel_engine.analysis.hits import DrumProbability, find_hits
from songreel_engine.analysis.listener import LISTENING_RATE_HZ, Heard, listen
from songreel_engine.analysis.onsets import find_onsets
from songreel_engine.analysis.result import Analysis
from songreel_engine.analysis.spectrum import Floats, Spectrum, measure_spectrum
from songreel_engine.analysis.structure import find_sections
from songreel_engine.analysis.vocal_tools import SILERO_PROBABILITY_HZ, demucs_vocals, silero_probability
from songreel_engine.analysis.vocals import (
    Sung,
    mouth_curve,
    passages_from_stem,
    sung_passages,
    with_more_evidence,
    within,
)
from songreel_engine.analysis.voice import find_voice
from songreel_engine.errors import SongError
from songreel_engine.progress import Progress, ProgressListener, ignore_progress

STAGE = "audio analysis"
LOWEST_RATE_HZ = 8_000
LOUDEST = 1e6
"""Far beyond full scale, which is 1; above it squares would overflow."""
LISTENER: Final = "songreel listener"
Tracker = Literal["songreel", "beat_this"]
VocalEars = Literal["songreel", "silero", "demucs"]
_STEPS = ("spectrum", "listening", "beats and bars", "vocals", "sections", "curves and events")


@dataclass(frozen=True, kw_only=True, eq=False)
class Stem:
    """A voice alone, as a separator or the mix's owner made it: mono samples [n] from the song's first sample on."""

    samples: NDArray[np.float32]
    rate_hz: int
    name: str


def analyse(
    samples: NDArray[np.float32],
    rate_hz: int,
    *,
    song_sha256: str,
    duration_s: float,
    tracker: Tracker = "songreel",
    vocals: VocalEars | Stem = "songreel",
    progress: ProgressListener = ignore_progress,
) -> Analysis:
    """Beats, bars, sections, vocals, events and curves of mono `samples` [n].

    `tracker` and `vocals` name what the user has installed and wants used instead of, or beside, songreel's own ears.
    Silence, noise, lone clicks and songs shorter than a few beats give a valid analysis without beats.

    Raises:
        SongError: the samples are not finite mono at 8 kHz or more, the duration is not above 0, or a wanted tool is
            not installed.
    """
    _check(samples, rate_hz, duration_s)
    report = _Reporter(progress)
    with report.step():
        spectrum = measure_spectrum(samples, rate_hz)
    with report.step():
        heard = listen(spectrum.log_mel)
        if tracker == BEAT_THIS:
            heard = with_beat_this(heard, samples, rate_hz)
    with report.step():
        onsets = find_onsets(spectrum)
        beats = track_beats(heard, onsets, spectrum.loudness_db, duration_s)
    with report.step():
        voice = _listen_for_voice(samples, rate_hz, spectrum, heard, vocals, duration_s)
    downbeats_s = beats.times_s[beats.first_beats]
    with report.step():
        # Not the likelihood: what it murmurs all through an instrumental would pass for a faint singer.
        sections = find_sections(spectrum, downbeats_s, duration_s, vocal=voice.within, vocal_rate_hz=LISTENING_RATE_HZ)
    with report.step():
        drums = DrumProbability(kick=heard.kick, snare=heard.snare, rate_hz=LISTENING_RATE_HZ)
        hits = find_hits(spectrum, onsets, duration_s, probability=drums)
        events = find_events(spectrum, onsets, hits, downbeats_s, sections, duration_s)
        curves = draw_curves(
            spectrum, onsets, sections, duration_s, hits=hits, vocal=voice.likelihood, mouth=voice.mouth
        )
    return Analysis(
        song_sha256=song_sha256,
        duration_s=duration_s,
        tempo_bpm=beats.tempo_bpm,
        tempo_confidence=beats.confidence,
        tempo_map=beats.tempo_map,
        metre=beats.metre,
        metre_confidence=beats.metre_confidence,
        tracker=LISTENER if tracker == "songreel" else tracker,
        beats_s=tuple(beats.times_s.tolist()),
        downbeats_s=tuple(downbeats_s.tolist()),
        beats_per_bar=beats.beats_per_bar,
        sections=sections,
        events=events,
        vocals=voice.sung.passages,
        vocals_confidence=voice.sung.confidence,
        vocals_by=voice.by,
        voice=find_voice(*voice.heard_in, voice.sung.passages, stem=voice.stem),
        feature_rate_hz=FEATURE_RATE_HZ,
        curves=curves,
        mfcc_rate_hz=MFCC_RATE_HZ,
        mfcc=mfcc(spectrum),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Voice:
    """What was found of a voice, at LISTENING_RATE_HZ, and in what."""

    sung: Sung
    within: Floats
    """1 inside the passages, else 0."""
    likelihood: Floats
    mouth: Floats
    by: str
    heard_in: tuple[NDArray[np.float32], int]
    stem: bool


def _listen_for_voice(
    samples: NDArray[np.float32],
    rate_hz: int,
    spectrum: Spectrum,
    heard: Heard,
    vocals: VocalEars | Stem,
    duration_s: float,
) -> _Voice:
    times_s = np.arange(len(heard.vocal)) / LISTENING_RATE_HZ
    if vocals == "demucs":
        vocals = Stem(samples=demucs_vocals(samples, rate_hz), rate_hz=rate_hz, name="demucs")
    if isinstance(vocals, Stem):
        sung = passages_from_stem(vocals.samples, vocals.rate_hz, duration_s)
        mouth = mouth_curve(measure_spectrum(vocals.samples, vocals.rate_hz), sung.passages, times_s)
        alone = (vocals.samples, vocals.rate_hz)
        sounding = within(times_s, sung.passages).astype(np.float32)
        return _Voice(
            sung=sung, within=sounding, likelihood=sounding, mouth=mouth, by=vocals.name, heard_in=alone, stem=True
        )
    likelihood, by = heard.vocal, LISTENER
    if vocals == "silero":
        spoken = silero_probability(samples, rate_hz)
        likelihood = with_more_evidence(likelihood, LISTENING_RATE_HZ, spoken, SILERO_PROBABILITY_HZ)
        by = f"{LISTENER} and silero-vad"
    sung = sung_passages(likelihood, LISTENING_RATE_HZ, duration_s)
    mouth = mouth_curve(spectrum, sung.passages, times_s)
    return _Voice(
        sung=sung,
        within=within(times_s, sung.passages).astype(np.float32),
        likelihood=likelihood,
        mouth=mouth,
        by=by,
        heard_in=(samples, rate_hz),
        stem=False,
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
    if not np.isfinite(samples).all() or (len(samples) and np.abs(samples).max() > LOUDEST):
        raise SongError("the samples hold values that are no sound: the file is damaged, export it again")

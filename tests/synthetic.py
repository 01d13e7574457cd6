"""Songs and analyses whose truth is known, for every test."""

from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis, Curves, Section, TempoSpan, Voice
from songreel_engine.draft.model import AudioItem, Draft, DraftSection, Performer, Picture, Scene, Shot, Take, Tracks


def click_song(seconds: float, bpm: float, *, rate_hz: int = 22_050, first_beat_s: float = 0.5) -> NDArray[np.float32]:
    """Mono: a kick on each beat, a snare on 2 and 4, a hat between, a pad that doubles its level half-way."""
    count = round(seconds * rate_hz)
    noise = np.random.default_rng(7).standard_normal(count).astype(np.float32)
    song = np.zeros(count, np.float32)
    beat_s = 60 / bpm
    for index, beat in enumerate(np.arange(first_beat_s, seconds, beat_s)):
        _strike(song, beat, rate_hz, lambda t: np.sin(2 * np.pi * 60 * t) * np.exp(-t * 18), 0.8)
        if index % 2:
            _strike(song, beat, rate_hz, lambda t: noise[: len(t)] * np.exp(-t * 25), 0.35)
        _strike(song, beat + beat_s / 2, rate_hz, lambda t: noise[: len(t)] * np.exp(-t * 90), 0.12)
    times_s = np.arange(count) / rate_hz
    pad = sum(np.sin(2 * np.pi * f * times_s) for f in (220.0, 277.2, 329.6)) * np.where(
        times_s < seconds / 2, 0.02, 0.06
    )
    return np.clip(song + pad, -1, 1).astype(np.float32)


def _strike(song: NDArray[np.float32], at_s: float, rate_hz: int, voice: object, gain: float) -> None:
    start = round(at_s * rate_hz)
    if start < len(song):
        t = np.arange(min(round(0.25 * rate_hz), len(song) - start)) / rate_hz
        song[start : start + len(t)] += gain * voice(t)  # type: ignore[operator]


def write_wav(path: Path, samples: NDArray[np.float32], rate_hz: int = 22_050) -> Path:
    """Mono 16-bit WAV."""
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


Curve = tuple[float, ...]


def curves_of(energy: Curve, *, vocal: Curve | None = None) -> Curves:
    """Curves that all follow `energy`, but for the voice where one is given."""
    voice = energy if vocal is None else vocal
    return Curves(**{name: voice if name in ("vocal", "mouth") else energy for name in Curves.model_fields})


def analysis_of(**known: object) -> Analysis:
    """An analysis in which what is not given is what a song without beats, voice and events has."""
    bpm, beats_per_bar = float(known.get("tempo_bpm", 0.0)), known.get("beats_per_bar", 0)  # type: ignore[arg-type]
    usual: dict[str, object] = dict(
        song_sha256="0" * 64,
        tempo_bpm=bpm, tempo_confidence=0.9 if bpm else 0.0, tempo_map=(TempoSpan(start_s=0.0, bpm=bpm),) if bpm else (),
        metre={0: "", 2: "6/8", 3: "3/4"}.get(beats_per_bar, "4/4"), metre_confidence=0.9 if bpm else 0.0,  # type: ignore[call-overload]
        tracker="none", beats_s=(), downbeats_s=(), beats_per_bar=0, events=(), vocals=(), vocals_confidence=0.0,
        vocals_by="none", voice=Voice(range="not detected", confidence=0.0, median_hz=0.0), mfcc_rate_hz=5.0, mfcc=(),
    )  # fmt: skip
    return Analysis.model_validate(usual | known)


def steady_analysis(seconds: float, bpm: float = 120.0, *, first_beat_s: float = 0.5) -> Analysis:
    """An analysis with an even beat, a verse and a louder chorus."""
    beats = tuple(float(b) for b in np.arange(first_beat_s, seconds, 60 / bpm))
    rate_hz, count = 50.0, round(seconds * 50.0) + 1
    loud = tuple(0.3 if k / rate_hz < seconds / 2 else 0.8 for k in range(count))
    middle = min(beats, key=lambda b: abs(b - seconds / 2)) if beats else seconds / 2
    return analysis_of(
        duration_s=seconds,
        tempo_bpm=bpm if beats else 0.0,
        beats_s=beats,
        downbeats_s=beats[::4],
        beats_per_bar=4 if beats else 0,
        sections=(
            Section(start_s=0.0, end_s=middle, label="verse", letter="A", confidence=0.8),
            Section(start_s=middle, end_s=seconds, label="chorus", letter="B", confidence=0.8),
        ),
        feature_rate_hz=rate_hz,
        curves=curves_of(loud, vocal=loud),
    )


def picture_of(**changes: object) -> Picture:
    """A walk through the one scene of `draft_of`."""
    usual: dict[str, object] = dict(
        scene_id="scene", framing="wide", camera="push_in", motion=5, pose="walk", variation=0, light=0.5, seed=0,
        prompt="a street",
    )  # fmt: skip
    return Picture.model_validate(usual | changes)


def draft_of(lengths: list[int], transitions: list[int], **changes: object) -> Draft:
    """Shots of the given lengths; transition frames into each (0: a cut)."""
    shots, start = [], 0
    for index, (length, transition) in enumerate(zip(lengths, transitions, strict=True)):
        shots.append(
            Shot(
                id=f"shot {index}",
                section_id="section",
                start=start,
                stop=start + length,
                takes=(Take(number=1, version=1, picture=picture_of(variation=index % 2, seed=index)),),
                transition_in="dissolve" if transition else "cut",
                transition_frames=transition,
                on_beat=True,
            )
        )
        start += length
    known: dict[str, object] = dict(
        project_id="p", song_sha256="0" * 64, frame_rate=Fraction(24), frames=start, aspect="9:16",
        style="golden_hour", seed=1, prompt="", performer=Performer(),
        sections=(DraftSection(id="section", label="verse 1", letter="A", start=0, stop=start, intent=""),),
        scenes=(
            Scene(id="scene", place="city", time_of_day="golden", weather="clear", description="a street", seed=3),
        ),
        tracks=Tracks(video=tuple(shots), audio=(AudioItem(id="audio", start=0, stop=start),)),
    )  # fmt: skip
    return Draft.model_validate(known | changes)

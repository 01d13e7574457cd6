"""Music whose beats, bars and sections are known, made of drum strokes and chords."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.analysis.analyse import analyse
from songreel_engine.analysis.result import Analysis

RATE_HZ = 22_050
Samples = NDArray[np.float32]


@dataclass
class Band:
    """Plays bar after bar; remembers where the beats fell."""

    lead_in_s: float = 0.5
    seed: int = 3
    now_s: float = 0.0
    beats_s: list[float] = field(default_factory=list)
    downbeats_s: list[float] = field(default_factory=list)
    _strokes: list[tuple[float, Samples]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now_s = self.lead_in_s

    def bar(
        self,
        bpm: float,
        pattern: dict[str, str],
        *,
        beats: int = 4,
        chord_hz: tuple[float, ...] = (),
        level: float = 1.0,
    ) -> None:
        """One bar; a pattern's steps divide it evenly, `x` strikes."""
        beat_s = 60 / bpm
        self.downbeats_s.append(self.now_s)
        self.beats_s += [self.now_s + beat * beat_s for beat in range(beats)]
        for drum, steps in pattern.items():
            for step, mark in enumerate(steps):
                if mark == "x":
                    self._strokes.append((self.now_s + step * beats * beat_s / len(steps), level * self._drums[drum]))
        for hz in chord_hz:
            t_s = np.arange(round(beats * beat_s * RATE_HZ)) / RATE_HZ
            tone = sum(np.sin(2 * np.pi * hz * k * t_s) / k for k in (1, 2, 3)) * np.exp(-t_s)
            self._strokes.append((self.now_s, (0.1 * level * tone).astype(np.float32)))
        self.now_s += beats * beat_s

    def recording(self, *, tail_s: float = 0.5) -> Samples:
        song = np.zeros(round((self.now_s + tail_s) * RATE_HZ), np.float32)
        for at_s, stroke in self._strokes:
            start = round(at_s * RATE_HZ)
            stroke = stroke[: len(song) - start]
            song[start : start + len(stroke)] += stroke
        return song

    @cached_property
    def _drums(self) -> dict[str, Samples]:
        t_s = np.arange(RATE_HZ // 4) / RATE_HZ
        noise = np.random.default_rng(self.seed).standard_normal(len(t_s))
        strokes = {
            "kick": np.sin(2 * np.pi * (55 * t_s - 3 * np.exp(-t_s / 0.02))) * np.exp(-t_s / 0.08),
            "snare": (0.3 * noise + 0.5 * np.sin(2 * np.pi * 190 * t_s)) * np.exp(-t_s / 0.05),
            "hat": 0.15 * np.diff(noise, prepend=0.0) * np.exp(-t_s / 0.02),
        }
        return {drum: (0.5 * stroke).astype(np.float32) for drum, stroke in strokes.items()}


@pytest.fixture(scope="session")
def band() -> Callable[..., Band]:
    """Makes a band."""
    return Band


@pytest.fixture(scope="session")
def heard() -> Callable[[Samples], Analysis]:
    """Analyses mono samples at 22,050 Hz."""

    def listen(samples: Samples) -> Analysis:
        return analyse(samples, RATE_HZ, song_sha256="0" * 64, duration_s=max(len(samples) / RATE_HZ, 0.01))

    return listen

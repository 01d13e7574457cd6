"""Analyses composed bar by bar, whose sections, beats and energy are known."""

from collections.abc import Callable, Sequence

import pytest

from songreel_engine.analysis.result import Analysis, Section
from synthetic import analysis_of, curves_of

Part = tuple[str, str, int, float]
"""(label, letter, bars, energy)"""

POP: tuple[Part, ...] = (
    ("intro", "A", 4, 0.15), ("verse", "B", 8, 0.4), ("pre-chorus", "C", 4, 0.55), ("chorus", "D", 8, 0.85),
    ("verse", "B", 8, 0.45), ("pre-chorus", "C", 4, 0.55), ("chorus", "D", 8, 0.9), ("bridge", "E", 8, 0.35),
    ("chorus", "D", 12, 0.95), ("outro", "F", 6, 0.2),
)  # fmt: skip
ComposeSong = Callable[..., Analysis]
VOCAL_LABELS = frozenset({"verse", "pre-chorus", "chorus"})
RATE_HZ = 20.0


def composed(
    parts: Sequence[Part] = POP,
    *,
    bpm: float = 112.0,
    beats_per_bar: int = 4,
    first_beat_s: float = 0.3,
    sha: str = "ab",
) -> Analysis:
    """A song in which each part has its bars, its energy, and a voice where such parts are sung."""
    beat_s = 60.0 / bpm
    bars = sum(part[2] for part in parts)
    beats_s = tuple(first_beat_s + beat_s * k for k in range(bars * beats_per_bar))
    duration_s = beats_s[-1] + beat_s
    starts_s, bar = [], 0
    for _, _, part_bars, _ in parts:
        starts_s.append(beats_s[bar * beats_per_bar] if bar else 0.0)
        bar += part_bars
    ends_s = [*starts_s[1:], duration_s]
    sections = tuple(
        Section(start_s=start, end_s=end, label=label, letter=letter, confidence=0.8)
        for (label, letter, _, _), start, end in zip(parts, starts_s, ends_s, strict=True)
    )
    times_s = [k / RATE_HZ for k in range(round(duration_s * RATE_HZ) + 1)]
    part_at = [parts[max(i for i, start in enumerate(starts_s) if start <= t)] for t in times_s]
    energy = tuple(part[3] for part in part_at)
    voice = tuple(0.8 if part[0] in VOCAL_LABELS else 0.1 for part in part_at)
    return analysis_of(
        song_sha256=sha * 32,
        duration_s=duration_s,
        tempo_bpm=bpm,
        beats_s=beats_s,
        downbeats_s=beats_s[::beats_per_bar],
        beats_per_bar=beats_per_bar,
        sections=sections,
        feature_rate_hz=RATE_HZ,
        curves=curves_of(energy, vocal=voice),
    )


def beatless(seconds: float, *, beats_s: Sequence[float] = (), energy: float = 0.0) -> Analysis:
    """One section without a pulse, or with the few beats given."""
    flat = tuple(energy for _ in range(round(seconds * RATE_HZ) + 1))
    return analysis_of(
        song_sha256="cd" * 32,
        duration_s=seconds,
        beats_s=tuple(beats_s),
        sections=(Section(start_s=0.0, end_s=seconds, label="part", letter="A", confidence=0.1),),
        feature_rate_hz=RATE_HZ,
        curves=curves_of(flat, vocal=flat),
    )


@pytest.fixture(scope="session")
def compose() -> ComposeSong:
    return composed


@pytest.fixture(scope="session")
def compose_beatless() -> ComposeSong:
    return beatless

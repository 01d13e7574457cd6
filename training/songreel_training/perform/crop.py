"""A song's truth moved and cut along with its samples."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from songreel_training.truth import Truth


def cropped(truth: Truth, start_s: float, end_s: float) -> Truth:
    """What remains of the truth in [start_s, end_s), counted from `start_s`. Sections tile what remains."""
    kept = (truth.beats_s >= start_s) & (truth.beats_s < end_s)
    sections = [s for s in truth.sections if s.end_s > start_s + 1e-6 and s.start_s < end_s - 1e-6]
    return replace(
        truth,
        beats_s=truth.beats_s[kept] - start_s,
        beat_in_bar=truth.beat_in_bar[kept],
        kicks_s=_within(truth.kicks_s, start_s, end_s),
        snares_s=_within(truth.snares_s, start_s, end_s),
        vocals_s=tuple(_overlaps(truth.vocals_s, start_s, end_s)),
        sections=tuple(
            replace(
                s,
                start_s=0.0 if s is sections[0] else s.start_s - start_s,
                end_s=end_s - start_s if s is sections[-1] else s.end_s - start_s,
            )
            for s in sections
        ),
    )


def _within(times_s: NDArray[np.float64], start_s: float, end_s: float) -> NDArray[np.float64]:
    return times_s[(times_s >= start_s) & (times_s < end_s)] - start_s


def _overlaps(passages: Iterable[tuple[float, float]], start_s: float, end_s: float) -> Iterable[tuple[float, float]]:
    for begin_s, finish_s in passages:
        if finish_s > start_s and begin_s < end_s:
            yield max(begin_s, start_s) - start_s, min(finish_s, end_s) - start_s

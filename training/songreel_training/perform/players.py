"""People's (and machines') timing: a score's notes become timed tones.

Conventions: seconds from the first bar. The truth is what is notated; what is played strays around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_training.compose.score import Hit, Part, Score
from songreel_training.perform.kit import GM_DRUM
from songreel_training.perform.synthesiser import Tone

_SAME_STROKE_Q: Final = 1e-3


@dataclass(frozen=True, kw_only=True)
class Touch:
    """How somebody keeps time: always late (or early) by `lag_s`, and uneven by `spread_s`; velocities by `uneven`."""

    lag_s: float
    spread_s: float
    uneven: float


def thrown_touch(human: bool, leads: bool, rng: np.random.Generator) -> Touch:
    """A touch. `leads`: the player the others follow (the drummer) is near the truth."""
    if not human:
        return Touch(lag_s=0.0, spread_s=float(rng.uniform(0, 0.0015)), uneven=float(rng.uniform(0.0, 0.04)))
    most_s = 0.004 if leads else 0.015
    return Touch(
        lag_s=float(rng.uniform(-most_s, most_s)),
        spread_s=float(rng.uniform(0.002, 0.007 if leads else 0.012)),
        uneven=float(rng.uniform(0.03, 0.12)),
    )


def played(part: Part, score: Score, touch: Touch, rng: np.random.Generator) -> tuple[Tone, ...]:
    """The part's tones. Notes struck together stay together."""
    tones, previous_q, stray_s = [], -9.0, 0.0
    for note in part.notes:
        if note.start_q - previous_q > _SAME_STROKE_Q:
            stray_s = touch.lag_s + float(np.clip(rng.normal(0, touch.spread_s), -0.03, 0.03))
        previous_q = note.start_q
        start_s = score.timeline.seconds(note.start_q) + stray_s
        end_s = score.timeline.seconds(note.start_q + note.duration_q) + stray_s
        velocity = note.velocity * (1 + float(rng.normal(0, touch.uneven)))
        tones.append(Tone(start_s, end_s, note.midi, float(np.clip(velocity, 0.05, 1.0))))
    return tuple(tones)


def drummed(
    hits: Sequence[Hit], score: Score, touch: Touch, rng: np.random.Generator
) -> list[tuple[float, str, float]]:
    """(time, drum, velocity) of each stroke as played; hands and feet stray a little from one another."""
    strokes, previous_q, stray_s = [], -9.0, 0.0
    for hit in hits:
        if hit.at_q - previous_q > _SAME_STROKE_Q:
            stray_s = touch.lag_s + float(np.clip(rng.normal(0, touch.spread_s), -0.02, 0.02))
        previous_q = hit.at_q
        at_s = score.timeline.seconds(hit.at_q) + stray_s + float(rng.normal(0, touch.spread_s * 0.25))
        velocity = hit.velocity * (1 + float(rng.normal(0, touch.uneven)))
        strokes.append((at_s, hit.drum, float(np.clip(velocity, 0.05, 1.0))))
    return strokes


def drum_tones(strokes: Sequence[tuple[float, str, float]]) -> tuple[Tone, ...]:
    """Strokes as keys of the General MIDI drum map."""
    return tuple(Tone(at_s, at_s, GM_DRUM[drum], velocity) for at_s, drum, velocity in strokes)

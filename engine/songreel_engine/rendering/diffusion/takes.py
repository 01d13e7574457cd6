"""Automatic second takes: a shot that does not hold together is made again with another seed, and the best try is kept.

Who judges is passed in: rendering does not know the coherence check, it only asks for its verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Protocol

import numpy as np

from songreel_engine.rendering.animators import Frame

MOST_TAKES: Final = 3
"""A first try and two more: what three seeds cannot make, the prompt cannot either."""
_WORD: Final = 2**32


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Of one try."""

    score: float
    """0..100, higher is better."""
    good: bool
    why: tuple[str, ...] = ()
    """What was found wrong, one line each."""


class Judge(Protocol):
    """Watches a shot's frames once and judges them. Picklable: it may travel to another process."""

    def __call__(self, frames: Iterable[Frame], frame_rate: Fraction) -> Judgement: ...


def seed_of_take(seed: int, take: int) -> int:
    """The seed of a shot's take, counted from 0; the first has the shot's own."""
    return seed if take == 0 else int(np.random.SeedSequence([seed % _WORD, take]).generate_state(1)[0])


def best_of(judged: Iterable[Judgement]) -> int:
    """Which try to keep, from 0: the best score, the earlier of equals. Raises ValueError where there is none."""
    scores = [(judgement.good, judgement.score) for judgement in judged]
    if not scores:
        raise ValueError("there is no take to keep")
    return max(range(len(scores)), key=lambda index: (*scores[index], -index))

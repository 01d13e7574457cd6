"""Metres, and the line on which a score's positions become seconds.

Conventions: positions are in quarter notes from the first bar (`_q`). In 6/8 a beat is a dotted quarter.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Metre:
    """How a bar divides. `steps` sixteenths make a bar."""

    name: str
    beats: int
    beat_q: float
    steps: int

    @property
    def bar_q(self) -> float:
        return self.beats * self.beat_q


METRE: Final = {
    metre.name: metre
    for metre in (
        Metre(name="4/4", beats=4, beat_q=1.0, steps=16),
        Metre(name="3/4", beats=3, beat_q=1.0, steps=12),
        Metre(name="6/8", beats=2, beat_q=1.5, steps=12),
    )
}
STEP_Q: Final = 0.25


@dataclass(frozen=True, kw_only=True, eq=False)
class Timeline:
    """Rising knots of (position, time); linear between them, and beyond the last one at the last tempo."""

    knots_q: NDArray[np.float64]
    knots_s: NDArray[np.float64]

    def seconds(self, position_q: float) -> float:
        """Where a position falls. Positions before the first bar (a pick-up) go at the first tempo."""
        q, s = self.knots_q, self.knots_s
        if position_q < q[0]:
            return float(s[0] + (position_q - q[0]) * (s[1] - s[0]) / (q[1] - q[0]))
        if position_q > q[-1]:
            return float(s[-1] + (position_q - q[-1]) * (s[-1] - s[-2]) / (q[-1] - q[-2]))
        return float(np.interp(position_q, q, s))


def swung(position_q: float, unit_q: float, share: float) -> float:
    """The position with swing: the first half of each `unit_q` takes `share` of it (0.5 is straight, 2/3 a triplet)."""
    whole, part = divmod(position_q, unit_q)
    half = unit_q / 2
    inside = part / half * share if part < half else share + (part - half) / half * (1 - share)
    return whole * unit_q + inside * unit_q

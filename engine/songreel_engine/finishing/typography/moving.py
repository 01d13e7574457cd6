"""How things come, go and settle: shares of a way from 0 to 1, by shares of the time."""

import math
from typing import Final

_OVERSHOOT: Final = 1.4
"""How far a spring goes beyond its rest. Source: Penner's easing equations, where 1.70158 is 10 %."""


def share(frame: int, start: int, frames: int) -> float:
    """How far a move of `frames` frames has come at `frame`: its first frame already shows something, its last is 1."""
    return min(max((frame - start + 1) / max(frames, 1), 0.0), 1.0)


def slowing(x: float) -> float:
    """Fast at first, coming to rest."""
    return 1 - (1 - x) ** 3


def springing(x: float) -> float:
    """Beyond its rest and back."""
    return 1 + (_OVERSHOOT + 1) * (x - 1) ** 3 + _OVERSHOOT * (x - 1) ** 2


def swelling(x: float) -> float:
    """Slow, fast, slow."""
    return 0.5 - 0.5 * math.cos(math.pi * x)

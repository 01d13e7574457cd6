"""Which stretch of footage fills a shot, and how slowly it runs."""

from typing import Final, NamedTuple

SLOWEST: Final = 0.5
"""Footage that is too short runs slower, down to this; slower looks like a fault."""
_SPEED_STEPS: Final = 10_000


class Played(NamedTuple):
    """What a shot plays."""

    start_s: float
    speed: float
    """Seconds of footage a second of film, SLOWEST..1."""


def played(length_s: float, start_s: float, lasts_s: float) -> Played:
    """What fills `lasts_s` of film from footage of `length_s`, from `start_s` on where it reaches.

    Where it does not, the stretch begins as much earlier as it must; where the whole is too short, it runs slower. Footage
    of unknown length (0) plays from where it is asked to.
    """
    if length_s <= 0:
        return Played(start_s, 1.0)
    if lasts_s <= length_s:
        return Played(round(min(start_s, length_s - lasts_s), 3), 1.0)
    return Played(0.0, max(SLOWEST, round(length_s / lasts_s * _SPEED_STEPS) / _SPEED_STEPS))


def turns_needed(length_s: float, lasts_s: float) -> int:
    """How many times the whole footage must run to fill `lasts_s`, however slow; 1 where it reaches."""
    if length_s <= 0:
        return 1
    return max(1, -int(-(lasts_s * SLOWEST * (1 - 1 / _SPEED_STEPS)) // length_s))

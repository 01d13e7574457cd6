"""Times in a song, of which a length may be known: moments, the first seconds of a part, shares and sides of it.

Ranges are in seconds, half-open, rising.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from songreel_engine.language import questions

Range = tuple[float, float]
SLACK_S: Final = 0.5
"""A time this far past the end is the end: people round."""
SHORTEST_S: Final = 1e-6
_LONGEST_S: Final = 36_000.0
_LONGEST_SAID_S: Final = 359_999.0
"""Of a time past the end, what a question repeats at most: 99:59:59."""
_SIDES: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The seconds of one song; `chinese`: in which language to ask."""

    duration_s: float | None
    """None where no song is known."""
    chinese: bool

    def moment(self, at_s: float) -> float:
        """The time, if the song reaches it. Raises UnclearError where it does not."""
        last_s = self.duration_s
        if at_s > (_LONGEST_S if last_s is None else last_s + SLACK_S):
            raise questions.past_the_end(min(at_s, _LONGEST_SAID_S), last_s or _LONGEST_S, self.chinese)
        return at_s if last_s is None else min(at_s, last_s)

    def first_or_last(self, seconds: float, ranges: Sequence[Range], *, whole: bool) -> tuple[Range, ...]:
        """The first seconds of each range, or the last where `seconds` is negative; `whole`: the part is the film.

        Raises UnclearError where no range is so long, or none is known.
        """
        if not ranges and whole and 0 < seconds <= _LONGEST_S:
            return ((0.0, seconds),)
        if not ranges:
            raise questions.nothing_before("the last seconds", self.chinese)
        if abs(seconds) > max(end_s - start_s for start_s, end_s in ranges) + SLACK_S:
            last_s = max(end_s for _, end_s in ranges)
            raise questions.past_the_end(min(abs(seconds), _LONGEST_SAID_S), last_s, self.chinese)
        return tuple(
            (start_s, min(start_s + seconds, end_s)) if seconds > 0 else (max(end_s + seconds, start_s), end_s)
            for start_s, end_s in ranges
        )

    def shares(self, first: float, last: float, ranges: Sequence[Range]) -> tuple[Range, ...]:
        """The same share of each range, 0 to 1. Raises UnclearError where no range is known."""
        if not ranges:
            raise questions.nothing_before("that share", self.chinese)
        return tuple((a + first * (b - a), a + last * (b - a)) for a, b in ranges)

    def lasting(self, span: Range, duration_s: float, *, at_end: bool) -> Range:
        """As much of the song from where a part begins, or up to where it ends."""
        start_s, end_s = span
        if at_end:
            return (max(0.0, end_s - duration_s), end_s)
        last_s = self.duration_s
        return (start_s, start_s + duration_s if last_s is None else min(start_s + duration_s, last_s))


def moments_of(ranges: Sequence[Range], side: str) -> tuple[Range, ...]:
    """The start, middle or end of each range, as ranges of no length."""
    return tuple((at_s, at_s) for at_s in (a + _SIDES[side] * (b - a) for a, b in ranges))


def covered(at_s: float, ranges: Sequence[Range]) -> bool:
    """Whether a time is in one of the ranges."""
    return any(start_s <= at_s < end_s for start_s, end_s in ranges)


def apart(span: Range, ranges: Sequence[Range]) -> bool:
    """Whether a span shares no time with any of the ranges."""
    return all(b <= span[0] + SHORTEST_S or a >= span[1] - SHORTEST_S for a, b in ranges)


def inside(span: Range, ranges: Sequence[Range]) -> bool:
    """Whether a span lies in one of the ranges altogether."""
    return any(a <= span[0] + SHORTEST_S and b >= span[1] - SHORTEST_S for a, b in ranges)


def cut_out(span: Range, taken: Sequence[Range]) -> list[Range]:
    """What is left of a span, in order."""
    pieces = [span]
    for a, b in taken:
        pieces = [
            piece
            for start_s, end_s in pieces
            for piece in ((start_s, min(end_s, a)), (max(start_s, b), end_s))
            if piece[1] - piece[0] > SHORTEST_S
        ]
    return pieces

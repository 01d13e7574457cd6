"""Time on one grid. A frame is an integer; seconds become frames in one place only, by rounding `t × fps`.

Conventions: frame ranges are half-open `[start, stop)`; frame rates are exact fractions (24000/1001 stays itself).
Durations are never added up: a length in frames is always the difference of two positions on the grid.
"""

from dataclasses import dataclass
from fractions import Fraction

DEFAULT_FRAME_RATE = Fraction(24)


def seconds_to_frame(t_s: float, frame_rate: Fraction) -> int:
    """The frame whose start is nearest to `t_s`."""
    return round(Fraction(t_s) * frame_rate)


def frame_to_seconds(frame: int, frame_rate: Fraction) -> float:
    """When `frame` starts."""
    return float(Fraction(frame) / frame_rate)


@dataclass(frozen=True, order=True)
class FrameRange:
    """Half-open range of frames `[start, stop)`."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"frame range [{self.start}, {self.stop}) runs backwards or starts before 0")

    def __len__(self) -> int:
        return self.stop - self.start

    def __contains__(self, frame: int) -> bool:
        return self.start <= frame < self.stop

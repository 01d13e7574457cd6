"""What finders work with, and what they hand over."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songreel_engine.coherence.cuts import Breaks
from songreel_engine.coherence.faults import FaultKind
from songreel_engine.coherence.meant import Meant
from songreel_engine.coherence.measures import Measures
from songreel_engine.timebase import FrameRange


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """A film as measured, beside what was meant."""

    measures: Measures
    breaks: Breaks
    meant: Meant

    def stretches(self) -> tuple[FrameRange, ...]:
        """Frames between jumps: within one, each frame should follow from the one before."""
        return self.breaks.stretches(len(self.measures))


@dataclass(frozen=True)
class Found:
    """Something that looks like a fault."""

    kind: FaultKind
    span: FrameRange
    strength: float
    why: str
    excuse: str | None = None
    """Why it is none after all; None: it is one."""


def runs(flags: NDArray[np.bool_]) -> Iterator[FrameRange]:
    """The stretches where a flag a frame is up."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield FrameRange(start, stop)

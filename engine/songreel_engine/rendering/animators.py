"""Animators turn a plate into frames. They see one `ShotJob` and its plate and nothing else.

A frame is I420: uint8 [height × 3 / 2, width], BT.709 limited range: luma rows first, then U, then V at half size (the layout
that PyAV calls yuv420p). Any range of a shot's frames can be asked for, in any order of calls, and gives the same frames.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from songreel_engine.rendering.jobs import PlateJob, ShotJob
from songreel_engine.rendering.plates import Plate

Frame = NDArray[np.uint8]


class ShotMotion(BaseModel):
    """How a shot that a model made moves: what of it was generated, and what became of what was asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    frames: int
    """Of the shot, on its own clock."""
    generated: int
    """Of these: frames that a model made, shown as they are."""
    interpolated: int
    """Frames between two generated ones, made from both. Never counted as generated."""
    takes: int
    """How many tries there were."""
    score: float | None
    """Of the try that is shown, 0..100 as the coherence check scores; None where nobody judged."""
    lip_synced: bool
    notes: tuple[str, ...] = ()
    """What could not be done as asked."""


@dataclass(frozen=True, kw_only=True)
class MotionStep:
    """One step of the model is done; all counted from 1."""

    step: int
    steps: int
    shot: int
    shots: int
    preview: bytes | None = None
    """A tiny JPEG of how the shot's middle looks by now; None at most steps, and of models that cannot be looked at."""


class Animator(Protocol):
    """Moves plates."""

    name: str

    def fingerprint(self) -> str:
        """Changes whenever the same job would give other frames: part of every clip's key."""
        ...

    def animate(self, plate: Plate, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
        """Frames [start, stop) of the shot, one at a time, never held. A frame may be reused once the next is asked for."""
        ...


@runtime_checkable
class Rehearsing(Animator, Protocol):
    """An animator whose work a model does, once for many shots, in the process that renders; frames are then only played."""

    @property
    def listens(self) -> bool:
        """Whether it moves lips to a voice that a job names."""
        ...

    @property
    def arrives(self) -> bool:
        """Whether it can lead a shot to the plate that its job arrives at."""
        ...

    def rehearse(
        self,
        jobs: Sequence[ShotJob],
        plate_of: Callable[[PlateJob], Plate],
        *,
        made: Callable[[ShotJob, "ShotMotion"], None],
        step: Callable[["MotionStep"], None],
    ) -> None:
        """Makes what these shots need and is not there yet; `made` hears of each job once it can be played, and how it moves.

        Raises as `animate` does; what `step` raises ends the work within one step of the model.
        """
        ...

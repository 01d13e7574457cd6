"""Animators turn a plate into frames. They see one `ShotJob` and its plate and nothing else.

A frame is I420: uint8 [height × 3 / 2, width], BT.709 limited range: luma rows first, then U, then V at half size (the layout
that PyAV calls yuv420p). Any range of a shot's frames can be asked for, in any order of calls, and gives the same frames.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.plates import Plate

Frame = NDArray[np.uint8]


class Animator(Protocol):
    """Moves plates."""

    name: str

    def fingerprint(self) -> str:
        """Changes whenever the same job would give other frames: part of every clip's key."""
        ...

    def animate(self, plate: Plate, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
        """Frames [start, stop) of the shot, one at a time, never held. A frame may be reused once the next is asked for."""
        ...

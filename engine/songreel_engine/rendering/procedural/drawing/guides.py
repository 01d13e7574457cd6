"""What a drawing pass may know about a picture besides its colours.

Conventions of this folder: pictures are float32 [h, w, 3], linear before `tone.develop`, display sRGB 0..1 after it.
Lengths are in units of 1/960 of the frame's height, so that a pass looks alike at every size. Noise is anchored to the
canvas and seeded, so that two pictures on one canvas share their grain of paper and brush.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
Map = NDArray[np.float32]

SKY_DISTANCE_M = 250.0
"""Beyond this the ray met nothing but sky."""
UNITS_PER_FRAME_HEIGHT = 960.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Guides:
    """The G-buffer's first sample and a few facts, all [h, w] or [h, w, 3], top row first."""

    distance: Map
    """Metres along the ray."""
    normal: Picture
    """World axes; unit length on matter."""
    facing: Map
    """1 where a surface looks at the camera, 0 where it is seen edge on; sky 1."""
    slant: Picture
    """[h, w, 2]: how far a surface leans to the right and downward on the screen, each -1..1."""
    material: Map
    emission: Picture
    shadow: Map
    """1 where the key reaches."""
    figure: NDArray[np.bool_]
    cards: NDArray[np.bool_]
    """Where performer or props stand in the full view; one for all pictures of a plate."""
    glow: Picture
    """Light scattered in lens and air, to be added once; one for all pictures of a plate."""
    lamplight: Map
    """How much of the light here comes from lamps and signs nearby, 0..1; one for all pictures of a plate."""
    unit_px: float
    """Pixels per unit of length."""
    focus_m: float
    subject_px: tuple[float, float]
    """Where the eye rests, x and y on the canvas; one for all pictures of a plate."""
    seed: int

    @property
    def sky(self) -> NDArray[np.bool_]:
        """Where the ray met nothing."""
        return self.distance > SKY_DISTANCE_M

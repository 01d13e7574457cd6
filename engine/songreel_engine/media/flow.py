"""How well each picture follows from the one before, once what moved has been moved.

Optical flow finds where everything went; the picture before is warped along it and compared with the one that came. What is
left is boiling, tearing, popping: all that no movement explains. The comparison is of structure (SSIM), so that a lamp that
brightens on the beat is no fault.
Source: warping error after Lai et al., "Learning Blind Video Temporal Consistency" (ECCV 2018); flow by dense inverse search
(Kroeger et al., ECCV 2016); SSIM by Wang et al. (IEEE TIP 2004).
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Floats = NDArray[np.float32]

WINDOW_PX: Final = 7
STEADY_LUMA: Final = (0.01 * 255) ** 2
STEADY_CONTRAST: Final = (0.03 * 255) ** 2
"""SSIM's constants for 8 bits: what keeps flat and dark areas from dividing by nothing."""


@dataclass(frozen=True)
class Step:
    """From one picture to the next."""

    motion: float
    """Mean way of a point, as a share of the frame's diagonal."""
    explained: float
    """Mean SSIM of the picture with the warped one before it: 1 where movement explains all, about 0 at a cut."""
    unexplained: float
    """Mean difference that movement leaves, in steps of 255, after an even change of light is taken off."""


class FlowMeter:
    """Measures steps between small pictures of one size."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        columns, rows = np.meshgrid(np.arange(width_px, dtype=np.float32), np.arange(height_px, dtype=np.float32))
        self._grid = np.dstack([columns, rows])
        self._diagonal_px = float(np.hypot(width_px, height_px))

    def step(self, before: Plane, now: Plane) -> Step:
        """From `before` to `now`."""
        way = np.asarray(self._flow.calc(now, before, None), np.float32)  # type: ignore[call-overload]
        to_x, to_y = self._grid[..., 0] + way[..., 0], self._grid[..., 1] + way[..., 1]
        warped = cv2.remap(before, to_x, to_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        moved = float(np.mean(cv2.magnitude(way[..., 0], way[..., 1]))) / self._diagonal_px
        difference = cv2.subtract(now, warped, dtype=cv2.CV_32F)
        left = float(np.mean(np.abs(difference - np.mean(difference))))
        return Step(motion=moved, explained=_likeness(now, np.asarray(warped, np.uint8)), unexplained=left)


def _likeness(one: Plane, other: Plane) -> float:
    """Mean of SSIM's terms of contrast and structure; the term of mean brightness is left out."""
    size = (WINDOW_PX, WINDOW_PX)
    a, b = one.astype(np.float32), other.astype(np.float32)
    mean_a, mean_b = cv2.blur(a, size), cv2.blur(b, size)
    variance_a = cv2.blur(a * a, size) - mean_a * mean_a
    variance_b = cv2.blur(b * b, size) - mean_b * mean_b
    both = cv2.blur(a * b, size) - mean_a * mean_b
    return float(np.mean((2 * both + STEADY_CONTRAST) / (variance_a + variance_b + STEADY_CONTRAST)))

"""Where a picture is taken from: rays, projection, and the frame at rest inside the plate's canvas.

World: metres, y up. Pixels: x to the right, y down, the first pixel's centre at 0.5. No roll.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vec3 = tuple[float, float, float]
FloatArray = NDArray[np.float32]

OVERSCAN: Final = 1.16
"""Canvas size over frame size, along both axes: what a camera move may uncover at the borders."""


def unit(v: Vec3) -> Vec3:
    """The vector of length 1 in the same direction."""
    x, y, z = np.asarray(v, np.float64) / np.linalg.norm(v)
    return (float(x), float(y), float(z))


@dataclass(frozen=True, kw_only=True)
class Camera:
    """A pinhole camera with its canvas."""

    position_m: Vec3
    target_m: Vec3
    focal_px: float
    """Canvas pixels per unit of tan(angle)."""
    width_px: int
    height_px: int
    """Size of the canvas."""
    frame_width_px: int
    frame_height_px: int
    """Size of the frame at rest, centred on the canvas."""

    @property
    def focal(self) -> float:
        """Focal length in half canvas heights: the renderer's FOV uniform."""
        return 2.0 * self.focal_px / self.height_px

    def axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Unit vectors to the right, up and forward, each [3]."""
        forward = np.subtract(self.target_m, self.position_m).astype(np.float64)
        forward /= np.linalg.norm(forward)
        right = np.cross((0.0, 1.0, 0.0), forward)
        right /= np.linalg.norm(right)
        return right, np.cross(forward, right), forward

    def rays(self) -> FloatArray:
        """Unit direction of the ray through every pixel's centre, [height, width, 3], top row first."""
        right, up, forward = self.axes()
        x = (np.arange(self.width_px) + 0.5 - self.width_px / 2) / self.focal_px
        y = (self.height_px / 2 - np.arange(self.height_px) - 0.5) / self.focal_px
        rays = forward + x[None, :, None] * right + y[:, None, None] * up
        return np.asarray(rays / np.linalg.norm(rays, axis=-1, keepdims=True), np.float32)

    def axial(self, distance_m: FloatArray) -> FloatArray:
        """Depth along the camera's axis of points `distance_m` along each pixel's ray, [height, width]."""
        x = (np.arange(self.width_px) + 0.5 - self.width_px / 2) / self.focal_px
        y = (np.arange(self.height_px) + 0.5 - self.height_px / 2) / self.focal_px
        return np.asarray(distance_m / np.sqrt(1.0 + x[None, :] ** 2 + y[:, None] ** 2), np.float32)

    def project(self, point_m: Vec3) -> tuple[float, float, float]:
        """(x_px, y_px, depth_m) of a point on the canvas; a depth below 0 lies behind the camera."""
        right, up, forward = self.axes()
        away = np.subtract(point_m, self.position_m)
        depth_m = float(away @ forward)
        x_px = self.width_px / 2 + self.focal_px * float(away @ right) / depth_m
        y_px = self.height_px / 2 - self.focal_px * float(away @ up) / depth_m
        return x_px, y_px, depth_m


def even(size_px: float) -> int:
    """The nearest even number of pixels, at least 2."""
    return max(2, 2 * round(size_px / 2))


def camera_for(
    position_m: Vec3, target_m: Vec3, focal: float, *, width_px: int, height_px: int, detail: float = 1.0
) -> Camera:
    """The camera of a film frame `width_px` x `height_px`; `focal` is in half frame heights, whatever the aspect."""
    frame_width_px, frame_height_px = even(width_px * detail), even(height_px * detail)
    return Camera(
        position_m=position_m,
        target_m=target_m,
        focal_px=focal * frame_height_px / 2,
        width_px=even(frame_width_px * OVERSCAN),
        height_px=even(frame_height_px * OVERSCAN),
        frame_width_px=frame_width_px,
        frame_height_px=frame_height_px,
    )

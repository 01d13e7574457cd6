"""Where a painted sun stands when a look wants it in the picture: where the view has most sky, low over the horizon."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.camera import Camera, Vec3

_SHRINK: Final = 4
_HEIGHT_RADII: Final = 0.62
"""Wished height of its centre over the horizon, in its own radii: setting, most of it seen."""
_OFF_HEIGHT_COST: Final = 0.24
_OFF_CENTRE_COST: Final = 0.22
"""Of visible shares, for a radius of height and for half a frame aside."""
_LEAST_SEEN: Final = 0.12


def sun_in_open_sky(sky: NDArray[np.bool_], camera: Camera, *, radius_rad: float) -> Vec3 | None:
    """Unit vector toward it; None where the view has no room for it. `sky` [h, w]: where nothing stands before it."""
    height, width = sky.shape
    size = (max(width // _SHRINK, 4), max(height // _SHRINK, 4))
    small = np.asarray(cv2.resize(sky.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)
    shrink = height / size[1]
    radius_px = max(camera.focal_px * np.tan(radius_rad) / shrink, 1.0)
    reach = int(np.ceil(radius_px))
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = (np.hypot(rows, columns) <= radius_px).astype(np.float32)
    seen = cv2.filter2D(small, -1, disc / disc.sum(), borderType=cv2.BORDER_CONSTANT)
    x, y = (np.arange(side) + 0.5 for side in size)
    right, up, forward = camera.axes()
    level_px = camera.height_px / 2 + camera.focal_px * forward[1] / np.hypot(forward[0], forward[2])
    radii_up = (level_px / shrink - y) / radius_px
    aside = np.abs(x / size[0] - 0.5) * 2.0
    seen *= _within_frame(camera, size)
    score = seen - _OFF_HEIGHT_COST * np.abs(radii_up - _HEIGHT_RADII)[:, None] - _OFF_CENTRE_COST * aside[None, :]
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    if seen[row, column] < _LEAST_SEEN:
        return None
    x_px, y_px = (column + 0.5) * shrink, (row + 0.5) * shrink
    ray = (
        forward
        + (x_px - camera.width_px / 2) / camera.focal_px * right
        + (camera.height_px / 2 - y_px) / camera.focal_px * up
    )
    toward = ray / np.linalg.norm(ray)
    return float(toward[0]), float(toward[1]), float(toward[2])


def _within_frame(camera: Camera, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Where the frame at rest is, not the canvas around it."""
    across, down = (np.abs((np.arange(side) + 0.5) / side - 0.5) * 2.0 for side in size)
    inside_x = across < camera.frame_width_px / camera.width_px
    inside_y = down < camera.frame_height_px / camera.height_px
    return np.asarray(inside_y[:, None] & inside_x[None, :], np.bool_)

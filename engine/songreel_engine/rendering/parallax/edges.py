"""What keeps a camera on the canvas: every layer that runs to the canvas's edge must go on past the frame's edge.

For one depth, a frame's edge comes from a straight line on the canvas, so its two corners decide. Depth varies along
an edge between known bounds, and the source moves linearly with depth, so the two bounds decide. Hence four points an
edge.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.camera import CameraPath
from songreel_engine.rendering.plates import Layer, Plate

SAFETY_PX: Final = 2.5
"""Film pixels never looked at along the canvas's edge: bilinear sampling and cubic scaling reach that far."""
STRIP_SHARE: Final = 0.12
"""How far inside the frame depth still counts for an edge: further than any move shifts the picture."""
TOUCH_PX: Final = 2
"""Plate pixels within which a layer counts as running to the canvas's edge."""


@dataclass(frozen=True)
class Edge:
    """A limit on where one frame edge may come from on one layer."""

    corners: tuple[tuple[int, int], tuple[int, int]]
    """Signs of the two corners: (±1, ±1) times half the frame."""
    axis: int
    """0: x is limited, 1: y."""
    direction: int
    """The side of the canvas it may not pass."""
    inverse_depths: tuple[float, float]


SIDES: Final = (
    ("left", ((-1, -1), (-1, 1)), 0, -1),
    ("right", ((1, -1), (1, 1)), 0, 1),
    ("top", ((-1, -1), (1, -1)), 1, -1),
    ("bottom", ((-1, 1), (1, 1)), 1, 1),
)


def edges_of(plate: Plate) -> tuple[Edge, ...]:
    """All limits a plate sets."""
    return tuple(
        Edge(corners, axis, direction, _depth_bounds(layer, plate, side))
        for layer in plate.layers
        for side, corners, axis, direction in SIDES
        if _runs_to_edge(layer, plate, side)
    )


def stays_inside(path: CameraPath, edges: tuple[Edge, ...], plate: Plate, *, width_px: int, height_px: int) -> bool:
    """Whether no frame of `path` asks for a pixel beyond the canvas of `plate`."""
    scale = (width_px / plate.frame_width_px, height_px / plate.frame_height_px)
    canvas = (plate.canvas_width_px * scale[0] / 2, plate.canvas_height_px * scale[1] / 2)
    focal_px = plate.focal_px * scale[0]
    half = (width_px / 2, height_px / 2)
    return all(
        bool(np.all(edge.direction * _source(path, corner, half, depth, focal_px, plate)[edge.axis] <= limit))
        for edge in edges
        for limit in (canvas[edge.axis] - SAFETY_PX,)
        for corner in edge.corners
        for depth in edge.inverse_depths
    )


def furthest_shift(
    path: CameraPath, inverse_depths: tuple[float, float], plate: Plate, *, width_px: int, height_px: int
) -> float:
    """The most that `path` moves anything between these depths within the frame, in film pixels along one axis."""
    half = (width_px / 2, height_px / 2)
    focal_px = plate.focal_px * width_px / plate.frame_width_px
    return max(
        float(np.max(np.abs(along - sign * extent)))
        for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1))
        for depth in inverse_depths
        for along, sign, extent in zip(_source(path, corner, half, depth, focal_px, plate), corner, half, strict=True)
    )


def _source(
    path: CameraPath,
    corner: tuple[int, int],
    half: tuple[float, float],
    depth: float,
    focal_px: float,
    plate: Plate,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`warp.Step.source` of one point for all frames at once."""
    qx, qy = corner[0] * half[0], corner[1] * half[1]
    cosine, sine = np.cos(path.roll_rad) / path.zoom, np.sin(path.roll_rad) / path.zoom
    shrink = 1 - path.z_m * depth
    relative = depth - plate.subject_inverse_depth
    x = (qx * cosine - qy * sine + path.pan_px) * shrink + focal_px * path.x_m * relative
    y = (qx * sine + qy * cosine + path.tilt_px) * shrink - focal_px * path.y_m * relative
    return x, y


def _runs_to_edge(layer: Layer, plate: Plate, side: str) -> bool:
    height, width = layer.rgb.shape[:2]
    gap = {
        "left": layer.x_px,
        "top": layer.y_px,
        "right": plate.canvas_width_px - layer.x_px - width,
        "bottom": plate.canvas_height_px - layer.y_px - height,
    }[side]
    if gap > TOUCH_PX:
        return False
    return layer.alpha is None or bool(_rim(layer.alpha, side).any())


def _rim(alpha: NDArray[np.uint8], side: str) -> NDArray[np.uint8]:
    return {
        "left": alpha[:, : TOUCH_PX + 1],
        "right": alpha[:, -TOUCH_PX - 1 :],
        "top": alpha[: TOUCH_PX + 1],
        "bottom": alpha[-TOUCH_PX - 1 :],
    }[side]


def _depth_bounds(layer: Layer, plate: Plate, side: str) -> tuple[float, float]:
    """Nearest and farthest that the layer gets between a little inside the frame's edge and the canvas's edge."""
    depth = layer.inverse_depth
    rows, columns = depth.shape
    height, width = layer.rgb.shape[:2]
    over_x = (plate.canvas_width_px - plate.frame_width_px) / 2 + STRIP_SHARE * plate.frame_width_px
    over_y = (plate.canvas_height_px - plate.frame_height_px) / 2 + STRIP_SHARE * plate.frame_height_px
    wide = min(max(int(np.ceil(over_x / width * columns)) + 2, 1), columns)
    high = min(max(int(np.ceil(over_y / height * rows)) + 2, 1), rows)
    strip = {"left": depth[:, :wide], "right": depth[:, -wide:], "top": depth[:high], "bottom": depth[-high:]}[side]
    return float(strip.min()), float(strip.max())

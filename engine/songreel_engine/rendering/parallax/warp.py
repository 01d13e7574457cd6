"""Where each pixel of a frame comes from on a layer, for a camera that has moved.

A point at rest position p (film pixels from the canvas's centre) and inverse depth d is seen, after the camera
stepped by (x, y, z) metres, at (p - f·x·d) / (1 - z·d). Solved for p this is linear in d, so a frame's pixel needs
the d of the place it comes from: a few fixed-point steps from the subject's depth find it. The picture is turned so
that the subject's depth stays in place. All of this is done on a coarse grid of nodes; pixel maps are enlarged from
it.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.camera import CameraPose
from songreel_engine.rendering.plates import LayerKind

Field = NDArray[np.float32]

FIXED_POINT_STEPS: Final[dict[LayerKind, int]] = {"relief": 3, "card": 2, "figure": 0}
"""A card's depth hardly changes from place to place, a figure's not at all."""
NODES_PER_SHORT_SIDE: Final = 100
BLOCK_NODES: Final = 8
"""Work on a part of the frame is cut into squares of this many nodes."""


class Points(NamedTuple):
    """Positions in film pixels from the canvas's centre."""

    x: Field
    y: Field


@dataclass(frozen=True)
class Axis:
    """Position p on the canvas → index `p × scale + offset` into an array, pixel centres on whole numbers."""

    scale: float
    offset: float

    def index(self, p: Field) -> Field:
        return np.asarray(p * np.float32(self.scale) + np.float32(self.offset), np.float32)

    def position(self, index: float) -> float:
        """The position on the canvas that has this index."""
        return (float(index) - self.offset) / self.scale


class Window(NamedTuple):
    """A rectangle of the frame in film pixels, its edges on multiples of the node step."""

    x: int
    y: int
    width: int
    height: int


class PixelMaps(NamedTuple):
    """For each pixel of a window, where it comes from: luma at full size, chroma at half."""

    x: Field
    y: Field
    half_x: Field
    half_y: Field


@dataclass(frozen=True, eq=False)
class NodeGrid:
    """Nodes every `step` film pixels, one beyond each edge so that the outermost pixels are never clamped."""

    step: int
    window: Window
    """The part of the frame it covers; to the frame's end, also where that is not a whole step."""
    q: Points
    """Each node from the frame's centre, [rows + 2, columns + 2]."""

    @staticmethod
    def over(width_px: int, height_px: int) -> "NodeGrid":
        """The grid for frames of this size."""
        step = max(4, 2 * round(min(width_px, height_px) / NODES_PER_SHORT_SIDE / 2))
        columns, rows = -(-width_px // step), -(-height_px // step)
        x = (np.arange(columns + 2, dtype=np.float32) - 0.5) * step - width_px / 2
        y = (np.arange(rows + 2, dtype=np.float32) - 0.5) * step - height_px / 2
        qx, qy = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
        return NodeGrid(step, Window(0, 0, width_px, height_px), Points(qx, qy))

    def part(self, left: float, top: float, right: float, bottom: float) -> "NodeGrid | None":
        """The whole blocks that hold a rectangle, in film pixels from the frame's centre; None if it is outside."""
        size = BLOCK_NODES * self.step
        whole = self.window
        x0, x1 = _blocks(left + whole.width / 2, right + whole.width / 2, size, whole.width)
        y0, y1 = _blocks(top + whole.height / 2, bottom + whole.height / 2, size, whole.height)
        if x1 <= x0 or y1 <= y0:
            return None
        window = Window(x0, y0, x1 - x0, y1 - y0)
        near = self._nodes(window)
        return NodeGrid(self.step, window, Points(self.q.x[near], self.q.y[near]))

    def cut(self, points: Points, part: "NodeGrid") -> Points:
        """Of what is given at every node here, that at the nodes of a part."""
        near = self._nodes(part.window)
        return Points(points.x[near], points.y[near])

    def pixel_maps(self, index_x: Field, index_y: Field, window: Window, scratch: "MapScratch") -> PixelMaps:
        """`index_x`, `index_y`: a sheet's luma index at every node. `window` starts on a node step.

        The maps lie in `scratch`, valid until it is used again."""
        near = self._nodes(window)
        x, y = index_x[near], index_y[near]
        half_step, half_width, half_height = self.step // 2, window.width // 2, window.height // 2
        # A chroma sample sits between two luma samples: index i in luma is (i - 0.5) / 2 in chroma.
        return PixelMaps(
            _enlarged(x, self.step, window.width, window.height, scratch.x),
            _enlarged(y, self.step, window.width, window.height, scratch.y),
            _enlarged(x * 0.5 - 0.25, half_step, half_width, half_height, scratch.half_x),
            _enlarged(y * 0.5 - 0.25, half_step, half_width, half_height, scratch.half_y),
        )

    def _nodes(self, window: Window) -> tuple[slice, slice]:
        top, left = (window.y - self.window.y) // self.step, (window.x - self.window.x) // self.step
        rows, columns = -(-window.height // self.step), -(-window.width // self.step)
        return slice(top, top + rows + 2), slice(left, left + columns + 2)


class MapScratch:
    """Room for the pixel maps of any window of a grid: arrays this large cost more to get than to fill."""

    def __init__(self, grid: NodeGrid) -> None:
        rows, columns = grid.q.x.shape
        size = rows * columns * grid.step**2
        self.x, self.y = np.empty(size, np.float32), np.empty(size, np.float32)
        self.half_x, self.half_y = np.empty(size // 4, np.float32), np.empty(size // 4, np.float32)


def _enlarged(nodes: Field, step: int, width_px: int, height_px: int, scratch: Field) -> Field:
    rows, columns = nodes.shape[0] * step, nodes.shape[1] * step
    whole = scratch[: rows * columns].reshape(rows, columns)
    cv2.resize(nodes, (columns, rows), dst=whole, interpolation=cv2.INTER_LINEAR)
    return whole[step : step + height_px, step : step + width_px]


def _blocks(start: float, stop: float, size: int, end: int) -> tuple[int, int]:
    """[start, stop) widened to multiples of `size`, within [0, end)."""
    return max(int(start // size) * size, 0), min(int(-(-stop // size)) * size, end)


def aim(q: Points, pose: CameraPose) -> Points:
    """Pan, tilt, zoom and roll: what a pixel looks at before depth is considered."""
    cosine, sine = np.cos(pose.roll_rad) / pose.zoom, np.sin(pose.roll_rad) / pose.zoom
    return Points(
        np.asarray(q.x * np.float32(cosine) - q.y * np.float32(sine) + np.float32(pose.pan_px), np.float32),
        np.asarray(q.x * np.float32(sine) + q.y * np.float32(cosine) + np.float32(pose.tilt_px), np.float32),
    )


@dataclass(frozen=True)
class Step:
    """The camera's step in film pixels per unit of inverse depth, and along its axis in metres."""

    right_px: float
    down_px: float
    forward_m: float
    subject_inverse_depth: float

    @staticmethod
    def of(pose: CameraPose, focal_px: float, subject_inverse_depth: float) -> "Step":
        return Step(pose.x_m * focal_px, -pose.y_m * focal_px, pose.z_m, subject_inverse_depth)

    def source(self, aimed: Points, inverse_depth: Field | float) -> Points:
        """Where what is seen at `aimed` lies on the canvas, if it is at `inverse_depth`."""
        depth = np.asarray(inverse_depth, np.float32)
        shrink = 1 - np.float32(self.forward_m) * depth
        relative = depth - np.float32(self.subject_inverse_depth)
        return Points(
            np.asarray(aimed.x * shrink + np.float32(self.right_px) * relative, np.float32),
            np.asarray(aimed.y * shrink + np.float32(self.down_px) * relative, np.float32),
        )


def source_of(aimed: Points, step: Step, kind: LayerKind, inverse_depth: Field, axes: tuple[Axis, Axis]) -> Points:
    """`Step.source` with the depth of the place itself. `axes` index `inverse_depth`."""
    depth: Field | float = float(inverse_depth[0, 0]) if kind == "figure" else step.subject_inverse_depth
    for _ in range(FIXED_POINT_STEPS[kind]):
        depth = sampled(inverse_depth, step.source(aimed, depth), axes)
    return step.source(aimed, depth)


def sampled(field: Field, at: Points, axes: tuple[Axis, Axis]) -> Field:
    """`field` at positions on the canvas, its edge values beyond its edges."""
    x, y = axes[0].index(at.x), axes[1].index(at.y)
    return np.asarray(cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)

"""Layers made ready for moving: scaled to film pixels, turned into premultiplied planes, their depth smoothed.

Done once for a plate and a frame size; a sheet is never changed afterwards.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.parallax.colour import Planes, to_planes
from songreel_engine.rendering.parallax.limbs import Joints
from songreel_engine.rendering.parallax.mouth import MouthSheet, mouth_sheet
from songreel_engine.rendering.parallax.warp import Axis, Field
from songreel_engine.rendering.plates import Layer, LayerKind, Plate

Mask = NDArray[np.uint8]

DEPTH_SHRINK: Final = 4
"""Plate pixels per sample of inverse depth."""
OCCUPANCY_MARGIN: Final = 3
"""Depth samples by which a card counts as wider than it is: more than one node step, so nothing is missed."""
DEPTH_GROWTH: Final[dict[LayerKind, tuple[int, float]]] = {"relief": (3, 0.8), "card": (3, 3.0), "figure": (1, 0.0)}
"""How far near depth grows over its silhouette, and the blur after it, in depth samples. Relief keeps its corners;
a card is nearly rigid; a figure's depth is one number anyway."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One layer in film pixels. Premultiplied where it has alpha."""

    kind: LayerKind
    rest: Planes
    hit: Planes
    alpha: Mask | None
    """[h, w]; None: it covers everything."""
    occupied: Field | None
    """At the size of inverse depth, `OCCUPANCY_MARGIN` wider on each side: above 0 where any alpha may be near."""
    inverse_depth: Field
    to_pixel: tuple[Axis, Axis]
    """Canvas → luma index, x and y."""
    to_depth: tuple[Axis, Axis]
    """Canvas → index into `inverse_depth`."""
    to_occupied: tuple[Axis, Axis]
    """Canvas → index into `occupied`."""
    mouth: MouthSheet | None = None
    joints: Joints | None = None

    def span(self) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom on the canvas of what it may touch; None: nothing."""
        assert self.occupied is not None, "the background touches everything"
        rows, columns = np.flatnonzero(self.occupied.any(1)), np.flatnonzero(self.occupied.any(0))
        if not len(rows):
            return None
        x, y = self.to_occupied
        return (
            x.position(columns[0] - 1),
            y.position(rows[0] - 1),
            x.position(columns[-1] + 1),
            y.position(rows[-1] + 1),
        )


def scale_of(plate: Plate, width_px: int, height_px: int) -> tuple[float, float]:
    """Film pixels per plate pixel, x and y."""
    return width_px / plate.frame_width_px, height_px / plate.frame_height_px


def make_sheets(plate: Plate, width_px: int, height_px: int) -> tuple[Sheet, ...]:
    """All layers, back to front. Raises RenderError for a plate that cannot fill its canvas."""
    if not plate.layers or plate.layers[0].alpha is not None or plate.layers[0].kind != "relief":
        raise RenderError("The plate has no background: its first layer must be a relief that covers the whole canvas.")
    return tuple(_sheet(layer, plate, scale_of(plate, width_px, height_px)) for layer in plate.layers)


def canvas_axes(plate: Plate, width_px: int, height_px: int) -> tuple[Axis, Axis]:
    """Canvas → index into a map of the whole canvas at the size of inverse depth (water, sky)."""
    scales = scale_of(plate, width_px, height_px)
    sizes = (plate.canvas_width_px, plate.canvas_height_px)
    return _axes(scales, sizes, (0, 0), (1 / DEPTH_SHRINK, 1 / DEPTH_SHRINK))


def _sheet(layer: Layer, plate: Plate, scales: tuple[float, float]) -> Sheet:
    height, width = layer.rgb.shape[:2]
    size = (_even(width * scales[0]), _even(height * scales[1]))
    alpha = None if layer.alpha is None else _resized(layer.alpha, size)
    corner = (layer.x_px, layer.y_px)
    canvas = (plate.canvas_width_px, plate.canvas_height_px)
    inverse_depth = _grown(layer)
    return Sheet(
        kind=layer.kind,
        rest=_planes(layer.rgb, alpha, size),
        hit=_planes(layer.hit, alpha, size),
        alpha=alpha,
        occupied=None if layer.alpha is None else _occupied(layer.alpha, inverse_depth.shape),
        inverse_depth=inverse_depth,
        mouth=mouth_sheet(layer, size, lambda rgb: _planes(rgb, alpha, size)),
        joints=_joints(layer, plate, scales, float(np.median(inverse_depth))),
        to_pixel=_axes(scales, canvas, corner, (size[0] / width, size[1] / height)),
        to_depth=_axes(scales, canvas, corner, (1 / DEPTH_SHRINK, 1 / DEPTH_SHRINK)),
        to_occupied=_axes(
            scales,
            canvas,
            (corner[0] - OCCUPANCY_MARGIN * DEPTH_SHRINK, corner[1] - OCCUPANCY_MARGIN * DEPTH_SHRINK),
            (1 / DEPTH_SHRINK, 1 / DEPTH_SHRINK),
        ),
    )


def _joints(layer: Layer, plate: Plate, scales: tuple[float, float], inverse_depth: float) -> Joints | None:
    if layer.joints_px is None:
        return None
    middle = (plate.canvas_width_px / 2, plate.canvas_height_px / 2)
    at = {name: ((x - middle[0]) * scales[0], (y - middle[1]) * scales[1]) for name, (x, y) in layer.joints_px.items()}
    return Joints(at=at, metre_px=plate.focal_px * inverse_depth * scales[0])


def _axes(
    scales: tuple[float, float], canvas: tuple[int, int], corner: tuple[int, int], per_plate_px: tuple[float, float]
) -> tuple[Axis, Axis]:
    """Index = ((p / scale + canvas / 2) - corner) × per_plate_px - 0.5, folded into one scale and offset per axis."""
    x, y = (
        Axis(per / scale, (size / 2 - start) * per - 0.5)
        for per, scale, size, start in zip(per_plate_px, scales, canvas, corner, strict=True)
    )
    return x, y


def _planes(rgb: NDArray[np.uint8], alpha: Mask | None, size: tuple[int, int]) -> Planes:
    planes = to_planes(_resized(rgb, size))
    if alpha is None:
        return planes
    half = _resized(alpha, (size[0] // 2, size[1] // 2))
    return Planes(_times(planes.y, alpha), _times(planes.u, half), _times(planes.v, half))


def _times(plane: Mask, alpha: Mask) -> Mask:
    return np.asarray(cv2.multiply(plane, alpha, scale=1 / 255), np.uint8)


def _resized(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Cubic when growing: bilinear would leave the plate's pixels to be seen; by area when shrinking."""
    growing = size[0] >= image.shape[1]
    way = cv2.INTER_CUBIC if growing else cv2.INTER_AREA
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def _grown(layer: Layer) -> Field:
    """Inverse depth grown over silhouettes, so that an edge moves with the near thing, not with what is behind."""
    samples, blur = DEPTH_GROWTH[layer.kind]
    field = layer.inverse_depth.astype(np.float32)
    if layer.kind == "figure":
        return np.full_like(field, np.median(field))
    field = cv2.dilate(field, np.ones((samples, samples), np.uint8)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(field, (0, 0), blur), np.float32)


def _occupied(alpha: Mask, shape: tuple[int, ...]) -> Field:
    rows, columns = shape[0] * DEPTH_SHRINK, shape[1] * DEPTH_SHRINK
    padded = np.zeros((rows, columns), np.uint8)
    padded[: alpha.shape[0], : alpha.shape[1]] = alpha[:rows, :columns]
    blocks = padded.reshape(shape[0], DEPTH_SHRINK, shape[1], DEPTH_SHRINK).max((1, 3))
    reach = 2 * OCCUPANCY_MARGIN + 1
    margin = OCCUPANCY_MARGIN
    framed = cv2.copyMakeBorder(blocks, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(cv2.dilate(framed, np.ones((reach, reach), np.uint8)) > 0, np.float32)


def _even(value: float) -> int:
    return max(2 * round(value / 2), 2)

"""Cuts what a view shows into flat patches, in world space: triangles or squares that halve as they come nearer.

A patch is a cell of a lattice laid over the world from the side it faces (its chart). Cells nest, and each decides by
its own centre whether it is cut further, so that borders fit; no patch depends on the picture's other parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.camera import Vec3
from songreel_engine.rendering.procedural.drawing.arithmetic import f32
from songreel_engine.rendering.procedural.drawing.guides import Map, Picture

Keys = NDArray[np.int64]

_COARSEST_M: Final = 51.2
_LEVELS: Final = 13
_SKY_SIDE_RAD: Final = 0.16
_SLAB_SIDES: Final = 4.0
"""Thickness of a chart in sides: what lies further apart in depth is no one patch."""
_MIX: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64
).view(np.int64)
_SQRT3: Final = 3.0**0.5


@dataclass(frozen=True, eq=False)
class Patches:
    """Which patch each pixel belongs to."""

    key: Keys
    """[h, w]"""

    def lean(self) -> Picture:
        """A random vector a patch, each part -1..1, [h, w, 3]."""
        parts = [((self.key >> shift) & 0x3FF).astype(np.float32) / 511.5 - 1.0 for shift in (7, 23, 41)]
        return np.stack(parts, -1)


def patches(
    points_m: Picture,
    camera_m: Vec3,
    normal: Picture,
    material: Keys,
    sky: NDArray[np.bool_],
    *,
    angle_rad: Map,
    triangles: bool,
) -> Patches:
    """The patches of a view.

    `points_m`: [h, w, 3] from the camera, world axes. `angle_rad`: [h, w], side of a patch as the camera should see it.
    """
    chart = np.abs(cv2.blur(normal, (5, 5))).argmax(-1)
    chart[sky] = 3
    at_m, across_m, along_m = _in_charts(points_m, chart)
    eye_m = np.zeros((4, 3), np.float32)
    x, y, z = camera_m
    eye_m[:3] = (x, z, y), (y, x, z), (z, x, y)
    settled = np.zeros(chart.shape, np.bool_)
    key = np.zeros(chart.shape, np.int64)
    side_m = _COARSEST_M
    for level in range(_LEVELS):
        open_ = ~settled
        eye_at_m, eye_across_m, eye_along_m = eye_m[chart[open_]].T
        cell, centre_across_m, centre_along_m = _cells(
            across_m[open_] + eye_across_m, along_m[open_] + eye_along_m, side_m, triangles
        )
        slab = np.floor((at_m[open_] + eye_at_m) / (_SLAB_SIDES * side_m)).astype(np.int64)
        cell = _mixed(cell, slab, chart[open_], material[open_])
        distance_m = np.sqrt(
            (centre_across_m - eye_across_m) ** 2 + (centre_along_m - eye_along_m) ** 2 + at_m[open_] ** 2
        )
        unruly = 0.75 + 0.6 * ((cell >> 17) & 0xFF).astype(np.float32) / 255.0
        fine_enough = side_m <= angle_rad[open_] * distance_m * unruly
        fine_enough |= (chart[open_] == 3) & (side_m <= _SKY_SIDE_RAD)
        fine_enough |= level == _LEVELS - 1
        rows, columns = np.nonzero(open_)
        rows, columns = rows[fine_enough], columns[fine_enough]
        key[rows, columns] = cell[fine_enough] + level
        settled[rows, columns] = True
        side_m /= 2
    return Patches(key)


def averaged(images: Sequence[Picture], cut: Sequence[Patches]) -> list[Picture]:
    """Each image with one mean value a patch. A patch that the last image has too is taken from there."""
    means = [_means(image, patch) for image, patch in zip(images, cut, strict=True)]
    shared_keys, shared, _ = means[-1]
    made = []
    for image, (keys, values, member) in zip(images, means, strict=True):
        place = np.minimum(np.searchsorted(shared_keys, keys), len(shared_keys) - 1)
        known = shared_keys[place] == keys
        table = np.where(known[:, None], shared[place], values)
        made.append(f32(table[member].reshape(image.shape)))
    return made


def _means(image: Picture, patch: Patches) -> tuple[Keys, NDArray[np.float64], NDArray[np.intp]]:
    keys, member = np.unique(patch.key.ravel(), return_inverse=True)
    count = np.bincount(member)
    sums = [np.bincount(member, image[..., i].ravel()) for i in range(image.shape[-1])]
    return keys, np.stack(sums, -1) / count[:, None], member


def _in_charts(points_m: Picture, chart: NDArray[np.intp]) -> tuple[Map, Map, Map]:
    """Depth in the chart, and two coordinates along it; the sky's chart is azimuth and height in radians."""
    x, y, z = (points_m[..., i] for i in range(3))
    on_x, on_y, on_sky = chart == 0, chart == 1, chart == 3
    azimuth, height = np.arctan2(x, z), np.arctan2(y, np.hypot(x, z))
    at_m = np.where(on_x, x, np.where(on_y, y, z))
    across_m = np.where(on_x, z, x)
    along_m = np.where(on_y, z, y)
    return (
        f32(np.where(on_sky, 0.0, at_m)),
        f32(np.where(on_sky, azimuth, across_m)),
        f32(np.where(on_sky, height, along_m)),
    )


def _cells(across_m: Map, along_m: Map, side_m: float, triangles: bool) -> tuple[Keys, Map, Map]:
    """A key a cell, and its centre."""
    if not triangles:
        i, j = np.floor(across_m / side_m), np.floor(along_m / side_m)
        return _mixed(i.astype(np.int64), j.astype(np.int64)), f32((i + 0.5) * side_m), f32((j + 0.5) * side_m)
    q = (across_m - along_m / _SQRT3) / side_m
    r = along_m * (2.0 / _SQRT3) / side_m
    i, j = np.floor(q), np.floor(r)
    upper = (q - i) + (r - j) > 1.0
    third = np.where(upper, 2.0 / 3.0, 1.0 / 3.0)
    centre_along_m = (j + third) * (side_m * _SQRT3 / 2.0)
    centre_across_m = (i + third) * side_m + centre_along_m / _SQRT3
    key = _mixed(i.astype(np.int64), j.astype(np.int64), upper.astype(np.int64))
    return key, f32(centre_across_m), f32(centre_along_m)


def _mixed(*parts: Keys) -> Keys:
    """One number of several, unlike for unlike ones as far as chance allows."""
    total = np.zeros(parts[0].shape, np.int64)
    for part, factor in zip(parts, _MIX, strict=False):
        total = (total ^ (part + 1) * factor) * _MIX[0]
        total ^= (total >> 29) & 0x7FFFFFFFF
    return total

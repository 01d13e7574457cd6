"""Flat triangles: the picture as a mesh of few vertices holds it, one colour to a face.

The mesh is laid over the canvas, so that both pictures of a plate have the same one. A face ends where the thing it lies
on ends: silhouettes stay true, and only what is inside them goes flat.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.drawing.arithmetic import f32, luma
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture

_JITTER: Final = 0.36
"""How far vertices stray from a regular lattice, in sides."""
_ROW_SIDES: Final = 3.0**0.5 / 2.0
_DEPTH_STEP: Final = 0.45
"""Difference of the logarithm of distance that parts two faces."""
_LIT: Final = 0.6
"""Emission from which a window or lamp keeps a face of its own."""
_FEATURE: Final = 0.10
"""How much darker than its face something on the performer is to keep its own shape."""
_SOFTENING_PX: Final = 0.55
"""Borders between faces have no steps."""
_MESH_SEED, _SHADE_SEED = 91, 92


def meshed(picture: Picture, guides: Guides, *, side: float, figure_side: float, shades: float) -> Picture:
    """The picture in flat triangles.

    `side`, `figure_side`: of a triangle in units, in the world and on the performer. `shades`: how far neighbouring
    faces of one colour differ in lightness.
    """
    shape = picture.shape[:2]
    world = _faces(shape, side * guides.unit_px, guides.seed + _MESH_SEED)
    body = _faces(shape, figure_side * guides.unit_px, guides.seed + _MESH_SEED + 1)
    face = np.where(guides.figure, body + world.max() + 1, world)
    parts = face.astype(np.int64) * 65536 + _things(guides)
    colour = _mean_colour(picture, parts)
    # Eyes, brows and lips are darker than the face they lie in: they keep their shape, or nobody would look back.
    drawn_dark = guides.figure & (luma(picture) < luma(colour) - _FEATURE)
    colour = _mean_colour(picture, parts * 2 + drawn_dark)
    lean = np.random.default_rng((guides.seed, _SHADE_SEED)).uniform(-1.0, 1.0, int(face.max()) + 1)
    shade = 1.0 + np.float32(shades) * f32(lean)[face]
    flat = f32(np.clip(colour * shade[..., None], 0.0, 1.0))
    return f32(cv2.GaussianBlur(flat, (0, 0), _SOFTENING_PX))


def _mean_colour(picture: Picture, parts: NDArray[np.int64]) -> Picture:
    """The picture with one mean colour for each number in `parts`, [h, w, 3]."""
    _, member = np.unique(parts, return_inverse=True)
    member = member.ravel()
    count = np.bincount(member)
    colours = np.stack([np.bincount(member, picture[..., i].ravel()) / count for i in range(3)], -1)
    return f32(colours)[member].reshape(picture.shape)


def _things(guides: Guides) -> NDArray[np.int64]:
    """A number for what each pixel belongs to, without specks, [h, w]."""
    depth = np.floor(np.log(np.maximum(guides.distance, 0.5)) / _DEPTH_STEP)
    lit = guides.emission.max(-1) > _LIT
    parts = np.rint(guides.material) * 64.0 + np.where(guides.sky, 0.0, depth + 8.0) * 2.0 + lit
    _, number = np.unique(parts, return_inverse=True)
    number = number.reshape(parts.shape).astype(np.uint16)
    calm = cv2.medianBlur(number, 5)
    return np.where(guides.figure, number, calm).astype(np.int64) * 2 + guides.figure


def _faces(shape: tuple[int, int], side_px: float, seed: int) -> NDArray[np.int32]:
    """Which triangle each pixel is in, [h, w]."""
    height, width = shape
    rows, columns = int(height / (side_px * _ROW_SIDES)) + 4, int(width / side_px) + 4
    stray = np.random.default_rng(seed).uniform(-_JITTER, _JITTER, (rows, columns, 2))
    row, column = np.mgrid[0:rows, 0:columns]
    across = ((column - 1.5 + 0.5 * (row % 2)) + stray[..., 0]) * side_px
    down = ((row - 1.5) * _ROW_SIDES + stray[..., 1]) * side_px
    corners = np.stack([across, down], -1)
    faces = np.zeros(shape, np.int32)
    number = 0
    for i in range(rows - 1):
        for j in range(columns - 1):
            for triangle in _two_triangles(corners, i, j):
                cv2.fillConvexPoly(faces, np.rint(triangle * 16.0).astype(np.int32), number, shift=4)
                number += 1
    return faces


def _two_triangles(corners: NDArray[np.float64], i: int, j: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lattice's two triangles between rows i and i + 1, right of column j; odd rows stand half a side aside."""
    a, b, c, d = corners[i, j], corners[i, j + 1], corners[i + 1, j], corners[i + 1, j + 1]
    if i % 2:
        return np.stack([a, b, d]), np.stack([a, d, c])
    return np.stack([a, b, c]), np.stack([b, d, c])

"""The performer's open mouth, made from the finished picture of the shut one.

The lower lip and the chin are drawn down where the G-buffer says they are, and what opens between the lips is painted in
the picture's own colours. So every look keeps its lines, paper and light around the mouth, and no view is drawn twice.
Lengths are metres in the head's axes: right, up, forward.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.plates import Mouth
from songreel_engine.rendering.procedural.camera import Camera, Vec3

Map = NDArray[np.float32]
Bytes = NDArray[np.uint8]

OPENINGS: Final = (0.5, 1.0)
"""How far open each stored picture is."""
SKIN: Final = 20.0
"""Its material, as in performer.glsl."""
MOUTH_M: Final[Vec3] = (0.0, -0.066, 0.080)
_REACH_M: Final = 0.050
"""Nothing farther from the mouth than this ever moves."""
_HALF_WIDTH_M: Final = 0.0205
_NARROWING: Final = 0.16
_DROP_M: Final = 0.0175
"""How far the lower lip goes down, and the upper one up."""
_LIFT_M: Final = 0.0022
_LIP_M: Final = 0.0085
_CHIN_UP_M: Final = -0.107
"""Where the face ends."""
_LEAST_WIDTH_PX: Final = 7
"""A narrower mouth is too far away to be seen moving."""
_CHANGED: Final = 4
"""Levels of 255."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Face:
    """Where the performer's head is, in the world."""

    head_m: NDArray[np.float64]
    axes: NDArray[np.float64]
    """Rows are unit vectors to its right, up and forward."""


def opened_mouth(
    pictures: tuple[Bytes, Bytes], face: Face, camera: Camera, *, distance: Map, material: Map
) -> Mouth | None:
    """The mouth of a drawn view at rest and at a beat's height; None where it is turned away, hidden or far.

    `distance` and `material`: of the view's first sample.
    """
    window = _window(face, camera)
    if window is None:
        return None
    at = _head_points(face, camera, distance[window], window)
    skin = (np.abs(material[window] - SKIN) < 0.5) & (np.abs(at - np.asarray(MOUTH_M, np.float32)).max(-1) < _REACH_M)
    pixels_up = _pixels_up(face, camera)
    lips = (np.abs(at[..., 0]) < _HALF_WIDTH_M) & (np.abs(at[..., 1] - _seam(at[..., 0])) < _LIP_M) & skin
    if int(lips.any(0).sum()) < _LEAST_WIDTH_PX:
        return None
    shut = [picture[window] for picture in pictures]
    opened = [[_opened(picture, at, skin, pixels_up, opening) for picture in shut] for opening in OPENINGS]
    changed = np.max([np.abs(np.subtract(one[0], shut[0], dtype=np.int16)).max(-1) for one in opened], axis=0)
    cover = _cover((changed > _CHANGED) & skin)
    rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    if not len(rows):
        return None
    inner = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    return Mouth(
        x_px=window[1].start + inner[1].start,
        y_px=window[0].start + inner[0].start,
        cover=cover[inner],
        rgb=tuple(one[0][inner].copy() for one in opened),
        hit=tuple(one[1][inner].copy() for one in opened),
    )


def _window(face: Face, camera: Camera) -> tuple[slice, slice] | None:
    x_px, y_px, depth_m = camera.project(_in_world(face, MOUTH_M))
    if depth_m <= 0.1:
        return None
    reach_px = 1.2 * _REACH_M * camera.focal_px / depth_m
    top, bottom = (int(np.clip(y_px + side * reach_px, 0, camera.height_px)) for side in (-1, 1))
    left, right = (int(np.clip(x_px + side * reach_px, 0, camera.width_px)) for side in (-1, 1))
    return (slice(top, bottom), slice(left, right)) if bottom - top > 2 and right - left > 2 else None


def _in_world(face: Face, point: Vec3) -> Vec3:
    x, y, z = face.head_m + np.asarray(point) @ face.axes
    return (float(x), float(y), float(z))


def _head_points(face: Face, camera: Camera, distance: Map, window: tuple[slice, slice]) -> Map:
    """What each pixel of the window shows, in the head's axes, [h, w, 3]."""
    right, up, forward = camera.axes()
    x = (np.arange(window[1].start, window[1].stop) + 0.5 - camera.width_px / 2) / camera.focal_px
    y = (camera.height_px / 2 - np.arange(window[0].start, window[0].stop) - 0.5) / camera.focal_px
    rays = forward + x[None, :, None] * right + y[:, None, None] * up
    rays *= (distance / np.linalg.norm(rays, axis=-1))[..., None]
    return np.asarray((rays + (np.asarray(camera.position_m) - face.head_m)) @ face.axes.T, np.float32)


def _pixels_up(face: Face, camera: Camera) -> tuple[float, float]:
    """Pixels to the right and down for a metre up the face."""
    x, y, z = MOUTH_M
    low = camera.project(_in_world(face, (x, y - 0.01, z)))
    high = camera.project(_in_world(face, (x, y + 0.01, z)))
    return (high[0] - low[0]) / 0.02, (high[1] - low[1]) / 0.02


def _seam(across: Map) -> Map:
    """Height at which the shut lips meet, as performer.glsl paints it."""
    return np.asarray(-0.0588 + 4.5 * across * across, np.float32)


def _opened(picture: Bytes, at: Map, skin: NDArray[np.bool_], pixels_up: tuple[float, float], opening: float) -> Bytes:
    across, height = at[..., 0], at[..., 1]
    half_width = _HALF_WIDTH_M * (1 - _NARROWING * opening)
    arch = np.clip(1 - (across / half_width) ** 2, 0, 1) ** 0.75
    seam = _seam(across)
    upper, lower = seam + _LIFT_M * opening * arch, seam - _DROP_M * opening * arch
    below = np.clip((lower - _LIP_M - height) / (lower - _LIP_M - _CHIN_UP_M), 0, 1)
    above = np.clip((height - upper) / 0.012, 0, 1)
    taken_from = np.where(height < (upper + lower) / 2, (seam - lower) * (1 - below), (seam - upper) * (1 - above))
    moved = _moved(picture, taken_from, skin, pixels_up)
    soft = 0.75 / np.hypot(*pixels_up)
    inside = _edge(np.minimum(upper - height, height - lower), soft) * (arch > 0) * skin
    shown = _inside_of_mouth(picture, at, skin, upper, lower, half_width, soft)
    return np.asarray(np.rint(moved + inside[..., None] * (shown - moved)), np.uint8)


def _moved(picture: Bytes, up_m: Map, skin: NDArray[np.bool_], pixels_up: tuple[float, float]) -> Bytes:
    """Each pixel taken from `up_m` farther up the face, where both ends are skin."""
    rows, columns = np.indices(up_m.shape, dtype=np.float32)
    x = np.asarray(columns + up_m * pixels_up[0], np.float32)
    y = np.asarray(rows + up_m * pixels_up[1], np.float32)
    moved = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    from_skin = cv2.remap(skin.astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) > 0.99
    return np.asarray(np.where((skin & from_skin)[..., None], moved, picture), np.uint8)


def _inside_of_mouth(
    picture: Bytes, at: Map, skin: NDArray[np.bool_], upper: Map, lower: Map, half_width: float, soft: float
) -> Map:
    """Dark, a tongue, upper teeth: in the colours the lips and the skin around them have in this picture."""
    across, height = at[..., 0], at[..., 1]
    on_lips = skin & (np.abs(height + 0.0625) < 0.004) & (np.abs(across) < 0.012)
    lips = picture[on_lips].mean(0) if on_lips.any() else picture[skin].mean(0)
    brightest = np.quantile(picture[skin], 0.9, axis=0)
    enamel = np.float32(0.94) * (0.25 * brightest + 0.75 * brightest.max())
    tongue_at = np.hypot(across / (0.62 * half_width), (height - lower) / 0.0075)
    tongue = _edge(1 - tongue_at, 0.25)[..., None] * 0.55
    sides = np.clip(1.15 - (across / half_width) ** 2, 0, 1)[..., None]
    teeth = _edge(height - upper + 0.0048, soft) * (np.abs(across) < 0.74 * half_width)
    dark = lips * 0.20
    colour = dark + tongue * (lips * 0.72 - dark)
    return np.asarray(colour + teeth[..., None] * (enamel * sides - colour), np.float32)


def _edge(inside: Map, soft: float) -> Map:
    """1 inside, 0 outside, over `soft` to each side of the border."""
    share = np.clip(0.5 + inside / (2 * soft), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _cover(changed: NDArray[np.bool_]) -> Bytes:
    grown = cv2.dilate(changed.astype(np.uint8) * np.uint8(255), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), 0.8), np.uint8)

"""A made picture as a plate: the performer cut out where one can be told apart, what is behind them filled in, depth in both.

At rest the layers put together are the picture. The twin for beats is the same picture with its lights struck: nothing is
made twice, so nothing but light changes on a beat. A singer whose face is found has a mouth that opens.
"""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.diffusion.mouths import MOVED, NOT_FOUND, mouth_of
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.plates import Layer, Origin, Plate
from songreel_engine.rendering.portrait.silhouettes import cut_person

Image = NDArray[np.uint8]
Map = NDArray[np.float32]

OVERSCAN: Final = 1.16
"""Canvas size over frame size: what a camera move may uncover at the borders."""
FOCAL: Final = 2.0
"""Half frame heights per unit of tan(angle): a normal lens."""
DEPTH_SHRINK: Final = 4
_EDGE_SHARE: Final = 0.06
"""Largest shift of near things against the subject, as a share of the frame's width; the canvas has 0.08 on each side."""
_TEAR_SHARE: Final = 14.0 / 1080.0
"""Largest tear at a depth step, the same way."""
_LONGEST_REACH_M: Final = 0.8
_LIFT, _GLOW = 0.10, 0.30
"""How much a beat lifts middle tones, and how much bright things glow on it."""
_BRIGHT: Final = 0.70
_WHITEST: Final = 250
"""No beat makes anything brighter than this that was not."""
_FILLED_PX: Final = 320
"""Longer side at which what is behind the performer is filled in."""
_FILL_RADIUS: Final = 5
_HIDDEN: Final = 8


def canvas_size(job: PlateJob) -> tuple[tuple[int, int], tuple[int, int]]:
    """Width and height of the frame at rest and of the canvas around it, in plate pixels."""
    frame = (_even(job.width_px * job.detail), _even(job.height_px * job.detail))
    return frame, (_even(frame[0] * OVERSCAN), _even(frame[1] * OVERSCAN))


def plate_of(rgb: Image, inverse_depth: Map, job: PlateJob, origin: Origin) -> Plate:
    """The plate of a picture that fills the canvas, uint8 [h, w, 3]; `inverse_depth` at a quarter of its size, 1/m."""
    (frame, canvas), hit = canvas_size(job), struck(rgb)
    alpha = cut_person(rgb) if job.figure is not None else None
    layers = [_background(rgb, hit, inverse_depth, alpha)]
    sings = job.figure is not None and job.figure.pose == "sing"
    mouth = mouth_of((rgb, hit), alpha) if sings and alpha is not None else None
    if alpha is not None:
        layers.append(replace(_figure(rgb, hit, inverse_depth, alpha), mouth=mouth))
    if sings:
        origin = replace(origin, notes=(*origin.notes, NOT_FOUND if mouth is None else MOVED))
    focal_px = FOCAL * frame[1] / 2
    subject = _subject(inverse_depth, alpha)
    return Plate(
        canvas_width_px=canvas[0],
        canvas_height_px=canvas[1],
        frame_width_px=frame[0],
        frame_height_px=frame[1],
        focal_px=focal_px,
        reach_m=_reach_m(layers, subject, focal_px=focal_px, frame_width_px=frame[0]),
        subject_inverse_depth=subject,
        layers=tuple(layers),
        origin=origin,
    )


def struck(rgb: Image) -> Image:
    """The picture at the height of a beat: middle tones lifted, lights and what lies around them brighter; black stays."""
    value = rgb.astype(np.float32) / 255
    lifted = 1 - (1 - value) ** (1 + _LIFT)
    bright = np.clip(value - _BRIGHT, 0, None) / (1 - _BRIGHT)
    spread = cv2.GaussianBlur(bright, (0, 0), max(1.0, 0.02 * max(rgb.shape[:2])))
    glowing = 1 - (1 - lifted) * (1 - _GLOW * np.clip(spread, 0, 1))
    brightest = np.maximum(rgb, _WHITEST).astype(np.float32)
    return np.asarray(np.rint(np.minimum(255 * glowing, brightest)), np.uint8)


def _background(rgb: Image, hit: Image, inverse_depth: Map, alpha: Map | None) -> Layer:
    if alpha is not None:
        near = np.ones((_HIDDEN + 1, _HIDDEN + 1), np.uint8)
        hidden = np.asarray(cv2.dilate((alpha > 0).astype(np.uint8), near), np.uint8)
        rgb, hit = _filled(rgb, hidden), _filled(hit, hidden)
        inverse_depth = _filled_depth(inverse_depth, hidden)
    return Layer(
        name="background", kind="relief", x_px=0, y_px=0, rgb=rgb, hit=hit, alpha=None, inverse_depth=inverse_depth
    )


def _figure(rgb: Image, hit: Image, inverse_depth: Map, alpha: Map) -> Layer:
    """The performer, cropped with a margin; at one depth of its own, or it would be bent like a relief."""
    rows, columns = np.flatnonzero((alpha > 0).any(1)), np.flatnonzero((alpha > 0).any(0))
    top, bottom = max(0, int(rows[0]) - _HIDDEN), min(rgb.shape[0], int(rows[-1]) + 1 + _HIDDEN)
    left, right = max(0, int(columns[0]) - _HIDDEN), min(rgb.shape[1], int(columns[-1]) + 1 + _HIDDEN)
    size = (-(-(bottom - top) // DEPTH_SHRINK), -(-(right - left) // DEPTH_SHRINK))
    return Layer(
        name="performer",
        kind="figure",
        x_px=left,
        y_px=top,
        rgb=rgb[top:bottom, left:right].copy(),
        hit=hit[top:bottom, left:right].copy(),
        alpha=np.rint(255 * alpha[top:bottom, left:right]).astype(np.uint8),
        inverse_depth=np.full(size, _subject(inverse_depth, alpha), np.float32),
    )


def _filled(rgb: Image, hidden: Image) -> Image:
    """With what is hidden filled in from around it.

    Source: Telea, "An Image Inpainting Technique Based on the Fast Marching Method", 2004, as in OpenCV.
    """
    scale = min(1.0, _FILLED_PX / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(hidden, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST)
    filled = cv2.inpaint(small, cv2.dilate(mask, np.ones((3, 3), np.uint8)), _FILL_RADIUS, cv2.INPAINT_TELEA)
    large = cv2.resize(filled, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.where(hidden[..., None] > 0, large, rgb).astype(np.uint8)


def _filled_depth(inverse_depth: Map, hidden: Image) -> Map:
    """Behind the performer as deep as what is around them."""
    height, width = inverse_depth.shape
    seen = 1.0 - cv2.resize(hidden, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32).clip(0, 1)
    radius = 0.15 * max(height, width)
    weight = cv2.GaussianBlur(seen, (0, 0), radius)
    around = cv2.GaussianBlur(inverse_depth * seen, (0, 0), radius) / np.maximum(weight, 1e-3)
    return np.asarray(seen * inverse_depth + (1 - seen) * around, np.float32)


def _subject(inverse_depth: Map, alpha: Map | None) -> float:
    """1/m of the performer, else of the picture's middle third."""
    height, width = inverse_depth.shape
    if alpha is not None:
        shown = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA) > 0.5
        if shown.any():
            return float(np.median(inverse_depth[shown]))
    middle = inverse_depth[height // 3 : 1 + 2 * height // 3, width // 3 : 1 + 2 * width // 3]
    return float(np.median(middle))


def _reach_m(layers: list[Layer], subject: float, *, focal_px: float, frame_width_px: int) -> float:
    """How far the camera may step aside: the background must not tear, near things must not leave the canvas."""
    background = layers[0].inverse_depth
    steps = np.concatenate([np.abs(np.diff(background, axis=axis)).ravel() for axis in (0, 1)])
    tear_m = _TEAR_SHARE * frame_width_px / (focal_px * max(float(np.quantile(steps, 0.995)), 1e-4))
    nearest = max(float(np.quantile(layer.inverse_depth, 0.98)) for layer in layers)
    furthest = float(np.quantile(background, 0.02))
    spread = max(nearest - subject, subject - furthest, 1e-3)
    return min(tear_m, _EDGE_SHARE * frame_width_px / (focal_px * spread), _LONGEST_REACH_M)


def _even(size_px: float) -> int:
    return max(2, 2 * round(size_px / 2))

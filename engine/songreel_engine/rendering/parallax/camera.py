"""Camera moves: where the camera stands on each frame of a shot, kept inside what the plate can show.

A move is a path of unit offsets over the shot; `plan_camera` gives it a size. The size follows *speed*, not distance:
a one second shot moves as fast as a four second one and so gets less far. Then the whole path is shrunk until no
pixel outside the canvas is ever asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError

Curve = NDArray[np.float64]

GLIDE_SHARE: Final = 0.35
"""How much of a move eases in and out; the rest runs at constant speed, so that a cut lands in motion."""
SPEED_PER_MOTION: Final = 0.13
"""Share of the reach covered in a second, for each step of `motion`."""
PAN_SHARE: Final = 0.040
TILT_SHARE: Final = 0.034
"""Largest pan and tilt, as shares of the frame's short side."""
ZOOM_SHARE: Final = 0.18
"""Largest change of zoom in a full move."""
REST_ZOOM: Final = 0.015
"""A little closer than at rest throughout: room for every move."""
ROLL_RAD: Final = 0.010
KICK_SHARE: Final = 0.010
"""Zoom on a beat at motion 10; below motion 6 there is none."""
SWAY_HZ: Final = (0.23, 0.61, 1.47)
SWAY_WEIGHTS: Final = (1.0, 0.45, 0.14)
"""A hand's drift, correction and tremor."""


@dataclass(frozen=True, eq=False)
class CameraPath:
    """One value per frame. Positions are metres, pan and tilt film pixels, zoom a factor, roll radians."""

    x_m: Curve
    y_m: Curve
    z_m: Curve
    pan_px: Curve
    tilt_px: Curve
    zoom: Curve
    roll_rad: Curve

    def at(self, frame: int) -> "CameraPose":
        """The camera on `frame`."""
        return CameraPose(*(float(getattr(self, name)[frame]) for name in CameraPose.__dataclass_fields__))

    def shrunk(self, share: float) -> "CameraPath":
        """The same path with `share` of its size around the camera at rest. Zoom stays: it only ever looks closer."""
        offsets = ("x_m", "y_m", "z_m", "pan_px", "tilt_px", "roll_rad")
        smaller = {name: getattr(self, name) * share for name in offsets}
        return replace(self, **smaller)


@dataclass(frozen=True)
class CameraPose:
    """The camera on one frame; see `CameraPath` for units."""

    x_m: float
    y_m: float
    z_m: float
    pan_px: float
    tilt_px: float
    zoom: float
    roll_rad: float


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What a camera may do in front of one plate."""

    frame_width_px: int
    frame_height_px: int
    focal_px: float
    """In film pixels."""
    reach_m: float


@dataclass(frozen=True, eq=False)
class Offsets:
    """A move before it has a size: each value in -1..1 of what the stage allows."""

    x: Curve
    y: Curve
    z: Curve
    pan: Curve
    tilt: Curve
    zoom: Curve
    roll: Curve


def _still(u: Curve) -> dict[str, Curve]:
    return dict.fromkeys(Offsets.__dataclass_fields__, np.zeros_like(u))


def _glide(u: Curve) -> Curve:
    """-1 to 1: eased ends around a constant speed."""
    eased = u * u * (3 - 2 * u)
    return 2 * (u + GLIDE_SHARE * (eased - u)) - 1


def _hold(u: Curve) -> Offsets:
    return Offsets(**_still(u) | {"z": 0.35 * _glide(u), "zoom": 0.12 * _glide(u)})


def _push_in(u: Curve) -> Offsets:
    s = _glide(u)
    return Offsets(**_still(u) | {"z": s, "zoom": 0.5 * (s + 1), "y": -0.15 * s})


def _pull_out(u: Curve) -> Offsets:
    s = -_glide(u)
    return Offsets(**_still(u) | {"z": s, "zoom": 0.5 * (s + 1), "y": -0.15 * s})


def _drift(u: Curve, direction: float) -> Offsets:
    s = _glide(u) * direction
    return Offsets(**_still(u) | {"x": s, "pan": 0.6 * s, "z": 0.2 * _glide(u), "roll": 0.15 * s})


def _lift(u: Curve, direction: float) -> Offsets:
    s = _glide(u) * direction
    return Offsets(**_still(u) | {"y": -s, "tilt": -s, "z": 0.25 * _glide(u), "zoom": 0.15 * (_glide(u) + 1)})


def _orbit(u: Curve) -> Offsets:
    s = _glide(u)
    angle = s * np.pi / 3
    arc = 1 - np.cos(angle)
    return Offsets(
        **_still(u)
        | {
            "x": np.sin(angle) / np.sin(np.pi / 3),
            "pan": -0.8 * s,
            "z": 0.8 * arc,
            "zoom": 0.3 * (s + 1),
            "roll": 0.3 * s,
        }
    )


def _handheld(u: Curve) -> Offsets:
    return Offsets(**_still(u) | {"z": 0.5 * _glide(u), "zoom": 0.15 * (_glide(u) + 1)})


def _closed(u: Curve) -> Offsets:
    """Twice round an ellipse: forward and back while it swings from side to side, and nothing a second turn does otherwise."""
    angle = 4 * np.pi * u
    swing, depth = np.sin(angle), np.cos(angle)
    return Offsets(
        **_still(u)
        | {"x": 0.5 * swing, "pan": 0.3 * swing, "z": -0.45 * depth, "zoom": 0.2 * (1 - depth), "roll": 0.1 * swing}
    )


CLOSED_MOVE: Final = "closed"
"""For loops: the second half of the shot sees what the first half saw. No draft asks for it."""

MOVES: Final[dict[str, Callable[[Curve], Offsets]]] = {
    "hold": _hold,
    "push_in": _push_in,
    "pull_out": _pull_out,
    "drift_left": lambda u: _drift(u, -1),
    "drift_right": lambda u: _drift(u, 1),
    "rise": lambda u: _lift(u, 1),
    "sink": lambda u: _lift(u, -1),
    "orbit": _orbit,
    "handheld": _handheld,
    CLOSED_MOVE: _closed,
}
"""The draft's camera moves, and the closed one: unit offsets at u in 0..1 of the shot."""

SWAY_OF_MOVE: Final = {"handheld": 1.0, "hold": 0.22, CLOSED_MOVE: 0.0}
SWAY_OF_OTHERS: Final = 0.13
"""How much of a hand's sway each move carries: none is on rails of glass."""


def plan_camera(
    move: str, *, frames: int, frames_per_s: float, motion: int, seed: int, beat: Curve, stage: Stage
) -> CameraPath:
    """The path of `move` over a whole shot, before the canvas's edges are considered (see `fit_to_canvas`).

    `beat` has one value 0..1 per frame. Raises RenderError for an unknown move."""
    if move not in MOVES:
        raise RenderError(f"There is no camera move {move!r}; choose one of {', '.join(MOVES)}.")
    u = (np.arange(frames) + 0.5) / frames
    offsets = MOVES[move](u)
    travel = _travel(frames / frames_per_s, motion)
    sway = SWAY_OF_MOVE.get(move, SWAY_OF_OTHERS) * (0.5 + motion / 10)
    hand = _hand(np.arange(frames) / frames_per_s, seed)
    short_px = min(stage.frame_width_px, stage.frame_height_px)
    # A dolly of this depth moves the frame's corner as far as a sidestep of `reach_m` moves everything.
    reach_z_m = stage.reach_m * stage.focal_px / np.hypot(stage.frame_width_px / 2, stage.frame_height_px / 2)
    kick = KICK_SHARE * max(motion - 5, 0) / 5
    return CameraPath(
        x_m=stage.reach_m * (travel * offsets.x + 0.25 * sway * hand[0]),
        y_m=stage.reach_m * (0.7 * travel * offsets.y + 0.20 * sway * hand[1]),
        z_m=reach_z_m * travel * offsets.z,
        pan_px=short_px * (PAN_SHARE * travel * offsets.pan + 0.5 * PAN_SHARE * sway * hand[2]),
        tilt_px=short_px * (TILT_SHARE * travel * offsets.tilt + 0.5 * PAN_SHARE * sway * hand[3]),
        zoom=1 + REST_ZOOM + ZOOM_SHARE * travel * np.maximum(offsets.zoom, 0) + kick * beat,
        roll_rad=ROLL_RAD * (travel * offsets.roll + 0.45 * sway * hand[4]),
    )


def _travel(length_s: float, motion: int) -> float:
    """Share of the reach used by half a move: speed × time for short shots, saturating for long ones."""
    return float(1 - np.exp(-0.5 * SPEED_PER_MOTION * (motion + 1.5) * length_s))


def _hand(t_s: Curve, seed: int) -> list[Curve]:
    """Five independent smooth wanderings in about -1..1."""
    phases = np.random.default_rng([seed, 0x4A]).uniform(0, 2 * np.pi, (5, len(SWAY_HZ)))
    total = sum(SWAY_WEIGHTS)
    terms = zip(SWAY_WEIGHTS, SWAY_HZ, phases.T, strict=True)
    waves = [w * np.sin(2 * np.pi * hz * t_s + phase[:, None]) for w, hz, phase in terms]
    return list(np.sum(waves, axis=0) / total)


def woven(path: CameraPath, share: float, *, short_px: int, seed: int) -> CameraPath:
    """The path as a worn film gate shows it: the picture wanders by about `share` of the frame's short side."""
    if not share:
        return path
    frames = len(path.pan_px)
    steps = np.random.default_rng([seed, 0x6E]).standard_normal((2, frames + 2))
    wander = share * short_px * (0.25 * steps[:, :-2] + 0.5 * steps[:, 1:-1] + 0.25 * steps[:, 2:])
    return replace(path, pan_px=path.pan_px + wander[0], tilt_px=path.tilt_px + wander[1])


def fit_to_canvas(path: CameraPath, fits: Callable[[CameraPath], bool]) -> CameraPath:
    """The largest copy of `path` (shrunk towards the camera at rest) that `fits`.

    The camera at rest always fits: the frame at rest lies on the canvas."""
    if fits(path):
        return path
    low, high = 0.0, 1.0
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(path.shrunk(middle)) else (low, middle)
    return path.shrunk(low)

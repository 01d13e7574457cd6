"""Bends the performer's card at its joints, so that limbs turn on the beat.

A limb turns about its joint together with what hangs on it; the picture around it follows, less and less with distance, over
a reach that is longer than the limb travels. So the bend never folds over itself, and what is near is drawn along instead of
torn. Everything is found for the place that a pixel comes from, outward from the trunk.
"""

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.parallax.gestures import GESTURES, STILL, Rhythm, Swing
from songreel_engine.rendering.parallax.light import Curve, channel
from songreel_engine.rendering.parallax.warp import Field, Points
from songreel_engine.rendering.plates import JointName

SOLID_M: Final = 0.05
"""Half the thickness of a limb: this far from its bone nothing bends."""
LEAST_REACH_M: Final = 0.09
REACH_PER_TRAVEL: Final = 1.2
"""How far the bend reaches, against how far its end travels: above 0.86 nothing folds over (a Gaussian's steepest slope)."""
REACHES_FELT: Final = 3.0
"""Further away a bend moves the picture by less than a thousandth of its travel."""
HOLD: Final = 0.6
"""Exponent below 1: a swing lingers where it turns and hurries through the middle."""
STROKE_DECAY: Final = 5.0
"""A stroke is over within its beat."""
FEWEST_BEATS: Final = 0.5


@dataclass(frozen=True, eq=False)
class Joints:
    """Where joints lie on the canvas, in film pixels from its centre, and how large a metre is seen there."""

    at: Mapping[JointName, tuple[float, float]]
    metre_px: float


@dataclass(frozen=True, eq=False)
class Gesturing:
    """A gesture over one shot."""

    angles_rad: tuple[tuple[Swing, Curve], ...]
    """Each swing's angle at every frame."""
    drop_m: Curve
    hips_m: Curve


def plan_gesture(job: ShotJob, liveliness: Curve) -> Gesturing:
    """The gesture of the shot's performer at every frame; still where nobody is seen and where no beat is heard."""
    figure = job.plate.figure
    gesture = GESTURES.get(figure.pose, STILL) if figure is not None else STILL
    beats = beats_since_start(job)
    if beats is None:
        gesture = STILL
    count = np.zeros(job.frames) if beats is None else beats
    return Gesturing(
        angles_rad=tuple(
            (swing, np.radians(swing.degrees) * liveliness * _RHYTHMS[swing.rhythm](count)) for swing in gesture.swings
        ),
        drop_m=gesture.bounce_m * liveliness * _RHYTHMS["on_beat"](count),
        hips_m=gesture.hips_m * liveliness * _RHYTHMS["beat"](count),
    )


def beats_since_start(job: ShotJob) -> Curve | None:
    """Beats counted at every frame, whole on each beat; None where the shot hears none."""
    phase = channel(job, "beat_phase")
    steps = np.diff(phase, prepend=phase[:1])
    counted = phase[0] + np.cumsum(np.where(steps < -0.5, steps + 1, steps))
    return np.asarray(counted, np.float64) if counted[-1] - counted[0] >= FEWEST_BEATS else None


def bent(source: Points, joints: Joints, gesturing: Gesturing, frame: int) -> Points:
    """Where the figure's card is sampled so that its limbs stand as on `frame`."""
    turned: dict[JointName, float] = {}
    for swing, angles in gesturing.angles_rad:
        if swing.about in joints.at and all(name in joints.at for name in swing.along):
            turned[swing.about] = _signed(swing, joints) * float(angles[frame])
    for swing, _ in gesturing.angles_rad:
        if swing.about in turned:
            source = _turned_back(source, _bone(swing, joints, turned), turned[swing.about], joints.metre_px)
    return source


def _held(turns: Curve) -> Curve:
    wave = np.cos(np.pi * turns)
    return np.asarray(np.sign(wave) * np.abs(wave) ** HOLD, np.float64)


def _stroke(beats: Curve) -> Curve:
    """Highest on whole beats, a short way up before them."""
    since = beats - np.floor(beats)
    return np.asarray(np.maximum(np.exp(-STROKE_DECAY * since), np.clip(8 * since - 7, 0, 1)), np.float64)


_RHYTHMS: Final[Mapping[Rhythm, Callable[[Curve], Curve]]] = {
    "beat": _held,
    "two_beats": lambda beats: np.asarray(np.cos(np.pi * beats / 2), np.float64),
    "half_beat": lambda beats: np.asarray(np.cos(2 * np.pi * beats), np.float64),
    "on_beat": _stroke,
    "off_beat": lambda beats: _stroke(beats + 0.5),
}


def _signed(swing: Swing, joints: Joints) -> float:
    """Strokes go down, on whichever side of its joint the limb lies; other swings keep their sense."""
    if swing.rhythm not in ("on_beat", "off_beat"):
        return 1.0
    return 1.0 if joints.at[swing.along[-1]][0] >= joints.at[swing.about][0] else -1.0


def _bone(swing: Swing, joints: Joints, turned: Mapping[JointName, float]) -> tuple[tuple[float, float], ...]:
    """The limb as it stands once it and all that hangs on it have turned, from its joint outward."""
    names = (swing.about, *swing.along)
    places = [joints.at[name] for name in names]
    for index in reversed(range(len(names) - 1)):
        angle = turned.get(names[index], 0.0)
        places[index + 1 :] = [_rotated(place, places[index], angle) for place in places[index + 1 :]]
    return tuple(places)


def _rotated(place: tuple[float, float], about: tuple[float, float], angle_rad: float) -> tuple[float, float]:
    x, y = place[0] - about[0], place[1] - about[1]
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    return about[0] + x * cos - y * sin, about[1] + x * sin + y * cos


def _turned_back(source: Points, bone: tuple[tuple[float, float], ...], angle_rad: float, metre_px: float) -> Points:
    travel_px = abs(angle_rad) * math.dist(bone[0], bone[-1])
    reach_px = max(LEAST_REACH_M * metre_px, REACH_PER_TRAVEL * travel_px)
    near = _around(source, bone, SOLID_M * metre_px + REACHES_FELT * reach_px)
    if near is None:
        return source
    part = Points(source.x[near], source.y[near])
    away = np.maximum(_distance(part, bone) - np.float32(SOLID_M * metre_px), 0) / np.float32(reach_px)
    share = np.exp(-(away**2))
    x, y = part.x - np.float32(bone[0][0]), part.y - np.float32(bone[0][1])
    cos, sin = np.float32(math.cos(angle_rad)), np.float32(math.sin(angle_rad))
    bent_x, bent_y = source.x.copy(), source.y.copy()
    bent_x[near] += share * (x * cos + y * sin - x)
    bent_y[near] += share * (y * cos - x * sin - y)
    return Points(bent_x, bent_y)


def _around(points: Points, bone: tuple[tuple[float, float], ...], margin_px: float) -> tuple[slice, slice] | None:
    """The rows and columns of the grid that hold every point no further than `margin_px` from the bone; None: there is none."""
    across, down = zip(*bone, strict=True)
    inside = (points.x > min(across) - margin_px) & (points.x < max(across) + margin_px)
    inside &= (points.y > min(down) - margin_px) & (points.y < max(down) + margin_px)
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    if not len(rows):
        return None
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _distance(points: Points, bone: tuple[tuple[float, float], ...]) -> Field:
    """From each point to the nearest place on the bone."""
    nearest: Field | None = None
    for (x0, y0), (x1, y1) in itertools.pairwise(bone):
        dx, dy = x1 - x0, y1 - y0
        length2 = max(dx * dx + dy * dy, 1e-6)
        along = np.clip(
            ((points.x - np.float32(x0)) * np.float32(dx) + (points.y - np.float32(y0)) * np.float32(dy))
            / np.float32(length2),
            0,
            1,
        )
        gap = np.hypot(
            points.x - np.float32(x0) - along * np.float32(dx), points.y - np.float32(y0) - along * np.float32(dy)
        )
        nearest = gap if nearest is None else np.minimum(nearest, gap)
    assert nearest is not None, "a bone has two ends"
    return np.asarray(nearest, np.float32)

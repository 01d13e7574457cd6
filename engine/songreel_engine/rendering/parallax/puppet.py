"""The performer's life: weight shifting from foot to foot, breath, a bob on the beat, hair and coat late, limbs in time.

What moves the whole body grows with height above the feet, which stay planted: a card that leans, never rubber. Where joints
are known, limbs turn about them (`limbs.py`) and the hips swing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.parallax.light import Curve, channel, smoothed
from songreel_engine.rendering.parallax.limbs import Gesturing, Joints, beats_since_start, bent, plan_gesture
from songreel_engine.rendering.parallax.sheets import Sheet
from songreel_engine.rendering.parallax.warp import Points

LEAN_SHARE: Final = 0.008
"""How far the head leans, as a share of the figure's height, at middling motion."""
BOB_SHARE: Final = 0.0065
BREATH_SHARE: Final = 0.0022
LARGEST_SWAY: Final = 0.14
"""More than all of it together ever moves anything, as a share of the figure's height."""
BREATH_S: Final = 3.4
IDLE_SWAY_S: Final = 4.6
"""A full shift of weight where no beat is heard."""
BEATS_PER_SWAY: Final = 4
LAG_S: Final = 0.20
"""Hair and hem follow this much later."""
BOB_ATTACK_FRAMES: Final = 1.0
HIP_ARCH: Final = 2.6
"""Radians from feet to head: the hips, half-way up, swing most, the head stays nearly above the feet."""
KNEES_SHARE: Final = 0.45
"""Above this share of the figure's height everything sinks alike when the knees give."""


@dataclass(frozen=True, eq=False)
class Stance:
    """Where the figure stands on the canvas, in film pixels."""

    feet_y: float
    head_y: float
    axis_x: float
    half_width: float
    joints: Joints | None = None

    @property
    def height(self) -> float:
        return self.feet_y - self.head_y


@dataclass(frozen=True, eq=False)
class Motion:
    """One value per frame, as shares of the figure's height."""

    lean: Curve
    late_lean: Curve
    drop: Curve
    breath: Curve
    gesturing: Gesturing


def stance_of(sheet: Sheet) -> Stance:
    """From the figure's alpha; the feet are its lowest row, even where the frame cuts it at the waist."""
    assert sheet.alpha is not None, "a figure always has an outline"
    solid = sheet.alpha > 127
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    if not len(rows):
        return Stance(1.0, 0.0, 0.0, 1.0)
    to_x, to_y = sheet.to_pixel
    weights = solid.sum(0)
    axis = float(np.average(np.arange(len(weights)), weights=weights))
    return Stance(
        feet_y=to_y.position(rows[-1]),
        head_y=to_y.position(rows[0]),
        axis_x=to_x.position(axis),
        half_width=max((columns[-1] - columns[0]) / 2 / to_x.scale, 1.0),
        joints=sheet.joints,
    )


def plan_motion(job: ShotJob) -> Motion:
    """The figure's life over the whole shot. A quiet song moves it less."""
    t_s = np.arange(job.frames) / job.frames_per_s
    phase = np.random.default_rng([job.seed, 0xF1]).uniform(0, 2 * np.pi, 2)
    energy = smoothed(channel(job, "energy"), job.frames_per_s)
    liveliness = (0.55 + 0.09 * job.motion) * (0.6 + 0.6 * energy)
    turns = _sway_turns(job)
    slow = np.sin(2 * np.pi * turns + phase[0]) + 0.25 * np.sin(2 * np.pi * t_s / 7.3 + phase[1])
    lean = LEAN_SHARE * liveliness * slow
    late = np.interp(t_s - LAG_S, t_s, lean)
    bob = smoothed(channel(job, "beat"), BOB_ATTACK_FRAMES) * liveliness
    return Motion(
        lean=lean,
        late_lean=late,
        drop=BOB_SHARE * bob,
        breath=BREATH_SHARE * np.sin(2 * np.pi * t_s / BREATH_S + phase[1]),
        gesturing=plan_gesture(job, liveliness),
    )


def _sway_turns(job: ShotJob) -> Curve:
    """Shifts of weight since the shot began: one every four beats, or at rest's own pace where there are no beats."""
    beats = beats_since_start(job)
    if beats is None:
        return np.arange(job.frames) / job.frames_per_s / IDLE_SWAY_S
    return np.asarray(beats / BEATS_PER_SWAY, np.float64)


def posed(source: Points, stance: Stance, motion: Motion, frame: int) -> Points:
    """Where the figure's card is sampled so that it leans, breathes, bobs and gestures on `frame`."""
    lean, late, drop, breath = (
        np.float32(curve[frame] * stance.height)
        for curve in (motion.lean, motion.late_lean, motion.drop, motion.breath)
    )
    height = np.clip((np.float32(stance.feet_y) - source.y) / np.float32(stance.height), 0, 1.05)
    beside = (source.x - np.float32(stance.axis_x)) / np.float32(stance.half_width)
    loose = np.clip(np.abs(beside), 0, 1)
    chest = np.exp(((height - np.float32(0.72)) / np.float32(0.16)) ** 2 * np.float32(-1)) * breath
    # height × √height: a lean that grows with height to the power 1.5; 1 would be a plank, much more a reed.
    right = (lean + loose * (late - lean)) * height * np.sqrt(height) + chest * beside
    down = (drop - np.float32(0.6) * breath) * height
    if stance.joints is None:
        return Points(source.x - right, source.y - down)
    gesturing, metre_px = motion.gesturing, stance.joints.metre_px
    swing = np.sin(np.float32(HIP_ARCH) * np.clip(height, 0, 1)) * np.float32(gesturing.hips_m[frame] * metre_px)
    sunk = np.clip(height / np.float32(KNEES_SHARE), 0, 1) * np.float32(gesturing.drop_m[frame] * metre_px)
    return bent(Points(source.x - right - swing, source.y - down - sunk), stance.joints, gesturing, frame)

"""When each frame of a film shows which moment of a generated shot: the music sets the pace, and frame rates are matched.

A position counts generated frames from 0 and may lie between two of them: then the frame shown is interpolated, and is never
counted as generated. A model that takes a speed of motion is told how lively the shot is, and its frames are shown one by one,
all of them generated where it makes as many a second as the film shows. Of any other model the song sets the pace, frame by
frame. A shot that sings keeps the model's own time, or the lips would leave the voice.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.parallax.light import channel, smoothed

Positions = NDArray[np.float64]

SLOWEST, FASTEST = 0.6, 1.4
"""Of life's own pace, at motion 1 and 10: slower reads as slow motion, faster as a mistake."""
LIVELIEST_SWING: Final = 0.35
"""At motion 10 the song moves the pace by so much to both sides; less in proportion below."""
BEAT_SHARE, ENERGY_SHARE = 0.55, 0.45
ENERGY_SMOOTHING_S: Final = 0.5
SNAP: Final = 0.12
"""A position this near to a generated frame shows that frame: the eye does not see an eighth of a frame's time."""
_MOTIONS: Final = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class Pace:
    """How a shot's frames are taken from what a model makes."""

    positions: Positions
    """[frames of the shot], rising from 0, in generated frames."""
    speed: float
    """Life's own pace is 1: how fast the model itself was asked to move, where it can be asked."""

    @property
    def needed(self) -> int:
        """How many generated frames the shot needs."""
        return int(np.ceil(self.positions[-1])) + 1

    def generated(self) -> int:
        """How many of the shot's frames show a generated frame as it is."""
        return int(np.sum(self.positions == np.rint(self.positions)))

    def interpolated(self) -> int:
        """How many lie between two generated frames."""
        return len(self.positions) - self.generated()


def pace_of(job: ShotJob, *, model_frames_per_s: float, sings: bool, speed_in_model: bool) -> Pace:
    """The pace of one shot. `speed_in_model`: the model itself takes a speed of motion, so its frames are not stretched."""
    step = model_frames_per_s / job.frames_per_s
    if sings or speed_in_model:
        speed = 1.0 if sings else round(speed_of(job), 3)
        return Pace(positions=_snapped(step * np.arange(job.frames, dtype=np.float64)), speed=speed)
    swing = LIVELIEST_SWING * job.motion / _MOTIONS * _push(job)
    rate = step * speed_of(job) * (1 + swing)
    return Pace(positions=_snapped(np.concatenate([[0.0], np.cumsum(rate[:-1])])), speed=1.0)


def speed_of(job: ShotJob) -> float:
    """How fast the shot moves on the whole: its own liveliness, and the song's energy while it lasts."""
    lively = (job.motion - 1) / (_MOTIONS - 1)
    energy = float(np.mean(channel(job, "energy")))
    asked = 0.7 * lively + 0.3 * energy
    return SLOWEST + (FASTEST - SLOWEST) * float(np.clip(asked, 0, 1))


def _push(job: ShotJob) -> Positions:
    """[frames] −1..1 with mean near 0: where the song pushes and where it holds back, within the shot."""
    energy = smoothed(channel(job, "energy"), ENERGY_SMOOTHING_S * job.frames_per_s)
    push = BEAT_SHARE * channel(job, "beat") + ENERGY_SHARE * energy
    centred = push - push.mean()
    reach = float(np.abs(centred).max())
    return np.zeros_like(push) if reach < 1e-6 else np.asarray(centred / max(reach, 0.25), np.float64)


def _snapped(positions: Positions) -> Positions:
    whole = np.rint(positions)
    return np.where(np.abs(positions - whole) <= SNAP, whole, positions)

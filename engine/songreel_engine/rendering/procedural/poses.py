"""The performer's poses as joints. The performer looks along +z, stands on y = 0, left is -x; metres.

About 7.5 heads tall (1.74 m). Thighs and shins are 0.41 m long, upper arms and forearms 0.26 m.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from songreel_engine.errors import RenderError
from songreel_engine.rendering.procedural.camera import Vec3

Limb = tuple[Vec3, Vec3, Vec3]

HIP_LENGTH_M: Final = 0.14
SHIN_LENGTH_M: Final = 0.62
"""How far below the pelvis a jacket and a long coat end."""
SEATED_COAT_SHARE: Final = 0.3
"""Sitting down, a coat is gathered up by this much."""
INSTRUMENT_BOXES_M: Final[dict[str, tuple[Vec3, Vec3]]] = {
    "microphone": ((-0.24, 0.0, 0.0), (0.20, 1.5, 0.53)),
    "guitar": ((-0.75, 0.8, 0.0), (0.30, 1.42, 0.36)),
    "drums": ((-0.80, 0.0, -0.30), (0.80, 1.45, 0.93)),
}
"""Lowest and highest corner of what is played, in the performer's axes."""


@dataclass(frozen=True, kw_only=True)
class Pose:
    """One way to stand; limbs run from the body outward."""

    pelvis: Vec3
    chest: Vec3
    neck: Vec3
    head: Vec3
    """Middle of the head, between the ears."""
    left_arm: Limb
    """Shoulder, elbow, wrist."""
    right_arm: Limb
    left_hand: Vec3
    """Direction of the fingers; any length."""
    right_hand: Vec3
    left_leg: Limb
    """Hip, knee, ankle."""
    right_leg: Limb
    left_toe: Vec3
    """Direction of the toes; any length."""
    right_toe: Vec3
    face: Vec3
    """Where the eyes look; any length."""
    hem: Vec3
    """From the pelvis towards the hem of the coat; any length."""
    seen_from: Literal["anywhere", "front", "behind"] = "anywhere"
    plays: Literal["", "microphone", "guitar", "drums"] = ""
    grips: tuple[float, float] = (0.0, 0.0)
    """How far the left and the right hand close: 0 open, 1 a fist."""
    seated: bool = False

    def joints(self, coat: float) -> tuple[Vec3, ...]:
        """The shader's 22 joints J, in its order; `coat` is 0 (a jacket) to 1 (to the shins)."""
        down = np.asarray(self.hem, np.float64)
        reach = SEATED_COAT_SHARE if self.seated else 1.0
        length_m = HIP_LENGTH_M + (SHIN_LENGTH_M - HIP_LENGTH_M) * coat * reach
        x, y, z = np.asarray(self.pelvis) + down * (length_m / np.linalg.norm(down))
        body = (self.pelvis, self.chest, self.neck, self.head)
        limbs = (*self.left_arm, *self.right_arm, *self.left_leg, *self.right_leg)
        ends = (self.left_hand, self.right_hand, self.left_toe, self.right_toe)
        return (*body, *limbs, self.face, (float(x), float(y), float(z)), *ends)

    def bounds(self, coat: float) -> tuple[Vec3, Vec3]:
        """Centre and half extents of a box that holds the performer, clothes, hair and hands included."""
        points = np.array(self.joints(coat)[:18])
        points[16] = points[0]  # the face is a direction, not a point
        low, high = points.min(0) - 0.21, points.max(0) + 0.21
        if coat > 0.3:
            low, high = np.minimum(low, points[17] - 0.30), np.maximum(high, points[17] + (0.30, 0.0, 0.30))
        low[1] = -0.03
        if self.plays:
            least, most = INSTRUMENT_BOXES_M[self.plays]
            low, high = np.minimum(low, least), np.maximum(high, most)
        centre, half = (low + high) / 2, (high - low) / 2
        return (float(centre[0]), float(centre[1]), float(centre[2])), (float(half[0]), float(half[1]), float(half[2]))


_WALK: Final = Pose(
    pelvis=(0.0, 0.955, 0.0),
    chest=(0.005, 1.265, 0.025),
    neck=(0.0, 1.452, 0.045),
    head=(0.0, 1.598, 0.075),
    left_arm=((-0.178, 1.392, 0.01), (-0.235, 1.14, -0.10), (-0.235, 0.90, -0.10)),
    right_arm=((0.178, 1.395, 0.045), (0.225, 1.13, 0.08), (0.185, 0.93, 0.22)),
    left_hand=(0.1, -1.0, 0.1),
    right_hand=(-0.15, -0.75, 0.6),
    left_leg=((-0.08, 0.90, 0.02), (-0.075, 0.51, 0.16), (-0.06, 0.10, 0.27)),
    right_leg=((0.08, 0.905, -0.02), (0.08, 0.505, -0.03), (0.075, 0.16, -0.26)),
    left_toe=(-0.08, 0.22, 1.0),
    right_toe=(0.08, -0.75, 1.0),
    face=(0.08, -0.06, 1.0),
    hem=(0.01, -1.0, -0.13),
)

POSES: Final = {
    "stand": Pose(
        pelvis=(0.028, 0.962, 0.0),
        chest=(0.0, 1.27, -0.012),
        neck=(-0.006, 1.455, 0.0),
        head=(-0.016, 1.60, 0.03),
        left_arm=((-0.182, 1.405, 0.0), (-0.24, 1.145, -0.045), (-0.225, 0.90, 0.02)),
        right_arm=((0.170, 1.385, 0.0), (0.275, 1.145, -0.06), (0.215, 0.935, 0.07)),
        left_hand=(0.12, -1.0, 0.2),
        right_hand=(-0.35, -0.9, 0.25),
        left_leg=((-0.062, 0.90, 0.0), (-0.105, 0.49, 0.075), (-0.135, 0.08, 0.05)),
        right_leg=((0.108, 0.915, 0.0), (0.118, 0.50, 0.01), (0.098, 0.085, -0.02)),
        left_toe=(-0.42, 0.0, 1.0),
        right_toe=(0.12, 0.0, 1.0),
        face=(0.14, -0.05, 1.0),
        hem=(0.0, -1.0, -0.02),
    ),
    "walk": _WALK,
    "walk_away": replace(_WALK, face=(-0.30, -0.05, 1.0), seen_from="behind"),
    "sing": Pose(
        pelvis=(-0.022, 0.962, 0.0),
        chest=(0.008, 1.272, -0.02),
        neck=(0.012, 1.455, -0.004),
        head=(0.02, 1.602, 0.03),
        left_arm=((-0.175, 1.402, 0.0), (-0.335, 1.20, -0.03), (-0.42, 0.985, 0.09)),
        right_arm=((0.182, 1.395, 0.0), (0.285, 1.19, 0.12), (0.085, 1.34, 0.215)),
        left_hand=(-0.45, -0.45, 0.6),
        right_hand=(-0.75, 0.25, 0.55),
        left_leg=((-0.102, 0.915, 0.0), (-0.115, 0.50, 0.015), (-0.10, 0.085, -0.015)),
        right_leg=((0.066, 0.90, 0.0), (0.125, 0.49, 0.085), (0.175, 0.08, 0.06)),
        left_toe=(-0.15, 0.0, 1.0),
        right_toe=(0.5, 0.0, 1.0),
        face=(0.0, 0.10, 1.0),
        hem=(0.0, -1.0, -0.04),
        seen_from="front",
        plays="microphone",
        grips=(0.0, 0.9),
    ),
    "dance": Pose(
        pelvis=(0.02, 0.885, 0.0),
        chest=(-0.05, 1.19, 0.01),
        neck=(-0.10, 1.365, 0.0),
        head=(-0.155, 1.502, 0.025),
        left_arm=((-0.262, 1.265, -0.01), (-0.50, 1.17, -0.04), (-0.715, 1.27, 0.06)),
        right_arm=((0.082, 1.355, 0.01), (0.24, 1.565, 0.02), (0.335, 1.805, -0.01)),
        left_hand=(-0.85, 0.15, 0.3),
        right_hand=(0.55, 0.8, -0.2),
        left_leg=((-0.06, 0.845, 0.0), (-0.20, 0.475, 0.15), (-0.19, 0.085, 0.0)),
        right_leg=((0.10, 0.82, 0.0), (0.34, 0.49, 0.06), (0.565, 0.125, 0.03)),
        left_toe=(-0.45, 0.0, 1.0),
        right_toe=(0.75, -0.15, 0.65),
        face=(0.45, 0.22, 1.0),
        hem=(0.24, -1.0, -0.14),
        seen_from="front",
    ),
    "reach": Pose(
        pelvis=(0.012, 0.962, 0.01),
        chest=(0.0, 1.278, -0.015),
        neck=(0.0, 1.462, -0.03),
        head=(0.0, 1.603, -0.03),
        left_arm=((-0.185, 1.43, -0.01), (-0.37, 1.61, 0.02), (-0.475, 1.845, 0.03)),
        right_arm=((0.185, 1.43, -0.01), (0.385, 1.595, 0.03), (0.515, 1.815, 0.05)),
        left_hand=(-0.45, 0.9, -0.15),
        right_hand=(0.5, 0.85, -0.1),
        left_leg=((-0.078, 0.905, 0.0), (-0.13, 0.495, 0.065), (-0.175, 0.08, 0.02)),
        right_leg=((0.094, 0.91, 0.0), (0.112, 0.50, 0.01), (0.105, 0.085, -0.03)),
        left_toe=(-0.4, 0.0, 1.0),
        right_toe=(0.15, 0.0, 1.0),
        face=(0.0, 0.42, 1.0),
        hem=(0.0, -1.0, -0.07),
    ),
    "guitar": Pose(
        pelvis=(-0.028, 0.955, 0.0),
        chest=(0.004, 1.265, -0.015),
        neck=(0.012, 1.448, 0.004),
        head=(-0.008, 1.588, 0.045),
        left_arm=((-0.180, 1.398, 0.0), (-0.305, 1.175, -0.055), (-0.362, 1.118, 0.192)),
        right_arm=((0.186, 1.392, 0.0), (0.335, 1.178, 0.030), (0.180, 1.072, 0.205)),
        left_hand=(0.15, 0.80, 0.30),
        right_hand=(-0.92, -0.30, 0.12),
        left_leg=((-0.108, 0.905, 0.0), (-0.150, 0.495, 0.060), (-0.185, 0.085, 0.030)),
        right_leg=((0.062, 0.900, 0.0), (0.135, 0.500, 0.080), (0.215, 0.082, 0.020)),
        left_toe=(-0.35, 0.0, 1.0),
        right_toe=(0.55, 0.0, 1.0),
        face=(-0.16, -0.12, 1.0),
        hem=(0.0, -1.0, -0.05),
        seen_from="front",
        plays="guitar",
        grips=(0.8, 0.5),
    ),
    "drum": Pose(
        pelvis=(0.0, 0.555, -0.05),
        chest=(0.012, 0.865, -0.015),
        neck=(0.020, 1.048, 0.010),
        head=(0.030, 1.192, 0.048),
        left_arm=((-0.168, 0.985, 0.010), (-0.325, 0.790, 0.075), (-0.225, 0.790, 0.312)),
        right_arm=((0.205, 1.005, 0.010), (0.390, 0.865, 0.125), (0.385, 1.100, 0.235)),
        left_hand=(0.20, -0.25, 0.95),
        right_hand=(-0.15, 0.75, 0.40),
        left_leg=((-0.085, 0.525, 0.0), (-0.250, 0.515, 0.365), (-0.255, 0.105, 0.400)),
        right_leg=((0.085, 0.525, 0.0), (0.235, 0.515, 0.370), (0.215, 0.105, 0.430)),
        left_toe=(-0.25, 0.0, 1.0),
        right_toe=(0.15, 0.0, 1.0),
        face=(0.12, -0.10, 1.0),
        hem=(0.0, -1.0, -0.30),
        seen_from="front",
        plays="drums",
        grips=(0.9, 0.9),
        seated=True,
    ),
}


def pose_named(name: str) -> Pose:
    """The pose of this name. Raises RenderError, naming those known, for any other."""
    pose = POSES.get(name)
    if pose is None:
        raise RenderError(f"the pose {name!r} is not known; use one of {', '.join(POSES)}")
    return pose

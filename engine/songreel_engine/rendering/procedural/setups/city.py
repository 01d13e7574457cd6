"""Camera set-ups of the city street: it runs along +z, cars stand at |x| 1.5..3.3, façades begin at |x| 5.4."""

from typing import Final, TypedDict

from songreel_engine.rendering.procedural.camera import Vec3
from songreel_engine.rendering.procedural.setups import SetUp, SetUps


class _Lights(TypedDict):
    sun: Vec3
    key: Vec3


_AHEAD: Final[_Lights] = {"sun": (0.16, 0.42, 1.0), "key": (0.55, 0.62, 0.35)}
_AHEAD_LEFT: Final[_Lights] = {"sun": (-0.26, 0.36, 1.0), "key": (-0.50, 0.66, 0.45)}
_LOW_AHEAD: Final[_Lights] = {"sun": (0.06, 0.20, 1.0), "key": (0.16, 0.34, 1.0)}
_BACK: Final[_Lights] = {"sun": (0.18, 0.36, -1.0), "key": (0.50, 0.66, -0.42)}

SETUPS: Final[SetUps] = {
    "wide": (
        SetUp(
            camera_m=(-0.95, 1.15, -0.3), target_m=(-0.05, 2.35, 8.0), focal=1.55, figure_m=(0.50, 0.0, 4.6), **_AHEAD
        ),
        SetUp(
            camera_m=(4.45, 1.55, -2.0),
            target_m=(-0.6, 2.5, 8.0),
            focal=1.5,
            figure_m=(1.05, 0.0, 4.4),
            facing_rad=0.7,
            **_AHEAD_LEFT,
        ),
        SetUp(
            camera_m=(1.15, 0.80, 23.0),
            target_m=(-0.5, 3.1, 32.0),
            focal=1.4,
            figure_m=(-0.35, 0.0, 27.6),
            **_LOW_AHEAD,
        ),
        SetUp(
            camera_m=(-0.3, 1.35, 61.0),
            target_m=(-0.1, 2.3, 50.0),
            focal=1.7,
            figure_m=(-0.75, 0.0, 55.6),
            facing_rad=0.25,
            **_BACK,
        ),
    ),
    "medium": (
        SetUp(
            camera_m=(-0.25, 1.30, 2.6),
            target_m=(0.15, 1.32, 8.0),
            focal=2.3,
            figure_m=(0.12, 0.0, 4.35),
            facing_rad=2.75,
            **_AHEAD,
        ),
        SetUp(
            camera_m=(0.45, 1.25, 19.0),
            target_m=(-0.1, 1.42, 24.0),
            focal=2.3,
            figure_m=(0.0, 0.0, 20.8),
            facing_rad=0.35,
            **_LOW_AHEAD,
        ),
        SetUp(
            camera_m=(3.1, 1.35, 9.6),
            target_m=(4.35, 1.40, 14.0),
            focal=2.3,
            figure_m=(3.88, 0.14, 11.7),
            facing_rad=2.2,
            **_AHEAD_LEFT,
        ),
        SetUp(
            camera_m=(0.5, 1.15, 47.0),
            target_m=(-0.35, 1.40, 42.0),
            focal=2.2,
            figure_m=(0.08, 0.0, 45.2),
            facing_rad=-0.6,
            **_BACK,
        ),
    ),
    "close": (
        SetUp(
            camera_m=(-0.10, 1.52, 3.0),
            target_m=(0.14, 1.60, 6.0),
            focal=3.6,
            figure_m=(0.10, 0.0, 4.25),
            facing_rad=2.6,
            **_AHEAD,
        ),
        SetUp(
            camera_m=(0.35, 1.50, 19.2),
            target_m=(0.0, 1.585, 22.0),
            focal=3.4,
            figure_m=(0.16, 0.0, 20.5),
            facing_rad=-2.45,
            **_AHEAD_LEFT,
        ),
        SetUp(
            camera_m=(-0.2, 1.56, 29.0),
            target_m=(-0.12, 1.62, 32.0),
            focal=3.3,
            figure_m=(-0.24, 0.0, 30.3),
            facing_rad=-2.68,
            **_LOW_AHEAD,
        ),
        SetUp(
            camera_m=(0.5, 1.48, 47.0),
            target_m=(0.3, 1.58, 44.0),
            focal=3.4,
            figure_m=(0.47, 0.0, 45.72),
            facing_rad=1.25,
            **_BACK,
        ),
    ),
    "low": (
        SetUp(camera_m=(-0.55, 0.24, 1.6), target_m=(0.10, 2.3, 6.0), focal=1.45, figure_m=(0.52, 0.0, 4.3), **_AHEAD),
        SetUp(
            camera_m=(0.9, 0.20, 25.0),
            target_m=(-0.2, 2.2, 29.6),
            focal=1.35,
            figure_m=(-0.35, 0.0, 27.3),
            facing_rad=2.8,
            **_LOW_AHEAD,
        ),
        SetUp(
            camera_m=(4.6, 0.42, 1.5),
            target_m=(2.6, 2.9, 7.0),
            focal=1.3,
            figure_m=(4.15, 0.14, 4.6),
            facing_rad=0.2,
            **_AHEAD_LEFT,
        ),
        SetUp(
            camera_m=(-0.2, 0.30, 49.0),
            target_m=(0.15, 3.1, 44.0),
            focal=1.5,
            figure_m=(-0.50, 0.0, 45.6),
            facing_rad=0.3,
            **_BACK,
        ),
    ),
    "high": (
        SetUp(camera_m=(-1.2, 5.6, -0.6), target_m=(0.2, 1.2, 7.0), focal=1.6, figure_m=(0.75, 0.0, 5.6), **_AHEAD),
        SetUp(
            camera_m=(4.7, 4.9, 23.6),
            target_m=(-0.4, 0.7, 30.1),
            focal=1.6,
            figure_m=(0.15, 0.0, 28.8),
            facing_rad=2.5,
            **_AHEAD_LEFT,
        ),
        SetUp(
            camera_m=(0.4, 5.9, 33.0),
            target_m=(0.0, 0.2, 37.6),
            focal=1.55,
            figure_m=(-0.35, 0.0, 37.3),
            facing_rad=0.5,
            **_LOW_AHEAD,
        ),
        SetUp(
            camera_m=(-0.9, 5.2, 62.0),
            target_m=(-0.1, 1.6, 54.0),
            focal=1.5,
            figure_m=(-0.35, 0.0, 56.4),
            facing_rad=2.9,
            **_BACK,
        ),
    ),
    "detail": (
        SetUp(camera_m=(0.3, 2.2, 4.0), target_m=(2.9, 6.6, 10.0), focal=2.0, **_AHEAD),
        SetUp(camera_m=(-0.5, 0.22, 12.0), target_m=(0.35, 0.62, 18.0), focal=1.9, **_LOW_AHEAD),
        SetUp(camera_m=(0.9, 1.6, 27.0), target_m=(-4.4, 2.3, 31.6), focal=1.9, **_AHEAD_LEFT),
        SetUp(camera_m=(0.2, 1.2, 55.0), target_m=(-0.2, 7.4, 44.0), focal=1.8, **_BACK),
    ),
}

"""Where the sea floor is seen from. The sand lane (y = 0) runs along z at x = 0; the arch stands towards +z."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_OUT_OF_SIGHT_M: Final = (0.0, 0.0, -4.0)
"""For views of the place alone: behind all of their cameras."""

_ARCH = partial(SetUp, sun=(0.25, 1.0, 0.55), key=(0.30, 0.85, 0.42))
"""Towards the arch, the light falling in from behind it at the right."""
_ARCH_LEFT = partial(SetUp, sun=(-0.28, 1.0, 0.55), key=(-0.34, 0.85, 0.42))
_BACK = partial(SetUp, sun=(0.3, 1.0, -0.5), key=(0.36, 0.85, -0.42))
"""Back along the lane, away from the arch."""
_REEF = partial(SetUp, sun=(-0.6, 1.0, 0.3), key=(-0.55, 0.80, 0.25))
"""Across the lane to the reef at the left."""

SETUPS: Final[SetUps] = {
    "wide": (
        _ARCH(
            camera_m=(-0.5, 1.15, -2.4),
            target_m=(0.1, 2.55, 8.0),
            focal=1.4,
            figure_m=(0.45, 0.0, 3.4),
            facing_rad=0.01,
        ),
        _ARCH_LEFT(
            camera_m=(1.6, 0.8, -2.2), target_m=(-0.9, 2.3, 7.0), focal=1.45, figure_m=(0.0, 0.0, 3.2), facing_rad=2.16
        ),
        _ARCH(
            camera_m=(-1.7, 1.6, -3.8), target_m=(0.6, 2.4, 7.0), focal=1.7, figure_m=(-0.3, 0.0, 2.6), facing_rad=-0.31
        ),
        _BACK(
            camera_m=(0.8, 1.1, 9.0), target_m=(-0.2, 2.2, 0.0), focal=1.5, figure_m=(-0.4, 0.0, 3.4), facing_rad=0.65
        ),
    ),
    "medium": (
        _ARCH(
            camera_m=(-0.55, 1.15, 1.55),
            target_m=(0.1, 1.25, 3.5),
            focal=2.2,
            figure_m=(0.28, 0.0, 3.5),
            facing_rad=3.06,
        ),
        _REEF(
            camera_m=(1.8, 1.0, 2.3), target_m=(-0.1, 1.28, 3.55), focal=2.5, figure_m=(-0.15, 0.0, 3.4), facing_rad=0.3
        ),
        _BACK(
            camera_m=(0.6, 1.2, 5.5), target_m=(-0.02, 1.24, 3.5), focal=2.2, figure_m=(-0.2, 0.0, 3.5), facing_rad=0.8
        ),
        _ARCH_LEFT(
            camera_m=(1.6, 0.6, 1.6), target_m=(-0.1, 1.32, 3.4), focal=2.5, figure_m=(-0.25, 0.0, 3.4), facing_rad=1.26
        ),
    ),
    "close": (
        _ARCH(
            camera_m=(-0.40, 1.45, 2.15),
            target_m=(0.08, 1.57, 3.5),
            focal=3.0,
            figure_m=(0.18, 0.0, 3.5),
            facing_rad=2.92,
        ),
        _REEF(
            camera_m=(1.35, 1.42, 3.05),
            target_m=(-0.1, 1.57, 3.4),
            focal=3.0,
            figure_m=(-0.12, 0.0, 3.3),
            facing_rad=0.2,
        ),
        _BACK(
            camera_m=(0.45, 1.48, 4.9),
            target_m=(-0.03, 1.56, 3.5),
            focal=3.0,
            figure_m=(-0.12, 0.0, 3.5),
            facing_rad=0.95,
        ),
        _ARCH_LEFT(
            camera_m=(0.4, 1.38, 2.1),
            target_m=(-0.02, 1.58, 3.5),
            focal=2.8,
            figure_m=(-0.12, 0.0, 3.5),
            facing_rad=-2.54,
        ),
    ),
    "low": (
        _ARCH(
            camera_m=(-0.5, 0.26, 0.9),
            target_m=(0.05, 1.65, 3.4),
            focal=1.3,
            figure_m=(0.25, 0.0, 3.3),
            facing_rad=-2.63,
        ),
        _ARCH_LEFT(
            camera_m=(1.5, 0.28, 1.75),
            target_m=(-0.2, 1.85, 3.6),
            focal=1.4,
            figure_m=(-0.1, 0.0, 3.2),
            facing_rad=1.52,
        ),
        _BACK(
            camera_m=(0.4, 0.30, 5.9),
            target_m=(-0.05, 1.70, 3.4),
            focal=1.35,
            figure_m=(-0.25, 0.0, 3.4),
            facing_rad=2.99,
        ),
        _ARCH(
            camera_m=(-1.25, 0.32, 1.5),
            target_m=(0.15, 1.75, 3.6),
            focal=1.35,
            figure_m=(-0.15, 0.0, 3.2),
            facing_rad=2.57,
        ),
    ),
    "high": (
        _ARCH(
            camera_m=(-1.4, 5.2, -1.6), target_m=(0.1, 0.9, 4.6), focal=1.6, figure_m=(0.3, 0.0, 3.4), facing_rad=0.1
        ),
        _ARCH_LEFT(
            camera_m=(1.5, 6.0, 0.4), target_m=(-0.1, 0.2, 4.4), focal=1.6, figure_m=(-0.25, 0.0, 4.0), facing_rad=0.3
        ),
        _REEF(
            camera_m=(1.7, 4.4, -2.4), target_m=(-0.6, 1.3, 5.0), focal=1.6, figure_m=(-0.3, 0.0, 3.2), facing_rad=0.2
        ),
        _BACK(camera_m=(-1.6, 4.8, 8.6), target_m=(0.1, 0.9, 2.6), focal=1.6, figure_m=(0.2, 0.0, 3.4), facing_rad=3.0),
    ),
    "detail": (
        _ARCH(figure_m=_OUT_OF_SIGHT_M, camera_m=(1.2, 0.75, 0.5), target_m=(4.2, 0.55, 3.0), focal=1.7),
        _ARCH_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.6, 1.2, 2.0), target_m=(-4.4, 3.4, 7.0), focal=1.6),
        _ARCH(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.4, 1.6, 1.0), target_m=(1.6, 9.5, 12.0), focal=1.5),
        _BACK(figure_m=_OUT_OF_SIGHT_M, camera_m=(-1.2, 0.75, 5.8), target_m=(-4.6, 0.7, 3.6), focal=1.7),
    ),
}
"""Framing → four vantages."""

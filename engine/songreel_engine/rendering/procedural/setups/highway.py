"""Where the highway is seen from. The road runs along z, level near z = 0; a convertible stands at x = 2.75, z = 6.5."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_AHEAD = partial(SetUp, sun=(-0.10, 0.20, 1.0), key=(-0.55, 0.42, 0.60))
"""Down the road, sun over its vanishing point."""
_AHEAD_RIGHT = partial(SetUp, sun=(0.30, 0.20, 1.0), key=(0.62, 0.42, 0.50))
_BACK = partial(SetUp, sun=(0.16, 0.22, -1.0), key=(0.58, 0.45, -0.55))
_ACROSS = partial(SetUp, sun=(-1.0, 0.22, 0.50), key=(-0.75, 0.45, 0.30))
"""Out over the land on the left, through poles and wires."""
_RIGHT = partial(SetUp, sun=(1.0, 0.24, 0.55), key=(0.70, 0.45, 0.35))
"""Over the car and the rail."""

_OUT_OF_SIGHT_M: Final = (-0.6, 0.0, -12.0)
"""For views of the place alone: behind all of their cameras."""

SETUPS: Final[SetUps] = {
    "wide": (
        _AHEAD(
            camera_m=(1.05, 1.35, -3.2), target_m=(1.0, 2.1, 8.0), focal=1.5, figure_m=(-0.1, 0.0, 4.6), facing_rad=0.1
        ),
        _AHEAD_RIGHT(
            camera_m=(-0.9, 0.75, -2.2), target_m=(0.9, 1.9, 8.0), focal=1.5, figure_m=(0.95, 0.0, 5.2), facing_rad=3.5
        ),
        _BACK(
            camera_m=(1.25, 1.5, 14.5), target_m=(0.75, 2.0, 4.0), focal=1.5, figure_m=(0.2, 0.0, 6.4), facing_rad=0.2
        ),
        _ACROSS(
            camera_m=(5.1, 1.5, -0.6), target_m=(-0.4, 2.35, 10.0), focal=1.5, figure_m=(2.0, 0.0, 3.3), facing_rad=2.7
        ),
    ),
    "medium": (
        _AHEAD(
            camera_m=(0.35, 1.4, 2.4), target_m=(0.62, 1.30, 4.8), focal=2.3, figure_m=(0.55, 0.0, 4.7), facing_rad=3.4
        ),
        _RIGHT(
            camera_m=(-1.3, 1.4, 4.9), target_m=(0.95, 1.28, 6.1), focal=2.4, figure_m=(0.85, 0.0, 6.0), facing_rad=1.9
        ),
        _BACK(
            camera_m=(0.2, 1.35, 10.4), target_m=(0.66, 1.3, 7.9), focal=2.3, figure_m=(0.6, 0.0, 7.9), facing_rad=-0.4
        ),
        _ACROSS(
            camera_m=(0.9, 1.4, 0.6), target_m=(-0.95, 1.35, 2.5), focal=2.4, figure_m=(-0.9, 0.0, 2.4), facing_rad=3.8
        ),
    ),
    "close": (
        _AHEAD(
            camera_m=(0.1, 1.60, 3.3), target_m=(0.42, 1.57, 4.75), focal=3.0, figure_m=(0.4, 0.0, 4.7), facing_rad=2.9
        ),
        _RIGHT(
            camera_m=(-0.5, 1.62, 5.3), target_m=(0.85, 1.57, 6.0), focal=3.0, figure_m=(0.8, 0.0, 6.0), facing_rad=1.7
        ),
        _BACK(
            camera_m=(0.2, 1.60, 9.3), target_m=(0.50, 1.57, 7.9), focal=3.0, figure_m=(0.5, 0.0, 7.9), facing_rad=0.3
        ),
        _ACROSS(
            camera_m=(0.2, 1.62, 1.3),
            target_m=(-0.88, 1.57, 2.35),
            focal=3.0,
            figure_m=(-0.9, 0.0, 2.4),
            facing_rad=3.5,
        ),
    ),
    "low": (
        _AHEAD(
            camera_m=(-0.35, 0.20, 1.9),
            target_m=(0.55, 1.50, 5.0),
            focal=1.35,
            figure_m=(0.15, 0.0, 4.7),
            facing_rad=3.2,
        ),
        _RIGHT(
            camera_m=(-1.5, 0.30, 3.0), target_m=(1.2, 1.45, 6.3), focal=1.4, figure_m=(0.9, 0.0, 5.9), facing_rad=2.3
        ),
        _BACK(
            camera_m=(0.5, 0.24, 11.4), target_m=(0.75, 1.55, 7.6), focal=1.35, figure_m=(0.3, 0.0, 8.2), facing_rad=0.2
        ),
        _ACROSS(
            camera_m=(1.2, 0.22, -0.9), target_m=(-1.5, 1.75, 3.2), focal=1.4, figure_m=(-1.0, 0.0, 2.0), facing_rad=3.9
        ),
    ),
    "high": (
        _AHEAD(
            camera_m=(-2.0, 5.6, -2.6), target_m=(1.0, 0.9, 6.2), focal=1.7, figure_m=(0.2, 0.0, 5.0), facing_rad=0.0
        ),
        _AHEAD_RIGHT(
            camera_m=(0.2, 7.4, -4.4), target_m=(1.0, 1.2, 8.0), focal=1.6, figure_m=(-0.5, 0.0, 4.2), facing_rad=0.1
        ),
        _BACK(
            camera_m=(-1.2, 5.2, 14.6), target_m=(1.2, 0.9, 6.2), focal=1.7, figure_m=(0.5, 0.0, 7.4), facing_rad=0.1
        ),
        _ACROSS(
            camera_m=(5.2, 5.0, 0.4), target_m=(0.9, 0.7, 7.2), focal=1.6, figure_m=(1.0, 0.0, 6.6), facing_rad=2.4
        ),
    ),
    "detail": (
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=(1.1, 0.75, 1.9), target_m=(2.5, 0.72, 5.6), focal=1.9),
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.6, 0.35, -1.0), target_m=(-0.2, 1.0, 12.0), focal=1.6),
        _ACROSS(figure_m=_OUT_OF_SIGHT_M, camera_m=(-3.2, 1.5, 2.0), target_m=(-7.4, 6.2, 12.6), focal=1.7),
        _BACK(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.7, 0.85, 11.6), target_m=(2.9, 0.7, 7.9), focal=2.0),
    ),
}
"""Framing → four vantages."""

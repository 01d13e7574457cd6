"""Where the ruins are seen from. A paved lane (y = 0, |x| < 1.55 is clear) runs along z between two rows of columns."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_AHEAD = partial(SetUp, sun=(0.20, 0.26, 1.0), key=(0.74, 0.62, 0.40))
"""Along the lane, sun in the gap at its end; light falls between the columns on the right."""
_AHEAD_LEFT = partial(SetUp, sun=(-0.24, 0.26, 1.0), key=(-0.74, 0.62, 0.40))
_BACK = partial(SetUp, sun=(0.20, 0.26, -1.0), key=(0.74, 0.60, -0.42))
_BACK_LEFT = partial(SetUp, sun=(-0.22, 0.26, -1.0), key=(-0.74, 0.60, -0.42))

_OUT_OF_SIGHT_M: Final = (0.0, 0.0, -8.5)
"""For views of the place alone: behind all of their cameras."""

SETUPS: Final[SetUps] = {
    "wide": (
        _AHEAD(
            camera_m=(-0.25, 1.45, -3.0),
            target_m=(0.1, 2.5, 8.0),
            focal=1.45,
            figure_m=(0.15, 0.0, 4.6),
            facing_rad=0.1,
        ),
        _AHEAD_LEFT(
            camera_m=(1.25, 0.7, -2.0), target_m=(-0.6, 2.6, 8.0), focal=1.4, figure_m=(0.0, 0.0, 5.0), facing_rad=3.4
        ),
        _BACK(
            camera_m=(-0.6, 1.4, 13.0), target_m=(0.15, 2.5, 3.0), focal=1.45, figure_m=(-0.3, 0.0, 5.6), facing_rad=0.2
        ),
        _AHEAD(
            camera_m=(-1.35, 1.9, -1.4), target_m=(1.15, 2.5, 8.0), focal=1.4, figure_m=(0.6, 0.0, 5.6), facing_rad=2.8
        ),
    ),
    "medium": (
        _AHEAD(
            camera_m=(-0.3, 1.4, 2.3), target_m=(0.12, 1.32, 4.7), focal=2.3, figure_m=(0.0, 0.0, 4.6), facing_rad=3.4
        ),
        _AHEAD_LEFT(
            camera_m=(1.1, 1.4, 2.9), target_m=(-0.45, 1.32, 5.0), focal=2.4, figure_m=(-0.35, 0.0, 4.9), facing_rad=3.7
        ),
        _BACK(
            camera_m=(0.3, 1.35, 7.2), target_m=(-0.1, 1.3, 4.7), focal=2.3, figure_m=(0.0, 0.0, 4.7), facing_rad=-0.2
        ),
        _AHEAD(
            camera_m=(-1.2, 1.45, 2.6), target_m=(0.65, 1.36, 4.5), focal=2.4, figure_m=(0.55, 0.0, 4.4), facing_rad=2.5
        ),
    ),
    "close": (
        _AHEAD(
            camera_m=(-0.3, 1.62, 3.2), target_m=(0.02, 1.57, 4.65), focal=3.0, figure_m=(0.0, 0.0, 4.6), facing_rad=2.9
        ),
        _AHEAD_LEFT(
            camera_m=(0.6, 1.62, 3.8),
            target_m=(-0.33, 1.57, 4.95),
            focal=3.0,
            figure_m=(-0.35, 0.0, 4.9),
            facing_rad=3.8,
        ),
        _BACK(
            camera_m=(0.35, 1.62, 6.1), target_m=(0.0, 1.57, 4.65), focal=3.0, figure_m=(0.0, 0.0, 4.7), facing_rad=0.0
        ),
        _AHEAD(
            camera_m=(-1.0, 1.64, 3.2), target_m=(0.53, 1.57, 4.4), focal=3.5, figure_m=(0.55, 0.0, 4.4), facing_rad=2.5
        ),
    ),
    "low": (
        _AHEAD(
            camera_m=(-0.5, 0.24, 1.7), target_m=(0.1, 1.7, 4.6), focal=1.35, figure_m=(0.05, 0.0, 4.6), facing_rad=3.2
        ),
        _AHEAD_LEFT(
            camera_m=(1.2, 0.30, 1.5), target_m=(-0.5, 1.8, 5.0), focal=1.4, figure_m=(-0.2, 0.0, 4.7), facing_rad=3.6
        ),
        _BACK(
            camera_m=(0.4, 0.24, 8.0), target_m=(-0.1, 1.7, 4.6), focal=1.35, figure_m=(-0.1, 0.0, 4.9), facing_rad=0.1
        ),
        _BACK_LEFT(
            camera_m=(-1.1, 0.40, 8.6), target_m=(0.5, 1.8, 4.8), focal=1.4, figure_m=(0.3, 0.0, 5.0), facing_rad=-0.3
        ),
    ),
    "high": (
        _AHEAD(
            camera_m=(-1.3, 5.4, -2.8), target_m=(0.25, 1.3, 5.6), focal=1.6, figure_m=(0.0, 0.0, 4.6), facing_rad=0.0
        ),
        _AHEAD_LEFT(
            camera_m=(1.4, 7.2, -4.0), target_m=(-0.3, 1.4, 6.4), focal=1.6, figure_m=(-0.2, 0.0, 4.6), facing_rad=0.1
        ),
        _BACK(
            camera_m=(-1.2, 5.2, 12.0), target_m=(0.2, 1.1, 4.0), focal=1.6, figure_m=(0.0, 0.0, 4.6), facing_rad=0.1
        ),
        _AHEAD(camera_m=(0.6, 6.6, 0.4), target_m=(0.0, 0.4, 5.6), focal=1.5, figure_m=(0.1, 0.0, 4.8), facing_rad=3.3),
    ),
    "detail": (
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.5, 1.1, 3.4), target_m=(2.3, 0.85, 8.2), focal=1.6),
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.2, 1.6, 0.6), target_m=(2.8, 4.1, 6.0), focal=1.7),
        _AHEAD_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.7, 1.1, 3.4), target_m=(-2.3, 0.8, 8.0), focal=1.6),
        _BACK(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.3, 0.35, 9.5), target_m=(-0.4, 1.0, 0.0), focal=1.6),
    ),
}
"""Framing → four vantages."""

"""Where the forest is seen from. The path (y = 0) runs along z at x = 0; the sky's slit opens above it."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_PATH_M: Final = 0.01
"""Height of the trodden earth."""

_OUT_OF_SIGHT_M: Final = (0.0, _PATH_M, -8.5)
"""For views of the place alone: behind all of their cameras."""

_INTO = partial(SetUp, sun=(0.10, 0.24, 1.0), key=(0.22, 0.62, 0.70))
"""Down the path into the light."""
_INTO_LEFT = partial(SetUp, sun=(-0.14, 0.28, 1.0), key=(-0.30, 0.60, 0.66))
_BACK = partial(SetUp, sun=(-0.10, 0.26, -1.0), key=(-0.28, 0.62, -0.66))
"""Back along the path."""
_ACROSS = partial(SetUp, sun=(-1.0, 0.28, 0.40), key=(-0.62, 0.62, 0.40))
"""Into the trunks on the left."""

SETUPS: Final[SetUps] = {
    "wide": (
        _INTO(
            camera_m=(-0.35, 1.45, -2.6),
            target_m=(0.10, 2.35, 6.0),
            focal=1.45,
            figure_m=(0.25, _PATH_M, 4.2),
            facing_rad=0.1,
        ),
        _INTO_LEFT(
            camera_m=(1.0, 0.7, -1.6),
            target_m=(-0.35, 2.35, 6.0),
            focal=1.5,
            figure_m=(-0.4, _PATH_M, 4.6),
            facing_rad=3.3,
        ),
        _BACK(
            camera_m=(0.4, 1.6, 10.8),
            target_m=(-0.1, 2.3, 2.0),
            focal=1.5,
            figure_m=(-0.2, _PATH_M, 4.0),
            facing_rad=3.2,
        ),
        _INTO(
            camera_m=(-1.1, 1.9, -0.7),
            target_m=(0.0, 2.5, 6.0),
            focal=1.6,
            figure_m=(0.2, _PATH_M, 4.4),
            facing_rad=3.0,
        ),
    ),
    "medium": (
        _INTO(
            camera_m=(-0.45, 1.35, 2.2),
            target_m=(0.05, 1.22, 4.2),
            focal=2.2,
            figure_m=(0.2, _PATH_M, 4.2),
            facing_rad=2.8,
        ),
        _ACROSS(
            camera_m=(1.75, 1.25, 3.4),
            target_m=(-0.15, 1.24, 4.15),
            focal=2.2,
            figure_m=(-0.25, _PATH_M, 4.05),
            facing_rad=-0.4,
        ),
        _BACK(
            camera_m=(0.5, 1.3, 6.3),
            target_m=(0.0, 1.22, 4.3),
            focal=2.2,
            figure_m=(-0.15, _PATH_M, 4.3),
            facing_rad=0.3,
        ),
        _INTO_LEFT(
            camera_m=(0.9, 0.8, 2.3),
            target_m=(-0.05, 1.30, 4.4),
            focal=2.4,
            figure_m=(-0.2, _PATH_M, 4.4),
            facing_rad=-0.5,
        ),
    ),
    "close": (
        _INTO(
            camera_m=(-0.35, 1.58, 2.85),
            target_m=(0.06, 1.56, 4.2),
            focal=3.0,
            figure_m=(0.16, _PATH_M, 4.2),
            facing_rad=2.6,
        ),
        _ACROSS(
            camera_m=(1.35, 1.55, 3.7),
            target_m=(-0.1, 1.56, 4.1),
            focal=3.0,
            figure_m=(-0.14, _PATH_M, 4.0),
            facing_rad=-1.1,
        ),
        _BACK(
            camera_m=(0.45, 1.58, 5.6),
            target_m=(-0.02, 1.55, 4.2),
            focal=3.0,
            figure_m=(-0.12, _PATH_M, 4.2),
            facing_rad=0.6,
        ),
        _INTO_LEFT(
            camera_m=(0.35, 1.66, 2.8),
            target_m=(-0.02, 1.58, 4.2),
            focal=2.8,
            figure_m=(-0.12, _PATH_M, 4.2),
            facing_rad=3.6,
        ),
    ),
    "low": (
        _INTO(
            camera_m=(-0.45, 0.28, 1.9),
            target_m=(0.08, 1.55, 4.2),
            focal=1.35,
            figure_m=(0.2, _PATH_M, 4.2),
            facing_rad=2.9,
        ),
        _INTO_LEFT(
            camera_m=(1.0, 0.35, 1.4),
            target_m=(-0.2, 2.05, 4.8),
            focal=1.5,
            figure_m=(-0.25, _PATH_M, 4.6),
            facing_rad=0.3,
        ),
        _BACK(
            camera_m=(0.35, 0.25, 6.6),
            target_m=(-0.05, 1.65, 4.2),
            focal=1.4,
            figure_m=(-0.2, _PATH_M, 4.3),
            facing_rad=0.2,
        ),
        _ACROSS(
            camera_m=(1.25, 0.5, 2.2),
            target_m=(-0.35, 1.75, 4.5),
            focal=1.4,
            figure_m=(-0.2, _PATH_M, 4.3),
            facing_rad=0.3,
        ),
    ),
    "high": (
        _INTO(
            camera_m=(-1.1, 5.2, -2.2),
            target_m=(0.1, 0.9, 5.4),
            focal=1.7,
            figure_m=(0.2, _PATH_M, 4.2),
            facing_rad=0.1,
        ),
        _INTO_LEFT(
            camera_m=(1.2, 6.4, -0.6),
            target_m=(-0.15, 0.3, 5.2),
            focal=1.6,
            figure_m=(-0.3, _PATH_M, 4.6),
            facing_rad=3.3,
        ),
        _BACK(
            camera_m=(-0.9, 5.0, 10.4),
            target_m=(0.0, 1.1, 3.4),
            focal=1.7,
            figure_m=(0.2, _PATH_M, 4.2),
            facing_rad=3.0,
        ),
        _INTO(
            camera_m=(0.2, 6.6, -4.0),
            target_m=(0.0, 1.2, 5.2),
            focal=1.75,
            figure_m=(0.1, _PATH_M, 4.0),
            facing_rad=0.0,
        ),
    ),
    "detail": (
        _INTO(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.6, 0.55, 0.6), target_m=(1.9, 0.75, 3.6), focal=1.8),
        _INTO_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.0, 1.0, 1.5), target_m=(-0.6, 9.0, 9.0), focal=1.4),
        _INTO(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.2, 1.35, 3.6), target_m=(0.4, 1.35, 8.4), focal=1.9),
        _BACK(figure_m=_OUT_OF_SIGHT_M, camera_m=(1.0, 0.62, 4.4), target_m=(2.3, 0.40, 2.3), focal=1.7),
    ),
}
"""Framing → four vantages."""

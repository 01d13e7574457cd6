"""Where the moon is seen from. The planet stands towards +z, lander and monolith before it (`space.glsl`)."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_CLEAR: Final = -0.5
"""No air, no clouds: what a look leaves of them are veils of gas."""
_OUT_OF_SIGHT_M: Final = (0.0, 0.0, -3.0)
"""For views of the place alone: behind all of their cameras."""

_PLANET = partial(SetUp, sun=(0.75, 0.22, 1.0), key=(0.80, 0.42, 0.20), cloud=_CLEAR)
"""Towards the planet, the sun at the right: half of the planet is lit."""
_PLANET_LEFT = partial(SetUp, sun=(-0.75, 0.22, 1.0), key=(-0.80, 0.42, 0.20), cloud=_CLEAR)
_BACK = partial(SetUp, sun=(0.35, 0.26, -1.0), key=(0.70, 0.45, -0.40), cloud=_CLEAR)
"""Away from the planet, to the crags."""
_ACROSS = partial(SetUp, sun=(-1.0, 0.24, 0.5), key=(-0.70, 0.45, 0.10), cloud=_CLEAR)

SETUPS: Final[SetUps] = {
    "wide": (
        _PLANET(
            camera_m=(-0.4, 1.0, -2.6), target_m=(0.0, 2.5, 8.0), focal=1.45, figure_m=(0.4, 0.0, 3.2), facing_rad=-0.0
        ),
        _PLANET_LEFT(
            camera_m=(1.9, 0.7, -2.2), target_m=(-0.8, 2.5, 7.0), focal=1.4, figure_m=(0.2, 0.0, 3.2), facing_rad=2.23
        ),
        _PLANET(
            camera_m=(-2.0, 1.9, -4.4), target_m=(0.3, 3.0, 8.0), focal=1.7, figure_m=(-0.2, 0.0, 2.6), facing_rad=-0.31
        ),
        _BACK(
            camera_m=(0.8, 1.0, 9.0), target_m=(-0.2, 2.1, 0.0), focal=1.5, figure_m=(-0.4, 0.0, 3.4), facing_rad=0.53
        ),
    ),
    "medium": (
        _PLANET(
            camera_m=(-0.55, 0.9, 1.5), target_m=(0.1, 1.30, 3.5), focal=2.2, figure_m=(0.28, 0.0, 3.5), facing_rad=3.05
        ),
        _ACROSS(
            camera_m=(1.7, 1.0, 2.4), target_m=(-0.1, 1.28, 3.55), focal=2.4, figure_m=(-0.15, 0.0, 3.4), facing_rad=0.3
        ),
        _BACK(
            camera_m=(0.6, 1.1, 5.6), target_m=(-0.02, 1.24, 3.5), focal=2.2, figure_m=(-0.2, 0.0, 3.5), facing_rad=2.81
        ),
        _PLANET_LEFT(
            camera_m=(1.5, 0.6, 1.5), target_m=(-0.1, 1.34, 3.4), focal=2.4, figure_m=(-0.25, 0.0, 3.4), facing_rad=1.35
        ),
    ),
    "close": (
        _PLANET(
            camera_m=(-0.40, 1.38, 2.15),
            target_m=(0.08, 1.57, 3.5),
            focal=3.0,
            figure_m=(0.18, 0.0, 3.5),
            facing_rad=2.92,
        ),
        _ACROSS(
            camera_m=(1.35, 1.42, 3.05),
            target_m=(-0.1, 1.57, 3.4),
            focal=3.0,
            figure_m=(-0.12, 0.0, 3.3),
            facing_rad=0.2,
        ),
        _BACK(
            camera_m=(0.45, 1.44, 4.9),
            target_m=(-0.03, 1.56, 3.5),
            focal=3.0,
            figure_m=(-0.12, 0.0, 3.5),
            facing_rad=0.95,
        ),
        _PLANET_LEFT(
            camera_m=(0.4, 1.34, 2.1),
            target_m=(-0.02, 1.58, 3.5),
            focal=2.8,
            figure_m=(-0.12, 0.0, 3.5),
            facing_rad=-2.54,
        ),
    ),
    "low": (
        _PLANET(
            camera_m=(-0.5, 0.28, 0.9),
            target_m=(0.05, 1.65, 3.4),
            focal=1.3,
            figure_m=(0.25, 0.0, 3.3),
            facing_rad=-2.59,
        ),
        _PLANET_LEFT(
            camera_m=(1.9, 0.30, 0.5), target_m=(-0.2, 1.95, 3.6), focal=1.4, figure_m=(-0.1, 0.0, 3.2), facing_rad=1.81
        ),
        _BACK(
            camera_m=(0.4, 0.32, 5.9),
            target_m=(-0.05, 1.70, 3.4),
            focal=1.35,
            figure_m=(-0.25, 0.0, 3.4),
            facing_rad=2.99,
        ),
        _ACROSS(
            camera_m=(2.1, 0.32, 2.0),
            target_m=(-0.2, 1.75, 3.6),
            focal=1.35,
            figure_m=(-0.15, 0.0, 3.2),
            facing_rad=2.5,
        ),
    ),
    "high": (
        _PLANET(
            camera_m=(-1.4, 5.2, -1.8), target_m=(0.1, 1.2, 5.6), focal=1.5, figure_m=(0.3, 0.0, 3.4), facing_rad=0.1
        ),
        _PLANET_LEFT(
            camera_m=(1.5, 6.4, -0.2), target_m=(-0.1, 0.2, 4.4), focal=1.6, figure_m=(-0.25, 0.0, 4.0), facing_rad=0.3
        ),
        _PLANET_LEFT(
            camera_m=(2.3, 4.2, -3.0), target_m=(-0.6, 1.8, 5.0), focal=1.5, figure_m=(-0.3, 0.0, 3.2), facing_rad=0.2
        ),
        _BACK(
            camera_m=(-1.6, 4.8, 8.8), target_m=(0.1, 1.1, 2.6), focal=1.55, figure_m=(0.2, 0.0, 3.4), facing_rad=3.0
        ),
    ),
    "detail": (
        _PLANET(figure_m=_OUT_OF_SIGHT_M, camera_m=(1.2, 0.7, 3.2), target_m=(5.4, 2.0, 10.0), focal=1.9),
        _PLANET_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.6, 0.7, 2.0), target_m=(-5.4, 1.9, 9.5), focal=1.7),
        _PLANET(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.0, 1.4, 1.0), target_m=(0.0, 18.0, 50.0), focal=1.9),
        _PLANET_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(-1.6, 0.35, -1.0), target_m=(-0.4, 0.5, 4.0), focal=1.6),
    ),
}
"""Framing → four vantages."""

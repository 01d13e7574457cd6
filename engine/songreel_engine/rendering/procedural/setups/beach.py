"""Where the beach is seen from. The water's edge runs along z at x = 0.55 where people stand; palms are towards -x."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.camera import Vec3
from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_ALONG = partial(SetUp, sun=(0.30, 0.17, 1.0), key=(0.50, 0.40, 0.55))
"""Along the shore towards the headlands, sun over the sea."""
_PALMS = partial(SetUp, sun=(-0.30, 0.22, 1.0), key=(-0.25, 0.50, 0.60))
"""Inland, sun behind the palms."""
_BACK = partial(SetUp, sun=(0.25, 0.20, -1.0), key=(0.45, 0.45, -0.60))
_SEA = partial(SetUp, sun=(1.0, 0.17, 0.38), key=(0.75, 0.42, 0.45))
"""Out to sea."""


def _sand(x_m: float, z_m: float) -> Vec3:
    """Where feet stand on the even slope between the dunes and the wash (see `terrain` in `beach.glsl`)."""
    seaward_m = x_m - 0.55
    return (x_m, -0.02 - 0.09 * seaward_m * (1.7 if seaward_m > 0 else 1.0), z_m)


_OUT_OF_SIGHT_M: Final = _sand(-0.3, -4.0)
"""For views of the place alone: behind all of their cameras."""

SETUPS: Final[SetUps] = {
    "wide": (
        _ALONG(
            camera_m=(0.2, 1.35, -2.3),
            target_m=(0.35, 2.0, 8.0),
            focal=1.45,
            figure_m=_sand(-0.55, 3.6),
            facing_rad=3.5,
        ),
        _ALONG(
            camera_m=(-1.0, 0.9, -1.0),
            target_m=(1.15, 1.75, 9.0),
            focal=1.5,
            figure_m=_sand(0.95, 4.4),
            facing_rad=-0.3,
        ),
        _PALMS(
            camera_m=(1.6, 1.2, -2.0), target_m=(-2.6, 2.0, 9.0), focal=1.5, figure_m=_sand(-0.2, 3.2), facing_rad=0.1
        ),
        _BACK(
            camera_m=(0.7, 1.4, 9.6), target_m=(-0.85, 1.9, 0.0), focal=1.5, figure_m=_sand(-0.3, 4.3), facing_rad=3.3
        ),
    ),
    "medium": (
        _ALONG(
            camera_m=(0.30, 1.35, 1.7), target_m=(0.0, 1.24, 3.6), focal=2.2, figure_m=_sand(-0.18, 3.6), facing_rad=2.8
        ),
        _SEA(
            camera_m=(-1.5, 1.35, 3.0),
            target_m=(0.4, 1.22, 3.85),
            focal=2.3,
            figure_m=_sand(0.35, 3.6),
            facing_rad=-0.4,
        ),
        _BACK(
            camera_m=(1.0, 1.3, 5.4),
            target_m=(-0.38, 1.24, 3.65),
            focal=2.3,
            figure_m=_sand(-0.4, 3.8),
            facing_rad=-0.4,
        ),
        _ALONG(
            camera_m=(-0.35, 1.5, 2.0), target_m=(0.18, 1.30, 3.8), focal=2.2, figure_m=_sand(0.0, 3.8), facing_rad=-0.5
        ),
    ),
    "close": (
        _ALONG(
            camera_m=(0.25, 1.62, 2.2), target_m=(0.0, 1.60, 3.6), focal=3.0, figure_m=_sand(-0.1, 3.6), facing_rad=2.5
        ),
        _SEA(
            camera_m=(-1.3, 1.60, 3.4), target_m=(0.1, 1.58, 3.82), focal=3.0, figure_m=_sand(0.1, 3.7), facing_rad=-0.1
        ),
        _SEA(
            camera_m=(-1.15, 1.66, 2.9),
            target_m=(0.12, 1.58, 3.72),
            focal=2.9,
            figure_m=_sand(0.05, 3.8),
            facing_rad=-0.75,
        ),
        _BACK(
            camera_m=(0.65, 1.60, 5.0),
            target_m=(-0.32, 1.62, 3.75),
            focal=2.9,
            figure_m=_sand(-0.3, 3.85),
            facing_rad=0.1,
        ),
    ),
    "low": (
        _ALONG(
            camera_m=(-0.45, 0.36, 1.4),
            target_m=(0.30, 1.45, 3.6),
            focal=1.35,
            figure_m=_sand(0.02, 3.6),
            facing_rad=3.0,
        ),
        _PALMS(
            camera_m=(1.9, 0.30, 1.7), target_m=(-0.1, 1.55, 4.6), focal=1.45, figure_m=_sand(0.25, 4.1), facing_rad=0.5
        ),
        _PALMS(
            camera_m=(-0.7, 0.50, 0.4),
            target_m=(-1.15, 2.0, 4.0),
            focal=1.3,
            figure_m=_sand(-0.8, 3.3),
            facing_rad=-0.2,
        ),
        _BACK(
            camera_m=(0.0, 0.34, 6.0), target_m=(-0.4, 1.5, 3.8), focal=1.4, figure_m=_sand(-0.6, 3.9), facing_rad=0.3
        ),
    ),
    "high": (
        _ALONG(
            camera_m=(1.7, 5.2, -2.2), target_m=(-0.15, 1.0, 4.6), focal=1.75, figure_m=_sand(0.0, 3.7), facing_rad=0.0
        ),
        _SEA(
            camera_m=(2.1, 6.3, 1.0), target_m=(0.2, 0.1, 4.3), focal=1.65, figure_m=_sand(0.15, 3.7), facing_rad=-0.9
        ),
        _PALMS(
            camera_m=(5.2, 3.8, -0.8), target_m=(-0.6, 1.2, 4.9), focal=1.9, figure_m=_sand(-0.1, 3.7), facing_rad=1.1
        ),
        _BACK(
            camera_m=(1.1, 4.8, 9.8), target_m=(-0.35, 0.9, 3.6), focal=1.8, figure_m=_sand(-0.6, 4.0), facing_rad=3.2
        ),
    ),
    "detail": (
        _ALONG(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.6, 0.85, 1.6), target_m=(2.6, 0.75, 9.0), focal=1.6),
        _PALMS(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.6, 1.3, 0.2), target_m=(-2.6, 4.6, 7.0), focal=1.5),
        _PALMS(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.8, 0.75, 3.5), target_m=(-2.5, 0.75, 5.9), focal=1.8),
        _ALONG(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.5, 1.5, 2.0), target_m=(13.5, 5.0, 48.0), focal=1.9),
    ),
}
"""Framing → four vantages."""

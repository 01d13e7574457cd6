"""Where the desert is seen from: a dune whose crest winds along z near x = 0, its gentle side on the left."""

import math
from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.camera import Vec3
from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_AHEAD = partial(SetUp, sun=(0.14, 0.20, 1.0), key=(-0.62, 0.36, 0.50))
"""Along the crest towards the table mountains; light rakes over the ripples, the slip face lies in shade."""
_AHEAD_LEFT = partial(SetUp, sun=(-0.36, 0.22, 1.0), key=(-0.70, 0.38, 0.36))
_BACK = partial(SetUp, sun=(-0.18, 0.22, -1.0), key=(-0.60, 0.38, -0.50))
_LEFT = partial(SetUp, sun=(-1.0, 0.22, 0.45), key=(-0.70, 0.40, 0.30))
"""Over the windward side."""


def _crest_x_m(z_m: float) -> float:
    """As `crestX` in `desert.glsl`."""
    return 0.85 * math.sin(z_m * 0.24 + 0.5) - 0.35


def _sand(from_crest_m: float, z_m: float, above_m: float = 0.0) -> Vec3:
    """A point over the dune, `from_crest_m` to the right of its crest (see `stageHeight` in `desert.glsl`)."""
    fall_m = 0.175 * from_crest_m + 0.325 * math.sqrt(from_crest_m**2 + 0.006)
    return (_crest_x_m(z_m) + from_crest_m, 0.045 * z_m - fall_m + above_m, z_m)


_OUT_OF_SIGHT_M: Final = _sand(-0.5, -6.0)
"""For views of the place alone: behind all of their cameras."""

SETUPS: Final[SetUps] = {
    "wide": (
        _AHEAD(
            camera_m=_sand(-0.9, -2.6, 1.5),
            target_m=(-0.05, 2.5, 8.0),
            focal=1.5,
            figure_m=_sand(-0.05, 4.8),
            facing_rad=0.1,
        ),
        _AHEAD_LEFT(
            camera_m=_sand(-0.2, -1.8, 0.7),
            target_m=(-1.2, 2.4, 8.0),
            focal=1.5,
            figure_m=_sand(-0.5, 5.2),
            facing_rad=3.4,
        ),
        _BACK(
            camera_m=_sand(-0.7, 12.2, 1.2),
            target_m=(-0.7, 2.3, 0.0),
            focal=1.5,
            figure_m=_sand(-0.1, 4.4),
            facing_rad=3.2,
        ),
        _AHEAD(
            camera_m=_sand(4.6, -1.0, 1.5),
            target_m=(0.35, 2.4, 7.0),
            focal=1.5,
            figure_m=_sand(-0.08, 5.6),
            facing_rad=0.3,
        ),
    ),
    "medium": (
        _AHEAD(
            camera_m=_sand(-0.55, 2.3, 1.4),
            target_m=_sand(-0.25, 4.7, 1.3),
            focal=2.3,
            figure_m=_sand(-0.3, 4.7),
            facing_rad=2.9,
        ),
        _LEFT(
            camera_m=_sand(1.5, 3.0, 2.1),
            target_m=_sand(-0.1, 4.6, 1.3),
            focal=2.2,
            figure_m=_sand(-0.15, 4.6),
            facing_rad=3.7,
        ),
        _BACK(
            camera_m=_sand(-0.5, 6.9, 1.3),
            target_m=_sand(-0.3, 4.4, 1.3),
            focal=2.2,
            figure_m=_sand(-0.25, 4.4),
            facing_rad=0.3,
        ),
        _AHEAD_LEFT(
            camera_m=_sand(0.4, 1.8, 1.5),
            target_m=_sand(-0.62, 4.2, 1.3),
            focal=2.3,
            figure_m=_sand(-0.7, 4.2),
            facing_rad=-0.5,
        ),
    ),
    "close": (
        _AHEAD(
            camera_m=_sand(-0.6, 3.3, 1.65),
            target_m=_sand(-0.3, 4.7, 1.57),
            focal=3.0,
            figure_m=_sand(-0.3, 4.7),
            facing_rad=2.7,
        ),
        _LEFT(
            camera_m=_sand(0.9, 3.5, 2.05),
            target_m=_sand(-0.17, 4.6, 1.57),
            focal=3.0,
            figure_m=_sand(-0.2, 4.6),
            facing_rad=3.9,
        ),
        _BACK(
            camera_m=_sand(-0.4, 5.8, 1.6),
            target_m=_sand(-0.28, 4.4, 1.57),
            focal=2.9,
            figure_m=_sand(-0.25, 4.4),
            facing_rad=0.35,
        ),
        _AHEAD_LEFT(
            camera_m=_sand(0.1, 2.8, 1.65),
            target_m=_sand(-0.68, 4.2, 1.57),
            focal=2.9,
            figure_m=_sand(-0.7, 4.2),
            facing_rad=3.6,
        ),
    ),
    "low": (
        _AHEAD(
            camera_m=_sand(-1.2, 2.0, 0.3),
            target_m=(0.0, 1.85, 4.8),
            focal=1.35,
            figure_m=_sand(-0.05, 4.8),
            facing_rad=2.9,
        ),
        _AHEAD_LEFT(
            camera_m=_sand(0.2, 0.8, 0.45),
            target_m=(-0.8, 1.8, 4.6),
            focal=1.35,
            figure_m=_sand(-0.5, 4.5),
            facing_rad=0.2,
        ),
        _BACK(
            camera_m=_sand(-1.0, 7.8, 0.3),
            target_m=(-0.15, 1.7, 4.4),
            focal=1.35,
            figure_m=_sand(-0.1, 4.5),
            facing_rad=0.2,
        ),
        _AHEAD(
            camera_m=_sand(3.2, 1.5, 0.5),
            target_m=(0.2, 1.75, 5.0),
            focal=1.8,
            figure_m=_sand(-0.08, 5.0),
            facing_rad=3.4,
        ),
    ),
    "high": (
        _AHEAD(
            camera_m=_sand(-2.0, -2.6, 5.4),
            target_m=(-0.1, 1.1, 5.2),
            focal=1.7,
            figure_m=_sand(-0.05, 4.6),
            facing_rad=0.0,
        ),
        _AHEAD_LEFT(
            camera_m=_sand(1.8, -3.6, 7.2),
            target_m=(-0.6, 1.0, 6.0),
            focal=1.7,
            figure_m=_sand(-0.3, 4.6),
            facing_rad=0.2,
        ),
        _BACK(
            camera_m=_sand(-1.6, 11.4, 5.2),
            target_m=(-0.1, 0.8, 3.6),
            focal=1.7,
            figure_m=_sand(-0.1, 4.4),
            facing_rad=3.1,
        ),
        _LEFT(
            camera_m=_sand(3.4, -0.2, 6.0),
            target_m=(-0.5, 0.7, 5.4),
            focal=1.6,
            figure_m=_sand(-0.1, 4.8),
            facing_rad=0.6,
        ),
    ),
    "detail": (
        _LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=_sand(-1.6, 1.4, 0.55), target_m=(-3.1, 0.3, 4.0), focal=1.7),
        _AHEAD_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=_sand(-2.7, 4.6, 0.7), target_m=(-3.4, 2.1, 9.3), focal=1.6),
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=_sand(-1.0, -1.0, 0.35), target_m=(-0.3, 0.55, 6.0), focal=1.6),
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=_sand(0.0, 1.0, 2.2), target_m=(6.0, 7.0, 60.0), focal=2.2),
    ),
}
"""Framing → four vantages."""

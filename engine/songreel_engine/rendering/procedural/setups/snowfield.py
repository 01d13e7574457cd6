"""Where the snowfield is seen from. Sledge tracks (y = 0) run along z at x = 0, then bend to the cabin ahead."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_TRACK_M: Final = 0.0
"""Height of the packed snow."""

_OUT_OF_SIGHT_M: Final = (0.0, _TRACK_M, -8.5)
"""For views of the place alone: behind all of their cameras."""

_AHEAD = partial(SetUp, sun=(0.28, 0.17, 1.0), key=(0.58, 0.40, 0.46))
"""Along the tracks towards cabin and hills, the sun at their right."""
_AHEAD_LEFT = partial(SetUp, sun=(-0.28, 0.16, 1.0), key=(-0.58, 0.40, 0.46))
_BACK = partial(SetUp, sun=(0.22, 0.18, -1.0), key=(0.52, 0.42, -0.50))
"""Back along the tracks."""
_ACROSS = partial(SetUp, sun=(-1.0, 0.18, 0.45), key=(-0.66, 0.42, 0.40))
"""Over the snow on the left."""

SETUPS: Final[SetUps] = {
    "wide": (
        _AHEAD(
            camera_m=(-0.30, 1.45, -2.0),
            target_m=(0.15, 1.95, 6.0),
            focal=1.45,
            figure_m=(0.25, _TRACK_M, 4.0),
            facing_rad=0.1,
        ),
        _AHEAD_LEFT(
            camera_m=(0.55, 0.75, -1.2),
            target_m=(-0.30, 1.85, 6.0),
            focal=1.5,
            figure_m=(-0.25, _TRACK_M, 4.6),
            facing_rad=3.3,
        ),
        _BACK(
            camera_m=(0.4, 1.35, 9.8),
            target_m=(-0.1, 1.9, 2.0),
            focal=1.5,
            figure_m=(-0.2, _TRACK_M, 4.0),
            facing_rad=3.2,
        ),
        _AHEAD(
            camera_m=(-1.1, 1.35, -0.9),
            target_m=(1.0, 1.85, 6.0),
            focal=1.5,
            figure_m=(0.2, _TRACK_M, 4.2),
            facing_rad=2.6,
        ),
    ),
    "medium": (
        _AHEAD(
            camera_m=(-0.45, 1.35, 2.2),
            target_m=(0.05, 1.22, 4.2),
            focal=2.2,
            figure_m=(0.2, _TRACK_M, 4.2),
            facing_rad=2.8,
        ),
        _ACROSS(
            camera_m=(1.55, 1.45, 3.0),
            target_m=(-0.15, 1.22, 4.15),
            focal=2.2,
            figure_m=(-0.25, _TRACK_M, 4.05),
            facing_rad=-0.9,
        ),
        _BACK(
            camera_m=(0.5, 1.3, 6.3),
            target_m=(0.0, 1.22, 4.3),
            focal=2.2,
            figure_m=(-0.15, _TRACK_M, 4.3),
            facing_rad=0.3,
        ),
        _AHEAD_LEFT(
            camera_m=(0.55, 0.85, 2.2),
            target_m=(-0.05, 1.28, 4.4),
            focal=2.4,
            figure_m=(-0.2, _TRACK_M, 4.4),
            facing_rad=-0.5,
        ),
    ),
    "close": (
        _AHEAD(
            camera_m=(-0.35, 1.58, 2.85),
            target_m=(0.06, 1.56, 4.2),
            focal=3.0,
            figure_m=(0.16, _TRACK_M, 4.2),
            facing_rad=2.6,
        ),
        _ACROSS(
            camera_m=(1.35, 1.62, 3.7),
            target_m=(-0.1, 1.54, 4.1),
            focal=3.0,
            figure_m=(-0.14, _TRACK_M, 4.0),
            facing_rad=-1.1,
        ),
        _BACK(
            camera_m=(0.45, 1.58, 5.6),
            target_m=(-0.02, 1.55, 4.2),
            focal=3.0,
            figure_m=(-0.12, _TRACK_M, 4.2),
            facing_rad=0.6,
        ),
        _AHEAD_LEFT(
            camera_m=(0.35, 1.72, 2.8),
            target_m=(-0.02, 1.56, 4.2),
            focal=2.8,
            figure_m=(-0.12, _TRACK_M, 4.2),
            facing_rad=3.6,
        ),
    ),
    "low": (
        _AHEAD(
            camera_m=(-0.35, 0.30, 1.9),
            target_m=(0.08, 1.50, 4.2),
            focal=1.35,
            figure_m=(0.2, _TRACK_M, 4.2),
            facing_rad=2.9,
        ),
        _AHEAD_LEFT(
            camera_m=(0.60, 0.45, 1.4),
            target_m=(-0.2, 1.75, 4.8),
            focal=1.5,
            figure_m=(-0.25, _TRACK_M, 4.6),
            facing_rad=0.3,
        ),
        _BACK(
            camera_m=(0.35, 0.32, 6.6),
            target_m=(-0.05, 1.55, 4.2),
            focal=1.4,
            figure_m=(-0.2, _TRACK_M, 4.3),
            facing_rad=0.2,
        ),
        _AHEAD(
            camera_m=(0.55, 0.55, 0.6),
            target_m=(0.25, 1.85, 4.5),
            focal=1.4,
            figure_m=(-0.1, _TRACK_M, 4.2),
            facing_rad=0.0,
        ),
    ),
    "high": (
        _AHEAD(
            camera_m=(-1.1, 4.6, -2.2),
            target_m=(0.1, 0.9, 5.4),
            focal=1.7,
            figure_m=(0.2, _TRACK_M, 4.2),
            facing_rad=0.1,
        ),
        _AHEAD_LEFT(
            camera_m=(1.6, 6.2, -0.6),
            target_m=(-0.15, 0.2, 5.2),
            focal=1.6,
            figure_m=(-0.3, _TRACK_M, 4.6),
            facing_rad=3.3,
        ),
        _BACK(
            camera_m=(-1.2, 4.4, 10.2),
            target_m=(0.0, 1.0, 3.4),
            focal=1.7,
            figure_m=(0.2, _TRACK_M, 4.2),
            facing_rad=3.0,
        ),
        _AHEAD(
            camera_m=(-1.9, 5.4, -1.8),
            target_m=(0.6, 0.9, 5.4),
            focal=1.75,
            figure_m=(0.1, _TRACK_M, 4.0),
            facing_rad=0.0,
        ),
    ),
    "detail": (
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.5, 0.75, 1.2), target_m=(1.6, 0.52, 3.2), focal=1.9),
        _AHEAD_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.6, 0.50, 0.6), target_m=(-1.4, 0.85, 3.0), focal=1.7),
        _AHEAD(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.0, 1.6, 5.2), target_m=(0.2, 3.8, 24.0), focal=1.8),
        _ACROSS(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.4, 1.05, 3.0), target_m=(-2.0, 0.62, 4.0), focal=2.0),
    ),
}
"""Framing → four vantages."""

"""Where the loft is seen from. The window fills the wall at z = 6.2; the middle of the floor is free (`room.glsl`)."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_VIEW = partial(SetUp, sun=(-0.10, 0.22, 1.0), key=(-0.32, 0.55, 0.78))
"""The sun stands low in the window; its light falls into the room from above the city."""
_VIEW_RIGHT = partial(SetUp, sun=(0.22, 0.20, 1.0), key=(0.36, 0.52, 0.78))

SETUPS: Final[SetUps] = {
    "wide": (
        _VIEW(
            camera_m=(0.55, 1.30, -1.6),
            target_m=(-0.02, 1.65, 6.0),
            focal=1.5,
            figure_m=(-0.45, 0.0, 2.9),
            facing_rad=2.75,
        ),
        _VIEW(
            camera_m=(1.35, 1.45, -2.0),
            target_m=(-0.85, 1.60, 4.6),
            focal=1.4,
            figure_m=(-0.15, 0.0, 2.3),
            facing_rad=2.2,
        ),
        _VIEW(
            camera_m=(-1.25, 1.25, 4.9),
            target_m=(0.45, 1.50, 0.0),
            focal=1.25,
            figure_m=(0.05, 0.0, 1.5),
            facing_rad=0.4,
        ),
        _VIEW_RIGHT(
            camera_m=(-1.35, 0.95, -1.3),
            target_m=(1.05, 1.55, 4.4),
            focal=1.35,
            figure_m=(0.15, 0.0, 2.6),
            facing_rad=-0.4,
        ),
    ),
    "medium": (
        _VIEW(
            camera_m=(0.25, 1.40, 0.95),
            target_m=(-0.12, 1.22, 2.9),
            focal=2.2,
            figure_m=(-0.3, 0.0, 2.9),
            facing_rad=2.8,
        ),
        _VIEW_RIGHT(
            camera_m=(-1.4, 1.35, 2.2),
            target_m=(0.4, 1.22, 3.15),
            focal=2.2,
            figure_m=(0.3, 0.0, 2.85),
            facing_rad=0.9,
        ),
        _VIEW(
            camera_m=(0.55, 1.45, 4.7),
            target_m=(-0.1, 1.22, 2.8),
            focal=2.2,
            figure_m=(-0.28, 0.0, 2.8),
            facing_rad=-0.2,
        ),
        _VIEW(
            camera_m=(1.3, 1.25, 1.55),
            target_m=(-0.1, 1.25, 3.1),
            focal=2.3,
            figure_m=(-0.05, 0.0, 2.8),
            facing_rad=-2.6,
        ),
    ),
    "close": (
        _VIEW(
            camera_m=(0.40, 1.58, 1.5),
            target_m=(-0.05, 1.57, 2.9),
            focal=3.0,
            figure_m=(-0.15, 0.0, 2.9),
            facing_rad=1.9,
        ),
        _VIEW_RIGHT(
            camera_m=(-0.55, 1.64, 1.6),
            target_m=(0.0, 1.56, 2.9),
            focal=2.9,
            figure_m=(0.12, 0.0, 2.9),
            facing_rad=-0.7,
        ),
        _VIEW(
            camera_m=(0.45, 1.58, 4.25),
            target_m=(-0.02, 1.57, 2.9),
            focal=3.0,
            figure_m=(-0.12, 0.0, 2.9),
            facing_rad=0.1,
        ),
        _VIEW(
            camera_m=(-1.3, 1.58, 2.45),
            target_m=(0.08, 1.56, 2.98),
            focal=3.0,
            figure_m=(0.08, 0.0, 2.85),
            facing_rad=0.3,
        ),
    ),
    "low": (
        _VIEW(
            camera_m=(0.50, 0.22, 0.95),
            target_m=(-0.08, 1.35, 3.2),
            focal=1.35,
            figure_m=(-0.3, 0.0, 3.0),
            facing_rad=2.9,
        ),
        _VIEW(
            camera_m=(-0.85, 0.26, 4.8),
            target_m=(0.2, 1.40, 2.4),
            focal=1.35,
            figure_m=(0.35, 0.0, 2.6),
            facing_rad=0.2,
        ),
        _VIEW_RIGHT(
            camera_m=(-1.35, 0.24, 1.3),
            target_m=(0.25, 1.40, 3.3),
            focal=1.4,
            figure_m=(0.1, 0.0, 3.0),
            facing_rad=-0.5,
        ),
        _VIEW(
            camera_m=(1.25, 0.20, 0.5), target_m=(0.1, 1.40, 2.9), focal=1.4, figure_m=(-0.05, 0.0, 2.9), facing_rad=2.4
        ),
    ),
    "high": (
        _VIEW(
            camera_m=(0.95, 3.30, -0.9),
            target_m=(-0.15, 0.75, 3.3),
            focal=1.45,
            figure_m=(-0.35, 0.0, 2.7),
            facing_rad=2.8,
        ),
        _VIEW(
            camera_m=(-1.25, 3.20, 4.8), target_m=(0.2, 0.65, 1.8), focal=1.4, figure_m=(0.3, 0.0, 2.0), facing_rad=0.4
        ),
        _VIEW(
            camera_m=(0.25, 3.45, 1.0),
            target_m=(-0.05, 0.2, 3.2),
            focal=1.35,
            figure_m=(-0.2, 0.0, 3.0),
            facing_rad=2.5,
        ),
        _VIEW_RIGHT(
            camera_m=(-1.35, 3.10, -0.6),
            target_m=(0.45, 0.85, 3.6),
            focal=1.45,
            figure_m=(0.35, 0.0, 2.7),
            facing_rad=-0.4,
        ),
    ),
    "detail": (
        _VIEW_RIGHT(camera_m=(0.3, 1.05, 1.9), target_m=(2.15, 0.95, 5.1), focal=1.6),
        _VIEW(camera_m=(-0.3, 1.25, 1.4), target_m=(-2.4, 0.95, 4.7), focal=1.5),
        _VIEW(camera_m=(0.75, 0.85, 0.9), target_m=(-0.25, 1.25, 6.0), focal=1.6),
        _VIEW(camera_m=(0.85, 1.25, -1.4), target_m=(-0.25, 1.10, -4.5), focal=1.5),
    ),
}
"""Framing → four vantages."""

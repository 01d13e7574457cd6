"""Where the stage is seen from: the crowd stands towards -z and looks to +z; the boards' middle is free (`stage.glsl`)."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_TO_STAGE = partial(SetUp, sun=(0.05, 0.30, 1.0), key=(0.34, 0.85, 0.55))
"""From the crowd's side; the lamps of the rear girder light the performer from behind."""
_TO_STAGE_LEFT = partial(SetUp, sun=(-0.05, 0.30, 1.0), key=(-0.40, 0.85, 0.50))
_TO_CROWD = partial(SetUp, sun=(0.10, 0.40, -1.0), key=(0.35, 0.80, -0.60))
"""From the back of the stage; the front girder's lamps shine towards the camera."""

SETUPS: Final[SetUps] = {
    "wide": (
        _TO_STAGE(
            camera_m=(-0.35, 1.42, -7.8),
            target_m=(0.05, 1.75, 2.0),
            focal=1.9,
            figure_m=(0.10, 0.0, -0.4),
            facing_rad=3.14,
        ),
        _TO_STAGE_LEFT(
            camera_m=(3.00, 1.45, -7.6),
            target_m=(-0.60, 1.70, 2.2),
            focal=1.9,
            figure_m=(-0.20, 0.0, -0.3),
            facing_rad=2.7,
        ),
        _TO_STAGE(
            camera_m=(-1.60, 1.00, -3.0),
            target_m=(0.65, 2.05, 3.4),
            focal=1.35,
            figure_m=(0.35, 0.0, 1.4),
            facing_rad=2.6,
        ),
        _TO_CROWD(
            camera_m=(0.45, 1.60, 2.0),
            target_m=(-0.15, 1.90, -6.0),
            focal=1.35,
            figure_m=(-0.20, 0.0, -1.2),
            facing_rad=3.14,
        ),
    ),
    "medium": (
        _TO_STAGE(
            camera_m=(-0.50, 1.30, -2.3),
            target_m=(0.05, 1.34, 1.0),
            focal=2.25,
            figure_m=(0.0, 0.0, -0.3),
            facing_rad=2.9,
        ),
        _TO_STAGE_LEFT(
            camera_m=(1.15, 1.25, -1.2),
            target_m=(-0.20, 1.38, 1.4),
            focal=2.2,
            figure_m=(0.12, 0.0, 0.45),
            facing_rad=2.5,
        ),
        _TO_CROWD(
            camera_m=(-0.50, 1.40, 1.5),
            target_m=(0.12, 1.36, -1.5),
            focal=2.2,
            figure_m=(0.10, 0.0, -0.3),
            facing_rad=2.8,
        ),
        _TO_STAGE(
            camera_m=(-1.50, 1.30, 0.0),
            target_m=(0.60, 1.36, 1.5),
            focal=2.2,
            figure_m=(0.02, 0.0, 0.95),
            facing_rad=1.9,
        ),
    ),
    "close": (
        _TO_STAGE(
            camera_m=(-0.30, 1.54, -1.5),
            target_m=(0.05, 1.59, 0.6),
            focal=3.3,
            figure_m=(0.00, 0.0, -0.1),
            facing_rad=2.9,
        ),
        _TO_STAGE_LEFT(
            camera_m=(0.80, 1.50, -1.0),
            target_m=(-0.05, 1.59, 0.8),
            focal=3.2,
            figure_m=(0.12, 0.0, 0.2),
            facing_rad=2.2,
        ),
        _TO_CROWD(
            camera_m=(0.35, 1.54, 1.2),
            target_m=(-0.05, 1.60, -0.8),
            focal=3.3,
            figure_m=(0.06, 0.0, -0.2),
            facing_rad=1.9,
        ),
        _TO_STAGE(
            camera_m=(-1.15, 1.56, 0.1),
            target_m=(0.30, 1.59, 1.0),
            focal=3.1,
            figure_m=(0.02, 0.0, 0.75),
            facing_rad=1.2,
        ),
    ),
    "low": (
        _TO_STAGE(
            camera_m=(-0.60, 0.22, -2.4),
            target_m=(0.10, 2.10, 2.0),
            focal=1.4,
            figure_m=(0.20, 0.0, -0.1),
            facing_rad=3.0,
        ),
        _TO_STAGE_LEFT(
            camera_m=(1.30, 0.20, -1.4),
            target_m=(-0.40, 2.10, 2.4),
            focal=1.35,
            figure_m=(0.00, 0.0, 0.9),
            facing_rad=2.6,
        ),
        _TO_CROWD(
            camera_m=(0.60, 0.24, 1.6),
            target_m=(-0.15, 2.20, -3.0),
            focal=1.35,
            figure_m=(-0.20, 0.0, -0.8),
            facing_rad=2.9,
        ),
        _TO_STAGE(
            camera_m=(-1.40, 0.24, -0.6),
            target_m=(0.80, 2.20, 2.6),
            focal=1.4,
            figure_m=(0.30, 0.0, 1.4),
            facing_rad=2.2,
        ),
    ),
    "high": (
        _TO_STAGE(
            camera_m=(-0.90, 4.30, -5.6),
            target_m=(0.15, 0.90, 1.6),
            focal=1.6,
            figure_m=(0.20, 0.0, 0.0),
            facing_rad=3.0,
        ),
        _TO_STAGE_LEFT(
            camera_m=(2.40, 4.20, -3.4),
            target_m=(-0.20, 0.50, 1.2),
            focal=1.5,
            figure_m=(0.10, 0.0, 0.5),
            facing_rad=2.6,
        ),
        _TO_CROWD(
            camera_m=(0.70, 4.40, 2.2),
            target_m=(-0.15, -0.40, -4.6),
            focal=1.45,
            figure_m=(-0.20, 0.0, -1.0),
            facing_rad=3.0,
        ),
        _TO_STAGE(
            camera_m=(-1.50, 4.50, -0.9),
            target_m=(0.25, -0.10, 1.6),
            focal=1.4,
            figure_m=(0.15, 0.0, 1.1),
            facing_rad=2.4,
        ),
    ),
    "detail": (
        _TO_STAGE(camera_m=(0.00, 1.10, 1.2), target_m=(0.30, 1.25, 4.0), focal=1.9),
        _TO_STAGE(camera_m=(-0.80, 0.16, -1.2), target_m=(0.20, 0.70, 4.0), focal=1.8),
        _TO_CROWD(camera_m=(0.30, 1.40, -1.4), target_m=(-0.60, 0.30, -6.0), focal=1.9),
        _TO_STAGE(camera_m=(1.20, 2.20, -1.0), target_m=(-0.40, 4.10, 3.6), focal=1.7),
    ),
}
"""Framing → four vantages."""

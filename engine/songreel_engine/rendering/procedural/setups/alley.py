"""Where the alley is seen from: it runs along +z, free for |x| < 1.0 below the lines between its houses (`alley.glsl`)."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_AHEAD = partial(SetUp, sun=(0.03, 0.34, 1.0), key=(0.05, 0.66, 1.0))
"""Along the alley, the sun in the slot of sky at its end; the light falls down the alley's whole length."""
_AHEAD_LEFT = partial(SetUp, sun=(-0.04, 0.36, 1.0), key=(-0.06, 0.66, 1.0))
_BACK = partial(SetUp, sun=(0.05, 0.34, -1.0), key=(0.05, 0.66, -1.0))

SETUPS: Final[SetUps] = {
    "wide": (
        _AHEAD(camera_m=(-0.60, 1.10, -2.0), target_m=(0.05, 2.55, 8.0), focal=1.5, figure_m=(0.30, 0.0, 3.4)),
        _AHEAD_LEFT(
            camera_m=(0.85, 1.45, 9.0),
            target_m=(-0.30, 2.30, 17.0),
            focal=1.45,
            figure_m=(-0.35, 0.0, 14.6),
            facing_rad=2.9,
        ),
        _AHEAD(camera_m=(0.15, 0.62, 18.5), target_m=(0.0, 3.10, 28.0), focal=1.45, figure_m=(-0.10, 0.0, 24.0)),
        _BACK(
            camera_m=(-0.45, 1.35, 22.0),
            target_m=(0.10, 2.40, 12.0),
            focal=1.6,
            figure_m=(0.30, 0.0, 16.0),
            facing_rad=0.25,
        ),
    ),
    "medium": (
        _AHEAD(
            camera_m=(-0.35, 1.30, 1.2),
            target_m=(0.05, 1.38, 6.0),
            focal=2.3,
            figure_m=(0.02, 0.0, 3.0),
            facing_rad=2.8,
        ),
        _AHEAD_LEFT(
            camera_m=(0.70, 1.25, 11.0),
            target_m=(-0.25, 1.38, 14.0),
            focal=2.25,
            figure_m=(0.02, 0.0, 12.75),
            facing_rad=-2.3,
        ),
        _AHEAD(
            camera_m=(-0.85, 1.35, 20.0),
            target_m=(0.65, 1.36, 23.0),
            focal=2.2,
            figure_m=(0.05, 0.0, 21.6),
            facing_rad=1.9,
        ),
        _BACK(
            camera_m=(0.45, 1.20, 18.5),
            target_m=(-0.15, 1.40, 14.0),
            focal=2.2,
            figure_m=(0.10, 0.0, 16.7),
            facing_rad=-0.5,
        ),
    ),
    "close": (
        _AHEAD(
            camera_m=(-0.15, 1.53, 1.6),
            target_m=(0.10, 1.60, 4.6),
            focal=3.5,
            figure_m=(0.06, 0.0, 2.9),
            facing_rad=1.3,
        ),
        _AHEAD_LEFT(
            camera_m=(0.45, 1.50, 11.2),
            target_m=(0.0, 1.59, 14.0),
            focal=3.4,
            figure_m=(0.20, 0.0, 12.5),
            facing_rad=-2.4,
        ),
        _AHEAD(
            camera_m=(-0.70, 1.55, 20.4),
            target_m=(0.40, 1.60, 22.6),
            focal=3.2,
            figure_m=(-0.12, 0.0, 21.5),
            facing_rad=2.1,
        ),
        _BACK(
            camera_m=(0.35, 1.48, 18.2),
            target_m=(0.15, 1.59, 15.0),
            focal=3.4,
            figure_m=(0.32, 0.0, 16.9),
            facing_rad=1.2,
        ),
    ),
    "low": (
        _AHEAD(
            camera_m=(-0.45, 0.24, 0.8),
            target_m=(0.10, 2.30, 5.0),
            focal=1.40,
            figure_m=(0.32, 0.0, 3.4),
            facing_rad=0.1,
        ),
        _AHEAD_LEFT(
            camera_m=(0.75, 0.22, 11.6),
            target_m=(-0.20, 2.20, 16.0),
            focal=1.35,
            figure_m=(-0.30, 0.0, 14.0),
            facing_rad=2.8,
        ),
        _AHEAD(
            camera_m=(-0.10, 0.30, 20.6),
            target_m=(0.05, 2.90, 25.6),
            focal=1.5,
            figure_m=(0.15, 0.0, 23.6),
            facing_rad=3.0,
        ),
        _BACK(
            camera_m=(-0.60, 0.26, 20.0),
            target_m=(0.20, 2.60, 15.0),
            focal=1.45,
            figure_m=(0.25, 0.0, 17.0),
            facing_rad=0.3,
        ),
    ),
    "high": (
        _AHEAD(
            camera_m=(-0.80, 5.2, -2.2),
            target_m=(0.10, 1.10, 5.0),
            focal=1.55,
            figure_m=(0.30, 0.0, 3.4),
            facing_rad=0.2,
        ),
        _AHEAD_LEFT(
            camera_m=(0.85, 4.8, 9.4),
            target_m=(-0.10, 0.60, 14.6),
            focal=1.5,
            figure_m=(-0.20, 0.0, 13.6),
            facing_rad=2.6,
        ),
        _AHEAD(
            camera_m=(0.0, 5.3, 21.0),
            target_m=(0.0, 0.10, 24.6),
            focal=1.5,
            figure_m=(0.20, 0.0, 24.0),
            facing_rad=0.5,
        ),
        _BACK(
            camera_m=(0.70, 5.0, 22.6),
            target_m=(-0.05, 1.20, 15.0),
            focal=1.55,
            figure_m=(-0.20, 0.0, 16.9),
            facing_rad=2.9,
        ),
    ),
    "detail": (
        _AHEAD(camera_m=(0.55, 1.70, 1.0), target_m=(-1.30, 4.20, 6.4), focal=1.9),
        _AHEAD(camera_m=(-0.30, 0.20, 8.0), target_m=(0.20, 0.75, 14.0), focal=1.8),
        _AHEAD_LEFT(camera_m=(0.80, 1.50, 14.0), target_m=(-1.50, 2.50, 20.0), focal=2.0),
        _BACK(camera_m=(-0.20, 1.10, 24.0), target_m=(0.20, 7.40, 15.0), focal=1.7),
    ),
}
"""Framing → four vantages."""

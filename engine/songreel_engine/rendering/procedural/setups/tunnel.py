"""Where the tunnel of light is seen from. The walkway (y = 0) runs along z; both ends of the tube wind out of sight."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_OUT_OF_SIGHT_M: Final = (0.0, 0.0, -7.5)
"""For views of the place alone: behind all of their cameras."""

_ALONG = partial(SetUp, sun=(0.1, 0.2, 1.0), key=(0.45, 0.55, 0.70))
"""Along the walkway, the light before the camera at the right."""
_ALONG_LEFT = partial(SetUp, sun=(-0.1, 0.2, 1.0), key=(-0.45, 0.55, 0.70))
_BACK = partial(SetUp, sun=(0.1, 0.2, -1.0), key=(0.45, 0.55, -0.70))
_ASIDE = partial(SetUp, sun=(-1.0, 0.3, 0.3), key=(-0.75, 0.50, 0.30))
"""Slantwise at the left wall."""

SETUPS: Final[SetUps] = {
    "wide": (
        _ALONG(
            camera_m=(-0.35, 1.0, -2.6),
            target_m=(0.0, 1.95, 8.0),
            focal=1.35,
            figure_m=(0.3, 0.0, 3.2),
            facing_rad=0.01,
        ),
        _ALONG_LEFT(
            camera_m=(1.5, 0.55, -2.0), target_m=(-0.5, 2.0, 7.0), focal=1.3, figure_m=(0.1, 0.0, 3.2), facing_rad=0.5
        ),
        _ALONG(
            camera_m=(0.0, 1.75, -4.6), target_m=(0.0, 1.85, 8.0), focal=1.6, figure_m=(0.0, 0.0, 2.8), facing_rad=-2.93
        ),
        _BACK(
            camera_m=(0.9, 1.1, 9.2),
            target_m=(-0.2, 1.9, 0.0),
            focal=1.45,
            figure_m=(-0.35, 0.0, 3.6),
            facing_rad=-2.99,
        ),
    ),
    "medium": (
        _ALONG(
            camera_m=(-0.5, 1.2, 1.5), target_m=(0.1, 1.28, 3.5), focal=2.2, figure_m=(0.25, 0.0, 3.5), facing_rad=3.06
        ),
        _ASIDE(
            camera_m=(1.75, 1.1, 2.2),
            target_m=(-0.1, 1.28, 3.6),
            focal=2.4,
            figure_m=(-0.15, 0.0, 3.5),
            facing_rad=0.43,
        ),
        _BACK(
            camera_m=(0.55, 1.2, 5.6),
            target_m=(-0.02, 1.24, 3.5),
            focal=2.2,
            figure_m=(-0.2, 0.0, 3.5),
            facing_rad=0.83,
        ),
        _ALONG_LEFT(
            camera_m=(1.3, 0.6, 1.5), target_m=(-0.1, 1.32, 3.4), focal=2.4, figure_m=(-0.2, 0.0, 3.4), facing_rad=0.61
        ),
    ),
    "close": (
        _ALONG(
            camera_m=(-0.40, 1.48, 2.15),
            target_m=(0.08, 1.57, 3.5),
            focal=3.0,
            figure_m=(0.18, 0.0, 3.5),
            facing_rad=2.92,
        ),
        _ALONG_LEFT(
            camera_m=(1.05, 1.46, 2.0),
            target_m=(0.02, 1.57, 3.35),
            focal=3.0,
            figure_m=(-0.12, 0.0, 3.3),
            facing_rad=0.2,
        ),
        _BACK(
            camera_m=(0.45, 1.50, 4.9),
            target_m=(-0.03, 1.56, 3.5),
            focal=3.0,
            figure_m=(-0.12, 0.0, 3.5),
            facing_rad=0.95,
        ),
        _ALONG_LEFT(
            camera_m=(0.4, 1.42, 2.1),
            target_m=(-0.02, 1.58, 3.5),
            focal=2.8,
            figure_m=(-0.12, 0.0, 3.5),
            facing_rad=-2.54,
        ),
    ),
    "low": (
        _ALONG(
            camera_m=(-0.45, 0.22, 0.9),
            target_m=(0.05, 1.55, 3.4),
            focal=1.3,
            figure_m=(0.2, 0.0, 3.3),
            facing_rad=-2.7,
        ),
        _ALONG_LEFT(
            camera_m=(1.5, 0.26, 0.6),
            target_m=(-0.2, 1.65, 3.6),
            focal=1.35,
            figure_m=(-0.1, 0.0, 3.2),
            facing_rad=0.41,
        ),
        _BACK(
            camera_m=(0.4, 0.24, 5.9),
            target_m=(-0.05, 1.55, 3.4),
            focal=1.3,
            figure_m=(-0.2, 0.0, 3.4),
            facing_rad=0.58,
        ),
        _ALONG(
            camera_m=(-1.5, 0.24, 1.0),
            target_m=(0.15, 1.60, 3.8),
            focal=1.35,
            figure_m=(0.15, 0.0, 3.3),
            facing_rad=-0.3,
        ),
    ),
    "high": (
        _ALONG(
            camera_m=(-0.9, 3.8, -2.4), target_m=(0.05, 1.1, 4.6), focal=1.4, figure_m=(0.2, 0.0, 3.4), facing_rad=0.1
        ),
        _ALONG_LEFT(
            camera_m=(0.2, 3.9, -0.6), target_m=(-0.05, 0.5, 4.2), focal=1.35, figure_m=(-0.1, 0.0, 4.0), facing_rad=0.3
        ),
        _ALONG_LEFT(
            camera_m=(1.3, 3.5, -2.2), target_m=(-0.2, 1.0, 4.4), focal=1.4, figure_m=(-0.3, 0.0, 3.2), facing_rad=0.2
        ),
        _BACK(
            camera_m=(-0.9, 3.7, 8.8), target_m=(0.1, 1.1, 2.6), focal=1.4, figure_m=(0.15, 0.0, 3.4), facing_rad=3.0
        ),
    ),
    "detail": (
        _ALONG(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.6, 1.3, 1.0), target_m=(2.9, 1.7, 5.0), focal=1.7),
        _ALONG_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.0, 0.35, -1.0), target_m=(-0.6, 0.5, 6.0), focal=1.6),
        _ALONG(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.3, 1.5, 2.0), target_m=(0.0, 2.6, 16.0), focal=2.0),
        _BACK(figure_m=_OUT_OF_SIGHT_M, camera_m=(-0.8, 1.0, 5.5), target_m=(2.7, 1.5, 1.0), focal=1.6),
    ),
}
"""Framing → four vantages."""

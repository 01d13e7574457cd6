"""Where the rooftop is seen from: free for |x| < 2.3, |z| < 7.4 below its lights; the open side is +z (`rooftop.glsl`)."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_OUT = partial(SetUp, sun=(0.22, 0.20, 1.0), key=(0.45, 0.42, 0.80))
"""Out over the parapet, sun low above the far towers."""
_OUT_LEFT = partial(SetUp, sun=(-0.24, 0.20, 1.0), key=(-0.48, 0.42, 0.78))
_ASIDE = partial(SetUp, sun=(1.0, 0.20, 0.45), key=(0.80, 0.45, 0.15))
"""Across the roof to the right."""
_BACK = partial(SetUp, sun=(0.20, 0.20, -1.0), key=(0.48, 0.45, -0.75))

SETUPS: Final[SetUps] = {
    "wide": (
        _OUT(camera_m=(-0.80, 1.35, -3.4), target_m=(0.15, 2.20, 5.0), focal=1.5, figure_m=(0.40, 0.0, 2.6)),
        _OUT_LEFT(
            camera_m=(1.90, 1.70, -4.2),
            target_m=(-0.80, 1.90, 4.0),
            focal=1.45,
            figure_m=(0.05, 0.0, 1.6),
            facing_rad=2.7,
        ),
        _ASIDE(
            camera_m=(-2.20, 1.05, -0.8),
            target_m=(3.00, 2.00, 4.0),
            focal=1.35,
            figure_m=(1.25, 0.0, 3.4),
            facing_rad=-1.1,
        ),
        _BACK(
            camera_m=(0.70, 1.25, 6.6),
            target_m=(-0.20, 2.20, -2.0),
            focal=1.5,
            figure_m=(-0.35, 0.0, 0.4),
            facing_rad=0.3,
        ),
    ),
    "medium": (
        _OUT(
            camera_m=(-0.35, 1.35, 1.6),
            target_m=(0.10, 1.32, 4.6),
            focal=2.25,
            figure_m=(0.14, 0.0, 3.4),
            facing_rad=2.75,
        ),
        _OUT_LEFT(
            camera_m=(0.75, 1.25, 4.4),
            target_m=(-0.15, 1.36, 7.0),
            focal=2.2,
            figure_m=(0.02, 0.0, 6.1),
            facing_rad=0.45,
        ),
        _ASIDE(
            camera_m=(-1.30, 1.35, 3.4),
            target_m=(1.00, 1.34, 4.6),
            focal=2.2,
            figure_m=(0.30, 0.0, 4.1),
            facing_rad=2.4,
        ),
        _BACK(
            camera_m=(0.45, 1.30, 3.0),
            target_m=(-0.10, 1.36, 0.0),
            focal=2.2,
            figure_m=(-0.02, 0.0, 1.2),
            facing_rad=-0.3,
        ),
    ),
    "close": (
        _OUT(
            camera_m=(-0.20, 1.52, 1.8),
            target_m=(0.08, 1.60, 4.6),
            focal=3.4,
            figure_m=(0.05, 0.0, 3.1),
            facing_rad=2.56,
        ),
        _OUT_LEFT(
            camera_m=(0.50, 1.50, 4.4),
            target_m=(0.05, 1.59, 7.0),
            focal=3.3,
            figure_m=(0.22, 0.0, 5.7),
            facing_rad=-2.39,
        ),
        _ASIDE(
            camera_m=(-0.95, 1.56, 3.5),
            target_m=(1.00, 1.58, 4.4),
            focal=3.1,
            figure_m=(0.20, 0.0, 4.1),
            facing_rad=2.56,
        ),
        _BACK(
            camera_m=(0.35, 1.50, 2.5),
            target_m=(0.05, 1.60, 0.0),
            focal=3.4,
            figure_m=(0.22, 0.0, 1.2),
            facing_rad=0.9,
        ),
    ),
    "low": (
        _OUT(
            camera_m=(-0.55, 0.24, 0.2),
            target_m=(0.05, 2.20, 4.4),
            focal=1.4,
            figure_m=(0.30, 0.0, 2.7),
            facing_rad=0.1,
        ),
        _OUT_LEFT(
            camera_m=(0.90, 0.22, 2.6),
            target_m=(-0.25, 2.10, 7.0),
            focal=1.35,
            figure_m=(-0.25, 0.0, 5.0),
            facing_rad=2.8,
        ),
        _ASIDE(
            camera_m=(-2.00, 0.28, 1.6),
            target_m=(1.40, 2.30, 4.0),
            focal=1.4,
            figure_m=(0.35, 0.0, 3.3),
            facing_rad=-0.8,
        ),
        _BACK(
            camera_m=(-0.50, 0.26, 3.8),
            target_m=(0.15, 2.40, -0.6),
            focal=1.45,
            figure_m=(0.25, 0.0, 0.9),
            facing_rad=0.3,
        ),
    ),
    "high": (
        _OUT(
            camera_m=(-1.30, 5.0, -3.6),
            target_m=(0.30, 0.30, 5.4),
            focal=1.5,
            figure_m=(0.45, 0.0, 3.2),
            facing_rad=0.2,
        ),
        _OUT_LEFT(
            camera_m=(1.70, 5.6, 0.2),
            target_m=(-0.30, -1.80, 7.0),
            focal=1.45,
            figure_m=(0.10, 0.0, 5.8),
            facing_rad=2.6,
        ),
        _OUT(
            camera_m=(-1.80, 6.4, 2.4),
            target_m=(0.60, -4.00, 8.6),
            focal=1.45,
            figure_m=(-0.50, 0.0, 6.6),
            facing_rad=0.4,
        ),
        _BACK(
            camera_m=(1.20, 4.8, 7.0),
            target_m=(-0.20, 0.80, -1.0),
            focal=1.5,
            figure_m=(0.25, 0.0, 1.4),
            facing_rad=2.9,
        ),
    ),
    "detail": (
        _OUT(camera_m=(0.20, 1.90, -2.4), target_m=(0.90, 3.00, 2.2), focal=1.9),
        _OUT(camera_m=(-0.40, 0.22, 0.6), target_m=(0.20, 0.90, 7.0), focal=1.8),
        _OUT_LEFT(camera_m=(0.60, 2.20, 7.2), target_m=(-1.00, -6.00, 22.0), focal=1.5),
        _OUT(camera_m=(1.80, 1.50, -1.6), target_m=(-4.70, 4.20, 4.8), focal=1.7),
    ),
}
"""Framing → four vantages."""

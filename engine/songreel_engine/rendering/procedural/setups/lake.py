"""Where the lake is seen from. The pier's deck (y = 0.435) runs along z at x = 0; the great peaks stand towards +z."""

from functools import partial
from typing import Final

from songreel_engine.rendering.procedural.setups import SetUp, SetUps

_DECK_M: Final = 0.435

_OUT_OF_SIGHT_M: Final = (0.0, _DECK_M, -5.0)
"""For views of the place alone: behind all of their cameras."""

_PEAKS = partial(SetUp, sun=(0.42, 0.30, 1.0), key=(0.62, 0.45, 0.40))
"""Towards the peaks, sun at their right."""
_PEAKS_LEFT = partial(SetUp, sun=(-0.42, 0.26, 1.0), key=(-0.60, 0.45, 0.45))
_SHORE = partial(SetUp, sun=(0.38, 0.30, -1.0), key=(0.55, 0.50, -0.60))
"""Back towards the near shore and its pines."""
_ACROSS = partial(SetUp, sun=(-1.0, 0.24, 0.45), key=(-0.75, 0.50, 0.30))
"""Across the water to the left bank."""

SETUPS: Final[SetUps] = {
    "wide": (
        _PEAKS(
            camera_m=(-0.55, 1.75, -1.6),
            target_m=(0.15, 2.05, 8.0),
            focal=1.5,
            figure_m=(0.35, _DECK_M, 4.0),
            facing_rad=0.0,
        ),
        _PEAKS(
            camera_m=(-4.4, 0.85, 1.4),
            target_m=(1.0, 2.3, 7.2),
            focal=1.7,
            figure_m=(0.2, _DECK_M, 5.3),
            facing_rad=0.34,
        ),
        _PEAKS_LEFT(
            camera_m=(1.9, 0.95, -3.9),
            target_m=(0.75, 2.2, 4.2),
            focal=2.0,
            figure_m=(-0.3, _DECK_M, 4.0),
            facing_rad=2.52,
        ),
        _SHORE(
            camera_m=(0.9, 1.5, 12.6),
            target_m=(-0.1, 1.75, 4.0),
            focal=1.8,
            figure_m=(-0.35, _DECK_M, 5.0),
            facing_rad=-2.98,
        ),
    ),
    "medium": (
        _PEAKS(
            camera_m=(-0.45, 1.75, 2.5),
            target_m=(0.08, 1.66, 4.2),
            focal=2.2,
            figure_m=(0.25, _DECK_M, 4.2),
            facing_rad=3.01,
        ),
        _ACROSS(
            camera_m=(1.9, 1.6, 2.9),
            target_m=(-0.1, 1.66, 4.15),
            focal=2.4,
            figure_m=(-0.15, _DECK_M, 4.0),
            facing_rad=0.3,
        ),
        _SHORE(
            camera_m=(0.55, 1.6, 6.3),
            target_m=(-0.02, 1.66, 4.4),
            focal=2.2,
            figure_m=(-0.18, _DECK_M, 4.4),
            facing_rad=0.75,
        ),
        _PEAKS(
            camera_m=(-1.7, 0.95, 2.5),
            target_m=(0.08, 1.72, 4.3),
            focal=2.6,
            figure_m=(0.25, _DECK_M, 4.3),
            facing_rad=-0.5,
        ),
    ),
    "close": (
        _PEAKS(
            camera_m=(-0.40, 2.0, 2.85),
            target_m=(0.10, 2.0, 4.2),
            focal=3.0,
            figure_m=(0.2, _DECK_M, 4.2),
            facing_rad=2.9,
        ),
        _ACROSS(
            camera_m=(1.35, 1.98, 3.75),
            target_m=(-0.1, 2.0, 4.1),
            focal=3.0,
            figure_m=(-0.12, _DECK_M, 4.0),
            facing_rad=0.1,
        ),
        _SHORE(
            camera_m=(0.45, 2.0, 5.6),
            target_m=(-0.03, 1.98, 4.2),
            focal=3.0,
            figure_m=(-0.12, _DECK_M, 4.2),
            facing_rad=0.91,
        ),
        _PEAKS_LEFT(
            camera_m=(0.35, 2.1, 2.8),
            target_m=(-0.02, 2.03, 4.2),
            focal=2.8,
            figure_m=(-0.12, _DECK_M, 4.2),
            facing_rad=-2.56,
        ),
    ),
    "low": (
        _PEAKS(
            camera_m=(-0.55, 0.66, 2.1),
            target_m=(0.06, 1.80, 4.2),
            focal=1.35,
            figure_m=(0.25, _DECK_M, 4.1),
            facing_rad=0.1,
        ),
        _PEAKS(
            camera_m=(-2.6, 0.24, 2.5),
            target_m=(0.25, 1.95, 5.0),
            focal=1.6,
            figure_m=(0.2, _DECK_M, 4.6),
            facing_rad=-1.78,
        ),
        _SHORE(
            camera_m=(0.35, 0.60, 6.4),
            target_m=(-0.05, 1.75, 4.3),
            focal=1.4,
            figure_m=(-0.2, _DECK_M, 4.3),
            facing_rad=3.0,
        ),
        _PEAKS_LEFT(
            camera_m=(2.0, 0.30, 2.1),
            target_m=(-0.05, 1.85, 4.7),
            focal=1.5,
            figure_m=(-0.15, _DECK_M, 4.5),
            facing_rad=1.89,
        ),
    ),
    "high": (
        _PEAKS(
            camera_m=(-1.6, 5.2, -0.8),
            target_m=(0.05, 1.0, 4.6),
            focal=1.75,
            figure_m=(0.25, _DECK_M, 4.1),
            facing_rad=0.1,
        ),
        _PEAKS(
            camera_m=(1.3, 6.2, 2.2),
            target_m=(-0.1, 0.3, 5.0),
            focal=1.6,
            figure_m=(-0.25, _DECK_M, 4.7),
            facing_rad=0.3,
        ),
        _PEAKS_LEFT(
            camera_m=(3.4, 4.4, -2.6),
            target_m=(-0.3, 1.5, 5.6),
            focal=1.75,
            figure_m=(-0.3, _DECK_M, 3.8),
            facing_rad=0.2,
        ),
        _SHORE(
            camera_m=(-2.3, 4.6, 10.4),
            target_m=(0.0, 1.0, 4.2),
            focal=1.75,
            figure_m=(0.3, _DECK_M, 4.6),
            facing_rad=3.0,
        ),
    ),
    "detail": (
        _PEAKS(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.1, 1.15, 0.5), target_m=(0.95, 0.85, 3.4), focal=1.9),
        _PEAKS(figure_m=_OUT_OF_SIGHT_M, camera_m=(-5.0, 0.55, 7.0), target_m=(-2.2, 2.9, 30.0), focal=1.7),
        _PEAKS_LEFT(figure_m=_OUT_OF_SIGHT_M, camera_m=(0.2, 1.9, 8.6), target_m=(1.0, 21.0, 100.0), focal=2.1),
        _PEAKS(figure_m=_OUT_OF_SIGHT_M, camera_m=(-4.0, 0.75, -5.2), target_m=(-2.5, 1.0, -1.4), focal=2.0),
    ),
}
"""Framing → four vantages."""

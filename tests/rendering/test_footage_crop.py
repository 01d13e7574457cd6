"""A crop keeps what is worth seeing, and moves no more than it must."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from filmed_footage import a_square_walks, even_times, noise, write_footage
from songreel_engine.rendering.footage.crop import crop_path, still_middle

WIDTH_PX, HEIGHT_PX, FRAMES, RATE = 192, 108, 72, 24
UPRIGHT = 9 / 16
"""The window's shape; it is 0.32 of such footage wide."""


def path_of(tmp_path: Path, middle: Callable[[float], float]) -> tuple[list[float], Callable[[float], float]]:
    file = write_footage(
        tmp_path / "walk.mp4", a_square_walks(WIDTH_PX, HEIGHT_PX, FRAMES, middle), even_times(FRAMES, RATE)
    )
    path = crop_path(file, 0.0, FRAMES / RATE, UPRIGHT)
    return [path.middle(k / RATE) for k in range(FRAMES)], middle


@pytest.mark.parametrize("where", [0.2, 0.5, 0.8])
def test_a_subject_that_stands_is_kept_by_a_window_that_stands(tmp_path: Path, where: float) -> None:
    middles, _ = path_of(tmp_path, lambda share: where)
    assert float(np.ptp(middles)) < 1e-9
    assert abs(middles[0] - where) < 0.11


def test_a_subject_that_walks_through_stays_in_the_window(tmp_path: Path) -> None:
    middles, middle = path_of(tmp_path, lambda share: 0.15 + 0.7 * share)
    away = [abs(at - middle(k / (FRAMES - 1))) for k, at in enumerate(middles)]
    assert max(away) < 0.16


def test_the_window_never_jerks(tmp_path: Path) -> None:
    middles, _ = path_of(tmp_path, lambda share: 0.2 if share < 0.5 else 0.8)
    assert max(np.abs(np.diff(middles))) < 0.05
    assert max(np.abs(np.diff(middles, 2))) < 0.006


def test_footage_of_the_window_s_shape_has_its_middle(tmp_path: Path) -> None:
    file = write_footage(tmp_path / "clip.mp4", [noise(96, 54, 1)] * 4, even_times(4, 24))
    assert crop_path(file, 0.0, 0.2, UPRIGHT).middle(0.1) == 0.5


@pytest.mark.parametrize("where", [0.2, 0.8])
def test_a_still_is_cut_around_what_stands_out(where: float) -> None:
    picture = a_square_walks(WIDTH_PX, HEIGHT_PX, 1, lambda share: where)[0]
    assert abs(still_middle(picture, UPRIGHT) - where) < 0.12

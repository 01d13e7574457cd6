"""The best moments of footage, on footage whose lively, sharp and light stretches are known."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from filmed_footage import Picture, even_times, noise, write_footage
from songreel_engine.rendering.footage.moments import Moments, Span, best_moment, liveliness, watch

RATE = 12
HEIGHT_PX, WIDTH_PX = 90, 160


def scene(seconds: float, *, lively: bool = False, soft: bool = False, dark: bool = False) -> list[Picture]:
    """A texture; lively: with a large square that runs about."""
    background = noise(HEIGHT_PX, WIDTH_PX, 5)
    if soft:
        background = cv2.GaussianBlur(background, (0, 0), 6)
    pictures = []
    for k in range(round(seconds * RATE)):
        picture = background.copy()
        if lively:
            x = (k * 23) % (WIDTH_PX - 50)
            picture[20:70, x : x + 50] = (240, 220, 40)
        pictures.append((picture * 0.06).astype(np.uint8) if dark else picture)
    return pictures


def filmed(tmp_path: Path, *scenes: list[Picture]) -> Moments:
    pictures = [picture for pictures in scenes for picture in pictures]
    return watch(write_footage(tmp_path / "clip.mp4", pictures, even_times(len(pictures), RATE)))


def start_of(found: tuple[float, float] | None) -> float:
    assert found is not None
    return found[0]


def test_a_loud_shot_gets_the_lively_moment_and_a_quiet_one_the_still_one(tmp_path: Path) -> None:
    moments = filmed(tmp_path, scene(4), scene(4, lively=True), scene(4))
    assert 4.0 - 0.3 <= start_of(best_moment(moments, 2.0, energy=1.0)) <= 6.3
    quiet_s = start_of(best_moment(moments, 2.0, energy=0.0))
    assert quiet_s <= 2.1 or quiet_s >= 7.9


def test_the_sharp_half_is_better_than_the_soft_one(tmp_path: Path) -> None:
    moments = filmed(tmp_path, scene(4, soft=True), scene(4))
    assert start_of(best_moment(moments, 2.0)) >= 3.9


def test_what_is_dark_is_not_chosen(tmp_path: Path) -> None:
    moments = filmed(tmp_path, scene(3, dark=True), scene(3), scene(3, dark=True))
    assert 2.9 <= start_of(best_moment(moments, 2.0)) <= 4.2


def test_a_moment_does_not_run_over_a_cut_in_the_footage(tmp_path: Path) -> None:
    other = [picture // 4 + np.array([0, 0, 150], np.uint8) for picture in scene(4)]
    moments = filmed(tmp_path, scene(4), other)
    assert moments.cuts_s.tolist() == pytest.approx([4.0], abs=0.3)
    start_s = start_of(best_moment(moments, 3.0))
    assert start_s + 3.0 <= 4.2 or start_s >= 3.8


def test_no_moment_is_given_twice_until_none_is_left(tmp_path: Path) -> None:
    moments = filmed(tmp_path, scene(10, lively=True))
    taken: list[Span] = []
    while (found := best_moment(moments, 2.0, taken=taken)) is not None:
        span = Span(found[0], found[0] + 2.0)
        assert not any(span.start_s < other.stop_s - 0.05 and other.start_s < span.stop_s - 0.05 for other in taken)
        taken.append(span)
    assert len(taken) >= 3


def test_only_within_what_is_asked_for(tmp_path: Path) -> None:
    moments = filmed(tmp_path, scene(5, lively=True), scene(5))
    assert start_of(best_moment(moments, 2.0, energy=1.0, among=Span(5.0, 10.0))) >= 5.0
    assert best_moment(moments, 2.0, among=Span(9.0, 10.0)) is None


def test_footage_shorter_than_the_shot_has_no_moment(tmp_path: Path) -> None:
    assert best_moment(filmed(tmp_path, scene(2)), 3.0) is None


def test_files_are_compared_by_what_moves_in_them(tmp_path: Path) -> None:
    still = filmed(tmp_path, scene(3))
    assert liveliness(filmed(tmp_path, scene(3, lively=True))) > 3 * liveliness(still)


def test_what_was_seen_is_kept_as_it_was(tmp_path: Path) -> None:
    moments = filmed(tmp_path, scene(2, lively=True), scene(2))
    again = Moments.from_lists(moments.as_lists())
    assert best_moment(again, 1.0, energy=1.0) == pytest.approx(best_moment(moments, 1.0, energy=1.0), abs=1e-3)
    with pytest.raises(ValueError, match="different lengths"):
        Moments.from_lists(moments.as_lists() | {"light": [0.5]})


def test_long_footage_is_looked_at_in_stretches_up_to_its_end(tmp_path: Path) -> None:
    pictures = [noise(18, 32, k % 5) for k in range(200)]
    file = write_footage(tmp_path / "long.mp4", pictures, even_times(200, 0.25), options={"g": "5"})
    moments = watch(file)
    assert moments.length_s == pytest.approx(800, abs=5)
    assert float(moments.times_s[-1]) > 780
    assert best_moment(moments, 4.0) is not None

"""The programme over beats and bars, given evidence whose truth is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.analysis.bar_pointer import INTERVALS, BarPath, find_paths
from songreel_engine.analysis.spectrum import FRAME_RATE_HZ

NO_TASTE = np.zeros(len(INTERVALS), dtype=np.float32)
Doubles = NDArray[np.float64]


def best_path(beats_s: Doubles, firsts: Doubles, seconds: float, *, missing: tuple[int, ...] = ()) -> BarPath:
    """The best path through evidence that is clear on the beats, but for the missing ones, and against them elsewhere."""
    frames = round(seconds * FRAME_RATE_HZ)
    beat = np.full(frames, -2.0, dtype=np.float32)
    first = np.full(frames, -1.0, dtype=np.float32)
    for index, at_s in enumerate(beats_s):
        frame = round(at_s * FRAME_RATE_HZ)
        if index not in missing:
            beat[frame - 1 : frame + 2] = (1.0, 3.0, 1.0)
        if index in firsts:
            first[frame - 1 : frame + 2] = 1.0
    return max(find_paths(beat, first, -first, NO_TASTE), key=lambda path: path.score)


@pytest.mark.parametrize(("bpm", "length"), [(133.0, 4), (60.0, 3), (205.0, 4), (96.0, 2), (171.0, 3)])
def test_steady_beats_and_bars_are_found_at_any_tempo_and_metre(bpm: float, length: int) -> None:
    beats_s = np.arange(0.43, 59.5, 60 / bpm)
    path = best_path(beats_s, np.arange(1, len(beats_s), length), 60.0)
    assert path.beats_per_bar == length
    found = path.frames / FRAME_RATE_HZ
    assert all(np.abs(found - beat).min() < 0.02 for beat in beats_s)
    assert len(found) <= len(beats_s) + 1
    assert {int(np.abs(beats_s - at).argmin()) % length for at in found[path.places == 0]} == {1 % length}


def test_beats_that_nobody_plays_are_counted_through() -> None:
    beats_s = np.arange(0.5, 39.5, 0.5)
    path = best_path(beats_s, np.arange(0, len(beats_s), 4), 40.0, missing=tuple(range(30, 36)))
    assert all(np.abs(path.frames / FRAME_RATE_HZ - beat).min() < 0.02 for beat in beats_s)


def test_a_new_tempo_is_followed_within_three_beats() -> None:
    beats_s = np.concatenate([np.arange(0.5, 20.0, 60 / 96), 20.0 + np.arange(0.1, 19.0, 60 / 132)])
    path = best_path(beats_s, np.arange(0, len(beats_s), 4), 40.0)
    missed = [beat for beat in beats_s if np.abs(path.frames / FRAME_RATE_HZ - beat).min() > 0.03]
    assert len(missed) <= 3


def test_a_bar_of_two_is_broken_off_and_the_next_begins_right() -> None:
    beats_s = np.arange(0.5, 39.5, 0.5)
    firsts = np.concatenate([np.arange(0, 32, 4), np.arange(34, len(beats_s), 4)])
    path = best_path(beats_s, firsts, 40.0)
    begun_s = path.frames[path.places == 0] / FRAME_RATE_HZ
    assert all(np.abs(begun_s - beats_s[first]).min() < 0.03 for first in firsts)


def test_a_song_shorter_than_a_bar_has_a_path() -> None:
    nothing = np.zeros(30, dtype=np.float32)
    for path in find_paths(nothing, nothing, nothing, NO_TASTE):
        assert len(path.frames) == len(path.places) >= 1
        assert np.all((path.frames >= 0) & (path.frames < 30))

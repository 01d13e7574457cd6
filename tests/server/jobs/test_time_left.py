"""What is told of a child's progress, and the time left: from measured paces only."""

import pytest

from songreel_server.jobs.progress import Listening, Pace, Report

IMAGES, CLIPS = "image generation", "video generation"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


def listening(clock: Clock, *, known: Pace | None = None) -> Listening:
    """Of a child that renders 4 of the 10 missing shots of a film of 20."""
    return Listening(shots=4, missing=10, total=20, known=known, clock=clock)


def hear(listening: Listening, stage: str, done: float, total: float) -> Report | None:
    return listening.hear({"stage": stage, "done": done, "total": total, "note": "n", "seconds_left": 3.0})


def test_nothing_is_said_of_the_time_before_anything_was_measured(clock: Clock) -> None:
    child = listening(clock)
    first = hear(child, IMAGES, 0, 4)
    clock.now_s += 8
    last = hear(child, IMAGES, 4, 4)
    assert first is not None
    assert last is not None
    assert (first.seconds_left, last.seconds_left) == (None, None)


def test_the_time_left_follows_from_the_pace_of_images_and_clips(clock: Clock) -> None:
    child = listening(clock)
    hear(child, IMAGES, 0, 4)
    clock.now_s += 8  # four images
    hear(child, IMAGES, 4, 4)
    clock.now_s += 6  # a clip each
    child.shot_stands()
    clock.now_s += 6
    told = child.shot_stands()
    assert told is not None
    assert told.seconds_left == pytest.approx(6 * 2.0 + 8 * 6.0)
    assert (told.done, told.total) == (12, 20)
    assert child.pace() == Pace(image_s=2.0, clip_s=6.0)


def test_a_pace_known_from_before_is_used_at_once(clock: Clock) -> None:
    child = listening(clock, known=Pace(image_s=1.0, clip_s=2.0))
    told = hear(child, IMAGES, 2, 4)
    assert told is not None
    assert told.seconds_left == pytest.approx(8 * 1.0 + 10 * 2.0)
    assert told.done == 12


def test_where_no_image_is_missing_clips_alone_set_the_pace(clock: Clock) -> None:
    child = listening(clock)
    hear(child, CLIPS, 1, 100)
    clock.now_s += 4
    told = child.shot_stands()
    assert told is not None
    assert told.seconds_left == pytest.approx(9 * 4.0)


def test_frames_of_clips_are_told_as_shots_when_those_stand(clock: Clock) -> None:
    child = listening(clock)
    assert hear(child, CLIPS, 1, 100) is not None
    for frames in (30, 60, 100):
        clock.now_s += 5
        assert hear(child, CLIPS, frames, 100) is None
    told = child.shot_stands()
    assert told is not None
    assert (told.stage, told.done) == (CLIPS, 11)


def test_images_are_told_in_whole_shots(clock: Clock) -> None:
    told = hear(listening(clock), IMAGES, 2, 3)
    assert told is not None
    assert told.done == 12


def test_other_stages_are_told_as_the_engine_tells_them(clock: Clock) -> None:
    told = hear(listening(clock), "assembly", 3, 12)
    assert told == Report("assembly", 3, 12, "n", 3.0)


def test_a_stage_is_told_at_its_ends_and_once_a_second_between(clock: Clock) -> None:
    child = listening(clock)
    told = []
    for step in range(41):
        told.append(hear(child, "assembly", step, 40) is not None)
        clock.now_s += 0.1
    assert (told[0], told[-1]) == (True, True)
    assert sum(told) == 5


def test_lines_that_are_no_progress_say_nothing(clock: Clock) -> None:
    child = listening(clock)
    for line in ({}, {"stage": "x"}, {"stage": "x", "done": 1, "total": 0}, {"stage": "x", "done": "a", "total": None}):
        assert child.hear(line) is None


def test_more_shots_than_were_asked_for_do_not_make_the_time_negative(clock: Clock) -> None:
    child = Listening(shots=1, missing=1, total=1, known=None, clock=clock)
    hear(child, IMAGES, 1, 1)
    clock.now_s += 1
    for _ in range(3):
        child.shot_stands()
    assert child.seconds_left() == 0

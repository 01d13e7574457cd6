"""What styles do to frames: held steps, weaving, lens, stamps and tape, each a function of frame number and seed."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.planning.styles import STYLES
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, PlateJob, ShotJob
from songreel_engine.rendering.parallax.animator import held_frame
from songreel_engine.rendering.parallax.colour import Planes, frame_planes
from songreel_engine.rendering.parallax.finish import make_finish
from songreel_engine.rendering.parallax.manners import MANNERS, find_manners
from songreel_engine.rendering.parallax.stamps import DATE_STAMP, TAPE_STAMPS, dotted, segmented, write_stamp
from songreel_engine.rendering.parallax.tape import Tape, play, scan_lines

WIDTH, HEIGHT = 180, 320
FPS = 24.0


def grey(luma: int = 90) -> Planes:
    half = (HEIGHT // 2, WIDTH // 2)
    return Planes(np.full((HEIGHT, WIDTH), luma, np.uint8), np.full(half, 128, np.uint8), np.full(half, 128, np.uint8))


def shot(style: str) -> ShotJob:
    plate = PlateJob(
        width_px=WIDTH,
        height_px=HEIGHT,
        place="city",
        style=style,
        framing="wide",
        variation=0,
        time_of_day="day",
        weather="clear",
        figure=None,
        prompt="",
        seed=1,
    )
    drive = np.zeros((24, len(DRIVE_CHANNELS)), np.float32)
    return ShotJob(
        plate=plate,
        frames=24,
        frames_per_s=FPS,
        camera="hold",
        motion=3,
        weather="clear",
        style=style,
        light=0.5,
        seed=9,
        drive=drive,
    )


def finished(style: str, number: int) -> NDArray[np.uint8]:
    frame = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
    make_finish(shot(style)).apply(grey(), number, frame_planes(frame))
    return frame


def changed_by(act: Callable[[Planes], None]) -> NDArray[np.bool_]:
    picture = grey()
    act(picture)
    return picture.y != 90


def test_every_style_has_manners() -> None:
    assert set(STYLES) <= set(MANNERS)


def test_a_style_without_manners_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(RenderError, match=r"'oil_paint'.*film_noir"):
        find_manners("oil_paint")


def test_on_twos_every_pose_is_held_for_two_frames_from_the_first() -> None:
    assert [held_frame(number, 24.0, 12.0) for number in range(6)] == [0, 0, 2, 2, 4, 4]
    assert [held_frame(number, 30.0, 12.0) for number in range(6)] == [0, 0, 0, 3, 3, 5]


def test_without_steps_every_frame_is_its_own() -> None:
    assert [held_frame(number, 24.0, steps) for steps in (None, 24.0, 60.0) for number in (0, 7)] == [0, 7] * 3


@pytest.mark.parametrize("style", MANNERS)
def test_a_finished_frame_depends_on_nothing_but_its_number_and_seed(style: str) -> None:
    first, again, later = finished(style, 3), finished(style, 3), finished(style, 4)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, later)


def test_a_lens_that_loses_light_keeps_the_middle_and_darkens_the_corners() -> None:
    luma = finished("film_noir", 0)[:HEIGHT].astype(float)
    middle = luma[HEIGHT // 2 - 10 : HEIGHT // 2 + 10, WIDTH // 2 - 10 : WIDTH // 2 + 10].mean()
    assert middle == pytest.approx(106, abs=3)
    assert luma[:12, :12].mean() < middle - 20


def test_the_tapes_counter_runs_with_the_frames() -> None:
    counter = TAPE_STAMPS[1].text
    assert counter(0, FPS, 5)[-2:] == "00"
    assert counter(23, FPS, 5)[-2:] == "23"
    assert counter(24, FPS, 5)[-2:] == "00"
    assert counter(24, FPS, 5) > counter(0, FPS, 5)
    assert counter(0, FPS, 5) != counter(0, FPS, 6)


def test_a_date_is_the_same_through_a_shot_and_one_of_a_months_days() -> None:
    assert DATE_STAMP.text(0, FPS, 5) == DATE_STAMP.text(90, FPS, 5)
    assert {int(DATE_STAMP.text(0, FPS, seed)[-2:]) for seed in range(300)} == set(range(1, 32))


def test_a_date_is_written_in_orange_in_its_corner() -> None:
    picture = grey(10)
    write_stamp(picture, DATE_STAMP, frame=0, frames_per_s=FPS, seed=1)
    rows, columns = np.nonzero(picture.y > 80)
    assert rows.min() > 0.85 * HEIGHT
    assert columns.min() > 0.45 * WIDTH
    bright = (slice(rows.min() // 2, rows.max() // 2), slice(columns.min() // 2, columns.max() // 2))
    assert picture.v[bright].max() > 150
    assert picture.u[bright].min() < 100


@pytest.mark.parametrize("letters", [dotted, segmented])
def test_no_two_digits_are_written_alike(letters: Callable[[str, int], NDArray[np.uint8]]) -> None:
    assert len({letters(digit, 28).tobytes() for digit in "0123456789"}) == 10


def test_a_stamp_that_does_not_fit_a_tiny_frame_is_left_out() -> None:
    tiny = Planes(np.full((16, 16), 90, np.uint8), np.full((8, 8), 128, np.uint8), np.full((8, 8), 128, np.uint8))
    write_stamp(tiny, TAPE_STAMPS[1], frame=0, frames_per_s=FPS, seed=1)
    assert (tiny.y == 90).all()


def test_heads_switch_at_the_bottom_and_nowhere_else() -> None:
    tape = Tape(dropouts=0.0, tracking_s=1e9)
    band = max(2, round(tape.head_switch_height * HEIGHT))
    for seed in range(4):
        changed = changed_by(lambda picture, seed=seed: play(picture, tape, frame=0, frames_per_s=FPS, seed=seed))
        assert changed[-band:].any()
        above = changed[:-band].any(1)
        assert above.sum() <= round(tape.tracking_height * HEIGHT)


def test_colour_on_tape_comes_late_and_spreads() -> None:
    picture = grey()
    picture.u[:, 40:50] = 220
    play(picture, Tape(chroma_noise=1e-3, dropouts=0.0), frame=0, frames_per_s=FPS, seed=1)
    row = picture.u[HEIGHT // 4].astype(float) - 128
    assert np.count_nonzero(row) >= 12
    assert (row * np.arange(WIDTH // 2)).sum() / row.sum() > 45


def test_scan_lines_show_where_rows_are_fine_enough_and_never_flicker_where_not() -> None:
    assert scan_lines(1920, Tape()).min() < 0.95
    assert (scan_lines(320, Tape()) == 1.0).all()

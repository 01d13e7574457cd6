"""Footage in a film, on clips whose every frame is known by its brightness."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from filmed_footage import write_footage
from songreel_engine.errors import RenderError
from songreel_engine.media import EncodeSettings, write_clip
from songreel_engine.rendering.footage import FootageAnimator
from songreel_engine.rendering.footage.timing import played, turns_needed
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, GradeJob, MediaJob, PlateJob, ShotJob
from songreel_engine.rendering.photo import PhotoPlateMaker
from songreel_engine.rendering.plates import Plate

SHA = "cd" * 32
WIDTH_PX, HEIGHT_PX = 54, 96
BLACK_LUMA, STEP = 16, 12
"""Frame k of the footage is a grey of luma 16 + 12 (k + 1)."""
JOB = PlateJob(
    width_px=WIDTH_PX,
    height_px=HEIGHT_PX,
    place="footage",
    style="",
    framing="as it is",
    variation=0,
    time_of_day="",
    weather="clear",
    figure=None,
    prompt="",
    seed=0,
    media=MediaJob("footage", SHA),
)


def grey(luma: int, width_px: int = 96, height_px: int = 64) -> NDArray[np.uint8]:
    frame = np.full((height_px * 3 // 2, width_px), 128, np.uint8)
    frame[:height_px] = luma
    return frame


Filmed = Callable[[int, int], Path]


@pytest.fixture
def filmed(tmp_path: Path) -> Filmed:
    """Footage of so many frames at a rate."""

    def film(frames: int, rate: int) -> Path:
        file = tmp_path / "holiday.mp4"
        settings = EncodeSettings(width_px=96, height_px=64, frame_rate=Fraction(rate), crf=4)
        write_clip(file, (grey(BLACK_LUMA + STEP * (k + 1)) for k in range(frames)), settings)
        return file

    return film


def shot(frames: int, **changes: object) -> ShotJob:
    drive = np.zeros((frames, len(DRIVE_CHANNELS)), np.float32)
    known: dict[str, object] = dict(
        plate=JOB, frames=frames, frames_per_s=24.0, camera="hold", motion=1, weather="clear", style="anime_shonen",
        light=0.5, seed=1, drive=drive,
    )  # fmt: skip
    return ShotJob(**(known | changes))  # type: ignore[arg-type]


def still(file: Path) -> Plate:
    return PhotoPlateMaker({SHA: file}).make(JOB)


def shown(file: Path, job: ShotJob, start: int, stop: int) -> list[int]:
    """Which frame of the footage each frame of the shot shows, counted from 0."""
    frames = FootageAnimator({SHA: file}).animate(still(file), job, start, stop)
    return [round((float(frame[:HEIGHT_PX].mean()) - BLACK_LUMA) / STEP) - 1 for frame in frames]


def test_footage_at_the_films_rate_runs_frame_by_frame_and_holds_its_last_for_a_glance(filmed: Filmed) -> None:
    assert shown(filmed(6, 24), shot(9), 0, 9) == [0, 1, 2, 3, 4, 5, 5, 5, 5]


def test_slower_footage_shows_each_frame_twice(filmed: Filmed) -> None:
    found = shown(filmed(6, 12), shot(12), 0, 12)
    assert np.bincount(found).tolist()[1:5] == [2, 2, 2, 2]
    assert found == sorted(found)


def test_any_range_gives_the_same_frames(filmed: Filmed) -> None:
    file = filmed(8, 30)
    whole = shown(file, shot(12), 0, 12)
    assert shown(file, shot(12), 5, 12) == whole[5:]
    assert shown(file, shot(12), 3, 4) == whole[3:4]
    assert shown(file, shot(12), 11, 12) == whole[11:]
    assert shown(file, shot(12), 4, 4) == []


def test_a_frame_is_covered_and_printed(filmed: Filmed) -> None:
    animator = FootageAnimator({SHA: filmed(3, 24)})
    plate = still(filmed(3, 24))
    plain = next(animator.animate(plate, shot(3), 0, 3)).copy()
    bright = next(animator.animate(plate, shot(3, grade=GradeJob(brightness=0.8, warmth=0.8)), 0, 3)).copy()
    assert plain.shape == (HEIGHT_PX * 3 // 2, WIDTH_PX)
    assert float(plain[:HEIGHT_PX].std()) < 2
    assert float(bright[:HEIGHT_PX].mean()) > float(plain[:HEIGHT_PX].mean()) + 5


def test_its_plate_is_its_first_frame(filmed: Filmed) -> None:
    rgb = still(filmed(6, 24)).layers[0].rgb
    assert float(rgb.mean()) == pytest.approx(STEP * 255 / 219, abs=3)


def test_what_is_no_video_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "notes.mp4"
    file.write_bytes(b"no video at all")
    with pytest.raises(RenderError, match=r"notes.mp4 cannot be read.*insert an MP4"):
        still(file)


def test_a_list_of_other_files_is_not_followed(tmp_path: Path) -> None:
    file = tmp_path / "list.mp4"
    file.write_text("ffconcat version 1.0\nfile other.mp4\n")
    with pytest.raises(RenderError, match=r"list.mp4 cannot be read"):
        still(file)


def test_a_shot_whose_footage_is_gone_is_refused(filmed: Filmed) -> None:
    plate = still(filmed(2, 24))
    elsewhere = shot(3, plate=replace(JOB, media=MediaJob("footage", "ef" * 32)))
    with pytest.raises(RenderError, match="not among the project's files"):
        FootageAnimator({SHA: filmed(2, 24)}).animate(plate, elsewhere, 0, 3)


def of_moment(start_s: float, speed: float = 1.0) -> PlateJob:
    return replace(JOB, media=MediaJob("footage", SHA, start_s, speed))


def test_a_moment_begins_where_the_job_says(filmed: Filmed) -> None:
    assert shown(filmed(18, 24), shot(4, plate=of_moment(0.25)), 0, 4) == [6, 7, 8, 9]


def test_its_plate_is_the_frame_it_begins_with(filmed: Filmed) -> None:
    plate = PhotoPlateMaker({SHA: filmed(18, 24)}).make(of_moment(0.25))
    assert float(plate.layers[0].rgb.mean()) == pytest.approx(7 * STEP * 255 / 219, abs=3)


def test_at_half_speed_each_frame_is_seen_twice(filmed: Filmed) -> None:
    found = shown(filmed(12, 24), shot(12, plate=of_moment(0.0, 0.5)), 0, 12)
    assert np.bincount(found).tolist()[1:5] == [2, 2, 2, 2]
    assert found == sorted(found)


def test_footage_that_ends_early_begins_again_and_ranges_still_agree(filmed: Filmed) -> None:
    file = filmed(6, 24)
    whole = shown(file, shot(20), 0, 20)
    assert whole[:14] == [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1]
    assert shown(file, shot(20), 9, 20) == whole[9:]


def test_a_variable_rate_is_followed_by_the_clock(tmp_path: Path) -> None:
    times_s = [0.0, 0.05, 0.1, 0.5, 0.55, 1.0, 1.2]
    greys = [np.full((64, 96, 3), 20 + 20 * k, np.uint8) for k in range(len(times_s))]
    file = write_footage(tmp_path / "phone.mp4", greys, times_s)
    frames = FootageAnimator({SHA: file}).animate(still(file), shot(30), 0, 30)
    lumas = [float(frame[:HEIGHT_PX].mean()) for frame in frames]
    expected = [max(k for k, time_s in enumerate(times_s) if time_s <= (n + 0.5) / 24) for n in range(30)]
    steps = np.diff(lumas) > 8
    assert steps.tolist() == (np.diff(expected) > 0).tolist()


@pytest.mark.parametrize(
    ("length_s", "start_s", "lasts_s", "expected"),
    [
        (10.0, 3.0, 4.0, (3.0, 1.0)),
        (10.0, 8.0, 4.0, (6.0, 1.0)),
        (3.0, 1.0, 4.0, (0.0, 0.75)),
        (1.0, 0.0, 4.0, (0.0, 0.5)),
        (0.0, 2.0, 4.0, (2.0, 1.0)),
    ],
    ids=["it reaches", "it begins earlier", "it runs slower", "no slower than half", "of unknown length"],
)
def test_a_moment_fills_its_shot(
    length_s: float, start_s: float, lasts_s: float, expected: tuple[float, float]
) -> None:
    assert played(length_s, start_s, lasts_s) == expected


def test_how_often_short_footage_must_run() -> None:
    assert [turns_needed(2.0, lasts_s) for lasts_s in (1.0, 2.0, 4.0, 4.5, 8.0, 9.0)] == [1, 1, 1, 2, 2, 3]

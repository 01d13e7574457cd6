"""A loop keeps to whole bars, and its seam changes less than any two frames beside each other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from composed_films import film
from flat_exports import draw_flat, flat_project
from songreel_engine.analysis.result import Analysis, Section
from songreel_engine.errors import ExportError
from songreel_engine.exports.export import export
from songreel_engine.exports.limits import measure
from songreel_engine.exports.looping import choose_bars, seam_and_changes
from songreel_engine.exports.profiles import PROFILES
from songreel_engine.project import Project
from songreel_engine.rendering.parallax.camera import CLOSED_MOVE, CameraPath, Stage, plan_camera
from synthetic import analysis_of, curves_of

FPS = 24


def song(seconds: float, downbeats_s: tuple[float, ...] = ()) -> Analysis:
    part = Section(start_s=0.0, end_s=seconds, label="part", letter="A", confidence=1.0)
    curves = curves_of((0.5,) * (round(seconds * 20) + 1))
    return analysis_of(
        duration_s=seconds,
        beats_s=downbeats_s,
        downbeats_s=downbeats_s,
        sections=(part,),
        feature_rate_hz=20.0,
        curves=curves,
    )


CANVAS = PROFILES["canvas"]
SMALL = replace(CANVAS, short_side_px=144, limits=replace(CANVAS.limits, min_height_px=1))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return flat_project(tmp_path_factory.mktemp("loops") / "p")


@pytest.fixture(scope="module")
def loop(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("loop") / "canvas.mp4"
    with pytest.MonkeyPatch.context() as patch:
        draw_flat(patch)
        export(project, SMALL, path)
    return path


def test_a_loop_is_vertical_silent_and_some_whole_bars_long(loop: Path) -> None:
    facts = measure(loop)
    assert facts.width_px * 16 == facts.height_px * 9
    assert facts.sound_codec is None
    assert facts.frames % (2 * FPS) == 0, "a bar is two seconds"
    assert 3 <= facts.duration_s <= 8


def test_the_seam_changes_less_than_any_two_neighbouring_frames(loop: Path) -> None:
    seam, changes = seam_and_changes(loop)
    assert seam < min(changes)
    assert max(changes) > 0.2, "the picture moves"


def test_a_loop_says_which_bars_and_which_shot_it_shows(project: Project, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        draw_flat(patch)
        made = export(project, SMALL, tmp_path / "c.mp4", seconds=4.0)
    assert made.facts.duration_s == 4.0
    assert made.start_s % 2.0 == 0
    assert made.notes[0].startswith("A loop of 2 bars, 4.00 s: the view of shot ")


def test_the_full_size_keeps_to_what_spotify_publishes() -> None:
    """Between 720 and 1080 pixels tall, exactly 9:16, 3 to 8 s: https://support.spotify.com/artists/article/canvas-guidelines/"""
    width, height = CANVAS.short_side_px or 0, (CANVAS.short_side_px or 0) * 16 / 9
    assert height.is_integer()
    assert height % 2 == width % 2 == 0
    assert 720 <= height <= 1080
    assert (CANVAS.limits.min_s, CANVAS.limits.max_s, CANVAS.limits.sound) == (3.0, 8.0, "none")


@pytest.mark.parametrize(
    ("bar_s", "count", "seconds"),
    [(2.0, 3, 6.0), (1.0, 6, 6.0), (2.4, 2, 4.8), (3.5, 2, 7.0), (5.0, 1, 5.0), (7.9, 1, 7.9)],
)
def test_as_many_bars_as_come_nearest_to_six_seconds(bar_s: float, count: int, seconds: float) -> None:
    downbeats = tuple(bar_s * k for k in range(int(96 / bar_s)))
    analysis = song(96.0, downbeats)
    bars = choose_bars(analysis, film(), wanted_s=6.0, min_s=3.0, max_s=8.0, near_s=40.0)
    assert bars.count == count
    assert bars.frames / FPS == pytest.approx(seconds, abs=0.5 / FPS)
    assert abs(bars.start / FPS - 40.0) <= bar_s


def test_a_song_without_bars_still_gives_a_loop_that_says_so() -> None:
    bars = choose_bars(song(96.0), film(), wanted_s=6.0, min_s=3.0, max_s=8.0, near_s=95.0)
    assert (bars.count, bars.frames) == (0, 6 * FPS)
    assert bars.start + bars.frames <= film().frames
    assert bars.in_words(film().frame_rate) == "no bars, 6.00 s"


def test_a_film_too_short_for_a_loop_is_refused() -> None:
    short = film().model_copy(update={"frames": 2 * FPS})
    with pytest.raises(ExportError, match="too short for a loop of 3 s"):
        choose_bars(song(2.0), short, wanted_s=6.0, min_s=3.0, max_s=8.0, near_s=0.0)


def test_a_camera_on_a_closed_path_sees_in_its_second_turn_what_it_saw_in_the_first() -> None:
    stage = Stage(frame_width_px=90, frame_height_px=160, focal_px=100.0, reach_m=0.2)
    beat = np.tile(np.linspace(1, 0, 12), 8)
    path = plan_camera(CLOSED_MOVE, frames=96, frames_per_s=24.0, motion=8, seed=3, beat=beat, stage=stage)
    for name in CameraPath.__dataclass_fields__:
        values = getattr(path, name)
        np.testing.assert_allclose(values[:48], values[48:], atol=1e-9)
    assert np.ptp(path.x_m) > 0.02
    assert np.ptp(path.zoom) > 0.01

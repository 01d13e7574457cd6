"""The mouth: painted open beside the shut one, moved by the voice, and nothing else with it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import DRIVE_CHANNELS, FigureJob, PlateJob, ShotJob
from songreel_engine.rendering.parallax import ParallaxAnimator
from songreel_engine.rendering.parallax.mouth import opening_of
from songreel_engine.rendering.plate_store import load_plate, save_plate
from songreel_engine.rendering.plates import Layer, Mouth, Plate
from songreel_engine.rendering.procedural.gbuffer import render_views
from songreel_engine.rendering.procedural.looks import find_look, light_for
from songreel_engine.rendering.procedural.plate_maker import plate_of

SINGER = PlateJob(
    width_px=90,
    height_px=160,
    place="beach",
    style="golden_hour",
    framing="close",
    variation=2,
    time_of_day="golden",
    weather="clear",
    figure=FigureJob(pose="sing", hair=0.6, coat=0.6, colour=(0.3, 0.02, 0.02)),
    prompt="",
    seed=3,
)
FRAMES = 24


def plate_for(job: PlateJob) -> Plate:
    views = render_views(job)
    try:
        return plate_of(views, find_look(job.style), light_for(job.style, job.time_of_day), seed=job.seed)
    finally:
        views.release()


@pytest.fixture(scope="module")
def plate() -> Plate:
    return plate_for(SINGER)


def performer(plate: Plate) -> Layer:
    return next(layer for layer in plate.layers if layer.kind == "figure")


def mouth_of(plate: Plate) -> Mouth:
    mouth = performer(plate).mouth
    assert mouth is not None
    return mouth


def shut_part(plate: Plate) -> NDArray[np.uint8]:
    layer, mouth = performer(plate), mouth_of(plate)
    top, left = mouth.y_px - layer.y_px, mouth.x_px - layer.x_px
    return layer.rgb[top : top + mouth.cover.shape[0], left : left + mouth.cover.shape[1]]


def shot(vocal: NDArray[np.float64] | float, *, light: float = 0.0, mid: NDArray[np.float64] | float = 0.5) -> ShotJob:
    drive = np.zeros((FRAMES, len(DRIVE_CHANNELS)), np.float32)
    drive[:, DRIVE_CHANNELS.index("vocal")] = vocal
    drive[:, DRIVE_CHANNELS.index("mid")] = mid
    return ShotJob(
        plate=SINGER,
        frames=FRAMES,
        frames_per_s=24.0,
        camera="hold",
        motion=3,
        weather="clear",
        style=SINGER.style,
        light=light,
        seed=5,
        drive=drive,
    )


def luma(plate: Plate, job: ShotJob, frame: int = 12) -> NDArray[np.int16]:
    image = next(ParallaxAnimator().animate(plate, job, frame, frame + 1))
    return image[: SINGER.height_px].astype(np.int16)


def without_mouth(plate: Plate) -> Plate:
    return replace(plate, layers=tuple(replace(layer, mouth=None) for layer in plate.layers))


def test_a_singer_close_by_has_a_mouth_that_opens_step_by_step(plate: Plate) -> None:
    shut = shut_part(plate).astype(np.float32)
    half, wide = (np.abs(one - shut).mean() for one in mouth_of(plate).rgb)
    assert 1.0 < half < wide


def test_the_mouth_is_dark_inside(plate: Plate) -> None:
    shut, wide = shut_part(plate).sum(-1, dtype=np.int32), mouth_of(plate).rgb[-1].sum(-1, dtype=np.int32)
    dark = np.median(shut) / 2
    assert np.sum(wide < dark) > 1.5 * np.sum(shut < dark)


def test_the_mouth_is_small(plate: Plate) -> None:
    assert mouth_of(plate).cover.size < 0.1 * performer(plate).rgb[..., 0].size


def test_who_plays_the_guitar_does_not_sing() -> None:
    assert SINGER.figure is not None
    assert performer(plate_for(replace(SINGER, figure=replace(SINGER.figure, pose="guitar")))).mouth is None


def test_a_mouth_too_far_to_be_seen_is_left_out() -> None:
    assert performer(plate_for(replace(SINGER, framing="wide"))).mouth is None


def test_a_stored_mouth_comes_back_exactly(plate: Plate, tmp_path: Path) -> None:
    save_plate(plate, tmp_path / "a")
    stored, made = mouth_of(load_plate(tmp_path / "a")), mouth_of(plate)
    assert (stored.x_px, stored.y_px) == (made.x_px, made.y_px)
    np.testing.assert_array_equal(stored.cover, made.cover)
    np.testing.assert_array_equal(stored.rgb, made.rgb)
    np.testing.assert_array_equal(stored.hit, made.hit)


@pytest.mark.parametrize("light", [0.0, 1.0])
def test_a_silent_voice_leaves_every_frame_as_it_would_be_without_a_mouth(plate: Plate, light: float) -> None:
    np.testing.assert_array_equal(
        luma(plate, shot(0.0, light=light)), luma(without_mouth(plate), shot(0.0, light=light))
    )


def test_a_voice_moves_the_mouth_and_nothing_else(plate: Plate) -> None:
    moved = np.abs(luma(plate, shot(1.0)) - luma(plate, shot(0.0)))
    assert moved.max() > 30
    rows, columns = np.nonzero(moved)
    mouth = mouth_of(plate)
    left = (plate.canvas_width_px - plate.frame_width_px) // 2
    top = (plate.canvas_height_px - plate.frame_height_px) // 2
    spare_px = 5  # the camera breathes, the performer sways
    assert mouth.x_px - left - spare_px <= columns.min()
    assert columns.max() <= mouth.x_px - left + mouth.cover.shape[1] + spare_px
    assert mouth.y_px - top - spare_px <= rows.min()
    assert rows.max() <= mouth.y_px - top + mouth.cover.shape[0] + spare_px


def test_frames_drawn_after_a_sung_one_are_shut_again(plate: Plate) -> None:
    """One animator, one sweep: nothing of the open mouth may stay behind."""
    vocal = np.where(np.arange(FRAMES) < 12, 1.0, 0.0)
    swept = [frame.copy() for frame in ParallaxAnimator().animate(plate, shot(vocal), 0, FRAMES)]
    silent = [frame.copy() for frame in ParallaxAnimator().animate(plate, shot(0.0), 0, FRAMES)]
    assert np.any(swept[8] != silent[8])
    np.testing.assert_array_equal(swept[-1], silent[-1])


def test_a_faint_voice_opens_nothing_and_a_loud_one_everything() -> None:
    assert not opening_of(shot(0.1)).any()
    assert np.all(opening_of(shot(1.0)) == 1.0)


def test_syllables_open_and_shut_the_mouth_while_the_voice_goes_on() -> None:
    syllables = 0.5 + 0.4 * np.sin(2 * np.pi * np.arange(FRAMES) / 8)
    opening = opening_of(shot(1.0, mid=syllables))
    assert opening.max() > 0.9
    assert opening.min() < 0.4

"""What every animator must keep, run over all there are."""

import numpy as np
import pytest

from songreel_engine.rendering.animators import Animator
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, PlateJob, ShotJob
from songreel_engine.rendering.pictures import animator_of
from songreel_engine.rendering.plates import Layer, Plate

WIDTH, HEIGHT, FRAMES = 90, 160, 20


@pytest.fixture(params=["default"])
def animator(request: pytest.FixtureRequest) -> Animator:
    return animator_of()


def plate() -> Plate:
    """A gradient behind a bright card, with depth in both."""
    height, width = 186, 104
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.stack([40 + y % 120, 60 + x, 90 + (x + y) % 60], axis=-1).astype(np.uint8)
    depth = np.linspace(0.02, 0.4, -(-height // 4), dtype=np.float32)[:, None].repeat(-(-width // 4), axis=1)
    card = np.full((60, 24, 3), 200, np.uint8)
    alpha = np.zeros((60, 24), np.uint8)
    alpha[3:-3, 3:-3] = 255
    return Plate(
        canvas_width_px=width,
        canvas_height_px=height,
        frame_width_px=WIDTH,
        frame_height_px=HEIGHT,
        focal_px=140.0,
        reach_m=0.15,
        subject_inverse_depth=0.25,
        layers=(
            Layer(
                name="background", kind="relief", x_px=0, y_px=0, rgb=rgb, hit=np.minimum(rgb + 20, 255).astype(np.uint8),
                alpha=None, inverse_depth=depth,
            ),
            Layer(
                name="performer", kind="figure", x_px=40, y_px=80, rgb=card, hit=card, alpha=alpha,
                inverse_depth=np.full((15, 6), 0.25, np.float32),
            ),
        ),
    )  # fmt: skip


def job(**changes: object) -> ShotJob:
    drive = np.zeros((FRAMES, len(DRIVE_CHANNELS)), np.float32)
    drive[::6, DRIVE_CHANNELS.index("beat")] = 1.0
    drive[:, DRIVE_CHANNELS.index("energy")] = 0.6
    known: dict[str, object] = dict(
        plate=PlateJob(
            width_px=WIDTH, height_px=HEIGHT, place="city", style="golden_hour", framing="wide", variation=0,
            time_of_day="golden", weather="clear", figure=None, prompt="", seed=1,
        ),
        frames=FRAMES, frames_per_s=24.0, camera="push_in", motion=6, weather="clear", style="golden_hour",
        light=0.7, seed=3, drive=drive,
    )  # fmt: skip
    return ShotJob(**(known | changes))  # type: ignore[arg-type]


def frames(animator: Animator, of: ShotJob, start: int, stop: int) -> list[np.ndarray]:
    return [frame.copy() for frame in animator.animate(plate(), of, start, stop)]


def test_frames_have_the_films_size_and_layout(animator: Animator) -> None:
    made = frames(animator, job(), 0, FRAMES)
    assert len(made) == FRAMES
    assert all(f.shape == (HEIGHT * 3 // 2, WIDTH) and f.dtype == np.uint8 for f in made)


def test_any_range_asked_for_gives_the_same_frames(animator: Animator) -> None:
    whole = frames(animator, job(weather="rain"), 0, FRAMES)
    part = frames(animator, job(weather="rain"), 7, 12)
    assert all(np.array_equal(a, b) for a, b in zip(whole[7:12], part, strict=True))


def test_the_same_job_gives_the_same_frames_and_another_seed_others(animator: Animator) -> None:
    first = frames(animator, job(weather="snow"), 3, 6)
    assert all(np.array_equal(a, b) for a, b in zip(first, frames(animator, job(weather="snow"), 3, 6), strict=True))
    other = frames(animator, job(weather="snow", seed=4), 3, 6)
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize(
    "camera", ["hold", "push_in", "pull_out", "drift_left", "drift_right", "rise", "sink", "orbit", "handheld"]
)
def test_every_camera_moves_and_shows_nothing_outside_the_plate(animator: Animator, camera: str) -> None:
    made = frames(animator, job(camera=camera, motion=10), 0, FRAMES)
    assert np.abs(made[0].astype(int) - made[-1].astype(int))[:HEIGHT].mean() > 0.3
    assert min(f[:HEIGHT].min() for f in made) > 16


def test_a_beat_is_seen_but_does_not_look_like_a_cut(animator: Animator) -> None:
    made = frames(animator, job(camera="hold", motion=1, light=1.0), 0, FRAMES)
    luma = np.array([f[:HEIGHT].astype(float).mean() for f in made])
    rise = luma[6] - luma[5]
    assert 0.2 < rise < 12

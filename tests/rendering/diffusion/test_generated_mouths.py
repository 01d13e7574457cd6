"""A singer in a made picture opens their mouth with the voice, where a camera moves through the picture."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from moving_jobs import SINGER, plate_job, shot_job
from songreel_engine.rendering.diffusion.layers import canvas_size, plate_of
from songreel_engine.rendering.diffusion.mouths import MOVED, NOT_FOUND
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, PlateJob
from songreel_engine.rendering.parallax.animator import ParallaxAnimator
from songreel_engine.rendering.plate_store import load_plate, save_plate
from songreel_engine.rendering.plates import Origin, Plate
from tiny_person import person

JOB = plate_job(width_px=260, height_px=346, figure=SINGER, framing="close")
LIPS = (150 / 300, 160 / 400)
"""Of the drawn person, in shares of the picture."""


def plate_with(job: PlateJob, picture: np.ndarray) -> Plate:
    _, (wide, high) = canvas_size(job)
    rgb = np.asarray(cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
    near = np.full((-(-high // 4), -(-wide // 4)), 0.1, np.float32)
    origin = Origin(model="m", prompt="", negative="", seed=0, width_px=wide, height_px=high, nsfw=None, notes=("one",))
    return plate_of(rgb, near, job, origin)


@pytest.fixture(scope="module")
def singing() -> Plate:
    return plate_with(JOB, person((40, 50, 110)))


def notes_of(plate: Plate) -> tuple[str, ...]:
    assert plate.origin is not None
    return plate.origin.notes


def test_the_mouth_is_where_the_picture_has_it_and_the_result_says_what_it_does(singing: Plate) -> None:
    mouth = singing.layers[-1].mouth
    assert mouth is not None
    height, width = mouth.cover.shape
    x, y = LIPS[0] * singing.canvas_width_px, LIPS[1] * singing.canvas_height_px
    assert mouth.x_px < x < mouth.x_px + width
    assert mouth.y_px < y < mouth.y_px + height
    assert width < 0.3 * singing.canvas_width_px
    shut = singing.layers[-1].rgb.astype(int).min()
    assert any(picture.min() <= shut + 40 for picture in mouth.rgb), "what is open is dark inside"
    assert notes_of(singing) == ("one", MOVED)


def test_who_does_not_sing_has_no_mouth_that_opens() -> None:
    walking = plate_with(replace(JOB, figure=replace(SINGER, pose="walk")), person((40, 50, 110)))
    assert walking.layers[-1].mouth is None
    assert notes_of(walking) == ("one",)


def test_where_no_face_is_found_that_is_said() -> None:
    turned = person((40, 50, 110))
    turned[60:182, 100:200] = np.where(
        (turned[60:182, 100:200] == (205, 210, 215)).all(-1)[..., None], (205, 210, 215), (60, 40, 30)
    )
    away = plate_with(JOB, turned)
    assert all(layer.mouth is None for layer in away.layers)
    assert notes_of(away) == ("one", NOT_FOUND)
    nobody = plate_with(JOB, np.full((400, 300, 3), 200, np.uint8))
    assert notes_of(nobody) == ("one", NOT_FOUND)


def test_it_opens_where_the_voice_is_heard_and_stays_shut_where_it_is_not(singing: Plate, tmp_path: Path) -> None:
    save_plate(singing, tmp_path / "plate")
    kept = load_plate(tmp_path / "plate")
    job = shot_job(frames=24, plate=JOB)
    voiced = replace(job, drive=job.drive.copy())
    voiced.drive[12:, DRIVE_CHANNELS.index("vocal")] = 1.0

    def shown(of: object) -> np.ndarray:
        frames = ParallaxAnimator().animate(kept, of, 0, 24)  # type: ignore[arg-type]
        return np.stack([frame[:346].copy() for frame in frames]).astype(int)

    change = np.abs(shown(voiced) - shown(job)).max(axis=(1, 2))
    assert (change[:12] == 0).all()
    assert (change[14:] > 20).all()

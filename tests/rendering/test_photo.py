"""Plates of images, on images whose truth is known."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from songreel_engine.errors import RenderError
from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, MediaJob, PlateJob, ShotJob
from songreel_engine.rendering.parallax import ParallaxAnimator
from songreel_engine.rendering.photo import PhotoPlateMaker
from songreel_engine.rendering.plate_store import load_plate, save_plate
from songreel_engine.rendering.plates import Plate

SHA = "ab" * 32
RED, BLUE = (200, 30, 30), (30, 30, 200)
EXIF_ORIENTATION = 0x0112
TURN_RIGHT_TO_VIEW = 6


def job(width_px: int = 90, height_px: int = 160, *, sha256: str = SHA) -> PlateJob:
    return PlateJob(
        width_px=width_px,
        height_px=height_px,
        place="photo",
        style="",
        framing="as it is",
        variation=0,
        time_of_day="",
        weather="clear",
        figure=None,
        prompt="",
        seed=0,
        media=MediaJob("image", sha256),
    )


def two_colours(width_px: int, height_px: int) -> NDArray[np.uint8]:
    """Red on the left, blue on the right."""
    rgb = np.full((height_px, width_px, 3), BLUE, np.uint8)
    rgb[:, : width_px // 2] = RED
    return rgb


def made(file: Path, wanted: PlateJob) -> Plate:
    return PhotoPlateMaker({SHA: file}).make(wanted)


def is_like(pixel: NDArray[np.uint8], colour: tuple[int, int, int]) -> bool:
    """Within what JPEG changes."""
    return bool(np.abs(pixel.astype(int) - colour).max() < 20)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.png"
    Image.fromarray(two_colours(120, 80)).save(file)
    return file


@pytest.mark.parametrize(("width_px", "height_px"), [(90, 160), (160, 90), (120, 120)])
def test_a_photo_covers_the_canvas_and_stays_centred(photo: Path, width_px: int, height_px: int) -> None:
    plate = made(photo, job(width_px, height_px))
    back = plate.layers[0]
    assert back.alpha is None
    assert back.rgb.shape == (plate.canvas_height_px, plate.canvas_width_px, 3)
    assert plate.canvas_width_px > plate.frame_width_px == width_px
    middle = plate.canvas_width_px // 2
    assert is_like(back.rgb[5, middle - 4], RED)
    assert is_like(back.rgb[5, middle + 4], BLUE)


def test_covering_keeps_what_is_round_round() -> None:
    disc = np.zeros((300, 400, 3), np.uint8)
    cv2.circle(disc, (200, 150), 60, (255, 255, 255), -1)
    covered = covering(disc, 200, 240)[..., 0] > 127
    width, height = np.ptp(np.flatnonzero(covered.any(0))), np.ptp(np.flatnonzero(covered.any(1)))
    assert abs(int(width) - int(height)) <= 2


def test_a_photo_that_lies_on_its_side_is_put_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = TURN_RIGHT_TO_VIEW
    file = tmp_path / "phone.jpg"
    Image.fromarray(two_colours(160, 90)).save(file, exif=exif, quality=95)
    rgb = made(file, job()).layers[0].rgb
    assert is_like(rgb[4, 50], RED)
    assert is_like(rgb[-4, 50], BLUE)


def test_a_beat_lifts_a_photo_and_leaves_black_and_white(tmp_path: Path) -> None:
    file = tmp_path / "ramp.png"
    ramp = np.tile(np.arange(256, dtype=np.uint8)[:, None, None], (1, 144, 3))
    Image.fromarray(ramp).save(file)
    back = made(file, job()).layers[0]
    rise = back.hit.astype(int) - back.rgb
    assert rise.min() >= 0
    assert 2 < rise.mean() < 12
    assert (rise[back.rgb == 255] == 0).all()


def test_a_photo_moves_with_every_camera_and_shows_no_edge(photo: Path, tmp_path: Path) -> None:
    save_plate(made(photo, job()), tmp_path / "plate")
    plate = load_plate(tmp_path / "plate")
    for camera in ("push_in", "drift_left", "orbit", "handheld"):
        shot = ShotJob(
            plate=job(),
            frames=24,
            frames_per_s=24.0,
            camera=camera,
            motion=8,
            weather="clear",
            style="golden_hour",
            light=0.5,
            seed=2,
            drive=np.full((24, len(DRIVE_CHANNELS)), 0.5, np.float32),
        )
        frames = [frame.copy() for frame in ParallaxAnimator().animate(plate, shot, 0, 24)]
        assert not np.array_equal(frames[0][:160], frames[-1][:160])
        assert min(int(frame[:160].min()) for frame in frames) > 30


@pytest.mark.parametrize("content", [b"", b"no image at all", b"\xff\xd8\xff\xe0 cut short"])
def test_what_is_no_image_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.jpg"
    file.write_bytes(content)
    with pytest.raises(RenderError, match=r"notes.jpg is no image.*insert a JPEG"):
        made(file, job())


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"gone.jpg cannot be read"):
        made(tmp_path / "gone.jpg", job())
    with pytest.raises(RenderError, match="not among the project's files"):
        made(tmp_path / "gone.jpg", job(sha256="cd" * 32))

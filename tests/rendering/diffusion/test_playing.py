"""What a model made, played: moments between frames, sizes, light."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from moving_jobs import plate_job, shot_job
from songreel_engine.errors import RenderError
from songreel_engine.rendering.diffusion.pacing import Pace, pace_of
from songreel_engine.rendering.diffusion.playing import between, covering_planes, play
from songreel_engine.rendering.diffusion.rushes import Rushes, RushFacts, TakeFacts, find_rushes, save_rushes
from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.parallax.colour import Planes, frame_planes

WIDTH, HEIGHT = 96, 160


def texture(shift_px: float) -> np.ndarray:
    """I420: soft blobs moved to the right."""
    rng = np.random.default_rng(4)
    field = cv2.GaussianBlur(rng.random((HEIGHT, 3 * WIDTH)).astype(np.float32), (0, 0), 4)
    field = (field - field.min()) / (field.max() - field.min()) * 180 + 30
    way = np.float32([[1, 0, shift_px - WIDTH], [0, 1, 0]])
    luma = cv2.warpAffine(field, way, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
    frame = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    frame[:HEIGHT] = np.clip(luma, 16, 235)
    return frame


def stored(folder: Path, frames: list[np.ndarray]) -> Rushes:
    height, width = frames[0].shape[0] * 2 // 3, frames[0].shape[1]
    facts = RushFacts(
        model="tiny", width_px=width, height_px=height, frames=len(frames), frames_per_s=24.0, windows=(len(frames),),
        takes=(TakeFacts(seed=1, score=None),), kept=0,
    )  # fmt: skip
    return save_rushes(folder, "k", iter(frames), facts)


def still_job(frames: int = 8) -> ShotJob:
    """Without light or grain to speak of."""
    return shot_job(frames=frames, light=0.0, plate=plate_job(width_px=WIDTH, height_px=HEIGHT), style="anime_shonen")


def played(rushes: Rushes, pace: Pace, job: ShotJob, start: int, stop: int) -> list[np.ndarray]:
    return [frame.copy() for frame in play(rushes, pace, job, start, stop)]


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_moment_between_two_frames_is_where_things_are_then_and_not_a_double_picture(share: float) -> None:
    made = between(texture(0), texture(6), share)[:HEIGHT, 12:-12].astype(float)
    truth = texture(6 * share)[:HEIGHT, 12:-12].astype(float)
    mixed = ((1 - share) * texture(0) + share * texture(6))[:HEIGHT, 12:-12]
    assert np.abs(made - truth).mean() < 0.35 * np.abs(mixed - truth).mean()


def test_any_range_asked_for_gives_the_same_frames(tmp_path: Path) -> None:
    rushes, job = stored(tmp_path, [texture(2 * k) for k in range(8)]), still_job(10)
    pace = Pace(positions=np.array([0, 0.5, 1, 1.6, 2, 3, 3.5, 4, 5.25, 6]), speed=1.0)
    whole = played(rushes, pace, job, 0, 10)
    for start, stop in ((3, 6), (9, 10), (0, 1)):
        assert all(
            np.array_equal(a, b) for a, b in zip(whole[start:stop], played(rushes, pace, job, start, stop), strict=True)
        )
    assert played(rushes, pace, job, 4, 4) == []


def test_rushes_that_end_before_their_shot_are_told_by_name(tmp_path: Path) -> None:
    rushes = stored(tmp_path, [texture(k) for k in range(3)])
    pace = Pace(positions=np.arange(8, dtype=np.float64), speed=1.0)
    with pytest.raises(RenderError, match="end before their shot"):
        played(rushes, pace, still_job(), 0, 8)


def test_a_beat_lights_the_picture_up_within_bounds(tmp_path: Path) -> None:
    rushes = stored(tmp_path, [texture(0)] * 20)
    job = replace(
        shot_job(frames=20, beats=(8,), energy=0.6, plate=plate_job(width_px=WIDTH, height_px=HEIGHT)), light=1.0
    )
    pace = pace_of(job, model_frames_per_s=24.0, sings=True, speed_in_model=False)
    luma = np.array([frame[:HEIGHT].astype(float).mean() for frame in played(rushes, pace, job, 0, 20)])
    assert 0.5 < luma[8] - luma[7] < 12
    assert luma[19] < luma[8]


@pytest.mark.parametrize(("width_px", "height_px"), [(90, 160), (54, 96), (180, 320), (96, 160), (160, 90)])
def test_a_picture_covers_the_frame_and_keeps_its_shape(width_px: int, height_px: int) -> None:
    frame = texture(0)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    frame[:HEIGHT] = np.where((x - WIDTH / 2) ** 2 + (y - HEIGHT / 2) ** 2 < 20**2, 235, 16)
    covered = covering_planes(frame_planes(frame), width_px, height_px)
    assert covered.y.shape == (height_px, width_px)
    assert covered.u.shape == covered.v.shape == (height_px // 2, width_px // 2)
    white = covered.y > 126
    if min(width_px / WIDTH, height_px / HEIGHT) > 0.5:
        tall, wide = np.ptp(np.flatnonzero(white.any(1))) + 1, np.ptp(np.flatnonzero(white.any(0))) + 1
        assert abs(tall - wide) <= 3
        assert abs(np.flatnonzero(white.any(0)).mean() - (width_px - 1) / 2) <= 2


def test_a_range_or_a_size_that_cannot_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    from songreel_engine.rendering.parallax.animator import check_job

    with pytest.raises(RenderError, match="frames 0 to 8; it cannot give 3 to 9"):
        check_job(still_job(), 3, 9)
    with pytest.raises(RenderError, match="91x160 cannot be encoded"):
        check_job(shot_job(plate=plate_job(width_px=91)), 0, 1)
    with pytest.raises(RenderError, match="drive array"):
        check_job(replace(still_job(), drive=np.zeros((3, 10), np.float32)), 0, 1)


def test_stored_rushes_come_back_as_they_were(tmp_path: Path) -> None:
    frames = [texture(3 * k) for k in range(5)]
    rushes = stored(tmp_path, frames)
    found = find_rushes(tmp_path, "k")
    assert found is not None
    assert found.facts == rushes.facts
    error = max(np.abs(a.astype(int) - b).mean() for a, b in zip(frames, found.frames(), strict=True))
    assert error < 1.0
    assert find_rushes(tmp_path, "other") is None


def test_rushes_appear_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> object:
        yield texture(0)
        raise RuntimeError("the model fell over")

    facts = stored(tmp_path, [texture(0)] * 2).facts
    with pytest.raises(RuntimeError, match="fell over"):
        save_rushes(tmp_path, "half", broken(), facts)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_damaged_facts_are_told_by_their_folder(tmp_path: Path) -> None:
    stored(tmp_path, [texture(0)] * 2)
    (tmp_path / "k" / "facts.json").write_text("{}")
    with pytest.raises(RenderError, match="are damaged; delete that folder"):
        find_rushes(tmp_path, "k")


def test_planes_of_a_frame_are_views() -> None:
    planes = frame_planes(texture(0))
    assert isinstance(planes, Planes)
    assert planes.y.shape == (HEIGHT, WIDTH)

"""Latents enlarged by a network of their own and refined: on tiny networks of the real classes, for films of full size."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moving_jobs import plate, plate_job, shot_job
from songreel_engine.rendering.animators import MotionStep
from songreel_engine.rendering.diffusion import motion
from songreel_engine.rendering.diffusion.card import NO_CARD, Card
from songreel_engine.rendering.diffusion.enlarging import find_upscaler
from songreel_engine.rendering.diffusion.models import Model, find_model
from songreel_engine.rendering.diffusion.motion import VIDEO_STAGES, DiffusionAnimator
from songreel_engine.rendering.diffusion.rushes import find_rushes

torch = pytest.importorskip("torch", reason="torch is not installed; pip install 'songreel[diffusion]'")
pytest.importorskip("diffusers", reason="diffusers is not installed; pip install 'songreel[diffusion]'")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

torch.set_num_threads(1)
REPO = "Lightricks/ltxv-spatial-upscaler-0.9.7"
DISTILLED = "LTX-Video-0.9.8-13B-distilled"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with a tiny network that enlarges."""
    from tiny_videos import build_ltx_upsampler

    hub = tmp_path_factory.mktemp("hub")
    build_ltx_upsampler().save_pretrained(hub / ("models--" + REPO.replace("/", "--")) / "snapshots" / "abcdef0")
    return hub


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A tiny LTX that by its folder's name is asked as a distilled one, which the catalogue knows an upscaler for."""
    from tiny_videos import build_ltx

    folder = tmp_path_factory.mktemp("videos") / DISTILLED
    build_ltx().save_pretrained(folder)
    found = find_model(str(folder), stages=VIDEO_STAGES)
    return replace(found, least_pixels=1, most_pixels=64 * 96, most_frames=17, options={"max_sequence_length": 1024})


@pytest.fixture(scope="module")
def upscaler(model: Model, hub: Path) -> Model:
    found = find_upscaler(model, NO_CARD, hub=hub)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def small_films_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "LARGE_PIXELS", 100 * 100)


JOB = shot_job(frames=12, plate=plate_job(width_px=128, height_px=192))
PLATE = plate()


def animator(model: Model, folder: Path, upscaler: Model | None, **options: Any) -> DiffusionAnimator:
    return DiffusionAnimator(model, files={}, rushes_dir=folder, judge=None, upscaler=upscaler, **options)


def made(moved: DiffusionAnimator, folder: Path, **changes: Any) -> tuple[tuple[int, int], np.ndarray]:
    job, steps = replace(JOB, **changes), list[MotionStep]()
    moved.rehearse([job], lambda _: PLATE, step=steps.append)
    rushes = find_rushes(folder, moved.rushes_key(PLATE, job))
    assert rushes is not None
    frames = np.stack([frame.copy() for frame in rushes.frames()])
    assert [step.step for step in steps if step.preview is not None]
    return (rushes.facts.width_px, rushes.facts.height_px), frames


def test_a_shot_of_a_large_film_comes_at_twice_the_size_it_was_begun_at(
    model: Model, upscaler: Model, tmp_path: Path
) -> None:
    size, small = made(animator(model, tmp_path / "small", None), tmp_path / "small")
    twice, large = made(animator(model, tmp_path / "large", upscaler), tmp_path / "large")
    assert twice == (2 * size[0], 2 * size[1])
    assert len(large) == len(small) == 12
    _, again = made(animator(model, tmp_path / "again", upscaler), tmp_path / "again")
    assert np.array_equal(large, again)
    assert large[:, : twice[1]].std() > 3


def test_its_steps_go_on_to_the_end_of_the_refining(model: Model, upscaler: Model, tmp_path: Path) -> None:
    steps: list[MotionStep] = []
    animator(model, tmp_path, upscaler).rehearse([JOB], lambda _: PLATE, step=steps.append)
    assert [step.step for step in steps] == list(range(1, steps[0].steps + 1))
    assert steps[0].steps == model.steps + 4


def test_a_long_shot_goes_on_from_its_own_last_picture_at_full_size(
    model: Model, upscaler: Model, tmp_path: Path
) -> None:
    job = shot_job(frames=30, plate=plate_job(width_px=128, height_px=192))
    moved = animator(model, tmp_path, upscaler)
    moved.rehearse([job], lambda _: PLATE)
    rushes = find_rushes(tmp_path, moved.rushes_key(PLATE, job))
    assert rushes is not None
    assert len(rushes.facts.windows) == 2
    assert sum(1 for _ in rushes.frames()) == 30


def test_where_memory_runs_out_at_the_large_size_both_sizes_shrink(
    model: Model, upscaler: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import diffusers

    honest, failed = diffusers.LTXLatentUpsamplePipeline.__call__, list[int]()

    def call(self: Any, *args: Any, **named: Any) -> Any:
        failed.append(1)
        if len(failed) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return honest(self, *args, **named)

    monkeypatch.setattr(diffusers.LTXLatentUpsamplePipeline, "__call__", call)
    told: list[str] = []
    animator(model, tmp_path, upscaler).rehearse(
        [JOB], lambda _: PLATE, made=lambda _, motion: told.extend(motion.notes)
    )
    assert len(failed) == 2
    assert [note for note in told if note.startswith("memory ran out, so a shot was made at 32x64")]


def test_small_films_are_made_at_their_own_size_whatever_is_installed(
    model: Model, upscaler: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(motion, "LARGE_PIXELS", 1000 * 1000)
    with_it, without = animator(model, tmp_path, upscaler), animator(model, tmp_path, None)
    assert with_it.rushes_key(PLATE, JOB) == without.rushes_key(PLATE, JOB)


def test_it_is_part_of_what_makes_the_frames_of_large_films(model: Model, upscaler: Model, tmp_path: Path) -> None:
    with_it, without = animator(model, tmp_path, upscaler), animator(model, tmp_path, None)
    assert with_it.rushes_key(PLATE, JOB) != without.rushes_key(PLATE, JOB)
    assert with_it.fingerprint() != without.fingerprint()


def test_it_must_be_installed_and_fit_beside_the_model(model: Model, hub: Path, tmp_path: Path) -> None:
    assert find_upscaler(model, NO_CARD, hub=tmp_path) is None
    assert find_upscaler(replace(model, upscaler=""), NO_CARD, hub=hub) is None
    assert find_upscaler(model, Card("small", model.memory_gb + 4, "cuda"), hub=hub) is None
    assert find_upscaler(model, Card("large", model.memory_gb + 20, "cuda"), hub=hub) is not None

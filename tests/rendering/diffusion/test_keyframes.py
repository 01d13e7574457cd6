"""Plates by a real pipeline with tiny random weights: every seam but the beauty of pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from songreel_engine.errors import MachineError, RenderError
from songreel_engine.rendering.diffusion import keyframes
from songreel_engine.rendering.diffusion.card import NO_CARD, Card
from songreel_engine.rendering.diffusion.keyframes import DiffusionPlateMaker
from songreel_engine.rendering.diffusion.layers import plate_of, struck
from songreel_engine.rendering.diffusion.loading import opened, quietly
from songreel_engine.rendering.diffusion.models import Model, find_model
from songreel_engine.rendering.diffusion.picturing import together_on
from songreel_engine.rendering.diffusion.placement import Placement
from songreel_engine.rendering.diffusion.prompt_cache import encoded, encoder_parts
from songreel_engine.rendering.jobs import FigureJob, PlateJob, PromptJob
from songreel_engine.rendering.plate_store import key_image, load_plate, origin_of, save_plate
from songreel_engine.rendering.plates import Origin, Plate, PlateStep
from tiny_model_folders import depth_folder, mild_folder, sdxl_folder, strict_folder

__all__ = ["depth_folder", "mild_folder", "sdxl_folder", "strict_folder"]

JOB = PlateJob(
    width_px=60,
    height_px=100,
    place="city",
    style="golden_hour",
    framing="wide",
    variation=0,
    time_of_day="golden",
    weather="clear",
    figure=None,
    prompt="a street in the evening",
    seed=11,
)


@pytest.fixture(scope="module")
def model(sdxl_folder: Path) -> Model:
    return replace(find_model(str(sdxl_folder), stages=["keyframe"]), steps=2)


@pytest.fixture(scope="module")
def plate(model: Model) -> Plate:
    return DiffusionPlateMaker(model).make(JOB)


def test_the_key_image_is_the_models_cut_to_the_canvas(plate: Plate) -> None:
    assert (plate.frame_width_px, plate.frame_height_px) == (60, 100)
    assert plate.layers[0].rgb.shape == (plate.canvas_height_px, plate.canvas_width_px, 3) == (116, 70, 3)
    assert plate.layers[0].rgb.std() > 10, "a picture, not a colour"


def test_a_plate_says_how_it_came_about(plate: Plate, model: Model, tmp_path: Path) -> None:
    origin = plate.origin
    assert origin is not None
    assert (origin.model, origin.seed) == ("tiny-sdxl", 11)
    assert origin.prompt.startswith("wide shot, a city street")
    assert "anime" in origin.negative
    assert 0.8 * model.least_pixels < origin.width_px * origin.height_px <= model.most_pixels
    save_plate(plate, tmp_path / "plate")
    assert origin_of(tmp_path / "plate") == load_plate(tmp_path / "plate").origin == origin


def test_many_plates_are_the_ones_that_are_made_one_by_one(model: Model, plate: Plate) -> None:
    jobs = {"a": replace(JOB, seed=12), "b": JOB}
    made = dict(DiffusionPlateMaker(model).make_all(jobs))
    assert list(made) == ["a", "b"]
    assert np.array_equal(made["b"].layers[0].rgb, plate.layers[0].rgb)
    assert not np.array_equal(made["a"].layers[0].rgb, plate.layers[0].rgb)


@pytest.mark.parametrize(("together", "calls"), [(2, 2), (8, 1)])
def test_pictures_that_are_made_in_one_call_are_those_made_alone(
    model: Model, plate: Plate, monkeypatch: pytest.MonkeyPatch, together: int, calls: int
) -> None:
    pipes = on_a_full_card(monkeypatch, fails=0)
    jobs = {"a": replace(JOB, seed=12), "b": JOB, "c": replace(JOB, seed=13)}
    made = dict(DiffusionPlateMaker(model, together=together).make_all(jobs))
    assert len(pipes[0].sizes) == calls
    assert list(made) == ["a", "b", "c"]
    difference = np.abs(made["b"].layers[0].rgb.astype(int) - plate.layers[0].rgb)
    assert difference.max() <= 2
    assert made["b"].origin == plate.origin
    assert np.abs(made["a"].layers[0].rgb.astype(int) - made["c"].layers[0].rgb).mean() > 5


def test_pictures_for_which_memory_does_not_last_together_are_made_one_by_one(
    monkeypatch: pytest.MonkeyPatch, model: Model, plate: Plate
) -> None:
    pipes = on_a_full_card(monkeypatch, fails=1)
    made = dict(DiffusionPlateMaker(model, together=2).make_all({"a": replace(JOB, seed=12), "b": JOB}))
    assert len(set(pipes[0].sizes)) == 1, "alone is tried before smaller"
    assert len(pipes[0].sizes) == 3
    assert np.array_equal(made["b"].layers[0].rgb, plate.layers[0].rgb)


def test_how_many_are_made_in_one_call_depends_on_the_card(model: Model) -> None:
    size = (832, 1216)
    assert together_on(NO_CARD, model, size) == 1
    assert together_on(Card("small", model.memory_gb + 4, "cuda"), model, size) == 1
    assert together_on(Card("middling", model.memory_gb + 9, "cuda"), model, size) == 2
    assert together_on(Card("large", 141, "cuda"), model, size) == 4


def test_words_beyond_what_the_encoder_reads_at_once_still_count(model: Model) -> None:
    long = "a street at night, " * 8
    pictures = []
    for end in ("rain", "snow"):
        told = replace(JOB, told=PromptJob(words=f"{long}{end}", anchor_seed=3))
        plate = DiffusionPlateMaker(model).make(told)
        assert plate.origin is not None
        assert not any("last words were left out" in note for note in plate.origin.notes)
        pictures.append(plate.layers[0].rgb)
    assert not np.array_equal(*pictures)


def test_a_word_that_no_encoder_reads_whole_is_told(model: Model) -> None:
    told = replace(JOB, told=PromptJob(words="a" * 100, anchor_seed=3))
    origin = DiffusionPlateMaker(model).make(told).origin
    assert origin is not None
    assert any("does not read prompts as long as some of these" in note for note in origin.notes)


def test_words_change_the_picture(model: Model, plate: Plate) -> None:
    told = replace(JOB, told=PromptJob(words="a burning piano", anchor_seed=3))
    assert not np.array_equal(DiffusionPlateMaker(model).make(told).layers[0].rgb, plate.layers[0].rgb)


def test_each_step_is_told_with_a_tiny_preview(model: Model) -> None:
    told: list[PlateStep] = []
    list(DiffusionPlateMaker(model).make_all({"a": JOB, "b": replace(JOB, seed=5)}, steps=told.append))
    assert [(step.key, step.done, step.total) for step in told] == [("a", 1, 2), ("a", 2, 2), ("b", 1, 2), ("b", 2, 2)]
    for step in told:
        assert step.preview is not None
        assert step.preview.startswith(b"\xff\xd8")
        assert len(step.preview) < 4000


class StoppedError(Exception):
    """Somebody pressed stop."""


def test_who_listens_can_end_the_work_within_one_step(model: Model) -> None:
    steps: list[PlateStep] = []

    def stop(step: PlateStep) -> None:
        steps.append(step)
        raise StoppedError

    with pytest.raises(StoppedError):
        list(DiffusionPlateMaker(replace(model, steps=20)).make_all({"a": JOB, "b": JOB}, steps=stop))
    assert len(steps) == 1


class OutOfMemoryPipe:
    """The real pipeline, on a card whose memory lasts for fewer pixels than asked at first."""

    def __init__(self, pipe: Any, *, fails: int) -> None:
        self._pipe, self._fails, self.sizes = pipe, fails, list[tuple[int, int]]()
        self._execution_device = pipe._execution_device

    def __call__(self, **asked: Any) -> Any:
        import torch

        self.sizes.append((asked["width"], asked["height"]))
        if len(self.sizes) <= self._fails:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return self._pipe(**asked)


def on_a_full_card(monkeypatch: pytest.MonkeyPatch, *, fails: int) -> list[OutOfMemoryPipe]:
    pipes = []

    @contextmanager
    def opened_there(*arguments: Any, **named: Any) -> Iterator[OutOfMemoryPipe]:
        with opened(*arguments, **named) as pipe:
            pipes.append(OutOfMemoryPipe(pipe, fails=fails))
            yield pipes[-1]

    monkeypatch.setattr(keyframes, "opened", opened_there)
    return pipes


def test_where_memory_runs_out_the_picture_is_made_once_more_and_smaller(
    monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    pipes = on_a_full_card(monkeypatch, fails=1)
    plate = DiffusionPlateMaker(model).make(JOB)
    (first, second) = pipes[0].sizes
    assert second[0] * second[1] < 0.6 * first[0] * first[1]
    assert plate.layers[0].rgb.shape == (116, 70, 3)
    assert plate.origin is not None
    assert any(f"Memory ran out; some key images were made at {second[0]}x{second[1]}" in n for n in plate.origin.notes)


def test_where_memory_runs_out_twice_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, model: Model) -> None:
    pipes = on_a_full_card(monkeypatch, fails=9)
    with pytest.raises(MachineError, match=r"tiny-sdxl ran out of memory at \d+x\d+ and again at \d+x\d+; choose"):
        DiffusionPlateMaker(model).make(JOB)
    assert len(pipes[0].sizes) == 2


@pytest.mark.parametrize("way", ["eight_bits", "streamed"])
def test_a_model_that_lies_in_memory_otherwise_makes_nearly_the_same(model: Model, way: Any) -> None:
    words = ("a street", "")
    told = encoded(model, [words]).told[words]
    pictures = []
    for other in ("whole", way):
        placement = Placement(device="cpu", dtype="float32", way=other, tiled=other != "whole")
        with opened(model, without=encoder_parts(model), placement=placement) as pipe:
            import torch

            asked = dict(width=64, height=64, num_inference_steps=2, output_type="np")
            with quietly():
                answer = pipe(**told, **asked, generator=torch.Generator("cpu").manual_seed(1))
            pictures.append(np.asarray(answer.images[0]))
    difference = np.abs(pictures[0] - pictures[1]).mean()
    assert 0 < difference < 0.1


def test_the_encoders_are_gone_once_the_words_are_read(model: Model) -> None:
    parts = encoder_parts(model)
    assert set(parts) == {"text_encoder", "text_encoder_2"}
    with opened(model, without=parts) as pipe:
        assert pipe.text_encoder is None
        assert pipe.unet is not None


def test_a_depth_model_is_asked_where_there_is_one(model: Model, plate: Plate, depth_folder: Path) -> None:
    depth = find_model(str(depth_folder), stages=["depth"])
    deep = DiffusionPlateMaker(model, depth=depth).make(JOB)
    assert deep.origin is not None
    assert plate.origin is not None
    assert any("Depth was guessed" in note for note in plate.origin.notes)
    assert not any("Depth was guessed" in note for note in deep.origin.notes)
    assert not np.array_equal(deep.layers[0].inverse_depth, plate.layers[0].inverse_depth)
    assert np.isfinite(deep.layers[0].inverse_depth).all()


def test_where_memory_runs_out_for_the_networks_beside_the_depth_is_guessed_and_fitness_unknown(
    model: Model, depth_folder: Path, mild_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    import transformers

    def full(self: Any, *args: Any, **named: Any) -> Any:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(transformers.DepthAnythingForDepthEstimation, "forward", full)
    monkeypatch.setattr(transformers.ViTForImageClassification, "forward", full)
    depth, safety = find_model(str(depth_folder), stages=["depth"]), find_model(str(mild_folder), stages=["safety"])
    origin = DiffusionPlateMaker(model, depth=depth, safety=safety).make(JOB).origin
    assert origin is not None
    assert any("Memory ran out for the depth model" in note for note in origin.notes)
    assert origin.nsfw is None


def test_where_memory_runs_out_while_words_are_read_one_sentence_says_so(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    import diffusers
    import torch

    def full(self: Any, *args: Any, **named: Any) -> Any:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(diffusers.StableDiffusionXLPipeline, "encode_prompt", full)
    with pytest.raises(MachineError, match="ran out of memory while it read the prompts"):
        DiffusionPlateMaker(model).make(JOB)


@pytest.mark.parametrize(("found", "answer"), [("strict_folder", True), ("mild_folder", False)])
def test_a_safety_model_says_what_it_finds(
    request: pytest.FixtureRequest, model: Model, found: str, answer: bool
) -> None:
    safety = find_model(str(request.getfixturevalue(found)), stages=["safety"])
    origin = DiffusionPlateMaker(model, safety=safety).make(JOB).origin
    assert origin is not None
    assert origin.nsfw is answer


def test_without_a_safety_model_nobody_knows(plate: Plate) -> None:
    assert plate.origin is not None
    assert plate.origin.nsfw is None


def test_a_model_that_looks_at_no_pictures_says_so(model: Model, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "me.png")
    figure = FigureJob(pose="sing", hair=0.5, coat=0.5, colour=(0.4, 0.0, 0.0), photo="a" * 64)
    told = PromptJob(words="a singer", anchor_seed=3, photos=("a" * 64,))
    maker = DiffusionPlateMaker(model, files={"a" * 64: tmp_path / "me.png"})
    origin = maker.make(replace(JOB, figure=figure, told=told)).origin
    assert origin is not None
    assert any("looks at no pictures" in note for note in origin.notes)
    assert any("cannot be shown the performer's photos" in note for note in origin.notes)


def test_the_fingerprint_changes_with_whatever_changes_the_picture(
    model: Model, depth_folder: Path, mild_folder: Path
) -> None:
    depth, safety = find_model(str(depth_folder), stages=["depth"]), find_model(str(mild_folder), stages=["safety"])
    makers = [
        DiffusionPlateMaker(model),
        DiffusionPlateMaker(replace(model, steps=3)),
        DiffusionPlateMaker(model, depth=depth),
    ]
    prints = [maker.fingerprint() for maker in makers]
    assert len(set(prints)) == len(prints)
    assert prints[0] == DiffusionPlateMaker(model, safety=safety).fingerprint(), "it changes no picture"


def test_a_shape_that_the_model_cannot_make_is_refused(model: Model) -> None:
    with pytest.raises(RenderError, match="over four times"):
        DiffusionPlateMaker(model).make(replace(JOB, width_px=20, height_px=200))


def test_damaged_weights_are_refused_in_one_sentence(sdxl_folder: Path, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(sdxl_folder, tmp_path / "damaged"))
    weights = next((folder / "unet").glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(MachineError, match=r"damaged in .* cannot be loaded"):
        DiffusionPlateMaker(find_model(str(folder), stages=["keyframe"])).make(JOB)


def test_a_folder_that_asks_to_run_its_own_code_is_refused(sdxl_folder: Path, tmp_path: Path) -> None:
    import json
    import shutil
    import sys

    folder = Path(shutil.copytree(sdxl_folder, tmp_path / "strange"))
    (folder / "sabotage.py").write_text("raise SystemExit")
    index = json.loads((folder / "model_index.json").read_text())
    for module in ("sabotage", "antigravity"):
        (folder / "model_index.json").write_text(json.dumps(index | {"unet": [module, "UNet"]}))
        with pytest.raises(MachineError, match=f"asks to run code of its own \\({module}\\)"):
            DiffusionPlateMaker(find_model(str(folder), stages=["keyframe"])).make(JOB)
        assert module not in sys.modules


def test_a_folder_whose_parts_belong_to_another_class_is_refused(sdxl_folder: Path, tmp_path: Path) -> None:
    import json
    import shutil

    folder = Path(shutil.copytree(sdxl_folder, tmp_path / "mixed"))
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps(index | {"_class_name": "ZImagePipeline"}))
    with pytest.raises(MachineError, match=r"mixed in .* cannot be loaded"):
        DiffusionPlateMaker(find_model(str(folder), stages=["keyframe"])).make(JOB)


def person_on_a_wall() -> np.ndarray:
    """Somebody dark, head up, in the middle of a light wall; uint8 [348, 208, 3]."""
    y, x = np.mgrid[0:348, 0:208]
    rgb = np.stack([200 + y // 12, 205 - x // 10, 190 + 0 * x], axis=-1).astype(np.uint8)
    head = ((x - 104) / 24.0) ** 2 + ((y - 95) / 32.0) ** 2 < 1
    body = (np.abs(x - 104) < 18 + 48 * np.clip((y - 120) / 40, 0, 1)) & (y > 118)
    rgb[head] = (120, 70, 50)
    rgb[body] = (30, 40, 90)
    return rgb


def test_a_performer_who_stands_out_gets_a_layer_and_the_rest_shows_the_picture_unchanged() -> None:
    rgb = person_on_a_wall()
    figure = FigureJob(pose="sing", hair=0.5, coat=0.5, colour=(0.4, 0.0, 0.0))
    job = replace(JOB, width_px=180, height_px=300, figure=figure)
    near = np.full((87, 52), 0.1, np.float32)
    near[30:, 10:42] = 0.25
    origin = Origin(model="m", prompt="", negative="", seed=0, width_px=208, height_px=348, nsfw=None)
    plate = plate_of(rgb, near, job, origin)
    assert [layer.kind for layer in plate.layers] == ["relief", "figure"]
    background, performer = plate.layers
    assert performer.alpha is not None
    shown = key_image(plate).astype(int) - rgb[24:324, 14:194]
    assert np.abs(shown).mean() < 3
    middle = background.rgb[200:300, 90:118]
    assert middle.min() > 120, "the wall, where the dark body stood"
    assert plate.subject_inverse_depth == pytest.approx(0.25)
    assert float(np.median(background.inverse_depth[50:70, 20:32])) < 0.2


def test_black_stays_black_on_a_beat_and_lights_glow() -> None:
    rgb = np.zeros((60, 60, 3), np.uint8)
    rgb[25:35, 25:35] = 240
    hit = struck(rgb)
    assert hit[0, 0].max() == 0
    assert hit[30, 23].max() > 0, "light around the lamp"
    assert hit.max() <= 250
    assert (hit >= rgb).all()

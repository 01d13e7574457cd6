"""Places and people that return, with tiny pipelines of the classes that read words and look at pictures in their own ways."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from songreel_engine.errors import RenderError
from songreel_engine.rendering.diffusion.cast_plates import CastPlateMaker
from songreel_engine.rendering.diffusion.keyframes import DiffusionPlateMaker
from songreel_engine.rendering.diffusion.models import Model, find_model
from songreel_engine.rendering.jobs import FigureJob, PlateJob, PromptJob
from songreel_engine.rendering.plates import Plate, PlateStep
from tiny_model_folders import klein_folder, z_image_folder

__all__ = ["klein_folder", "z_image_folder"]

FIGURE = FigureJob(pose="walk", hair=0.7, coat=0.8, colour=(0.42, 0.02, 0.01))
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
    told=PromptJob(words="a burning piano", anchor_seed=3),
)
PHOTO = "a" * 64


def tiny(folder: Path) -> Model:
    """In one step, at the smallest of sizes."""
    model = find_model(str(folder), stages=["keyframe"])
    return replace(model, steps=1, least_pixels=64 * 64, most_pixels=128 * 128)


@pytest.fixture(scope="module")
def klein(klein_folder: Path) -> Model:
    return tiny(klein_folder)


@pytest.fixture(scope="module")
def plates(klein: Model) -> dict[str, Plate]:
    told = replace(JOB.told or PromptJob(words="", anchor_seed=0), anchor_seed=4)
    jobs = {"one": JOB, "same": replace(JOB, framing="wide"), "elsewhere": replace(JOB, told=told)}
    return dict(DiffusionPlateMaker(klein).make_all(jobs))


def test_a_shot_of_another_scene_looks_at_another_place(plates: dict[str, Plate]) -> None:
    one, same, elsewhere = (plates[key].layers[0].rgb for key in ("one", "same", "elsewhere"))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, elsewhere)


def test_it_says_what_the_pictures_beside_the_words_show(plates: dict[str, Plate]) -> None:
    origin = plates["one"].origin
    assert origin is not None
    assert origin.prompt.startswith("The place is the one in image 1. a burning piano")
    assert not any("looks at no pictures" in note for note in origin.notes)


def test_a_scenes_place_is_made_once(klein: Model) -> None:
    steps: list[PlateStep] = []
    jobs = {"a": JOB, "b": replace(JOB, seed=5)}
    list(DiffusionPlateMaker(klein).make_all(jobs, steps=steps.append))
    assert [(step.key, step.done, step.total) for step in steps] == [("a", 1, 2), ("a", 2, 2), ("b", 1, 1)]


def test_a_photo_of_the_performer_is_looked_at(klein: Model, tmp_path: Path) -> None:
    told = PromptJob(words="a singer", anchor_seed=3, photos=(PHOTO,))
    job = replace(JOB, figure=replace(FIGURE, photo=PHOTO), told=told)
    made = []
    for colour in ("red", "blue"):
        file = tmp_path / f"{colour}.png"
        Image.new("RGB", (64, 64), colour).save(file)
        made.append(DiffusionPlateMaker(klein, files={PHOTO: file}).make(job))
    assert not np.array_equal(made[0].layers[0].rgb, made[1].layers[0].rgb)
    assert made[0].origin is not None
    assert "The performer is the person in image 2" in made[0].origin.prompt


def test_somebody_from_photos_is_shown_by_a_model_that_looks_where_the_chosen_one_does_not(
    klein: Model, z_image_folder: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "me.png")
    chosen, looking = (
        DiffusionPlateMaker(model, files={PHOTO: tmp_path / "me.png"}) for model in (tiny(z_image_folder), klein)
    )
    told = PromptJob(words="a singer", anchor_seed=3, photos=(PHOTO,))
    shown = replace(JOB, figure=replace(FIGURE, photo=PHOTO), told=told)
    maker = CastPlateMaker(chosen, looking)
    made = dict(maker.make_all({"shown": shown, "empty": replace(shown, figure=None), "place": JOB}))
    models = {key: plate.origin.model for key, plate in made.items() if plate.origin is not None}
    assert models == {"shown": "tiny-klein", "empty": "tiny-z-image", "place": "tiny-z-image"}
    assert np.array_equal(made["place"].layers[0].rgb, chosen.make(JOB).layers[0].rgb)
    assert len({maker.fingerprint(), chosen.fingerprint(), looking.fingerprint()}) == 3


@pytest.mark.parametrize("content", [None, b"", b"no picture"], ids=["missing", "empty", "damaged"])
def test_a_photo_that_cannot_be_looked_at_is_refused(klein: Model, tmp_path: Path, content: bytes | None) -> None:
    told = PromptJob(words="a singer", anchor_seed=3, photos=(PHOTO,))
    files = {PHOTO: tmp_path / "me.jpg"} if content is not None else {}
    if content is not None:
        files[PHOTO].write_bytes(content)
    with pytest.raises(RenderError, match=r"photo of the performer is not among|me\.jpg is no picture"):
        DiffusionPlateMaker(klein, files=files).make(replace(JOB, figure=FIGURE, told=told))


def test_words_of_different_lengths_are_read_apart(z_image_folder: Path) -> None:
    jobs = {"long": JOB, "short": replace(JOB, told=PromptJob(words="a cat", anchor_seed=3))}
    together = dict(DiffusionPlateMaker(tiny(z_image_folder)).make_all(jobs))
    alone = DiffusionPlateMaker(tiny(z_image_folder)).make(jobs["short"])
    assert np.array_equal(together["short"].layers[0].rgb, alone.layers[0].rgb)
    assert not np.array_equal(together["long"].layers[0].rgb, alone.layers[0].rgb)


def test_what_is_to_be_left_out_counts_only_under_guidance(z_image_folder: Path) -> None:
    model = replace(tiny(z_image_folder), steps=2)
    free, led = (DiffusionPlateMaker(replace(model, guidance=guidance)).make(JOB).origin for guidance in (0.0, 4.0))
    assert free is not None
    assert led is not None
    assert free.negative == ""
    assert "watermark" in led.negative

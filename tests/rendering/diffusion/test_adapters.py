"""Photos shown to a model that only reads words, through a tiny IP-Adapter that lies in a user's cache like a real one."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from songreel_engine.errors import BriefError, MachineError
from songreel_engine.rendering.diffusion import adapters
from songreel_engine.rendering.diffusion.adapters import Adapter, find_adapter, seen_of
from songreel_engine.rendering.diffusion.card import NO_CARD, Card
from songreel_engine.rendering.diffusion.catalogue import adapter_row
from songreel_engine.rendering.diffusion.checking import try_adapter
from songreel_engine.rendering.diffusion.keyframes import DiffusionPlateMaker
from songreel_engine.rendering.diffusion.making import plate_maker_for
from songreel_engine.rendering.diffusion.models import Model, find_model, listed_models
from songreel_engine.rendering.diffusion.placement import Placement
from songreel_engine.rendering.jobs import FigureJob, PlateJob, PromptJob
from songreel_engine.rendering.plates import Plate
from tiny_model_folders import klein_folder, sdxl_folder
from tiny_person import person

__all__ = ["klein_folder", "sdxl_folder"]

NAME = "ip-adapter-plus-face-sdxl"
PHOTOS = tuple(letter * 64 for letter in "abc")
FIGURE = FigureJob(pose="walk", hair=0.7, coat=0.8, colour=(0.42, 0.02, 0.01), photo=PHOTOS[0])
JOB = PlateJob(
    width_px=60,
    height_px=100,
    place="city",
    style="golden_hour",
    framing="wide",
    variation=0,
    time_of_day="golden",
    weather="clear",
    figure=FIGURE,
    prompt="a street in the evening",
    seed=11,
    told=PromptJob(words="a singer in a street", anchor_seed=3, photos=PHOTOS[:1]),
)


@pytest.fixture(scope="module")
def model(sdxl_folder: Path) -> Model:
    return replace(find_model(str(sdxl_folder), stages=["keyframe"]), steps=2)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    """A cache that holds a tiny adapter for the tiny model."""
    from tiny_models import ip_adapter, sdxl

    row, hub = adapter_row(NAME), tmp_path_factory.mktemp("hub")
    assert row is not None
    ip_adapter(sdxl(), hub, (row.weights, row.encoder))
    return hub


@pytest.fixture(scope="module")
def adapter(model: Model, hub: Path) -> Adapter:
    found = find_adapter(model, NO_CARD, hub=hub)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("photos")
    files = {sha256: folder / f"{sha256[0]}.png" for sha256 in PHOTOS}
    for number, file in enumerate(files.values()):
        pixels = np.random.default_rng(number).integers(0, 255, (8, 8, 3), np.uint8)
        Image.fromarray(pixels).resize((80, 80), Image.Resampling.NEAREST).save(file)
    return files


def picture(plate: Plate) -> np.ndarray:
    return plate.layers[0].rgb.astype(int)


def with_photos(job: PlateJob, count: int) -> PlateJob:
    return replace(job, told=PromptJob(words="a singer in a street", anchor_seed=3, photos=PHOTOS[:count]))


def test_one_to_three_photos_of_the_performer_each_change_the_picture(
    model: Model, adapter: Adapter, files: dict[str, Path]
) -> None:
    maker = DiffusionPlateMaker(model, files=files, adapter=adapter)
    alone = picture(DiffusionPlateMaker(model, files=files).make(JOB))
    made = [picture(maker.make(with_photos(JOB, count))) for count in (1, 2, 3)]
    assert all(np.abs(one - other).mean() > 0.1 for one, other in zip([alone, *made], made, strict=False))
    assert np.array_equal(made[0], picture(maker.make(JOB))), "the same photo, the same picture"


def test_another_photo_is_another_picture(model: Model, adapter: Adapter, files: dict[str, Path]) -> None:
    swapped = files | {PHOTOS[0]: files[PHOTOS[1]]}
    one, other = (
        picture(DiffusionPlateMaker(model, files=with_, adapter=adapter).make(JOB)) for with_ in (files, swapped)
    )
    assert np.abs(one - other).mean() > 0.1


def test_where_nobody_is_shown_the_adapter_does_not_count(
    model: Model, adapter: Adapter, files: dict[str, Path]
) -> None:
    empty = replace(JOB, figure=None)
    maker = DiffusionPlateMaker(model, files=files, adapter=adapter, together=2)
    made = dict(maker.make_all({"somebody": JOB, "nobody": empty, "nobody too": replace(empty, seed=5), "again": JOB}))
    alone = DiffusionPlateMaker(model, files=files).make(empty)
    assert np.abs(picture(made["nobody"]) - picture(alone)).max() <= 1
    assert np.array_equal(picture(made["somebody"]), picture(made["again"]))


def notes_of(plate: Plate) -> str:
    assert plate.origin is not None
    return " ".join(plate.origin.notes)


def test_the_result_says_how_the_likeness_came_about_or_what_is_missing(
    model: Model, adapter: Adapter, files: dict[str, Path]
) -> None:
    shown = notes_of(DiffusionPlateMaker(model, files=files, adapter=adapter).make(JOB))
    assert f"is shown the performer's photos through {NAME}: a likeness" in shown
    assert "cannot be shown" not in shown
    deaf = notes_of(DiffusionPlateMaker(model, files=files).make(JOB))
    assert f"cannot be shown the performer's photos; flux2-klein-4b, a model for edits, or {NAME} can" in deaf


def test_the_adapter_is_part_of_what_makes_a_picture(model: Model, adapter: Adapter) -> None:
    stronger = replace(adapter, row=adapter.row.model_copy(update={"strength": 0.9}))
    makers = [DiffusionPlateMaker(model, adapter=one) for one in (None, adapter, stronger)]
    assert len({maker.fingerprint() for maker in makers}) == 3


@pytest.mark.parametrize("way", ["eight_bits", "streamed"])
def test_it_works_however_the_model_lies_in_memory(
    model: Model, adapter: Adapter, files: dict[str, Path], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from songreel_engine.rendering.diffusion import loading

    whole = picture(DiffusionPlateMaker(model, files=files, adapter=adapter).make(JOB))
    placement = Placement(device="cpu", dtype="float32", way=way, tiled=True)  # type: ignore[arg-type]
    monkeypatch.setattr(loading, "placement_for", lambda _model, _card: placement)
    made = picture(DiffusionPlateMaker(model, files=files, adapter=adapter).make(JOB))
    assert np.abs(whole - made).mean() < 25


def test_one_that_is_not_whole_or_belongs_to_another_model_is_not_used(
    model: Model, hub: Path, klein_folder: Path, tmp_path: Path
) -> None:
    assert find_adapter(model, NO_CARD, hub=tmp_path) is None
    halved = Path(shutil.copytree(hub, tmp_path / "halved"))
    next(halved.rglob("model.safetensors")).unlink()
    assert find_adapter(model, NO_CARD, hub=halved) is None
    assert [one.missing for one in listed_models(halved) if one.name == NAME] == [
        ("models/image_encoder/model.safetensors",)
    ]
    other = find_model(str(klein_folder), stages=["keyframe"])
    assert find_adapter(other, NO_CARD, hub=hub) is None
    wide = Path(shutil.copytree(model.folder, tmp_path / "wide"))
    config = wide / "unet" / "config.json"
    config.write_text(config.read_text().replace('"cross_attention_dim": 64', '"cross_attention_dim": 2048'))
    assert find_adapter(find_model(str(wide), stages=["keyframe"]), NO_CARD, hub=hub) is None


def test_it_must_fit_beside_the_model(model: Model, hub: Path) -> None:
    card = Card("a card", model.least_gb + 2.0, "cuda")
    assert find_adapter(model, card, hub=hub) is None
    assert find_adapter(model, replace(card, memory_gb=model.least_gb + 2.3), hub=hub) is not None


def test_damaged_weights_are_told_by_the_adapters_name(
    model: Model, hub: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    damaged = Path(shutil.copytree(hub, tmp_path / "damaged"))
    weights = next(damaged.rglob("ip-adapter*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-400])
    found = find_adapter(model, NO_CARD, hub=damaged)
    assert found is not None
    with pytest.raises(MachineError, match=rf"{NAME} in .* cannot be loaded"):
        DiffusionPlateMaker(model, files=files, adapter=found).make(JOB)


def test_a_film_with_photos_is_made_with_the_adapter_of_its_model(
    model: Model, hub: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapters, "hub_folder", lambda: hub)
    name = str(model.folder)
    made = plate_maker_for(name, files=files, non_commercial=False)
    # A film is planned without its files: the keys must be those it is rendered with.
    assert made.fingerprint() == plate_maker_for(name, files={}, non_commercial=False).fingerprint()
    assert made.fingerprint() != DiffusionPlateMaker(model).fingerprint()
    assert NAME in notes_of(made.make(JOB))


def test_it_is_listed_with_its_licence_and_tried_with_a_model_it_belongs_to(
    model: Model, hub: Path, tmp_path: Path
) -> None:
    (line,) = (one for one in listed_models(hub) if one.name == NAME)
    assert (line.stages, line.licence, line.commercial, line.installed) == (("identity",), "Apache-2.0", True, True)
    with pytest.raises(MachineError, match=f"{NAME} cannot be tried"):
        try_adapter(NAME, hub=hub)
    both = Path(shutil.copytree(hub, tmp_path / "hub"))
    snapshot = both / "models--somebody--tiny-sdxl" / "snapshots" / "abcdef0"
    shutil.copytree(model.folder, snapshot)
    (snapshot / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    tried = try_adapter(NAME, hub=both)
    assert (tried.stage, tried.model.name) == ("identity", "somebody/tiny-sdxl")
    assert tried.picture is not None
    with pytest.raises(BriefError, match=f"{NAME} makes no pictures by itself"):
        find_model(NAME, stages=["keyframe"])


def test_an_adapter_for_faces_is_shown_the_head_and_one_for_people_all_of_the_photo(adapter: Adapter) -> None:
    photo = person((40, 50, 110))
    head = seen_of(photo, adapter)
    assert head.shape[0] < 0.7 * photo.shape[0]
    assert np.abs(head.astype(int) - (205, 150, 125)).sum(-1).min() < 30, "the face is in it"
    whole = replace(adapter, row=adapter.row.model_copy(update={"sees": "person"}))
    assert seen_of(photo, whole).shape == photo.shape
    wall = np.full((80, 80, 3), 200, np.uint8)
    assert seen_of(wall, adapter).shape == wall.shape

"""Models are found by their files: in folders, in the cache, whole or not, friendly or not."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from model_folders import cached, write_json, write_network, write_pipeline, write_weights
from songreel_engine.errors import BriefError, MachineError
from songreel_engine.rendering.diffusion.card import Card
from songreel_engine.rendering.diffusion.discovery import licence_tag, missing_parts, model_in
from songreel_engine.rendering.diffusion.models import (
    choose_model,
    find_model,
    installed_model,
    listed_models,
)

KLEIN = "black-forest-labs/FLUX.2-klein-4B"
BIG_CARD = Card("a card", 24.0, "cuda")


def klein(hub: Path, **said: Any) -> Path:
    return write_pipeline(cached(hub, KLEIN), "Flux2KleinPipeline", is_distilled=True, **said)


def test_a_folder_of_a_known_class_needs_no_row_of_its_own(tmp_path: Path) -> None:
    model = find_model(str(write_pipeline(tmp_path / "mine")), stages=["keyframe"])
    assert (model.name, model.class_name, model.stages) == ("mine", "StableDiffusionXLPipeline", ("keyframe",))
    assert model.takes_negative
    assert model.licence == "unknown"
    assert model.commercial is None


def test_a_folder_says_at_which_size_it_was_trained(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine")
    write_json(folder / "unet" / "config.json", {"sample_size": 64})
    write_json(folder / "vae" / "config.json", {"block_out_channels": [1, 2, 3, 4]})
    model = find_model(str(folder), stages=["keyframe"])
    assert model.least_pixels < 512 * 512 < model.most_pixels < 1024 * 1024


def test_a_distilled_folder_takes_few_steps(tmp_path: Path) -> None:
    whole = write_pipeline(tmp_path / "whole", "Flux2KleinPipeline")
    few = write_pipeline(tmp_path / "few", "Flux2KleinPipeline", is_distilled=True)
    steps = [find_model(str(folder), stages=["keyframe"]).steps for folder in (whole, few)]
    assert steps == [28, 4]


def test_a_model_is_found_in_the_cache_by_its_name_and_by_its_repository(tmp_path: Path) -> None:
    folder = klein(tmp_path)
    for wanted in ("flux2-klein-4b", KLEIN, KLEIN.lower()):
        model = find_model(wanted, stages=["keyframe"], hub=tmp_path)
        assert (model.name, model.folder, model.references) == ("flux2-klein-4b", folder, 4)


def test_a_repository_without_a_row_is_found_in_the_cache(tmp_path: Path) -> None:
    write_pipeline(cached(tmp_path, "somebody/own-sdxl"))
    assert find_model("somebody/own-sdxl", stages=["keyframe"], hub=tmp_path).name == "somebody/own-sdxl"
    assert "somebody/own-sdxl" in [one.name for one in listed_models(tmp_path)]


def test_the_commit_that_counts_is_used_not_an_older_one(tmp_path: Path) -> None:
    write_pipeline(cached(tmp_path, KLEIN, "a" * 40), "Flux2KleinPipeline")
    newer = write_pipeline(cached(tmp_path, KLEIN, "b" * 40), "Flux2KleinPipeline")
    assert find_model("flux2-klein-4b", stages=["keyframe"], hub=tmp_path).folder == newer


def test_what_is_not_installed_is_refused_with_the_way_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"not installed; say --download to get it from black-forest-labs"):
        find_model("flux2-klein-4b", stages=["keyframe"], hub=tmp_path)
    with pytest.raises(MachineError, match=r"somebody/else is not in the model cache; say --download"):
        find_model("somebody/else", stages=["keyframe"], hub=tmp_path)


@pytest.mark.parametrize("wanted", ["no-such-model", "../..", "a/b/c", "", "/", "models--a--b"])
def test_what_is_no_name_of_a_model_is_refused(tmp_path: Path, wanted: str) -> None:
    with pytest.raises((BriefError, MachineError)):
        find_model(wanted, stages=["keyframe"], hub=tmp_path)


def test_a_download_that_stopped_half_way_is_not_installed(tmp_path: Path) -> None:
    folder = klein(tmp_path)
    (folder / "unet" / "model.safetensors").unlink()
    listed = {one.name: one for one in listed_models(tmp_path)}["flux2-klein-4b"]
    assert (listed.installed, listed.missing) == (False, ("unet",))
    with pytest.raises(MachineError, match="lacks its weights as safetensors of unet; download it whole"):
        find_model("flux2-klein-4b", stages=["keyframe"], hub=tmp_path)


def test_a_part_whose_folder_is_gone_is_missing(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine")
    shutil.rmtree(folder / "vae")
    assert missing_parts(model_in(folder)) == ("vae",)


def test_weights_in_shards_count_when_all_are_there(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine")
    (folder / "unet" / "model.safetensors").unlink()
    names = {"a": "part-1.safetensors", "b": "part-2.safetensors"}
    write_json(folder / "unet" / "model.safetensors.index.json", {"weight_map": names})
    write_weights(folder / "unet" / "part-1.safetensors")
    assert missing_parts(model_in(folder)) == ("unet",)
    write_weights(folder / "unet" / "part-2.safetensors")
    assert missing_parts(model_in(folder)) == ()


def test_pickled_weights_are_no_weights(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine")
    weights = folder / "unet" / "model.safetensors"
    weights.rename(weights.with_name("diffusion_pytorch_model.bin"))
    with pytest.raises(MachineError, match="safetensors of unet"):
        find_model(str(folder), stages=["keyframe"])


def test_a_model_for_something_else_is_refused_by_what_it_is_for(tmp_path: Path) -> None:
    folder = write_network(tmp_path / "depth")
    with pytest.raises(BriefError, match="depth is a model for depth, not for keyframe"):
        find_model(str(folder), stages=["keyframe"])


def test_a_class_that_songreel_does_not_know_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine", "PaintByExamplePipeline")
    with pytest.raises(BriefError, match="holds a PaintByExamplePipeline, which songreel cannot use"):
        find_model(str(folder), stages=["keyframe"])


def test_non_commercial_models_need_to_be_allowed(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine")
    (folder / "README.md").write_text("---\nlicense: cc-by-nc-4.0\ntags: []\n---\n# A model\n")
    with pytest.raises(BriefError, match=r"non-commercial use only \(cc-by-nc-4\.0\); say --allow-non-commercial"):
        find_model(str(folder), stages=["keyframe"])
    model = find_model(str(folder), stages=["keyframe"], non_commercial=True)
    assert (model.licence, model.commercial) == ("cc-by-nc-4.0", False)


@pytest.mark.parametrize(
    "text", ["", "license: mit", "---\nlicense:\n---", "---\ntags: [x]\n---\nlicense: mit\n", "---\nlicense: [a]\n---"]
)
def test_a_model_card_without_a_licence_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "README.md").write_text(text)
    assert licence_tag(tmp_path) == ""


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"_class_name": ["pipeline", "Mine"]}', "[" * 100_000, '{"_class_name": 7}', "\ufffe"],
)
def test_a_description_that_is_damaged_or_hostile_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "model_index.json").write_text(text)
    with pytest.raises(BriefError, match="holds no model"):
        find_model(str(tmp_path), stages=["keyframe"])


def test_a_description_leads_to_no_file_outside_its_folder(tmp_path: Path) -> None:
    write_weights(tmp_path / "secret" / "model.safetensors")
    folder = write_pipeline(tmp_path / "mine", **{"../secret": ["diffusers", "AutoencoderKL"]})
    before = find_model(str(folder), stages=["keyframe"]).identity
    write_weights(tmp_path / "secret" / "model.safetensors", fill=7)
    assert find_model(str(folder), stages=["keyframe"]).identity == before


def test_other_weights_are_another_model_and_another_place_is_the_same(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine", numbers=500_000)
    first = find_model(str(folder), stages=["keyframe"]).identity
    moved = shutil.copytree(folder, tmp_path / "elsewhere" / "mine")
    assert find_model(str(moved), stages=["keyframe"]).identity == first
    write_weights(moved / "unet" / "model.safetensors", 500_000, fill=1)
    assert find_model(str(moved), stages=["keyframe"]).identity != first


def test_another_configuration_is_another_model(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine")
    first = find_model(str(folder), stages=["keyframe"]).identity
    write_json(folder / "scheduler" / "scheduler_config.json", {"shift": 3.0})
    assert find_model(str(folder), stages=["keyframe"]).identity != first


def test_a_classifier_is_a_safety_model_only_if_it_knows_what_is_unfit(tmp_path: Path) -> None:
    cats = write_network(tmp_path / "cats", "ViTForImageClassification", id2label={"0": "cat", "1": "dog"})
    unfit = write_network(tmp_path / "unfit", "ViTForImageClassification", id2label={"0": "normal", "1": "nsfw"})
    assert find_model(str(unfit), stages=["safety"]).stages == ("safety",)
    with pytest.raises(BriefError, match="cannot use"):
        find_model(str(cats), stages=["safety"])


def test_memory_of_a_folder_is_reckoned_from_its_weights(tmp_path: Path) -> None:
    small, large = (
        find_model(str(write_pipeline(tmp_path / name, numbers=numbers)), stages=["keyframe"])
        for name, numbers in (("small", 1000), ("large", 40_000_000))
    )
    assert small.memory_gb == pytest.approx(1.5, abs=0.1)
    # U-Net and decoder are on the card together, the encoder before them.
    assert large.memory_gb == pytest.approx(1.5 + 2 * 40e6 * 2 / 1e9, abs=0.1)


def test_the_first_installed_model_of_the_cards_tier_is_chosen(tmp_path: Path) -> None:
    write_pipeline(cached(tmp_path, "stabilityai/stable-diffusion-xl-base-1.0"))
    chosen = choose_model("keyframe", BIG_CARD, hub=tmp_path)
    assert chosen is not None
    assert chosen.name == "sdxl"
    klein(tmp_path)
    chosen = choose_model("keyframe", BIG_CARD, hub=tmp_path)
    assert chosen is not None
    assert chosen.name == "flux2-klein-4b"


def test_no_model_is_chosen_for_a_card_that_it_does_not_fit(tmp_path: Path) -> None:
    klein(tmp_path)
    assert choose_model("keyframe", Card("small", 4.0, "cuda"), hub=tmp_path) is None
    assert choose_model("keyframe", Card("none", 0.0, "cpu"), hub=tmp_path) is None


def test_a_non_commercial_model_is_never_chosen_unasked(tmp_path: Path) -> None:
    write_pipeline(cached(tmp_path, "stabilityai/sdxl-turbo"))
    card = Card("a card", 8.0, "cuda")
    assert choose_model("keyframe", card, hub=tmp_path) is None
    chosen = choose_model("keyframe", card, hub=tmp_path, non_commercial=True)
    assert chosen is not None
    assert chosen.name == "sdxl-turbo"


def test_a_depth_model_is_used_where_one_is_installed(tmp_path: Path) -> None:
    assert installed_model("depth", hub=tmp_path) is None
    write_network(cached(tmp_path, "depth-anything/Depth-Anything-V2-Large-hf"))
    assert installed_model("depth", hub=tmp_path) is None, "non-commercial"
    write_network(cached(tmp_path, "depth-anything/Depth-Anything-V2-Small-hf"))
    found = installed_model("depth", hub=tmp_path)
    assert found is not None
    assert found.name == "depth-anything-v2-small"


def test_a_found_model_travels_to_other_processes(tmp_path: Path) -> None:
    import pickle

    model = find_model(str(write_pipeline(tmp_path / "mine")), stages=["keyframe"])
    assert pickle.loads(pickle.dumps(model)) == model


def test_numbers_of_a_damaged_header_count_as_none(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "mine")
    (folder / "unet" / "model.safetensors").write_bytes(b"\xff" * 64)
    (folder / "vae" / "model.safetensors").write_bytes(json.dumps({"a": 1}).encode())
    assert find_model(str(folder), stages=["keyframe"]).memory_gb == pytest.approx(1.5, abs=0.1)

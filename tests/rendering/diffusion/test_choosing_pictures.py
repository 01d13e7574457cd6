"""What a project remembers of how its pictures are made: named, chosen by the machine, or refused."""

from pathlib import Path

import pytest
import typer

from model_folders import cached, write_pipeline
from songreel_engine.cli import picturing
from songreel_engine.cli.picturing import PictureTyped, asked_picture
from songreel_engine.errors import BriefError, MachineError
from songreel_engine.rendering.diffusion import making
from songreel_engine.rendering.diffusion.card import NO_CARD, Card
from songreel_engine.rendering.diffusion.making import chosen_picture
from songreel_engine.rendering.pictures import DEFAULT_PICTURE, PictureChoice

CARD = Card("a card", 24.0, "cuda")
KLEIN, WAN = "black-forest-labs/FLUX.2-klein-4B", "Wan-AI/Wan2.2-TI2V-5B-Diffusers"
BEFORE = PictureChoice(name="diffusion", keyframe_model="sdxl", video_model="wan2.2-5b", non_commercial=True)


@pytest.fixture(autouse=True)
def with_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Choosing looks at files alone; whether torch is there is tested elsewhere."""
    monkeypatch.setattr(making, "must_be_installed", lambda: None)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A cache with one model for key images and one for motion."""
    write_pipeline(cached(tmp_path, KLEIN), "Flux2KleinPipeline")
    write_pipeline(cached(tmp_path, WAN), "WanPipeline")
    return tmp_path


def chosen(hub: Path, *, card: Card = CARD, keyframe: str | None = None, video: str | None = None) -> PictureChoice:
    return chosen_picture(keyframe=keyframe, video=video, non_commercial=False, card=card, hub=hub)


def test_unnamed_models_are_the_best_that_are_installed_and_fit(hub: Path) -> None:
    choice = chosen(hub)
    assert (choice.keyframe_model, choice.video_model) == ("flux2-klein-4b", "wan2.2-5b")


def test_none_means_that_a_camera_moves(hub: Path) -> None:
    assert chosen(hub, video="none").video_model is None


def test_without_a_card_nothing_is_chosen_unasked(hub: Path) -> None:
    with pytest.raises(MachineError, match=r"No installed keyframe model fits this machine \(no GPU"):
        chosen(hub, card=NO_CARD)
    choice = chosen(hub, card=NO_CARD, keyframe="flux2-klein-4b")
    assert (choice.keyframe_model, choice.video_model) == ("flux2-klein-4b", None)


def test_a_folder_is_remembered_by_its_whole_path(hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pipeline(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    assert chosen(hub, keyframe="mine", video="none").keyframe_model == str(tmp_path / "mine")


def test_a_model_for_motion_makes_no_key_images_and_the_other_way_round(hub: Path) -> None:
    with pytest.raises(BriefError, match=r"wan2\.2-5b is a model for image to video, not for keyframe"):
        chosen(hub, keyframe="wan2.2-5b")
    with pytest.raises(BriefError, match="flux2-klein-4b is a model for keyframe and edit, not for image to video"):
        chosen(hub, video="flux2-klein-4b")


def asked(before: PictureChoice, **typed: object) -> PictureChoice:
    known: dict[str, object] = dict(
        picture=None, keyframe=None, video=None, non_commercial=False, download=False, takes=None
    )
    return asked_picture(before, **(known | typed))  # type: ignore[arg-type]


def test_who_types_nothing_keeps_what_was_chosen() -> None:
    assert asked(BEFORE) == BEFORE
    assert asked(DEFAULT_PICTURE) == DEFAULT_PICTURE


def test_the_drawn_picture_can_be_had_back_and_takes_no_models() -> None:
    assert asked(BEFORE, picture=PictureTyped.DEFAULT) == DEFAULT_PICTURE
    with pytest.raises(typer.BadParameter, match="uses no models"):
        asked(BEFORE, picture=PictureTyped.DEFAULT, video="none")


def test_another_model_leaves_the_rest_of_the_choice_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}

    def remembered(**wanted: object) -> PictureChoice:
        given.update(wanted)
        return DEFAULT_PICTURE

    monkeypatch.setattr(making, "chosen_picture", remembered)
    asked(BEFORE, keyframe="flux2-klein-4b")
    assert (given["keyframe"], given["video"], given["non_commercial"]) == ("flux2-klein-4b", "wan2.2-5b", True)
    asked(BEFORE.model_copy(update={"video_model": None}), picture=PictureTyped.DIFFUSION)
    assert (given["keyframe"], given["video"]) == ("sdxl", "none"), "no model was chosen, so none is now"


def test_only_what_was_named_is_downloaded_and_only_when_asked(monkeypatch: pytest.MonkeyPatch, hub: Path) -> None:
    from songreel_engine.rendering.diffusion import downloading

    fetched: list[str] = []
    monkeypatch.setattr(downloading, "download_model", fetched.append)
    monkeypatch.setattr(making, "chosen_picture", lambda **_: DEFAULT_PICTURE)
    asked(DEFAULT_PICTURE, keyframe="sdxl", video="none")
    assert fetched == []
    asked(DEFAULT_PICTURE, keyframe="sdxl", video="none", download=True)
    asked(DEFAULT_PICTURE, keyframe=str(hub), video="wan2.2-5b", download=True)
    assert fetched == ["sdxl", "wan2.2-5b"]


def test_options_are_read_without_any_model() -> None:
    assert picturing.picture_before(Path("no such folder")) == DEFAULT_PICTURE

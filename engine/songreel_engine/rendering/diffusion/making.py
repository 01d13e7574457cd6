"""From what was chosen to what makes it: models are found, checked and put together."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.adapters import find_adapter
from songreel_engine.rendering.diffusion.card import Card, find_card
from songreel_engine.rendering.diffusion.cast_plates import CastPlateMaker
from songreel_engine.rendering.diffusion.catalogue import Stage
from songreel_engine.rendering.diffusion.keyframes import DiffusionPlateMaker
from songreel_engine.rendering.diffusion.libraries import must_be_installed
from songreel_engine.rendering.diffusion.models import choose_model, find_model, installed_model
from songreel_engine.rendering.pictures import PictureChoice
from songreel_engine.rendering.plates import PlateMaker

KEYFRAME_STAGES: Final[tuple[Stage, ...]] = ("keyframe",)
VIDEO_STAGES: Final[tuple[Stage, ...]] = ("image_to_video", "first_last_frame", "audio_driven")
NO_VIDEO: Final = "none"
"""What is said for: no video model, a camera moves through the key images."""


def plate_maker_for(name: str, *, files: Mapping[str, Path], non_commercial: bool) -> PlateMaker:
    """The plate maker of a keyframe model, with the depth and safety models that are installed. Where it looks at no
    pictures, photos are shown through an installed adapter that belongs to it, else to an installed model that does look.

    Raises as `models.find_model` does, and MachineError where the libraries are missing.
    """
    must_be_installed()
    model = find_model(name, stages=KEYFRAME_STAGES, non_commercial=non_commercial)
    depth, safety = installed_model("depth"), installed_model("safety")
    adapter = find_adapter(model, find_card(), non_commercial=non_commercial) if not model.references else None
    chosen = DiffusionPlateMaker(model, files=files, depth=depth, safety=safety, adapter=adapter)
    if adapter is not None:
        return chosen
    looking = installed_model("edit") if not model.references else None
    if looking is None or looking.least_gb > find_card().memory_gb:
        return chosen
    return CastPlateMaker(chosen, DiffusionPlateMaker(looking, files=files, depth=depth, safety=safety))


def chosen_picture(
    *, keyframe: str | None, video: str | None, non_commercial: bool, card: Card, hub: Path | None = None
) -> PictureChoice:
    """What a project is to remember: every model by its name or folder, whether it was named or the machine decided.

    `video`: None takes the best installed one that fits, or none. Raises as `plate_maker_for` does, and MachineError where
    no keyframe model was named and none that fits is installed.
    """
    must_be_installed()
    return PictureChoice(
        name="diffusion",
        keyframe_model=_keyframe(keyframe, non_commercial, card, hub),
        video_model=_video(video, non_commercial, card, hub),
        non_commercial=non_commercial,
    )


def _keyframe(named: str | None, non_commercial: bool, card: Card, hub: Path | None) -> str:
    if named is not None:
        wanted = find_model(named, stages=KEYFRAME_STAGES, non_commercial=non_commercial, hub=hub)
        return _lasting(named, wanted.name)
    model = choose_model("keyframe", card, non_commercial=non_commercial, hub=hub)
    if model is None:
        raise MachineError(
            f"No installed keyframe model fits this machine ({card.in_words()}); name one with --keyframe-model, "
            "with --download to get it; `songreel models` lists them."
        )
    return model.name


def _video(named: str | None, non_commercial: bool, card: Card, hub: Path | None) -> str | None:
    if named == NO_VIDEO:
        return None
    if named is not None:
        wanted = find_model(named, stages=VIDEO_STAGES, non_commercial=non_commercial, hub=hub)
        return _lasting(named, wanted.name)
    model = choose_model("image_to_video", card, non_commercial=non_commercial, hub=hub)
    return model.name if model is not None else None


def _lasting(named: str, name: str) -> str:
    """How a named model is found again from anywhere: a folder by its whole path."""
    return str(Path(named).absolute()) if Path(named).is_dir() else name

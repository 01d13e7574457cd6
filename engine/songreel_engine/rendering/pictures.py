"""The kinds of picture there are: which plate maker and which animator make a film. Loaded when first used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from songreel_engine.rendering.animators import Animator
from songreel_engine.rendering.plates import PlateMaker

PictureName = Literal["default", "diffusion"]
ModelName = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
"""A model by name, by repository, or by folder."""
Files = Mapping[str, Path]
"""The user's files by their SHA-256."""


class PictureChoice(BaseModel):
    """How a film's pictures are made; a project keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PictureName = "default"
    keyframe_model: ModelName | None = None
    """None only where no model makes pictures."""
    video_model: ModelName | None = None
    """None: a camera moves through the key image."""
    non_commercial: bool = False
    """Whether models that may not be used commercially were allowed."""
    takes: Annotated[int, Field(ge=1, le=5)] = 3
    """How often a video model may try a shot that does not hold together."""

    @model_validator(mode="after")
    def _names_who_makes_pictures(self) -> Self:
        if (self.name == "diffusion") != (self.keyframe_model is not None):
            raise ValueError("pictures by diffusion need a keyframe model, others have none")
        return self


DEFAULT_PICTURE: Final = PictureChoice()


@dataclass(frozen=True)
class Picture:
    """A plate maker and an animator that belong together."""

    name: PictureName
    plate_maker: Callable[[PictureChoice, Files], PlateMaker]
    animator: Callable[[PictureChoice, Files, Path], Animator]
    """The path: where it may keep what it makes on the way to clips."""
    follows_words: bool = False
    """Whether the plate maker reads prompts."""
    in_parent: bool = False
    """Whether plates are made one after the other in the process that renders, since they need what only one process can
    hold: a model on the card."""


def _procedural(_choice: PictureChoice, files: Files) -> PlateMaker:
    from songreel_engine.rendering.procedural.plate_maker import ProceduralPlateMaker

    return ProceduralPlateMaker(files)


def _parallax(_choice: PictureChoice, _files: Files, _kept: Path) -> Animator:
    from songreel_engine.rendering.parallax.animator import ParallaxAnimator

    return ParallaxAnimator()


def _diffusion(choice: PictureChoice, files: Files) -> PlateMaker:
    from songreel_engine.rendering.diffusion.making import plate_maker_for

    return plate_maker_for(choice.keyframe_model or "", files=files, non_commercial=choice.non_commercial)


def _moved_by_model(choice: PictureChoice, files: Files, kept: Path) -> Animator:
    if choice.video_model is None:
        return _parallax(choice, files, kept)
    from songreel_engine.rendering.diffusion.motion import animator_for

    return animator_for(
        choice.video_model,
        files=files,
        rushes_dir=kept,
        non_commercial=choice.non_commercial,
        most_takes=choice.takes,
    )


PICTURES: Final[dict[PictureName, Picture]] = {
    p.name: p
    for p in (
        Picture("default", _procedural, _parallax),
        Picture("diffusion", _diffusion, _moved_by_model, follows_words=True, in_parent=True),
    )
}
_NO_FILES: Final[Files] = MappingProxyType({})


def plate_maker_of(choice: PictureChoice = DEFAULT_PICTURE, files: Files = _NO_FILES) -> PlateMaker:
    """Raises BriefError or MachineError where a chosen model cannot be used here."""
    return PICTURES[choice.name].plate_maker(choice, files)


def animator_of(choice: PictureChoice = DEFAULT_PICTURE, files: Files = _NO_FILES, kept: Path = Path()) -> Animator:
    """`kept`: a folder for what it makes on the way to clips. Raises as `plate_maker_of` does."""
    return PICTURES[choice.name].animator(choice, files, kept)

"""How pictures are made, as it is typed: the options of `make` and `render`, and what a project is to remember of them."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from songreel_engine.rendering.pictures import PictureChoice


class PictureTyped(StrEnum):
    """Kinds of picture, as typed."""

    DEFAULT = "default"
    DIFFUSION = "diffusion"


PictureOption = Annotated[
    PictureTyped | None,
    typer.Option(
        help="default: drawn, needs no GPU. diffusion: by models on your card.  [default: as before]",
        show_default=False,
    ),
]
KeyframeModelOption = Annotated[
    str | None,
    typer.Option(
        "--keyframe-model",
        help="The model that makes key images: a name from `songreel models`, owner/name, or a folder.",
    ),
]
VideoModelOption = Annotated[
    str | None,
    typer.Option(
        "--video-model", help="The model that moves them, the same way; none: a camera moves through the key images."
    ),
]
TakesOption = Annotated[
    int | None,
    typer.Option(
        "--takes",
        min=1,
        max=5,
        help="How often the video model may try a shot that does not hold together.  [default: as before, else 3]",
        show_default=False,
    ),
]
NonCommercialOption = Annotated[
    bool, typer.Option("--allow-non-commercial", help="Use models that may not be used commercially.")
]
DownloadOption = Annotated[
    bool, typer.Option("--download", help="Download the named models if they are not installed.")
]


def picture_before(folder: Path) -> "PictureChoice":
    """How the project's pictures were made so far; as by default where there is no project yet."""
    from songreel_engine.project import Project
    from songreel_engine.rendering.pictures import DEFAULT_PICTURE

    return Project.open(folder).read_picture() if (folder / "project.json").is_file() else DEFAULT_PICTURE


def asked_picture(
    before: "PictureChoice",
    *,
    picture: PictureTyped | None,
    keyframe: str | None,
    video: str | None,
    takes: int | None,
    non_commercial: bool,
    download: bool,
) -> "PictureChoice":
    """How pictures are to be made: what was typed now, over how they were made before. A named model means diffusion.

    Raises BriefError or MachineError where that cannot be here, with nothing rendered.
    """
    from songreel_engine.rendering.pictures import DEFAULT_PICTURE

    if takes is not None:
        before = before.model_copy(update={"takes": takes})
    names_model = keyframe is not None or video is not None
    if picture is PictureTyped.DEFAULT and names_model:
        raise typer.BadParameter("--picture default uses no models; leave --keyframe-model and --video-model away")
    if picture is None and not names_model:
        return before
    if picture is PictureTyped.DEFAULT:
        return DEFAULT_PICTURE
    from songreel_engine.rendering.diffusion.card import find_card
    from songreel_engine.rendering.diffusion.making import NO_VIDEO, chosen_picture

    if before.name == "diffusion":
        keyframe = keyframe or before.keyframe_model
        video = video or before.video_model or NO_VIDEO
    if download:
        _download(keyframe, video)
    chosen = chosen_picture(
        keyframe=keyframe, video=video, non_commercial=non_commercial or before.non_commercial, card=find_card()
    )
    return chosen.model_copy(update={"takes": before.takes})


def _download(*wanted: str | None) -> None:
    from songreel_engine.rendering.diffusion.downloading import download_model
    from songreel_engine.rendering.diffusion.making import NO_VIDEO

    for name in wanted:
        if name is not None and name != NO_VIDEO and not Path(name).is_dir():
            download_model(name)

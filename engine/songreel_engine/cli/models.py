"""`songreel models`: what is installed, what fits the card, what it would take; and a try of one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from songreel_engine.cli.options import JsonOption
from songreel_engine.cli.picturing import DownloadOption, NonCommercialOption

if TYPE_CHECKING:
    from songreel_engine.rendering.diffusion.card import Card
    from songreel_engine.rendering.diffusion.checking import Tried
    from songreel_engine.rendering.diffusion.models import Listed

models = typer.Typer(no_args_is_help=False, help="List the models that pictures can be made with.")


@models.callback(invoke_without_command=True)
def list_models(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the models that pictures can be made with: what is installed, what fits this card, what each would take."""
    if context.invoked_subcommand is not None:
        return
    from songreel_engine.rendering.diffusion.card import find_card
    from songreel_engine.rendering.diffusion.models import listed_models

    card, listed = find_card(), listed_models()
    print(json.dumps([as_value(one, card) for one in listed]) if as_json else in_words(listed, card))


@models.command()
def check(
    model: Annotated[str, typer.Argument(help="A name from `songreel models`, owner/name, or a folder.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the frame as this PNG.")] = None,
    allow_non_commercial: NonCommercialOption = False,
    download: DownloadOption = False,
    as_json: JsonOption = False,
) -> None:
    """Load a model as a film would, and make one frame with it."""
    from songreel_engine.errors import BriefError
    from songreel_engine.rendering.diffusion.catalogue import STAGES, adapter_row
    from songreel_engine.rendering.diffusion.checking import try_adapter, try_model
    from songreel_engine.rendering.diffusion.libraries import must_be_installed
    from songreel_engine.rendering.diffusion.models import find_model

    if output is not None and output.suffix.lower() != ".png":
        raise BriefError(f"A frame is a .png file; name it {output.with_suffix('.png').name} instead of {output.name}.")
    must_be_installed()
    if download and not Path(model).is_dir():
        from songreel_engine.rendering.diffusion.downloading import download_model

        download_model(model)
    if adapter_row(model) is not None:
        tried = try_adapter(model, non_commercial=allow_non_commercial)
    else:
        tried = try_model(find_model(model, stages=STAGES, non_commercial=allow_non_commercial))
    written = _write(tried, output)
    print(json.dumps(_tried_as_value(tried, written)) if as_json else _tried_in_words(tried, written))


def as_value(listed: "Listed", card: "Card") -> dict[str, Any]:
    """A line of the list for programs."""
    return {
        "name": listed.name,
        "stage": listed.stages[0],
        "class": listed.class_name,
        "licence": listed.licence,
        "commercial": listed.commercial,
        "memory_gb": listed.memory_gb,
        "installed": listed.installed,
        "fits": listed.fits(card),
        "stages": list(listed.stages),
        "least_gb": listed.least_gb,
        "missing": list(listed.missing),
        "repo": listed.repo,
    }


def in_words(listed: "tuple[Listed, ...]", card: "Card") -> str:
    """The list for people: a table, then what it means for them."""
    from songreel_engine.rendering.diffusion.models import LICENCE_NOTE

    lines = [f"card: {card.in_words()}", f"{'name':<26} {'for':<18} {'memory':>13}  {'here':<13} licence"]
    lines += [_line(one, card) for one in listed]
    lines += [
        "",
        "memory: in GB, reckoned from sizes; in brackets the least, with weights streamed from main memory.",
        "Use one with `songreel make SONG --keyframe-model NAME [--video-model NAME]`; --download gets it first.",
        LICENCE_NOTE,
    ]
    return "\n".join(lines)


def _line(listed: "Listed", card: "Card") -> str:
    memory = f"{listed.memory_gb:g} ({listed.least_gb:g})"
    state = "installed" if listed.installed else ("incomplete" if listed.missing else "-")
    fits = "" if listed.fits(card) else " too big" if card.memory_gb else ""
    allowed = {True: "", False: ", not for commercial use", None: ", commercial use not known here"}[listed.commercial]
    note = f", {listed.licence_note}" if listed.licence_note else ""
    stage = listed.stages[0].replace("_", " ")
    return f"{listed.name:<26} {stage:<18} {memory:>13}  {state + fits:<13} {listed.licence}{allowed}{note}"


def _write(tried: "Tried", output: Path | None) -> Path | None:
    from songreel_engine.errors import ProjectError

    if output is None or tried.picture is None:
        return None
    import io

    from PIL import Image

    from songreel_engine.project import write_whole

    encoded = io.BytesIO()
    Image.fromarray(tried.picture).save(encoded, "PNG")
    try:
        write_whole(output, encoded.getvalue())
    except OSError as error:
        raise ProjectError(f"{output} cannot be written: {error.strerror}.") from error
    return output


def _tried_as_value(tried: "Tried", written: Path | None) -> dict[str, Any]:
    picture = tried.picture
    return {
        "name": tried.model.name,
        "stage": tried.stage,
        "class": tried.model.class_name,
        "licence": tried.model.licence,
        "commercial": tried.model.commercial,
        "card": tried.card,
        "seconds": round(tried.seconds, 3),
        "peak_gb": round(tried.peak_gb, 2) if tried.peak_gb is not None else None,
        "width_px": picture.shape[1] if picture is not None else None,
        "height_px": picture.shape[0] if picture is not None else None,
        "frame": str(written) if written is not None else None,
    }


def _tried_in_words(tried: "Tried", written: Path | None) -> str:
    made = (
        "no picture, as its kind does"
        if tried.picture is None
        else f"{tried.picture.shape[1]}x{tried.picture.shape[0]}"
    )
    taken = f", {tried.peak_gb:.1f} GB at most" if tried.peak_gb is not None else ""
    lines = [
        f"{tried.model.name} works on {tried.card}: loaded and made {made} in {tried.seconds:.1f} s{taken}",
        f"  {tried.model.class_name}, licence {tried.model.licence}",
    ]
    return "\n".join(lines + ([f"frame: {written}"] if written is not None else []))

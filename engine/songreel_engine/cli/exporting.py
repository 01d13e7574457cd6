"""`songreel export`: the file a platform wants, all of them, or a timeline that another program opens."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songreel_engine.cli.options import JsonOption, ProjectArgument, QualityName, WorkersOption
from songreel_engine.exports.handoff.formats import FORMATS
from songreel_engine.exports.profiles import PROFILES

if TYPE_CHECKING:
    from songreel_engine.exports.export import Exported
    from songreel_engine.progress import ProgressListener
    from songreel_engine.project import Project

LISTS = "\n\n".join(
    (
        "Profiles (--profile):",
        "\n\n".join(f"  {profile.name} - {profile.what}" for profile in PROFILES.values()),
        "Formats (--format):",
        "\n\n".join(f"  {format_.name} - {format_.description}" for format_ in FORMATS.values()),
    )
)
"""The end of the command's help: blank lines, since a help text's own line breaks are joined."""


def export(
    project: ProjectArgument,
    profile: Annotated[
        str | None,
        typer.Option(help="A platform's file, or release-pack for all of them; listed below.", metavar="NAME"),
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", help="A timeline for an editor; listed below.", metavar="NAME")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Where it goes; it appears when complete.  [default: beside the project]"),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(help="Only the film's best N seconds, exactly; a Canvas takes the bars nearest to N."),
    ] = None,
    quality: Annotated[
        QualityName | None,
        typer.Option(help="Of the film it is made from.  [default: as last rendered]", show_default=False),
    ] = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the film as a platform, a release or an editor wants it; limits are checked in the finished file.

    Nothing is drawn again but what another shape of the picture needs.
    """
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.errors import ExportError
    from songreel_engine.project import Project

    if (profile is None) == (format_name is None):
        raise ExportError(
            "Say what to export, with --profile NAME or --format NAME; `songreel export --help` lists them."
        )
    opened = Project.open(project)
    progress = progress_reporter(as_json=as_json)
    if format_name is not None:
        _hand_off(opened, format_name, output, seconds, workers, progress, as_json=as_json)
    else:
        wanted = None if quality is None else quality.value
        _profile(opened, profile or "", output, seconds, wanted, workers, progress, as_json=as_json)


def _profile(
    project: "Project",
    name: str,
    output: Path | None,
    seconds: float | None,
    quality: str | None,
    workers: int | None,
    progress: "ProgressListener",
    *,
    as_json: bool,
) -> None:
    from songreel_engine.exports.export import export as export_profile
    from songreel_engine.exports.pack import export_pack, exported_as_json, pack_as_json
    from songreel_engine.exports.profiles import find_profile

    profile = find_profile(name)
    path = output or _beside(project, name, profile.suffixes[0] if profile.suffixes else "")
    if profile.kind == "pack":
        packed = export_pack(project, path, seconds=seconds, quality=quality, workers=workers, progress=progress)
        if as_json:
            told = {"profile": name, "path": str(packed.path), **pack_as_json(packed.files, packed.left_out)}
            print(json.dumps(told, ensure_ascii=False))
            return
        print(f"release pack: {packed.path}")
        for made in packed.files:
            print(_in_words(made))
        for item in packed.left_out:
            print(f"  left out {item.profile}: {item.reason}")
        return
    made = export_profile(project, profile, path, seconds=seconds, quality=quality, workers=workers, progress=progress)
    if as_json:
        print(json.dumps({"path": str(path), "files": [str(path)], **exported_as_json(made)}, ensure_ascii=False))
    else:
        print(f"{name}: {path}")
        print(_in_words(made))


def _hand_off(
    project: "Project",
    name: str,
    output: Path | None,
    seconds: float | None,
    workers: int | None,
    progress: "ProgressListener",
    *,
    as_json: bool,
) -> None:
    from songreel_engine.errors import ExportError
    from songreel_engine.exports.handoff.formats import find_format

    if seconds is not None:
        raise ExportError(f"{name} holds the whole film; leave --seconds out.")
    chosen = find_format(name)
    path = output or _beside(project, name, chosen.suffix)
    written = chosen.write(project, path, workers=workers, progress=progress)
    if as_json:
        told = {
            "format": name,
            "path": str(path),
            "files": [str(file) for file in written.files],
            "notes": list(written.notes),
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    print(f"{name}: {path}")
    if len(written.files) > 1:
        print(f"  with {len(written.files) - 1} more files beside it")
    for note in written.notes:
        print(f"  note: {note}")


def _beside(project: "Project", name: str, suffix: str) -> Path:
    from songreel_engine.project import FOLDER_SUFFIX

    folder = project.folder.resolve()
    return project.folder.parent / f"{folder.name.removesuffix(FOLDER_SUFFIX)}-{name}{suffix}"


def _in_words(made: "Exported") -> str:
    facts = made.facts
    length = f", {facts.duration_s:.2f} s" if facts.duration_s else ""
    way = ", picture copied" if made.copied else ""
    head = f"  {made.profile.name}: {facts.width_px}x{facts.height_px}{length}, {facts.size_bytes / 1e6:.1f} MB{way}"
    return "\n".join([head, *(f"    {note}" for note in made.notes)])

"""`songreel edit`, `history`, `undo`, `redo`: a film changed by words or by structured edits, and taken back."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from songreel_engine.cli.options import JsonOption, ProjectArgument, WorkersOption, must_be_a_film_name, now

if TYPE_CHECKING:
    from songreel_engine.changing import Changed
    from songreel_engine.draft.edits import Edit
    from songreel_engine.language.meaning import Understanding
    from songreel_engine.making import Made
    from songreel_engine.project import Project

WORDS_OF_FILES = "edits from a file"
"""In the log; a file's name, which may say anything, would be taken for words that were spoken."""
MOST_EDITS_BYTES = 1_000_000
MOST_STEPS = 1_000
"""As `Steps` in draft/edits.py takes them."""
_ELSEWHERE = {
    "export": "`songreel render PROJECT -o film.mp4` writes the film",
    "credits": "rendering on your own machine costs nothing; `songreel edit PROJECT WORDS --dry-run` shows an edit's price",
    "status": "`songreel show PROJECT` shows the timeline",
    "upload": "name the file with --with FILE and say what to do with it",
    "generate": "`songreel make SONG` makes a film",
    "help": "`songreel edit --help` shows what can be said",
    "chat": "say what to change, such as 'colder light in the chorus'",
    "out_of_scope": "say what to change in the film, such as 'colder light in the chorus'",
}

OutputOption = Annotated[Path | None, typer.Option("-o", "--output", help="Where a copy of the film goes.")]
NoRenderOption = Annotated[bool, typer.Option("--no-render", help="Only change the draft; `songreel render` follows.")]


def edit(
    project: ProjectArgument,
    words: Annotated[
        str | None, typer.Argument(help="What to change, in English or Chinese: 'redo the chorus, colder light'.")
    ] = None,
    edits: Annotated[
        Path | None, typer.Option(help="Structured edits as JSON instead of words; see docs/edits.schema.json.")
    ] = None,
    with_files: Annotated[
        list[Path] | None,
        typer.Option("--with", help="A file of yours for edits to use; may be given again."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change and what it costs; do nothing.")
    ] = False,
    no_render: NoRenderOption = False,
    output: OutputOption = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change a film by talking: only what changed is rendered again.

    Parts are named as in the song: 'the chorus', 'verse 2', 'the drop', 'shot 5', '0:45-1:10', 'the last 10 seconds'.

    Examples:  'redo the chorus in warmer light'  ·  'title Paradise Found for 3 seconds at the drop'  ·  '副歌换成雪景'
    """
    from songreel_engine.changing import change, preview
    from songreel_engine.errors import EditError
    from songreel_engine.making import new_id
    from songreel_engine.project import Project
    from songreel_engine.shelf import shelve

    must_be_a_film_name(output)
    opened = Project.open(project)
    if (words is None) == (edits is None):
        raise EditError("Say what to change, in words or with --edits FILE; one of the two.")
    heard = _heard(opened, words) if words is not None else None
    meant = heard.edits if heard is not None else _read_edits(edits)  # type: ignore[arg-type]
    if heard is not None and not meant:
        _not_done(heard, as_json=as_json)
    for file in with_files or ():
        shelve(opened, file, new_id=new_id)
    if dry_run:
        _tell(preview(opened, meant), heard, None, as_json=as_json, would=True)
        return
    told = change(opened, meant, words=words or WORDS_OF_FILES, now=now)
    made = None if no_render else _rendered(opened, told, workers, as_json=as_json)
    _tell(told, heard, made, as_json=as_json, output=_copied(made, output))


def undo(
    project: ProjectArgument,
    steps: Annotated[int, typer.Option("--steps", min=1, max=MOST_STEPS, help="How many edits to take back.")] = 1,
    no_render: NoRenderOption = False,
    output: OutputOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the last edit back; nothing is lost, and what was rendered before is used again."""
    _step(project, "undo", {"steps": steps}, no_render=no_render, output=output, as_json=as_json)


def redo(
    project: ProjectArgument,
    steps: Annotated[
        int, typer.Option("--steps", min=1, max=MOST_STEPS, help="How many undone edits to bring back.")
    ] = 1,
    no_render: NoRenderOption = False,
    output: OutputOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring back what undo took."""
    _step(project, "redo", {"steps": steps}, no_render=no_render, output=output, as_json=as_json)


def history(
    project: ProjectArgument,
    compare: Annotated[
        tuple[int, int] | None, typer.Option(help="Say what differs between two versions.", metavar="A B")
    ] = None,
    restore: Annotated[int | None, typer.Option(min=1, help="Make a version stand again.", metavar="N")] = None,
    as_json: JsonOption = False,
) -> None:
    """List a film's versions: who asked for what, and what changed."""
    from songreel_engine.cli.history_words import comparison_as_json, history_as_json, history_in_words
    from songreel_engine.project import Project

    if restore is not None:
        _step(project, "restore", {"version": restore}, no_render=True, output=None, as_json=as_json)
        return
    opened = Project.open(project)
    if compare is not None:
        told = comparison_as_json(opened.read_version(compare[0]), opened.read_version(compare[1]))
        print(json.dumps(told) if as_json else "\n".join(told["differences"]) or "Nothing differs.")
        return
    print(json.dumps(history_as_json(opened)) if as_json else history_in_words(opened))


def _step(
    folder: Path, name: str, changes: dict[str, int], *, no_render: bool, output: Path | None, as_json: bool
) -> None:
    from songreel_engine.changing import change
    from songreel_engine.draft.edits import Edit
    from songreel_engine.project import Project

    must_be_a_film_name(output)
    opened = Project.open(folder)
    step = Edit.model_validate({"edit": name, "changes": changes})
    told = change(opened, [step], words=name, now=now)
    made = None if no_render else _rendered(opened, told, None, as_json=as_json)
    _tell(told, None, made, as_json=as_json, output=_copied(made, output))


def _read_edits(path: Path) -> "tuple[Edit, ...]":
    """A JSON list of edits, or {"edits": [...]}. Raises EditError naming the first that cannot be used."""
    from pydantic import ValidationError

    from songreel_engine.draft.edits import Edit
    from songreel_engine.errors import EditError

    try:
        if path.stat().st_size > MOST_EDITS_BYTES:
            raise EditError(f"{path} is too large for a list of edits.")
        given = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise EditError(f"{path} cannot be read as JSON; give a list of edits, see docs/edits.schema.json.") from error
    rows = given.get("edits") if isinstance(given, dict) else given
    if not isinstance(rows, list):
        raise EditError(f"{path} holds no list of edits; see docs/edits.schema.json.")
    meant = []
    for number, row in enumerate(rows, start=1):
        try:
            meant.append(Edit.model_validate(row))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in fault["loc"])
            raise EditError(f"Edit {number} of {path} cannot be used: {where or 'it'}: {fault['msg']}.") from error
    return tuple(meant)


def _heard(project: "Project", words: str) -> "Understanding":
    # Late: what understands words takes a second to load, and structured edits have none.
    from songreel_engine.talking import hear

    return hear(project, words)


def _not_done(heard: "Understanding", *, as_json: bool) -> None:
    """Nothing was changed: says why, and ends with 1."""
    from songreel_engine.errors import EditError

    if as_json:
        print(json.dumps(heard.as_json(), ensure_ascii=False))
        raise typer.Exit(1)
    if heard.question is not None:
        raise EditError(heard.question)
    raise EditError(
        f"That is no edit ({heard.intent.replace('_', ' ')}): {_ELSEWHERE.get(heard.intent, 'say what to change')}."
    )


def _rendered(project: "Project", told: "Changed", workers: int | None, *, as_json: bool) -> "Made | None":
    """The film as it now is; None where this project has never had a film."""
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.making import StageClock, render_project
    from songreel_engine.rendering.quality import find_quality

    last = project.read_last_render()
    if last is None:
        return None
    return render_project(
        project,
        told.draft,
        quality=find_quality(last.quality),
        height_px=last.height_px,
        workers=workers,
        clock=StageClock(),
        progress=progress_reporter(as_json=as_json),
    )


def _copied(made: "Made | None", output: Path | None) -> Path | None:
    from songreel_engine.project import copy_whole

    if made is None:
        if output is not None:
            print(f"songreel: note: nothing was rendered, so {output} was not written.", file=sys.stderr)
        return None
    if output is not None:
        copy_whole(made.film.path, output)
    return output or made.film.path


def _tell(
    told: "Changed",
    heard: "Understanding | None",
    made: "Made | None",
    *,
    as_json: bool,
    would: bool = False,
    output: Path | None = None,
) -> None:
    from songreel_engine.cli.history_words import changed_as_json, changed_in_words

    if as_json:
        value: dict[str, Any] = heard.as_json() if heard is not None else {}
        value |= changed_as_json(told, made, output, would=would)
        print(json.dumps(value, ensure_ascii=False))
    else:
        print(changed_in_words(told, made, output, would=would))

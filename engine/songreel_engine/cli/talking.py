"""The command about what is said: `intent` tells how a message is understood, and changes nothing."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from songreel_engine.cli.options import JsonOption

if TYPE_CHECKING:
    from songreel_engine.draft.edits import Edit
    from songreel_engine.language.context import Context
    from songreel_engine.language.meaning import Understanding

LARGEST_SECTIONS_BYTES: Final = 1_000_000


def intent(
    words: Annotated[str | None, typer.Argument(help="What was said, in English or Chinese.", metavar="WORDS")] = None,
    sections: Annotated[
        Path | None,
        typer.Option(
            help="The song's sections, start_s,end_s,label, so that 'the chorus' has its times.", metavar="CSV"
        ),
    ] = None,
    project: Annotated[
        Path | None, typer.Option(help="Or a project folder, which also has shots.", metavar="PROJECT")
    ] = None,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read one message a line; print one JSON a line.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell how words are understood: what is wanted, which edits, on which part. Nothing is changed."""
    from songreel_engine.language.understanding import understand

    if stdin == (words is not None):
        raise typer.BadParameter('give either words, such as "redo the chorus", or --stdin')
    if sections is not None and project is not None:
        raise typer.BadParameter("give either --sections or --project: a project knows its sections")
    context = _context(sections, project)
    if words is not None:
        understood = understand(words, context)
        print(json.dumps(understood.as_json()) if as_json else understanding_in_words(understood))
        return
    for line in _lines():
        print(json.dumps(understand(line, context).as_json()), flush=True)


def understanding_in_words(understood: "Understanding") -> str:
    """One line for the intent, one for each edit, one for what comes after or is asked."""
    lines = [f"{understood.intent.replace('_', ' ')} ({understood.confidence:.0%} sure)"]
    lines += [f"  {_edit_in_words(edit)}" for edit in understood.edits]
    lines += [f"  then {intent}" for intent in understood.then]
    if understood.question is not None:
        lines.append(f"  {understood.question}")
    return "\n".join(lines)


def _edit_in_words(edit: "Edit") -> str:
    from songreel_engine.draft.edits import edit_as_json

    target, changes = edit.target, edit_as_json(edit)["changes"]
    parts = [*target.sections, *(f"shot {number}" for number in target.shots)]
    parts += [f"{_clock(start_s)}–{_clock(end_s)}" for start_s, end_s in target.ranges_s]
    said = ", ".join(f"{name} {value}" for name, value in changes.items())
    return " · ".join(filter(None, [edit.edit.replace("_", " "), ", ".join(parts), said]))


def _clock(seconds: float) -> str:
    minutes, rest_s = divmod(round(seconds, 1), 60.0)
    return f"{minutes:.0f}:{rest_s:04.1f}"


def _context(sections: Path | None, project: Path | None) -> "Context":
    from songreel_engine.language.context import NO_CONTEXT, context_of_draft, context_of_sections

    if sections is not None:
        return context_of_sections(_text_of(sections))
    if project is not None:
        from songreel_engine.project import Project

        opened = Project.open(project)
        return context_of_draft(opened.read_draft(), events=opened.read_analysis().events)
    return NO_CONTEXT


def _text_of(sections: Path) -> str:
    from songreel_engine.errors import EditError

    try:
        with sections.open("rb") as file:
            content = file.read(LARGEST_SECTIONS_BYTES + 1)
        text = content.decode("utf-8")
    except OSError as error:
        raise EditError(f"{sections} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EditError(f"{sections} is not UTF-8 text; save it as a CSV file in UTF-8.") from error
    if len(content) > LARGEST_SECTIONS_BYTES:
        raise EditError(f"{sections} is larger than {LARGEST_SECTIONS_BYTES:,} bytes; a section map is a short table.")
    return text


def _lines() -> Iterator[str]:
    """Standard input's lines; bytes that are not UTF-8 become replacement marks, as one bad line must not end the rest."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")

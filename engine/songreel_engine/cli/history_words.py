"""Changes and versions as people read them, and as programs do."""

from itertools import groupby
from pathlib import Path
from typing import Any

from songreel_engine.changing import Changed, Cost
from songreel_engine.cli.words import film_as_json
from songreel_engine.draft.compare import differences
from songreel_engine.draft.model import Draft, EditEntry
from songreel_engine.editing.apply import changed_ids
from songreel_engine.making import Made
from songreel_engine.project import Project

_TAKES = {"undo": "takes it back", "redo": "brings it back"}


def changed_in_words(told: Changed, made: Made | None, film: Path | None, *, would: bool) -> str:
    """What an edit did, or `would` do: a few lines."""
    lines = [*told.said, *(f"! {note}" for note in told.notes), cost_in_words(told.cost)]
    if would:
        return "\n".join([*lines, "Nothing was changed: this was a dry run."])
    if told.draft == told.before:
        return "\n".join([*told.said, *(f"! {note}" for note in told.notes)])
    lines.append(f"version {told.draft.version}; `songreel {told.way_back}` {_TAKES[told.way_back]}")
    if made is None:
        return "\n".join([*lines, "not rendered; `songreel render` makes the film"])
    rendered = made.rendered
    lines.append(
        f"rendered {counted(rendered.plates_made, 'image')} and {counted(rendered.clips_made, 'clip')}, "
        f"kept {rendered.plates_found} and {rendered.clips_found}"
        + (
            f"; put words on {counted(made.titled.made, 'clip')}, kept {made.titled.found}"
            if any(made.titled[1:])
            else ""
        )
    )
    if made.sound_note:
        lines.append(f"! {made.sound_note}")
    return "\n".join([*lines, f"film: {film}"])


def changed_as_json(told: Changed, made: Made | None, film: Path | None, *, would: bool) -> dict[str, Any]:
    """The same for programs; `film` is None where none was made."""
    return {
        "version": None if would else told.draft.version,
        "parent_version": told.before.version if would else told.draft.parent_version,
        "said": list(told.said),
        "notes": list(told.notes),
        "cost": {
            "shots": list(told.cost.shots),
            "images": told.cost.images,
            "clips": told.cost.clips,
            "credits": told.cost.credits,
        },
        "rendered": None
        if made is None
        else {
            "made": {
                "plates": made.rendered.plates_made,
                "clips": made.rendered.clips_made,
                "titled": made.titled.made,
            },
            "kept": {
                "plates": made.rendered.plates_found,
                "clips": made.rendered.clips_found,
                "titled": made.titled.found,
            },
        },
        "film": None if made is None or film is None else film_as_json(made, film),
    }


def cost_in_words(cost: Cost) -> str:
    """Which shots change and what that costs, in a line."""
    if not cost.shots:
        return "no shot looks otherwise; nothing to draw again"
    looks = "looks" if len(cost.shots) == 1 else "look"
    price = "everything is there already"
    if cost.credits:
        price = f"{counted(cost.images, 'image')} and {counted(cost.clips, 'clip')} to make"
    return (
        f"{counted(len(cost.shots), 'shot')} {looks} otherwise ({numbers_in_words(cost.shots)}); "
        f"{price} ({counted(cost.credits, 'credit')})"
    )


def counted(number: int, noun: str) -> str:
    """As in 1 shot, 2 shots."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def numbers_in_words(numbers: tuple[int, ...]) -> str:
    """'3–9, 12' for rising numbers."""
    runs = [
        [number for _, number in run] for _, run in groupby(enumerate(numbers), lambda indexed: indexed[1] - indexed[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def history_in_words(project: Project) -> str:
    """One line a version, the one that stands marked, then the steps between them."""
    standing = project.read_draft().version
    lines = []
    for draft in map(project.read_version, project.versions()):
        mark = "*" if draft.version == standing else " "
        lines.append(f"{mark} {draft.version:>3}  {_entry_in_words(draft)}")
    lines += [
        f"      {move.at}  {move.who}: “{move.words}”, from version {move.left} to {move.arrived}"
        for move in project.read_history().moves
    ]
    return "\n".join(lines)


def history_as_json(project: Project) -> dict[str, Any]:
    """Versions with parent and log entry, the one that stands, and the steps between them."""
    return {
        "version": project.read_draft().version,
        "versions": [
            {
                "version": draft.version,
                "parent_version": draft.parent_version,
                "entry": entry.model_dump(mode="json") if (entry := _entry(draft)) is not None else None,
            }
            for draft in map(project.read_version, project.versions())
        ],
        "history": project.read_history().model_dump(mode="json"),
    }


def _entry(draft: Draft) -> EditEntry | None:
    return next((entry for entry in draft.edit_log if entry.version == draft.version), None)


def _entry_in_words(draft: Draft) -> str:
    entry = _entry(draft)
    if entry is None:
        return "first draft"
    said = f"  {entry.said}" if entry.said else ""
    return f"{entry.at}  {entry.who}: “{entry.words}” (from {draft.parent_version}){said}"


def comparison_as_json(before: Draft, after: Draft) -> dict[str, Any]:
    """What differs between two versions: ids, and in words."""
    return {
        "versions": [before.version, after.version],
        "changed": list(changed_ids(before, after)),
        "differences": list(differences(before, after)),
    }

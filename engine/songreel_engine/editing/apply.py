"""Edits followed: each found its part, done, and its outcome checked. A refusal leaves the draft as it was."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol

from songreel_engine.draft.check import check_draft
from songreel_engine.draft.edits import OF_HISTORY, Edit, EditName
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.editing import (
    cutting,
    inserting,
    look,
    lyric_lines,
    moments,
    scenery,
    sound,
    structure,
    takes,
    words,
)
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.parts import find_part
from songreel_engine.errors import DraftError, EditError

# `Edit` has seen to it that each function gets the changes of its own kind.
EDITS: Final[dict[EditName, Callable[[Draft, Part, Any, Material], Edited]]] = {
    "remake": look.remake, "reprompt": look.reprompt, "restyle": scenery.restyle, "palette": look.palette,
    "grade": look.grade, "light": look.light, "weather": scenery.weather, "time_of_day": scenery.time_of_day,
    "camera": look.camera, "motion": look.motion, "pace": cutting.pace, "move_cut": cutting.move_cut,
    "split": cutting.split, "merge": cutting.merge, "remove": cutting.remove, "reorder": structure.reorder,
    "swap": structure.swap, "insert": inserting.insert, "transition": structure.transition, "add_text": words.add_text,
    "change_text": words.change_text, "remove_text": words.remove_text, "lyrics": lyric_lines.lyrics,
    "add_audio": sound.add_audio, "gain": sound.gain, "mute": sound.mute, "fade": sound.fade,
    "canvas": structure.canvas, "rename_section": structure.rename_section, "lock": takes.lock,
    "unlock": takes.unlock, "choose_take": takes.choose_take, "moment": moments.moment,
}  # fmt: skip
"""Every edit that a draft by itself can follow."""


class _Item(Protocol):
    @property
    def id(self) -> str: ...


def apply_edit(draft: Draft, edit: Edit, material: Material) -> Edited:
    """What the edit makes of the draft, checked; its version and its log are the caller's.

    Raises EditError for an edit that cannot be followed.
    """
    if edit.edit in OF_HISTORY:
        raise EditError(f"{edit.edit} chooses among a project's versions; it cannot be done to one draft.")
    edited = EDITS[edit.edit](draft, find_part(draft, edit.target), edit.changes, material)
    try:
        check_draft(edited.draft)
    except DraftError as error:
        raise EditError(f"That cannot be done here, try it on another part: {error}") from error
    return edited


def apply_edits(draft: Draft, edits: Iterable[Edit], material: Material) -> tuple[Edited, ...]:
    """What each edit makes of the outcome of the one before. Raises EditError where one cannot be followed."""
    done: list[Edited] = []
    for edit in edits:
        done.append(apply_edit(done[-1].draft if done else draft, edit, material))
    return tuple(done)


def changed_ids(before: Draft, after: Draft) -> tuple[str, ...]:
    """Ids of the shots, scenes, sections, files and items that were added, removed or became different, in that order.

    Takes that show the same in both are the same, though one names its style and the other takes the draft's.
    """
    pairs: tuple[tuple[Sequence[_Item], Sequence[_Item]], ...] = (
        (_with_styles(before), _with_styles(after)),
        (before.scenes, after.scenes),
        (before.sections, after.sections),
        (before.media, after.media),
        (before.tracks.audio, after.tracks.audio),
        (before.tracks.text, after.tracks.text),
    )
    return tuple(id_ for old, new in pairs for id_ in _different(old, new))


def _different(old: Sequence[_Item], new: Sequence[_Item]) -> list[str]:
    was, now = {item.id: item for item in old}, {item.id: item for item in new}
    return [id_ for id_ in dict.fromkeys((*was, *now)) if was.get(id_) != now.get(id_)]


def _with_styles(draft: Draft) -> list[Shot]:
    """The shots with every take's style named."""

    def named(shot: Shot) -> Shot:
        all_takes = tuple(
            take.model_copy(
                update={"picture": take.picture.model_copy(update={"style": take.picture.style or draft.style})}
            )
            for take in shot.takes
        )
        return shot.model_copy(update={"takes": all_takes})

    return [named(shot) for shot in draft.shots]

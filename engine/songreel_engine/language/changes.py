"""Which edits a clause asks for, and with which changes; English and Chinese.

The stories are asked in an order, from the words that can mean only one thing (undo, titles, sound) to those that can
mean much (a new look, another try); the first that finds something answers. What part of the film is meant is not
looked for here: `rest` comes without the words of its target.
"""

from collections.abc import Callable
from typing import Final

from pydantic import ValidationError

from songreel_engine.draft.edits import CHANGES
from songreel_engine.language.changes_frame import canvas_changes, lock_changes, naming_changes
from songreel_engine.language.changes_history import history_changes
from songreel_engine.language.changes_lyrics import lyric_changes
from songreel_engine.language.changes_moments import moment_changes
from songreel_engine.language.changes_order import plain_removal_changes, removal_changes, structure_changes
from songreel_engine.language.changes_picture import look_changes
from songreel_engine.language.changes_sound import sound_changes
from songreel_engine.language.changes_text import text_changes
from songreel_engine.language.changes_wording import Clause, heard_clause
from songreel_engine.language.found import Found

__all__ = ["Found", "find_changes"]

_LONGEST: Final = 1_000
"""Characters of a clause that are read; nobody says more in one."""

_STORIES: Final[tuple[Callable[[Clause], tuple[Found, ...]], ...]] = (
    history_changes, lyric_changes, text_changes, naming_changes, sound_changes, canvas_changes, lock_changes, moment_changes,
    structure_changes,
    plain_removal_changes, look_changes, removal_changes,
)  # fmt: skip


def find_changes(rest: str, full: str) -> tuple[Found, ...]:
    """The edits that a clause names: usually one, two where it names two, empty where it names none.

    `rest` is the clause in lower case with the words of its target cut out, `full` all of it as it was said: titles and
    file names are taken from there letter for letter. Any two strings will do.
    """
    clause = heard_clause(rest[:_LONGEST], full[:_LONGEST])
    for story in _STORIES:
        found = tuple(edit for edit in story(clause) if _allowed(edit))
        if found:
            return found
    return ()


def _allowed(found: Found) -> bool:
    """Values out of the ranges that an edit takes (a version 0, an empty name) are as good as not said."""
    try:
        CHANGES[found.edit].model_validate(found.changes)
    except ValidationError:
        return False
    return True

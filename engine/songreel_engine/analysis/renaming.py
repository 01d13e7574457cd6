"""The user's own names for sections: given, kept when a song is analysed anew, and found again in what was typed.

Conventions: sections are counted from 1, as people count. A name that returns is numbered where it is shown ('chorus 2'), never
where it is stored.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError

from songreel_engine.analysis.result import Analysis, Section
from songreel_engine.errors import BriefError

LONGEST_LABEL: Final = 40
_SAME_SHARE: Final = 0.5
"""A name follows to a section that shares at least this much of the longer of the two."""


def number_labels(labels: Sequence[str]) -> list[str]:
    """Each label as a person says it, numbered where it returns: 'verse 1', 'chorus', 'verse 2'."""
    total, seen = Counter(labels), Counter[str]()
    names = []
    for label in labels:
        seen[label] += 1
        names.append(label if total[label] == 1 else f"{label} {seen[label]}")
    return names


def find_section(analysis: Analysis, words: str) -> int:
    """The number, from 1, of the section meant by '3', 'chorus 2', or a name that only one has.

    Raises BriefError with the names there are.
    """
    asked = " ".join(words.split()).casefold()
    if asked.isdecimal() and 1 <= int(asked) <= len(analysis.sections):
        return int(asked)
    names = number_labels([section.label for section in analysis.sections])
    found = [number for number, name in enumerate(names, start=1) if name.casefold() == asked]
    if len(found) == 1:
        return found[0]
    there_are = ", ".join(f"{number} {name}" for number, name in enumerate(names, start=1))
    raise BriefError(f"There is no one section {words!r}; name one of: {there_are}.")


def rename_section(analysis: Analysis, which: int, label: str) -> Analysis:
    """The analysis with the user's `label` on section `which`, counted from 1; sure of it from now on.

    Raises BriefError for a section that is not there, a label that cannot be shown, or one that names another section.
    """
    if not 1 <= which <= len(analysis.sections):
        raise BriefError(f"There is no section {which}; this song has {len(analysis.sections)}, counted from 1.")
    section = analysis.sections[which - 1]
    named = section.model_copy(update={"label": _checked(label), "named_by": "user", "confidence": 1.0})
    sections = (*analysis.sections[: which - 1], named, *analysis.sections[which:])
    names = Counter(name.casefold() for name in number_labels([section.label for section in sections]))
    if max(names.values()) > 1:
        raise BriefError(f"Another section is called {names.most_common(1)[0][0]!r} already; choose another name.")
    return analysis.model_copy(update={"sections": sections})


def carry_names(old: Sequence[Section], new: Analysis) -> tuple[Analysis, tuple[str, ...]]:
    """The new analysis with the user's names of the old sections, and those names that found no section.

    A name goes to the section that it shares most with, if that is at least half of the longer of the two; where two
    names meet on one section, the better placed stays.
    """
    sections = list(new.sections)
    lost: list[str] = []
    named = [section for section in old if section.named_by == "user"]
    placed = sorted(((*_best_place(section, new.sections), section) for section in named), key=lambda p: -p[0])
    for share, index, section in placed:
        if share < _SAME_SHARE or sections[index].named_by == "user":
            lost.append(section.label)
            continue
        sections[index] = sections[index].model_copy(
            update={"label": section.label, "named_by": "user", "confidence": 1.0}
        )
    return new.model_copy(update={"sections": tuple(sections)}), tuple(lost)


def read_names(stored: str) -> tuple[Section, ...]:
    """The sections a user named in a stored analysis of any schema; none where it holds none or cannot be read."""
    try:
        analysis = json.loads(stored)
        rows = analysis["sections"]
        return tuple(Section.model_validate(row) for row in rows if row.get("named_by") == "user")
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return ()


def _best_place(section: Section, among: Sequence[Section]) -> tuple[float, int]:
    """(share of the longer one, index) of the section that overlaps most."""

    def share(other: Section) -> float:
        both_s = min(section.end_s, other.end_s) - max(section.start_s, other.start_s)
        return both_s / max(section.end_s - section.start_s, other.end_s - other.start_s)

    return max((share(other), index) for index, other in enumerate(among))


def _checked(label: str) -> str:
    words = " ".join(label.split())
    if not words or len(words) > LONGEST_LABEL or not words.isprintable():
        raise BriefError(
            f"{label[:60]!r} is no name for a section; use 1 to {LONGEST_LABEL} characters that can be shown."
        )
    return words

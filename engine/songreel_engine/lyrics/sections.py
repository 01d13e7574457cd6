"""Headings that stand above stanzas, and the section of a song each means."""

import re
from typing import Final

_WORDS_OF_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "intro": ("intro", "opening", "前奏", "イントロ"),
    "verse": ("verse", "strophe", "couplet", "verso", "estrofa", "主歌", "aメロ"),
    "pre-chorus": ("pre-chorus", "prechorus", "pre chorus", "build", "lift", "导歌", "bメロ"),
    "chorus": ("chorus", "hook", "refrain", "refrão", "coro", "estribillo", "副歌", "サビ", "drop"),
    "post-chorus": ("post-chorus", "postchorus", "post chorus"),
    "bridge": ("bridge", "middle eight", "middle 8", "brücke", "pont", "puente", "桥段", "cメロ"),
    "solo": ("solo", "guitar solo", "instrumental", "interlude", "zwischenspiel", "间奏", "間奏"),
    "break": ("break", "breakdown"),
    "outro": ("outro", "coda", "ending", "end", "尾奏", "アウトロ"),
}
_SECTION_OF_WORD: Final = {word: section for section, words in _WORDS_OF_SECTIONS.items() for word in words}
_BRACKETED: Final = re.compile(
    r"^\s*(?:\[(?P<square>[^\[\]]*)\]|\((?P<round>[^()]*)\)|【(?P<thick>[^【】]*)】)\s*[::]?\s*$"
)
_BEFORE_COLON: Final = re.compile(r"^\s*(?P<words>[^::]{1,40})[::]\s*$")
_ALONE: Final = re.compile(r"^\s*(?P<words>\S.{0,40}?)\s*$")
_DETAIL: Final = re.compile(r"\s*[::].*$|\s*[-–—]\s+.*$|\s*[#]?\d+\s*$|\s+[ivx]+\s*$|\s*[一二三四五六]$")
"""A number, or who sings: 'Verse 2', 'Chorus: Anna', 'Bridge - soft'."""


def section_of_heading(heading: str) -> str | None:
    """What the heading calls its stanza, in the analysis's own words; None where that is no name of a section."""
    name = " ".join(heading.casefold().split())
    while name not in _SECTION_OF_WORD:
        shorter = _DETAIL.sub("", name, count=1)
        if shorter == name:
            return None
        name = shorter
    return _SECTION_OF_WORD[name]


def heading_of(row: str) -> str | None:
    """The heading a row of text is, without its brackets; None for a row that is sung.

    Anything in square brackets is a heading. In round ones, before a colon or alone on its row only the name of a
    section is: backing vocals stand in round brackets too.
    """
    bracketed = _BRACKETED.match(row)
    if bracketed and bracketed["square"] is not None:
        return bracketed["square"].strip() or None
    if bracketed:
        words = (bracketed["round"] or bracketed["thick"] or "").strip()
        return words if section_of_heading(words) else None
    for shape in (_BEFORE_COLON, _ALONE):
        found = shape.match(row)
        if found and section_of_heading(found["words"]) and (shape is _BEFORE_COLON or _is_title(found["words"])):
            return found["words"].strip()
    return None


def _is_title(words: str) -> bool:
    """'Verse 2' alone on its row is a heading; 'hook' or 'end' in small letters may be sung."""
    return words[:1].isupper() and any(c.isdigit() for c in words)

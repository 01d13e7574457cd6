"""When a scene of the map is seen: by its times, by a section's name, or by both, laid on the song.

A name may be a whole one ('chorus 2'), a plain one that stands for every such section ('chorus', 'every chorus', '副歌'), or
say which ('last chorus', 'first verse').
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from songreel_engine.analysis.renaming import number_labels
from songreel_engine.analysis.result import Section
from songreel_engine.planning.phrases import listed
from songreel_engine.planning.scene_map import time_in_words
from songreel_engine.planning.scene_map_words import quoted

Span = tuple[float, float, str | None]
"""(start in seconds, end in seconds, name of the section it plays in)."""
Complaint = tuple[str, str]
"""(field, what is wrong with it)."""

_PAST_END_S: Final = 0.05
"""A film ends on a frame, the song between two."""
_SHORTEST_S: Final = 0.04
"""A frame."""
_CHINESE: Final[Mapping[str, str]] = {
    "前奏": "intro", "主歌": "verse", "导歌": "pre-chorus", "預副歌": "pre-chorus", "预副歌": "pre-chorus",
    "導歌": "pre-chorus", "副歌": "chorus", "桥段": "bridge", "橋段": "bridge", "过渡": "bridge", "间奏": "break",
    "間奏": "break", "独奏": "solo", "獨奏": "solo", "尾奏": "outro", "结尾": "outro", "結尾": "outro",
}  # fmt: skip
_NUMBERED: Final = re.compile(r"(.+?)[\s#]*([0-9]{1,3})")
_WHICH: Final = re.compile(r"(?:the )?(every|all|each|first|last|final)(?: the)? (.+?)")
_ONE_OF: Final[Mapping[str, slice]] = {"first": slice(0, 1), "last": slice(-1, None), "final": slice(-1, None)}


@dataclass(frozen=True)
class Spans:
    """Where a scene plays, or why that cannot be said."""

    spans: tuple[Span, ...] = ()
    faults: tuple[Complaint, ...] = ()
    is_unmade: bool = False
    """It lies, or may lie, in the part of the song that a preview does not make."""


@dataclass(frozen=True, kw_only=True)
class SongFrame:
    """What of a song a map is laid on."""

    duration_s: float
    sections: Sequence[Section]
    is_preview: bool = False
    """Whether these are only the first seconds of a longer song, of which the rest is not known."""

    def spans(self, section: str | None, start_s: float | None, end_s: float | None) -> Spans:
        """The stretches that a scene is seen, clipped to the song; or its faults."""
        named = self._named(section) if section is not None else []
        if section is not None and not named:
            if self.is_preview:
                return Spans(is_unmade=True)
            return Spans(faults=(("section", f"there is no section {quoted(section)}; {self._choices()}"),))
        if start_s is None and end_s is None and named:
            return Spans(spans=tuple(named))
        if len(named) == 1:
            start_s = named[0][0] if start_s is None else start_s
            end_s = named[0][1] if end_s is None else end_s
        if start_s is None or end_s is None:
            return Spans(faults=tuple(_missing(start_s, end_s, is_section_given=bool(named))))
        return self._checked(start_s, end_s, named)

    def _checked(self, start_s: float, end_s: float, named: Sequence[Span]) -> Spans:
        faults = list(self._faults_of_times(start_s, end_s))
        over = [span for span in named if min(end_s, span[1]) > max(start_s, span[0])]
        if named and not over and not faults:
            times = listed([f"{time_in_words(a)}–{time_in_words(b)}" for a, b, _ in named])
            faults.append(
                ("section", f"it is at {times}, not between start and end; leave out the section or the times")
            )
        if faults:
            return Spans(faults=tuple(faults))
        if start_s >= self.duration_s:
            return Spans(is_unmade=True)
        return Spans(spans=((start_s, min(end_s, self.duration_s), over[0][2] if over else None),))

    def _faults_of_times(self, start_s: float, end_s: float) -> Iterator[Complaint]:
        song_s = math.inf if self.is_preview else self.duration_s
        song_ends = f"the song ends at {time_in_words(self.duration_s)}"
        if end_s - start_s < _SHORTEST_S:
            yield "end", f"{time_in_words(end_s)} is not after its start, {time_in_words(start_s)}; let it end later"
        if start_s >= song_s:
            yield "start", f"{time_in_words(start_s)} is past the end of the song; {song_ends}"
        elif end_s > song_s + _PAST_END_S:
            yield "end", f"{time_in_words(end_s)} is past the end of the song; {song_ends}"

    def _named(self, words: str) -> list[Span]:
        """The sections of that name, by their numbered names first; empty where there is none."""
        asked = " ".join(words.casefold().replace("_", " ").split())
        labels = [section.label.casefold() for section in self.sections]
        names = number_labels([section.label for section in self.sections])
        exact = [index for index, name in enumerate(names) if name.casefold() == asked]
        spans = [(s.start_s, s.end_s, name) for s, name in zip(self.sections, names, strict=True)]
        if exact:
            return [spans[index] for index in exact]
        which = _WHICH.fullmatch(asked)
        kind, wanted = (which[2], _ONE_OF.get(which[1], slice(None))) if which else (asked, slice(None))
        if numbered := _NUMBERED.fullmatch(kind):
            kind, number = numbered[1].strip(), int(numbered[2])
            wanted = slice(number - 1, number) if number else slice(0, 0)
        alike = [index for index, label in enumerate(labels) if label in _spellings(kind)]
        return [spans[index] for index in alike[wanted]]

    def _choices(self) -> str:
        names = list(dict.fromkeys(number_labels([section.label for section in self.sections])))
        shown = names if len(names) <= 20 else [*names[:20], "…"]
        return f"this song has {', '.join(shown)}"


def _spellings(kind: str) -> frozenset[str]:
    """What a label may be that somebody calls so: '副歌', 'choruses' and 'refrain' are chorus, 'prechorus' is pre-chorus."""
    english = {"refrain": "chorus", "hook": "chorus", "prechorus": "pre-chorus", "pre chorus": "pre-chorus"}
    plain = _CHINESE.get(kind, kind)
    plural = (plain.removesuffix("es"), plain.removesuffix("s"))
    return frozenset({kind, plain, *plural, *(english[word] for word in (plain, *plural) if word in english)})


def _missing(start_s: float | None, end_s: float | None, *, is_section_given: bool) -> Iterator[Complaint]:
    also = "the other time too" if is_section_given else "both times, or the name of a section"
    for field, time_s in (("start", start_s), ("end", end_s)):
        if time_s is None:
            yield field, f"it is missing; give {also}"

"""Targets found in a draft: which shots, frames and sections are meant by 'chorus 2', shot 5 or 0:45 to 1:10.

What is named adds up. A shot belongs to a stretch of time that covers at least half of it; a stretch that covers half of
no shot means the shot it covers most of. Times within a named section narrow that section.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from songreel_engine.draft.edits import Target
from songreel_engine.draft.model import Draft, DraftSection
from songreel_engine.draft.words import clock, spans_in_words
from songreel_engine.editing.material import WHOLE_FILM, Part
from songreel_engine.errors import EditError
from songreel_engine.timebase import FrameRange, seconds_to_frame

SLACK_S: Final = 1.0
"""A draft's section starts with its cut, up to about a beat from where the song's own does: such times mean the cut."""
_END_SLACK_S: Final = 0.125
_NUMBERED: Final = re.compile(r"(.*\S)\s*(\d+)")


def find_part(draft: Draft, target: Target) -> Part:
    """What the target means in this draft; an empty target is the whole film.

    Raises EditError, with what there is to choose from, for a section, shot or time that the film does not have.
    """
    sections = _sections(draft, target.sections)
    ranges = [_on_grid(draft, range_s, sections) for range_s in target.ranges_s]
    whole, narrowed, times = _sorted_out(sections, ranges)
    numbered = _numbered(draft, target.shots)
    if not (sections or ranges or numbered):
        return _whole_film(draft)
    shots = set(numbered)
    for section in whole:
        shots |= _shots_of_section(draft, section)
    for span in (*narrowed, *times):
        shots |= _shots_in(draft, span)
    spans = joined(
        [
            *(FrameRange(s.start, s.stop) for s in whole),
            *narrowed,
            *times,
            *(FrameRange(draft.shots[i].start, draft.shots[i].stop) for i in numbered),
        ]
    )
    if spans == (FrameRange(0, draft.frames),):
        return _whole_film(draft)
    named = [section.label for section in whole]
    if loose := joined([*narrowed, *times]):
        named.append(_times_in_words(draft, loose))
    if numbered:
        named.append(shots_in_words(numbered))
    return Part(
        shots=tuple(sorted(shots)), spans=spans, sections=tuple(section.id for section in sections), words=listed(named)
    )


def covers_all(draft: Draft, part: Part) -> bool:
    """Whether every shot of the film is meant."""
    return len(part.shots) == len(draft.shots)


def runs_of(indices: Iterable[int]) -> list[list[int]]:
    """Indices that follow each other, together: [3, 4, 7] → [[3, 4], [7]]."""
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def joined(spans: Iterable[FrameRange]) -> tuple[FrameRange, ...]:
    """The same frames in spans that rise and do not touch."""
    apart: list[FrameRange] = []
    for span in sorted(spans):
        if apart and span.start <= apart[-1].stop:
            apart[-1] = FrameRange(apart[-1].start, max(apart[-1].stop, span.stop))
        else:
            apart.append(span)
    return tuple(apart)


def shots_in_words(indices: Sequence[int]) -> str:
    """'shot 4', 'shots 4–6 and 9', from indices, which count from 0."""
    named = [f"{run[0] + 1}" if len(run) == 1 else f"{run[0] + 1}–{run[-1] + 1}" for run in runs_of(indices)]
    return f"shot{'s' if len(indices) > 1 else ''} {listed(named)}"


def listed(names: Sequence[str], word: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _whole_film(draft: Draft) -> Part:
    return Part(
        shots=tuple(range(len(draft.shots))), spans=(FrameRange(0, draft.frames),), sections=(), words=WHOLE_FILM
    )


def _sections(draft: Draft, labels: Sequence[str]) -> list[DraftSection]:
    found = {section.id: section for label in labels for section in _named(draft, label)}
    return sorted(found.values(), key=lambda section: section.start)


def _named(draft: Draft, label: str) -> list[DraftSection]:
    asked = " ".join(label.split()).casefold()
    exact = [section for section in draft.sections if section.label.casefold() == asked]
    if exact:
        return exact
    alike = [section for section in draft.sections if base_label(section.label) == asked]
    if alike:
        return alike
    if (match := _NUMBERED.fullmatch(asked)) is not None:
        kind, number = match[1], int(match[2])
        same = [section for section in draft.sections if base_label(section.label) == kind]
        spelt = [section for section in same if section.label.casefold() == f"{kind} {number}"]
        if spelt or (number == 1 and len(same) == 1):
            return spelt or same
        if same:
            raise EditError(f"There is no {asked}: this film has {listed([s.label for s in same])}.")
    have = listed([section.label for section in draft.sections])
    raise EditError(f"There is no {asked or 'section without a name'}: this film has {have}.")


def base_label(label: str) -> str:
    """The name without its number, in lower case: 'Chorus 2' → 'chorus'."""
    folded = label.casefold()
    numbered = _NUMBERED.fullmatch(folded)
    return numbered[1] if numbered is not None else folded


def _on_grid(draft: Draft, range_s: tuple[float, float], sections: Sequence[DraftSection]) -> FrameRange:
    """The frames of a time as said; an edge that lies near an edge of a named section means that one."""
    start, stop = (seconds_to_frame(edge_s, draft.frame_rate) for edge_s in range_s)
    if start >= draft.frames:
        raise EditError(
            f"There is nothing at {clock(start, draft.frame_rate)}: this film ends at "
            f"{clock(draft.frames, draft.frame_rate)}."
        )
    # A song's length in seconds, rounded, may fall a few frames short of the film's end.
    stop = draft.frames if draft.frames - stop <= _END_SLACK_S * draft.frame_rate else stop
    edges = [edge for section in sections for edge in (section.start, section.stop)]
    slack = seconds_to_frame(SLACK_S, draft.frame_rate)
    near_start, near_stop = (_nearest_within(edge, edges, slack) for edge in (start, stop))
    return FrameRange(near_start, near_stop) if near_start < near_stop else FrameRange(start, stop)


def _nearest_within(frame: int, edges: Sequence[int], slack: int) -> int:
    nearest = min(edges, key=lambda edge: abs(edge - frame), default=frame)
    return nearest if abs(nearest - frame) <= slack else frame


def _sorted_out(
    sections: Sequence[DraftSection], ranges: Sequence[FrameRange]
) -> tuple[list[DraftSection], list[FrameRange], list[FrameRange]]:
    """(sections meant as a whole, times that narrow a named section, times of their own)."""
    narrowed: list[FrameRange] = []
    times: list[FrameRange] = []
    narrow_ids: set[str] = set()
    for span in ranges:
        around = [s for s in sections if s.start <= span.start and span.stop <= s.stop]
        if not around:
            times.append(span)
        elif (around[0].start, around[0].stop) != (span.start, span.stop):
            narrowed.append(span)
            narrow_ids.add(around[0].id)
    return [section for section in sections if section.id not in narrow_ids], narrowed, times


def _numbered(draft: Draft, numbers: Sequence[int]) -> list[int]:
    last = len(draft.shots)
    absent = [number for number in numbers if not 1 <= number <= last]
    if absent:
        raise EditError(f"There is no shot {absent[0]}: this film has shots 1 to {last}.")
    return sorted({number - 1 for number in numbers})


def _shots_of_section(draft: Draft, section: DraftSection) -> set[int]:
    own = {index for index, shot in enumerate(draft.shots) if shot.section_id == section.id}
    return own or _shots_in(draft, FrameRange(section.start, section.stop))


def _shots_in(draft: Draft, span: FrameRange) -> set[int]:
    shared = [min(span.stop, shot.stop) - max(span.start, shot.start) for shot in draft.shots]
    inside = {i for i, shot in enumerate(draft.shots) if 2 * shared[i] >= shot.stop - shot.start}
    # A moment shares no frame with any shot: the one it lies in shares 0, all others less.
    return inside or {max(range(len(shared)), key=lambda i: (shared[i], draft.shots[i].start))}


def _times_in_words(draft: Draft, spans: Sequence[FrameRange]) -> str:
    """'0:45.0 to 1:10.0 and 1:30.0'."""
    return spans_in_words(spans, draft.frame_rate).replace("from ", "").replace("at ", "")

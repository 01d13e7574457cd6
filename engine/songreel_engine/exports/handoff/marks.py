"""Beats, downbeats and sections as markers on the film's frames."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft
from songreel_engine.timebase import seconds_to_frame

MarkKind = Literal["section", "downbeat", "beat"]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A moment or a stretch of the song with a name."""

    kind: MarkKind
    name: str
    """A section's label; 'bar 12' for a downbeat, 'bar 12 beat 3' for the others."""
    frame: int
    frames: int
    """0 for a moment."""
    time_s: float
    """As it was heard; a section's is that of its first frame."""


def marks_of(draft: Draft, analysis: Analysis) -> tuple[Mark, ...]:
    """All marks inside the film by frame, sections before beats. Beats before the first downbeat belong to bar 0."""
    marks = [
        Mark(
            kind="section",
            name=section.label,
            frame=section.start,
            frames=section.stop - section.start,
            time_s=float(section.start / draft.frame_rate),
        )
        for section in draft.sections
    ]
    marks += _beats(draft, analysis)
    return tuple(sorted(marks, key=lambda mark: (mark.frame, mark.kind != "section")))


def _beats(draft: Draft, analysis: Analysis) -> list[Mark]:
    downbeats = set(analysis.downbeats_s)
    marks = []
    for index, time_s in enumerate(analysis.beats_s):
        frame = seconds_to_frame(time_s, draft.frame_rate)
        if frame >= draft.frames:
            break
        bar = bisect_right(analysis.downbeats_s, time_s)
        first = bisect_right(analysis.beats_s, analysis.downbeats_s[bar - 1]) - 1 if bar else 0
        if time_s in downbeats:
            marks.append(Mark(kind="downbeat", name=f"bar {bar}", frame=frame, frames=0, time_s=time_s))
        else:
            name = f"bar {bar} beat {index - first + 1}"
            marks.append(Mark(kind="beat", name=name, frame=frame, frames=0, time_s=time_s))
    return marks

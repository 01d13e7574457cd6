"""What a message is about: the song's sections, the film's shots, what was said before.

Seconds throughout. A value of this kind is all that understanding knows of a film.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from songreel_engine.analysis.renaming import number_labels
from songreel_engine.analysis.result import Event
from songreel_engine.draft.model import Draft, Shot, TextRole
from songreel_engine.errors import EditError
from songreel_engine.language.conversation import Conversation
from songreel_engine.timebase import frame_to_seconds

_LONGEST_S: Final = 36_000.0
_MOST_SECTIONS: Final = 1_000
_NUMBERED: Final = re.compile(r"^(?P<kind>.*?[^\W\d_])[ _-]*(?P<number>\d{1,3})$")
_COLUMNS: Final = ("start_s", "end_s", "label")


@dataclass(frozen=True)
class SpokenSection:
    """A section as a person names it."""

    label: str
    """Numbered where it returns: 'chorus 2', 'bridge'."""
    kind: str
    """Without the number, in lower case: 'chorus'."""
    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True)
class SpokenShot:
    """A shot as a person finds it."""

    number: int
    start_s: float
    end_s: float
    words: frozenset[str]
    """What is in it, in lower case: place, time of day, weather, framing, what its prompt says."""
    section: str
    locked: bool = False
    flagged: bool = False


@dataclass(frozen=True, kw_only=True)
class SpokenText:
    """Words on the picture."""

    text: str
    role: TextRole
    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True)
class Context:
    """The film and the talk so far."""

    sections: tuple[SpokenSection, ...] = ()
    duration_s: float | None = None
    """None where no song is known."""
    shots: tuple[SpokenShot, ...] = ()
    """Empty where they are not known."""
    drops_s: tuple[float, ...] = ()
    texts: tuple[SpokenText, ...] = ()
    asks_in: Literal["en", "zh"] | None = None
    """The language of questions; None: the message's own."""
    conversation: Conversation = field(default_factory=Conversation)


NO_CONTEXT: Final = Context()
"""No song is known: sections are named as they were said, and have no ranges."""


def context_of_sections(text: str) -> Context:
    """The context that a CSV file of sections gives: columns start_s, end_s, label, and `type` where the kind is known.

    Bare labels that return are numbered in order ('chorus' → 'chorus 1'); numbered ones keep their number ('chorus2' →
    'chorus 2'). The song ends where its last section does.

    Raises EditError for a file that is no such table.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), skipinitialspace=True))
    except csv.Error as error:
        raise EditError(f"the sections file is no CSV table ({error}); save it as plain text.") from error
    missing = [column for column in _COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise EditError(
            f"the sections file lacks the column {missing[0]}; its first line should be start_s,end_s,label and the "
            "lines below it the sections."
        )
    if len(rows) > _MOST_SECTIONS:
        raise EditError(f"the sections file has {len(rows)} lines; a song has at most {_MOST_SECTIONS} sections.")
    spans = [_span(row, line) for line, row in enumerate(rows, start=2)]
    labels = [_label(row, line) for line, row in enumerate(rows, start=2)]
    names = [_spaced(label) for label in number_labels(labels)]
    repeated = [name for name, count in Counter(map(str.casefold, names)).items() if count > 1]
    if repeated:
        raise EditError(f"the sections file names {repeated[0]!r} twice; number the sections that return.")
    sections = [
        SpokenSection(name, (row.get("type") or "").strip().lower() or kind_of(name), *span)
        for name, row, span in zip(names, rows, spans, strict=True)
    ]
    sections.sort(key=lambda section: section.start_s)
    return Context(sections=tuple(sections), duration_s=max(section.end_s for section in sections))


def context_of_draft(
    draft: Draft,
    *,
    events: Sequence[Event] = (),
    conversation: Conversation = NO_CONTEXT.conversation,
    flagged: frozenset[int] = frozenset(),
) -> Context:
    """What can be said about a draft; `events` are those of its song's analysis, `flagged` shots by number from 1."""
    rate = draft.frame_rate
    labels = {section.id: section.label for section in draft.sections}
    return Context(
        sections=tuple(
            SpokenSection(
                section.label,
                kind_of(section.label),
                frame_to_seconds(section.start, rate),
                frame_to_seconds(section.stop, rate),
            )
            for section in draft.sections
        ),
        duration_s=frame_to_seconds(draft.frames, rate),
        shots=tuple(
            SpokenShot(
                number=number,
                start_s=frame_to_seconds(shot.start, rate),
                end_s=frame_to_seconds(shot.stop, rate),
                words=_words_of(draft, shot),
                section=labels.get(shot.section_id, ""),
                locked=shot.locked,
                flagged=number in flagged,
            )
            for number, shot in enumerate(draft.shots, start=1)
        ),
        drops_s=tuple(event.start_s for event in events if event.kind == "drop"),
        texts=tuple(
            SpokenText(
                text=item.text,
                role=item.role,
                start_s=frame_to_seconds(item.start, rate),
                end_s=frame_to_seconds(item.stop, rate),
            )
            for item in draft.tracks.text
        ),
        conversation=conversation,
    )


def kind_of(label: str) -> str:
    """What a label names, without its number: 'Chorus 2' → 'chorus'."""
    match = _NUMBERED.match(label.strip())
    return (match["kind"] if match else label).strip().lower()


def _words_of(draft: Draft, shot: Shot) -> frozenset[str]:
    picture = shot.picture
    scene = next(scene for scene in draft.scenes if scene.id == picture.scene_id)
    media = next((item.name for item in draft.media if item.id == picture.media_id), "")
    said = " ".join(
        [scene.place, scene.time_of_day, scene.weather, scene.description, picture.framing, picture.prompt, media]
        + ([picture.pose] if picture.pose else [])
    )
    return frozenset(re.findall(r"[^\W_]+", said.lower()))


def _spaced(name: str) -> str:
    match = _NUMBERED.match(name)
    return f"{match['kind']} {int(match['number'])}" if match else name


def _label(row: dict[str, str | None], line: int) -> str:
    label = " ".join((row["label"] or "").split())
    if not label or len(label) > 60:
        raise EditError(f"line {line} of the sections file has no label, or one of more than 60 characters; name it.")
    return label


def _span(row: dict[str, str | None], line: int) -> tuple[float, float]:
    try:
        start_s, end_s = float(row["start_s"] or "?"), float(row["end_s"] or "?")
    except ValueError as error:
        raise EditError(
            f"line {line} of the sections file has no start_s and end_s in seconds; write numbers."
        ) from error
    if not (math.isfinite(start_s) and math.isfinite(end_s) and 0 <= start_s < end_s <= _LONGEST_S):
        raise EditError(
            f"line {line} of the sections file runs from {start_s:g} to {end_s:g} s; a section starts at 0 s or later "
            "and ends after its start."
        )
    return start_s, end_s

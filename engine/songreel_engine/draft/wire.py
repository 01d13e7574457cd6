"""The short form in which a draft travels to chat clients, and back without loss.

    {"t": [{"tt": 0, "m": {"name": "Video"}, "sg": [{"d": 2500, "m": {"name": "shot 1: city", "start": 0, …}}]}],
     "d": 180000, "m": {"name": "golden hour", "draft": {…}}}

`t` tracks, `tt` track type (0 video, 1 audio, 7 text), `sg` segments, `d` duration, `m` metadata; times are milliseconds from
the start of the film. With `t`, `tt`, `sg`, `d`, `m.name` and `m.start` the tracks can be shown; all else songreel keeps for
itself in `m.item`, `m.index` and `m.draft`. Lengths are differences of rounded positions, so segments that touch in frames
touch in milliseconds.
"""

import json
from itertools import zip_longest
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from songreel_engine.draft.check import read_draft
from songreel_engine.draft.model import Draft
from songreel_engine.draft.tracks import Segment, ShownTrack, TrackKind, shown_tracks
from songreel_engine.errors import DraftError

Milliseconds = Annotated[int, Field(ge=0, strict=True)]
TRACK_TYPES: Final[dict[TrackKind, Literal[0, 1, 7]]] = {"video": 0, "audio": 1, "text": 7}


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Named(_Value):
    name: str


class _SegmentFacts(_Named):
    start: Milliseconds
    index: Annotated[int, Field(ge=0, strict=True)]
    """Where the item stands in the draft's own track."""
    item: dict[str, JsonValue]


class _Segment(_Value):
    d: Milliseconds
    m: _SegmentFacts


class _Track(_Value):
    tt: Literal[0, 1, 7]
    sg: tuple[_Segment, ...]
    m: _Named


class _DraftFacts(_Named):
    draft: dict[str, JsonValue]
    """All of the draft but its tracks."""

    @field_validator("draft")
    @classmethod
    def _without_tracks(cls, draft: dict[str, JsonValue]) -> dict[str, JsonValue]:
        if "tracks" in draft:
            raise ValueError("its tracks belong into t")
        return draft


class Timeline(_Value):
    t: tuple[_Track, ...]
    d: Milliseconds
    m: _DraftFacts


def to_wire(draft: Draft) -> dict[str, Any]:
    """The draft in its short form, made of JSON's own kinds of values."""
    return _timeline(draft).model_dump(mode="json")


def from_wire(wire: object) -> Draft:
    """The draft that `to_wire` wrote, checked.

    Raises DraftError for anything else, also where what the tracks show differs from the draft that travels with them.
    """
    try:
        timeline = Timeline.model_validate(wire)
    except (ValidationError, RecursionError) as error:
        raise DraftError(f"This is no songreel timeline: {_fault(error)}; ask for the draft again.") from error
    items = {name: _in_order(timeline, name) for name in TRACK_TYPES}
    draft = read_draft(json.dumps(timeline.m.draft | {"tracks": items}))
    for number, (given, own) in enumerate(zip_longest(_shown(timeline), _shown(_timeline(draft)))):
        if given != own:
            where = f"track {number}" if number else "the whole"
            raise DraftError(
                f"The timeline shows something else ({where}) than the draft that it carries; "
                "change a draft by edits, then ask for it again."
            )
    return draft


def _timeline(draft: Draft) -> Timeline:
    return Timeline(
        t=tuple(_track(draft, track) for track in shown_tracks(draft)),
        d=_milliseconds(draft, draft.frames),
        m=_DraftFacts(name=draft.style.replace("_", " "), draft=draft.model_dump(mode="json", exclude={"tracks"})),
    )


def _track(draft: Draft, track: ShownTrack) -> _Track:
    segments = tuple(_segment(draft, segment) for segment in track.segments)
    return _Track(tt=TRACK_TYPES[track.kind], sg=segments, m=_Named(name=track.name))


def _segment(draft: Draft, segment: Segment) -> _Segment:
    start = _milliseconds(draft, segment.item.start)
    facts = _SegmentFacts(
        name=segment.name, start=start, index=segment.index, item=segment.item.model_dump(mode="json")
    )
    return _Segment(d=_milliseconds(draft, segment.item.stop) - start, m=facts)


def _milliseconds(draft: Draft, frame: int) -> int:
    return round(frame * 1000 / draft.frame_rate)


def _in_order(timeline: Timeline, kind: TrackKind) -> list[JsonValue]:
    """The items of one of the draft's own tracks. Raises DraftError where one is missing or there twice."""
    facts = [segment.m for track in timeline.t if track.tt == TRACK_TYPES[kind] for segment in track.sg]
    facts.sort(key=lambda one: one.index)
    if [one.index for one in facts] != list(range(len(facts))):
        raise DraftError(f"The timeline has not every {kind} segment exactly once; ask for the draft again.")
    return [one.item for one in facts]


def _shown(timeline: Timeline) -> list[object]:
    """What a client that knows nothing of songreel sees: the whole, then each track."""
    tracks = [(t.tt, t.m.name, [(s.d, s.m.name, s.m.start, s.m.index) for s in t.sg]) for t in timeline.t]
    return [(timeline.d, timeline.m.name), *tracks]


def _fault(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    fault = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in fault["loc"]) or "the whole"
    return f"{where}: {' '.join(fault['msg'].split()).rstrip('.')}"

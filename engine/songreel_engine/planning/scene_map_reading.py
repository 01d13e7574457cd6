"""A scene map read from JSON: every fault named, with its scene, its field, what was found and what is allowed.

`WrittenScene` is what may be written; its JSON Schema is `scene_map_schema()`. Field names are taken in other spellings too
(`ALIASES`). A scene says when it is by `start` and `end`, or by a section's name; a name that several sections share
('chorus') makes a scene of each.
"""

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, WithJsonSchema

from songreel_engine.analysis.result import Section
from songreel_engine.draft.model import CameraMove, Framing, TimeOfDay, TransitionKind, Weather
from songreel_engine.errors import BriefError
from songreel_engine.planning import scene_map_words as words
from songreel_engine.planning.brief import LONGEST_PROMPT
from songreel_engine.planning.phrases import listed
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.scene_map import NO_GAP_S, MapScene, SceneMap, time_in_words
from songreel_engine.planning.scene_map_times import SongFrame
from songreel_engine.planning.styles import STYLES

MOST_SCENES: Final = 1000
LONGEST_TEXT: Final = 2_000_000
MOST_FAULTS: Final = 20
"""More in one message are not read; the rest is counted."""
_SAME_MOMENT_S: Final = 0.0015
"""Times are written to the millisecond."""
_WHEN_FIELDS: Final = frozenset({"start", "end", "section"})

ALIASES: Final[Mapping[str, str]] = {
    "start_s": "start", "start_time": "start", "from": "start", "begin": "start", "in": "start", "end_s": "end",
    "end_time": "end", "to": "end", "stop": "end", "until": "end", "out": "end", "prompt": "description",
    "text": "description", "motion_intensity": "motion", "intensity": "motion", "motion_level": "motion",
    "colours": "palette", "colors": "palette", "colour_palette": "palette", "color_palette": "palette",
    "transition_in": "transition", "location": "place", "setting": "place", "time": "time_of_day", "hour": "time_of_day",
    "shot": "framing", "camera_move": "camera", "camera_movement": "camera",
}  # fmt: skip
"""Other spellings of a field; case, spaces and hyphens do not matter either."""

_TEXT: Final[Mapping[str, Any]] = {"type": "string"}
_TIME: Final[Mapping[str, Any]] = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^([0-9]+:)?[0-9]+:[0-5]?[0-9]([.][0-9]+)?$"},
    ]
}


def _field(
    read: Callable[[object], object], schema: Mapping[str, Any], description: str
) -> tuple[PlainValidator, WithJsonSchema]:
    """A field that may be left out, or null, and is otherwise read by `read`."""
    return (
        PlainValidator(lambda value: None if value is None else read(value)),
        WithJsonSchema({**schema, "description": description}),
    )


def _choice(kind: object) -> Mapping[str, Any]:
    return {"enum": list(get_args(kind))}


_START: Final = _field(words.read_time, _TIME, "When it starts: seconds, or 'm:ss' with decimals if need be.")
_END: Final = _field(words.read_time, _TIME, "When it ends, as `start`; the next scene may start there.")
_SECTION: Final = _field(
    words.read_section, _TEXT, "A section instead of start and end: 'chorus 1', or 'chorus' for every chorus."
)
_DESCRIPTION: Final = _field(
    words.read_description, {**_TEXT, "maxLength": LONGEST_PROMPT}, "What is to be seen, in words."
)
_MOTION: Final = _field(
    words.read_motion, {"type": "integer", "minimum": 1, "maximum": 10}, "Motion intensity, 1 still to 10 wild."
)
_PALETTE: Final = _field(
    words.read_palette,
    {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": words.MOST_COLOURS},
    "Colours by name ('teal', 'dark red') or as #rrggbb.",
)
_TRANSITION: Final = _field(
    words.read_transition, _choice(TransitionKind), "How the scene before gives way to this one."
)
_PLACE: Final = _field(words.read_place, {**_TEXT, "examples": list(PLACES)}, "Where it plays.")
_TIME_OF_DAY: Final = _field(words.read_time_of_day, _choice(TimeOfDay), "The hour it shows.")
_WEATHER: Final = _field(words.read_weather, _choice(Weather), "What falls or drifts.")
_STYLE: Final = _field(words.read_style, {**_TEXT, "examples": list(STYLES)}, "A style of its own, by key or name.")
_FRAMING: Final = _field(words.read_framing, _choice(Framing), "Of all its shots.")
_CAMERA: Final = _field(words.read_camera, _choice(CameraMove), "Of all its shots.")
_ON_BEAT: Final = _field(
    words.read_on_beat, {"type": "boolean"}, "false: start at this very moment, even beside the beat."
)


class WrittenScene(BaseModel):
    """One scene as it is written; a field left out, or null, is left to the director."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Annotated[float | None, *_START] = None
    end: Annotated[float | None, *_END] = None
    section: Annotated[str | None, *_SECTION] = None
    description: Annotated[str | None, *_DESCRIPTION] = None
    motion: Annotated[int | None, *_MOTION] = None
    palette: Annotated[tuple[str, ...] | None, *_PALETTE] = None
    transition: Annotated[TransitionKind | None, *_TRANSITION] = None
    place: Annotated[str | None, *_PLACE] = None
    time_of_day: Annotated[TimeOfDay | None, *_TIME_OF_DAY] = None
    weather: Annotated[Weather | None, *_WEATHER] = None
    style: Annotated[str | None, *_STYLE] = None
    framing: Annotated[Framing | None, *_FRAMING] = None
    camera: Annotated[CameraMove | None, *_CAMERA] = None
    on_beat: Annotated[bool | None, *_ON_BEAT] = None


class WrittenMap(BaseModel):
    """A songreel scene map: a list of scenes, or an object that holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenes: Annotated[tuple[WrittenScene, ...], Field(min_length=1, max_length=MOST_SCENES)]


def scene_map_schema() -> dict[str, Any]:
    """The JSON Schema of what `read_scene_map` takes."""
    schema = WrittenMap.model_json_schema()
    scenes, definitions = schema["properties"]["scenes"], schema.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "songreel-scene-map",
        "title": "songreel scene map",
        "anyOf": [{key: value for key, value in schema.items() if key != "title"}, scenes],
        "$defs": definitions,
    }


@dataclass(frozen=True)
class _Fault:
    """What is wrong with one scene (counted from 1), or with one of its fields."""

    scene: int
    field: str
    words: str

    def __str__(self) -> str:
        return f"scene {self.scene}{', ' if self.field else ''}{self.field}: {self.words}"


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A written scene with one of its stretches of the song; one with a fault lacks the faulty fields."""

    number: int
    start_s: float
    end_s: float
    section: str | None
    written: WrittenScene

    @property
    def span(self) -> str:
        return f"{time_in_words(self.start_s)}–{time_in_words(self.end_s)}"


def read_scene_map(text: str, *, duration_s: float, sections: Sequence[Section], is_preview: bool = False) -> SceneMap:
    """The scene map that JSON holds, in order of time, checked against a song of `duration_s` with these sections.

    In a preview, where these are the first seconds of a longer song, scenes that lie later are left out with a warning.
    Raises BriefError with all faults, a line for each; those past MOST_FAULTS are counted.
    """
    faults: list[_Fault] = []
    placed: list[_Placed] = []
    unmade: list[int] = []
    song = SongFrame(duration_s=duration_s, sections=sections, is_preview=is_preview)
    for number, entry in enumerate(_entries(text), start=1):
        written, found = _written(number, entry)
        faults += found
        if {fault.field for fault in found} & _WHEN_FIELDS or not isinstance(entry, dict):
            continue
        spans = song.spans(written.section, written.start, written.end)
        faults += (_Fault(number, field, what) for field, what in spans.faults)
        placed += (
            _Placed(number=number, start_s=start_s, end_s=end_s, section=section, written=written)
            for start_s, end_s, section in spans.spans
        )
        if spans.is_unmade:
            unmade.append(number)
    placed.sort(key=lambda p: (p.start_s, p.number))
    faults += _overlaps(placed)
    if faults:
        raise BriefError(_in_words(sorted(faults, key=lambda fault: fault.scene)))
    warnings = (
        *_stand_ins(placed),
        *_first_transition(placed),
        *_unmade(unmade, duration_s),
        *_left_out(placed, duration_s),
    )
    return SceneMap(scenes=tuple(_scene(p) for p in placed), warnings=warnings)


def _entries(text: str) -> list[object]:
    if len(text) > LONGEST_TEXT:
        raise BriefError(f"The scene map has {len(text)} characters; shorten it to {LONGEST_TEXT}.")
    try:
        held = json.loads(text)
    except json.JSONDecodeError as error:
        raise BriefError(
            f"The scene map is not readable as JSON: {error.msg} in line {error.lineno}, column {error.colno}; mend it there."
        ) from error
    except (ValueError, RecursionError) as error:
        raise BriefError(
            "The scene map is not readable as JSON: it nests too deeply or has too long a number."
        ) from error
    entries = held.get("scenes") if isinstance(held, dict) else held
    if not isinstance(entries, list):
        raise BriefError(
            f'The scene map is {words.quoted(held)} without scenes; write a list of scenes, or {{"scenes": […]}}.'
        )
    if not 1 <= len(entries) <= MOST_SCENES:
        raise BriefError(f"The scene map has {len(entries)} scenes; write 1 to {MOST_SCENES}.")
    return entries


def _written(number: int, entry: object) -> tuple[WrittenScene, list[_Fault]]:
    """The scene without its faulty fields, and the faults."""
    if not isinstance(entry, dict):
        return WrittenScene(), [_Fault(number, "", f'it is {words.quoted(entry)}; write {{"start": …, "end": …}}')]
    fields: dict[str, object] = {}
    faults: list[_Fault] = []
    for name, value in entry.items():
        field = _field_name(name)
        if field not in WrittenScene.model_fields:
            faults.append(_Fault(number, words.quoted(name), f"there is no such field; {_nearest_field(field)}"))
        elif field in fields:
            faults.append(_Fault(number, field, f"it is given twice, once as {words.quoted(name)}; leave one out"))
        else:
            fields[field] = value
    try:
        return WrittenScene.model_validate(fields), faults
    except ValidationError as error:
        found = {str(fault["loc"][0]): fault for fault in error.errors(include_url=False)}
    faults += [_Fault(number, field, str(fault["ctx"]["error"])) for field, fault in found.items()]
    return WrittenScene.model_validate({name: value for name, value in fields.items() if name not in found}), faults


def _field_name(name: str) -> str:
    plain = re.sub(r"[\s-]+", "_", name.strip().casefold())
    return ALIASES.get(plain, plain)


def _nearest_field(name: str) -> str:
    near = difflib.get_close_matches(name[:100], [*WrittenScene.model_fields, *ALIASES], n=1)
    if near:
        return f"did you mean {ALIASES.get(near[0], near[0])}?"
    return f"the fields are {', '.join(WrittenScene.model_fields)}"


def _overlaps(placed: Sequence[_Placed]) -> Iterator[_Fault]:
    """One fault for each scene that starts before an earlier one has ended."""
    before: _Placed | None = None
    for later in placed:
        if before is not None and later.start_s < before.end_s - _SAME_MOMENT_S:
            first, second = sorted((before, later), key=lambda p: p.number)
            yield _Fault(
                second.number,
                "start",
                f"{second.span} overlaps scene {first.number} ({first.span}); let one end where the other starts",
            )
        if before is None or later.end_s > before.end_s:
            before = later


def _in_words(faults: Sequence[_Fault]) -> str:
    lines = [f"  {fault}" for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        lines.append(f"  … and {len(faults) - MOST_FAULTS} more")
    count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    return "\n".join((f"The scene map has {count}; mend it and give it again:", *lines))


def _scene(placed: _Placed) -> MapScene:
    written = placed.written
    return MapScene(
        start_s=placed.start_s,
        end_s=placed.end_s,
        section=placed.section,
        description=written.description or "",
        motion=written.motion,
        palette=written.palette or (),
        transition=written.transition,
        place=words.place_of(written.place) if written.place is not None else None,
        time_of_day=written.time_of_day,
        weather=written.weather,
        style=written.style,
        framing=written.framing,
        camera=written.camera,
        on_beat=written.on_beat is not False,
    )


def _stand_ins(placed: Sequence[_Placed]) -> Iterator[str]:
    for scene in {p.number: p for p in placed}.values():
        asked = scene.written.place
        undrawn = words.stand_in_words(asked) if asked is not None else None
        if asked is not None and undrawn is not None:
            place = PLACES[words.place_of(asked) or ""].name
            yield f"Scene {scene.number} of the map asks for {undrawn!r}; {place} stands in for it."


def _first_transition(placed: Sequence[_Placed]) -> Iterator[str]:
    if placed and placed[0].start_s < NO_GAP_S and placed[0].written.transition not in (None, "cut", "fade"):
        kind = str(placed[0].written.transition).replace("_", " ")
        yield f"The map asks for a {kind} into the first scene, which has nothing before it; the film comes out of black."


def _unmade(numbers: Sequence[int], duration_s: float) -> Iterator[str]:
    if numbers:
        which = listed([str(number) for number in numbers])
        yield f"Only the song's first {time_in_words(duration_s)} is made; scenes of the map that are not in it: {which}."


def _left_out(placed: Sequence[_Placed], duration_s: float) -> Iterator[str]:
    edges = [0.0, *(edge for p in placed for edge in (p.start_s, p.end_s)), duration_s]
    gaps = [(left, right) for left, right in zip(edges[::2], edges[1::2], strict=True) if right - left >= NO_GAP_S]
    if gaps:
        spans = listed([f"{time_in_words(left)}–{time_in_words(right)}" for left, right in gaps])
        yield f"The scene map leaves out {spans}; the director fills it."

"""What can be done to a film, as values: an edit names what it does, to which part, and with what changes.

    {"edit": "light", "target": {"sections": ["chorus 1"], "ranges_s": [[24.0, 40.0]], "shots": []},
     "changes": {"warmth": -0.5}}

Which changes an edit takes, `CHANGES` says; unknown ones are refused. Language speaks in these values and the wire carries
them; how a draft follows, the package `editing` says.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, model_validator

from songreel_engine.draft.model import (
    Aspect,
    CameraMove,
    Framing,
    LightSide,
    PrintLook,
    SafeArea,
    TextPlace,
    TextRole,
    TextSize,
    TimeOfDay,
    TransitionKind,
    Weather,
)

EditName = Literal[
    "remake", "reprompt", "restyle", "palette", "grade", "light", "weather", "time_of_day", "camera", "motion", "pace",
    "move_cut", "split", "merge", "remove", "reorder", "swap", "insert", "transition", "add_text", "change_text",
    "remove_text", "lyrics", "add_audio", "gain", "mute", "fade", "canvas", "rename_section", "lock", "unlock",
    "choose_take", "moment", "undo", "redo", "restore",
]  # fmt: skip

Step = Annotated[float, Field(ge=-1.0, le=1.0)]
"""How far to go from where the picture is: "a little warmer" is 0.25, "warmer" 0.5, "much warmer" 0.8. Added, not set."""
Seconds = Annotated[float, Field(ge=0.0, le=36_000.0)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Target(_Value):
    """Which part of the film. All three empty: the whole of it."""

    sections: tuple[str, ...] = ()
    """By their numbered labels: 'chorus 1'."""
    ranges_s: tuple[tuple[Seconds, Seconds], ...] = ()
    """Half-open, in seconds; of the named sections, or times as said."""
    shots: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """Numbers in order of the film, from 1."""

    @model_validator(mode="after")
    def _rising(self) -> "Target":
        for start_s, end_s in self.ranges_s:
            if end_s < start_s:
                raise ValueError(f"a range ends at {end_s:g} s before it starts at {start_s:g} s")
        return self


class Changes(_Value):
    """What an edit changes; each edit has its own kind."""


class NoChanges(Changes):
    """Of edits that need no more than a target."""


class Remake(Changes):
    """Another try. With a look named too, the new takes carry it."""

    what: Literal["image", "clip", "both"] = "both"
    """`image`: another key image; `clip`: the same image moves otherwise."""
    seed: int | None = None
    prompt: str | None = None
    warmth: Step | None = None
    brightness: Step | None = None


class Reprompt(Changes):
    prompt: Annotated[str, Field(min_length=1, max_length=2_000)]
    """What to show, in words; goes before what the shot said so far."""


class Restyle(Changes):
    style: str
    """By key or name, as `songreel styles` lists them."""


class Palette(Changes):
    colours: Annotated[tuple[str, ...], Field(min_length=1, max_length=8)]
    """Names such as 'teal', or #rrggbb."""


class GradeChange(Changes):
    warmth: Step | None = None
    contrast: Step | None = None
    saturation: Step | None = None
    brightness: Step | None = None
    look: PrintLook | None = None


class LightChange(Changes):
    warmth: Step | None = None
    brightness: Step | None = None
    side: LightSide | None = None


class WeatherChange(Changes):
    weather: Weather


class TimeOfDayChange(Changes):
    time_of_day: TimeOfDay


class CameraChange(Changes):
    """At least one of the two."""

    camera: CameraMove | None = None
    framing: Framing | None = None


class Motion(Changes):
    """One of the two: a level, or steps up or down from where each shot is."""

    level: Annotated[int, Field(ge=1, le=10)] | None = None
    by: Annotated[int, Field(ge=-9, le=9)] | None = None


class Pace(Changes):
    factor: Annotated[float, Field(ge=0.1, le=10.0)]
    """Cuts a second times this: 2 cuts twice as fast, 0.5 half as fast."""


class MoveCut(Changes):
    """The cut into the target shot; one of the three. It goes to the nearest beat."""

    to_s: Seconds | None = None
    by_s: Annotated[float, Field(ge=-600.0, le=600.0)] | None = None
    by_beats: Annotated[int, Field(ge=-64, le=64)] | None = None


class Split(Changes):
    at_s: Seconds | None = None
    """None: in the middle, on the nearest beat."""


class Reorder(Changes):
    """Where the target goes: before or after another part, to a time, or by places; one of them."""

    before: Target | None = None
    after: Target | None = None
    to_s: Seconds | None = None
    by: Annotated[int, Field(ge=-500, le=500)] | None = None


class Insert(Changes):
    kind: Literal["footage", "image", "shot"]
    """`shot`: a new one is drawn; the others are the user's files."""
    source: str | None = None
    """The file's name, or a media id of the draft."""
    prompt: str | None = None
    at_s: Seconds | None = None
    duration_s: Seconds | None = None


class Moment(Changes):
    """Which stretch of the user's footage the target's shots show; one of the first two."""

    which: Literal["later", "earlier", "another", "first", "last"] | None = None
    at_s: Seconds | None = None
    """In the footage's own seconds."""
    source: str | None = None
    """Only this file, by its name or media id; None: whichever is shown there."""


class TransitionChange(Changes):
    kind: TransitionKind
    duration_s: Annotated[float, Field(gt=0.0, le=10.0)] | None = None


class AddText(Changes):
    text: Annotated[str, Field(min_length=1, max_length=500)]
    role: TextRole = "title"
    place: TextPlace | None = None
    size: TextSize | None = None
    colour: str | None = None
    """A name such as 'gold', or #rrggbb."""
    fade_s: Annotated[float, Field(ge=0.0, le=10.0)] | None = None
    duration_s: Annotated[float, Field(gt=0.0)] | None = None


class ChangeText(Changes):
    """`match` finds the text by some of its words; None: the one in the target, or the only one."""

    match: str | None = None
    role: TextRole | None = None
    text: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    place: TextPlace | None = None
    size: TextSize | None = None
    colour: str | None = None
    fade_s: Annotated[float, Field(ge=0.0, le=10.0)] | None = None
    duration_s: Annotated[float, Field(gt=0.0)] | None = None


class RemoveText(Changes):
    match: str | None = None
    role: TextRole | None = None


class LyricsChange(Changes):
    show: bool = True
    style: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    """A lyric style by key or name, as `songreel lyric-styles` lists them; `look`: the one that suits the film's look;
    `plain`: none. Left out: as the lyrics look already."""
    place: TextPlace | None = None
    size: TextSize | None = None
    colour: str | None = None
    safe_area: SafeArea | None = None
    """For all words of the film: what they keep clear of."""


class AddAudio(Changes):
    source: str | None = None
    """The file's name, or a media id of the draft."""
    description: str | None = None
    """What is wanted where no file is named: 'soft piano'."""
    gain_percent: Annotated[float, Field(ge=0.0, le=400.0)] | None = None


class Gain(Changes):
    """One of the two."""

    gain_percent: Annotated[float, Field(ge=0.0, le=400.0)] | None = None
    by_db: Annotated[float, Field(ge=-60.0, le=24.0)] | None = None
    what: Literal["song", "music", "all"] = "all"
    """`music`: the beds laid under or over the song."""


class Mute(Changes):
    what: Literal["song", "music", "all"] = "all"


class Fade(Changes):
    kind: Literal["in", "out"]
    duration_s: Annotated[float, Field(gt=0.0, le=60.0)] | None = None


class Canvas(Changes):
    aspect: Aspect


class RenameSection(Changes):
    name: Annotated[str, Field(min_length=1, max_length=60)]


class ChooseTake(Changes):
    """One of the two; `previous` is the take before the one that is shown."""

    take: Annotated[int, Field(ge=1)] | None = None
    which: Literal["previous", "next", "first", "last"] | None = None


class Steps(Changes):
    steps: Annotated[int, Field(ge=1, le=1_000)] = 1


class Restore(Changes):
    version: Annotated[int, Field(ge=1)]


CHANGES: Final[dict[EditName, type[Changes]]] = {
    "remake": Remake, "reprompt": Reprompt, "restyle": Restyle, "palette": Palette, "grade": GradeChange,
    "light": LightChange, "weather": WeatherChange, "time_of_day": TimeOfDayChange, "camera": CameraChange,
    "motion": Motion, "pace": Pace, "move_cut": MoveCut, "split": Split, "merge": NoChanges, "remove": NoChanges,
    "reorder": Reorder, "swap": NoChanges, "insert": Insert, "transition": TransitionChange, "add_text": AddText,
    "change_text": ChangeText, "remove_text": RemoveText, "lyrics": LyricsChange, "add_audio": AddAudio, "gain": Gain,
    "mute": Mute, "fade": Fade, "canvas": Canvas, "rename_section": RenameSection, "lock": NoChanges,
    "unlock": NoChanges, "choose_take": ChooseTake, "moment": Moment, "undo": Steps, "redo": Steps, "restore": Restore,
}  # fmt: skip

OF_HISTORY: Final[frozenset[EditName]] = frozenset({"undo", "redo", "restore"})
"""These choose among a project's versions; no draft by itself can follow them."""


class Edit(_Value):
    """One change to a film."""

    edit: EditName
    target: Target = Target()
    changes: SerializeAsAny[Changes]

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, given: Any) -> Any:
        """Reads `changes` as the kind that this edit takes."""
        if not isinstance(given, dict) or not isinstance(given.get("edit"), str) or given["edit"] not in CHANGES:
            return given
        kind = CHANGES[given["edit"]]
        changes = given.get("changes") or {}
        return given | {"changes": changes if isinstance(changes, Changes) else kind.model_validate(changes)}

    @model_validator(mode="after")
    def _own_changes(self) -> "Edit":
        if type(self.changes) is not CHANGES[self.edit]:
            raise ValueError(f"{self.edit} takes {CHANGES[self.edit].__name__}, not {type(self.changes).__name__}")
        return self


def edit_as_json(edit: Edit) -> dict[str, Any]:
    """The edit as it travels: changes that say nothing are left out."""
    return {
        "edit": edit.edit,
        "target": edit.target.model_dump(mode="json"),
        "changes": edit.changes.model_dump(mode="json", exclude_none=True),
    }

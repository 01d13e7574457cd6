"""The draft's nouns. No pixels, no file paths, no renderer's names: only what the video is, never how it is made.

Conventions: `start` and `stop` are frames on the draft's one grid, half-open. Shots tile [0, frames). Ids survive edits.
Transitions belong to the shot they lead into; a transition of 2h frames covers [start − h, start + h) and takes its frames
from both neighbours, so shots still tile and a cut still sits on its beat. Into the first shot it comes out of black, and
only its second half [0, h) is seen. What a shot shows is a `Picture`; every picture it ever had is kept as a take.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator

SCHEMA = 2

Aspect = Literal["9:16", "16:9", "1:1", "4:5"]
TransitionKind = Literal["cut", "dissolve", "fade", "dip", "whip", "light_leak", "match"]
Framing = Literal["wide", "medium", "close", "low", "high", "detail"]
CameraMove = Literal["hold", "push_in", "pull_out", "drift_left", "drift_right", "rise", "sink", "orbit", "handheld"]
TimeOfDay = Literal["dawn", "day", "golden", "dusk", "night"]
Weather = Literal["clear", "rain", "snow", "fog", "dust", "embers", "petals", "fireflies"]
PrintLook = Literal["", "film", "faded", "bleached", "monochrome", "sepia"]
LightSide = Literal["", "left", "right", "front", "back", "above", "below"]
TextRole = Literal["title", "caption", "lyric", "credit"]
TextPlace = Literal["top_left", "top", "top_right", "left", "middle", "right", "bottom_left", "bottom", "bottom_right"]
TextSize = Literal["small", "medium", "large"]
MediaKind = Literal["image", "footage", "sound"]
SafeArea = Literal["plain", "phones", "tiktok", "reels", "shorts", "youtube"]
"""What a player lays over the picture, and words keep clear of; `phones` is TikTok, Reels and Shorts at once."""

Amount = Annotated[float, Field(ge=-1.0, le=1.0)]
"""How much of something more (+) or less (−) than the look gives by itself; 0 leaves it alone."""
Colour = Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]
"""sRGB, as #rrggbb."""


def _fraction(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str | int):
        return Fraction(value)
    raise ValueError(f"a frame rate is written as a fraction such as 24/1, not {value!r}")


FrameRate = Annotated[
    Fraction, PlainValidator(_fraction), PlainSerializer(lambda f: f"{f.numerator}/{f.denominator}", return_type=str)
]


def _is_none(value: object) -> bool:
    return value is None


def _is_empty(value: object) -> bool:
    return value == ()


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DraftSection(_Value):
    """A section of the song on the frame grid."""

    id: str
    label: str
    """As a person says it, numbered where it returns: 'verse 1', 'chorus 2', 'bridge'."""
    letter: str
    start: int
    stop: int
    intent: str
    """What the picture should do here, in a few words."""


class PerformerPhoto(_Value):
    """A photo of the one on screen, and what it is good for."""

    media_id: str
    """An image among the draft's media."""
    shows: Literal["upper body", "whole body"]
    face: bool
    """Whether a face was found: then its mouth follows the voice."""
    skin: Colour | None = None
    hair: Colour | None = None
    """As far as they could be read off; for pictures that the photo cannot serve."""


class Performer(_Value):
    """The one on screen: what stays the same in every shot."""

    name: str = "performer"
    hair: Annotated[float, Field(ge=0.0, le=1.0)] = 0.8
    """0 short, 1 waist-long."""
    coat: Annotated[float, Field(ge=0.0, le=1.0)] = 0.8
    """0 a jacket, 1 a coat to the shins."""
    colour: str = "#b02a22"
    """The coat's colour, the one accent that runs through the film."""
    photos: tuple[PerformerPhoto, ...] = ()
    """Who it is, in the order in which they are tried; empty: a drawn figure."""


class Scene(_Value):
    """A place and a look that shots share. A section that returns gets its scene back."""

    id: str
    place: str
    """A place by name, such as 'city'."""
    time_of_day: TimeOfDay
    weather: Weather
    description: str
    seed: int


class Grade(_Value):
    """The print: what is done to the finished picture."""

    warmth: Amount = 0.0
    contrast: Amount = 0.0
    saturation: Amount = 0.0
    brightness: Amount = 0.0
    look: PrintLook = ""


class Lighting(_Value):
    """The lamps: what is done to the light in the scene, over the style's own."""

    warmth: Amount = 0.0
    brightness: Amount = 0.0
    side: LightSide = ""
    """Where the main light comes from; empty: where the style has it."""


class Picture(_Value):
    """All that one take shows. Equal pictures look alike."""

    scene_id: str
    framing: Framing
    camera: CameraMove
    motion: Annotated[int, Field(ge=1, le=10)]
    """How lively camera and light are, 1 still to 10 wild."""
    pose: str | None
    """What the performer does; None: nobody in the picture."""
    variation: int
    """Which of the scene's views this is. Pictures alike in scene, framing, pose and variation share one plate."""
    light: Annotated[float, Field(ge=0.0, le=1.0)]
    """How much of the light follows the beat."""
    seed: int
    """Of what moves: weather, sway, grain."""
    prompt: str
    image_seed: int | None = None
    """Of the key image; None: the scene's own."""
    style: str | None = None
    """A style by its key; None: the draft's."""
    grade: Grade = Grade()
    lighting: Lighting = Lighting()
    palette: tuple[Colour, ...] = ()
    """Colours the picture is drawn towards, dark to light; empty: the style's own."""
    media_id: str | None = None
    """An image or footage that is shown instead of a drawn picture."""
    media_start_s: Annotated[float, Field(ge=0.0, le=360_000.0)] | None = Field(default=None, exclude_if=_is_none)
    """Of footage: where in it the shot begins, in its own seconds; left out: at its beginning."""


class Take(_Value):
    """One try of a shot."""

    number: Annotated[int, Field(ge=1)]
    version: int
    """Of the draft that first had it."""
    picture: Picture


class Shot(_Value):
    """A stretch of frames seen by one camera."""

    id: str
    section_id: str
    start: int
    stop: int
    takes: tuple[Take, ...]
    """Every try, numbered from 1; none is ever taken away."""
    take: Annotated[int, Field(ge=1)] = 1
    """The number of the one that is shown."""
    locked: bool = False
    """Left as it is by every edit but unlocking."""
    transition_in: TransitionKind = "cut"
    transition_frames: Annotated[int, Field(ge=0)] = 0
    """Even; 0 for cut and match."""
    on_beat: bool
    off_beat_reason: str | None = None
    """Why the cut into this shot is not on a beat; None where it is."""

    @property
    def picture(self) -> Picture:
        """What is shown."""
        return self.takes[self.take - 1].picture

    @property
    def scene_id(self) -> str:
        return self.picture.scene_id

    @property
    def framing(self) -> Framing:
        return self.picture.framing

    @property
    def camera(self) -> CameraMove:
        return self.picture.camera

    @property
    def motion(self) -> int:
        return self.picture.motion

    @property
    def pose(self) -> str | None:
        return self.picture.pose

    @property
    def variation(self) -> int:
        return self.picture.variation

    @property
    def prompt(self) -> str:
        return self.picture.prompt


class Media(_Value):
    """A file of the user's that the draft shows or plays; the project keeps the file under its hash."""

    id: str
    kind: MediaKind
    sha256: str
    name: str
    """As the user called the file."""
    duration_s: Annotated[float, Field(ge=0.0)] = 0.0
    """0 for images."""


class AudioItem(_Value):
    """A stretch of sound on the audio track. Items may overlap: they are mixed."""

    id: str
    source: str = "song"
    """"song", or the id of a sound among the draft's media."""
    start: int
    stop: int
    source_start: Annotated[int, Field(ge=0)] = 0
    """Where in the source it begins, in frames of the draft's grid."""
    gain_percent: Annotated[float, Field(ge=0.0, le=400.0)] = 100.0
    fade_in_frames: Annotated[int, Field(ge=0)] = 0
    fade_out_frames: Annotated[int, Field(ge=0)] = 0


class TextWord(_Value):
    """A word of a text and when it is sung, in frames of the film."""

    text: str
    start: int
    stop: int
    estimated: bool = False
    """Whether its time was guessed."""


class TextItem(_Value):
    """Words on the picture."""

    id: str
    text: str
    start: int
    stop: int
    role: TextRole = "title"
    place: TextPlace = "middle"
    size: TextSize = "medium"
    colour: Colour = "#ffffff"
    fade_in_frames: Annotated[int, Field(ge=0)] = 0
    fade_out_frames: Annotated[int, Field(ge=0)] = 0
    style: str | None = Field(default=None, exclude_if=_is_none)
    """Of lyrics: a lyric style by its key; left out: plain."""
    words: tuple[TextWord, ...] = Field(default=(), exclude_if=_is_empty)
    """Of lyrics whose words have times: all of the text's words, in the order in which they are sung."""


class Tracks(_Value):
    """What runs in parallel; shots tile the video track."""

    video: tuple[Shot, ...]
    audio: tuple[AudioItem, ...]
    text: tuple[TextItem, ...] = ()


class EditEntry(_Value):
    """One line of the edit log."""

    version: int
    who: str
    words: str
    changed: tuple[str, ...]
    """Ids of the shots, scenes, sections and items that differ from the parent version's."""
    said: str = ""
    """What was done, in a sentence."""
    at: str
    """UTC, ISO 8601."""


class Draft(_Value):
    """A whole video as a value."""

    schema_number: int = SCHEMA
    project_id: str
    version: int = 1
    parent_version: int | None = None
    song_sha256: str
    frame_rate: FrameRate
    frames: int
    aspect: Aspect
    style: str
    """A style by its key, such as 'golden_hour'."""
    seed: int
    prompt: str
    scenic: bool = False
    """Asked for without anybody in the picture."""
    safe_area: SafeArea | None = Field(default=None, exclude_if=_is_none)
    """Where words may stand; left out: where the film's shape is usually shown."""
    performer: Performer
    sections: tuple[DraftSection, ...]
    scenes: tuple[Scene, ...]
    media: tuple[Media, ...] = ()
    tracks: Tracks
    edit_log: tuple[EditEntry, ...] = ()
    warnings: tuple[str, ...] = ()
    """What was asked and could not be honoured, or was guessed."""

    @property
    def shots(self) -> tuple[Shot, ...]:
        return self.tracks.video


def draft_to_json(draft: Draft) -> str:
    """The draft as it is stored: stable key order, two-space indent, a newline at the end."""
    return draft.model_dump_json(indent=2) + "\n"

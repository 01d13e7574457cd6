"""What a job is asked to do, as kept in its row: ids and settings, never files or paths of anybody's machine."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _plain(text: str) -> str:
    """Without what neither a command line nor every database takes: control characters become spaces."""
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)


PlainText = Annotated[str, AfterValidator(_plain)]


class Film(BaseModel):
    """How a film is rendered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quality: Literal["preview", "draft", "final"]
    height_px: int | None = None
    """Instead of the quality's own."""


class GivenFile(BaseModel):
    """A file of the vault that goes with an order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: Sha256
    name: Annotated[str, Field(min_length=1, max_length=300)]
    """As its owner called it; engines go by its ending and speak of it by this name."""


class ShownLyrics(BaseModel):
    """The song's words on the picture."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: GivenFile | None = None
    """None: the words that the song's own file carries."""
    place: Literal["top", "middle", "bottom"] | None = None
    colour: PlainText | None = None
    style: PlainText | None = None
    """How they are set, by the engine's name; `look`: as suits the film's style. None: plain lines."""


class Make(BaseModel):
    """A film of a song: hear it, plan it, render it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["make"] = "make"
    song_sha256: Sha256
    song_suffix: Annotated[str, Field(pattern=r"^\.[a-z0-9]{1,5}$")]
    """Of the song's file name; engines go by it."""
    film: Film
    prompt: PlainText | None = None
    style: PlainText | None = None
    aspect: Literal["9:16", "16:9", "1:1", "4:5"] | None = None
    seed: Annotated[int, Field(ge=0)] | None = None
    scenic: bool | None = None
    scene_map: PlainText | None = None
    """The scenes as JSON text."""
    max_seconds: Annotated[float, Field(gt=0)] | None = None
    photos: tuple[GivenFile, ...] = ()
    """Of the performer."""
    footage: tuple[GivenFile, ...] = ()
    """To be cut into the film."""
    lyrics: ShownLyrics | None = None
    singing: Annotated[float, Field(ge=0, le=1)] | None = None
    """Share of the film in which the performer is seen singing."""


class Render(BaseModel):
    """A changed film: whatever that version of the draft asks for and has no clip yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["edit"] = "edit"
    version: Annotated[int, Field(ge=1)]
    film: Film


class Export(BaseModel):
    """The film as a file to take away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["export"] = "export"
    version: Annotated[int, Field(ge=1)]
    film: Film
    profile: str | None = None
    """A platform's file, by the engine's name for it; None with `timeline`, or for the plain film."""
    timeline: str | None = None
    """A timeline for an editor, by the engine's name for its format."""
    seconds: Annotated[float, Field(gt=0)] | None = None
    """Only the film's best so many seconds; of a profile that takes them."""

    @property
    def is_plain(self) -> bool:
        """Whether it is the film as it stands, at some quality."""
        return self.profile is None and self.timeline is None


Order = Annotated[Make | Render | Export, Field(discriminator="kind")]
ORDER: TypeAdapter[Make | Render | Export] = TypeAdapter(Order)

"""What the calls of the studio take: bodies, checked once."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from songreel_server.films import FilmWish, Quality

Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9_-]+$")]
Words = Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$")]
Scene = dict[str, Any]
MOST_SCENES = 400


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WishAsked(_Asked):
    """What a film is to be; what is left out is the song's and the director's affair."""

    prompt: Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00]*$")] = ""
    style: Name | None = None
    aspect: Literal["9:16", "16:9", "1:1", "4:5"] | None = None
    performer: bool | None = None
    """False: nobody in the picture."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    max_seconds: Annotated[float, Field(ge=5, le=3_600)] | None = None
    quality: Quality = "preview"
    scenes: Annotated[list[Scene], Field(max_length=MOST_SCENES)] | None = None
    """A scene map's scenes."""

    def wish(self, scene_map: str | None = None) -> FilmWish:
        """As the use cases take it."""
        return FilmWish(
            quality=self.quality,
            prompt=" ".join(self.prompt.split()) or None,
            style=self.style,
            aspect=self.aspect,
            seed=self.seed,
            scenic=None if self.performer is None else not self.performer,
            scene_map=scene_map,
            max_seconds=self.max_seconds,
        )


class FilmAsked(WishAsked):
    """A new film."""

    song_id: Id
    photo_ids: Annotated[list[Id], Field(max_length=10)] = []
    """Photos of the performer, from the vault, the best one first."""
    lyrics_id: Id | None = None
    """The song's words, from the vault: they are shown as they are sung."""
    lyric_style: Name | None = None
    """How they are lettered; `look`, or left out: as suits the picture."""


class EditAsked(_Asked):
    """A change: in words, or as edits (docs/editing.md)."""

    words: Words = ""
    edits: Annotated[list[dict[str, Any]], Field(max_length=200)] = []
    version: Annotated[int, Field(ge=1)] | None = None
    """The one that was looked at: where the film has moved on since, the change is refused."""


class MessageAsked(_Asked):
    """A message of the chat."""

    text: Words
    language: Annotated[str, Field(max_length=40)] = "en"


class ExportAsked(_Asked):
    """A file to take away: the film as it is, a platform's (`profile`), or an editor's timeline."""

    profile: Name | None = None
    timeline: Name | None = None
    quality: Quality = "draft"
    seconds: Annotated[float, Field(gt=0, le=600)] | None = None

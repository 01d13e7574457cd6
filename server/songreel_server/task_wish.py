"""What a task is to make: its form after it was checked, the files it names, and the film that comes of them."""

from dataclasses import asdict, dataclass
from typing import Any

from songreel_engine.photo_limits import too_small
from songreel_server import jobs, vault
from songreel_server.credits.price_list import Resolution
from songreel_server.errors import BadRequestError
from songreel_server.films import FilmWish, given
from songreel_server.task_models import PLACES, SIZES, Aspect, Model, aspect_of, height_px_of


@dataclass(frozen=True, kw_only=True)
class TaskWish:
    """What a task is to make, after its form was checked."""

    model: Model
    song: str
    """A URL, or an item of the vault."""
    images: tuple[str, ...] = ()
    """The same, of photos."""
    character_id: str | None = None
    """Of the caller's, whose photos count as images."""
    prompt: str | None = None
    aspect: str | None = None
    resolution: Resolution
    lyrics: str | None = None
    """The song's words themselves."""
    lyrics_url: str | None = None
    """Where they stand, or an item of the vault."""
    subtitle_enabled: bool | None = None
    """None: where words are given."""
    subtitle_color: str | None = None
    subtitle_position: str | None = None
    subtitle_style: str | None = None
    """How the engine sets them, by its name."""
    lipsync_enabled: bool = False
    lipsync_frequency: float = 0.3
    unknown: tuple[str, ...] = ()
    """Names of fields that mean nothing here."""

    @property
    def shows_words(self) -> bool:
        """Whether the song's words are to stand on the picture."""
        gives_words = self.lyrics is not None or self.lyrics_url is not None
        return gives_words if self.subtitle_enabled is None else self.subtitle_enabled

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the task."""
        return asdict(self) | {"model": self.model.name, "images": list(self.images)}


@dataclass(frozen=True)
class TaskFiles:
    """What a task is made of, in the vault."""

    song: vault.Item
    photos: list[vault.Item]
    lyrics: vault.Item | None


def warnings_of(wish: TaskWish) -> tuple[str, ...]:
    """What of a wish nobody can honour, a sentence for each; what the film then lacks, the engine says."""
    return tuple(f"{name}: nothing of this name is known here, and nothing was done about it." for name in wish.unknown)


def must_have_words(wish: TaskWish, song: vault.Item) -> None:
    """Somebody who asks for words on the picture by name does not pay for a film without any."""
    given = wish.lyrics is not None or wish.lyrics_url is not None
    # A song that was kept before anybody looked for words in it may carry some.
    if wish.subtitle_enabled and not given and song.facts.get("carries_words", True) is False:
        raise BadRequestError(
            "input.subtitle_enabled asks for the song's words, and the song's file carries none; "
            "send them as input.lyrics or input.lyrics_url."
        )


def _must_show_somebody(photo: vault.Item) -> None:
    """One that was kept before pictures were measured against this may be smaller than those that are taken now."""
    refusal = too_small(photo.name, int(photo.facts["width_px"]), int(photo.facts["height_px"]))
    if refusal is not None:
        raise BadRequestError(refusal)


def film_wish_of(wish: TaskWish, photos: list[vault.Item], lyrics: vault.Item | None) -> FilmWish:
    """The film that the task makes. Raises BadRequestError for a photo too small to show anybody."""
    for photo in photos:
        _must_show_somebody(photo)
    first = photos[0].facts if photos else {}
    size = (int(first["width_px"]), int(first["height_px"])) if first else None
    aspect: Aspect = aspect_of(wish.model, wish.aspect, size)
    shown = jobs.ShownLyrics(
        file=None if lyrics is None else given(lyrics),
        place=None if wish.subtitle_position is None else PLACES[wish.subtitle_position],
        colour=wish.subtitle_color,
        style=wish.subtitle_style,
    )
    return FilmWish(
        quality=SIZES[wish.resolution].quality,
        height_px=height_px_of(wish.resolution, aspect),
        prompt=wish.prompt,
        aspect=aspect,
        # Whoever sends photos of somebody wants to see somebody.
        scenic=False if photos else None,
        photos=tuple(given(photo) for photo in photos),
        lyrics=shown if wish.shows_words else None,
        singing=wish.lipsync_frequency if wish.lipsync_enabled else None,
    )

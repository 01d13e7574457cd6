"""What an edit works with besides the draft and its own words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from songreel_engine.draft.model import Draft, Media
from songreel_engine.lyrics.model import Lyrics
from songreel_engine.timebase import FrameRange

if TYPE_CHECKING:
    from songreel_engine.rendering.footage.moments import Moments


def _not_watched(_: Media) -> "Moments | None":
    return None


def _unknown_energy(_: FrameRange) -> float:
    return 0.5


@dataclass(frozen=True, kw_only=True)
class Material:
    """What the project knows and a draft does not. All times as frames of the draft's grid."""

    beats: tuple[int, ...]
    """Rising; empty where the song has no beat."""
    downbeats: tuple[int, ...]
    version: int
    """The number of the version that the edits will make."""
    new_id: Callable[[], str]
    media: tuple[Media, ...] = ()
    """The user's files that may be put into the film."""
    lyrics: Lyrics | None = None
    moments_of: Callable[[Media], "Moments | None"] = _not_watched
    """What is worth showing in a piece of footage; None where nobody can look at the file."""
    energy_of: Callable[[FrameRange], float] = _unknown_energy
    """How loud the song is there, against the rest of it: 0..1 by rank."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A target found in a draft."""

    shots: tuple[int, ...]
    """Indices, rising, of the shots that are meant; locked ones too."""
    spans: tuple[FrameRange, ...]
    """Film frames that are meant, rising, apart from each other."""
    sections: tuple[str, ...]
    """Ids of the sections that were named; empty where the target was not a section."""
    words: str
    """As a sentence has it: 'chorus 1 and chorus 2', 'shot 5', 'the whole film'."""


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What one edit did."""

    draft: Draft
    said: str
    """One sentence: what, where, before → after."""
    notes: tuple[str, ...] = ()
    """What was not honoured, or not as asked: a locked shot that stayed, a cut that had no beat to go to."""


WHOLE_FILM: Final = "the whole film"

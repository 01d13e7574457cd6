"""The tracks of a draft as people and players see them: the pictures, one track for each sound, one for each role of text.

A draft itself has three tracks; here its sounds and texts are told apart, and each segment has a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from songreel_engine.draft.model import AudioItem, Draft, Shot, TextItem, TextRole

TrackKind = Literal["video", "audio", "text"]
SONG: Final = "song"
"""The source of sounds that are the song itself."""
TEXT_TRACKS: Final[dict[TextRole, str]] = {
    "title": "Title", "caption": "Caption", "lyric": "Lyrics", "credit": "Credit",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A shot, a stretch of sound or words, with its name and its place in the draft's own track, from 0."""

    name: str
    item: Shot | AudioItem | TextItem
    index: int


@dataclass(frozen=True, kw_only=True)
class ShownTrack:
    """Segments that belong together, in the draft's order; never empty."""

    kind: TrackKind
    name: str
    segments: tuple[Segment, ...]


def shown_tracks(draft: Draft) -> tuple[ShownTrack, ...]:
    """All tracks: pictures, then sounds in order of their first item, then texts by role."""
    return (*_video(draft), *_audio(draft), *_text(draft))


def source_name(draft: Draft, source: str) -> str:
    """What a sound is called: 'the song', or the name of the user's file."""
    return "the song" if source == SONG else {media.id: media.name for media in draft.media}.get(source, source)


def _video(draft: Draft) -> Iterator[ShownTrack]:
    places = {scene.id: scene.place for scene in draft.scenes}
    segments = tuple(
        Segment(name=f"shot {index + 1}: {places[shot.scene_id]}", item=shot, index=index)
        for index, shot in enumerate(draft.shots)
    )
    yield ShownTrack(kind="video", name="Video", segments=segments)


def _audio(draft: Draft) -> Iterator[ShownTrack]:
    items = draft.tracks.audio
    for source in dict.fromkeys(item.source for item in items):
        segments = tuple(
            Segment(name=source_name(draft, source), item=item, index=index)
            for index, item in enumerate(items)
            if item.source == source
        )
        yield ShownTrack(kind="audio", name="Song" if source == SONG else "BGM", segments=segments)


def _text(draft: Draft) -> Iterator[ShownTrack]:
    for role, name in TEXT_TRACKS.items():
        segments = tuple(
            Segment(name=item.text, item=item, index=index)
            for index, item in enumerate(draft.tracks.text)
            if item.role == role
        )
        if segments:
            yield ShownTrack(kind="text", name=name, segments=segments)

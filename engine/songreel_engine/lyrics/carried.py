"""The words that a song's own file carries in its tags."""

from pathlib import Path
from typing import Final

from songreel_engine.errors import LyricsError
from songreel_engine.lyrics.model import Lyrics
from songreel_engine.lyrics.read import parse_lyrics
from songreel_engine.media.sound import open_sound

_TAG: Final = "lyrics"
"""Vorbis comments and MP4 call it so, ID3 adds a language: lyrics-eng."""


def carried_lyrics(song: Path) -> Lyrics | None:
    """None where the song's tags hold none that can be read. Raises SongError."""
    with open_sound(song) as sound:
        tags = {key.lower(): value for key, value in (sound.container.metadata | sound.stream.metadata).items()}
    text = next((value for key, value in tags.items() if key.partition("-")[0] == _TAG and value.strip()), None)
    try:
        return None if text is None else parse_lyrics(text)
    except LyricsError:
        # A stranger's tag need not be lyrics; nobody has asked for this one by name.
        return None

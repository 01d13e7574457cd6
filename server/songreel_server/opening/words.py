"""Lyrics: text that the engine can read as such."""

from pathlib import Path

from songreel_engine.errors import LyricsError
from songreel_engine.lyrics.read import read_lyrics
from songreel_server.opening.refusal import Facts, RefusedError


def open_lyrics(path: Path, *, name: str) -> Facts:
    """Raises RefusedError."""
    try:
        lyrics = read_lyrics(path)
    except LyricsError as error:
        raise RefusedError(str(error).replace(str(path), name).replace(path.name, name)) from error
    facts = {"lines": len(lyrics.lines), "timing": lyrics.timing, "warnings": list(lyrics.warnings)}
    return {"kind": "lyrics", "media_type": "text/plain; charset=utf-8", "facts": facts}

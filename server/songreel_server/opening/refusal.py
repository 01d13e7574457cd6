"""What the kinds of files share: how they are refused, and what they may measure."""

from dataclasses import dataclass
from typing import Any, Final

Facts = dict[str, Any]
"""{"kind", "media_type", "facts"}: what `sniff.Found` is made of."""

FORMATS_IN_WORDS: Final = (
    "songs as MP3, WAV, M4A, AAC, OGG or FLAC, footage as MP4, MOV, AVI, WEBM or MKV, photos as JPG, PNG, GIF or WEBP, "
    "lyrics as LRC, SRT, VTT or TXT"
)
MOST_PIXELS: Final = 80_000_000
"""Of a photo, and of one frame of footage: what the engine takes."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the operator set."""

    min_song_s: float
    max_song_s: float
    max_song_bytes: int
    max_photo_bytes: int


class RefusedError(Exception):
    """The file cannot be used."""

    def __init__(self, message: str, why: str = "unsupported") -> None:
        super().__init__(message)
        self.why = why
        """unsupported | too_large"""

"""A file of any kind: recognised by its first bytes, then opened as what they say."""

from pathlib import Path
from typing import Final

import filetype  # type: ignore[import-untyped]

from songreel_server.opening.refusal import FORMATS_IN_WORDS, Facts, Limits, RefusedError

_LYRICS_SUFFIXES: Final = frozenset({".lrc", ".srt", ".vtt", ".txt"})
_ADVICE: Final = {
    "aif": "is an AIFF, which songreel does not read; export the song as WAV or FLAC",
    "heic": "is a HEIC photo; save it as JPEG",
    "avif": "is an AVIF picture; save it as JPEG or PNG",
    "tif": "is a TIFF picture; save it as JPEG or PNG",
    "bmp": "is a BMP picture; save it as JPEG or PNG",
    "wmv": "is a WMV; save the footage as MP4",
    "flv": "is an FLV; save the footage as MP4",
    "mid": "is MIDI, which holds notes and no sound; export the song as WAV or MP3",
    "amr": "is an AMR recording; export it as MP3 or WAV",
}
"""By filetype's name of the format."""


def open_file(path: Path, *, name: str, limits: Limits, wanted: str | None = None) -> Facts:
    """{"kind", "media_type", "facts"}; `name` is what the user calls the file, `wanted` the kind it is sent as.

    Raises RefusedError.
    """
    guess = filetype.guess(str(path))
    if guess is not None and guess.extension in _ADVICE:
        raise RefusedError(f"{name} {_ADVICE[guess.extension]}.")
    family = "" if guess is None else guess.mime.partition("/")[0]
    if family == "image":
        from songreel_server.opening.photos import open_photo

        found = open_photo(path, name=name, max_bytes=limits.max_photo_bytes)
    elif family not in ("", "audio", "video"):
        raise RefusedError(f"{name} is {guess.extension.upper()}; songreel takes {FORMATS_IN_WORDS}.")
    elif guess is None and Path(name).suffix.lower() in _LYRICS_SUFFIXES:
        from songreel_server.opening.words import open_lyrics

        found = open_lyrics(path, name=name)
    else:
        # Some songs begin with nothing that could be recognised; opening decides.
        from songreel_server.opening.sounding import open_sounding_or_moving

        found = open_sounding_or_moving(path, name=name, limits=limits, wanted=wanted)
    if wanted is not None and found["kind"] != wanted:
        raise RefusedError(
            f"{name} is no {wanted} but {_in_words(found['kind'])}; send it as that, or choose another file."
        )
    return found


def _in_words(kind: str) -> str:
    return {"lyrics": "lyrics", "footage": "footage"}.get(kind, f"a {kind}")

"""A song: a file that was read to its end and found fit for a film.

Its length is what was decoded, because the film must be exactly as long; its identity is the hash of its bytes. Silence
is a song too. What this module does not do: it hears no beats (`analysis`) and changes no file.
"""

import hashlib
import math
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from songreel_engine.errors import SongError
from songreel_engine.media.sound import FORMATS_IN_WORDS, Sound, read_sound
from songreel_engine.media.wholeness import bytes_are_missing, tells_its_length
from songreel_engine.song_limits import DEFAULT_LIMITS, SongLimits

ANALYSIS_RATE_HZ: Final = 22_050
SILENCE_PEAK: Final = 10 ** (-60 / 20)
"""−60 dBFS: the noise of a good tape."""
_MISSING_S: Final = 0.5
"""A header's length and the decoded one differ by an encoder's padding, well below this; a cut file by more."""
_DAMAGED_S: Final = 1.0
"""Undecodable packets up to this much in all are passed over, as every player does."""
_CUT_SHOWS: Final = frozenset({"aac", "flac"})
"""Containers where a last packet that does not decode means a cut; elsewhere tags and padding look the same."""
_TAG_CHARACTERS: Final = 200


class Song(BaseModel):
    """Facts of a song, as decoded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    sha256: str
    duration_s: float
    """Decoded samples over the sample rate; shorter than the file where only a part was asked for."""
    codec: str
    container: str
    """FFmpeg's short name: mp3, mov (MP4, M4A too), aac, wav, flac, ogg or matroska (WEBM too)."""
    sample_rate_hz: int
    channels: int
    size_bytes: int
    silent: bool
    """No sample rises above −60 dBFS."""
    title: str | None = None
    artist: str | None = None


def open_song(path: Path, limits: SongLimits = DEFAULT_LIMITS, max_seconds: float | None = None) -> Song:
    """The song's facts. Raises SongError as `read_song` does."""
    return read_song(path, limits=limits, max_seconds=max_seconds)[0]


def read_song(
    path: Path,
    *,
    limits: SongLimits = DEFAULT_LIMITS,
    max_seconds: float | None = None,
    rate_hz: int = ANALYSIS_RATE_HZ,
) -> tuple[Song, NDArray[np.float32], int]:
    """The song's facts, its mono samples and their rate, in one pass over the file.

    With `max_seconds` the song is its first so many seconds; the rest is not read, so a cut further on goes unnoticed.
    Raises SongError for a file that is missing, too big, too short, too long, damaged, cut off, protected or no song.
    """
    if max_seconds is not None and not (math.isfinite(max_seconds) and max_seconds > 0):
        raise SongError(f"A part of a song must be longer than 0 s, not {max_seconds:g} s.")
    sha256 = sha256_of_file(path, limits)
    # A second more than allowed is enough to know that a song is too long.
    stop_s = min(limits.max_s + 1.0, math.inf if max_seconds is None else max_seconds)
    try:
        sound = read_sound(path, rate_hz=rate_hz, stop_s=stop_s)
        if sound.ended:
            _must_be_whole(path, sound)
    except OSError as error:
        raise SongError(f"{path} cannot be read: {error.strerror}.") from error
    _must_fit(path, sound, limits)
    song = Song(
        path=str(path),
        sha256=sha256,
        duration_s=float(sound.length),
        codec=sound.codec,
        container=sound.container,
        sample_rate_hz=sound.sample_rate_hz,
        channels=sound.channels,
        size_bytes=path.stat().st_size,
        silent=sound.peak < SILENCE_PEAK,
        title=_tag(sound, "title"),
        artist=_tag(sound, "artist"),
    )
    return song, sound.samples, sound.rate_hz


def load_samples(path: Path, rate_hz: int = ANALYSIS_RATE_HZ, max_seconds: float | None = None) -> NDArray[np.float32]:
    """The song's mono samples without judging it; sample k stands at k / rate_hz. Raises SongError."""
    _must_be_file(path)
    return read_sound(path, rate_hz=rate_hz, stop_s=max_seconds).samples


def sha256_of_file(path: Path, limits: SongLimits = DEFAULT_LIMITS) -> str:
    """The song's identity, in hex. Raises SongError where there is no file, nothing in it, or too much."""
    _must_be_file(path)
    try:
        size_bytes = path.stat().st_size
        if size_bytes == 0:
            raise SongError(f"{path.name} is empty; choose {FORMATS_IN_WORDS}.")
        if size_bytes > limits.max_bytes:
            raise SongError(
                f"{path.name} is {size_bytes / 1e6:,.0f} MB and a song may be {limits.max_bytes / 1e6:,.0f} MB "
                f"at most; export it as M4A, MP3 or FLAC."
            )
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SongError(f"{path} cannot be read: {error.strerror}.") from error


def _must_be_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise SongError(f"{path} is a folder; name the song inside it.")
        if not path.exists():
            raise SongError(f"{path} does not exist; check the path to the song.")
        if not path.is_file():
            raise SongError(f"{path} is no regular file; save the song to a file first.")
    except (OSError, ValueError) as error:
        raise SongError(f"{str(path)!r} is no path to a file; check the path to the song.") from error


def _must_be_whole(path: Path, sound: Sound) -> None:
    got_s = float(sound.length)
    if sound.lost_s > _DAMAGED_S:
        raise SongError(f"{path.name} is damaged, {sound.lost_s:.1f} s of it cannot be decoded; export the song again.")
    told_s = sound.declared_s if tells_its_length(path, sound.container) else None
    if told_s is not None and told_s - got_s > _MISSING_S:
        raise SongError(
            f"{path.name} is cut off, it holds {got_s:.1f} s of {told_s:.1f} s; copy or export the song again."
        )
    ends_badly = sound.container in _CUT_SHOWS and sound.broke_off
    if ends_badly or bytes_are_missing(path, sound.container):
        raise SongError(f"{path.name} is cut off after {got_s:.1f} s; copy or export the song again.")


def _must_fit(path: Path, sound: Sound, limits: SongLimits) -> None:
    length_s = float(sound.length)
    if length_s > limits.max_s:
        told = "" if sound.declared_s is None else f" ({sound.declared_s:,.0f} s)"
        raise SongError(
            f"{path.name} is longer than {limits.max_s:g} s{told}; cut it, or use its first part with --max-seconds."
        )
    if sound.ended and length_s < limits.min_s:
        raise SongError(
            f"{path.name} is {length_s:.2f} s long and a song needs {limits.min_s:g} s; choose a longer one."
        )


def _tag(sound: Sound, key: str) -> str | None:
    """A tag fit to be shown: one line, no control characters; None where there is nothing to show."""
    text = "".join(c for c in sound.tags.get(key, "") if c.isprintable()).strip()
    return text[:_TAG_CHARACTERS] or None

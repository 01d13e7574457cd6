"""Songs, sounds and footage: opened by the engine's own readers."""

from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from songreel_engine.errors import SongError
from songreel_engine.lyrics.carried import carried_lyrics
from songreel_engine.media.sound import read_sound
from songreel_engine.song import read_song
from songreel_engine.song_limits import SongLimits
from songreel_server.opening.refusal import FORMATS_IN_WORDS, MOST_PIXELS, Facts, Limits, RefusedError

LONGEST_FOOTAGE_S: Final = 2 * 3600.0
_PROBE_RATE_HZ: Final = 8_000
"""Samples are only counted here, so few are kept."""
_FOOTAGE_DEMUXERS: Final = "mov,matroska,webm,avi"
_MEDIA_TYPES: Final = {
    ("mov", True): "video/mp4", ("matroska", True): "video/webm", ("avi", True): "video/x-msvideo",
    ("mp3", False): "audio/mpeg", ("mov", False): "audio/mp4", ("aac", False): "audio/aac", ("wav", False): "audio/wav",
    ("flac", False): "audio/flac", ("ogg", False): "audio/ogg", ("matroska", False): "audio/webm",
}  # fmt: skip
"""(FFmpeg's name of the container, whether it shows moving pictures) → what browsers are told."""


def open_sounding_or_moving(path: Path, *, name: str, limits: Limits, wanted: str | None) -> Facts:
    """Raises RefusedError."""
    moving = None if wanted in ("song", "sound") else _footage(path, name)
    return _song_or_sound(path, name, limits, wanted) if moving is None else moving


def _footage(path: Path, name: str) -> Facts | None:
    """None where nothing moves; a song's cover does not."""
    options = {"format_whitelist": _FOOTAGE_DEMUXERS, "protocol_whitelist": "file"}
    try:
        with av.open(str(path.absolute()), options=options, metadata_errors="replace") as file:
            moving = [s for s in file.streams.video if not s.disposition & Disposition.attached_pic]
            return _first_seen(file, moving[0], name) if moving else None
    except av.FFmpegError:
        # No container of moving pictures; it may still be a sound, which says itself what is wrong with it.
        return None


def _first_seen(file: InputContainer, stream: VideoStream, name: str) -> Facts:
    duration_s = max(0, file.duration or 0) / av.time_base
    if duration_s > LONGEST_FOOTAGE_S:
        raise RefusedError(
            f"{name} is {duration_s / 3600:.1f} hours long; cut out what the film shall show.", "too_large"
        )
    # Judged before anything is decoded: a small file may claim a huge frame.
    context = stream.codec_context
    if context is None or context.width * context.height > MOST_PIXELS:
        raise RefusedError(f"{name} has frames that are too large, or in an unknown format; save it as MP4.")
    try:
        frame = next(iter(file.decode(stream)), None)
    except av.FFmpegError as error:
        raise RefusedError(
            f"{name} is damaged, its first picture cannot be decoded; export the footage again."
        ) from error
    if frame is None:
        raise RefusedError(f"{name} has no frames; choose other footage.")
    turned = frame.rotation % 180 != 0
    container = file.format.name.split(",")[0]
    return {
        "kind": "footage",
        "media_type": _MEDIA_TYPES[container, True],
        "facts": {
            "duration_s": duration_s,
            "width_px": frame.height if turned else frame.width,
            "height_px": frame.width if turned else frame.height,
            "frames_per_s": float(stream.average_rate or 0),
            "has_sound": bool(file.streams.audio),
        },
    }


def _song_or_sound(path: Path, name: str, limits: Limits, wanted: str | None) -> Facts:
    """Sound that is too short for a song is a sound."""
    try:
        sound = read_sound(path, rate_hz=_PROBE_RATE_HZ, stop_s=limits.min_song_s)
        if wanted == "sound" or (wanted is None and sound.ended and sound.length < limits.min_song_s):
            return _heard(path)
        allowed = SongLimits(min_s=limits.min_song_s, max_s=limits.max_song_s, max_bytes=limits.max_song_bytes)
        song, _, _ = read_song(path, limits=allowed, rate_hz=_PROBE_RATE_HZ)
        words = carried_lyrics(path)
    except SongError as error:
        raise _refusal(error, path, name, limits) from error
    facts = song.model_dump(include={"duration_s", "codec", "sample_rate_hz", "channels", "silent", "title", "artist"})
    facts["carries_words"] = words is not None
    return {"kind": "song", "media_type": _MEDIA_TYPES[song.container, False], "facts": facts}


def _heard(path: Path) -> Facts:
    sound = read_sound(path, rate_hz=_PROBE_RATE_HZ, stop_s=LONGEST_FOOTAGE_S)
    facts = {"duration_s": float(sound.length), "sample_rate_hz": sound.sample_rate_hz, "channels": sound.channels}
    return {"kind": "sound", "media_type": _MEDIA_TYPES[sound.container, False], "facts": facts}


def _refusal(error: SongError, path: Path, name: str, limits: Limits) -> RefusedError:
    """The engine's sentence, under the name that the user knows."""
    message = str(error).replace(str(path), name).replace(path.name, name)
    if "--max-seconds" in message:
        message = f"{name} is longer than {limits.max_song_s:g} s; cut the song."
    if "is damaged or no song" in message:
        message = f"{name} is damaged or of no known kind; songreel takes {FORMATS_IN_WORDS}."
    return RefusedError(message, "too_large" if path.stat().st_size > limits.max_song_bytes else "unsupported")

"""A song's sound in a form that every later assembly copies: encoded at most once a project."""

from fractions import Fraction
from pathlib import Path

import av

from songreel_engine.errors import RenderError
from songreel_engine.media.files import written_beside
from songreel_engine.media.sound import open_sound
from songreel_engine.media.soundtrack import add_encoded, find_packet_grid


def copyable_sound(song_path: Path, song_seconds: float, encoded_path: Path) -> Path:
    """The song itself where an MP4 takes its packets untouched, else an AAC copy of it at `encoded_path`.

    A copy that is there already is used again. Raises SongError where the song cannot be read, RenderError where the copy
    cannot be written.
    """
    length = Fraction(song_seconds)
    if encoded_path.is_file():
        return encoded_path
    if find_packet_grid(song_path, length) is not None:
        return song_path
    try:
        with (
            written_beside(encoded_path) as partial,
            av.open(str(partial), "w", format="ipod") as sound,
            open_sound(song_path) as song,
        ):
            for packet in add_encoded(sound, song, length).packets:
                sound.mux_one(packet)
    except av.FFmpegError as error:
        raise RenderError(f"{encoded_path} cannot be written: {error.strerror}; is there room on the disk?") from error
    return encoded_path

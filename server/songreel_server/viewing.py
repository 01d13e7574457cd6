"""A film in short, small parts, for those who cannot open its file: each part is a whole MP4 file of its own.

A page inside a chat may load nothing; what it shows comes in answers of a limited size. So the picture is encoded again, small;
the sound is copied packet by packet. Parts are made when they are asked for, one at a time, and the last few are kept in memory:
making one again costs less than keeping a second film on disk. Frames are counted from the film's first; ranges are half-open.
"""

import io
from collections import OrderedDict
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from songreel_server import heavy
from songreel_server.errors import BadRequestError, TooLargeError, UnsupportedFileError
from songreel_server.vault import Item, key_of
from songreel_server.workspace import Workspaces

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

    from songreel_server.store.media_store import MediaStore

LONGEST_S: Final = 5
"""With the picture's highest rate and a song of 320 kbit/s this is less than MOST_BYTES."""
MOST_BYTES: Final = 760_000
"""Of a part: in base64 it stays under the mebibyte at which hosts refuse an answer."""
SIDE_PX: Final = 480
"""Of the longer side."""
PICTURE: Final = {"preset": "veryfast", "crf": "27", "maxrate": "640k", "bufsize": "640k"}
MOST_KEPT: Final = 24


class Viewing:
    """One for the process; `part` waits for disk and a core."""

    def __init__(self, workspaces: Workspaces, store: "MediaStore") -> None:
        self._workspaces = workspaces
        self._store = store
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._alone = Lock()

    def part(self, film: Item, start: int, stop: int) -> bytes:
        """These frames of the film with their sound, as an MP4 file.

        Raises BadRequestError for a range that is empty, too long or outside the film, UnsupportedFileError for a film that
        cannot be read, TooLargeError where the song's sound alone takes more than an answer holds.
        """
        name = (film.sha256, start, stop)
        # One at a time: whoever watches asks for the next part while this one plays.
        with self._alone:
            known = self._kept.get(name)
            if known is None:
                heavy.load()
                with self._opened(film) as path:
                    known = part_of_film(path, start, stop)
            self._kept[name] = known
            self._kept.move_to_end(name)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return known

    def _opened(self, film: Item) -> AbstractContextManager[Path]:
        local = self._store.local_path(key_of(film.sha256))
        return self._workspaces.file(film.sha256, "film.mp4") if local is None else nullcontext(local)


def part_of_film(path: Path, start: int, stop: int) -> bytes:
    """The same from a file. Raises as `Viewing.part`."""
    import av

    out = io.BytesIO()
    try:
        with av.open(str(path)) as film, av.open(out, "w", format="mp4") as part:
            picture = film.streams.video[0]
            rate, base = picture.average_rate, picture.time_base
            if rate is None or base is None:
                raise UnsupportedFileError("This film does not tell its frame rate; make it again.")
            _must_be_inside(start, stop, picture.frames, rate)
            small, sound = _streams(film, part, rate)
            _encode(film, part, small, start, stop, rate, base)
            if sound is not None:
                _copy_sound(film, part, sound, start / rate, stop / rate)
    except (av.FFmpegError, IndexError) as error:
        raise UnsupportedFileError("This film cannot be read; make it again.") from error
    content = out.getvalue()
    if len(content) > MOST_BYTES:
        raise TooLargeError(f"Frames {start} to {stop} are too large to be sent; open the film, or ask for fewer.")
    return content


def _must_be_inside(start: int, stop: int, frames: int, rate: Fraction) -> None:
    if not 0 <= start < stop <= frames:
        raise BadRequestError(f"The film has frames 0 to {frames}; ask for some of them, not for {start} to {stop}.")
    if stop - start > LONGEST_S * rate:
        raise BadRequestError(f"A part is at most {LONGEST_S} s long; ask for {int(LONGEST_S * rate)} frames or fewer.")


def _streams(film: "InputContainer", part: "OutputContainer", rate: Fraction) -> tuple[Any, Any]:
    """The part's picture, and its sound where the film has one."""
    source = film.streams.video[0]
    scale = min(1.0, SIDE_PX / max(source.width, source.height))
    small = part.add_stream("libx264", rate=rate, options=dict(PICTURE))
    small.width, small.height = (max(2, 2 * round(side * scale / 2)) for side in (source.width, source.height))
    small.pix_fmt = "yuv420p"
    sounds = film.streams.audio
    return small, part.add_stream_from_template(sounds[0]) if sounds else None


def _encode(
    film: "InputContainer", part: "OutputContainer", small: Any, start: int, stop: int, rate: Fraction, base: Fraction
) -> None:
    source = film.streams.video[0]
    # Half a frame before it, so that rounding never lands on the next.
    first_pts = (start - Fraction(1, 2)) / rate / base
    film.seek(max(0, int(first_pts)), stream=source, backward=True)
    written = 0
    for frame in film.decode(source):
        if frame.pts is None or frame.pts < first_pts:
            continue
        if written == stop - start:
            break
        own = frame.reformat(width=small.width, height=small.height, format="yuv420p", interpolation="AREA")
        own.pts, own.time_base, own.pict_type = written, 1 / rate, 0
        part.mux(small.encode(own))
        written += 1
    part.mux(small.encode(None))


def _copy_sound(
    film: "InputContainer", part: "OutputContainer", copy: Any, start_s: Fraction, stop_s: Fraction
) -> None:
    """Packets that begin in the range: the next part begins with the packet after the last."""
    source = film.streams.audio[0]
    base = source.time_base or Fraction(1)
    first = start_s / base
    film.seek(max(0, int(first)), stream=source, backward=True)
    for packet in film.demux(source):
        if packet.pts is None or packet.dts is None or packet.pts < first:
            continue
        if packet.pts * base >= stop_s:
            break
        packet.pts, packet.dts = packet.pts - int(first), packet.dts - int(first)
        packet.stream = copy
        part.mux(packet)

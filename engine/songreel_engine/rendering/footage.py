"""Frames from footage of the user's: shown from its beginning at the film's rate, cut to cover the frame, printed like the rest.

Footage that ends before its shot holds its last frame. Its sound is not heard here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import av
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import Frame
from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.keys import fingerprint_of_sources
from songreel_engine.rendering.parallax.colour import frame_planes, to_planes
from songreel_engine.rendering.parallax.finish import make_finish
from songreel_engine.rendering.plates import Plate

FORMATS: Final = "mov,matroska,avi,mpegts"
"""FFmpeg's demuxers that a file may ask for; none of them opens other files."""
QUARTER_TURN_DEG: Final = 90
HALF_A_FRAME: Final = 0.5
"""A frame of the footage is shown from half a film frame before its time: nearest, not late."""


class FootageAnimator:
    """Plays footage files, found by their SHA-256. Its plates are stills of the same files and are not looked at."""

    name = "footage"

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    def fingerprint(self) -> str:
        """Hash of what reads, cuts and prints."""
        return fingerprint_of_sources(Path(__file__).parent, "footage.py", "covering.py", "parallax/*.py")

    def animate(self, plate: Plate, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
        """Frames [start, stop), uint8 [height × 3 / 2, width]; the array is written over for the next frame.

        Raises RenderError for a range outside the shot, and where the file is missing, damaged or no video.
        """
        file = self._files.get(job.plate.media.sha256) if job.plate.media is not None else None
        if file is None:
            raise RenderError("The footage of this shot is not among the project's files; insert it again.")
        if not 0 <= start <= stop <= job.frames:
            raise RenderError(f"The shot has frames 0 to {job.frames}; it cannot give {start} to {stop}.")
        return _frames(file, job, start, stop)


def first_frame(file: Path) -> NDArray[np.uint8]:
    """RGB, uint8 [h, w, 3], upright. Raises RenderError where the file is missing, damaged or no video."""
    for _, frame in _timed(file):
        return _upright(frame)
    raise RenderError(f"The footage {file.name} has no frames; insert another file.")


def _frames(file: Path, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
    width_px, height_px = job.plate.width_px, job.plate.height_px
    finish = make_finish(job)
    frame = np.empty((height_px * 3 // 2, width_px), np.uint8)
    out = frame_planes(frame)
    for number, shown in _on_grid(file, job.frames_per_s, start, stop):
        picture = to_planes(covering(_upright(shown), width_px, height_px))
        finish.apply(picture, number, out)
        yield frame


def _on_grid(file: Path, frames_per_s: float, start: int, stop: int) -> Iterator[tuple[int, VideoFrame]]:
    """Film frames [start, stop) with what the footage shows then; always read from its beginning, so ranges agree."""
    number, shown = start, None
    for time_s, frame in _timed(file):
        if shown is not None:
            while number < stop and (number + HALF_A_FRAME) / frames_per_s < time_s:
                yield number, shown
                number += 1
        if number == stop:
            return
        shown = frame
    if shown is None:
        raise RenderError(f"The footage {file.name} has no frames; insert another file.")
    yield from ((held, shown) for held in range(number, stop))


def _timed(file: Path) -> Iterator[tuple[float, VideoFrame]]:
    """Frames with their seconds after the first."""
    first_s: float | None = None
    with _opened(file) as (container, stream):
        for frame in container.decode(stream):
            if frame.time is None:
                continue
            first_s = frame.time if first_s is None else first_s
            yield frame.time - first_s, frame


@contextmanager
def _opened(file: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Whatever FFmpeg objects to inside the block becomes a RenderError."""
    try:
        with av.open(str(file), options={"format_whitelist": FORMATS, "protocol_whitelist": "file"}) as container:
            if not container.streams.video:
                raise RenderError(f"The footage {file.name} holds no picture; insert another file.")
            yield container, container.streams.video[0]
    except av.FFmpegError as error:
        raise RenderError(
            f"The footage {file.name} cannot be read ({error.strerror}); insert an MP4, MOV, MKV or WebM."
        ) from error


def _upright(frame: VideoFrame) -> NDArray[np.uint8]:
    rgb = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    return np.ascontiguousarray(np.rot90(rgb, round(frame.rotation / QUARTER_TURN_DEG)))

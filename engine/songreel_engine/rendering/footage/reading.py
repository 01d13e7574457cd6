"""Footage read as a film wants it: frames by the second, upright, square-pixelled, in the film's colours.

A frame's time is what the file says, counted from the file's first frame, so a variable frame rate needs no other care.
Sound is not read. What it does not do: fields of interlaced footage are shown woven, as they are stored.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.stream import Disposition
from av.video.reformatter import Interpolation
from av.video.stream import VideoStream
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.footage.tones import WIDE_TRANSFERS, to_sdr

Image = NDArray[np.uint8]

FORMATS: Final = "mov,matroska,avi,mpegts"
"""FFmpeg's demuxers that a file may ask for; none of them opens other files."""
_QUARTER_TURN_DEG: Final = 90
_MATRIX_UNKNOWN: Final = 2
_MATRIX_BT709: Final = 1
_HD_FROM_PX: Final = 720
"""Untagged pictures of so many lines are BT.709, smaller ones BT.601, as players take them."""
_STEPS_BACK_S: Final = (0.0, 12.0)
"""How much earlier than asked a jump aims: where a file's index leads past the frame, a second jump aims lower."""
_SAME_FRAME_S: Final = 0.001


@dataclass(frozen=True)
class Seen:
    """One frame of footage."""

    time_s: float
    """After the file's first frame."""
    frame: VideoFrame
    pixel_aspect: float
    """Width over height of one stored pixel."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height as it is to be looked at: upright, in square pixels."""
        width, height = max(1, round(self.frame.width * self.pixel_aspect)), self.frame.height
        return (height, width) if self._quarter_turns % 2 else (width, height)

    def picture(self, size_px: tuple[int, int] | None = None) -> Image:
        """RGB, uint8 [h, w, 3], upright, SDR; scaled to `size_px`, width and height of the upright picture."""
        width_px, height_px = size_px or self.size_px
        if self._quarter_turns % 2:
            width_px, height_px = height_px, width_px
        frame = self.frame
        if frame.colorspace == _MATRIX_UNKNOWN and min(frame.width, frame.height) >= _HD_FROM_PX:
            frame.colorspace = _MATRIX_BT709
        way = Interpolation.AREA if width_px * 2 < frame.width else Interpolation.BICUBIC
        transfer = WIDE_TRANSFERS.get(frame.color_trc)
        scaled = frame.reformat(
            width=width_px, height=height_px, format="rgb48le" if transfer else "rgb24", interpolation=int(way)
        ).to_ndarray()
        rgb = to_sdr(np.asarray(scaled, np.uint16), transfer) if transfer else np.asarray(scaled, np.uint8)
        return np.ascontiguousarray(np.rot90(rgb, self._quarter_turns))

    @property
    def _quarter_turns(self) -> int:
        return round(self.frame.rotation / _QUARTER_TURN_DEG)


def frames_from(file: Path, start_s: float = 0.0) -> Iterator[Seen]:
    """The file's frames in order, from the one that stands at `start_s` on; none for a start past its end.

    Raises RenderError where the file is missing, damaged or no video.
    """
    with opened(file) as (container, stream):
        first_s = _first_s(container, stream)
        held: Seen | None = None
        for seen in _decoded_near(container, stream, first_s, start_s):
            if seen.time_s <= start_s + _SAME_FRAME_S:
                held = seen
                continue
            if held is not None:
                yield held
                held = None
            yield seen
        if held is not None and start_s - held.time_s < _longest_frame_s(stream):
            yield held


def length_of(container: InputContainer, stream: VideoStream) -> float:
    """Seconds of the stream; of the whole file where the stream does not say."""
    if stream.duration is not None and stream.time_base is not None and stream.duration > 0:
        return float(stream.duration * stream.time_base)
    return max(0, container.duration or 0) / av.time_base


def first_frame(file: Path, start_s: float = 0.0) -> Image:
    """RGB, uint8 [h, w, 3], upright, of what stands at `start_s`; the file's first where that lies past its end."""
    for at_s in (start_s, 0.0):
        for seen in frames_from(file, at_s):
            return seen.picture()
    raise RenderError(f"The footage {file.name} has no frames; insert another file.")


@contextmanager
def opened(file: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The file and its moving picture; whatever FFmpeg objects to inside the block becomes a RenderError."""
    try:
        with av.open(str(file), options={"format_whitelist": FORMATS, "protocol_whitelist": "file"}) as container:
            moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
            if not moving:
                raise RenderError(f"The footage {file.name} holds no moving picture; insert another file.")
            yield container, moving[0]
    except av.FFmpegError as error:
        raise RenderError(
            f"The footage {file.name} cannot be read ({error.strerror}); insert an MP4, MOV, MKV or WebM."
        ) from error


def _first_s(container: InputContainer, stream: VideoStream) -> float:
    """Seconds on the file's clock of its first frame; the clock of some files starts anywhere."""
    for frame in container.decode(stream):
        if frame.time is not None:
            return frame.time
    return 0.0


def _decoded_near(container: InputContainer, stream: VideoStream, first_s: float, start_s: float) -> Iterator[Seen]:
    """Frames from a key frame at or before `start_s`, else from the file's beginning."""
    for back_s in (*_STEPS_BACK_S, start_s):
        _jump(container, stream, first_s, max(0.0, start_s - back_s))
        frames = _timed(container, stream, first_s)
        opening = next(frames, None)
        if opening is None:
            continue
        if opening.time_s <= start_s + _SAME_FRAME_S or back_s == start_s:
            yield opening
            yield from frames
            return


def _jump(container: InputContainer, stream: VideoStream, first_s: float, to_s: float) -> None:
    """To the key frame before, where the file has an index."""
    if stream.time_base is None:
        return
    at = round((first_s + to_s) / stream.time_base) if to_s > 0 else round(first_s / stream.time_base)
    container.seek(at, stream=stream, backward=True, any_frame=False)


def _timed(container: InputContainer, stream: VideoStream, first_s: float) -> Iterator[Seen]:
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    for frame in container.decode(stream):
        if frame.time is not None:
            yield Seen(frame.time - first_s, frame, aspect)


def _longest_frame_s(stream: VideoStream) -> float:
    """How long a last frame may be looked at: two frames at the file's rate."""
    return 2 / float(stream.average_rate) if stream.average_rate else 0.1

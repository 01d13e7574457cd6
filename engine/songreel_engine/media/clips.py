"""Clips: a shot's frames as one closed H.264 segment that can be joined to its neighbours by copying.

All clips of one `EncodeSettings` carry the same stream header, whatever they show and however short they are: that is
what lets a film be assembled without encoding again. One thread encodes one clip, so the same frames give the same
bytes; speed comes from making several clips at a time, each in a process of its own.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.media.files import written_beside

Frame = NDArray[np.uint8]

BT709: Final = 1
"""Primaries, transfer and matrix alike. Source: ITU-T H.273, tables 2–4."""
LIMITED_RANGE: Final = 1
"""Black at 16, white at 235 (FFmpeg's AVCOL_RANGE_MPEG)."""
KEYFRAME_EVERY_FRAMES: Final = 48
"""Two seconds at 24 fps: a player seeks that far back at most."""
X264_PARAMETERS: Final = f"stitchable=1:open-gop=0:keyint={KEYFRAME_EVERY_FRAMES}:threads=1"
"""stitchable: the header follows from the settings alone, never from the pictures."""

_UNSEEN: Final = {"skip_frame": "all"}


@dataclass(frozen=True, kw_only=True)
class EncodeSettings:
    """What all clips of one film share. `crf`: 0 lossless to 51 worst, 18 to the eye like the original."""

    width_px: int
    height_px: int
    frame_rate: Fraction
    preset: str = "veryfast"
    crf: int = 20

    def __post_init__(self) -> None:
        if min(self.width_px, self.height_px) < 2 or self.width_px % 2 or self.height_px % 2:
            raise ValueError(f"a clip's sides must be even, not {self.width_px}x{self.height_px}")
        if self.frame_rate <= 0:
            raise ValueError(f"a frame rate must be above 0, not {self.frame_rate}")
        if not 0 <= self.crf <= 51:
            raise ValueError(f"crf runs from 0 to 51, not {self.crf}")


def write_clip(path: Path, frames: Iterable[Frame], settings: EncodeSettings) -> int:
    """Encodes the frames into `path` (MP4) and returns how many there were.

    A frame is copied before the next is asked for. An exception from `frames` passes through and leaves no file.
    Raises RenderError for no frames at all, for a frame of another size, or where the file cannot be written.
    """
    try:
        with written_beside(path) as partial:
            with av.open(str(partial), "w", format="mp4") as container:
                count = _encode(container, frames, settings)
            if count == 0:
                raise RenderError(f"Clip {path.name} was given no frames; a shot has at least one.")
    except av.FFmpegError as error:
        raise RenderError(f"Clip {path} cannot be written: {error.strerror}; is there room on the disk?") from error
    return count


def read_frames(path: Path) -> Iterator[Frame]:
    """The clip's frames in order, one at a time. Raises RenderError where the file is missing or damaged."""
    with open_video(path) as (container, stream):
        for frame in container.decode(stream):
            yield np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)


def count_frames(path: Path) -> int:
    """How many frames the file holds, counted without decoding. Raises RenderError where it is missing or damaged."""
    with open_video(path, decodes=False) as (container, stream):
        return sum(1 for packet in container.demux(stream) if packet.size)


@contextmanager
def open_video(path: Path, *, decodes: bool = True) -> Iterator[tuple[InputContainer, VideoStream]]:
    """An MP4 of ours and its picture; whatever FFmpeg objects to inside the block becomes a RenderError.

    `decodes`: False where packets are only counted or copied. FFmpeg then decodes no picture to see what is inside, which
    is most of what opening a large clip costs, and the stream cannot say how its pixels are stored.
    """
    try:
        options = {"format_whitelist": "mov", "protocol_whitelist": "file"} | ({} if decodes else _UNSEEN)
        with av.open(str(path), options=options, metadata_errors="replace") as container:
            # FFmpeg knows of a stream whose codec it does not know.
            if not container.streams.video or container.streams.video[0].codec_context is None:
                raise RenderError(f"{path} holds no picture; remove it and render again.")
            yield container, container.streams.video[0]
    except av.FFmpegError as error:
        raise RenderError(f"{path} cannot be read: {error.strerror}; remove it and render again.") from error


def _encode(container: OutputContainer, frames: Iterable[Frame], settings: EncodeSettings) -> int:
    stream = _add_h264(container, settings)
    expected = (settings.height_px * 3 // 2, settings.width_px)
    count = 0
    for pixels in frames:
        if pixels.shape != expected or pixels.dtype != np.uint8:
            raise RenderError(
                f"Frame {count} is {pixels.dtype} {list(pixels.shape)} where I420 uint8 {list(expected)} was due; "
                f"all frames of a clip have its settings' size."
            )
        picture = _picture_of(pixels, settings)
        picture.pts, picture.time_base = count, 1 / settings.frame_rate
        picture.colorspace, picture.color_range = BT709, LIMITED_RANGE
        container.mux(stream.encode(picture))
        count += 1
    container.mux(stream.encode(None))
    return count


def _picture_of(pixels: Frame, settings: EncodeSettings) -> av.VideoFrame:
    """A copy that FFmpeg may keep. PyAV's own goes row by row, which takes six times as long."""
    width_px, height_px = settings.width_px, settings.height_px
    picture = av.VideoFrame(width_px, height_px, "yuv420p")
    flat, start = pixels.reshape(-1), 0
    for plane, shrink in zip(picture.planes, (1, 2, 2), strict=True):
        shape = (height_px // shrink, width_px // shrink)
        stop = start + shape[0] * shape[1]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        rows[: shape[0], : shape[1]] = flat[start:stop].reshape(shape)
        start = stop
    return picture


def _add_h264(container: OutputContainer, settings: EncodeSettings) -> VideoStream:
    options = {"preset": settings.preset, "crf": str(settings.crf), "x264-params": X264_PARAMETERS}
    stream = container.add_stream("libx264", rate=settings.frame_rate, options=options)
    stream.width, stream.height, stream.pix_fmt = settings.width_px, settings.height_px, "yuv420p"
    context = stream.codec_context
    context.thread_count = 1
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = LIMITED_RANGE
    return stream

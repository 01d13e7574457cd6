"""A film's pictures, decoded one at a time, each at full size and small.

Luma is as coded: black at 16, white at 235 of 255. Files are taken for hostile: their size and length are capped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import CheckError
from songreel_engine.media.clips import open_video
from songreel_engine.timebase import FrameRange

Plane = NDArray[np.uint8]

SMALLEST_SIDE_PX, LARGEST_SIDE_PX = 64, 8192
MOST_FRAMES: Final = 120_000
"""Eighty minutes at 25 frames a second; a film is as long as a song."""
SMALL_SIDE_PX: Final = 192
"""Longer side of a small picture: movements of a hundredth of the frame are two pixels, grain is averaged away."""
CELLS_ACROSS: Final = 16
"""Along the longer side; a cell is a patch of the picture whose brightness is followed by itself."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """One frame. `luma` is the decoder's own memory: valid until the next frame is asked for."""

    at_s: float
    key: bool
    """Coded by itself, without looking at another frame."""
    luma: Plane
    small: Plane
    """Luma, its longer side SMALL_SIDE_PX."""
    chroma: tuple[Plane, Plane]
    """U and V, half as large as `small`."""


def watch(path: Path) -> Iterator[Picture]:
    """The film's pictures in order. Raises RenderError where it cannot be read, CheckError where it is too large."""
    with open_video(path) as (container, stream):
        context = stream.codec_context
        size = context.width, context.height
        if min(size) < SMALLEST_SIDE_PX or max(size) > LARGEST_SIDE_PX:
            raise CheckError(
                f"{path} is {size[0]}x{size[1]}; films from {SMALLEST_SIDE_PX} to {LARGEST_SIDE_PX} pixels a side are checked."
            )
        stream.thread_type = "AUTO"
        for number, frame in enumerate(container.decode(stream)):
            if number >= MOST_FRAMES:
                raise CheckError(f"{path} has more than {MOST_FRAMES:,} frames; cut it into shorter films.")
            if (frame.width, frame.height) != size:
                raise CheckError(f"{path} changes its size in the middle; export it at one size.")
            yield _picture(frame)


def watch_span(path: Path, span: FrameRange) -> Iterator[Picture]:
    """Frames [start, stop) of the film, found from the keyframe before them; fewer where the film ends earlier."""
    with open_video(path) as (container, stream):
        stream.thread_type = "AUTO"
        rate, base = stream.average_rate, stream.time_base
        if rate is None or base is None or not len(span):
            return
        container.seek(round(span.start / rate / base), stream=stream)
        for frame in container.decode(stream):
            number = round((frame.time or 0.0) * rate)
            if number >= span.stop:
                return
            if number >= span.start:
                yield _picture(frame)


def small_size(width_px: int, height_px: int) -> tuple[int, int]:
    """Width and height of small pictures, both even; never larger than the frame."""
    scale = min(SMALL_SIDE_PX / max(width_px, height_px), 1.0)
    return max(2 * round(width_px * scale / 2), 8), max(2 * round(height_px * scale / 2), 8)


def cells_size(width_px: int, height_px: int) -> tuple[int, int]:
    """How many cells stand side by side and above each other."""
    scale = CELLS_ACROSS / max(width_px, height_px)
    return max(round(width_px * scale), 2), max(round(height_px * scale), 2)


def _picture(frame: av.VideoFrame) -> Picture:
    at_s, key = float(frame.time or 0.0), bool(frame.key_frame)
    if frame.format.name not in ("yuv420p", "yuvj420p"):
        frame = frame.reformat(format="yuv420p")
    luma, u, v = (_plane(frame, index) for index in range(3))
    size = small_size(frame.width, frame.height)
    half = size[0] // 2, size[1] // 2
    return Picture(
        at_s=at_s,
        key=key,
        luma=luma,
        small=_shrunk(luma, size),
        chroma=(_shrunk(u, half), _shrunk(v, half)),
    )


def _plane(frame: av.VideoFrame, index: int) -> Plane:
    plane = frame.planes[index]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    return np.asarray(rows[: plane.height, : plane.width])


def _shrunk(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)

"""Footage whose every frame is known, written as phones and cameras write it."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
CLOCK = Fraction(1, 12_800)


def write_footage(
    file: Path,
    pictures: Iterable[NDArray[np.generic]],
    times_s: Sequence[float],
    *,
    pixel_format: str = "yuv420p",
    source_format: str = "rgb24",
    turned_deg: int = 0,
    pixel_aspect: Fraction | None = None,
    transfer: int | None = None,
    options: dict[str, str] | None = None,
    codec: str = "libx264",
) -> Path:
    """Pictures [h, w, 3], each at its time. `transfer`: by its number in ITU-T H.273, with BT.2020 colours."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream(codec, rate=30, options={"crf": "6", "preset": "ultrafast", **(options or {})})
        stream.time_base = CLOCK
        stream.codec_context.time_base = CLOCK
        stream.pix_fmt = pixel_format
        if turned_deg:
            stream.set_display_rotation(turned_deg)
        for index, (picture, time_s) in enumerate(zip(pictures, times_s, strict=True)):
            if index == 0:
                stream.height, stream.width = picture.shape[:2]
                if pixel_aspect is not None:
                    stream.codec_context.sample_aspect_ratio = pixel_aspect
                if transfer is not None:
                    context = stream.codec_context
                    context.color_primaries, context.color_trc, context.colorspace = 9, transfer, 9
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format=source_format)
            if transfer is not None:
                frame = frame.reformat(format=pixel_format, dst_colorspace=9)
                frame.color_primaries, frame.color_trc, frame.colorspace = 9, transfer, 9
            frame.pts, frame.time_base = round(time_s / CLOCK), CLOCK
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file


def noise(height_px: int, width_px: int, seed: int) -> Picture:
    """A sharp, unmoving texture."""
    return np.random.default_rng(seed).integers(40, 200, (height_px, width_px, 3), dtype=np.uint8)


def even_times(count: int, rate: float) -> list[float]:
    return [k / rate for k in range(count)]


def a_square_walks(
    width_px: int, height_px: int, count: int, middle: Callable[[float], float], *, side_px: int = 24
) -> list[Picture]:
    """A bright square on grey, its middle at a share of the width that `middle` gives for the share of the time."""
    pictures = []
    for k in range(count):
        picture = np.full((height_px, width_px, 3), 70, np.uint8)
        x = round(middle(k / max(1, count - 1)) * width_px - side_px / 2)
        y = (height_px - side_px) // 2
        picture[y : y + side_px, max(0, x) : x + side_px] = (230, 180, 60)
        pictures.append(picture)
    return pictures

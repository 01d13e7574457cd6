"""Frames of a shot from footage of the user's: a moment of it at the film's rate, cut to keep its subject, printed like the rest.

The moment and how slowly it runs are the job's. Footage that ends before its shot begins again from its start; what would be
less than a glance of that is the last frame, held. Its sound is not heard here.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import Frame
from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.footage.crop import crop_path
from songreel_engine.rendering.footage.reading import Image, Seen, frames_from
from songreel_engine.rendering.jobs import MediaJob, ShotJob
from songreel_engine.rendering.keys import fingerprint_of_sources
from songreel_engine.rendering.parallax.colour import frame_planes, to_planes
from songreel_engine.rendering.parallax.finish import make_finish
from songreel_engine.rendering.plates import Plate

_HALF_A_FRAME: Final = 0.5
"""A frame of the footage is shown from half a film frame before its time: nearest, not late."""
_GLANCE_S: Final = 0.25


class FootageAnimator:
    """Plays footage files, found by their SHA-256. Its plates are stills of the same files and are not looked at."""

    name = "footage"

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    def fingerprint(self) -> str:
        """Hash of what reads, cuts and prints."""
        return fingerprint_of_sources(Path(__file__).parents[1], "footage/*.py", "covering.py", "parallax/*.py")

    def animate(self, plate: Plate, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
        """Frames [start, stop), uint8 [height × 3 / 2, width]; the array is written over for the next frame.

        Raises RenderError for a range outside the shot, and where the file is missing, damaged or no video.
        """
        media = job.plate.media
        file = self._files.get(media.sha256) if media is not None else None
        if media is None or file is None:
            raise RenderError("The footage of this shot is not among the project's files; insert it again.")
        if not 0 <= start <= stop <= job.frames:
            raise RenderError(f"The shot has frames 0 to {job.frames}; it cannot give {start} to {stop}.")
        return _frames(file, media, job, start, stop)


def _frames(file: Path, media: MediaJob, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
    width_px, height_px = job.plate.width_px, job.plate.height_px
    lasts_s = job.frames / job.frames_per_s * media.speed
    # Over the whole shot, whatever range of it is asked for, so that ranges agree.
    path = crop_path(file, media.start_s, media.start_s + lasts_s, width_px / height_px)
    finish = make_finish(job)
    frame = np.empty((height_px * 3 // 2, width_px), np.uint8)
    out = frame_planes(frame)
    for number, seen in _on_grid(file, media, job, start, stop):
        picture = to_planes(_window(seen, width_px, height_px, path.middle(seen.time_s)))
        finish.apply(picture, number, out)
        yield frame


def _on_grid(file: Path, media: MediaJob, job: ShotJob, start: int, stop: int) -> Iterator[tuple[int, Seen]]:
    """Film frames [start, stop) with what the footage shows then; always read from its moment, so ranges agree."""
    number, from_s = 0, media.start_s
    shown: Seen | None = None
    while number < stop:
        begun = number
        for seen, until in _spells(file, media.speed, job.frames_per_s, from_s, begun):
            shown = seen
            yield from ((at, seen) for at in range(max(number, start), min(until, stop)))
            number = max(number, min(until, stop))
            if number == stop:
                return
        if shown is not None and (job.frames - number) / job.frames_per_s < _GLANCE_S:
            yield from ((at, shown) for at in range(max(number, start), stop))
            return
        if number == begun and from_s == 0:
            raise RenderError(f"The footage {file.name} has no frames; insert another file.")
        from_s = 0.0


def _spells(file: Path, speed: float, frames_per_s: float, from_s: float, first: int) -> Iterator[tuple[Seen, int]]:
    """Each frame of the footage with the film frame up to which it is shown, where `from_s` is seen at film frame `first`."""

    def until(time_s: float) -> int:
        return first + max(0, math.ceil((time_s - from_s) * frames_per_s / speed - _HALF_A_FRAME))

    before: Seen | None = None
    step_s = 1 / frames_per_s
    for seen in frames_from(file, from_s):
        if before is not None:
            step_s = seen.time_s - before.time_s
            yield before, until(seen.time_s)
        before = seen
    if before is not None:
        yield before, until(before.time_s + step_s)


def _window(seen: Seen, width_px: int, height_px: int, middle: float) -> Image:
    """The frame cropped to a shape around `middle`; scaled while it is converted, which is cheaper than after."""
    width, height = seen.size_px
    scale = max(width_px / width, height_px / height)
    size = (max(round(width * scale), width_px), max(round(height * scale), height_px))
    return covering(seen.picture(size), width_px, height_px, middle)

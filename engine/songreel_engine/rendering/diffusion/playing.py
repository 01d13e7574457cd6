"""From rushes to a film's frames: paced by the song, brought to the film's size, lit on beats, printed like everything else.

Nothing here needs a GPU or a network: processes that encode play rushes while the next shot is being generated. A frame that lies
between two generated ones is made from both along the optical flow between them.
Source of the flow: dense inverse search (Kroeger et al., ECCV 2016).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import Frame
from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.diffusion.pacing import Pace
from songreel_engine.rendering.diffusion.rushes import Rushes
from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.parallax.animator import held_frame
from songreel_engine.rendering.parallax.colour import BLACK, LUMA_SPAN, Planes, frame_planes
from songreel_engine.rendering.parallax.finish import make_finish
from songreel_engine.rendering.parallax.light import light_curves
from songreel_engine.rendering.plate_store import key_image
from songreel_engine.rendering.plates import Plate

Plane = NDArray[np.uint8]

FLASH: Final = 0.10
"""A beat's light adds at most this share of what is there: shadows stay shadows."""


def play(rushes: Rushes, pace: Pace, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
    """Frames [start, stop) of the shot; the array is written over for the next frame.

    Raises RenderError where the rushes are damaged or end before the shot does.
    """
    width_px, height_px = job.plate.width_px, job.plate.height_px
    finish = make_finish(job)
    steps = finish.manners.steps_per_s
    numbers = range(start, stop)
    at = [float(pace.positions[held_frame(number, job.frames_per_s, steps)]) for number in numbers]
    frame = np.empty((height_px * 3 // 2, width_px), np.uint8)
    out = frame_planes(frame)
    gain: NDArray[np.float64] | None = None
    for number, shown in zip(numbers, _frames_at(rushes, at), strict=True):
        picture = covering_planes(frame_planes(shown), width_px, height_px)
        if gain is None:
            gain = _gain(job, float(picture.y.mean()))
        finish.apply(_lit(picture, float(gain[number])), number, out)
        yield frame


def _gain(job: ShotJob, mean_luma: float) -> NDArray[np.float64]:
    """A factor on luma for each frame of the shot, its flashes bounded as those of plates are."""
    curves = light_curves(job, flash_luma=FLASH * max(mean_luma - BLACK, 1.0))
    return np.asarray(curves.gain * (1 + FLASH * curves.hit), np.float64)


def _lit(picture: Planes, gain: float) -> Planes:
    """With luma counted from black, and lit."""
    luma = (picture.y.astype(np.float32) - BLACK) * gain
    return Planes(np.clip(np.rint(luma), 0, LUMA_SPAN).astype(np.uint8), picture.u, picture.v)


def _frames_at(rushes: Rushes, positions: list[float]) -> Iterator[Frame]:
    """The rushes at positions that never fall, read once from their beginning."""
    if not positions:
        return
    window = _Window(rushes)
    for position in positions:
        before, after = window.around(position)
        share = position - int(position)
        yield before if share == 0 else between(before, after, share)


class _Window:
    """The two generated frames around a position."""

    def __init__(self, rushes: Rushes) -> None:
        self._rushes = rushes
        self._pairs = enumerate(pairwise(_held_at_end(rushes)))
        self._number = -1
        self._pair: tuple[Frame, Frame] | None = None
        self._step()

    def around(self, position: float) -> tuple[Frame, Frame]:
        while self._pair is not None and self._number < int(position):
            self._step()
        if self._pair is None:
            raise RenderError(
                f"The rushes {self._rushes.folder} end before their shot; delete that folder and render again."
            )
        return self._pair

    def _step(self) -> None:
        self._number, self._pair = next(self._pairs, (self._number, None))


def _held_at_end(rushes: Rushes) -> Iterator[Frame]:
    """The frames, the last of them twice, so that each but the last begins a pair."""
    frame = None
    for frame in rushes.frames():
        yield frame
    if frame is not None:
        yield frame


def between(before: Frame, after: Frame, share: float) -> Frame:
    """The moment `share` (0..1) of the way from one I420 frame to the next, both warped towards it along their flow."""
    made = np.empty_like(before)
    first, second = frame_planes(before), frame_planes(after)
    forward, backward = (_flow(*pair) for pair in ((first.y, second.y), (second.y, first.y)))
    for index, target in enumerate(frame_planes(made)):
        one = _warped(first[index], backward, share)
        other = _warped(second[index], forward, 1 - share)
        target[:] = cv2.addWeighted(one, 1 - share, other, share, 0)
    return made


def _flow(one: Plane, other: Plane) -> NDArray[np.float32]:
    """Where each point of `one` is in `other`, in pixels."""
    meter = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    return np.asarray(meter.calc(one, other, None), np.float32)  # type: ignore[call-overload]


def _warped(plane: Plane, flow: NDArray[np.float32], amount: float) -> Plane:
    height, width = plane.shape
    scale = width / flow.shape[1]
    way = flow if scale == 1 else cv2.resize(flow, (width, height), interpolation=cv2.INTER_AREA) * scale
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    to_x, to_y = columns + amount * way[..., 0], rows + amount * way[..., 1]
    return np.asarray(cv2.remap(plane, to_x, to_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def covering_planes(picture: Planes, width_px: int, height_px: int) -> Planes:
    """A picture scaled to cover a film's frame, its middle kept. Enlarging is bicubic: it adds no detail."""
    high, wide = picture.y.shape
    scale = max(width_px / wide, height_px / high)
    size = tuple(max(2 * round(side * scale / 2), least) for side, least in ((wide, width_px), (high, height_px)))
    left, top = ((have - want) // 2 // 2 * 2 for have, want in zip(size, (width_px, height_px), strict=True))
    planes = []
    for plane, part in zip(picture, (1, 2, 2), strict=True):
        scaled = _scaled(plane, size[0] // part, size[1] // part)
        down, across = top // part, left // part
        planes.append(np.ascontiguousarray(scaled[down : down + height_px // part, across : across + width_px // part]))
    return Planes(*planes)


def _scaled(plane: Plane, width_px: int, height_px: int) -> Plane:
    if plane.shape == (height_px, width_px):
        return plane
    way = cv2.INTER_AREA if width_px < plane.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(plane, (width_px, height_px), interpolation=way), np.uint8)


def rest_image(plate: Plate, width_px: int, height_px: int) -> NDArray[np.uint8]:
    """What a plate shows at rest, RGB, cut to a size: the first frame of its shot."""
    return covering(key_image(plate), width_px, height_px)

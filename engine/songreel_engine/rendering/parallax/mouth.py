"""A mouth that follows the voice: shut where nobody is heard, opening and closing with each syllable where somebody is.

The song's `vocal` curve says whether and how strongly a voice sounds; it moves too slowly for speech. What the syllables
do is heard in the middle of the spectrum, where vowels stand: its rise and fall within half a second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.jobs import ShotJob
from songreel_engine.rendering.parallax.colour import Planes
from songreel_engine.rendering.parallax.light import Curve, channel
from songreel_engine.rendering.plates import Layer, Mouth

Image = NDArray[np.uint8]

SILENT: Final = 0.12
"""A fainter voice leaves the mouth shut."""
LOUD: Final = 0.60
"""From here on it opens as wide as it can."""
AROUND_S: Final = 0.25
"""How far to each side a syllable is compared with its neighbours."""
LEAST_RANGE: Final = 0.08
"""Smaller movements of the spectrum are no syllables: the vowel is held."""
CLOSED_SHARE: Final = 0.15
"""What stays open between two syllables."""
RELEASE_S: Final = 0.07
"""A mouth shuts to 1/e in this time."""
STEPS: Final = 32
"""Openings told apart: a held vowel is drawn once."""
MARGIN_PX: Final = 8
"""Film pixels around the mouth that scaling may touch."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MouthSheet:
    """The part of a figure's sheet where its mouth moves, in film pixels, premultiplied like the sheet."""

    x_px: int
    y_px: int
    """Its corner on the sheet; even, as its sides are."""
    rest: tuple[Planes, ...]
    """From shut to wide open."""
    hit: tuple[Planes, ...]


def mouth_sheet(layer: Layer, size: tuple[int, int], planes_of: Callable[[Image], Planes]) -> MouthSheet | None:
    """The mouth of a layer whose sheet has this size; None without one. `planes_of` makes the layer's picture a sheet."""
    if layer.mouth is None:
        return None
    x, y = (_span(*spot) for spot in zip(*_corners(layer, layer.mouth), size, layer.rgb.shape[1::-1], strict=True))
    rest, hit = (
        tuple(
            _cropped(planes_of(picture), x, y)
            for picture in (shut, *(_spoken(shut, layer, layer.mouth, one) for one in opened))
        )
        for shut, opened in ((layer.rgb, layer.mouth.rgb), (layer.hit, layer.mouth.hit))
    )
    return MouthSheet(x_px=x.start, y_px=y.start, rest=rest, hit=hit)


def opening_of(job: ShotJob) -> Curve:
    """How far the mouth is open on each frame, 0..1; 0 wherever no voice is heard."""
    voice = np.clip((channel(job, "vocal") - SILENT) / (LOUD - SILENT), 0, 1)
    wide = voice * (CLOSED_SHARE + (1 - CLOSED_SHARE) * _syllables(channel(job, "mid"), job.frames_per_s))
    keep = np.exp(-1 / (RELEASE_S * job.frames_per_s))
    for frame in range(1, len(wide)):
        wide[frame] = max(wide[frame], wide[frame - 1] * keep) if voice[frame] > 0 else 0.0
    return np.asarray(np.rint(wide * STEPS) / STEPS, np.float64)


def _syllables(mid: Curve, frames_per_s: float) -> Curve:
    """0 in the troughs, 1 on the crests, 1 where nothing moves."""
    reach = max(round(AROUND_S * frames_per_s), 1)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(mid, reach, mode="edge"), 2 * reach + 1)
    low, high = around.min(1), around.max(1)
    moving = high - low
    return np.where(moving < LEAST_RANGE, 1.0, (mid - low) / np.maximum(moving, LEAST_RANGE))


def _corners(layer: Layer, mouth: Mouth) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last column, and first and last row, of the mouth in the layer: as (starts, stops)."""
    left, top = mouth.x_px - layer.x_px, mouth.y_px - layer.y_px
    height, width = mouth.cover.shape
    return (left, top), (left + width, top + height)


def _span(start: int, stop: int, film_px: int, plate_px: int) -> slice:
    """A stretch of plate pixels in film pixels, with its margin; even."""
    scale = film_px / plate_px
    first = max(int(start * scale) - MARGIN_PX, 0) // 2 * 2
    last = min(-(-int(stop * scale + MARGIN_PX) // 2) * 2, film_px)
    return slice(first, last)


def _spoken(shut: Image, layer: Layer, mouth: Mouth, opened: Image) -> Image:
    """The layer's picture with the mouth open."""
    (left, top), (right, bottom) = _corners(layer, mouth)
    picture = shut.copy()
    part = picture[top:bottom, left:right]
    cover = mouth.cover[..., None] / np.float32(255)
    part[:] = np.rint(part + cover * (opened.astype(np.float32) - part))
    return picture


def _cropped(planes: Planes, x: slice, y: slice) -> Planes:
    half = np.s_[y.start // 2 : y.stop // 2, x.start // 2 : x.stop // 2]
    return Planes(planes.y[y, x].copy(), planes.u[half].copy(), planes.v[half].copy())

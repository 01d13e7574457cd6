"""A film watched once: some numbers for each frame, from which every fault is told. Memory grows by about a kilobyte a frame."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.coherence.bands import comb_strength, stair_share, tones_used
from songreel_engine.coherence.watching import Picture, cells_size, watch
from songreel_engine.errors import CheckError
from songreel_engine.film import Film
from songreel_engine.media.flow import FlowMeter, Step
from songreel_engine.progress import Progress, ProgressListener, ignore_progress

Floats = NDArray[np.float32]
Times = NDArray[np.float64]

STAGE: Final = "checking the picture"
BLACK, WHITE = 16, 235
DARK_LUMA: Final = 24
"""What no screen tells from black."""
BLOWN_LUMA: Final = 233
"""Within two steps of white: nothing is drawn there any more."""
COMB_EVERY, STAIRS_EVERY = 3, 6
"""Frames; banding that is seen lasts longer than a quarter of a second."""
REACH: Final = 8
"""How many frames back a picture is compared, to see whether a change went back to where it was."""
_COLOUR_BINS: Final = (16, 8, 8)


@dataclass(frozen=True, kw_only=True, eq=False)
class Measures:
    """One value a frame; those that compare with the frame before are 0 (`explained`: 1) on the first."""

    width_px: int
    height_px: int
    frame_rate: Fraction
    at_s: Times
    key: NDArray[np.bool_]
    """Frames coded by themselves. What follows one is often its copy, in encoders that are in a hurry."""
    luma: Floats
    """Mean, 0 black to 255 white."""
    dark: Floats
    """Share of pixels that no screen tells from black."""
    blown: Floats
    """Share of pixels that are white or nearly."""
    tones: Floats
    """Share of the levels between dark and bright that are used; see `bands`."""
    comb: Floats
    stairs: Floats
    """Of the last frame that was looked at; see `bands`."""
    change: Floats
    """Mean absolute change of luma at full size, in steps of 255."""
    motion: Floats
    explained: Floats
    unexplained: Floats
    recoloured: Floats
    """Distance of colour histograms, 0 the same to 1 nothing in common."""
    back: Floats
    """[n, REACH] mean absolute difference of the small picture with the one 1, 2 … frames before; infinite where none is."""
    cells: NDArray[np.float32]
    """[n, rows, columns] mean luma of each patch."""

    def __len__(self) -> int:
        return len(self.at_s)

    @property
    def duration_s(self) -> float:
        return float(len(self) / self.frame_rate)


@dataclass(frozen=True)
class _Values:
    """One frame's; the names are those of `Measures`."""

    at_s: float
    key: bool
    luma: float
    dark: float
    blown: float
    tones: float
    comb: float
    stairs: float
    change: float
    motion: float
    explained: float
    unexplained: float
    recoloured: float
    back: NDArray[np.float32]
    cells: NDArray[np.float32]


def measure_film(film: Film, *, progress: ProgressListener = ignore_progress) -> Measures:
    """The film's measures, in one pass. Raises CheckError where it holds no picture, RenderError where it is damaged."""
    values: list[_Values] = []
    meter = _Meter(film)
    for picture in watch(film.path):
        values.append(meter.measure(picture))
        if len(values) % 24 == 0:
            progress(Progress(STAGE, min(len(values), film.frames - 1), film.frames))
    if not values:
        raise CheckError(f"{film.path} shows no picture; render it again.")
    progress(Progress(STAGE, film.frames, film.frames))
    columns = {name: [getattr(one, name) for one in values] for name in _Values.__dataclass_fields__}
    arrays = {name: np.asarray(column, np.float32) for name, column in columns.items() if name not in ("at_s", "key")}
    return Measures(
        width_px=film.width_px,
        height_px=film.height_px,
        frame_rate=film.frame_rate,
        at_s=np.asarray(columns["at_s"], np.float64),
        key=np.asarray(columns["key"], np.bool_),
        **arrays,
    )


class _Meter:
    """Holds the last few small pictures and nothing else of the film."""

    def __init__(self, film: Film) -> None:
        self._cells = cells_size(film.width_px, film.height_px)
        self._flow: FlowMeter | None = None
        self._before: NDArray[np.uint8] | None = None
        self._smalls: list[NDArray[np.uint8]] = []
        self._colours: NDArray[np.float32] | None = None
        self._comb = self._stairs = 0.0
        self._seen = 0

    def measure(self, picture: Picture) -> _Values:
        histogram = cv2.calcHist([picture.luma], [0], None, [256], [0, 256]).ravel().astype(np.float64)
        count = float(picture.luma.size)
        if self._seen % COMB_EVERY == 0:
            self._comb = comb_strength(histogram)
        if self._seen % STAIRS_EVERY == 0:
            self._stairs = stair_share(picture.luma)
        colours = _colours(picture)
        step = self._step(picture.small)
        values = _Values(
            at_s=picture.at_s,
            key=picture.key,
            luma=_levels(float(histogram @ np.arange(256)) / count),
            dark=float(histogram[: DARK_LUMA + 1].sum()) / count,
            blown=float(histogram[BLOWN_LUMA:].sum()) / count,
            tones=tones_used(histogram),
            comb=self._comb,
            stairs=self._stairs,
            change=self._change(picture.luma),
            motion=step.motion,
            explained=step.explained,
            unexplained=step.unexplained,
            recoloured=0.0 if self._colours is None else 1 - float(np.minimum(colours, self._colours).sum()),
            back=self._back(picture.small),
            cells=_levels_of(cv2.resize(picture.small, self._cells, interpolation=cv2.INTER_AREA)),
        )
        self._colours = colours
        self._smalls = [picture.small, *self._smalls[: REACH - 1]]
        self._seen += 1
        return values

    def _step(self, small: NDArray[np.uint8]) -> Step:
        if not self._smalls:
            return Step(motion=0.0, explained=1.0, unexplained=0.0)
        if self._flow is None:
            self._flow = FlowMeter(small.shape[1], small.shape[0])
        return self._flow.step(self._smalls[0], small)

    def _change(self, luma: NDArray[np.uint8]) -> float:
        """A copy is kept, always in the same place: the decoder writes over its own memory."""
        if self._before is None:
            self._before = luma.copy()
            return 0.0
        changed = cv2.norm(luma, self._before, cv2.NORM_L1) / luma.size
        np.copyto(self._before, luma)
        return changed

    def _back(self, small: NDArray[np.uint8]) -> NDArray[np.float32]:
        away = [cv2.norm(small, other, cv2.NORM_L1) / small.size for other in self._smalls]
        return np.array(away + [np.inf] * (REACH - len(away)), np.float32)


def _levels(luma: float) -> float:
    """As coded to 0 black … 255 white."""
    return (luma - BLACK) * 255 / (WHITE - BLACK)


def _levels_of(cells: cv2.typing.MatLike) -> NDArray[np.float32]:
    return np.asarray((cells.astype(np.float32) - BLACK) * (255 / (WHITE - BLACK)), np.float32)


def _colours(picture: Picture) -> NDArray[np.float32]:
    """A colour histogram that sums to 1."""
    u, v = picture.chroma
    luma = cv2.resize(picture.small, (u.shape[1], u.shape[0]), interpolation=cv2.INTER_AREA)
    counts = cv2.calcHist([luma, u, v], [0, 1, 2], None, list(_COLOUR_BINS), [0, 256, 0, 256, 0, 256])
    return np.asarray(counts.ravel() / luma.size, np.float32)

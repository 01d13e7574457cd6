"""Puts the sheets of a plate together for one camera pose, back to front, luma and chroma apart.

All large arrays are made once and used again for every frame. A card is warped only in the blocks it may touch.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.colour import Planes
from songreel_engine.rendering.parallax.mouth import MouthSheet
from songreel_engine.rendering.parallax.sheets import Sheet
from songreel_engine.rendering.parallax.warp import BLOCK_NODES, Field, NodeGrid, PixelMaps, Points, Window, sampled

Plane = NDArray[np.uint8]

OPAQUE: Final = 255


@dataclass(frozen=True)
class LightNow:
    """The light of one frame: `hit` 0..1 towards the plate's hit, `gain` on luma."""

    hit: float
    gain: float


def empty_planes(width_px: int, height_px: int) -> Planes:
    """Planes to be written into."""
    half = (height_px // 2, width_px // 2)
    return Planes(np.empty((height_px, width_px), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))


class LitSheet:
    """A sheet in the light of the moment; blended again only when the light has changed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._planes = Planes(*(np.empty_like(plane) for plane in sheet.rest))
        self._light: LightNow | None = None
        self._opening = 0.0

    def planes(self, light: LightNow, opening: float = 0.0) -> Planes:
        """The sheet's picture, its mouth `opening` 0..1 wide; valid until the next call."""
        if light != self._light:
            for plane, out in enumerate(self._planes):
                _shine(self.sheet.rest, self.sheet.hit, plane, light, out)
            self._light, self._opening = light, 0.0
        if self.sheet.mouth is not None and opening != self._opening:
            self._speak(self.sheet.mouth, light, opening)
            self._opening = opening
        return self._planes

    def _speak(self, mouth: MouthSheet, light: LightNow, opening: float) -> None:
        """The mouth's part of the picture, between the two stored pictures on either side of `opening`."""
        at = opening * (len(mouth.rest) - 1)
        below = min(int(at), len(mouth.rest) - 2)
        for plane, out in enumerate(self._planes):
            less, more = (np.empty_like(mouth.rest[0][plane]) for _ in range(2))
            _shine(mouth.rest[below], mouth.hit[below], plane, light, less)
            _shine(mouth.rest[below + 1], mouth.hit[below + 1], plane, light, more)
            top, left = (start if plane == 0 else start // 2 for start in (mouth.y_px, mouth.x_px))
            part = out[top : top + less.shape[0], left : left + less.shape[1]]
            part[:] = cv2.addWeighted(less, 1 - at + below, more, at - below, 0)


def _shine(rest: Planes, hit: Planes, plane: int, light: LightNow, out: Plane) -> None:
    """One plane of a picture in this light; the gain is luma's."""
    gain = light.gain if plane == 0 else 1.0
    cv2.addWeighted(rest[plane], (1 - light.hit) * gain, hit[plane], light.hit * gain, 0, dst=out)


class Compositor:
    """Holds the picture under way and the scratch planes it needs."""

    def __init__(self, grid: NodeGrid) -> None:
        width_px, height_px = grid.window.width, grid.window.height
        self.picture = empty_planes(width_px, height_px)
        self._grid = grid
        self._warped = empty_planes(width_px, height_px)
        self._alpha = np.empty((height_px, width_px), np.uint8)
        self._half_alpha = np.empty((height_px // 2, width_px // 2), np.uint8)

    def cover(self, lit: LitSheet, light: LightNow, source: Points) -> None:
        """Fill the whole picture from a sheet without alpha."""
        maps = _maps(lit.sheet, self._grid, source, self._grid.window)
        y, u, v = lit.planes(light)
        _remap(y, maps.x, maps.y, self.picture.y)
        _remap(u, maps.half_x, maps.half_y, self.picture.u)
        _remap(v, maps.half_x, maps.half_y, self.picture.v)

    def lay(self, lit: LitSheet, light: LightNow, grid: NodeGrid, source: Points, opening: float = 0.0) -> None:
        """Lay a sheet with alpha over the picture, where it stands. `source` is given on `grid`; `opening`: its mouth's."""
        windows = _touched(lit.sheet, grid, source)
        if not windows:
            return
        around = _around(windows)
        maps = _maps(lit.sheet, grid, source, around)
        planes = lit.planes(light, opening)
        for window in windows:
            self._lay_window(lit.sheet, planes, _part(maps, window, around), window)

    def veil(self, alpha: Plane, colour: tuple[int, int, int]) -> None:
        """Blend the whole picture towards `colour` (Y - 16, U, V) by `alpha`, 0..255."""
        half = self._half_alpha
        cv2.resize(alpha, half.shape[::-1], dst=half, interpolation=cv2.INTER_AREA)
        for plane, cover, value in zip(self.picture, (alpha, half, half), colour, strict=True):
            light = cv2.convertScaleAbs(cover, alpha=value / OPAQUE)
            _over(plane, np.asarray(light, np.uint8), cover)

    def brighten(self, alpha: Plane, luma: int) -> None:
        """Add light of `luma` by `alpha`; colour stays."""
        cv2.addWeighted(self.picture.y, 1, alpha, luma / OPAQUE, 0, dst=self.picture.y)

    def _lay_window(self, sheet: Sheet, planes: Planes, maps: PixelMaps, window: Window) -> None:
        assert sheet.alpha is not None, "only the background covers everything"
        whole = np.s_[window.y : window.y + window.height, window.x : window.x + window.width]
        half = np.s_[window.y // 2 : (window.y + window.height) // 2, window.x // 2 : (window.x + window.width) // 2]
        alpha, half_alpha = self._alpha[whole], self._half_alpha[half]
        _remap(sheet.alpha, maps.x, maps.y, alpha)
        cv2.resize(alpha, half_alpha.shape[::-1], dst=half_alpha, interpolation=cv2.INTER_AREA)
        warped = Planes(self._warped.y[whole], self._warped.u[half], self._warped.v[half])
        picture = Planes(self.picture.y[whole], self.picture.u[half], self.picture.v[half])
        _remap(planes.y, maps.x, maps.y, warped.y)
        _remap(planes.u, maps.half_x, maps.half_y, warped.u)
        _remap(planes.v, maps.half_x, maps.half_y, warped.v)
        for under, over, cover in zip(picture, warped, (alpha, half_alpha, half_alpha), strict=True):
            _over(under, over, cover)


def steady_light(hit: float, gain: float) -> LightNow:
    """Rounded, so that a steady light is recognised as the same."""
    return LightNow(round(hit, 3), round(gain, 3))


def _maps(sheet: Sheet, grid: NodeGrid, source: Points, window: Window) -> PixelMaps:
    x, y = sheet.to_pixel
    return grid.pixel_maps(x.index(source.x), y.index(source.y), window)


def _touched(sheet: Sheet, grid: NodeGrid, source: Points) -> list[Window]:
    """Where on the frame the sheet may show, in as few rectangles as runs of blocks give."""
    assert sheet.occupied is not None, "only the background covers everything"
    near = sampled(sheet.occupied, source, sheet.to_occupied)[1:-1, 1:-1] > 0
    rows, columns = (-(-n // BLOCK_NODES) for n in near.shape)
    padded = np.zeros((rows * BLOCK_NODES, columns * BLOCK_NODES), bool)
    padded[: near.shape[0], : near.shape[1]] = near
    blocks = np.asarray(padded.reshape(rows, BLOCK_NODES, columns, BLOCK_NODES).any((1, 3)))
    return [_window_of(grid, *spot) for spot in _rectangles(blocks)]


def _window_of(grid: NodeGrid, top: int, bottom: int, left: int, right: int) -> Window:
    size, whole = BLOCK_NODES * grid.step, grid.window
    width = min(right * size, whole.width) - left * size
    height = min(bottom * size, whole.height) - top * size
    return Window(whole.x + left * size, whole.y + top * size, width, height)


def _rectangles(blocks: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """(top, bottom, left, right), half-open: runs of set blocks, merged with equal runs of the row above."""
    done: list[tuple[int, int, int, int]] = []
    open_runs: dict[tuple[int, int], int] = {}
    for row, runs in enumerate([*_runs(blocks), []]):
        done += [(top, row, *run) for run, top in open_runs.items() if run not in runs]
        open_runs = {run: open_runs.get(run, row) for run in runs}
    return done


def _runs(blocks: NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
    """For each row, where runs of set blocks start and stop."""
    runs: list[list[tuple[int, int]]] = [[] for _ in blocks]
    rows, edges = np.nonzero(np.diff(np.pad(blocks.astype(np.int8), ((0, 0), (1, 1))), axis=1))
    for row, start, stop in zip(rows[::2].tolist(), edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        runs[row].append((start, stop))
    return runs


def _around(windows: list[Window]) -> Window:
    left, top = min(w.x for w in windows), min(w.y for w in windows)
    right, bottom = max(w.x + w.width for w in windows), max(w.y + w.height for w in windows)
    return Window(left, top, right - left, bottom - top)


def _part(maps: PixelMaps, window: Window, around: Window) -> PixelMaps:
    x, y = window.x - around.x, window.y - around.y
    whole = np.s_[y : y + window.height, x : x + window.width]
    half = np.s_[y // 2 : (y + window.height) // 2, x // 2 : (x + window.width) // 2]
    return PixelMaps(maps.x[whole], maps.y[whole], maps.half_x[half], maps.half_y[half])


def _remap(plane: Plane, x: Field, y: Field, out: Plane) -> None:
    """Beyond a sheet there is nothing: premultiplied zero. The background never asks for what is beyond it."""
    cv2.remap(plane, x, y, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_CONSTANT, borderValue=0)


def _over(under: Plane, over: Plane, cover: Plane) -> None:
    """`over` (premultiplied) onto `under`, in place."""
    rest = cv2.multiply(under, cv2.bitwise_not(cover), scale=1 / OPAQUE)
    cv2.add(rest, over, dst=under)

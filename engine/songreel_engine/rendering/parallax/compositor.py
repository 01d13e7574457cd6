"""Puts the sheets of a plate together for one camera pose, back to front, luma and chroma apart.

All large arrays are made once and used again for every frame. A card is warped only in the blocks it may touch.
"""

import re
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.colour import Planes
from songreel_engine.rendering.parallax.lit_sheets import LightNow, LitBackground, LitCard, Quads, shine
from songreel_engine.rendering.parallax.sheets import Sheet
from songreel_engine.rendering.parallax.warp import (
    BLOCK_NODES,
    Field,
    MapScratch,
    NodeGrid,
    PixelMaps,
    Points,
    Window,
    sampled,
)

Plane = NDArray[np.uint8]

OPAQUE: Final = 255
_SET_BLOCKS: Final = re.compile(rb"\x01+")


def empty_planes(width_px: int, height_px: int) -> Planes:
    """Planes to be written into."""
    half = (height_px // 2, width_px // 2)
    return Planes(np.empty((height_px, width_px), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))


class Compositor:
    """Holds the picture under way and the scratch planes it needs."""

    def __init__(self, grid: NodeGrid) -> None:
        width_px, height_px = grid.window.width, grid.window.height
        self.picture = empty_planes(width_px, height_px)
        self._grid = grid
        self._map_scratch = MapScratch(grid)
        self._quads = Quads(
            np.empty((height_px, width_px, 4), np.uint8), np.empty((height_px // 2, width_px // 2, 4), np.uint8)
        )
        """A sheet as it arrives; what is under way of it is read from `_apart`."""
        self._apart = tuple(np.empty((height_px, width_px), np.uint8) for _ in range(4))
        self._half_apart = tuple(np.empty((height_px // 2, width_px // 2), np.uint8) for _ in range(4))
        self._half_alpha = np.empty((height_px // 2, width_px // 2), np.uint8)

    def cover(self, lit: LitBackground, light: LightNow, source: Points) -> None:
        """Fill the whole picture from the sheet without alpha."""
        maps = self._maps(lit.sheet, self._grid, source, self._grid.window)
        _remap(lit.luma(light), maps.x, maps.y, self.picture.y)
        _remap(lit.chroma, maps.half_x, maps.half_y, self._quads.chroma)
        rest_u, hit_u, rest_v, hit_v = _split(self._quads.chroma, self._half_apart)
        shine(rest_u, hit_u, light, self.picture.u)
        shine(rest_v, hit_v, light, self.picture.v)

    def lay(self, lit: LitCard, light: LightNow, grid: NodeGrid, source: Points, opening: float = 0.0) -> None:
        """Lay a sheet with alpha over the picture, where it stands. `source` is given on `grid`; `opening`: its mouth's."""
        windows = _touched(lit.sheet, grid, source)
        if not windows:
            return
        around = _around(windows)
        maps = self._maps(lit.sheet, grid, source, around)
        quads, arriving = lit.quads(opening), _parts(self._quads, around)
        if len(windows) > 1:
            arriving.luma.fill(0)
            arriving.chroma.fill(0)
        for window in windows:
            whole, half = _spots(window, around)
            _remap(quads.luma, maps.x[whole], maps.y[whole], arriving.luma[whole])
            _remap(quads.chroma, maps.half_x[half], maps.half_y[half], arriving.chroma[half])
        self._lay_over(arriving, light, around)

    def _lay_over(self, arriving: Quads, light: LightNow, around: Window) -> None:
        """A warped card onto the picture under it."""
        whole, half = _spots(around, self._grid.window)
        rest, hit, alpha, _ = _split(arriving.luma, [plane[whole] for plane in self._apart])
        rest_u, hit_u, rest_v, hit_v = _split(arriving.chroma, [plane[half] for plane in self._half_apart])
        half_alpha = self._half_alpha[half]
        cv2.resize(alpha, half_alpha.shape[::-1], dst=half_alpha, interpolation=cv2.INTER_AREA)
        shine(rest, hit, light, rest, gain=light.gain)
        shine(rest_u, hit_u, light, rest_u)
        shine(rest_v, hit_v, light, rest_v)
        cv2.bitwise_not(alpha, dst=alpha)
        cv2.bitwise_not(half_alpha, dst=half_alpha)
        picture = Planes(self.picture.y[whole], self.picture.u[half], self.picture.v[half])
        for under, over, open_ in zip(picture, (rest, rest_u, rest_v), (alpha, half_alpha, half_alpha), strict=True):
            _over(under, over, open_)

    def _maps(self, sheet: Sheet, grid: NodeGrid, source: Points, window: Window) -> PixelMaps:
        x, y = sheet.to_pixel
        return grid.pixel_maps(x.index(source.x), y.index(source.y), window, self._map_scratch)

    def veil(self, alpha: Plane, colour: tuple[int, int, int]) -> None:
        """Blend the whole picture towards `colour` (Y - 16, U, V) by `alpha`, 0..255."""
        half = self._half_alpha
        cv2.resize(alpha, half.shape[::-1], dst=half, interpolation=cv2.INTER_AREA)
        for plane, cover, value in zip(self.picture, (alpha, half, half), colour, strict=True):
            light = cv2.convertScaleAbs(cover, alpha=value / OPAQUE)
            _over(plane, np.asarray(light, np.uint8), np.asarray(cv2.bitwise_not(cover), np.uint8))

    def brighten(self, alpha: Plane, luma: int) -> None:
        """Add light of `luma` by `alpha`; colour stays."""
        cv2.addWeighted(self.picture.y, 1, alpha, luma / OPAQUE, 0, dst=self.picture.y)


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
    rows = [[run.span() for run in _SET_BLOCKS.finditer(row.tobytes())] for row in blocks]
    for row, runs in enumerate([*rows, []]):
        done += [(top, row, *run) for run, top in open_runs.items() if run not in runs]
        open_runs = {run: open_runs.get(run, row) for run in runs}
    return done


def _around(windows: list[Window]) -> Window:
    left, top = min(w.x for w in windows), min(w.y for w in windows)
    right, bottom = max(w.x + w.width for w in windows), max(w.y + w.height for w in windows)
    return Window(left, top, right - left, bottom - top)


def _spots(window: Window, around: Window) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where a window lies in planes that cover `around`: luma, chroma."""
    x, y = window.x - around.x, window.y - around.y
    whole = np.s_[y : y + window.height, x : x + window.width]
    half = np.s_[y // 2 : (y + window.height) // 2, x // 2 : (x + window.width) // 2]
    return whole, half


def _parts(quads: Quads, around: Window) -> Quads:
    """As much of the scratch as `around` needs, from its corner."""
    height, width = around.height, around.width
    return Quads(quads.luma[:height, :width], quads.chroma[: height // 2, : width // 2])


def _split(quads: Plane, out: Sequence[Plane]) -> Sequence[Plane]:
    """The four planes, written into `out`."""
    cv2.split(quads, list(out))
    return out


def _remap(plane: Plane, x: Field, y: Field, out: Plane) -> None:
    """Beyond a sheet there is nothing: premultiplied zero. The background never asks for what is beyond it."""
    cv2.remap(plane, x, y, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_CONSTANT, borderValue=0)


def _over(under: Plane, over: Plane, open_: Plane) -> None:
    """`over` (premultiplied) onto `under`, in place; `open_`: how much of what is under it shows, 0..255."""
    cv2.multiply(under, open_, dst=under, scale=1 / OPAQUE)
    cv2.add(under, over, dst=under)

"""How bright a clip is, where: a coarse map over its frame, kept beside the clips with text and asked for by every text.

A map says for each cell of a grid how dark and how light the picture gets there while the clip lasts. It is measured once a
clip; laying another text over it costs nothing more.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.finishing.typography.contrast import UNKNOWN_GROUND, Ground
from songreel_engine.finishing.typography.safe_areas import Area
from songreel_engine.media import read_frames
from songreel_engine.media.clips import Frame
from songreel_engine.media.files import written_beside

_CELLS: Final = 24
"""Along the frame's longer side."""
_EVERY_FRAMES: Final = 4
"""A flash on a beat lasts longer."""
_BLACK, _WHITE = 16, 235
_DARK_PERCENT, _LIGHT_PERCENT = 5, 95


@dataclass(frozen=True, eq=False)
class GroundMap:
    """Of one clip. Both [rows, columns], luma 0 black to 1 white."""

    dark: NDArray[np.float32]
    light: NDArray[np.float32]


def measured_ground(frames: Iterable[Frame]) -> GroundMap:
    """The map of a clip's frames, of which every few are looked at. At least one frame is needed."""
    darkest: NDArray[np.float32] | None = None
    lightest: NDArray[np.float32] | None = None
    for number, frame in enumerate(frames):
        if number % _EVERY_FRAMES == 0:
            dark, light = _cells(frame)
            darkest = dark if darkest is None else np.minimum(darkest, dark)
            lightest = light if lightest is None else np.maximum(lightest, light)
    if darkest is None or lightest is None:
        raise ValueError("a clip without frames has no ground")
    return GroundMap(darkest, lightest)


def ground_of(clip: Path, folder: Path, key: str) -> GroundMap:
    """The clip's map, read from `folder` where it was measured before under this key. Raises RenderError for damage."""
    kept = folder / f"{key}.json"
    if kept.is_file() and (known := _read(kept)) is not None:
        return known
    ground = measured_ground(read_frames(clip))
    folder.mkdir(exist_ok=True)
    value = {name: np.rint(getattr(ground, name) * 255).astype(int).tolist() for name in ("dark", "light")}
    with written_beside(kept) as partial:
        partial.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")
    return ground


def ground_under(maps: Sequence[GroundMap], area: Area, width_px: int, height_px: int) -> Ground:
    """How dark and light the picture gets under an area of the frame in any of these clips."""
    if not maps:
        return UNKNOWN_GROUND
    dark, light = [], []
    for one in maps:
        rows, columns = one.dark.shape
        down = slice(max(0, area.top_px * rows // height_px), -(-area.bottom_px * rows // height_px) or 1)
        across = slice(max(0, area.left_px * columns // width_px), -(-area.right_px * columns // width_px) or 1)
        if one.dark[down, across].size:
            dark.append(float(np.percentile(one.dark[down, across], _DARK_PERCENT)))
            light.append(float(np.percentile(one.light[down, across], _LIGHT_PERCENT)))
    return Ground(min(dark), max(light)) if dark else UNKNOWN_GROUND


def _read(file: Path) -> GroundMap | None:
    """None for a file that is not whole: it is measured again."""
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
        dark, light = (np.array(value[name], np.float32) / np.float32(255) for name in ("dark", "light"))
    except (ValueError, KeyError, TypeError):
        return None
    return GroundMap(dark, light) if dark.ndim == 2 and dark.shape == light.shape else None


def _cells(frame: Frame) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    height_px, width_px = frame.shape[0] * 2 // 3, frame.shape[1]
    cell_px = max(1, -(-max(height_px, width_px) // _CELLS))
    step = max(1, cell_px // 12)
    luma = (frame[:height_px:step, ::step].astype(np.float32) - _BLACK) / (_WHITE - _BLACK)
    rows, columns = -(-height_px // cell_px), -(-width_px // cell_px)
    down = np.linspace(0, luma.shape[0], rows + 1).astype(int)
    across = np.linspace(0, luma.shape[1], columns + 1).astype(int)
    dark, light = np.empty((rows, columns), np.float32), np.empty((rows, columns), np.float32)
    for i in range(rows):
        for j in range(columns):
            cell = luma[down[i] : down[i + 1], across[j] : across[j + 1]]
            dark[i, j], light[i, j] = np.percentile(cell, (_DARK_PERCENT, _LIGHT_PERCENT))
    return dark.clip(0, 1), light.clip(0, 1)

"""Video tape: lines that wander, colour that lags behind, a torn band where heads switch, dropouts, a drifting tracking fault.

Works on finished planes, in place. What happens on a frame depends on its number and the shot's seed only.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.colour import NEUTRAL, Planes

Plane = NDArray[np.uint8]

CHROMA_SLACK_PX: Final = 32
"""How much the tile of chroma noise is larger than a chroma plane."""
_WHITE: Final = 205
"""Luma above black of snow on tape."""


@dataclass(frozen=True, kw_only=True)
class Tape:
    """How worn it is. Lengths across are shares of the frame's width, heights of its height."""

    colour_lag: float = 0.009
    colour_smear: float = 0.022
    chroma_noise: float = 3.4
    """Standard deviation of U and V, of 255."""
    head_switch_height: float = 0.022
    """Of the torn band at the bottom."""
    head_switch_skew: float = 0.10
    tracking_height: float = 0.030
    tracking_s: float = 5.5
    """Seconds that the tracking fault takes from bottom to top, and back out of sight."""
    dropouts: float = 1.4
    """White streaks a frame, on average."""
    lines: int = 240
    """Scan lines over the frame's height."""
    line_depth: float = 0.10
    """Share of the light missing between two lines."""


def play(picture: Planes, tape: Tape, *, frame: int, frames_per_s: float, seed: int) -> None:
    """A picture whose luma counts from black, as the tape gives it back."""
    rng = np.random.default_rng([seed, frame, 0x7A])
    _lag(picture, tape)
    _add_chroma_noise(picture, tape, rng)
    _mistrack(picture, tape, frame / frames_per_s, seed, rng)
    _switch_heads(picture, tape, rng)
    _drop_out(picture.y, tape, rng)


def scan_lines(height_px: int, tape: Tape) -> NDArray[np.float32]:
    """Share of the light that each row keeps, [h]; all 1 where rows are too coarse to show lines."""
    rows_a_line = height_px / tape.lines
    if rows_a_line < 3:
        return np.ones(height_px, np.float32)
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(height_px) + 0.5) / rows_a_line)
    return np.asarray(1 - tape.line_depth * (1 - wave), np.float32)


def _lag(picture: Planes, tape: Tape) -> None:
    """Colour comes late and in broad strokes: a tape keeps a fifth of the detail in chroma."""
    width_px = picture.u.shape[1]
    smear_px = max(1, round(tape.colour_smear * width_px))
    lag_px = max(1, round(tape.colour_lag * width_px))
    for plane in (picture.u, picture.v):
        smeared = cv2.blur(plane, (2 * smear_px + 1, 1), borderType=cv2.BORDER_REPLICATE)
        plane[:, lag_px:] = smeared[:, :-lag_px]
        plane[:, :lag_px] = smeared[:, :1]


@lru_cache(maxsize=2)
def _chroma_tile(width_px: int, height_px: int, strength: float) -> Plane:
    """Noise in streaks, around NEUTRAL."""
    shape = (height_px + CHROMA_SLACK_PX, width_px + CHROMA_SLACK_PX)
    noise = np.random.default_rng(0x7A).standard_normal(shape, np.float32)
    noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), sigmaX=0.012 * width_px, sigmaY=0.6), np.float32)
    noise *= np.float32(strength / noise.std())
    tile = np.clip(np.rint(noise + NEUTRAL), 0, 255).astype(np.uint8)
    tile.flags.writeable = False
    return tile


def _add_chroma_noise(picture: Planes, tape: Tape, rng: np.random.Generator) -> None:
    height_px, width_px = picture.u.shape
    tile = _chroma_tile(width_px, height_px, tape.chroma_noise)
    for plane in (picture.u, picture.v):
        x, y = rng.integers(0, CHROMA_SLACK_PX, 2)
        cv2.addWeighted(plane, 1, tile[y : y + height_px, x : x + width_px], 1, -NEUTRAL, dst=plane)


def _mistrack(picture: Planes, tape: Tape, t_s: float, seed: int, rng: np.random.Generator) -> None:
    """A band of displaced rows with snow in it that climbs through the frame, and rests unseen half of the time."""
    phase = float(np.random.default_rng([seed, 0x7A]).uniform(0, 2))
    climbed = (t_s / tape.tracking_s + phase) % 2
    if climbed >= 1:
        return
    height_px, width_px = picture.y.shape
    rows = max(2, round(tape.tracking_height * height_px))
    top = round((1 - climbed) * (height_px + rows)) - rows
    for row in range(max(top, 0), min(top + rows, height_px)):
        within = np.sin(np.pi * (row - top + 0.5) / rows)
        _shift_row(picture, row, round(within * width_px * (0.030 + 0.008 * rng.standard_normal())))
        _snow(picture.y[row], 0.05 * within, rng)


def _switch_heads(picture: Planes, tape: Tape, rng: np.random.Generator) -> None:
    """The bottom rows, read while one head takes over from the other: skewed ever further, with snow."""
    height_px, width_px = picture.y.shape
    rows = max(2, round(tape.head_switch_height * height_px))
    reach_px = tape.head_switch_skew * width_px * (1 + 0.15 * rng.standard_normal())
    for row in range(height_px - rows, height_px):
        depth = (row - (height_px - rows) + 1) / rows
        _shift_row(picture, row, round(reach_px * depth**1.6))
        _snow(picture.y[row], 0.10 * depth, rng)
    band = (slice((height_px - rows) // 2, None),)
    for plane in (picture.u, picture.v):
        cv2.addWeighted(plane[band], 0.45, plane[band], 0, 0.55 * NEUTRAL, dst=plane[band])


def _shift_row(picture: Planes, row: int, by_px: int) -> None:
    """To the right, below 0 to the left; the border's colour comes in."""
    _shift(picture.y[row], by_px)
    if row % 2 == 0:
        for plane in (picture.u, picture.v):
            _shift(plane[row // 2], by_px // 2)


def _shift(samples: Plane, by: int) -> None:
    sources = np.clip(np.arange(len(samples)) - by, 0, len(samples) - 1)
    samples[:] = samples[sources]


def _snow(row: Plane, share: float, rng: np.random.Generator) -> None:
    """Short bright dashes."""
    width_px = len(row)
    length_px = max(2, width_px // 90)
    for start in rng.integers(0, width_px, rng.poisson(share * width_px / length_px)):
        dash = row[start : start + length_px]
        np.maximum(dash, int(rng.integers(90, _WHITE)), out=dash)


def _drop_out(luma: Plane, tape: Tape, rng: np.random.Generator) -> None:
    """Where the coating has come off: white dashes that fade to the right."""
    height_px, width_px = luma.shape
    thick_px = max(1, round(height_px / tape.lines / 2))
    for _ in range(rng.poisson(tape.dropouts)):
        length_px = max(4, round(width_px * rng.uniform(0.02, 0.12)))
        x, y = int(rng.integers(0, width_px - length_px)), int(rng.integers(0, height_px - thick_px))
        dash = np.linspace(_WHITE, 0, length_px).astype(np.uint8)
        window = luma[y : y + thick_px, x : x + length_px]
        window[:] = np.maximum(window, dash)

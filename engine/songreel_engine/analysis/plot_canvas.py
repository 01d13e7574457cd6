"""What the picture of an analysis is drawn with: a dark canvas on a time axis, in picture pixels, with smooth edges."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from songreel_engine.errors import SongreelError

Rgb = tuple[int, int, int]
Floats = NDArray[np.float64]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

WIDTH_PX: Final = 1600
LEFT_PX: Final = 116
RIGHT_PX: Final = 36
COLUMNS: Final = WIDTH_PX - LEFT_PX - RIGHT_PX
"""Pixels of the time axis."""
_OVERSAMPLING: Final = 2
"""Drawn at twice the size and halved: smooth edges."""

BACKGROUND: Final[Rgb] = (14, 16, 22)
PANEL: Final[Rgb] = (22, 25, 33)
EDGE: Final[Rgb] = (46, 51, 64)
FAINT: Final[Rgb] = (84, 91, 108)
DIM: Final[Rgb] = (150, 157, 174)
BRIGHT: Final[Rgb] = (236, 239, 245)

_PILLOWS_OWN: Final = ""
_FONTS: Final = (
    _PILLOWS_OWN, "DejaVuSans.ttf", "arial.ttf", "Arial.ttf", "NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf", "SourceHanSans-Regular.ttc", "wqy-microhei.ttc", "PingFang.ttc",
    "Hiragino Sans GB.ttc", "msyh.ttc", "YuGothM.ttc", "malgun.ttf", "DroidSansFallbackFull.ttf",
)  # fmt: skip
"""In the order of trying. Pillow's own has little beyond English; the others stand on most systems, or not."""
_PLAIN: Final = str.maketrans("–—", "--")
_NO_LETTER: Final = "\U0010ffff"
"""Every font draws its box for it."""


def mixed(colour: Rgb, ground: Rgb, share: float) -> Rgb:
    """`share` of the colour over the ground."""
    red, green, blue = (round(share * c + (1 - share) * g) for c, g in zip(colour, ground, strict=True))
    return red, green, blue


def readable_on(colour: Rgb) -> Rgb:
    """Dark or bright, whichever stands out from `colour`."""
    red, green, blue = colour
    return BACKGROUND if 0.30 * red + 0.59 * green + 0.11 * blue > 105 else BRIGHT


class Canvas:
    """WIDTH_PX × height_px; the time axis runs from LEFT_PX over COLUMNS."""

    def __init__(self, height_px: int, duration_s: float) -> None:
        size = (WIDTH_PX * _OVERSAMPLING, height_px * _OVERSAMPLING)
        self._image = Image.new("RGB", size, BACKGROUND)
        self._draw = ImageDraw.Draw(self._image)
        self.duration_s = duration_s
        self.height_px = height_px

    def save(self, path: Path) -> None:
        """As PNG. Raises SongreelError where it cannot be written."""
        try:
            self._image.reduce(_OVERSAMPLING).save(path, format="PNG")
        except OSError as error:
            raise SongreelError(f"{path} cannot be written: {error.strerror or error}.") from error

    def x_px(self, t_s: float) -> float:
        return LEFT_PX + COLUMNS * min(max(t_s / self.duration_s, 0.0), 1.0)

    def panel(self, top: float, height: float) -> None:
        self.box(LEFT_PX, top, LEFT_PX + COLUMNS, top + height, PANEL)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Rgb, radius_px: float = 0) -> None:
        corners = [value * _OVERSAMPLING for value in (left, top, max(right, left + 0.5), bottom)]
        # Pillow's boxes include their last pixel.
        self._draw.rounded_rectangle(
            (corners[0], corners[1], corners[2] - 1, max(corners[3] - 1, corners[1])),
            min(radius_px, (right - left) / 2) * _OVERSAMPLING if right > left else 0,
            fill=colour,
        )

    def line(self, points: Sequence[tuple[float, float]], colour: Rgb, width_px: float = 1.0) -> None:
        scaled = [(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in points]
        self._draw.line(scaled, fill=colour, width=max(round(width_px * _OVERSAMPLING), 1), joint="curve")

    def polygon(self, points: Sequence[tuple[float, float]], colour: Rgb) -> None:
        self._draw.polygon([(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in points], fill=colour)

    def area(self, heights: Floats, bottom: float, reach_px: float, colour: Rgb) -> None:
        """Fills below `heights` [COLUMNS] in 0..1, `reach_px` high at 1."""
        edge = [(LEFT_PX + k + 0.5, bottom - h * reach_px) for k, h in enumerate(heights.tolist())]
        self.polygon([(LEFT_PX, bottom), *edge, (LEFT_PX + COLUMNS, bottom)], colour)

    def curve(self, heights: Floats, bottom: float, reach_px: float, colour: Rgb, width_px: float = 1.0) -> None:
        """Draws along `heights` [COLUMNS] in 0..1."""
        self.line(
            [(LEFT_PX + k + 0.5, bottom - h * reach_px) for k, h in enumerate(heights.tolist())], colour, width_px
        )

    def text(self, x: float, y: float, words: str, colour: Rgb, size_px: float, anchor: str = "lm") -> None:
        """Writes the words; letters that no font of this system has are left out."""
        font, drawn = _font_and_words(words, size_px * _OVERSAMPLING)
        self._draw.text((x * _OVERSAMPLING, y * _OVERSAMPLING), drawn, fill=colour, font=font, anchor=anchor)

    def width_of(self, words: str, size_px: float) -> float:
        font, drawn = _font_and_words(words, size_px * _OVERSAMPLING)
        return font.getlength(drawn) / _OVERSAMPLING

    def shortened(self, words: str, size_px: float, room_px: float) -> str:
        """The words, cut and with an ellipsis where they need more room; '' where not even three letters fit."""
        if self.width_of(words, size_px) <= room_px:
            return words
        kept = int(len(words) * room_px / max(self.width_of(words, size_px), 1.0)) + 2
        while kept >= 3:
            cut = words[:kept].rstrip(" ,;:-") + "…"
            if self.width_of(cut, size_px) <= room_px:
                return cut
            kept -= 1
        return ""


def _font_and_words(words: str, size_px: float) -> tuple[Font, str]:
    """The first font that has all the letters; else Pillow's own, and the words without their accents and what it lacks."""
    name = next((name for name in _FONTS if all(_has_letter(name, c) for c in words)), None)
    if name is not None:
        return _open_font(name, size_px) or _open_own(size_px), words
    plain = unicodedata.normalize("NFKD", words).translate(_PLAIN)
    kept = (c for c in plain if not unicodedata.combining(c) and _has_letter(_PILLOWS_OWN, c))
    return _open_own(size_px), " ".join("".join(kept).split())


@lru_cache(maxsize=4096)
def _has_letter(name: str, letter: str) -> bool:
    font = _open_font(name, 24)
    return font is not None and bytes(font.getmask(letter)) != bytes(font.getmask(_NO_LETTER))


@lru_cache(maxsize=128)
def _open_font(name: str, size_px: float) -> Font | None:
    """None where this system does not have it."""
    if name == _PILLOWS_OWN:
        return _open_own(size_px)
    try:
        return ImageFont.truetype(name, size_px)
    except OSError:
        return None


@lru_cache(maxsize=128)
def _open_own(size_px: float) -> Font:
    return ImageFont.load_default(size_px)


def column_peaks(values: Sequence[float] | Floats, rate_hz: float, duration_s: float) -> Floats:
    """[COLUMNS] largest value in each pixel of the time axis; between samples farther apart than pixels, a straight line."""
    array = np.asarray(values, np.float64)
    if not len(array):
        return np.zeros(COLUMNS)
    edges = np.linspace(0, duration_s * rate_hz, COLUMNS + 1)
    straight = np.interp((edges[:-1] + edges[1:]) / 2, np.arange(len(array)), array)
    starts = np.clip(np.ceil(edges[:-1]).astype(int), 0, len(array) - 1)
    held = np.ceil(edges[1:]).astype(int) > np.ceil(edges[:-1]).astype(int)
    return np.where(held, np.maximum.reduceat(array, starts), straight)


def column_means(values: Sequence[float] | Floats, rate_hz: float, duration_s: float) -> Floats:
    """[COLUMNS] mean value in each pixel of the time axis."""
    array = np.asarray(values, np.float64)
    if not len(array):
        return np.zeros(COLUMNS)
    edges = np.linspace(0, duration_s * rate_hz, COLUMNS + 1)
    total = np.append(0.0, np.cumsum(array))
    at = np.interp(edges, np.arange(len(total)), total)
    return np.asarray(np.clip(np.diff(at) / np.maximum(np.diff(edges), 1e-9), 0.0, 1.0))


def wave_columns(samples: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """[COLUMNS] peak and RMS of mono samples [n] over the whole axis, against their own peak; zeros for none."""
    if len(samples) == 0:
        return np.zeros(COLUMNS), np.zeros(COLUMNS)
    edges = np.linspace(0, len(samples), COLUMNS + 1).astype(int)
    starts = np.minimum(edges[:-1], len(samples) - 1)
    counts = np.maximum(np.diff(np.append(starts, len(samples))), 1)
    peaks = np.maximum.reduceat(np.abs(samples), starts).astype(np.float64)
    squares = np.add.reduceat(np.square(samples, dtype=np.float64), starts)
    loudest = max(float(peaks.max()), 1e-9)
    return peaks / loudest, np.minimum(np.sqrt(squares / counts), peaks) / loudest


def clock(t_s: float) -> str:
    """m:ss"""
    return f"{int(t_s) // 60}:{int(t_s) % 60:02d}"

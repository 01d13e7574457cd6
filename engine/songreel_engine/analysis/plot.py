"""One picture of an analysis: waveform in its sections' colours, beats, downbeats and curves on one time axis."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from songreel_engine.analysis.result import Analysis, Curves, Section

Rgb = tuple[int, int, int]

WIDTH_PX: Final = 1600
_LEFT_PX: Final = 130
_RIGHT_PX: Final = 30
_TITLE_PX: Final = 84
_SECTIONS_PX: Final = 44
_WAVE_PX: Final = 200
_BEATS_PX: Final = 44
_CURVE_PX: Final = 62
_GAP_PX: Final = 12
_AXIS_PX: Final = 40
_OVERSAMPLING: Final = 2
"""Drawn at twice the size and halved: smooth edges."""

_BACKGROUND: Final[Rgb] = (15, 17, 23)
_PANEL: Final[Rgb] = (22, 25, 33)
_FAINT: Final[Rgb] = (58, 63, 77)
_DIM: Final[Rgb] = (139, 146, 163)
_BRIGHT: Final[Rgb] = (232, 235, 242)
_DOWNBEAT: Final[Rgb] = (255, 196, 87)

_LETTER_COLOURS: Final[tuple[Rgb, ...]] = (
    (96, 136, 196),
    (86, 178, 160),
    (224, 160, 84),
    (222, 104, 102),
    (158, 124, 204),
    (198, 190, 108),
    (208, 124, 172),
    (112, 182, 104),
)
"""A colour a letter, in order of appearance; sections that return look the same."""

_CURVE_COLOURS: Final[dict[str, Rgb]] = {
    "energy": (255, 196, 87),
    "low": (222, 104, 102),
    "mid": (224, 150, 84),
    "high": (112, 190, 214),
    "onset": (232, 235, 242),
    "brightness": (166, 206, 116),
    "vocal": (208, 124, 190),
}


@dataclass(frozen=True)
class _Canvas:
    """Draws in picture pixels on an oversampled image."""

    draw: ImageDraw.ImageDraw
    duration_s: float

    def x_px(self, t_s: float) -> float:
        return _LEFT_PX + (WIDTH_PX - _LEFT_PX - _RIGHT_PX) * t_s / self.duration_s

    def box(self, left: float, top: float, right: float, bottom: float, colour: Rgb, radius_px: float = 0) -> None:
        corners = [value * _OVERSAMPLING for value in (left, top, max(right, left), bottom)]
        self.draw.rounded_rectangle(corners, radius_px * _OVERSAMPLING, fill=colour)

    def line(self, points: list[tuple[float, float]], colour: Rgb, width_px: float) -> None:
        scaled = [(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in points]
        self.draw.line(scaled, fill=colour, width=max(round(width_px * _OVERSAMPLING), 1))

    def text(self, x: float, y: float, words: str, colour: Rgb, size_px: float, anchor: str = "lm") -> None:
        font = ImageFont.load_default(size_px * _OVERSAMPLING)
        self.draw.text((x * _OVERSAMPLING, y * _OVERSAMPLING), words, fill=colour, font=font, anchor=anchor)

    def fits(self, words: str, size_px: float, room_px: float) -> bool:
        return ImageFont.load_default(size_px * _OVERSAMPLING).getlength(words) <= room_px * _OVERSAMPLING


def plot_analysis(analysis: Analysis, samples: NDArray[np.float32], path: Path) -> None:
    """Draws the analysis of mono `samples` [n] over the whole song, at any rate, into a PNG WIDTH_PX wide."""
    curves = list(Curves.model_fields)
    height_px = _TITLE_PX + _SECTIONS_PX + _WAVE_PX + _BEATS_PX + len(curves) * (_CURVE_PX + _GAP_PX) + 2 * _GAP_PX
    height_px += _AXIS_PX
    image = Image.new("RGB", (WIDTH_PX * _OVERSAMPLING, height_px * _OVERSAMPLING), _BACKGROUND)
    canvas = _Canvas(ImageDraw.Draw(image), analysis.duration_s)
    colours = _section_colours(analysis.sections)
    _draw_title(canvas, analysis)
    top = float(_TITLE_PX)
    _draw_sections(canvas, analysis.sections, colours, top)
    top += _SECTIONS_PX + 4
    _draw_waveform(canvas, analysis.sections, colours, samples, top)
    top += _WAVE_PX
    _draw_beats(canvas, analysis, top)
    top += _BEATS_PX + _GAP_PX
    for name in curves:
        _draw_curve(canvas, name, getattr(analysis.curves, name), analysis.feature_rate_hz, top)
        top += _CURVE_PX + _GAP_PX
    _draw_axis(canvas, analysis, top)
    image.resize((WIDTH_PX, height_px), Image.Resampling.LANCZOS).save(path, format="PNG")


def _section_colours(sections: tuple[Section, ...]) -> list[Rgb]:
    order = list(dict.fromkeys(section.letter for section in sections))
    return [_LETTER_COLOURS[order.index(section.letter) % len(_LETTER_COLOURS)] for section in sections]


def _draw_title(canvas: _Canvas, analysis: Analysis) -> None:
    if analysis.beats_s:
        tempo = f"{analysis.tempo_bpm:.1f} bpm"
        facts = (
            f"confidence {analysis.tempo_confidence:.0%}  ·  {len(analysis.beats_s)} beats, "
            f"{analysis.beats_per_bar} to the bar  ·  {len(analysis.sections)} sections"
        )
    else:
        tempo, facts = "no beat found", f"{len(analysis.sections)} sections"
    canvas.text(_LEFT_PX, 36, tempo, _BRIGHT, 30)
    canvas.text(WIDTH_PX - _RIGHT_PX, 36, f"{facts}  ·  {_clock(analysis.duration_s)}", _DIM, 17, "rm")


def _draw_sections(canvas: _Canvas, sections: tuple[Section, ...], colours: list[Rgb], top: float) -> None:
    for section, colour in zip(sections, colours, strict=True):
        left, right = canvas.x_px(section.start_s) + 1, canvas.x_px(section.end_s) - 1
        # The surer, the stronger its colour.
        canvas.box(
            left, top, right, top + _SECTIONS_PX, _mixed(colour, _BACKGROUND, 0.45 + 0.55 * section.confidence), 5
        )
        for words in (f"{section.label} {section.letter}", section.label, section.letter):
            if canvas.fits(words, 16, right - left - 8):
                canvas.text((left + right) / 2, top + _SECTIONS_PX / 2, words, _BACKGROUND, 16, "mm")
                break


def _draw_waveform(
    canvas: _Canvas, sections: tuple[Section, ...], colours: list[Rgb], samples: NDArray[np.float32], top: float
) -> None:
    canvas.box(_LEFT_PX, top, WIDTH_PX - _RIGHT_PX, top + _WAVE_PX, _PANEL)
    columns = WIDTH_PX - _LEFT_PX - _RIGHT_PX
    peaks, levels = _column_levels(samples, columns)
    ends_px = np.array([canvas.x_px(section.end_s) for section in sections])
    middle, reach = top + _WAVE_PX / 2, _WAVE_PX / 2 - 6
    for column in range(columns):
        x = _LEFT_PX + column
        colour = colours[min(int(np.searchsorted(ends_px, x, side="right")), len(colours) - 1)]
        for level, share in ((peaks[column], 0.5), (levels[column], 1.0)):
            half = max(level * reach, 0.5)
            canvas.box(x, middle - half, x + 1, middle + half, _mixed(colour, _PANEL, share))


def _column_levels(samples: NDArray[np.float32], columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """[columns] peak and RMS, against the song's own peak."""
    if len(samples) == 0:
        return np.zeros(columns), np.zeros(columns)
    edges = np.linspace(0, len(samples), columns + 1).astype(int)
    starts = np.minimum(edges[:-1], len(samples) - 1)
    counts = np.maximum(np.diff(np.append(starts, len(samples))), 1)
    peaks = np.maximum.reduceat(np.abs(samples), starts).astype(np.float64)
    squares = np.add.reduceat(np.square(samples, dtype=np.float64), starts)
    loudest = max(float(peaks.max()), 1e-9)
    return peaks / loudest, np.sqrt(squares / counts) / loudest


def _draw_beats(canvas: _Canvas, analysis: Analysis, top: float) -> None:
    canvas.text(_LEFT_PX - 14, top + _BEATS_PX / 2, "beats", _DIM, 16, "rm")
    downbeats = set(analysis.downbeats_s)
    for beat_s in analysis.beats_s:
        x = canvas.x_px(beat_s)
        if beat_s in downbeats:
            canvas.line([(x, top + 6), (x, top + _BEATS_PX - 4)], _DOWNBEAT, 1.5)
        else:
            canvas.line([(x, top + 20), (x, top + _BEATS_PX - 12)], _DIM, 1)


def _draw_curve(canvas: _Canvas, name: str, values: tuple[float, ...], rate_hz: float, top: float) -> None:
    colour = _CURVE_COLOURS[name]
    bottom = top + _CURVE_PX
    canvas.box(_LEFT_PX, top, WIDTH_PX - _RIGHT_PX, bottom, _PANEL)
    canvas.text(_LEFT_PX - 14, (top + bottom) / 2, name, colour, 16, "rm")
    columns = WIDTH_PX - _LEFT_PX - _RIGHT_PX
    edges = np.linspace(0, len(values), columns + 1).astype(int)
    array = np.asarray(values)
    starts = np.minimum(edges[:-1], len(array) - 1)
    highest = np.maximum.reduceat(array, starts)
    means = np.add.reduceat(array, starts) / np.maximum(np.diff(np.append(starts, len(array))), 1)
    for column, (high, mean) in enumerate(zip(highest, means, strict=True)):
        x = _LEFT_PX + column
        for level, share in ((high, 0.4), (mean, 0.85)):
            canvas.box(x, bottom - 1 - level * (_CURVE_PX - 6), x + 1, bottom, _mixed(colour, _PANEL, share))


def _draw_axis(canvas: _Canvas, analysis: Analysis, top: float) -> None:
    step_s = next((s for s in (1, 2, 5, 10, 20, 30, 60) if analysis.duration_s / s <= 16), 120)
    for tick_s in range(0, int(analysis.duration_s) + 1, step_s):
        x = canvas.x_px(tick_s)
        canvas.line([(x, top), (x, top + 6)], _FAINT, 1)
        canvas.text(x, top + 18, _clock(tick_s), _DIM, 14, "mm")


def _clock(t_s: float) -> str:
    return f"{int(t_s) // 60}:{int(t_s) % 60:02d}"


def _mixed(colour: Rgb, ground: Rgb, share: float) -> Rgb:
    """`share` of the colour over the ground."""
    red, green, blue = (round(share * c + (1 - share) * g) for c, g in zip(colour, ground, strict=True))
    return red, green, blue

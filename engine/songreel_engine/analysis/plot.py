"""One picture of an analysis: what was heard, lane under lane on one time axis.

From the whole to the detail: tempo and metre, sections and events, waveform, beats and bars, energy, who sings and what,
drums, bands. A section's colour is its letter's, the stronger the surer its name. A lane with nothing to show is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.plot_canvas import (
    BACKGROUND,
    BRIGHT,
    COLUMNS,
    DIM,
    EDGE,
    FAINT,
    LEFT_PX,
    PANEL,
    RIGHT_PX,
    WIDTH_PX,
    Canvas,
    Rgb,
    clock,
    column_means,
    column_peaks,
    mixed,
    readable_on,
    wave_columns,
)
from songreel_engine.analysis.result import Analysis, Event, Section

__all__ = ["WIDTH_PX", "Caption", "plot_analysis"]

Caption = tuple[float, float, str]
"""(start_s, end_s, words) of a line of lyrics."""

_TITLE_PX: Final = 104
_GAP_PX: Final = 12
_AXIS_PX: Final = 44
_LABEL_PX: Final = 15
_CAPTION_PX: Final = 14
_CAPTION_ROW_PX: Final = 20
_MOST_CAPTION_ROWS: Final = 6
_CLOSEST_TICKS_PX: Final = 4.0
_CLOSEST_NUMBERS_PX: Final = 42.0

_DOWNBEAT: Final[Rgb] = (255, 196, 87)
_ENERGY: Final[Rgb] = (255, 184, 92)
_VOICE: Final[Rgb] = (214, 122, 196)
_EVENT: Final[Rgb] = (255, 128, 92)
_TEMPO: Final[Rgb] = (150, 200, 255)
_KICK: Final[Rgb] = (232, 112, 104)
_SNARE: Final[Rgb] = (120, 196, 226)
_BANDS: Final[dict[str, Rgb]] = {"high": (112, 190, 214), "mid": (226, 160, 92), "low": (222, 104, 102)}
_LETTER_COLOURS: Final[tuple[Rgb, ...]] = (
    (104, 146, 208), (84, 184, 162), (232, 168, 84), (228, 108, 106), (166, 132, 214), (202, 196, 108),
    (214, 126, 178), (116, 188, 106),
)  # fmt: skip
"""A colour a letter, in order of appearance; sections that return look the same."""


@dataclass(frozen=True, eq=False)
class _Song:
    """All that is drawn."""

    analysis: Analysis
    samples: NDArray[np.float32]
    title: str
    captions: Sequence[Caption]
    colours: list[Rgb]
    """[sections]"""


@dataclass(frozen=True)
class _Lane:
    name: str
    height_px: int
    draw: Callable[[Canvas, _Song, float, float], None]
    """(canvas, song, top, height)"""
    colour: Rgb = DIM


def plot_analysis(
    analysis: Analysis,
    samples: NDArray[np.float32],
    path: Path,
    *,
    title: str = "",
    captions: Sequence[Caption] = (),
) -> None:
    """Draws the analysis of mono `samples` [n] over the whole song, at any rate, into a PNG WIDTH_PX wide.

    `title` names the song; `captions` are its lyrics. Raises SongreelError where the file cannot be written.
    """
    song = _Song(analysis, samples, title, captions, _section_colours(analysis.sections))
    lanes = _lanes(song)
    height_px = _TITLE_PX + sum(lane.height_px + _GAP_PX for lane in lanes) + _AXIS_PX
    canvas = Canvas(height_px, analysis.duration_s)
    _draw_title(canvas, song)
    top = float(_TITLE_PX)
    for lane in lanes:
        canvas.text(LEFT_PX - 14, top + lane.height_px / 2, lane.name, lane.colour, _LABEL_PX, "rm")
        lane.draw(canvas, song, top, lane.height_px)
        top += lane.height_px + _GAP_PX
    _draw_axis(canvas, top - _GAP_PX / 2)
    canvas.save(path)


def _lanes(song: _Song) -> list[_Lane]:
    """Top to bottom, those with something to show."""
    analysis = song.analysis
    rows = _caption_rows(song)
    wanted: list[tuple[bool, _Lane]] = [
        (True, _Lane("sections", 46, _draw_sections)),
        (bool(analysis.events), _Lane("events", 26, _draw_events, _EVENT)),
        (True, _Lane("waveform", 168, _draw_waveform)),
        (bool(analysis.beats_s), _Lane("beats", 46, _draw_beats, _DOWNBEAT)),
        (len(analysis.tempo_map) > 1, _Lane("tempo", 58, _draw_tempo, _TEMPO)),
        (True, _Lane("energy", 84, _draw_energy, _ENERGY)),
        (True, _Lane("vocals", 58, _draw_vocals, _VOICE)),
        (bool(rows), _Lane("lyrics", 10 + rows * _CAPTION_ROW_PX, _draw_captions, _VOICE)),
        (any(analysis.curves.snare), _Lane("snare", 30, _hits_of("snare", _SNARE), _SNARE)),
        (any(analysis.curves.kick), _Lane("kick", 30, _hits_of("kick", _KICK), _KICK)),
        *((True, _Lane(band, 38, _band_of(band, colour), colour)) for band, colour in _BANDS.items()),
    ]
    return [lane for shown, lane in wanted if shown]


def _section_colours(sections: tuple[Section, ...]) -> list[Rgb]:
    order = list(dict.fromkeys(section.letter for section in sections))
    return [_LETTER_COLOURS[order.index(section.letter) % len(_LETTER_COLOURS)] for section in sections]


def _draw_title(canvas: Canvas, song: _Song) -> None:
    """The song on the left; what counts, each figure over its meaning, on the right."""
    right = float(WIDTH_PX - RIGHT_PX)
    for figure, meaning in reversed(_figures(song.analysis)):
        width = max(canvas.width_of(figure, 26), canvas.width_of(meaning, 14))
        canvas.text(right - width, 42, figure, BRIGHT, 26, "lm")
        canvas.text(right - width, 70, meaning, DIM, 14, "lm")
        right -= width + 40
    title = canvas.shortened(song.title, 32, right - LEFT_PX)
    canvas.text(LEFT_PX, 42, title, BRIGHT, 32, "lm")
    by = f"analysis  ·  beats by {song.analysis.tracker}, voice by {song.analysis.vocals_by}"
    canvas.text(LEFT_PX, 70, canvas.shortened(by, 14, right - LEFT_PX), FAINT, 14, "lm")


def _figures(analysis: Analysis) -> list[tuple[str, str]]:
    sung = sum(end_s - start_s for start_s, end_s in analysis.vocals) / analysis.duration_s
    voice = "voice" if analysis.voice.range == "not detected" else f"{analysis.voice.range} voice"
    sings = (f"{sung:.0%} sung", f"{voice}, {analysis.vocals_confidence:.0%} sure")
    rest = [sings if analysis.vocals else ("nobody sings", f"{analysis.vocals_confidence:.0%} sure")]
    rest.append((clock(analysis.duration_s), f"{len(analysis.sections)} section{'s' * (len(analysis.sections) > 1)}"))
    if not analysis.beats_s:
        return [("no beat found", "tempo and metre unknown"), *rest]
    bpms = [span.bpm for span in analysis.tempo_map] or [analysis.tempo_bpm]
    steady = round(min(bpms)) == round(max(bpms))
    tempo = f"{analysis.tempo_bpm:.1f} bpm" if steady else f"{min(bpms):.0f} to {max(bpms):.0f} bpm"
    return [
        (tempo, f"{'tempo' if steady else 'tempo changes'}, {analysis.tempo_confidence:.0%} sure"),
        (analysis.metre, f"{analysis.metre_confidence:.0%} sure"),
        *rest,
    ]


def _draw_sections(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    for section, colour in zip(song.analysis.sections, song.colours, strict=True):
        left, right = canvas.x_px(section.start_s) + 1, canvas.x_px(section.end_s) - 1
        # The surer, the stronger its colour.
        fill = mixed(colour, BACKGROUND, 0.3 + 0.7 * section.confidence)
        canvas.box(left, top, right, top + height, fill, 5)
        _draw_name(canvas, section, readable_on(fill), (left, right), top + height / 2)


def _draw_name(canvas: Canvas, section: Section, ink: Rgb, span: tuple[float, float], middle: float) -> None:
    """The name over its letter; less where there is less room. The user's own names are underlined."""
    left, right = span
    room = right - left - 10
    for size in (17.0, 14.0, 12.0):
        if canvas.width_of(section.label, size) <= room:
            centre = (left + right) / 2
            canvas.text(centre, middle - 7, section.label, ink, size, "mm")
            canvas.text(centre, middle + 13, section.letter, ink, 12, "mm")
            if section.named_by == "user":
                half = canvas.width_of(section.label, size) / 2
                canvas.line([(centre - half, middle + 4), (centre + half, middle + 4)], ink, 1)
            return
    if canvas.width_of(section.letter, 14) <= room + 6:
        canvas.text((left + right) / 2, middle, section.letter, ink, 14, "mm")


def _draw_events(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    """Each as its shape, with its name where that covers no other."""
    events = song.analysis.events
    taken = [(canvas.x_px(event.start_s) - 8, canvas.x_px(_shape_end_s(event)) + 8) for event in events]
    for number, event in enumerate(events):
        left, right = canvas.x_px(event.start_s), canvas.x_px(event.end_s)
        fill = mixed(_EVENT, BACKGROUND, 0.4 + 0.6 * event.strength)
        _EVENT_SHAPES[event.kind](canvas, (left, right), (top, top + height), fill)
        width = canvas.width_of(event.kind, 13)
        if event.kind == "break":
            if width <= right - left - 16:
                canvas.text(left + 8, top + height / 2, event.kind, readable_on(fill), 13)
            continue
        # A build-up's name stands before it, a drop's behind.
        room = (left - width - 6, left - 4) if event.kind == "build-up" else (left + 12, left + 12 + width)
        others = taken[:number] + taken[number + 1 :]
        if (
            room[0] >= LEFT_PX
            and room[1] <= LEFT_PX + COLUMNS
            and not any(a < room[1] and room[0] < b for a, b in others)
        ):
            canvas.text(room[0], top + height / 2, event.kind, BRIGHT, 13)
            taken.append(room)


def _shape_end_s(event: Event) -> float:
    return event.start_s if event.kind == "drop" else event.end_s


def _draw_wedge(canvas: Canvas, x: tuple[float, float], y: tuple[float, float], fill: Rgb) -> None:
    """Grows to where it arrives."""
    canvas.polygon([(x[0], y[1]), (x[1], y[0]), (x[1], y[1])], mixed(fill, BACKGROUND, 0.7))


def _draw_arrival(canvas: Canvas, x: tuple[float, float], y: tuple[float, float], fill: Rgb) -> None:
    canvas.polygon([(x[0] - 8, y[0]), (x[0] + 8, y[0]), (x[0], y[1])], fill)


def _draw_thinning(canvas: Canvas, x: tuple[float, float], y: tuple[float, float], fill: Rgb) -> None:
    canvas.box(x[0], y[0] + 4, x[1], y[1] - 4, fill, 4)


_EVENT_SHAPES: Final = {"build-up": _draw_wedge, "drop": _draw_arrival, "break": _draw_thinning}


def _draw_waveform(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    canvas.panel(top, height)
    peaks, levels = wave_columns(song.samples)
    ends_px = np.array([canvas.x_px(section.end_s) for section in song.analysis.sections])
    middle, reach = top + height / 2, height / 2 - 6
    for column in range(COLUMNS):
        x = LEFT_PX + column
        colour = song.colours[min(int(np.searchsorted(ends_px, x, side="right")), len(song.colours) - 1)]
        for level, share in ((peaks[column], 0.5), (levels[column], 1.0)):
            half = max(level * reach, 0.5)
            canvas.box(x, middle - half, x + 1, middle + half, mixed(colour, PANEL, share))
    for event in song.analysis.events:
        if event.kind == "drop":
            arrival = canvas.x_px(event.start_s)
            canvas.line([(arrival, top - _GAP_PX), (arrival, top + height)], _EVENT, 1.5)


def _draw_beats(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    """Beats as ticks, bars as longer ones; where they crowd, only bars, then every other bar. Bars are numbered from 1."""
    analysis = song.analysis
    _draw_edges(canvas, song, top, height)
    if _pitch_px(canvas, analysis.beats_s) >= _CLOSEST_TICKS_PX:
        for beat_s in analysis.beats_s:
            x = canvas.x_px(beat_s)
            canvas.line([(x, top + 10), (x, top + 22)], DIM)
    bar_px = _pitch_px(canvas, analysis.downbeats_s)
    ticked = next((n for n in (1, 2, 4, 8) if n * bar_px >= _CLOSEST_TICKS_PX), 16)
    numbered = next((n for n in (1, 4, 8, 16, 32) if n * bar_px >= _CLOSEST_NUMBERS_PX), 64)
    for number, downbeat_s in enumerate(analysis.downbeats_s):
        x = canvas.x_px(downbeat_s)
        if number % numbered == 0:
            canvas.line([(x, top + 2), (x, top + 28)], _DOWNBEAT, 1.5)
            canvas.text(x, top + 37, str(number + 1), mixed(_DOWNBEAT, BACKGROUND, 0.8), 13, "mm")
        elif number % ticked == 0:
            canvas.line([(x, top + 6), (x, top + 24)], mixed(_DOWNBEAT, BACKGROUND, 0.75), 1)


def _pitch_px(canvas: Canvas, times_s: Sequence[float]) -> float:
    """Usual distance; the whole axis for fewer than two."""
    if len(times_s) < 2:
        return float(COLUMNS)
    return float(np.median(np.diff(times_s))) * COLUMNS / canvas.duration_s


def _draw_tempo(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    canvas.panel(top, height)
    _draw_edges(canvas, song, top, height)
    spans = song.analysis.tempo_map
    bpms = [span.bpm for span in spans]
    lowest, highest = min(bpms), max(bpms)
    ends_s = [span.start_s for span in spans[1:]] + [song.analysis.duration_s]
    points: list[tuple[float, float]] = []
    written = -1e9
    for span, end_s in zip(spans, ends_s, strict=True):
        y = top + height - 10 - (height - 34) * (span.bpm - lowest) / max(highest - lowest, 1e-9)
        left, right = canvas.x_px(span.start_s), canvas.x_px(end_s)
        points += [(left, y), (right, y)]
        words = f"{span.bpm:.0f}"
        if left + 4 > written and canvas.width_of(words, 13) < right - left:
            canvas.text(left + 4, y - 10, words, BRIGHT, 13)
            written = left + 10 + canvas.width_of(words, 13)
    canvas.line(points, _TEMPO, 1.5)


def _draw_energy(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    """Over the song as an area, within each section as a line."""
    canvas.panel(top, height)
    _draw_edges(canvas, song, top, height)
    curves, rate_hz = song.analysis.curves, song.analysis.feature_rate_hz
    bottom, reach = top + height, height - 8
    for columns, share in ((column_peaks, 0.35), (column_means, 0.75)):
        canvas.area(columns(curves.energy, rate_hz, canvas.duration_s), bottom, reach, mixed(_ENERGY, PANEL, share))
    within = column_means(curves.section_energy, rate_hz, canvas.duration_s)
    canvas.curve(within, bottom, reach, mixed(BRIGHT, _ENERGY, 0.5), 0.5)


def _draw_vocals(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    """Where somebody sings as bands, how far the mouth is open inside them, how likely it is as a line."""
    analysis = song.analysis
    canvas.panel(top, height)
    for start_s, end_s in analysis.vocals:
        canvas.box(canvas.x_px(start_s), top, canvas.x_px(end_s), top + height, mixed(_VOICE, PANEL, 0.3))
    _draw_edges(canvas, song, top, height)
    if not analysis.vocals:
        words, middle = "nobody sings", top + height / 2
        canvas.box(LEFT_PX + 8, middle - 9, LEFT_PX + 16 + canvas.width_of(words, _LABEL_PX), middle + 9, PANEL)
        canvas.text(LEFT_PX + 12, middle, words, DIM, _LABEL_PX)
    mouth = column_peaks(analysis.curves.mouth, analysis.feature_rate_hz, canvas.duration_s)
    if mouth.any():
        canvas.area(mouth, top + height, height - 8, mixed(_VOICE, PANEL, 0.85))
    likely = column_means(analysis.curves.vocal, analysis.feature_rate_hz, canvas.duration_s)
    if likely.any():
        canvas.curve(likely, top + height, height - 8, mixed(BRIGHT, _VOICE, 0.45), 0.5)


def _caption_rows(song: _Song) -> int:
    """The fewest rows in which every caption is told in full, at most _MOST_CAPTION_ROWS; 0 for no captions."""
    if not song.captions:
        return 0
    canvas = Canvas(1, song.analysis.duration_s)
    for rows in range(1, _MOST_CAPTION_ROWS):
        rooms = _caption_rooms(canvas, song.captions, rows)
        if all(canvas.width_of(c[2], _CAPTION_PX) <= room for c, room in zip(song.captions, rooms, strict=True)):
            return rows
    return min(_MOST_CAPTION_ROWS, len(song.captions))


def _caption_rooms(canvas: Canvas, captions: Sequence[Caption], rows: int) -> list[float]:
    """Pixels each caption has before the next on its row; captions take the rows in turn."""
    lefts = [canvas.x_px(start_s) for start_s, _, _ in captions] + [float(LEFT_PX + COLUMNS + 10)] * rows
    return [lefts[k + rows] - lefts[k] - 14 for k in range(len(captions))]


def _draw_captions(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    rows = max(round((height - 10) / _CAPTION_ROW_PX), 1)
    _draw_edges(canvas, song, top, height)
    rooms = _caption_rooms(canvas, song.captions, rows)
    for index, ((start_s, _, words), room) in enumerate(zip(song.captions, rooms, strict=True)):
        x, y = canvas.x_px(start_s), top + 5 + (index % rows) * _CAPTION_ROW_PX
        canvas.line([(x, y + 2), (x, y + _CAPTION_ROW_PX - 2)], _VOICE, 1.5)
        canvas.text(x + 5, y + _CAPTION_ROW_PX / 2, canvas.shortened(words, _CAPTION_PX, room), BRIGHT, _CAPTION_PX)


def _hits_of(name: str, colour: Rgb) -> Callable[[Canvas, _Song, float, float], None]:
    def draw(canvas: Canvas, song: _Song, top: float, height: float) -> None:
        canvas.panel(top, height)
        curve = np.asarray(getattr(song.analysis.curves, name))
        for sample in np.flatnonzero(curve).tolist():
            x = canvas.x_px(sample / song.analysis.feature_rate_hz)
            reach = (height - 4) * float(curve[sample])
            canvas.box(x - 0.5, top + height - reach, x + 0.5, top + height, mixed(colour, PANEL, 0.9))
        _draw_edges(canvas, song, top, height)

    return draw


def _band_of(name: str, colour: Rgb) -> Callable[[Canvas, _Song, float, float], None]:
    def draw(canvas: Canvas, song: _Song, top: float, height: float) -> None:
        canvas.panel(top, height)
        values, rate_hz = getattr(song.analysis.curves, name), song.analysis.feature_rate_hz
        for columns, share in ((column_peaks, 0.35), (column_means, 0.75)):
            area = columns(values, rate_hz, canvas.duration_s)
            canvas.area(area, top + height, height - 4, mixed(colour, PANEL, share))
        _draw_edges(canvas, song, top, height)

    return draw


def _draw_edges(canvas: Canvas, song: _Song, top: float, height: float) -> None:
    """Where sections meet, through every lane: the eye finds its way up."""
    for _, section in pairwise(song.analysis.sections):
        x = canvas.x_px(section.start_s)
        canvas.line([(x, top), (x, top + height)], EDGE)


def _draw_axis(canvas: Canvas, top: float) -> None:
    step_s = next((s for s in (1, 2, 5, 10, 15, 20, 30, 60) if canvas.duration_s / s <= 18), 120)
    for tick_s in range(0, int(canvas.duration_s) + 1, step_s):
        x = canvas.x_px(tick_s)
        canvas.line([(x, top), (x, top + 6)], FAINT)
        canvas.text(x, top + 20, clock(tick_s), DIM, 14, "mm")

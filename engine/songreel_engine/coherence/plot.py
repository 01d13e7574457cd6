"""A check as a picture a musician reads: one time axis, the verdict above it, a row for each thing that was asked.

Cuts stand against the beats (on the middle line: on the beat), below them how steady the picture is, how much moves and how
bright it is, the mouth against the voice, and a row for each kind of fault. Shots are shaded in turn; red is what is wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    Canvas,
    Rgb,
    clock,
    column_means,
    mixed,
)
from songreel_engine.coherence.check import Checked
from songreel_engine.coherence.faults import FAULT_KINDS, FaultKind
from songreel_engine.coherence.judging import steadiness
from songreel_engine.coherence.report import LEAST_STABILITY, CheckReport
from songreel_engine.coherence.sync import SeenCut

Floats = NDArray[np.float64]

GOOD: Final[Rgb] = (96, 200, 140)
BAD: Final[Rgb] = (238, 92, 92)
STEADY: Final[Rgb] = (112, 170, 240)
MOVING: Final[Rgb] = (214, 170, 92)
LIGHT: Final[Rgb] = (222, 214, 160)
SUNG: Final[Rgb] = (196, 140, 226)
TITLE_PX, GAP_PX, AXIS_PX = 112, 10, 34
CUT_REACH_FRAMES: Final = 4.0
"""Cuts further off than this stand on the row's edge."""
MOTION_REACH: Final = 12.0
"""Percent of the diagonal a second that fills the row: a lively handheld shot."""
LEAST_MARK_PX: Final = 3.0
"""So that one frame in ten minutes is still seen."""
AXIS_STEPS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)
NAMES: Final[dict[FaultKind, str]] = {
    "flash": "flashes",
    "frozen": "frozen",
    "black": "black",
    "flicker": "flicker",
    "teleport": "jumps",
    "banding": "banding",
    "blown_out": "burnt out",
}


@dataclass(frozen=True)
class _Row:
    name: str
    height_px: int
    draw: Callable[[Canvas, Checked, float, float], None]


def draw_check(checked: Checked, path: Path) -> None:
    """Draws the check into a PNG. Raises SongreelError where it cannot be written."""
    rows = _rows(checked.report)
    height_px = TITLE_PX + sum(row.height_px + GAP_PX for row in rows) + AXIS_PX
    canvas = Canvas(height_px, checked.report.duration_s)
    _draw_title(canvas, checked.report)
    top = float(TITLE_PX)
    for row in rows:
        canvas.panel(top, row.height_px)
        _shade_shots(canvas, checked.report, top, row.height_px)
        row.draw(canvas, checked, top, row.height_px)
        canvas.text(LEFT_PX - 12, top + row.height_px / 2, row.name, DIM, 13, "rm")
        top += row.height_px + GAP_PX
    _draw_axis(canvas, top)
    canvas.save(path)


def _rows(report: CheckReport) -> list[_Row]:
    rows = [
        _Row("cuts · beats", 96, _draw_cuts),
        _Row("steady", 64, _draw_steady),
        _Row("motion", 54, _draw_motion),
        _Row("light", 54, _draw_light),
    ]
    if report.lips is not None:
        rows.append(_Row("lips", 26, _draw_lips))
    return rows + [_Row(NAMES[kind], 18, _faults_of(kind)) for kind in FAULT_KINDS]


def _draw_title(canvas: Canvas, report: CheckReport) -> None:
    verdict = report.verdict
    words = "broadcast usable" if verdict.broadcast_usable else "not broadcast usable"
    canvas.text(LEFT_PX, 30, words, GOOD if verdict.broadcast_usable else BAD, 24)
    name = canvas.shortened(Path(report.film).name, 15, 420)
    canvas.text(LEFT_PX + COLUMNS, 30, f"{name}   {report.width_px}×{report.height_px}", DIM, 15, "rm")
    canvas.text(LEFT_PX, 62, canvas.shortened(_figures(report), 15, COLUMNS), BRIGHT, 15)
    canvas.text(LEFT_PX, 86, canvas.shortened(" ".join(verdict.why_not), 13, COLUMNS), DIM, 13)


def _figures(report: CheckReport) -> str:
    sync, verdict = report.sync, report.verdict
    told = [f"stability {report.stability:.2f}", f"{verdict.artefact_frames_per_s:.2f} artefact frames a second"]
    if sync.share_within_one_frame is not None:
        told.insert(0, f"{sync.share_within_one_frame:.0%} of {sync.cuts} cuts within a frame of a beat")
    if report.drift.over_film_s is not None:
        told.append(f"drift {report.drift.over_film_s * 1000:+.0f} ms")
    if report.lips is not None and report.lips.correlation is not None and report.lips.lag_s is not None:
        told.append(f"lips {report.lips.lag_s * 1000:+.0f} ms, {report.lips.correlation:.2f} alike")
    return "   ·   ".join(told)


def _shade_shots(canvas: Canvas, report: CheckReport, top: float, height: float) -> None:
    shade = mixed(EDGE, PANEL, 0.35)
    for shot in report.shots[1::2]:
        canvas.box(canvas.x_px(shot.start_s), top, canvas.x_px(shot.end_s), top + height, shade)


def _draw_cuts(canvas: Canvas, checked: Checked, top: float, height: float) -> None:
    """Up is late, down is early; the band is one frame either way."""
    report, middle = checked.report, top + height / 2
    frame_px = (height / 2 - 10) / CUT_REACH_FRAMES
    for beat_s in checked.seen.meant.beats_s:
        x = canvas.x_px(beat_s)
        canvas.line([(x, middle - 5), (x, middle + 5)], FAINT, 0.6)
    canvas.box(LEFT_PX, middle - frame_px, LEFT_PX + COLUMNS, middle - frame_px + 1, EDGE)
    canvas.box(LEFT_PX, middle + frame_px, LEFT_PX + COLUMNS, middle + frame_px + 1, EDGE)
    canvas.text(LEFT_PX + COLUMNS + 4, middle - frame_px, "late", FAINT, 10)
    canvas.text(LEFT_PX + COLUMNS + 4, middle + frame_px, "early", FAINT, 10)
    for cut in report.sync.seen:
        off = 0.0 if cut.error_s is None else cut.error_s / report.sync.frame_s
        y = middle - min(max(off, -CUT_REACH_FRAMES), CUT_REACH_FRAMES) * frame_px
        x = canvas.x_px(cut.time_s)
        canvas.box(x - 3, y - 3, x + 3, y + 3, _colour_of_cut(cut, report), 3)


def _colour_of_cut(cut: SeenCut, report: CheckReport) -> Rgb:
    if cut.error_s is None or cut.meant_off_beat:
        return DIM
    return BAD if cut in report.sync.off_beat else GOOD


def _draw_steady(canvas: Canvas, checked: Checked, top: float, height: float) -> None:
    steady = steadiness(checked.seen, checked.report.faults())
    heights = _columns(_filled(steady), checked)
    _draw_curve(canvas, heights, top, height, STEADY)
    level = top + height - 4 - LEAST_STABILITY * (height - 8)
    canvas.box(LEFT_PX, level, LEFT_PX + COLUMNS, level + 1, BAD)
    canvas.text(LEFT_PX + COLUMNS + 4, level, f"{LEAST_STABILITY:g}", FAINT, 10)


def _draw_motion(canvas: Canvas, checked: Checked, top: float, height: float) -> None:
    seen = checked.seen
    moving = 100 * seen.measures.motion.astype(np.float64) * float(seen.measures.frame_rate)
    moving[[0, *seen.breaks.cuts]] = np.nan
    _draw_curve(canvas, _columns(np.clip(_filled(moving) / MOTION_REACH, 0, 1), checked), top, height, MOVING)


def _draw_light(canvas: Canvas, checked: Checked, top: float, height: float) -> None:
    light = np.clip(checked.seen.measures.luma.astype(np.float64) / 255, 0, 1)
    _draw_curve(canvas, _columns(light, checked), top, height, LIGHT)


def _draw_lips(canvas: Canvas, checked: Checked, top: float, height: float) -> None:
    lips = checked.report.lips
    for shot in lips.shots if lips is not None else ():
        left, right = canvas.x_px(shot.start_s), canvas.x_px(shot.end_s)
        colour = SUNG if shot.ok else BAD
        canvas.box(left, top + 4, right, top + height - 4, mixed(colour, BACKGROUND, 0.8), 3)
        if shot.correlation is not None:
            words = canvas.shortened(f"{shot.correlation:.2f}", 11, right - left - 4)
            canvas.text((left + right) / 2, top + height / 2, words, BACKGROUND, 11, "mm")


def _faults_of(kind: FaultKind) -> Callable[[Canvas, Checked, float, float], None]:
    def draw(canvas: Canvas, checked: Checked, top: float, height: float) -> None:
        for fault in getattr(checked.report, kind):
            left, right = canvas.x_px(fault.start_s), canvas.x_px(fault.end_s)
            canvas.box(left, top + 2, max(right, left + LEAST_MARK_PX), top + height - 2, BAD)
        for one in checked.report.excused:
            if one.kind == kind:
                left, right = canvas.x_px(one.start_s), canvas.x_px(one.end_s)
                canvas.box(left, top + 6, max(right, left + LEAST_MARK_PX), top + height - 6, FAINT)

    return draw


def _draw_curve(canvas: Canvas, heights: Floats, top: float, height: float, colour: Rgb) -> None:
    canvas.area(heights, top + height - 4, height - 8, mixed(colour, PANEL, 0.28))
    canvas.curve(heights, top + height - 4, height - 8, colour, 1.2)


def _columns(values: Floats, checked: Checked) -> Floats:
    return column_means(values, float(checked.seen.measures.frame_rate), checked.report.duration_s)


def _filled(values: Floats) -> Floats:
    """Gaps bridged: a cut is no dip."""
    known = np.flatnonzero(~np.isnan(values))
    return np.interp(np.arange(len(values)), known, values[known]) if len(known) else np.zeros(len(values))


def _draw_axis(canvas: Canvas, top: float) -> None:
    step_s = next((step for step in AXIS_STEPS_S if canvas.duration_s / step <= 14), AXIS_STEPS_S[-1])
    marks: Sequence[float] = np.arange(0, canvas.duration_s, step_s).tolist()
    for t_s in marks:
        x = canvas.x_px(t_s)
        canvas.line([(x, top - GAP_PX), (x, top - GAP_PX + 5)], FAINT)
        canvas.text(x, top + 8, clock(t_s), DIM, 12, "mm")

"""A draft in words, for people: the timeline as `songreel show` prints it, at most LINE_COLUMNS columns wide."""

import textwrap
from fractions import Fraction
from typing import Final

from songreel_engine.draft.model import Draft, DraftSection, Scene, Shot
from songreel_engine.timebase import frame_to_seconds

LINE_COLUMNS: Final = 110


def clock(frame: int, frame_rate: Fraction) -> str:
    """When the frame starts, as m:ss.f, rounded to a tenth of a second."""
    tenths = round(frame_to_seconds(frame, frame_rate) * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def summary_line(draft: Draft) -> str:
    """The draft in one line: length, shots, views, style, and how many cuts stand on a beat."""
    cuts = draft.shots[1:]
    on_beat = sum(shot.on_beat for shot in cuts)
    plates = len({(shot.scene_id, shot.framing, shot.pose, shot.variation) for shot in draft.shots})
    parts = [
        clock(draft.frames, draft.frame_rate),
        _counted(len(draft.shots), "shot"),
        _counted(plates, "view"),
        _counted(len(draft.scenes), "scene"),
        draft.style.replace("_", " "),
        draft.aspect,
        f"{on_beat} of {_counted(len(cuts), 'cut')} on the beat",
    ]
    return " · ".join(parts)


def describe_draft(draft: Draft) -> str:
    """The whole timeline: a header, then each section with its shots; ends with a newline."""
    lines = _wrapped(f"draft {draft.version} · {summary_line(draft)}", "")
    lines.append(f"  {float(draft.frame_rate):.6g} fps · seed {draft.seed}")
    if draft.prompt.strip():
        lines += _wrapped(f"“{' '.join(draft.prompt.split())}”", "  ")
    for warning in draft.warnings:
        lines += _wrapped(f"! {warning}", "  ")
    scenes = {scene.id: scene for scene in draft.scenes}
    numbers = {shot.id: number for number, shot in enumerate(draft.shots, start=1)}
    for section in draft.sections:
        own = [shot for shot in draft.shots if shot.section_id == section.id]
        lines += ["", *_section_lines(section, draft.frame_rate)]
        place = ""
        for shot in own:
            where = _where(scenes[shot.scene_id])
            if where != place:
                lines.append(f"  {where}")
                place = where
            lines += _shot_lines(shot, numbers[shot.id], draft.frame_rate)
        if not own:
            lines.append("  no shot starts here")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _section_lines(section: DraftSection, frame_rate: Fraction) -> list[str]:
    span = f"{clock(section.start, frame_rate)}–{clock(section.stop, frame_rate)}"
    return _wrapped(f"{section.label} ({section.letter}) {span} · {section.intent}", "", later="  ")


def _where(scene: Scene) -> str:
    weather = "" if scene.weather == "clear" else f" · {scene.weather}"
    return f"{scene.place} · {scene.time_of_day}{weather}"


def _shot_lines(shot: Shot, number: int, frame_rate: Fraction) -> list[str]:
    length_s = frame_to_seconds(shot.stop - shot.start, frame_rate)
    columns = (
        f"{number:>5}",
        f"{clock(shot.start, frame_rate):>7}",
        f"{length_s:>5.1f} s",
        f"{shot.framing:<6}",
        f"{(shot.pose or '–').replace('_', ' '):<9}",
        f"{shot.camera.replace('_', ' '):<11} {shot.motion:>2}",
        f"{_transition(shot):<13}",
        "on the beat" if shot.on_beat else f"off the beat: {shot.off_beat_reason}",
    )
    return _wrapped("  ".join(columns), "", later=" " * 71)


def _transition(shot: Shot) -> str:
    name = shot.transition_in.replace("_", " ")
    return f"{name} {shot.transition_frames}" if shot.transition_frames else name


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _wrapped(text: str, first: str, *, later: str | None = None) -> list[str]:
    if len(first) + len(text) <= LINE_COLUMNS:
        return [first + text]
    later = first + "  " if later is None else later
    return textwrap.wrap(text, LINE_COLUMNS, initial_indent=first, subsequent_indent=later)

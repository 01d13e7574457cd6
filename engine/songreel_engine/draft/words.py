"""A draft in words, for people: the timeline as `songreel show` prints it, at most LINE_COLUMNS columns wide."""

import textwrap
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from songreel_engine.draft.colours import colour_name
from songreel_engine.draft.model import AudioItem, Draft, DraftSection, Scene, Shot, TextItem
from songreel_engine.draft.tracks import TEXT_TRACKS, ShownTrack, TrackKind, shown_tracks, source_name
from songreel_engine.timebase import FrameRange, frame_to_seconds

LINE_COLUMNS: Final = 110


def clock(frame: int, frame_rate: Fraction) -> str:
    """When the frame starts, as m:ss.f, rounded to a tenth of a second."""
    tenths = round(frame_to_seconds(frame, frame_rate) * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def spans_in_words(spans: Sequence[FrameRange], frame_rate: Fraction) -> str:
    """'from 0:24.0 to 0:40.0 and from 0:56.0 to 1:12.0'; a span without length is 'at 0:24.0'. Empty for no spans."""
    return _and([_span_in_words(span, frame_rate) for span in spans])


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
    lines += _listed("sound", [_sound_in_words(item, draft) for item in draft.tracks.audio])
    lines += _listed("text", [_text_in_words(item, draft.frame_rate) for item in draft.tracks.text])
    return "\n".join(line.rstrip() for line in lines) + "\n"


def track_summary(draft: Draft) -> str:
    """All tracks in one line: `Timeline (2 tracks): 1. Video: city, 48 shots (0-180s) 2. Song (0-180s, 100%)`."""
    tracks = shown_tracks(draft)
    told = (f"{number}. {track.name}{_TRACK_WORDS[track.kind](track, draft)}" for number, track in enumerate(tracks, 1))
    return f"Timeline ({_counted(len(tracks), 'track')}): {' '.join(told)}"


def _video_summary(track: ShownTrack, draft: Draft) -> str:
    places = {scene.id: scene.place for scene in draft.scenes}
    names = list(dict.fromkeys(places[shot.scene_id] for shot in draft.shots))
    more = f" and {_counted(len(names) - _PLACES_NAMED, 'more place')}" if len(names) > _PLACES_NAMED else ""
    where = ", ".join(names[:_PLACES_NAMED]) + more
    return f": {where}, {_counted(len(draft.shots), 'shot')} ({_short_span(0, draft.frames, draft.frame_rate)})"


def _audio_summary(track: ShownTrack, draft: Draft) -> str:
    items = [segment.item for segment in track.segments if isinstance(segment.item, AudioItem)]
    named = "" if track.name == "Song" else f": {track.segments[0].name}"
    told = [f"{_short_span(item.start, item.stop, draft.frame_rate)}, {_level(item)}" for item in items]
    if len(told) > _PIECES_TOLD:
        levels = sorted({item.gain_percent for item in items})
        return f"{named} ({_short_hull(items, draft)}, {len(items)} pieces, {levels[0]:g}-{levels[-1]:g}%)"
    return f"{named} ({'; '.join(told)})"


def _text_summary(track: ShownTrack, draft: Draft) -> str:
    items = [segment.item for segment in track.segments if isinstance(segment.item, TextItem)]
    if len(items) > _PIECES_TOLD or (len(items) > 1 and track.name == TEXT_TRACKS["lyric"]):
        return (
            f": {len(items)} {'lines' if track.name == TEXT_TRACKS['lyric'] else 'texts'} ({_short_hull(items, draft)})"
        )
    told = (f'"{_one_line(i.text)}" ({_short_span(i.start, i.stop, draft.frame_rate)})' for i in items)
    return f": {', '.join(told)}"


_PLACES_NAMED: Final = 3
_PIECES_TOLD: Final = 3
"""More stretches of one track than this are counted, not listed."""
_TRACK_WORDS: Final[dict[TrackKind, Callable[[ShownTrack, Draft], str]]] = {
    "video": _video_summary, "audio": _audio_summary, "text": _text_summary,
}  # fmt: skip


def _short_hull(items: Sequence[AudioItem | TextItem], draft: Draft) -> str:
    return _short_span(min(i.start for i in items), max(i.stop for i in items), draft.frame_rate)


def _short_span(start: int, stop: int, frame_rate: Fraction) -> str:
    start_s, stop_s = (round(frame_to_seconds(frame, frame_rate), 1) for frame in (start, stop))
    return f"{start_s:g}-{stop_s:g}s"


def _level(item: AudioItem) -> str:
    return f"{item.gain_percent:.4g}%" if item.gain_percent else "muted"


def _span_in_words(span: FrameRange, frame_rate: Fraction) -> str:
    if not len(span):
        return f"at {clock(span.start, frame_rate)}"
    return f"from {clock(span.start, frame_rate)} to {clock(span.stop, frame_rate)}"


def _sound_in_words(item: AudioItem, draft: Draft) -> str:
    fades = _fades_in_words(item, draft.frame_rate)
    moved = item.source_start not in (0, item.start)
    later = f" · from its {clock(item.source_start, draft.frame_rate)}" if moved else ""
    return f"{_clocks(item, draft.frame_rate)}  {source_name(draft, item.source)} · {_level(item)}{fades}{later}"


def _text_in_words(item: TextItem, frame_rate: Fraction) -> str:
    look = f"{item.size} · {item.place.replace('_', ' ')} · {colour_name(item.colour)}"
    style = f"{item.style} · " if item.style is not None else ""
    fades = _fades_in_words(item, frame_rate)
    return f"{_clocks(item, frame_rate)}  {item.role} “{_one_line(item.text)}” · {style}{look}{fades}"


def _fades_in_words(item: AudioItem | TextItem, frame_rate: Fraction) -> str:
    fades = (("in", item.fade_in_frames), ("out", item.fade_out_frames))
    return "".join(
        f" · fades {way} over {frame_to_seconds(frames, frame_rate):.3g} s" for way, frames in fades if frames
    )


def _clocks(item: AudioItem | TextItem, frame_rate: Fraction) -> str:
    return f"{clock(item.start, frame_rate)}–{clock(item.stop, frame_rate)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _listed(heading: str, rows: Sequence[str]) -> list[str]:
    """A paragraph of its own; nothing for no rows."""
    wrapped = [line for row in rows for line in _wrapped(row, "  ", later=" " * 19)]
    return ["", heading, *wrapped] if rows else []


def _remarks(shot: Shot) -> list[str]:
    remarks = ["on the beat" if shot.on_beat else f"off the beat: {shot.off_beat_reason}"]
    if shot.picture.media_id is not None:
        minutes, seconds = divmod(round(shot.picture.media_start_s or 0.0, 1), 60)
        moment = "" if shot.picture.media_start_s is None else f" from its {minutes:.0f}:{seconds:04.1f}"
        remarks.append(f"yours: {_one_line(shot.picture.prompt)}{moment}")
    if len(shot.takes) > 1:
        remarks.append(f"take {shot.take} of {len(shot.takes)}")
    return [*remarks, "locked"] if shot.locked else remarks


def _and(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


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
        " · ".join(_remarks(shot)),
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

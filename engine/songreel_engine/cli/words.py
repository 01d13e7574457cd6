"""Results as people read them, and as programs do."""

from collections.abc import Sequence
from pathlib import Path

from songreel_engine.analysis.renaming import number_labels
from songreel_engine.analysis.result import Analysis, Event, TempoSpan
from songreel_engine.analysis.window import Window
from songreel_engine.lyrics.model import Lyrics
from songreel_engine.making import Made
from songreel_engine.rendering.motions import in_words as motions_in_words
from songreel_engine.timebase import frame_to_seconds

MOST_TEMPOS = 8
"""Of a tempo map that are told in words."""


def film_as_json(made: Made, path: Path) -> dict[str, object]:
    """The one JSON value `make` and `render` print."""
    draft = made.draft
    labels = {section.id: section.label for section in draft.sections}
    return {
        "film": str(path),
        "project": str(made.project.folder),
        "duration_s": made.film.duration_s,
        "frames": made.film.frames,
        "width_px": made.film.width_px,
        "height_px": made.film.height_px,
        "style": draft.style,
        "draft_version": draft.version,
        "shots": [
            {
                "id": shot.id,
                "start_s": frame_to_seconds(shot.start, draft.frame_rate),
                "end_s": frame_to_seconds(shot.stop, draft.frame_rate),
                "section": labels[shot.section_id],
                "on_beat": shot.on_beat,
                "transition_in": shot.transition_in,
            }
            for shot in draft.shots
        ],
        "made": {"plates": made.rendered.plates_made, "clips": made.rendered.clips_made},
        "reused": {"plates": made.rendered.plates_found, "clips": made.rendered.clips_found},
        "titled": {"made": made.titled.made, "reused": made.titled.found},
        "stages": {name: round(seconds, 3) for name, seconds in made.stages.items()},
        "picture": made.project.read_picture().model_dump(),
        "has_nsfw_contents": made.rendered.has_nsfw,
        "motion": [motion.model_dump() for motion in made.rendered.motions],
        "warnings": [
            *draft.warnings,
            *made.rendered.notes,
            *made.titled.notes,
            *([made.sound_note] if made.sound_note else []),
        ],
    }


def film_in_words(made: Made, *, since_s: float | None = None) -> str:
    """A few lines on a finished film. `since_s`: seconds since the whole command began, where that is worth saying."""
    draft, film = made.draft, made.film
    cuts = [shot for shot in draft.shots if shot.start > 0]
    on_beat = sum(shot.on_beat for shot in cuts)
    stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in made.stages.items())
    lines = [
        f"  {film.duration_s:.2f} s, {film.frames} frames, {film.width_px}x{film.height_px}, {film.size_bytes / 1e6:.1f} MB",
        f"  {len(draft.shots)} shots, {on_beat} of {len(cuts)} cuts on the beat, style {draft.style}",
        f"  made {made.rendered.plates_made} plates and {made.rendered.clips_made} clips, "
        f"reused {made.rendered.plates_found} and {made.rendered.clips_found}",
        f"  {stages}" + (f"; {since_s:.1f} s since the start" if since_s is not None else ""),
    ]
    if made.rendered.motions:
        lines.append(f"  {motions_in_words(made.rendered.motions)}")
    return "\n".join(
        lines + [f"  note: {warning}" for warning in (*draft.warnings, *made.rendered.notes, *made.titled.notes)]
    )


def analysis_in_words(analysis: Analysis) -> str:
    """Tempo, metre, who sings, events and sections, one a line."""
    lines = [_pulse_in_words(analysis)]
    if len(analysis.tempo_map) > 1:
        lines.append(f"  tempo: {_tempo_map_in_words(analysis.tempo_map)}")
    lines.append(f"  {_voice_in_words(analysis)}")
    lines += [f"  {_event_in_words(event)}" for event in analysis.events]
    return "\n".join([*lines, sections_in_words(analysis)])


def window_in_words(window: Window) -> str:
    """Where the strongest seconds are, and why."""
    where = (
        f"best {window.end_s - window.start_s:g} s: {clock(window.start_s)} – {clock(window.end_s)}, {window.reason}"
    )
    return f"{where}; it ends {window.end_off_bar_s:.2f} s off a bar" if window.end_off_bar_s > 0.005 else where


def _pulse_in_words(analysis: Analysis) -> str:
    if not analysis.beats_s:
        return f"no beat found, {analysis.duration_s:.2f} s"
    return (
        f"{analysis.tempo_bpm:.1f} bpm (confidence {analysis.tempo_confidence:.2f}), "
        f"{analysis.metre} (confidence {analysis.metre_confidence:.2f}), {len(analysis.beats_s)} beats in "
        f"{len(analysis.downbeats_s)} bars, tracked by {analysis.tracker}, {analysis.duration_s:.2f} s"
    )


def _tempo_map_in_words(tempo_map: Sequence[TempoSpan]) -> str:
    told = [f"{tempo_map[0].bpm:.1f}"]
    told += [f"{span.bpm:.1f} from {clock(span.start_s)}" for span in tempo_map[1:MOST_TEMPOS]]
    if len(tempo_map) > MOST_TEMPOS:
        told.append(f"and {len(tempo_map) - MOST_TEMPOS} changes more")
    return ", ".join(told)


def _voice_in_words(analysis: Analysis) -> str:
    sure = f"(confidence {analysis.vocals_confidence:.2f}, heard by {analysis.vocals_by})"
    if not analysis.vocals:
        return f"nobody sings {sure}"
    sung_s = sum(end_s - start_s for start_s, end_s in analysis.vocals)
    voice = analysis.voice
    whose = (
        "range not detected"
        if voice.range == "not detected"
        else f"{voice.range} voice around {voice.median_hz:.0f} Hz"
    )
    return f"somebody sings {sung_s / analysis.duration_s:.0%} of the time {sure}, {whose} ({voice.confidence:.2f})"


def _event_in_words(event: Event) -> str:
    return f"{clock(event.start_s)} – {clock(event.end_s)}  {event.kind}, strength {event.strength:.2f}"


def sections_in_words(analysis: Analysis) -> str:
    """One section a line, with the number that `songreel sections --rename` takes."""
    names = number_labels([section.label for section in analysis.sections])
    width = max(map(len, names))
    return "\n".join(
        f"{number:>3}  {clock(section.start_s)} – {clock(section.end_s)}  {section.letter}  {name:<{width}}  "
        + ("your name" if section.named_by == "user" else f"confidence {section.confidence:.2f}")
        for number, (section, name) in enumerate(zip(analysis.sections, names, strict=True), start=1)
    )


def sections_as_json(analysis: Analysis) -> list[dict[str, object]]:
    """The sections with the numbers and names by which they can be asked for."""
    names = number_labels([section.label for section in analysis.sections])
    return [
        {"number": number, "name": name, **section.model_dump(mode="json")}
        for number, (section, name) in enumerate(zip(analysis.sections, names, strict=True), start=1)
    ]


def lyrics_in_words(lyrics: Lyrics) -> str:
    """How the lyrics came by their times, then one line of them a line, a blank row between stanzas."""
    rows = [
        f"lyrics: {len(lyrics.lines)} lines from {lyrics.source} ({lyrics.encoding}), times {lyrics.timing}, "
        f"confidence {lyrics.confidence:.2f}"
    ]
    rows += [f"  note: {warning}" for warning in lyrics.warnings]
    stanza = lyrics.lines[0].stanza if lyrics.lines else 0
    for line in lyrics.lines:
        if line.stanza != stanza:
            rows.append("")
            stanza = line.stanza
        rows.append(f"  {clock(line.start_s) if line.start_s is not None else '–':>7}  {line.text}")
    return "\n".join(rows)


def clock(t_s: float) -> str:
    """m:ss.d"""
    tenths = round(t_s * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"

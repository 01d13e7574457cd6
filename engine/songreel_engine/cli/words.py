"""Results as people read them, and as programs do."""

from pathlib import Path

from songreel_engine.analysis.result import Analysis
from songreel_engine.making import Made
from songreel_engine.timebase import frame_to_seconds


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
        "stages": {name: round(seconds, 3) for name, seconds in made.stages.items()},
        "warnings": list(draft.warnings),
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
    return "\n".join(lines + [f"  note: {warning}" for warning in draft.warnings])


def analysis_in_words(analysis: Analysis) -> str:
    """Tempo, metre and sections, one a line."""
    if analysis.beats_s:
        head = (
            f"{analysis.tempo_bpm:.1f} bpm (confidence {analysis.tempo_confidence:.2f}), {analysis.beats_per_bar} beats a bar, "
            f"{len(analysis.beats_s)} beats, {len(analysis.downbeats_s)} downbeats, {analysis.duration_s:.2f} s"
        )
    else:
        head = f"no beat found, {analysis.duration_s:.2f} s"
    rows = [
        f"  {clock(section.start_s)} – {clock(section.end_s)}  {section.letter}  {section.label:<12} "
        f"confidence {section.confidence:.2f}"
        for section in analysis.sections
    ]
    return "\n".join([head, *rows])


def clock(t_s: float) -> str:
    """m:ss.d"""
    tenths = round(t_s * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"

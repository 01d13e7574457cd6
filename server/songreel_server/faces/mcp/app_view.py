"""A project as the view inside a chat shows it. Times are frames of the film's own grid, or seconds where the name says so."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from songreel_server.faces.mcp.desk import Shown
from songreel_server.faces.mcp.watching import percent_of

if TYPE_CHECKING:
    from songreel_engine.analysis.result import Analysis
    from songreel_engine.draft.model import Draft, Scene, Shot
    from songreel_server.cutting_room import ShownFilm, View
    from songreel_server.jobs import JobState


def shown_film(view: "View") -> "ShownFilm | None":
    """The film of the version that stands, else the newest; None before the first."""
    version = None if view.draft is None else view.draft.version
    return next((film for film in view.films if film.rendered.version == version), next(iter(view.films), None))


def view_of(
    view: "View", *, heard: "Analysis | None", film: Shown | None, charged: bool, may_write: bool
) -> dict[str, Any]:
    """All that is shown but pictures and sound."""
    made = shown_film(view)
    return {
        "project": {"id": view.facts.id, "name": view.facts.name},
        "draft": None if view.draft is None else _draft(view.draft, view.stills, heard),
        "past": len(view.past),
        "future": len(view.future),
        "last_words": next((step.entry.words for step in view.steps if step.entry and _stands(view, step.version)), ""),
        "film": None if made is None or film is None else _film(made, film),
        "job": None if view.running is None else _job(view.running),
        "failed": None if view.failed is None else _failed(view.failed),
        "available": view.balance.available,
        "charged": charged,
        "may_write": may_write,
    }


def _stands(view: "View", version: int) -> bool:
    return view.draft is not None and view.draft.version == version


def _draft(draft: "Draft", stills: Sequence[str | None], heard: "Analysis | None") -> dict[str, Any]:
    scenes = {scene.id: scene for scene in draft.scenes}
    rate = draft.frame_rate
    return {
        "version": draft.version,
        "style": draft.style,
        "width": int(draft.aspect.partition(":")[0]),
        "height": int(draft.aspect.partition(":")[2]),
        "rate": float(rate),
        "frames": draft.frames,
        "beats": [] if heard is None else [round(at_s * rate) for at_s in heard.beats_s],
        "downbeats": [] if heard is None else [round(at_s * rate) for at_s in heard.downbeats_s],
        "sections": [
            {"id": one.id, "label": one.label, "start": one.start, "stop": one.stop, "intent": one.intent}
            for one in draft.sections
        ],
        "shots": [
            _shot(shot, scenes[shot.scene_id], still)
            for shot, still in zip(draft.shots, stills or (None,) * len(draft.shots), strict=True)
        ],
        "warnings": list(draft.warnings),
    }


def _shot(shot: "Shot", scene: "Scene", still: str | None) -> dict[str, Any]:
    return {
        "section": shot.section_id,
        "start": shot.start,
        "stop": shot.stop,
        "place": scene.place,
        "time_of_day": scene.time_of_day,
        "weather": scene.weather,
        "framing": shot.framing,
        "camera": shot.camera,
        "motion": shot.motion,
        "take": shot.take,
        "takes": len(shot.takes),
        "locked": shot.locked,
        "on_beat": shot.on_beat,
        "still": still,
    }


def _film(made: "ShownFilm", file: Shown) -> dict[str, Any]:
    is_link = file.uri.startswith(("https://", "http://"))
    return {
        "item_id": made.rendered.item_id,
        "version": made.rendered.version,
        "quality": made.quality,
        "duration_s": made.rendered.duration_s,
        "width_px": made.rendered.width_px,
        "height_px": made.rendered.height_px,
        "size_bytes": file.size,
        "url": file.uri if is_link else None,
        "path": None if file.path is None else str(file.path),
    }


def _job(job: "JobState") -> dict[str, Any]:
    return {
        "id": job.job_id,
        "kind": job.kind,
        "state": job.state,
        "stage": job.stage,
        "percent": percent_of(job),
        "seconds_left": None if job.seconds_left is None else round(job.seconds_left),
    }


def _failed(job: "JobState") -> dict[str, Any]:
    return {"kind": job.kind, "state": job.state, "error": job.error or ""}

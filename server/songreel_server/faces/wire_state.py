"""A session's state and an export as the chat API's clients read them."""

import json
from typing import TYPE_CHECKING, Any, Final

from songreel_server import jobs, vault
from songreel_server.endings import Rendered
from songreel_server.errors import BadRequestError
from songreel_server.films import Quality
from songreel_server.sayings import told
from songreel_server.studio import SessionState

if TYPE_CHECKING:
    from songreel_engine.draft.model import Draft

EMPTY_DRAFT: Final[dict[str, Any]] = {"t": [], "d": 0, "m": {"name": ""}}
RENDER_STATUS: Final = {
    "queued": "pending", "running": "processing", "completed": "completed", "failed": "failed", "cancelled": "failed",
}  # fmt: skip
QUALITIES: Final[dict[str, Quality]] = {
    "low": "preview", "preview": "preview", "medium": "draft", "standard": "draft", "draft": "draft", "high": "draft",
    "ultra": "final", "best": "final", "final": "final",
}  # fmt: skip
"""What clients ask for → the engine's. `high` is 1080 wide and quick to make, as clients look for it five minutes long."""
DEFAULT_QUALITY: Final = "high"


def state_as_json(state: SessionState, *, quality: str, height_px: int | None) -> dict[str, Any]:
    """`data.state` of the state call. `quality` and `height_px` are those that films are rendered in."""
    # Late: a server that starts need not wait for the engine's drafts.
    from songreel_engine.draft.wire import to_wire
    from songreel_engine.draft.words import track_summary
    from songreel_engine.planning.scene_map import scene_map_of, scene_map_to_json

    films = [_film_as_json(job, film) for job, film in state.films]
    return {
        "draft": EMPTY_DRAFT if state.draft is None else to_wire(state.draft),
        "video_infos": [_file_as_json(item) for item in state.files],
        "canvas_config": {} if state.draft is None else _canvas(state.draft, quality, height_px),
        "generated_media": films,
        "timeline": "" if state.draft is None else track_summary(state.draft),
        "scene_map": None if state.draft is None else json.loads(scene_map_to_json(scene_map_of(state.draft))),
        "draft_version": None if state.draft is None else state.draft.version,
        "job": None if state.running is None else job_as_json(state.running),
    }


def job_as_json(job: jobs.JobState) -> dict[str, Any]:
    """A job under way."""
    return {
        "id": job.job_id,
        "kind": job.kind,
        "status": RENDER_STATUS[job.state],
        "stage": job.stage,
        "percent": percent_of(job),
        "seconds_left": job.seconds_left,
        "price": job.price,
    }


def percent_of(job: jobs.JobState) -> int:
    """0 to 100, of the stage it is in."""
    if job.state == "completed":
        return 100
    return round(100 * min(1.0, job.done / job.total)) if job.total > 0 else 0


def render_as_json(render_id: str, job: jobs.JobState, film: Rendered | None, *, download_url: str) -> dict[str, Any]:
    """The answer of the render calls: no envelope, `status` on top."""
    output = None
    if film is not None:
        output = {
            "url": film.url,
            "download_url": download_url,
            "format": "mp4",
            "duration": film.duration_s,
            "width": film.width_px,
            "height": film.height_px,
            "size": film.size_bytes,
        }
    return {
        "id": render_id,
        "status": RENDER_STATUS[job.state],
        "progress": percent_of(job),
        "seconds_left": job.seconds_left,
        "output": output,
        "error": None if job.error is None else told(job.error, "en"),
    }


def quality_named(name: str) -> Quality:
    """The engine's quality for the client's word. Raises BadRequestError for one that nobody knows."""
    found = QUALITIES.get(name.strip().lower())
    if found is None:
        raise BadRequestError(f"There is no quality {name[:40]!r}; choose one of {', '.join(QUALITIES)}.")
    return found


def version_of_wire(draft: dict[str, Any] | None) -> int | None:
    """Which version of the timeline a client sends; None where it does not say.

    Raises BadRequestError for a draft without anything in it.
    """
    if not draft:
        return None
    tracks = draft.get("t")
    if not isinstance(tracks, list) or not any(isinstance(t, dict) and t.get("sg") for t in tracks):
        raise BadRequestError("The draft has no track with segments; make the video first, then ask for the state.")
    facts = draft.get("m")
    own = facts.get("draft") if isinstance(facts, dict) else None
    version = own.get("version") if isinstance(own, dict) else None
    return version if isinstance(version, int) else None


def file_as_answer(item: vault.Item) -> dict[str, Any]:
    """A received file, in the upload's answer."""
    return _file_as_json(item) | {"filename": item.name}


def _file_as_json(item: vault.Item) -> dict[str, Any]:
    facts = item.facts
    return {
        "id": item.id,
        "name": item.name,
        "type": item.kind,
        "media_type": item.media_type,
        "size": item.size,
        "duration": facts.get("duration_s"),
        "width": facts.get("width_px"),
        "height": facts.get("height_px"),
    }


def _film_as_json(job: jobs.JobState, film: Rendered) -> dict[str, Any]:
    return {
        "id": film.item_id,
        "type": "video",
        "kind": job.kind,
        "url": film.url,
        "duration": film.duration_s,
        "width": film.width_px,
        "height": film.height_px,
        "size": film.size_bytes,
        "draft_version": film.version,
        "created_at": job.ended_at,
    }


def _canvas(draft: "Draft", quality: str, height_px: int | None) -> dict[str, Any]:
    from songreel_engine.rendering.quality import find_quality, frame_size

    width, height = frame_size(draft.aspect, find_quality(quality), height_px)
    return {"ratio": draft.aspect, "width": width, "height": height, "fps": float(draft.frame_rate)}

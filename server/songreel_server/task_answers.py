"""A task as JSON: what its callback says, and what whoever asks for it is told. Names are the contract's."""

from typing import Any

from songreel_server.sayings import told
from songreel_server.tasks import CallbackFacts, Task, status_of


def callback_body(task: Task) -> dict[str, Any]:
    """Of a task that is over."""
    job, status = task.job, status_of(task)
    body: dict[str, Any] = {
        "id": job.job_id,
        "status": status,
        "model": task.model,
        "created_at": int(job.made_at),
    }
    if status == "completed":
        body["completed_at"] = int(job.ended_at or job.made_at)
        body["output"] = _output(task)
    if status == "failed":
        body["error"] = {
            "code": "cancelled" if job.state == "cancelled" else "upstream_error",
            "message": told(job.error, "en") if job.error else "The video could not be made; nothing was charged.",
        }
    return body


def task_body(task: Task) -> dict[str, Any]:
    """What the callback says or will say, and how far all is."""
    job = task.job
    progress = 100 if job.state == "completed" else round(100 * job.done / job.total) if job.total else 0
    return callback_body(task) | {
        "progress": min(progress, 100),
        "stage": job.stage,
        "seconds_left": job.seconds_left,
        "credits": job.price,
        "project_id": job.project_id,
        "callback": None if task.callback is None else _callback(task.callback),
    }


def _output(task: Task) -> dict[str, Any]:
    film = task.film
    metadata: dict[str, Any] = {
        "model": task.model,
        # Nobody has looked: a safety model belongs to pictures made by models, and null is no clean bill.
        "has_nsfw_contents": [None] if film is not None else [],
        "warnings": [told(warning, "en") for warning in task.warnings],
    }
    if task.voice is not None and not task.asked.get("image_items"):
        metadata["voice"] = task.voice
    if film is not None:
        metadata |= {
            "duration_s": film.duration_s,
            "width_px": film.width_px,
            "height_px": film.height_px,
            "size_bytes": film.size_bytes,
        }
    return {"urls": [] if film is None else [film.url], "metadata": metadata}


def _callback(facts: CallbackFacts) -> dict[str, Any]:
    return {
        "url": facts.url,
        "state": facts.state,
        "tries": facts.tries,
        "next_try_at": None if facts.next_try_at is None else int(facts.next_try_at),
        "last_status": facts.last_status,
        "last_error": facts.last_error,
    }

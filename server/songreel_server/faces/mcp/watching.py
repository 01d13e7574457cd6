"""A job looked at, for a bounded time: what is told while it runs, and the answer when it is over or the time is up.

The work never hangs on the call: a host that cuts it off, or a client that goes away, ends the waiting and nothing else.
"""

import asyncio
import time
from typing import TYPE_CHECKING, Annotated, Any, Final

from mcp.server.mcpserver import Context
from pydantic import Field

from songreel_server.faces.mcp.answers import (
    POLL_AFTER_S,
    FileRef,
    JobAnswer,
    clock,
    file_ref,
    link,
    megabytes,
    price,
)
from songreel_server.faces.mcp.desk import Desk, Parts, Shown
from songreel_server.faces.mcp.refusals import CALL_BEGAN_S

if TYPE_CHECKING:
    from songreel_server.accounts.tokens import Caller
    from songreel_server.jobs import JobState

LONGEST_WAIT_S: Final = 45
"""Hosts cut a call off after 60 s."""
LOOK_S: Final = 0.3
MEASURED: Final = ("duration_s", "width_px", "height_px")
PULSE_S: Final = 15.0
"""Some hosts take a call for dead that says nothing for longer."""

WaitS = Annotated[int, Field(ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for it; 0: answer at once.")]


async def watch(ctx: Context[Desk, Any], parts: Parts, caller: "Caller", job_id: str, *, wait_s: float) -> "JobState":
    """The job when it is over, or as it stands after `wait_s`; tells progress meanwhile.

    A client that knows tasks is not kept waiting: the job is its task.
    """
    # What came before the waiting took time too, and the host counts all of it.
    latest_s = CALL_BEGAN_S.get(time.monotonic()) + LONGEST_WAIT_S
    until = 0.0 if asks_for_task(ctx) else min(time.monotonic() + wait_s, latest_s)
    told: tuple[str, int] | None = None
    told_s = float("-inf")
    while True:
        job = await asyncio.to_thread(parts.projects.job, caller, job_id)
        now_s = time.monotonic()
        if not job.is_over and (told != (job.stage, percent_of(job)) or now_s - told_s > PULSE_S):
            told, told_s = (job.stage, percent_of(job)), now_s
            await ctx.report_progress(percent_of(job), 100, in_words(job))
        if job.is_over or now_s >= until:
            await asyncio.to_thread(parts.projects.settle, job)
            return job
        await asyncio.sleep(min(LOOK_S, max(0.0, until - now_s)))


def asks_for_task(ctx: Context[Desk, Any]) -> bool:
    """Whether this call will be answered with a task."""
    from songreel_server.faces.mcp.extensions.tasks import knows_tasks

    name = (ctx.request_context.params or {}).get("name")
    return name != "mv_get_status" and knows_tasks(ctx.request_context)


def percent_of(job: "JobState") -> int:
    """0 to 100; 100 only for what is done."""
    if job.state == "completed":
        return 100
    return min(99, round(100 * job.done / job.total)) if job.total > 0 else 0


def in_words(job: "JobState") -> str:
    """'video generation, 40 %, about 30 s left'."""
    if job.state == "queued":
        return "waiting for its turn"
    left = f", about {round(job.seconds_left)} s left" if job.seconds_left is not None and job.seconds_left >= 1 else ""
    share = f", {percent_of(job)} %" if job.total > 0 else ""
    return f"{job.stage or 'starting'}{share}{left}"


async def files_of(desk: Desk, parts: Parts, caller: "Caller", job: "JobState") -> list[Shown]:
    """What a completed job has left, for the client to open; nothing where it was deleted since."""
    result = job.result or {}
    listed = result.get("files") or [{"item_id": result.get("item_id")}]
    shown: list[Shown] = []
    for one in listed:
        item = await asyncio.to_thread(_kept, parts, caller, one.get("item_id"))
        if item is None:
            continue
        measured = {**result, **(result.get("facts") or {})} if len(listed) == 1 else {}
        facts = {**item.facts, **{name: measured[name] for name in MEASURED if measured.get(name)}}
        name = item.name if job.kind == "export" else _film_name(parts, caller, job)
        found = await desk.shown(item, name=name, job_id=job.job_id if len(listed) == 1 else None)
        shown.append(Shown(**{**vars(found), "facts": facts}))
    return shown


async def told(desk: Desk, parts: Parts, caller: "Caller", job: "JobState") -> tuple[str, JobAnswer, list[Any]]:
    """The job in a line or two, as a value, and links to what it made."""
    answer: dict[str, Any] = {
        "project_id": job.project_id,
        "job_id": job.job_id,
        "state": job.state,
        "kind": job.kind,
        "price_credits": job.price,
        "charged": caller.metered,
    }
    if job.state == "completed":
        return await _told_completed(desk, parts, caller, job, answer)
    if job.state == "failed":
        text = f"The {job.kind} failed: {job.error} Nothing was charged."
        return text, JobAnswer(**answer, notes=(job.error or "",), next_step="mv_get_timeline or a changed request"), []
    if job.state == "cancelled":
        back = " The timeline is as it was before." if job.kind == "edit" else ""
        return f"Cancelled.{back}", JobAnswer(**answer), []
    answer |= {
        "stage": job.stage,
        "percent": percent_of(job),
        "seconds_left": None if job.seconds_left is None else round(job.seconds_left),
        "poll_after_s": POLL_AFTER_S,
        "next_step": f"mv_get_status(job_id='{job.job_id}', wait_s={LONGEST_WAIT_S})",
    }
    text = f"Not done yet ({job.kind}): {in_words(job)}. It goes on by itself; next: {answer['next_step']}"
    return text, JobAnswer(**answer), []


async def _told_completed(
    desk: Desk, parts: Parts, caller: "Caller", job: "JobState", answer: dict[str, Any]
) -> tuple[str, JobAnswer, list[Any]]:
    shown = await files_of(desk, parts, caller, job)
    result = job.result or {}
    refs: tuple[FileRef, ...] = tuple(file_ref(one) for one in shown)
    # What is so of the film is said once, when it is made: an edit tells what the edit did.
    of_film = result.get("warnings", ()) if job.kind == "make" else ()
    notes = [str(note) for note in (*of_film, *result.get("notes", ()))]
    notes += [f"left out {one['profile']}: {one['reason']}" for one in result.get("left_out", ())]
    lines = [f"Done: {_described(one)}" for one in shown] or ["Done, but its file was deleted since."]
    if job.kind != "export":
        lines.append(f"Version {result.get('draft_version')}, {price(job.price, charged=caller.metered)}.")
    lines += [f"Note: {note}" for note in notes]
    step = {
        "make": "mv_edit_video to change it, mv_export_video for finished files",
        "edit": "mv_edit_video, mv_go_back(to='undo') or mv_export_video",
        "export": "",
    }[job.kind]
    value = JobAnswer(
        **answer, percent=100, version=result.get("draft_version"), files=refs, notes=tuple(notes), next_step=step
    )
    return "\n".join(lines), value, [link(one) for one in shown]


def _described(shown: Shown) -> str:
    facts = dict(shown.facts or {})
    parts = [
        f"{facts['width_px']}x{facts['height_px']}" if facts.get("width_px") else "",
        clock(facts["duration_s"]) if facts.get("duration_s") else "",
        megabytes(shown.size),
    ]
    return f"{shown.path or shown.name} ({', '.join(part for part in parts if part)})"


def _kept(parts: Parts, caller: "Caller", item_id: object) -> Any:
    from songreel_server import vault
    from songreel_server.errors import NotFoundError

    if not isinstance(item_id, str):
        return None
    try:
        with parts.server.database.reading() as tx:
            return vault.item(tx, caller.account_id, item_id)
    except NotFoundError:
        return None


def _film_name(parts: Parts, caller: "Caller", job: "JobState") -> str:
    name = parts.projects.find(caller, job.project_id).name
    version = (job.result or {}).get("draft_version")
    return f"{name} v{version}.mp4"

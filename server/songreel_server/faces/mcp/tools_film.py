"""Tools for a film as a whole: waited for, called off, exported, paid for."""

import asyncio
from typing import Annotated, Any, Final, Literal

import mcp.types as mcp
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from songreel_server.faces.mcp.answers import Answer, JobAnswer, answered, credits
from songreel_server.faces.mcp.desk import Desk, desk_of
from songreel_server.faces.mcp.offers import MAKING, READING, STOPPING, Offered
from songreel_server.faces.mcp.pictures import contact_sheet
from songreel_server.faces.mcp.refusals import saying_refusals
from songreel_server.faces.mcp.watching import WaitS, told, watch

LAST: Final = "last"
Profile = Literal[
    "film", "youtube", "shorts", "tiktok", "reels", "square", "portrait45", "canvas", "teaser", "cover", "gif", "webp",
    "silent", "prores", "frames", "release-pack",
]  # fmt: skip
Timeline = Literal["otio", "fcpxml", "premiere", "edl", "capcut", "srt", "lrc", "markers-csv"]
ProjectId = Annotated[str, Field(description="An id, or last: the one worked on last.")]
Quality = Literal["preview", "draft", "final"]


class Wallet(Answer):
    """What the user has, and what things cost."""

    available: int
    frozen: int = 0
    spent: int = 0
    charged: bool = True
    film_credits: int
    shot_again_credits: int
    export_credits: int = 0


@saying_refusals
async def mv_get_status(
    ctx: Context[Desk, Any],
    job_id: Annotated[str, Field(description="From any call that started work; last: the newest job.")] = LAST,
    wait_s: WaitS = 30,
    preview: Annotated[bool, Field(description="Also one small sheet of frames, once the film is done.")] = False,
) -> Annotated[mcp.CallToolResult, JobAnswer]:
    """Tell how far a job is and wait for it up to wait_s seconds: stage, percent, seconds left, what to call next. Use it
    after mv_make_video, mv_edit_video, mv_go_back or mv_export_video until state is completed. Free. Answers with links to
    the finished files."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    job = await asyncio.to_thread(parts.projects.job, caller, job_id)
    job = await watch(ctx, parts, caller, job.job_id, wait_s=wait_s)
    text, value, links = await told(desk, parts, caller, job)
    sheet = await contact_sheet(parts, caller, job) if preview else None
    return answered(text, value, *links, *([sheet] if sheet is not None else []))


@saying_refusals
async def mv_cancel_job(
    ctx: Context[Desk, Any],
    job_id: Annotated[str, Field(description="From the call that started it; last: the newest.")],
) -> Annotated[mcp.CallToolResult, JobAnswer]:
    """Stop a job. What it finished stays and is charged, the rest is given back; a stopped edit leaves the film as it was
    before. A job that is over stays as it is. Answers with its state."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    job = await asyncio.to_thread(parts.projects.cancel, caller, job_id)
    text, value, links = await told(desk, parts, caller, job)
    if job.state == "completed":
        text = f"It was done before it could be stopped. {text}"
    return answered(text, value, *links)


@saying_refusals
async def mv_export_video(
    ctx: Context[Desk, Any],
    profile: Annotated[
        Profile | None,
        Field(
            description="film: the whole film as it is; a platform; canvas: Spotify's loop; cover: a still;"
            " release-pack: all of them."
        ),
    ] = None,
    timeline: Annotated[
        Timeline | None, Field(description="Instead of a profile: a timeline or captions for another program.")
    ] = None,
    quality: Annotated[Quality, Field(description="Of the picture; preview is quick and small.")] = "draft",
    seconds: Annotated[float | None, Field(gt=0, description="Of teaser, canvas, gif, webp: how long.")] = None,
    save_as: Annotated[
        str | None,
        Field(description="Local servers: where to write it, inside the allowed folders.", examples=["canvas.mp4"]),
    ] = None,
    project_id: ProjectId = LAST,
    wait_s: WaitS = 40,
) -> Annotated[mcp.CallToolResult, JobAnswer]:
    """Write finished files of the film that stands: for a platform (youtube 16:9, shorts, tiktok, reels, canvas, teaser,
    cover …) or as a timeline for an editor. Limits of the platform are checked in the file. Free; another shape is reframed
    or drawn again, which takes some minutes at draft. Answers with links, or with a job for mv_get_status. The same export
    again finds the same file."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    if (profile is None) == (timeline is None):
        raise ToolError("Give one of profile (such as 'youtube' or 'canvas') and timeline (such as 'fcpxml').")
    wanted = None if profile == "film" else profile
    path = None if save_as is None else desk.check_save_as(save_as, suffix=_suffix(wanted, timeline))
    if seconds is not None and profile not in ("teaser", "canvas", "gif", "webp"):
        raise ToolError("seconds goes with teaser, canvas, gif and webp only; leave it out.")
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    started = await asyncio.to_thread(
        lambda: parts.projects.export(
            caller, project, quality=quality, profile=wanted, timeline=timeline, seconds=seconds
        )
    )
    if path is not None:
        desk.promise(started.job.job_id, path)
    job = await watch(ctx, parts, caller, started.job.job_id, wait_s=wait_s)
    text, value, links = await told(desk, parts, caller, job)
    return answered(text, value, *links)


def _suffix(profile: str | None, timeline: str | None) -> str:
    """Of the one file that is written; '' where it is a folder or an archive."""
    from songreel_engine.exports.handoff.formats import FORMATS
    from songreel_engine.exports.profiles import PROFILES

    if timeline is not None:
        return FORMATS[timeline].suffix
    if profile is None:
        return ".mp4"
    suffixes = PROFILES[profile].suffixes
    return suffixes[0] if suffixes else ""


@saying_refusals
async def mv_get_credits(ctx: Context[Desk, Any]) -> Annotated[mcp.CallToolResult, Wallet]:
    """Tell the user's credits and what things cost: a film, a shot made again, an export. Free. For the price of one edit call
    mv_edit_video with preview=true instead."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    balance = await asyncio.to_thread(parts.server.studio.balance, caller)
    listed = parts.server.studio.films.prices.flat["procedural"]
    film = parts.projects.quote_make().credits
    answer = Wallet(
        available=balance.available, frozen=balance.frozen, spent=balance.spent, charged=caller.metered,
        film_credits=film, shot_again_credits=listed.clip_again, export_credits=listed.export,
        next_step="mv_make_video or mv_edit_video(preview=true)",
    )  # fmt: skip
    prices = (
        f"A film costs {credits(film)} whatever its length, a shot made again {credits(listed.clip_again)},"
        f" an export {credits(listed.export)}."
    )
    if not caller.metered:
        return answered(f"Nothing is charged on this machine. By the price list: {prices}", answer)
    return answered(
        f"{credits(balance.available)} available, {balance.frozen} set aside, {balance.spent} spent. {prices}", answer
    )


TOOLS: Final = (
    Offered(mv_get_status, "Job status", READING),
    Offered(mv_export_video, "Export the video", MAKING),
    Offered(mv_cancel_job, "Stop a job", STOPPING),
    Offered(mv_get_credits, "Credits and prices", READING),
)

"""The tool that makes a film: everything that can be asked of it as flat arguments."""

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import mcp.types as mcp
from mcp.server.elicitation import ElicitationResult
from mcp.server.mcpserver import Context, Elicit, Resolve
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from songreel_server.faces.mcp import consent, directing, hearing, material
from songreel_server.faces.mcp.answers import JobAnswer, answered, price
from songreel_server.faces.mcp.consent import Confirm, Consent
from songreel_server.faces.mcp.desk import Desk, desk_of
from songreel_server.faces.mcp.directing import Undirected
from songreel_server.faces.mcp.offers import MAKING, Offered
from songreel_server.faces.mcp.refusals import saying_refusals
from songreel_server.faces.mcp.watching import WaitS, told, watch

if TYPE_CHECKING:
    from songreel_server.films import SongFile

Quality = Literal["preview", "draft", "final"]
Aspect = Literal["9:16", "16:9", "1:1", "4:5"]


async def ask_for_film(
    ctx: Context[Desk, Any], quote_only: bool = False, confirm: bool = False
) -> Consent | Elicit[Consent]:
    """Whether the user agrees to what a film costs."""
    desk = desk_of(ctx)
    caller = await desk.caller(ctx)
    if confirm or quote_only or not caller.metered or not consent.can_ask(ctx):
        return Consent(spend=confirm or not caller.metered)
    parts = await desk.parts()
    balance = await asyncio.to_thread(parts.server.studio.balance, caller)
    cost = parts.projects.quote_make().credits
    return Elicit(consent.question("This video", cost, balance.available), Consent)


@saying_refusals
async def mv_make_video(
    ctx: Context[Desk, Any],
    agreed: Annotated[ElicitationResult[Consent], Resolve(ask_for_film)],
    directed: Annotated[mcp.CreateMessageResult | Undirected, Resolve(directing.ask_director)],
    song_id: Annotated[str, Field(description="The file_id of a song, from mv_add_file.")],
    prompt: Annotated[
        str,
        Field(description="What to see, in any words; empty: the song decides.", examples=["a rainy city at night"]),
    ] = "",
    style: Annotated[str, Field(description="A style's name from mv_list_styles; empty: from the prompt.")] = "",
    aspect: Annotated[Literal["9:16", "16:9", "1:1", "4:5"] | None, Field(description="None: 9:16.")] = None,
    quality: Annotated[
        Quality, Field(description="preview first: fast and half size; draft and final: 1080 wide.")
    ] = "preview",
    scene_map: Annotated[
        list[dict[str, Any]] | None,
        Field(
            description="Your own scenes in order, the director fills gaps. Each: section ('chorus 1') or start and end"
            " (seconds), description, place, time_of_day, weather, motion 1-10, palette, transition, style, framing, camera.",
            examples=[[{"section": "chorus", "description": "dancing in the rain", "motion": 9}]],
        ),
    ] = None,
    photos: Annotated[
        list[str] | None,
        Field(
            description="The performer, up to 4: file_ids, links, local paths, or a character by name.",
            examples=[["ida.jpg"]],
        ),
    ] = None,
    footage: Annotated[
        list[str] | None, Field(description="Own videos, given likewise: cut in at their best moments.")
    ] = None,
    lyrics: Annotated[
        str,
        Field(
            description="Shown as they are sung: the words themselves (LRC or plain, several lines), a file_id, link or"
            " local path; own: those in the song's file."
        ),
    ] = "",
    lyrics_place: Annotated[Literal["top", "middle", "bottom"] | None, Field(description="None: bottom.")] = None,
    lyrics_style: Annotated[
        str,
        Field(
            description="For a lyric video: look (suits the style), kinetic, karaoke, typewriter, neon, papercut, subtitle,"
            " poster, vertical; empty: plain lines."
        ),
    ] = "",
    lipsync: Annotated[
        float | None, Field(ge=0, le=1, description="Share of the film in which the performer is seen singing.")
    ] = None,
    performer: Annotated[bool | None, Field(description="False: nobody in the pictures.")] = None,
    enhance: Annotated[bool, Field(description="Let your model write the prompt out from the song.")] = False,
    max_seconds: Annotated[float | None, Field(gt=0, description="Only the song's beginning, to try things.")] = None,
    seed: Annotated[int | None, Field(ge=0, description="The same seed gives the same film.")] = None,
    quote_only: Annotated[bool, Field(description="Only tell the price.")] = False,
    confirm: Confirm = False,
    wait_s: WaitS = 20,
) -> Annotated[mcp.CallToolResult, JobAnswer]:
    """Make a music video of a whole song: cut on the beat, as long as the song. Costs the price of a film (quote_only tells
    it); on a local server nothing is charged. Takes about half a minute to some minutes; the work goes on whether anybody
    waits. The same call again finds the same job. Answers with project_id and job_id, and the film if it is done. To change a
    film use mv_edit_video, never this. Next: mv_get_status."""
    from songreel_engine.planning.styles import find_style
    from songreel_server.films import FilmWish

    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    song = await asyncio.to_thread(parts.projects.song, caller, song_id)
    plain, director = directing.written(directed, " ".join(prompt.split()))
    wish = FilmWish(
        quality=quality,
        prompt=_checked_prompt(plain),
        style=find_style(style).key if style.strip() else None,
        aspect=aspect,
        seed=seed,
        scenic=None if performer is None else not performer,
        scene_map=None if scene_map is None else await _checked_map(ctx, song, scene_map, max_seconds),
        max_seconds=max_seconds,
        photos=await material.find_files(ctx, caller, photos, kind="photo"),
        footage=await material.find_files(ctx, caller, footage, kind="footage"),
        lyrics=await material.find_lyrics(ctx, caller, lyrics, place=lyrics_place, style=lyrics_style),
        singing=lipsync,
    )
    cost = parts.projects.quote_make().credits
    asked = f"mv_make_video(song_id='{song_id}', …, confirm=true)"
    if quote_only:
        answer = JobAnswer(
            project_id="", state="needs_confirmation", price_credits=cost, charged=caller.metered, next_step=asked
        )
        return answered(f"This video costs {price(cost, charged=caller.metered)}. Next: {asked}", answer)
    if not consent.agreed(agreed):
        answer = JobAnswer(project_id="", state="needs_confirmation", price_credits=cost, next_step=asked)
        return consent.unconfirmed(answer, "This video", cost, asked)
    # A model writes the same prompt otherwise each time: a call that comes again is still the same call.
    original = replace(wish, prompt=_checked_prompt(prompt)) if enhance else None
    started = await asyncio.to_thread(lambda: parts.projects.make(caller, song, wish, asked=original))
    job = await watch(ctx, parts, caller, started.job.job_id, wait_s=wait_s)
    text, value, links = await told(desk, parts, caller, job)
    head = f"Making “{started.project.name}” ({price(cost, charged=caller.metered)}), project {started.project.id}."
    if not started.is_new:
        head = f"This video was asked for before: project {started.project.id}."
    return answered("\n".join(filter(None, [head, director, text])), value, *links)


def _checked_prompt(prompt: str) -> str | None:
    """None where nothing is said. Raises ToolError for one that is too long."""
    from songreel_engine.planning.brief import LONGEST_PROMPT

    if len(prompt) > LONGEST_PROMPT:
        raise ToolError(f"The prompt has {len(prompt)} characters; shorten it to {LONGEST_PROMPT}.")
    return prompt or None


async def _checked_map(
    ctx: Context[Desk, Any], song: "SongFile", scene_map: list[dict[str, Any]], max_seconds: float | None
) -> str:
    """The map as it is handed on. Raises BriefError with every fault, field by field."""
    from songreel_engine.planning.scene_map_reading import read_scene_map

    text = json.dumps(scene_map)
    analysis = await hearing.heard(ctx, await desk_of(ctx).parts(), song)
    if analysis is None:
        raise ToolError("The song is still being listened to, and a scene map needs its sections; repeat the call.")
    if max_seconds is None:
        read_scene_map(text, duration_s=analysis.duration_s, sections=analysis.sections)
    return text


TOOLS: Final = (Offered(mv_make_video, "Make a music video", MAKING),)

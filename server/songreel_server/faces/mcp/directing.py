"""*Enhance prompt*: the client's own model writes what the film shows, where the client lends it; else the built-in director.

Only words come back, and they are a prompt like any other: what they ask for is planned and checked by the engine.
"""

import asyncio
from typing import TYPE_CHECKING, Any, Final

import mcp.types as mcp
from mcp.server.mcpserver import Context, Sample
from pydantic import BaseModel

from songreel_server.faces.mcp.desk import Desk, desk_of
from songreel_server.faces.mcp.refusals import refusal

if TYPE_CHECKING:
    from songreel_server.films import SongFile

MOST_TOKENS: Final = 400
LONGEST_WRITTEN: Final = 1_500
_DIRECTOR: Final = (
    "You direct music videos. From the song's sections and the wish, write what the film shows: two to four plain sentences, in"
    " the wish's language. Name places, time of day, weather, colours and what the performer does; let the loud sections answer"
    " the quiet ones. Keep everything the wish asks for. No lists, no headings, no camera terms; only the sentences."
)


class Undirected(BaseModel):
    """No model was asked: nobody wanted it, or the client lends none."""

    wanted: bool = False


async def ask_director(
    ctx: Context[Desk, Any],
    song_id: str,
    prompt: str = "",
    style: str = "",
    enhance: bool = False,
    quote_only: bool = False,
) -> Undirected | Sample:
    """A prompt written by the client's model."""
    if not enhance or quote_only:
        return Undirected()
    capabilities = ctx.client_capabilities
    if capabilities is None or capabilities.sampling is None:
        return Undirected(wanted=True)
    from songreel_engine.errors import SongreelError
    from songreel_server.errors import ServerError

    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    try:
        song = await asyncio.to_thread(parts.projects.song, caller, song_id)
    except (ServerError, SongreelError) as problem:
        raise refusal(problem) from problem
    wish = f"The wish: {prompt.strip() or 'none; the song decides'}." + (f" Style: {style}." if style.strip() else "")
    said = f"{await asyncio.to_thread(_song_in_words, parts, song)}\n{wish}"
    message = mcp.SamplingMessage(role="user", content=mcp.TextContent(type="text", text=said))
    return Sample([message], max_tokens=MOST_TOKENS, system_prompt=_DIRECTOR)


def written(answer: object, prompt: str) -> tuple[str, str | None]:
    """(the prompt to plan by, what the user is told of it): of `ask_director`'s outcome."""
    if isinstance(answer, mcp.CreateMessageResult):
        text = " ".join(answer.content.text.split()) if isinstance(answer.content, mcp.TextContent) else ""
        if text:
            return text[:LONGEST_WRITTEN], f"Enhanced prompt, by {answer.model}: {text[:LONGEST_WRITTEN]}"
        return prompt, "Your model wrote no prompt; the built-in director works from yours."
    if isinstance(answer, Undirected) and answer.wanted:
        return prompt, "This client lends no model to enhance the prompt; the built-in director works from yours."
    return prompt, None


def _song_in_words(parts: Any, song: "SongFile") -> str:
    """What is known without listening, so that the model is asked at once."""
    from songreel_server.faces.mcp import hearing

    analysis = hearing.known(parts, song)
    if analysis is None:
        return f"The song: “{song.name}”, {song.duration_s:.0f} s."
    told = hearing.told(song, analysis).content[0]
    # The last line is about calls.
    return told.text.rpartition("\n")[0] if isinstance(told, mcp.TextContent) else ""

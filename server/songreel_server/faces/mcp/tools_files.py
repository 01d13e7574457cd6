"""Tools for what a film is made of: songs and other files brought in, a song listened to, the library, the styles."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import mcp.types as mcp
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, ConfigDict, Field

from songreel_server.faces.mcp import hearing
from songreel_server.faces.mcp.answers import Answer, answered, clock, file_ref, link
from songreel_server.faces.mcp.desk import Desk, FileKind, desk_of
from songreel_server.faces.mcp.offers import ADDING, READING, Offered
from songreel_server.faces.mcp.refusals import saying_refusals

if TYPE_CHECKING:
    from songreel_server.vault import Item

MOST_LISTED: Final = 20
FETCH_S: Final = 45
"""Hosts cut a call off after 60 s."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AddedFile(Answer):
    """A file in the library, or where to send it."""

    file_id: str | None = None
    kind: str = ""
    name: str = ""
    duration_s: float | None = None
    size_bytes: int | None = None
    upload_url: str | None = None
    expires_in_s: int | None = None


class Listed(_Value):
    """One thing of the library."""

    id: str
    kind: str
    name: str
    duration_s: float | None = None
    uri: str | None = None


class Library(Answer):
    """Some of the library, the newest first."""

    items: list[Listed]
    before: str | None = None


class StyleFacts(_Value):
    """One style."""

    key: str
    name: str
    description: str = ""


class Styles(Answer):
    """The styles that fit."""

    styles: list[StyleFacts]


@saying_refusals
async def mv_add_file(
    ctx: Context[Desk, Any],
    path: Annotated[
        str | None,
        Field(
            description="A file on this machine, inside the allowed folders; only where the server runs locally.",
            examples=["songs/paradise.mp3"],
        ),
    ] = None,
    url: Annotated[
        str | None, Field(description="A public https link to the file.", examples=["https://example.com/paradise.mp3"])
    ] = None,
    kind: Annotated[
        Literal["auto", "song", "photo", "footage", "sound", "lyrics"],
        Field(description="What it is to be used as; auto looks into the file. A video's sound as the song: song."),
    ] = "auto",
) -> Annotated[mcp.CallToolResult, AddedFile]:
    """Add a song (or a photo, footage, sound or lyrics) to the library; always the first step. Give a path on a local
    server or a public url; on a remote server without a url it answers with an upload address for the file. Free. The file
    is checked, copied and never changed; the same file added twice is one. Answers with its file_id. Next: mv_make_video
    (photos and lyrics too), or mv_edit_video with file_ids for the rest."""
    desk = desk_of(ctx)
    caller = await desk.caller(ctx)
    caller.require("upload")
    wanted: FileKind | None = None if kind == "auto" else kind
    if path is not None and url is not None:
        raise ToolError("Give either path or url, not both.")
    if path is not None:
        return _added(await desk.take_path(caller, path, kind=wanted))
    if url is None:
        return _ticket(desk, caller, wanted)
    parts = await desk.parts()
    try:
        async with asyncio.timeout(FETCH_S):
            [item] = await parts.server.uploads.from_urls(
                caller.account_id, [url], now=parts.server.studio.clock(), wanted=wanted
            )
    except TimeoutError as error:
        raise ToolError(
            f"The file did not come within {FETCH_S} s; download it and add it by path or upload instead."
        ) from error
    return _added(item)


_NEXT: Final = {
    "song": "mv_make_video(song_id='{id}')",
    "photo": "mv_make_video(photos=['{id}'], …) for the performer, or mv_edit_video(words=…, file_ids=['{id}'])",
    "lyrics": "mv_make_video(lyrics='{id}', …), or mv_edit_video(words='show the lyrics', file_ids=['{id}'])",
}


def _added(item: "Item") -> mcp.CallToolResult:
    duration_s = item.facts.get("duration_s")
    length = f", {clock(duration_s)}" if duration_s else ""
    call = _NEXT.get(item.kind, "mv_edit_video(words=…, file_ids=['{id}'])").format(id=item.id)
    warnings = [f"Note: {warning}" for warning in item.facts.get("warnings", ())]
    if item.facts.get("silent"):
        warnings.append("Note: this song is silent.")
    answer = AddedFile(
        file_id=item.id, kind=item.kind, name=item.name, duration_s=duration_s, size_bytes=item.size,
        next_step=call,
    )  # fmt: skip
    text = f"Added {item.kind} “{item.name}”{length}: file_id {item.id}. Next: {answer.next_step}"
    return answered("\n".join([text, *warnings]), answer)


def _ticket(desk: Desk, caller: Any, kind: FileKind | None) -> mcp.CallToolResult:
    ticket = desk.ticket(caller, kind=kind)
    if ticket is None:
        raise ToolError("Give path= (a file inside the allowed folders) or url= (a public https link).")
    answer = AddedFile(
        upload_url=ticket.url, expires_in_s=ticket.expires_in_s, next_step="send the file, then mv_search_library"
    )
    text = (
        f"Send the file with PUT as the whole body, such as: curl -T SONG.mp3 '{ticket.url}' — the answer has its file_id"
        f" (the address works for {ticket.expires_in_s // 60} minutes)."
    )
    return answered(text, answer)


@saying_refusals
async def mv_get_song(
    ctx: Context[Desk, Any],
    song_id: Annotated[str, Field(description="The file_id of a song, from mv_add_file or mv_search_library.")],
) -> Annotated[mcp.CallToolResult, hearing.HeardSong]:
    """Listen to a song and tell its tempo, sections with times and energy, drops, and where somebody sings. Use it to plan a
    film yourself (a scene_map for mv_make_video) or to answer questions about the song; not needed before mv_make_video,
    which listens by itself. Free; takes 5 to 20 s the first time, nothing after."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    song = await asyncio.to_thread(parts.projects.song, caller, song_id)
    analysis = await hearing.heard(ctx, parts, song)
    if analysis is None:
        raise ToolError("Still listening; call mv_get_song again in a few seconds, the work goes on.")
    return hearing.told(song, analysis)


@saying_refusals
async def mv_search_library(
    ctx: Context[Desk, Any],
    words: Annotated[str, Field(description="Words of the name, title or artist; empty for everything.")] = "",
    kind: Annotated[
        Literal["project", "song", "photo", "footage", "sound", "lyrics", "video"],
        Field(description="project: videos in the making; video: finished files."),
    ] = "project",
    before: Annotated[str | None, Field(description="From the last answer, for the items that follow.")] = None,
    limit: Annotated[int, Field(ge=1, le=50)] = MOST_LISTED,
) -> Annotated[mcp.CallToolResult, Library]:
    """Find projects, songs, other files and finished videos of this user, the newest first. Use it when an id is unknown.
    Free. Answers with ids to use as project_id, song_id or file_ids, and links for finished videos."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    caller.require("read")
    if kind == "project":
        found = await asyncio.to_thread(parts.projects.search, caller, words, limit=limit)
        items = [Listed(id=one.id, kind="project", name=one.name) for one in found]
        return _library(items, None, [])
    page = await asyncio.to_thread(_searched, parts, caller, words, kind, before, limit)
    shown = [(item, await desk.shown(item, name=item.name) if item.kind == "film" else None) for item in page.items]
    items = [
        Listed(
            id=item.id, kind="video" if item.kind == "film" else item.kind, name=item.name,
            duration_s=item.facts.get("duration_s"), uri=None if one is None else file_ref(one).uri,
        )
        for item, one in shown
    ]  # fmt: skip
    return _library(items, page.before, [link(one) for _, one in shown if one is not None])


def _searched(parts: Any, caller: Any, words: str, kind: str, before: str | None, limit: int) -> Any:
    from songreel_server import vault

    with parts.server.database.reading() as tx:
        wanted = "film" if kind == "video" else kind
        return vault.search(tx, caller.account_id, words, kind=wanted, before=before, limit=limit)


def _library(items: list[Listed], before: str | None, links: list[mcp.ContentBlock]) -> mcp.CallToolResult:
    lines = [f"{one.id}  {one.name}{f' ({clock(one.duration_s)})' if one.duration_s else ''}" for one in items]
    if not items:
        lines = ["Nothing found. mv_add_file brings in a song."]
    if before is not None:
        lines.append(f"More with before='{before}'.")
    return answered("\n".join(lines), Library(items=items, before=before), *links)


@saying_refusals
async def mv_list_styles(
    ctx: Context[Desk, Any],
    words: Annotated[
        str, Field(description="What it should look like; empty for all.", examples=["warm film grain"])
    ] = "",
) -> Annotated[mcp.CallToolResult, Styles]:
    """List the visual styles, or those that fit some words. Use it when the user asks what there is or names a look that
    mv_make_video does not know; a prompt alone is enough otherwise. Free. Answers with names for style= in mv_make_video and
    for edits such as “restyle the bridge as neo noir”."""
    from songreel_engine.planning.places import PLACES
    from songreel_engine.planning.styles import STYLES, search_styles

    del ctx
    found = search_styles(words) if words.strip() else tuple(STYLES.values())
    described = len(found) < len(STYLES)
    styles = [
        StyleFacts(key=one.key, name=one.name, description=one.description if described else "")
        for one in found or tuple(STYLES.values())
    ]
    head = f"{len(found)} styles: " if found else f"No style fits “{words}” by name; all of them: "
    if described and found:
        text = "\n".join(f"{one.name}: {one.description}" for one in styles)
    else:
        text = head + ", ".join(one.name for one in styles)
        text += f". Places it can draw: {', '.join(key.replace('_', ' ') for key in PLACES)}."
    return answered(text, Styles(styles=styles))


TOOLS: Final = (
    Offered(mv_add_file, "Add a song or file", ADDING),
    Offered(mv_get_song, "Listen to a song", READING),
    Offered(mv_search_library, "Search the library", READING),
    Offered(mv_list_styles, "List styles", READING),
)

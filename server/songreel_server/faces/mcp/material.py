"""Files that an assistant names in the middle of another call: by id, by path, by link, or as words."""

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from songreel_server import errors
from songreel_server.faces.mcp.desk import Desk, desk_of
from songreel_server.faces.mcp.refusals import CALL_BEGAN_S

if TYPE_CHECKING:
    from songreel_server.accounts.tokens import Caller
    from songreel_server.jobs import GivenFile, ShownLyrics
    from songreel_server.vault import Item

FETCH_S: Final = 40
"""For all files of a call: hosts cut it off after 60 s."""
MOST: Final = {"photo": 4, "footage": 12}
OWN: Final = "own"
"""In place of lyrics: those that the song's file carries."""
LYRICS_NAME: Final = "lyrics.txt"
_LINKS: Final = ("https://", "http://")


async def find_file(
    ctx: Context[Desk, Any], caller: "Caller", named: str, *, kind: Literal["photo", "footage", "lyrics"]
) -> "Item":
    """The file: one of the library by its id, one at a link, or one at a path where client and server share a machine.

    Raises ToolError, ServerError.
    """
    desk = desk_of(ctx)
    parts = await desk.parts()
    if named.startswith(_LINKS):
        caller.require("upload")
        left_s = CALL_BEGAN_S.get(time.monotonic()) + FETCH_S - time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, left_s)):
                [item] = await parts.server.uploads.from_urls(
                    caller.account_id, [named], now=parts.server.studio.clock(), wanted=kind
                )
        except TimeoutError as error:
            raise ToolError(
                f"{named[:80]} did not come in time; add it with mv_add_file, and name its file_id."
            ) from error
        return item
    kept = await asyncio.to_thread(_kept, parts, caller, named)
    if kept is None and desk.is_local:
        caller.require("upload")
        return await desk.take_path(caller, named, kind=kind)
    if kept is None:
        raise ToolError(
            f"There is no {kind} {named[:80]!r} in the library; give the file_id from mv_add_file or"
            f" mv_search_library(kind='{kind}'), or a public link."
        )
    if kept.kind != kind:
        raise ToolError(f"{kept.name} is no {kind} but {kept.kind}; name another file.")
    return kept


async def find_files(
    ctx: Context[Desk, Any], caller: "Caller", named: Sequence[str] | None, *, kind: Literal["photo", "footage"]
) -> "tuple[GivenFile, ...]":
    """In their order. Raises ToolError, ServerError."""
    from songreel_server.films import given

    if len(named or ()) > MOST[kind]:
        raise ToolError(f"There are {len(named or ())} files of {kind}; give {MOST[kind]} at most.")
    parts = await desk_of(ctx).parts()
    found: list[GivenFile] = []
    for one in named or ():
        cast = await asyncio.to_thread(_photos_of_character, parts, caller, one) if kind == "photo" else ()
        items = cast or (await find_file(ctx, caller, one, kind=kind),)
        found += [given(item) for item in items]
    return tuple(found[: MOST[kind]])


async def find_lyrics(
    ctx: Context[Desk, Any],
    caller: "Caller",
    named: str,
    *,
    place: Literal["top", "middle", "bottom"] | None,
    style: str,
) -> "ShownLyrics | None":
    """The words to be shown: a file's, those in the argument itself, or the song's own; None where none are named.

    Raises ToolError, ServerError.
    """
    from songreel_server.films import given
    from songreel_server.jobs import ShownLyrics

    if not named.strip():
        return None
    set_in = _lyric_style(style)
    if named.strip().lower() == OWN:
        return ShownLyrics(place=place, style=set_in)
    if "\n" not in named.strip():
        return ShownLyrics(
            file=given(await find_file(ctx, caller, named.strip(), kind="lyrics")), place=place, style=set_in
        )
    caller.require("upload")
    parts = await desk_of(ctx).parts()
    item = await parts.server.uploads.from_text(
        caller.account_id, named, name=LYRICS_NAME, now=parts.server.studio.clock(), wanted="lyrics"
    )
    return ShownLyrics(file=given(item), place=place, style=set_in)


def _photos_of_character(parts: Any, caller: "Caller", name: str) -> "tuple[Item, ...]":
    """Of the character of exactly this name, as many as are of use; none where there is no such character."""
    from songreel_server import characters

    with parts.server.database.reading() as tx:
        found = characters.search(tx, caller.account_id, name)
    wanted = name.strip().casefold()
    return next((one.photos[: MOST["photo"]] for one in found if one.name.casefold() == wanted), ())


def _lyric_style(named: str) -> str | None:
    """None for plain lines. Raises ToolError."""
    from songreel_engine.lyrics.styles import LYRIC_STYLE_OF_LOOK, LYRIC_STYLES, find_lyric_style

    if not named.strip() or named == LYRIC_STYLE_OF_LOOK:
        return named.strip() or None
    found = find_lyric_style(named)
    if found is None:
        known = ", ".join((LYRIC_STYLE_OF_LOOK, *LYRIC_STYLES))
        raise ToolError(f"There is no lyrics_style {named[:40]!r}; choose one of {known}, or leave it out.")
    return found.key


def _kept(parts: Any, caller: "Caller", item_id: str) -> "Item | None":
    from songreel_server import vault

    try:
        with parts.server.database.reading() as tx:
            return vault.item(tx, caller.account_id, item_id)
    except errors.NotFoundError:
        return None

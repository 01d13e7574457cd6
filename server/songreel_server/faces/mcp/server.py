"""The assistant's face put together: one set of tools, resources, prompts and completions, for every transport and era."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Final

from mcp.server import MCPServer
from mcp.server.caching import CacheHint
from mcp.server.extension import Extension

from songreel_engine import __version__
from songreel_server.faces.mcp import (
    prompts,
    resources,
    tools_edit,
    tools_files,
    tools_film,
    tools_making,
    tools_timeline,
    wire,
)
from songreel_server.faces.mcp.app import FilmApp
from songreel_server.faces.mcp.changes import Changes
from songreel_server.faces.mcp.desk import Desk
from songreel_server.faces.mcp.offers import tool_of

NAME: Final = "songreel"
INSTRUCTIONS: Final = (
    "Turns a finished song into a music video and changes it by talking. Usual way: mv_add_file (the song) → mv_make_video → "
    "mv_get_status until completed → mv_edit_video in the user's words → mv_export_video. Work goes on between calls; "
    "“last” stands for the newest project or job. Show the user the links to files; never ask for the file's bytes."
)
LIST_MS: Final = 3_600_000
TOOLS: Final = (*tools_files.TOOLS, *tools_making.TOOLS, *tools_film.TOOLS, *tools_timeline.TOOLS, *tools_edit.TOOLS)
"""In the order they are used; always the same, so that hosts can keep the list."""


def build_face(
    desk: Desk,
    *,
    opened: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    extensions: Sequence[Extension] = (),
    **options: Any,
) -> "MCPServer[Desk]":
    """The MCP server over a desk, which is `opened` while it runs. `options`: of transports, such as who verifies tokens."""
    changes = Changes()
    lists = CacheHint(ttl_ms=LIST_MS, scope="public")
    # Hosts that show pages are told of more.
    by_client = CacheHint(ttl_ms=LIST_MS, scope="private")

    @asynccontextmanager
    async def lifespan(_: "MCPServer[Desk]") -> AsyncIterator[Desk]:
        async with opened():
            telling = asyncio.create_task(changes.run(desk))
            try:
                yield desk
            finally:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)

    server: MCPServer[Desk] = MCPServer(
        NAME,
        title="songreel",
        description="Music videos from songs, on your own machine.",
        instructions=INSTRUCTIONS,
        version=__version__,
        lifespan=lifespan,
        extensions=extensions,
        subscriptions=changes.bus,
        cache_hints={
            "tools/list": by_client,
            "prompts/list": lists,
            "resources/templates/list": lists,
            "server/discover": lists,
        },
        tools=[tool_of(one) for one in TOOLS],
        log_level="WARNING",
        **options,
    )
    resources.register(server)
    prompts.register(server)
    wire.register(server, changes)
    for extension in extensions:
        if isinstance(extension, FilmApp):
            extension.register(server)
    return server

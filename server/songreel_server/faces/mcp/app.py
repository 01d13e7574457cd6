"""MCP Apps (SEP-1865): the film's storyboard as a page inside the chat, for hosts that show such pages.

The page is one file that loads nothing and reaches nobody: all it knows it is told by the host, and all it does it does by
calling tools through the host, those of everybody (redo, keep, undo) and a few of its own that only read. Hosts that did not
say they show such pages see neither the page, nor its calls, nor a word more in the list of tools.
Source: SEP-1865, modelcontextprotocol/ext-apps, 2026-01-26.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import mcp.types as mcp
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID, Apps, ResourceCsp, client_supports_apps
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import ToolBinding
from mcp.server.mcpserver.resources import FunctionResource

from songreel_server.faces.mcp.app_tools import FilmCalls
from songreel_server.faces.mcp.offers import tool_of

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from mcp.server.mcpserver.tools import Tool

    from songreel_server.faces.mcp.desk import Desk

URI: Final = "ui://songreel/film"
PAGE: Final = Path(__file__).parent / "page" / "film.html"
"""As scripts/lib/build_web leaves it."""
SHOWS_FILM: Final = frozenset({"mv_make_video", "mv_get_timeline", "mv_edit_video", "mv_go_back"})
"""Not mv_get_status: the page that came with the first answer follows the job by itself, and a host would show another page
each time a model asks."""
_SHOWN: Final[dict[str, Any]] = {"ui": {"resourceUri": URI}}
_OF_PAGE: Final[dict[str, Any]] = {"ui": {"visibility": ["app"]}}
_log = logging.getLogger(__name__)


class FilmApp(Apps):
    """The page, its calls, and who gets to see them; one for a face."""

    identifier = EXTENSION_ID

    def __init__(self, page: Path | None = None) -> None:
        super().__init__()
        page = page or PAGE
        self._own: dict[str, Tool] = {}
        if not page.is_file():
            _log.warning("the page inside chats has not been built here; run scripts/lib/build_web once")
            return
        self._own = {tool.name: tool for tool in (tool_of(one) for one in FilmCalls().offered())}
        self.add_resource(
            FunctionResource(
                uri=URI,
                name="film",
                title="The film",
                description="Storyboard, player and changes of a project, as a page.",
                mime_type=APP_MIME_TYPE,
                # Nothing is declared, so nothing is allowed: neither hosts to load from nor devices.
                meta={"ui": {"csp": ResourceCsp().model_dump(by_alias=True, exclude_none=True), "prefersBorder": True}},
                fn=lambda: page.read_text("utf-8"),
            )
        )

    @property
    def is_built(self) -> bool:
        return bool(self._own)

    def tools(self) -> Sequence[ToolBinding]:
        return [
            ToolBinding(
                fn=tool.fn,
                meta=_OF_PAGE,
                kwargs={
                    "name": tool.name,
                    "title": tool.title,
                    "description": tool.description,
                    "annotations": tool.annotations,
                },
            )
            for tool in self._own.values()
        ]

    async def intercept_tool_call(
        self, params: mcp.CallToolRequestParams, ctx: ServerRequestContext[Any, Any], call_next: CallNext
    ) -> HandlerResult:
        """The page's calls are there for hosts with pages alone."""
        if params.name in self._own and not client_supports_apps(ctx):
            unknown = mcp.TextContent(type="text", text=f"Unknown tool: {params.name}")
            return mcp.CallToolResult(content=[unknown], is_error=True)
        return await call_next(ctx)

    def register(self, server: "MCPServer[Desk]") -> None:
        """Lists what each host gets to see."""
        # The SDK's upper layer lists the same to everybody.
        lower = server._lowlevel_server

        async def list_tools(
            ctx: ServerRequestContext[Any, Any], params: mcp.PaginatedRequestParams
        ) -> mcp.ListToolsResult:
            del params
            listed = await server.list_tools()
            if client_supports_apps(ctx):
                return mcp.ListToolsResult(tools=[_with_page(tool) for tool in listed])
            return mcp.ListToolsResult(tools=[tool for tool in listed if tool.name not in self._own])

        async def list_resources(
            ctx: ServerRequestContext[Any, Any], params: mcp.PaginatedRequestParams
        ) -> mcp.ListResourcesResult:
            del params
            listed = await server.list_resources()
            shown = [one for one in listed if str(one.uri) != URI or client_supports_apps(ctx)]
            return mcp.ListResourcesResult(resources=shown)

        lower.add_request_handler("tools/list", mcp.PaginatedRequestParams, list_tools)
        lower.add_request_handler("resources/list", mcp.PaginatedRequestParams, list_resources)


def _with_page(tool: mcp.Tool) -> mcp.Tool:
    return tool.model_copy(update={"meta": _SHOWN}) if tool.name in SHOWS_FILM else tool

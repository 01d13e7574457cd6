"""Requests that the SDK's upper layer leaves to the lower one: subscriptions and log levels of the older era, and completions
that know whose they are.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import mcp.types as mcp
from mcp import MCPError
from mcp.server import MCPServer
from mcp.server.context import ServerRequestContext
from mcp.server.mcpserver import Context

from songreel_server import errors
from songreel_server.faces.mcp.changes import Changes
from songreel_server.faces.mcp.desk import Desk

Request = ServerRequestContext[Desk, Any]
MOST: Final = 100
PROJECT_URI: Final = "songreel://projects/"


def register(server: "MCPServer[Desk]", changes: Changes) -> None:
    """All of them."""
    # The SDK's own way for methods that its newest revision dropped; its upper layer has none yet.
    lower = server._lowlevel_server

    async def subscribe(ctx: Request, params: mcp.SubscribeRequestParams) -> mcp.EmptyResult:
        await _must_be_theirs(server, ctx, params.uri)
        if not changes.subscribe(params.uri, ctx.session):
            raise MCPError(mcp.INTERNAL_ERROR, "Too many subscriptions; end some first.")
        return mcp.EmptyResult()

    async def unsubscribe(ctx: Request, params: mcp.UnsubscribeRequestParams) -> mcp.EmptyResult:
        changes.unsubscribe(params.uri, ctx.session)
        return mcp.EmptyResult()

    async def set_level(ctx: Request, params: mcp.SetLevelRequestParams) -> mcp.EmptyResult:
        # Nothing is ever logged to clients: what they need to know is in answers and progress.
        del ctx, params
        return mcp.EmptyResult()

    async def complete(ctx: Request, params: mcp.CompleteRequestParams) -> mcp.CompleteResult:
        names = await _names(server, ctx, params)
        return mcp.CompleteResult(completion=matching(names, params.argument.value))

    lower.add_request_handler("resources/subscribe", mcp.SubscribeRequestParams, subscribe)
    lower.add_request_handler("resources/unsubscribe", mcp.UnsubscribeRequestParams, unsubscribe)
    lower.add_request_handler("logging/setLevel", mcp.SetLevelRequestParams, set_level)
    lower.add_request_handler("completion/complete", mcp.CompleteRequestParams, complete)


async def _must_be_theirs(server: "MCPServer[Desk]", ctx: Request, uri: str) -> None:
    """Another account's project is as one that does not exist."""
    if not uri.startswith(PROJECT_URI):
        return
    desk = ctx.lifespan_context
    project_id = uri.removeprefix(PROJECT_URI).partition("/")[0]
    try:
        caller = await desk.caller(Context(request_context=ctx, mcp_server=server))
        await asyncio.to_thread((await desk.parts()).projects.find, caller, project_id)
    except errors.ServerError as problem:
        raise MCPError(mcp.INVALID_PARAMS, str(problem), {"uri": uri}) from problem


def matching(names: list[str], begun: str) -> mcp.Completion:
    """The names that hold what was begun, those that begin with it first."""
    wanted = begun.casefold()
    found = [name for name in names if wanted in name.casefold()]
    found.sort(key=lambda name: (not name.casefold().startswith(wanted), name))
    return mcp.Completion(values=found[:MOST], total=len(found), has_more=len(found) > MOST)


async def _names(server: "MCPServer[Desk]", ctx: Request, params: mcp.CompleteRequestParams) -> list[str]:
    name = params.argument.name
    if name == "style":
        return await asyncio.to_thread(_styles)
    find = _OF_ACCOUNT.get(name)
    if find is None:
        return []
    desk = ctx.lifespan_context
    caller, parts = await desk.caller(Context(request_context=ctx, mcp_server=server)), await desk.parts()
    known = params.context.arguments if params.context is not None and params.context.arguments else {}
    return await find(parts, caller, known)


def _styles() -> list[str]:
    from songreel_engine.planning.styles import STYLES

    return [one.name for one in STYLES.values()]


async def _projects(parts: Any, caller: Any, _: dict[str, str]) -> list[str]:
    return ["last", *(one.id for one in await asyncio.to_thread(parts.projects.search, caller))]


async def _songs(parts: Any, caller: Any, _: dict[str, str]) -> list[str]:
    """By name, as the prompts take them."""

    def named() -> list[str]:
        from songreel_server import vault

        with parts.server.database.reading() as tx:
            return list(dict.fromkeys(item.name for item in vault.search(tx, caller.account_id, kind="song").items))

    return await asyncio.to_thread(named)


async def _sections(parts: Any, caller: Any, known: dict[str, str]) -> list[str]:
    """Of the project that was named before, else of the last one."""
    wanted = known.get("project") or known.get("project_id") or "last"
    try:
        project = await asyncio.to_thread(parts.projects.find, caller, wanted)
    except errors.NotFoundError:
        return []
    draft = await asyncio.to_thread(parts.server.studio.films.draft, project.id)
    return [section.label for section in draft.sections] if draft is not None else []


_OF_ACCOUNT: Final[dict[str, Callable[[Any, Any, dict[str, str]], Awaitable[list[str]]]]] = {
    "project": _projects, "project_id": _projects, "section": _sections, "song": _songs,
}  # fmt: skip

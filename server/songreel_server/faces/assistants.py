"""Assistants' address, `/mcp`, which is loaded after the server is up: its protocol's library takes as long to load as all
the rest of the server. Whoever asks sooner waits for it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from songreel_server import heavy
from songreel_server.parts import Server

if TYPE_CHECKING:
    from mcp.server import MCPServer

ADDRESSES: Final = ("/mcp", "/mcp/{rest:path}", "/.well-known/oauth-protected-resource{rest:path}")
"""All that the face answers at; what is not there after all is told by the application around it."""


class Assistants:
    """One for the application; belongs to its event loop."""

    def __init__(self, server: Server, *, clock: Callable[[], float]) -> None:
        self._server = server
        self._clock = clock
        self._built: tuple[MCPServer[Any], ASGIApp] | None = None
        self._life: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def mount(self, app: FastAPI) -> None:
        """Adds the addresses."""
        app.router.routes += [Route(address, endpoint=self) for address in ADDRESSES]

    def face(self) -> "MCPServer[Any]":
        """What answers, built now if it was not yet."""
        return self._build()[0]

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Calls that are under way at its end are ended before it returns."""
        try:
            yield
        finally:
            self._stopping.set()
            if self._life is not None:
                await asyncio.gather(self._life, return_exceptions=True)

    async def load(self) -> None:
        """Returns when calls are answered at once. Raises what kept the face from being built."""
        if self._life is None:
            self._ready: asyncio.Future[ASGIApp] = asyncio.get_running_loop().create_future()
            self._life = asyncio.create_task(self._live())
        await asyncio.shield(self._ready)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.load()
        await self._ready.result()(scope, receive, send)

    async def _live(self) -> None:
        # One task from beginning to end: what runs the calls must be left where it was entered.
        try:
            face, answers = await asyncio.to_thread(self._build)
        except Exception as error:  # noqa: BLE001
            # Told to everybody who asks, as a failure of this side.
            self._ready.set_exception(error)
            return
        async with face.session_manager.run():
            self._ready.set_result(answers)
            await self._stopping.wait()

    def _build(self) -> "tuple[MCPServer[Any], ASGIApp]":
        if self._built is None:
            heavy.load()
            from songreel_server.faces.mcp import http

            # Only its routes are used: middleware and refusals are the application's around it.
            inner = FastAPI(openapi_url=None)
            self._built = http.mount(inner, self._server, clock=self._clock), inner.router
        return self._built

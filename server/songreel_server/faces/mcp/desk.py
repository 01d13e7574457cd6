"""What every tool works with, wherever the server runs: its parts, whose call it is, and how files come and go."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mcp.server.mcpserver import Context

if TYPE_CHECKING:
    from songreel_server.accounts.tokens import Caller
    from songreel_server.parts import Server
    from songreel_server.projects import Projects
    from songreel_server.vault import Item

FileKind = Literal["song", "photo", "footage", "sound", "lyrics"]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The running server, and what the assistant's face adds to it."""

    server: "Server"
    projects: "Projects"
    listening: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    """Songs that are being listened to, by their hash."""
    listens: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """One at a time: it takes all cores."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Where a client gets a file."""

    uri: str
    name: str
    media_type: str
    size: int
    path: Path | None = None
    """On the client's own machine; None where it is fetched from the URI."""
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Where a client may send one file, for a while."""

    url: str
    expires_in_s: int


class Desk(Protocol):
    """One for the process."""

    is_local: bool
    """Whether the client and this server are on one machine, and paths mean the same to both."""

    async def parts(self) -> Parts:
        """The server's parts; waits until they stand."""
        ...

    async def caller(self, ctx: Context["Desk", Any]) -> "Caller":
        """Raises UnknownTokenError."""
        ...

    async def take_path(self, caller: "Caller", path: str, *, kind: FileKind | None) -> "Item":
        """A file of this machine's, copied into the vault. Raises BadRequestError where it may not be read."""
        ...

    def ticket(self, caller: "Caller", *, kind: FileKind | None) -> Ticket | None:
        """None where files are given by path."""
        ...

    async def shown(self, item: "Item", *, name: str, job_id: str | None = None) -> Shown:
        """A file of the vault for the client to open, under this name; where it was promised to, if its job was."""
        ...

    def check_save_as(self, path: str, *, suffix: str) -> Path:
        """Where an export with a file of this suffix may be written. Raises BadRequestError where it may not."""
        ...

    def promise(self, job_id: str, path: Path) -> None:
        """The job's file is to be copied there when it is done."""
        ...


def desk_of(ctx: Context[Desk, Any]) -> Desk:
    """The desk that this call was made at."""
    return ctx.request_context.lifespan_context

"""Assistants: clients of the MCP face, in either era, over a desk of this machine whose jobs are done by hand."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mcp import Client
from mcp.types import CallToolResult

from chat_houses import House, planned
from songreel_engine.project import Project
from songreel_server.faces.mcp.desk import Parts
from songreel_server.faces.mcp.stdio import LocalDesk, build_local
from songreel_server.jobs.settling import Ending
from songreel_server.settings import Settings
from waiting import until

Era = Literal["modern", "legacy"]
ERAS: tuple[Era, ...] = ("modern", "legacy")
PATIENCE_S = 20.0


def options_of(era: Era) -> dict[str, Any]:
    return {"mode": "legacy"} if era == "legacy" else {}


@dataclass
class Assistant:
    """One client, and what stands behind it."""

    client: Client
    parts: Parts
    folder: Path
    """The one allowed folder; holds song.wav."""

    @property
    def house(self) -> House:
        return House(url="", parts=self.parts.server)

    async def ask(self, tool: str, **arguments: Any) -> CallToolResult:
        answer = await self.client.call_tool(tool, arguments)
        assert isinstance(answer, CallToolResult)
        return answer

    async def values(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The typed values of an answer that is no refusal."""
        answer = await self.ask(tool, **arguments)
        assert not answer.is_error, text_of(answer)
        assert answer.structured_content is not None
        return answer.structured_content

    async def refusal(self, tool: str, **arguments: Any) -> str:
        answer = await self.ask(tool, **arguments)
        assert answer.is_error, text_of(answer)
        return text_of(answer)

    async def song_id(self) -> str:
        return str((await self.values("mv_add_file", path="song.wav", kind="song"))["file_id"])

    async def film(self) -> dict[str, Any]:
        """A finished film, as the call that made it answers."""
        song_id = await self.song_id()
        return await self.doing("mv_make_video", song_id=song_id, wait_s=15)

    async def doing(self, tool: str, ending: Ending = "completed", **arguments: Any) -> dict[str, Any]:
        """The answer of a call whose job is done while the call waits."""
        work = asyncio.create_task(self.work(ending))
        try:
            return await self.values(tool, **arguments)
        finally:
            # One that ended by itself went wrong, and says why.
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    async def work(self, to: Ending = "completed") -> None:
        """Does jobs as they come."""
        while True:
            for job in await asyncio.to_thread(self.house.jobs):
                await asyncio.to_thread(self.house.end, job, to)
            await asyncio.sleep(0.02)

    def hear(self) -> None:
        """The song's analysis, known without listening."""
        project = Project.open(planned() / "film.songreel")
        analysis = project.read_analysis()
        folder = self.parts.server.settings.data / "analyses"
        folder.mkdir(exist_ok=True)
        (folder / f"{analysis.song_sha256}.json").write_text(analysis.model_dump_json())


def text_of(answer: CallToolResult) -> str:
    return "\n".join(block.text for block in answer.content if block.type == "text")


async def soon(ask: Callable[[], Any], what: str) -> Any:
    """The first answer that counts as true, asked in a thread. Fails where there is none in time."""
    return await asyncio.to_thread(until, ask, within_s=PATIENCE_S, what=what)


@asynccontextmanager
async def assistant_in(settings: Settings, folder: Path, era: Era, **options: Any) -> AsyncIterator[Assistant]:
    """An assistant at this machine's desk; nobody works on jobs but the test."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(planned() / "song.wav", folder / "song.wav")
    desk = LocalDesk(settings.model_copy(update={"worker": False}), [folder])
    async with Client(build_local(desk), **options_of(era), **options) as client:
        yield Assistant(client, await desk.parts(), folder)

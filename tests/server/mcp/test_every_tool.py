"""Every tool over both transports in both eras: a process of its own on standard input and output, and a server on HTTP."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from assistants import Era, options_of, text_of
from chat_houses import House, open_house, planned
from finished_house import finish_film
from job_houses import FakeEngine
from songreel_engine.project import Project
from songreel_server.faces.mcp.server import TOOLS
from songreel_server.settings import Settings

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

PROCESS = Path(__file__).parents[2] / "mcp_process.py"
HEADERS = {"X-Client-Id": "every-tool"}


def know_the_song(data: Path) -> None:
    """Listening takes a while and is tested elsewhere."""
    analysis = Project.open(planned() / "film.songreel").read_analysis()
    (data / "analyses").mkdir(parents=True, exist_ok=True)
    (data / "analyses" / f"{analysis.song_sha256}.json").write_text(analysis.model_dump_json())


@asynccontextmanager
async def on_stdio(folder: Path, template: Path, era: Era) -> AsyncIterator[tuple[Client, dict[str, Any]]]:
    """A client, and how it names a song of its own."""
    fake, data = FakeEngine(folder / "fake"), folder / "data"
    data.mkdir()
    shutil.copyfile(template, data / "songreel.sqlite")
    know_the_song(data)
    shutil.copyfile(planned() / "song.wav", fake.folder / "mine.wav")
    server = StdioServerParameters(
        command=sys.executable,
        args=[str(PROCESS), str(data), str(fake.folder)],
        env={**os.environ, "FAKE_ENGINE": json.dumps(fake.command)},
    )
    async with Client(server, **options_of(era)) as client:
        yield client, {"path": "mine.wav"}


@asynccontextmanager
async def on_http(folder: Path, template: Path, era: Era) -> AsyncIterator[tuple[Client, dict[str, Any]]]:
    """The same; whoever works on jobs does them by hand."""
    shutil.copyfile(template, folder / "songreel.sqlite")
    know_the_song(folder)
    with open_house(Settings(data=folder, unmetered=True)) as house:
        token = house.client().post("/api/auth/anonymous-token", headers=HEADERS).json()["data"]["token"]
        account_id = house.parts.studio.who_is(token).account_id
        await asyncio.to_thread(finish_film, house.parts, account_id)
        sender = httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60, trust_env=False)
        async with (
            sender as http,
            Client(streamable_http_client(f"{house.url}/mcp", http_client=http), **options_of(era)) as client,
        ):
            working = asyncio.create_task(work(house))
            yield client, {"kind": "song"}
            working.cancel()


async def work(house: House) -> None:
    while True:
        for job in await asyncio.to_thread(house.jobs):
            await asyncio.to_thread(house.end, job)
        await asyncio.sleep(0.02)


TRANSPORTS = {"stdio": on_stdio, "http": on_http}


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_every_tool_answers_as_its_schema_says(
    tmp_path: Path, sqlite_template: Path, transport: str, era: Era
) -> None:
    called: list[str] = []
    async with TRANSPORTS[transport](tmp_path, sqlite_template, era) as (client, own_song):

        async def ask(tool: str, **arguments: Any) -> dict[str, Any]:
            answer = await client.call_tool(tool, arguments)
            assert isinstance(answer, CallToolResult)
            assert not answer.is_error, f"{tool}: {text_of(answer)}"
            assert text_of(answer)
            assert answer.structured_content is not None
            called.append(tool)
            return answer.structured_content

        added = await ask("mv_add_file", **own_song)
        songs = await ask("mv_search_library", kind="song")
        song_id = added.get("file_id") or songs["items"][0]["id"]
        assert (await ask("mv_get_song", song_id=song_id))["sections"]
        assert (await ask("mv_list_styles", words="noir"))["styles"]
        made = await ask("mv_make_video", song_id=song_id, prompt="a lake", wait_s=40, confirm=True)
        film = await ask("mv_get_status", job_id=made["job_id"], wait_s=40)
        assert film["state"] == "completed", film
        assert (await ask("mv_get_timeline", detail="detailed"))["version"] == 1
        edited = await ask("mv_edit_video", words="snow in verse 1", wait_s=40, confirm=True)
        assert edited["state"] == "completed"
        assert edited["version"] == 2
        assert (await ask("mv_go_back", to="undo", wait_s=40))["version"] == 1
        assert (await ask("mv_export_video", profile="film", quality="preview", wait_s=40))["files"]
        assert (await ask("mv_cancel_job", job_id=film["job_id"]))["state"] == "completed"
        assert (await ask("mv_get_credits"))["film_credits"] == 40
    assert set(called) == {offered.run.__name__ for offered in TOOLS}

"""The server as a process of its own on standard input and output: what it loads, and what it survives."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

from assistants import Era, options_of, soon
from job_houses import FakeEngine

pytestmark = pytest.mark.anyio

HEAVY = ("numpy", "cv2", "av", "scipy", "PIL", "sqlalchemy", "dbos", "fastapi", "moderngl")
PROCESS = Path(__file__).parents[2] / "mcp_process.py"


def test_nothing_heavy_is_loaded_before_the_first_answer() -> None:
    look = f"import sys, songreel_server.faces.mcp.stdio; print([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@asynccontextmanager
async def running(data: Path, root: Path, fake: FakeEngine, era: Era) -> AsyncIterator[Client]:
    server = StdioServerParameters(
        command=sys.executable,
        args=[str(PROCESS), str(data), str(root)],
        env={**os.environ, "FAKE_ENGINE": json.dumps(fake.command)},
    )
    async with Client(server, **options_of(era)) as client:
        yield client


async def values(client: Client, tool: str, **arguments: object) -> dict[str, object]:
    answer = await client.call_tool(tool, dict(arguments))
    assert isinstance(answer, CallToolResult)
    assert not answer.is_error, answer
    assert answer.structured_content is not None
    return answer.structured_content


@pytest.mark.slow
async def test_a_server_that_dies_at_work_goes_on_with_the_same_job(
    tmp_path: Path, sqlite_template: Path, era: Era
) -> None:
    fake = FakeEngine(tmp_path / "fake", shot_s=0.5)
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    job_id: object = None
    try:
        async with running(data, fake.folder, fake, era) as client:
            song = await values(client, "mv_add_file", path="song.wav")
            job_id = (await values(client, "mv_make_video", song_id=song["file_id"], wait_s=0))["job_id"]
            await soon(lambda: len(fake.rendered()) >= 2, "two shots")
            os.kill(int((data / "pid").read_text()), signal.SIGKILL)
            await asyncio.sleep(0)
    except BaseExceptionGroup:
        # The client's side of a connection whose other side is dead.
        assert job_id is not None
    done_before = set(fake.rendered())
    fake.behave()
    async with running(data, fake.folder, fake, era) as client:
        async with asyncio.timeout(60):
            while (status := await values(client, "mv_get_status", job_id=job_id, wait_s=20))["state"] == "running":
                continue
    assert status["state"] == "completed", status
    assert status["job_id"] == job_id
    assert done_before
    again = sum(count > 1 for count in fake.rendered().values())
    assert again <= 1, "only the shot under way may be rendered twice"

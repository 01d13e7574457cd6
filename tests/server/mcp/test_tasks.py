"""Jobs as tasks (SEP-2663), as a client that knows them sees them on the wire."""

import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat_houses import House, open_house, planned
from songreel_server.faces.mcp.extensions.tasks import IDENTIFIER
from songreel_server.settings import Settings

MODERN = "2026-07-28"


@pytest.fixture(scope="module")
def tasked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("tasked")
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_house(Settings(data=data)) as house:
        yield house


class Wire:
    """One user's requests, as they are sent."""

    def __init__(self, house: House) -> None:
        self._client = house.client()
        answer = self._client.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})
        self._token = answer.json()["data"]["token"]

    def ask(self, method: str, params: dict[str, Any], *, name: str, knows_tasks: bool = True) -> dict[str, Any]:
        """The whole JSON-RPC answer."""
        prefix = "io.modelcontextprotocol"
        meta = {
            f"{prefix}/protocolVersion": MODERN,
            f"{prefix}/clientInfo": {"name": "tests", "version": "1"},
            f"{prefix}/clientCapabilities": {"extensions": {IDENTIFIER: {}}} if knows_tasks else {},
        }
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": MODERN,
            "Mcp-Method": method,
            "Mcp-Name": name,
        }
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
        return _answer(self._client.post("/mcp", json=body, headers=headers))

    def call(self, tool: str, *, knows_tasks: bool = True, **arguments: Any) -> dict[str, Any]:
        answer = self.ask("tools/call", {"name": tool, "arguments": arguments}, name=tool, knows_tasks=knows_tasks)
        result: dict[str, Any] = answer["result"]
        return result

    def task(self, method: str, task_id: str, *, name: str | None = None) -> dict[str, Any]:
        return self.ask(method, {"taskId": task_id}, name=name or task_id)

    def song_id(self) -> str:
        address = self.call("mv_add_file", kind="song")["structuredContent"]["upload_url"]
        content = (planned() / "song.wav").read_bytes()
        return str(self._client.put(f"{httpx.URL(address).path}/song.wav", content=content).json()["file_id"])


def _answer(response: httpx.Response) -> dict[str, Any]:
    """Of a plain answer, or the last event of a stream."""
    if response.headers["content-type"].startswith("text/event-stream"):
        lines = [line[6:] for line in response.text.splitlines() if line.startswith("data: {")]
        return json.loads(lines[-1])  # type: ignore[no-any-return]
    return response.json()  # type: ignore[no-any-return]


def test_a_films_job_is_a_task_from_begin_to_end(tasked: House) -> None:
    wire = Wire(tasked)
    task = wire.call("mv_make_video", song_id=wire.song_id(), confirm=True, wait_s=45)
    assert (task["resultType"], task["status"]) == ("task", "working")
    [job] = tasked.jobs()
    assert task["taskId"] == job.id
    assert wire.task("tasks/get", job.id)["result"]["statusMessage"] == "waiting for its turn"
    tasked.end(job)
    done = wire.task("tasks/get", job.id)["result"]
    assert done["status"] == "completed"
    assert done["result"]["structuredContent"]["state"] == "completed"
    assert done["result"]["content"][0]["text"].startswith("Done")


def test_a_client_that_knows_no_tasks_gets_the_job(tasked: House) -> None:
    wire = Wire(tasked)
    plain = wire.call("mv_make_video", song_id=wire.song_id(), confirm=True, wait_s=0, knows_tasks=False)
    assert plain["resultType"] == "complete"
    assert plain["structuredContent"]["state"] == "queued"
    wire.call("mv_cancel_job", job_id=plain["structuredContent"]["job_id"], knows_tasks=False)


def test_a_cancelled_task_is_a_cancelled_job(tasked: House) -> None:
    wire = Wire(tasked)
    task = wire.call("mv_make_video", song_id=wire.song_id(), confirm=True)
    assert wire.task("tasks/cancel", task["taskId"])["result"]["resultType"] == "complete"
    assert wire.task("tasks/get", task["taskId"])["result"]["status"] == "cancelled"
    assert not tasked.jobs()


def test_a_strangers_task_is_as_one_that_does_not_exist(tasked: House) -> None:
    owner, stranger = Wire(tasked), Wire(tasked)
    task_id = owner.call("mv_make_video", song_id=owner.song_id(), confirm=True)["taskId"]
    for method in ("tasks/get", "tasks/cancel", "tasks/update"):
        theirs, absent = stranger.task(method, task_id), stranger.task(method, "nonsense")
        assert theirs["error"]["code"] == absent["error"]["code"] == -32602
    assert owner.task("tasks/get", task_id)["result"]["status"] == "working"
    owner.task("tasks/cancel", task_id)


def test_a_header_that_names_another_task_is_refused(tasked: House) -> None:
    wire = Wire(tasked)
    task_id = wire.call("mv_make_video", song_id=wire.song_id(), confirm=True)["taskId"]
    assert wire.task("tasks/get", task_id, name="another")["error"]["code"] == -32020
    wire.task("tasks/cancel", task_id)

"""`songreel serve`, `worker` and `admin`: as the operator types them."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from chat_houses import planned
from songreel_engine.errors import SongreelError
from songreel_server.cli import commands
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Worker
from waiting import until


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def told(*arguments: object) -> Any:
    done = CliRunner().invoke(commands(), [*map(str, arguments), "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_token_is_made_used_listed_and_ended(data: Path) -> None:
    made = told("admin", "token", "create", "--data", data, "--grant", 7, "--name", "mine", "--scopes", "read")
    assert made["token"].startswith("nmv_usr_")
    [listed] = told("admin", "tokens", "--data", data)
    assert (listed["token_id"], listed["name"], listed["scopes"]) == (made["token_id"], "mine", "read")
    assert "token" not in listed
    [account] = told("admin", "accounts", "--data", data)
    assert (account["account_id"], account["available"]) == (made["account_id"], 7)
    assert told("admin", "token", "revoke", made["token"], "--data", data)["revoked_at"] is not None


def test_a_grant_with_a_key_is_made_once(data: Path) -> None:
    account = told("admin", "token", "create", "--data", data)["account_id"]
    for _ in range(2):
        balance = told("admin", "grant", account, 50, "--key", "june", "--data", data)
    assert balance["available"] == 50
    assert told("admin", "plan", account, "2026-11", "--data", data)["available"] == 800
    assert told("admin", "books", "--data", data) == {"ok": True, "wrong": []}


def test_a_worker_is_given_up(data: Path) -> None:
    assert told("admin", "jobs", "--data", data) == []
    database = Database(Settings(data=data).tables_url)
    with database.writing() as tx:
        tx.add(Worker(id="gpu-1", host="h", started_at=1.0, seen_at=5e9))
    assert told("admin", "recover", "gpu-1", "--data", data)["state"] == "given up"
    with database.reading() as tx:
        assert tx.get_one(Worker, "gpu-1").seen_at < 5e9
    database.close()


def test_a_vacuum_tells_what_went(data: Path) -> None:
    assert told("admin", "vacuum", "--data", data) == {"tokens": 0, "events": 0, "workers": 0, "files": 0}


@pytest.mark.parametrize(
    "arguments",
    [
        ("admin", "grant", "nobody", "5"),
        ("admin", "token", "revoke", "nothing"),
        ("admin", "cancel", "no-job"),
        ("admin", "recover", "no-worker"),
        ("admin", "token", "create", "--scopes", "fly"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(data: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SongreelError, match=r"\.$"):
        CliRunner().invoke(commands(), [*arguments, "--data", str(data)], catch_exceptions=False)


def test_a_setting_that_cannot_be_used_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SONGREEL_HEARTBEAT_S", "60")
    with pytest.raises(SongreelError, match="SONGREEL_HEARTBEAT_S"):
        CliRunner().invoke(commands(), ["admin", "tokens", "--data", str(data)], catch_exceptions=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, *options: str, **variables: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A server in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "songreel_server", "serve", "--port", str(port), "--data", str(data), *options]
    log = data.with_suffix(".log")
    with log.open("wb") as out:
        process = subprocess.Popen(command, stderr=out, stdout=out, env=os.environ | variables)
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    try:
        until(answers, within_s=60, what="the server's first answer")
        yield url, process
    finally:
        process.kill()
        process.wait()


def test_a_server_told_to_stop_lets_go_of_open_streams_and_leaves_in_order(data: Path) -> None:
    with serving(data, "--no-worker") as (url, process):
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            token = client.post("/api/auth/anonymous-token", headers={"X-Client-Id": "a"}).json()["data"]["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            session = client.post("/api/tasks/me/with-session/nemo_agent", json={}).json()["data"]["session_id"]
            song = (planned() / "song.wav").read_bytes()
            client.post(f"/api/upload-video/nemo_agent/me/{session}", files={"files": ("song.wav", song)})
            body = {"session_id": session, "new_message": {"parts": [{"text": "make a music video"}]}}
            with client.stream("POST", "/run_sse", json=body) as stream:
                lines = stream.iter_lines()
                assert any("functionCall" in line for line in lines)
                # Nobody works on the job, so the stream would stay open.
                process.send_signal(signal.SIGTERM)
                with contextlib.suppress(httpx.RemoteProtocolError):
                    list(lines)
        assert process.wait(20) in (0, -signal.SIGTERM)
    log = data.with_suffix(".log").read_text()
    assert token not in log
    assert all(json.loads(line)["message"] for line in log.splitlines())


def test_help_of_the_server_needs_nothing_heavy() -> None:
    code = (
        "import sys; from songreel_server.cli import commands; commands(); "
        "print([name for name in ('fastapi', 'sqlalchemy', 'dbos') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("name", ["MAX_SONG_S", "MAX_SONG_MB"])
def test_no_song_is_let_in_that_the_engine_would_refuse(data: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"SONGREEL_{name}", "601")
    with pytest.raises(SongreelError, match=f"SONGREEL_{name}"):
        CliRunner().invoke(commands(), ["admin", "tokens", "--data", str(data)], catch_exceptions=False)


HEAVY = ("numpy", "av", "cv2", "scipy", "dbos", "mcp", "httpx", "alembic", "songreel_engine.making")


def test_a_server_that_starts_waits_for_nothing_heavy(data: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from songreel_server.app import create_app; "
        f"from songreel_server.settings import Settings; create_app(Settings(data=Path({str(data)!r}))); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_a_server_for_assistants_on_this_machine_starts_with_their_protocol_alone(data: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from songreel_server.faces.mcp.stdio import LocalDesk, build_local; "
        f"from songreel_server.settings import Settings; build_local(LocalDesk(Settings(data=Path({str(data)!r})), [])); "
        "print([name for name in ('numpy', 'av', 'cv2', 'dbos', 'sqlalchemy', 'fastapi', 'songreel_engine.making') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr

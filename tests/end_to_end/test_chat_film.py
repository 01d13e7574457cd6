"""A client of the chat API from its token to a film that plays, changed and exported: a real server, nothing replaced."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from composed_songs import RATE_HZ, verse_and_chorus
from synthetic import write_wav
from waiting import until

pytestmark = pytest.mark.slow

ATTRIBUTION = {"X-Skill-Source": "tests", "X-Skill-Version": "1.0", "X-Skill-Platform": "unknown"}
PARTS = (("verse", 4), ("chorus", 4), ("verse", 4))
SONG_S, FPS, HEIGHT_PX = 24.0, 24, 240
TURN_S = 300.0
SMALL = {"SONGREEL_DEFAULT_QUALITY": "preview", "SONGREEL_DEFAULT_HEIGHT_PX": str(HEIGHT_PX), "NO_PROXY": "*"}


class Server:
    """A server's process, to be killed and started again on the same data."""

    def __init__(self, data: Path) -> None:
        self._data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "songreel_server",
            "serve",
            "--data",
            str(self._data),
            "--port",
            str(self._port),
        ]
        with (self._data.parent / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | SMALL)
        until(self._answers, within_s=60, what="the server's first answer")

    def end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(30)
            self._process = None

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


class Client:
    """As a chat skill calls the server."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=TURN_S, trust_env=False)
        token = self.data(self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": "end-to-end"}))["token"]
        self.http.headers.update(ATTRIBUTION | {"Authorization": f"Bearer {token}"})
        body = {"task_name": "project", "language": "en"}
        self.session = self.data(self.http.post("/api/tasks/me/with-session/nemo_agent", json=body))["session_id"]

    @staticmethod
    def data(answer: httpx.Response) -> dict[str, Any]:
        assert answer.status_code == 200, answer.text
        assert answer.json()["code"] == 0
        data: dict[str, Any] = answer.json()["data"]
        return data

    def upload(self, song: Path) -> None:
        with song.open("rb") as file:
            self.data(self.http.post(f"/api/upload-video/nemo_agent/me/{self.session}", files={"files": file}))

    def say(self, text: str, *, until_stage: str | None = None, last_event_id: str | None = None) -> "Turn":
        """The turn to its end, or to the first event of a stage, where the client hangs up."""
        message = {"session_id": self.session, "new_message": {"parts": [{"text": text}]}}
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last_event_id} if last_event_id else {})
        turn = Turn()
        with self.http.stream("POST", "/run_sse", json=message, headers=headers) as answer:
            assert answer.status_code == 200
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    turn.ids.append(line[4:])
                if line.startswith("data: {"):
                    turn.events.append(json.loads(line[6:]))
                    if until_stage is not None and turn.stages[-1:] == [until_stage]:
                        break
        return turn

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.data(self.http.get(f"/api/state/nemo_agent/me/{self.session}/latest"))["state"]
        return state

    def film(self, url: str, path: Path) -> Path:
        path.write_bytes(self.http.get(url).content)
        return path


class Turn:
    """What a turn told."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.ids: list[str] = []

    @property
    def texts(self) -> list[str]:
        return [part["text"] for event in self.events for part in event["content"]["parts"] if "text" in part]

    @property
    def stages(self) -> list[str]:
        told = [part.get("functionResponse", {}) for event in self.events for part in event["content"]["parts"]]
        return [one["response"]["stage"] for one in told if "stage" in one.get("response", {})]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "data").mkdir()
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.end(signal.SIGKILL)


def played(film: Path) -> tuple[int, int, bool]:
    """(frames, height, whether there is sound), all of it decoded."""
    with av.open(str(film)) as file:
        heights = [frame.height for frame in file.decode(video=0)]
    with av.open(str(film)) as file:
        heard = sum(frame.samples for frame in file.decode(audio=0))
        rate_hz = file.streams.audio[0].rate
    return len(heights), heights[0], abs(heard / rate_hz - SONG_S) < 0.2


def test_from_a_token_to_a_film_that_is_changed_and_exported(server: Server, tmp_path: Path) -> None:
    client = Client(server.url)
    client.upload(write_wav(tmp_path / "song.wav", verse_and_chorus(PARTS), RATE_HZ))

    # Killed while it renders and started again: the client comes back with what it saw last, and loses nothing.
    wish = "make a music video, a neon city at night"
    begun = client.say(wish, until_stage="video generation")
    assert "40 credits" in begun.texts[0]
    server.end(signal.SIGKILL)
    server.start()
    made = client.say(wish, last_event_id=begun.ids[-1])
    assert not set(made.ids) & set(begun.ids)
    assert made.texts[-1].startswith("The video is ready")
    credits = client.data(client.http.get("/api/credits/balance/simple"))
    assert (credits["available"], credits["frozen"], credits["total"]) == (60, 0, 60)
    [film] = client.state()["generated_media"]
    assert played(client.film(film["url"], tmp_path / "film.mp4")) == (round(SONG_S * FPS), HEIGHT_PX, True)
    assert client.http.get(film["url"], headers={"Range": "bytes=0-99"}).status_code == 206

    edited = client.say("redo the chorus in colder light")
    assert edited.texts[0].startswith("Light of chorus: warmth 0 → -0.5 (0:08.0–0:16.0)")
    assert "the rest is as it was" in edited.texts[-1]
    paid = 60 - client.data(client.http.get("/api/credits/balance/simple"))["available"]
    assert 0 < paid < 40

    state = client.state()
    output = {"format": "mp4", "quality": "low"}
    body = {"id": "render_1", "sessionId": client.session, "draft": state["draft"], "output": output}
    assert client.http.post("/api/render/proxy/lambda", json=body).json()["status"] in ("pending", "processing")

    def status() -> dict[str, Any] | None:
        told: dict[str, Any] = client.http.get("/api/render/proxy/lambda/render_1").json()
        assert told["status"] != "failed", told
        return told if told["status"] == "completed" else None

    exported = until(status, within_s=TURN_S, what="the export")
    assert exported is not None
    path = client.film(exported["output"]["url"], tmp_path / "export.mp4")
    assert played(path) == (round(SONG_S * FPS), HEIGHT_PX, True)
    assert client.data(client.http.get("/api/credits/balance/simple"))["available"] == 60 - paid
    client.http.close()
    server.end(signal.SIGTERM)

"""A running server, songs and photos at URLs, and back ends that hold keys."""

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from chat_houses import House, open_house
from sent_files import SONG_S, photo_file, song_file
from songreel_server import admin
from songreel_server.accounts.key_limits import KeyLimits
from songreel_server.opening.__main__ import answer
from songreel_server.settings import Settings
from songreel_server.sniff import Sniffer
from web_listeners import Answer, Listener, listening

GENERATOR, PRO = "music-video-generator", "music-to-video-pro"
PRICE = {"480p": 9, "720p": 18, "1080p": 36, "4k": 72}
SECONDS = round(SONG_S)
LRC = "[00:01.00]first we wait\n[00:02.50]then we run\n"


@dataclass
class Receiver:
    """Takes callbacks: answers with `statuses` one after another, and with the last of them from then on."""

    statuses: list[int] = field(default_factory=lambda: [200])
    port: int = 0
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    """A status of 0 answers nothing until this is set."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.heard]


@contextlib.contextmanager
def receiving(*statuses: int) -> Iterator[Receiver]:
    """A receiver on loopback."""
    receiver = Receiver(statuses=list(statuses) or [200])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status = receiver.statuses[min(len(receiver.heard), len(receiver.statuses) - 1)]
            receiver.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if status == 0:
                receiver.release.wait(20)
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Said by the tests instead."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class BackEnd:
    """Whoever holds a key."""

    house: "TaskHouse"
    key: str
    account_id: str
    client: httpx.Client

    def asked(self, **changes: Any) -> dict[str, Any]:
        """The body of a task; `model` and `callback_url` go on top, all else into its input."""
        top = {name: changes.pop(name) for name in ("model", "callback_url") if name in changes}
        song = {"audio_urls": [self.house.song_url]}
        return {"model": GENERATOR, "input": song | changes} | top

    def post(self, path: str = "/v1/videos/generations", **changes: Any) -> httpx.Response:
        return self.client.post(path, json=self.asked(**changes))

    def create(self, **changes: Any) -> str:
        answer = self.post(**changes)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["data"]["taskId"])

    def task(self, task_id: str) -> dict[str, Any]:
        answer = self.client.get(f"/v1/tasks/{task_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def credits(self) -> tuple[int, int, int]:
        data = self.client.get("/v1/credits").json()["data"]
        return data["available"], data["frozen"], data["total"]


@dataclass
class TaskHouse:
    """A server, and where its songs come from."""

    house: House
    files: Listener
    receivers: list[Receiver] = field(default_factory=list)

    @property
    def song_url(self) -> str:
        return self.files.url("/song.mp3")

    @property
    def photo_url(self) -> str:
        return self.files.url("/photo.jpg")

    def back_end(self, *, credits: int = 10_000, scopes: str = "*", user: str | None = None, **limits: Any) -> BackEnd:
        self.house.guests += 1
        parts = self.house.parts
        issued = admin.create_key(
            parts.database,
            parts.settings,
            user=user or f"back-end-{self.house.guests}@example.com",
            now=parts.studio.clock(),
            scopes=scopes,
            limits=KeyLimits(**limits),
            credits=credits,
        )
        client = self.house.client(Authorization=f"Bearer {issued.token}")
        return BackEnd(house=self, key=issued.token, account_id=issued.account_id, client=client)

    def end(self, task_id: str, to: Any = "completed", **how: Any) -> None:
        """Does the job of a task."""
        [job] = [job for job in self.house.jobs("queued", "running") if job.id == task_id]
        self.house.end(job, to, **how)


@contextlib.contextmanager
def open_task_house(settings: Settings, folder: Path, *receivers: Receiver) -> Iterator[TaskHouse]:
    """With a song and photos at URLs of its own, and leave to call the receivers."""
    answers = {
        "/song.mp3": Answer(body=song_file(folder).read_bytes(), headers={"Content-Type": "audio/mpeg"}),
        "/song.aac": Answer(body=song_file(folder, "adts").read_bytes()),
        "/photo.jpg": Answer(body=photo_file(folder, width_px=192, height_px=108).read_bytes()),
        "/tiny.jpg": Answer(body=photo_file(folder, width_px=95, height_px=200).read_bytes()),
        "/sung.mp3": Answer(body=song_file(folder, name="sung.mp3", lyrics="first we wait\nthen we run").read_bytes()),
        "/tall.jpg": Answer(body=photo_file(folder, width_px=108, height_px=192).read_bytes()),
        "/words.txt": Answer(body=b"no song at all"),
        "/words.lrc": Answer(body=LRC.encode()),
    }
    with listening(answers) as files:
        ports = [files.port, *(receiver.port for receiver in receivers)]
        allowed = frozenset(f"127.0.0.1:{port}" for port in ports)
        with open_house(settings.model_copy(update={"fetch_allow": allowed})) as house:
            # Looking at a file in a process of its own is tested elsewhere, and takes most of a second.
            house.parts.uploads._sniffer = Sniffer(house.parts.settings, ask=_look_here)
            yield TaskHouse(house=house, files=files, receivers=list(receivers))


async def _look_here(request: str, _: str) -> dict[str, Any]:
    return await asyncio.to_thread(answer, request)

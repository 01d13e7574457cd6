"""A running server with clients that talk to it; its jobs are done by hand, at once and without a picture."""

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import httpx
import uvicorn
from sqlalchemy import select
from uuid6 import uuid7

from planned_projects import SONG_S, planned_project
from songreel_server import progress_stream, sessions, vault
from songreel_server.app import create_app
from songreel_server.jobs.settling import Ending, settle
from songreel_server.parts import Server
from songreel_server.settings import Settings
from songreel_server.sniff import Found
from songreel_server.store.tables import Job, JobShot
from waiting import until

ATTRIBUTION = {"X-Skill-Source": "tests", "X-Skill-Version": "1.0", "X-Skill-Platform": "unknown"}
SHOTS = 12
WORK_S = 30.0
"""How long a test waits for a turn to end."""


@cache
def planned() -> Path:
    """A folder with a planned project of a 24 s song, and the song; never changed."""
    folder = Path(mkdtemp(prefix="songreel_planned_"))
    planned_project(folder)
    return folder


@dataclass
class House:
    """A server at `url`, and its parts."""

    url: str
    parts: Server
    guests: int = 0
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, **headers: str) -> httpx.Client:
        """Closed with the house."""
        self.clients.append(httpx.Client(base_url=self.url, timeout=WORK_S, headers=headers, trust_env=False))
        return self.clients[-1]

    def hang_up(self) -> None:
        """Closes all clients there are."""
        for client in self.clients:
            client.close()

    def guest(self, *, language: str = "en", client_id: str | None = None) -> "Guest":
        """Somebody new, with a token and a session."""
        self.guests += 1
        name = client_id or f"client-{self.guests}-{uuid7()}"
        with self.client() as client:
            answer = client.post("/api/auth/anonymous-token", headers={"X-Client-Id": name})
        assert answer.status_code == 200, answer.text
        token = answer.json()["data"]["token"]
        guest = Guest(house=self, token=token, client=self.client(Authorization=f"Bearer {token}", **ATTRIBUTION))
        guest.session = guest.new_session(language)
        return guest

    def jobs(self, *states: str) -> list[Job]:
        with self.parts.database.reading() as tx:
            rows = tx.scalars(select(Job).where(Job.state.in_(states or ("queued",))).order_by(Job.made_at)).all()
            tx.expunge_all()
            return list(rows)

    def end(self, job: Job, to: Ending = "completed", *, error: str | None = None, shots: int = 0) -> None:
        """Does a job: the plan of a film, a file that stands for it, and its settlement. `shots`: of how many it rendered."""
        now = self.parts.studio.clock()
        folder = self.parts.studio.films.workspaces.folder(job.project_id)
        if job.kind == "make" and not folder.exists() and to == "completed":
            shutil.copytree(planned() / "film.songreel", folder)
        with self.parts.database.writing() as tx:
            report = {"state": "running", "stage": "video generation", "done": 1.0, "total": 4.0, "seconds_left": 3.0}
            progress_stream.append(tx, job.id, "progress", report, now=now)
            if shots:
                tx.get_one(Job, job.id).total = SHOTS
            for number in range(shots):
                row = JobShot(job_id=job.id, shot_id=str(number), clip_key="k", reused=False, seconds=1.0, made_at=now)
                tx.add(row)
        result = self._film_of(job, now) if to == "completed" else None
        with self.parts.database.writing() as tx:
            settle(tx, job.id, to=to, result=result, error=error, now=now)

    def film_bytes(self, job: Job) -> bytes:
        """Of the file that stands for the film."""
        return f"film of {job.id}".encode()

    def _film_of(self, job: Job, now: float) -> dict[str, Any]:
        content = self.film_bytes(job)
        path = self.parts.settings.data / f"{job.id}.mp4"
        path.write_bytes(content)
        facts = {"duration_s": SONG_S, "width_px": 540, "height_px": 960, "frames": 576}
        arrival = vault.Arrival(
            path=path,
            name="film.mp4",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            found=Found(kind="film", media_type="video/mp4", facts=facts),
        )
        [item] = vault.keep(self.parts.database, self.parts.store, job.account_id, [arrival], now=now, quota_bytes=None)
        version = job.request.get("version", 1)
        return {"item_id": item.id, "shots": SHOTS, "draft_version": version, "style": "golden_hour", "warnings": []}


@dataclass(frozen=True)
class Heard:
    """What a stream said."""

    events: list[dict[str, Any]]
    ids: list[str]
    heartbeats: int
    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        return [part["text"] for event in self.events for part in event["content"]["parts"] if "text" in part]

    @property
    def last(self) -> str:
        return self.texts[-1]

    @property
    def calls(self) -> list[dict[str, Any]]:
        return [p["functionCall"] for e in self.events for p in e["content"]["parts"] if "functionCall" in p]

    @property
    def responses(self) -> list[dict[str, Any]]:
        """Of work that is over."""
        return [
            part["functionResponse"]
            for event in self.events
            for part in event["content"]["parts"]
            if "functionResponse" in part and not event["partial"]
        ]


@dataclass
class Guest:
    """A client of the chat API."""

    house: House
    token: str
    client: httpx.Client
    session: str = ""

    def new_session(self, language: str = "en") -> str:
        body = {"task_name": "project", "language": language}
        answer = self.client.post("/api/tasks/me/with-session/nemo_agent", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["data"]["session_id"])

    def send(self, *files: tuple[str, bytes]) -> httpx.Response:
        parts = [("files", (name, content)) for name, content in files]
        return self.client.post(f"/api/upload-video/nemo_agent/me/{self.session}", files=parts)

    def upload_song(self) -> None:
        """As a client does, with the file looked at in a process of its own."""
        answer = self.send(("song.wav", (planned() / "song.wav").read_bytes()))
        assert answer.status_code == 200, answer.text

    def send_song(self, name: str = "song.wav") -> None:
        """The same song, at once."""
        self.keep(
            planned() / "song.wav", name, Found(kind="song", media_type="audio/wav", facts={"duration_s": SONG_S})
        )

    def keep(self, path: Path, name: str, found: Found) -> None:
        """A file as if it had been uploaded; every name is a content of its own."""
        parts = self.house.parts
        own = parts.settings.data / name
        own.write_bytes(path.read_bytes() + name.encode())
        caller, now = parts.studio.who_is(self.token), parts.studio.clock()
        content = own.read_bytes()
        arrival = vault.Arrival(
            path=own, name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), found=found
        )
        [item] = vault.keep(parts.database, parts.store, caller.account_id, [arrival], now=now, quota_bytes=None)
        with parts.database.writing() as tx:
            held = sessions.find_session(tx, caller.account_id, self.session)
            song = item.id if found.kind == "song" else None
            sessions.add_files(tx, held, (item.id,), song_item_id=song, now=now)

    def say(self, text: str, *, last_event_id: str | None = None, most_events: int | None = None) -> Heard:
        """The whole turn, or its first events."""
        body = {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": self.session,
            "new_message": {"parts": [{"text": text}]},
        }
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last_event_id} if last_event_id else {})
        with self.client.stream("POST", "/run_sse", json=body, headers=headers) as answer:
            if answer.status_code != 200:
                answer.read()
                return Heard(events=[], ids=[], heartbeats=0, status=answer.status_code, body=answer.json())
            return _heard(answer.iter_lines(), most_events)

    def say_and_work(self, text: str, *, to: Ending = "completed", error: str | None = None, shots: int = 0) -> Heard:
        """The turn, with the job it starts done while the client listens."""
        listening = Listening(self, text)
        [job] = until(self.house.jobs, what="a job")
        self.house.end(job, to, error=error, shots=shots)
        return listening.result()

    def make_film(self) -> Heard:
        self.send_song()
        return self.say_and_work("make a music video, golden hour")

    def state(self) -> dict[str, Any]:
        answer = self.client.get(f"/api/state/nemo_agent/me/{self.session}/latest")
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()["data"]["state"]
        return state

    def credits(self) -> dict[str, Any]:
        data: dict[str, Any] = self.client.get("/api/credits/balance/simple").json()["data"]
        return {name: data[name] for name in ("available", "frozen", "total")}

    def render(self, render_id: str, **changes: Any) -> httpx.Response:
        body = {"id": render_id, "sessionId": self.session, "output": {"format": "mp4", "quality": "high"}} | changes
        return self.client.post("/api/render/proxy/lambda", json=body)


class Listening:
    """A turn heard by a thread of its own."""

    def __init__(self, guest: Guest, text: str, **options: Any) -> None:
        self._heard: list[Heard] = []
        self._thread = threading.Thread(target=lambda: self._heard.append(guest.say(text, **options)))
        self._thread.start()

    def result(self) -> Heard:
        self._thread.join(WORK_S)
        assert self._heard, "the stream did not end"
        return self._heard[0]


def _heard(lines: Iterator[str], most_events: int | None) -> Heard:
    events: list[dict[str, Any]] = []
    ids: list[str] = []
    heartbeats = 0
    for line in lines:
        if line == "event: heartbeat":
            heartbeats += 1
        elif line.startswith("id: "):
            ids.append(line[4:])
        elif line.startswith("data: {"):
            events.append(json.loads(line[6:]))
            # The client hangs up when it has an event and its id.
            if most_events is not None and len(events) == most_events:
                break
    return Heard(events=events, ids=ids, heartbeats=heartbeats)


@contextmanager
def open_house(settings: Settings) -> Iterator[House]:
    """A server in a thread, at a free port of loopback, without a worker."""
    app = create_app(settings.model_copy(update={"worker": False, "tokens_per_ip": 1_000}))
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, timeout_graceful_shutdown=5)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    with ExitStack() as clients:
        try:
            until(lambda: server.started, what="the server's start")
            port = server.servers[0].sockets[0].getsockname()[1]
            house = House(url=f"http://127.0.0.1:{port}", parts=app.state.server)
            # Also after a test that fails: what it left open would be held against the next one.
            clients.callback(house.hang_up)
            yield house
        finally:
            server.should_exit = True
            thread.join(WORK_S)

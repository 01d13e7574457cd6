"""A back end's whole way: a key, a price, a task, a callback that is first refused, a film that plays, a bill that adds up."""

import base64
import hashlib
import hmac
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

import av
import httpx
import pytest

from composed_songs import RATE_HZ, verse_and_chorus
from drawn_portraits import portrait, write_photo
from songreel_engine.project import Project
from synthetic import write_wav
from task_houses import Receiver, receiving
from waiting import until
from web_listeners import Answer, Listener, listening

pytestmark = pytest.mark.slow

PARTS = (("verse", 2), ("chorus", 2))
SONG_S, FPS, SIZE_PX = 8.0, 24, (480, 854)
PRICE = 8 * 9
GRANT = 100
TASK_S = 300.0
SHORT_S = 5.0
LRC = "[00:00.50]first we wait\n[00:02.50]then we run\n"
SONGREEL = [sys.executable, "-m", "songreel_server"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(500, 200) as one:
        yield one


@pytest.fixture
def songs(tmp_path: Path) -> Iterator[Listener]:
    sound = verse_and_chorus(PARTS)
    files = {
        "/song.wav": write_wav(tmp_path / "song.wav", sound, RATE_HZ),
        "/short.wav": write_wav(tmp_path / "short.wav", sound[: round(SHORT_S * RATE_HZ)], RATE_HZ),
        "/ida.png": write_photo(tmp_path / "ida.png", portrait().rgb),
    }
    with listening({name: Answer(body=file.read_bytes()) for name, file in files.items()}) as one:
        yield one


@pytest.fixture
def server(tmp_path: Path, receiver: Receiver, songs: Listener) -> Iterator[str]:
    with serving(tmp_path, receiver, songs) as url:
        yield url


@contextmanager
def serving(folder: Path, receiver: Receiver, songs: Listener, *options: str) -> Iterator[str]:
    """A server process that may reach the receiver and the songs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "SONGREEL_FETCH_ALLOW": f"127.0.0.1:{receiver.port} 127.0.0.1:{songs.port}",
        "SONGREEL_CALLBACK_RETRY_S": "0.5 1",
    }
    with (folder / "server.log").open("wb") as log:
        command = [*SONGREEL, "serve", "--data", str(folder / "data"), "--port", str(port), *options]
        process = subprocess.Popen(command, stdout=log, stderr=log, env=env)

    def answers() -> bool:
        try:
            return httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    try:
        until(answers, within_s=60, what="the server's first answer")
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def admin(data: Path, *arguments: str) -> Any:
    command = [*SONGREEL, "admin", *arguments, "--data", str(data), "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def back_end(server: str, data: Path, *options: str) -> httpx.Client:
    """Whoever holds a new key."""
    key = admin(data, "key", "create", "--user", "shop@example.com", "--grant", "1000", *options)["key"]
    return httpx.Client(base_url=server, timeout=60, trust_env=False, headers={"Authorization": f"Bearer {key}"})


def over(client: httpx.Client, task_id: str) -> dict[str, Any]:
    """The task once it is over."""

    def ended() -> dict[str, Any] | None:
        told: dict[str, Any] = client.get(f"/v1/tasks/{task_id}").json()
        return told if told["status"] in ("completed", "failed") else None

    return until(ended, within_s=TASK_S, what="the task's end") or {}


def played(film: Path, song_s: float = SONG_S) -> tuple[int, tuple[int, int], bool]:
    """(frames, size, whether there is sound of the song's length), all of it decoded."""
    with av.open(str(film)) as file:
        sizes = [(frame.width, frame.height) for frame in file.decode(video=0)]
    with av.open(str(film)) as file:
        heard = sum(frame.samples for frame in file.decode(audio=0))
        rate_hz = file.streams.audio[0].rate
    assert len(set(sizes)) == 1
    return len(sizes), sizes[0], abs(heard / rate_hz - song_s) < 0.2


def test_from_a_key_to_a_callback_to_a_film_that_plays(
    server: str, receiver: Receiver, songs: Listener, tmp_path: Path
) -> None:
    key = admin(tmp_path / "data", "key", "create", "--user", "shop@example.com", "--grant", str(GRANT))
    client = httpx.Client(
        base_url=server, timeout=60, trust_env=False, headers={"Authorization": f"Bearer {key['key']}"}
    )
    asked = {
        "model": "music-video-generator",
        "callback_url": receiver.url,
        "input": {"audio_urls": [songs.url("/song.wav")], "aspect_ratio": "9:16", "prompt": "a neon city at night"},
    }
    price = client.post("/v1/estimate", json=asked).json()["data"]
    assert price == {"credits": PRICE, "billed_seconds": 8, "resolution": "480p"}
    task_id = client.post("/v1/videos/generations", json=asked).json()["data"]["taskId"]
    assert client.get("/v1/credits").json()["data"] == {"available": GRANT - PRICE, "frozen": PRICE, "total": GRANT}
    again = client.post("/v1/videos/generations", json=asked)
    assert (again.status_code, again.json()["error"]["code"]) == (402, "insufficient_credits")

    def delivered() -> dict[str, Any] | None:
        told: dict[str, Any] = client.get(f"/v1/tasks/{task_id}").json()
        assert told["status"] != "failed", told
        return told if told["callback"]["state"] == "delivered" else None

    task = until(delivered, within_s=TASK_S, what="the callback") or {}
    assert (task["status"], task["callback"]["tries"]) == ("completed", 2)
    assert {headers["x-task-id"] for headers, _ in receiver.heard} == {task_id}
    assert [body["status"] for body in receiver.bodies] == ["completed", "completed"]
    headers, body = receiver.heard[-1]
    secret = client.get("/v1/webhook-secret").json()["data"]["secret"].removeprefix("whsec_")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.digest(base64.b64decode(secret), signed, hashlib.sha256)
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"

    [url] = receiver.bodies[-1]["output"]["urls"]
    film = tmp_path / "film.mp4"
    film.write_bytes(httpx.get(url, trust_env=False).content)
    assert played(film) == (round(SONG_S * FPS), SIZE_PX, True)
    assert client.get("/v1/credits").json()["data"] == {"available": GRANT - PRICE, "frozen": 0, "total": GRANT - PRICE}
    assert admin(tmp_path / "data", "books") == {"ok": True, "wrong": []}
    client.close()


def test_somebody_of_a_photo_sings_words_at_720p_and_what_was_not_honoured_is_the_engines_word(
    server: str, songs: Listener, tmp_path: Path
) -> None:
    asked = {
        "model": "music-to-video-pro",
        "input": {
            "audio_urls": [songs.url("/short.wav")],
            "image_urls": [songs.url("/ida.png")],
            "aspect_ratio": "16:9",
            "resolution": "720p",
            "lyrics": LRC,
            "subtitle_color": "gold",
            "subtitle_position": "top",
            "lipsync_enabled": True,
            "lipsync_frequency": 0.9,
        },
    }
    with back_end(server, tmp_path / "data") as client:
        task = over(client, client.post("/v1/videos/generations", json=asked).json()["data"]["taskId"])
        assert task["status"] == "completed", task
        film = tmp_path / "film.mp4"
        film.write_bytes(httpx.get(task["output"]["urls"][0], trust_env=False).content)
    assert played(film, SHORT_S) == (round(SHORT_S * FPS), (1280, 720), True)
    metadata = task["output"]["metadata"]
    assert (metadata["width_px"], metadata["height_px"]) == (1280, 720)
    # The drawing shows somebody down to the waist, and a computer's sine tones are no voice.
    assert any(warning.startswith("ida.png shows the upper body only") for warning in metadata["warnings"])
    assert any("singing" in warning for warning in metadata["warnings"])
    draft = Project.open(tmp_path / "data" / "projects" / task["project_id"]).read_draft()
    assert [(item.text, item.place, item.colour) for item in draft.tracks.text] == [
        ("first we wait", "top", "#ffd700"),
        ("then we run", "top", "#ffd700"),
    ]
    assert len(draft.performer.photos) == 1
    assert draft.warnings == tuple(metadata["warnings"])


def test_a_task_that_fails_is_given_back_makes_room_under_the_limit_and_the_books_add_up(
    receiver: Receiver, songs: Listener, tmp_path: Path
) -> None:
    receiver.statuses = [200]
    data = tmp_path / "data"
    price = round(SHORT_S) * 9
    asked = {
        "model": "music-video-generator",
        "callback_url": receiver.url,
        "input": {"audio_urls": [songs.url("/short.wav")]},
    }
    with (
        serving(tmp_path, receiver, songs, "--no-worker") as server,
        back_end(server, data, "--total-limit", str(price)) as client,
    ):
        task_id = client.post("/v1/videos/generations", json=asked).json()["data"]["taskId"]
        refused = client.post("/v1/videos/generations", json=asked)
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "spend_limit_exceeded")
        assert client.get("/v1/credits").json()["data"]["frozen"] == price
        # Somebody empties the store before the song is taken up.
        for blob in (data / "media" / "blobs").rglob("*"):
            if blob.is_file():
                blob.unlink()
        worker = subprocess.Popen([*SONGREEL, "worker", "--data", str(data)], stderr=subprocess.DEVNULL)
        try:
            task = over(client, task_id)
            until(lambda: len(receiver.heard) == 1, within_s=TASK_S, what="the callback")
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(30)
        assert task["status"] == "failed"
        assert receiver.bodies[0]["error"] == task["error"]
        assert client.get("/v1/credits").json()["data"] == {"available": 1000, "frozen": 0, "total": 1000}
        assert client.post("/v1/videos/generations", json=asked).status_code == 200
        assert admin(data, "books") == {"ok": True, "wrong": []}

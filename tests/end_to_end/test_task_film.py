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
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from composed_songs import RATE_HZ, verse_and_chorus
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
SONGREEL = [sys.executable, "-m", "songreel_server"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(500, 200) as one:
        yield one


@pytest.fixture
def songs(tmp_path: Path) -> Iterator[Listener]:
    song = write_wav(tmp_path / "song.wav", verse_and_chorus(PARTS), RATE_HZ)
    with listening({"/song.wav": Answer(body=song.read_bytes())}) as one:
        yield one


@pytest.fixture
def server(tmp_path: Path, receiver: Receiver, songs: Listener) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "SONGREEL_FETCH_ALLOW": f"127.0.0.1:{receiver.port} 127.0.0.1:{songs.port}",
        "SONGREEL_CALLBACK_RETRY_S": "0.5 1",
    }
    with (tmp_path / "server.log").open("wb") as log:
        command = [*SONGREEL, "serve", "--data", str(tmp_path / "data"), "--port", str(port)]
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


def played(film: Path) -> tuple[int, tuple[int, int], bool]:
    """(frames, size, whether there is sound of the song's length), all of it decoded."""
    with av.open(str(film)) as file:
        sizes = [(frame.width, frame.height) for frame in file.decode(video=0)]
    with av.open(str(film)) as file:
        heard = sum(frame.samples for frame in file.decode(audio=0))
        rate_hz = file.streams.audio[0].rate
    assert len(set(sizes)) == 1
    return len(sizes), sizes[0], abs(heard / rate_hz - SONG_S) < 0.2


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

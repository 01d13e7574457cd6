"""A client of the chat API from its token to a film that plays, changed and exported: real processes, nothing replaced."""

import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat_clients import TURN_S, Client, played
from composed_songs import RATE_HZ, verse_and_chorus
from server_processes import HEIGHT_PX, Stack
from synthetic import write_wav
from waiting import until

pytestmark = pytest.mark.slow

PARTS = (("verse", 4), ("chorus", 4), ("verse", 4))
SONG_S, FPS = 24.0, 24
WHOLE = (round(SONG_S * FPS), HEIGHT_PX, True)


def kill_what_works(stack: Stack) -> None:
    """The server, and the worker that draws."""
    if stack.workers:
        stack.at_work().end(signal.SIGKILL)
    stack.server.end(signal.SIGKILL)


def test_from_a_token_to_a_film_that_is_changed_and_exported(stack: Stack, tmp_path: Path) -> None:
    client = Client(stack.url)
    client.upload(write_wav(tmp_path / "song.wav", verse_and_chorus(PARTS), RATE_HZ))

    # Killed while it renders, the server is started again, the worker is not: where there are two the other takes the job.
    # The client comes back with what it saw last, and loses nothing.
    wish = "make a music video, a neon city at night"
    begun = client.say(wish, until_stage="video generation")
    assert "40 credits" in begun.texts[0]
    kill_what_works(stack)
    stack.server.start()
    made = client.say(wish, last_event_id=begun.ids[-1])
    assert not set(made.ids) & set(begun.ids)
    assert made.texts[-1].startswith("The video is ready")
    credits = client.credits()
    assert (credits["available"], credits["frozen"], credits["total"]) == (60, 0, 60)
    [film] = client.state()["generated_media"]
    assert played(client.film(film["url"], tmp_path / "film.mp4"), SONG_S) == WHOLE
    sought = httpx.get(film["url"], headers={"Range": "bytes=100-199"}, trust_env=False)
    assert (sought.status_code, sought.content) == (206, (tmp_path / "film.mp4").read_bytes()[100:200])

    edited = client.say("redo the chorus in colder light")
    assert edited.texts[0].startswith("Light of chorus: warmth 0 → -0.5 (0:08.0–0:16.0)")
    assert "the rest is as it was" in edited.texts[-1]
    paid = 60 - client.credits()["available"]
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
    assert played(path, SONG_S) == WHOLE
    assert client.credits()["available"] == 60 - paid
    assert stack.admin("books") == {"ok": True, "wrong": []}
    client.http.close()
    stack.end()

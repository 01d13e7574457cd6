"""An assistant that has only the skill's folder: a song in, a video out, changed by talking, exported. Nothing replaced."""

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

PARTS = (("chorus", 3), ("verse", 2), ("chorus", 3))
"""The shortest of this kind in which the analysis hears a chorus."""
SONG_S, FPS, HEIGHT_PX = 16.0, 24, 240
COMMAND_S = 300.0
SONGREEL = [sys.executable, "-m", "songreel_server"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    small = {"SONGREEL_DEFAULT_QUALITY": "preview", "SONGREEL_DEFAULT_HEIGHT_PX": str(HEIGHT_PX)}
    with (tmp_path / "server.log").open("wb") as log:
        command = [*SONGREEL, "serve", "--data", str(tmp_path / "data"), "--port", str(port)]
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | small)

    def answers() -> bool:
        assert process.poll() is None, (tmp_path / "server.log").read_text()
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


class Assistant:
    """Runs the bundle's script in an empty folder, with nothing of the repository in reach."""

    def __init__(self, script: Path, folder: Path, url: str) -> None:
        self._command = [sys.executable, str(script)]
        self._folder = folder
        self._env = {"PATH": os.environ["PATH"], "HOME": str(folder.parent / "home"), "SONGREEL_URL": url}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._command, *arguments],
            cwd=self._folder,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
        )

    def value(self, *arguments: str) -> Any:
        ran = self.run(*arguments, "--json")
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)


def played(film: Path) -> tuple[int, int]:
    """(frames, height), all of it decoded."""
    with av.open(str(film)) as file:
        heights = [frame.height for frame in file.decode(video=0)]
    return len(heights), heights[0]


def test_with_the_bundle_alone_a_song_becomes_a_video_that_is_changed_and_exported(server: str, tmp_path: Path) -> None:
    subprocess.run([*SONGREEL, "skill-bundle", str(tmp_path / "out")], check=True, capture_output=True)
    (tmp_path / "empty").mkdir()
    script = tmp_path / "out" / "songreel" / "scripts" / "songreel_chat.py"
    assistant = Assistant(script, tmp_path / "empty", server)
    song = write_wav(tmp_path / "song.wav", verse_and_chorus(PARTS), RATE_HZ)
    whole = (round(SONG_S * FPS), HEIGHT_PX)

    made = assistant.run("make", str(song), "a neon city at night", "-o", "film.mp4")
    assert made.returncode == 0, made.stderr
    assert "The video is ready" in made.stdout
    assert "video generation" in made.stderr
    assert played(tmp_path / "empty" / "film.mp4") == whole

    edited = assistant.run("chat", "redo the chorus in colder light", "-o", "cold.mp4")
    assert edited.returncode == 0, edited.stderr
    assert edited.stdout.startswith("Light of chorus: warmth 0 → -0.5")
    assert "the rest is as it was" in edited.stdout
    assert played(tmp_path / "empty" / "cold.mp4") == whole
    assert 0 < assistant.value("credits")["available"] < 60

    exported = assistant.value("export", "-o", "final.mp4", "--quality", "low")
    assert exported["render"]["status"] == "completed"
    assert played(tmp_path / "empty" / "final.mp4") == whole
    assert len(assistant.value("scenes")["scenes"]) >= 1
    assert sorted(file.name for file in (tmp_path / "empty").iterdir()) == ["cold.mp4", "film.mp4", "final.mp4"]

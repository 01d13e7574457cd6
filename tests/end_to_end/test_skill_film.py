"""An assistant that has only the skill's folder: a song in, a video out, changed by talking, exported, and kept by
registering. Real processes, nothing replaced."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from browsers import PASSWORD, forms_of
from chat_clients import played
from composed_songs import RATE_HZ, verse_and_chorus
from server_processes import HEIGHT_PX, SONGREEL, Stack
from synthetic import write_wav

pytestmark = pytest.mark.slow

PARTS = (("chorus", 3), ("verse", 2), ("chorus", 3))
"""The shortest of this kind in which the analysis hears a chorus."""
SONG_S, FPS = 16.0, 24
WHOLE = (round(SONG_S * FPS), HEIGHT_PX, True)
COMMAND_S = 300.0
REGISTERED_CREDITS = 250


class Assistant:
    """Runs the bundle's script in an empty folder, with nothing of the repository in reach."""

    def __init__(self, script: Path, folder: Path, url: str) -> None:
        self._command = [sys.executable, str(script)]
        self.folder = folder
        self._env = {"PATH": os.environ["PATH"], "HOME": str(folder.parent / "home"), "SONGREEL_URL": url}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._command, *arguments],
            cwd=self.folder,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
        )

    def value(self, *arguments: str) -> Any:
        ran = self.run(*arguments, "--json")
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    def played(self, name: str) -> tuple[int, int, bool]:
        return played(self.folder / name, SONG_S)


@pytest.fixture
def assistant(stack: Stack, tmp_path: Path) -> Assistant:
    subprocess.run([*SONGREEL, "skill-bundle", str(tmp_path / "out")], check=True, capture_output=True)
    (tmp_path / "empty").mkdir()
    script = tmp_path / "out" / "songreel" / "scripts" / "songreel_chat.py"
    return Assistant(script, tmp_path / "empty", stack.url)


def registered(url: str) -> httpx.Response:
    """The page that a person comes to who follows a guest's link and registers."""
    with httpx.Client(follow_redirects=True, trust_env=False, timeout=COMMAND_S) as browser:
        page = browser.get(url)
        fields = forms_of(page)["/register"].fields | {"email": "anna@example.com", "password": PASSWORD}
        return browser.post(str(page.url.join("/register")), data=fields)


def test_with_the_bundle_alone_a_song_becomes_a_video_that_is_changed_exported_and_kept(
    stack: Stack, assistant: Assistant, tmp_path: Path
) -> None:
    song = write_wav(tmp_path / "song.wav", verse_and_chorus(PARTS), RATE_HZ)

    made = assistant.run("make", str(song), "a neon city at night", "-o", "film.mp4")
    assert made.returncode == 0, made.stderr
    assert "The video is ready" in made.stdout
    assert "video generation" in made.stderr
    assert assistant.played("film.mp4") == WHOLE

    edited = assistant.run("chat", "redo the chorus in colder light", "-o", "cold.mp4")
    assert edited.returncode == 0, edited.stderr
    assert edited.stdout.startswith("Light of chorus: warmth 0 → -0.5")
    assert "the rest is as it was" in edited.stdout
    assert assistant.played("cold.mp4") == WHOLE
    left = assistant.value("credits")["available"]
    assert 0 < left < 60

    exported = assistant.value("export", "-o", "final.mp4", "--quality", "low")
    assert exported["render"]["status"] == "completed"
    assert assistant.played("final.mp4") == WHOLE
    assert len(assistant.value("scenes")["scenes"]) >= 1
    assert sorted(file.name for file in assistant.folder.iterdir()) == ["cold.mp4", "film.mp4", "final.mp4"]

    page = registered(assistant.value("token")["register_url"])
    assert (page.status_code, page.url.path) == (200, "/account")
    assert assistant.value("credits")["available"] == left + REGISTERED_CREDITS
    kept = assistant.value("download", "-o", "kept.mp4")
    assert [film["kind"] for film in assistant.value("status")["generated_media"]] == ["export", "edit", "make"]
    assert Path(kept["file"]).name == "kept.mp4"
    assert assistant.played("kept.mp4") == WHOLE
    undone = assistant.run("chat", "undo")
    assert undone.returncode == 0, undone.stderr
    stack.end()

"""A film with a person from a photo, as its users make it: a real process and real files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drawn_portraits import empty_wall, portrait, write_photo
from songreel_engine.draft.model import Draft
from synthetic import click_song, write_wav

SMALL = ["--quality", "preview", "--height", "192", "--style", "golden hour", "--prompt", "a beach", "--seed", "5"]


def songreel(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "songreel_engine", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wav(tmp_path_factory.mktemp("song") / "song.wav", click_song(6.0, 120.0))


def planned(song: Path, folder: Path, *photos: Path) -> Draft:
    asked = [part for photo in photos for part in ("--photo", photo)]
    done = songreel("plan", song, "--project", folder, "--prompt", "a beach", "--seed", "5", *asked, "--json")
    assert done.returncode == 0, done.stderr
    return Draft.model_validate_json(done.stdout)


def test_a_photo_becomes_the_performer_and_the_film_is_found_again(song: Path, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "me.png", portrait().rgb)
    command = ["make", song, "-o", tmp_path / "film.mp4", *SMALL, "--photo", photo, "--json"]
    done = songreel(*command)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert any("me.png shows the upper body only" in warning for warning in made["warnings"])
    # The project keeps the photo: it may be gone, and need not be named again.
    photo.unlink()
    again = songreel(*(part for part in command if part not in ("--photo", photo)))
    assert again.returncode == 0, again.stderr
    found = json.loads(again.stdout)
    assert found["made"] == {"plates": 0, "clips": 0}
    assert found["draft_version"] == made["draft_version"]


def test_a_photo_without_a_face_or_without_anybody_is_told(song: Path, tmp_path: Path) -> None:
    behind = write_photo(tmp_path / "behind.png", portrait(face=False).rgb)
    nobody = write_photo(tmp_path / "wall.png", empty_wall())
    draft = planned(song, tmp_path / "film.songreel", behind, nobody)
    assert "No face was found in behind.png: the mouth stays shut." in draft.warnings
    assert any("wall.png" in warning and "not shown" in warning for warning in draft.warnings)
    assert len(draft.performer.photos) == 1
    assert draft.performer.colour != "#b02a22"


def test_what_is_no_picture_is_refused(song: Path, tmp_path: Path) -> None:
    done = songreel("plan", song, "--project", tmp_path / "film.songreel", "--photo", song)
    assert done.returncode == 1
    assert "is no picture" in done.stderr

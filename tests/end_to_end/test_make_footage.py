"""A film with the user's own footage in it, as its users make it: a real process and real files."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from filmed_footage import a_square_walks, even_times, noise, write_footage
from songreel_engine.draft.model import Draft
from songreel_engine.film import probe_film
from synthetic import click_song, write_wav

SMALL = ["--quality", "preview", "--height", "192", "--style", "golden hour", "--prompt", "a beach", "--seed", "5"]


def songreel(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "songreel_engine", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wav(tmp_path_factory.mktemp("song") / "song.wav", click_song(12.0, 120.0))


def phone(file: Path) -> Path:
    """Twelve seconds, filmed upright at 30 frames a second, with a frame missing here and there."""
    pictures = a_square_walks(160, 90, 360, lambda share: 0.2 + 0.6 * share)
    times_s = [time_s for k, time_s in enumerate(even_times(360, 30)) if k % 7]
    kept = [picture for k, picture in enumerate(pictures) if k % 7]
    return write_footage(file, kept, times_s, turned_deg=90)


def draft_of(folder: Path) -> Draft:
    shown = songreel("show", folder, "--json")
    assert shown.returncode == 0, shown.stderr
    return Draft.model_validate_json(shown.stdout)


def test_footage_is_cut_into_the_film_found_again_and_moved_by_talking(song: Path, tmp_path: Path) -> None:
    clip = phone(tmp_path / "walk.mp4")
    film, folder = tmp_path / "film.mp4", tmp_path / "film.songreel"
    command = ["make", song, "-o", film, *SMALL, "--footage", clip, "--json"]
    done = songreel(*command)
    assert done.returncode == 0, done.stderr
    draft = draft_of(folder)
    shown = [shot for shot in draft.shots if shot.picture.media_id is not None]
    assert shown
    assert len(shown) <= len(draft.shots) / 2
    assert all(shot.picture.media_start_s is not None for shot in shown)
    assert probe_film(film).frames == draft.frames
    again = songreel(*command)
    assert json.loads(again.stdout)["made"] == {"plates": 0, "clips": 0}
    number = draft.shots.index(shown[0]) + 1
    edited = songreel("edit", folder, f"use another part of my clip in shot {number}", "--json")
    assert edited.returncode == 0, edited.stderr
    moved = draft_of(folder).shots[number - 1].picture.media_start_s
    assert moved is not None
    assert moved != shown[0].picture.media_start_s


def test_what_is_no_footage_is_refused_before_anything_is_heard(song: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    whole = write_footage(tmp_path / "whole.mp4", [noise(64, 96, 1)] * 30, even_times(30, 30))
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    sound = write_wav(tmp_path / "voice.wav", np.zeros(16_000, np.float32))
    for file, why in (
        (broken, "broken.mp4 is no picture"),
        (sound, "has no picture"),
        (tmp_path / "gone.mp4", "is no file"),
    ):
        folder = tmp_path / f"{file.stem}.songreel"
        done = songreel("plan", song, "--project", folder, "--footage", file)
        assert done.returncode == 1
        assert why in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert not folder.exists()

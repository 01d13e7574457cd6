"""A whole film by diffusion: tiny key-image and video models of the real classes, and an edit that renders one shot again."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from songreel_engine.cli.commands import app
from synthetic import click_song, write_wav

pytest.importorskip("torch", reason="torch is not installed; pip install 'songreel[diffusion]'")
pytest.importorskip("diffusers", reason="diffusers is not installed; pip install 'songreel[diffusion]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]

SONG_S, FPS = 20.0, 24
FEW_STEP_PICTURES, FEW_STEP_VIDEOS = "sdxl-turbo", "LTX-Video-0.9.8-13B-distilled"
"""By their folders' names the tiny models are asked as the catalogue's rows say: in four and eight steps, without guidance."""


class Filmed(NamedTuple):
    project: Path
    told: dict[str, Any]


def songreel(*arguments: object) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Filmed:
    import torch

    from tiny_models import saved, sdxl
    from tiny_videos import build_ltx

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("diffused")
    build_ltx().save_pretrained(folder / FEW_STEP_VIDEOS)
    song = write_wav(folder / "song.wav", click_song(SONG_S, 120.0))
    told = songreel(
        "make", song, "--project", folder / "film.songreel", "--quality", "preview", "--height", "240", "--seed", "5",
        "--prompt", "a city street", "--keyframe-model", saved(sdxl, folder / FEW_STEP_PICTURES),
        "--video-model", folder / FEW_STEP_VIDEOS, "--takes", "1", "--allow-non-commercial",
    )  # fmt: skip
    return Filmed(folder / "film.songreel", told)


def rushes(project: Path) -> dict[str, bytes]:
    return {file.parent.name: file.read_bytes() for file in (project / "rushes").glob("*/frames.mp4")}


def clips(project: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (project / "clips").glob("*.mp4")}


def test_a_film_by_diffusion_is_as_long_as_its_song_and_says_what_was_generated(filmed: Filmed) -> None:
    told = filmed.told
    assert (told["frames"], told["duration_s"]) == (round(SONG_S * FPS), pytest.approx(SONG_S, abs=1 / FPS))
    assert told["picture"]["name"] == "diffusion"
    assert len(told["motion"]) == len(told["shots"])
    # The model makes as many frames a second as the film shows, so each frame is one that it made.
    assert sum(motion["generated"] for motion in told["motion"]) >= told["frames"]
    assert sum(motion["interpolated"] for motion in told["motion"]) == 0
    assert all(motion["score"] is not None and motion["takes"] == 1 for motion in told["motion"])
    assert told["has_nsfw_contents"] is None


def test_an_edit_generates_one_shot_and_leaves_every_other_the_same_file(filmed: Filmed) -> None:
    project, made = filmed
    before = {"rushes": rushes(project), "clips": clips(project)}
    assert len(before["rushes"]) == len(made["shots"])
    told = songreel("edit", project, "redo shot 2")
    after = {"rushes": rushes(project), "clips": clips(project)}
    for kind, files in before.items():
        assert {name: after[kind][name] for name in files} == files
    assert len(after["rushes"]) - len(before["rushes"]) == 1
    assert told["rendered"]["made"]["plates"] == 1
    assert (told["cost"]["images"], told["cost"]["clips"], told["cost"]["credits"]) == (1, 1, 60)
    graded = songreel("edit", project, "make shot 3 black and white")
    assert graded["rendered"]["made"]["clips"] >= 1
    # What is done to finished frames generates nothing.
    assert rushes(project) == after["rushes"]

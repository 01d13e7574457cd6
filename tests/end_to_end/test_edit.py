"""A rendered film changed by talking: what is made again, and what stays the very same file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
import pytest

from synthetic import click_song, write_wav

pytestmark = pytest.mark.slow

SMALL = [
    "--quality", "preview", "--height", "240", "--style", "golden hour", "--prompt", "a city street", "--seed", "5",
]  # fmt: skip
SONG_S = 9.02
FPS = 24


def songreel(*arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "songreel_engine", *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(f"songreel {arguments} ended with {done.returncode}:\n{done.stderr}")
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


class File(NamedTuple):
    content: bytes
    mtime_ns: int


def files_in(folder: Path) -> dict[str, File]:
    return {
        str(path.relative_to(folder)): File(path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def lumas(film: Path) -> np.ndarray:
    """[frames, 40, 22] small luma pictures."""
    with av.open(str(film)) as container:
        return np.stack([f.reformat(22, 40, "gray").to_ndarray() for f in container.decode(video=0)]).astype(np.float32)


def rms(film: Path, start_s: float, end_s: float) -> float:
    """Of the sound's first channel in [start_s, end_s)."""
    with av.open(str(film)) as container:
        rate_hz = container.streams.audio[0].rate
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    part = sound[round(start_s * rate_hz) : round(end_s * rate_hz)].astype(np.float64)
    return float(np.sqrt(np.mean(part**2)))


class Filmed(NamedTuple):
    project: Path
    shots: list[dict[str, Any]]

    @property
    def draft(self) -> bytes:
        return (self.project / "draft.json").read_bytes()

    def frames_of(self, number: int) -> slice:
        shot = self.shots[number - 1]
        return slice(round(shot["start_s"] * FPS), round(shot["end_s"] * FPS))


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Filmed:
    """A small film, made once; every test leaves the first draft standing."""
    folder = tmp_path_factory.mktemp("filmed")
    song = write_wav(folder / "song.wav", click_song(SONG_S, 120.0))
    made = songreel("make", song, "--project", folder / "film.songreel", *SMALL)
    return Filmed(folder / "film.songreel", made["shots"])


def test_one_shot_made_again_leaves_every_other_clip_the_same_file_and_undo_makes_nothing(filmed: Filmed) -> None:
    first, clips = filmed.draft, files_in(filmed.project / "clips")
    before = songreel("render", filmed.project, *SMALL[:4])
    pictures = lumas(Path(before["film"]))

    told = songreel("edit", filmed.project, "redo shot 2")
    after = files_in(filmed.project / "clips")
    assert {name: after[name] for name in clips} == clips
    # A clip is a segment: one shot, or shots joined by a transition.
    assert told["rendered"]["made"]["clips"] == len(after) - len(clips) == 1
    assert told["rendered"]["made"]["plates"] == 1
    assert told["rendered"]["kept"]["clips"] == len(clips) - 1
    assert told["cost"] == {"shots": [2], "images": 1, "clips": 1, "credits": 1}

    redone = lumas(Path(told["film"]["film"]))
    assert len(redone) == len(pictures) == round(SONG_S * FPS)
    moved = np.abs(redone - pictures).mean(axis=(1, 2))
    assert moved[filmed.frames_of(2)].mean() > 2.0
    elsewhere = np.delete(moved, np.r_[filmed.frames_of(2)])
    assert elsewhere.max() == 0.0

    undone = songreel("undo", filmed.project)
    assert filmed.draft == first
    assert undone["rendered"]["made"] == {"plates": 0, "clips": 0, "titled": 0}
    assert files_in(filmed.project / "clips") == after
    assert np.array_equal(lumas(Path(undone["film"]["film"])), pictures)


def test_a_title_makes_no_picture_and_is_seen_only_while_it_stands(filmed: Filmed) -> None:
    first, before = filmed.draft, songreel("render", filmed.project, *SMALL[:4])
    kept = {folder: files_in(filmed.project / folder) for folder in ("clips", "plates")}
    pictures = lumas(Path(before["film"]))
    told = songreel("edit", filmed.project, "add the title NEON HEART from 0:02 to 0:04")
    assert (told["rendered"]["made"]["plates"], told["rendered"]["made"]["clips"]) == (0, 0)
    assert told["rendered"]["made"]["titled"] >= 1
    assert {folder: files_in(filmed.project / folder) for folder in kept} == kept
    moved = np.abs(lumas(Path(told["film"]["film"])) - pictures).mean(axis=(1, 2))
    assert len(moved) == len(pictures)
    assert moved[3 * FPS] > 1.0
    # Frames beside the words are encoded once more with them in one segment; those far away are the same bits.
    assert moved[-FPS:].max() == 0.0
    songreel("undo", filmed.project)
    assert filmed.draft == first


def test_a_gain_changes_the_sound_and_no_picture(filmed: Filmed) -> None:
    first, before = filmed.draft, songreel("render", filmed.project, *SMALL[:4])
    kept = {folder: files_in(filmed.project / folder) for folder in ("clips", "plates", "overlays")}
    loud = rms(Path(before["film"]), 1.0, 8.0)
    pictures = lumas(Path(before["film"]))
    told = songreel("edit", filmed.project, "song at 35%")
    film = Path(told["film"]["film"])
    assert told["rendered"]["made"] == {"plates": 0, "clips": 0, "titled": 0}
    assert {folder: files_in(filmed.project / folder) for folder in kept} == kept
    assert rms(film, 1.0, 8.0) == pytest.approx(0.35 * loud, rel=0.03)  # two passes of AAC
    assert np.array_equal(lumas(film), pictures)
    undone = songreel("undo", filmed.project)
    assert filmed.draft == first
    assert rms(Path(undone["film"]["film"]), 1.0, 8.0) == loud


def test_a_dry_run_on_a_finished_film_writes_nothing(filmed: Filmed) -> None:
    before = files_in(filmed.project)
    assert songreel("edit", filmed.project, "make everything darker", "--dry-run")["cost"]["clips"] == len(filmed.shots)
    assert files_in(filmed.project) == before


def test_a_film_is_made_of_a_scene_map_of_ones_own(filmed: Filmed, tmp_path: Path) -> None:
    scenes = tmp_path / "map.json"
    rows = [{"start": "0:00", "end": "0:04", "description": "a lighthouse in the fog", "transition": "cut"}]
    scenes.write_text(json.dumps({"scenes": rows}), "utf-8")
    song = filmed.project.parent / "song.wav"
    made = songreel("make", song, "--project", tmp_path / "mapped.songreel", "--scenes", scenes, *SMALL)
    assert made["frames"] == round(SONG_S * FPS)
    draft = json.loads((tmp_path / "mapped.songreel" / "draft.json").read_text("utf-8"))
    assert "lighthouse" in draft["tracks"]["video"][0]["takes"][0]["picture"]["prompt"]

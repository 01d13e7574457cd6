"""The program as its users meet it: a real process, a real song, a real file."""

import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from synthetic import click_song, write_wav

SONGREEL = [sys.executable, "-m", "songreel_engine"]
SMALL = [
    "--quality",
    "preview",
    "--height",
    "320",
    "--style",
    "golden hour",
    "--prompt",
    "a city street",
    "--seed",
    "5",
]
SONG_S = 9.02


def songreel(*arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*SONGREEL, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    if check and done.returncode != 0:
        raise AssertionError(f"songreel {arguments} ended with {done.returncode}:\n{done.stderr}")
    return done


def lumas(film: Path) -> np.ndarray:
    """[frames, 40, 22] small luma pictures."""
    with av.open(str(film)) as container:
        return np.stack([f.reformat(22, 40, "gray").to_ndarray() for f in container.decode(video=0)]).astype(np.float32)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], Path]:
    """One small film, made once for the tests that look at it."""
    folder = tmp_path_factory.mktemp("made")
    song = write_wav(folder / "song.wav", click_song(SONG_S, 120.0))
    done = songreel("make", song, "-o", folder / "film.mp4", *SMALL, "--json")
    assert len(done.stdout.strip().splitlines()) == 1
    return json.loads(done.stdout), folder


def test_a_film_is_as_long_as_its_song(made: tuple[dict[str, object], Path]) -> None:
    result, folder = made
    with av.open(str(folder / "film.mp4")) as container:
        frames = sum(1 for _ in container.decode(video=0))
    with av.open(str(folder / "film.mp4")) as container:
        samples = sum(f.samples for f in container.decode(audio=0))
        rate_hz = container.streams.audio[0].rate
    assert result["frames"] == frames
    assert abs(frames / 24 - SONG_S) <= 0.5 / 24
    assert abs(samples / rate_hz - SONG_S) <= 0.5 / 24


def test_the_result_names_what_every_client_reads(made: tuple[dict[str, object], Path]) -> None:
    result, folder = made
    assert {"film", "duration_s", "frames", "style", "shots", "stages", "warnings"} <= set(result)
    assert result["film"] == str(folder / "film.mp4")
    shots = result["shots"]
    assert isinstance(shots, list)
    assert shots[0]["start_s"] == 0
    assert all(set(s) == {"id", "start_s", "end_s", "section", "on_beat", "transition_in"} for s in shots)
    assert all(a["end_s"] == b["start_s"] for a, b in pairwise(shots))


def test_the_cuts_in_the_file_are_the_cuts_of_the_draft(made: tuple[dict[str, object], Path]) -> None:
    result, folder = made
    change = np.abs(np.diff(lumas(folder / "film.mp4"), axis=0)).mean(axis=(1, 2))
    cuts = [round(s["start_s"] * 24) for s in result["shots"] if s["transition_in"] == "cut" and s["start_s"] > 0]
    assert cuts
    elsewhere = np.delete(change, [c - 1 for c in cuts])
    assert min(change[c - 1] for c in cuts) > 2 * np.percentile(elsewhere, 95)


def test_cuts_stand_on_the_beats_of_the_song(made: tuple[dict[str, object], Path]) -> None:
    result, _ = made
    beats = np.arange(0.5, SONG_S, 0.5)
    for shot in result["shots"]:
        if shot["on_beat"] and shot["start_s"] > 0:
            assert np.abs(beats - shot["start_s"]).min() <= 0.5 / 24 + 0.03  # half a frame and the analysis' own error


def test_a_finished_film_is_not_rendered_again(made: tuple[dict[str, object], Path]) -> None:
    result, folder = made
    before = {p: p.stat().st_mtime_ns for p in (folder / "film.songreel" / "clips").iterdir()}
    again = json.loads(songreel("make", folder / "song.wav", "-o", folder / "film.mp4", *SMALL, "--json").stdout)
    assert again["made"] == {"plates": 0, "clips": 0}
    assert again["shots"] == result["shots"]
    assert before == {p: p.stat().st_mtime_ns for p in (folder / "film.songreel" / "clips").iterdir()}


def test_a_project_can_be_moved_and_opened_again(made: tuple[dict[str, object], Path], tmp_path: Path) -> None:
    import shutil

    _, folder = made
    moved = tmp_path / "elsewhere"
    shutil.copytree(folder / "film.songreel", moved)
    assert "shots" in songreel("show", moved).stdout
    again = json.loads(songreel("render", moved, "--quality", "preview", "--height", "320", "--json").stdout)
    assert again["made"]["clips"] == 0


def test_the_storyboard_shows_every_shot(made: tuple[dict[str, object], Path], tmp_path: Path) -> None:
    import cv2

    result, folder = made
    songreel("board", folder / "film.songreel", "-o", tmp_path / "board.png", "--quality", "preview")
    sheet = cv2.imread(str(tmp_path / "board.png"))
    assert sheet is not None
    assert sheet.std() > 10
    assert isinstance(result["shots"], list)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_frames(made: tuple[dict[str, object], Path], tmp_path: Path) -> None:
    _, folder = made
    songreel("make", folder / "song.wav", "-o", tmp_path / "twin.mp4", *SMALL, "--workers", "1")
    assert np.array_equal(lumas(folder / "film.mp4"), lumas(tmp_path / "twin.mp4"))


@pytest.mark.slow
def test_a_run_that_was_killed_is_resumed_and_loses_nothing(
    made: tuple[dict[str, object], Path], tmp_path: Path
) -> None:
    _, folder = made
    film = tmp_path / "film.mp4"
    command = ["make", str(folder / "song.wav"), "-o", str(film), *SMALL, "--json"]
    clips = tmp_path / "film.songreel" / "clips"
    process = subprocess.Popen([*SONGREEL, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline_s = time.monotonic() + 240
    while process.poll() is None and len(list(clips.glob("*.mp4"))) < 2 and time.monotonic() < deadline_s:
        process.poll()
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not film.exists()
    kept = {p: p.read_bytes() for p in clips.glob("*.mp4")}
    assert kept
    result = json.loads(songreel(*command).stdout)
    assert result["reused"]["clips"] >= len(kept)
    assert all(p.read_bytes() == content for p, content in kept.items())
    assert np.array_equal(lumas(film), lumas(folder / "film.mp4"))


def text_named_mp3(folder: Path) -> Path:
    path = folder / "notes.mp3"
    path.write_text("this is not music\n" * 200)
    return path


def aiff(folder: Path) -> Path:
    path = folder / "song.aiff"
    path.write_bytes(b"FORM\x00\x00\x10\x00AIFFCOMM" + bytes(5000))
    return path


def short(folder: Path) -> Path:
    return write_wav(folder / "short.wav", click_song(2.0, 120.0))


def cut_in_half(folder: Path) -> Path:
    whole = write_wav(folder / "whole.wav", click_song(8.0, 120.0))
    path = folder / "half.wav"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return path


def missing(folder: Path) -> Path:
    return folder / "nowhere.mp3"


@pytest.mark.parametrize("spoil", [text_named_mp3, aiff, short, cut_in_half, missing])
@pytest.mark.parametrize("command", ["make", "analyse"])
def test_a_song_that_cannot_be_used_is_refused_in_one_sentence(command: str, spoil: object, tmp_path: Path) -> None:
    song = spoil(tmp_path)  # type: ignore[operator]
    output = ["-o", tmp_path / "film.mp4"] if command == "make" else []
    done = songreel(command, song, *output, "--json", check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert 1 <= len(done.stderr.strip().splitlines()) <= 3
    assert "Traceback" not in done.stderr
    assert {p.name for p in tmp_path.iterdir()} <= {song.name, "whole.wav"}


@pytest.mark.parametrize(
    "arguments",
    [("make",), ("make", "song.wav", "--quality", "huge"), ("fly",), ("make", "song.wav", "--aspect", "3:1")],
)
def test_wrong_usage_is_one_line_and_exit_code_two(arguments: tuple[str, ...]) -> None:
    done = songreel(*arguments, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_unknown_style_is_answered_with_those_there_are(click_wav: Path, tmp_path: Path) -> None:
    done = songreel("make", click_wav, "-o", tmp_path / "f.mp4", "--style", "mud", check=False)
    assert done.returncode == 1
    assert "Golden Hour" in done.stderr


def test_help_and_version_start_quickly_and_import_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['songreel', '--version']\n"
        "from songreel_engine.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'librosa', 'cv2', 'scipy', 'av', 'moderngl'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60).returncode == 0


def test_the_doctor_finds_this_machine_fit_or_says_what_mends_it() -> None:
    findings = json.loads(songreel("doctor", "--json", check=False).stdout)
    assert {"Python", "OpenGL", "H.264 encoder"} <= {f["name"] for f in findings}
    assert all(f["ok"] or f["mend"] for f in findings)


def test_styles_can_be_listed_and_searched() -> None:
    everything = json.loads(songreel("styles", "--json").stdout)
    assert {s["id"] for s in everything} >= {"golden_hour", "neo_noir"}
    assert [s["id"] for s in json.loads(songreel("styles", "sunset", "--json").stdout)] == ["golden_hour"]


@pytest.mark.slow
def test_silence_still_gives_a_film_that_says_no_beat_was_found(tmp_path: Path) -> None:
    song = write_wav(tmp_path / "silence.wav", np.zeros(22_050 * 6, np.float32))
    result = json.loads(songreel("make", song, "-o", tmp_path / "film.mp4", *SMALL, "--json").stdout)
    assert result["frames"] == 144
    assert any("No beat" in warning for warning in result["warnings"])
    assert not any(shot["on_beat"] for shot in result["shots"])


@pytest.mark.slow
def test_another_style_in_the_same_project_is_a_new_version_and_the_old_one_is_kept(tmp_path: Path) -> None:
    song = write_wav(tmp_path / "song.wav", click_song(6.0, 120.0))
    common = [
        song,
        "--project",
        tmp_path / "p",
        "--quality",
        "preview",
        "--height",
        "240",
        "--prompt",
        "city",
        "--json",
    ]
    first = json.loads(songreel("make", *common, "--style", "golden_hour").stdout)
    second = json.loads(songreel("make", *common, "--style", "neo noir").stdout)
    resumed = json.loads(songreel("make", *common).stdout)
    assert (first["draft_version"], second["draft_version"], resumed["draft_version"]) == (1, 2, 2)
    assert second["style"] == resumed["style"] == "neo_noir"
    assert resumed["made"] == {"plates": 0, "clips": 0}
    assert sorted(p.name for p in (tmp_path / "p" / "drafts").iterdir()) == ["0001.json", "0002.json"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for other processes")
def test_ctrl_c_says_how_to_go_on_and_leaves_no_film(tmp_path: Path) -> None:
    song = write_wav(tmp_path / "song.wav", click_song(SONG_S, 120.0))
    command = [*SONGREEL, "make", str(song), "-o", str(tmp_path / "film.mp4"), *SMALL]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline_s = time.monotonic() + 120
    while not (tmp_path / "film.songreel" / "plates").is_dir() and time.monotonic() < deadline_s:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert errors.strip().splitlines()[-1] == "songreel: stopped; run the same command again to go on from here."
    assert not (tmp_path / "film.mp4").exists()

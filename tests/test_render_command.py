"""`songreel render` piece by piece, and `songreel --tied`, as the programs use them that start songreel."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planned_projects import planned_project
from songreel_engine.cli.options import shot_numbers
from songreel_engine.errors import BriefError
from songreel_engine.project import Project

SONGREEL = [sys.executable, "-m", "songreel_engine"]
SMALL = ["--quality", "preview", "--height", "180", "--workers", "1"]


def songreel(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SONGREEL, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3", (3,)),
        ("3,5-8", (3, 5, 6, 7, 8)),
        ("5-6, 1", (1, 5, 6)),
        ("2,2,1-3", (1, 2, 3)),
        (None, tuple(range(1, 9))),
    ],
)
def test_shots_are_named_by_numbers_and_ranges(typed: str | None, numbers: tuple[int, ...]) -> None:
    assert shot_numbers(typed, of=8) == numbers


@pytest.mark.parametrize("typed", ["", "a", "1-", "-1", "0", "9", "3-2", "1,,2", "1;2", "99999999", "٣"])
def test_what_names_no_shots_is_refused(typed: str) -> None:
    with pytest.raises(BriefError, match=r"names no shots|shots 1 to 8"):
        shot_numbers(typed, of=8)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--shots", "1"], "--clips-only"),
        (["--clips-only", "-o", "film.mp4"], "--output"),
        (["--version", "0"], "--version"),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(tmp_path: Path, options: list[str], complaint: str) -> None:
    project = planned_project(tmp_path)
    done = songreel("render", project.folder, *options)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_version_that_is_not_there_is_refused(tmp_path: Path) -> None:
    project = planned_project(tmp_path)
    done = songreel("render", project.folder, "--version", "9", "--json")
    assert (done.returncode, done.stderr) == (1, "songreel: There is no version 9; this project has version 1.\n")


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[subprocess.CompletedProcess[str]]]:
    """A project of which shot 2 was rendered, and then shots 1 and 2."""
    project = planned_project(tmp_path_factory.mktemp("pieces"))
    some = [songreel("render", project.folder, *SMALL, "--clips-only", "--shots", s, "--json") for s in ("2", "1-2")]
    return project, some


@pytest.mark.slow
def test_each_shot_that_stands_is_a_line_and_no_film_is_made(
    pieces: tuple[Project, list[subprocess.CompletedProcess[str]]],
) -> None:
    project, [first, second] = pieces
    ids = [shot.id for shot in project.read_draft().shots]
    told = [[line for line in lines_of(done.stderr) if "shot" in line] for done in (first, second)]
    assert [(line["shot"], line["id"], line["reused"]) for line in told[0]] == [(2, ids[1], False)]
    assert [(line["shot"], line["id"], line["reused"]) for line in told[1]] == [(2, ids[1], True), (1, ids[0], False)]
    assert (project.clips_dir / f"{told[0][0]['clip']}.mp4").is_file()
    assert not project.films_dir.exists()
    assert project.read_last_render() is None


@pytest.mark.slow
def test_the_answer_says_which_shots_and_how_much_of_them_was_new(
    pieces: tuple[Project, list[subprocess.CompletedProcess[str]]],
) -> None:
    _, [first, second] = pieces
    assert [json.loads(done.stdout)["shots"] for done in (first, second)] == [[2], [1, 2]]
    assert json.loads(second.stdout)["made"]["clips"] == 1
    assert json.loads(second.stdout)["draft_version"] == 1


@pytest.mark.parametrize("arguments", [["--tied"], []])
def test_a_tied_songreel_ends_when_its_input_does_and_another_does_not(tmp_path: Path, arguments: list[str]) -> None:
    project = planned_project(tmp_path)
    command = [*SONGREEL, *arguments, "render", str(project.folder), *SMALL, "--clips-only"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    child.stdin.close()
    try:
        if arguments:
            assert child.wait(20) != 0
        else:
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(2)
    finally:
        child.kill()
        child.wait()

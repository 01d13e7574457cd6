"""`songreel export` as people and programs use it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from flat_exports import draw_flat, flat_project
from songreel_engine.cli.commands import app
from songreel_engine.cli.report import run_reporting_refusals
from songreel_engine.exports.handoff.formats import FORMATS
from songreel_engine.exports.profiles import PROFILES
from songreel_engine.project import Project


class Said(NamedTuple):
    code: int
    out: str
    err: str


Songreel = Callable[..., Said]


@pytest.fixture
def songreel(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Songreel:
    """Runs a command line as `songreel` does, in this process."""
    draw_flat(monkeypatch)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["songreel", *map(str, arguments)])
        return Said(run_reporting_refusals(app), *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return flat_project(tmp_path_factory.mktemp("exporting") / "p")


def test_help_lists_every_profile_and_format(songreel: Songreel) -> None:
    said = songreel("export", "--help")
    assert said.code == 0
    for name in (*PROFILES, *FORMATS):
        assert f" {name} " in said.out


def test_a_program_gets_one_result_and_progress_as_json_lines(
    songreel: Songreel, project: Project, tmp_path: Path
) -> None:
    said = songreel("export", project.folder, "--profile", "silent", "-o", tmp_path / "s.mp4", "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert told["files"] == [str(tmp_path / "s.mp4")]
    assert told["profile"] == "silent"
    assert told["facts"]["frames"] == 24 * 24
    assert told["facts"]["sound_codec"] is None
    stages = [json.loads(line)["stage"] for line in said.err.splitlines()]
    assert "export silent" in stages


def test_a_person_reads_where_the_file_is_and_what_was_chosen(
    songreel: Songreel, project: Project, tmp_path: Path
) -> None:
    said = songreel("export", project.folder, "--profile", "webp", "--seconds", "2", "-o", tmp_path / "x.webp")
    assert said.code == 0, said.err
    assert said.out.startswith(f"webp: {tmp_path / 'x.webp'}\n")
    assert "The best 2 s: " in said.out


def test_a_file_without_a_name_stands_beside_the_project(songreel: Songreel, project: Project) -> None:
    said = songreel("export", project.folder, "--profile", "cover")
    assert said.code == 0, said.err
    assert (project.folder.parent / "film-cover.jpg").is_file()


def test_a_format_is_written_by_its_own_writer(songreel: Songreel, project: Project, tmp_path: Path) -> None:
    said = songreel("export", project.folder, "--format", "markers-csv", "-o", tmp_path / "m.csv", "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert told["format"] == "markers-csv"
    assert [Path(file).name for file in told["files"]] == ["m.csv"]
    assert (tmp_path / "m.csv").read_text("utf-8-sig").count("\n") > 10


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--profile NAME or --format NAME"),
        (("--profile", "tiktok", "--format", "otio"), "--profile NAME or --format NAME"),
        (("--profile", "vimeo"), "no profile 'vimeo'"),
        (("--format", "avid"), "no format 'avid'"),
        (("--profile", "tiktok", "-o", "film.avi"), "name it film.mp4"),
        (("--format", "otio", "--seconds", "3"), "leave --seconds out"),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence_and_exit_1(
    options: tuple[str, ...], words: str, songreel: Songreel, project: Project
) -> None:
    said = songreel("export", project.folder, *options)
    assert said.code == 1
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_folder_that_is_no_project_is_refused(songreel: Songreel, tmp_path: Path) -> None:
    said = songreel("export", tmp_path, "--profile", "tiktok")
    assert said.code == 1
    assert "is not a songreel project" in said.err

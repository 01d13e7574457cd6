"""`songreel check` and the report it prints: of a film alone, of a film with its project, and of what is no film."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from checked_films import FRAMES, SHOT_FRAMES, clean_frames, luma_of, meant_draft, write_film
from songreel_engine.cli.commands import app
from songreel_engine.cli.report import run_reporting_refusals
from songreel_engine.coherence.check import check
from songreel_engine.coherence.faults import FAULT_KINDS
from songreel_engine.coherence.report import CheckReport
from songreel_engine.errors import CheckError, SongreelError
from songreel_engine.planning.brief import Brief
from songreel_engine.project import Project
from songreel_engine.song import open_song
from synthetic import click_song, steady_analysis, write_wav

BLACK_FROM, BLACK_TO = 5 * SHOT_FRAMES + 15, 5 * SHOT_FRAMES + 18


def project_of(folder: Path) -> Project:
    """A project whose draft is the one the small films are made by; its film is not there yet."""
    song = open_song(write_wav(folder / "song.wav", click_song(FRAMES / 24, 120.0, rate_hz=8_000), 8_000))
    project = Project.create(
        folder / "film.songreel", project_id="p", song=song, max_seconds=None, brief=Brief(style="golden_hour", seed=1)
    )
    project.write_analysis(steady_analysis(FRAMES / 24, first_beat_s=0.0))
    project.write_draft(meant_draft())
    project.films_dir.mkdir()
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose film has three black frames, with the same film beside it."""
    project = project_of(tmp_path_factory.mktemp("checked"))
    frames = clean_frames()
    for k in range(BLACK_FROM, BLACK_TO):
        frames[k][:] = 128
        luma_of(frames[k])[:] = 16
    film = write_film(project.films_dir / "v0001-preview-144x256.mp4", frames)
    project.folder.with_suffix(".mp4").write_bytes(film.read_bytes())
    return project


def songreel(*arguments: object) -> int:
    """The exit code, run as the command line runs it."""
    import sys

    before = sys.argv
    sys.argv = ["songreel", *map(str, arguments)]
    try:
        return run_reporting_refusals(app)
    finally:
        sys.argv = before


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    assert songreel(*arguments, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


def test_json_has_figures_and_lists_with_times_and_shots(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "check", project.folder)
    assert CheckReport.model_validate(told).schema_number == 1
    assert set(FAULT_KINDS) <= set(told)
    assert told["sync"]["share_within_one_frame"] == 1.0  # type: ignore[index]
    (black,) = told["black"]  # type: ignore[misc]
    assert black["time_s"] == black["start_s"] == pytest.approx(BLACK_FROM / 24, abs=1e-3)
    assert black["end_s"] == pytest.approx(BLACK_TO / 24, abs=1e-3)
    assert (black["shot"], black["shot_number"]) == ("shot 5", 6)
    assert told["motion"]["mean"] > 0  # type: ignore[index]
    assert told["verdict"]["broadcast_usable"] is False  # type: ignore[index]


def test_shots_are_scored_and_the_spoilt_one_is_last(project: Project) -> None:
    report = check(project.folder)
    worst = min(report.shots, key=lambda shot: shot.score)
    assert worst.number == 6
    assert worst.artefact_frames == 3
    assert report.flagged() == (6,)
    assert all(shot.score > 80 for shot in report.shots if shot is not worst)


def test_a_film_beside_its_project_is_checked_with_it_and_elsewhere_by_its_own_sound(
    project: Project, tmp_path: Path
) -> None:
    beside = check(project.folder.with_suffix(".mp4"))
    assert beside.project == str(project.folder)
    alone = tmp_path / "alone.mp4"
    alone.write_bytes(Path(beside.film).read_bytes())
    report = check(alone)
    assert report.project is None
    assert report.sync.beats_from == "sound"
    assert report.sync.cuts == beside.sync.cuts
    assert report.sync.share_within_one_frame == 1.0
    assert [fault.start_frame for fault in report.black] == [BLACK_FROM]
    assert check(alone, project=project.folder).project == str(project.folder)


def test_a_project_beside_another_film_is_left_out_and_that_is_said(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "film.mp4"
    write_film(other, clean_frames()[7:] + clean_frames()[:7])
    (tmp_path / "film.songreel").symlink_to(project.folder)
    report = check(other)
    assert report.project is None
    assert any("not those of its draft" in note for note in report.notes)


def test_words_tell_the_verdict_first_and_the_plot_is_a_picture(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot = tmp_path / "check.png"
    assert songreel("check", project.folder, "--plot", plot) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "not broadcast usable"
    assert any("black: nothing to see for 3 frames" in line and "shot 6" in line for line in said)
    with Image.open(plot) as picture:
        assert picture.size[0] >= 1200
        assert len(picture.getcolors(maxcolors=1 << 24) or []) > 100


@pytest.mark.parametrize(
    ("name", "says"),
    [("missing.mp4", "does not exist"), ("notes.mp4", "cannot be read"), ("empty", "is not a songreel project")],
)
def test_what_is_no_film_gets_one_sentence(
    name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.mp4").write_text("not a film")
    (tmp_path / "empty").mkdir()
    assert songreel("check", tmp_path / name) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_damaged_films_are_refused_or_checked_and_never_crash(tmp_path: Path) -> None:
    whole = write_film(tmp_path / "whole.mp4", clean_frames(1)[:12], sound=False).read_bytes()
    rng, damaged, refused = np.random.default_rng(3), tmp_path / "damaged.mp4", 0
    for _ in range(60):
        spoilt = bytearray(whole)
        for place in rng.integers(0, len(whole), 30):
            spoilt[place] = rng.integers(0, 256)
        damaged.write_bytes(bytes(spoilt))
        try:
            check(damaged)
        except SongreelError:
            refused += 1
    assert 0 < refused < 60


def test_a_project_without_a_film_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match="songreel render"):
        check(project_of(tmp_path).folder)


def test_a_film_without_sound_is_checked_without_beats(tmp_path: Path) -> None:
    report = check(write_film(tmp_path / "mute.mp4", clean_frames(2), sound=False))
    assert report.sync.beats_from == "none"
    assert report.drift.sound_s is None
    assert report.faults() == ()
    assert any("no sound" in note for note in report.notes)


def test_a_plot_has_to_be_a_png(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert songreel("check", project.folder, "--plot", tmp_path / "check.pdf") == 1
    assert "check.png" in capsys.readouterr().err

"""What is heard, as users meet it: the commands `analyse`, `lyrics` and `sections`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from songreel_engine.cli.commands import app
from songreel_engine.cli.report import run_reporting_refusals
from songreel_engine.lyrics.read import parse_lyrics
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.project import Project
from songreel_engine.song import open_song
from synthetic import click_song, steady_analysis, write_wav

PLAIN = "[Verse]\nsilver rain\n\n[Chorus]\ncarry me over\n"
LRC = "[ti:Rain]\n[00:01.00]silver rain\n[00:04.50]carry me\n"


class Said(NamedTuple):
    code: int
    out: str
    err: str


Songreel = Callable[..., Said]


@pytest.fixture
def songreel(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Songreel:
    """Runs a command line as `songreel` does, in this process; it must end well unless `check` is off."""

    def run(*arguments: object, check: bool = True) -> Said:
        monkeypatch.setattr("sys.argv", ["songreel", *map(str, arguments)])
        said = Said(run_reporting_refusals(app), *capsys.readouterr())
        assert said.code == 0 or not check, said.err
        return said

    return run


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wav(tmp_path_factory.mktemp("song") / "rain.wav", click_song(8.0, 120.0))


@pytest.fixture
def project(click_wav: Path, tmp_path: Path) -> Path:
    ids = iter(range(10_000))
    made = Project.create(
        tmp_path / "film.songreel", project_id="id", song=open_song(click_wav), max_seconds=None, brief=Brief()
    )
    analysis = steady_analysis(8.0)
    made.write_analysis(analysis)
    treatment, draft = plan_draft(analysis, Brief(), project_id="id", new_id=lambda: f"id-{next(ids)}")
    made.write_treatment(treatment)
    made.write_draft(draft)
    return made.folder


def words_file(folder: Path, words: str, name: str = "words.txt") -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


def test_an_analysis_holds_lyrics_only_where_they_were_given(songreel: Songreel, song: Path, tmp_path: Path) -> None:
    plot = tmp_path / "plot.png"
    given = json.loads(songreel("analyse", song, "--lyrics", words_file(tmp_path, LRC), "--plot", plot, "--json").out)
    assert {"tempo_bpm", "tempo_map", "metre", "beats_s", "downbeats_s", "sections", "vocals", "tracker"} <= set(given)
    assert [(line["start_s"], line["text"]) for line in given["lyrics"]["lines"]] == [
        (1.0, "silver rain"),
        (4.5, "carry me"),
    ]
    assert plot.stat().st_size > 0
    told = songreel("analyse", song, "--lyrics", words_file(tmp_path, PLAIN)).out
    assert "times estimated" in told
    assert "carry me over" in told
    assert "lyrics" not in json.loads(songreel("analyse", song, "--json").out)


def test_lyrics_are_converted_without_a_song(songreel: Songreel, tmp_path: Path) -> None:
    done = songreel("lyrics", words_file(tmp_path, LRC), "--to", "srt")
    assert done.out.startswith("1\n00:00:01,000 --> ")
    assert parse_lyrics(done.out).lines[1].start_s == 4.5


def test_plain_lyrics_laid_on_a_song_are_written_with_words_and_marked_as_a_guess(
    songreel: Songreel, song: Path, tmp_path: Path
) -> None:
    songreel("lyrics", words_file(tmp_path, PLAIN), "--song", song, "-o", tmp_path / "rain.lrc")
    lyrics = parse_lyrics((tmp_path / "rain.lrc").read_text(encoding="utf-8"))
    assert [line.text for line in lyrics.lines] == ["silver rain", "carry me over"]
    assert (lyrics.timing, len(lyrics.lines[1].words)) == ("estimated", 3)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (PLAIN, ()),
        ("", ("--to", "json")),
        ("\0" * 50, ()),
        (LRC, ("-o", "words.docx")),
        (LRC, ("-o", "nowhere/words.lrc")),
    ],
    ids=["no times", "empty", "zeros", "unknown format", "no such folder"],
)
def test_lyrics_that_cannot_be_used_are_refused_in_one_sentence(
    songreel: Songreel, words: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    done = songreel("lyrics", words_file(tmp_path, words), *options, check=False)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.strip().splitlines()) == 1
    assert "Traceback" not in done.err


def test_sections_are_listed_and_renamed_in_analysis_and_draft(songreel: Songreel, project: Path) -> None:
    before = json.loads(songreel("sections", project, "--json").out)
    assert [(s["number"], s["name"], s["named_by"]) for s in before] == [
        (1, "verse", "songreel"),
        (2, "chorus", "songreel"),
    ]
    told = songreel("sections", project, "--rename", "2=Drop", "--rename", "verse=Talk").out
    assert [line.split()[-2:] for line in told.strip().splitlines()] == [["your", "name"]] * 2
    assert "Drop" in told
    draft = Project.open(project).read_draft()
    assert [section.label for section in draft.sections] == ["Talk", "Drop"]
    assert draft.version == 2
    assert "Drop" in songreel("show", project).out


def test_a_rename_of_nothing_or_without_a_name_is_refused(songreel: Songreel, project: Path) -> None:
    unknown = songreel("sections", project, "--rename", "solo=Drop", check=False)
    assert unknown.code == 1
    assert "1 verse, 2 chorus" in unknown.err
    unclear = songreel("sections", project, "--rename", "Drop", check=False)
    assert unclear.code == 2
    assert len(unclear.err.strip().splitlines()) == 1


def test_the_best_seconds_are_told_in_words_and_in_json(songreel: Songreel, song: Path) -> None:
    assert "best 3 s: " in songreel("analyse", song, "--best", "3").out
    window = json.loads(songreel("analyse", song, "--best", "3", "--json").out)["best_window"]
    assert window["end_s"] - window["start_s"] == pytest.approx(3.0)


def test_more_seconds_than_the_song_has_are_refused_in_one_sentence(songreel: Songreel, song: Path) -> None:
    said = songreel("analyse", song, "--best", "90", check=False)
    assert said.code == 1
    assert "too short for a window of 90 s" in said.err
    assert "Traceback" not in said.err


def test_a_stem_says_where_somebody_sings(songreel: Songreel, song: Path, tmp_path: Path) -> None:
    times_s = np.arange(8 * 22_050) / 22_050
    voice = 0.3 * np.sin(2 * np.pi * 220 * times_s) * ((times_s > 2) & (times_s < 5))
    stem = write_wav(tmp_path / "vocals.wav", voice.astype(np.float32))
    heard = json.loads(songreel("analyse", song, "--stem", stem, "--json").out)
    assert heard["vocals_by"] == "stem"
    assert np.allclose(heard["vocals"], [[2.0, 5.0]], atol=0.1)


def test_a_tool_that_is_not_installed_is_named_with_its_advice(songreel: Songreel, song: Path) -> None:
    said = songreel("analyse", song, "--tracker", "beat_this", check=False)
    assert said.code == 1
    assert "Beat This! is not installed" in said.err

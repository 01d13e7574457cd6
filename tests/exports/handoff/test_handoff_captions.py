"""Lyrics and markers as text files."""

import csv
from pathlib import Path

import pytest

from filmed_projects import filmed_project
from songreel_engine.errors import BriefError, LyricsError
from songreel_engine.exports.handoff import FORMATS, Written, find_format
from songreel_engine.exports.handoff.cut import Cut
from songreel_engine.lyrics.model import Line, Lyrics, Word
from songreel_engine.lyrics.read import read_lyrics

LYRICS = Lyrics(
    source="lrc",
    timing="given",
    confidence=1.0,
    encoding="utf-8",
    lines=(
        Line(
            start_s=1.0,
            end_s=2.0,
            text="over the",
            words=(
                Word(start_s=1.0, end_s=1.5, text="over", estimated=False),
                Word(start_s=1.5, end_s=2.0, text="the", estimated=False),
            ),
        ),
        Line(start_s=4.0, end_s=6.25, text="hills", estimated=True),
    ),
)


@pytest.mark.parametrize("name", ["srt", "lrc"])
def test_lyrics_read_again_with_their_lines_and_times_and_guesses_are_told(tmp_path: Path, name: str) -> None:
    project = filmed_project(tmp_path)
    project.write_lyrics(LYRICS)
    written = FORMATS[name].write(project, tmp_path / f"film.{name}")
    again = read_lyrics(written.files[0])
    assert [(line.text, line.start_s) for line in again.lines] == [("over the", 1.0), ("hills", 4.0)]
    assert written.notes == ("The times of some lines are songreel's guess.",)


def test_a_film_without_lyrics_has_its_words_as_subtitles_and_says_so(handed_off: dict[str, Written], cut: Cut) -> None:
    again = read_lyrics(handed_off["srt"].files[0])
    shown = {line.text.removesuffix(" <Found>"): (line.start_s, line.end_s) for line in again.lines}
    for text in cut.texts:
        # What looks like a tag is one to readers of SRT.
        times = shown[text.text.removesuffix(" <Found>")]
        assert times == (pytest.approx(text.start / 24, abs=0.001), pytest.approx(text.stop / 24, abs=0.001))
    assert "no lyrics" in handed_off["srt"].notes[0]


def test_nothing_to_write_is_refused(tmp_path: Path) -> None:
    project = filmed_project(tmp_path, plain=True)
    for name in ("srt", "lrc"):
        with pytest.raises(LyricsError, match="lyrics"):
            FORMATS[name].write(project, tmp_path / f"film.{name}")
    assert not list(tmp_path.glob("film.srt")) + list(tmp_path.glob("film.lrc"))


def test_markers_are_rows_in_order_with_every_beat_of_the_song(handed_off: dict[str, Written], cut: Cut) -> None:
    with handed_off["markers-csv"].files[0].open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["frame"]) for row in rows] == sorted(mark.frame for mark in cut.marks)
    beats = [float(row["time_s"]) for row in rows if row["kind"] in ("beat", "downbeat")]
    assert beats == [k / 2 for k in range(48)]
    downbeats = [row for row in rows if row["kind"] == "downbeat"]
    assert [row["name"] for row in downbeats] == [f"bar {n}" for n in range(1, 13)]
    assert [row["name"] for row in rows if row["kind"] == "section"] == ["verse 1", "chorus 1", "verse 2", "chorus 2"]
    assert [row["name"] for row in rows if row["frame"] == "36"] == ["bar 1 beat 4"]


def test_the_formats_are_those_that_the_command_line_offers() -> None:
    assert list(FORMATS) == ["otio", "fcpxml", "premiere", "edl", "capcut", "srt", "lrc", "markers-csv"]
    assert all(format_.description for format_ in FORMATS.values())
    with pytest.raises(BriefError, match="choose one of otio"):
        find_format("aaf")

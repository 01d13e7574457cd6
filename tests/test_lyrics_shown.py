"""Lyrics that stand on the film from its first draft on."""

from pathlib import Path

import av
import numpy as np
import pytest

from planned_projects import planned_project
from songreel_engine.draft.model import Draft
from songreel_engine.errors import LyricsError
from songreel_engine.lyrics_shown import NONE_KNOWN, asked_lyrics, with_lyrics
from songreel_engine.making import StageClock
from songreel_engine.preparing import plan_project
from songreel_engine.project import Project

LRC = "[00:02.00]first we wait\n[00:05.50]then we run\n"


def now() -> str:
    return "2027-01-15T08:00:00+00:00"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return planned_project(tmp_path)


def planned(project: Project, text: str | None = LRC, **look: str) -> Draft:
    file = None
    if text is not None:
        file = project.folder.parent / "words.lrc"
        file.write_text(text, "utf-8")
    asked = asked_lyrics(file, project.song_path, own=True, **look)  # type: ignore[arg-type]
    return plan_project(with_lyrics(project, asked), clock=StageClock(), now=now)


def test_every_line_stands_when_it_is_sung_where_and_as_asked(project: Project) -> None:
    draft = planned(project, place="top", colour="gold")
    assert [(item.text, item.start, item.place, item.colour) for item in draft.tracks.text] == [
        ("first we wait", 48, "top", "#ffd700"),
        ("then we run", 132, "top", "#ffd700"),
    ]
    assert project.read_lyrics() is not None


def test_asked_again_it_is_the_same_draft_and_other_words_are_another(project: Project) -> None:
    first = planned(project)
    assert planned(Project.open(project.folder)) == first
    assert planned(Project.open(project.folder), "[00:03.00]other words\n").version == first.version + 1


def test_lyrics_hidden_by_talking_stay_hidden_when_the_film_is_made_again(project: Project) -> None:
    first = planned(project)
    hidden = first.model_copy(
        update={"version": 9, "parent_version": first.version, "tracks": first.tracks.model_copy(update={"text": ()})}
    )
    project.write_draft(hidden)
    assert planned(Project.open(project.folder)) == hidden


def test_guessed_times_are_told(project: Project) -> None:
    draft = planned(project, "first we wait\nthen we run\n")
    assert any("estimated" in warning for warning in draft.warnings)
    assert len(draft.tracks.text) == 2


def test_a_song_without_words_says_that_none_are_known(project: Project) -> None:
    draft = planned(project, None)
    assert NONE_KNOWN in draft.warnings
    assert draft.tracks.text == ()


def test_words_in_the_songs_own_file_are_found(tmp_path: Path) -> None:
    song = tmp_path / "song.flac"
    with av.open(str(song), "w") as file:
        file.metadata["lyrics"] = LRC
        stream = file.add_stream("flac", rate=8_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8_000), np.int16), format="s16", layout="mono")
        frame.sample_rate = 8_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    asked = asked_lyrics(None, song, own=True)
    assert asked is not None
    assert asked.lyrics is not None
    assert [line.text for line in asked.lyrics.lines] == ["first we wait", "then we run"]


def test_a_colour_nobody_knows_is_refused_before_anything_is_heard(project: Project) -> None:
    with pytest.raises(LyricsError, match="There is no colour 'blorange'"):
        asked_lyrics(None, project.song_path, own=True, colour="blorange")


def test_nothing_asked_is_nothing_shown(project: Project) -> None:
    assert asked_lyrics(None, project.song_path, own=False) is None
    assert with_lyrics(project, None) is project

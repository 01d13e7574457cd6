"""The song's voice alone, given beside the song."""

from pathlib import Path

import pytest

from planned_projects import planned_project
from songreel_engine.errors import EditError, SongError
from songreel_engine.given_files import with_vocals
from songreel_engine.making import plan_pieces
from songreel_engine.project import Project
from songreel_engine.rendering.quality import find_quality
from songreel_engine.song import sha256_of_file
from synthetic import click_song, write_wav


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return planned_project(tmp_path)


def stem(folder: Path, length_s: float, name: str = "voice.wav") -> Path:
    return write_wav(folder / name, click_song(length_s, 90.0))


def test_a_stem_is_kept_with_the_project_and_another_takes_its_place(project: Project, tmp_path: Path) -> None:
    song_s = project.facts.song.duration_s
    assert with_vocals(project, None).vocals_path is None
    with_vocals(project, stem(tmp_path, song_s))
    assert project.vocals_path is not None
    assert sha256_of_file(project.vocals_path) == sha256_of_file(tmp_path / "voice.wav")
    other = stem(tmp_path, song_s + 0.5, "other.wav")
    with_vocals(project, other)
    assert [path.name for path in project.folder.glob("vocals.*")] == ["vocals.wav"]
    assert project.vocals_path.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("off_s", [-5.0, 5.0])
def test_a_stem_out_of_the_songs_time_is_refused_and_nothing_is_kept(
    project: Project, tmp_path: Path, off_s: float
) -> None:
    with pytest.raises(EditError, match=r"voice\.wav lasts .* and the song .*; export the voice"):
        with_vocals(project, stem(tmp_path, project.facts.song.duration_s + off_s))
    assert project.vocals_path is None


def test_a_file_that_is_no_sound_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "voice.wav").write_text("words")
    with pytest.raises(SongError):
        with_vocals(project, tmp_path / "voice.wav")
    assert project.vocals_path is None


def test_the_default_picture_is_the_same_with_a_stem(project: Project, tmp_path: Path) -> None:
    def keys() -> list[str]:
        plan = plan_pieces(project, project.read_draft(), project.read_analysis(), quality=find_quality("preview"))
        return [segment.key for segment in plan.segments]

    before = keys()
    with_vocals(project, stem(tmp_path, project.facts.song.duration_s))
    assert keys() == before

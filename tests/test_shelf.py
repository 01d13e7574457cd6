"""The user's own files in a project."""

from pathlib import Path

import pytest
from PIL import Image

from songreel_engine.errors import EditError, ProjectError
from songreel_engine.planning.brief import Brief
from songreel_engine.project import Project
from songreel_engine.shelf import media_paths, shelve, shelved
from songreel_engine.song import open_song


@pytest.fixture
def project(click_wav: Path, tmp_path: Path) -> Project:
    song = open_song(click_wav)
    return Project.create(tmp_path / "film.songreel", project_id="id", song=song, max_seconds=None, brief=Brief())


def test_files_are_known_by_what_they_are_not_by_their_names(project: Project, click_wav: Path, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "rose.png")
    (tmp_path / "rose.png").rename(tmp_path / "rose.mp4")
    numbers = iter("abc")
    image = shelve(project, tmp_path / "rose.mp4", new_id=lambda: next(numbers))
    sound = shelve(project, click_wav, new_id=lambda: next(numbers))
    assert (image.kind, image.duration_s, image.name) == ("image", 0.0, "rose.mp4")
    assert sound.kind == "sound"
    assert sound.duration_s == pytest.approx(open_song(click_wav).duration_s, abs=0.01)
    assert shelved(Project.open(project.folder)) == (image, sound)
    assert media_paths(project)[sound.id].read_bytes() == click_wav.read_bytes()


def test_the_same_file_twice_is_one_entry(project: Project, click_wav: Path, tmp_path: Path) -> None:
    again = tmp_path / "copy.wav"
    again.write_bytes(click_wav.read_bytes())
    first = shelve(project, click_wav, new_id=lambda: "one")
    assert shelve(project, again, new_id=lambda: "two") == first
    assert len(shelved(project)) == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n and no more", b"just words", b"\x00" * 5000])
def test_what_is_neither_picture_nor_sound_is_refused_and_leaves_nothing(
    project: Project, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "odd.png"
    file.write_bytes(content)
    with pytest.raises(EditError, match=r"odd\.png"):
        shelve(project, file, new_id=lambda: "one")
    assert shelved(project) == ()
    assert not project.media_dir.exists()


def test_a_missing_file_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(EditError, match="check the path"):
        shelve(project, tmp_path / "gone.png", new_id=lambda: "one")


def test_a_shelf_whose_file_is_gone_says_which(project: Project, click_wav: Path) -> None:
    medium = shelve(project, click_wav, new_id=lambda: "one")
    next(project.media_dir.glob(f"{medium.sha256}.*")).unlink()
    with pytest.raises(ProjectError, match=click_wav.name):
        media_paths(project)

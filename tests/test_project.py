from pathlib import Path

import pytest

from songreel_engine.errors import DraftError, ProjectError
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.project import Project
from songreel_engine.song import open_song
from synthetic import steady_analysis


@pytest.fixture
def project(click_wav: Path, tmp_path: Path) -> Project:
    song = open_song(click_wav)
    return Project.create(tmp_path / "film.songreel", project_id="id", song=song, max_seconds=None, brief=Brief())


def counted_ids() -> object:
    numbers = iter(range(10_000))
    return lambda: f"id-{next(numbers)}"


def test_a_project_holds_its_own_copy_of_the_song(project: Project, click_wav: Path) -> None:
    original = click_wav.read_bytes()
    click_wav.unlink()
    assert project.song_path.read_bytes() == original
    assert project.song_path.parent == project.folder


def test_a_moved_project_opens_with_everything_in_it(project: Project, tmp_path: Path) -> None:
    analysis = steady_analysis(8.0)
    treatment, draft = plan_draft(analysis, Brief(), project_id="id", new_id=counted_ids())  # type: ignore[arg-type]
    project.write_analysis(analysis)
    project.write_treatment(treatment)
    project.write_draft(draft)
    moved = project.folder.rename(tmp_path / "elsewhere")
    opened = Project.open(moved)
    assert opened.facts == project.facts
    assert opened.read_analysis() == analysis
    assert opened.read_treatment() == treatment
    assert opened.read_draft() == draft


def test_every_version_of_a_draft_is_kept(project: Project) -> None:
    _, draft = plan_draft(steady_analysis(8.0), Brief(), project_id="id", new_id=counted_ids())  # type: ignore[arg-type]
    project.write_draft(draft)
    project.write_draft(draft.model_copy(update={"version": 2, "parent_version": 1}))
    assert sorted(p.name for p in (project.folder / "drafts").iterdir()) == ["0001.json", "0002.json"]
    assert project.read_draft().version == 2


def test_a_folder_that_holds_something_else_is_left_alone(click_wav: Path, tmp_path: Path) -> None:
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(ProjectError, match="choose another folder"):
        Project.create(folder, project_id="id", song=open_song(click_wav), max_seconds=None, brief=Brief())
    assert [p.name for p in folder.iterdir()] == ["thesis.txt"]


def test_a_project_can_begin_where_only_pieces_of_an_earlier_one_lie(click_wav: Path, tmp_path: Path) -> None:
    folder = tmp_path / "film.songreel"
    for name in ("clips/key.mp4", "media/shelf.json", ".hidden"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    Project.create(folder, project_id="id", song=open_song(click_wav), max_seconds=None, brief=Brief())
    assert Project.open(folder).facts.id == "id"
    assert (folder / "clips" / "key.mp4").is_file()


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="not a songreel project"):
        Project.open(tmp_path)


def read_everything(folder: Path) -> None:
    project = Project.open(folder)
    project.read_draft() if (folder / "draft.json").exists() else project.read_analysis()


@pytest.mark.parametrize("name", ["project.json", "draft.json", "analysis.json"])
def test_a_damaged_file_is_named(project: Project, name: str) -> None:
    (project.folder / name).write_text('{"schema_number": 1, "half')
    with pytest.raises((ProjectError, DraftError), match=r"damaged|draft"):
        read_everything(project.folder)


def test_a_project_that_names_a_song_outside_its_folder_is_refused(project: Project) -> None:
    path = project.folder / "project.json"
    path.write_text(path.read_text().replace('"song.wav"', '"../secret.wav"'))
    with pytest.raises(ProjectError, match="outside its folder"):
        Project.open(project.folder)


def test_a_project_of_a_newer_songreel_says_so(project: Project) -> None:
    path = project.folder / "project.json"
    path.write_text(path.read_text().replace('"schema_number": 1', '"schema_number": 99'))
    with pytest.raises(ProjectError, match="newer songreel"):
        Project.open(project.folder)

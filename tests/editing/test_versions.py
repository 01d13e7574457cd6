"""Undo, redo and going back, on a project's folder."""

from pathlib import Path

import pytest

from songreel_engine.draft.model import Draft
from songreel_engine.editing.versions import redo, restore, undo
from songreel_engine.errors import EditError
from songreel_engine.planning.brief import Brief
from songreel_engine.project import Project
from songreel_engine.song import open_song
from synthetic import draft_of

SAID = {"words": "as typed", "who": "owner", "at": "2026-01-02T03:04:05Z"}


@pytest.fixture
def project(click_wav: Path, tmp_path: Path) -> Project:
    song = open_song(click_wav)
    opened = Project.create(tmp_path / "film.songreel", project_id="id", song=song, max_seconds=None, brief=Brief())
    opened.write_draft(draft_of([48, 48], [0, 0]))
    return opened


def edit(project: Project) -> Draft:
    """A further version, unlike the others."""
    before = project.read_draft()
    version = project.next_version()
    draft = before.model_copy(update={"version": version, "parent_version": before.version, "prompt": f"try {version}"})
    project.write_draft(draft)
    return draft


def standing(project: Project) -> int:
    return project.read_draft().version


def test_undoing_everything_brings_back_the_first_draft_byte_for_byte(project: Project) -> None:
    first = (project.folder / "draft.json").read_bytes()
    for _ in range(4):
        edit(project)
    for _ in range(4):
        undo(project, 1, **SAID)
    assert (project.folder / "draft.json").read_bytes() == first
    assert project.versions() == (1, 2, 3, 4, 5)


def test_redo_walks_back_up_what_undo_walked_down(project: Project) -> None:
    for _ in range(3):
        edit(project)
    undo(project, 3, **SAID)
    assert redo(project, 2, **SAID).version == 3
    assert redo(project, 1, **SAID).version == standing(project) == 4


def test_an_edit_after_undo_makes_a_new_number_and_ends_redo(project: Project) -> None:
    edit(project)
    undo(project, 1, **SAID)
    assert edit(project).version == 3
    assert project.read_draft().parent_version == 1
    with pytest.raises(EditError, match="nothing to redo"):
        redo(project, 1, **SAID)


def test_going_back_to_a_version_can_be_undone_itself(project: Project) -> None:
    for _ in range(3):
        edit(project)
    assert restore(project, 2, **SAID).prompt == "try 2"
    assert undo(project, 1, **SAID).version == 4
    assert redo(project, 1, **SAID).version == 2


def test_what_is_not_there_is_refused_and_nothing_moves(project: Project) -> None:
    edit(project)
    for call, said in (
        (lambda: undo(project, 2, **SAID), "only 1 to undo"),
        (lambda: redo(project, 1, **SAID), "nothing to redo"),
        (lambda: restore(project, 9, **SAID), "no version 9; this project has versions 1 to 2"),
        (lambda: restore(project, 2, **SAID), "the one that stands"),
    ):
        with pytest.raises(EditError, match=said):
            call()
    assert standing(project) == 2


def test_each_move_is_written_down_with_who_and_what(project: Project) -> None:
    edit(project)
    undo(project, 1, words="no, back", who="ann", at="2026-01-02T03:04:05Z")
    move = Project.open(project.folder).read_history().moves[-1]
    assert (move.who, move.words, move.left, move.arrived) == ("ann", "no, back", 2, 1)


def test_a_project_without_a_history_file_can_be_undone_along_its_parents(project: Project) -> None:
    edit(project)
    edit(project)
    (project.folder / "history.json").unlink()
    assert undo(project, 2, **SAID).version == 1

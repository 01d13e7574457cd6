"""What a message means in a project: its own parts and shots, and what its last edits spoke of."""

import shutil
from pathlib import Path

import pytest

from planned_projects import planned_project
from songreel_engine.changing import change
from songreel_engine.draft.edits import Edit
from songreel_engine.errors import ProjectError
from songreel_engine.language.context import context_of_draft
from songreel_engine.language.conversation import Conversation, remembered
from songreel_engine.language.meaning import Understanding
from songreel_engine.making import StageClock
from songreel_engine.planning.brief import Brief
from songreel_engine.preparing import plan_project, rename_sections
from songreel_engine.project import Project
from songreel_engine.talking import conversation_of_log, hear

AT = "2026-01-02T03:04:05Z"
WHOLE_S = ((0.0, 24.0),)
CHORUS_2_S = ((18.0, 24.0),)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return planned_project(tmp_path_factory.mktemp("planned"))


@pytest.fixture
def project(planned: Project, tmp_path: Path) -> Project:
    return Project.open(Path(shutil.copytree(planned.folder, tmp_path / "film.songreel")))


def said(project: Project, message: str) -> None:
    """The message followed, as `songreel edit` does."""
    heard = hear(project, message)
    assert heard.edits, heard.question
    change(project, heard.edits, words=message, now=lambda: AT)


def only(heard: Understanding) -> Edit:
    assert heard.question is None
    (edit,) = heard.edits
    return edit


def talk_of(project: Project) -> Conversation:
    draft = project.read_draft()
    return conversation_of_log(draft, context_of_draft(draft, events=project.read_analysis().events))


def test_parts_are_those_of_the_projects_song_and_its_drop_is_known(project: Project) -> None:
    assert only(hear(project, "redo chorus 2")).target.ranges_s == CHORUS_2_S
    assert only(hear(project, "title Neon Heart at the drop for 3 seconds")).target.ranges_s == ((18.0, 21.0),)
    assert "chorus 1 and chorus 2" in (hear(project, "redo chorus 4").question or "")


def test_a_part_goes_by_the_name_the_user_gave_it(project: Project) -> None:
    said(project, "rename chorus 2 to Lighthouse")
    assert only(hear(project, "redo the lighthouse")).target.ranges_s == CHORUS_2_S


def test_without_anything_said_before_it_is_the_whole_film(project: Project) -> None:
    assert talk_of(project) == Conversation()
    assert only(hear(project, "make it faster")).target.ranges_s == WHOLE_S


def test_it_is_the_part_that_the_last_edit_was_about(project: Project) -> None:
    said(project, "redo chorus 2 in colder light")
    faster = only(hear(project, "make it faster"))
    assert (faster.edit, faster.target.sections, faster.target.ranges_s) == ("pace", ("chorus 2",), CHORUS_2_S)
    also = only(hear(project, "also for verse 1"))
    assert (also.edit, also.target.sections) == ("light", ("verse 1",))


def test_that_shot_is_the_shot_of_the_last_edit_in_both_languages(project: Project) -> None:
    said(project, "redo shot 3")
    assert only(hear(project, "make that shot warmer")).target.shots == (3,)
    assert only(hear(project, "把它调暖一点")).target.shots == (3,)


def test_words_on_the_picture_are_remembered(project: Project) -> None:
    said(project, "add the title Neon Heart at 0:02 for 3 seconds")
    bigger = only(hear(project, "make it bigger"))
    assert bigger.edit == "change_text"
    assert talk_of(project).text == "Neon Heart"


def test_what_was_undone_is_not_spoken_of_any_more(project: Project) -> None:
    said(project, "redo chorus 2 in colder light")
    said(project, "redo verse 1")
    said(project, "undo that")
    assert only(hear(project, "make it faster")).target.sections == ("chorus 2",)


def test_a_running_conversation_counts_before_the_log(project: Project) -> None:
    said(project, "redo chorus 2")
    talk = remembered(Conversation(), hear(project, "redo verse 1", Conversation()))
    assert only(hear(project, "make it faster", talk)).target.sections == ("verse 1",)
    assert only(hear(project, "make it faster", Conversation())).target.ranges_s == WHOLE_S


def test_hearing_changes_nothing(project: Project) -> None:
    said(project, "redo chorus 2")
    before = (project.folder / "draft.json").read_bytes()
    hear(project, "make it faster, then export")
    assert (project.folder / "draft.json").read_bytes() == before


def test_a_film_planned_again_or_renamed_by_command_was_not_spoken_of(project: Project) -> None:
    said(project, "redo chorus 2 in colder light")
    rename_sections(project, [("1", "Opening")], now=lambda: AT)
    assert talk_of(project).target == only(hear(project, "redo chorus 2")).target
    asked = project.with_brief(Brief(prompt="a train", style="neo_noir"))
    plan_project(asked, clock=StageClock(), now=lambda: AT)
    (_, renamed, planned_again) = asked.read_draft().edit_log
    assert (renamed.said, planned_again.said) == ("", "")
    assert talk_of(asked).edits[-1].edit == "light"


def test_a_project_without_a_draft_cannot_be_spoken_of(project: Project) -> None:
    (project.folder / "draft.json").unlink()
    with pytest.raises(ProjectError, match=r"no draft\.json yet"):
        hear(project, "redo the chorus")

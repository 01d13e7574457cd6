"""A project's sections: heard anew where an older songreel heard them, and renamed without rendering anything again."""

import json
from itertools import count
from pathlib import Path

import pytest

from songreel_engine.analysis.renaming import rename_section
from songreel_engine.analysis.result import SCHEMA
from songreel_engine.draft.model import Draft
from songreel_engine.errors import BriefError, ProjectError
from songreel_engine.making import StageClock
from songreel_engine.planning.brief import Brief
from songreel_engine.preparing import open_or_create, plan_project, rename_sections
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import Project
from songreel_engine.rendering.plan import plan_render
from songreel_engine.rendering.quality import find_quality
from synthetic import steady_analysis

SONG_S = 8.0


class Fingerprint:
    def fingerprint(self) -> str:
        return "the same"


def opened(song: Path, folder: Path, progress: ProgressListener = ignore_progress) -> Project:
    return open_or_create(song, folder, Brief(seed=3), clock=StageClock(), progress=progress)


def planned(project: Project) -> Draft:
    return plan_project(project, clock=StageClock(), now=lambda: "2026-01-02T03:04:05Z")


@pytest.fixture
def project(click_wav: Path, tmp_path: Path) -> Project:
    """A planned project with a verse and a chorus."""
    from songreel_engine.song import open_song

    made = Project.create(
        tmp_path / "film.songreel", project_id="id", song=open_song(click_wav), max_seconds=None, brief=Brief(seed=3)
    )
    made.write_analysis(steady_analysis(SONG_S))
    planned(made)
    return made


def renamed(project: Project, *renames: tuple[str, str]) -> Draft:
    _, draft = rename_sections(project, renames, now=lambda: "2026-01-02T03:04:05Z")
    assert draft is not None
    return draft


def content_keys(project: Project) -> tuple[list[str], list[str]]:
    same = Fingerprint()
    plan = plan_render(
        project.read_draft(),
        project.read_analysis(),
        quality=find_quality("preview"),
        plate_maker=same,
        animator=same,
        height_px=320,
    )
    return list(plan.plates), [segment.key for segment in plan.segments]


def test_a_renamed_section_is_a_new_version_of_the_draft_in_which_only_its_name_changed(project: Project) -> None:
    before = project.read_draft()
    draft = renamed(project, ("chorus", "Drop"))
    assert [section.label for section in draft.sections] == ["verse", "Drop"]
    assert (draft.version, draft.parent_version) == (2, 1)
    assert draft.edit_log[-1].words == "renamed section 2 to 'Drop'"
    assert draft.edit_log[-1].changed == (before.sections[1].id,)
    undone = draft.model_copy(
        update={"sections": before.sections, "version": 1, "parent_version": None, "edit_log": ()}
    )
    assert undone == before
    assert project.read_draft() == draft
    assert project.read_analysis().sections[1].label == "Drop"
    assert [section.section for section in project.read_treatment().sections] == ["verse", "Drop"]
    assert sorted(path.name for path in (project.folder / "drafts").iterdir()) == ["0001.json", "0002.json"]


def test_no_picture_depends_on_a_sections_name(project: Project) -> None:
    before = content_keys(project)
    renamed(project, ("1", "Talk"), ("2", "Drop"))
    assert content_keys(project) == before


def test_all_names_are_those_from_before_the_command(project: Project) -> None:
    draft = renamed(project, ("verse", "Talk"), ("2", "Drop"))
    assert [section.label for section in draft.sections] == ["Talk", "Drop"]
    swapped = renamed(project, ("talk", "Hook"), ("drop", "Talk"))
    assert [section.label for section in swapped.sections] == ["Hook", "Talk"]


def test_two_sections_of_one_name_are_numbered_in_the_draft(project: Project) -> None:
    assert [section.label for section in renamed(project, ("1", "part"), ("2", "part")).sections] == [
        "part 1",
        "part 2",
    ]


def test_a_name_that_is_there_already_makes_no_new_version(project: Project) -> None:
    assert renamed(project, ("2", "chorus")).version == 1


def test_a_refused_name_changes_nothing(project: Project) -> None:
    before = {path: path.read_bytes() for path in project.folder.rglob("*.json")}
    with pytest.raises(BriefError):
        rename_sections(project, [("1", "Talk"), ("9", "Drop")], now=lambda: "")
    assert {path: path.read_bytes() for path in project.folder.rglob("*.json")} == before


def test_a_renamed_project_is_not_planned_again(project: Project) -> None:
    draft = renamed(project, ("2", "Drop"))
    assert planned(project) == draft


def test_a_project_without_a_draft_can_be_renamed_too(click_wav: Path, tmp_path: Path) -> None:
    project = opened(click_wav, tmp_path / "p")
    analysis, draft = rename_sections(project, [("1", "All of it")], now=lambda: "")
    assert draft is None
    assert Project.open(project.folder).read_analysis() == analysis


def make_older(project: Project) -> None:
    """As the first songreel stored it, but with a name that the user gave."""
    analysis = rename_section(steady_analysis(SONG_S, bpm=100.0), 2, "Drop")
    stored = analysis.model_dump(mode="json") | {"schema_number": 1}
    for later in ("tempo_map", "metre", "metre_confidence", "tracker", "events", "vocals", "voice", "mfcc"):
        del stored[later]
    (project.folder / "analysis.json").write_text(json.dumps(stored))


def test_what_an_older_songreel_heard_is_heard_again(click_wav: Path, project: Project) -> None:
    make_older(project)
    notes: list[Progress] = []
    again = opened(click_wav, project.folder, notes.append)
    analysis = again.read_analysis()
    assert analysis.schema_number == SCHEMA
    assert analysis.song_sha256 == again.facts.song.sha256
    kept = [section.label for section in analysis.sections if section.named_by == "user"]
    assert (kept == ["Drop"]) != ("'Drop'" in notes[-1].note)


def test_a_draft_whose_cuts_missed_the_new_beats_is_planned_again_and_the_old_one_kept(project: Project) -> None:
    before = project.read_draft()
    assert any(shot.on_beat for shot in before.shots[1:])
    project.write_analysis(steady_analysis(SONG_S, first_beat_s=0.25))
    after = planned(project)
    assert (after.version, after.parent_version) == (2, 1)
    assert after.edit_log[-1].words == "planned again for beats heard anew"
    assert planned(project) == after


def test_reading_an_older_analysis_says_how_to_listen_again(project: Project) -> None:
    make_older(project)
    assert not project.has_analysis()
    with pytest.raises(ProjectError, match=r"older songreel.*songreel plan"):
        project.read_analysis()


def test_a_damaged_analysis_is_still_called_damaged(project: Project) -> None:
    for number, content in zip(count(), ("{", "[]", '{"schema_number": 2}', '"words"'), strict=False):
        (project.folder / "analysis.json").write_text(content)
        with pytest.raises(ProjectError, match="damaged"):
            project.read_analysis()
        assert project.read_section_names() == (), number

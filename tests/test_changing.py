"""A project's film changed by edits: the new version, its price, what follows it, and the way back."""

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planned_projects import files_of, planned_project
from songreel_engine.changing import Changed, change, cost_of, preview
from songreel_engine.draft.edits import Edit
from songreel_engine.errors import EditError, ProjectError
from songreel_engine.making import StageClock, plan_pieces
from songreel_engine.planning.brief import Brief
from songreel_engine.preparing import plan_project
from songreel_engine.project import LastRender, Project
from songreel_engine.rendering.quality import find_quality
from songreel_engine.rendering.render import clip_path

AT = "2026-01-02T03:04:05Z"
CHORUSES = {"sections": ["chorus 1", "chorus 2"]}
SHOT_2 = {"shots": [2]}


def edit(kind: str, target: dict[str, object] | None = None, /, **changes: object) -> Edit:
    return Edit.model_validate({"edit": kind, "target": target or {}, "changes": changes})


REMAKE = edit("remake", SHOT_2)
WARMER = edit("grade", CHORUSES, warmth=0.5)
QUIET = edit("gain", gain_percent=35)
UNDO, REDO = edit("undo"), edit("redo")


def changed(project: Project, *edits: Edit, words: str = "as typed") -> Changed:
    return change(project, edits, words=words, now=lambda: AT)


def stored_draft(project: Project) -> bytes:
    return (project.folder / "draft.json").read_bytes()


def opened(project: Project) -> Project:
    """As the next command finds it."""
    return Project.open(project.folder)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return planned_project(tmp_path_factory.mktemp("planned"))


@pytest.fixture
def project(planned: Project, tmp_path: Path) -> Project:
    return Project.open(Path(shutil.copytree(planned.folder, tmp_path / "film.songreel")))


def test_all_edits_of_one_message_are_one_version_with_one_line_in_the_log(project: Project) -> None:
    first = project.read_draft()
    told = change(project, [WARMER, QUIET], words="warmer, and quieter", who="ann", now=lambda: AT)
    draft = opened(project).read_draft()
    assert draft == told.draft
    assert (draft.version, draft.parent_version, project.versions()) == (2, 1, (1, 2))
    (entry,) = draft.edit_log
    assert (entry.version, entry.who, entry.words, entry.at) == (2, "ann", "warmer, and quieter", AT)
    assert entry.said == " ".join(told.said)
    choruses = {section.id for section in first.sections if section.label.startswith("chorus")}
    in_choruses = [shot.id for shot in first.shots if shot.section_id in choruses]
    assert set(entry.changed) == {*in_choruses, first.tracks.audio[0].id}
    assert draft.tracks.audio[0].gain_percent == 35


def test_a_preview_tells_what_the_change_then_does_and_writes_nothing(project: Project) -> None:
    before = files_of(project)
    told = preview(project, [REMAKE, WARMER])
    assert files_of(project) == before
    done = changed(project, REMAKE, WARMER)
    assert (done.said, done.notes, done.cost) == (told.said, told.notes, told.cost)
    assert done.draft.tracks == told.draft.tracks


@pytest.mark.parametrize("step", [UNDO, REDO, edit("restore", version=1)])
def test_a_step_between_versions_has_no_preview(project: Project, step: Edit) -> None:
    changed(project, WARMER)
    with pytest.raises(EditError, match="no preview"):
        preview(project, [step])


@pytest.mark.parametrize(
    "idle",
    [
        edit("unlock"),
        edit("gain", gain_percent=100),
        edit("restyle", style="golden hour"),
        edit("canvas", aspect="9:16"),
        edit("choose_take", SHOT_2, take=1),
    ],
    ids=lambda idle: idle.edit,
)
def test_an_edit_after_which_nothing_differs_makes_no_version(project: Project, idle: Edit) -> None:
    before = files_of(project)
    told = changed(project, idle)
    assert told.draft == told.before == project.read_draft()
    assert told.said[0]
    assert told.cost.credits == 0
    assert files_of(project) == before


@pytest.mark.parametrize(
    ("edits", "words", "why"),
    [
        ([edit("remake", {"sections": ["chorus 4"]})], "w", "chorus 4"),
        ([edit("remake", {"shots": [99]})], "w", "99"),
        ([WARMER, edit("remake", {"shots": [99]})], "w", "99"),
        ([edit("restyle", style="mud")], "w", "mud"),
        ([edit("add_text", text="\U00016a70")], "w", "font"),
        ([WARMER, UNDO], "w", "come alone"),
        ([UNDO], "w", "nothing to undo"),
        ([REDO], "w", "nothing to redo"),
        ([edit("restore", version=9)], "w", "no version 9"),
        ([edit("restore", version=1)], "w", "the one that stands"),
        ([], "w", "nothing to change"),
        ([WARMER], "warmer \udcff", "no text"),
        ([edit("insert", SHOT_2, kind="image", source="gone.png")], "w", r"gone\.png"),
    ],
    ids=str,
)
def test_what_cannot_be_followed_is_refused_and_leaves_every_byte_of_the_project(
    project: Project, edits: list[Edit], words: str, why: str
) -> None:
    before = files_of(project)
    with pytest.raises(EditError, match=why) as refusal:
        changed(project, *edits, words=words)
    assert files_of(project) == before
    assert "\n" not in str(refusal.value)


def test_a_project_without_a_draft_is_refused(project: Project) -> None:
    (project.folder / "draft.json").unlink()
    with pytest.raises(ProjectError, match=r"no draft\.json yet"):
        changed(project, WARMER)


@pytest.mark.parametrize(
    ("asked", "shots", "images", "clips"),
    [
        (REMAKE, (2,), 1, 1),
        (edit("remake", SHOT_2, what="clip"), (2,), 0, 1),
        (edit("grade", SHOT_2, warmth=0.5), (2,), 0, 1),
        (QUIET, (), 0, 0),
        (edit("add_text", text="Neon Heart"), (), 0, 0),
        (edit("rename_section", {"sections": ["chorus 1"]}, name="Drop"), (), 0, 0),
        (edit("lock"), (), 0, 0),
    ],
    ids=str,
)
def test_a_change_costs_only_what_it_makes_look_otherwise(
    project: Project, asked: Edit, shots: tuple[int, ...], images: int, clips: int
) -> None:
    cost = preview(project, [asked]).cost
    assert (cost.shots, cost.images, cost.clips, cost.credits) == (shots, images, clips, max(images, clips))


def test_another_shape_asks_for_every_picture_again(project: Project) -> None:
    cost = preview(project, [edit("canvas", aspect="16:9")]).cost
    count = len(project.read_draft().shots)
    assert cost.shots == tuple(range(1, count + 1))
    assert cost.clips == count


def pretend_rendered(project: Project, *, height_px: int | None = None) -> None:
    """Leaves what a preview of the draft that stands would leave; only the files' names count here."""
    draft, quality = project.read_draft(), find_quality("preview")
    plan = plan_pieces(project, draft, project.read_analysis(), quality=quality, height_px=height_px)
    project.clips_dir.mkdir(exist_ok=True)
    for key in plan.plates:
        (project.plates_dir / key).mkdir(parents=True, exist_ok=True)
    for segment in plan.segments:
        clip_path(project.clips_dir, segment.key).touch()
    project.write_last_render(LastRender(quality="preview", height_px=height_px))


def test_an_older_take_chosen_again_costs_nothing_as_its_clip_is_there_still(project: Project) -> None:
    pretend_rendered(project, height_px=320)
    changed(project, REMAKE)
    back = preview(project, [edit("choose_take", SHOT_2, which="previous")]).cost
    assert (back.shots, back.images, back.clips) == ((2,), 0, 0)


def test_the_price_is_that_of_the_quality_of_the_last_film(project: Project) -> None:
    pretend_rendered(project)
    first, told = project.read_draft(), changed(project, REMAKE)
    analysis = project.read_analysis()
    assert cost_of(project, told.draft, first, analysis).credits == 0
    # The film was a preview; a draft-quality film has none of its clips.
    project.write_last_render(LastRender(quality="draft", height_px=None))
    assert cost_of(project, told.draft, first, analysis).clips == 1


def test_undo_brings_the_draft_back_byte_for_byte_and_redo_brings_the_change_back(project: Project) -> None:
    first = stored_draft(project)
    changed(project, WARMER, words="warmer")
    second = stored_draft(project)
    undone = changed(project, UNDO, words="undo that")
    assert stored_draft(project) == first
    assert undone.way_back == "redo"
    assert undone.said == ("Version 1 stands again, instead of 2: without “warmer”.",)
    redone = changed(project, REDO, words="redo that")
    assert stored_draft(project) == second
    assert redone.way_back == "undo"
    assert redone.said == ("Version 2 stands again, instead of 1: with “warmer”.",)
    assert [move.words for move in project.read_history().moves] == ["undo that", "redo that"]


def test_going_back_over_several_versions_names_what_went(project: Project) -> None:
    for words, asked in (("a", WARMER), ("b", REMAKE), ("c", QUIET)):
        changed(project, asked, words=words)
    told = changed(project, edit("restore", version=2))
    assert told.said == ("Version 2 stands again, instead of 4: without “b”, without “c”.",)
    assert told.cost.shots == (2,)
    changed(project, UNDO)
    assert project.read_draft().version == 4
    changed(project, edit("undo", steps=3))
    assert project.read_draft().version == 1


def test_a_change_after_undo_gets_a_number_that_was_never_given_and_ends_redo(project: Project) -> None:
    changed(project, WARMER)
    changed(project, UNDO)
    assert changed(project, QUIET).draft.version == 3
    with pytest.raises(EditError, match="nothing to redo"):
        changed(project, REDO)


def names_heard(project: Project) -> list[str]:
    return [section.label for section in project.read_analysis().sections]


def test_a_sections_new_name_is_known_to_song_treatment_and_film_and_goes_with_undo(project: Project) -> None:
    changed(project, edit("rename_section", CHORUSES, name="Drop"))
    assert [section.label for section in project.read_draft().sections] == ["verse 1", "Drop 1", "verse 2", "Drop 2"]
    assert names_heard(project) == ["verse", "Drop", "verse", "Drop"]
    named_by = [section.named_by for section in project.read_analysis().sections]
    assert named_by == ["songreel", "user", "songreel", "user"]
    assert [one.section for one in project.read_treatment().sections] == ["verse 1", "Drop 1", "verse 2", "Drop 2"]
    changed(project, UNDO)
    assert names_heard(project) == ["verse", "chorus", "verse", "chorus"]
    assert [one.section for one in project.read_treatment().sections][1] == "chorus 1"


def test_names_are_the_songs_own_again_after_an_edit_between_renaming_and_undo(project: Project) -> None:
    changed(project, edit("rename_section", {"sections": ["chorus 1"]}, name="Drop"))
    changed(project, REMAKE)
    changed(project, edit("undo", steps=2))
    assert names_heard(project) == ["verse", "chorus", "verse", "chorus"]


def test_the_brief_goes_with_style_and_shape_there_and_back(project: Project) -> None:
    asked = project.facts.brief
    changed(project, edit("restyle", style="neo noir"), edit("canvas", aspect="16:9"))
    brief = opened(project).facts.brief
    assert (brief.style, brief.aspect, brief.prompt, brief.seed) == ("neo_noir", "16:9", asked.prompt, asked.seed)
    changed(opened(project), UNDO)
    assert opened(project).facts.brief == asked


def test_a_style_nobody_asked_for_is_not_asked_for_afterwards(tmp_path: Path) -> None:
    project = planned_project(tmp_path, Brief(prompt="walking home", seed=3))
    changed(project, edit("restyle", {"sections": ["chorus 1"]}, style="neo noir"))
    assert opened(project).facts.brief.style is None


@pytest.mark.parametrize(
    "asked",
    [
        REMAKE,
        QUIET,
        edit("restyle", style="neo noir"),
        edit("canvas", aspect="1:1"),
        edit("reprompt", prompt="a lighthouse"),
        edit("pace", factor=2.0),
        edit("move_cut", {"shots": [3]}, by_beats=1),
        edit("rename_section", {"sections": ["chorus 1"]}, name="Drop"),
        edit("reorder", SHOT_2, by=2),
    ],
    ids=lambda asked: asked.edit,
)
def test_an_edited_film_is_not_planned_anew_when_it_is_made_again(project: Project, asked: Edit) -> None:
    told = changed(project, asked)
    assert plan_project(opened(project), clock=StageClock(), now=lambda: AT) == told.draft
    changed(opened(project), UNDO)
    assert plan_project(opened(project), clock=StageClock(), now=lambda: AT).version == 1


ANY_EDIT = st.sampled_from(
    [
        REMAKE,
        WARMER,
        QUIET,
        edit("remake", {"shots": [4]}, what="clip"),
        edit("reprompt", {"sections": ["verse 1"]}, prompt="a lighthouse"),
        edit("restyle", style="neo noir"),
        edit("palette", CHORUSES, colours=["teal", "gold"]),
        edit("weather", weather="snow"),
        edit("camera", SHOT_2, camera="orbit"),
        edit("motion", by=2),
        edit("pace", CHORUSES, factor=2.0),
        edit("move_cut", {"shots": [3]}, by_beats=1),
        edit("split", {"shots": [1]}),
        edit("merge", {"shots": [2, 3]}),
        edit("remove", SHOT_2),
        edit("swap", {"sections": ["verse 1", "chorus 1"]}),
        edit("reorder", SHOT_2, by=1),
        edit("insert", {"shots": [3]}, kind="shot", prompt="a cat"),
        edit("transition", {"shots": [2]}, kind="dissolve"),
        edit("add_text", {"sections": ["verse 2"]}, text="Neon Heart"),
        edit("change_text", text="Paradise"),
        edit("remove_text"),
        edit("mute", {"sections": ["verse 1"]}),
        edit("fade", kind="out"),
        edit("canvas", aspect="16:9"),
        edit("rename_section", {"sections": ["chorus 1"]}, name="Drop"),
        edit("rename_section", {"sections": ["Drop"]}, name="Höhepunkt"),
        edit("lock", SHOT_2),
        edit("unlock"),
        edit("choose_take", SHOT_2, which="previous"),
        UNDO,
        edit("undo", steps=2),
        REDO,
        edit("restore", version=2),
    ]
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sequence=st.lists(ANY_EDIT, min_size=1, max_size=6))
def test_any_sequence_of_edits_undone_gives_the_first_draft_byte_for_byte(
    planned: Project, sequence: list[Edit]
) -> None:
    with TemporaryDirectory() as folder:
        project = Project.open(Path(shutil.copytree(planned.folder, Path(folder) / "film.songreel")))
        for asked in sequence:
            # What cannot be followed is refused, and nothing else may come out of a change.
            with suppress(EditError):
                changed(opened(project), asked)
        steps = len(project.read_history().past)
        if steps:
            changed(opened(project), edit("undo", steps=steps))
        assert stored_draft(project) == stored_draft(planned)
        assert opened(project).facts.brief == planned.facts.brief

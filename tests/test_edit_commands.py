"""The commands that change a film, as people and programs use them: `edit`, `undo`, `redo`, `history`, `chat`, scene maps in."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from planned_projects import files_of, planned_project
from songreel_engine.changing import Cost
from songreel_engine.cli.commands import app
from songreel_engine.cli.history_words import cost_in_words, numbers_in_words
from songreel_engine.cli.report import run_reporting_refusals
from songreel_engine.draft.words import track_summary
from songreel_engine.project import Project

WARM = [{"edit": "grade", "target": {"sections": ["chorus 1"]}, "changes": {"warmth": 0.5}}]
QUIET = [{"edit": "gain", "changes": {"gain_percent": 35}}]


class Said(NamedTuple):
    code: int
    out: str
    err: str


Songreel = Callable[..., Said]


@pytest.fixture
def songreel(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Songreel:
    """Runs a command line as `songreel` does, in this process; it must end well unless `check` is off."""

    def run(*arguments: object, check: bool = True, typed: bytes = b"") -> Said:
        monkeypatch.setattr("sys.argv", ["songreel", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        said = Said(run_reporting_refusals(app), *capsys.readouterr())
        assert said.code == 0 or not check, said.err
        return said

    return run


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return planned_project(tmp_path_factory.mktemp("planned"))


@pytest.fixture
def project(planned: Project, tmp_path: Path) -> Project:
    return Project.open(Path(shutil.copytree(planned.folder, tmp_path / "film.songreel")))


@pytest.fixture
def song(planned: Project) -> Path:
    return planned.folder.parent / "song.wav"


def edits_file(folder: Path, content: object) -> Path:
    path = folder / "edits.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def refused(said: Said, *, code: int = 1) -> str:
    """The one sentence on stderr; nothing on stdout."""
    assert (said.code, said.out) == (code, "")
    (line,) = said.err.strip().splitlines()
    assert line.startswith("songreel: ")
    return line


def test_an_edit_in_words_says_what_it_did_what_it_costs_and_how_it_goes_back(
    songreel: Songreel, project: Project
) -> None:
    told = songreel("edit", project.folder, "redo shot 2", "--no-render").out.strip().splitlines()
    assert told == [
        "Made shot 2 again: another image and movement.",
        "1 shot looks otherwise (2); 1 image and 1 clip to make (1 credit)",
        "version 2; `songreel undo` takes it back",
        "not rendered; `songreel render` makes the film",
    ]
    assert project.read_draft().edit_log[0].words == "redo shot 2"


def test_a_film_that_was_never_rendered_is_not_rendered_by_an_edit(songreel: Songreel, project: Project) -> None:
    assert "not rendered" in songreel("edit", project.folder, "副歌换成雪景").out
    assert not project.clips_dir.exists()
    draft = project.read_draft()
    shown = {scene.id for scene in draft.scenes if scene.weather == "snow"}
    sections = {section.id: section.label for section in draft.sections}
    assert {sections[shot.section_id] for shot in draft.shots if shot.scene_id in shown} == {"chorus 1", "chorus 2"}


def test_json_has_what_was_understood_the_version_the_price_and_the_film(songreel: Songreel, project: Project) -> None:
    out = songreel("edit", project.folder, "colder light in chorus 2, then export", "--no-render", "--json").out
    (line,) = out.strip().splitlines()
    told = json.loads(line)
    assert list(told) == [
        "intent", "confidence", "edits", "then", "question",
        "version", "parent_version", "said", "notes", "cost", "rendered", "film",
    ]  # fmt: skip
    assert (told["intent"], told["then"], told["question"]) == ("edit", ["export"], None)
    assert told["edits"][0]["target"]["sections"] == ["chorus 2"]
    assert (told["version"], told["parent_version"], told["rendered"], told["film"]) == (2, 1, None, None)
    assert set(told["cost"]) == {"shots", "images", "clips", "credits"}
    assert told["cost"]["credits"] == max(told["cost"]["images"], told["cost"]["clips"]) > 0


def test_a_dry_run_says_the_same_and_writes_nothing(songreel: Songreel, project: Project) -> None:
    before = files_of(project)
    told = songreel("edit", project.folder, "redo shot 2", "--dry-run").out
    would = json.loads(songreel("edit", project.folder, "redo shot 2", "--dry-run", "--json").out)
    assert files_of(project) == before
    assert told.strip().endswith("Nothing was changed: this was a dry run.")
    assert (would["version"], would["parent_version"]) == (None, 1)
    assert would["cost"] == {"shots": [2], "images": 1, "clips": 1, "credits": 1}
    assert would["said"][0] in told


def test_an_edit_after_which_nothing_differs_says_so_and_makes_no_version(songreel: Songreel, project: Project) -> None:
    told = songreel("edit", project.folder, "make it 9:16").out
    assert told == "Nothing changes: the film is 9:16 already.\n"
    assert project.versions() == (1,)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("redo chorus 4", "chorus 1 and chorus 2"),
        ("redo shot 99", "99"),
        ("export", "songreel render PROJECT"),
        ("how many credits do I have?", "--dry-run"),
        ("what's the weather like in Paris?", "colder light in the chorus"),
        ("你好", "colder light in the chorus"),
        ("", "colder light in the chorus"),
        ("redo shot 2 \udcff", "no text"),
        ("undo", "nothing to undo"),
    ],
)
def test_words_that_cannot_be_followed_are_answered_in_one_sentence_and_nothing_changes(
    songreel: Songreel, project: Project, message: str, why: str
) -> None:
    before = files_of(project)
    assert why in refused(songreel("edit", project.folder, message, check=False))
    assert files_of(project) == before


@pytest.mark.parametrize(
    ("message", "intent", "asks"), [("redo chorus 4", "edit", True), ("export", "export", False)], ids=str
)
def test_what_is_no_edit_is_json_too_and_still_ends_with_one(
    songreel: Songreel, project: Project, message: str, intent: str, asks: bool
) -> None:
    before = files_of(project)
    said = songreel("edit", project.folder, message, "--json", check=False)
    told = json.loads(said.out)
    assert said.code == 1
    assert (told["intent"], told["edits"], told["question"] is not None) == (intent, [], asks)
    assert files_of(project) == before


@pytest.mark.parametrize("rows", [[*WARM, *QUIET], {"edits": [*WARM, *QUIET]}], ids=["list", "object"])
def test_a_file_of_edits_is_followed_as_one_version(
    songreel: Songreel, project: Project, tmp_path: Path, rows: object
) -> None:
    told = json.loads(songreel("edit", project.folder, "--edits", edits_file(tmp_path, rows), "--json").out)
    assert "intent" not in told
    assert (told["version"], len(told["said"])) == (2, 2)
    assert project.read_draft().tracks.audio[0].gain_percent == 35
    assert project.versions() == (1, 2)


def test_a_file_can_take_a_change_back_too(songreel: Songreel, project: Project, tmp_path: Path) -> None:
    first = (project.folder / "draft.json").read_bytes()
    songreel("edit", project.folder, "redo shot 2")
    songreel("edit", project.folder, "--edits", edits_file(tmp_path, [{"edit": "undo"}]))
    assert (project.folder / "draft.json").read_bytes() == first


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("nope", "cannot be read as JSON"),
        ("[" * 100_000, "cannot be read as JSON"),
        (" " * 1_000_001, "too large"),
        ("[]", "nothing to change"),
        ("{}", "holds no list of edits"),
        ("3", "holds no list of edits"),
        ([*QUIET, 3], "Edit 2 of"),
        ([{"edit": "fly"}], "Edit 1 of"),
        ([{"edit": ["gain"]}], "Edit 1 of"),
        ([{"edit": {"gain": 1}}], "Edit 1 of"),
        ([{"changes": {}}], "Edit 1 of"),
        ([{"edit": "gain", "changes": {"gain_percent": 9000}}], "gain_percent"),
        ([{"edit": "gain", "changes": {"gain_percent": "NaN"}}], "gain_percent"),
        ('[{"edit": "gain", "changes": {"gain_percent": NaN}}]', "gain_percent"),
        ([{"edit": "gain", "changes": 5}], "Edit 1 of"),
        ([{"edit": "gain", "volume": 5}], "volume"),
        ([{"edit": "lock", "target": {"shots": [0]}}], "shots"),
        ([{"edit": "add_text", "changes": {"text": "\ud800"}}], "text"),
        ([*QUIET, {"edit": "remake", "target": {"sections": ["chorus 9"]}}], "chorus 9"),
        ([*QUIET, {"edit": "undo"}], "come alone"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence_and_nothing_changes(
    songreel: Songreel, project: Project, tmp_path: Path, content: object, why: str
) -> None:
    before = files_of(project)
    assert why in refused(songreel("edit", project.folder, "--edits", edits_file(tmp_path, content), check=False))
    assert files_of(project) == before


def test_a_file_of_edits_that_is_not_there_is_refused(songreel: Songreel, project: Project, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.json", tmp_path):
        assert "cannot be read" in refused(songreel("edit", project.folder, "--edits", path, check=False))


def test_words_or_a_file_one_of_the_two(songreel: Songreel, project: Project, tmp_path: Path) -> None:
    assert "one of the two" in refused(songreel("edit", project.folder, check=False))
    both = songreel("edit", project.folder, "redo shot 2", "--edits", edits_file(tmp_path, QUIET), check=False)
    assert "one of the two" in refused(both)
    assert project.versions() == (1,)


def test_a_picture_given_along_is_put_in(songreel: Songreel, project: Project, tmp_path: Path) -> None:
    Image.new("RGB", (90, 160), "red").save(tmp_path / "beach.png")
    insert = {"edit": "insert", "target": {"shots": [3]}, "changes": {"kind": "image", "source": "beach.png"}}
    file = edits_file(tmp_path, [insert])
    songreel("edit", project.folder, "--edits", file, "--with", tmp_path / "beach.png", "--no-render")
    draft = project.read_draft()
    assert [medium.name for medium in draft.media] == ["beach.png"]
    assert sum(shot.picture.media_id == draft.media[0].id for shot in draft.shots) == 1
    missing = songreel("edit", project.folder, "--edits", file, "--with", tmp_path / "gone.png", check=False)
    assert "check the path" in refused(missing)


def test_a_folder_that_is_no_project_is_refused(songreel: Songreel, tmp_path: Path) -> None:
    for command in (("edit", tmp_path, "redo shot 2"), ("undo", tmp_path), ("history", tmp_path), ("chat", tmp_path)):
        refused(songreel(*command, check=False))


def test_undo_and_redo_walk_and_say_which_edit_went_and_how_it_comes_back(songreel: Songreel, project: Project) -> None:
    first = (project.folder / "draft.json").read_bytes()
    songreel("edit", project.folder, "redo shot 2")
    songreel("edit", project.folder, "song at 35%")
    told = songreel("undo", project.folder, "--steps", 2).out.splitlines()
    assert told[0] == "Version 1 stands again, instead of 3: without “redo shot 2”, without “song at 35%”."
    assert "version 1; `songreel redo` brings it back" in told
    assert (project.folder / "draft.json").read_bytes() == first
    redone = json.loads(songreel("redo", project.folder, "--json").out)
    assert (redone["version"], redone["parent_version"], redone["cost"]["shots"]) == (2, 1, [2])
    assert "`songreel undo` takes it back" in songreel("redo", project.folder).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("undo",), 1),
        (("redo",), 1),
        (("undo", "--steps", "0"), 2),
        (("undo", "--steps", "5000"), 2),
        (("redo", "--steps", "-1"), 2),
        (("history", "--restore", "0"), 2),
        (("history", "--restore", "9"), 1),
        (("history", "--restore", "1"), 1),
        (("history", "--compare", "1", "9"), 1),
        (("history", "--compare", "1", "-3"), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_step_to_where_nothing_is_is_refused_in_one_sentence(
    songreel: Songreel, project: Project, arguments: tuple[str, ...], code: int
) -> None:
    before = files_of(project)
    command, *options = arguments
    refused(songreel(command, project.folder, *options, check=False), code=code)
    assert files_of(project) == before


def test_history_lists_versions_who_asked_for_what_and_the_steps_between(songreel: Songreel, project: Project) -> None:
    songreel("edit", project.folder, "redo shot 2")
    songreel("edit", project.folder, "song at 35%")
    songreel("undo", project.folder)
    lines = songreel("history", project.folder).out.splitlines()
    assert [line[:6] for line in lines] == ["    1 ", "*   2 ", "    3 ", "      "]
    assert "first draft" in lines[0]
    assert "owner: “redo shot 2” (from 1)  Made shot 2 again" in lines[1]
    assert "owner: “undo”, from version 3 to 2" in lines[3]
    told = json.loads(songreel("history", project.folder, "--json").out)
    assert told["version"] == 2
    assert [(one["version"], one["parent_version"]) for one in told["versions"]] == [(1, None), (2, 1), (3, 2)]
    assert told["versions"][0]["entry"] is None
    assert told["versions"][2]["entry"]["words"] == "song at 35%"
    assert (told["history"]["past"], told["history"]["future"]) == ([1], [3])


def test_two_versions_are_compared_in_words_and_in_json(songreel: Songreel, project: Project) -> None:
    songreel("edit", project.folder, "redo shot 2")
    words = songreel("history", project.folder, "--compare", 1, 2).out
    told = json.loads(songreel("history", project.folder, "--compare", 1, 2, "--json").out)
    assert words.startswith("shot 2 (")
    assert told["differences"] == words.splitlines()
    assert (told["versions"], told["changed"]) == ([1, 2], [project.read_draft().shots[1].id])
    assert songreel("history", project.folder, "--compare", 2, 2).out == "Nothing differs.\n"


def test_any_version_can_stand_again_and_that_can_be_undone(songreel: Songreel, project: Project) -> None:
    songreel("edit", project.folder, "redo shot 2")
    songreel("edit", project.folder, "song at 35%")
    told = songreel("history", project.folder, "--restore", 1).out
    assert "version 1; `songreel undo` takes it back" in told
    songreel("undo", project.folder)
    assert project.read_draft().version == 3


def test_a_talk_changes_the_film_line_by_line_and_shows_the_timeline_after_each_turn(
    songreel: Songreel, project: Project
) -> None:
    turns = [
        "redo chorus 2 in colder light",
        "",
        "make it faster",
        "redo chorus 9",
        "你好",
        "song at 35%",
        "undo that",
        "status",
    ]
    typed = "\n".join([*turns, "quit", "redo shot 1", ""])
    lines = songreel("chat", project.folder, typed=typed.encode()).out.splitlines()
    draft = project.read_draft()
    assert [entry.words for entry in draft.edit_log] == ["redo chorus 2 in colder light", "make it faster"]
    assert draft.edit_log[1].said.startswith("Cut chorus 2 faster")
    timelines = [line for line in lines if line.startswith("Timeline (")]
    # One before the first turn, and one after each of the seven that say something.
    assert len(timelines) == 8
    assert timelines[-1] == lines[-1] == track_summary(draft)
    assert any("35%" in line for line in timelines)
    assert any("chorus 1 and chorus 2" in line for line in lines)
    assert any(line.startswith("Say what to change") for line in lines)
    assert any(line.startswith("draft 3 ·") for line in lines)


def test_a_talk_goes_on_after_a_refusal_and_after_bytes_that_are_no_text(songreel: Songreel, project: Project) -> None:
    said = songreel("chat", project.folder, typed=b"undo\n\xff\xfe\x00\nredo shot 2\r\n")
    assert said.err == ""
    assert "There is nothing to undo." in said.out
    assert [entry.words for entry in project.read_draft().edit_log] == ["redo shot 2"]


@pytest.mark.parametrize("goodbye", ["quit", "exit", "退出", " QUIT "])
def test_a_talk_ends_with_a_goodbye_or_with_the_input(songreel: Songreel, project: Project, goodbye: str) -> None:
    assert len(songreel("chat", project.folder, typed=f"{goodbye}\nredo shot 2\n".encode()).out.splitlines()) == 1
    assert len(songreel("chat", project.folder, typed=b"").out.splitlines()) == 1
    assert project.versions() == (1,)


def test_a_talk_counts_the_credits_of_its_changes(songreel: Songreel, project: Project) -> None:
    out = songreel("chat", project.folder, typed=b"redo shot 2\nhow many credits?\n").out
    assert "1 credit of changes in this talk" in out


def test_a_scene_map_of_ones_own_is_planned(songreel: Songreel, project: Project, song: Path, tmp_path: Path) -> None:
    scenes = json.loads(songreel("scenes", project.folder).out)
    scenes["scenes"][0]["description"] = "a lighthouse in the fog"
    file = tmp_path / "map.json"
    file.write_text(json.dumps(scenes), "utf-8")
    songreel("plan", song, "--project", project.folder, "--scenes", file)
    draft = project.read_draft()
    assert draft.version == 2
    assert "lighthouse" in draft.shots[0].prompt
    songreel("plan", song, "--project", project.folder)
    assert project.read_draft() == draft


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("nope", "JSON"),
        ('{"scenes": [{"start": "0:00", "end": "0:40", "description": "rain"}]}', "0:40"),
        ('{"scenes": [{"start": "chorus 9", "description": "rain"}]}', "chorus 9"),
        ('{"scenes": [{"start": "0:04", "end": "0:02", "description": "rain"}]}', "end"),
    ],
    ids=["no JSON", "past the end", "no such section", "backwards"],
)
def test_a_film_is_not_made_of_a_scene_map_that_cannot_be_used(
    songreel: Songreel, project: Project, song: Path, tmp_path: Path, content: str, why: str
) -> None:
    file = tmp_path / "map.json"
    file.write_text(content, "utf-8")
    before = (project.folder / "draft.json").read_bytes()
    made = songreel("make", song, "--project", project.folder, "--scenes", file, check=False)
    assert why in refused(made)
    assert (project.folder / "draft.json").read_bytes() == before
    assert not project.clips_dir.exists()


def test_lyrics_laid_on_a_project_stay_there_and_can_be_shown(
    songreel: Songreel, project: Project, tmp_path: Path
) -> None:
    file = tmp_path / "words.lrc"
    file.write_text("[00:01.00]silver rain\n[00:04.50]carry me\n", "utf-8")
    assert "lyrics" in refused(songreel("edit", project.folder, "show the lyrics", check=False))
    out = songreel("lyrics", file, "--project", project.folder).out
    assert "[00:01.00]" in out
    kept = project.read_lyrics()
    assert kept is not None
    assert [line.text for line in kept.lines] == ["silver rain", "carry me"]
    songreel("edit", project.folder, "show the lyrics")
    assert [(item.role, item.text) for item in project.read_draft().tracks.text] == [
        ("lyric", "silver rain"),
        ("lyric", "carry me"),
    ]


def test_a_price_is_told_with_the_numbers_of_its_shots() -> None:
    assert numbers_in_words((3, 4, 5, 9, 11, 12)) == "3–5, 9, 11–12"
    assert cost_in_words(Cost(shots=(), images=0, clips=0)) == "no shot looks otherwise; nothing to draw again"
    told = cost_in_words(Cost(shots=(1, 2), images=0, clips=0))
    assert told == "2 shots look otherwise (1–2); everything is there already (0 credits)"
    told = cost_in_words(Cost(shots=(2, 3), images=1, clips=2))
    assert told == "2 shots look otherwise (2–3); 1 image and 2 clips to make (2 credits)"

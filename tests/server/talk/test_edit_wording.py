"""What an edit did, in one breath, in both languages."""

from pathlib import Path

import pytest

from planned_projects import planned_project
from songreel_engine.changing import preview
from songreel_engine.draft.edits import CHANGES
from songreel_engine.project import Project
from songreel_engine.talking import hear
from songreel_server.edit_words import told_of, when_of


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Verse, chorus, verse, chorus of 6 s each."""
    return planned_project(tmp_path_factory.mktemp("wording"))


@pytest.mark.parametrize(
    ("message", "english", "chinese", "when"),
    [
        (
            "redo the chorus in colder light",
            "Light of chorus 1 and chorus 2: warmth 0 → -0.5",
            "副歌 1、副歌 2已调整光线：冷暖 0 → -0.5",
            "0:06.0–0:12.0, 0:18.0–0:24.0",
        ),
        ("make it rain in verse 1", "Weather of verse 1: clear → rain", "主歌 1已更换天气：晴 → 雨", "0:00.0–0:06.0"),
        (
            "change the style to film noir",
            "Style of the whole film: Golden Hour → Film Noir",
            "已更换风格：Golden Hour → Film Noir",
            "",
        ),
        ("make it 16:9", "Shape of the film: 9:16 → 16:9", "已更换画幅：9:16 → 16:9", ""),
        (
            "title Neon Heart at the drop for 3 seconds",
            "Added the title “Neon Heart” in the middle from 0:18.0 to 0:21.0",
            "已添加文字“Neon Heart”",
            "0:18.0–0:21.0",
        ),
        ("song at 35%", "Gain of the song 100 → 35 % from 0:00.0 to 0:24.0", "已调整音量：100 → 35 %", ""),
        ("redo shot 2", "Made shot 2 again: another image and movement", "镜头 2已重做", "0:02.0–0:06.0"),
    ],
)
def test_an_edit_is_told_with_part_time_and_values(
    project: Project, message: str, english: str, chinese: str, when: str
) -> None:
    edits = hear(project, message).edits
    would = preview(project, edits)
    assert told_of(would, edits, "en") == english
    assert told_of(would, edits, "zh") == chinese
    assert when_of(would, edits, chinese) == when


def test_a_time_that_is_told_is_not_told_twice(project: Project) -> None:
    edits = hear(project, "title Hi at 0:10 for 2 seconds").edits
    would = preview(project, edits)
    assert when_of(would, edits, told_of(would, edits, "en")) == ""


def test_two_edits_are_one_sentence(project: Project) -> None:
    edits = hear(project, "make it rain in verse 1 and lock shot 3").edits
    assert told_of(preview(project, edits), edits, "en").count("; ") == 1


def test_there_are_chinese_words_for_every_edit() -> None:
    from songreel_server.edit_words import _DONE_ZH

    assert _DONE_ZH.keys() == CHANGES.keys()


def test_a_project_is_found_where_it_was_planned(project: Project) -> None:
    assert Path(project.folder).is_dir()

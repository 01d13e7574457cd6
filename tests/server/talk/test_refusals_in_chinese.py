"""What the engine refuses is said in Chinese to a session in Chinese, every sentence of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import songreel_engine
from songreel_engine.language.context import Context, SpokenSection
from songreel_engine.language.understanding import understand
from songreel_server.jobs.workflows import BROKEN
from songreel_server.refusals_zh import UNKNOWN, refused_in_chinese, sentences
from songreel_server.replies import Speaker

ENGINE = Path(songreel_engine.__file__).parent
SOURCES = (*sorted((ENGINE / "editing").glob("*.py")), ENGINE / "changing.py")
OF_PROGRAMS = (
    "X is no step between versions.",
    "X chooses among a project's versions; it cannot be done to one draft.",
)
"""What only a program that is wrong can hear."""
UNTOLD = UNKNOWN.partition("{")[0]


def written(message: ast.expr) -> str | None:
    """The sentence with X in every place; None where none of it is written here."""
    match message:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)
            return said if re.search(r"[a-z]{3}", said.replace("X", "")) else None
    return None


def refusals() -> Iterator[str]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "EditError":
                said = written(node.args[0])
                if said is not None and said not in OF_PROGRAMS:
                    yield said


def test_every_refusal_of_an_edit_has_its_chinese() -> None:
    said = sorted(set(refusals()))
    assert len(said) > 40
    assert [one for one in said if refused_in_chinese(one).startswith(UNTOLD)] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("There is no shot 99: this film has shots 1 to 12.", "没有镜头 99：这部影片有镜头 1 到 12。"),
        ("There is no Bridge: this film has Verse 1, Chorus 1 and Chorus 2.", "没有桥段：这部影片有主歌 1、副歌 1和副歌 2。"),
        ("There is nothing to undo.", "没有可以撤销的修改。"),
        ("Shots 3 and 4 are locked; say “unlock shots 3 and 4” first.", "镜头 3 和 4已锁定；请先说“解锁镜头 3 和 4”。"),
        ("a.mp3 is 3 s long and a song needs 5 s; choose a longer one.", "a.mp3 只有 3 秒，歌曲至少要 5 秒；请换一首更长的。"),
        (BROKEN, "制作时出了问题，没有收费；请再试一次，如果重复出现请告诉运营者。"),
    ],
)  # fmt: skip
def test_what_a_refusal_names_is_in_chinese_too(english: str, chinese: str) -> None:
    assert refused_in_chinese(english) == chinese


def test_a_sentence_that_nobody_put_into_chinese_is_told_as_it_is() -> None:
    assert refused_in_chinese("The moon is full.") == "没有做成：The moon is full."


def test_both_sides_of_each_pair_name_places_that_there_are() -> None:
    for english, chinese in sentences():
        places = set(re.findall(r"\{(\w+)\}", english))
        assert set(re.findall(r"\{(\w+)\}", chinese)) <= places, english


def test_questions_are_asked_in_the_sessions_language_whatever_the_messages() -> None:
    sections = (SpokenSection(label="verse 1", kind="verse", start_s=0.0, end_s=8.0),)
    film = {"sections": sections, "duration_s": 8.0}
    asked = understand("redo the bridge", Context(**film, asks_in="zh")).question
    assert asked is not None
    assert asked.startswith("这首歌没有桥段")
    asked = understand("重做桥段", Context(**film, asks_in="en")).question
    assert asked is not None
    assert asked.startswith("There is no bridge")
    assert (
        Speaker("zh")
        .say("failed", reason=refused_in_chinese("There is nothing to undo."))
        .startswith("没有成功：没有可以")
    )

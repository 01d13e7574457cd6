"""What the engine says is told in a conversation's language, for somebody who talks and types no commands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import songreel_engine
from songreel_engine.language.context import Context, SpokenSection
from songreel_engine.language.understanding import understand
from songreel_server.jobs.workflows import BROKEN
from songreel_server.replies import Speaker
from songreel_server.sayings import UNTOLD, recognised, sentences, told

ENGINE = Path(songreel_engine.__file__).parent
HEARD_IN_A_CHAT = (
    "editing", "lyrics", "changing.py", "lyrics_shown.py", "making.py", "preparing.py", "given_files.py", "song.py",
    "planning/director.py", "planning/plan.py",
    "planning/singing.py", "planning/scene_map_casting.py", "planning/brief.py",
    "rendering/portrait", "rendering/footage", "rendering/photo.py", "rendering/plan.py", "finishing/titles.py",
    "finishing/fonts.py", "finishing/audio_mix.py", "photo_limits.py",
)  # fmt: skip
"""Where the engine refuses, or warns of, what a conversation can ask for."""
CATALOGUES = ("styles.py",)
"""What there is to choose from, told at the command line."""
OF_PROGRAMS = (
    "X is no step between versions.",
    "X chooses among a project's versions; it cannot be done to one draft.",
    "These lyrics have no times yet; name their song with --song to lay them on it.",
    "The shot has frames 0 to X; it cannot give X to X.",
    "X.",
)
"""What only a program that is wrong, or somebody at the command line, can hear."""
DONE = re.compile(
    r"^(Moved|Split|Merged|Removed|Cut|Put in|Motion of|Palette of|Grade of|Light of|Made|Added|Changed|Style of|Swapped|"
    r"Transition into|Shape of|Renamed|Nothing changes|Hid|Showed|Shown|Fade X|Locked|Unlocked|X X|X now shows|X shows|X of X|X:|"
    r"X (show|shows) X|That is how|That is all|Thumbs|Version)"
)
"""How a sentence begins that says what an edit did: those are `edit_words`' to tell."""
SENTENCE = re.compile(r"[A-ZX].{16,}[a-zX)]\.", re.DOTALL)
COMMAND = re.compile(r"`songreel|--[a-z]")


def written(message: ast.expr) -> str | None:
    """The sentence with X in every place; None where none of it is written here."""
    match message:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)
            return said if re.search(r"[a-z]{3}", said.replace("X", "")) else None
    return None


def sources() -> Iterator[ast.AST]:
    for name in HEARD_IN_A_CHAT:
        path = ENGINE / name
        assert path.exists(), name
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if source.name in CATALOGUES:
                continue
            yield ast.parse(source.read_text("utf-8"))


def refusals() -> Iterator[str]:
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error"):
                said = written(node.args[0]) if node.args and node.func.id != "ValueError" else None
                if said is not None and said not in OF_PROGRAMS:
                    yield said


def warnings() -> Iterator[str]:
    """Whole sentences in the code that are neither raised, nor documentation, nor what an edit says it did."""
    for tree in sources():
        apart: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                apart.add(id(node.value))
            if isinstance(node, ast.JoinedStr):
                apart.update(map(id, node.values))
            if isinstance(node, ast.Raise):
                apart.update(map(id, ast.walk(node)))
        for node in ast.walk(tree):
            said = written(node) if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in apart else None
            if said is not None and SENTENCE.fullmatch(said) and not DONE.match(said):
                yield said


def test_every_refusal_has_its_chinese() -> None:
    said = sorted(set(refusals()))
    assert len(said) > 90
    assert [one for one in said if recognised(one) is None] == []


def test_every_warning_has_its_chinese() -> None:
    said = sorted(set(warnings()))
    assert len(said) > 45
    assert [one for one in said if recognised(one) is None] == []


def test_nobody_who_talks_is_told_what_to_type() -> None:
    assert [one.english for one in sentences() if COMMAND.search(one.chat or one.english)] == []
    assert [one.english for one in sentences() if COMMAND.search(one.chinese)] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("There is no shot 99: this film has shots 1 to 12.", "没有镜头 99：这部影片有镜头 1 到 12。"),
        ("There is no Bridge: this film has Verse 1, Chorus 1 and Chorus 2.", "没有桥段：这部影片有主歌 1、副歌 1和副歌 2。"),
        ("There is nothing to undo.", "没有可以撤销的修改。"),
        ("Shots 3 and 4 are locked; say “unlock shots 3 and 4” first.", "镜头 3 和 4已锁定；请先说“解锁镜头 3 和 4”。"),
        ("a.mp3 is 3 s long and a song needs 5 s; choose a longer one.", "a.mp3 只有 3 秒，歌曲至少要 5 秒；请换一首更长的。"),
        (BROKEN, "制作时出了问题，没有收费；请再试一次，如果重复出现请告诉运营者。"),
        (
            "Shots 1 to 4 stayed: the moon has clear, dust or embers, no rain.",
            "镜头 1 到 4没有变：月球可以有晴、沙尘和火星，没有雨。",
        ),
        ("rain.mp4 ends at 0:04.0, before Chorus 2 does.", "rain.mp4 在 0:04.0 就结束了，比副歌 2早。"),
        ("Scene map, 0:10: there is no rain in the moon; it shows clear.", "场景表 0:10：月球里没有雨，改为晴。"),
        ("The lyrics are not shown: There is nothing to undo.", "歌词没有显示：没有可以撤销的修改。"),
    ],
)  # fmt: skip
def test_what_a_sentence_names_is_in_chinese_too(english: str, chinese: str) -> None:
    assert told(english, "zh") == chinese


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "The project belongs to another song; choose another folder with --project.",
            "This project belongs to another song; begin a new one.",
        ),
        (
            "This project has no lyrics yet; `songreel lyrics FILE --project PROJECT` brings them in.",
            "This film has no lyrics yet; send them as a file first.",
        ),
        ("There is nothing to undo.", "There is nothing to undo."),
        ("The moon is full.", "The moon is full."),
    ],
)  # fmt: skip
def test_somebody_who_talks_in_english_is_told_what_to_say_and_not_what_to_type(typed: str, said: str) -> None:
    assert told(typed, "en") == said


def test_a_warning_reaches_a_chinese_conversation_in_chinese() -> None:
    notes = ("No beat is near: the cut stands off the beat.", "Every picture must be made again for 16:9.")
    assert Speaker("zh").notes(notes) == "注意：附近没有节拍，剪切点不在拍上。换成 16:9 要重做所有画面。"
    assert Speaker("en").notes(notes) == f" Note: {' '.join(notes)}"


def test_a_sentence_that_nobody_put_into_chinese_is_told_as_it_is() -> None:
    assert told("The moon is full.", "zh") == UNTOLD.format(said="The moon is full.")


def test_what_the_user_named_is_told_as_it_is() -> None:
    said = told("fade and rain.jpg is no image that can be shown; insert a JPEG, PNG or WebP.", "zh")
    assert said.startswith("fade and rain.jpg ")


def test_all_sides_of_a_sentence_name_places_that_there_are() -> None:
    for one in sentences():
        places = set(re.findall(r"\{(\w+)\}", one.english))
        assert set(re.findall(r"\{(\w+)\}", f"{one.chinese} {one.chat}")) <= places, one.english


def test_no_sentence_is_written_down_twice() -> None:
    english = [re.sub(r"\{\w+\}", "X", one.english) for one in sentences()]
    assert sorted({one for one in english if english.count(one) > 1}) == []


def test_questions_are_asked_in_the_sessions_language_whatever_the_messages() -> None:
    sections = (SpokenSection(label="verse 1", kind="verse", start_s=0.0, end_s=8.0),)
    film = {"sections": sections, "duration_s": 8.0}
    asked = understand("redo the bridge", Context(**film, asks_in="zh")).question
    assert asked is not None
    assert asked.startswith("这首歌没有桥段")
    asked = understand("重做桥段", Context(**film, asks_in="en")).question
    assert asked is not None
    assert asked.startswith("There is no bridge")
    assert Speaker("zh").say("failed", reason=told("There is nothing to undo.", "zh")).startswith("没有成功：没有可以")

"""What the edits that clauses name change, and that no string whatever breaks the search."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songreel_engine.draft.edits import CHANGES
from songreel_engine.language.changes import find_changes
from songreel_engine.language.changes_wording import heard_clause, mended_word, number, seconds
from songreel_engine.planning.styles import STYLES

_TRADE = (
    "redo add change remove make the title to in with a 5 0:32 'Neon' “夏天” lyrics music fade out cut faster weather rain light"
    " blue version take 3 % 标题 加 改成 删掉 音量 镜头 蓝色 下雨 撤销 重做 第3版 移到 前面 半秒 竖屏 插入 beach.mp4"
)
WORDS = _TRADE.split()


def changes(clause: str) -> dict[str, Any]:
    """Of the one edit that a clause without a target names."""
    (found,) = find_changes(clause.lower(), clause)
    return found.changes


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("a little warmer", {"warmth": 0.25}),
        ("warmer", {"warmth": 0.5}),
        ("much warmer", {"warmth": 0.8}),
        ("less saturated", {"saturation": -0.5}),
        ("too warm", {"warmth": -0.5}),
        ("稍微冷一点", {"warmth": -0.25}),
        ("饱和度低很多", {"saturation": -0.8}),
        ("对比度高一点,饱和度低一点", {"contrast": 0.5, "saturation": -0.5}),
        ("black and white", {"look": "monochrome"}),
        ("remove the sepia", {"look": ""}),
        ("dim the lights", {"brightness": -0.5}),
        ("colder light from the left", {"warmth": -0.5, "side": "left"}),
        ("打光从右边", {"side": "right"}),
        ("motion 8", {"level": 8}),
        ("动感调到3", {"level": 3}),
        ("calmer", {"by": -2}),
        ("much more energetic", {"by": 3}),
        ("twice as many cuts", {"factor": 2.0}),
        ("half as many cuts", {"factor": 0.5}),
        ("the cuts are too fast", {"factor": 0.667}),
        ("剪辑速度快一倍", {"factor": 2.0}),
    ],
)
def test_how_much_is_wanted_is_read_from_the_words(clause: str, expected: dict[str, Any]) -> None:
    assert changes(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("teal and orange", ["teal", "orange"]),
        ("make it blue", ["blue"]),
        ("bluer", ["blue"]),
        ("更蓝一点", ["blue"]),
        ("青橙色调", ["teal", "orange"]),
        ("emerald green and gold", ["emerald", "gold"]),
        ("淡粉色", ["light pink"]),
    ],
)
def test_colours_are_a_palette_by_their_names(clause: str, expected: list[str]) -> None:
    assert changes(clause) == {"colours": expected}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("make it look like anime", "anime_shonen"),
        ("赛博朋克风格", "cyberpunk"),
        ("水彩风格", "watercolor_anime"),
        ("film noir", "film_noir"),
        ("黑色电影", "film_noir"),
        ("claymation style", "claymation"),
        ("in the style of wes anderson", "wes_anderson"),
    ],
)
def test_styles_are_named_by_key_and_unknown_ones_by_their_slug(clause: str, expected: str) -> None:
    assert changes(clause) == {"style": expected}


def test_every_style_is_found_by_its_name() -> None:
    for style in STYLES.values():
        assert changes(f"restyle to {style.name}") == {"style": style.key}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "add the title Paradise Found for 3 seconds at the top",
            {"text": "Paradise Found", "role": "title", "place": "top", "duration_s": 3.0},
        ),
        ("加标题“夏天”放在顶部三秒", {"text": "夏天", "role": "title", "place": "top", "duration_s": 3.0}),
        ("加标题夏天,放在底部", {"text": "夏天", "role": "title", "place": "bottom"}),
        ("add a caption saying See You Soon", {"text": "See You Soon", "role": "caption"}),
        ("title: Red Sky", {"text": "Red Sky", "role": "title"}),
        ("add 'Top of the World' as a title in gold", {"text": "Top of the World", "role": "title", "colour": "gold"}),
        ("add the credit Directed by Ana Lee", {"text": "Directed by Ana Lee", "role": "credit"}),
        ("change the title to Neon Heart", {"text": "Neon Heart", "role": "title"}),
        ("make the title bigger and red", {"role": "title", "size": "large", "colour": "red"}),
        ("把标题移到左下角", {"role": "title", "place": "bottom_left"}),
        ("fade the title in over 2 seconds", {"role": "title", "fade_s": 2.0}),
    ],
)
def test_texts_keep_their_letters_and_lose_what_is_said_about_them(clause: str, expected: dict[str, Any]) -> None:
    assert changes(clause) == expected


@pytest.mark.parametrize(
    ("clause", "edit", "expected"),
    [
        ("BGM at 35%", "gain", {"gain_percent": 35.0, "what": "music"}),
        ("背景音乐百分之三十五", "gain", {"gain_percent": 35.0, "what": "music"}),
        ("volume down 6 dB", "gain", {"by_db": -6.0}),
        ("louder", "gain", {"by_db": 3.0}),
        ("音量调到一半", "gain", {"gain_percent": 50.0}),
        ("fade out the last 5 seconds", "fade", {"kind": "out", "duration_s": 5.0}),
        ("fade to black between", "transition", {"kind": "dip"}),
        ("crossfade for half a second", "transition", {"kind": "dissolve", "duration_s": 0.5}),
        ("add Rain_01.wav at 20%", "add_audio", {"source": "Rain_01.wav", "gain_percent": 20.0}),
        ("加一段钢琴背景音乐", "add_audio", {"description": "钢琴背景音乐"}),
        ("remove the music bed", "mute", {"what": "music"}),
        ("remove the lyrics", "lyrics", {"show": False}),
        ("insert Beach.mp4 at 0:30", "insert", {"kind": "footage", "source": "Beach.mp4", "at_s": 30.0}),
        ("在0:30插入beach.jpg", "insert", {"kind": "image", "source": "beach.jpg", "at_s": 30.0}),
        ("move the cut at 0:30 to 0:32", "move_cut", {"to_s": 32.0}),
        ("把切点往后挪半秒", "move_cut", {"by_s": 0.5}),
        ("nudge the cut two beats earlier", "move_cut", {"by_beats": -2}),
        ("move one earlier", "reorder", {"by": -1}),
        ("split at 0:42", "split", {"at_s": 42.0}),
        ("16:9", "canvas", {"aspect": "16:9"}),
        ("rename the bridge to Breakdown", "rename_section", {"name": "Breakdown"}),
        ("use take 2", "choose_take", {"take": 2}),
        ("用第二个版本的镜头", "choose_take", {"take": 2}),
        ("go back to version 3", "restore", {"version": 3}),
        ("回到第3版", "restore", {"version": 3}),
        ("undo the last 3 changes", "undo", {"steps": 3}),
        ("回退两步", "undo", {"steps": 2}),
        ("regenerate the image", "remake", {"what": "image"}),
    ],
)
def test_values_are_read(clause: str, edit: str, expected: dict[str, Any]) -> None:
    (found,) = find_changes(clause.lower(), clause)
    assert (found.edit, found.changes) == (edit, expected)


def test_redo_with_a_part_makes_it_again_and_alone_takes_back_an_undo() -> None:
    assert [found.edit for found in find_changes("redo", "redo the chorus")] == ["remake"]
    assert [found.edit for found in find_changes("redo", "redo")] == ["redo"]
    assert [found.edit for found in find_changes("重做", "重做副歌")] == ["remake"]
    assert [found.edit for found in find_changes("重做", "重做")] == ["redo"]


def test_edits_come_in_the_order_they_were_said() -> None:
    assert [found.edit for found in find_changes("redo it with more contrast and snow", "x")] == ["grade", "weather"]
    assert [found.edit for found in find_changes("snow and more contrast", "x")] == ["weather", "grade"]


def test_history_and_canvas_are_about_the_whole_film() -> None:
    for clause in ("undo", "redo", "go back to version 2", "make it square"):
        assert all(found.whole_film for found in find_changes(clause, clause)), clause
    assert not any(found.whole_film for found in find_changes("warmer", "warmer"))


@pytest.mark.parametrize("clause", ["", " ", "hello", "export for shorts", "导出", "restore version 0", "add a title"])
def test_what_names_no_edit_finds_none(clause: str) -> None:
    assert find_changes(clause, clause) == ()


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("transiton", "transition"),
        ("tilte", "title"),
        ("lyrcs", "lyrics"),
        ("regenrate", "regenerate"),
        ("remvoe", "remove"),
    ],
)
def test_slips_of_the_finger_are_put_right(slip: str, meant: str) -> None:
    assert mended_word(slip) == meant


@pytest.mark.parametrize("word", ["look", "train", "movie", "face", "lower", "house", "love", "xylophone"])
def test_real_words_stay_as_they_are(word: str) -> None:
    assert mended_word(word) == word


def test_numbers_are_read_in_both_languages() -> None:
    assert [number(said) for said in ("2.5", "three", "half a", "十二", "三十五", "两", "半")] == [
        2.5,
        3,
        0.5,
        12,
        35,
        2,
        0.5,
    ]
    assert [seconds(said) for said in ("for 3 s", "half a second", "两秒", "一秒半", "two beats")] == [
        3,
        0.5,
        2,
        1.5,
        None,
    ]


def test_quoted_text_is_verbatim_and_hidden_from_the_search() -> None:
    clause = heard_clause("add “Remove All”", "add “Remove All”")
    assert clause.quotes == ("Remove All",)
    assert "remove" not in clause.rest


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_strings_will_do(rest: str, full: str) -> None:
    for found in find_changes(rest, full):
        CHANGES[found.edit].model_validate(found.changes)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_words_of_the_trade_will_do(clause: str) -> None:
    for found in find_changes(clause.lower(), clause):
        CHANGES[found.edit].model_validate(found.changes)

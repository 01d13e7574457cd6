"""Texts are broken where their script allows it, into lines of about equal length."""

from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.finishing.wrapping import break_words, wrap

WIDTH = 10


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    return wrap(text, len, width)


def test_a_short_text_is_one_line_and_an_empty_one_is_none() -> None:
    assert wrapped("Paradise") == ["Paradise"]
    assert wrapped("") == []


def test_lines_are_of_about_equal_length_and_as_few_as_possible() -> None:
    assert wrapped("we run a night away", 18) == ["we run a", "night away"]


def test_line_breaks_that_were_written_stay() -> None:
    assert wrapped("one\ntwo three") == ["one", "two three"]


def test_chinese_breaks_between_characters_at_phrases_where_it_can_but_never_before_a_closing_mark_or_after_an_opening_one() -> (
    None
):
    assert wrapped("我们在海边奔跑", 5) == ["我们在", "海边奔跑"]
    assert wrapped("今夜，我们", 3) == ["今夜，", "我们"]
    assert wrapped("一二三，四", 3) == ["一二", "三，四"]
    assert wrapped("啊「天堂」好", 3) == ["啊「天", "堂」好"]
    assert wrapped("啊啊「天", 3) == ["啊啊", "「天"]


def test_latin_words_stay_whole_among_chinese() -> None:
    assert wrapped("我爱Paradise天堂", 8) == ["我爱", "Paradise", "天堂"]


def test_a_word_too_wide_for_a_line_can_be_broken() -> None:
    broken = break_words("a Paradisefoundagain b", len, 8)
    assert wrapped(broken, 8) == ["a", "Paradise", "foundaga", "in b"]


def test_no_line_is_left_with_one_short_word_where_another_break_avoids_it() -> None:
    assert wrapped("We danced until the light of day", 14)[-1] == "light of day"
    assert min(map(len, wrapped("all the lights in the city are on", 15))) > 4


def test_japanese_breaks_between_phrases() -> None:
    assert wrapped("夜の街を走り抜けて君に会いに行く", 10) == ["夜の街を走り抜けて", "君に会いに行く"]


@given(st.text(), st.integers(1, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())
    assert "".join(break_words(text, len, width).split()) == "".join(text.split())

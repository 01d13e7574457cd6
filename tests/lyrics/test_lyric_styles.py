"""The lyric styles suit the looks, one each, and are found by what people call them."""

import pytest

from songreel_engine.finishing.typography.lyric_stage import STAGED
from songreel_engine.lyrics.styles import LYRIC_STYLES, find_lyric_style, lyric_style_of_look
from songreel_engine.planning.styles import STYLES


def test_there_are_eight_styles_and_each_can_be_drawn() -> None:
    assert len(LYRIC_STYLES) == 8
    assert set(STAGED) == set(LYRIC_STYLES)


def test_every_look_has_one_style_that_was_designed_for_it() -> None:
    suited = [look for style in LYRIC_STYLES.values() for look in style.suits]
    assert sorted(suited) == sorted(STYLES)
    assert lyric_style_of_look("cyberpunk").key == "neon"
    assert lyric_style_of_look("nothing known").key == "subtitle"


def test_no_word_means_two_styles() -> None:
    words = [word for style in LYRIC_STYLES.values() for word in style.words]
    assert len(words) == len(set(words))
    assert all(word == word.casefold() for word in words)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("neon", "neon"),
        ("Neon Sign", "neon"),
        ("霓虹风格", "neon"),
        ("  PAPER CUT style", "papercut"),
        ("卡拉OK", "karaoke"),
    ],
)
def test_a_style_is_found_by_key_name_or_word(said: str, key: str) -> None:
    found = find_lyric_style(said)
    assert found is not None
    assert found.key == key


def test_what_no_style_is_called_is_none() -> None:
    assert find_lyric_style("wobbly") is None

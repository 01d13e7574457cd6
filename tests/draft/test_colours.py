"""Colours are found by the names that people give them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.draft.colours import CHINESE, ENGLISH, colour_name, colour_of


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("gold", "#ffd700"),
        (" Sky  Blue ", "#87ceeb"),
        ("skyblue", "#87ceeb"),
        ("sky-blue", "#87ceeb"),
        ("teal colour", "#008080"),
        ("金色", "#ffd700"),
        ("金", "#ffd700"),
        ("藍色", "#0050ff"),
        ("粉紅", "#ff8fb8"),
        ("螢光綠", "#39ff14"),
        ("#ABCDEF", "#abcdef"),
        ("#f80", "#ff8800"),
        ("＃ff8800", "#ff8800"),
        ("dark teal", "#004646"),
        ("浅蓝色", "#739fff"),
        ("深紫", "#460046"),
    ],
)
def test_a_name_stands_for_a_colour(name: str, colour: str) -> None:
    assert colour_of(name) == colour


@pytest.mark.parametrize(
    "name", ["", " ", "blurple", "light", "浅", "色", "#", "#ff", "#gggggg", "ff8800", "gold teal"]
)
def test_what_is_no_colour_is_none(name: str) -> None:
    assert colour_of(name) is None


def test_a_shade_lies_between_its_colour_and_white_or_black() -> None:
    def brightness(name: str) -> int:
        colour = colour_of(name)
        assert colour is not None
        return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5))

    assert brightness("dark red") < brightness("red") < brightness("light red") < brightness("white")
    assert brightness("深绿") < brightness("绿") < brightness("浅绿")


def test_every_entry_of_the_tables_is_a_colour_and_found() -> None:
    assert len(ENGLISH) >= 120
    assert len(CHINESE) >= 60
    for name, colour in (*ENGLISH.items(), *CHINESE.items()):
        assert re.fullmatch("#[0-9a-f]{6}", colour)
        assert colour_of(name) == colour


def test_a_colour_is_named_where_it_has_a_name() -> None:
    assert [colour_name(colour) for colour in ("#ffffff", "#ffd700", "#808080", "#123456")] == [
        "white", "gold", "grey", "#123456",
    ]  # fmt: skip


@given(st.text())
def test_no_name_is_too_strange_to_be_asked_for(name: str) -> None:
    found = colour_of(name)
    assert found is None or re.fullmatch("#[0-9a-f]{6}", found)

"""Words stand in the order in which their script is read, in rows that lose none of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songreel_engine.finishing.fonts import find_face
from songreel_engine.finishing.typography.rows import break_rows, direction_of, rows_of, set_row, visual_order
from songreel_engine.lyrics.syllables import split_words


@pytest.mark.parametrize(
    ("words", "direction", "order"),
    [
        (["one", "two", "three"], "left to right", [0, 1, 2]),
        (["خذني", "معك", "إلى"], "right to left", [2, 1, 0]),
        (["خذني", "to", "Paris", "معك"], "right to left", [3, 1, 2, 0]),
        (["say", "שלום", "עולם", "again"], "left to right", [0, 2, 1, 3]),
        (["خذني", "7", "–", "معك"], "right to left", [3, 2, 1, 0]),
        (["love", "–", "שלום"], "left to right", [0, 1, 2]),
        ([], "left to right", []),
    ],
)
def test_words_of_mixed_directions_stand_as_unicode_has_them(
    words: list[str], direction: str, order: list[int]
) -> None:
    assert visual_order(words, "right to left" if direction == "right to left" else "left to right") == order


def test_the_direction_of_a_text_is_that_of_its_first_letter() -> None:
    assert direction_of("… שלום world") == "right to left"
    assert direction_of("42 nights") == "left to right"
    assert direction_of("123") == "left to right"


EAST, ARABIC = ["la", "light", "霓虹灯下，", "もう一度", "stay,", "3"], ["la", "سلام", "معك،", "light", "7"]


@settings(deadline=None)
@given(st.one_of(*(st.lists(st.sampled_from(parts), min_size=1, max_size=12) for parts in (EAST, ARABIC))))
def test_rows_hold_all_words_in_order_and_no_row_is_wider_than_its_room(parts: list[str]) -> None:
    text = " ".join(parts)
    words, face = split_words(text), find_face(text)
    rows = break_rows(text, words, face, 40, 300)
    said = "".join(piece.text for row in rows for piece in row)
    assert said == "".join(text.split())
    numbers = [piece.word for row in rows for piece in row]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(words)))
    assert all(set_row(row, 0, face, 40, "left to right").width_px <= 301 for row in rows)


def test_a_full_width_mark_at_the_end_of_a_row_hangs_over_its_edge() -> None:
    face = find_face("霓虹，")
    (plain,), (marked,) = (rows_of([text], split_words(text)) for text in ("霓虹", "霓虹，"))
    widths = [set_row(row, 0, face, 100, "left to right").width_px for row in (plain, marked)]
    assert widths[1] - widths[0] == pytest.approx(50, abs=1)


def test_a_row_read_from_right_to_left_has_its_first_word_at_the_right() -> None:
    face = find_face("خذني معك")
    (row,) = rows_of(["خذني معك"], ["خذني", "معك"])
    pieces = set_row(row, 0, face, 40, "right to left").pieces
    assert [piece.word for piece in pieces] == [1, 0]
    assert pieces[1].x_px > pieces[0].x_px + pieces[0].width_px

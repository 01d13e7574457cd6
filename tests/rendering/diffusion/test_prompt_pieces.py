"""Long prompts in pieces that an encoder reads whole."""

from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.rendering.diffusion.prompt_pieces import pieces_of


def words(text: str) -> int:
    return len(text.split())


def test_what_fits_stays_whole_and_nothing_is_one_empty_piece() -> None:
    assert pieces_of("a street, at night", words, most=4) == ["a street, at night"]
    assert pieces_of("", words, most=4) == [""]


def test_it_is_cut_where_phrases_end() -> None:
    text = "a red car, at night. rain falls on the road, neon signs"
    assert pieces_of(text, words, most=6) == ["a red car, at night.", "rain falls on the road,", "neon signs"]


def test_a_phrase_that_is_too_long_is_cut_between_words() -> None:
    assert pieces_of("one two three four five, six", words, most=2) == ["one two", "three four", "five, six"]


@given(st.text(alphabet="ab ,.;x", max_size=80), st.integers(1, 6))
def test_no_word_is_lost_and_no_piece_is_too_long(text: str, most: int) -> None:
    pieces = pieces_of(text, words, most=most)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(words(piece) <= most for piece in pieces)

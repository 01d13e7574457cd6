"""Words, and how long they take to sing."""

import pytest

from songreel_engine.lyrics.syllables import count_syllables, split_words, weigh_line


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("rain", 1), ("take", 1), ("the", 1), ("table", 2), ("forever", 3), ("Café", 2), ("hmm", 1), ("любовь", 2),
        ("αγάπη", 3), ("月", 1), ("きゃ", 1), ("사랑해", 3), ("99", 2), ("—", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_sung(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("I'm on fire, babe!", ["I'm", "on", "fire,", "babe!"]),
        ("月亮,代表 我", ["月", "亮,", "代", "表", "我"]),
        ("きゃあ愛", ["きゃ", "あ", "愛"]),
        ("사랑해 너를", ["사랑해", "너를"]),
        ("oh 你好baby", ["oh", "你", "好", "baby"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("   ", []),
    ],
)
def test_words_part_at_spaces_and_chinese_and_japanese_by_the_character(line: str, words: list[str]) -> None:
    assert split_words(line) == words


def test_a_longer_line_weighs_more_and_no_line_weighs_nothing() -> None:
    assert weigh_line("carry me over the river") > weigh_line("carry me home") > weigh_line("!") > 0

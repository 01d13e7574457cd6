"""The sentences of the conversation: the same ones in both languages, and none about screens."""

import re
from string import Formatter

import pytest

from songreel_server import replies_en, replies_zh
from songreel_server.replies import Speaker

TABLES = (
    (replies_en.SENTENCES, replies_zh.SENTENCES),
    (replies_en.WORDS, replies_zh.WORDS),
)
OF_SCREENS = re.compile(
    r"\b(?:click|open|drag|press|tap|button|menu|Export)\b|preview in timeline|点击|打开|拖拽|拖动|按钮|菜单|导出"
)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize(("english", "chinese"), TABLES)
def test_both_languages_have_the_same_sentences(english: dict[str, str], chinese: dict[str, str]) -> None:
    assert english.keys() == chinese.keys()


@pytest.mark.parametrize(("english", "chinese"), TABLES)
def test_chinese_fills_no_place_that_english_has_not(english: dict[str, str], chinese: dict[str, str]) -> None:
    for key in english:
        assert places(chinese[key]) <= places(english[key]), key


def test_no_sentence_speaks_of_a_screen() -> None:
    for table in (replies_en.SENTENCES, replies_zh.SENTENCES, replies_en.WORDS, replies_zh.WORDS):
        for key, sentence in table.items():
            assert OF_SCREENS.search(sentence) is None, key


def test_prices_are_told_in_numbers_and_said_to_be_free_where_they_are() -> None:
    assert Speaker("en").price(1) == "1 credit"
    assert Speaker("en").price(40) == "40 credits"
    assert Speaker("en", is_metered=False).price(40) == "40 credits, not charged on this machine"


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.2, "1 s"), (40, "40 s"), (89, "89 s"), (180, "3 min"), (200, "3 min")]
)
def test_times_are_told_in_round_numbers(seconds: float, told: str) -> None:
    assert Speaker("en").time(seconds) == told


def test_progress_is_a_stage_a_percentage_and_the_time_that_is_left() -> None:
    assert Speaker("en").progress("video generation", 1, 4, 30) == "video generation, 25 %, about 30 s left"
    assert Speaker("en").progress("assembly", 1, 0, None) == "assembly, 0 %"
    assert Speaker("en").progress("queued", 0, 0, None) == "waiting for its turn"
    assert Speaker("zh").progress("video generation", 1, 4, None) == "生成视频，25%"

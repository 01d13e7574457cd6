"""What a message wants, all in all."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.language.intent import BUCKETS, INTENTS, classify, features, intent_chances, plain_words


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("export", "export"),
        ("click export", "export"),
        ("Please press the “Export” button", "export"),
        ("点击导出", "export"),
        ("請點擊匯出", "export"),
        ("how many credits do I have", "credits"),
        ("我还有多少积分", "credits"),
        ("is it done yet?", "status"),
        ("进度", "status"),
        ("upload my song", "upload"),
        ("点击上传", "upload"),
        ("make a video for this song in film noir", "generate"),
        ("给这首歌做一个MV", "generate"),
        ("redo the chorus in warmer light", "edit"),
        ("把副歌调亮一点", "edit"),
        ("how do I export?", "help"),
        ("how do I redo the chorus", "help"),
        ("怎么导出", "help"),
        ("thank you so much", "chat"),
        ("谢谢", "chat"),
        ("", "chat"),
        ("what is the capital of France", "out_of_scope"),
        ("帮我订一张机票", "out_of_scope"),
    ],
)
def test_plain_messages_are_told_apart(message: str, intent: str) -> None:
    assert classify(message)[0] == intent


@pytest.mark.parametrize(
    "message", ["don't export yet", "please do not export it", "先别导出", "不要导出", "暫時不用匯出"]
)
def test_an_export_that_is_refused_is_never_one(message: str) -> None:
    assert classify(message)[0] != "export"


@pytest.mark.parametrize("message", ["how do I cook pasta", "怎么做红烧肉", "how do I get to the airport"])
def test_asking_how_about_something_else_is_no_call_for_help(message: str) -> None:
    assert classify(message)[0] == "out_of_scope"


@pytest.mark.parametrize("message", ["CLICK   EXPORT", "ｃｌｉｃｋ ｅｘｐｏｒｔ", "click\nexport"])
def test_width_case_and_spacing_make_no_difference(message: str) -> None:
    assert classify(message) == classify("click export")


@given(st.text())
def test_any_string_gets_an_intent_and_a_chance(message: str) -> None:
    intent, confidence = classify(message)
    assert intent in INTENTS
    assert 0.0 <= confidence <= 1.0


def test_half_a_character_is_read_like_any_other() -> None:
    assert classify("\ud800 export")[0] in INTENTS


@given(st.text(max_size=50))
def test_chances_sum_to_one(message: str) -> None:
    assert sum(intent_chances(message).values()) == pytest.approx(1.0, abs=1e-5)


def test_what_is_known_by_heart_is_surer_than_noise() -> None:
    assert intent_chances("redo the chorus")["edit"] > 0.9 > max(intent_chances("xqz vvk").values())


def test_features_are_the_same_in_every_process() -> None:
    """Python salts its own hash of strings anew in each."""
    program = "from songreel_engine.language.intent import features; print(features('redo the 副歌 in 3 s').tolist())"
    told = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str(features("redo the 副歌 in 3 s").tolist())


@given(st.text())
def test_features_are_rising_rows_of_the_weights(message: str) -> None:
    found = features(message)
    assert len(found) > 0
    assert np.all(np.diff(found) > 0)
    assert found[0] >= 0
    assert found[-1] < BUCKETS


def test_the_longest_message_is_read_as_its_beginning() -> None:
    assert plain_words("redo " * 10_000) == plain_words("redo " * 200)

"""The messages whose meaning is written down are themselves in order."""

import csv
import importlib.util
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from songreel_engine.draft.edits import CHANGES, OF_HISTORY, Edit
from songreel_engine.language.intent import INTENTS

_FOLDER = Path(__file__).resolve().parents[2] / "training" / "language"
_SPEC = importlib.util.spec_from_file_location("language_corpus", _FOLDER / "corpus.py")
assert _SPEC is not None
assert _SPEC.loader is not None
corpus = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(corpus)


@pytest.fixture(scope="module")
def messages() -> list[dict[str, Any]]:
    return corpus.read_corpus()


def test_there_are_six_hundred_messages_and_half_are_chinese(messages: list[dict[str, Any]]) -> None:
    of = Counter(message["lang"] for message in messages)
    assert len(messages) >= 600
    assert of["zh"] / len(messages) == pytest.approx(0.5, abs=0.05)


def test_no_id_and_no_message_is_there_twice(messages: list[dict[str, Any]]) -> None:
    assert len({message["id"] for message in messages}) == len(messages)
    said = Counter((message["text"], tuple(message.get("before", ()))) for message in messages)
    assert said.most_common(1)[0][1] == 1


def test_every_written_edit_is_an_edit(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        for edit in message["edits"]:
            Edit.model_validate(edit)


def test_only_edits_have_edits_and_a_question_has_none(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        assert message["intent"] in INTENTS, message["id"]
        assert bool(message["edits"]) == (message["intent"] == "edit" and not message["question"]), message["id"]
        assert set(message["then"]) <= {"export"}, message["id"]


def test_targets_are_sections_of_the_map_with_their_times(messages: list[dict[str, Any]]) -> None:
    rows = {
        name: list(csv.DictReader(corpus.sections_file(name).read_text().splitlines()))
        for name in {message["sections"] for message in messages} - {None}
    }
    ends_s = {name: max(float(row["end_s"]) for row in table) for name, table in rows.items()}
    for message in messages:
        for edit in message["edits"]:
            target = edit["target"]
            if edit["edit"] in OF_HISTORY:
                assert not any(target.values()), message["id"]
            elif message["sections"] is not None:
                assert target["ranges_s"] or target["shots"], message["id"]
            assert all(0 <= start <= end <= ends_s[message["sections"]] for start, end in target["ranges_s"]), message[
                "id"
            ]


@pytest.mark.parametrize("part", ["fit", "test"])
def test_both_parts_hold_every_intent_in_both_languages(part: str) -> None:
    held = {(message["lang"], message["intent"]) for message in corpus.read_corpus(part)}
    assert held == {(language, intent) for language in corpus.LANGUAGES for intent in INTENTS}


def test_every_kind_of_edit_is_asked_for(messages: list[dict[str, Any]]) -> None:
    assert {edit["edit"] for message in messages for edit in message["edits"]} == set(CHANGES)


def test_about_three_fifths_are_fitted_to(messages: list[dict[str, Any]]) -> None:
    share = sum(corpus.split(message["id"]) == "fit" for message in messages) / len(messages)
    assert share == pytest.approx(0.6, abs=0.04)


def test_what_is_only_fitted_to_holds_no_message_of_the_test_part() -> None:
    more = {text for _, text in corpus.read_more()}
    assert more.isdisjoint(message["text"] for message in corpus.read_corpus("test"))
    assert {intent for intent, _ in corpus.read_more()} <= set(INTENTS)

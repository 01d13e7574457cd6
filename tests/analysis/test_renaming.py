"""The user's names for sections: given, found again, and kept when the song is heard anew."""

import pytest

from songreel_engine.analysis.renaming import (
    LONGEST_LABEL,
    carry_names,
    find_section,
    number_labels,
    read_names,
    rename_section,
)
from songreel_engine.analysis.result import Analysis, Section
from songreel_engine.errors import BriefError
from synthetic import analysis_of, curves_of

LABELS = ("intro", "verse", "chorus", "verse", "chorus", "outro")
EDGES_S = (0.0, 8.0, 24.0, 40.0, 56.0, 72.0, 80.0)


def song(edges_s: tuple[float, ...] = EDGES_S, labels: tuple[str, ...] = LABELS) -> Analysis:
    sections = tuple(
        Section(start_s=start, end_s=end, label=label, letter=label[0].upper(), confidence=0.4)
        for start, end, label in zip(edges_s, edges_s[1:], labels, strict=False)
    )
    return analysis_of(
        duration_s=edges_s[-1],
        sections=sections,
        feature_rate_hz=1.0,
        curves=curves_of((0.5,) * (round(edges_s[-1]) + 1)),
    )


def labels_of(analysis: Analysis) -> list[str]:
    return [section.label for section in analysis.sections]


def test_labels_that_return_are_numbered() -> None:
    assert number_labels(LABELS) == ["intro", "verse 1", "chorus 1", "verse 2", "chorus 2", "outro"]


@pytest.mark.parametrize(("words", "number"), [("3", 3), ("chorus 2", 5), (" Outro ", 6), ("VERSE  1", 2)])
def test_a_section_is_found_by_number_and_by_the_name_it_is_shown_with(words: str, number: int) -> None:
    assert find_section(song(), words) == number


@pytest.mark.parametrize("words", ["chorus", "chorus 3", "0", "7", "", "solo", "²"])
def test_a_name_that_none_or_several_have_is_answered_with_those_there_are(words: str) -> None:
    with pytest.raises(BriefError, match="5 chorus 2"):
        find_section(song(), words)


def test_a_renamed_section_is_the_users_and_sure_and_nothing_else_changes() -> None:
    before = song()
    after = rename_section(before, 3, "  The   Drop ")
    assert after.sections[2].label == "The Drop"
    assert (after.sections[2].named_by, after.sections[2].confidence) == ("user", 1.0)
    assert after.sections[:2] + after.sections[3:] == before.sections[:2] + before.sections[3:]
    assert after.model_copy(update={"sections": ()}) == before.model_copy(update={"sections": ()})


@pytest.mark.parametrize("label", ["", "  ", "a" * (LONGEST_LABEL + 1), "bad\x07bell", "\u202egnp"])
def test_a_label_that_cannot_be_shown_is_refused(label: str) -> None:
    with pytest.raises(BriefError, match="no name for a section"):
        rename_section(song(), 1, label)


def test_a_label_that_already_means_another_section_is_refused() -> None:
    with pytest.raises(BriefError, match="chorus 2"):
        rename_section(song(), 1, "Chorus 2")


@pytest.mark.parametrize("which", [0, -1, 7])
def test_a_section_that_is_not_there_is_refused(which: int) -> None:
    with pytest.raises(BriefError, match="counted from 1"):
        rename_section(song(), which, "Drop")


def test_names_stick_to_the_section_that_overlaps_most() -> None:
    old = rename_section(rename_section(song(), 3, "Drop"), 6, "Fade")
    moved = song((0.0, 7.0, 26.0, 41.0, 57.0, 80.0), ("intro", "verse", "chorus", "verse", "part"))
    carried, lost = carry_names(old.sections, moved)
    assert labels_of(carried) == ["intro", "verse", "Drop", "verse", "part"]
    assert (carried.sections[2].named_by, carried.sections[2].start_s) == ("user", 26.0)
    assert lost == ("Fade",)


def test_where_two_names_meet_on_one_section_one_stays_and_the_other_is_told() -> None:
    old = rename_section(rename_section(song(), 4, "Quiet"), 5, "Storm")
    merged = song((0.0, 40.0, 72.0, 80.0), ("part", "part", "part"))
    carried, lost = carry_names(old.sections, merged)
    assert labels_of(carried) == ["part", "Quiet", "part"]
    assert lost == ("Storm",)


def test_names_that_songreel_gave_are_not_carried() -> None:
    new = song((0.0, 80.0), ("part",))
    assert carry_names(song().sections, new) == (new, ())


def test_names_are_read_from_any_stored_analysis_and_from_rubbish_none() -> None:
    named = rename_section(song(), 2, "Talk")
    assert read_names(named.model_dump_json()) == (named.sections[1],)
    for rubbish in ("", "{", "[]", "3", '{"sections": 3}', '{"sections": [4]}', '{"sections": [{"named_by": "user"}]}'):
        assert read_names(rubbish) == ()

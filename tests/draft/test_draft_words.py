"""A draft told in words."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from songreel_engine.draft.model import Draft, Shot
from songreel_engine.draft.words import LINE_COLUMNS, clock, describe_draft, summary_line

MakeDraft = Callable[..., Draft]


@pytest.mark.parametrize(
    ("frame", "rate", "said"),
    [
        (0, Fraction(24), "0:00.0"),
        (1439, Fraction(24), "1:00.0"),
        (1450, Fraction(24), "1:00.4"),
        (3600, Fraction(30000, 1001), "2:00.1"),
        (14_400, Fraction(24), "10:00.0"),
    ],
)
def test_the_clock_rounds_to_tenths_and_carries(frame: int, rate: Fraction, said: str) -> None:
    assert clock(frame, rate) == said


def test_the_summary_counts_shots_views_scenes_and_beats(make_draft: MakeDraft) -> None:
    assert summary_line(make_draft()) == (
        "0:10.0 · 3 shots · 3 views · 2 scenes · golden hour · 9:16 · 2 of 2 cuts on the beat"
    )


def test_the_timeline_tells_each_section_and_shot(make_draft: MakeDraft) -> None:
    lines = describe_draft(make_draft()).splitlines()
    assert lines[0].startswith("draft 1 · 0:10.0 · 3 shots")
    assert "  “夕阳下的海边, “slowly””" in lines
    assert any(line.startswith("  ! The prompt asks for 'desert'") for line in lines)
    assert "verse 1 (A) 0:00.0–0:05.0 · walk" in lines
    assert "  city · dusk · rain" in lines
    assert [line.split() for line in lines if line.lstrip().startswith("2 ")] == [
        ["2", "0:02.5", "2.5", "s", "close", "walk", "away", "push", "in", "4", "cut", "on", "the", "beat"]
    ]
    assert any("fade 12" in line and "off the beat: the film starts here" in line for line in lines)


def test_no_line_is_wider_than_a_terminal(make_draft: MakeDraft, make_shot: Callable[..., Shot]) -> None:
    draft = make_draft(prompt="slow " * 80, warnings=("a long sentence " * 20,))
    late = make_shot(1, 0, 60, off_beat_reason="the second pre-chorus starts where no beat was found at all " * 3)
    video = (late, *draft.shots[1:])
    told = describe_draft(draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": video})}))
    assert max(len(line) for line in told.splitlines()) <= LINE_COLUMNS
    assert told.endswith("\n")


def test_a_section_in_which_no_shot_starts_is_still_told(make_draft: MakeDraft) -> None:
    draft = make_draft()
    video = tuple(s.model_copy(update={"section_id": "section-1"}) for s in draft.shots)
    told = describe_draft(draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": video})}))
    assert "no shot starts here" in told

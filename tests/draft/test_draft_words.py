"""A draft told in words."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from songreel_engine.draft.model import AudioItem, Draft, Media, Shot, TextItem
from songreel_engine.draft.words import (
    LINE_COLUMNS,
    clock,
    describe_draft,
    spans_in_words,
    summary_line,
    track_summary,
)
from songreel_engine.timebase import FrameRange

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


def with_tracks(draft: Draft, **tracks: object) -> Draft:
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update=tracks)})


RAIN = Media(id="m-1", kind="sound", sha256="1" * 64, name="rain.mp3", duration_s=12.5)


def test_the_tracks_are_told_in_one_line(make_draft: MakeDraft) -> None:
    rainy = with_tracks(
        make_draft(media=(RAIN,)),
        audio=(
            AudioItem(id="a-1", start=0, stop=120),
            AudioItem(id="a-2", start=120, stop=240, source_start=120, gain_percent=0.0),
            AudioItem(id="a-3", source=RAIN.id, start=0, stop=228, gain_percent=35.0),
        ),
        text=(TextItem(id="t-1", text="Urban\nDreams", start=0, stop=72),),
    )
    assert track_summary(rainy) == (
        "Timeline (4 tracks): 1. Video: beach, city, 3 shots (0-10s) 2. Song (0-5s, 100%; 5-10s, muted) "
        '3. BGM: rain.mp3 (0-9.5s, 35%) 4. Title: "Urban Dreams" (0-3s)'
    )


def test_many_pieces_and_lines_are_counted_in_the_summary(make_draft: MakeDraft) -> None:
    pieces = tuple(AudioItem(id=f"a-{n}", start=n * 24, stop=n * 24 + 24, gain_percent=10.0 * n) for n in range(1, 6))
    lines = tuple(TextItem(id=f"t-{n}", text="la", start=n * 24, stop=n * 24 + 24, role="lyric") for n in range(1, 4))
    told = track_summary(with_tracks(make_draft(), audio=pieces, text=lines))
    assert told.endswith("2. Song (1-6s, 5 pieces, 10-50%) 3. Lyrics: 3 lines (1-4s)")


def test_the_timeline_tells_sound_text_takes_and_locks(make_draft: MakeDraft) -> None:
    draft = make_draft(media=(RAIN,))
    first, second, third = draft.shots
    again = first.takes[0].model_copy(update={"number": 2})
    changed = with_tracks(
        draft,
        video=(first, second.model_copy(update={"takes": (second.takes[0], again), "take": 2, "locked": True}), third),
        audio=(
            AudioItem(id="a-1", start=0, stop=240, fade_out_frames=72),
            AudioItem(id="a-2", source=RAIN.id, start=24, stop=48, source_start=96, gain_percent=35.0),
        ),
    )
    lines = describe_draft(changed).splitlines()
    assert [line for line in lines if "take" in line] == [line for line in lines if line.split()[:1] == ["2"]]
    assert any(line.endswith("on the beat · take 2 of 2 · locked") for line in lines)
    assert "  0:00.0–0:10.0  the song · 100% · fades out over 3 s" in lines
    assert "  0:01.0–0:02.0  rain.mp3 · 35% · from its 0:04.0" in lines
    assert "  0:01.0–0:04.0  title “la la” · medium · middle · white" in lines


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([], ""),
        ([(24, 24)], "at 0:01.0"),
        ([(24, 48)], "from 0:01.0 to 0:02.0"),
        ([(0, 24), (48, 72), (96, 120)], "from 0:00.0 to 0:01.0, from 0:02.0 to 0:03.0 and from 0:04.0 to 0:05.0"),
    ],
)
def test_spans_are_told_as_a_sentence_has_them(spans: list[tuple[int, int]], said: str) -> None:
    assert spans_in_words([FrameRange(*span) for span in spans], Fraction(24)) == said

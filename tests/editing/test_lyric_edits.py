"""Lyrics put on the picture in a style, with the times of their words. 24 frames a second; the film has 480 frames, 20 s."""

from itertools import count, pairwise

import pytest

from songreel_engine.draft.check import check_draft, read_draft
from songreel_engine.draft.edits import ChangeText, LyricsChange
from songreel_engine.draft.model import Draft, TextItem, draft_to_json
from songreel_engine.editing.lyric_lines import lyrics
from songreel_engine.editing.material import WHOLE_FILM, Edited, Material, Part
from songreel_engine.editing.words import change_text
from songreel_engine.errors import DraftError, EditError
from songreel_engine.lyrics.model import Line, Lyrics, Word
from songreel_engine.lyrics.styles import LYRIC_STYLES
from songreel_engine.timebase import FrameRange
from synthetic import draft_of

NUMBERS = count(1)
WHOLE = Part(shots=(0, 1), spans=(FrameRange(0, 480),), sections=(), words=WHOLE_FILM)
BEATS = tuple(range(0, 480, 12))


def timed(text: str, start_s: float, step_s: float) -> Line:
    """A line whose words have times in the file."""
    words = tuple(
        Word(text=word, start_s=start_s + i * step_s, end_s=start_s + (i + 0.8) * step_s, estimated=False)
        for i, word in enumerate(text.split())
    )
    return Line(start_s=start_s, end_s=words[-1].end_s, text=text, words=words)


LYRICS = Lyrics(
    source="lrc",
    timing="mixed",
    confidence=1.0,
    encoding="utf-8",
    lines=(
        timed("neon lights tonight", 3.0, 0.5),
        timed("stay with me", 5.0, 0.25),
        Line(start_s=12.0, end_s=14.0, text="霓虹灯下"),
    ),
)


@pytest.fixture
def film() -> Draft:
    return draft_of([240, 240], [0, 0])


def shown(film: Draft, changes: LyricsChange, beats: tuple[int, ...] = BEATS) -> Edited:
    material = Material(beats=beats, downbeats=(), version=2, new_id=lambda: f"new-{next(NUMBERS)}", lyrics=LYRICS)
    edited = lyrics(film, WHOLE, changes, material)
    check_draft(edited.draft)
    return edited


@pytest.mark.parametrize("style", LYRIC_STYLES)
def test_every_word_stands_in_the_draft_with_the_frame_of_its_time(style: str, film: Draft) -> None:
    done = shown(film, LyricsChange(style=style))
    first, second, _ = done.draft.tracks.text
    assert [(word.text, word.start) for word in first.words] == [("neon", 72), ("lights", 84), ("tonight", 96)]
    assert [word.start for word in second.words] == [120, 126, 132]
    assert not any(word.estimated for word in first.words)
    assert (first.style, first.place) == (style, LYRIC_STYLES[style].place)
    assert done.said.endswith(f"in the style {LYRIC_STYLES[style].name}.")


def test_words_without_times_are_shared_out_and_that_is_said(film: Draft) -> None:
    done = shown(film, LyricsChange(style="neon"))
    last = done.draft.tracks.text[-1]
    assert [word.text for word in last.words] == list("霓虹灯下")
    assert last.words[0].start == 288
    assert all(word.estimated for word in last.words)
    assert done.notes == ("The times of the words inside the lines are estimated by their syllables.",)


def test_the_look_decides_where_nobody_names_a_style(film: Draft) -> None:
    cyberpunk = film.model_copy(update={"style": "cyberpunk"})
    assert {item.style for item in shown(cyberpunk, LyricsChange(style="look")).draft.tracks.text} == {"neon"}
    assert {item.style for item in shown(film, LyricsChange(style="霓虹")).draft.tracks.text} == {"neon"}


def test_a_style_stays_until_another_is_asked_for(film: Draft) -> None:
    neon = shown(film, LyricsChange(style="neon", colour="gold")).draft
    larger = shown(neon, LyricsChange(size="large")).draft.tracks.text
    assert {(item.style, item.size, item.colour) for item in larger} == {("neon", "large", "#ffd700")}
    plain = shown(neon, LyricsChange(style="plain")).draft.tracks.text
    assert {(item.style, item.place, item.words) for item in plain} == {(None, "bottom", ())}


def test_a_line_comes_on_a_beat_before_it_is_sung_and_settles_and_leaves_on_beats(film: Draft) -> None:
    first, second, third = shown(film, LyricsChange(style="karaoke")).draft.tracks.text
    assert first.start == 60  # 0.6 s before frame 72 is 58; the nearest beat is 60
    assert first.start + first.fade_in_frames in BEATS or first.fade_in_frames == 6
    assert first.stop <= second.start
    assert third.start == 276
    assert third.stop - third.fade_out_frames in BEATS


def test_a_line_never_covers_the_line_that_is_still_sung(film: Draft) -> None:
    for style in LYRIC_STYLES:
        items = shown(film, LyricsChange(style=style), beats=()).draft.tracks.text
        assert all(a.stop <= b.start for a, b in pairwise(items))
        assert all(item.start <= item.words[0].start for item in items)


def test_an_unknown_style_is_refused_with_those_there_are(film: Draft) -> None:
    with pytest.raises(EditError, match=r"no lyric style 'wobbly'.*neon.*plain"):
        shown(film, LyricsChange(style="wobbly"))


def test_words_keep_clear_of_what_a_platform_lays_over(film: Draft) -> None:
    draft = shown(film, LyricsChange(safe_area="tiktok")).draft
    assert draft.safe_area == "tiktok"
    assert read_draft(draft_to_json(draft)) == draft


def test_a_film_without_styled_lyrics_is_stored_as_ever(film: Draft) -> None:
    stored = draft_to_json(shown(film, LyricsChange()).draft)
    assert all(f'"{name}"' not in stored for name in ("words", "safe_area"))
    styled = draft_to_json(shown(film, LyricsChange(style="neon")).draft)
    assert draft_to_json(read_draft(styled)) == styled


def test_a_line_that_reads_otherwise_has_its_new_words_timed_as_a_guess(film: Draft) -> None:
    neon = shown(film, LyricsChange(style="neon")).draft
    material = Material(beats=(), downbeats=(), version=2, new_id=lambda: "new")
    done = change_text(neon, WHOLE, ChangeText(match="stay with me", text="don't go"), material)
    check_draft(done.draft)
    item = next(item for item in done.draft.tracks.text if item.text == "don't go")
    assert [word.text for word in item.words] == ["don't", "go"]
    assert item.words[0].start == 120
    assert all(word.estimated for word in item.words)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((("other", 4, 8),), "are not the words of its text"),
        ((("up", 4, 8), ("light", 2, 8)), "are not the words"),
        ((("light", 8, 10), ("up", 4, 8)), "do not follow each other"),
        ((("light", 4, 8), ("up", 8, 60)), "outside its text"),
    ],
)
def test_words_that_are_not_those_of_their_text_are_refused(
    film: Draft, words: tuple[tuple[str, int, int], ...], complaint: str
) -> None:
    timed_words = [{"text": text, "start": start, "stop": stop} for text, start, stop in words]
    item = TextItem.model_validate(
        {"id": "t", "text": "light up", "start": 0, "stop": 48, "role": "lyric", "style": "neon", "words": timed_words}
    )
    with pytest.raises(DraftError, match=complaint):
        check_draft(film.model_copy(update={"tracks": film.tracks.model_copy(update={"text": (item,)})}))

"""Words put on the picture, changed and taken away. 24 frames a second; the film has 480 frames, 20 s."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.draft.check import check_draft, read_draft
from songreel_engine.draft.edits import AddText, ChangeText, LyricsChange, RemoveText
from songreel_engine.draft.model import Draft, TextItem, draft_to_json
from songreel_engine.editing.lyric_lines import lyrics
from songreel_engine.editing.material import WHOLE_FILM, Material, Part
from songreel_engine.editing.words import add_text, change_text, remove_text
from songreel_engine.errors import EditError
from songreel_engine.lyrics.model import Line, Lyrics
from songreel_engine.timebase import FrameRange
from synthetic import draft_of

NUMBERS = count(1)
"""No id is given twice, however many edits a film has seen."""
WHOLE = Part(shots=(0, 1), spans=(FrameRange(0, 480),), sections=(), words=WHOLE_FILM)


def part_of(*spans: tuple[int, int], words: str = "the chorus") -> Part:
    return Part(shots=(), spans=tuple(FrameRange(*span) for span in spans), sections=(), words=words)


def sung(*rows: tuple[float, float, str]) -> Lyrics:
    lines = tuple(Line(start_s=start_s, end_s=end_s, text=text) for start_s, end_s, text in rows)
    return Lyrics(source="lrc", timing="given", confidence=1.0, encoding="utf-8", lines=lines)


def material(words: Lyrics | None = None) -> Material:
    return Material(beats=(), downbeats=(), version=2, new_id=lambda: f"new-{next(NUMBERS)}", lyrics=words)


@pytest.fixture
def film() -> Draft:
    return draft_of([240, 240], [0, 0])


def titled(film: Draft, *texts: TextItem) -> Draft:
    return film.model_copy(update={"tracks": film.tracks.model_copy(update={"text": texts})})


TITLE = TextItem(id="t1", text="Neon  Heart", start=0, stop=72, size="large")
CAPTION = TextItem(id="t2", text="Lisbon", start=100, stop=200, role="caption", place="bottom")


def test_a_title_for_three_seconds_at_the_top_is_just_that(film: Draft) -> None:
    done = add_text(film, WHOLE, AddText(text="Paradise Found", place="top", duration_s=3.0), material())
    (title,) = done.draft.tracks.text
    assert (title.text, title.start, title.stop, title.place, title.size) == ("Paradise Found", 0, 72, "top", "large")
    assert (title.fade_in_frames, title.fade_out_frames, title.colour) == (6, 6, "#ffffff")
    assert done.said == "Added the title “Paradise Found” at the top from 0:00.0 to 0:03.0."
    assert done.notes == ()
    check_draft(done.draft)


def test_without_a_duration_words_last_as_long_as_their_part(film: Draft) -> None:
    whole = add_text(film, WHOLE, AddText(text="A"), material()).draft.tracks.text
    assert [(item.start, item.stop) for item in whole] == [(0, 480)]
    twice = add_text(film, part_of((48, 96), (240, 300)), AddText(text="A"), material())
    assert [(item.start, item.stop) for item in twice.draft.tracks.text] == [(48, 96), (240, 300)]
    assert twice.said.endswith("from 0:02.0 to 0:04.0 and from 0:10.0 to 0:12.5.")


@pytest.mark.parametrize(
    ("role", "place", "size"),
    [
        ("title", "middle", "large"),
        ("caption", "bottom", "small"),
        ("credit", "bottom_right", "small"),
        ("lyric", "bottom", "medium"),
    ],
)
def test_each_role_has_its_own_place_and_size(film: Draft, role: str, place: str, size: str) -> None:
    changes = AddText.model_validate({"text": "A", "role": role})
    (item,) = add_text(film, WHOLE, changes, material()).draft.tracks.text
    assert (item.role, item.place, item.size) == (role, place, size)


def test_words_at_a_moment_stay_for_three_seconds_and_no_longer_than_the_film(film: Draft) -> None:
    at_moment = add_text(film, part_of((120, 120)), AddText(text="A"), material()).draft.tracks.text
    assert [(item.start, item.stop) for item in at_moment] == [(120, 192)]
    late = add_text(film, part_of((456, 480)), AddText(text="A", duration_s=5.0), material())
    assert late.draft.tracks.text[0].stop == 480
    assert late.notes == ("The film ends before 5 s have passed; the text ends with it.",)


def test_a_fade_never_takes_longer_than_the_words_last(film: Draft) -> None:
    changes = AddText(text="A", fade_s=2.0, duration_s=1.0)
    (item,) = add_text(film, WHOLE, changes, material()).draft.tracks.text
    assert (item.fade_in_frames, item.fade_out_frames) == (12, 12)


@pytest.mark.parametrize(("name", "colour"), [("Gold", "#ffd700"), ("金色", "#ffd700"), ("#ABCDEF", "#abcdef")])
def test_colours_are_called_by_name(film: Draft, name: str, colour: str) -> None:
    assert add_text(film, WHOLE, AddText(text="A", colour=name), material()).draft.tracks.text[0].colour == colour


def test_an_unknown_colour_and_words_that_are_none_are_refused(film: Draft) -> None:
    with pytest.raises(EditError, match=r"no colour 'blurple'.*#rrggbb"):
        add_text(film, WHOLE, AddText(text="A", colour="blurple"), material())
    with pytest.raises(EditError, match="no words"):
        add_text(film, WHOLE, AddText(text=" \n\u200b\x07 "), material())


def test_words_over_other_words_are_noted(film: Draft) -> None:
    there = titled(film, TITLE)
    same = add_text(there, part_of((48, 96)), AddText(text="B"), material())
    assert same.notes == (
        "The title “Neon Heart” stands at the same place at that time; the two will cover each other.",
    )
    assert add_text(there, part_of((72, 96)), AddText(text="B"), material()).notes == ()
    assert add_text(there, part_of((48, 96)), AddText(text="B", place="top"), material()).notes == ()


def test_a_title_changes_only_where_it_is_said_to(film: Draft) -> None:
    done = change_text(titled(film, TITLE, CAPTION), WHOLE, ChangeText(role="title", size="small"), material())
    assert done.draft.tracks.text == (TITLE.model_copy(update={"size": "small"}), CAPTION)
    assert done.said == "Changed the title “Neon Heart” (from 0:00.0 to 0:03.0): large → small."


def test_all_that_changed_is_told(film: Draft) -> None:
    changes = ChangeText(match="neon heart", text="New", place="top", colour="gold", duration_s=2.0, fade_s=0.5)
    done = change_text(titled(film, TITLE), WHOLE, changes, material())
    assert done.said == (
        "Changed the title “Neon Heart” (from 0:00.0 to 0:03.0): "
        "now “New”, middle → top, white → gold, shown for 3 → 2 s, fades 0 → 0.5 s."
    )
    assert done.draft.tracks.text[0].stop == 48


def test_fades_shrink_with_the_words(film: Draft) -> None:
    faded = TITLE.model_copy(update={"fade_in_frames": 30, "fade_out_frames": 30})
    done = change_text(titled(film, faded), WHOLE, ChangeText(duration_s=1.0), material())
    assert (done.draft.tracks.text[0].fade_in_frames, done.draft.tracks.text[0].fade_out_frames) == (12, 12)


def test_the_text_of_a_part_is_found_by_its_time(film: Draft) -> None:
    done = change_text(titled(film, TITLE, CAPTION), part_of((72, 240)), ChangeText(text="Porto"), material())
    assert [item.text for item in done.draft.tracks.text] == ["Neon  Heart", "Porto"]


def test_a_change_that_changes_nothing_says_so(film: Draft) -> None:
    there = titled(film, TITLE)
    done = change_text(there, WHOLE, ChangeText(size="large"), material())
    assert (done.draft, done.said) == (there, "That is how the title “Neon Heart” (from 0:00.0 to 0:03.0) is already.")
    with pytest.raises(EditError, match="Say what to change"):
        change_text(there, WHOLE, ChangeText(), material())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            ChangeText(size="small"),
            "More than one text may be meant: the title “Neon Heart” from 0:00.0 to 0:03.0; the cap",
        ),
        (ChangeText(match="Rome", size="small"), "no text with the words “Rome” in the whole film; there is the title"),
        (ChangeText(role="credit", size="small"), "no credit in the whole film; there is the title “Neon Heart”"),
    ],
)
def test_absent_and_ambiguous_texts_are_refused_with_the_choices(film: Draft, changes: ChangeText, said: str) -> None:
    there = titled(film, TITLE, CAPTION)
    with pytest.raises(EditError) as refused:
        change_text(there, WHOLE, changes, material())
    assert said in str(refused.value)
    with pytest.raises(EditError, match="no words on the picture yet"):
        change_text(film, WHOLE, changes, material())


def test_a_removed_title_leaves_the_rest(film: Draft) -> None:
    done = remove_text(titled(film, TITLE, CAPTION), WHOLE, RemoveText(role="title"), material())
    assert done.draft.tracks.text == (CAPTION,)
    assert done.said == "Removed the title “Neon Heart” (from 0:00.0 to 0:03.0)."


def test_the_very_words_come_before_words_that_have_them_in_them(film: Draft) -> None:
    longer = TITLE.model_copy(update={"id": "t3", "text": "Neon Heart II"})
    done = remove_text(titled(film, TITLE, longer), WHOLE, RemoveText(match="neon heart"), material())
    assert done.draft.tracks.text == (longer,)


def test_a_caption_may_be_any_text_where_there_is_no_caption(film: Draft) -> None:
    done = change_text(titled(film, TITLE), WHOLE, ChangeText(role="caption", colour="red"), material())
    assert done.draft.tracks.text[0].colour == "#ff0000"
    both = change_text(titled(film, TITLE, CAPTION), WHOLE, ChangeText(role="caption", colour="red"), material())
    assert [item.colour for item in both.draft.tracks.text] == ["#ffffff", "#ff0000"]


def test_a_title_that_stands_twice_is_one_to_the_user(film: Draft) -> None:
    again = TITLE.model_copy(update={"id": "t3", "start": 240, "stop": 300})
    assert remove_text(titled(film, TITLE, again), WHOLE, RemoveText(), material()).draft == film


WORDS = sung(
    (1.0, 3.0, "First  line"), (2.5, 5.0, "Second"), (6.0, 6.0001, "x"), (12.0, 14.0, "Third"), (19.0, 25.0, "End")
)


def test_lyrics_stand_line_by_line_and_never_two_at_once(film: Draft) -> None:
    done = lyrics(film, WHOLE, LyricsChange(), material(WORDS))
    lines = done.draft.tracks.text
    assert [(line.text, line.start, line.stop) for line in lines] == [
        ("First line", 24, 60),
        ("Second", 60, 120),
        ("Third", 288, 336),
        ("End", 456, 480),
    ]
    assert {(line.role, line.place, line.size) for line in lines} == {("lyric", "bottom", "medium")}
    assert done.said == "Showing the lyrics: 4 lines at the bottom from 0:01.0 to 0:20.0."
    check_draft(done.draft)


def test_asking_for_lyrics_again_replaces_them_and_keeps_how_they_looked(film: Draft) -> None:
    first = lyrics(film, WHOLE, LyricsChange(place="top", colour="gold"), material(WORDS)).draft
    again = lyrics(first, WHOLE, LyricsChange(), material(WORDS)).draft
    assert again == first
    larger = lyrics(first, WHOLE, LyricsChange(size="large"), material(WORDS)).draft.tracks.text
    assert {(line.place, line.size, line.colour) for line in larger} == {("top", "large", "#ffd700")}


def test_lyrics_of_a_part_are_shown_and_hidden_alone(film: Draft) -> None:
    chorus = part_of((240, 480))
    shown = lyrics(titled(film, TITLE), chorus, LyricsChange(), material(WORDS)).draft
    assert [item.text for item in shown.tracks.text] == ["Neon  Heart", "Third", "End"]
    whole = lyrics(shown, WHOLE, LyricsChange(), material(WORDS)).draft
    hidden = lyrics(whole, chorus, LyricsChange(show=False), material(WORDS))
    assert [item.text for item in hidden.draft.tracks.text] == ["Neon  Heart", "First line", "Second"]
    assert hidden.said == "Hid the lyrics: 2 lines from 0:12.0 to 0:20.0."


def test_all_lyrics_change_their_look_together_but_not_their_words(film: Draft) -> None:
    shown = lyrics(film, WHOLE, LyricsChange(), material(WORDS)).draft
    done = change_text(shown, WHOLE, ChangeText(role="lyric", place="top"), material())
    assert {line.place for line in done.draft.tracks.text} == {"top"}
    assert done.said == "Changed the 4 lines of lyrics (from 0:01.0 to 0:20.0): bottom → top."
    with pytest.raises(EditError, match="4 lines of lyrics"):
        change_text(shown, WHOLE, ChangeText(role="lyric", text="la"), material())


def test_lyrics_that_are_not_there_are_refused_with_advice(film: Draft) -> None:
    untimed = Lyrics(source="text", timing="none", confidence=0.0, encoding="utf-8", lines=(Line(text="la"),))
    for words, part, show, said in (
        (None, WHOLE, True, "`songreel lyrics FILE --project PROJECT` brings them in"),
        (untimed, WHOLE, True, "no times yet"),
        (WORDS, part_of((340, 400)), True, "No line of the lyrics is sung in the chorus"),
        (WORDS, WHOLE, False, "nothing to hide"),
    ):
        with pytest.raises(EditError, match=said):
            lyrics(film, part, LyricsChange(show=show), material(words))


def test_guessed_times_are_admitted(film: Draft) -> None:
    guessed = WORDS.model_copy(update={"timing": "estimated"})
    assert "estimated" in lyrics(film, WHOLE, LyricsChange(), material(guessed)).notes[0]


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    start=st.integers(0, 479),
    length=st.integers(0, 480),
    duration_s=st.none() | st.floats(0.001, 60),
    fade_s=st.none() | st.floats(0, 10),
)
def test_any_words_anywhere_leave_a_draft_that_keeps_its_rules(
    text: str, start: int, length: int, duration_s: float | None, fade_s: float | None
) -> None:
    part = part_of((start, min(480, start + length)))
    changes = AddText(text=f"a{text}", duration_s=duration_s, fade_s=fade_s)
    done = add_text(draft_of([240, 240], [0, 0]), part, changes, material()).draft
    check_draft(done)
    assert read_draft(draft_to_json(done)) == done

"""Lyrics as people and programs write them, and what must not bring songreel down."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.errors import LyricsError
from songreel_engine.lyrics.read import fit_to_song, parse_lyrics, read_lyrics
from songreel_engine.lyrics.write import write_lrc

ENHANCED = "[00:12.00]<00:12.00>When <00:12.50>the <00:13.00>rain<00:14.25>"


def texts(source: str) -> list[str]:
    return [line.text for line in parse_lyrics(source).lines]


def starts_s(source: str) -> list[float | None]:
    return [line.start_s for line in parse_lyrics(source).lines]


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [
        ("[00:01.5]", 1.5),
        ("[00:01.25]", 1.25),
        ("[00:01.125]", 1.125),
        ("[0:01:25]", 1.25),
        ("[01:02]", 62.0),
        ("[100:00.00]", 6000.0),
    ],
)
def test_an_lrc_stamp_may_have_up_to_three_digits_after_a_dot_or_a_colon(stamp: str, seconds: float) -> None:
    assert starts_s(f"{stamp}la") == [pytest.approx(seconds)]


def test_lrc_tags_name_the_song_and_a_positive_offset_makes_it_sooner() -> None:
    lyrics = parse_lyrics("[ti:Rain]\n[ar:Anna]\n[by:somebody]\n[offset:+500]\n[00:10.00]la")
    assert (lyrics.title, lyrics.artist, lyrics.offset_ms) == ("Rain", "Anna", 500)
    assert lyrics.lines[0].start_s == pytest.approx(9.5)
    assert starts_s("[offset:-250]\n[00:10.00]la") == [pytest.approx(10.25)]
    assert starts_s("[offset:99999]\n[00:10.00]la") == [0.0]


def test_an_offset_that_is_no_number_is_told_and_left_out() -> None:
    lyrics = parse_lyrics("[offset:soon]\n[00:10.00]la")
    assert lyrics.lines[0].start_s == 10.0
    assert any("soon" in warning for warning in lyrics.warnings)


def test_a_line_with_several_stamps_is_sung_each_time_and_lines_are_sorted() -> None:
    source = "[00:30.00][00:10.00]chorus\n[00:20.00]verse"
    assert texts(source) == ["chorus", "verse", "chorus"]
    assert starts_s(source) == [10.0, 20.0, 30.0]


def test_an_lrc_line_ends_with_the_next_stamp_a_pause_or_when_its_words_must_be_over() -> None:
    lines = parse_lyrics("[00:10.00]one two\n[00:11.00]three\n[00:11.50]\n[00:20.00]four\n[03:00.00]five").lines
    assert [line.end_s for line in lines[:2]] == [11.0, 11.5]
    assert lines[2].end_s is not None
    assert lines[2].end_s < 25.0


@pytest.mark.parametrize("source", [ENHANCED, ENHANCED.replace("<", "[").replace(">", "]")])
def test_words_with_stamps_keep_their_times_and_the_last_stamp_ends_the_line(source: str) -> None:
    lyrics = parse_lyrics(source)
    line = lyrics.lines[0]
    assert line.text == "When the rain"
    assert [(w.text, w.start_s, w.end_s) for w in line.words] == [
        ("When", 12.0, 12.5),
        ("the", 12.5, 13.0),
        ("rain", 13.0, 14.25),
    ]
    assert (line.end_s, lyrics.timing) == (14.25, "given")


def test_a_stamp_inside_a_word_does_not_break_it() -> None:
    words = parse_lyrics("[00:01.00]<00:01.00>ha<00:01.50>ppy <00:02.00>day<00:03.00>").lines[0].words
    assert [(w.text, w.start_s, w.end_s) for w in words] == [("happy", 1.0, 2.0), ("day", 2.0, 3.0)]


def test_words_are_moved_with_each_stamp_of_their_line() -> None:
    first, second = parse_lyrics("[00:01.00][01:01.00]<00:01.00>oh <00:01.50>no<00:02.00>").lines
    assert [w.start_s + 60 for w in first.words] == pytest.approx([w.start_s for w in second.words])


def test_singers_marks_and_headings_in_lrc_are_not_sung() -> None:
    assert texts("[Chorus]\n[00:01.00]F: hello\n[00:02.00]M:goodbye") == ["hello", "goodbye"]


def test_rows_of_lrc_that_cannot_be_used_are_counted_in_warnings() -> None:
    lyrics = parse_lyrics("[00:01.00]la\n[00:99.00]bad\nno stamp\n[99999:00.00]what")
    assert [line.text for line in lyrics.lines] == ["la"]
    assert len(lyrics.warnings) >= 2


SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Hello</i> &amp;
{\\an8}goodbye

3
00:00:08.000 --> 00:00:09.000
last

2
00:00:02,000 --> 00:00:03,250
♪ over ♪
"""


@pytest.mark.parametrize("source", [SRT, "\ufeff" + SRT.replace("\n", "\r\n"), SRT.replace("\n\n", "\n")])
def test_srt_cues_are_sorted_and_stripped_of_tags_whatever_their_row_ends(source: str) -> None:
    lines = parse_lyrics(source).lines
    assert [(line.start_s, line.end_s, line.text) for line in lines] == [
        (1.0, 2.5, "Hello & goodbye"),
        (2.0, 3.25, "over"),
        (8.0, 9.0, "last"),
    ]
    assert [line.stanza for line in lines] == [0, 0, 1]


def test_webvtt_is_read_too() -> None:
    source = "WEBVTT\n\nNOTE hidden\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Anna>one <00:01.500>two\n"
    lyrics = parse_lyrics(source)
    assert lyrics.source == "vtt"
    assert [(line.start_s, line.end_s, line.text) for line in lyrics.lines] == [(1.0, 2.0, "one two")]


def test_a_cue_that_ends_before_it_starts_is_left_out_and_told() -> None:
    lyrics = parse_lyrics("1\n00:00:05,000 --> 00:00:04,000\nbad\n\n2\n00:00:06,000 --> 00:00:07,000\ngood\n")
    assert [line.text for line in lyrics.lines] == ["good"]
    assert "row 2" in lyrics.warnings[0]


def test_plain_text_keeps_stanzas_and_headings_and_sings_neither() -> None:
    lyrics = parse_lyrics("[Verse 1: Anna]\none\ntwo (ooh)\n\nChorus:\nthree\n(hey hey)\n\n(Bridge)\nfour")
    assert [(line.stanza, line.heading, line.text) for line in lyrics.lines] == [
        (0, "Verse 1: Anna", "one"),
        (0, "Verse 1: Anna", "two (ooh)"),
        (1, "Chorus", "three"),
        (1, "Chorus", "(hey hey)"),
        (2, "Bridge", "four"),
    ]
    assert (lyrics.timing, lyrics.confidence) == ("none", 0.0)
    assert not any(line.timed for line in lyrics.lines)


@pytest.mark.parametrize("mark", ["x2", "(x2)", "[X2]", "2x", "×2", "(×2)"])
def test_a_repeat_mark_writes_its_line_out(mark: str) -> None:
    assert texts(f"la la {mark}\nthe end") == ["la la", "la la", "the end"]


def test_repeated_stanzas_are_written_out_and_a_heading_alone_repeats_what_stood_under_it() -> None:
    source = "[Chorus x2]\nhey\n\nVerse 2\nmore\n\n[Chorus]\n\n[Guitar Solo]\n\n[Outro]\nbye\nnow\n(x2)"
    assert texts(source) == ["hey", "hey", "more", "hey", "bye", "now", "bye", "now"]


def test_a_sung_line_that_looks_like_a_heading_is_sung() -> None:
    assert texts("(ooh ooh)\nhook\nend\nverse of my heart") == ["(ooh ooh)", "hook", "end", "verse of my heart"]


@pytest.mark.parametrize(
    ("text", "saved_as", "read_as"),
    [
        ("L'été déjà passé\nça va, où es-tu", "utf-8", "utf-8"),
        ("L'été déjà passé\nça va, où es-tu", "utf-8-sig", "utf-8"),
        ("L'été déjà passé\nça va, où es-tu", "latin-1", "cp1252"),
        ("Über den Wölken\nmuß die Freiheit", "cp1252", "cp1252"),
        ("Über den Wolken\nmuß die Freiheit", "utf-16", "utf-16"),
        ("hello darkness\nmy old friend", "utf-16-le", "utf-16-le"),
        ("hello darkness\nmy old friend", "utf-16-be", "utf-16-be"),
        ("月亮代表我的心\n你问我爱你有多深", "gb18030", "gb18030"),
        ("[00:01.00]后来,我总算学会了\n[00:05.00]如何去爱", "gbk", "gb18030"),
        ("夜空に輝く星を見上げて\nあなたを想う", "shift-jis", "cp932"),
    ],
)
def test_the_encoding_is_found_and_an_assumption_is_told(
    text: str, saved_as: str, read_as: str, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(text.encode(saved_as))
    lyrics = read_lyrics(path)
    assert lyrics.encoding == read_as
    assert [line.text for line in lyrics.lines] == [row.rpartition("]")[2] for row in text.split("\n")]
    assumed = saved_as in ("latin-1", "cp1252", "gb18030", "gbk", "shift-jis", "utf-16-le", "utf-16-be")
    assert bool(lyrics.warnings) == assumed


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not one line"),
        (b"   \n\n [Intro]\n", "not one line"),
        (b"la\0la\n\0\0\0", "zero"),
        (b"\xff\xfe\x00", "break off"),
        (bytes(range(128, 256)) * 50, "encoding"),
        (b"la\n" * 400_000, "MB"),
        (b"\n" * 30_000, "rows"),
        (b"la\n" * 1_500, "1500 lines"),
        (b"a" * 5_000, "5,000 characters"),
    ],
    ids=["empty", "blank", "zeros", "half a character", "noise", "too big", "too many rows", "too many lines", "long"],
)
def test_what_is_no_lyrics_is_refused_in_one_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "words.lrc"
    path.write_bytes(content)
    with pytest.raises(LyricsError, match=words) as refusal:
        read_lyrics(path)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.lrc"):
        with pytest.raises(LyricsError, match="is no file"):
            read_lyrics(path)


def test_lines_after_the_song_are_left_out_with_a_warning_and_the_last_is_cut() -> None:
    lyrics = fit_to_song(
        parse_lyrics("1\n00:00:01,000 --> 00:00:20,000\nin\n\n2\n00:00:30,000 --> 00:00:31,000\nout"), 9.0
    )
    assert [(line.text, line.end_s) for line in lyrics.lines] == [("in", 9.0)]
    assert "1 line " in lyrics.warnings[-1]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        lyrics = parse_lyrics(text)
    except LyricsError:
        return
    assert lyrics.lines
    assert all(line.text.strip() for line in lyrics.lines)


ROWS = st.sampled_from(
    ["[00:01.00]", "[00:01.00][00:30.10]la", "[1:2]<00:02>a<0:03.1>b c", "[00:75.00]x", "00:00:01,000 --> 00:00:00,5",
     "00:00:01,000 --> 00:00:09,500", "1", "", "WEBVTT", "[offset:-9999999]", "[Chorus x9]", "(x3)", "la x2", "月が", "<00:01>"]
)  # fmt: skip


@given(st.lists(ROWS, max_size=12))
def test_any_mixture_of_formats_is_read_or_refused_and_can_be_written_and_read_again(rows: list[str]) -> None:
    try:
        lyrics = parse_lyrics("\n".join(rows))
    except LyricsError:
        return
    if all(line.timed for line in lyrics.lines):
        again = parse_lyrics(write_lrc(lyrics))
        assert [line.text for line in again.lines] == [line.text for line in lyrics.lines]

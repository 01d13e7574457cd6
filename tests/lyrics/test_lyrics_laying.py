"""Plain words on a song whose every line's time is known."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest

from songreel_engine.lyrics.lay import lay_on_song
from songreel_engine.lyrics.model import Line, Lyrics
from songreel_engine.lyrics.read import parse_lyrics

BAR_S = 2.0


class Part(NamedTuple):
    start_s: float
    end_s: float
    label: str


STANZAS = (
    ("Verse 1", ("silver rain is falling down", "on the roads outside the town", "somebody is waiting there")),
    ("Chorus", ("carry me over the river", "carry me over the sea")),
    ("Verse 2", ("golden leaves along the lane", "whisper softly through the rain", "every step I take alone")),
    ("Chorus", ("carry me over the river", "carry me over the sea")),
)
SECTIONS = (
    Part(0.0, 8.0, "intro"), Part(8.0, 20.0, "verse"), Part(20.0, 28.0, "chorus"), Part(28.0, 36.0, "solo"),
    Part(36.0, 48.0, "verse"), Part(48.0, 56.0, "chorus"), Part(56.0, 64.0, "outro"),
)  # fmt: skip
SUNG_S = (8.0, 12.0, 16.0, 20.0, 24.0, 36.0, 40.0, 44.0, 48.0, 52.0)
"""Each line takes 3.4 s of two bars."""
LINE_S = 3.4
DOWNBEATS_S = tuple(np.arange(0.0, 64.0, BAR_S).tolist())
DURATION_S = 64.0


def words_of_the_song(*, headings: bool) -> Lyrics:
    return parse_lyrics(
        "\n\n".join("\n".join(([f"[{heading}]"] if headings else []) + list(rows)) for heading, rows in STANZAS)
    )


def passages(*, merged: bool = False) -> list[tuple[float, float]]:
    if merged:
        return [(8.0, 27.4), (36.0, 55.4)]
    return [(start_s, start_s + LINE_S) for start_s in SUNG_S]


def errors_s(laid: Lyrics) -> list[float]:
    return [abs((line.start_s or 0.0) - start_s) for line, start_s in zip(laid.lines, SUNG_S, strict=True)]


def laid(sung: list[tuple[float, float]], *, headings: bool = False) -> Lyrics:
    return lay_on_song(words_of_the_song(headings=headings), sung, DOWNBEATS_S, SECTIONS, DURATION_S)


def test_a_passage_a_line_gives_every_line_its_time() -> None:
    song = laid(passages())
    assert max(errors_s(song)) < 0.01
    assert (song.timing, all(line.estimated for line in song.lines)) == ("estimated", True)
    assert song.confidence > 0.6


def test_lines_inside_one_long_passage_begin_with_the_bars() -> None:
    assert max(errors_s(laid(passages(merged=True)))) <= BAR_S / 2 + 0.01
    assert np.mean(errors_s(laid(passages(merged=True)))) < 0.35


def test_a_breath_inside_a_line_does_not_begin_the_next() -> None:
    broken = [piece for a, b in passages() for piece in ((a, a + 1.4), (a + 1.8, b))]
    assert max(errors_s(laid(broken))) < 0.01


def test_a_shout_in_the_intro_and_a_choir_in_the_outro_hold_no_line() -> None:
    assert max(errors_s(laid([(2.0, 4.0), *passages(), (58.0, 61.0)]))) < 0.01


def test_headings_bring_lines_back_to_their_sections_where_a_passage_was_missed() -> None:
    missed = [p for p in passages() if p[0] != 12.0]
    chorus = [line for line in laid(missed, headings=True).lines if line.heading == "Chorus"]
    assert [line.start_s for line in chorus] == pytest.approx([20.0, 24.0, 48.0, 52.0], abs=BAR_S / 2 + 0.01)


def test_lines_and_their_words_follow_each_other_inside_the_song() -> None:
    for sung in (passages(), passages(merged=True), [], [(1.0, 1.5)], [(0.0, 64.0)]):
        song = laid(sung)
        for line in song.lines:
            assert line.start_s is not None
            assert line.end_s is not None
            assert 0 <= line.start_s < line.end_s <= DURATION_S
            assert [word.text for word in line.words] == line.text.split()
            assert line.words[0].start_s == pytest.approx(line.start_s)
            assert all(a.end_s <= b.start_s + 1e-6 for a, b in pairwise(line.words))
        starts_s = [line.start_s or 0.0 for line in song.lines]
        assert all(b > a for a, b in pairwise(starts_s))


def test_where_nobody_was_heard_the_lines_are_shared_out_and_that_is_told() -> None:
    song = laid([], headings=True)
    assert song.confidence == pytest.approx(0.1)
    assert "No voice" in song.warnings[-1]
    assert not any(28.0 < (line.start_s or 0.0) < 36.0 for line in song.lines)


def test_words_that_hardly_fit_are_told() -> None:
    song = lay_on_song(parse_lyrics("la la la la la la la la\n" * 20), [(3.0, 5.0)], (), (), 30.0)
    assert "hardly fit" in song.warnings[-1]
    assert len(song.lines) == 20


def test_given_lines_keep_their_times_and_get_guessed_words() -> None:
    given = parse_lyrics("[00:08.00]silver rain\n[00:12.00]falling down\n[00:16.00]")
    song = lay_on_song(given, passages(), DOWNBEATS_S, SECTIONS, DURATION_S)
    assert [line.start_s for line in song.lines] == [8.0, 12.0]
    assert (song.timing, song.confidence) == ("mixed", 1.0)
    assert not any(line.estimated for line in song.lines)
    first = song.lines[0]
    assert [word.estimated for word in first.words] == [True, True]
    assert first.words[0].end_s == first.words[1].start_s


def test_given_words_are_not_touched() -> None:
    given = parse_lyrics("[00:08.00]<00:08.00>oh <00:09.25>no<00:10.00>")
    song = lay_on_song(given, [], (), (), DURATION_S)
    assert (song.lines, song.timing) == (given.lines, "given")


def test_a_line_has_both_times_or_none() -> None:
    with pytest.raises(ValueError, match="one of its times"):
        Line(start_s=1.0, text="la")

"""Lyrics written for other programs, and read back."""

import pytest

from songreel_engine.errors import LyricsError
from songreel_engine.lyrics.lay import lay_on_song
from songreel_engine.lyrics.model import Lyrics
from songreel_engine.lyrics.read import parse_lyrics
from songreel_engine.lyrics.write import write_json, write_lrc, write_srt

PLAIN = "silver rain, 月が falling\non the roads"


@pytest.fixture(scope="module")
def guessed() -> Lyrics:
    return lay_on_song(parse_lyrics(PLAIN), [(10.0, 13.456), (59.999, 64.0)], (), (), 80.0)


def test_lrc_carries_a_stamp_a_word_and_comes_back_within_its_hundredths(guessed: Lyrics) -> None:
    again = parse_lyrics(write_lrc(guessed))
    assert [line.text for line in again.lines] == [line.text for line in guessed.lines]
    for line, before in zip(again.lines, guessed.lines, strict=True):
        assert line.start_s == pytest.approx(before.start_s, abs=0.006)
        assert [word.text for word in line.words] == [word.text for word in before.words]
        assert [word.start_s for word in line.words] == pytest.approx([w.start_s for w in before.words], abs=0.006)


def test_a_guess_is_still_a_guess_when_it_is_read_back(guessed: Lyrics) -> None:
    again = parse_lyrics(write_lrc(guessed))
    assert again.timing == "estimated"
    assert again.confidence < 1
    mixed = lay_on_song(parse_lyrics("[00:10.00]silver rain"), [], (), (), 80.0)
    assert parse_lyrics(write_lrc(mixed)).timing == "mixed"


def test_lrc_rounds_into_the_next_minute(guessed: Lyrics) -> None:
    assert "[01:00.00]" in write_lrc(guessed)
    assert ":60" not in write_lrc(guessed)


def test_lrc_written_twice_is_the_same() -> None:
    once = write_lrc(parse_lyrics("[ti:Rain]\n[00:10.00]silver rain\n[00:12.00]falling\n[00:14.00]"))
    assert once == "[ti:Rain]\n[00:10.00]silver rain\n[00:12.00]falling\n[00:14.00]\n"
    assert write_lrc(parse_lyrics(once)) == once


def test_srt_has_a_cue_a_line(guessed: Lyrics) -> None:
    assert write_srt(guessed).startswith(
        "1\n00:00:10,000 --> 00:00:13,456\nsilver rain, 月が falling\n\n2\n00:00:59,999 -->"
    )
    assert [line.text for line in parse_lyrics(write_srt(guessed)).lines] == [line.text for line in guessed.lines]


def test_json_keeps_everything(guessed: Lyrics) -> None:
    assert Lyrics.model_validate_json(write_json(guessed)) == guessed


def test_words_without_times_cannot_be_written_with_times() -> None:
    for write in (write_lrc, write_srt):
        with pytest.raises(LyricsError, match="--song"):
            write(parse_lyrics(PLAIN))

"""An analysis and lyrics told in words."""

from songreel_engine.analysis.renaming import rename_section
from songreel_engine.analysis.result import Event, Section, TempoSpan, Voice
from songreel_engine.cli.words import analysis_in_words, lyrics_in_words, sections_as_json
from songreel_engine.lyrics.read import parse_lyrics
from synthetic import analysis_of, curves_of, steady_analysis


def test_pulse_voice_and_sections_are_told_each_on_its_line() -> None:
    song = steady_analysis(80.0).model_copy(
        update={
            "vocals": ((10.0, 30.0), (40.0, 60.0)),
            "vocals_confidence": 0.9,
            "vocals_by": "listener",
            "voice": Voice(range="high", confidence=0.8, median_hz=231.4),
        }
    )
    lines = analysis_in_words(rename_section(song, 2, "Drop")).splitlines()
    assert lines[0] == (
        "120.0 bpm (confidence 0.90), 4/4 (confidence 0.90), 159 beats in 40 bars, tracked by none, 80.00 s"
    )
    assert lines[1] == (
        "  somebody sings 50% of the time (confidence 0.90, heard by listener), high voice around 231 Hz (0.80)"
    )
    assert lines[2].split() == ["1", "0:00.0", "–", "0:40.0", "A", "verse", "confidence", "0.80"]
    assert lines[3].split() == ["2", "0:40.0", "–", "1:20.0", "B", "Drop", "your", "name"]


def test_a_changing_tempo_is_told_as_far_as_one_line_goes() -> None:
    spans = tuple(TempoSpan(start_s=10.0 * k, bpm=100.0 + k) for k in range(12))
    told = analysis_in_words(steady_analysis(130.0).model_copy(update={"tempo_map": spans})).splitlines()[1]
    assert told.startswith("  tempo: 100.0, 101.0 from 0:10.0, ")
    assert told.endswith("and 4 changes more")


def test_events_are_told_with_their_strength() -> None:
    event = Event(kind="build-up", start_s=12.0, end_s=16.0, strength=0.75)
    told = analysis_in_words(steady_analysis(80.0).model_copy(update={"events": (event,)}))
    assert "  0:12.0 – 0:16.0  build-up, strength 0.75\n" in told


def test_a_song_without_beat_and_voice_says_so() -> None:
    section = Section(start_s=0.0, end_s=9.0, label="part", letter="A", confidence=0.1)
    silent = analysis_of(duration_s=9.0, sections=(section,), feature_rate_hz=1.0, curves=curves_of((0.0,) * 10))
    lines = analysis_in_words(silent).splitlines()
    assert lines[0] == "no beat found, 9.00 s"
    assert lines[1].startswith("  nobody sings")


def test_sections_for_programs_carry_their_number_and_shown_name() -> None:
    rows = sections_as_json(steady_analysis(80.0))
    assert [(row["number"], row["name"], row["label"]) for row in rows] == [
        (1, "verse", "verse"),
        (2, "chorus", "chorus"),
    ]


def test_lyrics_are_told_with_times_where_they_have_some_and_their_warnings() -> None:
    assert "        –  silver rain\n\n        –  falling" in lyrics_in_words(parse_lyrics("silver rain\n\nfalling"))
    told = lyrics_in_words(parse_lyrics("[00:61.00]x\n[00:01.50]silver rain"))
    assert "   0:01.5  silver rain" in told
    assert "note: Row 1" in told

"""Sections of songs composed for the purpose."""

import pytest

VERSE = {"kick": "x.......", "snare": "....x...", "hat": "x.x.x.x."}
CHORUS = {"kick": "x.x.x.x.", "snare": "..x...x.", "hat": "xxxxxxxx"}
LOW_CHORDS = ((110.0, 164.8, 220.0), (146.8, 174.6, 220.0))
HIGH_CHORDS = ((523.3, 659.3, 784.0, 1046.5), (392.0, 587.3, 784.0, 987.8))
ODD_CHORDS = ((233.1, 277.2, 349.2), (207.7, 311.1, 415.3))
BAR_S = 2.0

FORM = (
    ("intro", 4, {}, LOW_CHORDS, 0.3),
    ("verse", 8, VERSE, LOW_CHORDS, 0.6),
    ("chorus", 8, CHORUS, HIGH_CHORDS, 1.0),
    ("verse", 8, VERSE, LOW_CHORDS, 0.6),
    ("chorus", 8, CHORUS, HIGH_CHORDS, 1.0),
    ("bridge", 8, {"kick": "x......."}, ODD_CHORDS, 0.5),
    ("chorus", 8, CHORUS, HIGH_CHORDS, 1.0),
)


@pytest.fixture(scope="module")
def song(band, heard):
    group = band(lead_in_s=0.0)
    for _, bars, pattern, chords, level in FORM:
        for bar in range(bars):
            group.bar(120.0, pattern, chord_hz=chords[bar % 2], level=level)
    return heard(group.recording())


def test_sections_begin_where_the_song_turns(song):
    truth_s = [0.0]
    for _, bars, *_ in FORM[:-1]:
        truth_s.append(truth_s[-1] + bars * BAR_S)

    found_s = [section.start_s for section in song.sections]

    assert found_s == pytest.approx(truth_s, abs=0.3)


def test_sections_that_return_share_a_letter_and_others_do_not(song):
    letters = [section.letter for section in song.sections]

    assert letters[1] == letters[3]
    assert letters[2] == letters[4] == letters[6]
    assert len(set(letters)) == 4


def test_names_follow_the_evidence(song):
    assert [section.label for section in song.sections] == [label for label, *_ in FORM]


def test_a_loop_that_never_changes_is_one_letter(band, heard):
    group = band()
    for bar in range(32):
        group.bar(120.0, VERSE, chord_hz=LOW_CHORDS[bar % 2])

    analysis = heard(group.recording())

    inner = analysis.sections[1:-1] or analysis.sections
    assert len({section.letter for section in inner}) == 1

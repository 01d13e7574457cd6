"""Sections of songs composed for the purpose, and their names from facts written by hand."""

from itertools import pairwise

import numpy as np
import pytest

from songreel_engine.analysis.bars import read_bars
from songreel_engine.analysis.labels import SectionFacts, name_sections
from songreel_engine.analysis.spectrum import measure_spectrum
from songreel_engine.analysis.structure import find_sections

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
def recording(band):
    group = band(lead_in_s=0.0)
    for _, bars, pattern, chords, level in FORM:
        for bar in range(bars):
            group.bar(120.0, pattern, chord_hz=chords[bar % 2], level=level)
    return group.recording()


@pytest.fixture(scope="module")
def song(recording, heard):
    return heard(recording)


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


def test_names_follow_the_evidence(song, recording):
    sections = find_sections(measure_spectrum(recording, 22_050), np.array(song.downbeats_s), song.duration_s)

    assert [section.label for section in sections] == [label for label, *_ in FORM]


def test_names_of_what_is_sung_are_not_trusted_where_nobody_sings(song):
    assert song.vocals == ()
    assert all(section.confidence <= 0.6 for section in song.sections if section.label in ("verse", "chorus"))


def test_a_loop_that_never_changes_is_one_letter(band, heard):
    group = band()
    for bar in range(32):
        group.bar(120.0, VERSE, chord_hz=LOW_CHORDS[bar % 2])

    analysis = heard(group.recording())

    inner = analysis.sections[1:-1] or analysis.sections
    assert len({section.letter for section in inner}) == 1


def test_a_chorus_lifted_by_two_semitones_keeps_its_letter(band):
    group = band(lead_in_s=0.0)
    for pattern, chords, lift in (
        (VERSE, LOW_CHORDS, 0),
        (CHORUS, HIGH_CHORDS, 0),
        (VERSE, LOW_CHORDS, 0),
        (CHORUS, HIGH_CHORDS, 2),
    ):
        for bar in range(8):
            lifted_hz = tuple(hz * 2 ** (lift / 12) for hz in chords[bar % 2])
            group.bar(120.0, pattern, chord_hz=lifted_hz)

    letters = [section.letter for section in sections_of(group)]

    assert letters == ["A", "B", "A", "B"]


def test_sections_begin_on_downbeats_and_tile_the_song(band):
    group = band(lead_in_s=0.7)
    for _, bars, pattern, chords, level in FORM:
        for bar in range(bars):
            group.bar(97.0, pattern, chord_hz=chords[bar % 2], level=level)

    sections = sections_of(group)

    assert sections[0].start_s == 0.0
    assert all(before.end_s == after.start_s for before, after in pairwise(sections))
    assert {section.start_s for section in sections[1:]} <= set(group.downbeats_s)
    assert len(sections) == len(FORM)


def test_a_drone_without_beats_has_no_chorus(band):
    rng = np.random.default_rng(5)
    t_s = np.arange(60 * 22_050) / 22_050
    drone = (
        0.2 * np.sin(2 * np.pi * 110 * t_s)
        + 0.1 * np.sin(2 * np.pi * 165 * t_s)
        + 0.002 * rng.standard_normal(len(t_s))
    )

    sections = find_sections(measure_spectrum(drone.astype(np.float32), 22_050), np.array([]), 60.0)

    assert "chorus" not in {section.label for section in sections}


def test_a_tracker_that_slips_to_a_tiny_bar_does_not_blow_the_work_up():
    spectrum = measure_spectrum(np.random.default_rng(1).standard_normal(22_050 * 60).astype(np.float32), 22_050)

    bars = read_bars(spectrum, np.arange(0.1, 60.0, 0.03), 60.0)

    assert bars.count <= 700


def sections_of(group):
    samples = group.recording()
    return find_sections(measure_spectrum(samples, 22_050), np.array(group.downbeats_s), len(samples) / 22_050)


QUIET, MIDDLE, RISING, LOUD = (-16.0, 0.3), (-6.0, 0.7), (-4.0, 0.8), (0.0, 1.0)


def named(*rows, voice=True):
    """Names of sections given as (letter, (level_db, drive), sung); 20 s each, pre-choruses ('P') 8 s."""
    facts, now_s = [], 0.0
    for letter, (level_db, drive), sung in rows:
        end_s = now_s + (8.0 if letter in "IPK" else 20.0)
        facts.append(
            SectionFacts(
                start_s=now_s,
                end_s=end_s,
                letter=letter,
                level_db=level_db,
                drive=drive,
                vocal=0.8 * sung if voice else None,
                sureness=0.9,
            )
        )
        now_s = end_s
    return name_sections(facts)


def test_what_leads_each_verse_to_its_chorus_is_a_pre_chorus():
    sections = named(
        ("I", QUIET, 0), ("V", MIDDLE, 1), ("P", RISING, 1), ("C", LOUD, 1),
        ("V", MIDDLE, 1), ("P", RISING, 1), ("C", LOUD, 1),
    )  # fmt: skip

    assert [s.label for s in sections] == ["intro", "verse", "pre-chorus", "chorus", "verse", "pre-chorus", "chorus"]


SOLO = (("V", MIDDLE, 1), ("C", LOUD, 1), ("V", MIDDLE, 1), ("C", LOUD, 1), ("S", (-1.5, 0.95), 0), ("C", LOUD, 1))


def test_an_energetic_part_without_the_singer_is_a_solo():
    assert [s.label for s in named(*SOLO)] == ["verse", "chorus", "verse", "chorus", "solo", "chorus"]


def test_a_solo_over_the_chords_of_the_verse_is_told_by_the_missing_voice():
    rows = [
        ("V", RISING if sung == 0 else level, sung) if letter == "S" else (letter, level, sung)
        for letter, level, sung in SOLO
    ]

    assert named(*rows)[4].label == "solo"


def test_an_instrumental_is_less_sure_of_its_chorus_than_a_song():
    sung = named(*SOLO)
    unsung = named(*((letter, level, 0) for letter, level, _ in SOLO))

    sure = {s.start_s: s.confidence for s in sung if s.label == "chorus"}
    assert all(s.confidence <= 0.5 for s in unsung if s.label == "chorus")
    assert min(sure.values()) > 0.7


def test_a_piece_of_parts_that_never_return_gets_no_sure_chorus():
    sections = named(
        *((letter, level, 0) for letter, level in zip("ABCDE", (QUIET, MIDDLE, LOUD, MIDDLE, QUIET), strict=True))
    )

    assert all(s.confidence <= 0.5 for s in sections if s.label in ("verse", "chorus"))
    assert len({s.label for s in sections}) > 1


def test_unsure_boundaries_make_unsure_names():
    assert named(*SOLO)[1].confidence > 0.0
    halves = [
        SectionFacts(start_s=0.0, end_s=10.0, letter="A", level_db=-3.0, drive=0.9, vocal=None, sureness=0.0),
        SectionFacts(start_s=10.0, end_s=20.0, letter="A", level_db=-3.0, drive=0.9, vocal=None, sureness=0.0),
    ]

    assert all(section.confidence < 0.6 for section in name_sections(halves))

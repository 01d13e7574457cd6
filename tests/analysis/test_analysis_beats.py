"""Beats and bars against music whose truth is known. F is mir_eval's F-measure at 70 ms over the whole song."""

import mir_eval
import numpy as np
import pytest

ROCK = {"kick": "x...x...", "snare": "..x...x.", "hat": "xxxxxxxx"}
DANCE = {"kick": "x.x.x.x.", "snare": "..x...x.", "hat": ".x.x.x.x"}
SYNCOPATED = {"kick": "x..x..x...x.....", "snare": "....x.......x...", "hat": "x.x.x.x.x.x.x.x."}
WALTZ = {"kick": "x.....", "snare": "..x.x.", "hat": "x.x.x."}
CHORDS = ((220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (130.8, 261.6, 392.0), (196.0, 246.9, 293.7))


def f_measure(truth, found):
    return mir_eval.beat.f_measure(np.asarray(truth), np.asarray(found))


@pytest.mark.parametrize("pattern", [ROCK, DANCE, SYNCOPATED], ids=["rock", "dance", "syncopated"])
@pytest.mark.parametrize("bpm", [78.0, 121.3, 152.0])
def test_beats_and_bars_of_a_steady_drummer_are_found(band, heard, pattern, bpm):
    group = band(lead_in_s=0.83)
    for bar in range(int(24 * bpm / 240)):
        group.bar(bpm, pattern, chord_hz=CHORDS[bar % 4])

    analysis = heard(group.recording())

    assert f_measure(group.beats_s, analysis.beats_s) > 0.97
    assert analysis.tempo_bpm == pytest.approx(bpm, rel=0.01)
    assert analysis.beats_per_bar == 4
    assert f_measure(group.downbeats_s, analysis.downbeats_s) > 0.95


def test_a_waltz_has_three_beats_to_the_bar(band, heard):
    group = band()
    for bar in range(24):
        group.bar(132.0, WALTZ, beats=3, chord_hz=CHORDS[bar % 4])

    analysis = heard(group.recording())

    assert analysis.beats_per_bar == 3
    assert f_measure(group.downbeats_s, analysis.downbeats_s) > 0.95


def test_beats_follow_a_change_of_tempo(band, heard):
    group = band()
    for bar in range(20):
        group.bar(92.0 if bar < 9 else 131.0, ROCK, chord_hz=CHORDS[bar % 4])

    analysis = heard(group.recording())

    assert f_measure(group.beats_s, analysis.beats_s) > 0.95


def test_beats_follow_an_accelerando(band, heard):
    group = band()
    for bar in range(20):
        group.bar(100.0 + 2 * bar, ROCK, chord_hz=CHORDS[bar % 4])

    analysis = heard(group.recording())

    assert f_measure(group.beats_s, analysis.beats_s) > 0.95


def test_a_beat_stands_within_fifteen_milliseconds_of_its_attack(band, heard):
    group = band(lead_in_s=0.7)
    for _ in range(12):
        group.bar(117.3, ROCK)

    analysis = heard(group.recording())
    errors_s = [min(analysis.beats_s, key=lambda found: abs(found - beat)) - beat for beat in group.beats_s]

    assert np.abs(errors_s).max() < 0.015


def test_no_beat_is_placed_in_the_silence_before_and_after_the_music(band, heard):
    group = band(lead_in_s=5.0)
    for _ in range(10):
        group.bar(120.0, ROCK)

    analysis = heard(group.recording(tail_s=6.0))

    assert analysis.beats_s[0] == pytest.approx(group.beats_s[0], abs=0.07)
    assert analysis.beats_s[-1] < group.now_s + 0.3


def test_off_beat_passages_do_not_move_the_beat(band, heard):
    only_off_beats = {"kick": ".x.x.x.x", "hat": ".x.x.x.x"}
    group = band()
    for bar in range(40):
        group.bar(126.0, only_off_beats if 6 <= bar < 14 else ROCK, chord_hz=CHORDS[bar % 4])

    analysis = heard(group.recording())

    assert f_measure(group.beats_s, analysis.beats_s) > 0.97


def test_half_the_level_gives_the_same_beats(band, heard):
    group = band()
    for bar in range(10):
        group.bar(110.0, ROCK, chord_hz=CHORDS[bar % 4])
    song = group.recording()

    assert heard(0.25 * song).beats_s == pytest.approx(heard(song).beats_s, abs=1e-3)

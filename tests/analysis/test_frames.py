"""Reading the analysis off at a film's frames."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from songreel_engine.analysis.frames import frame_curves
from songreel_engine.analysis.result import Analysis, Curves, Section
from synthetic import analysis_of, steady_analysis

RATES = [Fraction(24), Fraction(24_000, 1001), Fraction(25), Fraction(30_000, 1001), Fraction(60), Fraction(12)]


def song_with_hits(hits_s: tuple[float, ...], *, seconds: float = 8.0) -> Analysis:
    """A song of which only kick, snare and onset, alike, are not 0."""
    rate_hz, count = 50.0, round(seconds * 50.0) + 1
    peaks = np.zeros(count)
    peaks[np.rint(np.array(hits_s) * rate_hz).astype(int)] = np.linspace(0.5, 1.0, len(hits_s))
    flat, struck = (0.0,) * count, tuple(peaks.tolist())
    curves = {name: struck if name in ("kick", "snare", "onset") else flat for name in Curves.model_fields}
    whole = steady_analysis(seconds)
    return whole.model_copy(update={"curves": Curves(**curves), "feature_rate_hz": rate_hz})


def nearest_frames(t_s: float, frame_rate: Fraction) -> set[int]:
    """The frame nearest to a time; both neighbours where it lies half-way."""
    position = t_s * float(frame_rate)
    return {round(position - 1e-6), round(position + 1e-6)}


@pytest.mark.parametrize("frame_rate", RATES, ids=str)
def test_no_hit_is_lost_between_two_frames(frame_rate):
    hits_s = tuple(np.arange(0.5, 7.5, 0.26).round(2).tolist())
    strengths = np.linspace(0.5, 1.0, len(hits_s))
    read = frame_curves(song_with_hits(hits_s), int(8 * frame_rate), frame_rate)

    for curve in (read.kick, read.snare, read.onset):
        shown = [max(curve[frame] for frame in nearest_frames(hit_s, frame_rate)) for hit_s in hits_s]
        assert shown == pytest.approx(strengths, abs=1e-6)


def test_of_two_hits_on_one_frame_the_stronger_shows():
    read = frame_curves(song_with_hits((1.0, 1.02)), 96, Fraction(12))

    assert read.kick[12] == 1.0
    assert np.count_nonzero(read.kick) == 1


def test_a_hit_is_one_frame_wide():
    read = frame_curves(song_with_hits((1.0, 3.0, 5.0)), 480, Fraction(60))

    assert np.flatnonzero(read.kick).tolist() == [60, 180, 300]


def test_curves_run_straight_between_their_samples():
    samples = tuple(np.linspace(0.0, 1.0, 401).tolist())
    whole = steady_analysis(8.0)
    ramp = whole.model_copy(update={"curves": Curves(**dict.fromkeys(Curves.model_fields, samples))})

    energy = frame_curves(ramp, 192, Fraction(24)).energy

    assert energy == pytest.approx(np.arange(192) / 24 / 8, abs=1e-5)


@pytest.mark.parametrize("frame_rate", RATES, ids=str)
def test_beat_phase_is_0_on_every_beat_and_rises_until_the_next(frame_rate):
    analysis = steady_analysis(10.0, 97.0, first_beat_s=0.71)
    read = frame_curves(analysis, int(11 * frame_rate), frame_rate)

    on = [round(beat_s * frame_rate) for beat_s in analysis.beats_s]
    assert set(read.beat_phase[on]) == {0.0}
    for index, (first, stop) in enumerate(pairwise(on)):
        assert read.beat_phase[first:stop] == pytest.approx(np.arange(stop - first) / (stop - first), abs=1e-6)
        assert set(read.beat_index[first:stop]) == {index}


def test_bar_phase_runs_from_downbeat_to_downbeat():
    analysis = steady_analysis(9.0, 120.0, first_beat_s=0.5)
    read = frame_curves(analysis, 216, Fraction(24))

    assert read.bar_phase[12:60] == pytest.approx(np.arange(48) / 48, abs=1e-6)


def test_before_the_first_beat_and_a_beat_after_the_last_the_phase_is_0():
    beats_s = (2.0, 2.5, 3.0)
    analysis = steady_analysis(8.0).model_copy(update={"beats_s": beats_s, "downbeats_s": (2.0,)})
    read = frame_curves(analysis, 192, Fraction(24))

    assert not read.beat_phase[:49].any()
    assert read.beat_phase[72:84] == pytest.approx(np.arange(12) / 12, abs=1e-6)
    assert not read.beat_phase[84:].any()
    assert not read.bar_phase.any()
    assert read.beat_index[0] == -1


def test_the_phase_stops_where_the_music_pauses():
    beats_s = (0.5, 1.0, 1.5, 6.0, 6.5, 7.0)
    analysis = steady_analysis(8.0).model_copy(update={"beats_s": beats_s, "downbeats_s": (0.5,)})
    read = frame_curves(analysis, 192, Fraction(24))

    assert read.beat_phase[36:48] == pytest.approx(np.arange(12) / 12, abs=1e-6)
    assert not read.beat_phase[48:145].any()


def test_timbre_is_read_at_its_own_rate():
    rows = tuple((float(k),) * 13 for k in range(41))
    analysis = steady_analysis(8.0).model_copy(update={"mfcc": rows, "mfcc_rate_hz": 5.0})

    mfcc = frame_curves(analysis, 192, Fraction(24)).mfcc

    assert mfcc.shape == (192, 13)
    assert mfcc[:, 12] == pytest.approx(np.arange(192) / 24 * 5, abs=1e-4)


def test_a_film_longer_than_the_song_holds_the_last_values():
    read = frame_curves(steady_analysis(4.0), 240, Fraction(24))

    assert set(read.energy[100:]) == {read.energy[96]}
    assert not read.kick[97:].any()


def test_an_analysis_without_samples_gives_zeros():
    nothing = analysis_of(
        duration_s=1.0,
        sections=(Section(start_s=0.0, end_s=1.0, label="part", letter="A", confidence=0.0),),
        feature_rate_hz=50.0,
        curves=Curves(**dict.fromkeys(Curves.model_fields, ())),
    )
    read = frame_curves(nothing, 24, Fraction(24))

    assert not read.energy.any()
    assert not read.kick.any()
    assert not read.beat_phase.any()
    assert read.mfcc.shape == (24, 0)

"""Inputs without music, and the curves' own rules."""

import numpy as np
import pytest

from songreel_engine.analysis.analyse import analyse
from songreel_engine.errors import SongError
from songreel_engine.progress import Progress

RATE_HZ = 22_050
ROCK = {"kick": "x...x...", "snare": "..x...x.", "hat": "xxxxxxxx"}


def noise(seconds: float) -> np.ndarray:
    return (0.1 * np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ))).astype(np.float32)


def lone_click() -> np.ndarray:
    song = np.zeros(20 * RATE_HZ, np.float32)
    song[5 * RATE_HZ] = 1.0
    return song


def scattered_clicks() -> np.ndarray:
    song = np.zeros(40 * RATE_HZ, np.float32)
    song[np.random.default_rng(5).integers(0, len(song), 40)] = 1.0
    return song


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        np.zeros(20 * RATE_HZ, np.float32),
        np.full(20 * RATE_HZ, 1e-6, np.float32),
        noise(0.1),
        noise(30.0),
        np.sin(np.arange(20 * RATE_HZ) * 0.06).astype(np.float32),
        lone_click(),
        scattered_clicks(),
    ],
    ids=[
        "empty",
        "silence",
        "hiss at −120 dB",
        "a tenth of a second",
        "noise",
        "a tone",
        "one click",
        "scattered clicks",
    ],
)
def test_what_has_no_pulse_gets_no_beats(heard, samples):
    analysis = heard(samples)

    assert analysis.beats_s == ()
    assert analysis.tempo_bpm == 0.0
    assert analysis.tempo_confidence == 0.0
    assert analysis.beats_per_bar == 0


def test_silence_is_one_section_with_flat_curves(heard):
    analysis = heard(np.zeros(20 * RATE_HZ, np.float32))

    assert len(analysis.sections) == 1
    assert set(analysis.curves.energy) == {0.0}


def test_steady_noise_is_one_section(heard):
    assert len(heard(noise(40.0)).sections) == 1


def test_curves_are_as_long_as_the_song(heard):
    analysis = heard(noise(7.31))

    assert len(analysis.curves.onset) == round(analysis.duration_s * analysis.feature_rate_hz) + 1


def test_energy_tells_the_quiet_half_from_the_loud_even_two_decibels_apart(band, heard):
    group = band()
    for bar in range(24):
        group.bar(120.0, ROCK, chord_hz=(220.0, 330.0), level=0.8 if bar < 12 else 1.0)
    energy = np.asarray(heard(group.recording()).curves.energy)

    quiet, loud = energy[100:1100].mean(), energy[1300:2300].mean()

    assert loud - quiet > 0.37
    assert quiet > 0.05


def test_low_follows_the_kick_and_high_the_hat(band, heard):
    group = band()
    for bar in range(16):
        group.bar(120.0, {"kick": "xxxx"} if bar < 8 else {"hat": "xxxx"})
    curves = heard(group.recording()).curves

    def halves(values):
        return np.mean(values[50:800]), np.mean(values[850:1600])

    kicked, hatted = halves(curves.low)
    assert kicked > 3 * hatted
    kicked, hatted = halves(curves.high)
    assert hatted > kicked


def test_any_sample_rate_gives_the_same_times(band):
    group = band()
    for _ in range(10):
        group.bar(120.0, ROCK)
    song = group.recording()
    doubled = np.repeat(song, 2)
    seconds = len(song) / RATE_HZ

    once = analyse(song, RATE_HZ, song_sha256="a", duration_s=seconds)
    twice = analyse(doubled, 2 * RATE_HZ, song_sha256="a", duration_s=seconds)

    assert twice.beats_s == pytest.approx(once.beats_s, abs=0.005)


def test_progress_runs_from_nothing_to_all():
    reports: list[Progress] = []

    analyse(noise(6.0), RATE_HZ, song_sha256="a", duration_s=6.0, progress=reports.append)

    assert reports[0].done == 0
    assert reports[-1].done == reports[-1].total
    assert {report.stage for report in reports} == {"audio analysis"}


@pytest.mark.parametrize(
    ("samples", "rate_hz", "words"),
    [
        (np.zeros((100, 2), np.float32), RATE_HZ, "mono"),
        (np.zeros(100, np.float32), 4_000, "4000 Hz"),
        (np.full(RATE_HZ, np.nan, np.float32), RATE_HZ, "damaged"),
    ],
)
def test_unusable_samples_are_refused_in_words(samples, rate_hz, words):
    with pytest.raises(SongError, match=words):
        analyse(samples, rate_hz, song_sha256="a", duration_s=1.0)

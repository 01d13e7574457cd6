"""The curves the picture follows, drawn from songs whose loudness, hits and timbre are known."""

from itertools import pairwise

import numpy as np
import pytest

from songreel_engine.analysis.curves import FEATURE_RATE_HZ, MFCC_COEFFICIENTS, MFCC_RATE_HZ, draw_curves, mfcc
from songreel_engine.analysis.hits import NO_HITS, Hits
from songreel_engine.analysis.onsets import find_onsets
from songreel_engine.analysis.result import Curves, Section
from songreel_engine.analysis.spectrum import measure_spectrum

RATE_HZ = 22_050


def sections_at(*edges_s: float) -> tuple[Section, ...]:
    return tuple(
        Section(start_s=start, end_s=end, label="part", letter="A", confidence=0.0) for start, end in pairwise(edges_s)
    )


def noise(seconds: float, level_db: np.ndarray | float = -20.0) -> np.ndarray:
    samples = np.random.default_rng(2).standard_normal(round(seconds * RATE_HZ))
    return (samples * 10 ** (np.asarray(level_db) / 20)).astype(np.float32)


def pulsing_db(seconds: float, centre_db: float, swing_db: float) -> np.ndarray:
    """A level that swings once in four seconds."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return centre_db + swing_db / 2 * np.sin(2 * np.pi * t_s / 4)


def drawn(samples: np.ndarray, sections: tuple[Section, ...], **given: object) -> Curves:
    spectrum = measure_spectrum(samples, RATE_HZ)
    nothing = np.zeros(spectrum.frames, np.float32)
    known = {"hits": NO_HITS, "vocal": nothing, "mouth": nothing} | given
    return draw_curves(spectrum, find_onsets(spectrum), sections, len(samples) / RATE_HZ, **known)


def struck(kick: dict[float, float], snare: dict[float, float]) -> Hits:
    return Hits(
        kick_s=np.array(list(kick)),
        kick_strength=np.array(list(kick.values())),
        snare_s=np.array(list(snare)),
        snare_strength=np.array(list(snare.values())),
    )


def middle(values: tuple[float, ...], start_s: float, end_s: float, *, margin_s: float = 1.0) -> np.ndarray:
    return np.asarray(values)[
        round((start_s + margin_s) * FEATURE_RATE_HZ) : round((end_s - margin_s) * FEATURE_RATE_HZ)
    ]


def test_a_quiet_section_uses_as_much_of_its_range_as_a_loud_one():
    song = noise(40.0, np.concatenate([pulsing_db(20, -40, 8), pulsing_db(20, -20, 8)]))
    curves = drawn(song, sections_at(0, 20, 40))

    for start_s, end_s in ((0, 20), (20, 40)):
        inside = middle(curves.section_energy, start_s, end_s)
        assert inside.max() > 0.95
        assert inside.min() < 0.05
    assert middle(curves.energy, 0, 20).max() < middle(curves.energy, 20, 40).min()


def test_a_steady_section_stays_half_way_and_is_not_blown_up_into_noise():
    song = noise(40.0, np.concatenate([np.full(20 * RATE_HZ, -30.0), pulsing_db(20, -20, 10)]))
    steady = middle(drawn(song, sections_at(0, 20, 40)).section_energy, 0, 20)

    assert steady.mean() == pytest.approx(0.5, abs=0.1)
    assert np.ptp(steady) < 0.3


def test_section_energy_does_not_jump_where_the_music_does_not():
    song = noise(40.0, pulsing_db(40, -20, 8))
    halves = np.asarray(drawn(song, sections_at(0, 20, 40)).section_energy)
    whole = np.asarray(drawn(song, sections_at(0, 40)).section_energy)
    around = slice(round(19 * FEATURE_RATE_HZ), round(21 * FEATURE_RATE_HZ))

    steps = np.abs(np.diff(halves[around]))
    assert steps.max() < 2 * np.abs(np.diff(whole)).max()


def test_section_energy_moves_from_one_scale_to_the_next_within_a_second():
    song = noise(40.0, np.concatenate([np.full(20 * RATE_HZ, -40.0), np.full(20 * RATE_HZ, -20.0)]))
    energy = np.asarray(drawn(song, sections_at(0, 20, 40)).section_energy)

    assert energy[: round(18 * FEATURE_RATE_HZ)].mean() == pytest.approx(0.5, abs=0.15)
    assert energy[round(22 * FEATURE_RATE_HZ) :].mean() == pytest.approx(0.5, abs=0.15)


def test_a_silent_section_has_no_energy():
    song = np.concatenate([noise(15.0), np.zeros(15 * RATE_HZ, np.float32), noise(15.0)])
    curves = drawn(song, sections_at(0, 15, 30, 45))

    assert middle(curves.section_energy, 15, 30, margin_s=3).max() == 0
    assert middle(curves.energy, 15, 30, margin_s=3).max() == 0


def test_hits_are_peaks_one_sample_wide_at_their_time_and_strength():
    hits = struck({1.0: 0.5, 2.004: 1.0}, {1.5: 0.25})
    curves = drawn(noise(4.0), sections_at(0, 4), hits=hits)

    assert {k: v for k, v in enumerate(curves.kick) if v} == {50: 0.5, 100: 1.0}
    assert {k: v for k, v in enumerate(curves.snare) if v} == {75: 0.25}


def test_a_hit_on_the_last_moment_is_kept_and_of_two_at_once_the_stronger():
    hits = struck({1.0: 0.5, 1.002: 0.75, 4.0: 1.0}, {})
    curves = drawn(noise(4.0), sections_at(0, 4), hits=hits)

    assert {k: v for k, v in enumerate(curves.kick) if v} == {50: 0.75, 200: 1.0}


@pytest.mark.parametrize("voice_rate_hz", [25.0, 50.0, 100.0])
def test_the_voice_curves_are_read_at_the_rate_they_come_in(voice_rate_hz):
    count = round(8 * voice_rate_hz) + 1
    vocal = (np.arange(count) >= 4 * voice_rate_hz).astype(np.float32)
    curves = drawn(noise(8.0), sections_at(0, 8), vocal=vocal, mouth=vocal * 0.5, voice_rate_hz=voice_rate_hz)

    assert max(middle(curves.vocal, 0, 4, margin_s=0.1)) == 0
    assert min(middle(curves.vocal, 4, 8, margin_s=0.1)) == 1
    assert set(middle(curves.mouth, 4, 8, margin_s=0.1)) == {0.5}


def test_silence_draws_zeros_of_the_right_length():
    curves = drawn(np.zeros(7 * RATE_HZ, np.float32), sections_at(0, 7))

    for name in Curves.model_fields:
        assert getattr(curves, name) == (0.0,) * 351


def test_brightness_follows_a_sweep_from_low_to_high():
    t_s = np.arange(20 * RATE_HZ) / RATE_HZ
    sweep = (0.3 * np.sin(2 * np.pi * np.cumsum(200 * 20 ** (t_s / 20)) / RATE_HZ)).astype(np.float32)
    bright = np.asarray(drawn(sweep, sections_at(0, 20)).brightness)

    fifths = [part.mean() for part in np.array_split(bright, 5)]
    assert fifths == sorted(fifths)
    assert fifths[-1] - fifths[0] > 0.6


def test_timbre_has_a_row_every_fifth_of_a_second_and_tells_sounds_apart():
    t_s = np.arange(10 * RATE_HZ) / RATE_HZ
    hum = (0.3 * np.sin(2 * np.pi * 110 * t_s)).astype(np.float32)
    rows = np.asarray(mfcc(measure_spectrum(np.concatenate([hum, noise(10.0)]), RATE_HZ)))

    assert rows.shape == (20 * MFCC_RATE_HZ + 1, MFCC_COEFFICIENTS)
    hummed, hissed = rows[5:45, 1:], rows[55:95, 1:]
    assert np.linalg.norm(hummed.mean(0) - hissed.mean(0)) > 10 * hissed.std(0).max()


def test_timbre_of_silence_is_zero():
    rows = mfcc(measure_spectrum(np.zeros(2 * RATE_HZ, np.float32), RATE_HZ))

    assert set(np.ravel(rows)) == {0.0}

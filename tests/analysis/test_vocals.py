"""Voices made of a buzzing source sent through formants, singing known notes at known times."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import lfilter

from songreel_engine.analysis.spectrum import measure_spectrum
from songreel_engine.analysis.vocals import mouth_curve, passages_from_stem, sung_passages, with_more_evidence
from songreel_engine.analysis.voice import NOT_DETECTED, find_voice, voice_line

RATE_HZ = 22_050
PROBABILITY_HZ = 50
Samples = NDArray[np.float32]
Notes = tuple[tuple[float, float, float], ...]
FORMANTS_HZ = ((700, 110), (1_150, 120), (2_500, 160), (3_400, 220))
MELODY_SEMITONES = (0, 2, 4, 5, 7, 5, 4, 2)


def melody(root_hz: float, *, start_s: float = 1.0, note_s: float = 0.4, times: int = 2) -> Notes:
    steps = MELODY_SEMITONES * times
    return tuple((start_s + k * note_s, note_s, root_hz * 2 ** (step / 12)) for k, step in enumerate(steps))


def sing(notes: Notes, duration_s: float) -> Samples:
    """A glottal pulse train with vibrato through four formants; each note swells and closes like a syllable."""
    at_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    f0_hz, gain = np.full(len(at_s), 100.0), np.zeros(len(at_s))
    for start_s, note_s, hz in notes:
        inside = (at_s >= start_s) & (at_s < start_s + note_s)
        f0_hz[inside] = hz * 2 ** (0.3 / 12 * np.sin(2 * np.pi * 5.5 * at_s[inside]))
        gain[inside] = 0.05 + np.sin(np.pi * (at_s[inside] - start_s) / note_s)
    turns = np.cumsum(f0_hz / RATE_HZ)
    pulses = np.diff(np.floor(turns), prepend=0.0)
    voice = lfilter([1.0], [1.0, -0.95], pulses)
    for centre_hz, width_hz in FORMANTS_HZ:
        radius = np.exp(-np.pi * width_hz / RATE_HZ)
        poles = [1.0, -2 * radius * np.cos(2 * np.pi * centre_hz / RATE_HZ), radius**2]
        voice = lfilter([sum(poles)], poles, voice)
    sung = np.asarray(np.diff(voice, prepend=0.0) * gain)
    return (0.3 * sung / np.abs(sung).max()).astype(np.float32)


def play_bass_and_drums(duration_s: float, seed: int) -> Samples:
    """A bass on four notes around 55 Hz and a noise burst every half second."""
    at_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    bass_hz = 55 * 2 ** (np.array([0, 5, 7, 3])[(at_s // 2).astype(int) % 4] / 12)
    bass = sum(np.sin(2 * np.pi * k * np.cumsum(bass_hz) / RATE_HZ) / k for k in (1, 2, 3, 4))
    snare = np.random.default_rng(seed).standard_normal(len(at_s)) * np.exp(-(at_s % 0.5) / 0.03)
    return (0.12 * bass + 0.2 * snare).astype(np.float32)


def likelihood(sung: tuple[tuple[float, float], ...], duration_s: float, *, inside: float = 0.95) -> Samples:
    at_s = np.arange(round(duration_s * PROBABILITY_HZ) + 1) / PROBABILITY_HZ
    likely = np.full(len(at_s), 0.03)
    for start_s, end_s in sung:
        likely[(at_s >= start_s) & (at_s <= end_s)] = inside
    return likely.astype(np.float32)


class TestSungPassages:
    def test_edges_lie_where_the_likelihood_crosses_a_half(self) -> None:
        truth = ((5.0, 9.0), (12.0, 20.0))
        sung = sung_passages(likelihood(truth, 30.0), PROBABILITY_HZ, 30.0)
        assert np.allclose(sung.passages, truth, atol=0.03)
        assert sung.confidence > 0.8

    def test_a_breath_is_no_pause_and_a_scrap_is_no_passage(self) -> None:
        sung = sung_passages(likelihood(((5.0, 9.0), (9.3, 12.0), (20.0, 20.3)), 30.0), PROBABILITY_HZ, 30.0)
        assert np.allclose(sung.passages, ((5.0, 12.0),), atol=0.03)

    def test_nobody_sings_in_an_instrumental_whose_lead_sounds_a_little_like_a_voice(self) -> None:
        sung = sung_passages(likelihood(((5.0, 15.0),), 30.0, inside=0.55), PROBABILITY_HZ, 30.0)
        assert sung.passages == ()

    def test_one_short_outburst_does_not_make_a_song_sung(self) -> None:
        sung = sung_passages(likelihood(((5.0, 6.2),), 120.0), PROBABILITY_HZ, 120.0)
        assert sung.passages == ()
        assert sung.confidence > 0.8

    def test_a_doubtful_likelihood_makes_a_doubtful_answer(self) -> None:
        clear = sung_passages(likelihood(((5.0, 15.0),), 30.0), PROBABILITY_HZ, 30.0)
        doubtful = sung_passages(likelihood(((5.0, 15.0),), 30.0, inside=0.8), PROBABILITY_HZ, 30.0)
        assert doubtful.passages
        assert doubtful.confidence < clear.confidence

    def test_a_second_listener_adds_what_the_first_one_missed(self) -> None:
        first = likelihood(((5.0, 10.0),), 30.0)
        second = np.repeat(np.array([0, 0, 0, 1, 0], np.float32), 31 * 6)
        sung = sung_passages(with_more_evidence(first, PROBABILITY_HZ, second, 31.0), PROBABILITY_HZ, 30.0)
        assert np.allclose(sung.passages, ((5.0, 10.0), (18.0, 24.0)), atol=0.1)

    def test_passages_stay_within_the_song(self) -> None:
        sung = sung_passages(likelihood(((0.0, 30.0),), 30.0), PROBABILITY_HZ, 29.7)
        assert sung.passages == ((0.0, 29.7),)

    def test_an_empty_likelihood_gives_no_passages_and_no_confidence(self) -> None:
        sung = sung_passages(np.zeros(0, np.float32), PROBABILITY_HZ, 1.0)
        assert (sung.passages, sung.confidence) == ((), 0.0)


class TestStem:
    def test_passages_of_a_stem_are_placed_to_a_twentieth_of_a_second(self) -> None:
        stem = sing(melody(220, start_s=1.0, times=1) + melody(220, start_s=6.0, times=1), 12.0)
        sung = passages_from_stem(stem, RATE_HZ, 12.0)
        assert np.allclose(sung.passages, ((1.0, 4.2), (6.0, 9.2)), atol=0.05)
        assert sung.confidence > 0.9

    def test_what_leaks_into_a_separated_stem_is_not_singing(self) -> None:
        stem = sing(melody(220, times=1), 12.0) + 0.01 * play_bass_and_drums(12.0, seed=1)
        assert np.allclose(passages_from_stem(stem, RATE_HZ, 12.0).passages, ((1.0, 4.2),), atol=0.1)

    @pytest.mark.parametrize("stem", [np.zeros(0, np.float32), np.zeros(RATE_HZ, np.float32)])
    def test_a_silent_stem_holds_no_passages(self, stem: Samples) -> None:
        assert passages_from_stem(stem, RATE_HZ, 1.0).passages == ()


class TestMouth:
    def test_it_opens_once_a_syllable_also_under_drums(self) -> None:
        notes = melody(220, note_s=0.25)
        mix = sing(notes, 6.0) + 0.5 * play_bass_and_drums(6.0, seed=2)
        times_s = np.arange(6 * 50 + 1) / 50
        mouth = mouth_curve(measure_spectrum(mix, RATE_HZ), ((1.0, 5.0),), times_s)
        middles = np.interp([start_s + 0.125 for start_s, _, _ in notes], times_s, mouth)
        gaps = np.interp([start_s for start_s, _, _ in notes[1:]], times_s, mouth)
        assert middles.mean() > 0.7
        assert gaps.mean() < 0.35

    def test_it_stays_shut_outside_the_passages(self) -> None:
        times_s = np.arange(6 * 50 + 1) / 50
        mouth = mouth_curve(measure_spectrum(sing(melody(220), 9.0), RATE_HZ), ((2.0, 3.0),), times_s)
        assert np.all(mouth[(times_s < 2) | (times_s > 3)] == 0)
        assert mouth.max() == pytest.approx(1, abs=0.01)

    def test_a_quiet_passage_opens_it_as_wide_as_a_loud_one(self) -> None:
        song = sing(melody(220, times=1) + melody(220, start_s=6.0, times=1), 10.0)
        song[5 * RATE_HZ :] *= 0.1
        times_s = np.arange(10 * 50 + 1) / 50
        mouth = mouth_curve(measure_spectrum(song, RATE_HZ), ((1.0, 4.2), (6.0, 9.2)), times_s)
        loud, quiet = mouth[(times_s > 1) & (times_s < 4.2)], mouth[(times_s > 6) & (times_s < 9.2)]
        assert quiet.mean() == pytest.approx(loud.mean(), abs=0.12)

    def test_silence_keeps_it_shut(self) -> None:
        mouth = mouth_curve(measure_spectrum(np.zeros(RATE_HZ, np.float32), RATE_HZ), ((0.2, 0.8),), np.arange(50) / 50)
        assert not mouth.any()


class TestVoice:
    @pytest.mark.parametrize(("root_hz", "expected"), [(90, "low"), (130, "low"), (240, "high"), (420, "high")])
    def test_a_lone_voice_is_low_or_high_with_its_median_within_a_semitone(self, root_hz: float, expected: str) -> None:
        voice = find_voice(sing(melody(root_hz), 8.0), RATE_HZ, ((1.0, 7.4),), stem=True)
        assert voice.range == expected
        assert voice.confidence > 0.5
        assert abs(12 * np.log2(voice.median_hz / np.median([hz for _, _, hz in melody(root_hz)]))) < 1

    def test_the_line_follows_the_melody(self) -> None:
        notes = melody(240)
        line = voice_line(sing(notes, 8.0), RATE_HZ, ((1.0, 7.4),), stem=True)
        played = np.array(
            [next(hz for start_s, note_s, hz in notes if start_s + note_s > at_s) for at_s in line.times_s]
        )
        assert np.mean(np.abs(12 * np.log2(line.f0_hz / played)) < 0.7) > 0.85

    @pytest.mark.parametrize(("root_hz", "expected"), [(110, "low"), (260, "high")])
    def test_bass_and_drums_do_not_change_who_sings(self, root_hz: float, expected: str) -> None:
        mix = sing(melody(root_hz, start_s=3.0), 12.0) + play_bass_and_drums(12.0, seed=3)
        voice = find_voice(mix, RATE_HZ, ((3.0, 9.4),))
        assert voice.range == expected
        assert 0 < voice.confidence <= 1

    def test_without_passages_nobody_is_detected(self) -> None:
        assert find_voice(sing(melody(220), 8.0), RATE_HZ, ()) == NOT_DETECTED

    def test_noise_has_no_voice(self) -> None:
        noise = np.random.default_rng(4).standard_normal(8 * RATE_HZ).astype(np.float32)
        assert find_voice(noise, RATE_HZ, ((1.0, 7.0),), stem=True) == NOT_DETECTED

    def test_silence_has_no_voice(self) -> None:
        assert find_voice(np.zeros(8 * RATE_HZ, np.float32), RATE_HZ, ((1.0, 7.0),)) == NOT_DETECTED

    @pytest.mark.parametrize("rate_hz", [8_000, 192_000])
    def test_any_sample_rate_is_heard(self, rate_hz: int) -> None:
        at_s = np.arange(4 * rate_hz) / rate_hz
        voice = sum(np.sin(2 * np.pi * 150 * k * at_s) / k for k in range(1, 20)).astype(np.float32)
        assert find_voice(voice, rate_hz, ((0.5, 3.5),), stem=True).median_hz == pytest.approx(150, rel=0.03)

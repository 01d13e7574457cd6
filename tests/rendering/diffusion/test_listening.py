"""What a video model hears of a song."""

import numpy as np
import pytest

from songreel_engine.rendering.diffusion.listening import FLOOR, Ear, heard, log_mel, mel_filters
from songreel_engine.rendering.jobs import VoiceJob

EAR = Ear(rate_hz=16_000, hop=160, mel_bins=64)


def tone(hz: float, length_s: float = 1.0) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(round(length_s * EAR.rate_hz)) / EAR.rate_hz).astype(np.float32)


def voice(*sung: tuple[int, int], start: int = 0) -> VoiceJob:
    return VoiceJob(sha256="", is_stem=False, start=start, sung=sung)


def hears(samples: np.ndarray, of: VoiceJob, start_s: float = 0.0, length_s: float = 1.0) -> np.ndarray:
    return heard(samples, of, start_s=start_s, length_s=length_s, frames_per_s=24.0, rate_hz=EAR.rate_hz)


def test_only_what_is_sung_is_heard() -> None:
    sound = hears(tone(300.0), voice((6, 12)))
    quarter = EAR.rate_hz // 4
    assert np.all(sound[:quarter] == 0)
    assert np.all(sound[2 * quarter :] == 0)
    assert np.sqrt(np.mean(sound[quarter + 800 : 2 * quarter - 800] ** 2)) == pytest.approx(np.sqrt(0.5), rel=0.02)


def test_a_voice_comes_out_of_silence_without_an_edge() -> None:
    sound = hears(np.ones(EAR.rate_hz, np.float32), voice((6, 12)))
    assert np.abs(np.diff(sound)).max() < 0.01


def test_a_window_further_into_the_shot_hears_what_is_sung_there() -> None:
    ramp = np.arange(3 * EAR.rate_hz, dtype=np.float32)
    whole = hears(ramp, voice((0, 72), start=12), length_s=2.0)
    part = hears(ramp, voice((0, 72), start=12), start_s=1.0)
    assert np.array_equal(whole[EAR.rate_hz :], part)
    assert part[0] == pytest.approx(1.5 * EAR.rate_hz)


@pytest.mark.parametrize(
    ("start", "silent"), [(-12, slice(0, 8000)), (60, slice(8000, None)), (-48, slice(None)), (96, slice(None))]
)
def test_beyond_the_sounds_ends_it_is_silent(start: int, silent: slice) -> None:
    sound = hears(np.ones(3 * EAR.rate_hz, np.float32), voice((-200, 200), start=start))
    assert len(sound) == EAR.rate_hz
    assert np.all(sound[silent] == 0)
    heard_part = np.delete(sound, np.arange(len(sound))[silent])
    assert np.all(heard_part == 1)


@pytest.mark.parametrize("hz", [220.0, 997.0, 3000.0, 6000.0])
def test_a_tone_stands_in_the_band_that_holds_it(hz: float) -> None:
    bands = log_mel(tone(hz), EAR)[50]
    filters = mel_filters(EAR)
    centres = (filters * np.arange(filters.shape[1])).sum(1) / filters.sum(1) * EAR.rate_hz / 1024
    assert centres[int(bands.argmax())] == pytest.approx(hz, rel=0.05, abs=40)


def test_rows_come_a_hundred_times_a_second_and_silence_is_the_floor() -> None:
    assert log_mel(np.zeros(EAR.rate_hz, np.float32), EAR).shape == (101, 64)
    assert np.all(log_mel(np.zeros(8000, np.float32), EAR) == np.float32(np.log(FLOOR)))
    assert log_mel(np.zeros(0, np.float32), EAR).shape == (0, 64)
    assert log_mel(np.ones(100, np.float32), EAR).shape == (1, 64)


def test_twice_the_amplitude_is_one_octave_louder_in_every_band_that_hears_it() -> None:
    quiet, loud = log_mel(0.1 * tone(500.0), EAR)[50], log_mel(0.2 * tone(500.0), EAR)[50]
    assert (loud - quiet)[quiet > -3] == pytest.approx(np.log(2), abs=1e-3)


def test_every_filter_has_the_same_area() -> None:
    wide = Ear(rate_hz=16_000, hop=160, mel_bins=16)
    assert mel_filters(wide).sum(1) * 16_000 / 1024 == pytest.approx(np.ones(16), rel=0.03)

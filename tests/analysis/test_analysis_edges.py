"""Inputs that are hard to hear or no music at all: an answer that claims little, and never a traceback."""

import numpy as np
import pytest
from scipy.signal import resample_poly

from songreel_engine.analysis.analyse import analyse
from songreel_engine.analysis.result import Analysis
from songreel_engine.errors import SongError
from songreel_engine.progress import Progress

RATE_HZ = 22_050
CHORDS_HZ = ((220.0, 330.0), (174.6, 261.6), (196.0, 293.7), (164.8, 246.9))
ROCK = {"kick": "x...x...", "snare": "..x...x.", "hat": "xxxxxxxx"}


def noise(seconds: float) -> np.ndarray:
    return (0.1 * np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ))).astype(np.float32)


def pink_noise(seconds: float) -> np.ndarray:
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(2).standard_normal(count))
    pink = np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)), count)
    return (0.1 * pink / pink.std()).astype(np.float32)


def drone(seconds: float, rate_hz: int) -> np.ndarray:
    t_s = np.arange(round(seconds * rate_hz), dtype=np.float32) / rate_hz
    return sum(0.1 * np.sin(2 * np.pi * hz * t_s + hz) for hz in (55.0, 82.4, 110.3, 164.9)).astype(np.float32)


def speech(seconds: float) -> np.ndarray:
    """Syllables of uneven length and pitch through two moving formants, with pauses between the phrases."""
    rng = np.random.default_rng(6)
    parts: list[np.ndarray] = []
    while sum(map(len, parts)) < seconds * RATE_HZ:
        for _ in range(rng.integers(4, 12)):
            t_s = np.arange(round(rng.uniform(0.09, 0.33) * RATE_HZ)) / RATE_HZ
            pitch_hz = rng.uniform(95, 150) * (1 - 0.3 * t_s)
            phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
            formants_hz = rng.uniform((350, 900), (800, 2_300))
            voiced = sum(
                np.exp(-(((k * pitch_hz.mean() - formants_hz) / 150) ** 2)).sum() * np.sin(k * phase)
                for k in range(1, 25)
            )
            parts.append(0.1 * voiced * np.sqrt(np.hanning(len(t_s))))
            parts.append(0.01 * rng.standard_normal(round(rng.uniform(0.02, 0.09) * RATE_HZ)))
        parts.append(np.zeros(round(rng.uniform(0.3, 1.1) * RATE_HZ)))
    return np.concatenate(parts)[: round(seconds * RATE_HZ)].astype(np.float32)


def metronome(seconds: float, bpm: float, *, first_s: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Short blips at 1 kHz, and when they sound."""
    song = np.zeros(round(seconds * RATE_HZ), np.float32)
    t_s = np.arange(round(0.03 * RATE_HZ)) / RATE_HZ
    blip = 0.5 * np.sin(2 * np.pi * 1_000 * t_s) * np.exp(-t_s / 0.008)
    beats_s = np.arange(first_s, seconds - 0.05, 60 / bpm)
    for beat_s in beats_s:
        start = round(beat_s * RATE_HZ)
        song[start : start + len(blip)] += blip
    return song, beats_s


def hit_share(found_s: tuple[float, ...], true_s: np.ndarray, *, after_s: float = 0.0) -> float:
    """F-measure within 70 ms."""
    found, true = (np.asarray(t)[np.asarray(t) > after_s] for t in (found_s, true_s))
    if not len(found) or not len(true):
        return 0.0
    apart = np.abs(found[:, None] - true[None, :]) < 0.07
    return 2 * min(apart.any(axis=1).sum(), apart.any(axis=0).sum()) / (len(found) + len(true))


def claims_nothing(analysis: Analysis) -> bool:
    """Its beats, if any, are not to be trusted; nobody sings for sure; the picture is left alone."""
    return analysis.tempo_confidence < 0.4 and not analysis.events


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
        pink_noise(30.0),
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
        "pink noise",
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


def rock(band, *, bars: int = 12, lead_in_s: float = 0.5):
    group = band(lead_in_s=lead_in_s)
    for bar in range(bars):
        group.bar(120.0, ROCK, chord_hz=CHORDS_HZ[bar % len(CHORDS_HZ)])
    return group


@pytest.mark.parametrize("bpm", [60.0, 96.0, 120.0, 150.0])
def test_a_metronome_is_followed_click_by_click(heard, bpm):
    song, clicks_s = metronome(40.0, bpm)

    assert hit_share(heard(song).beats_s, clicks_s, after_s=2.0) > 0.95


@pytest.mark.parametrize("samples", [noise(30.0), pink_noise(30.0)], ids=["white", "pink"])
def test_noise_claims_nothing(heard, samples):
    analysis = heard(samples)

    assert claims_nothing(analysis)
    assert analysis.vocals == ()
    assert not any(analysis.curves.kick)


def test_a_drone_of_ten_minutes_claims_nothing():
    analysis = analyse(drone(600.0, 8_000), 8_000, song_sha256="a", duration_s=600.0)

    assert claims_nothing(analysis)
    assert len(analysis.curves.energy) == 600 * 50 + 1


def test_speech_claims_no_tempo(heard):
    analysis = heard(speech(40.0))

    assert claims_nothing(analysis)
    assert analysis.metre_confidence < 0.5


def test_a_clip_that_starts_inside_a_bar_keeps_its_beats_and_bars(band, heard):
    group = rock(band, bars=16, lead_in_s=0.0)
    cut_s = 1.27
    analysis = heard(group.recording()[round(cut_s * RATE_HZ) :])

    beats_s = np.array(group.beats_s) - cut_s
    downbeats_s = np.array(group.downbeats_s) - cut_s
    assert hit_share(analysis.beats_s, beats_s[beats_s > 0], after_s=1.0) > 0.95
    assert hit_share(analysis.downbeats_s, downbeats_s[downbeats_s > 0], after_s=1.0) > 0.9


def test_half_a_minute_of_silence_inside_a_song_neither_moves_nor_makes_beats(band, heard):
    first, second = rock(band), rock(band)
    gap = np.zeros(30 * RATE_HZ, np.float32)
    opening = first.recording()
    analysis = heard(np.concatenate([opening, gap, second.recording()]))

    later_s = (len(opening) + len(gap)) / RATE_HZ
    truth = np.array([*first.beats_s, *(later_s + np.array(second.beats_s))])
    sounding = [beat for beat in analysis.beats_s if not len(opening) / RATE_HZ + 2 < beat < later_s - 1]
    assert hit_share(tuple(sounding), truth, after_s=1.0) > 0.9
    middle = slice(round((len(opening) / RATE_HZ + 4) * 50), round((later_s - 4) * 50))
    for curve in (analysis.curves.energy, analysis.curves.section_energy, analysis.curves.kick, analysis.curves.onset):
        assert max(curve[middle]) < 0.02


def clipped(song: np.ndarray) -> np.ndarray:
    return np.clip(8 * song, -1, 1)


def offset(song: np.ndarray) -> np.ndarray:
    return song + np.float32(0.4)


def one_channel_silent(song: np.ndarray) -> np.ndarray:
    return np.stack([song, np.zeros_like(song)]).mean(axis=0)


def very_loud(song: np.ndarray) -> np.ndarray:
    return 300 * song


def very_quiet(song: np.ndarray) -> np.ndarray:
    return song / 1_000


@pytest.mark.parametrize("change", [clipped, offset, one_channel_silent, very_loud, very_quiet])
def test_a_badly_mastered_song_keeps_its_beats(band, heard, change):
    group = rock(band)
    analysis = heard(change(group.recording()).astype(np.float32))

    assert hit_share(analysis.beats_s, np.array(group.beats_s), after_s=1.0) > 0.95


@pytest.mark.parametrize("change", [offset, one_channel_silent, very_loud, very_quiet])
def test_level_and_offset_do_not_move_the_curves(band, heard, change):
    song = rock(band).recording()
    plain, changed = heard(song), heard(change(song).astype(np.float32))

    for name in ("energy", "section_energy", "mid", "high", "onset"):
        apart = np.abs(np.subtract(getattr(plain.curves, name), getattr(changed.curves, name)))
        assert apart[50:-50].max() < 0.05, name


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 44_100, 192_000])
def test_any_sample_rate_gives_the_same_times(band, rate_hz):
    song = rock(band, bars=8).recording()
    common = np.gcd(rate_hz, RATE_HZ)
    other = resample_poly(song, rate_hz // common, RATE_HZ // common).astype(np.float32)
    seconds = len(song) / RATE_HZ

    once = analyse(song, RATE_HZ, song_sha256="a", duration_s=seconds)
    again = analyse(other, rate_hz, song_sha256="a", duration_s=seconds)

    assert hit_share(again.beats_s, np.array(once.beats_s)) == 1.0
    assert len(again.curves.energy) == len(once.curves.energy)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(1, np.float32),
        np.ones(1, np.float32),
        np.full(round(0.4 * RATE_HZ), 1e-40, np.float32),
        np.full(5 * RATE_HZ, 1e-40, np.float32),
        np.full(5 * RATE_HZ, 0.5, np.float32),
        noise(0.4),
        noise(0.021),
    ],
    ids=[
        "one sample of nothing",
        "one sample",
        "denormals for a moment",
        "denormals",
        "a constant",
        "0.4 s",
        "two frames",
    ],
)
def test_scraps_give_a_valid_analysis_that_claims_nothing(heard, samples):
    analysis = heard(samples)

    assert claims_nothing(analysis)
    assert analysis.beats_s == ()
    assert Analysis.model_validate_json(analysis.model_dump_json()) == analysis


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

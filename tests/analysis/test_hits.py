"""Drum hits, in kits, bass lines and chords whose strokes are known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.analysis.hits import DrumProbability, Hits, find_hits
from songreel_engine.analysis.onsets import find_onsets
from songreel_engine.analysis.spectrum import measure_spectrum

RATE_HZ = 22_050
SECONDS = 24.0
Samples = NDArray[np.float64]


def times(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE_HZ)) / RATE_HZ


def hiss(count: int) -> Samples:
    return np.random.default_rng(count).standard_normal(count)


def kick() -> Samples:
    t_s = times(0.3)
    # A felt beater: a knock around 2 kHz, hardly anything above 5.
    beater = 0.4 * np.convolve(hiss(len(t_s)), np.full(5, 0.2), "same") * np.exp(-t_s / 0.003)
    return 0.8 * np.sin(2 * np.pi * (52 * t_s - 3.5 * np.exp(-t_s / 0.015))) * np.exp(-t_s / 0.08) + beater


def snare() -> Samples:
    t_s = times(0.3)
    return 0.3 * hiss(len(t_s)) * np.exp(-t_s / 0.07) + 0.4 * np.sin(2 * np.pi * 195 * t_s) * np.exp(-t_s / 0.05)


def hat() -> Samples:
    t_s = times(0.1)
    return 0.12 * np.diff(hiss(len(t_s)), prepend=0.0) * np.exp(-t_s / 0.02)


def bass_note(hz: float) -> Samples:
    t_s = times(0.45)
    tone = sum(np.sin(2 * np.pi * hz * k * t_s) / k**1.5 for k in range(1, 9))
    return 0.3 * tone * np.minimum(1, t_s / 0.008) * np.exp(-t_s / 0.6)


def strum(hz: float) -> Samples:
    t_s = times(0.9)
    out = np.zeros(len(t_s))
    for string, ratio in enumerate((1, 1.5, 2, 2.5, 3, 4)):
        late = round(0.006 * string * RATE_HZ)
        tone = sum(np.sin(2 * np.pi * hz * ratio * k * t_s) / k for k in range(1, 6)) * np.exp(-t_s / 0.5)
        out[late:] += 0.06 * tone[: len(out) - late]
    return out


def laid(strokes: list[tuple[float, Samples]], *, seconds: float = SECONDS) -> NDArray[np.float32]:
    song = np.zeros(round(seconds * RATE_HZ))
    for at_s, sound in strokes:
        start = round(at_s * RATE_HZ)
        sound = sound[: len(song) - start]
        song[start : start + len(sound)] += sound
    return song.astype(np.float32)


def heard_hits(song: NDArray[np.float32], probability: DrumProbability | None = None) -> Hits:
    spectrum = measure_spectrum(song, RATE_HZ)
    return find_hits(spectrum, find_onsets(spectrum), len(song) / RATE_HZ, probability=probability)


def off_grid(step_s: float, *, first_s: float = 0.5) -> Samples:
    """Even strokes, none of them on a frame."""
    return np.arange(first_s, SECONDS - 0.5, step_s) + 0.0037


KICKS_S, SNARES_S = off_grid(0.987), off_grid(0.987, first_s=0.5 + 0.987 / 2)


def kit(*, hats_from_s: float = 0.5 + 0.987 / 8) -> list[tuple[float, Samples]]:
    """Kicks and snares in turn, hats between them unless they start with the first kick."""
    hats = [(t, hat()) for t in off_grid(0.987 / 4, first_s=hats_from_s)]
    return [(t, kick()) for t in KICKS_S] + [(t, snare()) for t in SNARES_S] + hats


def matched(found_s: Samples, true_s: Samples, *, within_s: float = 0.03) -> float:
    """F-measure."""
    if not len(found_s) or not len(true_s):
        return 0.0
    close = np.abs(found_s[:, None] - true_s[None, :]) < within_s
    return 2 * close.any(axis=0).sum() / (len(found_s) + len(true_s))


def test_a_kit_is_told_apart_stroke_by_stroke():
    hits = heard_hits(laid(kit()))

    assert matched(hits.kick_s, KICKS_S) > 0.97
    assert matched(hits.snare_s, SNARES_S) > 0.97


def test_a_kit_is_heard_through_a_bass_line_and_chords():
    bass = [(t, bass_note((55.0, 49.0, 65.4)[k % 3])) for k, t in enumerate(off_grid(0.987 / 2))]
    chords = [(t, strum(165.0)) for t in off_grid(0.987 * 2)]
    hits = heard_hits(laid(kit() + bass + chords))

    assert matched(hits.kick_s, KICKS_S) > 0.9
    assert matched(hits.snare_s, SNARES_S) > 0.9


def test_hits_stand_closer_to_the_stroke_than_the_frames_are_apart():
    hits = heard_hits(laid([(t, snare()) for t in SNARES_S]))

    late_s = hits.snare_s - SNARES_S
    assert np.abs(late_s).max() < 0.010
    assert late_s.std() < 0.002


@pytest.mark.parametrize(
    "strokes",
    [
        [(t, hat()) for t in off_grid(0.25)],
        [(t, bass_note((55.0, 49.0, 65.4)[k % 3])) for k, t in enumerate(off_grid(0.5))],
        [(t, strum((165.0, 147.0)[k % 2])) for k, t in enumerate(off_grid(0.7))],
    ],
    ids=["hats", "a bass", "strummed chords"],
)
def test_what_is_no_drum_of_these_is_not_heard_as_one(strokes):
    hits = heard_hits(laid(strokes))

    assert len(hits.kick_s) <= 0.05 * len(strokes)
    assert len(hits.snare_s) <= 0.05 * len(strokes)


def test_a_soft_stroke_is_weaker_than_a_hard_one():
    strokes = [(t, snare() * (1.0 if k % 2 else 0.2)) for k, t in enumerate(SNARES_S)]
    hits = heard_hits(laid(strokes))

    assert matched(hits.snare_s, SNARES_S) == 1.0
    assert hits.snare_strength[0::2].max() < 0.85 * hits.snare_strength[1::2].min()
    assert 0 < hits.snare_strength.min() <= hits.snare_strength.max() <= 1


def listener_for(kicks_s: Samples, snares_s: Samples, *, sure: float = 0.9, rate_hz: float = 50.0) -> DrumProbability:
    """Probabilities that peak on the sample nearest to each stroke."""
    count = round(SECONDS * rate_hz) + 1

    def curve(strokes_s: Samples) -> NDArray[np.float32]:
        values = np.full(count, 0.02, np.float32)
        nearest = np.rint(strokes_s * rate_hz).astype(int)
        for step, share in ((-1, 0.4), (1, 0.4), (0, 1.0)):
            values[nearest + step] = sure * share
        return values

    return DrumProbability(kick=curve(kicks_s), snare=curve(snares_s), rate_hz=rate_hz)


def test_a_listener_lends_its_ear_where_the_spectrum_alone_is_wrong():
    strums_s = off_grid(0.7)
    song = laid([(t, strum(165.0)) for t in strums_s])
    told = heard_hits(song, listener_for(np.empty(0), strums_s))

    assert matched(told.snare_s, strums_s) > 0.95
    assert not len(told.kick_s)


def test_a_listener_that_hears_no_drums_outweighs_the_spectrum():
    hits = heard_hits(laid(kit()), listener_for(np.empty(0), np.empty(0)))

    assert not len(hits.kick_s)
    assert not len(hits.snare_s)


def test_times_come_from_the_attack_not_from_the_listeners_grid():
    hits = heard_hits(laid(kit(hats_from_s=0.5)), listener_for(KICKS_S, SNARES_S))

    assert matched(hits.kick_s, KICKS_S) == 1.0
    assert matched(hits.snare_s, SNARES_S) == 1.0
    assert np.abs(hits.snare_s - SNARES_S).max() < 0.010


@pytest.mark.parametrize(
    "song", [np.zeros(5 * RATE_HZ), 0.1 * hiss(5 * RATE_HZ), np.zeros(0)], ids=["silence", "noise", "empty"]
)
def test_without_attacks_there_are_no_hits(song):
    hits = heard_hits(song.astype(np.float32))

    assert not len(hits.kick_s)
    assert not len(hits.snare_s)
    assert not len(hits.kick_strength)

"""Build-ups, drops and breaks, in dance tracks, rock and ambient music made of strokes, noise and tones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from songreel_engine.analysis.events import find_events
from songreel_engine.analysis.hits import find_hits
from songreel_engine.analysis.onsets import find_onsets
from songreel_engine.analysis.result import Event, Section
from songreel_engine.analysis.spectrum import measure_spectrum

RATE_HZ = 22_050
Samples = NDArray[np.float32]


@dataclass
class Studio:
    """Lays sounds on a grid of even bars, whatever the passage; every passage is one section."""

    bpm: float = 128.0
    bars: int = 0
    starts: list[int] = field(default_factory=list)
    _sounds: list[tuple[float, Samples]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._noise = np.random.default_rng(4).standard_normal(60 * RATE_HZ)

    @property
    def bar_s(self) -> float:
        return 240 / self.bpm

    def time_s(self, bar: float) -> float:
        return 0.3 + bar * self.bar_s

    def passage(self, bars: int, *parts: Callable[["Studio", int, int], None]) -> None:
        self.starts.append(self.bars)
        for part in parts:
            part(self, self.bars, bars)
        self.bars += bars

    def put(self, bar: float, sound: Samples) -> None:
        self._sounds.append((self.time_s(bar), sound))

    def seconds(self, bars: float) -> NDArray[np.float64]:
        return np.arange(round(bars * self.bar_s * RATE_HZ)) / RATE_HZ

    def noise(self, samples: int) -> Samples:
        return self._noise[:samples]

    def events(self) -> tuple[Event, ...]:
        song = np.zeros(round((self.time_s(self.bars) + 0.5) * RATE_HZ))
        for at_s, sound in self._sounds:
            start = round(at_s * RATE_HZ)
            sound = sound[: len(song) - start]
            song[start : start + len(sound)] += sound
        duration_s = len(song) / RATE_HZ
        spectrum = measure_spectrum(np.tanh(song).astype(np.float32), RATE_HZ)
        onsets = find_onsets(spectrum)
        downbeats_s = np.array([self.time_s(bar) for bar in range(self.bars)])
        edges = [0.0, *(self.time_s(bar) for bar in self.starts[1:]), duration_s]
        sections = [
            Section(start_s=start, end_s=end, label="part", letter="A", confidence=0.5)
            for start, end in pairwise(edges)
        ]
        hits = find_hits(spectrum, onsets, duration_s)
        return find_events(spectrum, onsets, hits, downbeats_s, sections, duration_s)


def strike(studio: Studio, bars: Sequence[float], sound: Samples) -> None:
    for bar in bars:
        studio.put(bar, sound)


def kick(studio: Studio, first: int, bars: int) -> None:
    t = studio.seconds(0.25)
    sound = 0.9 * np.sin(2 * np.pi * (50 * t - 4 * np.exp(-t / 0.015))) * np.exp(-t / 0.09)
    sound[:120] += 0.3 * studio.noise(120) * np.exp(-np.arange(120) / 40)
    strike(studio, np.arange(first, first + bars, 0.25), sound)


def clap(studio: Studio, first: int, bars: int) -> None:
    t = studio.seconds(0.25)
    strike(studio, np.arange(first + 0.25, first + bars, 0.5), 0.3 * studio.noise(len(t)) * np.exp(-t / 0.05))


def hats(studio: Studio, first: int, bars: int) -> None:
    t = studio.seconds(0.1)
    sound = 0.12 * np.diff(studio.noise(len(t)), prepend=0.0) * np.exp(-t / 0.02)
    strike(studio, np.arange(first + 0.125, first + bars, 0.25), sound)


def bass(studio: Studio, first: int, bars: int) -> None:
    t = studio.seconds(0.2)
    sound = 0.3 * sum(np.sin(2 * np.pi * 55 * k * t) / k for k in range(1, 6)) * np.exp(-t / 0.2)
    strike(studio, np.arange(first + 0.125, first + bars, 0.25), sound)


def pad(studio: Studio, first: int, bars: int) -> None:
    t = studio.seconds(bars)
    swell = np.minimum(1, np.minimum(t, t[-1] - t) / 0.05)
    studio.put(first, 0.05 * swell * sum(np.sin(2 * np.pi * hz * t) for hz in (220, 277, 330, 440, 554, 660)))


def riser(studio: Studio, first: int, bars: int) -> None:
    """Noise whose lower edge climbs from 200 Hz to 6 kHz while it swells by 20 dB."""
    t = studio.seconds(bars)
    out = np.zeros(len(t))
    for block in np.array_split(np.arange(len(t)), 32 * bars):
        share = block[0] / len(t)
        sos = butter(2, min(200 * 30**share, 6_000), "highpass", fs=RATE_HZ, output="sos")
        lead = max(block[0] - 512, 0)
        shaped = sosfilt(sos, studio.noise(len(t))[lead : block[-1] + 1])[block[0] - lead :]
        out[block] = 0.02 * 10**share * shaped
    studio.put(first, out)


def roll(studio: Studio, first: int, bars: int) -> None:
    """A snare in quarters for half the way, then in eighths, then in sixteenths."""
    t = studio.seconds(0.1)
    sound = 0.25 * studio.noise(len(t)) * np.exp(-t / 0.03)
    edges = [first, first + bars * 0.5, first + bars * 0.75, first + bars]
    for (start, stop), step in zip(pairwise(edges), (0.25, 0.125, 0.0625), strict=True):
        strike(studio, np.arange(start, stop - 1e-9, step), sound)


def guitars(studio: Studio, first: int, bars: int) -> None:
    for bar in range(first, first + bars):
        t = studio.seconds(1.0)
        hz = (110.0, 98.0, 87.3, 98.0)[bar % 4]
        chord = sum(np.sin(2 * np.pi * hz * k * t) / k for k in (1, 1.5, 2, 3, 4, 6))
        studio.put(bar, 0.3 * np.tanh(3 * chord * np.exp(-t)))


def rock_drums(studio: Studio, first: int, bars: int) -> None:
    clap(studio, first, bars)
    hats(studio, first, bars)
    for bar in range(first, first + bars):
        t = studio.seconds(0.25)
        sound = 0.9 * np.sin(2 * np.pi * (55 * t - 3 * np.exp(-t / 0.02))) * np.exp(-t / 0.08)
        strike(studio, [bar, bar + 0.5], sound)


GROOVE = (kick, clap, hats, bass)


def at_bar(studio: Studio, time_s: float) -> float:
    return (time_s - studio.time_s(0)) / studio.bar_s


def of_kind(events: tuple[Event, ...], kind: str) -> list[Event]:
    return [event for event in events if event.kind == kind]


def test_a_dance_track_breaks_builds_up_and_drops_where_it_was_written_to():
    studio = Studio()
    studio.passage(8, *GROOVE, pad)
    studio.passage(8, pad)
    studio.passage(8, pad, riser, roll)
    studio.passage(16, *GROOVE, pad)
    events = studio.events()

    (rest,) = of_kind(events, "break")
    (build_up,) = of_kind(events, "build-up")
    (drop,) = of_kind(events, "drop")
    assert (at_bar(studio, rest.start_s), at_bar(studio, rest.end_s)) == pytest.approx((8, 16), abs=1e-6)
    assert at_bar(studio, build_up.start_s) == pytest.approx(16, abs=2)
    assert at_bar(studio, build_up.end_s) == pytest.approx(24, abs=1e-6)
    assert drop.start_s == build_up.end_s
    assert drop.strength > 0.7
    assert build_up.strength > 0.5


def test_a_bar_of_silence_before_the_drop_belongs_to_the_build_up():
    studio = Studio()
    studio.passage(8, *GROOVE)
    studio.passage(7, pad, riser, roll)
    studio.passage(1)
    studio.passage(12, *GROOVE, pad)
    events = studio.events()

    (build_up,) = of_kind(events, "build-up")
    (drop,) = of_kind(events, "drop")
    assert at_bar(studio, build_up.end_s) == pytest.approx(16, abs=1e-6)
    assert at_bar(studio, drop.start_s) == pytest.approx(16, abs=1e-6)


@pytest.mark.parametrize("bars", [2, 4, 16])
def test_short_and_long_build_ups_are_found(bars):
    studio = Studio()
    studio.passage(12, *GROOVE, pad)
    studio.passage(bars, pad, riser, roll)
    studio.passage(12, *GROOVE, pad)

    (build_up,) = of_kind(studio.events(), "build-up")

    assert at_bar(studio, build_up.end_s) == pytest.approx(12 + bars, abs=1e-6)
    assert at_bar(studio, build_up.start_s) == pytest.approx(12, abs=max(1, bars / 4))


def test_a_stop_of_four_bars_in_rock_is_a_break_and_a_mild_drop_but_no_build_up():
    studio = Studio(bpm=120.0)
    studio.passage(12, rock_drums, guitars, bass)
    studio.passage(4, hats, pad)
    studio.passage(12, rock_drums, guitars, bass)
    events = studio.events()

    (rest,) = of_kind(events, "break")
    assert (at_bar(studio, rest.start_s), at_bar(studio, rest.end_s)) == pytest.approx((12, 16), abs=1e-6)
    assert of_kind(events, "build-up") == []
    assert [at_bar(studio, drop.start_s) for drop in of_kind(events, "drop")] == pytest.approx([16], abs=1e-6)


def test_steady_rock_has_no_events():
    studio = Studio(bpm=120.0)
    studio.passage(32, rock_drums, guitars, bass)

    assert studio.events() == ()


def test_a_verse_and_a_louder_chorus_are_no_events():
    studio = Studio(bpm=110.0)
    for _ in range(2):
        studio.passage(8, rock_drums, bass)
        studio.passage(8, rock_drums, bass, guitars, pad)

    assert studio.events() == ()


def test_a_band_that_joins_in_after_an_intro_is_no_break():
    studio = Studio(bpm=110.0)
    studio.passage(8, pad)
    studio.passage(16, rock_drums, bass, guitars)
    studio.passage(4, pad)

    assert studio.events() == ()


def test_ambient_swells_arrive_nowhere():
    studio = Studio(bpm=60.0)
    studio.bars, studio.starts = 32, [0]
    t = studio.seconds(32)
    swell = 0.3 + 0.25 * np.sin(2 * np.pi * t / 37) + 0.15 * np.sin(2 * np.pi * t / 23)
    studio.put(0, 0.1 * swell * sum(np.sin(2 * np.pi * hz * t) for hz in (65, 98, 131, 196, 262, 330)))

    assert studio.events() == ()


def test_without_bars_or_sound_there_are_no_events():
    silence = measure_spectrum(np.zeros(20 * RATE_HZ, np.float32), RATE_HZ)
    onsets = find_onsets(silence)
    hits = find_hits(silence, onsets, 20.0)
    whole = [Section(start_s=0.0, end_s=20.0, label="part", letter="A", confidence=0.0)]

    assert find_events(silence, onsets, hits, np.arange(0.0, 20.0, 2.0), whole, 20.0) == ()
    assert find_events(silence, onsets, hits, np.empty(0), whole, 20.0) == ()

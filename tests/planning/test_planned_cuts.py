"""Where films are cut: on beats, in the song's own rhythm, and honestly where there is no beat."""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songreel_engine.analysis.result import Analysis
from songreel_engine.planning.cuts import LONGEST_S, SHORTEST_S, Cut, choose_cuts
from songreel_engine.timebase import seconds_to_frame

FPS = Fraction(24)
Compose = Callable[..., Analysis]


def cut(analysis: Analysis, *, frame_rate: Fraction = FPS, **how: float) -> tuple[tuple[Cut, ...], list[int]]:
    """The cuts, and the lengths of the shots between them in frames."""
    frames = seconds_to_frame(analysis.duration_s, frame_rate)
    cuts = choose_cuts(analysis, frame_rate=frame_rate, frames=frames, **how)  # type: ignore[arg-type]
    edges = [c.frame for c in cuts] + [frames]
    return cuts, [b - a for a, b in pairwise(edges)]


def mean_length(analysis: Analysis, label: str, **how: float) -> float:
    cuts, lengths = cut(analysis, **how)
    spans = [(s.start_s - 0.5, s.end_s - 0.5) for s in analysis.sections if s.label == label]
    return mean(n / 24 for c, n in zip(cuts, lengths, strict=True) if any(a <= c.frame / 24 < b for a, b in spans))


@settings(max_examples=15, deadline=None)
@given(bpm=st.floats(50, 210), seed=st.integers(0, 10**6), bar=st.sampled_from([2, 3, 4, 6]))
def test_every_cut_after_the_first_is_on_the_frame_nearest_a_beat(
    compose: Compose, bpm: float, seed: int, bar: int
) -> None:
    analysis = compose(bpm=bpm, beats_per_bar=bar)
    beat_frames = {seconds_to_frame(t, FPS) for t in analysis.beats_s}
    cuts, lengths = cut(analysis, seed=seed)
    assert all(c.on_beat and c.frame in beat_frames and c.off_beat_reason is None for c in cuts[1:])
    assert min(lengths) >= SHORTEST_S * 24 - 1e-6
    assert max(lengths) <= LONGEST_S * 24


@settings(max_examples=8, deadline=None)
@given(bpm=st.floats(60, 190), seed=st.integers(0, 10**6))
def test_every_section_starts_with_a_cut_on_its_first_downbeat(compose: Compose, bpm: float, seed: int) -> None:
    analysis = compose(bpm=bpm)
    cuts, _ = cut(analysis, seed=seed)
    at = {c.section: c.frame for c in cuts if c.section is not None}
    for index, section in enumerate(analysis.sections[1:], start=1):
        assert at[index] == seconds_to_frame(section.start_s, FPS)


def test_a_section_that_starts_a_little_off_the_beat_is_cut_on_the_beat(compose: Compose) -> None:
    analysis = compose()
    late = [s.start_s + 0.2 for s in analysis.sections[1:]]
    edges = [0.0, *late, analysis.duration_s]
    moved = tuple(
        s.model_copy(update={"start_s": a, "end_s": b})
        for s, a, b in zip(analysis.sections, edges, edges[1:], strict=False)
    )
    cuts, _ = cut(analysis.model_copy(update={"sections": moved}))
    starts = {c.frame for c in cuts if c.section is not None}
    assert starts == {seconds_to_frame(s.start_s, FPS) for s in analysis.sections[1:]}


def test_every_four_bars_of_a_section_a_cut_marks_the_phrase(compose: Compose) -> None:
    analysis = compose(bpm=112)
    cuts, _ = cut(analysis)
    frames = {c.frame for c in cuts}
    verse = analysis.sections[1]
    bars_s = [t for t in analysis.downbeats_s if verse.start_s <= t < verse.end_s]
    assert {seconds_to_frame(t, FPS) for t in bars_s[::4]} <= frames


@pytest.mark.parametrize("bpm", [70.0, 96.0, 120.0, 150.0])
def test_choruses_are_cut_clearly_shorter_than_verses_and_intros_breathe(compose: Compose, bpm: float) -> None:
    analysis = compose(bpm=bpm)
    for seed in range(3):
        chorus, verse = mean_length(analysis, "chorus", seed=seed), mean_length(analysis, "verse", seed=seed)
        assert chorus < 0.8 * verse
        assert mean_length(analysis, "intro", seed=seed) > chorus


def test_the_rhythm_is_no_metronome(compose: Compose) -> None:
    for bpm in (84.0, 112.0, 140.0):
        for seed in range(4):
            _, lengths = cut(compose(bpm=bpm), seed=seed)
            alike = [abs(a - b) <= 0.05 * a for a, b in pairwise(lengths)]
            assert mean(alike) < 0.45
            assert "1" * 8 not in "".join("1" if same else "0" for same in alike)


def test_shots_are_mostly_simple_shares_of_a_bar(compose: Compose) -> None:
    cuts, lengths = cut(compose(bpm=120.0), seed=2)
    bars = [n / 48 for n in lengths[1:-1]]
    simple = [any(abs(b - share) < 0.03 for share in (0.5, 1, 1.5, 2, 3, 4)) for b in bars]
    assert mean(simple) > 0.85
    assert len(cuts) > 30


def test_a_drop_inside_a_section_is_hit(compose: Compose) -> None:
    analysis = compose((("part", "A", 6, 0.1), ("part", "A", 9, 0.1)), bpm=120.0)
    drop_s = analysis.downbeats_s[9]
    energy = tuple(0.1 if k / 20.0 < drop_s else 1.0 for k in range(len(analysis.curves.energy)))
    louder = analysis.model_copy(update={"curves": analysis.curves.model_copy(update={"energy": energy})})
    for seed in range(5):
        cuts, _ = cut(louder, seed=seed)
        assert seconds_to_frame(drop_s, FPS) in {c.frame for c in cuts if c.reason == "drop"}


def test_a_faster_pace_cuts_more(compose: Compose) -> None:
    analysis = compose()
    slow, usual, fast = (len(cut(analysis, pace=pace)[0]) for pace in (0.7, 1.0, 1.4))
    assert slow < usual < fast


def test_equal_arguments_give_equal_cuts_and_seeds_differ(compose: Compose) -> None:
    analysis = compose()
    assert cut(analysis, seed=1) == cut(analysis, seed=1)
    assert cut(analysis, seed=1) != cut(analysis, seed=2)


@pytest.mark.parametrize("seconds", [5.0, 12.3, 61.0, 600.0])
def test_without_beats_a_plain_grid_stands_in_and_says_so(compose_beatless: Compose, seconds: float) -> None:
    cuts, lengths = cut(compose_beatless(seconds))
    assert not any(c.on_beat for c in cuts)
    assert cuts[0].off_beat_reason == "the film starts here"
    assert {c.off_beat_reason for c in cuts[1:]} <= {"no beat was found in this song"}
    assert all(c.frame % 24 == 0 for c in cuts)
    assert min(lengths) >= SHORTEST_S * 24
    assert max(lengths) <= LONGEST_S * 24


def test_a_song_with_one_beat_uses_it_and_excuses_the_rest(compose_beatless: Compose) -> None:
    cuts, lengths = cut(compose_beatless(30.0, beats_s=(10.02,)))
    on_beat = [c for c in cuts if c.on_beat]
    assert [c.frame for c in on_beat] == [seconds_to_frame(10.02, FPS)]
    assert {c.off_beat_reason for c in cuts[1:] if not c.on_beat} == {"no beat was found around here"}
    assert max(lengths) <= LONGEST_S * 24


@pytest.mark.parametrize("frame_rate", [Fraction(1), Fraction(5), Fraction(24000, 1001), Fraction(60), Fraction(120)])
def test_any_frame_rate_keeps_the_limits(compose: Compose, frame_rate: Fraction) -> None:
    cuts, lengths = cut(compose(bpm=128.0), frame_rate=frame_rate)
    assert len(cuts) > 20
    assert min(lengths) >= max(1, math.floor(SHORTEST_S * frame_rate))
    assert max(lengths) <= LONGEST_S * frame_rate


def test_beats_denser_than_frames_are_still_cut_within_the_limits(compose_beatless: Compose) -> None:
    dense = tuple(k / 50 for k in range(1, 2990))
    cuts, lengths = cut(compose_beatless(60.0, beats_s=dense))
    assert all(c.on_beat for c in cuts[1:])
    assert min(lengths) >= SHORTEST_S * 24 - 1e-6
    assert max(lengths) <= LONGEST_S * 24


def test_a_long_silence_between_beats_is_bridged_off_the_beat(compose_beatless: Compose) -> None:
    beats = (*(k / 2 for k in range(1, 40)), *(45 + k / 2 for k in range(40)))
    cuts, lengths = cut(compose_beatless(65.0, beats_s=beats))
    silent = [c for c in cuts if 20 * 24 < c.frame < 45 * 24]
    assert silent
    assert not any(c.on_beat for c in silent)
    assert max(lengths) <= LONGEST_S * 24


def test_a_film_too_short_for_two_shots_is_one_shot(compose_beatless: Compose) -> None:
    cuts, lengths = cut(compose_beatless(1.5))
    assert len(cuts) == 1
    assert lengths == [36]

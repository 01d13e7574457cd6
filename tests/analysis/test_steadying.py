"""Jittered beats of known tempo: steadier after than before, and a map of their tempo."""

import numpy as np
import pytest

from songreel_engine.analysis.steadying import steadied, tempo_map


def jittered(times_s: np.ndarray, deviation_s: float) -> np.ndarray:
    return times_s + np.random.default_rng(5).normal(0, deviation_s, len(times_s))


def test_a_song_played_to_a_click_comes_out_even_within_two_milliseconds() -> None:
    truth_s = 0.5 + np.arange(400) * 60 / 140
    found_s = steadied(jittered(truth_s, 0.012))
    assert np.abs(found_s - truth_s).max() < 0.002
    assert np.ptp(np.diff(found_s)) < 1e-9


def test_a_tempo_step_stays_where_it_is() -> None:
    steps_s = np.repeat([60 / 96, 60 / 132, 60 / 84, 60 / 132], [64, 64, 32, 64])
    truth_s = 0.5 + np.concatenate([[0], np.cumsum(steps_s)])
    given_s = jittered(truth_s, 0.010)
    found_s = steadied(given_s)
    assert np.abs(found_s - truth_s).mean() < 0.6 * np.abs(given_s - truth_s).mean()
    assert np.abs(found_s - truth_s).max() < 0.03
    assert [span.bpm for span in tempo_map(found_s)] == pytest.approx([96, 132, 84, 132], rel=0.01)


def test_a_drummer_who_drifts_is_followed() -> None:
    truth_s = np.cumsum(0.5 * (1 + 0.03 * np.sin(np.arange(400) / 20)))
    found_s = steadied(jittered(truth_s, 0.008))
    assert np.abs(found_s - truth_s).mean() < 0.004


def test_beats_rise_even_where_the_input_is_wild() -> None:
    wild_s = np.sort(np.random.default_rng(2).uniform(0, 60, 120))
    assert np.all(np.diff(steadied(wild_s)) > 0)


def test_a_steady_song_has_one_tempo_from_its_start() -> None:
    (span,) = tempo_map(3.0 + np.arange(100) * 0.5)
    assert (span.start_s, span.bpm) == (0.0, pytest.approx(120.0))


def test_fewer_than_two_beats_have_no_tempo() -> None:
    assert tempo_map(np.array([1.0])) == ()
    assert len(steadied(np.zeros(0))) == 0

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.timebase import FrameRange, frame_to_seconds, seconds_to_frame

RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(24000, 1001)])


@given(st.integers(0, 10_000_000), RATES)
def test_a_frame_survives_the_way_to_seconds_and_back(frame: int, rate: Fraction) -> None:
    assert seconds_to_frame(frame_to_seconds(frame, rate), rate) == frame


@given(st.floats(0, 600), RATES)
def test_the_nearest_frame_is_at_most_half_a_frame_away(t_s: float, rate: Fraction) -> None:
    assert abs(frame_to_seconds(seconds_to_frame(t_s, rate), rate) - t_s) <= 0.5 / float(rate) + 1e-9


def test_a_range_holds_its_start_and_not_its_stop() -> None:
    span = FrameRange(3, 7)
    assert len(span) == 4
    assert 3 in span
    assert 7 not in span


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="backwards"):
        FrameRange(7, 3)

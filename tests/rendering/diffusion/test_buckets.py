"""Lengths that video models can make, and shots cut into them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.rendering.diffusion.buckets import FrameRule, batches_of, made_by, windows_of

LTX = FrameRule(step=8, offset=1, most_frames=257)
WAN = FrameRule(step=4, offset=1, most_frames=81)
RULES = st.sampled_from([LTX, WAN, FrameRule(step=8, offset=1, most_frames=100)])


@pytest.mark.parametrize(
    ("rule", "frames", "length"),
    [(LTX, 1, 9), (LTX, 9, 9), (LTX, 10, 17), (LTX, 121, 121), (WAN, 30, 33), (WAN, 81, 81)],
)
def test_a_video_is_as_short_as_the_rule_allows(rule: FrameRule, frames: int, length: int) -> None:
    assert rule.at_least(frames) == length


def test_a_length_beyond_the_models_longest_is_refused() -> None:
    with pytest.raises(ValueError, match="82 frames do not fit in 81"):
        WAN.at_least(82)


def test_the_longest_keeps_the_rule_where_the_limit_does_not() -> None:
    assert FrameRule(step=8, offset=1, most_frames=100).longest == 97


@given(RULES, st.integers(1, 3000), st.booleans())
def test_windows_cover_the_shot_keep_the_rule_and_are_as_few_as_can_be(
    rule: FrameRule, frames: int, ladder: bool
) -> None:
    windows = windows_of(frames, rule, ladder=ladder)
    assert made_by(windows) >= frames
    assert all((length - rule.offset) % rule.step == 0 and length <= rule.longest for length in windows)
    assert made_by((rule.longest,) * (len(windows) - 1)) < frames or len(windows) == 1


@given(RULES, st.integers(1, 3000))
def test_a_window_is_hardly_longer_than_its_share_of_the_shot(rule: FrameRule, frames: int) -> None:
    windows = windows_of(frames, rule)
    assert made_by(windows) - frames < len(windows) * (rule.step + 1) + rule.step


def test_a_shot_without_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        windows_of(0, LTX)


def test_a_few_rungs_stand_for_all_lengths() -> None:
    rungs = LTX.rungs()
    assert len(rungs) <= 16
    assert rungs[-1] == LTX.longest
    assert {length for frames in range(1, 258) for length in windows_of(frames, LTX, ladder=True)} == set(rungs)


@pytest.mark.parametrize(
    "rule", [{"step": 0, "offset": 1, "most_frames": 9}, {"step": 8, "offset": 1, "most_frames": 8}]
)
def test_a_rule_that_no_video_keeps_is_refused(rule: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no video has"):
        FrameRule(**rule)


def test_shots_of_one_bucket_are_made_together_up_to_the_limit() -> None:
    size = (544, 960)
    jobs = [("a", 25, size), ("b", 49, size), ("c", 25, size), ("d", 25, size), ("e", 25, (320, 576)), ("f", 257, size)]
    # 17 × 30 tokens a frame of the network: 2,040 for 25 frames.
    batches = batches_of(jobs, most_tokens=4200, rule=LTX, patch_px=32)
    assert batches == [["a", "c"], ["d"], ["b"], ["e"], ["f"]]

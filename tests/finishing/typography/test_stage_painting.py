"""Pictures are laid on a video's frames as their pose has them, and nothing else is touched."""

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, StagePainter, Staging, Towards

WIDTH, HEIGHT, GREY = 120, 200, 90


def painted(*poses: Pose, sprite: Sprite | None = None) -> NDArray[np.uint8]:
    """Luma of a grey frame with a white block (40..60 across, 80..100 down) in these poses."""
    block = sprite or Sprite(40, 80, white(20, 20))
    frame = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    frame[:HEIGHT] = GREY
    StagePainter(Staging((block,), lambda _: [Placed(0, pose) for pose in poses]), WIDTH, HEIGHT).paint(frame, 0)
    return frame[:HEIGHT]


def white(height: int, width: int) -> NDArray[np.float32]:
    return np.dstack([np.full((height, width, 3), 255), np.ones((height, width))]).astype(np.float32)


def box(luma: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero((luma > 200).any(axis=1)), np.flatnonzero((luma > 200).any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def test_a_picture_at_rest_stands_at_its_corner() -> None:
    luma = painted(Pose())
    assert box(luma) == (40, 80, 60, 100)
    assert luma[90, 50] == 235
    assert np.all(luma[:78] == GREY)


@pytest.mark.parametrize("opacity", [0.25, 0.5, 1.0])
def test_opacity_mixes_linearly(opacity: float) -> None:
    assert painted(Pose(opacity=opacity))[90, 50] == pytest.approx(GREY + opacity * (235 - GREY), abs=1)


def test_poses_move_turn_and_grow_a_picture_about_its_middle() -> None:
    assert box(painted(Pose(right_px=10, down_px=-20))) == (50, 60, 70, 80)
    left, top, right, bottom = box(painted(Pose(scale=2.0)))
    assert (right - left, bottom - top) == pytest.approx((40, 40), abs=2)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((50, 90), abs=1)
    wide = Sprite(30, 85, white(10, 40))
    left, top, right, bottom = box(painted(Pose(turn_deg=90), sprite=wide))
    assert (right - left, bottom - top) == pytest.approx((10, 40), abs=2)


@pytest.mark.parametrize(
    ("towards", "expected"),
    [("right", (40, 80, 50, 100)), ("left", (50, 80, 60, 100)), ("down", (40, 80, 60, 90)), ("up", (40, 90, 60, 100))],
)
def test_a_picture_is_revealed_in_its_own_direction(towards: Towards, expected: tuple[int, int, int, int]) -> None:
    found = box(painted(Pose(shown=0.5), sprite=Sprite(40, 80, white(20, 20), towards)))
    assert found == pytest.approx(expected, abs=1)


def test_nothing_is_seen_of_what_is_hidden_empty_or_out_of_the_frame() -> None:
    still = np.full((HEIGHT, WIDTH), GREY, np.uint8)
    assert np.array_equal(painted(Pose(opacity=0)), still)
    assert np.array_equal(painted(Pose(shown=0)), still)
    assert np.array_equal(painted(Pose(right_px=500)), still)
    assert np.array_equal(painted(Pose(), sprite=Sprite(0, 0, white(0, 0))), still)


def test_a_picture_half_out_of_the_frame_is_cut_at_its_edge() -> None:
    assert box(painted(Pose(), sprite=Sprite(-7, 191, white(20, 20)))) == (0, 191, 13, 200)


def test_light_without_cover_is_added_to_what_is_there() -> None:
    glow = white(20, 20) * np.float32(0.2)
    glow[..., 3] = 0
    assert painted(Pose(), sprite=Sprite(40, 80, glow))[90, 50] == pytest.approx(GREY + 0.2 * 219, abs=1)

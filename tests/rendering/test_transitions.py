from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.parallax.colour import frame_planes
from songreel_engine.rendering.transitions import (
    DISPLAY_GAMMA,
    OPENING_LIGHT,
    TRANSITIONS,
    blend_opening,
    blend_transition,
)

WIDTH, HEIGHT = 96, 150
"""Half of 150 is odd: the chroma planes do not end on a row."""


def picture(seed: int, low: int, high: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    frame = rng.integers(low, high, (HEIGHT * 3 // 2, WIDTH)).astype(np.uint8)
    planes = frame_planes(frame)
    planes.u[:], planes.v[:] = rng.integers(100, 120), rng.integers(136, 156)
    return frame


DARK, BRIGHT = picture(1, 30, 110), picture(2, 120, 220)


def luma(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return frame_planes(frame).y


@pytest.mark.parametrize("kind", TRANSITIONS)
@pytest.mark.parametrize("seed", [0, 1])
def test_both_ends_are_the_neighbours_own_frames(kind: str, seed: int) -> None:
    """Within 2 levels of 255."""
    for u, truth in ((0.0, DARK), (1.0, BRIGHT)):
        shown = blend_transition(kind, DARK, BRIGHT, u, seed)
        assert np.abs(shown.astype(int) - truth).max() <= 2


@pytest.mark.parametrize("kind", TRANSITIONS)
def test_the_middle_is_neither_frame_and_always_the_same(kind: str) -> None:
    shown = blend_transition(kind, DARK, BRIGHT, 0.5, 4)
    assert np.abs(shown.astype(int) - DARK).mean() > 5
    assert np.abs(shown.astype(int) - BRIGHT).mean() > 5
    np.testing.assert_array_equal(shown, blend_transition(kind, DARK, BRIGHT, 0.5, 4))


@pytest.mark.parametrize("kind", TRANSITIONS)
def test_neither_neighbour_is_changed(kind: str) -> None:
    first, second = DARK.copy(), BRIGHT.copy()
    blend_transition(kind, first, second, 0.4, 0)
    np.testing.assert_array_equal(first, DARK)
    np.testing.assert_array_equal(second, BRIGHT)


def test_a_dissolve_brightens_steadily_between_a_dark_and_a_bright_shot() -> None:
    means = [luma(blend_transition("dissolve", DARK, BRIGHT, u, 0)).mean() for u in np.linspace(0, 1, 9)]
    assert all(later > earlier - 0.5 for earlier, later in pairwise(means))


def test_a_film_that_comes_out_of_black_starts_with_a_dim_picture_and_rises_to_the_whole_of_it() -> None:
    shown = [luma(blend_opening("fade", BRIGHT, u, 0)).astype(float) - 16 for u in np.linspace(0.5, 1, 7)]
    whole = luma(BRIGHT).astype(float) - 16
    light = [float((frame / whole).mean()) ** DISPLAY_GAMMA for frame in shown]
    assert light[0] == pytest.approx(OPENING_LIGHT, abs=0.01)
    assert all(later > earlier for earlier, later in pairwise(light))
    assert np.abs(shown[-1] - whole).max() <= 1


def test_a_fade_is_black_in_the_middle_and_a_dip_is_paper() -> None:
    """Black is 16, 128, 128; paper is brighter than 215."""
    black = frame_planes(blend_transition("fade", DARK, BRIGHT, 0.5, 0))
    assert [int(plane.max()) for plane in black] == [16, 128, 128]
    assert luma(blend_transition("dip", DARK, BRIGHT, 0.5, 0)).mean() > 215


def test_a_dip_is_briefer_than_a_fade() -> None:
    shares = [
        abs(luma(blend_transition(kind, DARK, DARK, 0.2, 0)).mean() - luma(DARK).mean()) for kind in ("dip", "fade")
    ]
    whole = [
        abs(luma(blend_transition(kind, DARK, DARK, 0.5, 0)).mean() - luma(DARK).mean()) for kind in ("dip", "fade")
    ]
    assert shares[0] / whole[0] < shares[1] / whole[1]


def test_a_whip_smears_along_the_move_and_not_across_it() -> None:
    shown = luma(blend_transition("whip", DARK, BRIGHT, 0.5, 0)).astype(int)
    across = np.abs(np.diff(shown[:, :40], axis=1)).mean()
    along = np.abs(np.diff(shown[:, :40], axis=0)).mean()
    assert across < 0.5 * along


def test_a_light_leak_is_warm() -> None:
    """Warm is less blue (U) and more red (V) than the same dissolve without the leak."""
    plain = frame_planes(blend_transition("dissolve", DARK, BRIGHT, 0.5, 3))
    leak = frame_planes(blend_transition("light_leak", DARK, BRIGHT, 0.5, 3))
    assert leak.u.mean() < plain.u.mean() - 2
    assert leak.v.mean() > plain.v.mean() - 1
    assert leak.y.mean() > plain.y.mean() + 5


def test_what_is_no_transition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RenderError, match="light_leak"):
        blend_transition("cut", DARK, BRIGHT, 0.5, 0)


def test_frames_of_different_size_are_refused() -> None:
    with pytest.raises(RenderError, match="one size"):
        blend_transition("dissolve", DARK, BRIGHT[:-3], 0.5, 0)

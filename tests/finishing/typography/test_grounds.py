"""How bright a clip is under a text is measured once, where the text stands, at its worst."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.finishing.typography.contrast import UNKNOWN_GROUND
from songreel_engine.finishing.typography.grounds import ground_of, ground_under, measured_ground
from songreel_engine.finishing.typography.safe_areas import Area
from songreel_engine.media import EncodeSettings, write_clip

WIDTH, HEIGHT = 180, 320
TOP, FOOT = Area(20, 10, 160, 80), Area(20, 240, 160, 310)


def frame(top: int, foot: int) -> NDArray[np.uint8]:
    """Luma of the upper and the lower half."""
    made = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    made[: HEIGHT // 2], made[HEIGHT // 2 : HEIGHT] = top, foot
    return made


def test_a_ground_is_that_of_the_place_where_the_text_stands() -> None:
    ground = measured_ground([frame(235, 16)])
    top, foot = (ground_under([ground], area, WIDTH, HEIGHT) for area in (TOP, FOOT))
    assert (top.dark, top.light) == pytest.approx((1, 1), abs=0.01)
    assert (foot.dark, foot.light) == pytest.approx((0, 0), abs=0.01)


def test_a_flash_counts_though_it_is_short_and_so_does_the_darker_of_two_clips() -> None:
    flashing = measured_ground([frame(60, 60)] * 8 + [frame(200, 60)] * 4 + [frame(60, 60)] * 8)
    assert ground_under([flashing], TOP, WIDTH, HEIGHT).light == pytest.approx((200 - 16) / 219, abs=0.01)
    both = ground_under([flashing, measured_ground([frame(20, 60)])], TOP, WIDTH, HEIGHT)
    assert both.dark == pytest.approx(4 / 219, abs=0.01)


def test_without_a_clip_the_worst_is_assumed() -> None:
    assert ground_under([], TOP, WIDTH, HEIGHT) == UNKNOWN_GROUND
    with pytest.raises(ValueError, match="without frames"):
        measured_ground([])


def test_a_clip_is_measured_once_and_again_where_the_note_of_it_is_damaged(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, [frame(235, 16)] * 5, EncodeSettings(width_px=WIDTH, height_px=HEIGHT, frame_rate=Fraction(24)))
    first = ground_of(clip, tmp_path / "grounds", "key")
    whole = clip.read_bytes()
    clip.write_bytes(b"")
    again = ground_of(clip, tmp_path / "grounds", "key")
    assert np.allclose(first.light, again.light, atol=1 / 255)
    clip.write_bytes(whole)
    (tmp_path / "grounds" / "key.json").write_text('{"dark": [[0]]}')
    assert np.allclose(ground_of(clip, tmp_path / "grounds", "key").light, first.light, atol=1 / 255)

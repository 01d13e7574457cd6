"""How near the parts of a still are taken to be."""

import cv2
import numpy as np

from drawn_portraits import portrait
from songreel_engine.rendering.depth_guess import guess_inverse_depth


def landscape() -> np.ndarray:
    """A smooth sky over a textured ground."""
    rgb = np.zeros((240, 160, 3), np.uint8)
    rgb[:110] = np.linspace(200, 230, 110, dtype=np.uint8)[:, None, None]
    texture = np.random.default_rng(3).integers(40, 140, (130, 160, 3), dtype=np.uint8)
    rgb[110:] = cv2.GaussianBlur(texture, (0, 0), 1.0)
    return rgb


def test_the_ground_comes_nearer_downwards_and_the_sky_is_far() -> None:
    depth = guess_inverse_depth(landscape(), (40, 60))
    assert depth.shape == (60, 40)
    assert depth.dtype == np.float32
    rows = depth.mean(axis=1)
    assert rows[55] > rows[40] > rows[32] > 1.5 * rows[8]
    assert 1 / 16 <= float(depth.min()) <= float(depth.max()) <= 1 / 4


def test_a_person_is_one_piece_and_nearer_than_the_wall_beside_them() -> None:
    who = portrait()
    depth = guess_inverse_depth(who.rgb, (who.person.shape[1], who.person.shape[0]))
    inside = cv2.erode(who.person.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    beside = cv2.dilate(who.person.astype(np.uint8), np.ones((41, 41), np.uint8)) == 0
    assert float(depth[inside].min()) > float(np.median(depth[beside]))
    assert float(depth[inside].std()) < 0.02


def test_depth_has_no_cliffs_but_at_a_person() -> None:
    depth = guess_inverse_depth(landscape(), (160, 240))
    assert max(float(np.abs(np.diff(depth, axis=axis)).max()) for axis in (0, 1)) < 0.02

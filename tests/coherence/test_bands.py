"""Banding is told from what only looks alike: flat colours, darkness, edges, grain."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.coherence.artefacts import COMB_SURE, STAIRS_SURE
from songreel_engine.coherence.bands import comb_strength, stair_share, tones_used

Plane = NDArray[np.uint8]


def histogram(luma: Plane) -> NDArray[np.float64]:
    return np.bincount(luma.ravel(), minlength=256).astype(np.float64)


def gradient(*, noise: float = 0.0) -> Plane:
    """A sky: 120 levels from top to bottom."""
    rng = np.random.default_rng(1)
    rows = np.linspace(60, 180, 480)[:, None] + np.linspace(0, 4, 270)[None, :]
    return np.clip(np.rint(rows + noise * rng.standard_normal((480, 270))), 0, 255).astype(np.uint8)


def few_levels(luma: Plane, step: int) -> Plane:
    return (luma // step * step + step // 2).astype(np.uint8)


def drawn_picture() -> Plane:
    """A dozen colours at no even distance, each shaded a little from one side to the other, with a little grain."""
    rng = np.random.default_rng(4)
    areas = rng.integers(0, 12, (12, 9))
    colours = np.array([31, 44, 52, 71, 77, 96, 119, 131, 142, 170, 181, 207])
    picture = cv2.resize(colours[areas].astype(np.float32), (270, 480), interpolation=cv2.INTER_NEAREST)
    picture += np.linspace(-9, 9, 270, dtype=np.float32)
    return np.clip(picture + 2.0 * rng.standard_normal(picture.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("step", [6, 8, 12, 20])
def test_a_picture_of_few_levels_has_a_comb_though_an_encoder_has_blurred_it(step: int) -> None:
    blurred = few_levels(gradient(noise=3.0), step) + np.random.default_rng(2).normal(0, step / 9, (480, 270))
    assert comb_strength(histogram(np.clip(blurred, 0, 255).astype(np.uint8))) > COMB_SURE


@pytest.mark.parametrize("luma", [gradient(noise=2.0), drawn_picture(), np.full((480, 270), 16, np.uint8)])
def test_gradients_drawn_colours_and_black_have_none(luma: Plane) -> None:
    assert comb_strength(histogram(luma)) < COMB_SURE


def test_a_gradient_in_coarse_steps_is_stairs_and_a_fine_one_is_not() -> None:
    assert stair_share(few_levels(gradient(), 6)) > 0
    assert stair_share(gradient(noise=2.0)) == pytest.approx(0.0, abs=0.005)
    assert stair_share(drawn_picture()) < STAIRS_SURE


def test_tones_used_falls_when_levels_are_taken_away() -> None:
    fine = gradient(noise=2.0)
    assert tones_used(histogram(fine)) > 0.9
    assert tones_used(histogram(few_levels(fine, 8))) < 0.3
    assert tones_used(np.zeros(256)) == 0.0

"""Sizes that models are asked for."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.errors import RenderError
from songreel_engine.rendering.diffusion.sizes import fitting_size, smaller_size


@dataclass(frozen=True)
class Rules:
    name: str = "a model"
    size_multiple: int = 16
    least_pixels: int = 262_144
    most_pixels: int = 1_048_576


@given(st.integers(90, 4000), st.floats(0.3, 3.3), st.sampled_from([8, 16, 32]))
def test_every_size_keeps_the_models_rules_and_nearly_the_shape(width: int, ratio: float, step: int) -> None:
    height = max(1, round(width / ratio))
    rules = Rules(size_multiple=step)
    wide, high = fitting_size(width, height, rules)
    assert wide % step == high % step == 0
    assert 0.8 * rules.least_pixels <= wide * high <= rules.most_pixels
    assert wide / high == pytest.approx(width / height, rel=0.15)


def test_a_size_that_the_model_makes_is_asked_for_as_it_is() -> None:
    assert fitting_size(832, 1216, Rules(size_multiple=32)) == (832, 1216)


@pytest.mark.parametrize(("width", "height"), [(4000, 900), (200, 1000)])
def test_a_shape_that_no_model_makes_is_refused(width: int, height: int) -> None:
    with pytest.raises(RenderError, match=f"a model makes no picture of {width}x{height}"):
        fitting_size(width, height, Rules())


def test_a_model_whose_rules_leave_no_size_says_so() -> None:
    with pytest.raises(RenderError, match="within 100 pixels"):
        fitting_size(90, 160, Rules(least_pixels=50, most_pixels=100))


@given(st.integers(1, 100), st.integers(1, 100))
def test_the_smaller_size_has_about_half_the_pixels(wide: int, high: int) -> None:
    rules = Rules()
    less = smaller_size(16 * wide, 16 * high, rules)
    assert all(side % 16 == 0 and side >= 16 for side in less)
    assert less[0] * less[1] <= 0.5 * 256 * wide * high or 16 in less

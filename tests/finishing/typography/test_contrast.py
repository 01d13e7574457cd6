"""Contrast is measured as WCAG does, and a veil gives letters what they lack and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.finishing.typography.contrast import (
    TEXT_CONTRAST,
    UNKNOWN_GROUND,
    Ground,
    contrast_ratio,
    lively,
    luminance,
    veil_for,
)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#123456", "#123456", 1.0),
    ],
)
def test_ratios_are_those_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast_ratio(luminance(one), luminance(other)) == pytest.approx(ratio, abs=0.005)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["#ffffff", "#ffd700", "#101010", "#3050c0"]))
def test_a_veil_gives_letters_their_contrast_on_any_ground(one: float, other: float, colour: str) -> None:
    veil = veil_for(colour, Ground(min(one, other), max(one, other)))
    assert 0 <= veil.strength < 1
    assert veil.contrast >= TEXT_CONTRAST or veil.strength > 0.85


def test_no_veil_is_laid_where_the_picture_gives_enough_by_itself() -> None:
    assert veil_for("#ffffff", Ground(0.0, 0.3)).strength == 0
    assert veil_for("#101010", Ground(0.8, 1.0)).strength == 0
    assert 0.3 < veil_for("#ffffff", UNKNOWN_GROUND).strength < 0.7
    assert veil_for("#ffffff", UNKNOWN_GROUND).is_dark
    assert not veil_for("#101010", UNKNOWN_GROUND).is_dark


def test_the_accents_of_a_look_are_its_most_colourful_colours_made_light() -> None:
    first, second = lively(("#120a24", "#e0218a", "#29e0e6"))
    assert {first[1:3] > "c0", second[1:3] > "c0"} == {True, False}  # one pink, one cyan
    assert min(luminance(first), luminance(second)) > 0.2
    assert lively(("#060606", "#7c7b77", "#f2f0ea")) == ("#f2f0ea", "#f2f0ea")
    assert lively(()) == ("#ffffff", "#ffffff")

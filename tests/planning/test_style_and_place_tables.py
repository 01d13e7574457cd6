"""The tables of styles and places hold together, and a style is found by what people type."""

from typing import get_args

import pytest

from songreel_engine.draft.model import CameraMove, Framing, TimeOfDay, TransitionKind, Weather
from songreel_engine.errors import BriefError
from songreel_engine.planning.places import PLACES, Pose
from songreel_engine.planning.styles import DEFAULT_STYLE, STYLES, find_style, search_styles
from songreel_engine.planning.views import RECIPES


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("golden_hour", "golden_hour"),
        ("Golden Hour", "golden_hour"),
        ("GOLDEN-hour", "golden_hour"),
        ("goldn hour", "golden_hour"),
        ("3d cartoon", "cartoon_3d"),
        ("cartoon 3d", "cartoon_3d"),
        ("cyberpnk", "cyberpunk"),
        ("", DEFAULT_STYLE),
    ],
)
def test_a_style_is_found_by_key_name_or_near_miss(words: str, key: str) -> None:
    assert find_style(words).key == key


def test_an_unknown_style_is_refused_with_suggestions_that_fit() -> None:
    with pytest.raises(BriefError, match=r"'neon robots'.*Cyberpunk"):
        find_style("neon robots")
    with pytest.raises(BriefError, match=r"Golden Hour.*or Liquid Chrome"):
        find_style("qqq")


def test_styles_are_searched_by_their_words() -> None:
    assert [style.key for style in search_styles("sunset")] == ["golden_hour"]
    assert search_styles("qqq") == ()


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_style_names_only_what_exists(style: object) -> None:
    row = STYLES[style.key]  # type: ignore[attr-defined]
    assert set(row.places) <= set(PLACES)
    assert len(set(row.places)) == len(row.places) >= 4
    assert sorted(row.times_of_day) == sorted(get_args(TimeOfDay))
    assert set(row.weathers) <= set(get_args(Weather))
    assert set(row.transitions) <= set(get_args(TransitionKind))
    assert set(row.camera) <= set(get_args(CameraMove))


@pytest.mark.parametrize("place", PLACES)
def test_a_place_has_every_framing_and_only_real_poses_and_weathers(place: str) -> None:
    assert set(PLACES[place].framings) == set(get_args(Framing))
    assert set(PLACES[place].poses) <= set(get_args(Pose))
    assert "stand" in PLACES[place].poses
    assert set(PLACES[place].weathers) <= set(get_args(Weather))


@pytest.mark.parametrize("manner", RECIPES)
def test_a_recipe_has_each_framing_once_with_and_without_the_performer(manner: str) -> None:
    framings = [framing for framing, _ in RECIPES[manner]]
    assert sorted(framings) == sorted(get_args(Framing))
    assert {bool(poses) for _, poses in RECIPES[manner]} == {True, False}

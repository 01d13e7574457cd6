"""Planning and rendering do not know each other; what one may ask for, the other must be able to draw."""

from typing import get_args

import pytest

from songreel_engine.draft.model import Framing, TimeOfDay, Weather
from songreel_engine.planning.places import PLACES as PLANNED_PLACES
from songreel_engine.planning.styles import STYLES
from songreel_engine.rendering.diffusion.style_words import (
    FRAMING_WORDS,
    HOUR_WORDS,
    PLACE_WORDS,
    STYLE_WORDS,
    WEATHER_WORDS,
)
from songreel_engine.rendering.procedural.looks import LOOKS
from songreel_engine.rendering.procedural.places import PLACES as DRAWN_PLACES
from songreel_engine.rendering.procedural.poses import POSES


def test_every_planned_place_can_be_drawn() -> None:
    assert set(PLANNED_PLACES) == set(DRAWN_PLACES)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_has_a_look_for_each_time_of_day_it_may_ask_for(style: str) -> None:
    assert style in LOOKS
    assert set(STYLES[style].times_of_day) <= set(LOOKS[style].lights)


def test_every_pose_that_suits_a_place_is_known_to_the_performer() -> None:
    assert {pose for place in PLANNED_PLACES.values() for pose in place.poses} <= set(POSES)


def test_everything_a_draft_may_ask_for_has_words_for_models() -> None:
    assert set(STYLE_WORDS) == set(STYLES)
    assert set(PLACE_WORDS) == set(PLANNED_PLACES)
    assert set(FRAMING_WORDS) == set(get_args(Framing))
    assert set(HOUR_WORDS) == set(get_args(TimeOfDay))
    assert set(WEATHER_WORDS) == set(get_args(Weather))

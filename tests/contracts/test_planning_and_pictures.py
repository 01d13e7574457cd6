"""Planning and rendering do not know each other; what one may ask for, the other must be able to draw."""

import pytest

from songreel_engine.planning.places import PLACES as PLANNED_PLACES
from songreel_engine.planning.styles import STYLES
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

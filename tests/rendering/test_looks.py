"""The table of looks: complete, named alike everywhere, and honest about what it does not draw."""

from dataclasses import fields
from typing import get_args

import pytest

from songreel_engine.draft.model import TimeOfDay
from songreel_engine.errors import RenderError
from songreel_engine.planning.styles import STYLES
from songreel_engine.rendering.procedural.lights import Light
from songreel_engine.rendering.procedural.looks import LOOKS, dials_for, find_look, light_for

WEATHERS = ("clear", "rain", "snow", "fog", "dust", "embers", "petals")


@pytest.mark.parametrize("style", LOOKS)
def test_every_light_of_a_style_has_its_dials_in_every_weather(style: str) -> None:
    for time_of_day in LOOKS[style].lights:
        for weather in WEATHERS:
            dials = dials_for(style, time_of_day, weather)
            assert all(0.0 <= getattr(dials, field.name) <= 1.0 for field in fields(dials))


@pytest.mark.parametrize("style", LOOKS)
def test_no_light_is_negative(style: str) -> None:
    for light in LOOKS[style].lights.values():
        for field in fields(Light):
            value = getattr(light, field.name)
            assert min(value if isinstance(value, tuple) else (float(value),)) >= 0.0, field.name


@pytest.mark.parametrize("style", STYLES)
def test_every_hour_that_planning_may_choose_for_a_style_is_drawn(style: str) -> None:
    assert set(STYLES[style].times_of_day) <= set(LOOKS[style].lights)


@pytest.mark.parametrize("style", LOOKS)
def test_every_style_draws_every_hour_and_each_in_another_light(style: str) -> None:
    lights = LOOKS[style].lights
    assert set(lights) == set(get_args(TimeOfDay))
    assert len({light.sky_horizon for light in lights.values()}) == len(lights)


def test_lights_that_burn_at_night_are_out_by_day() -> None:
    assert dials_for("cartoon_3d", "night", "clear").lit > 0.9
    assert dials_for("cartoon_3d", "day", "clear").lit < 0.3


def test_rain_wets_the_ground_covers_the_sky_and_hides_the_stars() -> None:
    clear, rain = (dials_for("midnight_blue", "night", weather) for weather in ("clear", "rain"))
    assert rain.wet == 1.0
    assert rain.cloud > clear.cloud
    assert rain.stars < 0.2 * clear.stars


def test_an_unknown_style_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RenderError, match=r"'oil_paint'.*neo_noir"):
        find_look("oil_paint")


def test_a_time_of_day_a_style_does_not_draw_is_refused_with_those_it_does() -> None:
    with pytest.raises(RenderError, match=r"neo_noir does not draw 'noon'.*night"):
        light_for("neo_noir", "noon")


def test_a_show_is_lit_in_the_look_s_own_colours_and_nothing_else_is() -> None:
    street, show = (light_for("midnight_blue", "night", place) for place in ("city", "stage"))
    assert street == light_for("midnight_blue", "night")
    red, _, blue = show.emission_warm
    assert blue > 2.0 * red > 0.0
    assert street.emission_warm[0] > street.emission_warm[2]


def test_a_look_without_gels_leaves_a_show_its_lamps() -> None:
    assert light_for("golden_hour", "golden", "stage") == light_for("golden_hour", "golden")

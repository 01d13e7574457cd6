"""A closed sky: what rain and snow take from a light, and what they leave."""

import colorsys

import pytest

from songreel_engine.rendering.procedural.looks import LOOKS
from songreel_engine.rendering.procedural.overcast import overcast


@pytest.mark.parametrize("style", ["anime_shonen", "golden_hour", "cinematic_realism"])
def test_rain_by_day_darkens_the_sky_and_takes_its_colour(style: str) -> None:
    light = LOOKS[style].lights["day"]
    wet = overcast(light, "rain", "day")
    own, closed = (colorsys.rgb_to_hsv(*one.sky_zenith) for one in (light, wet))
    assert closed[1] < own[1]
    assert closed[2] < own[2]
    assert sum(wet.sun_disc) < 0.2 * sum(light.sun_disc)
    assert sum(wet.key) < sum(light.key)


def test_snow_leaves_more_light_than_rain() -> None:
    light = LOOKS["cinematic_realism"].lights["day"]
    assert sum(overcast(light, "rain", "day").sky_middle) < sum(overcast(light, "snow", "day").sky_middle)


def test_lamps_and_the_styles_own_lights_are_left_alone() -> None:
    light = LOOKS["neo_noir"].lights["day"]
    wet = overcast(light, "rain", "day")
    assert (wet.gel, wet.fill, wet.rim, wet.emission_gain) == (light.gel, light.fill, light.rim, light.emission_gain)


@pytest.mark.parametrize("weather", ["rain", "snow", "fog"])
def test_a_night_sky_keeps_its_colours(weather: str) -> None:
    light = LOOKS["cyberpunk"].lights["night"]
    assert overcast(light, weather, "night") == light


@pytest.mark.parametrize("weather", ["clear", "dust", "petals", "fireflies"])
def test_open_weather_changes_nothing(weather: str) -> None:
    light = LOOKS["golden_hour"].lights["day"]
    assert overcast(light, weather, "day") == light


def test_a_sun_that_is_a_sign_keeps_its_sky() -> None:
    light = LOOKS["vaporwave"].lights["dusk"]
    assert light.sun_stripes > 0.0
    assert overcast(light, "rain", "dusk") == light

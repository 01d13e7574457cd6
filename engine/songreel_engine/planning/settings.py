"""Where and when each part of the song plays: scenes for its letters, places and hours for its scenes.

Scenes are cast dearest first (most time on screen); each takes the setting that costs least, where a cost says how
far a setting is from the brief, from the style, and from being unlike its neighbours in the song.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, get_args

from songreel_engine.draft.model import TimeOfDay, Weather
from songreel_engine.planning.brief import Wishes
from songreel_engine.planning.hearing import HeardSection
from songreel_engine.planning.places import FAMILY_OF, PLACES
from songreel_engine.planning.styles import Style

LONG_SECTION_S: Final = 45.0
"""A longer section is shared by scenes that take turns: one more for each such length."""
MOST_SHARING: Final = 4
STRETCH_S: Final = 24.0
"""About how long each turn lasts."""
MOST_SCENES: Final = 8

_NEIGHBOUR_COST = 100.0
_AVOIDED_COST = 50.0
_UNWISHED_PLACE_COST = 12.0
_STRANGE_PLACE_COST = 3.0
"""On top, for a place of another kind than any that is wished: a city in a film of the forest."""
_UNWISHED_TIME_COST = 6.0
_SAME_SETTING_COST = 2.0
_SAME_PLACE_COST = 1.2
_PLACE_RANK_COST = 0.6
_TIME_RANK_COST = 0.9
_INDOOR_REFRAIN_COST = 0.8
_JITTER = 0.7
_MAIN_WEATHER_CHANCE = 0.7
_DARK = frozenset({"dusk", "night"})
_OTHER_LIGHT = 1.5
"""Steps of the clock that it counts for that one hour is light and the other dark."""
_MAIN_MANNERS = frozenset({"verse", "lift", "chorus", "break"})
"""Sections at the style's own hour; the others look at another one."""


@dataclass(frozen=True)
class Setting:
    """A place at an hour in a weather."""

    place: str
    time_of_day: TimeOfDay
    weather: Weather


def scene_turns(sections: Sequence[HeardSection], most_scenes: int) -> tuple[tuple[str, ...], ...]:
    """For each section the keys of its scenes, in turn; a letter that returns has the same keys again.

    A film has at most `most_scenes` scenes (at least one): the letters seen least borrow a scene not next to them.
    """
    longest_s: dict[str, float] = {}
    for section in sections:
        longest_s[section.letter] = max(longest_s.get(section.letter, 0.0), section.length_s)
    turns = [
        _turns(section, min(MOST_SHARING, 1 + int(longest_s[section.letter] / LONG_SECTION_S))) for section in sections
    ]
    screen_s = screen_time(sections, turns)
    kept = sorted(screen_s, key=lambda key: -screen_s[key])[: max(1, min(MOST_SCENES, most_scenes))]
    while surplus := [key for key in screen_s if key not in kept and any(key in turn for turn in turns)]:
        beside = neighbours(turns)[surplus[0]]
        lender = next((key for key in kept if key not in beside), kept[0])
        turns = [tuple(lender if key == surplus[0] else key for key in turn) for turn in turns]
    return tuple(turns)


def _turns(section: HeardSection, sharing: int) -> tuple[str, ...]:
    keys = [section.letter, *(f"{section.letter}{number}" for number in range(2, sharing + 1))]
    count = max(1, round(section.length_s / STRETCH_S)) if sharing > 1 else 1
    return tuple(keys[turn % sharing] for turn in range(count))


def screen_time(sections: Sequence[HeardSection], turns: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Seconds that each scene is seen, in order of first appearance."""
    seen_s: dict[str, float] = {}
    for section, turn in zip(sections, turns, strict=True):
        for key in turn:
            seen_s[key] = seen_s.get(key, 0.0) + section.length_s / len(turn)
    return seen_s


def neighbours(turns: Sequence[tuple[str, ...]]) -> Mapping[str, set[str]]:
    """For each scene, those that come right before or after it somewhere in the film."""
    order = [key for turn in turns for key in turn]
    beside: dict[str, set[str]] = {key: set() for key in order}
    for left, right in pairwise(order):
        if left != right:
            beside[left].add(right)
            beside[right].add(left)
    return beside


def choose_settings(
    sections: Sequence[HeardSection], turns: Sequence[tuple[str, ...]], wishes: Wishes, style: Style, *, seed: int
) -> dict[str, Setting]:
    """A setting for each scene, by key; neighbours in the song differ in place or hour."""
    screen_s = screen_time(sections, turns)
    beside = neighbours(turns)
    main_weather = _main_weather(wishes, style, random.Random(f"{seed}:weather"))
    settings: dict[str, Setting] = {}
    for key in sorted(screen_s, key=lambda k: -screen_s[k]):
        manners = {s.manner.name for s, turn in zip(sections, turns, strict=True) if key in turn}
        rng = random.Random(f"{seed}:setting:{key}")
        costs = {
            (place, hour): _cost(place, hour, manners, wishes, style)
            + _likeness(place, hour, [settings[k] for k in beside[key] if k in settings], list(settings.values()))
            + rng.uniform(0.0, _JITTER)
            for place in _ranked(style)
            for hour in _hours(wishes, style)
        }
        place, hour = min(costs, key=lambda setting: costs[setting])
        settings[key] = Setting(place, hour, _weather(place, main_weather, wishes, style, rng))
    return {key: settings[key] for key in screen_s}


def _ranked(style: Style) -> tuple[str, ...]:
    """All places, those the style loves first."""
    return (*style.places, *(place for place in PLACES if place not in style.places))


def _hours(wishes: Wishes, style: Style) -> tuple[TimeOfDay, ...]:
    """What the style can draw, the hour nearest to what was asked first."""
    clock = get_args(TimeOfDay)
    asked = wishes.times_of_day
    if not asked:
        return style.times_of_day
    return tuple(
        sorted(
            style.times_of_day,
            key=lambda hour: min(
                _hours_apart(clock.index(hour), clock.index(a)) + _OTHER_LIGHT * ((hour in _DARK) != (a in _DARK))
                for a in asked
            ),
        )
    )


def _hours_apart(first: int, second: int) -> int:
    """Steps around the clock: dawn follows night."""
    steps = abs(first - second)
    return min(steps, len(get_args(TimeOfDay)) - steps)


def _cost(place: str, hour: TimeOfDay, manners: set[str], wishes: Wishes, style: Style) -> float:
    cost = _AVOIDED_COST * (place in wishes.avoided) + _AVOIDED_COST * (hour in wishes.avoided)
    if wishes.places:
        is_kin = any(FAMILY_OF[place] == FAMILY_OF[wished] for wished in wishes.places)
        cost += 0.0 if place in wishes.places else _UNWISHED_PLACE_COST + (0.0 if is_kin else _STRANGE_PLACE_COST)
    else:
        cost += _PLACE_RANK_COST * _ranked(style).index(place)
        cost += _INDOOR_REFRAIN_COST * (PLACES[place].indoor and "chorus" in manners)
    asked, rank = wishes.times_of_day, _hours(wishes, style).index(hour)
    if asked:
        cost += 0.0 if hour in asked else _UNWISHED_TIME_COST + 2 * _TIME_RANK_COST * rank
    else:
        cost += _TIME_RANK_COST * (rank if manners & _MAIN_MANNERS else abs(rank - 1))
    return cost


def _likeness(place: str, hour: TimeOfDay, beside: Sequence[Setting], others: Sequence[Setting]) -> float:
    same = (place, hour)
    return (
        _NEIGHBOUR_COST * any((s.place, s.time_of_day) == same for s in beside)
        + _SAME_SETTING_COST * sum((s.place, s.time_of_day) == same for s in others)
        + _SAME_PLACE_COST * sum(s.place == place for s in others)
    )


def _main_weather(wishes: Wishes, style: Style, rng: random.Random) -> Weather:
    if wishes.weathers:
        return wishes.weathers[0]
    liked = [w for w in style.weathers if w not in wishes.avoided] or ["clear"]
    weights = [1.0 / (rank + 1) ** 2 for rank in range(len(liked))]
    return rng.choices(liked, weights)[0]


def _weather(place: str, main: Weather, wishes: Wishes, style: Style, rng: random.Random) -> Weather:
    """The film's weather where the place has it, with a clear scene now and then; else what the style likes here."""
    possible = PLACES[place].weathers
    wished = [w for w in wishes.weathers if w in possible]
    if wished:
        return rng.choice(wished)
    if main in possible and rng.random() < _MAIN_WEATHER_CHANCE:
        return main
    return "clear" if "clear" not in wishes.avoided else next((w for w in style.weathers if w in possible), "clear")

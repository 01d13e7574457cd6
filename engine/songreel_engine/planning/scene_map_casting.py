"""How a plan follows a scene map: which cuts it asks for, where its scenes play, and which shots are asked of what.

A scene's description is read as a prompt is: place, hour and weather are taken from its words where its fields do not name
them, and from the director's own scene at that time where neither does. What cannot be drawn is said in a warning. Scenes
that look alike are one scene of the draft, which comes back; two that meet inside a section stay two.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, TypeVar, get_args

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import TimeOfDay, Weather
from songreel_engine.errors import BriefError
from songreel_engine.planning.brief import Brief, Wishes, read_prompt
from songreel_engine.planning.cuts import SHORTEST_S, Pin
from songreel_engine.planning.director import Scenery, scene_in_words
from songreel_engine.planning.hearing import HeardSection
from songreel_engine.planning.phrases import listed
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.scene_map import NO_GAP_S, MapScene, SceneMap, time_in_words
from songreel_engine.planning.scenes import Stretch
from songreel_engine.planning.settings import Setting
from songreel_engine.planning.styles import STYLES, Style
from songreel_engine.planning.treatment import TreatmentScene
from songreel_engine.timebase import seconds_to_frame

T = TypeVar("T", bound=str)
_MOST_SHARE: Final = 0.5
"""Of the stretches on both sides of an edge: moved further, it would take a scene away."""
_DIRECTORS_OWN: Final[Mapping[str, Setting]] = {
    scene_in_words("", setting).description: setting
    for setting in (
        Setting(place, hour, weather)
        for place in PLACES
        for hour in get_args(TimeOfDay)
        for weather in get_args(Weather)
    )
}
"""Every description that the director may write, and the setting it was written of."""


@dataclass(frozen=True, kw_only=True)
class LaidScene:
    """A scene of the map on the frame grid."""

    asked: MapScene
    start: int
    stop: int


@dataclass(frozen=True, kw_only=True)
class LaidMap:
    """A map on the frame grid, and the cuts it asks for."""

    scenes: tuple[LaidScene, ...] = ()
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MapCast:
    """What the map's scenes show."""

    keys: tuple[str, ...] = ()
    """Of its scenes, one each."""
    scenes: Mapping[str, TreatmentScene]
    """The map's and the director's, by key."""
    empty: frozenset[str] = frozenset()
    """Keys of scenes in which nobody is seen."""
    warnings: tuple[str, ...] = ()


def lay_map(scene_map: SceneMap, analysis: Analysis, *, frame_rate: Fraction, frames: int) -> LaidMap:
    """The map on the grid: each edge on the nearest beat within a beat's length, else exactly where it was asked for.

    What would be left over for less than NO_GAP_S goes to the scene before (at the film's start: to the first one).
    Raises BriefError for a scene that is shorter than a frame.
    """
    scenes = _closed_up(scene_map.within(analysis.duration_s).scenes, analysis.duration_s)
    if not scenes:
        return LaidMap()
    edges_s = sorted({edge for scene in scenes for edge in (scene.start_s, scene.end_s)} | {0.0, analysis.duration_s})
    exact = {scene.start_s for scene in scenes if not scene.on_beat}
    grid = _Grid(analysis, frame_rate, frames)
    at: dict[float, int] = {0.0: 0, analysis.duration_s: frames}
    for before_s, edge_s, after_s in zip(edges_s, edges_s[1:], edges_s[2:], strict=False):
        room_s = _MOST_SHARE * min(edge_s - before_s, after_s - edge_s)
        at[edge_s] = grid.frame_of(edge_s, room_s=0.0 if edge_s in exact else room_s)
    laid = tuple(LaidScene(asked=scene, start=at[scene.start_s], stop=at[scene.end_s]) for scene in scenes)
    for scene in laid:
        if scene.stop <= scene.start:
            when = time_in_words(scene.asked.start_s)
            raise BriefError(f"The map's scene at {when} is shorter than a frame; let it last longer.")
    why = {at[edge_s]: _why_off_beat(edge_s in exact) for edge_s in edges_s}
    pins = tuple(Pin(frame=frame, off_beat_reason=why[frame]) for frame in sorted(why) if 0 < frame < frames)
    return LaidMap(scenes=laid, pins=pins)


def _closed_up(scenes: Sequence[MapScene], duration_s: float) -> list[MapScene]:
    closed: list[MapScene] = []
    next_starts_s = [*(scene.start_s for scene in scenes[1:]), duration_s]
    # Without scenes there is nothing whose next start could matter.
    for scene, next_s in zip(scenes, next_starts_s, strict=False):
        start_s = 0.0 if not closed and scene.start_s < NO_GAP_S else scene.start_s
        end_s = next_s if next_s - scene.end_s < NO_GAP_S else scene.end_s
        closed.append(scene.model_copy(update={"start_s": start_s, "end_s": end_s}))
    return closed


def _why_off_beat(is_exact: bool) -> str:
    return "the scene map asks for this very moment" if is_exact else "the scene map asks for it, and no beat is near"


@dataclass(frozen=True)
class _Grid:
    """Where a moment of the map may stand."""

    analysis: Analysis
    frame_rate: Fraction
    frames: int

    def frame_of(self, time_s: float, *, room_s: float) -> int:
        """The frame of the beat nearest to a moment, if it is within a beat's length and `room_s`; else its own."""
        near = [
            beat_s
            for beat_s in self.analysis.beats_s
            if abs(beat_s - time_s) <= self._beat_s and abs(beat_s - time_s) < room_s
        ]
        if self._opens_section(time_s):
            near = [beat_s for beat_s in near if beat_s in self.analysis.downbeats_s] or near
        moved_s = min(near, key=lambda beat_s: abs(beat_s - time_s), default=time_s)
        return min(self.frames, max(0, seconds_to_frame(moved_s, self.frame_rate)))

    @property
    def _beat_s(self) -> float:
        return 60.0 / self.analysis.tempo_bpm if self.analysis.tempo_bpm > 0 else 0.0

    def _opens_section(self, time_s: float) -> bool:
        """Whether a section was meant: it is cut on its first downbeat, not on whichever beat is near."""
        return any(abs(section.start_s - time_s) < 1e-6 for section in self.analysis.sections)


def cast_map(laid: LaidMap, sections: Sequence[HeardSection], scenery: Scenery, brief: Brief, style: Style) -> MapCast:
    """What each scene of the map shows. A scene that asks for no look at all plays where the director had it."""
    scenes = dict(scenery.scenes)
    keys: list[str] = []
    keys_of_looks: dict[_Look, list[str]] = {}
    empty: set[str] = set()
    complaints: dict[str, list[str]] = {}
    for index, scene in enumerate(laid.scenes):
        base = scenes[_director_key(scene.asked, sections, scenery)]
        look, found = _look(scene.asked, base, brief, style)
        for complaint in found:
            complaints.setdefault(complaint, []).append(time_in_words(math.floor(scene.asked.start_s)))
        if look is None:
            keys.append(base.key)
            continue
        known = keys_of_looks.setdefault(look, [])
        before = keys[-1:] if index and _meets_inside_a_section(laid.scenes[index - 1], scene, sections) else []
        free = [key for key in known if key not in before]
        if not free:
            free = [f"map {len(scenes) - len(scenery.scenes) + 1}"]
            known.append(free[0])
            written = scene_in_words(free[0], look.setting)
            scenes[free[0]] = written.model_copy(update={"description": look.description or written.description})
        keys.append(free[0])
        empty |= {free[0]} if look.is_empty else set()
    warnings = tuple(f"Scene map, {listed(times)}: {complaint}" for complaint, times in complaints.items())
    return MapCast(keys=tuple(keys), scenes=scenes, empty=frozenset(empty), warnings=warnings)


@dataclass(frozen=True, kw_only=True)
class _Look:
    """What makes two scenes of the map one and the same."""

    setting: Setting
    description: str
    framing: str | None
    is_empty: bool


def _director_key(scene: MapScene, sections: Sequence[HeardSection], scenery: Scenery) -> str:
    """Of the director's scene in the middle of this one; a section's scenes have even shares of it."""
    middle_s = (scene.start_s + scene.end_s) / 2
    index = max((i for i, section in enumerate(sections) if section.start_s <= middle_s), default=0)
    turns = scenery.turns[index]
    passed = (middle_s - sections[index].start_s) / max(sections[index].length_s, 1e-9)
    return turns[min(len(turns) - 1, int(passed * len(turns)))]


def _look(scene: MapScene, base: TreatmentScene, brief: Brief, style: Style) -> tuple[_Look | None, tuple[str, ...]]:
    """(the look, complaints about it); None where the scene asks for none."""
    wishes, description = _wishes_of(scene)
    asked = (scene.place, scene.time_of_day, scene.weather, scene.framing, scene.style, scene.description)
    if not any(asked):
        return None, ()
    place = scene.place or next(iter(wishes.places), _unless_avoided(base.place, wishes, style.places))
    drawing = STYLES[scene.style] if scene.style is not None else style
    hours, weathers = _wished(scene.time_of_day, wishes.times_of_day), _wished(scene.weather, wishes.weathers)
    hour: TimeOfDay = next(iter(hours), _unless_avoided(base.time_of_day, wishes, drawing.times_of_day))
    weather: Weather = next(iter(weathers), _unless_avoided(base.weather, wishes, ("clear",)))
    drawn = Setting(
        place=place,
        time_of_day=hour,
        weather=weather if weather in PLACES[place].weathers else "clear",
    )
    look = _Look(
        setting=drawn,
        description=description,
        framing=scene.framing,
        is_empty=wishes.performer is False,
    )
    return look, tuple(_complaints(scene, wishes, drawn, brief))


def _wishes_of(scene: MapScene) -> tuple[Wishes, str]:
    """What the description asks for, and the description itself.

    One of the director's own, as a map that was written out holds them, only names a setting: it is written anew, so
    that a place, an hour or a weather changed beside it is not spoken against.
    """
    own = _DIRECTORS_OWN.get(scene.description)
    if own is None:
        return read_prompt(scene.description), scene.description
    wishes = Wishes(places=(scene.place or own.place,), times_of_day=(own.time_of_day,), weathers=(own.weather,))
    return wishes, ""


def _complaints(scene: MapScene, wishes: Wishes, drawn: Setting, brief: Brief) -> Iterator[str]:
    """What is asked and not given."""
    shown = PLACES[drawn.place].name
    for place in wishes.undrawn_places:
        if scene.place is None or place.stand_in != drawn.place:
            yield f"this version cannot draw {place.words!r}; it shows {shown}."
    for subject in wishes.undrawn_subjects:
        yield f"this version cannot draw {subject.words!r}; it is left out."
    others = [PLACES[place].name for place in wishes.places if place != drawn.place]
    if others and not wishes.undrawn_places:
        yield f"it shows {shown}; {listed(others)} would be another scene."
    for weather in _wished(scene.weather, wishes.weathers)[:1]:
        if weather != drawn.weather:
            yield f"there is no {weather} in {shown}; it shows {drawn.weather}."
    if wishes.colours and not scene.palette:
        yield f"{listed(list(wishes.colours))}: colours are taken from a scene's palette only."
    if wishes.performer and brief.scenic:
        yield "it names a performer, but a scenic film was asked for; nobody is shown."


def _wished(named: T | None, described: Sequence[T]) -> Sequence[T]:
    """What a field names, else what the description does."""
    return described if named is None else (named,)


def _unless_avoided(base: T, wishes: Wishes, others: Sequence[T]) -> T:
    """The director's choice, or another one where the description rules it out."""
    return base if base not in wishes.avoided else next((o for o in others if o not in wishes.avoided), base)


def _meets_inside_a_section(before: LaidScene, scene: LaidScene, sections: Sequence[HeardSection]) -> bool:
    edge_s = scene.asked.start_s
    between = any(abs(section.start_s - edge_s) < SHORTEST_S for section in sections)
    return before.stop == scene.start and not between


def followed(stretches: Sequence[Stretch], laid: LaidMap, cast: MapCast) -> tuple[Stretch, ...]:
    """The stretches as the map has them; those it leaves out stay the director's."""
    return tuple(_followed(stretch, laid, cast) for stretch in stretches)


def _followed(stretch: Stretch, laid: LaidMap, cast: MapCast) -> Stretch:
    for scene, key in zip(laid.scenes, cast.keys, strict=True):
        if scene.start <= stretch.start < scene.stop:
            return replace(stretch, scene=key, asked=scene.asked, opens_asked=stretch.start == scene.start)
    return stretch


def scenery_of(stretches: Sequence[Stretch], cast: MapCast, scenery: Scenery) -> Scenery:
    """The scenery that is seen in these stretches; a section without one keeps its own."""
    turns = list(scenery.turns)
    for index in range(len(turns)):
        seen = [stretch.scene for stretch in stretches if stretch.section == index]
        turns[index] = tuple(key for at, key in enumerate(seen) if seen[at - 1 : at] != [key]) or turns[index]
    keys = dict.fromkeys(key for turn in turns for key in turn)
    return Scenery(turns=tuple(turns), scenes={key: cast.scenes[key] for key in keys})

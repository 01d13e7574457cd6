"""Edits of where and when the film plays: weather, time of day, and the style it is all drawn in.

A scene is never changed, for other shots may share it: the shots go to a scene like theirs, made anew where the draft has
none. It keeps the scene's seed, so the place stays the same place.
"""

from dataclasses import dataclass
from typing import Final

from songreel_engine.draft.edits import Restyle, TimeOfDayChange, WeatherChange
from songreel_engine.draft.model import Draft, Picture, Scene, Shot, TimeOfDay, Weather
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.parts import covers_all, listed, shots_in_words
from songreel_engine.editing.takes import as_sentence, drawn_shots, retaken, with_shots
from songreel_engine.errors import BriefError, EditError
from songreel_engine.planning.director import scene_in_words
from songreel_engine.planning.phrases import HOUR_WORDS, WEATHER_WORDS
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.settings import Setting
from songreel_engine.planning.styles import STYLES, Style, find_style

_HOUR_NAMES: Final[dict[TimeOfDay, str]] = {
    "dawn": "dawn", "day": "day", "golden": "golden hour", "dusk": "dusk", "night": "night",
}  # fmt: skip


def weather(draft: Draft, part: Part, changes: WeatherChange, material: Material) -> Edited:
    """The part's shots in a scene like theirs with this weather.

    Raises EditError where it can fall in none of their places.
    """
    open_, notes = drawn_shots(draft, part)
    scenes = _scenes_by_id(draft)
    dry = [i for i in open_ if changes.weather not in PLACES[scenes[draft.shots[i].scene_id].place].weathers]
    if dry:
        places = {place.key: place for place in (PLACES[scenes[draft.shots[i].scene_id].place] for i in dry)}
        why = "; ".join(f"{p.name} has {listed(p.weathers, 'or')}, no {changes.weather}" for p in places.values())
        if len(dry) == len(open_):
            raise EditError(f"{as_sentence(why)}; choose one of these.")
        notes = (*notes, f"{as_sentence(shots_in_words(dry))} stayed: {why}.")
    moves = {i: _Move(weather=changes.weather) for i in open_ if i not in dry}
    return _moved(draft, part, moves, material, notes, "Weather")


def time_of_day(draft: Draft, part: Part, changes: TimeOfDayChange, material: Material) -> Edited:
    """The part's shots in a scene like theirs at this hour."""
    open_, notes = drawn_shots(draft, part)
    moves = {i: _Move(time_of_day=changes.time_of_day) for i in open_}
    return _moved(draft, part, moves, material, notes, "Time of day")


def restyle(draft: Draft, part: Part, changes: Restyle, material: Material) -> Edited:
    """The part's shots drawn in another style; for the whole film it becomes the draft's.

    Raises EditError for a style that there is not.
    """
    style = _found(changes.style)
    open_, notes = drawn_shots(draft, part)
    before = sorted({style_of(draft, draft.shots[i].picture).name for i in open_})
    base = _with_draft_style(draft, style.key) if covers_all(draft, part) else draft
    key = None if style.key == base.style else style.key
    edited = retaken(base, open_, lambda shot: shot.picture.model_copy(update={"style": key}), material.version)
    return Edited(draft=edited, said=f"Style of {part.words}: {listed(before)} → {style.name}.", notes=notes)


def style_of(draft: Draft, picture: Picture) -> Style:
    """The style the picture is drawn in. Raises EditError where songreel has no such style."""
    key = picture.style or draft.style
    if key not in STYLES:
        raise EditError(f"This film has a style {key!r} that songreel does not draw; restyle it first.")
    return STYLES[key]


@dataclass(frozen=True)
class _Move:
    """To another setting of the same place; None: as it is."""

    weather: Weather | None = None
    time_of_day: TimeOfDay | None = None


def _found(words: str) -> Style:
    if not words.strip():
        raise EditError(f"Say which style: {listed([style.name for style in STYLES.values()], 'or')}.")
    try:
        return find_style(words)
    except BriefError as error:
        raise EditError(f"{as_sentence(str(error))}.") from error


def _moved(
    draft: Draft, part: Part, moves: dict[int, _Move], material: Material, notes: tuple[str, ...], what: str
) -> Edited:
    base, scene_ids = _with_scenes_for(draft, moves, material)
    edited = retaken(
        base,
        moves,
        lambda shot: shot.picture.model_copy(update={"scene_id": scene_ids[shot.id]}),
        material.version,
    )
    fields = {"Weather": "weather", "Time of day": "time_of_day"}
    old, new = _scenes_by_id(draft), _scenes_by_id(edited)
    was = sorted({getattr(old[draft.shots[i].scene_id], fields[what]) for i in moves})
    now = sorted({getattr(new[edited.shots[i].scene_id], fields[what]) for i in moves})
    if was == now:
        return Edited(draft=draft, said=f"Nothing changes in {part.words}: {now[0]} already.", notes=notes)
    return Edited(draft=edited, said=f"{what} of {part.words}: {listed(was)} → {listed(now)}.", notes=notes)


def _with_scenes_for(draft: Draft, moves: dict[int, _Move], material: Material) -> tuple[Draft, dict[str, str]]:
    """The draft with the scenes that the moves lead to, and for each moved shot's id the id of its scene."""
    scenes = list(draft.scenes)
    by_id = _scenes_by_id(draft)
    scene_ids = {}
    for index, move in moves.items():
        wanted = _like(by_id[draft.shots[index].scene_id], move)
        known = next((scene for scene in scenes if _alike(scene, wanted)), None)
        if known is None:
            known = wanted.model_copy(update={"id": material.new_id()})
            scenes.append(known)
        scene_ids[draft.shots[index].id] = known.id
    return draft.model_copy(update={"scenes": tuple(scenes)}), scene_ids


def _like(scene: Scene, move: _Move) -> Scene:
    hour, falls = move.time_of_day or scene.time_of_day, move.weather or scene.weather
    description = _described(scene, hour, falls)
    return scene.model_copy(update={"time_of_day": hour, "weather": falls, "description": description})


def _described(scene: Scene, hour: TimeOfDay, falls: Weather) -> str:
    """The director's words for a scene he described; another's own words, with hour and weather put right."""
    own = scene_in_words(scene.id, Setting(scene.place, scene.time_of_day, scene.weather)).description
    if scene.description == own:
        return scene_in_words(scene.id, Setting(scene.place, hour, falls)).description
    text = scene.description
    for was, now in (
        (HOUR_WORDS[scene.time_of_day], HOUR_WORDS[hour]),
        (WEATHER_WORDS[scene.weather], WEATHER_WORDS[falls]),
    ):
        if was != now:
            text = text.replace(was, now, 1) if was in text else f"{text}, {now}" if text else now
    return text


def _alike(scene: Scene, other: Scene) -> bool:
    return scene.model_copy(update={"id": other.id}) == other


def _with_draft_style(draft: Draft, key: str) -> Draft:
    """The draft in another style with all its takes, locked shots' too, still drawn in the style they were made in."""

    def pinned(shot: Shot) -> Shot:
        takes = []
        for take in shot.takes:
            style = take.picture.style or draft.style
            picture = take.picture.model_copy(update={"style": None if style == key else style})
            takes.append(take.model_copy(update={"picture": picture}))
        return shot.model_copy(update={"takes": tuple(takes)})

    return with_shots(draft.model_copy(update={"style": key}), map(pinned, draft.shots))


def _without_unseen(before: Draft, after: Draft) -> Draft:
    """Without scenes that the edit made and no take uses, where an equal take was among the shot's own already."""
    used = {take.picture.scene_id for shot in after.shots for take in shot.takes} | set(_scenes_by_id(before))
    return after.model_copy(update={"scenes": tuple(scene for scene in after.scenes if scene.id in used)})


def _scenes_by_id(draft: Draft) -> dict[str, Scene]:
    return {scene.id: scene for scene in draft.scenes}

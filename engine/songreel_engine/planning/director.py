"""The built-in director: hears the song, reads the brief, and writes the treatment.

Its sentences come from pools chosen by the song's own figures (tempo, course of the energy, voice, sections) and are
drawn with the brief's seed, each at most once until its pool is empty.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Performer
from songreel_engine.planning import lexicon
from songreel_engine.planning.brief import Brief, Wishes, read_prompt
from songreel_engine.planning.hearing import HeardSection, hear_sections
from songreel_engine.planning.phrases import HOUR_WORDS, INTENTS, JOURNEYS, LOGLINE_ENDS, RHYTHMS, WEATHER_WORDS, listed
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.settings import Setting, choose_settings, scene_turns
from songreel_engine.planning.styles import Style
from songreel_engine.planning.treatment import SectionIntent, Swatch, Treatment, TreatmentScene
from songreel_engine.planning.views import plate_budget

_SLOW_BPM: Final = 88.0
_FAST_BPM: Final = 124.0
_VIEWS_OF_A_SCENE: Final = 3
"""A scene with fewer views on average looks like a ping-pong of two pictures."""
_ARC_STEP: Final = 0.12
"""Difference in mean energy that counts as rising, falling or contrast."""
_ACCENT_NAMES: Mapping[str, str] = {"cyberpunk": "hot coral"}


@dataclass(frozen=True, kw_only=True)
class Scenery:
    """Where and when everything plays."""

    turns: tuple[tuple[str, ...], ...]
    """For each section the keys of its scenes, in turn."""
    scenes: Mapping[str, TreatmentScene]
    """By key, in order of appearance."""


def choose_scenery(analysis: Analysis, brief: Brief, style: Style) -> Scenery:
    """The director's own scenes for this song, brief and style."""
    sections = hear_sections(analysis)
    turns = scene_turns(sections, plate_budget(analysis.duration_s) // _VIEWS_OF_A_SCENE)
    settings = choose_settings(sections, turns, read_prompt(brief.prompt), style, seed=brief.seed)
    return Scenery(turns=turns, scenes={key: scene_in_words(key, setting) for key, setting in settings.items()})


def write_treatment(analysis: Analysis, brief: Brief, style: Style, scenery: Scenery) -> Treatment:
    """The treatment for this song, brief and style in this scenery; equal arguments give equal words."""
    wishes = read_prompt(brief.prompt)
    sections = hear_sections(analysis)
    turns, scenes = scenery.turns, scenery.scenes
    performer = _performer(brief, wishes, style)
    rng = random.Random(f"{brief.seed}:words:{analysis.song_sha256}")
    return Treatment(
        style=style.key,
        logline=_logline(analysis, sections, scenes, performer, _coat_name(wishes, style), rng),
        palette=_palette(style, wishes),
        performer=performer,
        scenes=tuple(scenes.values()),
        motifs=_motifs(scenes, performer, _coat_name(wishes, style), rng),
        sections=tuple(_intents(sections, turns, scenes, performer, rng)),
        rhythm=rng.choice(RHYTHMS[_tempo_name(analysis)]).format(bpm=round(analysis.tempo_bpm)),
        pace=round(style.pace * wishes.pace, 3),
        warnings=tuple(_warnings(brief, wishes, style, scenes)),
    )


def _performer(brief: Brief, wishes: Wishes, style: Style) -> Performer | None:
    if brief.scenic or wishes.performer is False:
        return None
    default = Performer()
    return Performer(
        hair=default.hair if wishes.hair is None else wishes.hair,
        coat=default.coat if wishes.coat is None else wishes.coat,
        colour=lexicon.COLOURS[wishes.colours[0]] if wishes.colours else style.accent,
    )


def _coat_name(wishes: Wishes, style: Style) -> str:
    """The accent in an English word."""
    if not wishes.colours:
        return _ACCENT_NAMES.get(style.key, "red")
    asked = lexicon.COLOURS[wishes.colours[0]]
    return next(name for name, colour in lexicon.COLOURS.items() if colour == asked)


def _palette(style: Style, wishes: Wishes) -> tuple[Swatch, ...]:
    accent = lexicon.COLOURS[wishes.colours[0]] if wishes.colours else style.accent
    swatches = [Swatch(name=name, hex=colour) for name, colour in style.palette]
    return (*swatches, Swatch(name=f"{_coat_name(wishes, style)}, the accent", hex=accent))


def scene_in_words(key: str, setting: Setting) -> TreatmentScene:
    """The scene of this setting with the director's description of it."""
    place = PLACES[setting.place]
    words = f"{place.description}; {HOUR_WORDS[setting.time_of_day]}, {WEATHER_WORDS[setting.weather]}"
    if place.indoor and setting.weather != "clear":
        words += " beyond the glass"
    return TreatmentScene(
        key=key, place=setting.place, time_of_day=setting.time_of_day, weather=setting.weather, description=words
    )


def _tempo_name(analysis: Analysis) -> str:
    if not analysis.beats_s:
        return "free"
    if analysis.tempo_bpm < _SLOW_BPM:
        return "slow"
    return "fast" if analysis.tempo_bpm > _FAST_BPM else "middling"


def _arc_name(analysis: Analysis, sections: Sequence[HeardSection]) -> str:
    """How the energy goes: by thirds first, then by how far refrains stand above the rest."""
    thirds = np.array_split(np.asarray(analysis.curves.energy), 3)
    first, last = (float(np.mean(third)) if len(third) else 0.0 for third in (thirds[0], thirds[-1]))
    if last - first > _ARC_STEP:
        return "rising"
    if first - last > _ARC_STEP:
        return "falling"
    loud = [s.energy for s in sections if s.manner.lively]
    quiet = [s.energy for s in sections if not s.manner.lively]
    if loud and quiet and float(np.mean(loud)) - float(np.mean(quiet)) > _ARC_STEP:
        return "tidal"
    return "even"


def _logline(
    analysis: Analysis,
    sections: Sequence[HeardSection],
    scenes: Mapping[str, TreatmentScene],
    performer: Performer | None,
    coat: str,
    rng: random.Random,
) -> str:
    hours: dict[str, list[str]] = {}
    for scene in scenes.values():
        words = hours.setdefault(PLACES[scene.place].name, [])
        if HOUR_WORDS[scene.time_of_day] not in words:
            words.append(HOUR_WORDS[scene.time_of_day])
    where = listed([f"{place} {listed(words)}" for place, words in hours.items()][:3])
    who = "someone" if performer is None else f"a figure in {_article(coat)} {coat} coat"
    journey = rng.choice(JOURNEYS["nobody" if performer is None else _tempo_name(analysis)])
    sentence = journey.format(who=who, where=where)
    return f"{sentence[0].upper()}{sentence[1:]}; {rng.choice(LOGLINE_ENDS[_arc_name(analysis, sections)])}."


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _motifs(
    scenes: Mapping[str, TreatmentScene], performer: Performer | None, coat: str, rng: random.Random
) -> tuple[str, ...]:
    places = list(dict.fromkeys(s.place for s in scenes.values()))
    details = [rng.choice(PLACES[place].details) for place in places]
    return (*details, f"the {coat} coat") if performer is not None else tuple(details)


def _intents(
    sections: Sequence[HeardSection],
    turns: Sequence[tuple[str, ...]],
    scenes: Mapping[str, TreatmentScene],
    performer: Performer | None,
    rng: random.Random,
) -> Iterator[SectionIntent]:
    """One sentence a section; a pool is used up before any of it is said again."""
    pools: dict[tuple[str, str], list[str]] = {}
    total, seen = Counter(s.letter for s in sections), Counter[str]()
    for section, turn in zip(sections, turns, strict=True):
        seen[section.letter] += 1
        visit = (
            "first"
            if seen[section.letter] == 1
            else "last"
            if seen[section.letter] == total[section.letter]
            else "again"
        )
        pool = pools.setdefault((section.manner.name, visit), [])
        if not pool:
            pool.extend(rng.sample(INTENTS[section.manner.name][visit], len(INTENTS[section.manner.name][visit])))
        words = pool.pop().format(
            place=PLACES[scenes[turn[0]].place].name, who="the place" if performer is None else "the performer"
        )
        yield SectionIntent(section=section.name, letter=section.letter, scenes=turn, intent=words)


def _warnings(brief: Brief, wishes: Wishes, style: Style, scenes: Mapping[str, TreatmentScene]) -> Iterator[str]:
    """One sentence for each thing that was asked and is not given."""
    drawn = listed(list(PLACES))
    for place in wishes.undrawn_places:
        instead = f"{PLACES[place.stand_in].name} stands in for it" if place.stand_in else "it is left out"
        yield f"The prompt asks for '{place.words}'; this version draws {drawn}, so {instead}."
    for subject in wishes.undrawn_subjects:
        yield f"The prompt asks for '{subject.words}', which this version cannot draw; it is left out."
    yield from _unused("place", list(wishes.places), [s.place for s in scenes.values()])
    yield from _unused("time", list(wishes.times_of_day), [s.time_of_day for s in scenes.values()])
    for weather in wishes.weathers:
        dry = [s.place for s in scenes.values() if weather not in PLACES[s.place].weathers]
        if dry:
            yield f"The prompt asks for {weather}; there is none in {listed(sorted({PLACES[p].name for p in dry}))}."
    unworn = wishes.colours[0 if _performer(brief, wishes, style) is None else 1 :]
    left = [colour for colour in unworn if colour not in wishes.palette]
    if left:
        yield (
            "The prompt's colours go to the performer's coat, or to the picture where they are said of its light or several are "
            f"named; {listed(left)} is left to the style."
        )
    if brief.scenic and wishes.performer:
        yield "The prompt names a performer, but a scenic film was asked for; nobody is shown."


def _unused(what: str, asked: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    missing = [value for value in asked if value not in given]
    if missing:
        yield f"The prompt asks for {listed(missing)}; the song has too few scenes to show every {what} it names."
    extra = list(dict.fromkeys(value for value in given if asked and value not in asked))
    if extra:
        wanted = listed(list(asked))
        yield f"The prompt asks for {wanted}; so that scenes in a row differ, the film also shows {listed(extra)}."

"""What a person would call each section, by evidence that can be pointed at; 'part' where there is none."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_engine.analysis.result import Section

_QUIET_DB: Final = 3.0
"""This far under the song's loudest part counts as quiet."""
_LONGEST_EDGE_SHARE: Final = 0.25
"""An intro or outro takes no more of the song than this."""


@dataclass(frozen=True, kw_only=True)
class SectionFacts:
    """What is known of a section before it has a name."""

    start_s: float
    end_s: float
    letter: str
    level_db: float
    """Mean level under the loudest bar."""
    turn: float
    """How strongly the song turns at its edges, 0..about 1."""


@dataclass(frozen=True)
class _Song:
    facts: list[SectionFacts]
    duration_s: float
    times: dict[str, int]
    levels_db: dict[str, float]
    chorus: str | None
    verse: str | None


def name_sections(facts: list[SectionFacts], duration_s: float) -> tuple[Section, ...]:
    """The sections with names and confidences; `facts` tile [0, duration_s] and are never empty."""
    song = _survey(facts, duration_s)
    return tuple(
        Section(
            start_s=fact.start_s,
            end_s=fact.end_s,
            label=label,
            letter=fact.letter,
            confidence=float(np.clip(certainty * (0.4 + 0.6 * min(fact.turn, 1.0)), 0.0, 1.0)),
        )
        for fact, (label, certainty) in zip(facts, (_name(song, i) for i in range(len(facts))), strict=True)
    )


def _survey(facts: list[SectionFacts], duration_s: float) -> _Song:
    times = dict(Counter(fact.letter for fact in facts))
    levels_db = {letter: float(np.mean([fact.level_db for fact in facts if fact.letter == letter])) for letter in times}
    # An outro that repeats the intro makes neither of them a verse.
    inside = Counter(fact.letter for fact in facts[1:-1])
    returning = [letter for letter in times if times[letter] > 1 and inside[letter] > 0]
    chorus = max(returning, key=lambda letter: levels_db[letter], default=None)
    verse = next((letter for letter in returning if letter != chorus), None)
    return _Song(facts, duration_s, times, levels_db, chorus, verse)


def _is_edge(song: _Song, index: int, edge: int) -> bool:
    """A first or last section that is short, and quieter than the song's loudest part or heard nowhere else."""
    fact = song.facts[index]
    if index != edge or len(song.facts) < 3:
        return False
    short = fact.end_s - fact.start_s <= _LONGEST_EDGE_SHARE * song.duration_s
    quiet = fact.level_db < max(song.levels_db.values()) - _QUIET_DB
    return short and (quiet or song.times[fact.letter] == 1)


def _is_pre_chorus(song: _Song, index: int) -> bool:
    """Neither verse nor chorus, and each time between the two."""
    letter = song.facts[index].letter
    if letter in (song.chorus, song.verse):
        return False
    letters = [fact.letter for fact in song.facts]
    around = [(letters[i - 1], letters[i + 1]) for i in range(1, len(letters) - 1) if letters[i] == letter]
    return len(around) == song.times[letter] and all(pair == (song.verse, song.chorus) for pair in around)


def _is_bridge(song: _Song, index: int) -> bool:
    """Once only, in the later half, with something after it."""
    fact = song.facts[index]
    late = (fact.start_s + fact.end_s) / 2 > 0.5 * song.duration_s
    return song.times[fact.letter] == 1 and late and index < len(song.facts) - 1 and song.chorus is not None


_NAMES: Final[tuple[tuple[str, float, Callable[[_Song, int], bool]], ...]] = (
    ("intro", 0.9, lambda song, i: _is_edge(song, i, 0)),
    ("outro", 0.9, lambda song, i: _is_edge(song, i, len(song.facts) - 1)),
    ("chorus", 0.75, lambda song, i: song.facts[i].letter == song.chorus),
    ("verse", 0.7, lambda song, i: song.facts[i].letter == song.verse),
    ("pre-chorus", 0.6, _is_pre_chorus),
    ("bridge", 0.6, _is_bridge),
    ("verse", 0.4, lambda song, i: song.times[song.facts[i].letter] > 1),
)
"""Names in the order in which they are tried, with how much to trust each."""


def _name(song: _Song, index: int) -> tuple[str, float]:
    return next(((name, trust) for name, trust, fits in _NAMES if fits(song, index)), ("part", 0.5))

"""What a person would call each section, decided over the whole song at once; 'part' where no name can be defended.

Every naming of the song gets a score: how well each section fits what its name usually stands for (energy, voice, how
often it is heard), and how well the names follow each other. Sections of one letter share one name, but for an intro or
outro at the song's ends and a solo over the chords of a verse. The best naming is taken, and a name's confidence is the
share of all good namings that agree on it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from songreel_engine.analysis.result import Section

NAMES: Final = ("intro", "verse", "pre-chorus", "chorus", "bridge", "solo", "break", "outro", "part")

_DRIVE_DB: Final = 6.0
"""A section struck twice as busily counts as this much louder: masters are levelled, drummers are not."""
_THINNEST_DB: Final = 20.0
_LONGEST: Final = 2.0
"""In usual sections; twice that long says no more than this."""
_SUNG: Final = 0.25
"""Mean probability of singing, in the section sung most, from which the song has a singer."""

_LEAST_SUNG_SHARE: Final = 0.15
"""Of the whole song: a lead guitar that is taken for a voice once is no singer."""

_USUAL: Final[dict[str, dict[str, tuple[float, float]]]] = {
    "intro": {"rank": (0.18, 0.22), "thin_db": (10.0, 6.0), "vocal": (0.12, 0.25), "length": (0.6, 0.4)},
    "verse": {"rank": (0.38, 0.24), "thin_db": (6.0, 4.5), "vocal": (0.80, 0.30), "length": (1.1, 0.35)},
    "pre-chorus": {"rank": (0.50, 0.25), "thin_db": (4.0, 3.5), "vocal": (0.80, 0.30), "length": (0.6, 0.25)},
    "chorus": {"rank": (0.75, 0.20), "thin_db": (1.0, 2.5), "vocal": (0.85, 0.25), "length": (1.05, 0.35)},
    "bridge": {"rank": (0.38, 0.28), "thin_db": (8.0, 6.0), "vocal": (0.60, 0.40), "length": (0.9, 0.3)},
    "solo": {"rank": (0.65, 0.26), "thin_db": (2.5, 3.5), "vocal": (0.12, 0.25), "length": (1.0, 0.35)},
    "break": {"rank": (0.08, 0.15), "thin_db": (14.0, 5.0), "vocal": (0.20, 0.35), "length": (0.55, 0.3)},
    "outro": {"rank": (0.18, 0.26), "thin_db": (10.0, 7.0), "vocal": (0.25, 0.35), "length": (0.7, 0.45)},
    "part": {"rank": (0.50, 0.35), "thin_db": (5.0, 6.0), "vocal": (0.40, 0.45), "length": (1.0, 0.5)},
}
"""Mean and spread of what a name stands for: the share of the song with less energy, decibels of energy under the most
energetic part, how much of it is sung beside the part sung most, and its length in usual sections of the song."""

_HEARD: Final[dict[str, tuple[float, float, float]]] = {
    "intro": (0.0, -0.5, -2.0),
    "verse": (-2.0, 0.0, 0.2),
    "pre-chorus": (-2.5, 0.0, 0.0),
    "chorus": (-2.5, -0.2, 0.4),
    "bridge": (0.0, -2.0, -4.0),
    "solo": (0.0, -1.5, -4.0),
    "break": (-0.9, -1.0, -1.5),
    "outro": (0.0, -3.0, -5.0),
    "part": (-0.5, -0.5, -0.5),
}
"""Log-likelihood that a part of that name is heard once, twice, more often."""

_FOLLOWS: Final[dict[str, dict[str, float]]] = {
    "": {"intro": 0.70, "verse": 0.20, "chorus": 0.06, "part": 0.10},
    "intro": {"verse": 0.75, "chorus": 0.10, "part": 0.10, "pre-chorus": 0.02, "break": 0.03, "intro": 0.05},
    "verse": {
        "chorus": 0.42,
        "pre-chorus": 0.25,
        "verse": 0.18,
        "bridge": 0.05,
        "solo": 0.04,
        "break": 0.05,
        "outro": 0.02,
        "": 0.02,
        "part": 0.05,
    },
    "pre-chorus": {"chorus": 0.90, "verse": 0.02, "pre-chorus": 0.03, "break": 0.02, "solo": 0.02, "part": 0.02},
    "chorus": {
        "verse": 0.35,
        "bridge": 0.15,
        "solo": 0.09,
        "break": 0.07,
        "chorus": 0.12,
        "outro": 0.16,
        "": 0.10,
        "pre-chorus": 0.01,
        "intro": 0.02,
        "part": 0.08,
    },
    "bridge": {
        "chorus": 0.62,
        "verse": 0.10,
        "solo": 0.08,
        "break": 0.07,
        "pre-chorus": 0.05,
        "bridge": 0.03,
        "outro": 0.04,
        "": 0.01,
        "part": 0.04,
    },
    "solo": {
        "chorus": 0.45,
        "verse": 0.22,
        "bridge": 0.10,
        "solo": 0.05,
        "break": 0.06,
        "pre-chorus": 0.05,
        "outro": 0.06,
        "": 0.02,
        "part": 0.04,
    },
    "break": {
        "chorus": 0.45,
        "verse": 0.25,
        "solo": 0.08,
        "bridge": 0.05,
        "pre-chorus": 0.07,
        "break": 0.02,
        "outro": 0.05,
        "": 0.01,
        "part": 0.06,
    },
    "outro": {"": 1.0, "outro": 0.05},
    "part": {
        "part": 0.40,
        "verse": 0.10,
        "chorus": 0.12,
        "break": 0.08,
        "solo": 0.05,
        "outro": 0.15,
        "": 0.15,
        "bridge": 0.03,
        "pre-chorus": 0.03,
    },
}
"""How often one name follows another; '' stands for the song's beginning and end."""
_SELDOM: Final = 0.004

_SHARED_NAME_COST: Final[dict[str, float]] = {"verse": 1.2, "part": 0.0}
_USUAL_SHARED_NAME_COST: Final = 2.5
"""Two different parts of one name."""
_EXCEPTION_COST: Final = 1.0
"""A section that is named otherwise than the rest of its letter."""
_TEMPERATURE: Final = 2.0
"""Scores add up evidence that is not independent; divided by this they give confidences that hold."""
_KEPT: Final = 300
_DEFENSIBLE: Final = 0.3
"""Under this confidence a name is not given."""
_SUNG_NAMES: Final = ("verse", "pre-chorus", "chorus", "bridge")
_UNSUNG_SHARE: Final = 0.5
"""Of a piece in which nobody sings half the listeners would not speak of verses and choruses."""


@dataclass(frozen=True, kw_only=True)
class SectionFacts:
    """What is known of a section before it has a name."""

    start_s: float
    end_s: float
    letter: str
    level_db: float
    """Under the loudest bar."""
    drive: float
    """How much is struck, in any unit."""
    vocal: float | None
    """Mean probability that somebody sings; None where nobody listened."""
    sureness: float
    """That the song turns at its edges, 0..1."""


@dataclass(frozen=True)
class _Naming:
    """Names for the sections so far."""

    score: float
    names: tuple[str, ...]
    of_letter: tuple[tuple[str, str], ...]
    """(letter, name) bound so far."""


def name_sections(facts: list[SectionFacts]) -> tuple[Section, ...]:
    """The sections with names and confidences; `facts` tile the song and are never empty."""
    namings = _likely_namings(facts)
    unsung = _voices(facts) == "none"
    weights = np.exp((np.array([naming.score for naming in namings]) - namings[0].score) / _TEMPERATURE)
    weights /= weights.sum()
    sections = []
    for index, fact in enumerate(facts):
        name = namings[0].names[index]
        agreed = float(
            sum(weight for weight, naming in zip(weights, namings, strict=True) if naming.names[index] == name)
        )
        confidence = agreed * (0.6 + 0.4 * fact.sureness)
        label = name if confidence >= _DEFENSIBLE else "part"
        sections.append(
            Section(
                start_s=fact.start_s,
                end_s=fact.end_s,
                label=label,
                letter=fact.letter,
                confidence=confidence * (_UNSUNG_SHARE if unsung and label in _SUNG_NAMES else 1.0),
            )
        )
    return tuple(sections)


def _likely_namings(facts: list[SectionFacts]) -> list[_Naming]:
    """The best namings, best first: a beam search from the first section to the last."""
    fits = _fits(facts)
    heard = Counter(fact.letter for fact in facts)
    beam = [_Naming(0.0, (), ())]
    for index, fact in enumerate(facts):
        grown = [
            named
            for naming in beam
            for named in _continued(naming, fact.letter, heard[fact.letter], fits[index], _exceptions(facts, index))
        ]
        beam = sorted(grown, key=lambda naming: -naming.score)[:_KEPT]
    ended = [_Naming(naming.score + _follows(naming.names[-1], ""), naming.names, naming.of_letter) for naming in beam]
    return sorted(ended, key=lambda naming: -naming.score)


def _continued(
    naming: _Naming, letter: str, heard: int, fits: dict[str, float], exceptions: tuple[str, ...]
) -> Iterator[_Naming]:
    bound = dict(naming.of_letter)
    before = naming.names[-1] if naming.names else ""
    for name in NAMES:
        score = naming.score + fits[name] + _follows(before, name)
        if letter not in bound:
            shared = list(bound.values()).count(name) * _SHARED_NAME_COST.get(name, _USUAL_SHARED_NAME_COST)
            known = score + _HEARD[name][min(heard, 3) - 1] - shared
            yield _Naming(known, (*naming.names, name), (*naming.of_letter, (letter, name)))
        elif bound[letter] == name:
            yield _Naming(score, (*naming.names, name), naming.of_letter)
        if name in exceptions and heard > 1 and bound.get(letter) != name:
            yield _Naming(score - _EXCEPTION_COST, (*naming.names, name), naming.of_letter)


def _exceptions(facts: list[SectionFacts], index: int) -> tuple[str, ...]:
    """Names that a section may have in spite of its letter."""
    if index == 0:
        return ("intro",)
    if index == len(facts) - 1:
        return ("outro",)
    return ("solo",) if _voices(facts) == "sung" else ()


def _follows(name: str, following: str) -> float:
    return float(np.log(_FOLLOWS[name].get(following, _SELDOM)))


def _fits(facts: list[SectionFacts]) -> list[dict[str, float]]:
    """For each section, the log-likelihood of what is heard under each name."""
    evidence = _evidence(facts)
    return [
        {
            name: sum(
                -0.5 * ((heard[key] - usual[key][0]) / usual[key][1]) ** 2 - float(np.log(usual[key][1]))
                for key in heard
            )
            for name, usual in _USUAL.items()
        }
        for heard in evidence
    ]


def _evidence(facts: list[SectionFacts]) -> list[dict[str, float]]:
    most_drive = max(max(fact.drive for fact in facts), 1e-9)
    energy_db = np.array([f.level_db + _DRIVE_DB * np.log2(max(f.drive / most_drive, 1e-3)) for f in facts])
    length_s = np.array([fact.end_s - fact.start_s for fact in facts])
    lower = energy_db[None, :] < energy_db[:, None]
    rank = (lower @ length_s + length_s / 2) / length_s.sum()
    thin_db = np.minimum(energy_db.max() - energy_db, _THINNEST_DB)
    lengths = np.minimum(length_s / np.median(length_s), _LONGEST)
    evidence = [
        {"rank": float(r), "thin_db": float(t), "length": float(length)}
        for r, t, length in zip(rank, thin_db, lengths, strict=True)
    ]
    if _voices(facts) == "sung":
        most = max(fact.vocal or 0.0 for fact in facts)
        for heard, fact in zip(evidence, facts, strict=True):
            heard["vocal"] = (fact.vocal or 0.0) / most
    return evidence


def _voices(facts: list[SectionFacts]) -> Literal["unheard", "none", "sung"]:
    """Whether the song has a singer; 'unheard' where nobody listened for one."""
    heard = [fact.vocal for fact in facts if fact.vocal is not None]
    if not heard:
        return "unheard"
    lengths_s = [fact.end_s - fact.start_s for fact in facts if fact.vocal is not None]
    share = float(np.average(heard, weights=lengths_s))
    return "sung" if max(heard) >= _SUNG and share >= _LEAST_SUNG_SHARE else "none"

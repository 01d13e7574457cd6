"""Sections: where the song turns, which parts return, and what a person would call them.

The song is read bar by bar (`bars`), all bars are compared (`likeness`), the likeliest division is found
(`boundaries`), sections of the same music get one letter (`letters`), and names are given over the whole song
(`labels`). Does not hear words: 'chorus' means what takes a chorus's place, not the part with the title in it.
"""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.bars import Bars, read_bars
from songreel_engine.analysis.boundaries import SHORTEST_S, find_boundaries
from songreel_engine.analysis.labels import SectionFacts, name_sections
from songreel_engine.analysis.letters import letter_sections
from songreel_engine.analysis.likeness import compare_bars
from songreel_engine.analysis.result import Section
from songreel_engine.analysis.spectrum import Floats, Spectrum

Doubles = NDArray[np.float64]

VOCAL_RATE_HZ: Final = 50.0
_LEAST_BARS: Final = 4


def find_sections(
    spectrum: Spectrum,
    downbeats_s: Doubles,
    duration_s: float,
    *,
    vocal: Floats | None = None,
    vocal_rate_hz: float = VOCAL_RATE_HZ,
) -> tuple[Section, ...]:
    """Sections that tile [0, duration_s], each beginning on a downbeat; one 'part' for songs too short or too even to divide.

    `vocal` [k] is how likely somebody sings, 0..1, at k / vocal_rate_hz; None where nobody listened for a voice.
    """
    if spectrum.silent or duration_s < 2 * SHORTEST_S:
        return (_whole(duration_s),)
    bars = read_bars(spectrum, downbeats_s, duration_s)
    if bars.count < _LEAST_BARS:
        return (_whole(duration_s),)
    likeness = compare_bars(bars)
    cuts, sureness = find_boundaries(bars, likeness)
    if not cuts:
        return (_whole(duration_s),)
    letters = letter_sections(bars, likeness, cuts)
    edges = [0, *cuts, bars.count]
    facts = [
        SectionFacts(
            start_s=float(bars.edges_s[first]),
            end_s=float(bars.edges_s[stop]),
            letter=letter,
            level_db=_level_db(bars, first, stop),
            drive=float(bars.drive[first:stop].mean()),
            vocal=_mean_vocal(vocal, vocal_rate_hz, bars.edges_s[first], bars.edges_s[stop]),
            sureness=float(np.mean([sureness[edge] for edge in (first, stop) if 0 < edge < bars.count])),
        )
        for (first, stop), letter in zip(pairwise(edges), letters, strict=True)
    ]
    return name_sections(facts)


def _whole(duration_s: float) -> Section:
    return Section(start_s=0.0, end_s=duration_s, label="part", letter="A", confidence=0.0)


def _level_db(bars: Bars, first: int, stop: int) -> float:
    """The power mean over the section's bars."""
    return float(10 * np.log10(np.mean(10 ** (bars.level_db[first:stop] / 10))))


def _mean_vocal(vocal: Floats | None, rate_hz: float, start_s: float, end_s: float) -> float | None:
    if vocal is None or not len(vocal):
        return None
    first = min(round(start_s * rate_hz), len(vocal) - 1)
    return float(vocal[first : max(round(end_s * rate_hz), first + 1)].mean())

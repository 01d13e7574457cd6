"""What the plan hears in a song: each section's name, energy, voice, and the manner in which it should be filmed.

Conventions: energies and voices are means of the analysis's curves, 0..1. It judges only; it decides nothing about
pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from songreel_engine.analysis.renaming import number_labels
from songreel_engine.analysis.result import Analysis, Section

SUNG = 0.45
"""Mean vocal activity from which a stretch counts as sung."""
QUIET = 0.3
"""Energy below which music counts as quiet."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a kind of section is filmed, in figures."""

    name: str
    shot_s: float
    """A comfortable shot at 110 beats a minute and average energy."""
    motion: float
    light: float
    performer_share: float
    """Share of the shots that show the performer."""
    lively: bool


MANNERS = {
    m.name: m
    for m in (
        Manner(name="intro", shot_s=4.3, motion=2.0, light=0.25, performer_share=0.45, lively=False),
        Manner(name="verse", shot_s=3.3, motion=3.0, light=0.35, performer_share=0.62, lively=False),
        Manner(name="lift", shot_s=2.6, motion=4.5, light=0.5, performer_share=0.65, lively=False),
        Manner(name="chorus", shot_s=1.9, motion=5.6, light=0.75, performer_share=0.72, lively=True),
        Manner(name="break", shot_s=2.1, motion=5.6, light=0.8, performer_share=0.55, lively=True),
        Manner(name="bridge", shot_s=3.6, motion=3.0, light=0.35, performer_share=0.6, lively=False),
        Manner(name="outro", shot_s=4.4, motion=2.0, light=0.25, performer_share=0.55, lively=False),
    )
}

_MANNER_OF_LABEL = {
    "intro": "intro",
    "verse": "verse",
    "pre-chorus": "lift",
    "chorus": "chorus",
    "bridge": "bridge",
    "outro": "outro",
}
_LOUDER = 0.08
_QUIETER = 0.12
"""How far from the song's mean energy a section without a telling label lies when it is filmed as loud or quiet."""
_EDGE_SHARE = 0.25
"""A quiet first or last part shorter than this share of the song is filmed as intro or outro."""


@dataclass(frozen=True, kw_only=True)
class HeardSection:
    """A section as the plan hears it."""

    name: str
    """As a person says it, numbered where it returns: 'chorus 2', 'bridge'."""
    label: str
    letter: str
    start_s: float
    end_s: float
    manner: Manner
    energy: float
    voice: float

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s

    @property
    def sung(self) -> bool:
        return self.voice >= SUNG


def curve_mean(curve: Sequence[float], rate_hz: float, start_s: float, end_s: float) -> float:
    """The curve's mean over [start_s, end_s), at least one sample; 0.0 for an empty curve."""
    first = min(round(start_s * rate_hz), len(curve) - 1)
    window = curve[max(0, first) : max(first + 1, round(end_s * rate_hz))]
    return float(np.mean(window)) if window else 0.0


def hear_sections(analysis: Analysis) -> tuple[HeardSection, ...]:
    """The song's sections in order, each with its manner; a song of silence gives one quiet section."""
    mean_energy = float(np.mean(analysis.curves.energy)) if analysis.curves.energy else 0.0
    names = number_labels([s.label for s in analysis.sections])
    heard = []
    for index, (section, name) in enumerate(zip(analysis.sections, names, strict=True)):
        span = (analysis.feature_rate_hz, section.start_s, section.end_s)
        energy = curve_mean(analysis.curves.energy, *span)
        heard.append(
            HeardSection(
                name=name,
                label=section.label,
                letter=section.letter,
                start_s=section.start_s,
                end_s=section.end_s,
                manner=MANNERS[_manner_name(analysis, section, index, energy - mean_energy)],
                energy=energy,
                voice=curve_mean(analysis.curves.vocal, *span),
            )
        )
    return tuple(heard)


def _manner_name(analysis: Analysis, section: Section, index: int, above_mean: float) -> str:
    # The user may write 'Chorus'.
    label = section.label.casefold()
    if label in _MANNER_OF_LABEL:
        return _MANNER_OF_LABEL[label]
    if above_mean > _LOUDER:
        return "break" if label == "break" else "chorus"
    short = section.end_s - section.start_s < _EDGE_SHARE * analysis.duration_s
    if above_mean < -_QUIETER and short and index == 0:
        return "intro"
    if above_mean < -_QUIETER and short and index == len(analysis.sections) - 1:
        return "outro"
    return "bridge" if label == "break" else "verse"

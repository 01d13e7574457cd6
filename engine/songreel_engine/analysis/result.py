"""The analysis of a song: beats, downbeats, sections and curves, each guess with its confidence.

Conventions: times are seconds from the first sample, rising, in [0, duration_s]. Sections tile [0, duration_s].
Curves are sampled at `feature_rate_hz`; sample k stands at time k / feature_rate_hz; values lie in 0..1, normalised over the
song so that a quiet verse is not flat and a loud chorus not blown out. Silence gives empty beats, flat curves and one section.
"""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA = 1
Unit = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """A stretch of the song. Sections that return share a `letter`; `label` is the name a person would use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start_s: float
    end_s: float
    label: str
    """intro, verse, pre-chorus, chorus, bridge, break, outro, or 'part' where no name can be defended."""
    letter: str
    confidence: Unit


class Curves(BaseModel):
    """One value a feature sample, all of one length (`round(duration_s × feature_rate_hz) + 1`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    energy: tuple[Unit, ...]
    """Loudness as heard, 0 the song's quietest second, 1 its loudest."""
    low: tuple[Unit, ...]
    """20–150 Hz: kick and bass."""
    mid: tuple[Unit, ...]
    """150–2,000 Hz: voices, guitars, keys."""
    high: tuple[Unit, ...]
    """2–10 kHz: cymbals, consonants, air."""
    onset: tuple[Unit, ...]
    """How strongly something starts here."""
    brightness: tuple[Unit, ...]
    """Spectral centroid on a log-frequency scale."""
    vocal: tuple[Unit, ...]
    """How likely somebody sings; a guess from the spectrum."""


class Analysis(BaseModel):
    """Everything the picture follows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_number: int = SCHEMA
    song_sha256: str
    duration_s: float
    tempo_bpm: float
    """Median tempo; 0.0 where no beat was found."""
    tempo_confidence: Unit
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]
    """A subset of `beats_s`, to the bit."""
    beats_per_bar: int
    """0 where no beat was found."""
    sections: tuple[Section, ...]
    feature_rate_hz: float
    curves: Curves

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for name, times_s in (("beats", self.beats_s), ("downbeats", self.downbeats_s)):
            if any(b <= a for a, b in pairwise(times_s)):
                raise ValueError(f"{name} do not rise")
            if times_s and not (times_s[0] >= 0 and times_s[-1] <= self.duration_s):
                raise ValueError(f"{name} leave the song")
        if not set(self.downbeats_s) <= set(self.beats_s):
            raise ValueError("a downbeat is not a beat")
        edges = [s.start_s for s in self.sections] + [self.duration_s]
        if (
            not self.sections
            or edges[0] != 0
            or any(s.end_s != nxt or s.end_s <= s.start_s for s, nxt in zip(self.sections, edges[1:], strict=True))
        ):
            raise ValueError("sections do not tile the song")
        lengths = {name: len(getattr(self.curves, name)) for name in Curves.model_fields}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"curves differ in length: {lengths}")
        return self

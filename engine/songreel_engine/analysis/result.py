"""The analysis of a song: beats, downbeats, sections and curves, each guess with its confidence.

Conventions: times are seconds from the first sample, rising, in [0, duration_s]. Sections tile [0, duration_s].
Curves are sampled at `feature_rate_hz`; sample k stands at time k / feature_rate_hz; values lie in 0..1, normalised over the
song so that a quiet verse is not flat and a loud chorus not blown out. Silence gives empty beats, flat curves and one section.
`frames.py` samples the curves, with beat and bar phase, at the frames of a film.
"""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA = 2
Unit = Annotated[float, Field(ge=0.0, le=1.0)]
Metre = Literal["", "4/4", "3/4", "6/8"]
VoiceRange = Literal["low", "high", "not detected"]
EventKind = Literal["build-up", "drop", "break"]


class Section(BaseModel):
    """A stretch of the song. Sections that return share a `letter`; `label` is the name a person would use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start_s: float
    end_s: float
    label: str
    """intro, verse, pre-chorus, chorus, bridge, solo, break, outro, or 'part' where no name can be defended; or the
    user's own word."""
    letter: str
    confidence: Unit
    named_by: Literal["songreel", "user"] = "songreel"


class TempoSpan(BaseModel):
    """From `start_s` until the next span starts, the song goes at `bpm`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start_s: float
    bpm: Annotated[float, Field(gt=0)]


class Event(BaseModel):
    """Something a film should answer: a build-up (it ends where it arrives), a drop (the arrival), a break (it thins out)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: EventKind
    start_s: float
    end_s: float
    """For a drop: until its impact has settled."""
    strength: Unit


class Voice(BaseModel):
    """Who sings, as far as can be told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    range: VoiceRange
    confidence: Unit
    median_hz: float
    """Median fundamental of the sung passages; 0.0 where nobody sings."""


class Curves(BaseModel):
    """One value a feature sample, all of one length (`round(duration_s × feature_rate_hz) + 1`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    energy: tuple[Unit, ...]
    """Loudness as heard, 0 the song's quietest second, 1 its loudest."""
    section_energy: tuple[Unit, ...]
    """The same within each section: 0 its quietest moment, 1 its loudest, so that a verse is not flat."""
    low: tuple[Unit, ...]
    """20–150 Hz: kick and bass."""
    mid: tuple[Unit, ...]
    """150–2,000 Hz: voices, guitars, keys."""
    high: tuple[Unit, ...]
    """2–10 kHz: cymbals, consonants, air."""
    onset: tuple[Unit, ...]
    """How strongly something starts here."""
    kick: tuple[Unit, ...]
    """Strength of the bass drum's hits, each a peak one sample wide; 0 between."""
    snare: tuple[Unit, ...]
    """The same for the snare or clap."""
    brightness: tuple[Unit, ...]
    """Spectral centroid on a log-frequency scale."""
    vocal: tuple[Unit, ...]
    """How likely somebody sings."""
    mouth: tuple[Unit, ...]
    """How far a singer's mouth is open: the level of the voice band while somebody sings, else 0."""


class Analysis(BaseModel):
    """Everything the picture follows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_number: int = SCHEMA
    song_sha256: str
    duration_s: float
    tempo_bpm: float
    """The tempo that lasts longest; 0.0 where no beat was found."""
    tempo_confidence: Unit
    tempo_map: tuple[TempoSpan, ...]
    """Rising; one span for a song at one tempo, empty where no beat was found."""
    metre: Metre
    """'' where no beat was found. In 6/8 a beat is a dotted quarter, two to the bar."""
    metre_confidence: Unit
    tracker: str
    """What found the beats."""
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]
    """A subset of `beats_s`, to the bit."""
    beats_per_bar: int
    """0 where no beat was found."""
    sections: tuple[Section, ...]
    events: tuple[Event, ...]
    """By start; none where the song is even."""
    vocals: tuple[tuple[float, float], ...]
    """(start_s, end_s) of passages in which somebody sings, rising and apart; empty for an instrumental."""
    vocals_confidence: Unit
    vocals_by: str
    """What listened for a voice."""
    voice: Voice
    feature_rate_hz: float
    curves: Curves
    mfcc_rate_hz: float
    mfcc: tuple[tuple[float, ...], ...]
    """[m][13] mel-frequency cepstrum; row k stands at k / mfcc_rate_hz."""

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
        sung = [edge for passage in self.vocals for edge in passage]
        if any(b <= a for a, b in pairwise(sung)) or (sung and not (sung[0] >= 0 and sung[-1] <= self.duration_s)):
            raise ValueError("sung passages do not rise or leave the song")
        lengths = {name: len(getattr(self.curves, name)) for name in Curves.model_fields}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"curves differ in length: {lengths}")
        return self

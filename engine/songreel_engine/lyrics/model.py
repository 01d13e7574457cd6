"""The words of a song and when they are sung.

Conventions: times are seconds from the song's first sample. A line has both its times or neither; plain text has none until
it is laid on a song (`lay.py`). Lines stand in the order in which they are sung. `estimated` marks what songreel guessed.
"""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA = 1
Source = Literal["lrc", "srt", "vtt", "text"]
Timing = Literal["given", "estimated", "mixed", "none"]
NEW_STANZA_S = 4.0
"""Where a file with times has no blank rows, a pause this long parts stanzas."""


class Word(BaseModel):
    """What is sung in one breath of the eye: a word between spaces, or one character of Chinese or Japanese."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start_s: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    end_s: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    text: str
    estimated: bool


class Line(BaseModel):
    """One line as it is written and sung."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    end_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    text: str
    words: tuple[Word, ...] = ()
    """Empty where no word's time is known; else every word of the line, in order."""
    estimated: bool = False
    """Whether the start is a guess. The end always is one where the format has no ends (LRC)."""
    stanza: int = 0
    """Counts from 0; lines of one stanza belong together."""
    heading: str | None = None
    """What stood above the stanza, such as 'Chorus' or 'Verse 2': not sung."""

    @property
    def timed(self) -> bool:
        return self.start_s is not None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.start_s is None) != (self.end_s is None):
            raise ValueError("a line has one of its times only")
        if self.start_s is not None and self.end_s is not None and self.end_s <= self.start_s:
            raise ValueError(f"a line ends at {self.end_s} s, before it starts at {self.start_s} s")
        if any(word.end_s < word.start_s for word in self.words):
            raise ValueError("a word ends before it starts")
        if any(b.start_s < a.start_s for a, b in pairwise(self.words)):
            raise ValueError("the words of a line do not follow each other")
        return self


class Lyrics(BaseModel):
    """A song's lyrics as read, and as laid on the song."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_number: int = SCHEMA
    source: Source
    timing: Timing
    """given: by the file; estimated: guessed; mixed: lines given and words within them guessed; none: not laid yet."""
    confidence: Annotated[float, Field(ge=0, le=1)]
    """How far the lines' starts can be trusted: 1 where they are given, 0 where there are none."""
    encoding: str
    """How the file's bytes were read, such as 'utf-8' or 'gb18030'."""
    title: str | None = None
    artist: str | None = None
    offset_ms: int = 0
    """As the file says; the times are already shifted by it."""
    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()
    """What was left out or guessed, one sentence each."""


def timing_of(lines: tuple[Line, ...]) -> Timing:
    """What `Lyrics.timing` must say of these lines; 'none' for no lines."""
    if not lines or not all(line.timed for line in lines):
        return "none"
    if all(line.estimated for line in lines):
        return "estimated"
    guessed = any(line.estimated or any(word.estimated for word in line.words) for line in lines)
    return "mixed" if guessed else "given"

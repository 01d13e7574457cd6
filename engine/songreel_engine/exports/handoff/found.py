"""What was read from a timeline that came back, whatever its format. Times are exact seconds from the timeline's start."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class FoundTransition:
    """A transition into a clip."""

    name: str
    """As the program calls it."""
    kind: str | None
    """As songreel wrote it; None where it did not, or it did not survive."""
    before_s: Fraction
    """How much of it lies before the cut."""
    after_s: Fraction


@dataclass(frozen=True, kw_only=True)
class FoundClip:
    """What stands on the main track of pictures; gaps are not among it."""

    name: str
    start_s: Fraction
    stop_s: Fraction
    shot_id: str | None
    """As songreel wrote it; None where it did not, or it did not survive."""
    file: str
    """The name of the file that it shows; '' where it shows none."""
    source_s: Fraction | None = None
    """Where in its file it begins; None where that is not said."""
    transition: FoundTransition | None = None


@dataclass(frozen=True, kw_only=True)
class FoundWords:
    """Words that songreel wrote, where they stand now."""

    text_id: str
    text: str
    start_s: Fraction
    stop_s: Fraction


@dataclass(frozen=True, kw_only=True)
class FoundTimeline:
    """A timeline as far as a draft can take it."""

    name: str
    clips: tuple[FoundClip, ...]
    """By start."""
    words: tuple[FoundWords, ...] = ()
    version: int | None = None
    """Of the draft that the timeline was written from; None where that did not survive."""
    left_out: tuple[str, ...] = ()
    """What was seen and is not among it, one sentence each."""

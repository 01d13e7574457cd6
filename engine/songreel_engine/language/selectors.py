"""Ways to say which part of a film is meant, as values: 'the last chorus', 'shots 3-6', 'from the bridge on'.

What is found in the words (`targets_en`, `targets_zh`) before it is looked up in a film (`targets`). Numbers count from 1;
negative ones from the end.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Named:
    """Sections of a kind."""

    kind: str
    """A key of `section_names.KINDS`, or a label of the song's own."""
    picks: tuple[int, ...] = ()
    """Empty: all of them."""
    run: int = 0
    """The first n, or with a minus the last n."""
    count: int = 0
    """How many there should be, as in 'both verses'; 0: not said."""
    others: bool = False
    """'the other verses': but those that are spoken of beside."""


@dataclass(frozen=True)
class Edge:
    """The song's beginning or end as a part of it: 'the opening', 结尾."""

    end: bool


@dataclass(frozen=True)
class Drops:
    picks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shots:
    picks: tuple[int, ...] = ()
    """With `run` 0 and no picks: all."""
    run: int = 0
    within: "Selector | None" = None


@dataclass(frozen=True)
class Ones:
    """'the last one': of the kind that was named before."""

    picks: tuple[int, ...] = ()
    run: int = 0


@dataclass(frozen=True)
class Stretch:
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Moment:
    at_s: float


@dataclass(frozen=True)
class SideOf:
    """The start, middle or end of a part, as a moment."""

    part: "Selector"
    side: Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Length:
    """The first seconds of a part, or with a minus the last."""

    seconds: float
    part: "Selector | None" = None


@dataclass(frozen=True)
class Share:
    """From one share of a part to another: the second half is 0.5 to 1."""

    first: float
    last: float
    part: "Selector | None" = None


@dataclass(frozen=True)
class Reach:
    """From a part on, up to it, after it or before it."""

    how: Literal["from", "until", "after", "before"]
    part: "Selector"


@dataclass(frozen=True)
class Between:
    first: "Selector"
    last: "Selector"
    how: Literal["through", "until", "between"]


@dataclass(frozen=True)
class Except:
    """A part without other parts; without a base: the whole film, or what else is spoken of."""

    minus: tuple["Selector", ...]
    base: "Selector | None" = None


@dataclass(frozen=True)
class Whole:
    pass


@dataclass(frozen=True)
class Rest:
    """All that is not spoken of beside."""


@dataclass(frozen=True)
class Seen:
    """Shots in which something is seen; each word with its other names."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    mark: Literal["locked", "unlocked", "flagged"]


@dataclass(frozen=True)
class Reference:
    """'that shot', 'the same part', 'it'."""

    what: Literal["shot", "part", "it"]


Selector = (
    Named | Edge | Drops | Shots | Ones | Stretch | Moment | SideOf | Length | Share | Reach | Between | Except | Whole
    | Rest | Seen | Marked | Reference
)  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A part that is spoken of, and where in the plain wording."""

    start: int
    stop: int
    selector: Selector

"""How long work is followed: a stage reports how much of it is done; who listens decides how to show it.

Stages carry the names users see (PRODUCT.md). A listener must be cheap and must not raise.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One report: `done` of `total` units of `stage`; `note` is a few words on what is being worked on."""

    stage: str
    done: float
    total: float
    note: str = ""
    preview: str = ""
    """File of a tiny JPEG of what is being made; written over as it grows, gone once it stands. Empty: none."""


ProgressListener = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """A listener that shows nothing."""

"""What is known of a song because we wrote it.

Conventions: seconds from the first sample of `samples`; mono float32 at RATE_HZ.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE_HZ: Final = 22_050
METRES: Final = ("4/4", "3/4", "6/8")


@dataclass(frozen=True, kw_only=True)
class SectionTruth:
    """A section as written. Sections with one letter are the same music."""

    start_s: float
    end_s: float
    label: str
    """intro, verse, pre-chorus, chorus, bridge, solo, break, outro."""
    letter: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Truth:
    """Every beat, bar, drum hit, sung passage and section. Arrays rise."""

    beats_s: NDArray[np.float64]
    """The beats a person would tap. In 6/8: dotted quarters."""
    beat_in_bar: NDArray[np.int64]
    """1 on downbeats; in 6/8 1, 2."""
    metre: str
    kicks_s: NDArray[np.float64]
    snares_s: NDArray[np.float64]
    """Snares and claps on which a listener would agree (no ghost notes)."""
    vocals_s: tuple[tuple[float, float], ...]
    sections: tuple[SectionTruth, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class SongWithTruth:
    """One synthesised song."""

    samples: NDArray[np.float32]
    truth: Truth
    recipe: dict[str, object] = field(default_factory=dict)
    """Genre, tempo, kit, effects: what the dice gave, for a model card and for looking into failures."""

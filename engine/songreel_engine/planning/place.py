"""What a place is to a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from songreel_engine.draft.model import Framing, Weather

Pose = Literal["stand", "walk", "walk_away", "sing", "dance", "reach", "guitar", "drum"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place."""

    key: str
    name: str
    """As it stands in a sentence, with its article."""
    description: str
    words_en: tuple[str, ...]
    words_zh: tuple[str, ...]
    indoor: bool
    poses: tuple[Pose, ...]
    weathers: tuple[Weather, ...]
    """What may fall here; indoors, what may be seen through the window."""
    details: tuple[str, ...]
    """What a close look finds: motifs, one to a detail shot."""
    framings: Mapping[Framing, str]
    """What each framing looks at."""

"""What shots show, by the words that people say for it."""

from typing import Final

from songreel_engine.language.context import SpokenShot

_SAME_SIGHT: Final = (
    {"night", "midnight", "dark", "夜"}, {"day", "daytime", "daylight"}, {"sunset", "golden", "dusk", "evening"},
    {"sunrise", "dawn", "morning"}, {"beach", "sea", "shore", "coast", "ocean", "seaside"},
    {"city", "street", "downtown", "skyline", "urban", "town"}, {"car", "cars", "vehicle", "driving", "drive"},
    {"forest", "woods", "trees"}, {"rain", "rainy", "raining"}, {"snow", "snowy", "snowing"}, {"fog", "foggy", "mist", "misty"},
    {"singer", "performer", "vocalist", "person", "woman", "man"}, {"close", "closeup", "close-up"}, {"wide", "wides"},
    {"rooftop", "roof"}, {"mountain", "mountains", "hills"}, {"road", "highway"}, {"desert", "dunes"}, {"stage", "concert"},
)  # fmt: skip
"""Words for the same sight."""
SIGHTS: Final = frozenset().union(*_SAME_SIGHT)
"""All that a film can be asked for by these words."""


def shows(shot: SpokenShot, word: str) -> bool:
    """Whether a shot is known to show what a word names, or the like of it."""
    same = next((group for group in _SAME_SIGHT if word in group or word.removesuffix("s") in group), {word})
    plain = {word, word.removesuffix("s"), word + "s", *same}
    return bool(plain & shot.words) or (not word.isascii() and any(word in seen for seen in shot.words))

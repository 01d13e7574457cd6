"""The places this version draws, by key: what they are called in English and Chinese, what may happen and fall in them.

Every place has all six framings of the draft's model. A further place is a further row in one of the tables, and a world
for the renderer.
"""

from collections.abc import Mapping
from typing import Final

from songreel_engine.planning.place import Place, Pose
from songreel_engine.planning.places_beyond import BEYOND
from songreel_engine.planning.places_nature import NATURE
from songreel_engine.planning.places_town import TOWN

__all__ = ["FAMILY_OF", "PLACES", "Place", "Pose"]

_FAMILIES: Final = {"town": TOWN, "nature": NATURE, "beyond": BEYOND}
PLACES: Final[Mapping[str, Place]] = {place.key: place for places in _FAMILIES.values() for place in places}
FAMILY_OF: Final[Mapping[str, str]] = {place.key: name for name, places in _FAMILIES.items() for place in places}
"""Which kind of place each is: places of one kind go together in a film."""

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

__all__ = ["PLACES", "Place", "Pose"]

PLACES: Final[Mapping[str, Place]] = {place.key: place for place in (*TOWN, *NATURE, *BEYOND)}

"""Places few have seen: under water, in space, in ruins, nowhere at all."""

from typing import Final

from songreel_engine.planning.place import Place

BEYOND: Final[tuple[Place, ...]] = ()

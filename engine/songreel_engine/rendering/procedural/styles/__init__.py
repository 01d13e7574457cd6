"""How each style draws: one module a style, with its light at every hour, its passes and its answer to a beat.

A further style is a further module and a line here. What people see of a style (name, words, manners) is planning's.
"""

from collections.abc import Mapping
from typing import Final

from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.styles import (
    anime_shonen,
    cartoon_3d,
    cinematic_realism,
    cyberpunk,
    golden_hour,
    midnight_blue,
    neo_noir,
    watercolor_anime,
)

LOOKS: Final[Mapping[str, Look]] = {
    "cinematic_realism": cinematic_realism.LOOK,
    "golden_hour": golden_hour.LOOK,
    "neo_noir": neo_noir.LOOK,
    "midnight_blue": midnight_blue.LOOK,
    "cartoon_3d": cartoon_3d.LOOK,
    "anime_shonen": anime_shonen.LOOK,
    "watercolor_anime": watercolor_anime.LOOK,
    "cyberpunk": cyberpunk.LOOK,
}
"""Style key → look."""

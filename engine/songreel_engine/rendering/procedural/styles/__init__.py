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
    claymation,
    cyberpunk,
    disposable_camera,
    dynamic_anime,
    film_noir,
    found_footage,
    golden_hour,
    liquid_chrome,
    low_poly_3d,
    midnight_blue,
    neo_noir,
    painterly_3d,
    post_apocalyptic,
    retro_open_world,
    tilt_shift,
    vaporwave,
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
    "disposable_camera": disposable_camera.LOOK,
    "film_noir": film_noir.LOOK,
    "found_footage": found_footage.LOOK,
    "post_apocalyptic": post_apocalyptic.LOOK,
    "tilt_shift": tilt_shift.LOOK,
    "vaporwave": vaporwave.LOOK,
    "cyberpunk": cyberpunk.LOOK,
    "low_poly_3d": low_poly_3d.LOOK,
    "claymation": claymation.LOOK,
    "liquid_chrome": liquid_chrome.LOOK,
    "retro_open_world": retro_open_world.LOOK,
    "dynamic_anime": dynamic_anime.LOOK,
    "painterly_3d": painterly_3d.LOOK,
}
"""Style key → look."""

"""Who the performer is, as far as the draft leaves it open: hair and skin, the same through a film, drawn from its seed."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_engine.rendering.jobs import Rgb

HAIR_COLOURS: Final[tuple[Rgb, ...]] = (
    (0.085, 0.052, 0.042),  # dark brown
    (0.028, 0.024, 0.030),  # black
    (0.190, 0.085, 0.040),  # chestnut
    (0.330, 0.090, 0.030),  # copper
    (0.480, 0.320, 0.150),  # dark blond
)
SKINS: Final[tuple[Rgb, ...]] = (
    (0.72, 0.47, 0.36),
    (0.62, 0.38, 0.27),
    (0.47, 0.27, 0.18),
    (0.30, 0.160, 0.100),
    (0.170, 0.088, 0.056),
)
_FAIR_HAIR_FROM: Final = 3
"""Copper and blond go with the lighter skins only."""
_LIGHTER_SKINS: Final = 2


@dataclass(frozen=True)
class Identity:
    """What is the performer's own; linear RGB, 0..1."""

    hair_colour: Rgb
    skin: Rgb


def identity_of(seed: int) -> Identity:
    """The performer of the film with this seed."""
    chance = np.random.default_rng([seed % 2**32, 0xFACE])
    skin = int(chance.integers(len(SKINS)))
    hair = int(chance.integers(len(HAIR_COLOURS) if skin < _LIGHTER_SKINS else _FAIR_HAIR_FROM))
    return Identity(HAIR_COLOURS[hair], SKINS[skin])

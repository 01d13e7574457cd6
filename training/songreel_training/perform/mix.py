"""Stems become a record: levels, rooms, the bus, and what the record has been through."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_training.perform.codec import CODECS, round_trip
from songreel_training.perform.effects import (
    active_level,
    compressed,
    high_passed,
    in_room,
    limited,
    low_passed,
    noise_floor,
    toned,
)

Samples = NDArray[np.float32]

LEVEL_DB: Final[dict[str, tuple[float, float]]] = {
    "drums": (-6.0, 7.0),
    "bass": (-7.0, 3.0),
    "distorted": (-6.0, 5.0),
    "clean": (-6.0, 3.0),
    "lead": (-7.0, 3.0),
}
"""Range of each stem's level."""
_CODEC_CHANCE: Final = 0.2
_BAND_LIMIT_CHANCE: Final = 0.12
_NOISE_CHANCE: Final = 0.15
_CLIP_CHANCE: Final = 0.05


def placed(stem: Samples, name: str, rng: np.random.Generator, rate_hz: int) -> tuple[Samples, float]:
    """The stem toned, compressed and set to a level by dice, and that level in dB. A silent stem stays silent."""
    level = active_level(stem, rate_hz)
    if level == 0.0:
        return stem, 0.0
    shaped = toned(stem, rng, rate_hz)
    if rng.random() < 0.35:
        shaped = compressed(
            shaped, float(rng.uniform(2, 6)), float(rng.uniform(-14, -4)), float(rng.uniform(0.02, 0.15)), rate_hz
        )
    db = float(rng.uniform(*LEVEL_DB[name]))
    return shaped * np.float32(10 ** (db / 20) / (active_level(shaped, rate_hz) or 1.0)), db


def mastered(mix: Samples, loud: bool, rng: np.random.Generator, rate_hz: int) -> tuple[Samples, dict[str, object]]:
    """The finished record within ±1, and what was done to it."""
    recipe: dict[str, object] = {}
    decay_s, wet = (
        float(rng.uniform(0.3, 2.5)),
        float(rng.choice([0.0, rng.uniform(0.05, 0.25), rng.uniform(0.2, 0.6)], p=[0.2, 0.55, 0.25])),
    )
    if wet:
        mix = in_room(mix, decay_s, wet, rng, rate_hz)
        recipe["room"] = [round(decay_s, 2), round(wet, 2)]
    mix = high_passed(mix, float(rng.uniform(20, 45)), rate_hz)
    if rng.random() < (0.9 if loud else 0.5):
        mix = compressed(
            mix, float(rng.uniform(1.5, 5)), float(rng.uniform(-12, -3)), float(rng.uniform(0.04, 0.3)), rate_hz
        )
    drive_db = (9.0 if loud else 4.0) * float(rng.random()) ** 1.5
    mix = limited(mix, drive_db)
    recipe["drive_db"] = round(drive_db, 1)
    if rng.random() < _NOISE_CHANCE:
        below_db = float(rng.uniform(-62, -30))
        mix = mix + noise_floor(len(mix), rng, rate_hz) * np.float32(10 ** (below_db / 20))
        recipe["noise_db"] = round(below_db, 1)
    if rng.random() < _BAND_LIMIT_CHANCE:
        edge_hz = float(rng.uniform(4500, 10_000))
        mix = low_passed(mix, edge_hz, rate_hz, 6)
        recipe["band_hz"] = round(edge_hz)
    if rng.random() < _CLIP_CHANCE:
        mix = np.clip(mix * np.float32(10 ** (rng.uniform(3, 9) / 20)), -1, 1)
        recipe["clipped"] = True
    peak = float(np.max(np.abs(mix))) or 1.0
    mix = mix * np.float32(10 ** (rng.uniform(-14, -0.2) / 20) / peak)
    if rng.random() < _CODEC_CHANCE:
        name = str(rng.choice(list(CODECS)))
        bit_rate = int(rng.choice(CODECS[name].bit_rates))
        mix = np.clip(round_trip(mix, rate_hz, name, bit_rate), -1, 1)
        recipe["codec"] = [name, bit_rate]
    return mix.astype(np.float32), recipe

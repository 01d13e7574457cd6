"""Film grain: one tile of noise, shown at another place each frame. It carries the black level into luma with it."""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.colour import BLACK

SLACK_PX: Final = 64
"""How much the tile is larger than the frame: 32 × 32 even places to stand."""
GRAIN_PX_AT_1080: Final = 0.62
"""Size of a grain (blur of white noise) where the short side is 1080."""


@lru_cache(maxsize=3)
def grain_tile(width_px: int, height_px: int, strength: float) -> NDArray[np.uint8]:
    """Black level plus noise, larger than the frame by `SLACK_PX`. The same tile serves all shots of a film.

    `strength`: standard deviation in luma steps of 255.
    """
    shape = (height_px + SLACK_PX, width_px + SLACK_PX)
    noise = np.random.default_rng(0x6A).standard_normal(shape, np.float32)
    sigma = GRAIN_PX_AT_1080 * min(width_px, height_px) / 1080
    if sigma > 0.2:
        noise = cv2.GaussianBlur(noise, (0, 0), sigma).astype(np.float32)
    noise *= np.float32(strength / noise.std())
    tile = np.clip(np.rint(noise + BLACK), 0, 2 * BLACK).astype(np.uint8)
    tile.flags.writeable = False
    return tile


def add_grain(
    luma: NDArray[np.uint8], tile: NDArray[np.uint8], *, frame: int, seed: int, out: NDArray[np.uint8]
) -> None:
    """`out` = luma above black + black + grain; stateless: the place depends on `frame` and `seed` only."""
    height, width = luma.shape
    x, y = np.random.default_rng([seed, frame, 0x6A]).integers(0, SLACK_PX, 2)
    cv2.add(luma, tile[y : y + height, x : x + width], dst=out)

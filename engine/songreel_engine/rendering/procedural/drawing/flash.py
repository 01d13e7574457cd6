"""The hard shadow that a flash beside the lens throws on what stands close behind its subject."""

from typing import Final

import cv2
import numpy as np

from songreel_engine.rendering.procedural.drawing.arithmetic import f32
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture

_USUAL_FOCUS_M: Final = 2.5
"""Distance at which `across` and `down` are meant."""
_SOFT_UNITS: Final = 1.6


def flash_shadowed(
    picture: Picture, guides: Guides, *, across: float = -30.0, down: float = 20.0, strength: float = 0.8
) -> Picture:
    """Linear light with the shadows of performer and props beside them, as far as the flash reaches.

    `across`, `down`: how far a shadow on the horizon would fall aside, in units; nearer ones fall nearer.
    """
    behind = np.clip(1.0 - guides.focus_m / np.maximum(guides.distance, 0.3), 0.0, 1.0)
    aside = f32(behind * np.float32(_USUAL_FOCUS_M / max(guides.focus_m, 0.3) * guides.unit_px))
    height, width = guides.distance.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    cards = cv2.GaussianBlur(guides.cards.astype(np.float32), (0, 0), max(_SOFT_UNITS * guides.unit_px, 0.3))
    thrown = cv2.remap(cards, columns - np.float32(across) * aside, rows - np.float32(down) * aside, cv2.INTER_LINEAR)
    # No shadow on what the subject touches, and little where the flash itself is spent.
    share = f32(thrown) * np.clip(behind * 8.0, 0.0, 1.0) * (1.0 - behind) * np.float32(strength) * ~guides.sky
    return f32(picture * (1.0 - share)[..., None])

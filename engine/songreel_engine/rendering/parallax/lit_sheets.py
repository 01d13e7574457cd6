"""Sheets in the light of the moment: their planes laid side by side, so that they are warped together.

OpenCV moves four interleaved planes for about the price of one. So a sheet's picture at rest and at the height of a beat and its
alpha travel as one, and are blended for the light where they arrive. A background's luma alone is blended before it is moved: it
covers everything, and has no alpha to share the way with.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.colour import Planes
from songreel_engine.rendering.parallax.mouth import MouthSheet
from songreel_engine.rendering.parallax.sheets import Sheet

Plane = NDArray[np.uint8]

_REST_OF_CHROMA: Final = (0, 2)
_HIT_OF_CHROMA: Final = (1, 3)
"""Where U and V stand in `Quads.chroma`."""


class Quads(NamedTuple):
    """A picture with its twin at the height of a beat, planes interleaved."""

    luma: Plane
    """[h, w, 4]: luma at rest, at the hit, alpha, nothing."""
    chroma: Plane
    """[h/2, w/2, 4]: U at rest, U at the hit, V at rest, V at the hit."""


@dataclass(frozen=True)
class LightNow:
    """The light of one frame: `hit` 0..1 towards the plate's hit, `gain` on luma."""

    hit: float
    gain: float


def steady_light(hit: float, gain: float) -> LightNow:
    """Rounded, so that a steady light is recognised as the same."""
    return LightNow(round(hit, 3), round(gain, 3))


def shine(rest: Plane, hit: Plane, light: LightNow, out: Plane, *, gain: float = 1.0) -> None:
    """One plane of a picture in this light; `gain` is luma's."""
    cv2.addWeighted(rest, (1 - light.hit) * gain, hit, light.hit * gain, 0, dst=out)


class LitBackground:
    """The sheet that covers everything; its luma is blended again only when the light has changed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.chroma = _chroma(sheet.rest, sheet.hit)
        """As in `Quads`."""
        self._luma = np.empty_like(sheet.rest.y)
        self._light: LightNow | None = None

    def luma(self, light: LightNow) -> Plane:
        """Valid until the next call."""
        if light != self._light:
            shine(self.sheet.rest.y, self.sheet.hit.y, light, self._luma, gain=light.gain)
            self._light = light
        return self._luma


class LitCard:
    """A sheet with alpha."""

    def __init__(self, sheet: Sheet) -> None:
        assert sheet.alpha is not None, "only the background covers everything"
        self.sheet = sheet
        self._quads = Quads(
            np.asarray(cv2.merge([sheet.rest.y, sheet.hit.y, sheet.alpha, np.zeros_like(sheet.alpha)]), np.uint8),
            _chroma(sheet.rest, sheet.hit),
        )
        self._opening = 0.0

    def quads(self, opening: float = 0.0) -> Quads:
        """The sheet's picture, its mouth `opening` 0..1 wide; valid until the next call."""
        if self.sheet.mouth is not None and opening != self._opening:
            self._speak(self.sheet.mouth, opening)
            self._opening = opening
        return self._quads

    def _speak(self, mouth: MouthSheet, opening: float) -> None:
        """The mouth's part of the picture, between the two stored pictures on either side of `opening`."""
        at = opening * (len(mouth.rest) - 1)
        below = min(int(at), len(mouth.rest) - 2)
        rest, hit = (
            Planes(*(_between(less, more, at - below) for less, more in zip(*steps[below : below + 2], strict=True)))
            for steps in (mouth.rest, mouth.hit)
        )
        height, width = rest.y.shape
        luma = self._quads.luma[mouth.y_px : mouth.y_px + height, mouth.x_px : mouth.x_px + width]
        luma[..., 0], luma[..., 1] = rest.y, hit.y
        top, left = mouth.y_px // 2, mouth.x_px // 2
        self._quads.chroma[top : top + height // 2, left : left + width // 2] = _chroma(rest, hit)


def _between(less: Plane, more: Plane, share: float) -> Plane:
    return np.asarray(cv2.addWeighted(less, 1 - share, more, share, 0), np.uint8)


def _chroma(rest: Planes, hit: Planes) -> Plane:
    chroma = np.empty((*rest.u.shape, 4), np.uint8)
    for places, picture in ((_REST_OF_CHROMA, rest), (_HIT_OF_CHROMA, hit)):
        for place, plane in zip(places, (picture.u, picture.v), strict=True):
            chroma[..., place] = plane
    return chroma

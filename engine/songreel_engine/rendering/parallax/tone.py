"""How bright and what colour a plate is, so that weather and flashes can be fitted to it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.colour import LUMA_SPAN, NEUTRAL, Planes, colour_to_yuv
from songreel_engine.rendering.parallax.sheets import Sheet
from songreel_engine.rendering.parallax.weather import Kind

AIR_QUANTILES: Final = (0.60, 0.90)
"""Fog is lit by the sky and lamps around: it takes the colour of what lies between these brightnesses."""
HIGHLIGHT_QUANTILE: Final = 0.97
SPRITE_LIFT: Final = 34
"""Luma by which sprites stand out from the place's highlights; they are seen against what is darker."""


@dataclass(frozen=True)
class PlateTone:
    """Measured on the layers at rest. Colours are (Y - 16, U, V)."""

    flash_luma: float
    """How much brighter the hit is than the rest, in mean luma."""
    air: tuple[int, int, int]
    highlight_luma: int


def measure_tone(sheets: tuple[Sheet, ...], width_px: int, height_px: int) -> PlateTone:
    """From all sheets of a plate as the frame at rest sees them; a card counts whole, so a flash is never underrated."""
    background = sheets[0]
    top, left = (
        (whole - part) // 2 for whole, part in zip(background.rest.y.shape, (height_px, width_px), strict=True)
    )
    inner = np.s_[top : top + height_px, left : left + width_px]
    flash = _rise(background.rest.y[inner], background.hit.y[inner])
    flash += sum(max(_rise(sheet.rest.y, sheet.hit.y), 0.0) for sheet in sheets[1:])
    flash /= width_px * height_px
    luma = background.rest.y[::4, ::4]
    low, high = np.quantile(luma, AIR_QUANTILES)
    highlight = min(int(np.quantile(luma, HIGHLIGHT_QUANTILE)) + SPRITE_LIFT, LUMA_SPAN)
    return PlateTone(flash, _mean_between(background.rest, float(low), float(high)), highlight)


def weather_colour(kind: Kind | None, tone: PlateTone) -> tuple[int, int, int]:
    """Of a weather's sprites in this place's light; black for none."""
    if kind is None:
        return 0, NEUTRAL, NEUTRAL
    y, u, v = colour_to_yuv(kind.colour)
    return round(kind.own_light * y + (1 - kind.own_light) * min(y, tone.highlight_luma)), u, v


def _rise(rest: NDArray[np.uint8], hit: NDArray[np.uint8]) -> float:
    return float(hit.sum(dtype=np.float64) - rest.sum(dtype=np.float64))


def _mean_between(planes: Planes, low: float, high: float) -> tuple[int, int, int]:
    luma = planes.y[::2, ::2]
    chosen: NDArray[np.bool_] = (luma >= low) & (luma <= high)
    y, u, v = (float(plane[chosen].mean()) for plane in (luma, planes.u, planes.v))
    return round(y), round(u), round(v)

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


def measure_tone(sheets: tuple[Sheet, ...]) -> PlateTone:
    """From all sheets of a plate; cards count for the area they cover."""
    background = sheets[0]
    area = background.rest.y.size
    flash = (
        sum(float(sheet.hit.y.sum(dtype=np.float64) - sheet.rest.y.sum(dtype=np.float64)) for sheet in sheets) / area
    )
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


def _mean_between(planes: Planes, low: float, high: float) -> tuple[int, int, int]:
    luma = planes.y[::2, ::2]
    chosen: NDArray[np.bool_] = (luma >= low) & (luma <= high)
    y, u, v = (float(plane[chosen].mean()) for plane in (luma, planes.u, planes.v))
    return round(y), round(u), round(v)

"""The print: what is done to the colours of finished frames. Luma goes through one curve, chroma is scaled and tinted by luma.

Curves are bounded in slope, so 8 bits show no steps; black stays black and white white unless a print look moves them.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import GradeJob
from songreel_engine.rendering.parallax.colour import LUMA_SPAN, NEUTRAL, RGB_TO_YUV, Planes

Curve = NDArray[np.float64]
Table = NDArray[np.uint8]
Cast = tuple[float, float, float]
"""What is added to R, G and B, of 255; only its colour counts, luma is the curve's affair."""

WARM_CAST: Final[Cast] = (52.0, -4.0, -46.0)
"""Of white at warmth 1."""
CONTRAST_PIVOT: Final = 0.40
"""Luma that contrast leaves where it is: about the middle of pictures that are mostly dusk and night."""
STEEPEST: Final = 1.75
"""Slope of the luma curve at its pivot at contrast 1."""
FLATTEST: Final = 0.6
BRIGHTEST: Final = 1.1
"""At brightness 1 darks rise by the factor 1 + this, at -1 they fall by it."""
MOST_SATURATED: Final = 0.8
"""Added to the factor on chroma at saturation 1; at -1 nothing is left of it."""


class PrintLook(NamedTuple):
    """A way of printing; the neutral one is the default of every field."""

    black: float = 0.0
    """Luma that black is printed with, 0..1."""
    white: float = 1.0
    contrast: float = 0.0
    saturation: float = 1.0
    """Factor on chroma."""
    darks: Cast = (0.0, 0.0, 0.0)
    lights: Cast = (0.0, 0.0, 0.0)
    grain: float = 1.0
    """Factor on the style's grain."""


PRINT_LOOKS: Final = {
    "": PrintLook(),
    "film": PrintLook(
        black=0.025, white=0.96, contrast=0.28, saturation=0.94, darks=(-9, 3, 9), lights=(14, 4, -14), grain=1.7
    ),
    "faded": PrintLook(
        black=0.085, white=0.92, contrast=-0.2, saturation=0.62, darks=(2, -1, 10), lights=(16, 3, -14), grain=1.3
    ),
    "bleached": PrintLook(contrast=0.62, saturation=0.34, darks=(-4, 0, 5), lights=(4, 3, -2), grain=1.5),
    "monochrome": PrintLook(contrast=0.18, saturation=0.0),
    "sepia": PrintLook(black=0.03, white=0.95, contrast=0.06, saturation=0.0, darks=(17, 3, -9), lights=(36, 4, -32)),
}


@dataclass(frozen=True, eq=False)
class Print:
    """A grade as tables over 8-bit values."""

    luma: Table | None
    """[256] luma above black to the same; None: it stays."""
    tints: tuple[Table, Table] | None
    """[256] printed luma to U and V of a grey; None: greys stay grey."""
    chroma: float
    """Factor on what U and V stand off from grey."""


def print_look(name: str) -> PrintLook:
    """Raises RenderError for a look that is not known."""
    try:
        return PRINT_LOOKS[name]
    except KeyError:
        known = ", ".join(filter(None, PRINT_LOOKS))
        raise RenderError(f"There is no print look {name!r}; choose one of {known}, or none.") from None


def make_print(grade: GradeJob) -> Print | None:
    """The grade's tables; None where nothing is asked, and frames stay as they are. Raises RenderError as `print_look`."""
    look = print_look(grade.look)
    if grade == GradeJob():
        return None
    steps = np.arange(256)
    luma = _table(_printed(steps / LUMA_SPAN, grade, look) * LUMA_SPAN)
    tint_u, tint_v = (_table(tint + NEUTRAL) for tint in _tints(steps / LUMA_SPAN, grade, look))
    middle = float(_printed(np.array([CONTRAST_PIVOT]), grade, look)[0])
    saturation = 1 + grade.saturation * (MOST_SATURATED if grade.saturation > 0 else 1.0)
    is_tinted = bool((tint_u != NEUTRAL).any() or (tint_v != NEUTRAL).any())
    return Print(
        luma=luma if (luma != steps)[: LUMA_SPAN + 1].any() else None,
        tints=(tint_u, tint_v) if is_tinted else None,
        # A brighter print with the same chroma would look paler: chroma follows the middle tone.
        chroma=saturation * look.saturation * (middle / CONTRAST_PIVOT) ** 0.5,
    )


def grade_frame(picture: Planes, made: Print) -> None:
    """Prints a frame in place; its luma counts from black."""
    y, u, v = picture
    if made.luma is not None:
        cv2.LUT(y, made.luma, dst=y)
    if made.tints is None:
        for plane in (u, v):
            cv2.addWeighted(plane, made.chroma, plane, 0, NEUTRAL * (1 - made.chroma), dst=plane)
        return
    half = cv2.resize(y, u.shape[::-1], interpolation=cv2.INTER_AREA)
    for plane, tint in zip((u, v), made.tints, strict=True):
        cv2.addWeighted(plane, made.chroma, cv2.LUT(half, tint), 1, -NEUTRAL * made.chroma, dst=plane)


def _printed(luma: Curve, grade: GradeJob, look: PrintLook) -> Curve:
    """Luma 0..1 to luma 0..1."""
    bright = _brightened(np.clip(luma, 0, 1), grade.brightness)
    for contrast in (look.contrast, grade.contrast):
        bright = _contrasted(bright, contrast)
    return look.black + (look.white - look.black) * bright


def _brightened(luma: Curve, brightness: float) -> Curve:
    """A hyperbola from black to white; its inverse for a darker print."""
    rise = BRIGHTEST * abs(brightness)
    return (1 + rise) * luma / (1 + rise * luma) if brightness >= 0 else luma / (1 + rise * (1 - luma))


def _contrasted(luma: Curve, contrast: float) -> Curve:
    """Steeper or flatter at the pivot. Both ends stay where contrast rises; where it falls, they close in."""
    if contrast < 0:
        slope = 1 + (1 - FLATTEST) * contrast
        return CONTRAST_PIVOT + slope * (luma - CONTRAST_PIVOT)
    power = 1 + (STEEPEST - 1) * contrast
    below = CONTRAST_PIVOT * (luma / CONTRAST_PIVOT) ** power
    above = 1 - (1 - CONTRAST_PIVOT) * ((1 - luma) / (1 - CONTRAST_PIVOT)) ** power
    return np.asarray(np.where(luma < CONTRAST_PIVOT, below, above), np.float64)


def _tints(luma: Curve, grade: GradeJob, look: PrintLook) -> Curve:
    """How far U and V of a grey stand off, [2, 256]. Pure black and pure white can have no colour."""
    bounded = np.clip(luma, 0, 1)
    in_darks = np.minimum(8 * bounded, 1) * (1 - bounded) ** 2
    in_lights = bounded * (1 - bounded**8)
    return (
        np.outer(_chroma(look.darks), in_darks)
        + np.outer(_chroma(look.lights), in_lights)
        + np.outer(grade.warmth * _chroma(WARM_CAST), in_lights)
    )


def _chroma(cast: Cast) -> Curve:
    return np.asarray(RGB_TO_YUV[1:, :3].astype(np.float64) @ np.array(cast), np.float64)


def _table(values: Curve) -> Table:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)

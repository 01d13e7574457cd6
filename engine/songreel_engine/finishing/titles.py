"""Titles, captions and plain lyrics as they stand on the picture: laid out for a frame size, then drawn with their shadow.

Sizes follow the geometric mean of the frame's sides, so a title looks the same weight in a vertical and a wide film. Text
stands inside the safe area of the place it is made for, and what would not fit is set smaller. Letters are set closer the
larger they are. How strong the shadow is follows from the picture under it (`typography.contrast`).
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from songreel_engine.draft.model import SafeArea, TextItem, TextPlace, TextRole, TextSize
from songreel_engine.errors import RenderError
from songreel_engine.finishing.fonts import FontFace, find_face, needs_shaping, without_unwritable
from songreel_engine.finishing.typography.bundled import Voice
from songreel_engine.finishing.typography.contrast import UNKNOWN_GROUND, Veil, rgb_of, veil_for
from songreel_engine.finishing.typography.letters import blurred, language_of, veil_cover
from songreel_engine.finishing.typography.safe_areas import Area, area_of
from songreel_engine.finishing.wrapping import Measure, break_words, fill, wrap

Rgba = NDArray[np.uint8]
"""[h, w, 4], sRGB, colour not multiplied by alpha."""


@dataclass(frozen=True)
class _RoleLook:
    voice: Voice
    size: float
    """Letter size as a share of the frame's geometric mean side."""
    tracking: float
    """Space between letters, in letter sizes, over what their size asks for."""
    leading: float
    """From line to line, in letter sizes."""
    lines: int
    """More than so many, and it is set smaller."""


_LOOKS: Final[dict[TextRole, _RoleLook]] = {
    "title": _RoleLook("heavy", 0.078, 0.0, 1.12, 3),
    "caption": _RoleLook("text", 0.038, 0.0, 1.32, 3),
    "lyric": _RoleLook("text", 0.046, 0.0, 1.28, 3),
    "credit": _RoleLook("text", 0.030, 0.07, 1.50, 6),
}
_SIZES: Final[dict[TextSize, float]] = {"small": 0.72, "medium": 1.0, "large": 1.4}
_SMALLEST: Final = 0.3
"""A text shrinks to this share of its size and no further."""
_LEGIBLE_PX: Final = 8
_SHRINK: Final = 0.94
_TALLEST: Final = 0.6
"""Share of the frame's height that one text may cover."""

_SIDE_WIDTH: Final = 0.5
"""Share of a wide frame that a text at its left or right may cover."""
_OPTICAL_MIDDLE: Final = 0.48
"""What stands in the exact middle looks low."""

_CONTACT_BLUR, _CONTACT_ALPHA = 0.06, 0.55
"""Of the shadow that draws the letters' edge; blur in letter sizes. The veil that calms their ground is as strong as it must."""
_REACH: Final = 1.25
"""How far shadow and veil reach, in letter sizes."""
_USUAL_STRENGTH: Final = 0.55
_TIGHTEST, _LOOSENING, _SIZE_OF_EASE = -0.0223, 0.185, 0.1745
"""Tracking by size in points at 1080 lines. Source: Inter's dynamic metrics, https://rsms.me/inter/dynmetrics/."""


@dataclass(frozen=True, kw_only=True)
class LaidText:
    """A text broken into lines and set at a size; equal ones look alike."""

    lines: tuple[str, ...]
    face: FontFace
    size_px: int
    tracking_px: float
    leading_px: int
    ascent_px: int
    """From the top of the first line's capitals to its baseline."""
    colour: str
    place: TextPlace
    frame_px: tuple[int, int]
    """Width and height."""
    area: Area
    width_px: int
    height_px: int

    def facts(self) -> dict[str, object]:
        """All that its look depends on, for a content key."""
        return vars(self) | {"face": self.face.fingerprint(), "area": vars(self.area)}

    def box(self, shift_px: int = 0) -> Area:
        """The block of letters in the frame."""
        left, top = _corner(self, shift_px)
        return Area(left, top, left + self.width_px, top + self.height_px)


@dataclass(frozen=True, kw_only=True, eq=False)
class Overlay:
    """A picture and where its top left corner stands in the frame; all four numbers are even, and it lies inside."""

    left_px: int
    top_px: int
    pixels: Rgba


def lay_text(item: TextItem, width_px: int, height_px: int, safe_area: SafeArea | None = None) -> LaidText | None:
    """The text set for a frame, inside its safe area; None where there is nothing to see in it.

    Raises RenderError where no font has a character of it, or where it is too long to be shown at once.
    """
    text = _plain(item.text)
    if item.role == "lyric":
        text = "\n".join(without_unwritable(line)[0] for line in text.splitlines()).strip()
    if not text:
        return None
    look = _LOOKS[item.role]
    face = find_face(text, look.voice)
    area = area_of(safe_area, width_px, height_px)
    nominal_px = look.size * _SIZES[item.size] * math.sqrt(width_px * height_px)
    room_px = _room_px(item.place, area, (width_px, height_px))
    size_px = _fitting_size_px(text, face, look, nominal_px, room_px, height_px)
    lines = wrap(break_words(text, _measure(face, look, size_px), room_px), _measure(face, look, size_px), room_px)
    laid = _laid(lines, face, look, size_px, item, area, (width_px, height_px))
    if laid.height_px > _TALLEST * height_px:
        raise RenderError(f"The text {_shortened(text)!r} is too long to be shown at once; split it into several.")
    return laid


def check_texts(items: Iterable[TextItem]) -> tuple[str, ...]:
    """What of the lyrics no font on this machine can write and is left out, in sentences: ask before an edit is kept.

    Raises RenderError where it is in another text.
    """
    lacking: dict[str, None] = {}
    for item in items:
        if item.role == "lyric":
            lacking |= dict.fromkeys(without_unwritable(_plain(item.text))[1])
        else:
            find_face(_plain(item.text))
    return (f"No font on this machine can write {' '.join(lacking)}: left out of the lyrics.",) if lacking else ()


def usual_veil(colour: str) -> Veil:
    """For letters over a picture that nobody looked at: as strong as the worst asks for, within reason."""
    veil = veil_for(colour, UNKNOWN_GROUND)
    return Veil(min(veil.strength, _USUAL_STRENGTH), veil.is_dark, veil.contrast)


def draw_text(laid: LaidText, shift_px: int = 0, veil: Veil | None = None) -> Overlay:
    """The text drawn at its place, `shift_px` further away from the frame's edge (from the middle: further down).

    `veil` is what its ground needs; None: the usual one.
    """
    padding = math.ceil(_REACH * laid.size_px)
    left, top = _corner(laid, shift_px)
    size = (laid.width_px + 2 * padding, laid.height_px + 2 * padding)
    letters = _letters(laid, padding, size)
    pixels = _shaded(letters, laid, veil or usual_veil(laid.colour))
    return _inside(pixels, left - padding, top - padding, laid.frame_px)


def stacking_gap_px(laid: LaidText) -> int:
    """Room between two texts at one place."""
    return round(0.45 * laid.leading_px)


def _plain(text: str) -> str:
    """Composed characters, single spaces, no controls, no empty lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    kept = re.sub("[\ufe00-\ufe0f]", "", kept)
    lines = (" ".join(line.split()) for line in kept.splitlines())
    return "\n".join(line for line in lines if line)


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _room_px(place: TextPlace, area: Area, frame_px: tuple[int, int]) -> int:
    """Beside the middle it is half a wide frame; in the middle the wider of the two insets counts for both sides."""
    width_px, height_px = frame_px
    if _column(place) != "middle":
        return min(area.width_px, round(width_px * _SIDE_WIDTH)) if width_px > height_px else area.width_px
    return width_px - 2 * max(area.left_px, width_px - area.right_px)


def _fitting_size_px(
    text: str, face: FontFace, look: _RoleLook, nominal_px: float, room_px: int, height_px: int
) -> int:
    """The largest size, from the nominal one down, at which whole words fit in few lines; else the smallest there is."""
    size_px = nominal_px
    smallest_px = max(_LEGIBLE_PX, _SMALLEST * nominal_px)
    while size_px > smallest_px:
        measure = _measure(face, look, round(size_px))
        lines = fill(text, measure, room_px)
        tall = len(lines) * look.leading * size_px > _TALLEST * height_px
        if len(lines) <= look.lines and max(map(measure, lines)) <= room_px and not tall:
            return round(size_px)
        size_px *= _SHRINK
    return round(smallest_px)


def _laid(
    lines: list[str],
    face: FontFace,
    look: _RoleLook,
    size_px: int,
    item: TextItem,
    area: Area,
    frame_px: tuple[int, int],
) -> LaidText:
    leading_px = round(look.leading * size_px)
    ascent_px = _cap_height_px(face.at(size_px))
    measure = _measure(face, look, size_px)
    return LaidText(
        lines=tuple(lines),
        face=face,
        size_px=size_px,
        tracking_px=_tracking_px("".join(lines), look, size_px),
        leading_px=leading_px,
        ascent_px=ascent_px,
        colour=item.colour,
        place=item.place,
        frame_px=frame_px,
        area=area,
        width_px=math.ceil(max(map(measure, lines))),
        height_px=(len(lines) - 1) * leading_px + ascent_px,
    )


def _tracking_px(text: str, look: _RoleLook, size_px: int) -> float:
    """Letters that join or change with their neighbours stay together."""
    if needs_shaping(text):
        return 0.0
    return (look.tracking + _TIGHTEST + _LOOSENING * math.exp(-_SIZE_OF_EASE * size_px)) * size_px


def _measure(face: FontFace, look: _RoleLook, size_px: int) -> Measure:
    font = face.at(size_px)
    return lambda line: (
        font.getlength(line, language=language_of(line)) + _tracking_px(line, look, size_px) * (len(line) - 1)
    )


def _cap_height_px(font: ImageFont.FreeTypeFont) -> int:
    return round(-font.getbbox("H", anchor="ls")[1])


def _corner(laid: LaidText, shift_px: int) -> tuple[int, int]:
    """Left and top of the block of letters."""
    width_px, height_px = laid.frame_px
    area = laid.area
    across = {
        "left": area.left_px,
        "middle": (width_px - laid.width_px) // 2,
        "right": area.right_px - laid.width_px,
    }
    down = {
        "top": area.top_px + shift_px,
        "middle": round(_OPTICAL_MIDDLE * height_px - laid.height_px / 2) + shift_px,
        "bottom": area.bottom_px - laid.height_px - shift_px,
    }
    # A pile of texts that is higher than the frame ends at its edge.
    top = min(max(down[_row(laid.place)], 0), height_px - laid.height_px)
    return across[_column(laid.place)], top


def _column(place: TextPlace) -> str:
    return next((side for side in ("left", "right") if place.endswith(side)), "middle")


def _row(place: TextPlace) -> str:
    return next((row for row in ("top", "bottom") if place.startswith(row)), "middle")


def _letters(laid: LaidText, padding_px: int, size_px: tuple[int, int]) -> NDArray[np.float32]:
    """How much of each pixel the letters cover, 0 to 1, on a canvas with room around them."""
    canvas = Image.new("L", size_px)
    draw = ImageDraw.Draw(canvas)
    font = laid.face.at(laid.size_px)
    slack = {"left": 0.0, "middle": 0.5, "right": 1.0}[_column(laid.place)]
    for number, line in enumerate(laid.lines):
        left = padding_px + slack * (laid.width_px - font.getlength(line) - laid.tracking_px * (len(line) - 1))
        baseline = padding_px + laid.ascent_px + number * laid.leading_px
        for text, offset in _set_apart(line, font, laid.tracking_px):
            draw.text((left + offset, baseline), text, 255, font, anchor="ls", language=language_of(text))
    return np.asarray(canvas, np.uint8).astype(np.float32) / np.float32(255)


def _set_apart(line: str, font: ImageFont.FreeTypeFont, tracking_px: float) -> list[tuple[str, float]]:
    """What is drawn at once, and where from the line's start: letters with kerning and tracking, or the whole line."""
    if not tracking_px:
        return [(line, 0.0)]
    return [
        (letter, font.getlength(line[: i + 1]) - font.getlength(letter) + i * tracking_px)
        for i, letter in enumerate(line)
    ]


def _shaded(letters: NDArray[np.float32], laid: LaidText, veil: Veil) -> Rgba:
    """Letters in their colour over their shadow."""
    rgb = np.array(rgb_of(laid.colour), np.float32)
    shadow_rgb = np.full(3, 0 if veil.is_dark else 255, np.float32)
    contact = blurred(letters, _CONTACT_BLUR * laid.size_px, 1.8) * np.float32(_CONTACT_ALPHA)
    calm = veil_cover(letters, laid.size_px) * np.float32(veil.strength)
    behind = (1 - (1 - contact) * (1 - calm)) * (1 - letters)
    alpha = letters + behind
    colour = (letters[..., None] * rgb + behind[..., None] * shadow_rgb) / np.maximum(alpha, 1 / 512)[..., None]
    return np.asarray(np.rint(np.dstack([colour, alpha * 255])).clip(0, 255), np.uint8)


def _inside(pixels: Rgba, left_px: int, top_px: int, frame_px: tuple[int, int]) -> Overlay:
    """Cut to the frame and brought onto its 2×2 grid of chroma."""
    height_px, width_px = pixels.shape[:2]
    x0, y0 = max(0, left_px), max(0, top_px)
    x1, y1 = min(frame_px[0], left_px + width_px), min(frame_px[1], top_px + height_px)
    even_x0, even_y0 = x0 - x0 % 2, y0 - y0 % 2
    whole = np.zeros((y1 - even_y0 + (y1 - even_y0) % 2, x1 - even_x0 + (x1 - even_x0) % 2, 4), np.uint8)
    whole[y0 - even_y0 : y1 - even_y0, x0 - even_x0 : x1 - even_x0] = pixels[
        y0 - top_px : y1 - top_px, x0 - left_px : x1 - left_px
    ]
    return Overlay(left_px=even_x0, top_px=even_y0, pixels=whole)

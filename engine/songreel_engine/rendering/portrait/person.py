"""A person from a photo as material for a picture: cut out, freed of the photo's light, measured in metres.

Sizes follow from the face where one is found (eyes stand 63 mm apart), else from the head in the outline, else a whole
person is taken to be 1.74 m tall. Form is guessed from the outline: thick in the middle, thin at the edge.
"""

import functools
import hashlib
import math
import warnings
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageOps

from songreel_engine.errors import RenderError
from songreel_engine.rendering.portrait.faces import FoundFace, Head, find_face
from songreel_engine.rendering.portrait.silhouettes import cut_person, find_head

Image = NDArray[np.uint8]
Map = NDArray[np.float32]

LONGEST_PX: Final = 1400
"""Longer side at which a photo is used."""
TALL_M: Final = 1.74
"""As the drawn performer is."""
EYES_APART_M: Final = 0.063
HEAD_WIDTH_M: Final = 0.19
"""With hair."""
_WHOLE_M: Final = 1.1
"""Whom the photo does not cut off below and who seems at least this tall is shown whole."""
_LEAST_SHOWN_M: Final = 0.32
_EDGE_ROWS: Final = 0.03
"""Share of the height over which an outline may touch a side of the photo by chance."""
_TONES: Final = 5
_SAME_HUE: Final = 0.06
"""Two colours of one cloth differ by less than this in their shares of red and green."""
_BY_HUE: Final = 6.0
_BY_LIGHTNESS: Final = 0.15
"""How much lightness counts against hue where colours are told apart: little, for the photo's light made much of it."""
_MOST_SHADING: Final = 0.75
"""Natural logarithm: light and shadow of a photo are evened out within about two stops."""
_EVENED: Final = 0.8
_BRIGHTEST: Final = 0.85
_BODY_DEPTH_M: Final = 0.065
_FOLD_M: Final = 0.004
"""How high fine light and dark are taken to stand, for each step of e."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """Who is in a photo. Maps are [h, w], cropped to the person; the last row is where the feet stand or the cut is."""

    albedo: Map
    """[h, w, 3] linear."""
    alpha: Map
    normal: Map
    """[h, w, 3]: to the right, up, towards the camera; unit length."""
    skin: Map
    """1 where there is bare skin, of the face at least."""
    face: FoundFace | None
    pixels_per_m: float
    middle_px: float
    """Column of the head's middle, or of the outline's."""
    is_whole: bool
    """From the crown to the feet; else the photo or what is cut off shows the upper part only."""
    side_cut_px: int
    """The row from which a side of the photo cuts the person off; the number of rows where none does."""
    head: Head | None
    """In pixels of the whole photo as `read_photo` gives it; None where the outline has none."""
    clothes: tuple[float, float, float]
    skin_colour: tuple[float, float, float] | None
    hair_colour: tuple[float, float, float] | None
    """Linear; None where it could not be measured."""

    @property
    def height_m(self) -> float:
        return float(self.alpha.shape[0] / self.pixels_per_m)

    @property
    def width_m(self) -> float:
        return float(self.alpha.shape[1] / self.pixels_per_m)


@functools.lru_cache(maxsize=4)
def _person_in(path: Path, _sha256: str) -> Person | None:
    rgb, given = read_photo(path)
    return person_of(rgb, given)


def read_person(path: Path) -> Person | None:
    """Who is in the photo; None where nobody stands out from the background. Raises RenderError where it is no picture."""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise RenderError(f"The photo {path.name} cannot be read ({error.strerror}); add it again.") from error
    return _person_in(path, digest)


def person_of(rgb: Image, given: Map | None = None) -> Person | None:
    """The person in a picture, uint8 [h, w, 3]; `given`: [h, w] what is cut already, 0..1. None where nobody stands out."""
    alpha = cut_person(rgb) if given is None else given
    if alpha is None:
        return None
    head = find_head(alpha > 0.5)
    face = find_face(rgb, head) if head is not None else None
    rows, columns = np.flatnonzero((alpha > 0.5).any(1)), np.flatnonzero((alpha > 0.5).any(0))
    if len(rows) < 16 or len(columns) < 16:
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    pixels_per_m = _scale(face, head, bottom - top)
    shown_m = (bottom - top) / pixels_per_m
    if shown_m < _LEAST_SHOWN_M:
        return None
    side_cut = min(_side_cut_from(alpha), bottom)
    is_whole = shown_m >= _WHOLE_M and bottom < alpha.shape[0] - 2 and side_cut == bottom
    if is_whole:
        pixels_per_m = (bottom - top) / TALL_M
    window = (slice(top, bottom), slice(int(columns[0]), int(columns[-1]) + 1))
    shift = (-window[1].start, -window[0].start)
    cut, cover = np.ascontiguousarray(rgb[window]), np.ascontiguousarray(alpha[window])
    moved = face.moved(*shift) if face is not None else None
    linear = _linear(_own_colours(cut, cover))
    albedo = _evened(linear, cover, 0.35 * HEAD_WIDTH_M * pixels_per_m)
    skin = _skin(cover, moved)
    middle = head.x + head.width / 2 if head is not None else float(columns.mean())
    if face is not None:
        middle = face.between_eyes[0]
    clothes, skin_colour, hair_colour = _colours(albedo, cover, moved, pixels_per_m)
    return Person(
        albedo=albedo,
        alpha=cover,
        normal=_form(cover, linear, pixels_per_m),
        skin=skin,
        face=moved,
        pixels_per_m=pixels_per_m,
        middle_px=middle + shift[0],
        is_whole=is_whole,
        side_cut_px=side_cut - top,
        head=head,
        clothes=clothes,
        skin_colour=skin_colour,
        hair_colour=hair_colour,
    )


def read_photo(path: Path) -> tuple[Image, Map | None]:
    """The photo upright and no larger than is of use; with what is cut already, where it is transparent in places.

    Raises RenderError where it is no picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PillowImage.DecompressionBombWarning)
            with PillowImage.open(path, formats=("JPEG", "PNG", "WEBP", "GIF")) as opened:
                opened.draft("RGB", (LONGEST_PX, LONGEST_PX))
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
                upright.thumbnail((LONGEST_PX, LONGEST_PX), PillowImage.Resampling.LANCZOS)
    except (OSError, SyntaxError, PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning) as error:
        raise RenderError(f"The photo {path.name} cannot be shown; add a JPEG, PNG or WebP.") from error
    pixels = np.array(upright, np.uint8)
    alpha = np.asarray(pixels[..., 3] / 255, np.float32)
    is_cut = 0.03 < float((alpha < 0.1).mean()) < 0.97
    return np.ascontiguousarray(pixels[..., :3]), alpha if is_cut else None


def _side_cut_from(alpha: Map) -> int:
    """The row from which a side of the photo cuts the person off; all rows where none does."""
    touching = (alpha[:, :2] > 0.5).any(1) | (alpha[:, -2:] > 0.5).any(1)
    over = np.flatnonzero(np.cumsum(touching) > _EDGE_ROWS * alpha.shape[0])
    return int(over[0]) if len(over) else alpha.shape[0]


def _scale(face: FoundFace | None, head: Head | None, height_px: int) -> float:
    if face is not None:
        return face.eyes_apart_px / EYES_APART_M
    if head is not None:
        return head.width / HEAD_WIDTH_M
    return height_px / TALL_M


def _own_colours(rgb: Image, alpha: Map) -> Map:
    """The photo's colours, with the person's own continued over the seam, where some of the background shines in."""
    colours = rgb.astype(np.float32)
    inside = cv2.erode((alpha > 0.95).astype(np.float32), np.ones((3, 3), np.uint8))
    spread = max(1.5, 0.006 * max(rgb.shape[:2]))
    weight = cv2.GaussianBlur(inside, (0, 0), spread)[..., None]
    near = cv2.GaussianBlur(colours * inside[..., None], (0, 0), spread) / np.maximum(weight, 1e-4)
    return np.where((inside[..., None] > 0.5) | (weight < 1e-3), colours, near).astype(np.float32)


def _linear(rgb: Map) -> Map:
    """sRGB levels, 0..255, to linear light (IEC 61966-2-1)."""
    share = np.clip(rgb / 255, 0, 1)
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _evened(linear: Map, alpha: Map, reach_px: float) -> Map:
    """Local colour: the coarse light and shade within each of a few tones divided out, so that hair stays dark."""
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    log = np.log(luminance + 0.01)
    inside = (alpha > 0.5).astype(np.float32)
    tones = _tones(linear, log, inside > 0.5)
    excess = np.zeros_like(log)
    for tone in range(_TONES):
        here = (tones == tone) & (inside > 0.5)
        if here.any():
            excess[here] = log[here] - float(np.median(log[here]))
    weight = cv2.GaussianBlur(inside, (0, 0), reach_px)
    shading = cv2.GaussianBlur(excess * inside, (0, 0), reach_px) / np.maximum(weight, 1e-3)
    shading = _EVENED * np.clip(shading, -_MOST_SHADING, _MOST_SHADING)
    even = linear / np.exp(shading)[..., None]
    brightest = float(np.quantile(even[inside > 0.5].max(-1), 0.98))
    return np.asarray(np.clip(even * min(1.6, _BRIGHTEST / max(brightest, 0.05)), 0.004, 0.92), np.float32)


def _tones(linear: Map, log: Map, inside: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Which of a few groups of like colour each pixel belongs to."""
    chroma = linear / (linear.sum(-1, keepdims=True) + 0.004)
    features = np.dstack([_BY_HUE * chroma[..., :2], _BY_LIGHTNESS * log[..., None]]).astype(np.float32)
    chosen = features[inside][:: max(1, int(inside.sum()) // 4000)]
    cv2.setRNGSeed(7)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.01)
    first = np.zeros((len(chosen), 1), np.int32)
    _, _, centres = cv2.kmeans(chosen, _TONES, first, criteria, 2, cv2.KMEANS_PP_CENTERS)
    away = np.stack([((features - centre) ** 2).sum(-1) for centre in centres], -1)
    return np.asarray(_merged(np.asarray(centres, np.float32))[away.argmin(-1)], np.int32)


def _merged(centres: Map) -> NDArray[np.int32]:
    """For each group the first that is of its hue and no farther from it in lightness than light and shade make."""
    merged = np.arange(len(centres), dtype=np.int32)
    for one, other in combinations(range(len(centres)), 2):
        hues = np.abs(centres[one, :2] - centres[other, :2]).max() / _BY_HUE
        lightness = abs(centres[one, 2] - centres[other, 2]) / _BY_LIGHTNESS
        if hues < _SAME_HUE and lightness < 2 * _MOST_SHADING:
            merged[merged == merged[other]] = merged[one]
    return merged


def _form(alpha: Map, linear: Map, pixels_per_m: float) -> Map:
    """A body pumped up from its outline, with folds where the photo is lighter and darker."""
    inside = np.pad((alpha > 0.5).astype(np.uint8), ((1, 0), (1, 1)))
    # Nothing ends where the photo was cut off below.
    inside = np.pad(inside, ((0, round(_BODY_DEPTH_M * pixels_per_m)), (0, 0)), mode="edge")
    away_m = cv2.distanceTransform(inside, cv2.DIST_L2, 5)[1 : 1 + alpha.shape[0], 1:-1] / pixels_per_m
    within = np.clip(away_m / _BODY_DEPTH_M, 0, 1)
    height_m = _BODY_DEPTH_M * np.sqrt(np.maximum(1 - (1 - within) ** 2, 0))
    height_m = cv2.GaussianBlur(height_m.astype(np.float32), (0, 0), 0.010 * pixels_per_m)
    log = np.log(linear @ np.array([0.2126, 0.7152, 0.0722], np.float32) + 0.02)
    fine = cv2.GaussianBlur(log, (0, 0), max(0.6, 0.004 * pixels_per_m))
    fine -= cv2.GaussianBlur(log, (0, 0), 0.03 * pixels_per_m)
    height_m += _FOLD_M * np.clip(fine, -1, 1)
    right = cv2.Sobel(height_m, cv2.CV_32F, 1, 0, ksize=3) / 8 * pixels_per_m
    down = cv2.Sobel(height_m, cv2.CV_32F, 0, 1, ksize=3) / 8 * pixels_per_m
    normal = np.dstack([-right, down, np.full_like(right, 1.1)])
    return np.asarray(normal / np.linalg.norm(normal, axis=-1, keepdims=True), np.float32)


def _skin(alpha: Map, face: FoundFace | None) -> Map:
    """The face's oval, where there is one; hands and shoulders are drawn as cloth is."""
    height, width = alpha.shape
    if face is None:
        return np.zeros((height, width), np.float32)
    apart = face.eyes_apart_px
    turned, (x0, y0) = face.tilt_rad, face.between_eyes
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across = ((x - x0) * math.cos(turned) + (y - y0) * math.sin(turned)) / (1.12 * apart)
    down = ((y - y0) * math.cos(turned) - (x - x0) * math.sin(turned) - 0.55 * apart) / (1.5 * apart)
    oval = across**2 + down**2 < 1
    return np.asarray(oval & (alpha > 0.5), np.float32)


def _colours(
    albedo: Map, alpha: Map, face: FoundFace | None, pixels_per_m: float
) -> tuple[tuple[float, float, float], tuple[float, float, float] | None, tuple[float, float, float] | None]:
    """Of clothes, skin and hair: medians of where they are worn."""
    height, width = alpha.shape
    chest = slice(min(height - 2, round(0.36 * pixels_per_m)), max(2, min(height, round(0.75 * pixels_per_m))))
    clothes = _median(albedo[chest], alpha[chest] > 0.9) or _median(albedo, alpha > 0.9) or (0.2, 0.2, 0.2)
    if face is None:
        return clothes, None, None
    x, y = face.between_eyes
    apart = face.eyes_apart_px
    rows, columns = np.indices((height, width))
    cheeks = (np.abs(rows - (y + 0.5 * apart)) < 0.2 * apart) & (np.abs(columns - x) < 0.75 * apart)
    crown = (rows < max(4.0, y - 1.25 * apart)) & (np.abs(columns - x) < 1.2 * apart)
    return clothes, _median(albedo, cheeks & (alpha > 0.9)), _median(albedo, crown & (alpha > 0.9))


def _median(colours: Map, where: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    if int(where.sum()) < 12:
        return None
    red, green, blue = (float(v) for v in np.median(colours[where], axis=0))
    return red, green, blue

"""Oil paint: strokes that follow form, laid coarse to fine, each with its own pigment, bristles and thickness.

A stroke belongs to a place of a jittered grid on the canvas and takes its colour and direction from what lies there. It
stops at the border of the thing it paints, so that silhouettes stay. Finer layers paint only where the coarser ones lose
something. Source for the layering: Hertzmann, Painterly rendering with curved brush strokes of multiple sizes, 1998.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.procedural.drawing.arithmetic import blurred, f32, luma, smooth_step
from songreel_engine.rendering.procedural.drawing.guides import Guides, Map, Picture
from songreel_engine.rendering.procedural.drawing.noise import value_noise

_LAYER_SEED, _BRISTLE_SEED = 41, 57
_FORM_PULL: Final = 0.14
"""How much a surface's slant counts for a stroke's direction against edges of colour, where those are weak."""
_SAME_THING: Final = 0.10
"""Relative step of distance across which a stroke does not go."""
_PIGMENT: Final = (0.030, 0.010)
"""Deviation of a stroke's lightness and of its hue."""
_FIGURE_CARE: Final = 0.3
"""Share of a layer's threshold that counts on the performer: a face is painted with finer brushes than a field."""
_CROSS: Final = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
_BLOCK: Final = np.ones((5, 5), np.uint8)
_RIDGE: Final = 0.022
"""How much light the height of the paint catches."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Strokes of one brush."""

    pitch: float
    """Units between neighbouring strokes; a stroke is about as wide."""
    length: float
    """In widths."""
    detail: float
    """Least difference (display luma) between picture and painting at which this brush is taken up; 0: everywhere."""


def painted(picture: Picture, guides: Guides, *, layers: tuple[Layer, ...]) -> Picture:
    """The picture painted with these brushes."""
    angle = _directions(picture, guides)
    painting = picture
    height = np.zeros(picture.shape[:2], np.float32)
    for number, layer in enumerate(layers):
        painting, height = _painted_over(painting, height, picture, guides, angle, layer, number)
    relief = height - f32(cv2.GaussianBlur(height, (0, 0), 1.6 * guides.unit_px))
    slope = _towards_lamp(height) * np.float32(_RIDGE) + relief * np.float32(0.5 * _RIDGE)
    return f32(np.clip(painting * (1.0 + slope[..., None] * 1.6) + 0.25 * slope[..., None] * painting, 0.0, 1.0))


def _towards_lamp(height: Map) -> Map:
    """How far paint leans to the upper left, where the lamp stands."""
    return f32(np.clip(height - np.roll(height, (1, 1), (0, 1)), -1.0, 1.0))


def _directions(picture: Picture, guides: Guides) -> Map:
    """Angle of strokes on the screen in radians, [h, w]: along edges of colour and form, else across the slope."""
    size = (picture.shape[1] // 2, picture.shape[0] // 2)
    tone = f32(cv2.resize(luma(picture), size, interpolation=cv2.INTER_AREA))
    tone = f32(cv2.GaussianBlur(tone, (0, 0), guides.unit_px))
    slant = f32(cv2.resize(guides.slant, size, interpolation=cv2.INTER_AREA))
    slant_across, slant_down = np.ascontiguousarray(slant[..., 0]), np.ascontiguousarray(slant[..., 1])
    slopes = [(np.float32(_FORM_PULL) * slant_across, np.float32(_FORM_PULL) * slant_down)]
    for channel, weight in ((tone, 1.0), (slant_across, 0.5), (slant_down, 0.5)):
        across = cv2.Scharr(channel, cv2.CV_32F, 1, 0, scale=weight / 32.0)
        slopes.append((f32(across), f32(cv2.Scharr(channel, cv2.CV_32F, 0, 1, scale=weight / 32.0))))
    cards = np.asarray(cv2.resize(guides.cards.view(np.uint8), size, interpolation=cv2.INTER_NEAREST), np.uint8)
    inside = _away_from_borders(f32(cv2.resize(guides.distance, size, interpolation=cv2.INTER_NEAREST)), cards)
    xx, yy, xy = (
        _blurred_apart(f32(np.sum(products, 0) * inside), cards > 0, 5.0 * guides.unit_px)
        for products in (
            [across * across for across, _ in slopes],
            [down * down for _, down in slopes],
            [across * down for across, down in slopes],
        )
    )
    angle = f32(0.5 * np.arctan2(2.0 * xy, xx - yy) + np.pi / 2)
    return f32(cv2.resize(angle, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_NEAREST))


def _away_from_borders(distance: Map, cards: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where no other thing is near: there a slope is the thing's own."""
    same_depth = cv2.dilate(distance, _CROSS) < (1.0 + _SAME_THING) * cv2.erode(distance, _CROSS)
    return np.asarray(same_depth & (cv2.dilate(cards, _BLOCK) == cv2.erode(cards, _BLOCK)))


def _blurred_apart(image: Map, cards: NDArray[np.bool_], sigma_px: float) -> Map:
    """Blurred without a mixture of cards and what is around them."""
    out = np.zeros_like(image)
    for mask in (cards, ~cards):
        weight = mask.astype(np.float32)
        mean = blurred(image * weight, sigma_px) / np.maximum(blurred(weight, sigma_px), 1e-3)
        out += mean * weight
    return out


def _painted_over(
    painting: Picture, height: Map, picture: Picture, guides: Guides, angle: Map, layer: Layer, number: int
) -> tuple[Picture, Map]:
    rows, columns, chance = _places(guides, picture.shape[:2], layer.pitch, number)
    if layer.detail:
        missing = np.abs(painting - picture).max(-1)[rows, columns]
        taken = missing > np.where(guides.figure[rows, columns], _FIGURE_CARE * layer.detail, layer.detail)
        rows, columns, chance = rows[taken], columns[taken], chance[taken]
    if not rows.size:
        return painting, height
    half_width_px = 0.62 * layer.pitch * guides.unit_px * (0.8 + 0.5 * chance[:, 0])
    half_length_px = half_width_px * layer.length * (0.7 + 0.6 * chance[:, 1])
    turn = angle[rows, columns] + 0.35 * (chance[:, 2] - 0.5)
    owner = np.zeros(picture.shape[:2], np.int32)
    for on_card in (False, True):
        own = np.flatnonzero(guides.cards[rows, columns] == on_card)
        laid = _laid(owner.shape, own, rows, columns, turn, half_length_px, half_width_px)
        owner = np.where(guides.cards == on_card, laid, owner)
    colour = _pigments(picture, rows, columns, chance)

    at = np.nonzero(owner)
    stroke = owner[at] - 1
    along, aside = _within(at, rows[stroke], columns[stroke], turn[stroke])
    along, aside = f32(along / half_length_px[stroke]), f32(aside / half_width_px[stroke])
    same = guides.sky[at] == guides.sky[rows[stroke], columns[stroke]]
    here, there = guides.distance[at], guides.distance[rows[stroke], columns[stroke]]
    same &= np.abs(here - there) < _SAME_THING * np.maximum(here, there)
    bristle = _bristles(aside, along, chance[stroke, 3])
    cover = smooth_step(1.0, 0.82, np.abs(aside)) * smooth_step(1.0, 0.72, np.abs(along) + 0.22 * bristle) * same
    weight = (0.96 * cover)[:, None]
    painting = painting.copy()
    height = height.copy()
    painting[at] += (colour[stroke] * (1.0 + 0.03 * bristle[:, None]) - painting[at]) * weight
    body = 0.55 + 0.30 * bristle + 0.25 * np.abs(aside) ** 3
    height[at] += (body - height[at]) * weight[:, 0]
    return painting, height


def _places(
    guides: Guides, shape: tuple[int, int], pitch: float, number: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Rows, columns and six chances of every stroke of a layer, in the order they are laid."""
    pitch_px = pitch * guides.unit_px
    across, down = int(shape[1] / pitch_px) + 1, int(shape[0] / pitch_px) + 1
    random = np.random.default_rng((guides.seed, _LAYER_SEED, number))
    chance = random.random((down * across, 6), np.float32)
    order = random.permutation(down * across)
    grid_row, grid_column = np.divmod(np.arange(down * across), across)
    jitter = random.random((down * across, 2), np.float32) - 0.5
    rows = np.clip((grid_row + 0.5 + 0.9 * jitter[:, 0]) * pitch_px, 0, shape[0] - 1).astype(np.intp)
    columns = np.clip((grid_column + 0.5 + 0.9 * jitter[:, 1]) * pitch_px, 0, shape[1] - 1).astype(np.intp)
    return rows[order], columns[order], chance[order]


def _laid(
    shape: tuple[int, ...],
    own: NDArray[np.intp],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    turn: Map,
    half_length_px: Map,
    half_width_px: Map,
) -> NDArray[np.int32]:
    """Number from 1 of the stroke on top of each pixel, of the `own` ones; 0 where there is none."""
    owner = np.zeros(shape, np.int32)
    sizes = np.rint(np.stack([half_length_px, half_width_px], -1)).astype(int)[own].tolist()
    places = zip(columns[own].tolist(), rows[own].tolist(), strict=True)
    degrees = np.degrees(turn[own]).tolist()
    for number, place, size, degree in zip((own + 1).tolist(), places, sizes, degrees, strict=True):
        cv2.ellipse(owner, place, size, degree, 0, 360, number, cv2.FILLED)
    return owner


def _within(
    at: tuple[NDArray[np.intp], ...], rows: NDArray[np.intp], columns: NDArray[np.intp], turn: Map
) -> tuple[Map, Map]:
    """Pixels' places along and aside of their strokes, in pixels."""
    across, down = (at[1] - columns).astype(np.float32), (at[0] - rows).astype(np.float32)
    cosine, sine = np.cos(turn), np.sin(turn)
    return f32(across * cosine + down * sine), f32(down * cosine - across * sine)


def _pigments(picture: Picture, rows: NDArray[np.intp], columns: NDArray[np.intp], chance: Map) -> Picture:
    """Each stroke's colour: the picture's, mixed a little lighter, darker, warmer or colder."""
    colour = picture[rows, columns]
    lighter = (chance[:, 4] - 0.5) * 3.4 * _PIGMENT[0]
    warmer = (chance[:, 5] - 0.5) * 3.4 * _PIGMENT[1]
    change = lighter[:, None] + warmer[:, None] * np.array([1.0, 0.1, -1.2], np.float32)
    return f32(np.clip(colour * (1.0 + 2.0 * change) + 0.15 * change, 0.0, 1.0))


def _bristles(aside: Map, along: Map, chance: Map) -> Map:
    """Streaks along a stroke, about -1..1."""
    table = value_noise((64, 256), 3.0, _BRISTLE_SEED) * 2.0 - 1.0
    column = ((aside * 0.5 + 0.5) * 17.0 + chance * 229.0).astype(np.int32) % 256
    row = ((along * 0.5 + 0.5) * 5.0 + chance * 59.0).astype(np.int32) % 64
    return f32(2.2 * table[row, column])

"""Cuts a drawn picture into sheets: which pixels a layer owns, what stands in for those it hides, and how deep it lies.

A sheet's edge is cut a little outside what it shows, so that outlines come along, and feathered. Where something nearer
hides a sheet, its own colours are continued underneath, so that a small camera move uncovers more of the same thing.
"""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.plates import Layer, LayerKind

Map = NDArray[np.float32]
Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

DEPTH_SHRINK: Final = 4
"""Canvas pixels per sample of inverse depth and of masks, along each axis."""
_SEEN: Final = 0.02
"""Coverage from which a sheet counts as showing in a pixel."""
_FEATHER_PX: Final = 0.8
_CONTINUED_UNITS: Final = 14.0
"""How far a sheet goes on under what hides it, in 1/960 of the frame's height."""
_LEAST_SEEN_PX: Final = 12
"""Sheets of fewer pixels are left out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """What a layer is cut from."""

    name: str
    kind: LayerKind
    cover: Map
    """[h, w] 0..1, how much of each pixel it fills."""
    inverse_depth: Map
    """[h, w] 1/m, valid where it covers at least half."""
    hidden_by: Mask
    """[h, w], where something nearer stands."""


def cut(sheet: Sheet, rgb: Bytes, hit: Bytes, *, reach: float, unit_px: float) -> Layer | None:
    """The sheet as a layer, cropped; None where it shows nowhere. `reach`: how far outlines stand outside, in units."""
    seen = sheet.cover > _SEEN
    if int(seen.sum()) < _LEAST_SEEN_PX:
        return None
    grown_px = math.ceil(reach * unit_px + 1.5)
    behind_px = math.ceil(_CONTINUED_UNITS * unit_px)
    x, y, right, bottom = _bounds(seen, grown_px + behind_px + 3)
    window = (slice(y, bottom), slice(x, right))
    seen, hidden = seen[window], sheet.hidden_by[window]
    owned = (sheet.cover[window] > 0.5) & ~_grown(hidden, grown_px)
    if not owned.any():
        owned = seen
    nearest, away_px = _nearest(owned)
    under = hidden & (away_px < behind_px)
    alpha = _feathered(_grown(seen & ~hidden, grown_px) & ~hidden | under)
    continued = hidden | _grown(hidden, grown_px) & ~owned
    colours = [_continued(picture[window], nearest, continued) for picture in (rgb, hit)]
    return Layer(
        name=sheet.name,
        kind=sheet.kind,
        x_px=x,
        y_px=y,
        rgb=colours[0],
        hit=colours[1],
        alpha=alpha,
        inverse_depth=_spread_depth(sheet.inverse_depth[window], owned, rigid=sheet.kind == "figure"),
    )


def shrunk_mask(mask: Mask) -> Bytes | None:
    """A mask at the size of inverse depth, 0..255; None where it is empty."""
    if not mask.any():
        return None
    return np.asarray(np.rint(_block_mean(mask.astype(np.float32)) * 255.0), np.uint8)


def shrunk_depth(inverse_depth: Map) -> Map:
    """Inverse depth of a sheet that covers everything, [ceil(h/4), ceil(w/4)]."""
    return _block_mean(inverse_depth)


def _block_mean(image: Map) -> Map:
    height, width = image.shape
    padded = cv2.copyMakeBorder(image, 0, -height % DEPTH_SHRINK, 0, -width % DEPTH_SHRINK, cv2.BORDER_REPLICATE)
    size = (padded.shape[1] // DEPTH_SHRINK, padded.shape[0] // DEPTH_SHRINK)
    return np.asarray(cv2.resize(padded, size, interpolation=cv2.INTER_AREA), np.float32)


def _spread_depth(inverse_depth: Map, owned: Mask, *, rigid: bool) -> Map:
    """Depth of the owned pixels, carried outward so that silhouettes move with their sheet."""
    weight = _block_mean(owned.astype(np.float32))
    if rigid:
        return np.full(weight.shape, np.median(inverse_depth[owned]), np.float32)
    mean = _block_mean(np.where(owned, inverse_depth, 0.0).astype(np.float32)) / np.maximum(weight, 1e-6)
    nearest, _ = _nearest(weight > 0.0)
    return np.asarray(mean.ravel()[nearest], np.float32)


def _bounds(mask: Mask, margin_px: int) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    height, width = mask.shape
    return (
        max(int(columns[0]) - margin_px, 0),
        max(int(rows[0]) - margin_px, 0),
        min(int(columns[-1]) + 1 + margin_px, width),
        min(int(rows[-1]) + 1 + margin_px, height),
    )


def _grown(mask: Mask, by_px: int) -> Mask:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by_px + 1, 2 * by_px + 1))
    return cv2.dilate(mask.astype(np.uint8), disc).astype(np.bool_)


def _feathered(mask: Mask) -> Bytes:
    return np.asarray(cv2.GaussianBlur(mask.astype(np.uint8) * np.uint8(255), (0, 0), _FEATHER_PX), np.uint8)


def _nearest(mask: Mask) -> tuple[NDArray[np.int64], Map]:
    """Flat index of the nearest set pixel of each pixel, and how far it is."""
    away_px, labels = cv2.distanceTransformWithLabels(
        (~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    index_of_label = np.zeros(int(labels.max()) + 1, np.int64)
    index_of_label[labels[mask]] = np.flatnonzero(mask)
    return index_of_label[labels], np.asarray(away_px, np.float32)


def _continued(picture: Bytes, nearest: NDArray[np.int64], where: Mask) -> Bytes:
    out = picture.copy()
    out[where] = picture.reshape(-1, 3)[nearest[where]]
    return out

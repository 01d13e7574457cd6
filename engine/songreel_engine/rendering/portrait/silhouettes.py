"""Cuts a person out of a photo with GrabCut, and finds the head in the outline.

A first cut starts from where people stand in pictures of one person: in the middle, head up, near or whole. The head it
finds tells a second cut where hair, shoulders and body may be; what only hangs on is let go. A picture that is transparent
around its subject is taken as cut.

Source: Rother, Kolmogorov and Blake, "GrabCut", SIGGRAPH 2004, as in OpenCV.
"""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.portrait.faces import Head

Image = NDArray[np.uint8]
Map = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CUT_PX: Final = 320
"""Longer side of the picture that is cut; the edge is refined at full size after."""
_STEPS: Final = 5
_GRABCUT_SEED: Final = 7
_LEAST_SHARE, _MOST_SHARE = 0.04, 0.93
"""Of the picture: less is no person to be seen, more is no background found."""
_SHOULDERS: Final = 1.4
"""Where shoulders begin the outline is wider than this, against the head above."""
_NECK_BELOW: Final = 0.55
"""The neck is looked for in the lower part of what stands above the shoulders."""
_TALLEST_HEAD: Final = 2.2
"""Height of a head with its neck, in its widths."""
_REFINED_EDGE_SHARE: Final = 0.012
"""Radius of the edge's refinement, as a share of the longer side."""
_LEAST_CONTRAST: Final = 9.0
"""Between the two sides of the edge, in the same measure as `_UNLIKE`."""
_THINNEST_PX: Final = 3
_THIN_BESIDE_HEAD: Final = 0.07
"""What is thinner than this, in widths of the head, is a pole behind and no part of the person."""
_UNLIKE: Final = 26.0
"""Distance between two colours in CIELAB, of 8 bits a channel, from which they are no shades of one wall."""
_SMALL_HOLE: Final = 0.02
"""Share of the person below which a hole is a badge or a shine."""
_EDGE_CONTRAST: Final = 1e-3


def cut_person(rgb: Image) -> Map | None:
    """How much of each pixel is the person, 0..1 [h, w], of uint8 [h, w, 3]; None where nobody stands out.

    An outline without a head on shoulders is taken for nobody: a car or a mountain stands out, too.
    """
    scale = min(1.0, _CUT_PX / max(rgb.shape[:2]))
    small = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    found = [person for guess in _GUESSES if (person := _cut_from(small, guess(small))) is not None]
    if not found:
        return None
    return _refined(rgb, max(found, key=lambda person: _contrast(small, person) * _evenness(person)))


def _evenness(person: Mask) -> float:
    """0..1: how alike both sides of the outline are, from the head's middle out: an arm lost, or a chair won, is not."""
    head = find_head(person)
    if head is None:
        return 0.0
    middle = head.x + head.width / 2
    mirror = np.array([[-1, 0, 2 * middle - 1], [0, 1, 0]], np.float32)
    other = cv2.warpAffine(person.astype(np.uint8), mirror, person.shape[::-1]) > 0
    either = int((person | other).sum())
    return float((person & other).sum() / either) if either else 0.0


def _cut_from(rgb: Image, guess: Image) -> Mask | None:
    """Who stands where the guess says; None where nobody does, or nobody stands out."""
    person = _cut(rgb, guess, _THINNEST_PX)
    head = find_head(person) if _is_plausible(person) else None
    if head is None:
        return None
    thinnest_px = max(_THINNEST_PX, round(_THIN_BESIDE_HEAD * head.width))
    person = _cut(rgb, _guess_from_head(person, head), thinnest_px)
    head = find_head(person) if _is_plausible(person) else None
    if head is None:
        return None
    trimmed = _without_furniture(rgb, person, head)
    if _is_plausible(trimmed) and find_head(trimmed) is not None:
        person = trimmed
    return person if _contrast(rgb, person) > _LEAST_CONTRAST else None


def _without_furniture(rgb: Image, person: Mask, head: Head) -> Mask:
    """Without what only hangs on: colours alone cannot tell a dark table from a dark sleeve, the edge between them can.

    The picture is flooded from the middle of the body and from its sides, along the lines of strongest change; what the
    flood from outside reaches and no body would cover is let go.

    Source: Meyer, "Color image segmentation", ICIP 1992, as in OpenCV.
    """
    y, x = np.mgrid[0 : person.shape[0], 0 : person.shape[1]].astype(np.float32) + 0.5
    across = np.abs(x - (head.x + head.width / 2)) / head.width
    down = (y - head.y) / head.height
    body = (across < 0.32) & (down > 0.15) & (down < 1.0) | (across < 0.55) & (down >= 1.0) & (down < 6.5)
    seeds = np.zeros(person.shape, np.int32)
    far = cv2.erode((~person).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    seeds[far | ((across > 1.9) & ((x < 2) | (x > person.shape[1] - 2)) & (down < 2.6))] = 1
    seeds[body & person] = 2
    smooth = cv2.bilateralFilter(rgb, 5, 40, 3)
    flooded = cv2.watershed(np.ascontiguousarray(smooth), seeds) == 2
    kept = person & (flooded | _near_body(across, down))
    side = max(3, round(0.12 * head.width)) | 1
    opened = cv2.morphologyEx(kept.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
    return _filled(_largest(kept & (opened | (down < 1.1))))


def _near_body(across: Map, down: Map) -> Mask:
    """Where a body is, whatever the edges: under the head, no wider than shoulders."""
    return np.asarray(across < 0.42 + 0.5 * np.clip((down - 0.95) / 0.5, 0, 1), np.bool_)


def find_head(person: Mask) -> Head | None:
    """The head at the top of an outline, down to the neck; None where the outline has none, as with a face that fills it."""
    solid = _without_thin_parts(person)
    rows = np.flatnonzero(solid.any(1))
    if not len(rows):
        return None
    top = int(rows[0])
    left, right = _runs_down(solid, top)
    widths = (right - left).astype(np.float64)
    shoulders = _shoulders(widths)
    if shoulders is None:
        return None
    first = round(_NECK_BELOW * shoulders)
    neck = first + int(np.argmin(widths[first:shoulders]))
    middle = slice(round(0.25 * neck), max(round(0.7 * neck), round(0.25 * neck) + 1))
    x, stop = float(np.median(left[middle])), float(np.median(right[middle]))
    if not 0.75 < neck / max(stop - x, 1.0) < _TALLEST_HEAD:
        return None
    return Head(x=x, y=float(top), width=stop - x, height=float(neck))


def _shoulders(widths: NDArray[np.float64]) -> int | None:
    """Rows from the crown to where the outline is clearly wider than all the head above; None where it never is."""
    for row in range(6, len(widths)):
        head = float(np.median(widths[row // 5 : row]))
        if widths[row] > _SHOULDERS * head and row > 0.8 * head:
            return row
    return None


def _without_thin_parts(person: Mask) -> Mask:
    """Without a feather, a raised finger, a lamp behind: nothing thinner than a twelfth of the outline's width."""
    columns = np.flatnonzero(person.any(0))
    side = max(3, round((columns[-1] - columns[0]) / 12)) if len(columns) else 3
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.morphologyEx(person.astype(np.uint8), cv2.MORPH_OPEN, kernel), np.bool_)


def _runs_down(person: Mask, top: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Left and right end of the run that goes down from the crown, for each row below it."""
    left, right = [], []
    at = float(np.mean(np.flatnonzero(person[top])))
    for row in person[top:]:
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
        runs = edges.reshape(-1, 2)
        if not len(runs):
            break
        nearest = min(runs, key=lambda run: 0.0 if run[0] <= at < run[1] else min(abs(run - at)))
        left.append(int(nearest[0]))
        right.append(int(nearest[1]))
        at = 0.8 * at + 0.2 * float(nearest.mean())
    return np.array(left), np.array(right)


def _first_guess(rgb: Image) -> Image:
    """Somebody in the middle, head up, of other colours than the sides of the photo."""
    height, width = rgb.shape[:2]
    guess = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    y, x = (np.mgrid[0:height, 0:width] + 0.5) / np.array([height, width]).reshape(2, 1, 1)
    aside = np.abs(x - 0.5)
    head = (aside / 0.17) ** 2 + ((y - 0.30) / 0.22) ** 2 < 1
    body = (aside < 0.13 + 0.24 * np.clip((y - 0.42) / 0.3, 0, 1)) & (y > 0.42)
    guess[head | body | (_unlike_sides(rgb) & (aside < 0.3))] = cv2.GC_PR_FGD
    guess[(aside < 0.05) & (y > 0.32) & (y < 0.8)] = cv2.GC_FGD
    guess[y < 0.02] = cv2.GC_BGD
    guess[(aside > 0.47) & (y < 0.55)] = cv2.GC_BGD
    return guess


def _second_guess(rgb: Image) -> Image:
    """Somebody from head to feet in the middle, narrower than the photo."""
    height, width = rgb.shape[:2]
    guess = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    y, x = (np.mgrid[0:height, 0:width] + 0.5) / np.array([height, width]).reshape(2, 1, 1)
    # In heights of the photo: a body is about a quarter as wide as it is tall.
    aside = np.abs(x - 0.5) * width / height
    head = (aside / 0.075) ** 2 + ((y - 0.13) / 0.09) ** 2 < 1
    body = (aside < 0.13) & (y > 0.2) & (y < 0.96)
    guess[head | body] = cv2.GC_PR_FGD
    guess[(aside < 0.03) & (y > 0.14) & (y < 0.6)] = cv2.GC_FGD
    guess[(y < 0.02) | (y > 0.985) | (aside > 0.3)] = cv2.GC_BGD
    return guess


_GUESSES: Final = (_first_guess, _second_guess)
"""Each is cut; the outline that stands out most and is most even is taken."""


def _unlike_sides(rgb: Image) -> Mask:
    """Where the colour is far from that of both ends of its row, blended across it."""
    lab = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 1.5), cv2.COLOR_RGB2LAB).astype(np.float32)
    strip = max(2, round(0.06 * rgb.shape[1]))
    left, right = (np.median(side, axis=1, keepdims=True) for side in (lab[:, :strip], lab[:, -strip:]))
    share = np.linspace(0, 1, rgb.shape[1], dtype=np.float32)[None, :, None]
    away = np.linalg.norm(lab - (left + (right - left) * share), axis=-1)
    return np.asarray(away > _UNLIKE, np.bool_)


def _guess_from_head(person: Mask, head: Head) -> Image:
    """What a body under this head may cover: no wider than its arms, no taller than eight heads."""
    y, x = np.mgrid[0 : person.shape[0], 0 : person.shape[1]].astype(np.float32) + 0.5
    across = np.abs(x - (head.x + head.width / 2)) / head.width
    down = (y - head.y) / head.height
    guess = np.where(person, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    beside_head = (down < 0.85) & (across > 0.5 + 0.16 * np.clip(down, 0, 1))
    aside_of_body = across > 0.75 + 2.1 * np.clip((down - 0.85) / 0.9, 0, 1)
    guess[beside_head | aside_of_body] = cv2.GC_PR_BGD
    guess[(down < -0.08) | (down > 9.5) | ((down < 0.8) & (across > 0.85)) | (across > 3.2)] = cv2.GC_BGD
    in_face = (across / 0.3) ** 2 + ((down - 0.55) / 0.32) ** 2 < 1
    guess[(in_face | ((across < 0.2) & (down > 0.5) & (down < 1.9))) & person] = cv2.GC_FGD
    return guess


def _cut(rgb: Image, guess: Image, thinnest_px: int) -> Mask:
    """The largest piece in one, without what is thinner, its holes filled."""
    mask, behind, before = guess.copy(), np.zeros((1, 65)), np.zeros((1, 65))
    if not ((mask & 1) == 1).any() or not ((mask & 1) == 0).any():
        return np.zeros(mask.shape, np.bool_)
    cv2.setRNGSeed(_GRABCUT_SEED)
    cv2.grabCut(np.ascontiguousarray(rgb), mask, (0, 0, 1, 1), behind, before, _STEPS, cv2.GC_INIT_WITH_MASK)
    kept = cv2.morphologyEx((mask & 1).astype(np.uint8), cv2.MORPH_OPEN, np.ones((thinnest_px, thinnest_px), np.uint8))
    return _filled(_largest(kept.astype(np.bool_)))


def _largest(mask: Mask) -> Mask:
    count, labels, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    if count < 2:
        return mask
    return np.asarray(labels == 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA])), np.bool_)


def _filled(mask: Mask) -> Mask:
    """Small holes closed; one between an arm and the body may stay."""
    holes = ~mask
    count, labels, facts, _ = cv2.connectedComponentsWithStats(holes.astype(np.uint8), connectivity=4)
    small = [i for i in range(1, count) if facts[i, cv2.CC_STAT_AREA] < _SMALL_HOLE * mask.sum()]
    return np.asarray(mask | np.isin(labels, small), np.bool_)


def _is_plausible(person: Mask) -> bool:
    return _LEAST_SHARE < float(person.mean()) < _MOST_SHARE


def _contrast(rgb: Image, person: Mask) -> float:
    """Distance between the colours on both sides of the edge, its median."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    inside = person.astype(np.float32)

    def near(weight: Map) -> Map:
        total = cv2.GaussianBlur(weight, (0, 0), 3.0)[..., None]
        return np.asarray(cv2.GaussianBlur(lab * weight[..., None], (0, 0), 3.0) / np.maximum(total, 1e-3), np.float32)

    ring = cv2.dilate(inside, np.ones((3, 3), np.uint8)) - inside > 0.5
    away = np.linalg.norm(near(inside) - near(1 - inside), axis=-1)
    return float(np.median(away[ring])) if ring.any() else 0.0


def _refined(rgb: Image, person: Mask) -> Map:
    """The cut at full size, its edge following the photo's.

    Source: He, Sun and Tang, "Guided Image Filtering", ECCV 2010.
    """
    height, width = rgb.shape[:2]
    smooth = cv2.GaussianBlur(person.astype(np.float32), (0, 0), 0.8)
    rough = np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    radius = 2 * max(1, round(_REFINED_EDGE_SHARE * max(height, width) / 2)) + 1

    def mean(picture: NDArray[np.floating[Any]]) -> Map:
        return np.asarray(cv2.boxFilter(picture, cv2.CV_32F, (radius, radius)), np.float32)

    of_grey, of_rough = mean(grey), mean(rough)
    slope = (mean(grey * rough) - of_grey * of_rough) / (mean(grey * grey) - of_grey**2 + _EDGE_CONTRAST)
    followed = mean(slope) * grey + mean(of_rough - slope * of_grey)
    # A little steeper than it came, so that no veil of the old background stays around the person.
    return np.asarray(np.clip((followed - 0.5) * 1.8 + 0.42, 0, 1), np.float32)

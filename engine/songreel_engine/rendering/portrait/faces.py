"""Finds the face in a head, without a trained model.

A drawn pattern of a face (dark eyes under brows, the nose's shadow, a dark mouth, a bright chin) is laid over the head at
several sizes and three tilts; what fits is a face only if it also mirrors itself and, in a colour picture, has the hue that
skin of every shade has. Profiles, covered eyes and strong side light are not found, and what looks like a face may be
taken for one: that is why it is only looked for where a person's outline has a head.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Map = NDArray[np.float32]

_SEARCHED_HEAD_PX: Final = 90
"""Width of the head on the picture that is searched."""
_PATTERN_PX: Final = (24, 30)
"""Width and height of the pattern: from temple to temple, from brow to chin."""
_LEFT_EYE, _RIGHT_EYE, _MOUTH = (6.6, 9.3), (17.4, 9.3), (12.0, 20.5)
"""Places in the pattern."""
_SHADES: Final = (
    *(((x, 9.3), (2.9, 1.5), -0.42) for x in (6.6, 17.4)),
    *(((x, 7.3), (4.0, 1.6), -0.10) for x in (6.6, 17.4)),
    *(((x, 14.5), (3.2, 2.6), 0.05) for x in (6.3, 17.7)),
    ((12.0, 9.0), (9.0, 2.2), -0.30),
    ((12.0, 13.0), (1.7, 4.6), 0.05),
    ((12.0, 17.3), (4.0, 1.2), -0.30),
    ((12.0, 20.5), (4.6, 1.4), -0.34),
    ((12.0, 25.0), (3.5, 1.8), 0.20),
)
"""(place, reach, brightness): eyes, brows, cheeks, the band of the eyes, bridge and shadow of the nose, mouth, chin."""
_COARSE_PX: Final = 5.0
"""Shading coarser than this is not looked at: it is the light's, not the face's."""
_TILTS_DEG: Final = (-14.0, 0.0, 14.0)
_WIDTHS: Final = (0.55, 0.63, 0.72, 0.82, 0.93)
"""Widths of a face that are tried, as shares of the head's with its hair."""
_TRIED_A_SIZE: Final = 8
_LEAST_LIKENESS: Final = 0.30
"""Correlation with the pattern, below which nothing is looked at more closely."""
_LEAST_SYMMETRY: Final = 0.15
_LEAST_SKIN: Final = 0.5
"""Share of the face that must have the hue of skin, in a colour picture."""
_USUAL_DOWN, _USUAL_WIDTH = 0.80, 0.70
"""Of a face in a head with hair: its middle below the crown, and its width, in widths of the head."""
_SPREAD_DOWN, _SPREAD_ACROSS, _SPREAD_WIDTH = 0.16, 0.13, 0.18
_ODDNESS: Final = 0.16
"""What an unusual place costs, for each square of its spread."""
_TILTED: Final = 0.15
"""What a tilted head costs: most photos are taken upright."""
_LEAST_TOTAL: Final = 0.75
_COLOURLESS: Final = 12.0
"""Mean saturation, of 255, below which a picture is taken for black and white."""


@dataclass(frozen=True, kw_only=True)
class FoundFace:
    """A face in pixels of the picture it was found in, x to the right and y down."""

    left_eye: tuple[float, float]
    right_eye: tuple[float, float]
    """As they stand in the picture."""
    mouth: tuple[float, float]
    """Middle of the line where the lips meet."""
    likeness: float
    """Correlation with the pattern, 0..1."""

    @property
    def eyes_apart_px(self) -> float:
        return math.dist(self.left_eye, self.right_eye)

    @property
    def between_eyes(self) -> tuple[float, float]:
        return (self.left_eye[0] + self.right_eye[0]) / 2, (self.left_eye[1] + self.right_eye[1]) / 2

    def moved(self, right: float, down: float) -> "FoundFace":
        """The same on a picture whose corner lies elsewhere."""

        def there(point: tuple[float, float]) -> tuple[float, float]:
            return point[0] + right, point[1] + down

        return replace(self, left_eye=there(self.left_eye), right_eye=there(self.right_eye), mouth=there(self.mouth))

    @property
    def tilt_rad(self) -> float:
        """How far the line of the eyes is turned, clockwise in the picture."""
        return math.atan2(self.right_eye[1] - self.left_eye[1], self.right_eye[0] - self.left_eye[0])


@dataclass(frozen=True, kw_only=True)
class Head:
    """A rectangle around a head, hair included, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def scaled(self, by: float) -> "Head":
        """The same on a picture of another size."""
        return Head(x=self.x * by, y=self.y * by, width=self.width * by, height=self.height * by)


def find_face(rgb: Image, head: Head) -> FoundFace | None:
    """The face within a head, uint8 [h, w, 3]; None where nothing there looks enough like one."""
    scale = min(1.0, _SEARCHED_HEAD_PX / head.width)
    small = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    within = head.scaled(scale)
    judged = [(score, fit) for fit in _fits(small, within) if (score := _judged(small, fit, within)) > _LEAST_TOTAL]
    if not judged:
        return None
    _, best = max(judged, key=lambda pair: pair[0])
    return _measured(rgb, best, scale)


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """Where the pattern lies on the searched picture."""

    centre: tuple[float, float]
    width_px: float
    tilt_deg: float
    likeness: float

    def patch(self, picture: Image, height_px: int) -> Image:
        """What lies under the pattern, upright, `height_px` high."""
        to_patch = self._to_patch(height_px)
        size = round(height_px * _PATTERN_PX[0] / _PATTERN_PX[1]), height_px
        return np.asarray(cv2.warpAffine(picture, to_patch, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)

    def point(self, at: tuple[float, float], height_px: int) -> tuple[float, float]:
        """A point of the patch on the picture."""
        back = cv2.invertAffineTransform(self._to_patch(height_px))
        x, y = back @ np.array([*at, 1.0])
        return float(x), float(y)

    def moved(self, right: float, down: float) -> "_Fit":
        return replace(self, centre=(self.centre[0] + right, self.centre[1] + down))

    def scaled(self, by: float) -> "_Fit":
        x, y = self.centre
        return replace(self, centre=(x * by, y * by), width_px=self.width_px * by)

    def _to_patch(self, height_px: int) -> NDArray[np.float64]:
        width_px = round(height_px * _PATTERN_PX[0] / _PATTERN_PX[1])
        turned = cv2.getRotationMatrix2D(self.centre, self.tilt_deg, width_px / self.width_px)
        turned[0, 2] += width_px / 2 - self.centre[0]
        turned[1, 2] += height_px / 2 - self.centre[1]
        return np.asarray(turned, np.float64)


def _pattern() -> tuple[Map, Map]:
    """Brightness of a face lit from the front, its coarse shading taken out, and the oval in which it counts."""
    width, height = _PATTERN_PX
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) + 0.5
    rim = np.clip((np.hypot((x - 12.0) / 10.5, (y - 12.0) / 15.5) - 0.72) / 0.4, 0.0, 1.0)
    face = -0.5 * rim
    for at, reach, by in _SHADES:
        face = face + by * np.exp(-(((x - at[0]) / reach[0]) ** 2) - ((y - at[1]) / reach[1]) ** 2)
    oval = ((x - width / 2) / (0.52 * width)) ** 2 + ((y - 0.47 * height) / (0.56 * height)) ** 2 < 1.0
    return _detail(face.astype(np.float32)), oval.astype(np.float32)


def _detail(picture: Map) -> Map:
    """The picture without its coarse shading, at the pattern's scale."""
    return np.asarray(picture - cv2.GaussianBlur(picture, (0, 0), _COARSE_PX), np.float32)


_FACE, _OVAL = _pattern()


def _fits(picture: Image, head: Head) -> Iterator[_Fit]:
    """Places in the head where the pattern lies well, a few for each size and tilt."""
    margin = 0.35 * head.width
    left, top = max(0, round(head.x - margin)), max(0, round(head.y - margin))
    right, bottom = round(head.x + head.width + margin), round(head.y + head.height + margin)
    grey = cv2.cvtColor(np.ascontiguousarray(picture[top:bottom, left:right]), cv2.COLOR_RGB2GRAY)
    for share in _WIDTHS:
        for tilt_deg in _TILTS_DEG:
            for fit in _fits_of_size(np.asarray(grey, np.uint8), share * head.width, tilt_deg):
                found = fit.moved(left, top)
                if _is_within(found.centre, head):
                    yield found


def _is_within(centre: tuple[float, float], head: Head) -> bool:
    """Whether a face may stand there: near the head's middle line, not above its brow."""
    across = (centre[0] - head.x) / head.width
    down = (centre[1] - head.y) / head.height
    return 0.25 < across < 0.75 and 0.3 < down < 1.1


def _fits_of_size(grey: Image, width_px: float, tilt_deg: float) -> Iterator[_Fit]:
    scale = _PATTERN_PX[0] / width_px
    height, width = grey.shape
    middle = (width / 2, height / 2)
    to_small = cv2.getRotationMatrix2D(middle, tilt_deg, scale)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    to_small[:, 2] += np.array(size) / 2 - middle
    if size[0] < _PATTERN_PX[0] or size[1] < _PATTERN_PX[1]:
        return
    blurred = cv2.GaussianBlur(grey, (0, 0), max(0.3, 0.45 / scale))
    turned = _detail(cv2.warpAffine(blurred, to_small, size, borderMode=cv2.BORDER_REPLICATE).astype(np.float32))
    likeness = cv2.matchTemplate(turned, _FACE, cv2.TM_CCOEFF_NORMED, mask=_OVAL)
    likeness = np.where(np.isfinite(likeness), likeness, 0.0).astype(np.float32)
    back = cv2.invertAffineTransform(to_small)
    for _ in range(_TRIED_A_SIZE):
        _, most, _, (x, y) = cv2.minMaxLoc(likeness)
        if most < _LEAST_LIKENESS:
            return
        at = back @ np.array([x + _PATTERN_PX[0] / 2, y + _PATTERN_PX[1] / 2, 1.0])
        yield _Fit(
            centre=(float(at[0]), float(at[1])), width_px=width_px, tilt_deg=tilt_deg, likeness=min(1.0, float(most))
        )
        likeness[max(0, y - 8) : y + 9, max(0, x - 7) : x + 8] = 0.0


def _judged(picture: Image, fit: _Fit, head: Head) -> float:
    """Likeness, symmetry, skin and usual place together; 0 where one of them is missing altogether."""
    patch = fit.patch(picture, 60)
    grey = cv2.GaussianBlur(cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY), (0, 0), 1.5).astype(np.float32)
    oval = cv2.resize(_OVAL, (patch.shape[1], patch.shape[0])) > 0.5
    symmetry = _correlation(grey[oval], grey[:, ::-1][oval])
    skin = _skin_share(picture, patch, oval)
    if symmetry < _LEAST_SYMMETRY or skin < _LEAST_SKIN or not _is_dark_where_it_should_be(grey):
        return 0.0
    return fit.likeness + 0.35 * symmetry + 0.4 * skin - _ODDNESS * _oddness(fit, head) - _TILTED * bool(fit.tilt_deg)


def _oddness(fit: _Fit, head: Head) -> float:
    """Squares of how far place and size are from where faces are in heads."""
    down = (fit.centre[1] - head.y) / head.width - _USUAL_DOWN
    across = (fit.centre[0] - head.x) / head.width - 0.5
    wide = fit.width_px / head.width - _USUAL_WIDTH
    return (down / _SPREAD_DOWN) ** 2 + (across / _SPREAD_ACROSS) ** 2 + (wide / _SPREAD_WIDTH) ** 2


def _is_dark_where_it_should_be(grey: Map) -> bool:
    """Both eyes darker than the cheeks below them, the mouth darker than the chin."""

    def mean(at: tuple[float, float], reach: tuple[float, float]) -> float:
        x, y, across, down = (2 * value for value in (*at, *reach))
        return float(grey[round(y - down) : round(y + down), round(x - across) : round(x + across)].mean())

    cheeks = [mean((x, 15.5), (1.6, 1.6)) for x, _ in (_LEFT_EYE, _RIGHT_EYE)]
    eyes = [mean(eye, (1.8, 1.2)) for eye in (_LEFT_EYE, _RIGHT_EYE)]
    darker = all(eye < 0.93 * cheek for eye, cheek in zip(eyes, cheeks, strict=True))
    return darker and mean(_MOUTH, (3.0, 1.0)) < 1.02 * mean((12.0, 26.0), (2.5, 1.0))


def _skin_share(picture: Image, patch: Image, oval: NDArray[np.bool_]) -> float:
    """1 for a picture without colour, where hue says nothing."""
    if float(cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)[..., 1].mean()) < _COLOURLESS:
        return 1.0
    return float(is_skin(patch)[oval].mean())


def is_skin(rgb: Image) -> NDArray[np.bool_]:
    """Where the hue is that of skin, whatever its shade: between red and orange, neither grey nor pure."""
    hue, saturation, value = (channel.astype(np.int16) for channel in cv2.split(cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)))
    in_hue = (hue <= 23) | (hue >= 170)
    return np.asarray(in_hue & (saturation > 25) & (saturation < 205) & (value > 35), np.bool_)


def _measured(rgb: Image, fit: _Fit, scale: float) -> FoundFace:
    """Eyes and mouth where they are darkest near where the pattern has them."""
    placed = fit.scaled(1 / scale)
    height_px = 8 * _PATTERN_PX[1]
    grey = cv2.GaussianBlur(cv2.cvtColor(placed.patch(rgb, height_px), cv2.COLOR_RGB2GRAY), (0, 0), 5.0)
    left, right = (_darkest(np.asarray(grey, np.uint8), eye, (3.0, 2.4)) for eye in (_LEFT_EYE, _RIGHT_EYE))
    profile = grey[:, 8 * 9 : 8 * 15].astype(np.float32).mean(1)
    low, high = 8 * 19, 8 * 26
    mouth_row = low + int(np.argmin(profile[low:high] + 0.15 * np.abs(np.arange(low, high) - 8 * _MOUTH[1])))
    middle = (left[0] + right[0]) / 2
    return FoundFace(
        left_eye=placed.point(left, height_px),
        right_eye=placed.point(right, height_px),
        mouth=placed.point((middle, float(mouth_row)), height_px),
        likeness=fit.likeness,
    )


def _darkest(grey: Image, at: tuple[float, float], reach: tuple[float, float]) -> tuple[float, float]:
    """Middle of the darkness around a place of the pattern."""
    x, y, across, down = (round(8 * value) for value in (*at, *reach))
    window = grey[y - down : y + down, x - across : x + across].astype(np.float32)
    weight = np.clip(np.quantile(window, 0.25) - window, 0, None) ** 2 + 1e-6
    rows, columns = np.indices(window.shape)
    total = weight.sum()
    return float((columns * weight).sum() / total + x - across), float((rows * weight).sum() / total + y - down)


def _correlation(one: Map, other: Map) -> float:
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / max(1e-6, math.sqrt(float((one**2).sum() * (other**2).sum()))))

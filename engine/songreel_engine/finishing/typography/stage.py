"""Pictures that are moved over frames: what an overlay is made of.

Colours are sRGB, multiplied by alpha; where colour is more than alpha it is light that is added (a neon glow). Pictures are
laid in the planes of the video itself, on the rows and columns they touch. What stands still is turned into planes once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.media.clips import Frame
from songreel_engine.rendering.parallax.colour import BLACK, NEUTRAL, RGB_TO_YUV, frame_planes

Pixels = NDArray[np.float32]
"""[h, w, 4]: R, G, B 0..255 multiplied by alpha, alpha 0..1."""
Towards = Literal["right", "left", "down", "up"]

_KEPT_INKS: Final = 24
"""Of one picture: poses that come again (a boil, a blink) are worked out once."""
_FINEST: Final = 4
"""Poses are told apart to quarters of a pixel, hundredths of a scale and tenths of a degree."""


@dataclass(frozen=True, eq=False)
class Sprite:
    """A picture and where its top left corner stands in the frame while it rests."""

    left_px: int
    top_px: int
    pixels: Pixels
    towards: Towards = "right"
    """The way in which it is revealed."""
    bounds_px: tuple[int, int] | None = None
    """Where along that way its letters begin and end, from its left or top; None: at its sides."""
    edge_px: float = 0.0
    """How soft the edge of what is revealed is."""


class Pose(NamedTuple):
    """How a picture is shown in one frame."""

    opacity: float = 1.0
    right_px: float = 0.0
    down_px: float = 0.0
    scale: float = 1.0
    """About its middle."""
    turn_deg: float = 0.0
    """Clockwise, about its middle."""
    shown: float = 1.0
    """The share of it that is revealed."""


class Placed(NamedTuple):
    """A sprite, by its number on its stage, in a pose."""

    sprite: int
    pose: Pose = Pose()


@dataclass(frozen=True, eq=False)
class Staging:
    """Sprites and, for each frame counted from the text's first, which are seen, from back to front."""

    sprites: tuple[Sprite, ...]
    placed: Callable[[int], Sequence[Placed]]


class _Ink(NamedTuple):
    """A picture in the planes of a video; its box is even in all four numbers and lies inside the frame."""

    left: int
    top: int
    luma: NDArray[np.float32]
    chroma: tuple[NDArray[np.float32], NDArray[np.float32]]
    alpha: tuple[NDArray[np.float32], NDArray[np.float32]]
    """Of luma, of chroma."""


@dataclass(eq=False)
class StagePainter:
    """Lays a staging on frames of one size. Keeps what it worked out; one thread uses it at a time."""

    staging: Staging
    width_px: int
    height_px: int
    _inks: dict[int, dict[Pose, _Ink | None]] = field(default_factory=dict)

    def paint(self, frame: Frame, number: int) -> None:
        """Changes the frame, which is the text's `number`th."""
        for index, pose in self.staging.placed(number):
            if pose.opacity > 0 and pose.shown > 0 and (ink := self._ink(index, pose)) is not None:
                _lay(frame, ink, min(pose.opacity, 1.0))

    def _ink(self, index: int, pose: Pose) -> _Ink | None:
        shape = _rounded(pose)
        known = self._inks.setdefault(index, {})
        if shape not in known:
            if len(known) >= _KEPT_INKS:
                known.pop(next(iter(known)))
            known[shape] = _inked(self.staging.sprites[index], shape, self.width_px, self.height_px)
        return known[shape]


def _rounded(pose: Pose) -> Pose:
    """Without its opacity, and to what the eye tells apart."""
    return Pose(
        opacity=1.0,
        right_px=round(pose.right_px * _FINEST) / _FINEST,
        down_px=round(pose.down_px * _FINEST) / _FINEST,
        scale=round(pose.scale, 3),
        turn_deg=round(pose.turn_deg, 1),
        shown=round(pose.shown, 3),
    )


def _inked(sprite: Sprite, pose: Pose, width_px: int, height_px: int) -> _Ink | None:
    """None where nothing of it is in the frame."""
    pixels, left, top = _posed(sprite, pose)
    height, width = pixels.shape[:2]
    x0, y0 = max(0, left - left % 2), max(0, top - top % 2)
    x1, y1 = min(width_px, left + width), min(height_px, top + height)
    if x0 >= x1 or y0 >= y1:
        return None
    whole = np.zeros((y1 - y0 + (y1 - y0) % 2, x1 - x0 + (x1 - x0) % 2, 4), np.float32)
    seen_x, seen_y = max(0, left), max(0, top)
    whole[seen_y - y0 : y1 - y0, seen_x - x0 : x1 - x0] = pixels[seen_y - top : y1 - top, seen_x - left : x1 - left]
    alpha = np.ascontiguousarray(whole[..., 3])
    # Colour is multiplied by alpha already, so the matrix's offsets are too.
    yuv = cv2.transform(np.ascontiguousarray(whole[..., :3]), RGB_TO_YUV[:, :3])
    half = (whole.shape[1] // 2, whole.shape[0] // 2)
    half_alpha = cv2.resize(alpha, half, interpolation=cv2.INTER_AREA)
    u, v = (
        np.asarray(cv2.resize(yuv[..., i], half, interpolation=cv2.INTER_AREA) + NEUTRAL * half_alpha, np.float32)
        for i in (1, 2)
    )
    luma = np.asarray(yuv[..., 0] + BLACK * alpha, np.float32)
    return _Ink(x0, y0, luma, (u, v), (alpha, np.asarray(half_alpha, np.float32)))


def _posed(sprite: Sprite, pose: Pose) -> tuple[Pixels, int, int]:
    """The picture as the pose has it, and where its corner stands."""
    pixels = sprite.pixels if pose.shown >= 1 else _revealed(sprite, pose.shown)
    if (pose.right_px, pose.down_px, pose.scale, pose.turn_deg) == (0, 0, 1, 0):
        return pixels, sprite.left_px, sprite.top_px
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -pose.turn_deg, pose.scale)
    turn[:, 2] += np.array([pose.right_px, pose.down_px])
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], float) @ turn.T
    low, high = np.floor(corners.min(axis=0)).astype(int) - 1, np.ceil(corners.max(axis=0)).astype(int) + 1
    turn[:, 2] -= low
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    quality = cv2.INTER_AREA if pose.scale < 0.5 else cv2.INTER_LINEAR
    turned = cv2.warpAffine(pixels, turn, size, flags=quality)
    return np.asarray(turned, np.float32), sprite.left_px + int(low[0]), sprite.top_px + int(low[1])


def _revealed(sprite: Sprite, shown: float) -> Pixels:
    height, width = sprite.pixels.shape[:2]
    length = width if sprite.towards in ("right", "left") else height
    begin, end = sprite.bounds_px or (0, length)
    places = np.arange(length) + 0.5
    if sprite.towards in ("left", "up"):
        places, begin, end = length - places, length - end, length - begin
    soft = max(sprite.edge_px, 1.0)
    seen = np.clip((begin + shown * (end - begin + soft) - places) / soft, 0, 1).astype(np.float32)
    along_rows = sprite.towards in ("up", "down")
    return np.asarray(sprite.pixels * (seen[:, None, None] if along_rows else seen[None, :, None]), np.float32)


def _lay(frame: Frame, ink: _Ink, opacity: float) -> None:
    """frame × (1 − opacity × alpha) + opacity × ink."""
    height, width = ink.luma.shape
    planes = frame_planes(frame)
    for plane, colour, scale in zip(planes, (ink.luma, *ink.chroma), (1, 2, 2), strict=True):
        rows = slice(ink.top // scale, (ink.top + height) // scale)
        columns = slice(ink.left // scale, (ink.left + width) // scale)
        under = plane[rows, columns]
        mixed = under * (1 - opacity * ink.alpha[scale - 1]) + opacity * colour
        under[:] = np.clip(np.rint(mixed), BLACK, 240 if scale == 2 else 235)

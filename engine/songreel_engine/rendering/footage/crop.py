"""Where a crop of footage looks: a window that keeps the subject, as an editor would move it, hardly or not at all.

What moves against the background, what differs from its surroundings, and what has the colour of skin draw the window; a
path over the shot is found that weighs this against moving. A window that would wander little stands still instead.

Source: colour contrast after Achanta et al., "Frequency-tuned salient region detection", CVPR 2009.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.footage.reading import Image, Seen, frames_from

Map = NDArray[np.float32]

LOOKS_PER_S: Final = 6.0
_LOOK_PX: Final = 96
"""Longer side of the picture that is looked at."""
_PLACES: Final = 33
"""Places of the window that are tried, from one end of its way to the other."""
_MOTION_WEIGHT, _SKIN_WEIGHT, _MIDDLE_WEIGHT = 1.6, 0.5, 0.15
_MOVING_COST: Final = 0.35
"""Against the interest of a window (0..1): of going the whole way between two looks."""
_STILL_BELOW: Final = 0.10
"""Share of the picture's side: a path that stays within this stands still."""
_SMOOTH_S: Final = 0.6
_NOISE: Final = 6.0
"""Difference of 8-bit values that is no motion."""
_SKIN: Final = np.array([[0, 135, 80], [255, 175, 127]], np.uint8)
"""Lowest and highest Y, Cr, Cb of skin of every shade. Source: Chai and Ngan, IEEE CSVT 9 (4), 1999, a little wider."""


@dataclass(frozen=True, eq=False)
class CropPath:
    """The middle of a window over time."""

    times_s: NDArray[np.float64]
    """Of the looks, in the footage's seconds, rising."""
    middles: NDArray[np.float64]
    """0..1 along the side that is cropped: the window's middle at each look."""

    def middle(self, time_s: float) -> float:
        """The mean of the looks around, the nearer the more: a movement without a jerk."""
        weights = np.exp(-0.5 * ((time_s - self.times_s) / _SMOOTH_S) ** 2) + 1e-12
        return float(weights @ self.middles / weights.sum())


_MIDDLE: Final = CropPath(np.zeros(1), np.full(1, 0.5))


@lru_cache(maxsize=8)
def crop_path(file: Path, start_s: float, stop_s: float, aspect: float) -> CropPath:
    """The path of a window of this width over height through [start_s, stop_s) of the footage.

    Footage of the window's own shape has nothing to choose: the middle. Raises RenderError as reading does.
    """
    looks = list(_looks(file, start_s, stop_s))
    if not looks:
        return _MIDDLE
    height, width = looks[0][1].shape[:2]
    share = aspect / (width / height)
    is_wide = share < 1
    share = share if is_wide else 1 / share
    if share > 1 - _STILL_BELOW / 4:
        return _MIDDLE
    profiles = np.stack([_profile(interest, along_x=is_wide) for interest in _interests([p for _, p in looks])])
    times_s = np.array([time_s for time_s, _ in looks])
    return _steady(_best_path(_window_interest(profiles, share)), share, times_s)


def still_middle(picture: Image, aspect: float) -> float:
    """Where a window of this width over height looks in a picture that does not move: its middle, 0..1."""
    height, width = picture.shape[:2]
    share = aspect / (width / height)
    is_wide, share = share < 1, min(share, 1 / share)
    scale = min(1.0, _LOOK_PX / max(width, height))
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    profile = _profile(next(_interests([small])), along_x=is_wide)
    return float(share / 2 + _best_path(_window_interest(profile[None], share))[0] * (1 - share))


def _looks(file: Path, start_s: float, stop_s: float) -> Iterator[tuple[float, Image]]:
    due_s = start_s
    for seen in frames_from(file, start_s):
        if seen.time_s >= stop_s:
            return
        if seen.time_s + 0.5 / LOOKS_PER_S >= due_s:
            yield seen.time_s, small_picture(seen, _LOOK_PX)
            due_s = max(due_s, seen.time_s) + 1 / LOOKS_PER_S


def small_picture(seen: Seen, longest_px: int) -> Image:
    """The frame with this longer side, never larger than it is."""
    width, height = seen.size_px
    scale = min(1.0, longest_px / max(width, height))
    return seen.picture((max(2, round(width * scale)), max(2, round(height * scale))))


def _interests(pictures: list[Image]) -> Iterator[Map]:
    """How much the eye wants each pixel of each picture."""
    for index, picture in enumerate(pictures):
        contrast = _standing_out(picture)
        others = [pictures[at] for at in (index - 1, index + 1) if 0 <= at < len(pictures)]
        moving = np.minimum.reduce([_moved(picture, other) for other in others]) if others else np.zeros_like(contrast)
        ycc = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
        skin = cv2.inRange(ycc, _SKIN[0], _SKIN[1]).astype(np.float32) / 255
        yield np.asarray(contrast * (1 + _SKIN_WEIGHT * skin) + _MOTION_WEIGHT * moving, np.float32)


def _standing_out(picture: Image) -> Map:
    """0..1: distance of each colour from the picture's mean, and its detail."""
    lab = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 1.0), cv2.COLOR_RGB2LAB).astype(np.float32)
    away = np.asarray(np.linalg.norm(lab - lab.reshape(-1, 3).mean(axis=0), axis=-1), np.float32)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = np.asarray(cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), 2.0), np.float32)
    return np.asarray(0.5 * _to_one(away) ** 2 + 0.5 * _to_one(detail), np.float32)


def _moved(picture: Image, other: Image) -> Map:
    """0..1: what is elsewhere in the other picture, the camera's own movement taken out."""
    one, two = (cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float32) for p in (picture, other))
    (right, down), _ = cv2.phaseCorrelate(two, one, hanning(one.shape))
    shift = np.array([[1, 0, right], [0, 1, down]], np.float32)
    beneath = cv2.warpAffine(two, shift, one.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    away = cv2.GaussianBlur(np.abs(one - beneath), (0, 0), 1.5)
    return np.asarray(np.clip((away - _NOISE) / 60, 0, 1), np.float32)


@lru_cache(maxsize=4)
def hanning(shape: tuple[int, int]) -> Map:
    """The window under which two pictures are laid over each other."""
    return np.asarray(cv2.createHanningWindow(shape[::-1], cv2.CV_32F), np.float32)


def _to_one(values: Map) -> Map:
    return np.asarray(values / max(float(np.percentile(values, 99)), 1e-3), np.float32).clip(0, 1)


def _profile(interest: Map, *, along_x: bool) -> NDArray[np.float64]:
    """Interest along the side that is cropped, summing to 1."""
    profile = interest.sum(axis=0 if along_x else 1).astype(np.float64)
    if along_x:
        return np.asarray(profile / max(float(profile.sum()), 1e-6), np.float64)
    # Heads are above the middle of what stands out.
    weighted = profile * np.linspace(1.15, 0.85, len(profile))
    return np.asarray(weighted / max(float(weighted.sum()), 1e-6), np.float64)


def _window_interest(profiles: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """[looks, places]: how much of the interest each place of the window holds, those near the middle a little more."""
    length = profiles.shape[1]
    sums = np.concatenate([np.zeros((len(profiles), 1)), profiles.cumsum(axis=1)], axis=1)
    starts = np.linspace(0, (1 - share) * length, _PLACES)
    at = np.arange(length + 1)
    held = np.stack(
        [[np.interp(start + share * length, at, row) - np.interp(start, at, row) for start in starts] for row in sums]
    )
    off_middle = np.abs(np.linspace(-1, 1, _PLACES))
    return np.asarray(held - _MIDDLE_WEIGHT * off_middle**2 * (1 - share), np.float64)


def _best_path(held: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places, 0..1, that hold most while moving least."""
    way = np.linspace(0, 1, _PLACES)
    cost = _MOVING_COST * np.abs(way[:, None] - way[None, :])
    score = held[0]
    came_from = np.zeros(held.shape, np.int64)
    for look in range(1, len(held)):
        arriving = score[None, :] - cost
        came_from[look] = arriving.argmax(axis=1)
        score = arriving.max(axis=1) + held[look]
    places = [int(score.argmax())]
    for look in range(len(held) - 1, 0, -1):
        places.append(int(came_from[look, places[-1]]))
    return way[places[::-1]]


def _steady(places: NDArray[np.float64], share: float, times_s: NDArray[np.float64]) -> CropPath:
    """Standing where the window would wander little, else moving; before the first look and after the last it stands."""
    middles = share / 2 + places * (1 - share)
    if float(np.ptp(middles)) < _STILL_BELOW:
        return CropPath(times_s[:1], np.full(1, float(np.median(middles))))
    outside_s = np.arange(1, round(3 * _SMOOTH_S * LOOKS_PER_S)) / LOOKS_PER_S
    padded_s = np.concatenate([times_s[0] - outside_s[::-1], times_s, times_s[-1] + outside_s])
    return CropPath(padded_s, np.pad(middles, len(outside_s), mode="edge"))

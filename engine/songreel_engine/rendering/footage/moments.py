"""What is worth showing in footage, and when: motion, sharpness and light, a few looks a second.

Motion is what remains once the camera's own movement is taken out; that movement, where it jerks, counts as shake. Long
footage is looked at in stretches spread over it, so that an hour costs no more than two minutes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.footage.crop import hanning, small_picture
from songreel_engine.rendering.footage.reading import Image, frames_from, length_of, opened

Floats = NDArray[np.float64]

LOOKS_PER_S: Final = 4.0
_LOOK_PX: Final = 320
_MOTION_PX: Final = 128
_WATCHED_S: Final = 120.0
"""Footage up to this length is looked at whole."""
_STRETCH_S: Final = 5.0
_CUT: Final = 0.42
"""Distance of two neighbouring looks' colour histograms, 0..1, from which the footage itself is cut between them."""
_CUT_BINS: Final = (6, 6, 6)
_DARK, _BLOWN = 28, 246
"""Of 255: values beyond show nothing."""
_EDGE_S: Final = 0.4
"""The hand that starts and stops a camera is seen for so long."""

_SHARP_WEIGHT, _MOTION_WEIGHT, _LIGHT_WEIGHT = 0.35, 0.45, 0.35
_SHAKE_COST, _CUT_COST, _EDGE_COST, _NOTHING_COST = 0.30, 0.60, 0.15, 2.0
_LEAST_LIGHT: Final = 0.25
"""Share of the picture that must show something."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """Looks at one piece of footage, [n] each, by rising time."""

    length_s: float
    times_s: Floats
    motion: Floats
    """What moves against the background: mean change against the picture's own contrast, 0 still."""
    shake: Floats
    """How much the camera's movement changed since the look before, in shares of the picture's side."""
    sharpness: Floats
    """Detail against contrast; comparable within one file only."""
    light: Floats
    """Share of the picture that is neither black nor blown out."""
    cuts_s: Floats
    """Times at which the footage itself is cut."""

    def as_lists(self) -> dict[str, object]:
        """For JSON; `from_lists` reads it."""
        arrays = {name: [round(float(v), 5) for v in getattr(self, name)] for name in _ARRAYS}
        return {"length_s": self.length_s, **arrays}

    @classmethod
    def from_lists(cls, stored: Mapping[str, Any]) -> "Moments":
        """Raises KeyError, TypeError or ValueError for anything but what `as_lists` gives."""
        arrays = {name: np.array(stored[name], np.float64) for name in _ARRAYS}
        if len({len(arrays[name]) for name in _ARRAYS[:-1]}) != 1:
            raise ValueError("the looks' facts are of different lengths")
        return cls(length_s=float(stored["length_s"]), **arrays)


_ARRAYS: Final = ("times_s", "motion", "shake", "sharpness", "light", "cuts_s")


@dataclass(frozen=True)
class Span:
    """Seconds of footage."""

    start_s: float
    stop_s: float

    def meets(self, other: "Span") -> bool:
        """Whether a moment would be seen in both."""
        return self.start_s < other.stop_s - 0.04 and other.start_s < self.stop_s - 0.04


def watch(file: Path) -> Moments:
    """Looks through the footage. Raises RenderError where it is missing, damaged or no video."""
    with opened(file) as (container, stream):
        length_s = length_of(container, stream)
    facts: list[tuple[float, float, float, float, float]] = []
    cuts: list[float] = []
    for start_s, stop_s in _stretches(length_s):
        before: tuple[float, Image] | None = None
        drift: tuple[float, float] | None = None
        for time_s, picture in _looks(file, start_s, stop_s):
            motion, shake = 0.0, 0.0
            if before is not None and _is_cut(before[1], picture):
                cuts.append((before[0] + time_s) / 2)
                drift = None
            elif before is not None:
                motion, moved = _motion(before[1], picture)
                shake = 0.0 if drift is None else float(np.hypot(moved[0] - drift[0], moved[1] - drift[1]))
                drift = moved
            facts.append((time_s, motion, shake, _sharpness(picture), _light(picture)))
            before = (time_s, picture)
    columns = np.array(facts, np.float64).reshape(-1, 5).T
    # The first look of a stretch has none before it; it moves as the next does.
    times_s, motion_, shake_, sharpness, light = columns
    if len(times_s) > 1:
        motion_[0] = motion_[1]
    ends_s = float(times_s[-1]) + 1 / LOOKS_PER_S if len(times_s) else 0.0
    return Moments(
        length_s=length_s or ends_s,
        times_s=times_s,
        motion=motion_,
        shake=shake_,
        sharpness=sharpness,
        light=light,
        cuts_s=np.array(cuts),
    )


def best_moment(
    moments: Moments, lasts_s: float, *, energy: float = 0.5, taken: Sequence[Span] = (), among: Span | None = None
) -> tuple[float, float] | None:
    """(start, worth) of the best stretch of this length that shows nothing of `taken`, within `among`; None without one.

    `energy` is 0..1: how lively it is wanted, against the rest of the footage. Worth is about 0..1, more is better.
    """
    latest_s = moments.length_s - lasts_s
    if latest_s < 0 or not len(moments.times_s):
        return None
    starts = np.unique(np.clip(np.append(moments.times_s, (0.0, latest_s)), 0.0, latest_s))
    worths = _worths(moments, starts, lasts_s, energy)
    best: tuple[float, float] | None = None
    for at in np.argsort(-worths, kind="stable"):
        span = Span(float(starts[at]), float(starts[at]) + lasts_s)
        outside = among is not None and (span.start_s < among.start_s or span.stop_s > among.stop_s)
        if not outside and not any(span.meets(other) for other in taken):
            best = round(span.start_s, 3), float(worths[at])
            break
    return best


def liveliness(moments: Moments) -> float:
    """Mean motion, on a scale that compares files; 0 still."""
    return float(moments.motion.mean()) if len(moments.motion) else 0.0


def _worths(moments: Moments, starts: Floats, lasts_s: float, energy: float) -> Floats:
    """[starts] of stretches that begin there."""
    first = np.searchsorted(moments.times_s, starts - 0.5 / LOOKS_PER_S)
    stop = np.searchsorted(moments.times_s, starts + lasts_s - 1e-6)
    stop = np.maximum(stop, np.minimum(first + 1, len(moments.times_s)))
    first = np.minimum(first, stop - 1)

    def mean(values: Floats) -> Floats:
        sums = np.concatenate([[0.0], values.cumsum()])
        return np.asarray((sums[stop] - sums[first]) / (stop - first), np.float64)

    has_cut = np.searchsorted(moments.cuts_s, starts + lasts_s) > np.searchsorted(moments.cuts_s, starts)
    at_edge = (starts < _EDGE_S) | (starts + lasts_s > moments.length_s - _EDGE_S)
    light = mean(moments.light)
    return np.asarray(
        _SHARP_WEIGHT * _ranks(mean(moments.sharpness))
        + _MOTION_WEIGHT * (1 - np.abs(_ranks(mean(moments.motion)) - energy))
        + _LIGHT_WEIGHT * light**2
        - _SHAKE_COST * np.clip(mean(moments.shake) / 0.05, 0, 1)
        - _CUT_COST * has_cut
        - _EDGE_COST * at_edge
        - _NOTHING_COST * (light < _LEAST_LIGHT),
        np.float64,
    )


def _ranks(values: Floats) -> Floats:
    """0..1 by order, equal ones alike; ½ for all where they hardly differ."""
    if len(values) < 2 or float(np.ptp(values)) < 1e-6 + 0.02 * float(np.abs(values).max()):
        return np.full(len(values), 0.5)
    rising = np.sort(values)
    middle = (np.searchsorted(rising, values) + np.searchsorted(rising, values, side="right") - 1) / 2
    return np.asarray(middle / (len(values) - 1), np.float64)


def _stretches(length_s: float) -> list[tuple[float, float]]:
    if length_s <= _WATCHED_S:
        return [(0.0, float("inf"))]
    starts = np.linspace(0.0, length_s - _STRETCH_S, round(_WATCHED_S / _STRETCH_S))
    return [(float(start), float(start) + _STRETCH_S) for start in starts]


def _looks(file: Path, start_s: float, stop_s: float) -> Iterator[tuple[float, Image]]:
    due_s = start_s
    for seen in frames_from(file, start_s):
        if seen.time_s >= stop_s:
            return
        if seen.time_s >= due_s:
            yield seen.time_s, small_picture(seen, _LOOK_PX)
            due_s = max(due_s, seen.time_s - 0.5 / LOOKS_PER_S) + 1 / LOOKS_PER_S


def _motion(before: Image, after: Image) -> tuple[float, tuple[float, float]]:
    """(what moved by itself, how the camera moved in shares of the side)."""
    scale = _MOTION_PX / max(before.shape[:2])
    one, two = (
        cv2.cvtColor(
            cv2.resize(p, None, fx=min(1, scale), fy=min(1, scale), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
        ).astype(np.float32)
        for p in (before, after)
    )
    (right, down), _ = cv2.phaseCorrelate(one, two, hanning((one.shape[0], one.shape[1])))
    shift = np.array([[1, 0, right], [0, 1, down]], np.float32)
    carried = cv2.warpAffine(one, shift, one.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    change = float(np.abs(carried - two).mean()) / max(float(two.std()), 4.0)
    return change, (right / max(one.shape), down / max(one.shape))


def _is_cut(before: Image, after: Image) -> bool:
    one, two = (
        cv2.calcHist([picture], [0, 1, 2], None, list(_CUT_BINS), [0, 256] * 3).ravel() / (picture.size / 3)
        for picture in (before, after)
    )
    return bool(1 - float(np.minimum(one, two).sum()) > _CUT)


def _sharpness(picture: Image) -> float:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean()) / max(float(grey.std()), 4.0)


def _light(picture: Image) -> float:
    brightest = picture.max(axis=-1)
    darkest = picture.min(axis=-1)
    return float(((brightest > _DARK) & (darkest < _BLOWN)).mean())

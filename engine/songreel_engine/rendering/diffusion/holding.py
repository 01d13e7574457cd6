"""Whether a generated shot holds together, told from its frames alone: what of the coherence check needs no plan and no film.

The measure is the film check's own (`media.flow`): how well each frame follows from the one before, once what moved has been
moved. The score is reckoned as the film check scores shots, from steadiness less what faults cost. What it does not see: banding,
blown highlights and light off the beat, which the check of the finished film tells.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.media.flow import FlowMeter, Step
from songreel_engine.rendering.animators import Frame
from songreel_engine.rendering.diffusion.takes import Judgement

LEAST_STABILITY: Final = 0.78
"""What "broadcast usable" asks of a film is asked of each of its shots; see PRODUCT.md, D."""
FAULT_COST: Final = 0.1
"""What each kind of fault takes from the score, beside the share of frames it spoils."""
UNLIKE, OUTSTANDING, AROUND = 0.72, 0.15, 6
"""A frame follows from the one before no better than this, and that much worse than its neighbours do: the picture has jumped."""
SMALL_SIDE_PX: Final = 192
DARK_LUMA, STILL_CHANGE = 24.0, 0.05
"""Mean luma as coded, and mean change in steps of 255: below, there is nothing to see, and nothing moves."""
STILL_S: Final = 0.5
"""A generated shot that stands still for longer is a photograph."""
SWING: Final = 6.0
"""Luma that goes up and down by more than this, of 255, from frame to frame boils."""
SWINGS_SHARE: Final = 0.15

Floats = NDArray[np.float64]


def holds_together(frames: Iterable[Frame], frame_rate: Fraction) -> Judgement:
    """The judgement of a shot of at least two I420 frames; a shorter one is good."""
    steps, luma, change = _measured(_small(frames))
    if not steps:
        return Judgement(score=100.0, good=True)
    explained = np.array([step.explained for step in steps])
    spoilt = {
        "teleport": _jumps(explained),
        "black": luma[1:] < DARK_LUMA,
        "frozen": _long_runs(change < STILL_CHANGE, round(STILL_S * frame_rate)),
        "flicker": _swings(luma)[1:],
    }
    found = {kind: flags for kind, flags in spoilt.items() if flags.any()}
    stability = float(np.clip(explained, 0, 1).mean())
    any_fault = np.any(list(found.values()), axis=0) if found else np.zeros(len(explained), np.bool_)
    score = 100 * max(stability - float(np.mean(any_fault)) - FAULT_COST * len(found), 0.0)
    why = [f"{kind}: {int(flags.sum())} of {len(flags)} frames" for kind, flags in found.items()]
    if stability < LEAST_STABILITY:
        why.append(f"stability: {stability:.2f}, and {LEAST_STABILITY:g} is asked for")
    return Judgement(score=round(score, 1), good=not why, why=tuple(why))


def _small(frames: Iterable[Frame]) -> Iterator[NDArray[np.uint8]]:
    for frame in frames:
        height, width = frame.shape[0] * 2 // 3, frame.shape[1]
        scale = min(SMALL_SIDE_PX / max(width, height), 1.0)
        size = (max(2 * round(width * scale / 2), 8), max(2 * round(height * scale / 2), 8))
        yield np.asarray(cv2.resize(frame[:height], size, interpolation=cv2.INTER_AREA), np.uint8)


def _measured(pictures: Iterator[NDArray[np.uint8]]) -> tuple[list[Step], Floats, Floats]:
    """Steps and changes between neighbours, and the luma of each."""
    meter: FlowMeter | None = None
    before: NDArray[np.uint8] | None = None
    steps: list[Step] = []
    luma: list[float] = []
    change: list[float] = []
    for now in pictures:
        luma.append(float(now.mean()))
        if before is not None:
            meter = meter or FlowMeter(now.shape[1], now.shape[0])
            steps.append(meter.step(before, now))
            change.append(cv2.norm(now, before, cv2.NORM_L1) / now.size)
        before = now
    return steps, np.array(luma), np.array(change)


def _jumps(explained: Floats) -> NDArray[np.bool_]:
    flags = np.zeros(len(explained), np.bool_)
    for at in np.flatnonzero(explained < UNLIKE):
        near = np.concatenate([explained[max(at - AROUND, 0) : at], explained[at + 1 : at + 1 + AROUND]])
        flags[at] = not len(near) or explained[at] < float(np.median(near)) - OUTSTANDING
    return flags


def _long_runs(flags: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Flags of runs of at least `least`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    kept = np.zeros_like(flags)
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        kept[start:stop] = stop - start >= least
    return kept


def _swings(luma: Floats) -> NDArray[np.bool_]:
    """Frames whose light goes one way and back again, where many of a shot's do; one alone may be a flash that was meant."""
    step = np.diff(luma, prepend=luma[:1], append=luma[-1:])
    turns = (step[:-1] * step[1:] < 0) & (np.minimum(np.abs(step[:-1]), np.abs(step[1:])) > SWING)
    return turns if turns.mean() > SWINGS_SHARE else np.zeros_like(turns)

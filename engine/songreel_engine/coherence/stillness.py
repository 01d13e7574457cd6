"""Pictures that stand still: a run of frames that are one and the same, or a single frame shown twice.

Encoders repeat as well: what follows a frame coded by itself is often its copy. And styles that hold their poses, as animation
on twos does, repeat by plan. Neither is a fault.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.coherence.found import Found, Seen, runs
from songreel_engine.coherence.meant import frames_of
from songreel_engine.timebase import FrameRange

FROZEN_S: Final = 0.3
SETTLED: Final = 0.05
"""Mean change in steps of 255 that is the encoder's own."""
STILL_SHARE: Final = 0.12
"""Of the usual change around."""
REPEAT_SHARE: Final = 0.36
"""A repeated frame changes by less than this share of what its neighbours on either side do."""
SEEN_MOVING: Final = 0.3
"""Neighbours that change less do not show a repeat."""
AROUND: Final = 4
HELD_SHARE: Final = 0.2
"""A stretch where this many frames repeat is drawn that way, or broken all through: told once."""
HELD_STEPS: Final = (2, 3)
"""Frames that a pose is held: twelve and eight a second at 24."""
HELD_RATIO: Final = 1.7
"""How much more moves on the frames where poses change. Measured on songreel's films: 1.0 to 1.5 where every frame moves,
mostly 5 and more on twos."""
FEWEST_STEPS: Final = 6


def find_frozen(seen: Seen) -> Iterator[Found]:
    """Frozen runs, and frames that are shown twice."""
    least = frames_of(FROZEN_S, seen.measures.frame_rate)
    stretches = [stretch for stretch in seen.stretches() if len(stretch) >= 2]
    ratios = [_held_ratio(seen.measures.motion[stretch.start + 1 : stretch.stop]) for stretch in stretches]
    known = [ratio for ratio in ratios if ratio is not None]
    # One style runs through a film: where most of it is held, so is a stretch too short or too calm to tell.
    mostly_held = bool(known) and float(np.median(known)) > HELD_RATIO
    for stretch, ratio in zip(stretches, ratios, strict=True):
        change = seen.measures.change[stretch.start : stretch.stop].astype(np.float64)
        frozen = list(_frozen_runs(change, least))
        for span in frozen:
            at = FrameRange(stretch.start + span.start, stretch.start + span.stop)
            yield Found("frozen", at, float(len(span)), f"one picture stands for {len(span)} frames")
        if seen.meant.known_from == "project":
            held = seen.meant.shot_at(stretch.start).steps_per_s is not None
        else:
            held = mostly_held or (ratio or 0.0) > HELD_RATIO
        yield from _repeats(seen, stretch, change, frozen, held=held)


def _held_ratio(motion: NDArray[np.float32]) -> float | None:
    """How much more moves on every second, or every third, frame than on those between; None of too few frames."""
    ratios = []
    for steps in HELD_STEPS:
        if len(motion) < FEWEST_STEPS * steps:
            continue
        phases = sorted(float(np.median(motion[phase::steps])) for phase in range(steps))
        ratios.append(phases[-1] / max(float(np.mean(phases[:-1])), 1e-9))
    return max(ratios, default=None)


def _frozen_runs(change: NDArray[np.float64], least: int) -> Iterator[FrameRange]:
    """Frames that equal the first one of the run; `change[0]` is across the jump and says nothing."""
    moving = change[1:][change[1:] > SETTLED]
    usual = float(np.median(moving)) if len(moving) else 0.0
    still = change <= max(SETTLED, STILL_SHARE * usual)
    still[0] = False
    for span in runs(still):
        # Encoders take a few frames to come to rest: what leads into a run, already slow, belongs to it.
        start = span.start
        while start > 1 and change[start - 1] < 0.5 * usual and span.start - start < AROUND:
            start -= 1
        if span.stop - start + 1 >= least:
            yield FrameRange(start - 1, span.stop)


def _repeats(
    seen: Seen, stretch: FrameRange, change: NDArray[np.float64], frozen: list[FrameRange], *, held: bool
) -> Iterator[Found]:
    motion = seen.measures.motion[stretch.start : stretch.stop].astype(np.float64)
    repeated = [
        at
        for at in range(2, len(change) - 1)
        if _is_dip(change, at, SEEN_MOVING) and _is_dip(motion, at, 0.0) and not any(at in span for span in frozen)
    ]
    if held or len(repeated) > HELD_SHARE * len(change):
        if repeated:
            excuse = "drawn in held poses" if held else None
            yield Found("frozen", stretch, float(len(repeated)), f"{len(repeated)} frames are shown twice", excuse)
        return
    for at in repeated:
        if not seen.measures.key[stretch.start + at - 1]:
            yield Found("frozen", FrameRange(stretch.start + at, stretch.start + at + 1), 1.0, "a frame is shown twice")


def _is_dip(values: NDArray[np.float64], at: int, least: float) -> bool:
    """Whether one value falls far below its neighbours on both sides, which are above `least`.

    Asked of change and of motion: grain that happens to fall alike is no repeat, nor is a light that holds still.
    """
    before, after = values[max(at - AROUND, 1) : at], values[at + 1 : at + 1 + AROUND]
    usual = min(float(np.median(before)), float(np.median(after)))
    return usual > least and values[at] < REPEAT_SHARE * min(usual, values[at - 1] * 1.5, values[at + 1])

"""From what was found to figures one can compare: stability, the shots' scores, the verdict."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.coherence.faults import Excused, Fault
from songreel_engine.coherence.found import Found, Seen
from songreel_engine.coherence.meant import MeantShot
from songreel_engine.coherence.report import (
    BROADCAST_SHORT_SIDE_PX,
    LEAST_STABILITY,
    MOST_ARTEFACT_FRAMES_PER_S,
    Motion,
    ShotReport,
    Verdict,
)
from songreel_engine.timebase import FrameRange, frame_to_seconds

FAULT_COST: Final = 0.1
"""What each fault takes from a shot's score however short it is: one frame of white spoils four seconds."""


def as_faults(seen: Seen, found: Iterable[Found]) -> tuple[Fault, ...]:
    """Those that nothing excuses, with times and shots."""
    return tuple(_fault(seen, one) for one in found if one.excuse is None)


def as_excused(seen: Seen, found: Iterable[Found]) -> tuple[Excused, ...]:
    """Those that were meant."""
    return tuple(
        Excused(
            kind=one.kind,
            start_s=_seconds(seen, one.span.start),
            end_s=_seconds(seen, one.span.stop),
            shot=(shot := seen.meant.shot_at(one.span.start)).id,
            shot_number=shot.number,
            why=one.excuse,
        )
        for one in found
        if one.excuse is not None
    )


def _fault(seen: Seen, one: Found) -> Fault:
    # A frozen run that began on the last frame before a cut still belongs to the shot it stands in.
    shot = seen.meant.shot_at((one.span.start + one.span.stop - 1) // 2)
    return Fault(
        kind=one.kind,
        time_s=_seconds(seen, one.span.start),
        start_s=_seconds(seen, one.span.start),
        end_s=_seconds(seen, one.span.stop),
        start_frame=one.span.start,
        stop_frame=one.span.stop,
        shot=shot.id,
        shot_number=shot.number,
        strength=round(one.strength, 3),
        why=one.why,
    )


def steadiness(seen: Seen, faults: Iterable[Fault]) -> NDArray[np.float64]:
    """[frames] how well each frame follows, 0..1; NaN where a cut or a transition is meant, and on the first frame."""
    steady = np.clip(seen.measures.explained.astype(np.float64), 0, 1)
    steady[0] = np.nan
    unmeant = {fault.start_frame for fault in faults if fault.kind == "teleport"}
    for frame in seen.breaks.cuts:
        if frame not in unmeant:
            steady[frame] = np.nan
    for shot in seen.meant.shots:
        if shot.blend is not None:
            steady[shot.blend.start : shot.blend.stop + 1] = np.nan
    for fault in faults:
        if fault.kind in ("frozen", "black"):
            steady[fault.start_frame : fault.stop_frame] = 0.0
    return steady


def artefact_frames(frames: int, faults: Iterable[Fault]) -> NDArray[np.bool_]:
    """[frames] whether a viewer sees a fault there."""
    marked = np.zeros(frames, np.bool_)
    for fault in faults:
        marked[fault.start_frame : fault.stop_frame] = True
    return marked


def motion_of(seen: Seen, faults: Iterable[Fault]) -> Motion:
    """Within shots: jumps are no motion."""
    moving = _motion_per_s(seen)
    known = moving[~np.isnan(moving)]
    still = artefact_frames(len(seen.measures), (fault for fault in faults if fault.kind == "frozen"))
    return Motion(
        mean=round(float(np.mean(known)), 3) if len(known) else 0.0,
        median=round(float(np.median(known)), 3) if len(known) else 0.0,
        still_share=round(float(np.mean(still)), 4),
    )


def shot_reports(seen: Seen, faults: tuple[Fault, ...]) -> tuple[ShotReport, ...]:
    """Each shot by itself."""
    steady, moving = steadiness(seen, faults), _motion_per_s(seen)
    marked = artefact_frames(len(seen.measures), faults)
    return tuple(
        _shot_report(seen, shot, faults, steady, moving, marked) for shot in seen.meant.shots if _shown(seen, shot)
    )


def _shot_report(
    seen: Seen,
    shot: MeantShot,
    faults: tuple[Fault, ...],
    steady: NDArray[np.float64],
    moving: NDArray[np.float64],
    marked: NDArray[np.bool_],
) -> ShotReport:
    span = slice(shot.span.start, min(shot.span.stop, len(steady)))
    stability, spoilt = _mean(steady[span]), int(marked[span].sum())
    own = sum(fault.shot_number == shot.number for fault in faults)
    cost = spoilt / max(span.stop - span.start, 1) + FAULT_COST * own
    return ShotReport(
        id=shot.id,
        number=shot.number,
        start_s=_seconds(seen, span.start),
        end_s=_seconds(seen, span.stop),
        stability=round(stability, 4),
        motion=round(_mean(moving[span]), 3),
        artefact_frames=spoilt,
        score=round(100 * max(stability - cost, 0.0), 1),
    )


def verdict_on(seen: Seen, faults: tuple[Fault, ...], stability: float) -> Verdict:
    """Broadcast usable or not, and why not."""
    marked = artefact_frames(len(seen.measures), faults)
    rate = float(seen.measures.frame_rate)
    per_s = float(marked.sum()) / seen.measures.duration_s
    window = np.ones(max(round(rate), 1))
    short_px = min(seen.measures.width_px, seen.measures.height_px)
    reasons = []
    if short_px < BROADCAST_SHORT_SIDE_PX:
        reasons.append(
            f"It is {short_px}p and {BROADCAST_SHORT_SIDE_PX}p is asked for; render it at draft or final quality."
        )
    if per_s >= MOST_ARTEFACT_FRAMES_PER_S:
        reasons.append(
            f"It has {per_s:.2f} artefact frames a second, and less than {MOST_ARTEFACT_FRAMES_PER_S:g} are allowed."
        )
    if stability < LEAST_STABILITY:
        reasons.append(f"Its stability is {stability:.3f}, and {LEAST_STABILITY:g} is asked for.")
    return Verdict(
        broadcast_usable=not reasons,
        short_side_px=short_px,
        artefact_frames_per_s=round(per_s, 3),
        worst_second_artefact_frames=round(float(np.convolve(marked, window).max())),
        stability=round(stability, 4),
        why_not=tuple(reasons),
    )


def stability_of(seen: Seen, faults: Iterable[Fault]) -> float:
    """Over the whole film; 0 where nothing could be measured."""
    return _mean(steadiness(seen, faults))


def _motion_per_s(seen: Seen) -> NDArray[np.float64]:
    moving = 100 * seen.measures.motion.astype(np.float64) * float(seen.measures.frame_rate)
    moving[[0, *seen.breaks.cuts, *seen.breaks.leaps]] = np.nan
    for insert in seen.breaks.inserts:
        moving[[insert.span.start, min(insert.span.stop, len(moving) - 1)]] = np.nan
    return moving


def _shown(seen: Seen, shot: MeantShot) -> bool:
    return len(FrameRange(shot.span.start, max(min(shot.span.stop, len(seen.measures)), shot.span.start))) > 0


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(np.mean(known)) if len(known) else 0.0


def _seconds(seen: Seen, frame: int) -> float:
    return round(frame_to_seconds(frame, seen.measures.frame_rate), 4)

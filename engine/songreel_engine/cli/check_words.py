"""What a check or a fix found, as people read it."""

from pathlib import Path

from songreel_engine.cli.words import clock
from songreel_engine.coherence.faults import FAULT_WORDS
from songreel_engine.coherence.fixing import Fixed
from songreel_engine.coherence.report import CheckReport

MOST_LINES = 24
"""Of faults that are told one by one."""
_KEPT = {
    "new": "the new take stays",
    "old": "the earlier take was no worse and stays",
    "locked": "locked, so it was left as it is",
    "yours": "it shows a file of yours, so it was left as it is",
}


def report_in_words(report: CheckReport) -> str:
    """The verdict first, then the figures, then each fault with its time."""
    verdict = report.verdict
    lines = [
        f"{report.film}: {report.width_px}x{report.height_px}, {report.duration_s:.2f} s"
        + (f", checked with {report.project}" if report.project else ", checked without a project"),
        "broadcast usable" if verdict.broadcast_usable else "not broadcast usable",
        *(f"  {reason}" for reason in verdict.why_not),
        f"  on the beat: {_sync_in_words(report)}",
        f"  picture and sound: {_drift_in_words(report)}",
        f"  stability {report.stability:.3f} ({verdict.least_stability:g} asked for), with motion "
        f"{report.motion.mean:.1f} % of the diagonal a second",
        f"  artefact frames: {verdict.artefact_frames_per_s:.2f} a second, {verdict.worst_second_artefact_frames} in the worst "
        f"(under {verdict.most_artefact_frames_per_s:g} asked for); burnt out {report.blown_out_share:.2%}",
        f"  light: {report.light.hits} hits, {report.light.planned} of them on beats or planned, and excused",
        f"  lips: {_lips_in_words(report)}",
    ]
    faults = report.faults()
    lines.append(f"faults: {len(faults) or 'none'}")
    lines += [
        f"  {clock(fault.start_s)} – {clock(fault.end_s)}  shot {fault.shot_number}  {FAULT_WORDS[fault.kind]}: {fault.why}"
        for fault in faults[:MOST_LINES]
    ]
    if len(faults) > MOST_LINES:
        lines.append(f"  and {len(faults) - MOST_LINES} more; --json lists them all")
    if report.excused:
        lines.append(f"excused: {len(report.excused)}")
        lines += [
            f"  {clock(one.start_s)} – {clock(one.end_s)}  shot {one.shot_number}  {FAULT_WORDS[one.kind]}: {one.why}"
            for one in report.excused[:MOST_LINES]
        ]
    return "\n".join(lines + [f"note: {note}" for note in report.notes])


def fixed_in_words(fixed: Fixed, film: Path) -> str:
    """Shot by shot, then the film's figures before and after."""
    if not fixed.shots:
        return f"Nothing to fix: the check finds no fault in {fixed.before.film}."
    lines = []
    for shot in fixed.shots:
        after = "" if shot.score_after is None else f" → {shot.score_after:.1f}"
        lines.append(
            f"shot {shot.number}: score {shot.score_before:.1f}{after}, {_KEPT[shot.kept]} ({'; '.join(shot.why)})"
        )
    before, after_ = fixed.before, fixed.after
    lines.append(
        f"artefact frames a second {before.verdict.artefact_frames_per_s:.2f} → {after_.verdict.artefact_frames_per_s:.2f}, "
        f"stability {before.stability:.3f} → {after_.stability:.3f}, {fixed.clips_made} clips made"
    )
    return "\n".join([*lines, f"film: {film}"])


def fixed_as_json(fixed: Fixed, film: Path) -> dict[str, object]:
    """The one JSON value `fix` prints."""
    return {
        "film": str(film),
        "shots": [
            {
                "number": shot.number,
                "shot": shot.id,
                "why": list(shot.why),
                "score_before": shot.score_before,
                "score_after": shot.score_after,
                "kept": shot.kept,
            }
            for shot in fixed.shots
        ],
        "clips_made": fixed.clips_made,
        "before": fixed.before.model_dump(mode="json"),
        "after": fixed.after.model_dump(mode="json"),
    }


def _sync_in_words(report: CheckReport) -> str:
    sync = report.sync
    if sync.mean_error_s is None or sync.worst_error_s is None or sync.share_within_one_frame is None:
        return f"{sync.cuts} cuts, {sync.beats} beats, nothing to measure"
    told = (
        f"{sync.share_within_one_frame:.0%} of {sync.cuts} cuts within a frame, {sync.mean_error_s * 1000:.0f} ms on average, "
        f"{sync.worst_error_s * 1000:.0f} ms at worst ({clock(sync.worst_at_s or 0.0)})"
    )
    missing = f"; planned and not seen: {len(sync.missing_s)}" if sync.missing_s else ""
    displaced = f"; not where planned: {len(sync.displaced)}" if sync.displaced else ""
    return told + displaced + missing


def _drift_in_words(report: CheckReport) -> str:
    drift = report.drift
    if drift.ends_apart_s is None:
        return "no sound"
    told = f"ends {abs(drift.ends_apart_s) * 1000:.0f} ms apart"
    if drift.sound_lag_start_s is not None and drift.sound_lag_end_s is not None:
        at_ends = (drift.sound_lag_start_s * 1000, drift.sound_lag_end_s * 1000)
        told += f", sound {at_ends[0]:+.0f} ms at the start, {at_ends[1]:+.0f} ms at the end"
    if drift.over_film_s is not None:
        told += f", cuts drift {drift.over_film_s * 1000:+.0f} ms over the film"
    return told if drift.even else f"{told}; frames do not come evenly"


def _lips_in_words(report: CheckReport) -> str:
    lips = report.lips
    if lips is None:
        return "not checked"
    told = [f"{len(lips.shots)} close-ups"]
    if lips.lag_s is not None and lips.correlation is not None:
        told.append(f"lag {lips.lag_s * 1000:+.0f} ms, correlation {lips.correlation:.2f}")
    if lips.open_in_silence is not None:
        told.append(f"{lips.open_in_silence:.0%} open in silence")
    failed = lips.failed()
    return ", ".join(told) + (f"; shots {', '.join(map(str, failed))} do not sing along" if failed else "")

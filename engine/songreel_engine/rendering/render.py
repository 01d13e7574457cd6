"""Makes what a plan asks for, in parallel processes, and never twice.

Every result is a file named by its content key and appears whole or not at all, so a run that was killed is resumed by running
it again: what is there is used, what is missing is made. Each worker process holds at most one GL context and encodes on one
thread, so the same plan gives the same bytes whatever the number of processes.

What it does not do: it knows nothing of songs, drafts or projects, and it never removes a stored result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from songreel_engine.errors import RenderError
from songreel_engine.media import EncodeSettings, count_frames
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.rendering.animators import ShotMotion
from songreel_engine.rendering.groups import groups_of
from songreel_engine.rendering.line import run_through
from songreel_engine.rendering.motions import motions_of
from songreel_engine.rendering.pictures import PICTURES
from songreel_engine.rendering.pieces import Makers, SegmentJob, stand_by
from songreel_engine.rendering.plan import PlannedShot, RenderPlan
from songreel_engine.rendering.plate_store import origin_of
from songreel_engine.rendering.plates import Origin
from songreel_engine.rendering.tracking import SegmentListener, Tracker, ignore_segment
from songreel_engine.rendering.workers import Pool, usable_cores, working

RUSHES_FOLDER = "rushes"
"""Beside clips: what a video model made for them."""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What a run made and what it found made already, with the seconds each stage kept the machine waiting."""

    clips: tuple[Path, ...]
    """One a segment of the plan, in order."""
    plates_made: int
    plates_found: int
    clips_made: int
    clips_found: int
    plates_s: float
    clips_s: float
    origins: tuple[Origin, ...] = ()
    """Of the key images that a model made."""
    motions: tuple[ShotMotion, ...] = ()
    """Of the shots that a model set in motion."""

    @property
    def has_nsfw(self) -> bool | None:
        """What a safety model found in any of the key images; None where one was not looked at, or where no model made any."""
        found = {origin.nsfw for origin in self.origins}
        return True if True in found else (False if found == {False} else None)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was asked of models and could not be honoured, each said once."""
        told = [made.notes for made in self.origins] + [made.notes for made in self.motions]
        return tuple(dict.fromkeys(note for notes in told for note in notes))


def clip_path(clips_dir: Path, key: str) -> Path:
    return clips_dir / f"{key}.mp4"


def encode_settings(plan: RenderPlan) -> EncodeSettings:
    """What all clips of the plan are encoded with."""
    return EncodeSettings(
        width_px=plan.width_px,
        height_px=plan.height_px,
        frame_rate=plan.frame_rate,
        preset=plan.preset,
        crf=plan.crf,
    )


def render_plan(
    plan: RenderPlan,
    *,
    plates_dir: Path,
    clips_dir: Path,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
    stands: SegmentListener = ignore_segment,
) -> Rendered:
    """All clips of the plan; `stands` hears of each segment once its clip is there, those found made first.

    Raises RenderError or MachineError for the first piece that cannot be made.
    """
    plates_dir.mkdir(parents=True, exist_ok=True)
    clips_dir.mkdir(parents=True, exist_ok=True)
    clips = tuple(clip_path(clips_dir, segment.key) for segment in plan.segments)
    lacking = {s.key: s.span for s, clip in zip(plan.segments, clips, strict=True) if not clip.is_file()}
    wanted = sum(len(groups_of(len(span))) for span in lacking.values())
    with working(workers or usable_cores(), wanted=wanted, first=stand_by) as pool:
        return _rendered(plan, clips, pool, plates_dir, clips_dir.parent / RUSHES_FOLDER, progress, stands)


def _rendered(
    plan: RenderPlan,
    clips: tuple[Path, ...],
    pool: Pool,
    plates_dir: Path,
    kept: Path,
    progress: ProgressListener,
    stands: SegmentListener,
) -> Rendered:
    settings = encode_settings(plan)
    makers = Makers(plan.picture, plan.media, kept)
    jobs = {
        segment.key: SegmentJob(
            segment=segment,
            shots=tuple(plan.shots[i] for i in segment.shots),
            settings=settings,
            plates_dir=plates_dir,
            clip=clip,
            makers=makers,
        )
        for segment, clip in zip(plan.segments, clips, strict=True)
        if not _is_whole(clip, len(segment.span))
    }
    wanted = {key for job in jobs.values() for shot in job.shots for key in _plates_of(shot, plan)}
    plates = {key: job for key, job in plan.plates.items() if key in wanted and not (plates_dir / key).is_dir()}
    tracker = Tracker(plan, list(jobs), plates, progress, stands)
    for segment in plan.segments:
        if segment.key not in jobs:
            stands(segment)
    if jobs:
        run_through(jobs, plates, plates_dir, makers, pool, tracker, {job: key for key, job in plan.plates.items()})
    return Rendered(
        clips=clips,
        plates_made=len(plates),
        plates_found=len(plan.plates) - len(plates),
        clips_made=len(jobs),
        clips_found=len(set(clips)) - len(jobs),
        plates_s=tracker.plates_s,
        clips_s=tracker.clips_s,
        origins=_origins(plan, plates_dir),
        motions=_motions(plan, makers.kept),
    )


def _plates_of(shot: PlannedShot, plan: RenderPlan) -> Iterator[str]:
    """Keys of the plates that a shot is made from: its own, and the one it arrives at."""
    yield shot.plate_key
    if shot.job.arrives_at is not None:
        yield next(key for key, job in plan.plates.items() if job == shot.job.arrives_at)


def _motions(plan: RenderPlan, kept: Path) -> tuple[ShotMotion, ...]:
    shown = sorted({index for segment in plan.segments for index in segment.shots})
    return motions_of(kept, (plan.shots[index].shot_key for index in shown))


def _origins(plan: RenderPlan, plates_dir: Path) -> tuple[Origin, ...]:
    if not PICTURES[plan.picture.name].in_parent:
        return ()
    shown = {plan.shots[index].plate_key for segment in plan.segments for index in segment.shots}
    found = (origin_of(plates_dir / key) for key in plan.plates if key in shown)
    return tuple(origin for origin in found if origin is not None)


def render_plates(
    plan: RenderPlan,
    *,
    plates_dir: Path,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> int:
    """Makes the plates that are missing and nothing else; returns how many."""
    plates_dir.mkdir(parents=True, exist_ok=True)
    plates = {key: job for key, job in plan.plates.items() if not (plates_dir / key).is_dir()}
    if plates:
        tracker = Tracker(plan, (), plates, progress, ignore_segment)
        makers = Makers(plan.picture, plan.media, plates_dir.parent / RUSHES_FOLDER)
        with working(workers or usable_cores(), wanted=len(plates), first=stand_by) as pool:
            run_through({}, plates, plates_dir, makers, pool, tracker)
    return len(plates)


def _is_whole(clip: Path, frames: int) -> bool:
    """Whether a stored clip is there with all its frames; a damaged one is made again."""
    if not clip.is_file():
        return False
    try:
        return count_frames(clip) == frames
    except RenderError:
        return False

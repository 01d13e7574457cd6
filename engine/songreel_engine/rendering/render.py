"""Makes what a plan asks for, in parallel processes, and never twice.

Every result is a file named by its content key and appears whole or not at all, so a run that was killed is resumed by running
it again: what is there is used, what is missing is made. Each worker process holds at most one GL context and encodes on one
thread, so the same plan gives the same bytes whatever the number of processes.

What it does not do: it knows nothing of songs, drafts or projects, and it never removes a stored result.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import MappingProxyType
from typing import Final

import numpy as np

from songreel_engine.errors import RenderError
from songreel_engine.media import EncodeSettings, count_frames, write_clip
from songreel_engine.media.files import written_beside
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.rendering.animators import Animator, Frame, MotionStep, Rehearsing, ShotMotion
from songreel_engine.rendering.footage import FootageAnimator
from songreel_engine.rendering.groups import FOLDER_PREFIX, group_path, groups_of, join_groups
from songreel_engine.rendering.jobs import PlateJob, ShotJob
from songreel_engine.rendering.memory import return_freed
from songreel_engine.rendering.motions import motions_of, save_motion
from songreel_engine.rendering.photo import PhotoPlateMaker
from songreel_engine.rendering.pictures import PICTURES, PictureChoice, animator_of, plate_maker_of
from songreel_engine.rendering.plan import PlannedShot, RenderPlan, Segment
from songreel_engine.rendering.plate_store import load_plate, origin_of, save_plate
from songreel_engine.rendering.plates import BatchPlateMaker, Origin, Plate, PlateMaker, PlateStep
from songreel_engine.rendering.transitions import blend_transition
from songreel_engine.rendering.workers import Pool, usable_cores, working
from songreel_engine.timebase import FrameRange

PLATE_STAGE, CLIP_STAGE = "image generation", "video generation"
_SHORT_RUN: Final = 2
"""Clips a process up to which long segments are shared out: one process would end long after the others."""
RUSHES_FOLDER = "rushes"
"""Beside clips: what a video model made for them."""
PREVIEW_NAME = ".preview.jpg"
"""Among the plates, while a model makes one."""

SegmentListener = Callable[[Segment], None]


def ignore_segment(_: Segment) -> None:
    """A listener that does nothing."""


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


@dataclass(frozen=True)
class _Makers:
    """What makes plates and frames; travels to workers."""

    picture: PictureChoice
    media: dict[str, Path]
    kept: Path
    """Folder of what animators make on the way to clips."""

    def maker_of(self, job: PlateJob) -> PlateMaker:
        return plate_maker_of(self.picture, self.media) if job.media is None else PhotoPlateMaker(self.media)

    def animator_of(self, job: PlateJob) -> Animator:
        is_footage = job.media is not None and job.media.kind == "footage"
        return FootageAnimator(self.media) if is_footage else animator_of(self.picture, self.media, self.kept)

    def drawn_here(self, plates: dict[str, PlateJob]) -> dict[str, PlateJob]:
        """Those that only the process which renders can make."""
        in_parent = PICTURES[self.picture.name].in_parent
        return {key: job for key, job in plates.items() if in_parent and job.media is None}

    def rehearsing(self) -> Rehearsing | None:
        """The picture's animator where its work is done by a model before its frames are asked for."""
        if not PICTURES[self.picture.name].in_parent:
            return None
        animator = animator_of(self.picture, self.media, self.kept)
        return animator if isinstance(animator, Rehearsing) else None

    def batch_maker(self) -> BatchPlateMaker:
        maker = plate_maker_of(self.picture, self.media)
        if not isinstance(maker, BatchPlateMaker):
            raise TypeError(f"{maker.name} makes no plates in batches, so it cannot be in_parent")
        return maker


@dataclass(frozen=True, kw_only=True, eq=False)
class _SegmentJob:
    """What one segment needs, and no more: this is what travels to a worker."""

    segment: Segment
    shots: tuple[PlannedShot, ...]
    settings: EncodeSettings
    plates_dir: Path
    clip: Path
    makers: _Makers


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
    with working(workers or usable_cores(), wanted=wanted, first=_stand_by) as pool:
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
    makers = _Makers(plan.picture, plan.media, kept)
    jobs = {
        segment.key: _SegmentJob(
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
    tracker = _Tracker(plan, jobs, plates, progress, stands)
    for segment in plan.segments:
        if segment.key not in jobs:
            stands(segment)
    if jobs:
        _run(jobs, plates, plates_dir, makers, pool, tracker, {job: key for key, job in plan.plates.items()})
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
        tracker = _Tracker(plan, {}, plates, progress, ignore_segment)
        makers = _Makers(plan.picture, plan.media, plates_dir.parent / RUSHES_FOLDER)
        with working(workers or usable_cores(), wanted=len(plates), first=_stand_by) as pool:
            _run({}, plates, plates_dir, makers, pool, tracker)
    return len(plates)


class _Tracker:
    """Counts what is done, by plates and by frames, and keeps the time."""

    def __init__(
        self,
        plan: RenderPlan,
        jobs: dict[str, _SegmentJob],
        plates: dict[str, PlateJob],
        progress: ProgressListener,
        stands: SegmentListener,
    ) -> None:
        self._progress = progress
        self._stands = stands
        # Segments that look the same share one clip.
        self._segments = {key: [s for s in plan.segments if s.key == key] for key in jobs}
        self._began_s = time.monotonic()
        self._plates_total, self._plates_done = len(plates), 0
        self._frames_total = plan.frames
        self._frames_done = plan.frames - sum(len(job.segment.span) for job in jobs.values())
        self.plates_s = 0.0
        self.clips_s = 0.0
        if plates:
            progress(Progress(PLATE_STAGE, 0, len(plates)))

    def plate_done(self, job: PlateJob) -> None:
        self._plates_done += 1
        self.plates_s = time.monotonic() - self._began_s
        self._progress(Progress(PLATE_STAGE, self._plates_done, self._plates_total, f"{job.place}, {job.framing}"))

    def step_done(self, step: PlateStep, preview: Path | None) -> None:
        """A part of a plate, where a model takes steps to make it."""
        # The last step is not the plate: its depth is still to come.
        done = self._plates_done + step.done / (step.total + 1)
        self._progress(Progress(PLATE_STAGE, done, self._plates_total, step.note, str(preview or "")))

    def motion_step(self, step: MotionStep) -> None:
        """A part of a shot, where a model takes steps to make it."""
        note = f"shot {step.shot} of {step.shots}, step {step.step} of {step.steps}"
        self._progress(Progress(CLIP_STAGE, self._frames_done, self._frames_total, note))

    def clip_done(self, job: _SegmentJob) -> None:
        self._frames_done += len(job.segment.span)
        self.clips_s = time.monotonic() - self._began_s - self.plates_s
        self._progress(Progress(CLIP_STAGE, self._frames_done, self._frames_total))
        for segment in self._segments[job.segment.key]:
            self._stands(segment)


def _is_whole(clip: Path, frames: int) -> bool:
    """Whether a stored clip is there with all its frames; a damaged one is made again."""
    if not clip.is_file():
        return False
    try:
        return count_frames(clip) == frames
    except RenderError:
        return False


def _run(
    jobs: dict[str, _SegmentJob],
    plates: dict[str, PlateJob],
    plates_dir: Path,
    makers: _Makers,
    pool: Pool,
    tracker: _Tracker,
    plate_keys: Mapping[PlateJob, str] = MappingProxyType({}),
) -> None:
    """Plates in order of first use; a segment starts as soon as its plates stand."""
    here = makers.drawn_here(plates)
    rehearsing = makers.rehearsing() if jobs else None
    groups_dir = _folder_for_groups(jobs) if len(jobs) <= _SHORT_RUN * pool.processes else None
    line = _Line(
        pool,
        jobs,
        plates,
        plates_dir,
        makers,
        tracker,
        rehearses=rehearsing is not None,
        groups_dir=groups_dir,
    )
    try:
        line.submit_plates({key: plate for key, plate in plates.items() if key not in here})
        line.submit_ready()
        line.make_plates_here(here)
        if rehearsing is not None:
            line.rehearse_here(rehearsing, plate_keys)
        line.finish()
    finally:
        if groups_dir is not None:
            pool.end()
            shutil.rmtree(groups_dir, ignore_errors=True)


def _folder_for_groups(jobs: dict[str, _SegmentJob]) -> Path | None:
    """None where no segment has more than one group."""
    long = (job.clip for job in jobs.values() if len(groups_of(len(job.segment.span))) > 1)
    clip = next(long, None)
    return None if clip is None else Path(mkdtemp(dir=clip.parent, prefix=FOLDER_PREFIX))


class _Line:
    """The work of one run: what waits for its plates, what the pool is at, what this process makes itself."""

    def __init__(
        self,
        pool: Pool,
        jobs: dict[str, _SegmentJob],
        plates: dict[str, PlateJob],
        plates_dir: Path,
        makers: _Makers,
        tracker: _Tracker,
        *,
        rehearses: bool,
        groups_dir: Path | None,
    ) -> None:
        """`groups_dir`: where groups of long segments wait for each other; None where each segment is made by one process."""
        self._pool, self._makers, self._tracker = pool, makers, tracker
        self._waiting = dict(jobs)
        self._plates, self._missing, self._plates_dir = plates, set(plates), plates_dir
        self._running: dict[Future[None], str | _SegmentJob] = {}
        """A plate's key, or a segment or group of one."""
        self._groups_dir = groups_dir
        self._groups_left: dict[str, int] = {}
        """Of segments that are made in groups side by side, by clip key."""
        shots = (shot for job in jobs.values() for shot in job.shots if rehearses and _is_moved(shot.job))
        self._unrehearsed = {shot.shot_key: shot.job for shot in shots}

    def submit_plates(self, plates: dict[str, PlateJob]) -> None:
        for key, plate in _first_views_first(plates).items():
            self._running[self._pool.submit(_make_plate, plate, self._plates_dir / key, self._makers)] = key

    def submit_ready(self) -> None:
        ready = [
            key
            for key, job in self._waiting.items()
            if not self._missing & {shot.plate_key for shot in job.shots}
            and not self._unrehearsed.keys() & {shot.shot_key for shot in job.shots}
        ]
        for key in ready:
            self._submit_clip(self._waiting.pop(key))

    def _submit_clip(self, job: _SegmentJob) -> None:
        groups = groups_of(len(job.segment.span))
        if self._groups_dir is None or len(groups) == 1:
            self._running[self._pool.submit(_make_clip, job)] = job
            return
        self._groups_left[job.segment.key] = len(groups)
        for group in groups:
            self._running[self._pool.submit(_make_group, job, group, self._groups_dir)] = job

    def make_plates_here(self, plates: dict[str, PlateJob]) -> None:
        """One after the other; the pool goes on with whatever stands."""
        if not plates:
            return
        preview = self._plates_dir / PREVIEW_NAME
        try:
            for key, plate in self._makers.batch_maker().make_all(plates, steps=partial(self._stepped, preview)):
                save_plate(plate, self._plates_dir / key)
                self._plate_stands(key)
                self._settle(timeout_s=0.0)
        finally:
            preview.unlink(missing_ok=True)

    def _stepped(self, preview: Path, step: PlateStep) -> None:
        if step.preview is not None:
            with written_beside(preview) as growing:
                growing.write_bytes(step.preview)
        self._tracker.step_done(step, preview if step.preview is not None else None)

    def rehearse_here(self, animator: Rehearsing, plate_keys: Mapping[PlateJob, str]) -> None:
        """A model makes what the shots need, in this process; the pool encodes what can be played."""
        while self._missing and self._running:
            self._settle(timeout_s=None)
        keys = {id(job): key for key, job in self._unrehearsed.items()}

        def made(job: ShotJob, motion: ShotMotion) -> None:
            key = keys[id(job)]
            save_motion(self._makers.kept, key, motion)
            del self._unrehearsed[key]
            self._settle(timeout_s=0.0)

        animator.rehearse(
            list(self._unrehearsed.values()),
            lambda plate: load_plate(self._plates_dir / plate_keys[plate]),
            made=made,
            step=self._tracker.motion_step,
        )

    def finish(self) -> None:
        while self._running:
            self._settle(timeout_s=None)

    def _settle(self, *, timeout_s: float | None) -> None:
        """Takes in what the pool has finished; None waits for the next."""
        finished, _ = wait(self._running, timeout=timeout_s, return_when=FIRST_COMPLETED)
        for future in finished:
            done = self._running.pop(future)
            future.result()
            if isinstance(done, str):
                self._plate_stands(done)
            else:
                self._clip_advances(done)
        self.submit_ready()

    def _clip_advances(self, job: _SegmentJob) -> None:
        """The clip stands, or one more of its groups."""
        key = job.segment.key
        if self._groups_dir is not None and key in self._groups_left:
            self._groups_left[key] -= 1
            if self._groups_left[key]:
                return
            join_groups(self._groups_dir, job.clip, len(job.segment.span))
        self._tracker.clip_done(job)

    def _plate_stands(self, key: str) -> None:
        self._missing.discard(key)
        self._tracker.plate_done(self._plates[key])


def _is_moved(job: ShotJob) -> bool:
    """Whether the picture's own animator makes it; footage is played."""
    return job.plate.media is None or job.plate.media.kind != "footage"


def _first_views_first(plates: dict[str, PlateJob]) -> dict[str, PlateJob]:
    """One plate of each place before the rest: a place's shaders are compiled once, by one worker, and then found cached."""
    seen: set[str] = set()
    first = {}
    for key, job in plates.items():
        if job.place not in seen:
            seen.add(job.place)
            first[key] = job
    return first | plates


def _stand_by() -> None:
    """Loads this module, and with it most of what making a plate or a clip takes, before there is one to make."""


def _make_plate(job: PlateJob, folder: Path, makers: _Makers) -> None:
    if not folder.is_dir():
        save_plate(makers.maker_of(job).make(job), folder)
        return_freed()


_loaded: dict[Path, Plate] = {}
"""The plates a worker used last: neighbouring segments share them."""


def _plate(folder: Path) -> Plate:
    if folder not in _loaded:
        while len(_loaded) >= 2:
            del _loaded[next(iter(_loaded))]
        _loaded[folder] = load_plate(folder)
    return _loaded[folder]


def _make_clip(job: _SegmentJob) -> None:
    groups = groups_of(len(job.segment.span))
    frames = _segment_frames(job)
    if len(groups) == 1:
        write_clip(job.clip, frames, job.settings)
        return
    with TemporaryDirectory(dir=job.clip.parent, prefix=FOLDER_PREFIX) as folder:
        for group in groups:
            write_clip(group_path(Path(folder), job.clip, group), islice(frames, len(group)), job.settings)
        join_groups(Path(folder), job.clip, len(job.segment.span))


def _make_group(job: _SegmentJob, group: FrameRange, folder: Path) -> None:
    write_clip(group_path(folder, job.clip, group), _segment_frames(job, group), job.settings)


def _segment_frames(job: _SegmentJob, part: FrameRange | None = None) -> Iterator[Frame]:
    """The frames of one segment, or of a part of it, streamed."""
    whole = job.segment.span
    span = whole if part is None else FrameRange(whole.start + part.start, whole.start + part.stop)
    streams = [
        job.makers.animator_of(shot.job.plate).animate(
            _plate(job.plates_dir / shot.plate_key), shot.job, span.start - shot.origin, span.stop - shot.origin
        )
        for shot in job.shots
    ]
    if job.segment.transition is None:
        return streams[0]
    return _blended(job, streams, span)


def _blended(job: _SegmentJob, streams: list[Iterator[Frame]], span: FrameRange) -> Iterator[Frame]:
    segment = job.segment
    outgoing = streams[0] if len(streams) == 2 else _black(job.settings, len(span))
    first = segment.centre - segment.length // 2
    for index, (before, after) in enumerate(zip(outgoing, streams[-1], strict=True)):
        u = (span.start + index + 0.5 - first) / segment.length
        yield blend_transition(segment.transition or "cut", before, after, u, segment.seed)


def _black(settings: EncodeSettings, frames: int) -> Iterator[Frame]:
    luma = settings.height_px
    frame = np.full((luma * 3 // 2, settings.width_px), 128, np.uint8)
    frame[:luma] = 16
    for _ in range(frames):
        yield frame

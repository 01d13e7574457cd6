"""Makes what a plan asks for, in parallel processes, and never twice.

Every result is a file named by its content key and appears whole or not at all, so a run that was killed is resumed by running
it again: what is there is used, what is missing is made. Each worker process holds at most one GL context and encodes on one
thread, so the same plan gives the same bytes whatever the number of processes.

What it does not do: it knows nothing of songs, drafts or projects, and it never removes a stored result.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for_handles
from pathlib import Path

import numpy as np

from songreel_engine.errors import RenderError
from songreel_engine.media import EncodeSettings, count_frames, write_clip
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.rendering.animators import Animator, Frame
from songreel_engine.rendering.footage import FootageAnimator
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.photo import PhotoPlateMaker
from songreel_engine.rendering.pictures import PICTURES
from songreel_engine.rendering.plan import PlannedShot, RenderPlan, Segment
from songreel_engine.rendering.plate_store import load_plate, save_plate
from songreel_engine.rendering.plates import Plate, PlateMaker
from songreel_engine.rendering.transitions import blend_transition

PLATE_STAGE, CLIP_STAGE = "image generation", "video generation"

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


@dataclass(frozen=True)
class _Makers:
    """What makes plates and frames; travels to workers."""

    picture: str
    media: dict[str, Path]

    def maker_of(self, job: PlateJob) -> PlateMaker:
        return PICTURES[self.picture].plate_maker(self.media) if job.media is None else PhotoPlateMaker(self.media)

    def animator_of(self, job: PlateJob) -> Animator:
        is_footage = job.media is not None and job.media.kind == "footage"
        return FootageAnimator(self.media) if is_footage else PICTURES[self.picture].animator()


@dataclass(frozen=True, kw_only=True, eq=False)
class _SegmentJob:
    """What one segment needs, and no more: this is what travels to a worker."""

    segment: Segment
    shots: tuple[PlannedShot, ...]
    settings: EncodeSettings
    plates_dir: Path
    clip: Path
    makers: _Makers


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
    picture: str = "default",
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
    stands: SegmentListener = ignore_segment,
) -> Rendered:
    """All clips of the plan; `stands` hears of each segment once its clip is there, those found made first.

    Raises RenderError or MachineError for the first piece that cannot be made.
    """
    plates_dir.mkdir(parents=True, exist_ok=True)
    clips_dir.mkdir(parents=True, exist_ok=True)
    settings = encode_settings(plan)
    makers = _Makers(picture, plan.media)
    clips = tuple(clip_path(clips_dir, segment.key) for segment in plan.segments)
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
    wanted = {shot.plate_key for job in jobs.values() for shot in job.shots}
    plates = {key: job for key, job in plan.plates.items() if key in wanted and not (plates_dir / key).is_dir()}
    tracker = _Tracker(plan, jobs, plates, progress, stands)
    for segment in plan.segments:
        if segment.key not in jobs:
            stands(segment)
    if jobs:
        processes = min(workers or usable_cores(), max(len(jobs), len(plates)))
        _run(jobs, plates, plates_dir, makers, processes, tracker)
    return Rendered(
        clips=clips,
        plates_made=len(plates),
        plates_found=len(plan.plates) - len(plates),
        clips_made=len(jobs),
        clips_found=len(set(clips)) - len(jobs),
        plates_s=tracker.plates_s,
        clips_s=tracker.clips_s,
    )


def render_plates(
    plan: RenderPlan,
    *,
    plates_dir: Path,
    picture: str = "default",
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> int:
    """Makes the plates that are missing and nothing else; returns how many."""
    plates_dir.mkdir(parents=True, exist_ok=True)
    plates = {key: job for key, job in plan.plates.items() if not (plates_dir / key).is_dir()}
    if plates:
        tracker = _Tracker(plan, {}, plates, progress, ignore_segment)
        _run({}, plates, plates_dir, _Makers(picture, plan.media), min(workers or usable_cores(), len(plates)), tracker)
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
    processes: int,
    tracker: _Tracker,
) -> None:
    """Plates in order of first use; a segment starts as soon as its plates stand."""
    with _holding_ctrl_c():
        pool = ProcessPoolExecutor(
            max_workers=processes, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker
        )
    waiting = dict(jobs)
    missing = set(plates)
    running: dict[Future[None], PlateJob | _SegmentJob] = {}

    def submit(task: Callable[..., None], *args: object) -> Future[None]:
        with _holding_ctrl_c():
            return pool.submit(task, *args)

    def submit_ready() -> None:
        ready = [key for key, job in waiting.items() if not missing & {shot.plate_key for shot in job.shots}]
        for key in ready:
            job = waiting.pop(key)
            running[submit(_make_clip, job)] = job

    try:
        keys = {}
        for key, plate in _first_views_first(plates).items():
            future = submit(_make_plate, plate, plates_dir / key, makers)
            running[future] = plate
            keys[future] = key
        submit_ready()
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                done = running.pop(future)
                future.result()
                if isinstance(done, PlateJob):
                    missing.discard(keys[future])
                    tracker.plate_done(done)
                else:
                    tracker.clip_done(done)
            submit_ready()
    except BrokenProcessPool as error:
        raise RenderError(
            "A render process was ended from outside, perhaps for lack of memory; run the same command again, "
            "finished shots are kept."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _first_views_first(plates: dict[str, PlateJob]) -> dict[str, PlateJob]:
    """One plate of each place before the rest: a place's shaders are compiled once, by one worker, and then found cached."""
    seen: set[str] = set()
    first = {}
    for key, job in plates.items():
        if job.place not in seen:
            seen.add(job.place)
            first[key] = job
    return first | plates


@contextmanager
def _holding_ctrl_c() -> Iterator[None]:
    """Ctrl-C waits until the workers that are being born here stand.

    A worker inherits the blocked signal, where it would die of it before its first line of Python. Blocking is not enough for
    us: another thread may take the signal and Python raise it here, which leaves a worker half told what it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = threading.Event()
    before = signal.signal(signal.SIGINT, lambda _signal, _frame: held.set())
    can_block = sys.platform != "win32"
    if can_block:
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if held.is_set():
            signal.raise_signal(signal.SIGINT)


def _start_worker() -> None:
    """One core a worker: GL's rasteriser and OpenCV stay on it. Ctrl-C is the parent's to answer; a dead parent ends us."""
    os.environ["LP_NUM_THREADS"] = "0"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import cv2

    cv2.setNumThreads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_handles([parent.sentinel])
        os._exit(1)


def _make_plate(job: PlateJob, folder: Path, makers: _Makers) -> None:
    if not folder.is_dir():
        save_plate(makers.maker_of(job).make(job), folder)


_loaded: dict[Path, Plate] = {}
"""The plates a worker used last: neighbouring segments share them."""


def _plate(folder: Path) -> Plate:
    if folder not in _loaded:
        while len(_loaded) >= 2:
            del _loaded[next(iter(_loaded))]
        _loaded[folder] = load_plate(folder)
    return _loaded[folder]


def _make_clip(job: _SegmentJob) -> None:
    write_clip(job.clip, _segment_frames(job), job.settings)


def _segment_frames(job: _SegmentJob) -> Iterator[Frame]:
    """The frames of one segment, streamed."""
    span = job.segment.span
    streams = [
        job.makers.animator_of(shot.job.plate).animate(
            _plate(job.plates_dir / shot.plate_key), shot.job, span.start - shot.origin, span.stop - shot.origin
        )
        for shot in job.shots
    ]
    if job.segment.transition is None:
        return streams[0]
    return _blended(job, streams)


def _blended(job: _SegmentJob, streams: list[Iterator[Frame]]) -> Iterator[Frame]:
    segment = job.segment
    outgoing = streams[0] if len(streams) == 2 else _black(job.settings, len(segment.span))
    first = segment.centre - segment.length // 2
    for index, (before, after) in enumerate(zip(outgoing, streams[-1], strict=True)):
        u = (segment.span.start + index + 0.5 - first) / segment.length
        yield blend_transition(segment.transition or "cut", before, after, u, segment.seed)


def _black(settings: EncodeSettings, frames: int) -> Iterator[Frame]:
    luma = settings.height_px
    frame = np.full((luma * 3 // 2, settings.width_px), 128, np.uint8)
    frame[:luma] = 16
    for _ in range(frames):
        yield frame

"""The work of one run: what waits for its plates, what the pool is at, what this process makes itself."""

import shutil
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Final

from songreel_engine.media.files import written_beside
from songreel_engine.rendering.animators import Rehearsing, ShotMotion
from songreel_engine.rendering.groups import FOLDER_PREFIX, groups_of, join_groups
from songreel_engine.rendering.jobs import PlateJob, ShotJob
from songreel_engine.rendering.motions import save_motion
from songreel_engine.rendering.pieces import Makers, SegmentJob, make_clip, make_group, make_plate
from songreel_engine.rendering.plate_store import load_plate, save_plate
from songreel_engine.rendering.plates import PlateStep
from songreel_engine.rendering.tracking import Tracker
from songreel_engine.rendering.workers import Pool

_SHORT_RUN: Final = 2
"""Clips a process up to which long segments are shared out: one process would end long after the others."""
PREVIEW_NAME = ".preview.jpg"
"""Among the plates, while a model makes one."""


def run_through(
    jobs: dict[str, SegmentJob],
    plates: dict[str, PlateJob],
    plates_dir: Path,
    makers: Makers,
    pool: Pool,
    tracker: Tracker,
    plate_keys: Mapping[PlateJob, str] = MappingProxyType({}),
) -> None:
    """Plates in order of first use; a segment starts as soon as its plates stand."""
    here = makers.drawn_here(plates)
    rehearsing = makers.rehearsing() if jobs else None
    groups_dir = _folder_for_groups(jobs) if len(jobs) <= _SHORT_RUN * pool.processes else None
    line = Line(
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


def _folder_for_groups(jobs: dict[str, SegmentJob]) -> Path | None:
    """None where no segment has more than one group."""
    long = (job.clip for job in jobs.values() if len(groups_of(len(job.segment.span))) > 1)
    clip = next(long, None)
    return None if clip is None else Path(mkdtemp(dir=clip.parent, prefix=FOLDER_PREFIX))


class Line:
    """The work of one run: what waits for its plates, what the pool is at, what this process makes itself."""

    def __init__(
        self,
        pool: Pool,
        jobs: dict[str, SegmentJob],
        plates: dict[str, PlateJob],
        plates_dir: Path,
        makers: Makers,
        tracker: Tracker,
        *,
        rehearses: bool,
        groups_dir: Path | None,
    ) -> None:
        """`groups_dir`: where groups of long segments wait for each other; None where each segment is made by one process."""
        self._pool, self._makers, self._tracker = pool, makers, tracker
        self._waiting = dict(jobs)
        self._plates, self._missing, self._plates_dir = plates, set(plates), plates_dir
        self._running: dict[Future[None], str | SegmentJob] = {}
        """A plate's key, or a segment or group of one."""
        self._groups_dir = groups_dir
        self._groups_left: dict[str, int] = {}
        """Of segments that are made in groups side by side, by clip key."""
        shots = (shot for job in jobs.values() for shot in job.shots if rehearses and _is_moved(shot.job))
        self._unrehearsed = {shot.shot_key: shot.job for shot in shots}

    def submit_plates(self, plates: dict[str, PlateJob]) -> None:
        for key, plate in _first_views_first(plates).items():
            self._running[self._pool.submit(make_plate, plate, self._plates_dir / key, self._makers)] = key

    def submit_ready(self) -> None:
        ready = [
            key
            for key, job in self._waiting.items()
            if not self._missing & {shot.plate_key for shot in job.shots}
            and not self._unrehearsed.keys() & {shot.shot_key for shot in job.shots}
        ]
        for key in ready:
            self._submit_clip(self._waiting.pop(key))

    def _submit_clip(self, job: SegmentJob) -> None:
        groups = groups_of(len(job.segment.span))
        if self._groups_dir is None or len(groups) == 1:
            self._running[self._pool.submit(make_clip, job)] = job
            return
        self._groups_left[job.segment.key] = len(groups)
        for group in groups:
            self._running[self._pool.submit(make_group, job, group, self._groups_dir)] = job

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
        self._tracker.step_done(step, _written(step.preview, preview))

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

        preview = self._plates_dir / PREVIEW_NAME
        try:
            animator.rehearse(
                list(self._unrehearsed.values()),
                lambda plate: load_plate(self._plates_dir / plate_keys[plate]),
                made=made,
                step=lambda step: self._tracker.motion_step(step, _written(step.preview, preview)),
            )
        finally:
            preview.unlink(missing_ok=True)

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

    def _clip_advances(self, job: SegmentJob) -> None:
        """The clip stands, or one more of its groups."""
        key = job.segment.key
        if self._groups_dir is not None and key in self._groups_left:
            self._groups_left[key] -= 1
            if self._groups_left[key]:
                return
            join_groups(self._groups_dir, job.clip, len(job.segment.span))
        self._tracker.clip_done(key)

    def _plate_stands(self, key: str) -> None:
        self._missing.discard(key)
        self._tracker.plate_done(self._plates[key])


def _written(preview: bytes | None, path: Path) -> Path | None:
    """Where a preview lies now; None where there is none."""
    if preview is None:
        return None
    with written_beside(path) as growing:
        growing.write_bytes(preview)
    return path


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

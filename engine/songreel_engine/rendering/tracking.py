"""How far a run has come, by plates and by frames, and how long each stage kept the machine waiting."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from songreel_engine.progress import Progress, ProgressListener
from songreel_engine.rendering.animators import MotionStep
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.plan import RenderPlan, Segment
from songreel_engine.rendering.plates import PlateStep

PLATE_STAGE, CLIP_STAGE = "image generation", "video generation"

SegmentListener = Callable[[Segment], None]


def ignore_segment(_: Segment) -> None:
    """A listener that does nothing."""


class Tracker:
    """Counts what is done, by plates and by frames, and keeps the time."""

    def __init__(
        self,
        plan: RenderPlan,
        keys: Sequence[str],
        plates: dict[str, PlateJob],
        progress: ProgressListener,
        stands: SegmentListener,
    ) -> None:
        self._progress = progress
        self._stands = stands
        # Segments that look the same share one clip.
        self._segments = {key: [s for s in plan.segments if s.key == key] for key in keys}
        self._began_s = time.monotonic()
        self._plates_total, self._plates_done = len(plates), 0
        self._frames_total = plan.frames
        self._frames_done = plan.frames - sum(len(group[0].span) for group in self._segments.values())
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

    def motion_step(self, step: MotionStep, preview: Path | None) -> None:
        """A part of a shot, where a model takes steps to make it."""
        note = f"shot {step.shot} of {step.shots}, step {step.step} of {step.steps}"
        self._progress(Progress(CLIP_STAGE, self._frames_done, self._frames_total, note, str(preview or "")))

    def clip_done(self, key: str) -> None:
        same = self._segments[key]
        self._frames_done += len(same[0].span)
        self.clips_s = time.monotonic() - self._began_s - self.plates_s
        self._progress(Progress(CLIP_STAGE, self._frames_done, self._frames_total))
        for segment in same:
            self._stands(segment)

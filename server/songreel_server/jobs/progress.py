"""What a job's children say, turned into what users see: stages, shots, and an honest time left.

Time left is told from measured paces only: of this job's own shots, or of films of the same size that this process rendered
before. Until there is one, it is None.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from songreel_engine.rendering.tracking import CLIP_STAGE, PLATE_STAGE
from songreel_server.jobs.engine_child import Line

MIN_INTERVAL_S: Final = 1.0
"""Between two reports of one stage; its beginning and its end are always told."""


@dataclass(frozen=True)
class Pace:
    """Seconds a shot takes, measured."""

    image_s: float
    clip_s: float


@dataclass
class Paces:
    """The last pace of each kind of film, by quality and height. In memory: another machine has another pace."""

    known: dict[tuple[str, int | None], Pace] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One thing to tell: a stage with how much of it is done, in shots where shots are made."""

    stage: str
    done: float
    total: float
    note: str
    seconds_left: float | None

    def as_body(self) -> dict[str, Any]:
        """As an event of the job's stream."""
        return {
            "state": "running",
            "stage": self.stage,
            "done": round(self.done, 3),
            "total": round(self.total, 3),
            "note": self.note,
            "seconds_left": None if self.seconds_left is None else round(self.seconds_left, 1),
        }


class Listening:
    """Hears one child out, which renders `shots` of the `missing` ones of a film of `total` shots."""

    def __init__(
        self,
        *,
        shots: int,
        missing: int,
        total: int,
        known: Pace | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shots, self._missing, self._total = shots, missing, total
        self._known = known
        self._clock = clock
        self._images = 0.0
        """In shots: an image a shot."""
        self._clips = 0
        self._began_s: float | None = None
        self._images_end_s: float | None = None
        self._clips_before = 0
        """Stood when the last image did."""
        self._told_s: dict[str, float] = {}

    def hear(self, line: Line) -> Report | None:
        """What to tell of a progress line; None where it says nothing new worth telling."""
        stage, done, total = str(line.get("stage", "")), _number(line.get("done")), _number(line.get("total"))
        if not stage or total <= 0:
            return None
        now_s = self._clock()
        if stage in (PLATE_STAGE, CLIP_STAGE):
            self._began_s = now_s if self._began_s is None else self._began_s
        if stage == PLATE_STAGE:
            self._images = done / total * self._shots
        if self._images_end_s is None and (stage == CLIP_STAGE if not self._images else self._images >= self._shots):
            # Where no image was missing, clips began at once.
            self._images_end_s, self._clips_before = now_s, self._clips
        if stage == CLIP_STAGE and stage in self._told_s:
            # Its frames; what is told are shots, as they stand.
            return None
        return self._report(stage, done, total, line) if self._is_due(stage, done in (0, total)) else None

    def shot_stands(self) -> Report | None:
        """One of the missing shots stands now; what to tell of it."""
        self._clips = min(self._clips + 1, self._shots)
        ended = self._clips == self._shots
        return self._report(CLIP_STAGE, 0, 0, {}) if self._is_due(CLIP_STAGE, ended) else None

    def _is_due(self, stage: str, is_end: bool) -> bool:
        now_s = self._clock()
        if not is_end and now_s - self._told_s.get(stage, now_s - MIN_INTERVAL_S) < MIN_INTERVAL_S:
            return False
        self._told_s[stage] = now_s
        return True

    def pace(self) -> Pace | None:
        """As measured here; before anything was, as known from before."""
        clips = self._clips - self._clips_before
        if self._began_s is None or self._images_end_s is None or clips <= 0:
            return self._known
        image_s = (self._images_end_s - self._began_s) / self._shots
        return Pace(image_s, (self._clock() - self._images_end_s) / clips)

    def seconds_left(self) -> float | None:
        """Until the job's last shot stands."""
        pace = self.pace()
        if pace is None:
            return None
        images = self._shots if self._images_end_s is not None else self._images
        return (self._missing - images) * pace.image_s + (self._missing - self._clips) * pace.clip_s

    def _report(self, stage: str, done: float, total: float, line: Line) -> Report:
        note = str(line.get("note", ""))
        if stage not in (PLATE_STAGE, CLIP_STAGE) or not self._shots:
            # An export draws what its own shape needs: its shots are not those of the film.
            left = line.get("seconds_left")
            return Report(stage, done, total, note, float(left) if isinstance(left, int | float) else None)
        made = math.floor(self._images) if stage == PLATE_STAGE else self._clips
        return Report(stage, self._total - self._missing + made, self._total, note, self.seconds_left())


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0

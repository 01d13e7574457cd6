"""What a check found, as a value that is stored, printed and drawn."""

from typing import Final

from pydantic import BaseModel, ConfigDict

from songreel_engine.coherence.faults import Excused, Fault
from songreel_engine.coherence.lip_report import Lips
from songreel_engine.coherence.sync import Drift, Light, Sync

SCHEMA: Final = 1
BROADCAST_SHORT_SIDE_PX: Final = 1080
MOST_ARTEFACT_FRAMES_PER_S: Final = 2.0
LEAST_STABILITY: Final = 0.78
"""What "broadcast usable" asks for; see PRODUCT.md, D."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Motion(_Value):
    """How much moves, in percent of the frame's diagonal a second. Steadiness means nothing without it."""

    mean: float
    median: float
    still_share: float
    """Of the film's frames: those in frozen runs or repeats."""


class ShotReport(_Value):
    """One shot as it is seen."""

    id: str | None
    number: int
    start_s: float
    end_s: float
    stability: float
    motion: float
    artefact_frames: int
    score: float
    """0 to 100: stability, less what its faults cost; shots and takes are compared by it."""


class Verdict(_Value):
    """Whether a broadcaster could use the film, with each figure and what it was held against."""

    broadcast_usable: bool
    short_side_px: int
    least_short_side_px: int = BROADCAST_SHORT_SIDE_PX
    artefact_frames_per_s: float
    worst_second_artefact_frames: int
    most_artefact_frames_per_s: float = MOST_ARTEFACT_FRAMES_PER_S
    stability: float
    least_stability: float = LEAST_STABILITY
    why_not: tuple[str, ...]
    """One sentence a reason; empty where it is usable."""


class CheckReport(_Value):
    """A film, checked. Lists are by time."""

    schema_number: int = SCHEMA
    film: str
    project: str | None
    width_px: int
    height_px: int
    frame_rate: str
    frames: int
    duration_s: float
    sync: Sync
    drift: Drift
    light: Light
    stability: float
    """Mean over the film of how well each frame follows from the one before, 0 to 1; repeated frames count 0."""
    motion: Motion
    blown_out_share: float
    """Of all pixels of the film."""
    flash: tuple[Fault, ...]
    frozen: tuple[Fault, ...]
    black: tuple[Fault, ...]
    flicker: tuple[Fault, ...]
    teleport: tuple[Fault, ...]
    banding: tuple[Fault, ...]
    blown_out: tuple[Fault, ...]
    excused: tuple[Excused, ...]
    shots: tuple[ShotReport, ...]
    lips: Lips | None
    """None where nobody sings close enough, or it could not be measured; then `notes` says why."""
    verdict: Verdict
    notes: tuple[str, ...]

    def faults(self) -> tuple[Fault, ...]:
        """All of them, by time."""
        kinds = (self.flash, self.frozen, self.black, self.flicker, self.teleport, self.banding, self.blown_out)
        return tuple(sorted((fault for kind in kinds for fault in kind), key=lambda fault: (fault.start_s, fault.kind)))

    def flagged(self) -> tuple[int, ...]:
        """Numbers of the shots with a fault or a mouth that does not sing along, rising."""
        lips = () if self.lips is None else self.lips.failed()
        return tuple(sorted({fault.shot_number for fault in self.faults()} | set(lips)))

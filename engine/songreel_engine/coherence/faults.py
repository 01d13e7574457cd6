"""What can be wrong with a picture, as values."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

FaultKind = Literal["flash", "frozen", "black", "flicker", "teleport", "banding", "blown_out"]
FAULT_KINDS: Final[tuple[FaultKind, ...]] = (
    "flash",
    "frozen",
    "black",
    "flicker",
    "teleport",
    "banding",
    "blown_out",
)
FAULT_WORDS: Final[dict[FaultKind, str]] = {
    "flash": "flashes",
    "frozen": "frozen",
    "black": "black",
    "flicker": "flickers",
    "teleport": "jumps",
    "banding": "bands",
    "blown_out": "burnt out",
}


class Fault(BaseModel):
    """A stretch of frames that a viewer would take for a mistake; `start_frame` to before `stop_frame`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: FaultKind
    time_s: float
    """Where it is seen best, for a list; the start of the stretch."""
    start_s: float
    end_s: float
    start_frame: int
    stop_frame: int
    shot: str | None
    """The shot's id; None where only the file is known."""
    shot_number: int
    strength: float
    """In the unit that `why` tells."""
    why: str


class Excused(BaseModel):
    """Something that looks like a fault and was meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: FaultKind
    start_s: float
    end_s: float
    shot: str | None
    shot_number: int
    why: str

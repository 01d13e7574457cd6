"""What the lip check found, as values."""

from pydantic import BaseModel, ConfigDict


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LipShot(_Value):
    """One close-up of the performer."""

    shot: str
    shot_number: int
    start_s: float
    end_s: float
    lag_s: float | None
    """The mouth behind the voice; None where the shot has too little singing to tell."""
    correlation: float | None
    """At that lag, −1 to 1."""
    open_in_silence: float | None
    """Mean opening, 0 shut to 1 wide, while nobody sings; None where somebody always does."""
    ok: bool
    why_not: str = ""


class Lips(_Value):
    """All close-ups together; figures as in `LipShot`, over their joined frames."""

    shots: tuple[LipShot, ...]
    lag_s: float | None
    correlation: float | None
    open_in_silence: float | None

    def failed(self) -> tuple[int, ...]:
        """Numbers of the shots whose mouth does not sing along."""
        return tuple(shot.shot_number for shot in self.shots if not shot.ok)

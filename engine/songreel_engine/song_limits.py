"""What a song may measure. Apart from `song`, so that a server can know it without loading decoders."""

from typing import Final

from pydantic import BaseModel, ConfigDict


class SongLimits(BaseModel):
    """What a song may measure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_s: float = 5.0
    max_s: float = 600.0
    max_bytes: int = 500 * 10**6


DEFAULT_LIMITS: Final = SongLimits()

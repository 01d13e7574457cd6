"""How large and how carefully a film is rendered. A draft knows nothing of this: the same draft renders at any quality."""

from dataclasses import dataclass
from typing import Final

from songreel_engine.errors import BriefError

ASPECTS: Final = {"9:16": (9, 16), "16:9": (16, 9), "1:1": (1, 1), "4:5": (4, 5)}
MIN_HEIGHT_PX, MAX_HEIGHT_PX = 180, 4320


@dataclass(frozen=True)
class Quality:
    """A named trade of time for picture."""

    name: str
    short_side_px: int
    preset: str
    """x264's preset."""
    crf: int
    """x264's constant rate factor."""
    detail: float
    """Plate pixels per film pixel along one axis."""


QUALITIES: Final = {
    q.name: q
    for q in (
        Quality("preview", 540, "ultrafast", 23, 0.72),
        Quality("draft", 1080, "ultrafast", 21, 0.66),
        Quality("final", 1080, "veryfast", 18, 0.80),
    )
}


def find_quality(name: str) -> Quality:
    """Raises BriefError for a quality that does not exist."""
    try:
        return QUALITIES[name]
    except KeyError:
        raise BriefError(f"There is no quality {name!r}; choose one of {', '.join(QUALITIES)}.") from None


def frame_size(aspect: str, quality: Quality, height_px: int | None = None) -> tuple[int, int]:
    """Width and height of the film in pixels, both even. `height_px` overrides the quality's own size."""
    wide, high = ASPECTS[aspect]
    if height_px is not None:
        if not MIN_HEIGHT_PX <= height_px <= MAX_HEIGHT_PX or height_px % 2:
            raise BriefError(
                f"A film cannot be {height_px} pixels high; choose an even height from {MIN_HEIGHT_PX} to {MAX_HEIGHT_PX}."
            )
        return _even(height_px * wide / high), height_px
    scale = quality.short_side_px / min(wide, high)
    return _even(wide * scale), _even(high * scale)


def _even(value: float) -> int:
    return 2 * round(value / 2)

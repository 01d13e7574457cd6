"""Lines of lyrics staged in their style. A further style is one module and one row here, and one in `lyrics.styles`."""

from collections.abc import Callable
from typing import Final

from songreel_engine.errors import RenderError
from songreel_engine.finishing.typography.lyric_line import LyricLine
from songreel_engine.finishing.typography.lyric_styles import (
    karaoke,
    kinetic,
    neon,
    papercut,
    poster,
    subtitle,
    typewriter,
    vertical,
)
from songreel_engine.finishing.typography.stage import Staging

STAGED: Final[dict[str, Callable[[LyricLine], Staging]]] = {
    "kinetic": kinetic.staged,
    "karaoke": karaoke.staged,
    "typewriter": typewriter.staged,
    "neon": neon.staged,
    "papercut": papercut.staged,
    "subtitle": subtitle.staged,
    "poster": poster.staged,
    "vertical": vertical.staged,
}


def staged(style: str, line: LyricLine) -> Staging:
    """Raises RenderError for a style that does not exist, or letters that no font has."""
    if style not in STAGED:
        raise RenderError(f"There is no lyric style {style!r}; choose one of {', '.join(STAGED)}.")
    return STAGED[style](line)

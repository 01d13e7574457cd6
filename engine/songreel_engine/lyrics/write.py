"""Lyrics as other programs read them: LRC (enhanced where words have times) and SRT."""

from collections.abc import Callable
from typing import Final

from songreel_engine.errors import LyricsError
from songreel_engine.lyrics.lrc import ESTIMATED_LINES, ESTIMATED_WORDS, TIMING_TAG
from songreel_engine.lyrics.model import Line, Lyrics

_PAUSE_S: Final = 1.0
"""From this long a pause, LRC says where a line ends."""


def write_lrc(lyrics: Lyrics) -> str:
    """LRC text; `[songreel:estimated lines]` stands in it where lines were guessed. Raises LyricsError without times."""
    _must_have_times(lyrics)
    tags = [("ti", lyrics.title), ("ar", lyrics.artist)]
    rows = [f"[{key}:{_tag_text(value)}]" for key, value in tags if value]
    if any(line.estimated for line in lyrics.lines):
        rows.append(f"[{TIMING_TAG}:{ESTIMATED_LINES}]")
    elif any(word.estimated for line in lyrics.lines for word in line.words):
        rows.append(f"[{TIMING_TAG}:{ESTIMATED_WORDS}]")
    for index, line in enumerate(lyrics.lines):
        following = lyrics.lines[index + 1] if index + 1 < len(lyrics.lines) else None
        rows += _lrc_rows(line, following)
    return "\n".join(rows) + "\n"


def write_srt(lyrics: Lyrics) -> str:
    """SRT text, a cue a line. Raises LyricsError without times."""
    _must_have_times(lyrics)
    cues = [
        f"{number}\n{_srt_time(line.start_s or 0.0)} --> {_srt_time(line.end_s or 0.0)}\n{line.text.replace('-->', '→')}\n"
        for number, line in enumerate(lyrics.lines, start=1)
    ]
    return "\n".join(cues)


def write_json(lyrics: Lyrics) -> str:
    """The value itself, times or not."""
    return lyrics.model_dump_json(indent=2) + "\n"


WRITERS: Final[dict[str, Callable[[Lyrics], str]]] = {"lrc": write_lrc, "srt": write_srt, "json": write_json}


def _must_have_times(lyrics: Lyrics) -> None:
    if not all(line.timed for line in lyrics.lines):
        raise LyricsError("These lyrics have no times yet; name their song with --song to lay them on it.")


def _lrc_rows(line: Line, following: Line | None) -> list[str]:
    start_s, end_s = line.start_s or 0.0, line.end_s or 0.0
    parted = following is None or (following.start_s or 0.0) - end_s >= _PAUSE_S
    rows = [f"[{_lrc_time(start_s)}]{_lrc_words(line)}"]
    if parted and (following is None or end_s <= (following.start_s or 0.0)):
        rows.append(f"[{_lrc_time(end_s)}]")
    return rows


def _lrc_words(line: Line) -> str:
    if not line.words:
        return line.text
    written, since = [], 0
    for word in line.words:
        at = line.text.index(word.text, since)
        written.append(f"{line.text[since:at]}<{_lrc_time(word.start_s)}>{word.text}")
        since = at + len(word.text)
    return f"{''.join(written)}{line.text[since:]}<{_lrc_time(line.words[-1].end_s)}>"


def _tag_text(value: str) -> str:
    return value.replace("[", "(").replace("]", ")")


def _lrc_time(t_s: float) -> str:
    hundredths = round(t_s * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def _srt_time(t_s: float) -> str:
    thousandths = round(t_s * 1000)
    seconds = thousandths // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{thousandths % 1000:03d}"

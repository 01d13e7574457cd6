"""SRT and WebVTT: cues with a start and an end.

Read: numbers or none, a comma or a dot before milliseconds, CRLF, tags such as `<i>` or `{\\an8}` (left out), cues that
overlap or stand out of order (sorted by their start). Each cue is one line, whatever rows it is written on.
Source: https://www.w3.org/TR/webvtt1/ for WebVTT; SRT as SubRip writes it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from songreel_engine.lyrics.model import NEW_STANZA_S, Line, Lyrics

_TIME: Final = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.:](\d{1,3})"
_CUE: Final = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_TAGS: Final = re.compile(r"</?[A-Za-z][^<>]*>|[<\[]\d[\d:.]*[>\]]|\{\\[^{}]*\}|[♪♫♬]")


@dataclass
class _Cue:
    start_s: float
    end_s: float
    row: int
    rows: list[str] = field(default_factory=list)


def is_vtt(text: str) -> bool:
    return text.lstrip().startswith("WEBVTT")


def is_srt(text: str) -> bool:
    """Whether any row is a cue's times."""
    return any("-->" in row and _CUE.match(row) for row in text.splitlines())


def read_srt(text: str, encoding: str) -> Lyrics:
    """The lyrics of an SRT or WebVTT file. Cues without words or without length are left out, the latter with a warning."""
    warnings: list[str] = []
    lines: list[Line] = []
    stanza, last_end_s = 0, 0.0
    for cue in sorted(_cues(text.splitlines()), key=lambda cue: (cue.start_s, cue.row)):
        sung = " ".join(_TAGS.sub("", html.unescape(" ".join(cue.rows))).split())
        if not sung:
            continue
        if cue.end_s <= cue.start_s:
            warnings.append(f"The cue at row {cue.row} ends before it starts and was left out.")
            continue
        stanza += bool(lines) and cue.start_s - last_end_s >= NEW_STANZA_S
        last_end_s = cue.end_s
        lines.append(Line(start_s=cue.start_s, end_s=cue.end_s, text=sung, stanza=stanza))
    return Lyrics(
        source="vtt" if is_vtt(text) else "srt",
        timing="given" if lines else "none",
        confidence=1.0,
        encoding=encoding,
        lines=tuple(lines),
        warnings=tuple(warnings),
    )


def _cues(rows: list[str]) -> Iterator[_Cue]:
    """Cues part at their time rows, so a missing blank row or number loses nothing."""
    cue: _Cue | None = None
    for number, row in enumerate(rows, start=1):
        times = _CUE.match(row) if "-->" in row else None
        if times:
            if cue is not None:
                yield _without_next_number(cue)
            start_s, end_s = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
            cue = _Cue(start_s, end_s, number)
        elif cue is not None and (row.strip() or cue.rows):
            cue.rows.append(row.strip())
    if cue is not None:
        yield _only_first_block(cue)


def _without_next_number(cue: _Cue) -> _Cue:
    """A cue's number, or its name in WebVTT, stands on the row before its times: it is not sung."""
    if len(cue.rows) > 1 and cue.rows[-1] and (cue.rows[-1].isdigit() or not cue.rows[-2]):
        cue.rows.pop()
    return _only_first_block(cue)


def _only_first_block(cue: _Cue) -> _Cue:
    """What follows a blank row without times of its own is a comment or a stray number."""
    if "" in cue.rows:
        del cue.rows[cue.rows.index("") :]
    return cue


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")

"""LRC: lines with time stamps, and the enhanced kind with a stamp before each word.

Read: ID tags, `[offset:±ms]` (positive: sooner), several stamps on one line, `<mm:ss.xx>` or `[mm:ss.xx]` before words, one
to three digits after a dot or colon, stamps without text (a pause), singers' marks of the Walaoke kind (left out).
LRC has no ends: a line lasts until the next stamp, but no longer than its words can.
Source: https://en.wikipedia.org/wiki/LRC_(file_format)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from songreel_engine.lyrics.model import NEW_STANZA_S, Line, Lyrics, Word, timing_of
from songreel_engine.lyrics.sections import heading_of
from songreel_engine.lyrics.syllables import split_words, weigh_line, weigh_words

_STAMP: Final = r"(?P<minutes>\d{1,4}):(?P<seconds>\d{1,2})(?:[.:](?P<fraction>\d{1,3}))?"
_LINE_STAMP: Final = re.compile(rf"\s*\[{_STAMP}\]")
_WORD_STAMP: Final = re.compile(rf"[<\[]{_STAMP}[>\]]")
_TAG: Final = re.compile(r"^\s*\[(?P<key>[a-zA-Z_#]+)\s*:(?P<value>.*)\]\s*$")
_SINGER: Final = re.compile(r"^\s*[FMDfmd]\s*[::]\s*")
_OFFSET: Final = re.compile(r"^\s*[+-]?\d{1,7}\s*$")
TIMING_TAG: Final = "songreel"
ESTIMATED_LINES: Final = "estimated lines"
ESTIMATED_WORDS: Final = "estimated words"
"""`[songreel:estimated lines]` marks a file whose times were guessed, so that a guess stays one when it is read back."""
_LONGEST_SYLLABLE_S: Final = 0.9
_LONGEST_BREATH_S: Final = 1.5
"""A line is over by its syllables' longest and a breath, wherever the next one starts."""
_SHORTEST_S: Final = 0.05
_CONFIDENCE_READ_BACK: Final = 0.5
"""LRC keeps no confidence: a guess that is read back is as likely right as wrong."""


@dataclass(frozen=True)
class _Stamped:
    """One line at one of its times; empty text is a pause."""

    start_s: float
    text: str
    words: tuple[tuple[float, str], ...]
    """Where each stamped piece starts, and the piece; a last empty one tells where the line ends."""
    row: int


def is_lrc(text: str) -> bool:
    """Whether any row begins with a time stamp."""
    return any(_LINE_STAMP.match(row) for row in text.splitlines())


def read_lrc(text: str, encoding: str) -> Lyrics:
    """The lyrics of an LRC file, in the order of their times. What cannot be used is left out with a warning."""
    rows = text.splitlines()
    tags = dict(_tags(rows))
    warnings: list[str] = []
    offset_ms = _offset_ms(tags, warnings)
    stamped = sorted(_stamped(rows, warnings), key=lambda line: (line.start_s, line.row))
    stamped = [_shifted(line, -offset_ms / 1000) for line in stamped]
    told = tags.get(TIMING_TAG)
    lines = tuple(_lines(stamped, told == ESTIMATED_LINES, told in (ESTIMATED_LINES, ESTIMATED_WORDS)))
    return Lyrics(
        source="lrc",
        timing=timing_of(lines),
        confidence=_CONFIDENCE_READ_BACK if told == ESTIMATED_LINES else 1.0,
        encoding=encoding,
        title=tags.get("ti") or None,
        artist=tags.get("ar") or None,
        offset_ms=offset_ms,
        lines=lines,
        warnings=tuple(warnings),
    )


def _tags(rows: list[str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        found = _TAG.match(row)
        if found:
            yield found["key"].casefold(), found["value"].strip()


def _offset_ms(tags: dict[str, str], warnings: list[str]) -> int:
    given = tags.get("offset", "0") or "0"
    if _OFFSET.match(given):
        return int(given)
    warnings.append(f"The offset {given[:20]!r} is no number of milliseconds and was left out.")
    return 0


def _stamped(rows: list[str], warnings: list[str]) -> Iterator[_Stamped]:
    untimed = 0
    for number, row in enumerate(rows, start=1):
        starts_s, rest = _leading_stamps(row)
        if starts_s is None:
            warnings.append(f"Row {number} has a time that is none ({row.strip()[:20]!r}) and was left out.")
        elif starts_s:
            pieces = _pieces(starts_s[0], _SINGER.sub("", rest))
            text = " ".join("".join(piece for _, piece in pieces).split())
            for start_s in starts_s:
                shift_s = start_s - starts_s[0]
                moved = tuple((at_s + shift_s, piece) for at_s, piece in pieces) if len(pieces) > 1 else ()
                yield _Stamped(start_s, text, moved, number)
        elif row.strip() and not _TAG.match(row) and heading_of(row) is None:
            untimed += 1
    if untimed:
        warnings.append(f"{untimed} rows without a time were left out.")


def _leading_stamps(row: str) -> tuple[list[float] | None, str]:
    """The line's times and what follows them; None for a stamp that is no time."""
    starts_s: list[float] = []
    while found := _LINE_STAMP.match(row):
        start_s = _seconds(found)
        if start_s is None:
            return None, row
        starts_s.append(start_s)
        row = row[found.end() :]
    return starts_s, row


def _seconds(stamp: re.Match[str]) -> float | None:
    if int(stamp["seconds"]) >= 60:
        return None
    return int(stamp["minutes"]) * 60 + int(stamp["seconds"]) + float(f"0.{stamp['fraction'] or 0}")


def _pieces(start_s: float, rest: str) -> list[tuple[float, str]]:
    """The line cut at its word stamps; times never go back."""
    pieces: list[tuple[float, str]] = []
    at_s, since = start_s, 0
    for found in _WORD_STAMP.finditer(rest):
        if rest[since : found.start()].strip():
            pieces.append((at_s, rest[since : found.start()]))
        at_s, since = max(_seconds(found) or at_s, at_s), found.end()
    if pieces or since:
        pieces.append((at_s, rest[since:]))
    return pieces or [(start_s, rest)]


def _shifted(line: _Stamped, by_s: float) -> _Stamped:
    words = tuple((max(at_s + by_s, 0.0), piece) for at_s, piece in line.words)
    return replace(line, start_s=max(line.start_s + by_s, 0.0), words=words)


def _lines(stamped: list[_Stamped], lines_guessed: bool, words_guessed: bool) -> Iterator[Line]:
    stanza, last_end_s = 0, None
    for index, line in enumerate(stamped):
        if not line.text:
            continue
        later_s = next((other.start_s for other in stamped[index + 1 :] if other.start_s > line.start_s), None)
        end_s = _end_of(line, later_s)
        stanza += last_end_s is not None and line.start_s - last_end_s >= NEW_STANZA_S
        last_end_s = end_s
        yield Line(
            start_s=line.start_s,
            end_s=end_s,
            text=line.text,
            words=_words(line, end_s, words_guessed),
            estimated=lines_guessed,
            stanza=stanza,
        )


def _end_of(line: _Stamped, later_s: float | None) -> float:
    if line.words and not line.words[-1][1].strip():
        return max(line.words[-1][0], line.start_s + _SHORTEST_S)
    begun_s = line.words[-1][0] if line.words else line.start_s
    unsung = line.words[-1][1] if line.words else line.text
    longest_s = begun_s + weigh_line(unsung) * _LONGEST_SYLLABLE_S + _LONGEST_BREATH_S
    return max(min(longest_s, later_s if later_s is not None else longest_s), begun_s + _SHORTEST_S)


def _words(line: _Stamped, end_s: float, guessed: bool) -> tuple[Word, ...]:
    """Every stamped piece's words; only a piece's first word has its time from the file."""
    words: list[Word] = []
    glued = False
    for (start_s, piece), (next_s, _) in pairwise((*line.words, (max(end_s, line.start_s), ""))):
        own = _share_out(piece, start_s, max(next_s, start_s), guessed)
        if glued and own and words and not piece[:1].isspace():
            # A stamp inside a word: the word goes on.
            last = words.pop()
            own[0] = Word(start_s=last.start_s, end_s=own[0].end_s, text=last.text + own[0].text, estimated=guessed)
        words += own
        glued = bool(piece) and not piece[-1].isspace() and len(split_words(piece[-1] + "a")) == 1
    return tuple(words)


def _share_out(piece: str, start_s: float, end_s: float, guessed: bool) -> list[Word]:
    texts = split_words(piece)
    weights = weigh_words(texts)
    words, at_s = [], start_s
    for index, (text, weight) in enumerate(zip(texts, weights, strict=True)):
        until_s = end_s if index == len(texts) - 1 else at_s + (end_s - start_s) * weight / sum(weights)
        words.append(Word(start_s=at_s, end_s=until_s, text=text, estimated=guessed or index > 0))
        at_s = until_s
    return words

"""Plain text: one line a row, blank rows between stanzas, headings and repeat marks as people write them."""

import re
from dataclasses import dataclass, field
from typing import Final

from songreel_engine.lyrics.model import Line, Lyrics
from songreel_engine.lyrics.sections import heading_of, section_of_heading

_REPEAT: Final = re.compile(
    r"\s*[\[((]?\s*(?:[x×*]\s*(?P<after>\d{1,2})|(?P<before>\d{1,2})\s*[x×])\s*[\]))]?\s*$", re.I
)
_MOST_REPEATS: Final = 8
_NOT_SUNG: Final = frozenset({"intro", "solo", "break", "outro"})
"""A heading of these without words below it is played, not sung again."""


@dataclass
class _Stanza:
    heading: str | None = None
    times: int = 1
    rows: list[str] = field(default_factory=list)


def read_plain(text: str, encoding: str) -> Lyrics:
    """The lyrics of a text without times, every repeat written out.

    A heading without words below it, such as a second '[Chorus]', repeats the words first sung under that name.
    """
    stanzas = _written_out(_stanzas(text.splitlines()))
    lines = [
        Line(text=row, stanza=number, heading=stanza.heading)
        for number, stanza in enumerate(stanzas)
        for row in stanza.rows
    ]
    return Lyrics(source="text", timing="none", confidence=0.0, encoding=encoding, lines=tuple(lines))


def _stanzas(rows: list[str]) -> list[_Stanza]:
    stanzas = [_Stanza()]
    for row in rows:
        heading, times = _heading_and_repeats(row)
        last = stanzas[-1]
        if not row.strip():
            if last.rows:
                stanzas.append(_Stanza())
        elif heading is not None:
            stanzas.append(_Stanza(heading=heading, times=times))
        elif times > 1 and not _REPEAT.sub("", row).strip():
            # A mark on a row of its own repeats the stanza it ends, or the one just ended.
            (last if last.rows or len(stanzas) < 2 else stanzas[-2]).times = times
        else:
            last.rows += [" ".join(_REPEAT.sub("", row).split() if times > 1 else row.split())] * times
    return stanzas


def _heading_and_repeats(row: str) -> tuple[str | None, int]:
    heading = heading_of(row)
    marked = _REPEAT.search(heading if heading is not None else row)
    times = int(marked["after"] or marked["before"]) if marked else 1
    if heading is None:
        # "[Chorus] x2"
        bare = _REPEAT.sub("", row) if marked else row
        heading = heading_of(bare) if bare.strip() and marked else None
    elif marked:
        heading = _REPEAT.sub("", heading).strip() or None
    return heading, min(max(times, 1), _MOST_REPEATS)


def _written_out(stanzas: list[_Stanza]) -> list[_Stanza]:
    first: dict[str, list[str]] = {}
    sung: list[_Stanza] = []
    for stanza in stanzas:
        section = section_of_heading(stanza.heading) if stanza.heading else None
        if stanza.rows and section:
            first.setdefault(section, stanza.rows)
        rows = stanza.rows or (first.get(section, []) if section and section not in _NOT_SUNG else [])
        if rows:
            sung += [_Stanza(stanza.heading, 1, list(rows)) for _ in range(stanza.times)]
    return sung

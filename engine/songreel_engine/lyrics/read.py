"""Lyrics from a file or a text, whatever their format: decided by what stands in them, not by a name.

Everything here is a stranger's input: sizes are bounded before anything is read into values, and times that cannot be
are left out with a warning.
"""

from pathlib import Path
from typing import Final

from songreel_engine.errors import LyricsError
from songreel_engine.lyrics.decode import decode_lyrics
from songreel_engine.lyrics.lrc import is_lrc, read_lrc
from songreel_engine.lyrics.model import Line, Lyrics, timing_of
from songreel_engine.lyrics.plain import read_plain
from songreel_engine.lyrics.srt import is_srt, is_vtt, read_srt

MOST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 20_000
MOST_LINES: Final = 1_000
"""Sung lines, repeats written out: more than ten minutes of the fastest rap."""
MOST_CHARACTERS: Final = 500
"""In a line."""
LATEST_S: Final = 6 * 3600.0
"""No song is longer; a later time is a slip."""
_SHOWN_WARNINGS: Final = 20


def read_lyrics(path: Path) -> Lyrics:
    """The lyrics in a file of up to MOST_BYTES: LRC, SRT, WebVTT or plain text, in any encoding in use.

    Raises LyricsError for a file that is missing, too big, no text, or without a single line.
    """
    try:
        if not path.is_file():
            raise LyricsError(f"{path} is no file; check the path to the lyrics.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise LyricsError(f"{str(path)!r} cannot be read; check the path to the lyrics.") from error
    if len(content) > MOST_BYTES:
        raise LyricsError(f"{path.name} is over {MOST_BYTES / 1e6:g} MB, so these are no lyrics; name a text file.")
    text, encoding, assumption = decode_lyrics(content)
    lyrics = parse_lyrics(text, encoding=encoding)
    if assumption is not None:
        lyrics = lyrics.model_copy(update={"warnings": (assumption, *lyrics.warnings)})
    return lyrics


def parse_lyrics(text: str, *, encoding: str = "utf-8") -> Lyrics:
    """The lyrics in a text. `encoding` is what the text was decoded from. Raises LyricsError as `read_lyrics` does."""
    if "\0" in text:
        raise LyricsError("The lyrics hold zero characters, so this is no text; save them as UTF-8 text.")
    if len(text) > MOST_BYTES or text.count("\n") > MOST_ROWS:
        raise LyricsError(f"The lyrics are longer than {MOST_ROWS} rows or {MOST_BYTES:,} characters; shorten them.")
    text = _without_controls(text)
    _must_have_short_rows(text)
    timed = (is_vtt(text) or is_srt(text), is_lrc(text))
    reader = read_srt if timed[0] else read_lrc if timed[1] else read_plain
    lyrics = _without_late_lines(reader(text, encoding), LATEST_S)
    if not lyrics.lines:
        told = f" ({lyrics.warnings[0]})" if lyrics.warnings else ""
        raise LyricsError(f"There is not one line to sing in these lyrics{told}; check the file.")
    if len(lyrics.lines) > MOST_LINES:
        raise LyricsError(f"The lyrics have {len(lyrics.lines)} lines and a song may have {MOST_LINES}; shorten them.")
    if len(lyrics.warnings) > _SHOWN_WARNINGS:
        more = f"{len(lyrics.warnings) - _SHOWN_WARNINGS} more rows could not be used."
        lyrics = lyrics.model_copy(update={"warnings": (*lyrics.warnings[:_SHOWN_WARNINGS], more)})
    return lyrics


def fit_to_song(lyrics: Lyrics, duration_s: float) -> Lyrics:
    """The lyrics without lines that start beyond the song's end, and with none that outlasts it."""
    fitted = _without_late_lines(lyrics, duration_s)
    return fitted.model_copy(update={"lines": tuple(_cut(line, duration_s) for line in fitted.lines)})


def _without_late_lines(lyrics: Lyrics, end_s: float) -> Lyrics:
    kept = tuple(line for line in lyrics.lines if line.start_s is None or line.start_s < end_s)
    late = len(lyrics.lines) - len(kept)
    if not late:
        return lyrics
    told = f"{late} line{'s' if late > 1 else ''} after the song's end ({end_s:.0f} s) left out."
    return lyrics.model_copy(update={"lines": kept, "timing": timing_of(kept), "warnings": (*lyrics.warnings, told)})


def _cut(line: Line, end_s: float) -> Line:
    if line.end_s is None or line.end_s <= end_s:
        return line
    words = tuple(
        word.model_copy(update={"start_s": min(word.start_s, end_s), "end_s": min(word.end_s, end_s)})
        for word in line.words
    )
    return line.model_copy(update={"end_s": end_s, "words": words})


def _without_controls(text: str) -> str:
    """A tab is a space; other control characters and stray byte order marks are nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\ufeff", "")
    return "".join(c for c in text if c == "\n" or ord(c) >= 32)


def _must_have_short_rows(text: str) -> None:
    for number, row in enumerate(text.split("\n"), start=1):
        # A line with a stamp a word is several times as long as what is sung.
        if len(row) > 8 * MOST_CHARACTERS:
            raise LyricsError(f"Row {number} has {len(row):,} characters; a line of lyrics has {MOST_CHARACTERS}.")

"""Lyrics as SRT and LRC, and the song's markers as a table."""

import csv
import io
from pathlib import Path
from typing import Final

from songreel_engine.draft.model import Draft, TextItem
from songreel_engine.errors import LyricsError
from songreel_engine.exports.handoff.formats import Written
from songreel_engine.exports.handoff.marks import marks_of
from songreel_engine.exports.handoff.saying import write_text
from songreel_engine.lyrics import write
from songreel_engine.lyrics.model import Line, Lyrics
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import Project

MARKER_COLUMNS: Final = ("kind", "name", "frame", "frames", "time_s")


def write_srt(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """The project's lyrics as SRT; where it has none, the words that the film shows.

    Raises LyricsError where there are neither.
    """
    lyrics = project.read_lyrics()
    if lyrics is not None and lyrics.lines:
        return _written(path, write.write_srt(lyrics), _notes(lyrics))
    shown = _shown_words(project.read_draft())
    note = "The project has no lyrics: these are the words that its film shows."
    return _written(path, write.write_srt(shown), (note,))


def write_lrc(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """The project's lyrics as LRC. Raises LyricsError where it has none with times."""
    lyrics = project.read_lyrics()
    if lyrics is None or not lyrics.lines:
        raise LyricsError(
            f"{project.folder} has no lyrics; give it some with `songreel lyrics FILE --project PROJECT`."
        )
    return _written(path, write.write_lrc(lyrics), _notes(lyrics))


def write_markers(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """Every beat, downbeat and section of the film, a row each."""
    draft = project.read_draft()
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(MARKER_COLUMNS)
    rows.writerows(
        (mark.kind, mark.name, mark.frame, mark.frames, f"{mark.time_s:.6f}")
        for mark in marks_of(draft, project.read_analysis())
    )
    return _written(path, text.getvalue(), ())


def _written(path: Path, text: str, notes: tuple[str, ...]) -> Written:
    write_text(path, text)
    return Written(files=(path,), notes=notes)


def _notes(lyrics: Lyrics) -> tuple[str, ...]:
    if any(line.estimated for line in lyrics.lines):
        return ("The times of some lines are songreel's guess.",)
    return ()


def _shown_words(draft: Draft) -> Lyrics:
    texts = sorted(draft.tracks.text, key=lambda text: (text.start, text.stop))
    if not texts:
        raise LyricsError("This project has no lyrics and its film shows no words; there is nothing to write.")
    return Lyrics(
        source="text",
        timing="given",
        confidence=1.0,
        encoding="utf-8",
        lines=tuple(_line(text, draft) for text in texts),
    )


def _line(text: TextItem, draft: Draft) -> Line:
    # A blank row would end the cue.
    rows = [row.strip() for row in text.text.splitlines() if row.strip()]
    return Line(
        start_s=float(text.start / draft.frame_rate), end_s=float(text.stop / draft.frame_rate), text="\n".join(rows)
    )

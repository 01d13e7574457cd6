"""The commands about what is heard: analyse a song, list and rename a project's sections, read and lay lyrics."""

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songreel_engine.cli.options import JsonOption, ProjectArgument, SecondsOption, SongArgument, now

if TYPE_CHECKING:
    from songreel_engine.analysis.analyse import Stem
    from songreel_engine.analysis.result import Analysis
    from songreel_engine.lyrics.model import Lyrics

RenameOption = Annotated[
    list[str] | None,
    typer.Option(help="3=Drop, or 'chorus 2=Hook': a section by number or name, and its new name. Repeatable."),
]


class LyricsFormat(StrEnum):
    """What lyrics can be written as."""

    LRC = "lrc"
    SRT = "srt"
    JSON = "json"


class TrackerName(StrEnum):
    """Who may find the beats."""

    SONGREEL = "songreel"
    BEAT_THIS = "beat_this"


class EarsName(StrEnum):
    """Who may listen for a voice."""

    SONGREEL = "songreel"
    SILERO = "silero"
    DEMUCS = "demucs"


def analyse(
    song: SongArgument,
    plot: Annotated[Path | None, typer.Option(help="Draw the analysis into this PNG.")] = None,
    lyrics: Annotated[Path | None, typer.Option(help="Lyrics to lay on it: LRC, SRT, VTT or plain text.")] = None,
    best: Annotated[
        float | None, typer.Option(help="Also find the strongest N seconds, for a teaser.", metavar="N", min=0.1)
    ] = None,
    stem: Annotated[Path | None, typer.Option(help="The song's vocals alone, where you have them.")] = None,
    vocals: Annotated[
        EarsName, typer.Option(help="silero and demucs are asked if you have installed them; see `songreel doctor`.")
    ] = EarsName.SONGREEL,
    tracker: Annotated[
        TrackerName, typer.Option(help="beat_this takes its place if you have installed it and its weights.")
    ] = TrackerName.SONGREEL,
    max_seconds: SecondsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Listen to a song: tempo, beats, sections, voice."""
    from songreel_engine.analysis.analyse import analyse as listen
    from songreel_engine.analysis.window import best_window
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.cli.words import analysis_in_words, lyrics_in_words, window_in_words
    from songreel_engine.lyrics.read import read_lyrics
    from songreel_engine.song import read_song

    given = read_lyrics(lyrics) if lyrics is not None else None
    facts, samples, rate_hz = read_song(song, max_seconds=max_seconds)
    progress = progress_reporter(as_json=as_json)
    analysis = listen(
        samples,
        rate_hz,
        song_sha256=facts.sha256,
        duration_s=facts.duration_s,
        tracker=tracker.value,
        vocals=_stem(stem, max_seconds) if stem is not None else vocals.value,
        progress=progress,
    )
    laid = _laid(given, analysis) if given is not None else None
    strongest = best_window(analysis, best) if best is not None else None
    if plot is not None:
        from songreel_engine.analysis.plot import plot_analysis

        lines = [(line.start_s, line.end_s, line.text) for line in laid.lines] if laid is not None else []
        captions = [
            (start_s, end_s, text) for start_s, end_s, text in lines if start_s is not None and end_s is not None
        ]
        plot_analysis(analysis, samples, plot, title=facts.title or song.stem, captions=captions)
    if as_json:
        value = analysis.model_dump(mode="json")
        if laid is not None:
            value["lyrics"] = laid.model_dump(mode="json")
        if strongest is not None:
            value["best_window"] = asdict(strongest)
        print(json.dumps(value))
        return
    print(analysis_in_words(analysis))
    if strongest is not None:
        print(window_in_words(strongest))
    if laid is not None:
        print(lyrics_in_words(laid))
    if plot is not None:
        print(f"plot: {plot}")


def lyrics(
    file: Annotated[Path, typer.Argument(help="LRC, SRT, VTT or plain text.", metavar="FILE")],
    song: Annotated[Path | None, typer.Option(help="Lay the lyrics on this song; what is guessed is marked.")] = None,
    project: Annotated[
        Path | None, typer.Option(help="Lay them on this project's song and keep them there, to be shown.")
    ] = None,
    to: Annotated[
        LyricsFormat | None,
        typer.Option(help="The format to write.  [default: by OUTPUT's name, else lrc]", show_default=False),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write instead of stdout.")] = None,
) -> None:
    """Convert lyrics, and give plain ones their times on a song."""
    from songreel_engine.errors import LyricsError
    from songreel_engine.lyrics.read import read_lyrics
    from songreel_engine.lyrics.write import WRITERS
    from songreel_engine.media.files import written_beside
    from songreel_engine.project import Project

    form = to.value if to is not None else output.suffix.lower().removeprefix(".") if output is not None else "lrc"
    if form not in WRITERS:
        raise LyricsError(f"Lyrics are written as {', '.join(WRITERS)}, not {form!r}; say which with --to.")
    words = read_lyrics(file)
    if project is not None:
        opened = Project.open(project)
        words = _laid(words, opened.read_analysis())
        opened.write_lyrics(words)
    elif song is not None:
        words = _laid(words, _heard(song))
    text = WRITERS[form](words)
    for warning in words.warnings:
        print(f"songreel: note: {warning}", file=sys.stderr)
    if output is None:
        print(text, end="")
        return
    try:
        with written_beside(output) as partial:
            partial.write_text(text, encoding="utf-8")
    except OSError as error:
        raise LyricsError(f"{output} cannot be written: {error.strerror}.") from error
    print(f"lyrics: {output}")


def sections(project: ProjectArgument, rename: RenameOption = None, as_json: JsonOption = False) -> None:
    """List a project's sections, or give them names of your own."""
    from songreel_engine.cli.words import sections_as_json, sections_in_words
    from songreel_engine.preparing import rename_sections
    from songreel_engine.project import Project

    opened = Project.open(project)
    renames = [_rename(typed) for typed in rename or ()]
    analysis = rename_sections(opened, renames, now=now)[0] if renames else opened.read_analysis()
    print(json.dumps(sections_as_json(analysis)) if as_json else sections_in_words(analysis))


def _stem(path: Path, max_seconds: float | None) -> "Stem":
    from songreel_engine.analysis.analyse import Stem
    from songreel_engine.song import read_song

    _, samples, rate_hz = read_song(path, max_seconds=max_seconds)
    return Stem(samples=samples, rate_hz=rate_hz, name="stem")


def _rename(typed: str) -> tuple[str, str]:
    which, equals, label = typed.partition("=")
    if not equals:
        raise typer.BadParameter(f"--rename takes SECTION=NAME, such as 3=Drop, not {typed!r}")
    return which, label


def _heard(song: Path) -> "Analysis":
    from songreel_engine.analysis.analyse import analyse as listen
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.song import read_song

    facts, samples, rate_hz = read_song(song)
    progress = progress_reporter(as_json=False)
    return listen(samples, rate_hz, song_sha256=facts.sha256, duration_s=facts.duration_s, progress=progress)


def _laid(given: "Lyrics", analysis: "Analysis") -> "Lyrics":
    from songreel_engine.lyrics.lay import lay_on_song

    return lay_on_song(given, analysis.vocals, analysis.downbeats_s, analysis.sections, analysis.duration_s)

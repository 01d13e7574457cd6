"""The table of hand-off formats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from songreel_engine.errors import BriefError
from songreel_engine.progress import ProgressListener, ignore_progress

if TYPE_CHECKING:
    from songreel_engine.project import Project


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a hand-off left on the disk."""

    files: tuple[Path, ...]
    """The file to open first, then what it needs."""
    notes: tuple[str, ...] = ()
    """What the format could not say, one sentence each."""


class Write(Protocol):
    """Writes a project's film as it stands to `path`; its media, where the format has any, into a folder beside it.

    Every file appears whole or not at all. Raises ProjectError, RenderError or SongError where something cannot be made or
    written, BriefError where this film cannot be said in the format, LyricsError where it needs lyrics and there are none.
    """

    def __call__(
        self,
        project: "Project",
        path: Path,
        *,
        workers: int | None = None,
        progress: ProgressListener = ignore_progress,
    ) -> Written: ...


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format that other programs open."""

    name: str
    suffix: str
    """Of the file, with its dot; '' where the format is a folder."""
    description: str
    write: Write


def _late(module: str, function: str) -> Write:
    """The function, imported when it is called: each format brings libraries that the others do not need."""

    def write(
        project: "Project",
        path: Path,
        *,
        workers: int | None = None,
        progress: ProgressListener = ignore_progress,
    ) -> Written:
        from importlib import import_module

        found: Callable[..., Written] = getattr(import_module(f"songreel_engine.exports.handoff.{module}"), function)
        return found(project, path, workers=workers, progress=progress)

    return write


_TABLE: Final = (
    Format(
        name="otio",
        suffix=".otio",
        description="OpenTimelineIO: DaVinci Resolve and others; every marker and all that songreel needs to read it back",
        write=_late("otio_form", "write_otio"),
    ),
    Format(
        name="fcpxml",
        suffix=".fcpxml",
        description="Final Cut Pro and DaVinci Resolve: clips, transitions, titles, markers",
        write=_late("fcpxml", "write_fcpxml"),
    ),
    Format(
        name="premiere",
        suffix=".xml",
        description="Final Cut Pro 7 XML, for Premiere Pro: clips, transitions, titles, markers",
        write=_late("premiere", "write_premiere"),
    ),
    Format(
        name="edl",
        suffix=".edl",
        description="CMX 3600 edit list: cuts and dissolves only, for conforming",
        write=_late("otio_form", "write_edl"),
    ),
    Format(
        name="capcut",
        suffix="",
        description="a CapCut / JianYing draft folder: clips, transitions, captions",
        write=_late("capcut", "write_capcut"),
    ),
    Format(
        name="srt",
        suffix=".srt",
        description="lyrics as subtitles, or the film's captions where it has no lyrics",
        write=_late("captions", "write_srt"),
    ),
    Format(
        name="lrc",
        suffix=".lrc",
        description="lyrics with times, a word at a time",
        write=_late("captions", "write_lrc"),
    ),
    Format(
        name="markers-csv",
        suffix=".csv",
        description="beats, downbeats and sections as a table",
        write=_late("captions", "write_markers"),
    ),
)

FORMATS: Final[Mapping[str, Format]] = MappingProxyType({format_.name: format_ for format_ in _TABLE})


def find_format(name: str) -> Format:
    """Raises BriefError for a format that does not exist."""
    try:
        return FORMATS[name]
    except KeyError:
        raise BriefError(f"There is no format {name!r}; choose one of {', '.join(FORMATS)}.") from None

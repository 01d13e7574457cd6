"""What commands share: arguments and options as they are typed, and the clock on the wall."""

import os
import re
import signal
import sys
import threading
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class AspectName(StrEnum):
    """Aspect ratios, as typed."""

    PORTRAIT = "9:16"
    LANDSCAPE = "16:9"
    SQUARE = "1:1"
    FEED = "4:5"


class PlaceName(StrEnum):
    """Where words stand on the picture, as typed."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class QualityName(StrEnum):
    """Qualities, as typed."""

    PREVIEW = "preview"
    DRAFT = "draft"
    FINAL = "final"


SongArgument = Annotated[
    Path, typer.Argument(help="The song: MP3, M4A, AAC, WAV, FLAC, OGG, or a video's sound.", metavar="SONG")
]
ProjectArgument = Annotated[Path, typer.Argument(help="A project folder, as `make` leaves it.", metavar="PROJECT")]
PromptOption = Annotated[
    str | None, typer.Option(help="One to four sentences on what to show; without them the style decides.")
]
StyleOption = Annotated[str | None, typer.Option(help="A style by name; see `songreel styles`.")]
AspectOption = Annotated[
    AspectName | None, typer.Option(help="Shape of the picture.  [default: 9:16]", show_default=False)
]
QualityOption = Annotated[
    QualityName, typer.Option(help="preview: 540 wide, soon there. draft: 1080 wide. final: 1080 wide, best picture.")
]
HeightOption = Annotated[
    int | None, typer.Option(help="Height in pixels instead of the quality's own; 2560 for 2K portrait.")
]
SeedOption = Annotated[int | None, typer.Option(help="Same seed, same film. Without one the song decides.", min=0)]
PhotoOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--photo", help="A photo of the performer: cut out and drawn in the style. May be given more than once."
    ),
]
LyricsOption = Annotated[
    Path | None,
    typer.Option(
        help="The song's words, shown as they are sung: LRC, SRT, VTT or plain text. Plain ones get their times here."
    ),
]
OwnLyricsOption = Annotated[
    bool, typer.Option("--own-lyrics", help="Show the words that the song's file carries; --lyrics names others.")
]
LyricPlaceOption = Annotated[
    PlaceName | None, typer.Option(help="Where lyrics stand.  [default: bottom]", show_default=False)
]
LyricColourOption = Annotated[
    str | None, typer.Option(help="Colour of the lyrics, by name or as #rrggbb.  [default: white]", show_default=False)
]
VocalsOption = Annotated[
    Path | None,
    typer.Option(
        "--vocals",
        help="The song's voice alone, in the song's own time: lips follow it where a video model listens.",
        metavar="FILE",
    ),
]
LipsyncOption = Annotated[
    float | None,
    typer.Option(
        help="Share of the film, 0 to 1, in which the performer is seen singing, as far as a voice is heard.  "
        "[default: as the plan has it]",
        show_default=False,
        min=0.0,
        max=1.0,
        metavar="SHARE",
    ),
]
FootageOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--footage",
        help="A video or picture of your own to be cut into the film, at its best moments. May be given more than once.",
    ),
]
SecondsOption = Annotated[
    float | None, typer.Option(help="Only the first N seconds of the song, for a quick look.", min=5)
]
ScenicOption = Annotated[
    bool | None,
    typer.Option("--scenic/--performer", help="Nobody in the picture.  [default: a performer]", show_default=False),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON result on stdout; progress as JSON lines on stderr.")
]
WorkersOption = Annotated[
    int | None, typer.Option(help="Parallel render processes.  [default: one a core]", min=1, show_default=False)
]


def now() -> str:
    """UTC, ISO 8601, for the edit log."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def must_be_a_film_name(output: Path | None) -> None:
    """Raises BriefError where a film cannot be written under this name."""
    from songreel_engine.errors import BriefError

    if output is None:
        return
    if output.suffix.lower() != ".mp4":
        raise BriefError(f"A film is an .mp4 file; name it {output.with_suffix('.mp4').name} instead of {output.name}.")
    if output.is_dir():
        raise BriefError(f"{output} is a folder; give the film a file name.")


def shot_numbers(typed: str | None, *, of: int) -> tuple[int, ...]:
    """The shots meant by '3,5-8', rising; all `of` them where nothing was typed. Raises BriefError where it is no such list."""
    from songreel_engine.errors import BriefError

    if typed is None:
        return tuple(range(1, of + 1))
    numbers: set[int] = set()
    for part in typed.split(","):
        found = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part, re.ASCII)
        if found is None:
            raise BriefError(f"{typed!r} names no shots; write numbers and ranges with commas between, as in 3,5-8.")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= of:
            raise BriefError(f"There are no shots {part.strip()}; this film has shots 1 to {of}.")
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers))


def end_with_stdin() -> None:
    """From now on this process ends when standard input closes, which it does however the other end's process dies."""
    threading.Thread(target=_wait_for_end, daemon=True).start()


def _wait_for_end() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        continue
    # Workers end with this process. Killed rather than asked: whoever would have read the answer is gone.
    os.kill(os.getpid(), signal.SIGTERM)

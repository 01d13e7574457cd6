"""Lyric styles on the command line: the options of `make` and `plan`, and the command that lists them."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songreel_engine.cli.options import JsonOption, PlaceName

if TYPE_CHECKING:
    from songreel_engine.lyrics_shown import AskedLyrics


class SafeAreaName(StrEnum):
    """Safe areas, as typed."""

    PLAIN = "plain"
    PHONES = "phones"
    TIKTOK = "tiktok"
    REELS = "reels"
    SHORTS = "shorts"
    YOUTUBE = "youtube"


LyricVideoOption = Annotated[
    bool,
    typer.Option(
        "--lyric-video",
        help="A lyric video: every line set large, in the lyric style that suits the look, each word as it is sung. Takes "
        "the words from --lyrics, else from the song's file.",
    ),
]
LyricStyleOption = Annotated[
    str | None,
    typer.Option(
        help="A lyric style by name instead of the look's own; see `songreel lyric-styles`.", show_default=False
    ),
]
SafeAreaOption = Annotated[
    SafeAreaName | None,
    typer.Option(
        help="Keep words clear of what a platform lays over the picture.  [default: phones for 9:16, youtube for 16:9]",
        show_default=False,
    ),
]


def asked_words(
    song: Path,
    file: Path | None,
    *,
    own: bool,
    place: PlaceName | None,
    colour: str | None,
    style: str | None,
    is_lyric_video: bool,
    safe_area: SafeAreaName | None,
) -> "AskedLyrics | None":
    """The words that a new film shows, as typed; None where none are asked for. Raises LyricsError, SongError."""
    from songreel_engine.lyrics_shown import asked_lyrics

    return asked_lyrics(
        file,
        song,
        own=own or is_lyric_video or style is not None,
        place=None if place is None else place.value,
        colour=colour,
        style=asked_lyric_style(style, is_lyric_video=is_lyric_video),
        safe_area=None if safe_area is None else safe_area.value,
    )


def asked_lyric_style(style: str | None, *, is_lyric_video: bool) -> str | None:
    """The style to set lyrics in, as an edit names it; None: plain lines. Raises LyricsError for one that does not exist."""
    from songreel_engine.errors import LyricsError
    from songreel_engine.lyrics.styles import LYRIC_STYLE_OF_LOOK, LYRIC_STYLES, PLAIN, find_lyric_style

    if style is None:
        return LYRIC_STYLE_OF_LOOK if is_lyric_video else None
    if style in (LYRIC_STYLE_OF_LOOK, PLAIN):
        return style
    found = find_lyric_style(style)
    if found is None:
        raise LyricsError(f"There is no lyric style {style!r}; choose one of {', '.join(LYRIC_STYLES)}.")
    return found.key


def lyric_styles(as_json: JsonOption = False) -> None:
    """List the ways to set lyrics, and the looks that each was designed for.

    For a new film:  songreel make SONG --lyrics FILE --lyric-video --lyric-style neon

    For one that is there:  songreel chat PROJECT "make it a lyric video" or "lyrics in neon style" or "lyrics off"
    """
    from songreel_engine.lyrics.styles import LYRIC_STYLES

    if as_json:
        print(
            json.dumps(
                [
                    {
                        "id": style.key,
                        "name": style.name,
                        "name_zh": style.name_zh,
                        "description": style.description,
                        "words": list(style.words),
                        "place": style.place,
                        "suits": list(style.suits),
                    }
                    for style in LYRIC_STYLES.values()
                ]
            )
        )
        return
    for style in LYRIC_STYLES.values():
        print(f"{style.key:<12} {style.name:<15} {style.description}")
        print(f"{'':<28} for {', '.join(style.suits)}")

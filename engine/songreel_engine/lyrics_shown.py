"""Lyrics that a film shows from its first draft on: kept with the project, laid on its song, put on the picture.

What the first draft shows is the outcome of the same edit that shows lyrics later on. Words are never heard from the song:
they come from a file, or from the song's own tags.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from songreel_engine.draft.colours import colour_of
from songreel_engine.draft.edits import Edit
from songreel_engine.draft.model import Draft, SafeArea, TextPlace
from songreel_engine.editing.apply import apply_edit
from songreel_engine.editing.material import Material
from songreel_engine.errors import EditError, LyricsError
from songreel_engine.lyrics.carried import carried_lyrics
from songreel_engine.lyrics.lay import lay_on_song
from songreel_engine.lyrics.model import Lyrics
from songreel_engine.lyrics.read import read_lyrics
from songreel_engine.planning.brief import LyricsWish
from songreel_engine.project import Project
from songreel_engine.timebase import seconds_to_frame

NONE_KNOWN: Final = (
    "No words are known for this song, so none are shown: its file carries none, and no lyrics were given with it."
)


@dataclass(frozen=True, kw_only=True)
class AskedLyrics:
    """Lyrics to be shown, read and not yet laid on a song; None: no words are known."""

    lyrics: Lyrics | None
    place: TextPlace | None = None
    colour: str | None = None
    style: str | None = None
    """A lyric style by key, or `look`; None: plain lines."""
    safe_area: SafeArea | None = None


def asked_lyrics(
    file: Path | None,
    song: Path,
    *,
    own: bool,
    place: TextPlace | None = None,
    colour: str | None = None,
    style: str | None = None,
    safe_area: SafeArea | None = None,
) -> AskedLyrics | None:
    """The lyrics in the file, else (`own`) those that the song's file carries; None where neither is asked for.

    Raises LyricsError for a file that holds none, and for a colour without such a name; SongError.
    """
    if file is None and not own:
        return None
    if colour is not None and colour_of(colour) is None:
        raise LyricsError(f"There is no colour {colour!r}; say a name such as gold or teal, or write it as #rrggbb.")
    words = read_lyrics(file) if file is not None else carried_lyrics(song)
    return AskedLyrics(lyrics=words, place=place, colour=colour, style=style, safe_area=safe_area)


def with_lyrics(project: Project, asked: AskedLyrics | None) -> Project:
    """The heard project, asked to show these lyrics, which are laid on its song. None: as it was asked before."""
    if asked is None:
        return project
    sha256 = ""
    if asked.lyrics is not None:
        analysis = project.read_analysis()
        laid = lay_on_song(asked.lyrics, analysis.vocals, analysis.downbeats_s, analysis.sections, analysis.duration_s)
        project.write_lyrics(laid)
        sha256 = hashlib.sha256(laid.model_dump_json().encode()).hexdigest()
    wish = LyricsWish(
        sha256=sha256, place=asked.place, colour=asked.colour, style=asked.style, safe_area=asked.safe_area
    )
    return project.with_brief(project.facts.brief.model_copy(update={"lyrics": wish}))


def draft_with_lyrics(project: Project, draft: Draft, *, new_id: Callable[[], str]) -> Draft:
    """The planned draft with the project's lyrics on it, its warnings with what is guessed about them or not shown."""
    wish, lyrics = project.facts.brief.lyrics, project.read_lyrics()
    if wish is None:
        return draft
    if lyrics is None:
        return draft.model_copy(update={"warnings": (*draft.warnings, NONE_KNOWN)})
    shown = Edit.model_validate({"edit": "lyrics", "changes": wish.model_dump(exclude={"sha256"})})
    beats = sorted({seconds_to_frame(beat_s, draft.frame_rate) for beat_s in project.read_analysis().beats_s})
    material = Material(beats=tuple(beats), downbeats=(), version=draft.version, new_id=new_id, lyrics=lyrics)
    try:
        edited = apply_edit(draft, shown, material)
    except EditError as error:
        return draft.model_copy(update={"warnings": (*draft.warnings, f"The lyrics are not shown: {error}")})
    warnings = (*edited.draft.warnings, *lyrics.warnings, *edited.notes)
    return edited.draft.model_copy(update={"warnings": tuple(dict.fromkeys(warnings))})

"""The lyrics on the picture: line by line as they are sung, each word with its time, in a style or plain.

Where a style shows a line before it is sung, it comes on the beat before, if the line before it is over by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from songreel_engine.draft.edits import LyricsChange
from songreel_engine.draft.model import Draft, TextItem, TextPlace, TextWord
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.text_items import (
    colour_called,
    frames_of,
    hull_in_words,
    lines_in_words,
    moving_on_beats,
    overlap,
    place_in_words,
    touches,
    with_texts,
    without,
)
from songreel_engine.errors import EditError
from songreel_engine.lyrics.model import Line
from songreel_engine.lyrics.styles import (
    LYRIC_STYLE_OF_LOOK,
    LYRIC_STYLES,
    PLAIN,
    LyricStyle,
    find_lyric_style,
    lyric_style_of_look,
)
from songreel_engine.lyrics.word_times import words_in
from songreel_engine.timebase import FrameRange

_PLAIN_PLACE: Final[TextPlace] = "bottom"
_BEAT_REACH: Final = 0.6
"""A line comes on a beat that is off by at most this share of its lead."""


@dataclass(frozen=True)
class _SungLine:
    text: str
    sung: FrameRange
    words: tuple[TextWord, ...]


def lyrics(draft: Draft, part: Part, changes: LyricsChange, material: Material) -> Edited:
    """The project's lyrics, line by line as they are sung in the part, in place of those that stood there; or none.

    Raises EditError where the project has no lyrics, they have no times, none are sung or shown in the part, or the style
    has no such name.
    """
    shown = [item for item in draft.tracks.text if item.role == "lyric" and touches(item, part.spans)]
    if not changes.show:
        if not shown:
            raise EditError(f"No lyrics are shown in {part.words}; there is nothing to hide.")
        said = f"Hid the lyrics: {lines_in_words(len(shown))} {hull_in_words(shown, draft)}."
        return Edited(draft=without(draft, shown), said=said)
    lines = _sung_lines(draft, part, material)
    model = _model_line(draft, changes)
    style = LYRIC_STYLES.get(model.style or "")
    spans = _shown_spans(draft, lines, style, material.beats)
    kept_ids = {(item.text, item.start): item.id for item in shown}
    added = [
        moving_on_beats(
            model.model_copy(
                update={
                    "id": kept_ids.get((line.text, span.start)) or material.new_id(),
                    "text": line.text, "start": span.start, "stop": span.stop,
                    "words": _inside(line.words, span) if style is not None else (),
                }
            ),
            draft,
            material.beats,
        )
        for line, span in zip(lines, spans, strict=True)
    ]  # fmt: skip
    rest = without(draft, shown)
    if changes.safe_area is not None:
        rest = rest.model_copy(update={"safe_area": changes.safe_area})
    said = f"{'Showing the lyrics again' if shown else 'Showing the lyrics'}: {lines_in_words(len(added))} "
    said += f"{place_in_words(added[0].place)} {hull_in_words(added, draft)}"
    said += f" in the style {style.name}." if style is not None else "."
    return Edited(draft=with_texts(rest, (*rest.tracks.text, *added)), said=said, notes=_doubts(material, lines, style))


def _sung_lines(draft: Draft, part: Part, material: Material) -> list[_SungLine]:
    """The part's lines and when they are sung: until the next line at the latest."""
    if material.lyrics is None or not material.lyrics.lines:
        raise EditError("This project has no lyrics yet; `songreel lyrics FILE --project PROJECT` brings them in.")
    timed = [line for line in material.lyrics.lines if line.timed and line.text.strip()]
    if not timed:
        raise EditError("The lyrics have no times yet; `songreel lyrics FILE --project PROJECT` lays them on the song.")
    starts = [frames_of(draft, line.start_s or 0.0) for line in timed]
    lines = [
        _SungLine(" ".join(line.text.split()), FrameRange(start, stop), _words(draft, line, FrameRange(start, stop)))
        for line, start, following in zip(timed, starts, [*starts[1:], draft.frames], strict=True)
        if start < (stop := min(frames_of(draft, line.end_s or 0.0), following, draft.frames))
    ]
    sung = [line for line in lines if any(overlap(line.sung, wide) for wide in part.spans)]
    if not sung:
        raise EditError(f"No line of the lyrics is sung in {part.words}; name another part.")
    return sung


def _words(draft: Draft, line: Line, sung: FrameRange) -> tuple[TextWord, ...]:
    words = []
    for word in words_in(line):
        start = min(max(frames_of(draft, word.start_s), sung.start), sung.stop - 1)
        stop = min(max(frames_of(draft, word.end_s), start + 1), sung.stop)
        words.append(TextWord(text="".join(word.text.split()), start=start, stop=stop, estimated=word.estimated))
    return tuple(word for word in words if word.text)


def _inside(words: Sequence[TextWord], span: FrameRange) -> tuple[TextWord, ...]:
    """A line cut short by the next one still has all its words."""
    return tuple(
        word.model_copy(
            update={"start": min(word.start, span.stop - 1), "stop": min(max(word.stop, word.start + 1), span.stop)}
        )
        for word in words
    )


def _shown_spans(
    draft: Draft, lines: Sequence[_SungLine], style: LyricStyle | None, beats: Sequence[int]
) -> list[FrameRange]:
    """Plain lines stand while they are sung; a style may show them sooner and hold them longer, one at a time."""
    if style is None:
        return [line.sung for line in lines]
    lead, hold = frames_of(draft, style.lead_s), frames_of(draft, style.hold_s)
    starts = [
        max(_on_beat(line.sung.start - lead, lead, beats), before)
        for line, before in zip(lines, [0, *(line.sung.stop for line in lines)], strict=False)
    ]
    ends = [*starts[1:], draft.frames]
    return [
        FrameRange(min(start, line.sung.start), max(min(line.sung.stop + hold, end), line.sung.start + 1))
        for line, start, end in zip(lines, starts, ends, strict=True)
    ]


def _on_beat(frame: int, lead: int, beats: Sequence[int]) -> int:
    near = [beat for beat in beats if abs(beat - frame) <= _BEAT_REACH * lead]
    return min(near, key=lambda beat: abs(beat - frame), default=frame)


def _model_line(draft: Draft, changes: LyricsChange) -> TextItem:
    """How lines look: as asked, and where nothing is asked as the lyrics look already."""
    usual = TextItem(id="", text="", start=0, stop=1, role="lyric", place=_PLAIN_PLACE)
    known = next((item for item in draft.tracks.text if item.role == "lyric"), usual)
    asked = {
        "place": changes.place,
        "size": changes.size,
        "colour": colour_called(changes.colour) if changes.colour else None,
    }
    model = known.model_copy(update={"words": ()})
    if changes.style is not None:
        style = _style_called(changes.style, draft.style)
        place = style.place if style is not None else _PLAIN_PLACE
        model = model.model_copy(update={"style": style.key if style is not None else None, "place": place})
    return model.model_copy(update={name: value for name, value in asked.items() if value is not None})


def _style_called(said: str, look: str) -> LyricStyle | None:
    """None: plain. Raises EditError for a style that does not exist."""
    if said == PLAIN:
        return None
    style = lyric_style_of_look(look) if said == LYRIC_STYLE_OF_LOOK else find_lyric_style(said)
    if style is None:
        names = ", ".join([*LYRIC_STYLES, LYRIC_STYLE_OF_LOOK, PLAIN])
        raise EditError(f"There is no lyric style {said!r}; choose one of {names}.")
    return style


def _doubts(material: Material, lines: Sequence[_SungLine], style: LyricStyle | None) -> tuple[str, ...]:
    notes = []
    if material.lyrics is not None and material.lyrics.timing == "estimated":
        notes.append("The times of the lines are estimated from the singing; some may come early or late.")
    elif style is not None and any(word.estimated for line in lines for word in line.words):
        notes.append("The times of the words inside the lines are estimated by their syllables.")
    crowded = sum(b.words[0].start <= a.words[-1].start for a, b in pairwise(lines) if style and a.words and b.words)
    if crowded:
        notes.append(f"{lines_in_words(crowded)} begin before the line before has sung its last word.")
    return tuple(notes)

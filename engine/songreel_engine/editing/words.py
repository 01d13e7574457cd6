"""Edits of the words on the picture: titles, captions, credits and lyrics. Times are taken exactly as said.

Pictures stay as they are, locked ones too: text lies over them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from songreel_engine.draft.colours import colour_name
from songreel_engine.draft.edits import AddText, ChangeText, RemoveText
from songreel_engine.draft.model import Draft, TextItem, TextPlace, TextRole, TextSize, TextWord
from songreel_engine.draft.words import spans_in_words
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.text_items import (
    colour_called,
    faded,
    frames_of,
    hull_in_words,
    lines_in_words,
    moving_on_beats,
    place_in_words,
    spans_of,
    touches,
    with_texts,
    without,
)
from songreel_engine.errors import EditError
from songreel_engine.lyrics.word_times import words_over
from songreel_engine.timebase import FrameRange

MOMENT_S: Final = 3.0
"""How long words stay that were put at a moment and not for a time."""


class _Look(NamedTuple):
    place: TextPlace
    size: TextSize


_LOOKS: Final[dict[TextRole, _Look]] = {
    "title": _Look("middle", "large"),
    "caption": _Look("bottom", "small"),
    "credit": _Look("bottom_right", "small"),
    "lyric": _Look("bottom", "medium"),
}
_CHOICES_NAMED: Final = 6


def add_text(draft: Draft, part: Part, changes: AddText, material: Material) -> Edited:
    """Words over each of the part's spans; with a duration, for that long from where the span starts.

    Raises EditError where there are no words to show, or the colour has no such name.
    """
    text, look = _words(changes.text), _LOOKS[changes.role]
    colour = colour_called(changes.colour) if changes.colour else "#ffffff"
    spans = [_lasting(draft, span, changes.duration_s) for span in part.spans]
    items = [
        TextItem(
            id=material.new_id(), text=text, start=span.start, stop=span.stop, role=changes.role,
            place=changes.place or look.place, size=changes.size or look.size, colour=colour,
        )
        for span in spans
    ]  # fmt: skip
    added = [
        moving_on_beats(item, draft, material.beats)
        if changes.fade_s is None
        else faded(item, frames_of(draft, changes.fade_s))
        for item in items
    ]
    notes = [*_cut_short(draft, part.spans, changes.duration_s), *_covering(draft, added)]
    said = f"Added the {_named(added[0])} {place_in_words(added[0].place)} {spans_in_words(spans, draft.frame_rate)}."
    return Edited(draft=with_texts(draft, (*draft.tracks.text, *added)), said=said, notes=tuple(notes))


def change_text(draft: Draft, part: Part, changes: ChangeText, material: Material) -> Edited:
    """The text that is meant, changed where the changes say so; all lyrics at once where those are meant.

    Raises EditError where no text or more than one is meant, or nothing is said of how to change it.
    """
    found = _meant(draft, part, changes.match, changes.role, one_of_lyrics=changes.text is not None)
    wanted = {name: value for name in _CHANGED if (value := getattr(changes, name)) is not None}
    if not wanted:
        raise EditError(f"Say what to change about the {_named(found[0])}: its words, place, size, colour or time.")
    changed = {item.id: _changed(draft, item, changes) for item in found}
    first, after = found[0], changed[found[0].id]
    differences = [told for tell in _DIFFERENCES if (told := tell(first, after, draft))]
    which = _all_named(found, draft)
    said = f"Changed the {which}: {', '.join(differences)}." if differences else f"That is how the {which} is already."
    texts = tuple(changed.get(item.id, item) for item in draft.tracks.text)
    notes = _cut_short(draft, [FrameRange(item.start, item.start) for item in found], changes.duration_s)
    return Edited(draft=with_texts(draft, texts), said=said, notes=tuple(notes))


def remove_text(draft: Draft, part: Part, changes: RemoveText, material: Material) -> Edited:
    """The draft without the text that is meant. Raises EditError where no text or more than one is meant."""
    found = _meant(draft, part, changes.match, changes.role, one_of_lyrics=False)
    return Edited(draft=without(draft, found), said=f"Removed the {_all_named(found, draft)}.")


def _words(said: str) -> str:
    """Without what cannot be drawn, and without blanks around; line breaks stay. Raises EditError where nothing is left."""
    rows = ("".join(c for c in row if c.isprintable()).strip() for row in said.splitlines())
    text = "\n".join(row for row in rows if row)
    if not text:
        raise EditError("The text has no words; say what it should read.")
    return text


def _lasting(draft: Draft, span: FrameRange, duration_s: float | None) -> FrameRange:
    """The span, or so much time from its start; at least a frame, and inside the film."""
    if duration_s is None and len(span):
        return span
    start = min(span.start, draft.frames - 1)
    stop = start + max(1, frames_of(draft, MOMENT_S if duration_s is None else duration_s))
    return FrameRange(start, min(stop, draft.frames))


def _cut_short(draft: Draft, spans: Iterable[FrameRange], duration_s: float | None) -> list[str]:
    if duration_s is None or all(span.start + frames_of(draft, duration_s) <= draft.frames for span in spans):
        return []
    return [f"The film ends before {duration_s:g} s have passed; the text ends with it."]


def _covering(draft: Draft, added: Sequence[TextItem]) -> list[str]:
    """What stands at the same place at the same time."""
    spans = spans_of(added)
    there = [item for item in draft.tracks.text if item.place == added[0].place and touches(item, spans)]
    if not there:
        return []
    which = f"The {_named(there[0])}" if len(there) == 1 else f"{len(there)} texts"
    verb = "stands" if len(there) == 1 else "stand"
    return [f"{which} {verb} at the same place at that time; the two will cover each other."]


def _meant(
    draft: Draft, part: Part, match: str | None, role: TextRole | None, *, one_of_lyrics: bool
) -> list[TextItem]:
    """Items that are one text to the user: of the same role and words, or all lyrics unless `one_of_lyrics`."""
    texts = draft.tracks.text
    if not texts:
        raise EditError("There are no words on the picture yet; add some with 'add the title …'.")
    there = [item for item in texts if touches(item, part.spans)]
    found = _matching([item for item in there if role in (None, item.role)], match)
    if not found and role == _ANY_TEXT:
        found, role = _matching(there, match), None
    if role is None and match is None:
        found = [item for item in found if item.role != "lyric"] or found
    if not found:
        raise EditError(f"There is no {_sought(match, role)} in {part.words}; there is {_choices(texts, draft)}.")
    alike = {(item.role, "" if item.role == "lyric" and not one_of_lyrics else item.text) for item in found}
    if len(alike) > 1:
        raise EditError(
            f"More than one text may be meant: {_choices(found, draft)}; say which by its words or its time."
        )
    return found


_ANY_TEXT: Final[TextRole] = "caption"
"""People say text or caption where they mean whatever is written there."""


def _matching(texts: Sequence[TextItem], match: str | None) -> list[TextItem]:
    """Those that read so; where none does, those that have the words in them."""
    if match is None:
        return list(texts)
    exact = [item for item in texts if _folded(match) == _folded(item.text)]
    return exact or [item for item in texts if _folded(match) in _folded(item.text)]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _sought(match: str | None, role: TextRole | None) -> str:
    return f"{role or 'text'} with the words “{match}”" if match is not None else (role or "text")


def _choices(texts: Sequence[TextItem], draft: Draft) -> str:
    """Each text once; lyrics and what goes beyond a handful are counted."""
    named = list(dict.fromkeys(
        f"the {_named(item)} {spans_in_words([FrameRange(item.start, item.stop)], draft.frame_rate)}"
        for item in texts
        if item.role != "lyric"
    ))  # fmt: skip
    sung = sum(item.role == "lyric" for item in texts)
    more = len(named) - _CHOICES_NAMED
    parts = [
        *named[:_CHOICES_NAMED],
        *([f"{more} more"] if more > 0 else []),
        *([f"{lines_in_words(sung)} of lyrics"] if sung else []),
    ]
    return "; ".join(parts)


_CHANGED: Final = ("text", "place", "size", "colour", "fade_s", "duration_s")


def _changed(draft: Draft, item: TextItem, changes: ChangeText) -> TextItem:
    facts: dict[str, object] = {}
    if changes.duration_s is not None:
        facts["stop"] = _lasting(draft, FrameRange(item.start, item.stop), changes.duration_s).stop
    if changes.text is not None:
        facts["text"] = _words(changes.text)
    if changes.colour is not None:
        facts["colour"] = colour_called(changes.colour)
    facts |= {name: value for name in ("place", "size") if (value := getattr(changes, name)) is not None}
    changed = _with_fitting_words(item, item.model_copy(update=facts), draft)
    if changes.fade_s is not None:
        return faded(changed, frames_of(draft, changes.fade_s))
    fits = item.fade_in_frames + item.fade_out_frames <= changed.stop - changed.start
    return changed if fits else faded(changed, max(item.fade_in_frames, item.fade_out_frames))


def _with_fitting_words(before: TextItem, after: TextItem, draft: Draft) -> TextItem:
    """Words that were timed are timed again where the text reads otherwise, and end with it where it ends sooner."""
    if not before.words:
        return after
    if after.text == before.text:
        kept = tuple(
            word.model_copy(update={"start": min(word.start, after.stop - 1), "stop": min(word.stop, after.stop)})
            for word in before.words
        )
        return after.model_copy(update={"words": kept})
    sung = (before.words[0].start / draft.frame_rate, min(before.words[-1].stop, after.stop) / draft.frame_rate)
    timed = words_over(after.text, [(float(sung[0]), float(sung[1]))])
    guessed = [
        TextWord(text=word.text, start=start, stop=max(frames_of(draft, word.end_s), start + 1), estimated=True)
        for word in timed
        for start in [min(frames_of(draft, word.start_s), after.stop - 1)]
    ]
    return after.model_copy(update={"words": tuple(guessed)})


def _text_difference(before: TextItem, after: TextItem, draft: Draft) -> str:
    return f"now “{_one_line(after.text)}”" if before.text != after.text else ""


def _place_difference(before: TextItem, after: TextItem, draft: Draft) -> str:
    return f"{_plain(before.place)} → {_plain(after.place)}" if before.place != after.place else ""


def _size_difference(before: TextItem, after: TextItem, draft: Draft) -> str:
    return f"{before.size} → {after.size}" if before.size != after.size else ""


def _colour_difference(before: TextItem, after: TextItem, draft: Draft) -> str:
    return f"{colour_name(before.colour)} → {colour_name(after.colour)}" if before.colour != after.colour else ""


def _fade_difference(before: TextItem, after: TextItem, draft: Draft) -> str:
    old, new = (item.fade_in_frames / draft.frame_rate for item in (before, after))
    return f"fades {float(old):.3g} → {float(new):.3g} s" if old != new else ""


def _time_difference(before: TextItem, after: TextItem, draft: Draft) -> str:
    old, new = (float((item.stop - item.start) / draft.frame_rate) for item in (before, after))
    return f"shown for {old:.3g} → {new:.3g} s" if old != new else ""


_DIFFERENCES: Final[tuple[Callable[[TextItem, TextItem, Draft], str], ...]] = (
    _text_difference, _place_difference, _size_difference, _colour_difference, _time_difference, _fade_difference,
)  # fmt: skip


def _named(item: TextItem) -> str:
    return f"{item.role} “{_one_line(item.text)}”"


def _all_named(found: Sequence[TextItem], draft: Draft) -> str:
    """Items that are one text to the user, with their times."""
    if len({item.text for item in found}) > 1:
        return f"{lines_in_words(len(found))} of lyrics ({hull_in_words(found, draft)})"
    return f"{_named(found[0])} ({spans_in_words(spans_of(found), draft.frame_rate)})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(place: str) -> str:
    return place.replace("_", " ")

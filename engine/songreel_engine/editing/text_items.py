"""What edits of words share: the text track's order, its words as said, and where words come and go with the beat."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from songreel_engine.draft.colours import colour_of
from songreel_engine.draft.model import Draft, TextItem
from songreel_engine.draft.words import spans_in_words
from songreel_engine.errors import EditError
from songreel_engine.timebase import FrameRange, seconds_to_frame

DEFAULT_FADE_S: Final = 0.25
_SHORTEST_MOVE_S: Final = 0.125
_LONGEST_MOVE_S: Final = 0.55
"""A move that nobody timed takes as long as it needs to end, or to begin, on a beat; within these bounds."""


def frames_of(draft: Draft, seconds: float) -> int:
    """Seconds as frames of the draft's grid."""
    return seconds_to_frame(seconds, draft.frame_rate)


def faded(item: TextItem, frames: int) -> TextItem:
    """Fading in and out alike, for at most half of the text's time each."""
    fitting = min(frames, (item.stop - item.start) // 2)
    return item.model_copy(update={"fade_in_frames": fitting, "fade_out_frames": fitting})


def moving_on_beats(item: TextItem, draft: Draft, beats: Sequence[int]) -> TextItem:
    """Coming to rest on a beat and leaving on one; where no beat is near, in the usual time."""
    usual = frames_of(draft, DEFAULT_FADE_S)
    shortest, longest = frames_of(draft, _SHORTEST_MOVE_S), frames_of(draft, _LONGEST_MOVE_S)
    most = (item.stop - item.start) // 2

    def taking(lengths: Iterable[int]) -> int:
        fitting = [length for length in lengths if shortest <= length <= longest]
        return min(min(fitting, key=lambda length: abs(length - usual), default=usual), most)

    near = beats[bisect_left(beats, item.start) : bisect_left(beats, item.stop + 1)]
    return item.model_copy(
        update={
            "fade_in_frames": taking(beat - item.start for beat in near),
            "fade_out_frames": taking(item.stop - beat for beat in near),
        }
    )


def colour_called(name: str) -> str:
    """As #rrggbb. Raises EditError for a colour that has no such name."""
    colour = colour_of(name)
    if colour is None:
        raise EditError(f"There is no colour {name!r}; say a name such as gold or teal, or write it as #rrggbb.")
    return colour


def with_texts(draft: Draft, texts: Iterable[TextItem]) -> Draft:
    """In order of time; what starts together stays in the order it was in."""
    ordered = tuple(sorted(texts, key=lambda item: item.start))
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"text": ordered})})


def without(draft: Draft, removed: Iterable[TextItem]) -> Draft:
    """The draft without these items."""
    ids = {item.id for item in removed}
    return with_texts(draft, (item for item in draft.tracks.text if item.id not in ids))


def spans_of(items: Iterable[TextItem]) -> list[FrameRange]:
    return [FrameRange(item.start, item.stop) for item in items]


def touches(item: TextItem, spans: Iterable[FrameRange]) -> bool:
    return any(overlap(FrameRange(item.start, item.stop), span) for span in spans)


def overlap(a: FrameRange, b: FrameRange) -> bool:
    """A span without length is the frame it stands at."""
    return a.start < max(b.stop, b.start + 1) and b.start < a.stop


def place_in_words(place: str) -> str:
    return f"{'in' if place == 'middle' else 'at'} the {place.replace('_', ' ')}"


def lines_in_words(count: int) -> str:
    return f"{count} line" if count == 1 else f"{count} lines"


def hull_in_words(items: Sequence[TextItem], draft: Draft) -> str:
    """From where the first begins to where the last ends."""
    hull = FrameRange(min(item.start for item in items), max(item.stop for item in items))
    return spans_in_words([hull], draft.frame_rate)

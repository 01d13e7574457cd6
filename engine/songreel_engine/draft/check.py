"""The rules of a draft, and the only way to read one: what passes here can be rendered.

Rules: ids are unique; shots and sections tile [0, frames); takes are numbered in order; what a shot or a sound names exists;
sound and text lie inside the film and do not fade for longer than they last; timed words are those of their text, in
order and inside it; transitions are even, fit into both
neighbours and do not overlap. The first shot has nothing before it: it may only come out of black (`fade`), and of that
transition the second half is seen.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Protocol

from pydantic import ValidationError

from songreel_engine.draft.model import SCHEMA, Draft, Shot, TransitionKind
from songreel_engine.draft.upgrade import upgraded
from songreel_engine.errors import DraftError

_WITHOUT_FRAMES: Final[frozenset[TransitionKind]] = frozenset({"cut", "match"})
_FIRST_KINDS: Final[frozenset[TransitionKind]] = frozenset({"cut", "fade"})


class _Span(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def stop(self) -> int: ...


def check_draft(draft: Draft) -> None:
    """Returns for a draft that keeps all rules; raises DraftError with the first that it breaks."""
    for rule in _RULES:
        for complaint in rule(draft):
            raise DraftError(f"The draft cannot be used: {complaint}.")


def read_draft(text: str) -> Draft:
    """The draft that `draft_to_json` wrote, checked. Raises DraftError for anything else, and for a newer schema."""
    try:
        stored = json.loads(text)
    except ValueError as error:
        raise DraftError(f"The draft is not readable as JSON ({error}); restore it or plan it again.") from error
    number = stored.get("schema_number") if isinstance(stored, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise DraftError("This is no songreel draft: it has no schema number; restore it or plan it again.")
    if number > SCHEMA:
        raise DraftError(
            f"The draft was written by a newer songreel (schema {number}, this one reads up to {SCHEMA}); "
            "update songreel."
        )
    try:
        draft = Draft.model_validate_json(text if number == SCHEMA else json.dumps(upgraded(stored)))
    except (ValidationError, ZeroDivisionError) as error:
        raise DraftError(f"The draft is damaged: {_first_fault(error)}; restore it or plan it again.") from error
    check_draft(draft)
    return draft


def _first_fault(error: ValidationError | ZeroDivisionError) -> str:
    if isinstance(error, ZeroDivisionError):
        return "its frame rate divides by zero"
    fault = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in fault["loc"]) or "the whole"
    message = " ".join(fault["msg"].split()).rstrip(".")
    return f"{where}: {message[0].lower()}{message[1:]}"


def _grid(draft: Draft) -> Iterator[str]:
    if draft.frames < 1:
        yield f"it has {draft.frames} frames"
    if draft.frame_rate <= 0:
        yield f"its frame rate is {draft.frame_rate}"


def _ids(draft: Draft) -> Iterator[str]:
    tracks = draft.tracks
    items: Sequence[_Span] = (*draft.sections, *tracks.video, *tracks.audio, *tracks.text)
    ids = Counter([*(s.id for s in draft.scenes), *(m.id for m in draft.media), *(item.id for item in items)])
    for repeated in (id_ for id_, count in ids.items() if count > 1):
        yield f"the id {repeated!r} is used {ids[repeated]} times"


def _tiling(draft: Draft) -> Iterator[str]:
    for what, items in (("shot", draft.shots), ("section", draft.sections)):
        yield from _gaps(what, items, draft.frames)


def _gaps(what: str, items: Sequence[_Span], frames: int) -> Iterator[str]:
    if not items:
        yield f"it has no {what}s"
        return
    if items[0].start != 0:
        yield f"the first {what} starts at frame {items[0].start}, not 0"
    for item in items:
        if item.stop <= item.start:
            yield f"{what} {item.id!r} has no frames ({item.start} to {item.stop})"
    for left, right in pairwise(items):
        if left.stop != right.start:
            yield f"{what} {left.id!r} stops at frame {left.stop} but the next starts at {right.start}"
    if items[-1].stop != frames:
        yield f"the last {what} stops at frame {items[-1].stop}, the film at {frames}"


def _takes(draft: Draft) -> Iterator[str]:
    for shot in draft.shots:
        if [take.number for take in shot.takes] != list(range(1, len(shot.takes) + 1)):
            yield f"the takes of shot {shot.id!r} are not numbered 1, 2, 3 …"
        if shot.take > len(shot.takes):
            yield f"shot {shot.id!r} shows take {shot.take} and has {len(shot.takes)}"


def _references(draft: Draft) -> Iterator[str]:
    scenes, sections = {s.id for s in draft.scenes}, {s.id for s in draft.sections}
    media = {m.id: m.kind for m in draft.media}
    for photo in draft.performer.photos:
        if media.get(photo.media_id) != "image":
            yield f"the performer is shown by {photo.media_id!r}, which is no image of this draft"
    for shot in draft.shots:
        for picture in (take.picture for take in shot.takes):
            if picture.scene_id not in scenes:
                yield f"shot {shot.id!r} plays in a scene {picture.scene_id!r} that does not exist"
            if picture.media_id is not None and media.get(picture.media_id) not in ("image", "footage"):
                yield f"shot {shot.id!r} shows {picture.media_id!r}, which is no image or footage of this draft"
        if shot.section_id not in sections:
            yield f"shot {shot.id!r} belongs to a section {shot.section_id!r} that does not exist"


def _sounds(draft: Draft) -> Iterator[str]:
    sounds = {m.id for m in draft.media if m.kind == "sound"}
    for item in draft.tracks.audio:
        if item.source != "song" and item.source not in sounds:
            yield f"sound {item.id!r} plays {item.source!r}, which is no sound of this draft"
    for kind, items in (("sound", draft.tracks.audio), ("text", draft.tracks.text)):
        for faded in items:
            if faded.fade_in_frames + faded.fade_out_frames > faded.stop - faded.start:
                yield f"{kind} {faded.id!r} fades for longer than it lasts"


def _tracks_inside(draft: Draft) -> Iterator[str]:
    for what, items in (("sound", draft.tracks.audio), ("text", draft.tracks.text)):
        for item in items:
            if not 0 <= item.start < item.stop <= draft.frames:
                yield f"{what} {item.id!r} runs from frame {item.start} to {item.stop} in a film of {draft.frames}"


def _sung_words(draft: Draft) -> Iterator[str]:
    for item in draft.tracks.text:
        if item.words and "".join(word.text for word in item.words) != "".join(item.text.split()):
            yield f"the timed words of text {item.id!r} are not the words of its text"
        if any(later.start < word.start for word, later in pairwise(item.words)):
            yield f"the words of text {item.id!r} do not follow each other"
        for word in item.words:
            if not item.start <= word.start < word.stop <= item.stop:
                yield f"a word of text {item.id!r} is sung from frame {word.start} to {word.stop}, outside its text"


def _beats(draft: Draft) -> Iterator[str]:
    for shot in draft.shots:
        if shot.on_beat != (shot.off_beat_reason is None):
            yield f"shot {shot.id!r} must either be on the beat or say why it is not"


def _transitions(draft: Draft) -> Iterator[str]:
    for shot in draft.shots:
        kind, length = shot.transition_in, shot.transition_frames
        if length % 2:
            yield f"the {kind} into shot {shot.id!r} has {length} frames; give it an even number"
        if (kind in _WITHOUT_FRAMES) != (length == 0):
            yield f"the {kind} into shot {shot.id!r} cannot have {length} frames"
    first = draft.shots[0]
    if first.transition_in not in _FIRST_KINDS:
        yield f"the first shot has nothing before it to {first.transition_in} from; use cut or fade"
    for shot, following in zip(draft.shots, [*draft.shots[1:], None], strict=True):
        if _taken(shot, following) > shot.stop - shot.start:
            yield f"the transitions at shot {shot.id!r} are longer than the shot; shorten them or the shots beside it"


def _taken(shot: Shot, following: Shot | None) -> int:
    """Frames of the shot that its two transitions cover."""
    return shot.transition_frames // 2 + (following.transition_frames // 2 if following is not None else 0)


_RULES: tuple[Callable[[Draft], Iterator[str]], ...] = (
    _grid, _ids, _tiling, _takes, _references, _tracks_inside, _sounds, _sung_words, _beats, _transitions,
)  # fmt: skip
"""In this order: a later rule may rely on the earlier ones."""

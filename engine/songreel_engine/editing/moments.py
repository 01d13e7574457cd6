"""Which moment of the user's footage a shot shows: the best one for a new shot, or another than the one it shows."""

from collections.abc import Callable, Sequence
from typing import Final

from songreel_engine.draft.edits import Moment
from songreel_engine.draft.model import Draft, Media, Picture, Shot
from songreel_engine.draft.words import clock
from songreel_engine.editing.cuts import cut_in_two, places_for_cut, room_for_cut
from songreel_engine.editing.material import WHOLE_FILM, Edited, Material, Part
from songreel_engine.editing.parts import listed, shots_in_words
from songreel_engine.editing.takes import as_sentence, taken, unlocked, with_shots, with_some_shots
from songreel_engine.errors import EditError
from songreel_engine.rendering.footage.moments import Span, best_moment
from songreel_engine.rendering.footage.timing import played, turns_needed
from songreel_engine.timebase import FrameRange, seconds_to_frame

_NEARLY_S: Final = 0.05
"""Moments closer than this are the same one."""


def moment(draft: Draft, part: Part, changes: Moment, material: Material) -> Edited:
    """The part's footage from another moment of its file; without a part named, all footage in the film.

    Raises EditError where no footage is shown there, all of it is locked, or a time lies past the file's end.
    """
    if (changes.which is None) == (changes.at_s is None):
        raise EditError(
            "Say which moment of the footage to show: a time in it, or later, earlier, another, first or last."
        )
    open_, notes = unlocked(draft, _with_footage(draft, part, changes.source), part.words)
    films = {media.id: media for media in draft.media}
    changed: dict[int, Shot] = {}
    stayed: list[int] = []
    for index in open_:
        shot = draft.shots[index]
        media = films[str(shot.picture.media_id)]
        now_s = _shown_span(draft, index, media).start_s
        start_s = _start(with_some_shots(draft, changed), index, media, changes, material)
        if start_s is None or abs(start_s - now_s) < _NEARLY_S:
            stayed.append(index)
            continue
        picture = shot.picture.model_copy(update={"media_start_s": start_s})
        changed[index] = taken(shot, picture, material.version)
    if not changed:
        wanted = "other" if changes.which in (None, "another") else changes.which
        return Edited(draft=draft, said=f"Nothing changes in {part.words}: there is no {wanted} moment.", notes=notes)
    if stayed:
        notes = (*notes, f"{as_sentence(shots_in_words(stayed))} stayed: there is no other such moment.")
    said = listed([_told(draft, index, shot, films) for index, shot in changed.items()])
    return Edited(draft=with_some_shots(draft, changed), said=f"{as_sentence(said)}.", notes=notes)


def best_start(draft: Draft, media: Media, span: FrameRange, material: Material) -> float | None:
    """Where in the footage a shot over `span` begins best, showing nothing that the film shows; None for the beginning."""
    if media.kind != "footage" or (looks := material.moments_of(media)) is None:
        return None
    lasts_s = float(len(span) / draft.frame_rate)
    seen = [other for index, other in _seen(draft, media) if not _within(draft.shots[index], span)]
    # Where every moment was seen, the best is seen again, rather than nothing.
    energy = material.energy_of(span)
    found = best_moment(looks, lasts_s, energy=energy, taken=seen) or best_moment(looks, lasts_s, energy=energy)
    return None if found is None else found[0]


def cut_to_length(draft: Draft, indices: Sequence[int], media: Media, material: Material) -> tuple[Draft, list[int]]:
    """The draft with the shots cut on beats until the footage fills each, and the indices of all their pieces.

    A shot without a beat to be cut on stays whole.
    """
    shots = list(draft.shots)
    pieces: list[int] = []
    waiting = [shots[index].id for index in indices]
    while waiting:
        index = next(i for i, shot in enumerate(shots) if shot.id == waiting[0])
        turns = turns_needed(media.duration_s, float((shots[index].stop - shots[index].start) / draft.frame_rate))
        places = places_for_cut(room_for_cut(shots, index), material) if turns > 1 else []
        if not places:
            pieces.append(index)
            waiting.pop(0)
            continue
        ideal = shots[index].start + (shots[index].stop - shots[index].start) / turns
        frame = min(places, key=lambda place: abs(place - ideal))
        shots = cut_in_two(draft, shots, index, frame, material)
        waiting.insert(1, shots[index + 1].id)
        if turns_needed(media.duration_s, float((frame - shots[index].start) / draft.frame_rate)) > 1:
            # No beat is early enough: this piece repeats itself, the rest is cut on.
            pieces.append(index)
            waiting.pop(0)
    kept = {shots[index].id for index in pieces}
    return with_shots(draft, shots), [index for index, shot in enumerate(shots) if shot.id in kept]


def _with_footage(draft: Draft, part: Part, source: str | None) -> list[int]:
    """The part's shots that show footage, of one file where it is named. Raises EditError where there are none."""
    films = {media.id: media.name for media in draft.media if media.kind == "footage"}
    if source is not None:
        asked = source.casefold()
        films = {id_: name for id_, name in films.items() if asked in (name.casefold(), _stem(name), id_)}
    found = [index for index in part.shots if draft.shots[index].picture.media_id in films]
    if not found:
        what = source or "footage of yours"
        where = "the film" if part.words == WHOLE_FILM else part.words
        raise EditError(f"There is no {what} in {where}; put some in first, as in “use beach.mp4 in the chorus”.")
    return found


def _stem(name: str) -> str:
    return name.casefold().rpartition(".")[0]


def _start(draft: Draft, index: int, media: Media, changes: Moment, material: Material) -> float | None:
    """Seconds in the footage; None where there is no such moment."""
    span = _shown_span(draft, index, media)
    latest_s = max(0.0, media.duration_s - (span.stop_s - span.start_s))
    if changes.at_s is not None:
        if changes.at_s >= media.duration_s > 0:
            raise EditError(f"{media.name} lasts {media.duration_s:.1f} s; name a time in it.")
        return round(min(changes.at_s, latest_s), 3)
    if changes.which in _ENDS:
        return round(_ENDS[changes.which](latest_s), 3)
    looks = material.moments_of(media)
    among = _AMONG[str(changes.which)](span, media.duration_s)
    if looks is None:
        return _beside(span, among, latest_s)
    shot = draft.shots[index]
    energy = material.energy_of(FrameRange(shot.start, shot.stop))
    taken_ = [span, *(other for at, other in _seen(draft, media) if at != index)]
    found = best_moment(looks, span.stop_s - span.start_s, energy=energy, taken=taken_, among=among)
    if found is None:
        found = best_moment(looks, span.stop_s - span.start_s, energy=energy, taken=[span], among=among)
    return None if found is None else found[0]


_ENDS: Final[dict[str | None, Callable[[float], float]]] = {
    "first": lambda latest_s: 0.0,
    "last": lambda latest_s: latest_s,
}
_AMONG: Final[dict[str, Callable[[Span, float], Span]]] = {
    "later": lambda span, length_s: Span(span.stop_s, length_s),
    "earlier": lambda span, length_s: Span(0.0, span.start_s),
    "another": lambda span, length_s: Span(0.0, length_s),
}
"""Within which the other moment is looked for."""


def _beside(span: Span, among: Span, latest_s: float) -> float | None:
    """Without looks at the footage: the stretch that follows, else the one that goes before, within `among`."""
    lasts_s = span.stop_s - span.start_s
    for start_s in (span.stop_s, span.start_s - lasts_s):
        if among.start_s <= start_s <= min(latest_s, among.stop_s - lasts_s):
            return round(start_s, 3)
    return None


def _shown_span(draft: Draft, index: int, media: Media) -> Span:
    """What of the footage the shot shows; its transitions, which show a little more, aside."""
    shot = draft.shots[index]
    lasts_s = float((shot.stop - shot.start) / draft.frame_rate)
    start_s, speed = played(media.duration_s, shot.picture.media_start_s or 0.0, lasts_s)
    return Span(start_s, start_s + lasts_s * speed)


def _seen(draft: Draft, media: Media) -> list[tuple[int, Span]]:
    """Shots, by index, that show the footage, and what of it."""
    return [
        (index, _shown_span(draft, index, media))
        for index, shot in enumerate(draft.shots)
        if shot.picture.media_id == media.id
    ]


def _within(shot: Shot, span: FrameRange) -> bool:
    return span.start <= shot.start and shot.stop <= span.stop


def _told(draft: Draft, index: int, shot: Shot, films: dict[str, Media]) -> str:
    media = films[str(shot.picture.media_id)]
    was, now = (_clock(draft, picture) for picture in (draft.shots[index].picture, shot.picture))
    return f"{shots_in_words([index])} shows {media.name} {was} → {now}"


def _clock(draft: Draft, picture: Picture) -> str:
    return f"from its {clock(seconds_to_frame(picture.media_start_s or 0.0, draft.frame_rate), draft.frame_rate)}"

"""A new shot put into the film: a file of the user's, or another view of what is there.

It takes its time from the shots that were there, from cut to cut on beats, so the film keeps its length.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from songreel_engine.draft.edits import Insert
from songreel_engine.draft.model import Draft, Media, Picture, Shot, Take
from songreel_engine.draft.words import clock
from songreel_engine.editing.cuts import (
    SHORTEST_FRAMES,
    another_view,
    cut_of,
    half_out,
    places_for_cut,
    plain_cut,
    room_for_cut,
)
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.moments import best_start, cut_to_length
from songreel_engine.editing.parts import covers_all, listed, shots_in_words
from songreel_engine.editing.structure import named_by_number
from songreel_engine.editing.takes import as_sentence, open_shots, taken, with_shots, with_some_shots
from songreel_engine.errors import EditError
from songreel_engine.timebase import FrameRange, seconds_to_frame

LASTS_S: Final = 2.0
"""How long a new shot is where nothing is said."""
_FOOTAGE_LASTS_S: Final = 4.0
"""And footage, where it is not shorter itself."""


_NEARLY: Final = 0.8
"""A new shot this much of what was asked passes without a word: it went to the beat."""


class _Gap(NamedTuple):
    """Where the new shot goes: from one possible cut to another."""

    start: int
    stop: int


def insert(draft: Draft, part: Part, changes: Insert, material: Material) -> Edited:
    """A new shot where each of the part's spans starts or at `at_s`; a file for numbered shots is shown in these instead.

    Raises EditError where no place is named, the file is not the user's, or the place is locked or too short.
    """
    media = None if changes.kind == "shot" else _file(draft, changes, material)
    if changes.at_s is None and covers_all(draft, part) and len(draft.shots) > 1:
        raise EditError("Say where to put it: at a time, in a section, or in a shot.")
    if media is not None:
        draft = _with_media(draft, media)
        if changes.at_s is None and changes.duration_s is None and named_by_number(draft, part):
            return _shown_in(draft, part, changes, media, material)
    placed, notes = [], []
    for wanted in reversed(_wanted_times(draft, part, changes, media)):
        gap = _gap(draft, wanted, material)
        covered = [i for i, shot in enumerate(draft.shots) if gap.start <= shot.start and shot.stop <= gap.stop]
        if covered:
            notes.append(f"{as_sentence(shots_in_words(covered))} made way for it.")
        draft = _opened(draft, gap, changes, media, material)
        placed.append(gap)
        notes += _notes(draft, gap, wanted, media, material)
    what = media.name if media is not None else "a new shot"
    where = listed([f"{clock(g.start, draft.frame_rate)} to {clock(g.stop, draft.frame_rate)}" for g in placed[::-1]])
    return Edited(draft=draft, said=f"Put in {what} from {where}.", notes=tuple(notes))


def _file(draft: Draft, changes: Insert, material: Material) -> Media:
    """The image or footage that is meant. Raises EditError, naming those there are, where none or several could be."""
    known = {media.id: media for media in (*draft.media, *material.media) if media.kind != "sound"}
    there_are = sorted({media.name for media in known.values()})
    choices = (
        f"this project has {listed(there_are)}"
        if there_are
        else "this project has no image or footage; add a file first"
    )
    if changes.source is None:
        fitting = [media for media in known.values() if media.kind == changes.kind]
        if len(fitting) == 1:
            return fitting[0]
        raise EditError(f"Say which file to put in: {choices}.")
    asked = " ".join(changes.source.split()).casefold()
    found = [m for m in known.values() if asked in (m.id.casefold(), m.name.casefold())] or [
        m for m in known.values() if asked == m.name.casefold().rpartition(".")[0]
    ]
    if not found:
        raise EditError(f"There is no image or footage {changes.source!r}: {choices}.")
    return found[-1]


def _with_media(draft: Draft, media: Media) -> Draft:
    return draft if media in draft.media else draft.model_copy(update={"media": (*draft.media, media)})


def _shown_in(draft: Draft, part: Part, changes: Insert, media: Media, material: Material) -> Edited:
    open_, notes = open_shots(draft, part)
    said = f"{as_sentence(shots_in_words(open_))} {'shows' if len(open_) == 1 else 'show'} {media.name}."
    draft, pieces = cut_to_length(draft, open_, media, material) if media.kind == "footage" else (draft, list(open_))
    if len(pieces) > len(open_):
        notes = (
            *notes,
            f"{media.name} is short: it is cut on beats into {len(pieces)} shots, so that it never stands still.",
        )
    for index in pieces:
        shot = draft.shots[index]
        start_s = best_start(draft, media, FrameRange(shot.start, shot.stop), material)
        picture = _picture_of(media, shot.picture, changes, start_s)
        draft = with_some_shots(draft, {index: taken(shot, picture, material.version)})
    return Edited(draft=draft, said=said, notes=notes)


def _picture_of(media: Media, like: Picture, changes: Insert, start_s: float | None) -> Picture:
    shown = {"media_id": media.id, "media_start_s": start_s, "pose": None, "prompt": changes.prompt or media.name}
    return like.model_copy(update=shown)


def _wanted_times(draft: Draft, part: Part, changes: Insert, media: Media | None) -> list[FrameRange]:
    """When the new shots would start and stop if cuts could stand anywhere."""
    length = _length(draft, changes, media)
    if changes.at_s is not None:
        starts = [seconds_to_frame(changes.at_s, draft.frame_rate)]
    elif named_by_number(draft, part):
        # Into the shot, not over it: its second half.
        starts = [(draft.shots[i].start + draft.shots[i].stop) // 2 for i in part.shots]
    else:
        said = [span for span in part.spans if not part.sections and len(span) >= SHORTEST_FRAMES]
        if said and changes.duration_s is None:
            return said
        starts = [span.start for span in part.spans]
    late = [start for start in starts if start >= draft.frames]
    if late:
        raise EditError(
            f"There is nothing at {clock(late[0], draft.frame_rate)}: this film ends at "
            f"{clock(draft.frames, draft.frame_rate)}."
        )
    return [FrameRange(start, start + length) for start in starts]


def _length(draft: Draft, changes: Insert, media: Media | None) -> int:
    length_s = LASTS_S if changes.duration_s is None else changes.duration_s
    if changes.duration_s is None and media is not None and media.kind == "footage":
        length_s = min(_FOOTAGE_LASTS_S, media.duration_s or _FOOTAGE_LASTS_S)
    return max(SHORTEST_FRAMES, seconds_to_frame(length_s, draft.frame_rate))


def _gap(draft: Draft, wanted: FrameRange, material: Material) -> _Gap:
    """The cuts nearest to what is wanted, in one section, over no locked shot, far enough from each other."""
    shots = draft.shots
    host = next(i for i, shot in enumerate(shots) if shot.start <= wanted.start < shot.stop)
    starts, stops = [], []
    for index in range(host, _last_open(draft, host) + 1):
        inner = places_for_cut(room_for_cut(shots, index), material)
        starts += [shots[index].start, *inner]
        stops += [shots[index].stop, *inner]
    hosted = [frame for frame in starts if shots[host].start <= frame < shots[host].stop]
    for start in sorted(hosted, key=lambda frame: abs(frame - wanted.start)):
        fitting = [stop for stop in stops if stop - start >= _needed(shots, start, stop)]
        if fitting:
            stop = min(fitting, key=lambda frame: abs(frame - (start + len(wanted))))
            return _Gap(start, stop)
    raise EditError(
        f"There is no room for another shot at {clock(wanted.start, draft.frame_rate)}; name another place."
    )


def _last_open(draft: Draft, host: int) -> int:
    """How far the new shot may reach: unlocked shots of the host's section. Raises EditError for a locked host."""
    if draft.shots[host].locked:
        raise EditError(f"Shot {host + 1} is locked; say “unlock shot {host + 1}” first.")
    last = host
    while (
        last + 1 < len(draft.shots)
        and not draft.shots[last + 1].locked
        and draft.shots[last + 1].section_id == draft.shots[host].section_id
    ):
        last += 1
    return last


def _needed(shots: Sequence[Shot], start: int, stop: int) -> int:
    """Frames that a shot from here to there must have, for the transitions of the cuts it takes over."""
    leading = next((shot.transition_frames // 2 for shot in shots if shot.start == start), 0)
    trailing = next((half_out(shots, index) for index, shot in enumerate(shots) if shot.stop == stop), 0)
    return max(SHORTEST_FRAMES, leading + trailing)


def _opened(draft: Draft, gap: _Gap, changes: Insert, media: Media | None, material: Material) -> Draft:
    """The draft with the new shot in the gap; what it covers is gone, what it cuts is shorter."""
    shots: list[Shot] = []
    host = next(index for index, shot in enumerate(draft.shots) if shot.start <= gap.start < shot.stop)
    new = _new_shot(draft, host, gap, changes, media, material)
    for shot in draft.shots:
        if shot.stop <= gap.start or shot.start >= gap.stop:
            shots.append(shot)
            continue
        if shot.start < gap.start:
            shots.append(shot.model_copy(update={"stop": gap.start}))
        if shot is draft.shots[host]:
            shots.append(new)
        if shot.stop > gap.stop:
            rest = shot.model_copy(update=plain_cut(gap.stop, material))
            shots.append(rest.model_copy(update={"id": material.new_id()}) if shot.start < gap.start else rest)
    return with_shots(draft, shots)


def _new_shot(draft: Draft, host: int, gap: _Gap, changes: Insert, media: Media | None, material: Material) -> Shot:
    shot = draft.shots[host]
    if media is not None:
        start_s = best_start(draft, media, FrameRange(gap.start, gap.stop), material)
        picture = _picture_of(media, shot.picture, changes, start_s)
    else:
        following = next((other for other in draft.shots if other.stop > gap.stop), None)
        picture = another_view(draft, draft.shots, shot, following, gap.start)
        words = " ".join((changes.prompt or "").split()).rstrip(".")
        if words:
            picture = picture.model_copy(update={"prompt": f"{words}. {picture.prompt}"})
    cut = cut_of(shot) if gap.start == shot.start else plain_cut(gap.start, material)
    return Shot.model_validate(
        {
            "id": material.new_id(),
            "section_id": shot.section_id,
            "stop": gap.stop,
            "takes": (Take(number=1, version=material.version, picture=picture),),
            **cut,
        }
    )


def _notes(draft: Draft, gap: _Gap, wanted: FrameRange, media: Media | None, material: Material) -> list[str]:
    notes = []
    if gap.stop - gap.start < _NEARLY * len(wanted):
        notes.append(f"There was room for {(gap.stop - gap.start) / float(draft.frame_rate):.1f} s only.")
    if media is not None and media.kind == "footage" and media.duration_s * draft.frame_rate < gap.stop - gap.start:
        notes.append(f"{media.name} is shorter than its shot, so it runs slower.")
    if material.beats and any(not shot.on_beat for shot in draft.shots if shot.start and shot.start in gap):
        notes.append("A cut of the new shot stands off the beat.")
    return notes

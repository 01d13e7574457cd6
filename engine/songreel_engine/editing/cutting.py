"""Edits of where the film is cut: faster or slower, a cut elsewhere, a shot in two, shots in one, a shot away.

The film keeps its length and every other cut its place; a section keeps the cut that it starts with.
"""

from collections.abc import Sequence

from songreel_engine.draft.edits import MoveCut, NoChanges, Pace, Split
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.draft.words import clock
from songreel_engine.editing.cuts import (
    cut_in_two,
    cut_of,
    facts_of_cut,
    fewest_frames,
    places_for_cut,
    room_for_cut,
)
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.parts import covers_all, listed, runs_of, shots_in_words
from songreel_engine.editing.takes import as_sentence, open_shots, with_shots
from songreel_engine.errors import EditError
from songreel_engine.timebase import seconds_to_frame

_DOWNBEAT_FAVOUR = 1.5
"""A downbeat is worth a place this much farther from the middle, and is this much dearer to lose."""


def pace(draft: Draft, part: Part, changes: Pace, material: Material) -> Edited:
    """The part cut so many times as fast, section by section; new cuts stand on beats, shots that go leave theirs behind."""
    open_, notes = open_shots(draft, part)
    shots = list(draft.shots)
    short: list[int] = []
    # From the end, so that the indices of what is still to come stay true.
    for run in reversed(_runs_in_sections(draft, open_)):
        wanted = _wanted_count(len(run), changes.factor)
        before = len(shots)
        if wanted > len(run):
            shots = _cut_faster(draft, shots, run, wanted, material)
        else:
            shots = _cut_slower(shots, run, wanted, material)
        if len(shots) - before != wanted - len(run):
            short += run
    if short:
        why = "there are no more beats to cut on" if material.beats else "shots would be too short to see"
        notes = (*notes, f"{as_sentence(shots_in_words(short))} could not be cut as often as asked: {why}.")
    count = len(part.shots)
    after = count + len(shots) - len(draft.shots)
    if after == count:
        return Edited(draft=draft, said=f"Nothing changes in {part.words}: {_shots(count)} as before.", notes=notes)
    manner = "faster" if after > count else "slower"
    said = f"Cut {part.words} {manner}: {_shots(count)} → {after}."
    return Edited(draft=with_shots(draft, shots), said=said, notes=notes)


def move_cut(draft: Draft, part: Part, changes: MoveCut, material: Material) -> Edited:
    """The cut into the part's shot on another beat; only the two shots beside it change.

    Raises EditError where one of them is locked or would become too short.
    """
    if sum(change is not None for change in (changes.to_s, changes.by_s, changes.by_beats)) != 1:
        raise EditError("Say where the cut goes: to a time, or by seconds, or by beats.")
    index = _cut_meant(draft, part)
    shots, start = list(draft.shots), draft.shots[index].start
    for beside in (index - 1, index):
        if shots[beside].locked:
            raise EditError(f"Shot {beside + 1} is locked; say “unlock shot {beside + 1}” first.")
    frame = _cut_goes_to(draft, start, changes, material)
    first = shots[index - 1].start + fewest_frames(shots, index - 1)
    last = shots[index].stop - fewest_frames(shots, index)
    if frame != start and not first <= frame <= last:
        shorter = index if frame < first else index + 1
        between = (
            f"it can go from {_at(draft, first)} to {_at(draft, last)}" if first <= last else "it has no room to move"
        )
        raise EditError(f"The cut cannot go to {_at(draft, frame)}: shot {shorter} would be too short; {between}.")
    if frame == start:
        return Edited(draft=draft, said=f"Nothing changes: the cut into shot {index + 1} is on that beat already.")
    shots[index - 1] = shots[index - 1].model_copy(update={"stop": frame})
    shots[index] = shots[index].model_copy(update={"start": frame, **facts_of_cut(frame, material)})
    notes = () if frame in material.beats else ("There is no beat to go to: the cut stands off the beat.",)
    said = f"Moved the cut into shot {index + 1}: {_at(draft, start)} → {_at(draft, frame)}."
    return Edited(draft=with_shots(draft, shots), said=said, notes=notes)


def split(draft: Draft, part: Part, changes: Split, material: Material) -> Edited:
    """The part's shots in two, each on the beat nearest its middle, or the one shot that is on at `at_s` there.

    Raises EditError where no shot is long enough, and for the whole film.
    """
    if changes.at_s is None and covers_all(draft, part) and len(draft.shots) > 1:
        raise EditError("Say which shot to split, or where; to cut the whole film up, ask for faster cuts.")
    indices, at = _shots_to_split(draft, part, changes)
    chosen = Part(shots=indices, spans=part.spans, sections=(), words=shots_in_words(indices))
    open_, notes = open_shots(draft, chosen)
    shots, frames, whole = list(draft.shots), [], []
    for index in reversed(open_):
        room = room_for_cut(shots, index)
        if not room:
            whole.append(index)
            continue
        frame = _split_frame(at if at is not None else (shots[index].start + shots[index].stop) // 2, room, material)
        shots = cut_in_two(draft, shots, index, frame, material)
        frames.append(frame)
    if not frames:
        raise EditError(f"{as_sentence(shots_in_words(open_))} cannot be split: its halves would be too short to see.")
    if whole:
        notes = (*notes, f"{as_sentence(shots_in_words(whole))} stayed whole: too short to split.")
    if any(frame not in material.beats for frame in frames):
        notes = (*notes, "No beat is near: the cut stands off the beat.")
    cut = [i for i in open_ if i not in whole]
    places = listed([_at(draft, frame) for frame in reversed(frames)])
    return Edited(draft=with_shots(draft, shots), said=f"Split {shots_in_words(cut)} at {places}.", notes=notes)


def merge(draft: Draft, part: Part, changes: NoChanges, material: Material) -> Edited:
    """The part's shots that follow each other as one, which shows what the first showed.

    Raises EditError where no two of them are side by side, and for the whole film.
    """
    if covers_all(draft, part):
        raise EditError("Say which shots to merge, such as shots 5 and 6; a film of one shot has no cuts.")
    open_, notes = open_shots(draft, part)
    runs = _runs_in_sections(draft, open_) if part.sections else runs_of(open_)
    runs = [run for run in runs if len(run) > 1]
    if not runs:
        raise EditError(
            f"Merging takes two shots side by side: {shots_in_words(part.shots)} "
            f"{'is one' if len(part.shots) == 1 else 'are not'}; name neighbours, such as {_neighbours(draft, part)}."
        )
    shots = list(draft.shots)
    for run in reversed(runs):
        shots[run[0] : run[-1] + 1] = [shots[run[0]].model_copy(update={"stop": shots[run[-1]].stop})]
    merged = listed([shots_in_words(run) for run in runs])
    return Edited(draft=with_shots(draft, shots), said=f"Merged {merged}: each is one shot now.", notes=notes)


def remove(draft: Draft, part: Part, changes: NoChanges, material: Material) -> Edited:
    """Without the part's shots; a neighbour, of the same section if it can be, takes their time.

    Raises EditError for a whole section or film, which last as long as the song, and where both neighbours are locked.
    """
    if covers_all(draft, part) or part.sections:
        raise EditError(
            f"The film lasts as long as the song, so {part.words} cannot be taken out; name shots to remove, "
            "or change what it shows."
        )
    open_, notes = open_shots(draft, part)
    shots, takers = list(draft.shots), []
    for run in reversed(runs_of(open_)):
        taker = _taker(shots, run)
        first, last = shots[run[0]], shots[run[-1]]
        longer = {"stop": last.stop} if taker < run[0] else cut_of(first)
        shots[taker] = shots[taker].model_copy(update=longer)
        takers.append(shots[taker].id)
        del shots[run[0] : run[-1] + 1]
    longer_now = [index for index, shot in enumerate(shots) if shot.id in takers]
    lasts = "lasts" if len(longer_now) == 1 else "last"
    said = f"Removed {shots_in_words(open_)}; what is now {shots_in_words(longer_now)} {lasts} longer instead."
    return Edited(draft=with_shots(draft, shots), said=said, notes=notes)


def _runs_in_sections(draft: Draft, indices: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for run in runs_of(indices):
        for index in run:
            if index != run[0] and draft.shots[index].section_id == draft.shots[index - 1].section_id:
                runs[-1].append(index)
            else:
                runs.append([index])
    return runs


def _wanted_count(count: int, factor: float) -> int:
    """At least one more or less than before, where the factor is not 1; at least one."""
    wanted = round(count * factor)
    if factor > 1.0:
        return max(count + 1, wanted)
    return max(1, min(count - 1, wanted)) if factor < 1.0 else count


def _cut_faster(draft: Draft, shots: list[Shot], run: Sequence[int], wanted: int, material: Material) -> list[Shot]:
    """Cuts the longest shot of the run in two, again and again."""
    stop = run[-1] + 1
    downbeats = set(material.downbeats)
    while stop - run[0] < wanted:
        for index in sorted(range(run[0], stop), key=lambda i: shots[i].start - shots[i].stop):
            places = places_for_cut(room_for_cut(shots, index), material)
            if places:
                break
        else:
            return shots
        middle = (shots[index].start + shots[index].stop) / 2

        def distance(frame: int, middle: float = middle) -> float:
            return abs(frame - middle) * (1.0 if frame in downbeats else _DOWNBEAT_FAVOUR)

        shots = cut_in_two(draft, shots, index, min(places, key=distance), material)
        stop += 1
    return shots


def _cut_slower(shots: list[Shot], run: Sequence[int], wanted: int, material: Material) -> list[Shot]:
    """Takes away the cut between the two shots that are shortest together, again and again."""
    shots, stop = list(shots), run[-1] + 1
    downbeats = set(material.downbeats)
    while stop - run[0] > wanted:

        def loss(index: int) -> float:
            together = shots[index].stop - shots[index - 1].start
            return together * (_DOWNBEAT_FAVOUR if shots[index].start in downbeats else 1.0)

        index = min(range(run[0] + 1, stop), key=loss)
        shots[index - 1 : index + 1] = [shots[index - 1].model_copy(update={"stop": shots[index].stop})]
        stop -= 1
    return shots


def _cut_meant(draft: Draft, part: Part) -> int:
    """The shot whose cut is meant: the one nearest to where the part starts."""
    if covers_all(draft, part):
        raise EditError("Say which cut to move: the shot it leads into, or about when it is.")
    wanted = part.spans[0].start
    if wanted < draft.shots[0].stop // 2 or len(draft.shots) == 1:
        raise EditError("The film's first shot has no cut before it; name another shot.")
    return min(range(1, len(draft.shots)), key=lambda i: abs(draft.shots[i].start - wanted))


def _cut_goes_to(draft: Draft, start: int, changes: MoveCut, material: Material) -> int:
    beats = material.beats
    if changes.by_beats is not None:
        if not beats:
            raise EditError("No beat was found in this song; say by how many seconds the cut moves.")
        onwards = [b for b in beats if b > start] if changes.by_beats > 0 else [b for b in beats[::-1] if b < start]
        steps = abs(changes.by_beats)
        if steps == 0:
            return start
        if len(onwards) < steps:
            raise EditError(f"There are only {len(onwards)} beats on that side of the cut at {_at(draft, start)}.")
        return onwards[steps - 1]
    by_s = changes.by_s or 0.0
    wanted = (
        seconds_to_frame(changes.to_s, draft.frame_rate)
        if changes.to_s is not None
        else start + seconds_to_frame(by_s, draft.frame_rate)
    )
    # Asked to move, a cut goes a beat at least, however short the way.
    side = [b for b in beats if (b > start if by_s > 0 else b < start)] if by_s else list(beats)
    return min(side, key=lambda beat: abs(beat - wanted), default=max(0, wanted))


def _shots_to_split(draft: Draft, part: Part, changes: Split) -> tuple[tuple[int, ...], int | None]:
    """(indices, the frame that was asked for)."""
    if changes.at_s is None:
        if len(part.spans) == 1 and not len(part.spans[0]):
            return part.shots, part.spans[0].start
        return part.shots, None
    frame = seconds_to_frame(changes.at_s, draft.frame_rate)
    if not 0 <= frame < draft.frames:
        raise EditError(f"There is nothing at {_at(draft, frame)}: this film ends at {_at(draft, draft.frames)}.")
    return tuple(i for i, shot in enumerate(draft.shots) if shot.start <= frame < shot.stop), frame


def _split_frame(wanted: int, room: range, material: Material) -> int:
    places = places_for_cut(room, material) or list(room)
    return min(places, key=lambda frame: abs(frame - wanted))


def _taker(shots: Sequence[Shot], run: Sequence[int]) -> int:
    """Who takes the time of the shots that go: the one before in their section, else the one after, else any beside."""
    before, after = run[0] - 1, run[-1] + 1
    section = shots[run[0]].section_id
    beside = [index for index in (before, after) if 0 <= index < len(shots)]
    free = [index for index in beside if not shots[index].locked]
    if not free:
        raise EditError(
            f"{as_sentence(shots_in_words(run))} cannot go: what is beside it is locked and cannot take its time; "
            f"say “unlock {shots_in_words(beside)}” first."
        )
    at_home = [index for index in free if shots[index].section_id == section]
    return (at_home or free)[0]


def _neighbours(draft: Draft, part: Part) -> str:
    index = part.shots[0]
    return shots_in_words([index, index + 1] if index + 1 < len(draft.shots) else [index - 1, index])


def _at(draft: Draft, frame: int) -> str:
    return clock(frame, draft.frame_rate)


def _shots(count: int) -> str:
    return f"{count} shot{'' if count == 1 else 's'}"

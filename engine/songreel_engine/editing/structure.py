"""Edits of what stands where: shots in another order, transitions, the film's shape, sections' names.

Shots that change places leave the cuts where they are: what moves is the shot's pictures, lock and id, what stays is its
time, its section, its beat and its transition. Locked shots keep their places.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from songreel_engine.draft.edits import Canvas, NoChanges, RenameSection, Reorder, TransitionChange
from songreel_engine.draft.model import Draft, Shot, TransitionKind
from songreel_engine.editing.cuts import cut_of, half_out
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.parts import base_label, covers_all, find_part, listed, runs_of, shots_in_words
from songreel_engine.editing.takes import as_sentence, open_shots, unlocked, with_shots, with_some_shots
from songreel_engine.errors import EditError
from songreel_engine.timebase import FrameRange, frame_to_seconds, seconds_to_frame

_LASTS_S: Final[dict[TransitionKind, float]] = {
    "cut": 0.0, "match": 0.0, "whip": 0.25, "dip": 0.4, "dissolve": 0.5, "fade": 0.5, "light_leak": 0.5,
}  # fmt: skip
"""How long each likes to be where nothing is said."""


def reorder(draft: Draft, part: Part, changes: Reorder, material: Material) -> Edited:
    """The part's shots earlier or later; the others close up, and all cuts stay on their beats.

    Raises EditError where it is not said where to, or the part is the whole film.
    """
    asked = changes.model_dump(exclude_none=True)
    if len(asked) != 1:
        raise EditError("Say where it goes: before or after another part, to a time, or by how many places.")
    if covers_all(draft, part):
        raise EditError("Say which shots to move: the whole film has nowhere to go.")
    moved, notes = open_shots(draft, part)
    free = [index for index, shot in enumerate(draft.shots) if not shot.locked]
    rest = [index for index in free if index not in moved]
    at, where = _destination(draft, part, changes, moved, free)
    order = [*rest[:at], *moved, *rest[at:]]
    if order == free:
        return Edited(draft=draft, said=f"Nothing changes: {part.words} is there already.", notes=notes)
    slots = {slot: _placed(draft.shots[content], draft.shots[slot]) for slot, content in zip(free, order, strict=True)}
    now = shots_in_words([slot for slot, content in zip(free, order, strict=True) if content in moved])
    said = f"Moved {shots_in_words(moved)} {where}: now {now}; the cuts stayed on their beats."
    return Edited(draft=with_some_shots(draft, slots), said=said, notes=notes)


def swap(draft: Draft, part: Part, changes: NoChanges, material: Material) -> Edited:
    """Two parts in each other's place. Where one has more shots, the other's fill it in order, again from the first.

    Raises EditError where the part is not two.
    """
    _, notes = open_shots(draft, part)
    slots: dict[int, Shot] = {}
    swapped = []
    for pair in _pairs(draft, part):
        first, second = (unlocked(draft, group, shots_in_words(group))[0] for group in pair)
        slots |= _filled(draft, first, second, material) | _filled(draft, second, first, material)
        swapped.append(f"{shots_in_words(first)} with {shots_in_words(second)}")
        shorter, longer = sorted((first, second), key=len)
        if len(shorter) != len(longer):
            notes = (
                *notes,
                f"The parts have {len(first)} and {len(second)} shots: {shots_in_words(shorter)} fill the longer one "
                f"over and over, and what {shots_in_words(longer[len(shorter) :])} showed is left out.",
            )
    said = f"Swapped {listed(swapped)}; the cuts stayed on their beats."
    return Edited(draft=with_some_shots(draft, slots), said=said, notes=notes)


def transition(draft: Draft, part: Part, changes: TransitionChange, material: Material) -> Edited:
    """Another transition into each of the named shots, or into the section's or time's first; as long as fits.

    A cut into a section that has one means what else is inside it, where that is of one kind: 'no whip pan in the chorus'.
    Raises EditError where none of them can have it.
    """
    meant = _led_into(draft, part)
    if changes.kind == "cut" and part.sections:
        meant = _inside(draft, part, meant)
    indices, notes = unlocked(draft, meant, part.words)
    shots, shortened, impossible = list(draft.shots), [], []
    wanted = seconds_to_frame(
        _LASTS_S[changes.kind] if changes.duration_s is None else changes.duration_s, draft.frame_rate
    )
    lasts = 0 if _LASTS_S[changes.kind] == 0.0 else max(2, round(wanted / 2) * 2)
    for index in indices:
        frames = min(lasts, _room_for_transition(shots, index))
        if (index == 0 and changes.kind not in ("cut", "fade")) or (lasts and not frames):
            impossible.append(index)
            continue
        if frames < lasts:
            shortened.append(index)
        shots[index] = shots[index].model_copy(update={"transition_in": changes.kind, "transition_frames": frames})
    kind = changes.kind.replace("_", " ")
    if len(impossible) == len(indices):
        why = (
            f"The film's first shot has nothing before it to {kind} from; use fade or cut."
            if impossible == [0]
            else f"There is no room for a {kind} into {shots_in_words(impossible)}; the shots there are too short."
        )
        raise EditError(why)
    if impossible:
        notes = (*notes, f"{as_sentence(shots_in_words(impossible))} stayed: no room there for a {kind}.")
    if shortened:
        notes = (*notes, f"The {kind} into {shots_in_words(shortened)} is shorter than asked: more does not fit.")
    done = [index for index in indices if index not in impossible]
    return _said_of_transitions(draft, with_shots(draft, shots), done, kind, notes)


def canvas(draft: Draft, part: Part, changes: Canvas, material: Material) -> Edited:
    """The whole film in another shape."""
    if draft.aspect == changes.aspect:
        return Edited(draft=draft, said=f"Nothing changes: the film is {draft.aspect} already.")
    locked = [index for index, shot in enumerate(draft.shots) if shot.locked]
    notes: tuple[str, ...] = (f"Every picture must be made again for {changes.aspect}.",)
    if locked:
        notes = (*notes, f"{as_sentence(shots_in_words(locked))} too, though locked: what is shown stays the same.")
    return Edited(
        draft=draft.model_copy(update={"aspect": changes.aspect}),
        said=f"Shape of the film: {draft.aspect} → {changes.aspect}.",
        notes=notes,
    )


def rename_section(draft: Draft, part: Part, changes: RenameSection, material: Material) -> Edited:
    """The named section called otherwise; several are numbered. Raises EditError for a name that is taken or unreadable."""
    name = " ".join(changes.name.split())
    if not name or not name.isprintable():
        raise EditError("A section's name has letters that can be read; choose another.")
    if not part.sections:
        labels = listed([section.label for section in draft.sections], "or")
        raise EditError(f"Say which section to rename: {labels}.")
    taken = [s.label for s in draft.sections if s.id not in part.sections and _same_name(s.label, name)]
    if taken:
        raise EditError(f"This film has {listed(taken)} already; choose another name than {name!r}.")
    several = len(part.sections) > 1
    names = {id_: f"{name} {n}" if several else name for n, id_ in enumerate(part.sections, start=1)}
    sections = tuple(s.model_copy(update={"label": names.get(s.id, s.label)}) for s in draft.sections)
    renamed = draft.model_copy(update={"sections": sections})
    return Edited(draft=renamed, said=f"Renamed {part.words} to {listed(list(names.values()))}.")


def _placed(content: Shot, slot: Shot) -> Shot:
    return content.model_copy(update={**cut_of(slot), "stop": slot.stop, "section_id": slot.section_id})


def _destination(
    draft: Draft, part: Part, changes: Reorder, moved: Sequence[int], free: Sequence[int]
) -> tuple[int, str]:
    """(how many of the other free shots come before the moved ones, where that is in words)."""
    rest = [index for index in free if index not in moved]
    if changes.before is not None:
        beside = find_part(draft, changes.before)
        return sum(index < beside.shots[0] for index in rest), f"before {beside.words}"
    if changes.after is not None:
        beside = find_part(draft, changes.after)
        return sum(index <= beside.shots[-1] for index in rest), f"after {beside.words}"
    if changes.to_s is not None:
        frame = seconds_to_frame(changes.to_s, draft.frame_rate)
        slot = min(free, key=lambda index: abs(draft.shots[index].start - frame))
        return min(free.index(slot), len(rest)), f"to {changes.to_s:g} s"
    by = changes.by or 0
    where = f"{abs(by)} {'earlier' if by < 0 else 'later'}"
    if part.sections:
        return _past_sections(draft, part, by, rest), where
    return max(0, min(len(rest), free.index(moved[0]) + by)), where


def _past_sections(draft: Draft, part: Part, by: int, rest: Sequence[int]) -> int:
    """As the other `_destination`s, for a section that goes past so many of its neighbours."""
    order = [section.id for section in draft.sections]
    named = [order.index(id_) for id_ in part.sections]
    if by == 0:
        return sum(index < part.shots[0] for index in rest)
    past = max(0, named[0] + by) if by < 0 else min(len(order) - 1, named[-1] + by)
    section = draft.sections[past]
    edge = section.start if by < 0 else section.stop
    return sum(draft.shots[index].start < edge for index in rest)


def _pairs(draft: Draft, part: Part) -> list[tuple[list[int], list[int]]]:
    """The shots that change places: of two sections, of two kinds of section pair by pair, two shots, or two stretches."""
    groups = _section_groups(draft, part)
    if part.sections and len(groups) != 2:
        kinds: dict[str, list[list[int]]] = {}
        for label, group in groups.items():
            kinds.setdefault(base_label(label), []).append(group)
        if len(kinds) == 2:
            first, second = kinds.values()
            if len(first) == len(second):
                return list(zip(first, second, strict=True))
            labels = listed(list(groups))
            raise EditError(f"A swap takes two parts and this names {labels}; say which with which.")
    two = list(groups.values()) if part.sections else _two_stretches(part)
    if len(two) != 2:
        raise EditError("A swap takes two parts: name two sections, two shots or two times.")
    return [(two[0], two[1])]


def _section_groups(draft: Draft, part: Part) -> dict[str, list[int]]:
    labels = {section.id: section.label for section in draft.sections if section.id in part.sections}
    groups: dict[str, list[int]] = {}
    for index in part.shots:
        if (label := labels.get(draft.shots[index].section_id)) is not None:
            groups.setdefault(label, []).append(index)
    return groups


def _two_stretches(part: Part) -> list[list[int]]:
    return [[index] for index in part.shots] if len(part.shots) == 2 else runs_of(part.shots)


def _filled(draft: Draft, slots: Sequence[int], contents: Sequence[int], material: Material) -> dict[int, Shot]:
    """The contents in the slots, in order; from the first again where they run out, as shots of their own."""
    filled = {}
    for turn, slot in enumerate(slots):
        content = draft.shots[contents[turn % len(contents)]]
        if turn >= len(contents):
            content = content.model_copy(update={"id": material.new_id()})
        filled[slot] = _placed(content, draft.shots[slot])
    return filled


def _led_into(draft: Draft, part: Part) -> list[int]:
    """The shots whose cut is meant."""
    if covers_all(draft, part):
        return list(range(1, len(draft.shots))) or [0]
    if part.sections:
        firsts: dict[str, int] = {}
        for index in part.shots:
            firsts.setdefault(draft.shots[index].section_id, index)
        return list(firsts.values())
    if named_by_number(draft, part):
        return list(part.shots)
    return sorted({_cut_near(draft, part, span) for span in part.spans})


def _inside(draft: Draft, part: Part, first: list[int]) -> list[int]:
    """The part's shots that something else than a cut leads into, all alike; `first` where there is none, or it has one."""
    joined = [index for index in part.shots if draft.shots[index].transition_in != "cut"]
    kinds = {draft.shots[index].transition_in for index in joined}
    return joined if len(kinds) == 1 and not set(first) & set(joined) else first


def named_by_number(draft: Draft, part: Part) -> bool:
    """Whether the part is whole shots rather than times: its spans start and stop with shots."""
    starts, stops = {shot.start for shot in draft.shots}, {shot.stop for shot in draft.shots}
    return not part.sections and all(len(span) and span.start in starts and span.stop in stops for span in part.spans)


def _cut_near(draft: Draft, part: Part, span: FrameRange) -> int:
    """A moment means the cut nearest to it, a longer time the cut into the first of its shots."""
    inside = [index for index in part.shots if draft.shots[index].stop > span.start]
    if inside and len(span) >= draft.shots[inside[0]].stop - draft.shots[inside[0]].start:
        return inside[0]
    return min(range(len(draft.shots)), key=lambda index: abs(draft.shots[index].start - span.start))


def _room_for_transition(shots: Sequence[Shot], index: int) -> int:
    """The most frames, even, that a transition into the shot may have."""
    own = shots[index].stop - shots[index].start
    if index == 0:
        return 2 * max(0, own - half_out(shots, index))
    before = shots[index - 1].stop - shots[index - 1].start
    # Half a shot at most, so that the transition at its other end fits as well.
    half = min(own // 2, own - half_out(shots, index), before // 2, before - shots[index - 1].transition_frames // 2)
    return 2 * max(0, half)


def _said_of_transitions(
    before: Draft, after: Draft, indices: Sequence[int], kind: str, notes: tuple[str, ...]
) -> Edited:
    if before == after:
        return Edited(draft=before, said=f"Nothing changes: it is a {kind} already.", notes=notes)
    was = sorted({before.shots[index].transition_in.replace("_", " ") for index in indices})
    lengths = {after.shots[index].transition_frames for index in indices}
    said = f"Transition into {shots_in_words(indices)}: {listed(was, 'or')} → {kind}{_lengths(lengths, after)}."
    return Edited(draft=after, said=said, notes=notes)


def _lengths(frames: Iterable[int], draft: Draft) -> str:
    known = [f"{frame_to_seconds(count, draft.frame_rate):.2g}" for count in sorted(frames) if count]
    if not known:
        return ""
    return f" of {known[0]} s" if len(known) == 1 else f" of {known[0]} to {known[-1]} s"


def _same_name(label: str, name: str) -> bool:
    return label.casefold() == name.casefold() or base_label(label) == name.casefold()

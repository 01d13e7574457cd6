"""Edits from what a clause names and the parts it speaks of: who is moved and where to, when a title shows, what is swapped.

Most edits take the union of the parts that are named. The tables below hold those that read their parts in a way of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from songreel_engine.draft.edits import OF_HISTORY, Edit, EditName
from songreel_engine.language import questions
from songreel_engine.language.changes import Found
from songreel_engine.language.selectors import Between, Edge, Moment, Reach, Selector, Shots, SideOf, Whole
from songreel_engine.language.targets import Lookup, Place

OF_TEXT: Final[frozenset[EditName]] = frozenset({"add_text", "change_text", "remove_text", "lyrics"})
OF_SOUND: Final[frozenset[EditName]] = frozenset({"add_audio", "gain", "mute", "fade"})
WHOLE_UNLESS_SAID: Final[frozenset[EditName]] = OF_TEXT | OF_SOUND | OF_HISTORY | {"canvas", "insert", "rename_section"}
"""Edits that do not take over the part that the command before them was about."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A clause with its parts, before they are looked up."""

    found: Found
    parts: tuple[Selector, ...]
    before: tuple[Selector, ...]
    """Parts spoken of in clauses before it, for 'the last one'."""
    inherited: Place | None
    """What a clause without a part of its own is about; None: the whole film."""
    spared: tuple[Selector, ...]
    """Parts that are to be left alone."""


Made = tuple[Place, dict[str, Any]]


def make_edit(asked: Asked, lookup: Lookup) -> Edit | None:
    """The edit that is asked for; None where it does not hold together. Raises UnclearError for a part that is not there."""
    found = asked.found
    if found.edit in OF_HISTORY:
        return Edit.model_validate({"edit": found.edit, "changes": found.changes})
    place, changes = _HOW.get(found.edit, _plainly)(asked, lookup)
    try:
        target = _sparing(place, asked, lookup).as_target()
        return Edit.model_validate({"edit": found.edit, "target": target, "changes": changes})
    except ValidationError:
        return None


def _sparing(place: Place, asked: Asked, lookup: Lookup) -> Place:
    """The place without what is to be left alone, where anything would be left."""
    if not asked.spared or asked.found.whole_film or asked.found.edit in WHOLE_UNLESS_SAID:
        return place
    try:
        return lookup.minus(place, lookup.place(asked.spared, said=asked.parts))
    except questions.UnclearError:
        lookup.place(asked.spared, said=asked.parts)
        return place


def _plainly(asked: Asked, lookup: Lookup) -> Made:
    return _place(asked, lookup, tuple(map(_lasting, asked.parts))), dict(asked.found.changes)


def _lasting(part: Selector) -> Selector:
    """The song's beginning or end as a part of it, where a moment would be too short."""
    if isinstance(part, SideOf) and isinstance(part.part, Whole) and part.side != "middle":
        return Edge(part.side == "end")
    return part


def _place(asked: Asked, lookup: Lookup, parts: Sequence[Selector]) -> Place:
    if asked.found.whole_film:
        return lookup.whole()
    if not parts and asked.inherited is not None:
        return asked.inherited
    return lookup.place(parts, said=asked.before)


def _swapped(asked: Asked, lookup: Lookup) -> Made:
    parts = [
        side for part in asked.parts for side in ((part.first, part.last) if isinstance(part, Between) else (part,))
    ]
    place = _place(asked, lookup, parts)
    if place.whole or len(place.sections or place.ranges_s) + len(place.shots) < 2:
        raise lookup.needs_two()
    return place, {}


def _moved(asked: Asked, lookup: Lookup) -> Made:
    """'Move A before B': the first part moves, the reach says where."""
    changes = dict(asked.found.changes)
    goals = [part for part in asked.parts if isinstance(part, Reach | SideOf | Moment | Edge)]
    moving: list[Selector] = [part for part in asked.parts if part not in goals]
    if not moving and len(goals) > 1:
        moving, goals = [goals[0]], goals[1:]
    if goals and not ({"to_s", "by"} & changes.keys()):
        changes |= _goal(goals[-1], asked, lookup)
    elif len(moving) > 1 and not goals and not ({"to_s", "by", "before", "after"} & changes.keys()):
        changes["before"] = lookup.place(moving[1:], said=asked.before).as_target()
        moving = moving[:1]
    return _place(asked, lookup, moving), changes


def _goal(goal: Selector, asked: Asked, lookup: Lookup) -> dict[str, Any]:
    if isinstance(goal, Reach):
        where = "before" if goal.how in {"before", "until"} else "after"
        return {where: lookup.place([goal.part], said=asked.before).as_target()}
    if isinstance(goal, SideOf) and not isinstance(goal.part, Whole):
        where = "after" if goal.side == "end" else "before"
        return {where: lookup.place([goal.part], said=asked.before).as_target()}
    if isinstance(goal, Edge):
        goal = SideOf(Whole(), "end" if goal.end else "start")
    ranges = lookup.place([goal]).ranges_s
    # The end of a song of no known length is still its outro.
    return {"to_s": ranges[0][0]} if ranges else {"after": lookup.place([Edge(True)]).as_target()}


def _inserted(asked: Asked, lookup: Lookup) -> Made:
    """At a time, or beside a part that is then the target."""
    changes = dict(asked.found.changes)
    parts = [
        part.part if isinstance(part, Reach | SideOf) and not isinstance(part.part, Whole) else part
        for part in asked.parts
    ]
    place = _place(asked, lookup, parts)
    beside = next((part for part in asked.parts if isinstance(part, Reach | SideOf | Moment)), None)
    if beside is not None and "at_s" not in changes and (edge_s := _edge_s(beside, lookup, asked)) is not None:
        changes["at_s"] = edge_s
    return place, changes


def _edge_s(beside: Selector, lookup: Lookup, asked: Asked) -> float | None:
    part = beside.part if isinstance(beside, Reach | SideOf) else beside
    ranges = lookup.ranges(lookup.place([part], said=asked.before))
    if not ranges:
        return None
    after = beside.how == "after" if isinstance(beside, Reach) else _is_end(beside)
    return ranges[-1][1] if after else ranges[0][0]


def _into(asked: Asked, lookup: Lookup) -> Made:
    """A cut or a transition belongs to the part that it leads into."""
    parts = tuple(_led_into(part) for part in asked.parts)
    return _place(asked, lookup, parts), dict(asked.found.changes)


def _led_into(part: Selector) -> Selector:
    if isinstance(part, Between):
        return part.last
    if isinstance(part, Reach) and part.how in {"before", "until", "from"}:
        return part.part
    if isinstance(part, SideOf) and part.side == "start" and not isinstance(part.part, Whole):
        return part.part
    if isinstance(part, Reach) and isinstance(part.part, Shots) and part.part.picks and part.part.picks[-1] > 0:
        return Shots((part.part.picks[-1] + 1,))
    return part


def _between_shots(asked: Asked, lookup: Lookup) -> Made:
    """'Between shot 3 and shot 4', also as 'shots 3 and 4': the later one."""
    made, changes = _into(asked, lookup)
    named = [part for part in asked.parts if isinstance(part, Shots)]
    said_between = len(made.shots) == 2 and len(named) == len(asked.parts) and made.shots[1] == made.shots[0] + 1
    return (Place(shots=made.shots[1:]) if said_between else made), changes


def _cut_moved(asked: Asked, lookup: Lookup) -> Made:
    """The cut that moves is named first; a second time is where it goes."""
    parts = asked.parts
    changes = dict(asked.found.changes)
    if "to_s" in changes and len(parts) > 1 and isinstance(parts[-1], Moment):
        parts = parts[:-1]
    place, _ = _between_shots(Asked(**{**vars(asked), "parts": parts}), lookup)
    return place, changes


def _split(asked: Asked, lookup: Lookup) -> Made:
    """A time beside a shot is where it is split; a time alone is also the part."""
    moments = [part for part in asked.parts if isinstance(part, Moment)]
    others = [part for part in asked.parts if part not in moments]
    changes = dict(asked.found.changes)
    if moments and "at_s" not in changes:
        changes["at_s"] = lookup.place(moments[:1]).ranges_s[0][0]
    return _place(asked, lookup, others or moments), changes


def _shown(asked: Asked, lookup: Lookup) -> Made:
    """Words show from a moment for as long as is said; without a time, for the whole song."""
    changes = dict(asked.found.changes)
    duration_s = changes.get("duration_s")
    parts = tuple(
        part.part if isinstance(part, Reach) and part.how == "from" and duration_s else part for part in asked.parts
    )
    ends = any(_is_end(part) for part in parts)
    if duration_s is None:
        parts = tuple(map(_lasting, parts))
    place = _place(asked, lookup, parts) if parts else lookup.whole()
    if duration_s is None or not place.ranges_s:
        return (lookup.whole() if _is_moment(place) and duration_s is None else place), changes
    return Place(
        ranges_s=tuple(lookup.timeline.lasting(span, duration_s, at_end=ends) for span in place.ranges_s)
    ), changes


def _is_end(part: Selector) -> bool:
    return part.end if isinstance(part, Edge) else isinstance(part, SideOf) and part.side == "end"


def _is_moment(place: Place) -> bool:
    return bool(place.ranges_s) and all(start_s == end_s for start_s, end_s in place.ranges_s)


_HOW: Final[Mapping[EditName, Callable[[Asked, Lookup], Made]]] = {
    "swap": _swapped,
    "reorder": _moved,
    "insert": _inserted,
    "transition": _between_shots,
    "move_cut": _cut_moved,
    "split": _split,
    "add_text": _shown,
}
"""Edits that read their parts in a way of their own."""

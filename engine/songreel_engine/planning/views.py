"""Views: what a scene may be seen as. A view is a framing with a pose (or nobody) and a variation, and costs one
plate.

A scene has two views or more; a film has a budget of them that grows with its shots and its length. Which shot shows
which view is decided in `shots.py`.
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

from songreel_engine.draft.model import Framing
from songreel_engine.planning.brief import Wishes
from songreel_engine.planning.places import PLACES, Pose

FEWEST_VIEWS: Final = 2
MOST_VIEWS: Final = 12
"""Every framing from two sides."""
MOST_PLATES: Final = 28
DENSEST_PLATES: Final = 14
"""What three minutes cost in any case; a shorter film may cost as much, so that its views do not wear out."""
SHOTS_OF_A_VIEW: Final = 2
"""Seen more often within a minute, a view is recognised."""
VARIATIONS: Final = 4
"""A place can be seen in this many ways in one framing."""

Recipe = tuple[tuple[Framing, tuple[Pose, ...]], ...]

RECIPES: Mapping[str, Recipe] = {
    "intro": (
        ("wide", ()), ("medium", ("stand", "walk", "guitar")), ("detail", ()), ("high", ("stand", "walk_away")), ("low", ()),
        ("close", ("stand",)),
    ),
    "verse": (
        ("medium", ("walk", "stand", "sing", "guitar")), ("close", ("sing", "stand")), ("wide", ("walk_away", "walk", "stand")),
        ("detail", ()), ("low", ("walk", "stand")), ("high", ()),
    ),
    "lift": (
        ("close", ("sing", "stand")), ("low", ("walk", "reach")), ("wide", ()), ("medium", ("reach", "sing")),
        ("high", ("stand", "walk")), ("detail", ()),
    ),
    "chorus": (
        ("low", ("sing", "dance", "guitar")), ("wide", ("dance", "reach")), ("close", ("sing", "stand")), ("high", ()),
        ("medium", ("dance", "sing", "drum")), ("detail", ()),
    ),
    "break": (
        ("wide", ()), ("low", ("dance", "reach", "guitar")), ("medium", ("guitar", "drum", "dance")), ("detail", ()),
        ("high", ("dance", "stand")),
        ("close", ("stand",)),
    ),
    "bridge": (
        ("high", ("stand", "walk_away")), ("close", ("sing", "stand")), ("wide", ()), ("medium", ("reach", "stand", "guitar")),
        ("detail", ()), ("low", ("stand",)),
    ),
    "outro": (
        ("wide", ("walk_away", "stand")), ("medium", ("stand", "walk_away")), ("detail", ()), ("high", ()),
        ("close", ("stand",)), ("low", ("stand",)),
    ),
}  # fmt: skip
"""For each manner all six framings, dearest first, with the poses that suit it; no pose: nobody is seen."""


PLAYED: Final[frozenset[Pose]] = frozenset({"guitar", "drum"})
"""Poses with an instrument in the hands: for solos and songs without a voice."""
_ANYWHERE: tuple[Pose, ...] = ("stand",)
"""For a framing that shows nobody by itself, and is all that was asked for."""


@dataclass(frozen=True)
class View:
    """What a plate shows of its scene."""

    framing: Framing
    pose: Pose | None
    variation: int


def plate_budget(duration_s: float, *, shots: int = 0) -> int:
    """How many plates a film of this length and so many shots may cost.

    One for every other shot and one to choose from, up to `DENSEST_PLATES`; but by its length at least 6 for a few seconds,
    14 for three minutes and 28 for nine, which is also the most.
    """
    by_length = min(MOST_PLATES, 6 + int(duration_s / 22.5))
    return max(by_length, min(DENSEST_PLATES, 1 + math.ceil(shots / SHOTS_OF_A_VIEW)))


def share_out(shots: Mapping[str, int], budget: int) -> dict[str, int]:
    """How many views each scene gets: two (one for a scene of one shot), and the rest where most shots share them."""
    most = {key: min(MOST_VIEWS, max(1, shots[key])) for key in shots}
    views = {key: min(FEWEST_VIEWS, most[key]) for key in shots}
    while sum(views.values()) < budget:
        open_keys = [key for key in views if views[key] < most[key]]
        if not open_keys:
            break
        views[max(open_keys, key=lambda key: shots[key] / views[key])] += 1
    return views


def choose_views(
    place: str,
    manner: str,
    count: int,
    *,
    sung: bool,
    performer: bool,
    used: Counter[tuple[str, Framing]],
    wishes: Wishes,
    rng: random.Random,
) -> tuple[View, ...]:
    """`count` views of a scene, all framings before any comes again and the manner's dearest first; counts them into `used`.

    Where there is a performer, at least one view shows them, and at least one of three or more does not. A place that
    was seen in this framing before is seen from somewhere else (the variation).
    """
    rows = [(framing, poses if performer else ()) for framing, poses in RECIPES[manner]]
    chosen = _pick(rows, count, performer=performer, asked=_least_used(wishes.framings, used), rng=rng)
    views: list[View] = []
    for framing, poses in chosen:
        may_sing = sung and sum(view.pose == "sing" for view in views) < max(1, count // 2)
        acts = _due_acts(wishes.acts, framing, views)
        shown = {view.pose for view in views if view.framing == framing}
        others = tuple(pose for pose in poses if pose not in shown)
        pose = _pose(place, others or poses, sung=may_sing, acts=acts, rng=rng)
        views.append(View(framing, pose, used[place, framing] % VARIATIONS))
        used[place, framing] += 1
    return tuple(views)


def _least_used(framings: Sequence[Framing], used: Counter[tuple[str, Framing]]) -> list[Framing]:
    seen = Counter[Framing]()
    for (_, framing), times in used.items():
        seen[framing] += times
    return sorted(framings, key=lambda framing: seen[framing])


def _due_acts(acts: Sequence[Pose], framing: Framing, views: Sequence[View]) -> tuple[Pose, ...]:
    """What was asked for and is not yet seen in this scene; a face tells of nothing but song."""
    shown = {view.pose for view in views}
    due = [act for act in acts if act not in shown] or list(acts)
    return tuple(act for act in due if framing != "close" or act == "sing")


def choose_views_in(
    framing: Framing,
    place: str,
    manner: str,
    count: int,
    *,
    sung: bool,
    performer: bool,
    used: Counter[tuple[str, Framing]],
    wishes: Wishes,
    rng: random.Random,
) -> tuple[View, ...]:
    """Views as `choose_views` gives, but all in one framing, from different sides; at most VARIATIONS of them."""
    poses = dict(RECIPES[manner])[framing] or _ANYWHERE if performer else ()
    views: list[View] = []
    for _ in range(min(count, VARIATIONS)):
        acts = _due_acts(wishes.acts, framing, views)
        pose = _pose(place, poses, sung=sung, acts=acts, rng=rng)
        views.append(View(framing, pose, used[place, framing] % VARIATIONS))
        used[place, framing] += 1
    return tuple(views)


def _pick(
    rows: Sequence[tuple[Framing, tuple[Pose, ...]]],
    count: int,
    *,
    performer: bool,
    asked: Sequence[Framing],
    rng: random.Random,
) -> list[tuple[Framing, tuple[Pose, ...]]]:
    """`asked`: framings to prefer, the first before the others; one of them is always among two or more."""
    weights = [1.0 / rank for rank in range(1, len(rows))]
    order = sorted(range(1, len(rows)), key=lambda i: -(rng.random() ** (1.0 / weights[i - 1])))
    order.sort(key=lambda i: asked.index(rows[i][0]) if rows[i][0] in asked else len(asked))
    chosen = list(islice(cycle([rows[0], *(rows[i] for i in order)]), max(count, len(rows))))
    kept, rest = chosen[:count], chosen[count:]
    for needed, present in (
        (performer, any(poses for _, poses in kept)),
        (performer and count > FEWEST_VIEWS, any(not poses for _, poses in kept)),
    ):
        if needed and not present:
            wants_pose = not any(poses for _, poses in kept)
            fitting = [row for row in rest if bool(row[1]) == wants_pose]
            # From above and with nobody in it a place says little: only where there is no other.
            kept[-1] = min(fitting, key=lambda row: row == ("high", ()))
    return kept


def _pose(
    place: str, poses: Sequence[Pose], *, sung: bool, acts: Sequence[Pose] = (), rng: random.Random
) -> Pose | None:
    """A pose that suits view and place; nobody sings where nobody is heard, nobody plays where somebody sings.

    What was asked for (`acts`) comes first where the place has room for it, and may be played while somebody sings.
    """
    if not poses:
        return None
    asked = [act for act in acts if act in PLACES[place].poses and (act != "sing" or sung)]
    if asked:
        return asked[0]
    unheard = PLAYED if sung else {"sing"}
    fitting = [p for p in poses if p in PLACES[place].poses and p not in unheard]
    if not fitting:
        return "stand"
    return "sing" if fitting[0] == "sing" else rng.choice(fitting)

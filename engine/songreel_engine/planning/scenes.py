"""Which stretch of the film belongs to which section and scene, and which views each scene is seen in.

It lays the song's sections and the treatment's scenes over the cuts; what each shot shows of its scene is decided in
`shots.py`.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Final

from songreel_engine.draft.model import DraftSection, Framing, Scene
from songreel_engine.planning.brief import Wishes
from songreel_engine.planning.cuts import Cut
from songreel_engine.planning.hearing import HeardSection
from songreel_engine.planning.scene_map import MapScene
from songreel_engine.planning.treatment import Treatment
from songreel_engine.planning.views import MOST_PLATES, View, choose_views, choose_views_in, plate_budget, share_out
from songreel_engine.timebase import seconds_to_frame

VIEWS_OF_ASKED_SCENE: Final = 3


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stretch between two cuts, and the part of the song it belongs to."""

    cut: Cut
    start: int
    stop: int
    section: int
    scene: str
    """Key of its treatment scene."""
    asked: MapScene | None = None
    """The scene of the user's map that it belongs to."""
    opens_asked: bool = False
    """Whether that scene starts with it."""


def frame_sections(
    sections: Sequence[HeardSection],
    cuts: Sequence[Cut],
    treatment: Treatment,
    *,
    frame_rate: Fraction,
    frames: int,
    new_id: Callable[[], str],
) -> tuple[tuple[DraftSection, ...], tuple[int, ...]]:
    """The draft's sections, each starting where the cut made for it stands, and each one's index in the analysis.

    A section that would have no frame of its own at this frame rate is left out.
    """
    starts = {cut.section: cut.frame for cut in cuts if cut.section is not None}
    edges: list[tuple[int, int]] = []
    for index, section in enumerate(sections):
        start = starts.get(index, seconds_to_frame(section.start_s, frame_rate)) if index else 0
        if not edges or edges[-1][1] < start < frames:
            edges.append((index, start))
    stops = [start for _, start in edges[1:]] + [frames]
    made = tuple(
        DraftSection(
            id=new_id(),
            label=sections[index].name,
            letter=sections[index].letter,
            start=start,
            stop=stop,
            intent=treatment.sections[index].intent,
        )
        for (index, start), stop in zip(edges, stops, strict=True)
    )
    return made, tuple(index for index, _ in edges)


def with_intents(
    framed: Sequence[DraftSection], indices: Sequence[int], treatment: Treatment
) -> tuple[DraftSection, ...]:
    """The sections with what this treatment intends in them."""
    return tuple(
        section.model_copy(update={"intent": treatment.sections[index].intent})
        for section, index in zip(framed, indices, strict=True)
    )


def cast_cuts(
    cuts: Sequence[Cut], framed: Sequence[DraftSection], indices: Sequence[int], treatment: Treatment, frames: int
) -> tuple[Stretch, ...]:
    """Each stretch between two cuts with its section and scene; a long section's scenes take turns by phrases."""
    stops = [cut.frame for cut in cuts[1:]] + [frames]
    shots = []
    for section, index in zip(framed, indices, strict=True):
        own = [(c, stop) for c, stop in zip(cuts, stops, strict=True) if section.start <= c.frame < section.stop]
        keys = treatment.sections[index].scenes
        changes = _scene_changes([c for c, _ in own], section, len(keys))
        for cut, stop in own:
            turn = sum(cut.frame >= change for change in changes)
            shots.append(Stretch(cut=cut, start=cut.frame, stop=stop, section=index, scene=keys[turn]))
    return tuple(shots)


def _scene_changes(cuts: Sequence[Cut], section: DraftSection, turns: int) -> list[int]:
    """Frames where a section's next scene takes over: near even shares of it, at a phrase's start if one is near."""
    changes: list[int] = []
    for turn in range(1, turns):
        ideal = section.start + (section.stop - section.start) * turn / turns
        reach = (section.stop - section.start) / turns / 2
        near = [c for c in cuts[1:] if abs(c.frame - ideal) < reach]
        phrases = [c for c in near if c.reason in ("phrase", "drop")] or near
        if phrases:
            changes.append(min(phrases, key=lambda c: abs(c.frame - ideal)).frame)
    return changes


def make_scenes(
    stretches: Sequence[Stretch], treatment: Treatment, *, seed: int, new_id: Callable[[], str]
) -> dict[str, Scene]:
    """The draft's scenes by treatment key, those that are seen, in order of appearance."""
    keys = dict.fromkeys(stretch.scene for stretch in stretches)
    return {
        key: Scene(
            id=new_id(),
            place=treatment.scene(key).place,
            time_of_day=treatment.scene(key).time_of_day,
            weather=treatment.scene(key).weather,
            description=treatment.scene(key).description,
            seed=seed_of(seed, "scene", key),
        )
        for key in keys
    }


def views_of_scenes(
    stretches: Sequence[Stretch],
    sections: Sequence[HeardSection],
    treatment: Treatment,
    *,
    duration_s: float,
    seed: int,
    wishes: Wishes,
    empty: frozenset[str] = frozenset(),
) -> dict[str, tuple[View, ...]]:
    """Each scene's views, by key; all together at most the film's plate budget (or two a scene; three where a map asks).

    Nobody is seen in the scenes whose keys are in `empty`.
    """
    shots = Counter(stretch.scene for stretch in stretches)
    budget = plate_budget(duration_s, shots=len(stretches))
    if any(stretch.asked is not None for stretch in stretches):
        # The user may ask for more scenes than the director would; each is still to be seen from several sides.
        budget = max(budget, min(MOST_PLATES, VIEWS_OF_ASKED_SCENE * len(shots)))
    counts = share_out(shots, budget)
    used: Counter[tuple[str, Framing]] = Counter()
    views = {}
    for key in counts:
        at_home = [sections[s.section] for s in stretches if s.scene == key]
        manner = Counter(section.manner.name for section in at_home).most_common(1)[0][0]
        framing = next((s.asked.framing for s in stretches if s.scene == key and s.asked is not None), None)
        choose = choose_views if framing is None else partial(choose_views_in, framing)
        views[key] = choose(
            treatment.scene(key).place,
            manner,
            counts[key],
            sung=any(section.sung for section in at_home),
            performer=treatment.performer is not None and key not in empty,
            wishes=wishes,
            used=used,
            rng=random.Random(f"{seed}:views:{key}"),
        )
    return views


def seed_of(seed: int, *purpose: str) -> int:
    """A seed of its own for one purpose, 0..2³¹−1."""
    return random.Random(":".join((str(seed), *purpose))).randrange(2**31)

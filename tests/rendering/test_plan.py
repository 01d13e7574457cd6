from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.draft.model import Draft, Picture, Take
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from synthetic import draft_of, steady_analysis


@dataclass
class Maker:
    print: str = "maker"

    def fingerprint(self) -> str:
        return self.print


def planned(draft: Draft, *, maker: str = "maker", animator: str = "animator") -> RenderPlan:
    return plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=Maker(maker),
        animator=Maker(animator),
    )


def with_shot(draft: Draft, index: int, **changes: object) -> Draft:
    shots = list(draft.shots)
    picture = {name: value for name, value in changes.items() if name in Picture.model_fields}
    take = Take(number=1, version=1, picture=shots[index].picture.model_copy(update=picture))
    own = {name: value for name, value in changes.items() if name not in picture}
    shots[index] = shots[index].model_copy(update=own | {"takes": (take,)})
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": tuple(shots)})})


def changed_segments(before: RenderPlan, after: RenderPlan) -> set[tuple[int, ...]]:
    """Shots of the segments that must be made again."""
    known = {segment.key for segment in before.segments}
    return {segment.shots for segment in after.segments if segment.key not in known}


@given(st.lists(st.tuples(st.integers(12, 90), st.integers(0, 3)), min_size=1, max_size=30))
def test_segments_tile_the_film_whatever_the_transitions(shape: list[tuple[int, int]]) -> None:
    draft = draft_of([length for length, _ in shape], [2 * half for _, half in shape])
    plan = planned(draft)
    assert plan.segments[0].span.start == 0
    assert plan.segments[-1].span.stop == draft.frames
    assert all(a.span.stop == b.span.start for a, b in pairwise(plan.segments))
    for segment in plan.segments:
        for index in segment.shots:
            shot = plan.shots[index]
            assert shot.origin <= segment.span.start
            assert segment.span.stop - shot.origin <= shot.job.frames


def test_shots_that_share_a_view_share_a_plate() -> None:
    plan = planned(draft_of([24, 24, 24, 24], [0, 0, 0, 0]))
    assert len(plan.plates) == 2
    assert plan.shots[0].plate_key == plan.shots[2].plate_key != plan.shots[1].plate_key


def test_a_change_to_one_shot_touches_only_its_segments() -> None:
    draft = draft_of([24, 24, 24, 24], [0, 0, 8, 0])
    before = planned(draft)
    assert changed_segments(before, planned(with_shot(draft, 0, camera="orbit"))) == {(0,)}
    assert changed_segments(before, planned(with_shot(draft, 1, camera="orbit"))) == {(1,), (1, 2)}
    assert changed_segments(before, planned(with_shot(draft, 3, seed=99))) == {(3,)}


def test_ids_and_words_that_draw_nothing_change_no_key() -> None:
    draft = draft_of([24, 24], [0, 0])
    renamed = with_shot(draft, 0, id="another id", prompt="other words", on_beat=False, off_beat_reason="moved")
    assert changed_segments(planned(draft), planned(renamed)) == set()


@pytest.mark.parametrize(("maker", "animator"), [("maker 2", "animator"), ("maker", "animator 2")])
def test_a_renderer_that_draws_otherwise_makes_everything_again(maker: str, animator: str) -> None:
    draft = draft_of([24, 24], [0, 0])
    after = planned(draft, maker=maker, animator=animator)
    assert changed_segments(planned(draft), after) == {(0,), (1,)}


def test_a_film_that_opens_with_a_fade_starts_inside_it() -> None:
    plan = planned(draft_of([48, 24], [8, 0]))
    opening = plan.segments[0]
    assert (opening.span.start, opening.span.stop) == (0, 4)
    assert opening.centre - opening.length // 2 == -4
    assert opening.shots == (0,)

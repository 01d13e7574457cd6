"""A film's work shot by shot: every segment belongs to one shot, and rendering in several goes makes the same clips."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.errors import BriefError
from songreel_engine.media import count_frames
from songreel_engine.rendering.pictures import animator_of, plate_maker_of
from songreel_engine.rendering.piecewise import ShotStands, by_shot, ignore_shot, part_of_plan, pieces_of_shots
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from songreel_engine.rendering.render import clip_path, render_plan
from songreel_engine.rendering.tracking import ignore_segment
from synthetic import draft_of, steady_analysis

LENGTHS, TRANSITIONS = [14, 16, 12], [6, 8, 0]


@dataclass
class Maker:
    print: str

    def fingerprint(self) -> str:
        return self.print


def planned(lengths: list[int], transitions: list[int]) -> RenderPlan:
    draft = draft_of(lengths, transitions)
    analysis = steady_analysis(draft.frames / 24)
    quality = QUALITIES["preview"]
    return plan_render(draft, analysis, quality=quality, plate_maker=Maker("maker"), animator=Maker("animator"))


@given(st.lists(st.tuples(st.integers(12, 90), st.integers(0, 3)), min_size=1, max_size=12), st.data())
def test_parts_of_a_plan_share_out_its_segments_without_rest(shape: list[tuple[int, int]], data: st.DataObject) -> None:
    plan = planned([length for length, _ in shape], [2 * half for _, half in shape])
    chosen = data.draw(st.sets(st.integers(1, len(shape))))
    rest = set(range(1, len(shape) + 1)) - chosen
    parts = [part_of_plan(plan, sorted(numbers)) for numbers in (chosen, rest)]
    keys = [segment.key for part in parts for segment in part.segments]
    assert sorted(keys) == sorted(segment.key for segment in plan.segments)
    assert sum(part.frames for part in parts) == plan.frames


@pytest.mark.parametrize("number", [0, -1, 4])
def test_a_shot_that_is_not_in_the_film_is_refused(number: int) -> None:
    with pytest.raises(BriefError, match=rf"no shot {number}; this film has shots 1 to 3"):
        part_of_plan(planned(LENGTHS, TRANSITIONS), [number])


def test_a_shot_stands_when_its_transition_and_its_body_do(tmp_path: Path) -> None:
    plan = planned(LENGTHS, TRANSITIONS)
    pieces = pieces_of_shots(plan, tmp_path)
    assert [(one.number, len(one.keys), one.stand) for one in pieces] == [(1, 2, False), (2, 2, False), (3, 1, False)]
    for key in (pieces[1].keys[0], pieces[2].keys[0]):
        clip_path(tmp_path, key).touch()
    assert [one.stand for one in pieces_of_shots(plan, tmp_path)] == [False, False, True]


def test_shots_are_told_once_each_when_their_last_segment_stands(tmp_path: Path) -> None:
    plan = planned(LENGTHS, TRANSITIONS)
    third = pieces_of_shots(plan, tmp_path)[2]
    clip_path(tmp_path, third.keys[0]).touch()
    told: list[ShotStands] = []
    listener = by_shot(plan, tmp_path, told.append)
    seen = []
    for segment in plan.segments:
        listener(segment)
        seen.append(len(told))
    assert seen == [0, 1, 1, 2, 3]
    assert [(shot.number, shot.reused) for shot in told] == [(1, False), (2, False), (3, True)]
    assert told[2].seconds == 0.0
    assert [shot.key for shot in told] == [one.keys[-1] for one in pieces_of_shots(plan, tmp_path)]


def test_where_nobody_listens_to_shots_segments_are_not_counted(tmp_path: Path) -> None:
    assert by_shot(planned(LENGTHS, TRANSITIONS), tmp_path, ignore_shot) is ignore_segment


@pytest.mark.slow
def test_a_film_rendered_in_two_goes_has_the_very_clips_of_one(tmp_path: Path) -> None:
    draft = draft_of(LENGTHS, TRANSITIONS)
    plan = plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=plate_maker_of(),
        animator=animator_of(),
        height_px=180,
    )
    told: list[ShotStands] = []
    made = []
    for folder, goes in (("once", [[1, 2, 3]]), ("twice", [[2], [1, 3]])):
        clips = tmp_path / folder / "clips"
        for numbers in goes:
            part = part_of_plan(plan, numbers)
            stands = by_shot(part, clips, told.append)
            render_plan(part, plates_dir=tmp_path / "plates", clips_dir=clips, workers=1, stands=stands)
        made.append({path.name: path.read_bytes() for path in clips.iterdir()})
    assert made[0] == made[1]
    assert sorted(shot.number for shot in told) == [1, 1, 2, 2, 3, 3]
    assert not any(shot.reused for shot in told)
    for segment in plan.segments:
        assert count_frames(clip_path(tmp_path / "once" / "clips", segment.key)) == len(segment.span)

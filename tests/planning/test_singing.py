"""How much of a film shows somebody singing, when that is asked for."""

import itertools
from collections.abc import Callable

import pytest

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.scene_map import MapScene, SceneMap
from songreel_engine.planning.singing import singing_shots

Compose = Callable[..., Analysis]
SUNG_LABELS = {"verse", "pre-chorus", "chorus"}
"""Of the composed song; a voice is heard in no other part."""


def plan(analysis: Analysis, *, scene_map: SceneMap | None = None, **brief: object) -> Draft:
    count = itertools.count(1)
    return plan_draft(
        analysis, Brief.model_validate(brief), project_id="p", new_id=lambda: f"id-{next(count)}", scene_map=scene_map
    )[1]


def is_sung(draft: Draft, shot: Shot) -> bool:
    [label] = [section.label for section in draft.sections if section.id == shot.section_id]
    return label.split()[0] in SUNG_LABELS


def seen_singing(draft: Draft) -> float:
    """Share of the film in which somebody is close, faces us and is heard."""
    shown = [
        shot
        for shot in draft.shots
        if shot.framing in ("close", "medium") and shot.pose in ("sing", "stand") and is_sung(draft, shot)
    ]
    return sum(shot.stop - shot.start for shot in shown) / draft.frames


def about_singing(draft: Draft) -> list[str]:
    return [warning for warning in draft.warnings if "singing" in warning]


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
@pytest.mark.parametrize("seed", range(4))
def test_the_performer_is_seen_singing_for_the_share_that_was_asked_for(
    compose: Compose, share: float, seed: int
) -> None:
    draft = plan(compose(), seed=seed, singing=share)
    check_draft(draft)
    assert seen_singing(draft) >= share - 0.02
    assert about_singing(draft) == []


def test_what_is_asked_for_changes_the_film(compose: Compose) -> None:
    assert seen_singing(plan(compose(), seed=1)) < 0.6 < seen_singing(plan(compose(), seed=1, singing=0.7))


def test_two_shots_in_a_row_still_differ_in_framing(compose: Compose) -> None:
    draft = plan(compose(), seed=2, singing=1.0)
    assert all(a.framing != b.framing for a, b in itertools.pairwise(draft.shots))


def test_singing_is_spread_over_all_that_is_sung(compose: Compose) -> None:
    draft = plan(compose(), seed=3, singing=0.3)
    with_singers = {
        shot.section_id for shot in draft.shots if shot.pose == "sing" and shot.framing in ("close", "medium")
    }
    sung = [section.id for section in draft.sections if section.label.split()[0] in SUNG_LABELS]
    assert set(sung) <= with_singers


def test_more_than_is_sung_is_told_with_figures(compose: Compose) -> None:
    [said] = about_singing(plan(compose(), seed=1, singing=1.0))
    assert "not in 100%: a voice is heard in" in said


def test_nobody_sings_in_an_instrumental_and_it_says_so(compose_beatless: Compose) -> None:
    assert about_singing(plan(compose_beatless(20.0), singing=0.3)) == [
        "Nobody is heard to sing in this song, so nobody is seen singing."
    ]


def test_nobody_sings_where_nobody_is_seen_and_it_says_so(compose: Compose) -> None:
    assert about_singing(plan(compose(), singing=0.3, scenic=True)) == [
        "Nobody is in this film's pictures, so nobody is seen singing."
    ]


def test_the_users_own_framings_come_first(compose: Compose) -> None:
    song = compose()
    wide = SceneMap(scenes=(MapScene(start_s=0.0, end_s=song.duration_s, framing="wide"),))
    draft = plan(song, scene_map=wide, singing=0.5)
    assert {shot.framing for shot in draft.shots} == {"wide"}
    assert "the scenes ask for other pictures" in about_singing(draft)[0]


def test_the_chosen_shots_add_up_to_the_share() -> None:
    frames, voices, may = [10] * 20, [0.9] * 10 + [0.1] * 10, [True] * 20
    assert len(singing_shots(frames, voices, may, 0.25)) == 5
    assert singing_shots(frames, voices, may, 0.0) == frozenset()
    assert singing_shots(frames, voices, may, 1.0) == frozenset(range(10))
    assert singing_shots(frames, voices, [False] * 20, 0.5) == frozenset()

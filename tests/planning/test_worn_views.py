"""How often a film shows the same view, and what else of it changes then; what a quiet section shows."""

import itertools
from collections import defaultdict
from collections.abc import Callable

import pytest

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.shots import _MOVES_OF_FRAMING
from songreel_engine.planning.styles import STYLES
from songreel_engine.planning.views import plate_budget

Compose = Callable[..., Analysis]
QUIET_LABELS = ("intro", "verse", "pre-chorus", "bridge", "outro")
HELD_FRAMES = 3.0 * 24 + 1
ONE_MINUTE = (
    ("intro", "A", 3, 0.15), ("verse", "B", 8, 0.4), ("chorus", "C", 8, 0.85), ("verse", "B", 4, 0.45), ("outro", "D", 4, 0.2),
)  # fmt: skip
QUIET_MINUTE = (("intro", "A", 4, 0.1), ("verse", "B", 10, 0.2), ("bridge", "C", 6, 0.2), ("outro", "D", 4, 0.1))


def planned(analysis: Analysis, seed: int) -> Draft:
    count = itertools.count(1)
    brief = Brief(seed=seed, style=list(STYLES)[seed % len(STYLES)])
    return plan_draft(analysis, brief, project_id="project", new_id=lambda: f"id-{next(count)}")[1]


@pytest.fixture(scope="module")
def short_films(compose: Compose) -> list[Draft]:
    song = compose(ONE_MINUTE)
    assert 55 < song.duration_s < 65
    return [planned(song, seed) for seed in range(20)]


@pytest.fixture(scope="module")
def quiet_films(compose: Compose) -> list[Draft]:
    return [planned(compose(QUIET_MINUTE, bpm=96.0), seed) for seed in range(20)]


def shots_of_views(draft: Draft) -> dict[tuple[object, ...], list[Shot]]:
    views: dict[tuple[object, ...], list[Shot]] = defaultdict(list)
    for shot in draft.shots:
        views[shot.scene_id, shot.framing, shot.pose, shot.variation].append(shot)
    return views


def quiet_shots(draft: Draft) -> list[Shot]:
    labels = {section.id: section.label.split()[0] for section in draft.sections}
    return [shot for shot in draft.shots if labels[shot.section_id] in QUIET_LABELS]


def is_empty(shot: Shot) -> bool:
    return shot.pose is None and shot.framing != "detail"


def test_a_minute_of_film_shows_its_views_twice_and_hardly_any_three_times(short_films: list[Draft]) -> None:
    worn = 0
    for draft in short_films:
        uses = [len(shots) for shots in shots_of_views(draft).values()]
        assert len(uses) <= plate_budget(60.0, shots=len(draft.shots))
        assert max(uses) <= 3
        worn += sum(times > 2 for times in uses)
    assert worn <= 0.1 * sum(len(shots_of_views(draft)) for draft in short_films)


def test_three_minutes_wear_their_views_evenly(compose: Compose) -> None:
    song = compose(bpm=94.0)
    for seed in range(10):
        draft = planned(song, seed)
        assert len(shots_of_views(draft)) <= 14
        assert max(len(shots) for shots in shots_of_views(draft).values()) <= len(draft.shots) / 7


def test_a_view_that_returns_has_made_all_other_moves_before_it_makes_one_again(short_films: list[Draft]) -> None:
    for draft in short_films:
        for shots in shots_of_views(draft).values():
            moves = [shot.camera for shot in shots]
            # One move may be barred: the one that the shot before has just made.
            fresh = len(_MOVES_OF_FRAMING[shots[0].framing]) - 1
            assert len(set(moves[:fresh])) == len(moves[:fresh])


def test_two_shots_in_a_row_never_make_the_same_move(short_films: list[Draft]) -> None:
    for draft in short_films:
        assert all(a.camera != b.camera for a, b in itertools.pairwise(draft.shots))


def test_a_quiet_section_shows_performer_or_detail_at_least_every_other_shot(quiet_films: list[Draft]) -> None:
    for draft in quiet_films:
        shown = draft.shots
        assert quiet_shots(draft) == list(shown)
        assert not any(is_empty(a) and is_empty(b) for a, b in itertools.pairwise(shown))


def test_an_empty_view_from_above_is_held_in_a_quiet_section_only_where_nothing_else_can_be_shown(
    quiet_films: list[Draft],
) -> None:
    held = 0
    for draft in quiet_films:
        views = shots_of_views(draft)
        for before, shot in itertools.pairwise(draft.shots):
            if is_empty(shot) and shot.framing == "high" and shot.stop - shot.start > HELD_FRAMES:
                others = [
                    view for view in views if view[0] == shot.scene_id and view[1] not in ("high", before.framing)
                ]
                assert all(pose == "sing" or (pose is None and framing != "detail") for _, framing, pose, _ in others)
                held += 1
    assert held <= 2


@pytest.mark.parametrize(
    ("duration_s", "shots", "plates"),
    [(5.0, 2, 6), (60.0, 20, 11), (60.0, 40, 14), (180.0, 77, 14), (540.0, 200, 28)],
)
def test_the_budget_follows_the_shots_of_a_short_film_and_the_length_of_a_long_one(
    duration_s: float, shots: int, plates: int
) -> None:
    assert plate_budget(duration_s, shots=shots) == plates

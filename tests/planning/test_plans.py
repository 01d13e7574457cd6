"""Whole plans: scenes, views, performer, camera and transitions of a film, as a good editor would have them."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.places import FAMILY_OF
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.styles import STYLES
from songreel_engine.planning.treatment import Treatment
from songreel_engine.planning.views import MOST_VIEWS

Compose = Callable[..., Analysis]
THREE_MINUTES_BPM = 94.0


def plan(analysis: Analysis, **brief: object) -> tuple[Treatment, Draft]:
    count = itertools.count(1)
    return plan_draft(analysis, Brief.model_validate(brief), project_id="project", new_id=lambda: f"id-{next(count)}")


def plates(draft: Draft) -> set[tuple[object, ...]]:
    return {(s.scene_id, s.framing, s.pose, s.variation) for s in draft.shots}


def shots_by_label(draft: Draft) -> dict[str, list[Shot]]:
    labels = {s.id: s.label.split()[0] for s in draft.sections}
    grouped: dict[str, list[Shot]] = defaultdict(list)
    for shot in draft.shots:
        grouped[labels[shot.section_id]].append(shot)
    return grouped


@pytest.fixture(scope="module")
def films(compose: Compose) -> list[Draft]:
    """Twenty three-minute films: every style, many seeds."""
    song = compose(bpm=THREE_MINUTES_BPM)
    assert 170 < song.duration_s < 190
    return [plan(song, seed=seed, style=list(STYLES)[seed % len(STYLES)])[1] for seed in range(20)]


def test_a_three_minute_film_costs_at_most_fourteen_plates_of_two_to_four_places(films: list[Draft]) -> None:
    for draft in films:
        assert len(plates(draft)) <= 14
        assert len({scene.place for scene in draft.scenes}) in (2, 3, 4)
        views = Counter(scene for scene, *_ in plates(draft))
        assert max(views.values()) <= 7


def test_two_shots_in_a_row_never_have_the_same_framing(films: list[Draft]) -> None:
    for draft in films:
        assert all(a.framing != b.framing for a, b in itertools.pairwise(draft.shots))


def test_no_framing_rules_a_film(films: list[Draft]) -> None:
    for draft in films:
        count = Counter(shot.framing for shot in draft.shots)
        assert len(count) >= 5
        assert max(count.values()) <= 0.45 * len(draft.shots)


def test_about_two_thirds_of_the_shots_show_the_performer_and_more_in_the_refrain(films: list[Draft]) -> None:
    share = [mean(shot.pose is not None for shot in draft.shots) for draft in films]
    assert min(share) >= 0.58
    assert max(share) <= 0.74
    grouped = [shots_by_label(draft) for draft in films]
    refrain = mean(s.pose is not None for g in grouped for s in g["chorus"])
    intro = mean(s.pose is not None for g in grouped for s in g["intro"])
    assert refrain > intro


def test_a_letter_that_returns_has_its_scene_back(films: list[Draft]) -> None:
    for draft in films:
        opening = {s.id: next(shot.scene_id for shot in draft.shots if shot.section_id == s.id) for s in draft.sections}
        for letter in {s.letter for s in draft.sections}:
            assert len({opening[s.id] for s in draft.sections if s.letter == letter}) == 1


def test_neighbouring_sections_differ_in_place_or_hour(films: list[Draft]) -> None:
    for draft in films:
        scenes = {scene.id: (scene.place, scene.time_of_day) for scene in draft.scenes}
        opening = [next(s.scene_id for s in draft.shots if s.section_id == section.id) for section in draft.sections]
        assert all(scenes[a] != scenes[b] for a, b in itertools.pairwise(opening))


def test_neighbours_differ_even_where_the_prompt_names_one_place_and_one_hour(compose: Compose) -> None:
    for seed in range(5):
        _, draft = plan(compose(), seed=seed, prompt="the beach at night")
        scenes = {scene.id: (scene.place, scene.time_of_day) for scene in draft.scenes}
        opening = [next(s.scene_id for s in draft.shots if s.section_id == section.id) for section in draft.sections]
        assert all(scenes[a] != scenes[b] for a, b in itertools.pairwise(opening))
        assert any("so that scenes in a row differ" in warning for warning in draft.warnings)


def test_a_film_of_the_forest_does_not_stray_into_town(compose: Compose) -> None:
    for seed in range(5):
        _, draft = plan(compose(), seed=seed, style="neo_noir", prompt="a bamboo forest on a misty morning")
        assert "forest" in {scene.place for scene in draft.scenes}
        assert {FAMILY_OF[scene.place] for scene in draft.scenes} == {"nature"}


def test_an_hour_beside_the_one_asked_for_keeps_its_light(compose: Compose) -> None:
    for seed in range(5):
        _, draft = plan(compose(), seed=seed, prompt="the beach in the morning")
        assert not {"dusk", "night"} & {scene.time_of_day for scene in draft.scenes}


@pytest.mark.parametrize(("prompt", "look"), [("a film in black and white", "monochrome"), ("雨夜，老照片", "sepia")])
def test_a_prompt_s_print_is_the_whole_film_s(compose: Compose, prompt: str, look: str) -> None:
    _, draft = plan(compose(), prompt=prompt)
    assert {shot.picture.grade.look for shot in draft.shots} == {look}
    assert not any("cannot draw" in warning for warning in draft.warnings)


def test_shots_of_one_plate_share_their_prompt_and_change_their_camera(films: list[Draft]) -> None:
    for draft in films:
        prompts, moves = defaultdict(set), defaultdict(list)
        for shot in draft.shots:
            key = (shot.scene_id, shot.framing, shot.pose, shot.variation)
            prompts[key].add(shot.prompt)
            moves[key].append(shot.camera)
        assert all(len(found) == 1 for found in prompts.values())
        assert all(a != b for made in moves.values() for a, b in itertools.pairwise(made))


def test_nobody_sings_in_a_shot_where_nobody_is_heard(films: list[Draft]) -> None:
    for draft in films:
        by_label = shots_by_label(draft)
        assert all(shot.pose != "sing" for label in ("intro", "bridge", "outro") for shot in by_label[label])
    assert any(shot.pose == "sing" for draft in films for shot in draft.shots)


def test_refrains_are_livelier_than_verses(films: list[Draft]) -> None:
    for draft in films:
        by_label = shots_by_label(draft)
        for of in ("motion", "light"):
            verse, chorus = (mean(getattr(s.picture, of) for s in by_label[label]) for label in ("verse", "chorus"))
            assert chorus > 1.3 * verse


def test_most_shots_start_with_a_cut_and_no_transition_takes_more_than_a_third(films: list[Draft]) -> None:
    for draft in films:
        plain = mean(shot.transition_in in ("cut", "match") for shot in draft.shots)
        assert plain > 0.8
        for before, shot in itertools.pairwise(draft.shots):
            assert shot.transition_frames % 2 == 0
            assert shot.transition_frames <= 12
            assert 3 * shot.transition_frames <= min(before.stop - before.start, shot.stop - shot.start)
    assert any(shot.transition_in not in ("cut", "match") for draft in films for shot in draft.shots[1:])


def test_whips_stay_in_lively_sections_and_soft_turns_at_section_changes(films: list[Draft]) -> None:
    for draft in films:
        by_label = shots_by_label(draft)
        for label, shots in by_label.items():
            assert label == "chorus" or all(shot.transition_in != "whip" for shot in shots)
        starts = {section.start for section in draft.sections}
        soft = {"dissolve", "fade", "dip", "light_leak"}
        assert all(shot.start in starts for shot in draft.shots if shot.transition_in in soft)


def test_a_match_cut_keeps_the_pose_across_two_places(films: list[Draft]) -> None:
    matches = 0
    for draft in films:
        place = {scene.id: scene.place for scene in draft.scenes}
        for before, shot in itertools.pairwise(draft.shots):
            if shot.transition_in == "match":
                matches += 1
                assert before.pose == shot.pose is not None
                assert place[before.scene_id] != place[shot.scene_id]
    assert matches > 0


@pytest.mark.parametrize(("energy", "kind"), [(0.1, "fade"), (0.9, "cut")])
def test_only_a_quiet_start_comes_out_of_black(compose: Compose, energy: float, kind: str) -> None:
    _, draft = plan(compose((("intro", "A", 8, energy), ("verse", "B", 8, 0.5))))
    assert draft.shots[0].transition_in == kind


def test_sections_start_on_the_cuts_made_for_them(films: list[Draft]) -> None:
    for draft in films:
        assert {s.start for s in draft.sections} <= {shot.start for shot in draft.shots}
        assert [s.label for s in draft.sections][1:4] == ["verse 1", "pre-chorus 1", "chorus 1"]


def test_the_same_brief_gives_the_same_film_and_another_seed_another(compose: Compose) -> None:
    song = compose()
    assert plan(song, seed=4) == plan(song, seed=4)
    first, second = plan(song, seed=4)[1], plan(song, seed=5)[1]
    assert [s.framing for s in first.shots] != [s.framing for s in second.shots]


def test_ten_seeds_do_not_tell_the_same_story(compose: Compose) -> None:
    song = compose()
    treatments = [plan(song, seed=seed)[0] for seed in range(10)]
    assert len({t.logline for t in treatments}) >= 8
    assert len({tuple(s.intent for s in t.sections) for t in treatments}) >= 8


@settings(max_examples=10, deadline=None)
@given(
    bpm=st.floats(60, 180),
    seed=st.integers(0, 2**31),
    parts=st.lists(
        st.tuples(
            st.sampled_from(["intro", "verse", "chorus", "bridge", "break", "part", "outro"]),
            st.sampled_from("ABCDEFGH"),
            st.integers(1, 24),
            st.floats(0, 1),
        ),
        min_size=1,
        max_size=8,
    ),
    style=st.sampled_from(sorted(STYLES)),
)
def test_whatever_the_song_the_draft_keeps_its_rules(
    compose: Compose, bpm: float, seed: int, parts: list[tuple[str, str, int, float]], style: str
) -> None:
    _, draft = plan(compose(parts, bpm=bpm), seed=seed, style=style)
    check_draft(draft)
    assert all(shot.on_beat for shot in draft.shots[1:])
    pairs = list(itertools.pairwise(draft.shots))
    views = Counter(scene for scene, *_ in plates(draft))
    assert all(a.framing != b.framing for a, b in pairs if views[b.scene_id] > 1)
    assert max(views.values()) <= MOST_VIEWS


@pytest.mark.parametrize("seconds", [5.0, 37.4, 600.0])
def test_a_song_without_beats_is_planned_with_a_warning(compose_beatless: Compose, seconds: float) -> None:
    _, draft = plan(compose_beatless(seconds))
    assert any("No beat was found" in warning for warning in draft.warnings)
    assert not any(shot.on_beat for shot in draft.shots)


def test_a_long_song_of_one_section_does_not_stay_in_one_place(compose_beatless: Compose) -> None:
    _, draft = plan(compose_beatless(180.0))
    assert len(draft.sections) == 1
    assert len({scene.place for scene in draft.scenes}) >= 2


def test_a_scenic_film_shows_nobody(compose: Compose) -> None:
    for brief in ({"scenic": True}, {"prompt": "no people, only the lake"}):
        treatment, draft = plan(compose(), **brief)
        assert treatment.performer is None
        assert all(shot.pose is None for shot in draft.shots)


def test_the_prompt_decides_place_hour_weather_and_coat(compose: Compose) -> None:
    _, draft = plan(compose(), prompt="a girl in a green coat on the beach at night in the rain", style="neo noir")
    seconds: Counter[tuple[str, str]] = Counter()
    scenes = {scene.id: scene for scene in draft.scenes}
    for shot in draft.shots:
        scene = scenes[shot.scene_id]
        seconds[scene.place, scene.time_of_day] += shot.stop - shot.start
    assert seconds["beach", "night"] > 0.4 * draft.frames
    assert all(scene.weather == "rain" for scene in draft.scenes)
    assert draft.performer.colour == "#2f7d4a"


@pytest.mark.parametrize(
    ("brief", "said"),
    [
        ({"prompt": "pelicans in the harbour"}, "'harbour'.*city, room.*, so the beach stands in"),
        ({"prompt": "in a submarine"}, "'submarine'.*left out"),
        ({"prompt": "her dog"}, "'dog'.*cannot draw"),
        ({"prompt": "dust in the room"}, "dust; there is none in the room"),
        ({"prompt": "a singer", "scenic": True}, "nobody is shown"),
        ({"prompt": "blue mountains", "scenic": True}, "blue is left to the style"),
        ({"prompt": "a guitarist under water"}, "playing the guitar; no scene"),
        ({"prompt": "lightning over the city"}, "'lightning'.*cannot draw"),
    ],
)
def test_what_is_not_honoured_is_said(compose: Compose, brief: dict[str, object], said: str) -> None:
    treatment, draft = plan(compose(), **brief)
    assert any(re.search(said, warning) for warning in draft.warnings), draft.warnings
    assert set(treatment.warnings) <= set(draft.warnings)


def test_a_plain_brief_has_nothing_to_warn_of(compose: Compose) -> None:
    assert plan(compose(), prompt="dreamy and hopeful, cinematic")[1].warnings == ()


def test_a_treatment_is_readable_json_and_back(compose: Compose) -> None:
    treatment, _ = plan(compose(), prompt="the sea at dusk")
    assert Treatment.model_validate_json(treatment.model_dump_json()) == treatment
    assert {scene.key for scene in treatment.scenes} >= {key for s in treatment.sections for key in s.scenes}


@pytest.mark.parametrize(("words", "pose"), [("a guitarist in the city", "guitar"), ("舞者在海边", "dance")])
def test_who_is_asked_for_is_seen_at_it(compose: Compose, words: str, pose: str) -> None:
    _, draft = plan(compose(), prompt=words)
    shown = [shot.pose for shot in draft.shots if shot.pose is not None]
    assert shown.count(pose) >= 0.4 * len(shown)


def test_framings_and_moves_that_are_asked_for_are_seen_more_often(compose: Compose) -> None:
    (_, plain), (_, asked) = plan(compose(), prompt="the city"), plan(compose(), prompt="the city, drone, orbiting")
    for attribute, value in (("framing", "high"), ("camera", "orbit")):
        before, after = (
            sum(getattr(shot.picture, attribute) == value for shot in draft.shots) for draft in (plain, asked)
        )
        assert after > before


def test_the_pictures_colours_are_in_every_shot_dark_to_light(compose: Compose) -> None:
    _, draft = plan(compose(), prompt="the city in cyan and violet light")
    assert {shot.picture.palette for shot in draft.shots} == {("#7a45b0", "#25b8c8")}

"""Scene maps: written by a user, read with every fault named, followed by the plan, and written out again."""

import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.errors import BriefError
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.scene_map import MapScene, SceneMap, scene_map_of, scene_map_to_json
from songreel_engine.planning.scene_map_reading import MOST_FAULTS, MOST_SCENES, read_scene_map, scene_map_schema
from songreel_engine.planning.styles import STYLES
from songreel_engine.timebase import frame_to_seconds, seconds_to_frame

Compose = Callable[..., Analysis]
SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "scene_map.schema.json"
POP_BEAT_S = 60.0 / 112.0


@pytest.fixture(scope="module")
def song(compose: Compose) -> Analysis:
    """2:30, with three choruses from 34.586 s, 77.443 s and 111.729 s."""
    return compose()


def read(song: Analysis, written: object, *, is_preview: bool = False) -> SceneMap:
    text = written if isinstance(written, str) else json.dumps(written)
    return read_scene_map(text, duration_s=song.duration_s, sections=song.sections, is_preview=is_preview)


def plan(song: Analysis, scene_map: SceneMap | None, **brief: object) -> Draft:
    count = itertools.count(1)
    return plan_draft(
        song,
        Brief.model_validate(brief),
        project_id="project",
        new_id=lambda: f"id-{next(count)}",
        scene_map=scene_map,
    )[1]


def faults(song: Analysis, written: object) -> list[str]:
    with pytest.raises(BriefError) as refused:
        read(song, written)
    return [line.strip() for line in str(refused.value).splitlines()[1:]]


def shots_within(draft: Draft, start_s: float, end_s: float) -> list[Shot]:
    """Shots whose middle lies there."""
    return [
        shot
        for shot in draft.shots
        if start_s <= frame_to_seconds(shot.start + shot.stop, draft.frame_rate) / 2 < end_s
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (12, 12.0), (12.25, 12.25), ("12", 12.0), ("12.5 s", 12.5), ("0:12", 12.0), ("1:02.5", 62.5), ("1:02,5", 62.5),
        ("0:01:02", 62.0), ("1：02", 62.0),
    ],
)  # fmt: skip
def test_times_are_seconds_or_minutes_and_seconds(song: Analysis, written: object, seconds: float) -> None:
    assert read(song, [{"start": 0, "end": written}]).scenes[0].end_s == pytest.approx(seconds)


def test_a_bare_list_and_an_object_with_scenes_are_the_same_map(song: Analysis) -> None:
    scenes = [{"start": 0, "end": 10, "motion": 3}]
    assert read(song, scenes) == read(song, {"scenes": scenes})


def test_fields_are_known_by_other_spellings(song: Analysis) -> None:
    plain = read(song, [{"start": 0, "end": 10, "motion": 7, "palette": ["teal"], "description": "rain"}])
    other = {"Start Time": 0, "end_s": 10, "motion intensity": "7/10", "color-palette": "teal", "prompt": "rain"}
    assert read(song, [other]) == plain


def test_a_section_by_its_number_is_one_scene_and_by_its_name_every_one(song: Analysis) -> None:
    choruses = [s for s in song.sections if s.label == "chorus"]
    one = read(song, [{"section": "Chorus 2", "motion": 9}]).scenes
    assert [(s.start_s, s.end_s, s.section) for s in one] == [(choruses[1].start_s, choruses[1].end_s, "chorus 2")]
    every = read(song, [{"section": "chorus", "motion": 9}]).scenes
    assert [(s.start_s, s.end_s) for s in every] == [(s.start_s, s.end_s) for s in choruses]
    assert {s.motion for s in every} == {9}
    for words in ("every chorus", "副歌", "choruses", "the refrain".removeprefix("the ")):
        assert read(song, [{"section": words, "motion": 9}]).scenes == every
    assert read(song, [{"section": "last chorus"}]).scenes[0].section == "chorus 3"


def test_times_given_with_a_section_say_which_part_of_it(song: Analysis) -> None:
    bridge = next(s for s in song.sections if s.label == "bridge")
    scene = read(song, [{"section": "bridge", "end": bridge.start_s + 5}]).scenes[0]
    assert (scene.start_s, scene.end_s) == (bridge.start_s, pytest.approx(bridge.start_s + 5))
    assert faults(song, [{"section": "bridge", "start": 0, "end": 5}])[0].startswith("scene 1, section: it is at 1:34")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("start", "soon", "'soon' is no time; write seconds"),
        ("start", -3, "-3 lies before the song"),
        ("end", "1:75", "'1:75' is no time"),
        ("end", True, "true is no time"),
        ("motion", 11, "11 is no motion level; write a whole number from 1 (still) to 10 (wild)"),
        ("motion", 5.5, "5.5 is no motion level"),
        ("palette", ["teal", "glurb"], "'glurb' is no colour; write names"),
        ("palette", [], "an empty list is no palette"),
        ("palette", ["red"] * 9, "it has 9 colours; keep up to 8"),
        ("transition", "wipe", "'wipe' is no transition; choose cut, dissolve, fade"),
        ("place", "palace", "'palace' is no place that this version draws; choose city, room, alley, "),
        ("time_of_day", 7, "7 is no time of day; choose dawn"),
        ("weather", "hail", "'hail' is no weather; choose clear, rain"),
        ("style", "qqqq", "there is no style 'qqqq'; choose"),
        ("framing", {}, "an object is no framing; choose wide"),
        ("camera", "teleport", "'teleport' is no camera move; choose hold"),
        ("description", ["a"], "a list is no text"),
        ("description", "x" * 2501, "it has 2501 characters; shorten it to 2500"),
        ("on_beat", "yes", "'yes' is neither true nor false"),
        ("section", "chorus 4", "there is no section 'chorus 4'; this song has intro, verse 1,"),
    ],
)
def test_each_field_says_what_was_found_and_what_is_allowed(
    song: Analysis, field: str, value: object, says: str
) -> None:
    when = {} if field == "section" else {"start": 0, "end": 10}
    found = faults(song, [{"start": 100, "end": 110}, {**when, field: value}])
    assert len(found) == 1
    assert found[0].startswith(f"scene 2, {field}: {says}")


def test_all_faults_are_told_at_once_in_the_order_of_the_scenes(song: Analysis) -> None:
    found = faults(song, [{"start": 0, "end": "x", "motion": 0}, {"start": 20, "end": 10, "transtion": "cut"}, 5])
    assert [line.split(":")[0] for line in found] == [
        "scene 1, end", "scene 1, motion", "scene 2, 'transtion'", "scene 2, end", "scene 3",
    ]  # fmt: skip
    assert "did you mean transition?" in found[2]


def test_more_faults_than_anybody_reads_are_counted(song: Analysis) -> None:
    found = faults(song, [{"start": index, "end": index + 1, "motion": 99} for index in range(30)])
    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == f"… and {30 - MOST_FAULTS} more"


def test_overlaps_name_both_scenes(song: Analysis) -> None:
    found = faults(song, [{"start": 0, "end": 20}, {"start": 15, "end": 30}])
    assert found == ["scene 2, start: 0:15–0:30 overlaps scene 1 (0:00–0:20); let one end where the other starts"]
    hidden = faults(song, [{"start": 0, "end": 90}, {"start": 10, "end": 20}, {"start": 50, "end": 60}])
    assert [line.split(",")[0] for line in hidden] == ["scene 2", "scene 3"]


def test_an_end_past_the_song_is_named_with_where_the_song_ends(song: Analysis) -> None:
    assert faults(song, [{"start": 0, "end": 999}]) == [
        "scene 1, end: 16:39 is past the end of the song; the song ends at 2:30.3"
    ]
    assert faults(song, [{"start": 500, "end": 999}])[0].startswith("scene 1, start: 8:20 is past the end of the song")


def test_a_scene_that_does_not_say_when_is_refused_for_what_is_missing(song: Analysis) -> None:
    assert faults(song, [{"motion": 3}]) == [
        "scene 1, start: it is missing; give both times, or the name of a section",
        "scene 1, end: it is missing; give both times, or the name of a section",
    ]


def test_a_gap_is_allowed_and_told(song: Analysis) -> None:
    warnings = read(song, [{"start": 10, "end": 20}, {"start": 30, "end": 150}]).warnings
    assert warnings == ("The scene map leaves out 0:00–0:10 and 0:20–0:30; the director fills it.",)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "9" * 5000, '"map"', "{}", "[]", "null", '{"scenes": {}}'])
def test_what_is_no_map_is_refused_in_one_sentence(song: Analysis, text: str) -> None:
    with pytest.raises(BriefError) as refused:
        read(song, text)
    assert str(refused.value).startswith("The scene map ")
    assert "\n" not in str(refused.value)


def test_a_map_of_too_many_scenes_is_refused(song: Analysis) -> None:
    with pytest.raises(BriefError, match="1001 scenes"):
        read(song, [{}] * (MOST_SCENES + 1))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted(scene_map_schema()["$defs"]["WrittenScene"]["properties"]))


@settings(max_examples=100, deadline=None)
@given(st.lists(JSON_VALUES | st.dictionaries(FIELDS, JSON_VALUES, max_size=6), max_size=6))
def test_any_list_of_json_values_is_read_or_refused(song: Analysis, entries: list[Any]) -> None:
    try:
        scene_map = read(song, entries)
    except BriefError:
        return
    assert scene_map.scenes


@pytest.mark.parametrize("seed", range(6))
def test_a_drafts_own_map_plans_to_the_same_places_at_the_same_times(song: Analysis, seed: int) -> None:
    first = plan(song, None, seed=seed, style=list(STYLES)[seed % len(STYLES)])
    out = scene_map_of(first)
    back = read(song, scene_map_to_json(out))
    assert back == out
    again = plan(song, back, seed=seed + 100, style=first.style)
    assert scene_map_of(again) == out
    assert not again.warnings


def test_a_place_changed_in_a_written_map_takes_the_directors_description_with_it(song: Analysis) -> None:
    first = plan(song, None, seed=3)
    written = json.loads(scene_map_to_json(scene_map_of(first)))
    changed = written["scenes"][1]
    changed |= {"place": "beach" if changed["place"] != "beach" else "city", "weather": "rain", "time_of_day": "night"}
    draft = plan(song, read(song, written), seed=3, style=first.style)
    was = scene_map_of(first).scenes[1]
    shown = {shot.scene_id for shot in shots_within(draft, was.start_s, was.end_s)}
    scene = next(s for s in draft.scenes if {s.id} == shown)
    assert (scene.place, scene.weather, scene.time_of_day) == (changed["place"], "rain", "night")
    assert "rain coming down" in scene.description
    assert scene.description != changed["description"]
    assert not draft.warnings


def test_a_map_is_stored_and_read_as_a_value(song: Analysis) -> None:
    scene_map = read(song, [{"section": "chorus", "palette": ["teal"], "transition": "dissolve"}])
    assert SceneMap.model_validate_json(scene_map.model_dump_json()) == scene_map


def test_equal_maps_give_equal_drafts(song: Analysis) -> None:
    scene_map = read(song, [{"section": "chorus", "description": "a beach at night"}])
    assert plan(song, scene_map, seed=4) == plan(song, scene_map, seed=4)


@st.composite
def maps(draw: st.DrawFn, duration_s: float) -> list[dict[str, object]]:
    """Scenes that do not overlap, some with gaps between them, none shorter than 0.3 s."""
    edges = sorted(draw(st.sets(st.integers(0, int(duration_s * 10)), min_size=2, max_size=16)))
    spans = [span for span in itertools.pairwise(edges) if span[1] - span[0] >= 3 and draw(st.integers(0, 3))]
    looks = st.fixed_dictionaries(
        {},
        optional={
            "motion": st.integers(1, 10),
            "place": st.sampled_from(["city", "lake", "beach", "room"]),
            "weather": st.sampled_from(["rain", "snow", "clear"]),
            "time_of_day": st.sampled_from(["night", "day"]),
            "transition": st.sampled_from(["cut", "fade", "dissolve", "dip", "whip", "light_leak", "match"]),
            "framing": st.sampled_from(["wide", "close", "detail"]),
            "camera": st.sampled_from(["hold", "orbit"]),
            "description": st.sampled_from(["nobody on a beach", "no rain", "a castle", "雨夜的城市"]),
            "on_beat": st.booleans(),
        },
    )
    return [{"start": start / 10, "end": end / 10, **draw(looks)} for start, end in spans]


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_map_gives_a_draft_that_keeps_the_rules_and_what_was_asked(song: Analysis, data: st.DataObject) -> None:
    entries = data.draw(maps(song.duration_s))
    if not entries:
        return
    scene_map = read(song, entries)
    draft = plan(song, scene_map, seed=1)
    check_draft(draft)
    assert draft.shots[0].start == 0
    beats = {seconds_to_frame(beat_s, draft.frame_rate) for beat_s in song.beats_s}
    assert all(shot.start in beats for shot in draft.shots if shot.on_beat)
    starts_s = [frame_to_seconds(shot.start, draft.frame_rate) for shot in draft.shots]
    for scene in scene_map.scenes:
        nearest_s = min(starts_s, key=lambda start_s: abs(start_s - scene.start_s))
        assert abs(nearest_s - scene.start_s) <= max(POP_BEAT_S, 0.5) + 0.03
        for shot in shots_within(draft, scene.start_s + POP_BEAT_S, scene.end_s - POP_BEAT_S):
            assert scene.motion in (None, shot.motion)
            assert scene.framing in (None, shot.framing)
            assert scene.camera in (None, shot.camera)
    out = scene_map_of(draft)
    again = scene_map_of(plan(song, read(song, scene_map_to_json(out)), seed=1))
    spans = [(s.start_s, s.end_s, s.place, s.time_of_day, s.weather) for s in out.scenes]
    assert [(s.start_s, s.end_s, s.place, s.time_of_day, s.weather) for s in again.scenes] == spans


def test_cuts_fall_on_the_maps_edges_on_the_beat_nearest_to_them(song: Analysis) -> None:
    draft = plan(song, read(song, [{"start": 20.5, "end": 44.44, "place": "city"}]), seed=2)
    starts = {shot.start: shot for shot in draft.shots}
    for edge_s in (20.5, 44.44):
        nearest_s = min(song.beats_s, key=lambda beat_s: abs(beat_s - edge_s))
        shot = starts[seconds_to_frame(nearest_s, draft.frame_rate)]
        assert shot.on_beat


def test_an_edge_stays_where_it_is_when_asked_to_or_where_no_beat_is_near(
    song: Analysis, compose_beatless: Compose
) -> None:
    exact = plan(song, read(song, [{"start": 0, "end": 20.2}, {"start": 20.2, "end": 30, "on_beat": False}]))
    shot = next(shot for shot in exact.shots if shot.start == seconds_to_frame(20.2, exact.frame_rate))
    assert shot.off_beat_reason == "the scene map asks for this very moment"
    beatless = compose_beatless(30.0)
    free = plan(beatless, read(beatless, [{"start": 0, "end": 11.37}, {"start": 11.37, "end": 30}]))
    shot = next(shot for shot in free.shots if shot.start == seconds_to_frame(11.37, free.frame_rate))
    assert shot.off_beat_reason == "the scene map asks for it, and no beat is near"


def test_shots_show_what_their_scene_asks_for(song: Analysis) -> None:
    asked = {
        "section": "chorus 2", "motion": 2, "palette": ["#ffeedd", "navy", "teal"], "transition": "dissolve",
        "place": "lake", "time_of_day": "night", "weather": "snow", "style": "Cyberpunk", "framing": "wide",
        "camera": "orbit", "description": "a frozen pier",
    }  # fmt: skip
    draft = plan(song, read(song, [asked]), seed=5)
    section = next(s for s in draft.sections if s.label == "chorus 2")
    shots = [shot for shot in draft.shots if shot.section_id == section.id]
    assert len(shots) > 4
    assert shots[0].transition_in == "dissolve"
    scene = next(s for s in draft.scenes if s.id == shots[0].scene_id)
    assert (scene.place, scene.time_of_day, scene.weather) == ("lake", "night", "snow")
    assert scene.description == "a frozen pier"
    for shot in shots:
        picture = shot.picture
        assert (picture.scene_id, picture.motion, picture.framing, picture.camera) == (scene.id, 2, "wide", "orbit")
        assert picture.palette == ("#000080", "#008080", "#ffeedd"), "dark to light"
        assert picture.style == "cyberpunk"
        assert "a frozen pier" in picture.prompt
    assert len({shot.variation for shot in shots}) > 1, "one framing, seen from several sides"
    others = [shot.picture for shot in draft.shots if shot.section_id != section.id]
    assert all(picture.style is None and not picture.palette for picture in others)


def test_a_description_is_read_as_a_prompt_is(song: Analysis) -> None:
    draft = plan(song, read(song, [{"section": "bridge", "description": "nobody in the room, snow at dawn"}]), seed=5)
    section = next(s for s in draft.sections if s.label == "bridge")
    shots = [shot for shot in draft.shots if shot.section_id == section.id]
    scene = next(s for s in draft.scenes if s.id == shots[0].scene_id)
    assert (scene.place, scene.time_of_day, scene.weather) == ("room", "dawn", "snow")
    assert {shot.pose for shot in shots} == {None}


def test_what_cannot_be_drawn_is_said_once_with_every_time_it_was_asked(song: Analysis) -> None:
    scene_map = read(song, [{"section": "chorus", "description": "a dragon over the beach", "weather": "snow"}])
    warnings = plan(song, scene_map).warnings
    assert "Scene map, 0:34, 1:17 and 1:51: this version cannot draw 'dragon'; it is left out." in warnings
    assert "Scene map, 0:34, 1:17 and 1:51: there is no snow in the beach; it shows clear." in warnings


def test_a_place_that_is_stood_in_for_is_said(song: Analysis) -> None:
    scene_map = read(song, [{"start": 0, "end": 150, "place": "the harbour"}])
    assert scene_map.scenes[0].place == "beach"
    assert scene_map.warnings == ("Scene 1 of the map asks for 'harbour'; the beach stands in for it.",)


def test_the_film_opens_with_a_cut_or_out_of_black_whatever_is_asked(song: Analysis) -> None:
    for kind, opens in (("dissolve", "fade"), ("fade", "fade"), ("cut", "cut"), ("whip", "cut")):
        scene_map = read(song, [{"start": 0, "end": 20, "transition": kind}])
        assert plan(song, scene_map).shots[0].transition_in == opens
        assert any("nothing before it" in warning for warning in scene_map.warnings) == (kind not in ("cut", "fade"))


def test_a_scene_that_asks_for_no_look_keeps_the_directors(song: Analysis) -> None:
    free = plan(song, None, seed=7)
    calm = plan(song, read(song, [{"section": "verse", "motion": 1}]), seed=7)
    settings_of = [[(s.place, s.time_of_day, s.weather) for s in draft.scenes] for draft in (free, calm)]
    assert settings_of[0] == settings_of[1]


def test_a_look_that_returns_is_one_scene_of_the_draft(song: Analysis) -> None:
    draft = plan(song, read(song, [{"section": "chorus", "description": "the sea at night"}]), seed=7)
    choruses = {s.id for s in draft.sections if s.label.startswith("chorus")}
    assert len({shot.scene_id for shot in draft.shots if shot.section_id in choruses}) == 1


def test_scenes_that_look_alike_share_pictures_across_sections_and_stay_two_inside_one(song: Analysis) -> None:
    alike = {"place": "room", "time_of_day": "night"}
    apart = [
        {"start": 52, "end": 60, "motion": 2, **alike},
        {"start": 60, "end": 68.5, "motion": 9, **alike},
    ]
    out = scene_map_of(plan(song, read(song, apart), seed=7)).scenes
    assert [scene.motion for scene in out if scene.place == "room" and scene.end_s > 55 and scene.start_s < 65] == [
        2,
        9,
    ]
    together = [{"section": "pre-chorus 1", **alike}, {"section": "chorus 1", **alike}]
    draft = plan(song, read(song, together), seed=7)
    assert len({shot.scene_id for shot in shots_within(draft, 26.5, 51)}) == 1


def test_scenes_shorter_than_a_beat_are_all_seen(song: Analysis) -> None:
    edges_s = [20.0, 20.3, 20.6, 20.9, 30.0]
    entries = [
        {"start": start_s, "end": end_s, "motion": motion}
        for motion, (start_s, end_s) in enumerate(itertools.pairwise(edges_s), start=1)
    ]
    shots = shots_within(plan(song, read(song, entries)), 20.0, 29.0)
    assert list(dict.fromkeys(shot.motion for shot in shots)) == [1, 2, 3, 4]


def test_a_section_whose_own_cut_an_edge_crowds_out_starts_with_that_edge(song: Analysis) -> None:
    chorus = next(s for s in song.sections if s.label == "chorus")
    edge_s = chorus.start_s - 0.4
    draft = plan(song, read(song, [{"start": 20, "end": edge_s}, {"start": edge_s, "end": 45, "on_beat": False}]))
    starts = {shot.start for shot in draft.shots}
    assert seconds_to_frame(edge_s, draft.frame_rate) in {section.start for section in draft.sections}
    assert {section.start for section in draft.sections} <= starts


def test_the_treatment_tells_of_the_scenes_that_are_seen(song: Analysis) -> None:
    scene_map = read(song, [{"start": 0, "end": song.duration_s, "place": "room", "time_of_day": "night"}])
    ids = itertools.count()
    treatment, draft = plan_draft(song, Brief(), project_id="p", new_id=lambda: f"id-{next(ids)}", scene_map=scene_map)
    assert {scene.place for scene in treatment.scenes} == {"room"} == {scene.place for scene in draft.scenes}
    assert "the room" in treatment.logline


def test_leftovers_too_short_to_see_belong_to_the_scene_before(song: Analysis) -> None:
    entries = [{"start": 0.3, "end": 50.0, "motion": 3}, {"start": 50.3, "end": 150.1, "motion": 8}]
    scene_map = read(song, entries)
    assert not scene_map.warnings
    assert {shot.motion for shot in plan(song, scene_map).shots} == {3, 8}


def test_a_preview_follows_the_part_of_the_map_that_it_shows(compose: Compose) -> None:
    song = compose((("intro", "A", 4, 0.2), ("verse", "B", 10, 0.5)))
    entries = [
        {"start": 0, "end": "0:20", "motion": 2}, {"start": "0:20", "end": "0:40", "motion": 9},
        {"start": "1:00", "end": "2:00"}, {"section": "chorus 2"},
    ]  # fmt: skip
    assert len(faults(song, entries)) == 3
    scene_map = read(song, entries, is_preview=True)
    assert [scene.end_s for scene in scene_map.scenes] == [20.0, song.duration_s]
    assert scene_map.warnings == (
        "Only the song's first 0:30.3 is made; scenes of the map that are not in it: 3 and 4.",
    )
    assert {shot.motion for shot in plan(song, scene_map).shots} == {2, 9}


def test_a_map_of_a_longer_song_is_clipped_when_planned(song: Analysis) -> None:
    scenes = (MapScene(start_s=0.0, end_s=200.0, motion=4), MapScene(start_s=200.0, end_s=300.0, motion=9))
    assert {shot.motion for shot in plan(song, SceneMap(scenes=scenes)).shots} == {4}


def test_a_scene_shorter_than_a_frame_is_refused(song: Analysis) -> None:
    scene_map = SceneMap(scenes=(MapScene(start_s=10.001, end_s=10.002), MapScene(start_s=20.0, end_s=30.0)))
    assert plan(song, SceneMap(scenes=scene_map.scenes[1:])).shots
    with pytest.raises(BriefError, match=r"0:10.001 is shorter than a frame"):
        plan(song, scene_map)


def test_three_minutes_with_a_map_of_forty_scenes_plan_in_a_second(compose: Compose) -> None:
    song = compose(bpm=94.0)
    step_s = song.duration_s / 40
    scene_map = SceneMap(
        scenes=tuple(MapScene(start_s=k * step_s, end_s=(k + 1) * step_s, motion=1 + k % 10) for k in range(40))
    )
    began_s = time.process_time()
    assert len(plan(song, scene_map).shots) >= 40
    assert time.process_time() - began_s < 1.0


def test_the_schema_in_the_documentation_is_the_readers() -> None:
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == scene_map_schema()


def test_the_example_in_the_documentation_is_a_map(song: Analysis) -> None:
    example = (SCHEMA_FILE.parent / "scene_map.md").read_text("utf-8").split("```json\n")[1].split("```")[0]
    assert len(read(song, example).scenes) == 6

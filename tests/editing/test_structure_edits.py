"""Where the film is cut and what stands where, changed. A beat is 12 frames; every cut of the film stands on one."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from composed_films import BEAT_FRAMES, FOOTAGE, PHOTO, film, material
from songreel_engine.draft.edits import Edit
from songreel_engine.draft.model import Draft, Shot
from songreel_engine.editing.apply import apply_edit, changed_ids
from songreel_engine.editing.cuts import SHORTEST_FRAMES
from songreel_engine.editing.material import Edited
from songreel_engine.errors import EditError

DRAFT = film()


def done(
    name: str,
    /,
    sections: Sequence[str] = (),
    shots: Sequence[int] = (),
    ranges_s: Sequence[tuple[float, float]] = (),
    *,
    draft: Draft = DRAFT,
    beats: bool = True,
    **changes: object,
) -> Edited:
    target = {"sections": sections, "shots": shots, "ranges_s": ranges_s}
    edit = Edit.model_validate({"edit": name, "target": target, "changes": changes})
    return apply_edit(draft, edit, material(draft, beats=beats))


def cuts(draft: Draft) -> list[int]:
    return [shot.start for shot in draft.shots]


def slot(shot: Shot) -> tuple[object, ...]:
    """What belongs to the cut and not to the picture."""
    return (
        shot.start, shot.stop, shot.section_id, shot.on_beat, shot.off_beat_reason, shot.transition_in,
        shot.transition_frames,
    )  # fmt: skip


def shots_of(draft: Draft, label: str) -> list[Shot]:
    ids = {section.id for section in draft.sections if section.label == label}
    return [shot for shot in draft.shots if shot.section_id in ids]


def locked(*numbers: int) -> Draft:
    return done("lock", shots=numbers).draft


def test_cutting_twice_as_fast_doubles_the_shots_on_beats_and_keeps_the_cuts_there_were() -> None:
    after = done("pace", ["chorus 1"], factor=2).draft
    old, new = shots_of(DRAFT, "chorus 1"), shots_of(after, "chorus 1")
    assert len(new) == 2 * len(old)
    assert {s.start for s in old} <= {s.start for s in new}
    assert all(shot.on_beat and shot.start % BEAT_FRAMES == 0 for shot in new)
    assert set(changed_ids(DRAFT, after)) <= {shot.id for shot in (*old, *new)}


def test_a_cut_that_is_new_shows_another_framing() -> None:
    after = done("pace", ["chorus 1"], factor=2).draft
    ids = {shot.id for shot in DRAFT.shots}
    for before, shot in pairwise(after.shots):
        if shot.id not in ids:
            assert shot.framing != before.framing
            assert shot.scene_id == before.scene_id
            assert (shot.take, len(shot.takes), shot.takes[0].version) == (1, 1, 2)


def test_cutting_half_as_fast_halves_the_shots_and_each_section_keeps_its_first_cut() -> None:
    after = done("pace", factor=0.5).draft
    assert set(cuts(after)) < set(cuts(DRAFT))
    assert {s.start for s in DRAFT.sections} <= set(cuts(after))
    for section in DRAFT.sections:
        before = len(shots_of(DRAFT, section.label))
        assert len(shots_of(after, section.label)) == max(1, min(before - 1, round(before / 2)))


def test_where_beats_run_out_the_cutting_stops_and_says_so() -> None:
    edited = done("pace", ["bridge"], factor=10)
    lengths = {shot.stop - shot.start for shot in shots_of(edited.draft, "bridge")}
    assert lengths == {BEAT_FRAMES}
    assert edited.notes[0].endswith("could not be cut as often as asked: there are no more beats to cut on.")


def test_without_beats_new_cuts_stand_in_the_middle_and_say_why() -> None:
    after = done("pace", ["bridge"], beats=False, factor=2).draft
    new = [shot for shot in after.shots if shot.id not in {s.id for s in DRAFT.shots}]
    assert {shot.off_beat_reason for shot in new} == {"no beat was found in this song"}
    assert not any(shot.on_beat for shot in new)


def test_pace_leaves_locked_shots_and_what_bounds_them() -> None:
    draft = locked(8, 9)
    for factor in (3.0, 0.2):
        after = done("pace", draft=draft, factor=factor).draft
        assert set(draft.shots[7:9]) <= set(after.shots)


def test_a_cut_moves_to_the_nearest_beat_and_only_its_two_shots_change() -> None:
    start = DRAFT.shots[4].start
    edited = done("move_cut", shots=[5], to_s=start / 24 + 0.7)
    assert edited.draft.shots[4].start == edited.draft.shots[3].stop == start + BEAT_FRAMES
    assert edited.draft.shots[4].on_beat
    assert set(changed_ids(DRAFT, edited.draft)) == {DRAFT.shots[3].id, DRAFT.shots[4].id}


@pytest.mark.parametrize(("by_s", "beats"), [(0.1, 1), (-0.1, -1), (0.5, 1), (-1.0, -2)])
def test_a_cut_that_is_asked_to_move_goes_a_beat_at_least(by_s: float, beats: int) -> None:
    start = DRAFT.shots[4].start
    assert done("move_cut", shots=[5], by_s=by_s).draft.shots[4].start == start + beats * BEAT_FRAMES
    assert done("move_cut", shots=[5], by_beats=beats).draft.shots[4].start == start + beats * BEAT_FRAMES


def test_a_cut_between_locked_shots_or_past_its_neighbours_stays() -> None:
    with pytest.raises(EditError, match="shot 5 would be too short"):
        done("move_cut", shots=[5], to_s=DRAFT.shots[4].stop / 24)
    with pytest.raises(EditError, match="shot 4 would be too short"):
        done("move_cut", shots=[5], to_s=0)
    with pytest.raises(EditError, match="Shot 4 is locked"):
        done("move_cut", shots=[5], draft=locked(4), by_beats=1)
    with pytest.raises(EditError, match="no cut before it"):
        done("move_cut", shots=[1], by_beats=1)


def test_a_shot_is_split_on_the_beat_nearest_to_what_was_asked() -> None:
    shot = DRAFT.shots[4]
    asked = (shot.start + shot.stop) // 2 + 4
    after = done("split", shots=[5], at_s=asked / 24).draft
    first, second = after.shots[4:6]
    assert (first.id, first.start, second.stop) == (shot.id, shot.start, shot.stop)
    assert first.stop == second.start
    assert abs(second.start - asked) <= BEAT_FRAMES // 2
    assert second.on_beat
    assert second.transition_in == "cut"


def test_what_is_too_short_is_not_split() -> None:
    finest = done("pace", ["bridge"], factor=10).draft
    number = finest.shots.index(shots_of(finest, "bridge")[1]) + 1
    with pytest.raises(EditError, match=f"Shot {number} cannot be split"):
        done("split", shots=[number], draft=finest)


def test_merged_shots_are_the_first_of_them_for_longer() -> None:
    after = done("merge", shots=[5, 6]).draft
    assert after.shots[4] == DRAFT.shots[4].model_copy(update={"stop": DRAFT.shots[5].stop})
    assert after.shots[5:] == DRAFT.shots[6:]
    with pytest.raises(EditError, match="shots 5 and 7 are not"):
        done("merge", shots=[5, 7])


def test_the_time_of_a_removed_shot_goes_to_the_one_before_it_in_its_section() -> None:
    after = done("remove", shots=[6]).draft
    assert after.shots[4].stop == DRAFT.shots[5].stop
    assert DRAFT.shots[5] not in after.shots


def test_a_section_keeps_its_first_cut_when_its_first_shot_is_removed() -> None:
    number = DRAFT.shots.index(shots_of(DRAFT, "chorus 1")[0]) + 1
    after = done("remove", shots=[number]).draft
    first = shots_of(after, "chorus 1")[0]
    assert first.id == DRAFT.shots[number].id
    assert slot(first)[:1] + slot(first)[2:] == slot(DRAFT.shots[number - 1])[:1] + slot(DRAFT.shots[number - 1])[2:]


def test_the_films_first_shot_gives_its_time_and_its_start_to_the_next() -> None:
    after = done("remove", shots=[1]).draft
    assert (after.shots[0].id, after.shots[0].start) == (DRAFT.shots[1].id, 0)
    assert after.shots[0].transition_in == DRAFT.shots[0].transition_in


def test_nothing_is_removed_that_nothing_can_stand_in_for() -> None:
    with pytest.raises(EditError, match="as long as the song, so bridge cannot"):
        done("remove", ["bridge"])
    with pytest.raises(EditError, match="as long as the song, so the whole film cannot"):
        done("remove")
    with pytest.raises(EditError, match=r"what is beside it is locked .* “unlock shots 4 and 6”"):
        done("remove", shots=[5], draft=locked(4, 6))


def test_a_shot_that_moves_leaves_the_cuts_where_they_are() -> None:
    after = done("reorder", shots=[5], before={"shots": [2]}).draft
    ids, now = [s.id for s in DRAFT.shots], [s.id for s in after.shots]
    assert now == [ids[0], ids[4], *ids[1:4], *ids[5:]]
    assert [slot(s) for s in after.shots] == [slot(s) for s in DRAFT.shots]
    assert after.shots[1].takes == DRAFT.shots[4].takes


@pytest.mark.parametrize(
    ("changes", "number"),
    [({"by": 2}, 7), ({"by": -99}, 1), ({"after": {"shots": [10]}}, 10), ({"before": {"sections": ["bridge"]}}, 27)],
)
def test_a_shot_goes_where_it_was_sent(changes: dict[str, object], number: int) -> None:
    assert done("reorder", shots=[5], **changes).draft.shots[number - 1].id == DRAFT.shots[4].id


def test_a_shot_sent_to_a_time_is_on_at_that_time() -> None:
    wanted = DRAFT.shots[20]
    after = done("reorder", shots=[5], to_s=wanted.start / 24).draft
    assert after.shots[20].id == DRAFT.shots[4].id


def test_locked_shots_keep_their_places_when_others_move() -> None:
    draft = locked(3)
    after = done("reorder", shots=[5], draft=draft, before={"shots": [1]}).draft
    assert after.shots[2] == draft.shots[2]
    assert after.shots[0].id == draft.shots[4].id


def test_where_to_must_be_said_once() -> None:
    with pytest.raises(EditError, match="Say where it goes"):
        done("reorder", shots=[5])


def test_two_shots_change_places() -> None:
    after = done("swap", shots=[3, 9]).draft
    assert (after.shots[2].id, after.shots[8].id) == (DRAFT.shots[8].id, DRAFT.shots[2].id)
    assert [slot(s) for s in after.shots] == [slot(s) for s in DRAFT.shots]
    assert done("swap", shots=[3, 9], draft=after).draft == DRAFT


def test_the_shorter_of_two_swapped_sections_fills_the_longer_over_and_over() -> None:
    edited = done("swap", ["verse 1", "chorus 1"])
    verse, chorus = shots_of(DRAFT, "verse 1"), shots_of(DRAFT, "chorus 1")
    assert [s.picture for s in shots_of(edited.draft, "verse 1")] == [s.picture for s in chorus[: len(verse)]]
    shown = [s.picture for s in shots_of(edited.draft, "chorus 1")]
    assert shown == [verse[i % len(verse)].picture for i in range(len(chorus))]
    assert "over and over" in edited.notes[0]


def test_a_swap_takes_two_parts() -> None:
    with pytest.raises(EditError, match="takes two parts"):
        done("swap", ["verse 1"])
    with pytest.raises(EditError, match="say which with which"):
        done("swap", ["verse", "chorus"])


def test_a_file_goes_in_from_beat_to_beat_and_the_shot_around_it_goes_on() -> None:
    host = max(DRAFT.shots, key=lambda shot: shot.stop - shot.start)
    at = host.start + 2 * BEAT_FRAMES
    after = done("insert", kind="image", source="beach", at_s=at / 24 + 0.1, duration_s=0.5).draft
    index = DRAFT.shots.index(host)
    before, new, rest = after.shots[index : index + 3]
    assert (before.start, new.start, rest.start) == (host.start, at, at + BEAT_FRAMES)
    assert rest.stop == host.stop
    assert (before.id, before.takes, rest.takes) == (host.id, host.takes, host.takes)
    assert new.picture.media_id == PHOTO.id
    assert after.media == (PHOTO,)
    assert all(shot.on_beat for shot in (new, rest))


def test_footage_for_a_section_starts_with_it_and_stays_in_it() -> None:
    after = done("insert", ["chorus"], kind="footage").draft
    for label in ("chorus 1", "chorus 2", "chorus 3"):
        assert shots_of(after, label)[0].picture.media_id == FOOTAGE.id
    assert [s for s in after.shots if s in shots_of(after, "verse 1")] == shots_of(DRAFT, "verse 1")


def test_a_file_for_a_numbered_shot_is_a_take_of_it() -> None:
    shot = done("insert", shots=[5], kind="image").draft.shots[4]
    assert (shot.id, shot.take, shot.picture.media_id) == (DRAFT.shots[4].id, 2, PHOTO.id)


def test_a_file_is_not_drawn_anew_and_words_take_its_place() -> None:
    draft = done("insert", shots=[5], kind="image").draft
    with pytest.raises(EditError, match=r"Shot 5 shows Beach\.jpg, which is not drawn"):
        done("weather", shots=[5], draft=draft, weather="fog")
    assert done("reprompt", shots=[5], draft=draft, prompt="a pier").draft.shots[4].picture.media_id is None


def test_a_file_that_the_project_has_not_is_refused_with_those_it_has() -> None:
    with pytest.raises(EditError, match=r"no image or footage 'x\.png': this project has Beach\.jpg and waves\.mp4"):
        done("insert", kind="image", source="x.png", at_s=4)
    with pytest.raises(EditError, match="Say where to put it"):
        done("insert", kind="image")


def test_what_a_new_shot_covers_makes_way_and_is_named() -> None:
    third = DRAFT.shots[2]
    length_s = (third.stop - third.start) / 24
    edited = done("insert", kind="shot", at_s=third.start / 24, duration_s=length_s)
    assert third.id not in {shot.id for shot in edited.draft.shots}
    assert edited.draft.shots[2].section_id == third.section_id
    assert edited.notes == ("Shot 3 made way for it.",)


def test_a_new_shot_shows_what_was_said() -> None:
    after = done("insert", ranges_s=[(18.0, 20.0)], kind="shot", prompt="a car").draft
    new = next(shot for shot in after.shots if shot.id not in {s.id for s in DRAFT.shots})
    assert (new.start, new.stop) == (18 * 24, 20 * 24)
    assert new.prompt.startswith("a car. ")


def test_a_transition_goes_into_a_sections_first_shot_and_into_each_numbered_one() -> None:
    section = done("transition", ["chorus"], kind="dip").draft
    changed = [s for s, old in zip(section.shots, DRAFT.shots, strict=True) if s != old]
    assert changed == [shots_of(section, label)[0] for label in ("chorus 1", "chorus 2", "chorus 3")]
    assert {(s.transition_in, s.transition_frames) for s in changed} == {("dip", 10)}
    numbered = done("transition", shots=[8, 9], kind="whip").draft
    assert [s.transition_in for s in numbered.shots[7:9]] == ["whip", "whip"]


def test_a_cut_into_a_section_that_begins_with_one_takes_away_what_is_inside() -> None:
    chorus = {section.id for section in DRAFT.sections if section.label.startswith("chorus")}
    first, second = [n for n, shot in enumerate(DRAFT.shots, 1) if shot.section_id in chorus][:2]
    plain = done("transition", shots=range(1, len(DRAFT.shots) + 1), kind="cut").draft
    whipped = done("transition", shots=[second], kind="whip", draft=plain).draft
    cut = done("transition", ["chorus"], kind="cut", draft=whipped).draft
    assert [shot.transition_in for shot in cut.shots] == [shot.transition_in for shot in plain.shots]
    both = done("transition", shots=[first], kind="dip", draft=whipped).draft
    after = done("transition", ["chorus"], kind="cut", draft=both).draft
    assert [after.shots[n - 1].transition_in for n in (first, second)] == ["cut", "whip"]


def test_a_transition_longer_than_fits_is_shortened_and_says_so() -> None:
    edited = done("transition", kind="dissolve", duration_s=10)
    assert all(shot.transition_frames >= 2 * (SHORTEST_FRAMES // 2) for shot in edited.draft.shots[1:])
    assert "shorter than asked" in edited.notes[0]


def test_nothing_dissolves_into_the_first_shot() -> None:
    with pytest.raises(EditError, match="nothing before it to dissolve from"):
        done("transition", shots=[1], kind="dissolve")


def test_another_shape_says_what_it_costs() -> None:
    edited = done("canvas", aspect="1:1")
    assert edited.draft == DRAFT.model_copy(update={"aspect": "1:1"})
    assert edited.notes == ("Every picture must be made again for 1:1.",)


def test_sections_are_renamed_and_numbered_and_no_name_is_used_twice() -> None:
    assert done("rename_section", ["bridge"], name="breakdown").draft.sections[5].label == "breakdown"
    labels = [section.label for section in done("rename_section", ["verse"], name="rap").draft.sections]
    assert labels == ["intro", "rap 1", "chorus 1", "rap 2", "chorus 2", "bridge", "chorus 3"]
    for name in ("chorus", "Chorus 2"):
        with pytest.raises(EditError, match="already"):
            done("rename_section", ["bridge"], name=name)
    with pytest.raises(EditError, match="Say which section"):
        done("rename_section", name="x")

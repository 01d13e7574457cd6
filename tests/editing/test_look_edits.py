"""What a picture looks like, changed: takes are kept, plates stay shared, locked shots stay."""

from collections.abc import Sequence

import pytest

from composed_films import film, material
from songreel_engine.draft.edits import Edit
from songreel_engine.draft.model import Draft, Picture, Shot
from songreel_engine.editing.apply import apply_edit, apply_edits, changed_ids
from songreel_engine.editing.material import Edited
from songreel_engine.errors import EditError
from songreel_engine.planning.styles import STYLES

DRAFT = film()


def edit(name: str, sections: Sequence[str] = (), shots: Sequence[int] = (), **changes: object) -> Edit:
    return Edit.model_validate(
        {"edit": name, "target": {"sections": sections, "shots": shots}, "changes": changes},
    )


def done(
    name: str,
    sections: Sequence[str] = (),
    shots: Sequence[int] = (),
    *,
    draft: Draft = DRAFT,
    version: int = 2,
    **changes: object,
) -> Edited:
    return apply_edit(draft, edit(name, sections, shots, **changes), material(draft, version=version))


def with_locked(*numbers: int) -> Draft:
    return done("lock", shots=numbers).draft


def shots_of(draft: Draft, label: str) -> list[Shot]:
    ids = {section.id for section in draft.sections if section.label.startswith(label)}
    return [shot for shot in draft.shots if shot.section_id in ids]


def view(picture: Picture) -> tuple[object, ...]:
    return (picture.scene_id, picture.framing, picture.pose, picture.variation, picture.image_seed)


def test_redoing_the_chorus_gives_each_of_its_shots_a_new_take_and_leaves_the_others_alone() -> None:
    after = done("remake", ["chorus"]).draft
    for old, new in zip(DRAFT.shots, after.shots, strict=True):
        if new in shots_of(after, "chorus"):
            assert new.takes[:-1] == old.takes
            assert (new.take, new.takes[-1].version) == (2, 2)
        else:
            assert new == old


def test_shots_that_shared_an_image_share_the_new_one_and_no_old_one_returns() -> None:
    after = done("remake", ["chorus"]).draft
    old, new = shots_of(DRAFT, "chorus"), shots_of(after, "chorus")
    pairs = {(view(o.picture), view(n.picture)) for o, n in zip(old, new, strict=True)}
    assert len(pairs) == len({view(o.picture) for o in old}) == len({view(n.picture) for n in new})
    assert not {view(n.picture) for n in new} & {view(shot.picture) for shot in DRAFT.shots}


def test_redoing_the_clip_keeps_the_image_and_redoing_the_image_keeps_the_movement() -> None:
    old = DRAFT.shots[4].picture
    clip = done("remake", shots=[5], what="clip").draft.shots[4].picture
    image = done("remake", shots=[5], what="image").draft.shots[4].picture
    assert view(clip) == view(old)
    assert clip.seed != old.seed
    assert clip.camera != old.camera
    assert image.seed == old.seed
    assert image.image_seed != old.image_seed


def test_redone_twice_a_shot_has_three_different_takes() -> None:
    once = done("remake", shots=[5]).draft
    twice = done("remake", shots=[5], draft=once, version=3).draft.shots[4]
    assert [take.number for take in twice.takes] == [1, 2, 3]
    assert len({take.picture for take in twice.takes}) == 3


def test_a_remake_carries_the_light_the_words_and_the_seed_that_it_names() -> None:
    picture = done("remake", shots=[5], warmth=0.5, prompt="on a train.", seed=-1).draft.shots[4].picture
    assert picture.lighting.warmth == 0.5
    assert picture.prompt == f"on a train. {DRAFT.shots[4].prompt}"
    assert picture.seed == picture.image_seed == 2**31 - 1


def test_new_words_go_before_the_old() -> None:
    after = done("reprompt", ["bridge"], prompt="a car  in the rain.").draft
    for old, new in zip(shots_of(DRAFT, "bridge"), shots_of(after, "bridge"), strict=True):
        assert new.prompt == f"a car in the rain. {old.prompt}"
        assert new.picture.image_seed is not None


def test_steps_add_up_and_stop_at_the_end_of_the_scale() -> None:
    draft = DRAFT
    for version in (2, 3, 4):
        edited = done("grade", ["chorus 1"], draft=draft, version=version, warmth=0.4, look="film")
        draft = edited.draft
    grade = shots_of(draft, "chorus 1")[0].picture.grade
    assert (grade.warmth, grade.look) == (1.0, "film")
    assert edited.said == "Grade of chorus 1: warmth 0.8 → 1 and look film → film."


def test_going_back_to_a_picture_there_is_chooses_its_take() -> None:
    there = done("light", ["chorus 1"], warmth=-0.5).draft
    back = done("light", ["chorus 1"], draft=there, version=3, warmth=0.5).draft
    assert all(shot.take == 1 and len(shot.takes) == 2 for shot in shots_of(back, "chorus 1"))
    assert [shot.picture for shot in back.shots] == [shot.picture for shot in DRAFT.shots]


def test_named_colours_become_a_palette_from_dark_to_light() -> None:
    after = done("palette", ["chorus 1"], colours=["orange", "teal", "#0A0A0A"]).draft
    assert shots_of(after, "chorus 1")[0].picture.palette == ("#0a0a0a", "#008080", "#ff8000")
    with pytest.raises(EditError, match="'blurp' is no colour"):
        done("palette", colours=["blurp"])


def test_weather_takes_the_shots_to_scenes_like_theirs_and_words_follow() -> None:
    edited = done("weather", ["chorus"], weather="rain")
    old, new = ({scene.id: scene for scene in draft.scenes} for draft in (DRAFT, edited.draft))
    for before, after in zip(shots_of(DRAFT, "chorus"), shots_of(edited.draft, "chorus"), strict=True):
        was, now = old[before.scene_id], new[after.scene_id]
        assert (now.place, now.time_of_day, now.seed) == (was.place, was.time_of_day, was.seed)
        assert now.weather == "rain"
        assert "rain coming down" in after.prompt
        assert "the air clear" not in after.prompt
    assert shots_of(edited.draft, "verse") == shots_of(DRAFT, "verse")
    assert DRAFT.scenes == edited.draft.scenes[: len(DRAFT.scenes)]
    assert edited.said == "Weather of chorus 1, chorus 2 and chorus 3: clear → rain."


def test_the_same_weather_for_another_part_uses_the_scenes_there_are() -> None:
    first = done("weather", ["chorus 1"], weather="rain").draft
    second = done("weather", ["chorus 2", "chorus 3"], draft=first, version=3, weather="rain").draft
    all_at_once = done("weather", ["chorus"], weather="rain").draft
    assert len(second.scenes) == len(all_at_once.scenes)


def test_weather_that_falls_nowhere_there_is_refused() -> None:
    indoors = DRAFT.model_copy(
        update={"scenes": tuple(s.model_copy(update={"place": "room", "weather": "clear"}) for s in DRAFT.scenes)}
    )
    with pytest.raises(EditError, match="The room has clear, rain, snow or fog, no petals"):
        done("weather", draft=indoors, weather="petals")


def test_restyling_a_part_leaves_the_films_style() -> None:
    after = done("restyle", ["chorus 1"], style="Cyberpunk").draft
    assert after.style == DRAFT.style
    assert {shot.picture.style for shot in shots_of(after, "chorus 1")} == {"cyberpunk"}
    assert shots_of(after, "verse") == shots_of(DRAFT, "verse")


def test_restyling_the_film_changes_its_style_and_old_takes_keep_theirs() -> None:
    after = done("restyle", style="cinematic realism").draft
    assert after.style == "cinematic_realism"
    assert all(shot.picture.style is None and shot.takes[0].picture.style == "golden_hour" for shot in after.shots)
    assert all(STYLES["cinematic_realism"].look in shot.prompt for shot in after.shots)
    back = done("restyle", draft=after, version=3, style="golden_hour").draft
    assert [shot.picture for shot in back.shots] == [shot.picture for shot in DRAFT.shots]


def test_a_locked_shot_looks_the_same_in_a_restyled_film() -> None:
    draft = with_locked(3)
    edited = done("restyle", draft=draft, style="neo noir")
    assert edited.draft.shots[2].picture.style == "golden_hour"
    assert draft.shots[2].id not in changed_ids(draft, edited.draft)
    assert "Shot 3 stayed: it is locked." in edited.notes


def test_an_unknown_style_is_refused_with_those_there_are() -> None:
    with pytest.raises(EditError, match=r"There is no style 'mud'; choose .* or Liquid Chrome\."):
        done("restyle", style="mud")


def test_a_detail_shows_nobody_and_says_so() -> None:
    number = next(n for n, shot in enumerate(DRAFT.shots, start=1) if shot.pose is not None)
    edited = done("camera", shots=[number], framing="detail", camera="hold")
    picture = edited.draft.shots[number - 1].picture
    assert (picture.framing, picture.camera, picture.pose) == ("detail", "hold", None)
    assert picture.prompt.startswith("detail shot: ")
    assert "nobody in the picture" in picture.prompt
    assert edited.notes == (f"A detail shows nobody: the performer is gone from shot {number}.",)


def test_motion_goes_to_a_level_or_by_steps_within_its_scale() -> None:
    assert {shot.motion for shot in done("motion", level=4).draft.shots} == {4}
    assert {shot.motion for shot in done("motion", by=9).draft.shots} == {10}
    with pytest.raises(EditError, match="either a level"):
        done("motion", level=4, by=1)


def test_locked_shots_stay_and_are_named() -> None:
    draft = with_locked(3, 4)
    edited = done("remake", ["verse 1"], draft=draft)
    assert edited.draft.shots[2:4] == draft.shots[2:4]
    assert edited.notes == ("Shots 3–4 stayed: they are locked.",)
    with pytest.raises(EditError, match="Shot 3 is locked; say “unlock shot 3” first"):
        done("remake", shots=[3], draft=draft)
    assert done("unlock", draft=draft).draft == DRAFT


@pytest.mark.parametrize(("which", "number"), [("previous", 1), ("first", 1), ("last", 2)])
def test_takes_are_chosen_by_where_they_stand(which: str, number: int) -> None:
    twice = done("remake", shots=[5]).draft
    assert done("choose_take", shots=[5], draft=twice, which=which).draft.shots[4].take == number
    assert done("choose_take", shots=[5], draft=twice, take=number).draft.shots[4].take == number


def test_a_take_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditError, match="shot 5 shows take 1 of 1"):
        done("choose_take", shots=[5], take=2)


@pytest.mark.parametrize("name", ["grade", "light", "camera"])
def test_an_edit_that_names_no_change_is_refused(name: str) -> None:
    with pytest.raises(EditError, match="Say what to change"):
        done(name)


@pytest.mark.parametrize("name", ["undo", "redo"])
def test_a_draft_alone_has_no_history(name: str) -> None:
    with pytest.raises(EditError, match="among a project's versions"):
        done(name)


def test_edits_follow_each_other_and_one_that_fails_fails_all() -> None:
    good = edit("grade", warmth=0.5)
    first, second = apply_edits(DRAFT, [good, good], material(DRAFT))
    assert first.draft.shots[0].picture.grade.warmth == 0.5
    assert second.draft.shots[0].picture.grade.warmth == 1.0
    with pytest.raises(EditError, match="no chorus 9"):
        apply_edits(DRAFT, [good, edit("remake", ["chorus 9"])], material(DRAFT))

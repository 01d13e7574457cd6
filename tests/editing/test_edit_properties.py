"""What holds for any sequence of edits of look and structure."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from composed_films import film, material
from songreel_engine.draft.check import check_draft, read_draft
from songreel_engine.draft.edits import Edit
from songreel_engine.draft.model import Draft, draft_to_json
from songreel_engine.editing.apply import apply_edit, changed_ids
from songreel_engine.errors import EditError

DRAFT = film()
LABELS = [section.label for section in DRAFT.sections]
STEP = st.sampled_from([-0.8, -0.25, 0.25, 0.5])
TIME_S = st.floats(0, 95).map(lambda t_s: round(t_s, 2))
NUMBER = st.integers(1, 45)
RANGE_S = st.tuples(TIME_S, TIME_S).map(lambda pair: tuple(sorted(pair)))
SECTION = st.sampled_from([*LABELS, "chorus", "verse"])


def target(
    *, sections: SearchStrategy[str] = SECTION, times: bool = True, whole: bool = True
) -> SearchStrategy[dict[str, object]]:
    named = [st.fixed_dictionaries({"sections": st.lists(sections, min_size=1, max_size=2)})]
    if times:
        named += [
            st.fixed_dictionaries({"shots": st.lists(NUMBER, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"ranges_s": st.lists(RANGE_S, min_size=1, max_size=2)}),
        ]
    return st.one_of(*named, *([st.just({})] if whole else []))


LOOK = {
    "remake": st.fixed_dictionaries({"what": st.sampled_from(["image", "clip", "both"])}, optional={"warmth": STEP}),
    "reprompt": st.fixed_dictionaries({"prompt": st.text(min_size=1, max_size=20)}),
    "restyle": st.fixed_dictionaries({"style": st.sampled_from(["neo noir", "cyberpunk", "golden_hour", "mud"])}),
    "palette": st.just({"colours": ["teal", "orange"]}),
    "grade": st.fixed_dictionaries({"warmth": STEP}, optional={"look": st.sampled_from(["", "sepia"])}),
    "light": st.fixed_dictionaries({"brightness": STEP}),
    "weather": st.fixed_dictionaries({"weather": st.sampled_from(["clear", "rain", "petals"])}),
    "time_of_day": st.fixed_dictionaries({"time_of_day": st.sampled_from(["dusk", "night", "day"])}),
    "camera": st.fixed_dictionaries({"framing": st.sampled_from(["wide", "detail"])}),
    "motion": st.fixed_dictionaries({"by": st.integers(-9, 9)}),
    "lock": st.just({}),
    "unlock": st.just({}),
    "choose_take": st.fixed_dictionaries({"which": st.sampled_from(["previous", "next", "first", "last"])}),
    "transition": st.fixed_dictionaries(
        {"kind": st.sampled_from(["cut", "dissolve", "fade", "whip", "match"])},
        optional={"duration_s": st.floats(0.1, 9)},
    ),
    "pace": st.fixed_dictionaries({"factor": st.sampled_from([0.1, 0.5, 1.0, 1.5, 2.0, 10.0])}),
}
"""Edits whose outcome stays within the sections they name."""
STRUCTURE = {
    "move_cut": st.one_of(
        st.fixed_dictionaries({"to_s": TIME_S}),
        st.fixed_dictionaries({"by_beats": st.integers(-4, 4)}),
        st.fixed_dictionaries({"by_s": st.floats(-3, 3)}),
    ),
    "split": st.fixed_dictionaries({}, optional={"at_s": TIME_S}),
    "merge": st.just({}),
    "remove": st.just({}),
    "reorder": st.one_of(
        st.fixed_dictionaries({"by": st.integers(-9, 9)}),
        st.fixed_dictionaries({"to_s": TIME_S}),
        st.fixed_dictionaries({"before": target(whole=False)}),
        st.fixed_dictionaries({"after": target(whole=False)}),
    ),
    "swap": st.just({}),
    "insert": st.fixed_dictionaries(
        {"kind": st.sampled_from(["shot", "image", "footage"])},
        optional={"at_s": TIME_S, "duration_s": st.floats(0, 20), "prompt": st.text(max_size=9)},
    ),
    "canvas": st.fixed_dictionaries({"aspect": st.sampled_from(["1:1", "16:9", "9:16"])}),
    "rename_section": st.fixed_dictionaries({"name": st.text(min_size=1, max_size=9)}),
}


def edits(kinds: dict[str, SearchStrategy[object]], where: SearchStrategy[dict[str, object]]) -> SearchStrategy[Edit]:
    return st.one_of(
        *(
            st.fixed_dictionaries({"edit": st.just(name), "target": where, "changes": changes}).map(Edit.model_validate)
            for name, changes in kinds.items()
        )
    )


def followed(draft: Draft, sequence: list[Edit], *, beats: bool = True) -> Draft:
    """The draft after all of the edits that can be followed."""
    for version, edit in enumerate(sequence, start=2):
        # What cannot be followed is refused, and nothing else may come out of an edit.
        with suppress(EditError):
            draft = apply_edit(draft, edit, material(draft, beats=beats, version=version)).draft
    return draft


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits(LOOK | STRUCTURE, target()), min_size=1, max_size=8), st.booleans())
def test_any_edits_leave_a_whole_draft_that_is_read_back_as_it_was_written(sequence: list[Edit], beats: bool) -> None:
    after = followed(DRAFT, sequence, beats=beats)
    check_draft(after)
    assert after.frames == DRAFT.frames
    assert all(min(8, shot.stop - shot.start) == 8 for shot in after.shots)
    text = draft_to_json(after)
    assert read_draft(text) == after
    assert draft_to_json(read_draft(text)) == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits(LOOK | STRUCTURE, target()), min_size=1, max_size=5))
def test_the_same_edits_make_the_same_film(sequence: list[Edit]) -> None:
    assert followed(DRAFT, sequence) == followed(DRAFT, sequence)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(edits(LOOK | STRUCTURE, target()), max_size=3),
    edits(LOOK, target(times=False, whole=False)),
)
def test_an_edit_of_sections_changes_no_shot_of_others(before: list[Edit], edit: Edit) -> None:
    # A section whose own shots are all gone, or merged into another's, means the shot that is on instead.
    draft = followed(DRAFT, [e for e in before if e.edit not in ("merge", "remove", "rename_section")])
    after = followed(draft, [edit])
    bases = {label.casefold() for label in edit.target.sections}
    named = {s.id for s in draft.sections if s.label in bases or s.label.rstrip(" 0123456789") in bases}
    others = {shot.id for shot in (*draft.shots, *after.shots) if shot.section_id not in named}
    assert not others & set(changed_ids(draft, after))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(NUMBER, min_size=1, max_size=6), st.lists(edits(LOOK | STRUCTURE, target()), min_size=1, max_size=5))
def test_no_edit_but_unlocking_changes_what_a_locked_shot_shows_or_when(
    numbers: set[int], sequence: list[Edit]
) -> None:
    shots = tuple(
        shot.model_copy(update={"locked": number in numbers}) for number, shot in enumerate(DRAFT.shots, start=1)
    )
    draft = DRAFT.model_copy(update={"tracks": DRAFT.tracks.model_copy(update={"video": shots})})
    after = followed(draft, [edit for edit in sequence if edit.edit not in ("unlock", "lock")])
    kept = {shot.id for shot in shots if shot.locked}
    assert not kept & set(changed_ids(draft, after))

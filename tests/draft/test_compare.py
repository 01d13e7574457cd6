"""Two drafts beside each other."""

from collections.abc import Callable

from songreel_engine.draft.compare import differences
from songreel_engine.draft.model import Draft, Shot, Take, TextItem

MakeDraft = Callable[..., Draft]


def with_video(draft: Draft, *video: Shot) -> Draft:
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": video})})


def test_a_draft_does_not_differ_from_itself(make_draft: MakeDraft) -> None:
    assert differences(make_draft(), make_draft(version=7)) == ()


def test_each_thing_that_changed_is_named_with_before_and_after(make_draft: MakeDraft) -> None:
    before = make_draft()
    first, second, third = before.shots
    colder = second.picture.model_copy(update={"grade": second.picture.grade.model_copy(update={"warmth": -0.5})})
    retaken = second.model_copy(
        update={"takes": (*second.takes, Take(number=2, version=2, picture=colder)), "take": 2, "locked": True}
    )
    after = with_video(
        before, first, retaken.model_copy(update={"stop": 96}), third.model_copy(update={"id": "shot-4"})
    )
    title = TextItem(id="text-9", text="Neon", start=0, stop=24)
    after = after.model_copy(update={"aspect": "1:1", "tracks": after.tracks.model_copy(update={"text": (title,)})})
    assert differences(before, after) == (
        "shape: 9:16 → 1:1",
        "shot 2 (0:02.5): 0:02.5–0:05.0 → 0:02.5–0:04.0; take 1 → 2 (grade); locked",
        "shot 3 (0:05.0): new",
        "shot at 0:05.0: gone",
        "text “Neon”: new",
        "text “la la”: gone",
    )

"""Footage put in by name, and another moment of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from composed_films import FOOTAGE, PHOTO, film, material
from songreel_engine.draft.edits import Edit
from songreel_engine.draft.model import Draft, Media
from songreel_engine.editing.apply import apply_edit
from songreel_engine.editing.material import Edited, Material
from songreel_engine.errors import EditError
from songreel_engine.rendering.footage.moments import Moments

DRAFT = film()
LONG = FOOTAGE.model_copy(update={"duration_s": 30.0})


def lively_at(media: Media, at_s: float) -> Moments:
    """Still, but for three seconds."""
    times_s = np.arange(0, media.duration_s, 0.25)
    same = np.ones_like(times_s)
    motion = np.where((times_s >= at_s) & (times_s < at_s + 3), 1.0, 0.0)
    return Moments(
        length_s=media.duration_s, times_s=times_s, motion=motion, shake=0 * same, sharpness=same, light=same,
        cuts_s=np.zeros(0),
    )  # fmt: skip


def with_footage(draft: Draft, media: Media = LONG, *, watched: bool = True, energy: float = 1.0) -> Material:
    return replace(
        material(draft),
        media=(PHOTO, media),
        moments_of=(lambda medium: lively_at(medium, 12.0)) if watched else (lambda medium: None),
        energy_of=lambda span: energy,
    )


def edited(draft: Draft, known: Material, edit: str, changes: dict[str, Any], **target: Any) -> Edited:
    return apply_edit(draft, Edit.model_validate({"edit": edit, "target": target, "changes": changes}), known)


def put_in(number: int = 5, known: Material | None = None) -> Edited:
    return edited(DRAFT, known or with_footage(DRAFT), "insert", {"kind": "footage"}, shots=[number])


def start_s(draft: Draft, number: int) -> float | None:
    return draft.shots[number - 1].picture.media_start_s


def test_footage_comes_in_at_its_best_moment_for_the_music() -> None:
    loud = start_s(put_in().draft, 5)
    assert loud is not None
    assert 9.0 < loud < 15.0
    quiet = start_s(put_in(known=with_footage(DRAFT, energy=0.0)).draft, 5)
    assert quiet is not None
    assert not 9.0 < quiet < 15.0


def test_a_second_shot_shows_another_moment() -> None:
    first = put_in().draft
    both = edited(first, with_footage(first), "insert", {"kind": "footage"}, shots=[9]).draft
    shot = both.shots[4]
    lasts_s = float((shot.stop - shot.start) / both.frame_rate)
    one, other = start_s(both, 5), start_s(both, 9)
    assert one is not None
    assert other is not None
    assert abs(one - other) >= lasts_s - 0.05


def test_without_a_look_at_the_file_it_begins_at_its_beginning() -> None:
    assert start_s(put_in(known=with_footage(DRAFT, watched=False)).draft, 5) is None


@pytest.mark.parametrize("watched", [True, False], ids=["looked at", "not looked at"])
def test_a_later_part_and_then_an_earlier_one(watched: bool) -> None:
    before = put_in(known=with_footage(DRAFT, watched=watched)).draft
    known = with_footage(before, watched=watched)
    later = edited(before, known, "moment", {"which": "later"})
    assert (start_s(later.draft, 5) or 0) > (start_s(before, 5) or 0) + 0.3
    assert len(later.draft.shots[4].takes) == len(before.shots[4].takes) + 1
    assert later.said.startswith("Shot 5 shows waves.mp4 from its ")
    earlier = edited(later.draft, known, "moment", {"which": "earlier"})
    assert (start_s(earlier.draft, 5) or 0) < (start_s(later.draft, 5) or 0)


def test_the_beginning_the_end_and_a_time_in_it() -> None:
    before = put_in().draft
    known = with_footage(before)
    lasts_s = float((before.shots[4].stop - before.shots[4].start) / before.frame_rate)
    assert start_s(edited(before, known, "moment", {"which": "first"}).draft, 5) == 0.0
    assert start_s(edited(before, known, "moment", {"which": "last"}).draft, 5) == pytest.approx(30 - lasts_s, abs=0.01)
    assert start_s(edited(before, known, "moment", {"at_s": 4.5}).draft, 5) == 4.5
    assert start_s(edited(before, known, "moment", {"at_s": 29.9}).draft, 5) == pytest.approx(30 - lasts_s, abs=0.01)
    with pytest.raises(EditError, match=r"waves\.mp4 lasts 30\.0 s"):
        edited(before, known, "moment", {"at_s": 31.0})


def test_only_what_shows_footage_can_show_another_moment() -> None:
    with pytest.raises(EditError, match="no footage of yours in the film"):
        edited(DRAFT, with_footage(DRAFT), "moment", {"which": "later"})
    before = put_in().draft
    with pytest.raises(EditError, match="no footage of yours in shot 9"):
        edited(before, with_footage(before), "moment", {"which": "later"}, shots=[9])
    with pytest.raises(EditError, match=r"no other\.mp4"):
        edited(before, with_footage(before), "moment", {"which": "later", "source": "other.mp4"})


def test_a_locked_shot_keeps_its_moment() -> None:
    before = put_in().draft
    locked = edited(before, with_footage(before), "lock", {}, shots=[5]).draft
    with pytest.raises(EditError, match="locked"):
        edited(locked, with_footage(locked), "moment", {"which": "later"}, shots=[5])


def test_short_footage_in_a_long_shot_is_cut_on_beats_instead_of_standing_still() -> None:
    short = FOOTAGE.model_copy(update={"duration_s": 0.6})
    longest = max(range(len(DRAFT.shots)), key=lambda i: DRAFT.shots[i].stop - DRAFT.shots[i].start)
    known = with_footage(DRAFT, short, watched=False)
    done = put_in(longest + 1, known)
    pieces = [shot for shot in done.draft.shots if shot.picture.media_id == short.id]
    assert len(pieces) > 1
    assert all((shot.stop - shot.start) / done.draft.frame_rate <= 1.2 for shot in pieces)
    assert all(shot.on_beat for shot in pieces[1:])
    assert any("cut on beats" in note for note in done.notes)

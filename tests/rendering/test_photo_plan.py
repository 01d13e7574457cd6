"""Which shots show the performer's photo, and what their keys depend on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import Draft, Media, PerformerPhoto, Take
from songreel_engine.errors import DraftError, RenderError
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from synthetic import draft_of, steady_analysis

FRAMINGS = ("wide", "medium", "close", "high")


@dataclass
class Maker:
    def fingerprint(self) -> str:
        return "maker"


def filmed(
    *photos: tuple[str, Literal["upper body", "whole body"]], kind: Literal["image", "sound"] = "image"
) -> Draft:
    """A shot of somebody in each framing; a photo is (its hash's letter, what it shows)."""
    draft = draft_of([24] * len(FRAMINGS), [0] * len(FRAMINGS))
    shots = []
    for shot, framing in zip(draft.shots, FRAMINGS, strict=True):
        picture = shot.picture.model_copy(update={"framing": framing, "pose": "sing"})
        shots.append(shot.model_copy(update={"takes": (Take(number=1, version=1, picture=picture),), "take": 1}))
    performer = draft.performer.model_copy(
        update={
            "photos": tuple(PerformerPhoto(media_id=f"photo-{c}", shows=shows, face=True) for c, shows in photos),
        }
    )
    media = tuple(Media(id=f"photo-{c}", kind=kind, sha256=c * 64, name=f"{c}.jpg") for c, _ in photos)
    tracks = draft.tracks.model_copy(update={"video": tuple(shots)})
    return draft.model_copy(update={"tracks": tracks, "performer": performer, "media": media})


def planned(draft: Draft, *, has_files: bool = True) -> RenderPlan:
    return plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=Maker(),
        animator=Maker(),
        media={media.id: Path(media.name) for media in draft.media} if has_files else {},
    )


def photos_of(plan: RenderPlan) -> list[str]:
    """For each shot the letter of the photo it shows, empty where the performer is drawn."""
    figures = [shot.job.plate.figure for shot in plan.shots]
    return [figure.photo[:1] if figure is not None else "nobody" for figure in figures]


def test_an_upper_body_is_shown_where_its_lower_end_is_not_missed() -> None:
    assert photos_of(planned(filmed(("a", "upper body")))) == ["", "a", "a", ""]


def test_a_whole_body_is_shown_everywhere() -> None:
    assert photos_of(planned(filmed(("a", "whole body")))) == ["a", "a", "a", "a"]


def test_of_two_photos_the_nearer_one_serves_near_shots() -> None:
    assert photos_of(planned(filmed(("a", "whole body"), ("b", "upper body")))) == ["a", "b", "b", "a"]


def test_without_photos_the_performer_is_drawn() -> None:
    assert photos_of(planned(filmed())) == ["", "", "", ""]


def test_another_photo_makes_other_plates_of_the_shots_that_show_it() -> None:
    one, other = (planned(filmed((letter, "upper body"))) for letter in "ab")
    changed = [a.plate_key != b.plate_key for a, b in zip(one.shots, other.shots, strict=True)]
    assert changed == [False, True, True, False]


def test_a_photo_has_no_pose_so_another_pose_makes_nothing_new() -> None:
    draft = filmed(("a", "whole body"))
    shots = [
        shot.model_copy(
            update={"takes": (Take(number=1, version=1, picture=shot.picture.model_copy(update={"pose": "dance"})),)}
        )
        for shot in draft.shots
    ]
    danced = draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": tuple(shots)})})
    assert [shot.plate_key for shot in planned(draft).shots] == [shot.plate_key for shot in planned(danced).shots]


def test_the_photos_file_travels_with_the_plan() -> None:
    assert planned(filmed(("a", "upper body"))).media == {"a" * 64: Path("a.jpg")}


def test_a_photo_whose_file_is_gone_is_named() -> None:
    with pytest.raises(RenderError, match=r"a\.jpg"):
        planned(filmed(("a", "upper body")), has_files=False)


def test_a_performer_cannot_be_shown_by_a_sound() -> None:
    with pytest.raises(DraftError, match="photo-a"):
        check_draft(filmed(("a", "upper body"), kind="sound"))

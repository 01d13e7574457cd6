"""Plans for plate makers that follow words: the words belong into their jobs, and into nobody else's."""

from dataclasses import dataclass
from pathlib import Path

from songreel_engine.draft.model import Draft, Media, Performer, PerformerPhoto, Take
from songreel_engine.rendering.jobs import PromptJob
from songreel_engine.rendering.pictures import DEFAULT_PICTURE, PictureChoice
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from synthetic import draft_of, steady_analysis

BY_MODEL = PictureChoice(name="diffusion", keyframe_model="a model")


@dataclass
class Maker:
    def fingerprint(self) -> str:
        return "maker"


def planned(draft: Draft, picture: PictureChoice = BY_MODEL, files: dict[str, Path] | None = None) -> RenderPlan:
    return plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=Maker(),
        animator=Maker(),
        picture=picture,
        media=files,
    )


def with_picture(draft: Draft, index: int, **changes: object) -> Draft:
    shots = list(draft.shots)
    take = Take(number=1, version=1, picture=shots[index].picture.model_copy(update=changes))
    shots[index] = shots[index].model_copy(update={"takes": (take,)})
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": tuple(shots)})})


def told(plan: RenderPlan) -> list[PromptJob]:
    jobs = [shot.job.plate.told for shot in plan.shots]
    assert all(job is not None for job in jobs)
    return [job for job in jobs if job is not None]


def test_every_shot_tells_its_own_words_and_its_scenes_seed() -> None:
    draft = draft_of([20, 20, 20], [0, 0, 0])
    scenes = {scene.id: scene for scene in draft.scenes}
    for shot, job in zip(draft.shots, told(planned(draft)), strict=True):
        assert job.words == shot.prompt
        assert job.anchor_seed == scenes[shot.scene_id].seed


def test_other_words_make_another_plate_of_that_shot_alone() -> None:
    draft = with_picture(draft_of([20, 20, 20], [0, 0, 0]), 1, variation=7)
    before, after = planned(draft), planned(with_picture(draft, 1, prompt="a burning piano"))
    same = [a.plate_key == b.plate_key for a, b in zip(before.shots, after.shots, strict=True)]
    assert same == [True, False, True]


def test_words_make_nothing_new_where_nobody_follows_them() -> None:
    draft = draft_of([20, 20, 20], [0, 0, 0])
    before, after = (planned(d, DEFAULT_PICTURE) for d in (draft, with_picture(draft, 1, prompt="a burning piano")))
    assert [shot.plate_key for shot in before.shots] == [shot.plate_key for shot in after.shots]
    assert all(shot.job.plate.told is None for shot in before.shots)


def test_another_image_of_a_shot_keeps_its_scenes_place() -> None:
    draft = draft_of([20, 20], [0, 0])
    (job, other) = (planned(d).shots[1].job.plate for d in (draft, with_picture(draft, 1, image_seed=99)))
    assert (job.seed, other.seed) == (draft.scenes[0].seed, 99)
    assert job.told == other.told


def test_the_photo_that_suits_the_framing_comes_first() -> None:
    media = tuple(Media(id=f"photo-{n}", kind="image", sha256=n * 64, name=f"{n}.jpg") for n in "ab")
    photos = tuple(
        PerformerPhoto(media_id=f"photo-{n}", shows=shows, face=True)
        for n, shows in (("a", "upper body"), ("b", "whole body"))
    )
    draft = draft_of([20, 20], [0, 0]).model_copy(update={"media": media, "performer": Performer(photos=photos)})
    draft = with_picture(with_picture(draft, 0, framing="wide", pose="walk"), 1, framing="close", pose="walk")
    files = {medium.id: Path(medium.name) for medium in media}
    plan = planned(draft, files=files)
    assert [job.photos for job in told(plan)] == [("b" * 64, "a" * 64), ("a" * 64, "b" * 64)]


def test_the_plan_keeps_how_its_pictures_are_made() -> None:
    draft = draft_of([20], [0])
    assert planned(draft).picture == BY_MODEL
    assert planned(draft, DEFAULT_PICTURE).picture == DEFAULT_PICTURE

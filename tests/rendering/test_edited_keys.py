"""What an edit of a picture costs: which keys it changes, and which it leaves."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from songreel_engine.draft.model import Draft, Grade, Lighting, Media, Picture, Scene, Take
from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, GradeJob, LightingJob, PlateJob, ShotJob
from songreel_engine.rendering.keys import plate_key, shot_key
from songreel_engine.rendering.plan import PlannedShot, plan_render
from songreel_engine.rendering.quality import QUALITIES
from synthetic import draft_of, steady_analysis

PLATE = PlateJob(
    width_px=90,
    height_px=160,
    place="city",
    style="golden_hour",
    framing="wide",
    variation=0,
    time_of_day="golden",
    weather="clear",
    figure=None,
    prompt="a street",
    seed=1,
)
SHOT = ShotJob(
    plate=PLATE,
    frames=4,
    frames_per_s=24.0,
    camera="hold",
    motion=3,
    weather="clear",
    style="golden_hour",
    light=0.5,
    seed=1,
    drive=np.zeros((4, len(DRIVE_CHANNELS)), np.float32),
)


FILES = {"m1": Path("beach.jpg")}


class Maker:
    def fingerprint(self) -> str:
        return "maker"


def first_shot(draft: Draft, files: Mapping[str, Path] | None = None) -> PlannedShot:
    maker = Maker()
    analysis = steady_analysis(draft.frames / 24)
    quality = QUALITIES["preview"]
    plan = plan_render(draft, analysis, quality=quality, plate_maker=maker, animator=maker, media=files)
    return plan.shots[0]


def showing(draft: Draft, **changes: object) -> Draft:
    """The draft whose first shot has a take with these changes."""
    shot, *others = draft.shots
    picture = Picture.model_validate(shot.picture.model_dump() | changes)
    shown = shot.model_copy(update={"takes": (Take(number=1, version=1, picture=picture),)})
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": (shown, *others)})})


def staged(draft: Draft, **changes: object) -> Draft:
    """The draft whose scenes have these changes."""
    scenes = tuple(Scene.model_validate(scene.model_dump() | changes) for scene in draft.scenes)
    return draft.model_copy(update={"scenes": scenes})


@pytest.fixture
def draft() -> Draft:
    return draft_of([24, 24], [0, 0])


def other_amounts(kind: type[GradeJob] | type[LightingJob]) -> list[tuple[str, object]]:
    return [(f.name, 0.5 if f.default == 0.0 else "other") for f in fields(kind)]


@pytest.mark.parametrize(("name", "value"), other_amounts(LightingJob))
def test_every_fact_of_the_lighting_is_in_a_plate_key(name: str, value: object) -> None:
    lit = replace(PLATE, lighting=replace(PLATE.lighting, **{name: value}))  # type: ignore[arg-type]
    assert plate_key(lit, "m") != plate_key(PLATE, "m")


@pytest.mark.parametrize(("name", "value"), other_amounts(GradeJob))
def test_every_fact_of_the_grade_is_in_a_shot_key(name: str, value: object) -> None:
    graded = replace(SHOT, grade=replace(SHOT.grade, **{name: value}))  # type: ignore[arg-type]
    assert shot_key(graded, plate="p", animator_fingerprint="a") != shot_key(SHOT, plate="p", animator_fingerprint="a")


@pytest.mark.parametrize("grade", [Grade(warmth=0.5), Grade(look="sepia"), Grade(saturation=-1)])
def test_a_grade_keeps_the_plate_and_changes_the_clip(draft: Draft, grade: Grade) -> None:
    before, after = first_shot(draft), first_shot(showing(draft, grade=grade))
    assert after.plate_key == before.plate_key
    assert after.shot_key != before.shot_key


@pytest.mark.parametrize(
    "changes",
    [
        {"lighting": Lighting(warmth=-0.25)},
        {"lighting": Lighting(side="left")},
        {"palette": ("#008080", "#ffa500")},
        {"style": "cyberpunk"},
        {"image_seed": 99},
    ],
    ids=["warmth", "side", "palette", "style", "image seed"],
)
def test_what_is_painted_into_the_key_image_changes_the_plate(draft: Draft, changes: dict[str, object]) -> None:
    before, after = first_shot(draft), first_shot(showing(draft, **changes))
    assert after.plate_key != before.plate_key
    assert after.shot_key != before.shot_key


@pytest.mark.parametrize("changes", [{"weather": "snow"}, {"time_of_day": "dawn"}], ids=["weather", "time of day"])
def test_another_weather_or_hour_changes_the_plate(draft: Draft, changes: dict[str, object]) -> None:
    assert first_shot(staged(draft, **changes)).plate_key != first_shot(draft).plate_key


def test_steps_there_and_back_end_on_the_same_keys(draft: Draft) -> None:
    there_and_back = 0.3 - 0.1 - 0.2
    assert there_and_back != 0
    after = first_shot(showing(draft, grade=Grade(warmth=there_and_back), lighting=Lighting(brightness=there_and_back)))
    assert after.shot_key == first_shot(draft).shot_key


def test_a_palette_is_the_same_in_whatever_order_it_is_named(draft: Draft) -> None:
    one = first_shot(showing(draft, palette=("#ffa500", "#008080")))
    other = first_shot(showing(draft, palette=("#008080", "#ffa500")))
    assert one.plate_key == other.plate_key
    teal, orange = one.job.plate.palette
    assert orange[0] > teal[0]


def with_media(draft: Draft, kind: str, **changes: object) -> Draft:
    media = Media.model_validate({"id": "m1", "kind": kind, "sha256": "0" * 64, "name": "beach.jpg"})
    return showing(draft.model_copy(update={"media": (media,)}), media_id="m1", **changes)


def test_the_same_file_as_image_and_as_footage_are_two_clips(draft: Draft) -> None:
    image, footage = (first_shot(with_media(draft, kind), FILES) for kind in ("image", "footage"))
    assert image.plate_key != footage.plate_key
    assert image.shot_key != footage.shot_key


def test_an_image_whose_file_is_gone_is_refused_by_its_name(draft: Draft) -> None:
    with pytest.raises(RenderError, match=r"Shot 1 shows 'beach.jpg', which is not among.*insert it again"):
        first_shot(with_media(draft, "image"), {})


def test_a_photo_is_made_again_only_for_what_has_a_say_in_it(draft: Draft) -> None:
    before = first_shot(with_media(draft, "image"), FILES)
    restyled = first_shot(with_media(draft, "image", style="cyberpunk", palette=("#008080",), image_seed=3), FILES)
    graded = first_shot(with_media(draft, "image", grade=Grade(warmth=0.5)), FILES)
    elsewhere = first_shot(with_media(draft, "image"), {"m1": Path("moved.jpg")})
    assert restyled.plate_key == graded.plate_key == elsewhere.plate_key == before.plate_key
    assert graded.shot_key != before.shot_key == elsewhere.shot_key
    assert before.plate_key != first_shot(draft).plate_key


def test_no_weather_falls_over_a_photo(draft: Draft) -> None:
    assert first_shot(staged(with_media(draft, "image"), weather="rain"), FILES).job.weather == "clear"

"""What a model is told, for jobs whose meaning is known."""

from dataclasses import replace

import pytest

from songreel_engine.errors import RenderError
from songreel_engine.rendering.diffusion.prompts import COLOURS, colour_name, person_prompt, place_prompt, prompt_of
from songreel_engine.rendering.diffusion.references import anchors_of, with_references
from songreel_engine.rendering.jobs import FigureJob, LightingJob, PlateJob, PromptJob

FIGURE = FigureJob(pose="walk", hair=0.9, coat=0.9, colour=(0.45, 0.02, 0.02), hair_colour=(0.01, 0.01, 0.01))
JOB = PlateJob(
    width_px=90,
    height_px=160,
    place="city",
    style="anime_shonen",
    framing="close",
    variation=0,
    time_of_day="night",
    weather="rain",
    figure=FIGURE,
    prompt="a street between tall houses",
    seed=1,
)
TOLD = PromptJob(words="a burning piano. close-up: a face against lamps", anchor_seed=7)


def test_a_job_with_words_of_its_own_begins_with_them() -> None:
    assert prompt_of(replace(JOB, told=TOLD)).text.startswith("a burning piano. close-up: a face against lamps. ")


def test_a_job_without_words_is_described_by_what_it_holds() -> None:
    text = prompt_of(JOB).text
    assert all(words in text for words in ("close-up", "city street", "at night", "rain", "tall houses"))


def test_each_style_asks_for_its_look_and_leaves_out_its_opposite() -> None:
    drawn, filmed = prompt_of(JOB), prompt_of(replace(JOB, style="cinematic_realism"))
    assert "ink lines" in drawn.text
    assert "photograph" in drawn.negative
    assert "film still" in filmed.text
    assert "anime" in filmed.negative


def test_nobody_is_left_out_of_a_picture_with_somebody() -> None:
    assert "people" not in prompt_of(JOB).negative
    assert "people" in prompt_of(replace(JOB, figure=None)).negative


def test_the_performer_is_told_in_the_same_words_in_every_prompt() -> None:
    who = "the performer, long black hair, wearing a red long coat"
    assert who in prompt_of(JOB).text
    assert who in prompt_of(replace(JOB, told=TOLD)).text
    assert who in person_prompt(JOB).text


@pytest.mark.parametrize(
    ("lighting", "words"),
    [
        (LightingJob(warmth=-0.5), "cold blue light"),
        (LightingJob(warmth=0.5), "warm light"),
        (LightingJob(brightness=-0.4), "dimly lit"),
        (LightingJob(brightness=0.4), "well lit"),
        (LightingJob(side="back"), "light from behind"),
    ],
)
def test_light_that_is_asked_for_is_told(lighting: LightingJob, words: str) -> None:
    assert words in prompt_of(replace(JOB, lighting=lighting)).text
    assert words not in prompt_of(JOB).text


def test_a_palette_is_told_by_names() -> None:
    colours = (COLOURS["teal"], COLOURS["orange"], COLOURS["orange"])
    assert prompt_of(replace(JOB, palette=colours)).text.endswith("colours: teal, orange")


@pytest.mark.parametrize("name", sorted(COLOURS))
def test_a_colour_is_called_what_it_is(name: str) -> None:
    assert colour_name(COLOURS[name]) == name


@pytest.mark.parametrize(
    "changes",
    [{"place": "atlantis"}, {"style": "baroque"}, {"framing": "sideways"}, {"time_of_day": "noonish"}],
    ids=["place", "style", "framing", "hour"],
)
@pytest.mark.parametrize("told", [None, TOLD], ids=["without words", "with words"])
def test_what_is_unknown_is_refused_by_name(changes: dict[str, str], told: PromptJob | None) -> None:
    with pytest.raises(RenderError, match=next(iter(changes.values()))):
        prompt_of(replace(JOB, told=told, **changes))


def test_shots_of_a_scene_look_at_the_same_place_and_person() -> None:
    one = replace(JOB, told=TOLD)
    other = replace(one, framing="wide", seed=99, told=replace(TOLD, words="something else"))
    assert anchors_of(one, most=4) == anchors_of(other, most=4)
    assert len(anchors_of(one, most=4)) == 2


def test_another_scene_is_another_place_with_the_same_person() -> None:
    one, other = replace(JOB, told=TOLD), replace(JOB, place="lake", told=replace(TOLD, anchor_seed=8))
    (place, person), (other_place, other_person) = anchors_of(one, most=4), anchors_of(other, most=4)
    assert place != other_place
    assert person == other_person


def test_a_photo_takes_the_place_of_the_made_person() -> None:
    job = replace(JOB, told=replace(TOLD, photos=("a" * 64,)))
    assert len(anchors_of(job, most=4)) == 1


def test_a_model_that_looks_at_nothing_is_shown_nothing() -> None:
    assert anchors_of(replace(JOB, told=TOLD), most=0) == ()


def test_the_pictures_beside_are_explained_in_their_order() -> None:
    told = with_references(prompt_of(JOB), place=True, people=2).text
    assert told.startswith("The place is the one in image 1. The performer is the person in image 2 and 3")
    alone = with_references(prompt_of(JOB), place=False, people=1).text
    assert alone.startswith("The performer is the person in image 1")
    assert with_references(prompt_of(JOB), place=False, people=0) == prompt_of(JOB)


def test_nobody_walks_through_the_picture_of_the_place() -> None:
    assert "nobody in the picture" in place_prompt(JOB).text
    assert "people" in place_prompt(JOB).negative

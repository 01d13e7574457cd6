"""What a prompt is understood to ask, and what is said of the rest."""

import pytest
from pydantic import ValidationError

from songreel_engine.errors import BriefError
from songreel_engine.planning.brief import LONGEST_PROMPT, Brief, Undrawn, Wishes, read_prompt


def test_an_empty_prompt_wishes_nothing() -> None:
    assert read_prompt("") == Wishes()


def test_an_english_prompt_is_read_for_place_hour_weather_and_coat() -> None:
    wishes = read_prompt("A girl in a long red coat walks through a neon city in the rain at night.")
    assert wishes.places == ("city",)
    assert wishes.times_of_day == ("night",)
    assert wishes.weathers == ("rain",)
    assert wishes.colours == ("red",)
    assert wishes.performer is True
    assert wishes.undrawn_places == ()


def test_a_chinese_prompt_is_read_the_same_way() -> None:
    wishes = read_prompt("一个穿红色外套的女孩，夜晚在雨中的海边缓慢地跳舞")
    assert wishes.places == ("beach",)
    assert wishes.times_of_day == ("night",)
    assert wishes.weathers == ("rain",)
    assert wishes.performer is True
    assert wishes.pace < 1.0


@pytest.mark.parametrize(
    ("prompt", "words", "stand_in"),
    [
        ("pelicans in the harbour", "harbour", "beach"),
        ("vineyard sunset", "vineyard", "flower_field"),
        ("花园里的日落", "花园", "flower_field"),
        ("lost in a palace", "palace", None),
        ("she sings in a slowly sinking submarine", "slowly sinking submarine", None),
        ("In Reykjavik, alone", "Reykjavik", None),
        ("在潜水艇里唱歌", "潜水艇", None),
        ("上海的夜", "上海", "city"),
    ],
)
def test_a_place_that_cannot_be_drawn_is_kept(prompt: str, words: str, stand_in: str | None) -> None:
    assert read_prompt(prompt).undrawn_places == (Undrawn(words=words, stand_in=stand_in),)


@pytest.mark.parametrize(
    "prompt",
    [
        "dreamy, melancholic, epic, hopeful, cinematic",
        "in a dreamy, slow way",
        "shallow depth of field, negative space",
        "in love with the night, at the end of the summer",
        "in the chorus the light turns cold",
        "in anime style, on the beat, in slow motion",
        "在雨中跳舞",
        "in the last light of the day on the beach",
    ],
)
def test_plain_words_cause_no_noise(prompt: str) -> None:
    wishes = read_prompt(prompt)
    assert wishes.undrawn_places == ()
    assert wishes.undrawn_subjects == ()


def test_what_is_ruled_out_is_not_wished_for() -> None:
    wishes = read_prompt("the sea at dawn, no rain, without the city")
    assert wishes.places == ("beach",)
    assert wishes.weathers == ()
    assert wishes.avoided == {"rain", "city"}


@pytest.mark.parametrize("prompt", ["no people, only the sea", "landscapes only", "空镜，只有湖"])
def test_a_prompt_may_ask_for_nobody(prompt: str) -> None:
    assert read_prompt(prompt).performer is False


def test_the_colour_that_is_worn_comes_first() -> None:
    assert read_prompt("a blue night, a girl in a yellow raincoat").colours == ("yellow", "blue")


@pytest.mark.parametrize(
    ("prompt", "palette"),
    [
        ("a girl in a red coat, blue light", ("blue",)),
        ("glowing planets, violet and cyan", ("violet", "cyan")),
        ("紫色和青色的霓虹", ("紫", "青色")),
        ("a girl in a yellow raincoat on a green hill", ("green",)),
        ("a girl in a red coat", ()),
        ("blue mountains", ()),
    ],
)
def test_colours_of_the_light_and_several_loose_ones_are_the_pictures(prompt: str, palette: tuple[str, ...]) -> None:
    assert read_prompt(prompt).palette == palette


@pytest.mark.parametrize(
    ("prompt", "acts"),
    [
        ("a guitarist in a long coat", ("guitar",)),
        ("鼓手在舞台上", ("drum",)),
        ("she walks away while someone dances", ("walk_away", "dance")),
        ("no dancing", ()),
        ("an empty beach", ()),
    ],
)
def test_what_the_performer_does_is_read(prompt: str, acts: tuple[str, ...]) -> None:
    assert read_prompt(prompt).acts == acts


@pytest.mark.parametrize(
    ("prompt", "framings", "moves"),
    [
        ("slow-motion close-up", ("close",), ()),
        ("a wide drone sweep over the sea", ("high",), ("drift_left", "drift_right")),
        ("航拍城市,环绕", ("high",), ("orbit",)),
        ("handheld, from below", ("low",), ("handheld",)),
    ],
)
def test_camera_words_are_framings_and_moves(prompt: str, framings: tuple[str, ...], moves: tuple[str, ...]) -> None:
    wishes = read_prompt(prompt)
    assert (wishes.framings, wishes.moves) == (framings, moves)


def test_slow_motion_slows_the_cutting() -> None:
    assert read_prompt("slow-motion close-up").pace < 1.0
    assert read_prompt("温柔的慢动作").pace < 1.0


def test_a_dog_is_kept_as_a_subject_that_cannot_be_drawn() -> None:
    assert read_prompt("a girl and her dog by the lake").undrawn_subjects == (Undrawn(words="dog"),)


def test_what_nobody_can_draw_here_is_named_one_by_one() -> None:
    wishes = read_prompt("A cowboy and a samurai in a bamboo forest, candlelight")
    assert [subject.words for subject in wishes.undrawn_subjects] == ["cowboy", "samurai", "bamboo", "candlelight"]
    assert wishes.places == ("forest",)


def test_golden_light_is_an_hour() -> None:
    assert read_prompt("a wedding in golden light").times_of_day == ("golden",)


def test_pace_words_change_the_pace() -> None:
    assert read_prompt("quick cuts").pace > 1.0 > read_prompt("calm and slow").pace


@pytest.mark.parametrize("given", [{"aspect": "3:2"}, {"aspect": 9}, {"prompt": "a" * (LONGEST_PROMPT + 1)}])
def test_a_brief_that_cannot_be_met_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(BriefError):
        Brief.model_validate(given)


def test_a_brief_is_frozen() -> None:
    with pytest.raises(ValidationError):
        Brief().prompt = "x"  # type: ignore[misc]

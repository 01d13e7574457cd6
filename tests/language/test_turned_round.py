"""Words that are left out, turned round or said against something: what is meant all the same."""

import pytest

from songreel_engine.draft.edits import edit_as_json
from songreel_engine.language.context import context_of_sections
from songreel_engine.language.elision import spelt_out
from songreel_engine.language.understanding import understand

SONG = context_of_sections(
    "start_s,end_s,label\n0,8,intro\n8,24,verse\n24,40,chorus\n40,56,verse\n56,72,chorus\n72,88,bridge\n88,104,chorus\n"
    "104,116,outro\n"
)


def told(message: str) -> list[tuple[str, list[str], dict[str, object]]]:
    edits = [edit_as_json(edit) for edit in understand(message, SONG).edits]
    return [(edit["edit"], edit["target"]["sections"], edit["changes"]) for edit in edits]


@pytest.mark.parametrize(
    ("message", "first", "second"),
    [
        ("motion 3 in the outro and 8 in the bridge", ("outro", {"level": 3}), ("bridge", {"level": 8})),
        ("motion 3 in the outro, 8 in the bridge", ("outro", {"level": 3}), ("bridge", {"level": 8})),
        ("motion 3 in the outro and motion 8 in the bridge", ("outro", {"level": 3}), ("bridge", {"level": 8})),
    ],
)
def test_two_levels_in_one_breath_are_two_edits(message, first, second):
    assert [(sections[0], changes) for _, sections, changes in told(message)] == [first, second]


def test_a_verb_between_two_times_parts_them_not():
    edits = understand("从0:10静音到0:15", SONG).edits
    assert [(edit.edit, edit.target.ranges_s) for edit in edits] == [("mute", ((10.0, 15.0),))]


@pytest.mark.parametrize("message", ['add the title "motion 2 in here and 9 in there"', "标题写“从0:20静音到0:25”"])
def test_what_is_quoted_is_not_touched(message):
    assert spelt_out(message) == message


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("medium shots only in the outro", {"framing": "medium"}),
        ("hold the camera still in the outro", {"camera": "hold"}),
        ("尾奏镜头完全不动", {"camera": "hold"}),
    ],
)
def test_how_it_is_framed_and_held_is_one_edit_of_the_camera(message, changes):
    assert told(message) == [("camera", ["outro"], changes)]


@pytest.mark.parametrize("message", ["no wide shots in the outro", "尾奏别用特写"])
def test_a_framing_refused_is_not_the_framing_asked_for(message):
    understood = understand(message, SONG)
    assert understood.edits == ()
    assert understood.question


@pytest.mark.parametrize("message", ["副歌以外都下雨", "副歌之外的部分都下雨"])
def test_outside_of_a_part_is_everything_else(message):
    ((edit, sections, changes),) = told(message)
    assert (edit, changes) == ("weather", {"weather": "rain"})
    assert sections == ["intro", "verse 1", "verse 2", "bridge", "outro"]


@pytest.mark.parametrize("message", ["the colors are too intense in the bridge", "桥段颜色太艳了"])
def test_too_much_colour_is_a_wish_for_less(message):
    assert told(message) == [("grade", ["bridge"], {"saturation": -0.5})]


def test_a_new_shot_of_something_is_made_not_looked_for():
    ((edit, _, changes),) = told("insert a new shot of a lighthouse at 1:02")
    assert (edit, changes["prompt"], changes["at_s"]) == ("insert", "a lighthouse", 62)


def test_a_frozen_thing_in_a_prompt_locks_nothing():
    assert [edit for edit, _, _ in told("change the prompt of shot 6 to boats on a frozen river")] == ["reprompt"]


def test_a_title_called_something_names_no_section():
    assert told("outro加个title叫Nightfall") == [("add_text", ["outro"], {"text": "Nightfall", "role": "title"})]


@pytest.mark.parametrize(
    "message",
    [
        "give me a low poly video to go with this song",
        "I need a lyric video for this one",
        "produce a square music video with a dancer in the rain",
    ],
)
def test_a_film_of_its_own_is_no_edit_of_this_one(message):
    understood = understand(message, SONG)
    assert (understood.intent, understood.edits, understood.question) == ("generate", (), None)


@pytest.mark.parametrize("message", ["redo what I undid", "bring back what you just undid"])
def test_what_was_undone_comes_back(message):
    assert [edit for edit, _, _ in told(message)] == ["redo"]

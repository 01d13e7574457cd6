"""Scene maps in messages."""

import json

import pytest

from songreel_server.errors import BadRequestError
from songreel_server.scenes_said import scenes_in

SCENES = [{"start": 0, "end": 8, "description": "a beach, {fog}"}, {"section": "chorus", "motion": 9}]


@pytest.mark.parametrize(
    "message",
    [
        "slowly, please\n```json\n{map}\n```",
        "slowly,\n```\n{map}\n```\nplease",
        "slowly, please {map}",
        "slowly, please\n{map}\n",
    ],
)
@pytest.mark.parametrize("written", [SCENES, {"scenes": SCENES}])
def test_a_map_is_found_and_the_words_around_it_are_kept(message: str, written: object) -> None:
    found = scenes_in(message.replace("{map}", json.dumps(written, indent=1)))
    assert found is not None
    assert found.words == "slowly, please"
    assert json.loads(found.scene_map) == written


@pytest.mark.parametrize(
    "message",
    [
        "redo the chorus",
        "a title {in braces}",
        "[verse 2] in snow",
        'call it ["Neon"]',
        "shot [5] again",
        "",
        '{"a": 1}',
    ],
)
def test_words_in_brackets_are_words(message: str) -> None:
    assert scenes_in(message) is None


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ('{"scenes": [{"start": 0, "end": 5', "cannot be read as JSON"),
        ('make it so {"scenes": []}', "has no scenes"),
        ('{"scenes": [' + '[{"start":' * 3_000, "scene map"),
    ],
)
def test_a_map_that_is_broken_is_refused_with_what_to_do(message: str, said: str) -> None:
    with pytest.raises(BadRequestError, match=said):
        scenes_in(message)

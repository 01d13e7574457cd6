"""What the skill's references say can be asked for is understood."""

import json
import re

import pytest

from songreel_engine.draft.model import TransitionKind
from songreel_engine.language.context import NO_CONTEXT
from songreel_engine.language.understanding import understand
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.scene_map_reading import scene_map_schema
from songreel_engine.planning.styles import STYLES
from songreel_server import wishes
from songreel_server.cli_skill import find_source

REFERENCES = find_source() / "skill" / "references"
EDITS = (REFERENCES / "edits.md").read_text("utf-8")
SCENES = (REFERENCES / "scene_map.md").read_text("utf-8")
EXAMPLES = sorted(set(re.findall(r'"([^"]+)"', EDITS)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_an_edit_or_a_question_the_server_answers(example: str) -> None:
    if wishes.is_stop(example) or wishes.asks_for_history(example):
        return
    understood = understand(wishes.asks_the_price_of(example) or example, NO_CONTEXT)
    assert understood.intent == "edit"
    assert understood.edits
    assert understood.question is None


def test_all_styles_are_named() -> None:
    [named] = re.findall(r"Styles: ([^.]+)\.", EDITS)
    assert {one.strip().lower() for one in named.split(",")} == {style.name.lower() for style in STYLES.values()}


def test_all_places_transitions_and_fields_of_a_scene_map_are_named() -> None:
    words = set(re.findall(r"`([\w#]+)`", SCENES))
    assert set(PLACES) <= words
    assert set(TransitionKind.__args__) <= words
    fields = json.dumps(scene_map_schema())
    assert [one for one in ("on_beat", "framing", "camera", "style", "motion", "palette") if one not in fields] == []
    example = re.search(r"```json\n(.*?)```", SCENES, re.DOTALL)
    assert example is not None
    assert len(json.loads(example[1])["scenes"]) == 3

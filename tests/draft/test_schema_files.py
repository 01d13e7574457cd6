"""The JSON Schemas in docs/ say what the models say."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from songreel_engine.draft.edits import CHANGES, Edit, EditName, Target, edit_as_json
from songreel_engine.draft.model import Draft, draft_to_json
from songreel_engine.draft.schema import SCHEMA_FILES, draft_schema, edits_schema, schema_text, write_schemas

DOCS = Path(__file__).parent.parent.parent / "docs"
MakeDraft = Callable[..., Draft]


@pytest.mark.parametrize("name", SCHEMA_FILES)
def test_each_schema_file_is_as_the_models_are(name: str) -> None:
    """Where this fails, `songreel_engine.draft.schema.write_schemas` writes the files anew."""
    assert (DOCS / name).read_text(encoding="utf-8") == schema_text(SCHEMA_FILES[name]())


def test_writing_makes_every_file(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == set(SCHEMA_FILES)
    assert json.loads((tmp_path / "draft.schema.json").read_text(encoding="utf-8"))["$id"] == "songreel-draft-2"


@pytest.mark.parametrize("schema", [draft_schema(), edits_schema()], ids=["draft", "edits"])
def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    references = {node["$ref"] for node in nodes(schema) if "$ref" in node}
    assert references
    assert {ref.removeprefix("#/$defs/") for ref in references} <= set(schema["$defs"])


def test_the_words_under_a_field_describe_it() -> None:
    schema = draft_schema()
    assert schema["properties"]["style"]["description"] == "A style by its key, such as 'golden_hour'."
    assert schema["$defs"]["Shot"]["properties"]["locked"]["description"].startswith("Left as it is by every edit")
    assert edits_schema()["$defs"]["Target"]["properties"]["shots"]["description"].startswith("Numbers in order")


def test_a_written_draft_has_the_properties_of_the_schema(make_draft: MakeDraft) -> None:
    stored = json.loads(draft_to_json(make_draft().model_copy(update={"safe_area": "phones"})))
    schema = draft_schema()
    assert list(stored) == list(schema["properties"])
    assert set(schema["properties"]) - set(json.loads(draft_to_json(make_draft()))) == {"safe_area"}
    assert list(stored["tracks"]["video"][0]) == list(schema["$defs"]["Shot"]["properties"])
    assert stored["schema_number"] == schema["properties"]["schema_number"]["const"]


def test_each_edit_has_its_changes_in_the_schema() -> None:
    schema = edits_schema()
    kinds = {one["properties"]["edit"]["const"]: one for one in schema["items"]["oneOf"]}
    assert list(kinds) == list(get_args(EditName))
    for name, kind in kinds.items():
        fields = schema["$defs"][CHANGES[name].__name__].get("properties", {})
        assert kind["properties"]["changes"]["$ref"] == f"#/$defs/{CHANGES[name].__name__}"
        assert set(fields) == set(CHANGES[name].model_fields)
    assert kinds["add_text"]["required"] == ["edit", "changes"]
    assert kinds["merge"]["required"] == ["edit"]


def test_an_edit_as_it_travels_has_what_the_schema_allows() -> None:
    edit = Edit.model_validate({"edit": "gain", "target": Target(), "changes": {"gain_percent": 35}})
    gain = next(one for one in edits_schema()["items"]["oneOf"] if one["properties"]["edit"]["const"] == "gain")
    assert set(edit_as_json(edit)) == set(gain["properties"])


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object in the schema."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from nodes(inner)

"""JSON Schemas of what is stored and sent, made from the models: drafts (`draft.json`) and lists of edits.

The files in docs/ are written from here by `write_schemas`.
"""

import ast
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from songreel_engine.draft import edits, model
from songreel_engine.draft.edits import CHANGES, EditName, Target
from songreel_engine.draft.model import SCHEMA, Draft

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
DRAFT_ID: Final = f"songreel-draft-{SCHEMA}"
EDITS_ID: Final = "songreel-edits-1"


def draft_schema() -> dict[str, Any]:
    """The JSON Schema of a draft as `draft_to_json` writes it. The rules that reach across values are `check_draft`'s."""
    schema = Draft.model_json_schema(mode="serialization")
    schema["properties"]["schema_number"]["const"] = SCHEMA
    definitions = schema.pop("$defs")
    _describe({"Draft": schema, **definitions}, model)
    return {"$schema": DIALECT, "$id": DRAFT_ID, **schema, "$defs": definitions}


def edits_schema() -> dict[str, Any]:
    """The JSON Schema of a list of edits: each with the changes that it takes, as `edit_as_json` writes them."""
    kinds: set[type[BaseModel]] = {Target, *CHANGES.values()}
    # In order of name: a set has none, and the file must come out the same each time.
    ordered: list[tuple[Any, JsonSchemaMode]] = [
        (kind, "validation") for kind in sorted(kinds, key=lambda kind: kind.__name__)
    ]
    _, schema = models_json_schema(ordered)
    definitions = schema["$defs"]
    _describe(definitions, edits)
    return {
        "$schema": DIALECT,
        "$id": EDITS_ID,
        "title": "Edits",
        "description": "Changes to a film, done in this order.",
        "type": "array",
        "items": {"oneOf": [_edit_schema(name, definitions) for name in get_args(EditName)]},
        "$defs": definitions,
    }


def schema_text(schema: dict[str, Any]) -> str:
    """The schema as its file has it: two-space indent, a newline at the end."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


SCHEMA_FILES: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "draft.schema.json": draft_schema,
    "edits.schema.json": edits_schema,
}


def write_schemas(folder: Path) -> None:
    """Writes every schema into the folder, over what is there."""
    for name, schema in SCHEMA_FILES.items():
        (folder / name).write_text(schema_text(schema()), encoding="utf-8")


def _edit_schema(name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    kind = next(changes for edit, changes in CHANGES.items() if edit == name).__name__
    needed = ["changes"] if definitions[kind].get("required") else []
    return {
        "type": "object",
        "properties": {
            "edit": {"const": name},
            "target": {"$ref": "#/$defs/Target"},
            "changes": {"$ref": f"#/$defs/{kind}"},
        },
        "required": ["edit", *needed],
        "additionalProperties": False,
    }


def _describe(schemas: dict[str, Any], module: ModuleType) -> None:
    """Gives each property the words that stand under its field in the module's source."""
    words = _words_under_fields(module)
    for name, schema in schemas.items():
        for field, facts in schema.get("properties", {}).items():
            if (name, field) in words:
                facts["description"] = words[name, field]


def _words_under_fields(module: ModuleType) -> dict[tuple[str, str], str]:
    # pydantic can read them itself (use_attribute_docstrings), but then whenever the models are imported, which every
    # command pays for; schemas are written once.
    found = {}
    for kind in ast.parse(inspect.getsource(module)).body:
        if not isinstance(kind, ast.ClassDef):
            continue
        for field, below in zip(kind.body, kind.body[1:], strict=False):
            match field, below:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                    found[kind.name, name] = inspect.cleandoc(words)
    return found

"""Tools' schemas cut down to what a model needs: each is sent with every conversation and paid for by the word.

Pydantic writes a title for each field and an alternative `null` for each that may be left out; neither says anything that the
field's name and its absence from `required` do not.
"""

from typing import Any, Final

_NAMES: Final = ("properties", "$defs")
"""Where keys are names of fields, whatever they spell."""


def slimmed(schema: dict[str, Any]) -> dict[str, Any]:
    """The same schema without titles, and with optional fields plain."""
    slim: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _NAMES and isinstance(value, dict):
            slim[key] = {name: slimmed(field) for name, field in value.items()}
        elif key == "title" or (key == "default" and value in (None, "", [], {})):
            continue
        else:
            slim[key] = _slimmed_value(value)
    options = slim.get("anyOf")
    if isinstance(options, list) and all(option.keys() == {"enum", "type"} for option in options):
        del slim["anyOf"]
        slim = {"enum": [one for option in options for one in option["enum"]], "type": options[0]["type"]} | slim
    elif isinstance(options, list) and {"type": "null"} in options and len(options) == 2:
        [kept] = [option for option in options if option != {"type": "null"}]
        del slim["anyOf"]
        slim = kept | slim
    return slim


def bare(schema: dict[str, Any]) -> dict[str, Any]:
    """The shape of an answer alone: what its values mean, the answer's own words say."""
    return {
        key: {name: bare(field) for name, field in value.items()} if key in _NAMES else _bare_value(value)
        for key, value in schema.items()
        if key not in ("additionalProperties", "description", "default")
    }


def _bare_value(value: Any) -> Any:
    return bare(value) if isinstance(value, dict) else value


def _slimmed_value(value: Any) -> Any:
    if isinstance(value, dict):
        return slimmed(value)
    return [_slimmed_value(one) for one in value] if isinstance(value, list) else value

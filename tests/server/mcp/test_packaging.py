"""What hosts and registries read about the server says what the server is."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from songreel_engine import __version__
from songreel_server.errors import BadRequestError
from songreel_server.faces.mcp.host_configs import HOSTS, config_of
from songreel_server.faces.mcp.server import TOOLS

ROOT = Path(__file__).parents[3]
_TEXT = {"type": "string", "minLength": 1}
_INPUT = {
    "description": _TEXT, "isRequired": {"type": "boolean"}, "isSecret": {"type": "boolean"}, "isRepeated": {"type": "boolean"},
    "format": {"enum": ["string", "number", "boolean", "filepath"]}, "value": _TEXT, "default": _TEXT, "placeholder": _TEXT,
    "choices": {"type": "array", "items": _TEXT},
}  # fmt: skip
_ARGUMENT = {
    "oneOf": [
        {
            "properties": {"type": {"const": "positional"}, "valueHint": _TEXT, **_INPUT},
            "required": ["type"],
            "anyOf": [{"required": ["valueHint"]}, {"required": ["value"]}],
            "additionalProperties": False,
        },
        {
            "properties": {"type": {"const": "named"}, "name": _TEXT, **_INPUT},
            "required": ["type", "name"],
            "additionalProperties": False,
        },
    ]
}
_PACKAGE = {
    "type": "object",
    "required": ["registryType", "identifier", "version", "transport"],
    "properties": {
        "registryType": {"enum": ["npm", "pypi", "oci", "nuget", "mcpb"]},
        "registryBaseUrl": {"type": "string", "pattern": "^https://"},
        "identifier": _TEXT,
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+([-+].+)?$"},
        "fileSha256": {"type": "string", "pattern": "^[a-f0-9]{64}$"},
        "runtimeHint": _TEXT,
        "transport": {"type": "object", "required": ["type"], "properties": {"type": {"const": "stdio"}}},
        "runtimeArguments": {"type": "array", "items": _ARGUMENT},
        "packageArguments": {"type": "array", "items": _ARGUMENT},
        "environmentVariables": {"type": "array", "items": {"required": ["name"]}},
    },
    "additionalProperties": False,
}
REGISTRY_ENTRY = {
    "type": "object",
    "required": ["$schema", "name", "description", "version", "packages"],
    "properties": {
        "$schema": {"const": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"},
        "name": {
            "type": "string", "pattern": r"^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$", "minLength": 3, "maxLength": 200
        },
        "title": {"type": "string", "minLength": 1, "maxLength": 100},
        "description": {"type": "string", "minLength": 1, "maxLength": 100},
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+([-+].+)?$"},
        "packages": {"type": "array", "minItems": 1, "items": _PACKAGE},
        "websiteUrl": {"type": "string", "pattern": "^https://"},
        "repository": {"type": "object", "required": ["url", "source"]},
    },
    "additionalProperties": False,
}  # fmt: skip
"""What the registry asks of an entry, as far as ours says anything, and no field that it does not know. Source: the registry's
server.json schema, github.com/modelcontextprotocol/registry, docs/reference/server-json."""


def test_the_registry_entry_is_of_this_version_and_named_as_the_readme_says() -> None:
    entry = json.loads((ROOT / "server.json").read_text())
    assert entry["version"] == __version__
    assert [package["version"] for package in entry["packages"]] == [__version__]
    assert len(entry["description"]) <= 100
    assert f"mcp-name: {entry['name']}" in (ROOT / "README.md").read_text()


def test_the_registry_entry_is_what_the_registry_asks_for() -> None:
    jsonschema.validate(json.loads((ROOT / "server.json").read_text()), REGISTRY_ENTRY)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("name",), "songreel"),
        (("description",), "x" * 101),
        (("packages", 0, "version"), "latest"),
        (("packages", 0, "packageArguments", 0), {"type": "positional"}),
        (("packages", 0, "packageArguments", 1), {"type": "named", "value": "x"}),
        (("packages", 0, "colour"), "red"),
    ],
    ids=str,
)
def test_an_entry_that_the_registry_would_refuse_is_found(place: tuple[str | int, ...], wrong: object) -> None:
    entry = json.loads((ROOT / "server.json").read_text())
    inside = entry
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(entry, REGISTRY_ENTRY)


def test_the_bundle_lists_the_tools_there_are() -> None:
    manifest = json.loads((ROOT / "packaging/mcpb/manifest.json").read_text())
    assert [tool["name"] for tool in manifest["tools"]] == [tool.run.__name__ for tool in TOOLS]
    assert manifest["version"] == __version__
    wanted = tomllib.loads((ROOT / "packaging/mcpb/pyproject.toml").read_text())["project"]["dependencies"]
    assert wanted == [f"songreel=={__version__}"]
    assert (ROOT / "packaging/mcpb" / manifest["server"]["entry_point"]).is_file()


@pytest.mark.parametrize("host", HOSTS)
def test_a_hosts_settings_start_this_program_from_anywhere(host: str, tmp_path: Path) -> None:
    where, _, settings = config_of(host, roots=[tmp_path], data=tmp_path / "data").partition("\n\n")
    assert where.endswith(":")
    if settings.startswith("{"):
        [servers] = json.loads(settings).values()
        words = [servers["songreel"]["command"], *servers["songreel"]["args"]]
    elif settings.startswith("["):
        server = tomllib.loads(settings)["mcp_servers"]["songreel"]
        words = [server["command"], *server["args"]]
    else:
        words = settings.partition(" -- ")[2].split()
    assert Path(words[0]).is_absolute()
    assert words[1:4] == ["-m", "songreel_server", "mcp"]
    assert words[4:] == ["--root", str(tmp_path), "--data", str(tmp_path / "data")]


def test_a_host_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadRequestError, match="cursor"):
        config_of("abacus", roots=[], data=None)

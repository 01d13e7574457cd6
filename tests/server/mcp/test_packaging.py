"""What hosts and registries read about the server says what the server is."""

import json
import tomllib
from pathlib import Path

import pytest

from songreel_engine import __version__
from songreel_server.errors import BadRequestError
from songreel_server.faces.mcp.host_configs import HOSTS, config_of
from songreel_server.faces.mcp.server import TOOLS

ROOT = Path(__file__).parents[3]


def test_the_registry_entry_is_of_this_version_and_named_as_the_readme_says() -> None:
    entry = json.loads((ROOT / "server.json").read_text())
    assert entry["version"] == __version__
    assert [package["version"] for package in entry["packages"]] == [__version__]
    assert len(entry["description"]) <= 100
    assert f"mcp-name: {entry['name']}" in (ROOT / "README.md").read_text()


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

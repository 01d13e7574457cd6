"""The lines that make a host start this server: what its settings file takes, with paths that are the same from anywhere.

Hosts start programs without a shell and with a bare environment, so the interpreter is named in full.
"""

import json
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from songreel_server.errors import BadRequestError

NAME: Final = "songreel"


def config_of(host: str, *, roots: Sequence[Path], data: Path | None) -> str:
    """What to put where. Raises BadRequestError for a host nobody here knows."""
    known = HOSTS.get(host.strip().lower())
    if known is None:
        raise BadRequestError(f"There is no host {host!r} in the list; choose one of {', '.join(HOSTS)}.")
    where, write = known
    return f"{where}\n\n{write(command(roots, data))}"


def command(roots: Sequence[Path], data: Path | None) -> list[str]:
    """The program and its arguments."""
    words = [sys.executable, "-m", "songreel_server", "mcp"]
    words += [word for root in roots for word in ("--root", str(root.resolve()))]
    return words if data is None else [*words, "--data", str(data.expanduser().resolve())]


def _servers(key: str, **more: Any) -> Callable[[list[str]], str]:
    def write(words: list[str]) -> str:
        return json.dumps({key: {NAME: {**more, "command": words[0], "args": words[1:]}}}, indent=2, ensure_ascii=False)

    return write


def _toml(words: list[str]) -> str:
    # JSON's strings and lists are TOML's.
    return f"[mcp_servers.{NAME}]\ncommand = {json.dumps(words[0])}\nargs = {json.dumps(words[1:])}"


def _zed(words: list[str]) -> str:
    server = {"source": "custom", "command": words[0], "args": words[1:]}
    return json.dumps({"context_servers": {NAME: server}}, indent=2, ensure_ascii=False)


HOSTS: Final[dict[str, tuple[str, Callable[[list[str]], str]]]] = {
    "claude-desktop": ("Settings → Developer → Edit Config (claude_desktop_config.json):", _servers("mcpServers")),
    "claude-code": ("In a shell:", lambda words: f"claude mcp add {NAME} -- {shlex.join(words)}"),
    "cursor": ("~/.cursor/mcp.json:", _servers("mcpServers")),
    "vscode": (".vscode/mcp.json:", _servers("servers", type="stdio")),
    "windsurf": ("~/.codeium/windsurf/mcp_config.json:", _servers("mcpServers")),
    "zed": ("settings.json:", _zed),
    "codex": ("~/.codex/config.toml:", _toml),
    "gemini": ("~/.gemini/settings.json:", _servers("mcpServers")),
}
"""Where it goes, and how it is written."""

"""Skills (SEP-2640): what an assistant should know before it uses the tools, served with the server that has them.

A skill is a folder with SKILL.md and what that refers to; each file is a resource with its digest and size, so that a host
can tell that what it read is what was listed. Source: SEP-2640, agentskills.io.
"""

import hashlib
import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import mcp.types as mcp
import yaml  # type: ignore[import-untyped]
from mcp import MCPError
from mcp.server.context import HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding, ResourceBinding
from mcp.server.mcpserver.resources import FunctionResource

IDENTIFIER: Final = "io.modelcontextprotocol/skills"
SKILLS: Final = Path(__file__).parent.parent / "skills"
MAIN: Final = "SKILL.md"
FRESH_MS: Final = 3_600_000
_MARK: Final = "---"


class GetParams(mcp.RequestParams):
    """Which skill, by the address of its SKILL.md."""

    uri: str


class Skills(Extension):
    """The skills in a folder, read once."""

    identifier = IDENTIFIER

    def __init__(self, folder: Path = SKILLS) -> None:
        self._entries: dict[str, dict[str, Any]] = {}
        self._resources: list[ResourceBinding] = []
        for main in sorted(folder.glob(f"*/{MAIN}")):
            self._add(main.parent)

    def resources(self) -> Sequence[ResourceBinding]:
        return self._resources

    def methods(self) -> Sequence[MethodBinding]:
        return [
            MethodBinding("skills/list", mcp.PaginatedRequestParams, self.list_skills),
            MethodBinding("skills/get", GetParams, self.get_skill),
        ]

    async def list_skills(
        self, ctx: ServerRequestContext[Any, Any], params: mcp.PaginatedRequestParams
    ) -> HandlerResult:
        """All of them."""
        del ctx, params
        return {"resultType": "complete", "skills": list(self._entries.values()), **_FRESH}

    async def get_skill(self, ctx: ServerRequestContext[Any, Any], params: GetParams) -> HandlerResult:
        """One of them."""
        del ctx
        if params.uri not in self._entries:
            raise MCPError(mcp.INVALID_PARAMS, f"There is no skill {params.uri[:200]!r}.", {"uri": params.uri})
        return {"resultType": "complete", "skill": self._entries[params.uri], **_FRESH}

    def _add(self, folder: Path) -> None:
        matter = front_matter((folder / MAIN).read_text("utf-8"))
        files = []
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = file.read_bytes()
            uri = f"skill://{folder.name}/{file.relative_to(folder).as_posix()}"
            digest = hashlib.sha256(content).hexdigest()
            files.append({"uri": uri, "digest": f"sha256:{digest}", "size": len(content)})
            self._resources.append(ResourceBinding(_resource(uri, file, content, matter)))
        uri = f"skill://{folder.name}/{MAIN}"
        self._entries[uri] = {"uri": uri, "frontmatter": matter, "resources": files}


_FRESH: Final[dict[str, Any]] = {"ttlMs": FRESH_MS, "cacheScope": "public"}


def front_matter(text: str) -> dict[str, Any]:
    """What stands between the two marks at the head of a SKILL.md."""
    _, matter, _ = text.split(_MARK, 2)
    read: dict[str, Any] = yaml.safe_load(matter)
    return read


def _resource(uri: str, file: Path, content: bytes, matter: dict[str, Any]) -> FunctionResource:
    kind = "text/markdown" if file.suffix == ".md" else mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind == "application/json"
    return FunctionResource(
        uri=uri,
        name=matter["name"] if file.name == MAIN else file.name,
        description=matter["description"] if file.name == MAIN else None,
        mime_type=kind,
        fn=lambda: content.decode() if is_text else content,
    )

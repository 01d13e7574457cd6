"""How a tool is offered: its title, its four hints, and schemas that a model can afford."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

import mcp.types as mcp
from mcp.server.mcpserver.tools import Tool

from songreel_server.faces.mcp.schemas import bare, slimmed


def _hints(
    *, reads: bool = False, destroys: bool = False, repeats: bool = True, outside: bool = False
) -> mcp.ToolAnnotations:
    return mcp.ToolAnnotations(
        read_only_hint=reads, destructive_hint=destroys, idempotent_hint=repeats, open_world_hint=outside
    )


READING: Final = _hints(reads=True)
ADDING: Final = _hints(outside=True)
MAKING: Final = _hints()
CHANGING: Final = _hints(repeats=False)
STOPPING: Final = _hints(destroys=True)


class Offered(NamedTuple):
    """A tool as it is listed."""

    run: Callable[..., Awaitable[Any]]
    title: str
    hints: mcp.ToolAnnotations


def tool_of(offered: Offered) -> Tool:
    """The tool for the SDK."""
    description = " ".join((offered.run.__doc__ or "").split())
    tool = Tool.from_function(
        offered.run, title=offered.title, description=description, annotations=offered.hints, structured_output=None
    )
    tool.parameters = slimmed(tool.parameters)
    if tool.fn_metadata.output_schema is not None:
        tool.fn_metadata.output_schema = bare(slimmed(tool.fn_metadata.output_schema))
    return tool

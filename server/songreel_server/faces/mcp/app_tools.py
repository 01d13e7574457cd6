"""What the view inside a chat asks for: calls that a model never sees. What it changes, it changes by the tools of everybody."""

import asyncio
import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import mcp.types as mcp
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from songreel_server.errors import NotFoundError
from songreel_server.faces.mcp.app_view import shown_film, view_of
from songreel_server.faces.mcp.desk import Desk, Parts, Shown, desk_of
from songreel_server.faces.mcp.offers import READING, Offered
from songreel_server.faces.mcp.refusals import saying_refusals

if TYPE_CHECKING:
    from songreel_engine.analysis.result import Analysis
    from songreel_server.accounts.tokens import Caller
    from songreel_server.cutting_room import CuttingRoom, View
    from songreel_server.vault import Item
    from songreel_server.viewing import Viewing

MOST_PICTURES: Final = 24
"""In one answer: about 130 kB."""
ProjectId = Annotated[str, Field(min_length=1, max_length=100)]


@dataclass(frozen=True, kw_only=True)
class _Rooms:
    """Where a project is looked at, and its film."""

    cutting: "CuttingRoom"
    viewing: "Viewing"


class FilmCalls:
    """The calls, and what they keep between them; one for the face."""

    def __init__(self) -> None:
        self._rooms: _Rooms | None = None

    def offered(self) -> tuple[Offered, ...]:
        """As tools."""
        return (
            Offered(self._tool(self.film, "mv_view_film"), "The film in the view", READING),
            Offered(self._tool(self.pictures, "mv_view_pictures"), "Pictures of shots", READING),
            Offered(self._tool(self.part, "mv_view_part"), "A part of the film", READING),
            Offered(self._tool(self.step, "mv_view_step"), "Price of a step back or forth", READING),
        )

    async def film(self, ctx: Context[Desk, Any], project_id: ProjectId) -> mcp.CallToolResult:
        """Everything the view shows of a project but its pictures and sound."""
        desk = desk_of(ctx)
        caller, parts = await desk.caller(ctx), await desk.parts()
        rooms = self._open(parts)
        view = await asyncio.to_thread(rooms.cutting.view, caller, project_id)
        heard = None if view.draft is None else await asyncio.to_thread(_heard, parts, view.facts.id)
        file = await _file(desk, parts, caller, view)
        told = view_of(view, heard=heard, film=file, charged=caller.metered, may_write="write" in caller.scopes)
        return _told(f"“{view.facts.name}” as it stands.", told)

    async def pictures(
        self,
        ctx: Context[Desk, Any],
        project_id: ProjectId,
        keys: Annotated[list[Annotated[str, Field(max_length=100)]], Field(min_length=1, max_length=MOST_PICTURES)],
    ) -> mcp.CallToolResult:
        """Pictures of shots, by the keys that the film names; those that are gone since are left out."""
        desk = desk_of(ctx)
        caller, parts = await desk.caller(ctx), await desk.parts()
        rooms = self._open(parts)

        def read() -> dict[str, str]:
            project = parts.projects.find(caller, project_id)
            found = {}
            for key in dict.fromkeys(keys):
                try:
                    found[key] = base64.b64encode(rooms.cutting.picture(caller, project.id, key)).decode()
                except NotFoundError:
                    # Rendered again since the view looked: the next look names another key.
                    continue
            return found

        found = await asyncio.to_thread(read)
        return _told(f"{len(found)} pictures.", {"media_type": "image/webp", "pictures": found})

    async def part(
        self,
        ctx: Context[Desk, Any],
        item_id: Annotated[str, Field(min_length=1, max_length=100)],
        start: Annotated[int, Field(ge=0, description="The first frame.")],
        stop: Annotated[int, Field(ge=1, description="The frame after the last.")],
    ) -> mcp.CallToolResult:
        """A few seconds of a film, small, with their sound."""
        desk = desk_of(ctx)
        caller, parts = await desk.caller(ctx), await desk.parts()
        caller.require("read")
        film = await asyncio.to_thread(_kept_film, parts, caller, item_id)
        content = await asyncio.to_thread(self._open(parts).viewing.part, film, start, stop)
        value = {"media_type": "video/mp4", "start": start, "stop": stop, "data": base64.b64encode(content).decode()}
        return _told(f"Frames {start} to {stop}.", value)

    async def step(
        self, ctx: Context[Desk, Any], project_id: ProjectId, to: Literal["undo", "redo"]
    ) -> mcp.CallToolResult:
        """What a step in the film's history leads to, and what it costs; nothing is changed."""
        desk = desk_of(ctx)
        caller, parts = await desk.caller(ctx), await desk.parts()
        value = await asyncio.to_thread(_step, parts, caller, project_id, to)
        return _told(f"Version {value['version']}: {value['price_credits']} credits.", value)

    def _open(self, parts: Parts) -> _Rooms:
        if self._rooms is None:
            self._rooms = _rooms_of(parts)
        return self._rooms

    def _tool(self, call: Any, name: str) -> Any:
        """Its refusals in words, under a name that a host can show."""
        wrapped = saying_refusals(call)
        wrapped.__name__ = name
        return wrapped


def _rooms_of(parts: Parts) -> _Rooms:
    from songreel_server.cutting_room import CuttingRoom
    from songreel_server.stills import Stills
    from songreel_server.viewing import Viewing

    server = parts.server
    films = server.studio.films
    cutting = CuttingRoom(
        studio=server.studio,
        projects=parts.projects,
        endings=server.endings,
        streams=server.streams,
        stills=Stills(films, server.store),
        clock=server.studio.clock,
    )
    return _Rooms(cutting=cutting, viewing=Viewing(films.workspaces, server.store))


def _heard(parts: Parts, project_id: str) -> "Analysis":
    with parts.server.studio.films.project(project_id) as project:
        return project.read_analysis()


async def _file(desk: Desk, parts: Parts, caller: "Caller", view: "View") -> Shown | None:
    """The film for the user to open; None where there is none, or it was deleted since."""
    made = shown_film(view)
    if made is None:
        return None
    item = await asyncio.to_thread(_kept_film, parts, caller, made.rendered.item_id)
    name = f"{view.facts.name} v{made.rendered.version}.mp4"
    return await desk.shown(item, name=name, job_id=made.job_id)


def _kept_film(parts: Parts, caller: "Caller", item_id: str) -> "Item":
    from songreel_server import vault

    with parts.server.database.reading() as tx:
        item = vault.item(tx, caller.account_id, item_id)
    if not item.media_type.startswith("video/"):
        raise NotFoundError("There is no such film.")
    return item


def _step(parts: Parts, caller: "Caller", project_id: str, to: Literal["undo", "redo"]) -> dict[str, Any]:
    from songreel_server import heavy

    heavy.load()
    from songreel_server.editing import Editing

    films = parts.server.studio.films
    project = parts.projects.find(caller, project_id)
    # A change that came to nothing is taken back first.
    parts.projects.standing(project.id)
    with films.project(project.id) as opened:
        history = opened.read_history()
    versions = history.past if to == "undo" else history.future
    if not versions:
        raise ToolError("There is nothing to undo." if to == "undo" else "There is nothing to bring back.")
    quote = Editing(films).quote_version(caller, project.id, versions[-1])
    return {"version": versions[-1], "price_credits": quote.credits, "charged": caller.metered}


def _told(text: str, value: dict[str, Any]) -> mcp.CallToolResult:
    return mcp.CallToolResult(content=[mcp.TextContent(type="text", text=text)], structured_content=value)

"""What an assistant may read without a tool: projects, timelines, drafts, storyboards, films, styles, the edits there are.

Everything of an account is behind a template, so that each reading asks whose it is; none carries a film's bytes.
"""

import asyncio
import functools
import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple, TypeVar

import mcp.types as mcp
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from songreel_engine.errors import SongreelError
from songreel_server import errors
from songreel_server.faces.mcp import hearing, pictures
from songreel_server.faces.mcp.desk import Desk, desk_of

PROJECT: Final = "songreel://projects/{project_id}"
R = TypeVar("R")
_JSON: Final = "application/json"


def saying_absent(read: Callable[..., Awaitable[R]]) -> Callable[..., Awaitable[R]]:
    """A reading whose refusals tell what is wrong; of another account's thing that there is none."""

    @functools.wraps(read)
    async def run(*args: Any, **kwargs: Any) -> R:
        try:
            return await read(*args, **kwargs)
        except (errors.ServerError, SongreelError) as problem:
            raise ResourceNotFoundError(str(problem)) from problem

    run.__signature__ = inspect.signature(read)  # type: ignore[attr-defined]
    return run


async def styles() -> str:
    """Every style: key, name, description, where it is at home."""
    from songreel_engine.planning.styles import STYLES

    return _json(
        [
            {"key": one.key, "name": one.name, "description": one.description, "places": one.places[:4]}
            for one in STYLES.values()
        ]
    )


async def edits() -> str:
    """Every edit that mv_edit_video takes in `edits`, with the changes of each."""
    from songreel_engine.draft.edits import CHANGES

    table = {name: {key: _kind(field) for key, field in kind.model_fields.items()} for name, kind in CHANGES.items()}
    return _json({"target": "chorus 2 | shot 5 | shots 4 to 9 | 0:30-0:55 | empty: the whole film", "edits": table})


def _kind(field: Any) -> str:
    return (
        str(field.annotation).replace("typing.", "").replace("songreel_engine.draft.edits.", "").replace(" | None", "")
    )


async def projects(ctx: Context[Desk, Any], words: str = "") -> str:
    """The caller's projects, the one worked on last first."""
    caller, parts = await desk_of(ctx).caller(ctx), await desk_of(ctx).parts()
    found = await asyncio.to_thread(parts.projects.search, caller, words)
    return _json([{"id": one.id, "name": one.name, "song_id": one.song_item_id} for one in found])


async def timeline(ctx: Context[Desk, Any], project_id: str) -> str:
    """The whole timeline in words."""
    from songreel_engine.draft.words import describe_draft

    return describe_draft(await _draft(ctx, project_id))


async def draft(ctx: Context[Desk, Any], project_id: str) -> str:
    """The timeline as the program keeps it."""
    from songreel_engine.draft.model import draft_to_json

    return draft_to_json(await _draft(ctx, project_id))


async def scene_map(ctx: Context[Desk, Any], project_id: str) -> str:
    """The film's scenes in the form that mv_make_video takes."""
    from songreel_engine.planning.scene_map import scene_map_of, scene_map_to_json

    return scene_map_to_json(scene_map_of(await _draft(ctx, project_id)))


async def film(ctx: Context[Desk, Any], project_id: str) -> str:
    """Where the finished film is, and what it is."""
    from songreel_server.faces.mcp.answers import file_ref
    from songreel_server.faces.mcp.watching import files_of

    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    job = await asyncio.to_thread(parts.projects.film_job, project.id)
    files = [] if job is None else await files_of(desk, parts, caller, job)
    if not files:
        raise ResourceNotFoundError("There is no finished video yet; call mv_get_status.")
    return _json([file_ref(one).model_dump(mode="json", exclude_none=True) for one in files])


async def storyboard(ctx: Context[Desk, Any], project_id: str) -> bytes:
    """One small sheet of the film's frames."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    job = await asyncio.to_thread(parts.projects.film_job, project.id)
    sheet = None if job is None else await asyncio.to_thread(pictures.sheet_of_job, parts, caller, job)
    if sheet is None:
        raise ResourceNotFoundError("There is no finished video yet; call mv_get_status.")
    return sheet


async def analysis_picture(ctx: Context[Desk, Any], project_id: str) -> bytes:
    """What was heard in the song, drawn: energy, beats, sections, voice."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    if project.song_item_id is None:
        raise ResourceNotFoundError("This project's song is no longer in the library.")
    song = await asyncio.to_thread(parts.projects.song, caller, project.song_item_id)
    return await hearing.drawn(parts, song)


async def _draft(ctx: Context[Desk, Any], project_id: str) -> Any:
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    found = await asyncio.to_thread(parts.server.studio.films.draft, project.id)
    if found is None:
        raise ResourceNotFoundError("This project has no timeline yet; call mv_get_status.")
    return found


class _Offered(NamedTuple):
    uri: str
    read: Callable[..., Awaitable[str | bytes]]
    title: str
    mime_type: str = _JSON


RESOURCES: Final = (
    _Offered("songreel://styles", styles, "Styles"),
    _Offered("songreel://edits", edits, "Edits"),
    _Offered("songreel://projects{?words}", projects, "Projects"),
    _Offered(PROJECT + "/timeline", timeline, "Timeline", "text/plain"),
    _Offered(PROJECT + "/draft", draft, "Draft"),
    _Offered(PROJECT + "/scene-map", scene_map, "Scene map"),
    _Offered(PROJECT + "/film", film, "Finished film"),
    _Offered(PROJECT + "/storyboard", storyboard, "Storyboard", "image/jpeg"),
    _Offered(PROJECT + "/analysis", analysis_picture, "Analysis picture", "image/png"),
)


def register(server: "MCPServer[Desk]") -> None:
    """All of them."""
    for one in RESOURCES:
        server.resource(
            one.uri,
            name=one.read.__name__,
            title=one.title,
            description=(one.read.__doc__ or "").strip(),
            mime_type=one.mime_type,
            annotations=mcp.Annotations(audience=["user", "assistant"]),
        )(saying_absent(one.read))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)

"""Tools that change a film: by words or values, and back again."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import mcp.types as mcp
from mcp.server.elicitation import ElicitationResult
from mcp.server.mcpserver import Context, Elicit, Resolve
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from songreel_server.faces.mcp import consent
from songreel_server.faces.mcp.answers import EditAnswer, answered, price
from songreel_server.faces.mcp.consent import Confirm, Consent
from songreel_server.faces.mcp.desk import Desk, Parts, desk_of
from songreel_server.faces.mcp.offers import CHANGING, Offered
from songreel_server.faces.mcp.refusals import refusal, saying_refusals
from songreel_server.faces.mcp.selecting import StructuredEdit, edits_of_values, edits_of_words
from songreel_server.faces.mcp.tools_film import LAST, ProjectId
from songreel_server.faces.mcp.watching import WaitS, told, watch

if TYPE_CHECKING:
    from songreel_engine.draft.edits import Edit
    from songreel_server.accounts.tokens import Caller
    from songreel_server.editing import Edited
    from songreel_server.projects import ProjectFacts

Words = Annotated[
    str,
    Field(
        description="The change in English or Chinese, with where it applies; several in one sentence are one version.",
        examples=["redo the chorus in colder light", "title Paradise Found for 3 seconds at the drop"],
    ),
]


def _edits(parts: Parts, project_id: str, words: str, edits: list[StructuredEdit] | None) -> "tuple[Edit, ...]":
    if bool(words.strip()) == bool(edits):
        raise ToolError("Give the change either as words or as edits.")
    with parts.server.studio.films.project(project_id) as opened:
        return edits_of_values(opened, edits) if edits else edits_of_words(opened, words)


async def ask_for_edit(
    ctx: Context[Desk, Any],
    words: str = "",
    edits: list[StructuredEdit] | None = None,
    file_ids: list[str] | None = None,
    project_id: str = LAST,
    preview: bool = False,
    confirm: bool = False,
) -> Consent | Elicit[Consent]:
    """Whether the user agrees to what the edit costs."""
    from songreel_engine.errors import SongreelError
    from songreel_server.errors import ServerError

    desk = desk_of(ctx)
    caller = await desk.caller(ctx)
    if preview or confirm or not caller.metered:
        return Consent(spend=True)
    parts = await desk.parts()
    try:
        would = await asyncio.to_thread(_would, parts, caller, project_id, words, edits, file_ids or [])
    except (ServerError, SongreelError) as problem:
        raise refusal(problem) from problem
    if would is None or would.quote.credits == 0:
        return Consent(spend=True)
    if not consent.can_ask(ctx):
        return Consent(spend=False)
    balance = await asyncio.to_thread(parts.server.studio.balance, caller)
    return Elicit(consent.question("This change", would.quote.credits, balance.available), Consent)


def _would(
    parts: Parts,
    caller: "Caller",
    project_id: str,
    words: str,
    given: list[StructuredEdit] | None,
    file_ids: list[str],
) -> "Edited | None":
    """What the change would do and cost; None for steps in history, which have no preview."""
    from songreel_engine.draft.edits import OF_HISTORY

    project = parts.projects.find(caller, project_id)
    edits = _edits(parts, project.id, words, given)
    if any(edit.edit in OF_HISTORY for edit in edits):
        return None
    return parts.projects.quote_edit(caller, project.id, edits, files=_files(parts, caller, file_ids))


@saying_refusals
async def mv_edit_video(
    ctx: Context[Desk, Any],
    agreed: Annotated[ElicitationResult[Consent], Resolve(ask_for_edit)],
    words: Words = "",
    edits: Annotated[
        list[StructuredEdit] | None, Field(description="Instead of words: exact changes; songreel://edits lists them.")
    ] = None,
    file_ids: Annotated[
        list[str] | None, Field(description="Photos, footage or sounds of the library that the change names.")
    ] = None,
    preview: Annotated[bool, Field(description="Only tell what would change and what it costs.")] = False,
    version: Annotated[
        int | None, Field(description="The version you looked at: the change is refused if the film has moved on.")
    ] = None,
    project_id: ProjectId = LAST,
    confirm: Confirm = False,
    wait_s: WaitS = 40,
) -> Annotated[mcp.CallToolResult, EditAnswer]:
    """Change the film: light, weather, style, place, camera, cuts, pace, titles, lyrics, inserted files, sound, shape. Only what
    the change touches is rendered again; the rest stays as it is. Costs credits by the shot where credits are charged
    (preview=true tells). Every change is a version that mv_go_back undoes. On doubt it asks and changes nothing. Answers with
    what changed, the cost, the version and the new film, or a job for mv_get_status."""
    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    again = await asyncio.to_thread(_same_as_before, parts, caller, project, words, version)
    if again is not None:
        return await _with_job(ctx, parts, caller, again, wait_s, said=("This very change was asked for before.",))
    found = await asyncio.to_thread(_edits, parts, project.id, words, edits)
    said_words = words if words.strip() else ", ".join(f"{one.edit} {one.target}".strip() for one in edits or [])
    files = await asyncio.to_thread(_files, parts, caller, file_ids or [])
    if preview or not consent.agreed(agreed):
        would = await asyncio.to_thread(lambda: parts.projects.quote_edit(caller, project.id, found, files=files))
    if preview:
        return _previewed(project, caller, would, "Would do")
    if not consent.agreed(agreed):
        call = "mv_edit_video(…, confirm=true)"
        answer = EditAnswer(
            project_id=project.id, state="needs_confirmation", price_credits=would.quote.credits,
            changed=would.changed.said, shots=would.cost.shots, next_step=call,
        )  # fmt: skip
        return consent.unconfirmed(answer, f"“{said_words}”", would.quote.credits, call)
    edited = await asyncio.to_thread(lambda: parts.projects.edit(caller, project, found, words=said_words, files=files))
    return await _edited(ctx, parts, caller, project, edited, wait_s)


def _same_as_before(
    parts: Parts, caller: "Caller", project: "ProjectFacts", words: str, version: int | None
) -> str | None:
    """The job of the same call made before; None for a new one. Raises ToolError where the film has moved on."""
    running = parts.projects.same_edit_under_way(project.id, words) if words.strip() else None
    if running is not None:
        return running.job_id
    draft = parts.server.studio.films.draft(project.id)
    if version is None or draft is None or draft.version == version:
        return None
    entry = draft.edit_log[-1] if draft.edit_log else None
    film = parts.projects.film_job(project.id)
    if entry is not None and entry.words == words and draft.parent_version == version and film is not None:
        return film.job_id
    raise ToolError(f"The film is at version {draft.version}, not {version}; call mv_get_timeline and ask again.")


def _files(parts: Parts, caller: "Caller", file_ids: list[str]) -> list[Any]:
    from songreel_server import vault

    with parts.server.database.reading() as tx:
        return [vault.item(tx, caller.account_id, one) for one in file_ids[:20]]


def _previewed(project: "ProjectFacts", caller: "Caller", would: "Edited", head: str) -> mcp.CallToolResult:
    call = "mv_edit_video with the same change and preview=false"
    answer = EditAnswer(
        project_id=project.id, state="planned", preview=True, changed=would.changed.said,
        shots=would.cost.shots, notes=would.changed.notes, price_credits=would.quote.credits,
        charged=caller.metered, version=would.changed.before.version, next_step=call,
    )  # fmt: skip
    notes = "".join(f" Note: {note}" for note in would.changed.notes)
    text = (
        f"{head}: {_joined(would)} Renders {_count(len(would.cost.shots), 'shot')} for"
        f" {price(would.quote.credits, charged=caller.metered)}; nothing is changed yet.{notes}"
    )
    return answered(text, answer)


async def _edited(
    ctx: Context[Desk, Any],
    parts: Parts,
    caller: "Caller",
    project: "ProjectFacts",
    edited: "Edited",
    wait_s: int,
) -> mcp.CallToolResult:
    said, notes = edited.changed.said, edited.changed.notes
    if edited.job_id is not None:
        return await _with_job(
            ctx, parts, caller, edited.job_id, wait_s, said=said, notes=notes, shots=edited.cost.shots
        )
    state: Literal["nothing_to_do", "planned"] = "planned" if edited.is_changed else "nothing_to_do"
    step = (
        f"mv_make_video renders it, for {price(edited.quote.credits, charged=caller.metered)}"
        if edited.is_changed
        else ""
    )
    answer = EditAnswer(
        project_id=project.id,
        state=state,
        version=edited.changed.draft.version,
        changed=said,
        notes=notes,
        next_step=step,
    )
    return answered(" ".join([_joined(edited), *notes, step]).strip(), answer)


async def _with_job(
    ctx: Context[Desk, Any],
    parts: Parts,
    caller: "Caller",
    job_id: str,
    wait_s: int,
    *,
    said: tuple[str, ...],
    notes: tuple[str, ...] = (),
    shots: tuple[int, ...] | None = None,
) -> mcp.CallToolResult:
    """What was changed, and its job, waited for."""
    job = await watch(ctx, parts, caller, job_id, wait_s=wait_s)
    text, value, links = await told(desk_of(ctx), parts, caller, job)
    order_version = (job.result or {}).get("draft_version")
    rendered = (
        f" {_count(len(shots), 'shot')} rendered again." if shots is not None and job.state == "completed" else ""
    )
    answer = EditAnswer(
        **{
            **value.model_dump(),
            "version": order_version,
            "changed": said,
            "shots": shots or (),
            "notes": (*notes, *value.notes),
        }
    )
    extra = "".join(f" Note: {note}" for note in notes)
    return answered(f"{' '.join(said)}{rendered}{extra}\n{text}", answer, *links)


@saying_refusals
async def mv_go_back(
    ctx: Context[Desk, Any],
    to: Annotated[
        Literal["undo", "redo", "version"], Field(description="undo: as it was before the last change.")
    ] = "undo",
    steps: Annotated[int, Field(ge=1, le=100, description="Of undo and redo.")] = 1,
    version: Annotated[int | None, Field(ge=1, description="With to=version: which one.")] = None,
    project_id: ProjectId = LAST,
    wait_s: WaitS = 40,
) -> Annotated[mcp.CallToolResult, EditAnswer]:
    """Undo or redo changes, or bring back a version by number. Nothing is lost: redo brings it back. Free where the shots stand
    already, which they do unless they were never rendered. mv_get_timeline(detail='history') lists versions. Answers with the
    version that stands and its film."""
    from songreel_engine.draft.edits import Edit

    desk = desk_of(ctx)
    caller, parts = await desk.caller(ctx), await desk.parts()
    if (to == "version") != (version is not None):
        raise ToolError("version goes with to='version', and only with it.")
    project = await asyncio.to_thread(parts.projects.find, caller, project_id)
    edit = Edit.model_validate(
        {"edit": "restore", "changes": {"version": version}}
        if to == "version"
        else {"edit": to, "changes": {"steps": steps}}
    )
    said_words = f"{to} {version or steps}"
    edited = await asyncio.to_thread(lambda: parts.projects.edit(caller, project, [edit], words=said_words))
    return await _edited(ctx, parts, caller, project, edited, wait_s)


def _joined(edited: "Edited") -> str:
    return " ".join(said if said.endswith((".", "!", "?")) else f"{said}." for said in edited.changed.said)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


TOOLS: Final = (
    Offered(mv_edit_video, "Change the video", CHANGING),
    Offered(mv_go_back, "Undo, redo, go back", CHANGING),
)

"""Tasks (SEP-2663): a call that starts long work answers with a task, which the client asks about until it is over.

A task is the job itself: its id is the job's, it is kept where jobs are kept, and it outlives the call, the connection and the
process. Where a client does not know tasks, the same call waits a while and answers with the job.
Source: modelcontextprotocol/ext-tasks, SEP-2663.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, Protocol

import mcp.types as mcp
from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding
from mcp.server.mcpserver import Context, require_client_extension
from pydantic import Field

from songreel_server.faces.mcp.desk import Desk
from songreel_server.faces.mcp.watching import in_words, told

IDENTIFIER: Final = "io.modelcontextprotocol/tasks"
MODERN: Final = frozenset({"2026-07-28"})
HEADER_MISMATCH: Final = -32020
KEPT_MS: Final = 7 * 24 * 3600 * 1000
POLL_MS: Final = 3_000

Request = ServerRequestContext[Any, Any]
Status = Literal["working", "input_required", "completed", "failed", "cancelled"]


class TaskParams(mcp.RequestParams):
    """Which task."""

    task_id: str


class UpdateParams(TaskParams):
    """Answers to what a task asked."""

    input_responses: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Task:
    """Where a task stands."""

    task_id: str
    status: Status
    made_at: float
    changed_at: float
    message: str = ""
    result: dict[str, Any] | None = None
    """What the call would have answered; of a completed one."""
    error: dict[str, Any] | None = None
    """A protocol error; of a failed one."""
    requests: dict[str, Any] | None = None
    """What is asked of the user, by keys to answer under; of one that waits for input."""

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "taskId": self.task_id,
            "status": self.status,
            "createdAt": _iso(self.made_at),
            "lastUpdatedAt": _iso(self.changed_at),
            "ttlMs": KEPT_MS,
            "pollIntervalMs": POLL_MS,
        }
        optional: dict[str, Any] = {"statusMessage": self.message, "result": self.result, "error": self.error}
        optional["inputRequests"] = self.requests
        return told | {name: value for name, value in optional.items() if value}


class Source(Protocol):
    """A kind of work that can be a task."""

    async def take(
        self, params: mcp.CallToolRequestParams, ctx: Request, call_next: CallNext
    ) -> "HandlerResult | Task | None":
        """The call's task or its plain answer; None where such calls are not this source's."""
        ...

    async def find(self, ctx: Request, task_id: str) -> Task | None:
        """None for one that is not this source's, or another account's."""
        ...

    async def answer(self, ctx: Request, task_id: str, responses: dict[str, Any]) -> None:
        """What the user said to what the task asked, or to a part of it."""
        ...

    async def cancel(self, ctx: Request, task_id: str) -> None:
        """One that is over stays as it is."""
        ...


class Tasks(Extension):
    """The extension over its sources."""

    identifier = IDENTIFIER

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = list(sources)

    def methods(self) -> Sequence[MethodBinding]:
        return [
            MethodBinding("tasks/get", TaskParams, self.get, protocol_versions=MODERN),
            MethodBinding("tasks/update", UpdateParams, self.update, protocol_versions=MODERN),
            MethodBinding("tasks/cancel", TaskParams, self.cancel, protocol_versions=MODERN),
        ]

    async def intercept_tool_call(
        self, params: mcp.CallToolRequestParams, ctx: Request, call_next: CallNext
    ) -> HandlerResult:
        """A task in place of the answer, where the client knows tasks and the work goes on."""
        for source in self.sources:
            taken = await source.take(params, ctx, call_next)
            if isinstance(taken, Task):
                return {"resultType": "task", **taken.as_json()}
            if taken is not None:
                return taken
        return await call_next(ctx)

    async def get(self, ctx: Request, params: TaskParams) -> HandlerResult:
        """The task as it stands."""
        _, task = await self._found(ctx, params)
        return {"resultType": "complete", **task.as_json()}

    async def update(self, ctx: Request, params: UpdateParams) -> HandlerResult:
        """Handed on to the task."""
        source, _ = await self._found(ctx, params)
        await source.answer(ctx, params.task_id, params.input_responses)
        return {"resultType": "complete"}

    async def cancel(self, ctx: Request, params: TaskParams) -> HandlerResult:
        """Called off; it may still complete."""
        source, _ = await self._found(ctx, params)
        await source.cancel(ctx, params.task_id)
        return {"resultType": "complete"}

    async def _found(self, ctx: Request, params: TaskParams) -> tuple[Source, Task]:
        require_client_extension(ctx, IDENTIFIER)
        headers = getattr(ctx.request, "headers", None)
        if headers is not None and headers.get("mcp-name") != params.task_id:
            raise MCPError(HEADER_MISMATCH, "The Mcp-Name header is not params.taskId; send the same in both.")
        for source in self.sources:
            task = await source.find(ctx, params.task_id)
            if task is not None:
                return source, task
        raise MCPError(mcp.INVALID_PARAMS, f"There is no task {params.task_id[:80]!r}.")


def knows_tasks(ctx: Request) -> bool:
    """Whether this request's client asked for tasks, in the era that has them."""
    capabilities = ctx.session.client_capabilities
    declared = capabilities.extensions if capabilities is not None else None
    return ctx.protocol_version in MODERN and bool(declared) and IDENTIFIER in (declared or {})


class Jobs:
    """Jobs as tasks."""

    async def take(
        self, params: mcp.CallToolRequestParams, ctx: Request, call_next: CallNext
    ) -> HandlerResult | Task | None:
        if not knows_tasks(ctx) or params.name == "mv_get_status":
            return None
        answer = await call_next(ctx)
        value = answer.structured_content if isinstance(answer, mcp.CallToolResult) else None
        if not isinstance(value, dict) or value.get("state") not in ("queued", "running"):
            return answer
        return await self.find(ctx, str(value.get("job_id"))) or answer

    async def find(self, ctx: Request, task_id: str) -> Task | None:
        from songreel_server.errors import NotFoundError

        desk: Desk = ctx.lifespan_context
        caller, parts = await desk.caller(_context(ctx)), await desk.parts()
        try:
            job = await asyncio.to_thread(parts.projects.job, caller, task_id)
        except NotFoundError:
            return None
        if job.is_over:
            await asyncio.to_thread(parts.projects.settle, job)
        result = None
        if job.state in ("completed", "failed"):
            text, answer, links = await told(desk, parts, caller, job)
            content = [mcp.TextContent(type="text", text=text), *links]
            value = answer.model_dump(mode="json", exclude_none=True)
            whole = mcp.CallToolResult(content=content, structured_content=value, is_error=job.state == "failed")
            result = whole.model_dump(by_alias=True, exclude_none=True, mode="json")
        statuses: dict[str, Status] = {"completed": "completed", "failed": "completed", "cancelled": "cancelled"}
        return Task(
            task_id=job.job_id,
            status=statuses.get(job.state, "working"),
            made_at=job.made_at,
            changed_at=job.ended_at or parts.server.studio.clock(),
            message="" if job.is_over else in_words(job),
            result=result,
        )

    async def answer(self, ctx: Request, task_id: str, responses: dict[str, Any]) -> None:
        """Nothing to do: what is asked of the user is asked before a job begins."""

    async def cancel(self, ctx: Request, task_id: str) -> None:
        desk: Desk = ctx.lifespan_context
        caller, parts = await desk.caller(_context(ctx)), await desk.parts()
        await asyncio.to_thread(parts.projects.cancel, caller, task_id)


def _context(ctx: Request) -> Context[Desk, Any]:
    return Context(request_context=ctx)


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

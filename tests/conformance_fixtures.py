"""What the official conformance suite expects a server to offer besides its own: small tools, prompts and resources with fixed
answers. Named and worded as the suite's scenarios demand; only ever part of the server that the suite is run against.
"""

import asyncio
import base64
import uuid
import warnings
from typing import Annotated, Any, Final

import mcp.types as T  # noqa: N812
from mcp import MCPError
from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult
from mcp.server.mcpserver import Context, require_client_extension
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.prompts.base import UserMessage
from mcp.server.mcpserver.tools import Tool
from pydantic import BaseModel, Field

from songreel_server.faces.mcp.extensions.tasks import IDENTIFIER, Request, Task, knows_tasks

PNG: Final = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
WAV: Final = base64.b64encode(
    b"RIFF\x26\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x02"
    b"\x00\x00\x00\x00\x00"
).decode()
STEP_S: Final = 0.05
Ctx = Context[Any, Any]
Outcome = T.CallToolResult | T.InputRequiredResult


def text(words: str) -> T.TextContent:
    return T.TextContent(type="text", text=words)


def image() -> T.ImageContent:
    return T.ImageContent(type="image", data=PNG, mime_type="image/png")


def embedded(uri: str, words: str, kind: str = "text/plain") -> T.EmbeddedResource:
    return T.EmbeddedResource(type="resource", resource=T.TextResourceContents(uri=uri, mime_type=kind, text=words))


def said(*content: T.ContentBlock) -> T.CallToolResult:
    return T.CallToolResult(content=list(content))


async def test_simple_text() -> T.CallToolResult:
    """Text."""
    return said(text("This is a simple text response for testing."))


async def test_image_content() -> T.CallToolResult:
    """An image."""
    return said(image())


async def test_audio_content() -> T.CallToolResult:
    """A sound."""
    return said(T.AudioContent(type="audio", data=WAV, mime_type="audio/wav"))


async def test_embedded_resource() -> T.CallToolResult:
    """A resource in the answer."""
    return said(embedded("test://embedded-resource", "This is an embedded resource content."))


async def test_multiple_content_types() -> T.CallToolResult:
    """Text, an image and a resource."""
    resource = embedded("test://mixed-content-resource", '{"test": "data", "value": 123}', "application/json")
    return said(text("Multiple content types test:"), image(), resource)


async def test_tool_with_logging(ctx: Ctx) -> T.CallToolResult:
    """Logs while it runs."""
    for words in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            await ctx.info(words)
        await asyncio.sleep(STEP_S)
    return said(text("Tool with logging executed successfully"))


async def test_logging_tool(ctx: Ctx) -> T.CallToolResult:
    """The same."""
    return await test_tool_with_logging(ctx)


async def test_tool_with_progress(ctx: Ctx) -> T.CallToolResult:
    """Tells progress."""
    for share in (0, 50, 100):
        await ctx.report_progress(share, 100, f"Completed step {share} of 100")
        await asyncio.sleep(STEP_S)
    return said(text("done"))


async def test_error_handling() -> T.CallToolResult:
    """Fails."""
    raise ToolError("This tool intentionally returns an error for testing")


class Answer(BaseModel):
    """What the user is asked."""

    username: str = Field(description="User's response")
    email: str = Field(description="User's email address")


class Defaults(BaseModel):
    """A default of each kind."""

    name: Annotated[str, Field(description="User name")] = "John Doe"
    age: Annotated[int, Field(description="User age")] = 30
    score: Annotated[float, Field(description="User score")] = 95.5
    status: Annotated[
        str, Field(description="User status", json_schema_extra={"enum": ["active", "inactive", "pending"]})
    ] = "active"
    verified: Annotated[bool, Field(description="Verification status")] = True


def _choices(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"const": value, "title": title} for value, title in pairs]


class Enums(BaseModel):
    """An enumeration of each form."""

    untitledSingle: Annotated[str, Field(json_schema_extra={"enum": ["option1", "option2", "option3"]})]  # noqa: N815
    titledSingle: Annotated[  # noqa: N815
        str, Field(json_schema_extra={"oneOf": _choices(("value1", "First Option"), ("value2", "Second Option"))})
    ]
    legacyEnum: Annotated[  # noqa: N815
        str, Field(json_schema_extra={"enum": ["opt1", "opt2"], "enumNames": ["Option One", "Option Two"]})
    ]
    untitledMulti: Annotated[  # noqa: N815
        list[str], Field(json_schema_extra={"items": {"type": "string", "enum": ["option1", "option2", "option3"]}})
    ]
    titledMulti: Annotated[  # noqa: N815
        list[str],
        Field(
            json_schema_extra={"items": {"anyOf": _choices(("value1", "First Choice"), ("value2", "Second Choice"))}}
        ),
    ]


async def _elicited(ctx: Ctx, message: str, schema: type[BaseModel]) -> T.CallToolResult:
    result = await ctx.elicit(message, schema)
    content = result.data.model_dump_json() if result.action == "accept" else "{}"
    return said(text(f"User response: action={result.action}, content={content}"))


async def test_elicitation(message: str, ctx: Ctx) -> T.CallToolResult:
    """Asks the user, in the older era."""
    return await _elicited(ctx, message, Answer)


async def test_elicitation_sep1034_defaults(ctx: Ctx) -> T.CallToolResult:
    """Asks with defaults."""
    return await _elicited(ctx, "Please provide user information", Defaults)


async def test_elicitation_sep1330_enums(ctx: Ctx) -> T.CallToolResult:
    """Asks with enumerations."""
    return await _elicited(ctx, "Please select values", Enums)


async def test_sampling(prompt: str, ctx: Ctx) -> T.CallToolResult:
    """Asks the client's model, in the older era."""
    message = T.SamplingMessage(role="user", content=text(prompt))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # On the stream of this very call: the standing one may not be open yet.
        result = await ctx.session.create_message(messages=[message], max_tokens=100, related_request_id=ctx.request_id)
    words = result.content.text if isinstance(result.content, T.TextContent) else ""
    return said(text(f"LLM response: {words}"))


def form(message: str, **properties: str) -> T.ElicitRequest:
    schema = {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in properties.items()},
        "required": list(properties),
    }
    return T.ElicitRequest(params=T.ElicitRequestFormParams(message=message, requested_schema=schema))


def sample(words: str) -> T.CreateMessageRequest:
    message = T.SamplingMessage(role="user", content=text(words))
    return T.CreateMessageRequest(params=T.CreateMessageRequestParams(messages=[message], max_tokens=100))


def required(requests: dict[str, Any], state: str | None = None) -> T.InputRequiredResult:
    return T.InputRequiredResult(input_requests=requests, request_state=state)


def accepted(ctx: Ctx, key: str) -> dict[str, Any] | None:
    """What the user answered under that key; None where there is no such answer."""
    given = (ctx.input_responses or {}).get(key)
    content = getattr(given, "content", None)
    return content if isinstance(content, dict) else None


async def test_input_required_result_elicitation(ctx: Ctx) -> Outcome:
    """One question."""
    found = accepted(ctx, "user_name")
    if found is None or not isinstance(found.get("name"), str):
        return required({"user_name": form("What is your name?", name="string")})
    return said(text(f"Hello, {found['name']}!"))


async def test_input_required_result_sampling(ctx: Ctx) -> Outcome:
    """One sampling."""
    if "capital_question" not in (ctx.input_responses or {}):
        return required({"capital_question": sample("What is the capital of France?")})
    return said(text("sampled"))


async def test_input_required_result_list_roots(ctx: Ctx) -> Outcome:
    """The client's roots."""
    if "client_roots" not in (ctx.input_responses or {}):
        return required({"client_roots": T.ListRootsRequest()})
    return said(text("roots"))


async def test_input_required_result_request_state(ctx: Ctx) -> Outcome:
    """A question with a state."""
    if ctx.request_state is None or "confirm" not in (ctx.input_responses or {}):
        return required({"confirm": form("Please confirm", ok="boolean")}, "waiting")
    return said(text("state-ok" if ctx.request_state == "waiting" else "state lost"))


async def test_input_required_result_tampered_state(ctx: Ctx) -> Outcome:
    """The same."""
    return await test_input_required_result_request_state(ctx)


async def test_input_required_result_multiple_inputs(ctx: Ctx) -> Outcome:
    """Three requests of three kinds at once."""
    requests: dict[str, Any] = {
        "user_name": form("What is your name?", name="string"),
        "greeting": sample("Generate a greeting"),
        "client_roots": T.ListRootsRequest(),
    }
    if not requests.keys() <= (ctx.input_responses or {}).keys():
        return required(requests, "three")
    return said(text("all three"))


async def test_input_required_result_multi_round(ctx: Ctx) -> Outcome:
    """Two rounds."""
    given = ctx.input_responses or {}
    if ctx.request_state == "round-2" and "step2" in given:
        return said(text("done after two rounds"))
    if ctx.request_state == "round-1" and "step1" in given:
        return required({"step2": form("Step 2: What is your favorite color?", color="string")}, "round-2")
    return required({"step1": form("Step 1: What is your name?", name="string")}, "round-1")


async def test_input_required_result_capabilities(ctx: Ctx) -> Outcome:
    """Asks only what the client can answer."""
    can = ctx.client_capabilities
    requests: dict[str, Any] = {}
    if can is not None and can.elicitation is not None:
        requests["user_name"] = form("What is your name?", name="string")
    if can is not None and can.sampling is not None:
        requests["greeting"] = sample("Generate a greeting")
    if not requests or requests.keys() <= (ctx.input_responses or {}).keys():
        return said(text("nothing to ask"))
    return required(requests)


async def test_streaming_elicitation(ctx: Ctx) -> Outcome:
    """A question after some progress."""
    await ctx.report_progress(1, 2, "half")
    return await test_input_required_result_elicitation(ctx)


async def test_missing_capability(ctx: Ctx) -> T.CallToolResult:
    """Needs sampling."""
    if ctx.client_capabilities is None or ctx.client_capabilities.sampling is None:
        data = T.MissingRequiredClientCapabilityErrorData(
            required_capabilities=T.ClientCapabilities(sampling=T.SamplingCapability())
        )
        raise MCPError(
            T.MISSING_REQUIRED_CLIENT_CAPABILITY,
            "This tool needs sampling.",
            data.model_dump(by_alias=True, mode="json", exclude_none=True),
        )
    return said(text("sampling is there"))


async def test_trigger_tool_change(ctx: Ctx) -> T.CallToolResult:
    """Says that the tools changed."""
    await ctx.notify_tools_changed()
    return said(text("told"))


async def test_trigger_prompt_change(ctx: Ctx) -> T.CallToolResult:
    """Says that the prompts changed."""
    await ctx.notify_prompts_changed()
    return said(text("told"))


async def json_schema_2020_12_tool(name: str = "") -> T.CallToolResult:
    """Takes a schema with every keyword."""
    return said(text(f"Hello, {name}"))


SCHEMA_2020_12: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}


async def greet(name: str = "you") -> T.CallToolResult:
    """Quick."""
    return said(text(f"Hello, {name}!"))


async def slow_compute(seconds: float = 1.0, label: str = "") -> T.CallToolResult:
    """Slow."""
    await asyncio.sleep(seconds)
    return said(text(f"computed {label}"))


async def failing_job() -> T.CallToolResult:
    """Slow, and fails."""
    await asyncio.sleep(0.2)
    raise ToolError("it failed")


async def protocol_error_job() -> T.CallToolResult:
    """Breaks the protocol."""
    raise MCPError(T.INTERNAL_ERROR, "boom")


async def confirm_delete(filename: str = "") -> T.CallToolResult:
    """Asks once it is a task."""
    return said(text(f"deleted {filename}"))


async def multi_input() -> T.CallToolResult:
    """Asks two things once it is a task."""
    return said(text("both answered"))


async def test_tool_with_task(ctx: Ctx) -> Outcome:
    """Only as a task, and asks before it is one."""
    found = accepted(ctx, "user_name")
    if found is None:
        return required({"user_name": form("What is your name?", name="string")})
    return said(text(f"Hello, {found.get('name')}!"))


TOOLS: Final = (
    test_simple_text, test_image_content, test_audio_content, test_embedded_resource, test_multiple_content_types,
    test_tool_with_logging, test_logging_tool, test_tool_with_progress, test_error_handling, test_elicitation,
    test_elicitation_sep1034_defaults, test_elicitation_sep1330_enums, test_sampling,
    test_input_required_result_elicitation, test_input_required_result_sampling,
    test_input_required_result_list_roots, test_input_required_result_request_state,
    test_input_required_result_tampered_state, test_input_required_result_multiple_inputs,
    test_input_required_result_multi_round, test_input_required_result_capabilities, test_streaming_elicitation,
    test_missing_capability, test_trigger_tool_change, test_trigger_prompt_change, greet, slow_compute, failing_job,
    protocol_error_job, confirm_delete, multi_input, test_tool_with_task,
)  # fmt: skip
ASKING: Final[dict[str, dict[str, Any]]] = {
    "confirm_delete": {"confirm": form("Really delete?", confirm="boolean")},
    "multi_input": {"first": form("First?", value="string"), "second": form("Second?", value="string")},
}
AS_TASKS: Final = frozenset({"slow_compute", "failing_job", "protocol_error_job", "test_tool_with_task", *ASKING})
ONLY_AS_TASKS: Final = frozenset({"failing_job", "test_tool_with_task"})


class FixtureTasks:
    """The suite's slow tools as tasks of the same extension; kept in memory, unlike jobs."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._waiting: dict[str, tuple[Request, CallNext]] = {}

    async def take(
        self, params: T.CallToolRequestParams, ctx: Request, call_next: CallNext
    ) -> HandlerResult | Task | None:
        if params.name not in AS_TASKS:
            return None
        if not knows_tasks(ctx):
            if params.name in ONLY_AS_TASKS:
                require_client_extension(ctx, IDENTIFIER)
            return await call_next(ctx)
        if params.name == "test_tool_with_task" and not params.input_responses:
            return await call_next(ctx)
        now = asyncio.get_running_loop().time()
        task = Task(task_id=uuid.uuid4().hex, status="working", made_at=now, changed_at=now)
        self._tasks[task.task_id] = task
        if params.name in ASKING:
            requests = {
                key: one.model_dump(by_alias=True, exclude_none=True, mode="json")
                for key, one in ASKING[params.name].items()
            }
            self._end(task, status="input_required", requests=requests)
            self._waiting[task.task_id] = (ctx, call_next)
            return self._tasks[task.task_id]
        self._running[task.task_id] = asyncio.create_task(self._work(task, ctx, call_next))
        return task

    async def _work(self, task: Task, ctx: Request, call_next: CallNext) -> None:
        changes: dict[str, Any]
        try:
            answer = await call_next(ctx)
            result = (
                answer if isinstance(answer, dict) else answer.model_dump(by_alias=True, exclude_none=True, mode="json")
            )
            changes = {"status": "completed", "result": result}
        except MCPError as error:
            changes = {"status": "failed", "error": error.error.model_dump(exclude_none=True)}
        self._end(task, **changes)

    def _end(self, task: Task, **changes: Any) -> None:
        self._tasks[task.task_id] = Task(**{**vars(task), "changed_at": asyncio.get_running_loop().time(), **changes})

    async def find(self, ctx: Request, task_id: str) -> Task | None:
        del ctx
        return self._tasks.get(task_id)

    async def answer(self, ctx: Request, task_id: str, responses: dict[str, Any]) -> None:
        del ctx
        task = self._tasks[task_id]
        if task.requests is None:
            return
        pending = {key: one for key, one in task.requests.items() if key not in responses}
        self._end(task, requests=pending)
        if not pending:
            self._end(task, status="working", requests=None)
            self._running[task_id] = asyncio.create_task(self._work(self._tasks[task_id], *self._waiting.pop(task_id)))

    async def cancel(self, ctx: Request, task_id: str) -> None:
        del ctx
        if self._tasks[task_id].status in ("working", "input_required"):
            if task_id in self._running:
                self._running[task_id].cancel()
            self._end(self._tasks[task_id], status="cancelled")


def add_fixtures(server: MCPServer[Any]) -> None:
    """All of them."""
    for tool in TOOLS:
        server.add_tool(tool)
    schema_tool = Tool.from_function(json_schema_2020_12_tool)
    schema_tool.parameters = SCHEMA_2020_12
    server._tool_manager._tools[schema_tool.name] = schema_tool
    _add_prompts(server)
    _add_resources(server)


def _add_prompts(server: MCPServer[Any]) -> None:
    @server.prompt()
    async def test_simple_prompt() -> list[UserMessage]:
        """Simple."""
        return [UserMessage("This is a simple prompt for testing.")]

    @server.prompt()
    async def test_prompt_with_arguments(arg1: str, arg2: str) -> list[UserMessage]:
        """With arguments."""
        return [UserMessage(f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'")]

    @server.prompt()
    async def test_prompt_with_embedded_resource(resourceUri: str) -> list[UserMessage]:
        """With a resource."""
        resource = embedded(resourceUri, "Embedded resource content for testing.")
        return [UserMessage(resource), UserMessage("Please process the embedded resource above.")]

    @server.prompt()
    async def test_prompt_with_image() -> list[UserMessage]:
        """With an image."""
        return [UserMessage(image()), UserMessage("Please analyze the image above.")]

    @server.prompt()
    async def test_input_required_result_prompt(ctx: Ctx) -> list[UserMessage] | T.InputRequiredResult:
        """Asks first."""
        if "user_context" not in (ctx.input_responses or {}):
            return required({"user_context": form("What context?", context="string")})
        return [UserMessage("A prompt with what was answered.")]


def _add_resources(server: MCPServer[Any]) -> None:
    @server.resource("test://static-text", mime_type="text/plain")
    async def static_text() -> str:
        """Text."""
        return "This is the content of the static text resource."

    @server.resource("test://static-binary", mime_type="image/png")
    async def static_binary() -> bytes:
        """An image."""
        return base64.b64decode(PNG)

    @server.resource("test://template/{id}/data", mime_type="application/json")
    async def template(id: str) -> str:
        """A template."""
        return f'{{"id": "{id}", "templateTest": true, "data": "Data for ID: {id}"}}'

    @server.resource("test://watched-resource", mime_type="text/plain")
    async def watched() -> str:
        """Subscribed to."""
        return "Watched resource content"

"""The task API: a film asked for in one call, its price, how far it is, credits. Paths, names and codes are the contract's.

Successes are {"code": 200, "msg": "success", "data": …}, refusals {"error": …} (`task_refusals`). A task answers as its callback
tells it, and the same under `data`.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from songreel_server.accounts.tokens import Caller
from songreel_server.errors import BadRequestError
from songreel_server.faces.door import Credentials, Door
from songreel_server.faces.task_refusals import TaskRefusal
from songreel_server.studio import Studio
from songreel_server.task_answers import task_body
from songreel_server.task_models import (
    MOST_PROMPT_CHARACTERS,
    Model,
    find_model,
    must_take_aspect,
    must_take_subtitles,
    resolution_of,
)
from songreel_server.task_wish import TaskWish
from songreel_server.tasks import Tasks

OK: Final = 200
SUCCESS: Final = "success"
LONGEST_URL: Final = 4_000
LONGEST_LYRICS: Final = 100_000
MOST_UNKNOWN: Final = 20
"""Fields that a task tells it did not know; the rest are as unknown."""

Url = Annotated[str, Field(min_length=1, max_length=LONGEST_URL)]
TaskId = Annotated[str, Path(max_length=100)]


class TaskInput(BaseModel):
    """What the film is made of."""

    model_config = ConfigDict(extra="allow")

    audio_urls: Annotated[list[Url], Field(min_length=1, max_length=1)]
    image_urls: Annotated[list[Url], Field(max_length=10)] = []
    character_id: Annotated[str, Field(max_length=100)] | None = None
    prompt: Annotated[str, Field(max_length=MOST_PROMPT_CHARACTERS)] | None = None
    aspect_ratio: Annotated[str, Field(max_length=20)] | None = None
    resolution: Annotated[str, Field(max_length=20)] | None = None
    lyrics: Annotated[str, Field(min_length=1, max_length=LONGEST_LYRICS)] | None = None
    lyrics_url: Url | None = None
    subtitle_enabled: bool | None = None
    subtitle_color: Annotated[str, Field(max_length=40)] | None = None
    subtitle_position: Annotated[str, Field(max_length=40)] | None = None
    subtitle_style: Annotated[str, Field(max_length=40)] | None = None
    lipsync_enabled: bool = False
    lipsync_frequency: Annotated[float, Field(ge=0, le=1)] = 0.3


class TaskAsked(BaseModel):
    """A task."""

    model_config = ConfigDict(extra="ignore")

    model: Annotated[str, Field(max_length=100)]
    callback_url: Url | None = None
    input: TaskInput


class Answer(BaseModel):
    """A success."""

    code: int = OK
    msg: str = SUCCESS
    data: dict[str, Any]


class CreditsAnswer(BaseModel):
    """The account's credits."""

    code: int = OK
    data: dict[str, int]


class TaskAnswer(BaseModel):
    """A task: what its callback says, on top and under `data`."""

    model_config = ConfigDict(extra="allow")

    code: int = OK
    msg: str = SUCCESS
    data: dict[str, Any]
    id: str
    status: str
    model: str
    created_at: int


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": TaskRefusal} for code in (400, 401, 402, 403, 404, 409, 429, 500, 503)
}


class TaskFace:
    """The calls, over the use cases."""

    def __init__(self, studio: Studio, tasks: Tasks, door: Door) -> None:
        self._studio = studio
        self._tasks = tasks
        self._door = door

    def router(self) -> APIRouter:
        """All of them, with what OpenAPI tells of them."""
        router = APIRouter(tags=["tasks"], responses=REFUSALS, dependencies=[Depends(let_in(self._door))])
        router.add_api_route("/v1/videos/generations", self.create, methods=["POST"], response_model=Answer)
        router.add_api_route("/v1/estimate", self.estimate, methods=["POST"], response_model=Answer)
        router.add_api_route("/v1/tasks/{task_id}", self.task, methods=["GET"], response_model=TaskAnswer)
        router.add_api_route("/v1/credits", self.credits, methods=["GET"], response_model=CreditsAnswer)
        router.add_api_route("/v1/webhook-secret", self.webhook_secret, methods=["GET"], response_model=Answer)
        return router

    async def create(
        self, request: Request, asked: TaskAsked, idempotency_key: Annotated[str | None, Header()] = None
    ) -> Answer:
        """A task; its price is set aside now, and given back where it fails."""
        task_id = await self._tasks.create(
            caller_of(request), _wish(asked), callback_url=asked.callback_url, request_key=idempotency_key
        )
        return Answer(data={"taskId": task_id})

    async def estimate(self, request: Request, asked: TaskAsked) -> Answer:
        """What the task would cost."""
        price = await self._tasks.estimate(caller_of(request), _wish(asked))
        return Answer(data=dict(vars(price)))

    async def task(self, request: Request, task_id: TaskId) -> TaskAnswer:
        """How far a task is, and how far the telling of its end."""
        task = await run_in_threadpool(self._tasks.find, caller_of(request), task_id)
        body = task_body(task)
        return TaskAnswer(data=body, **body)

    def credits(self, request: Request) -> CreditsAnswer:
        """The account's credits."""
        caller = caller_of(request)
        caller.require("read")
        balance = self._studio.balance(caller)
        return CreditsAnswer(data={"available": balance.available, "frozen": balance.frozen, "total": balance.total})

    def webhook_secret(self, request: Request) -> Answer:
        """What the account's callbacks are signed with (Standard Webhooks)."""
        caller = caller_of(request)
        caller.require("write")
        return Answer(data={"secret": self._studio.webhook_secret(caller)})


def let_in(door: Door) -> Any:
    """A dependency of a whole router: before a body is judged, whoever sent it is known."""

    def enter(request: Request, credentials: Credentials) -> None:
        request.state.caller = door.caller(request, credentials)

    return enter


def caller_of(request: Request) -> Caller:
    """Whoever was let in."""
    caller: Caller = request.state.caller
    return caller


def _wish(asked: TaskAsked) -> TaskWish:
    """Raises BadRequestError, UnknownModelError."""
    model, given = find_model(asked.model), asked.input
    unknown = given.model_extra or {}
    if "duration" in unknown:
        raise BadRequestError("input.duration is not taken: the video is as long as its song.")
    _must_be_few(model, given)
    must_take_aspect(model, given.aspect_ratio)
    must_take_subtitles(given.subtitle_color or None, given.subtitle_position or None, given.subtitle_style or None)
    if given.lyrics is not None and given.lyrics_url is not None:
        raise BadRequestError("input.lyrics and input.lyrics_url both name the song's words; send one of them.")
    return TaskWish(
        model=model,
        song=given.audio_urls[0],
        images=tuple(given.image_urls),
        character_id=given.character_id,
        prompt=given.prompt or None,
        aspect=given.aspect_ratio,
        resolution=resolution_of(model, given.resolution),
        lyrics=given.lyrics,
        lyrics_url=given.lyrics_url,
        subtitle_enabled=given.subtitle_enabled,
        subtitle_color=given.subtitle_color or None,
        subtitle_position=given.subtitle_position or None,
        subtitle_style=given.subtitle_style or None,
        lipsync_enabled=given.lipsync_enabled,
        lipsync_frequency=given.lipsync_frequency,
        unknown=tuple(name[:80] for name in unknown)[:MOST_UNKNOWN],
    )


def _must_be_few(model: Model, given: TaskInput) -> None:
    if len(given.image_urls) > model.most_images:
        raise BadRequestError(
            f"input.image_urls has {len(given.image_urls)} images; {model.name} takes {model.most_images} at most."
        )

"""The chat API: token, session, upload, chat as a stream, state, export, credits. Paths, names and codes are the contract's.

Every answer has the envelope {"code", "msg", "data"} but that of an export's status, whose `status` stands on top.
"""

import json
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Final
from urllib.parse import quote

import anyio
from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from songreel_server.accounts.limits import RequestLimiter, client_address, counted_as
from songreel_server.accounts.tokens import Caller
from songreel_server.errors import BadRequestError, NotFoundError, UnknownTokenError
from songreel_server.faces.chat_models import (
    APP_NAME,
    NO_NUL,
    ClaimAsked,
    Envelope,
    NewSession,
    Render,
    RenderAsked,
    RunAsked,
    UrlsAsked,
)
from songreel_server.faces.events import adk_event
from songreel_server.faces.media import file_response
from songreel_server.faces.refusals import NotInPlanError, Refusal, refusal_response
from songreel_server.faces.wire_state import (
    file_as_answer,
    quality_named,
    render_as_json,
    state_as_json,
    version_of_wire,
)
from songreel_server.sessions import language_of
from songreel_server.settings import Settings
from songreel_server.store.media_store import MediaStore
from songreel_server.studio import Saying, Studio, Told, write_cursor

CLAIM_PAGE: Final = "/workspace/claim"
ATTRIBUTION: Final = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
"""Who the client is; without them nothing is exported."""
FAILED_TOKENS_PER_MINUTE: Final = 60
"""Of one address: more is guessing."""
LARGEST_URL_LIST_BYTES: Final = 100_000

bearer = HTTPBearer(auto_error=False, description="A token of POST /api/auth/anonymous-token.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
SessionId = Annotated[str, Path(max_length=100, pattern=NO_NUL)]
RenderId = Annotated[str, Path(max_length=200, pattern=NO_NUL)]


_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": Refusal} for code in (400, 401, 402, 403, 404, 409, 413, 415, 429, 503)
}
_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "Events, until the turn ends.",
    }
}
_FILES_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            },
            "application/json": {"schema": UrlsAsked.model_json_schema()},
        },
    }
}


class ChatFace:
    """The calls, over the use cases."""

    def __init__(self, studio: Studio, settings: Settings, store: MediaStore) -> None:
        self._studio = studio
        self._settings = settings
        self._store = store
        self._failures = RequestLimiter(FAILED_TOKENS_PER_MINUTE)

    def router(self) -> APIRouter:
        """All of them, with what OpenAPI tells of them."""
        router = APIRouter(tags=["chat"], responses=_REFUSALS)
        agent = f"/{APP_NAME}"
        posts: list[tuple[str, Any]] = [
            ("/api/auth/anonymous-token", self.anonymous_token),
            (f"/api/tasks/me/with-session{agent}", self.open_session),
            ("/api/auth/claim-token", self.claim_token),
        ]
        for path, call in posts:
            router.add_api_route(path, call, methods=["POST"], response_model=Envelope)
        router.add_api_route(
            "/run_sse",
            self.run_sse,
            methods=["POST"],
            response_class=EventSourceResponse,
            response_model=None,
            responses=_STREAM,
        )
        router.add_api_route(
            f"/api/upload-video{agent}/me/{{session_id}}",
            self.upload,
            methods=["POST"],
            response_model=Envelope,
            openapi_extra=_FILES_BODY,
        )
        router.add_api_route("/api/credits/balance/simple", self.credits, methods=["GET"], response_model=Envelope)
        router.add_api_route(
            f"/api/state{agent}/me/{{session_id}}/latest", self.state, methods=["GET"], response_model=Envelope
        )
        renders = "/api/render/proxy"
        router.add_api_route(f"{renders}/lambda", self.render, methods=["POST"], response_model=Render)
        router.add_api_route(
            f"{renders}/lambda/{{render_id}}", self.render_state, methods=["GET"], response_model=Render
        )
        router.add_api_route(
            f"{renders}/{{render_id}}/download",
            self.download,
            methods=["GET"],
            response_class=FileResponse,
            response_model=None,
        )
        return router

    def anonymous_token(
        self, request: Request, x_client_id: Annotated[str | None, Header(max_length=200)] = None
    ) -> Envelope:
        """A token for a guest, with the credits it comes with. Once for each client id in seven days."""
        if not (x_client_id or "").strip():
            raise BadRequestError("The X-Client-Id header is missing: send a UUID that stays the same for this client.")
        guest = self._studio.new_guest(client_id=x_client_id or "", ip=self._address(request))
        issued = guest.issued
        left_s = None if issued.expires_at is None else round(issued.expires_at - self._studio.clock())
        return Envelope(
            data={
                "token": issued.token,
                "token_type": "Bearer",
                "credits": guest.credits,
                "expires_in": left_s,
                "expires_at": issued.expires_at,
                "anonymous_id": issued.account_id,
                "register_url": self._settings.register_url(issued.account_id),
            }
        )

    def open_session(self, request: Request, credentials: Credentials, asked: NewSession) -> Envelope:
        """A new session with an empty project."""
        caller = self._caller(request, credentials)
        held = self._studio.open_session(caller, name=asked.task_name, language=language_of(asked.language))
        return Envelope(data={"task_id": held.project_id, "session_id": held.id})

    def claim_token(self, request: Request, credentials: Credentials, asked: ClaimAsked) -> Envelope:
        """A token that opens the session in a browser, and nothing of the API."""
        caller = self._caller(request, credentials)
        held = self._studio.find_session(caller, asked.session_id)
        if asked.task_id not in ("", held.project_id):
            raise NotFoundError("There is no such task in this session.")
        issued = self._studio.claim(caller, held.id)
        left_s = None if issued.expires_at is None else round(issued.expires_at - self._studio.clock())
        return Envelope(
            data={
                "claim_token": issued.token,
                "expires_in": left_s,
                "url": f"{self._settings.base_url}{CLAIM_PAGE}?ct={issued.token}",
            }
        )

    async def run_sse(
        self,
        request: Request,
        credentials: Credentials,
        asked: RunAsked,
        last_event_id: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Response:
        """A message; its turn as a stream of events. Closing the stream stops nothing."""

        def heard() -> Saying:
            caller = self._caller(request, credentials)
            return self._studio.hear(caller, asked.session_id, asked.new_message.text, last_event_id=last_event_id)

        saying = await run_in_threadpool(heard)
        unpaid = await self._studio.work(saying)
        if unpaid is not None:
            data: dict[str, Any] = {"needed": unpaid.needed, "available": unpaid.available}
            if saying.caller.kind == "anonymous":
                data["register_url"] = self._settings.register_url(saying.caller.account_id)
            return refusal_response(unpaid, data=data)
        return EventSourceResponse(
            self._lines(saying),
            ping=self._settings.heartbeat_s,
            ping_message_factory=_heartbeat,
            sep="\n",
        )

    async def _lines(self, saying: Saying) -> AsyncIterator[ServerSentEvent]:
        ends_at = anyio.current_time() + self._settings.stream_max_s
        async with aclosing(_until(ends_at, self._studio.follow(saying))) as events:
            async for told in events:
                data = json.dumps(adk_event(told), ensure_ascii=False, separators=(",", ":"))
                yield ServerSentEvent(data=data, id=write_cursor(told), sep="\n")

    async def upload(self, request: Request, credentials: Credentials, session_id: SessionId) -> Envelope:
        """Files for the session: multipart field `files`, or JSON {"urls": [...], "source_type": "url"}."""
        caller = await run_in_threadpool(self._caller, request, credentials)
        content_type = request.headers.get("content-type", "")
        if content_type.startswith("multipart/form-data"):
            length = request.headers.get("content-length", "")
            items = await self._studio.receive_form(
                caller,
                session_id,
                request.stream(),
                content_type=content_type,
                content_length=int(length) if length.isascii() and length.isdigit() else None,
            )
        else:
            items = await self._studio.receive_urls(caller, session_id, await _urls(request))
        return Envelope(data={"session_id": session_id, "files": [file_as_answer(item) for item in items]})

    def credits(self, request: Request, credentials: Credentials) -> Response:
        """The account's credits."""
        caller = self._caller(request, credentials)
        caller.require("read")
        balance = self._studio.balance(caller)
        data: dict[str, Any] = {"available": balance.available, "frozen": balance.frozen, "total": balance.total}
        if caller.kind == "anonymous":
            data["register_url"] = self._settings.register_url(caller.account_id)
        return _written(Envelope(data=data))

    def state(self, request: Request, credentials: Credentials, session_id: SessionId) -> Response:
        """The session as it stands: timeline, files, films, work under way."""
        caller = self._caller(request, credentials)
        state = self._studio.state(caller, session_id)
        settings = self._settings
        told = state_as_json(state, quality=settings.default_quality, height_px=settings.default_height_px)
        return _written(Envelope(data={"session_id": session_id, "task_id": state.held.project_id, "state": told}))

    def render(self, request: Request, credentials: Credentials, asked: RenderAsked) -> Response:
        """Exports the finished film; the same id is the same render."""
        caller = self._caller(request, credentials)
        self._must_be_in_plan(request, caller)
        if asked.output.format.lower() != "mp4":
            raise BadRequestError(f"There is no format {asked.output.format[:40]!r} here; ask for mp4.")
        job = self._studio.export(
            caller,
            asked.session_id,
            render_id=asked.id,
            quality=quality_named(asked.output.quality),
            version=version_of_wire(asked.draft),
        )
        return _written(Render(**render_as_json(asked.id, job, None, download_url=self._download_url(asked.id))))

    def render_state(self, request: Request, credentials: Credentials, render_id: RenderId) -> Response:
        """How far an export is, and where its file lies."""
        caller = self._caller(request, credentials)
        job, film = self._studio.export_state(caller, render_id)
        return _written(Render(**render_as_json(render_id, job, film, download_url=self._download_url(render_id))))

    def download(self, request: Request, credentials: Credentials, render_id: RenderId) -> Response:
        """The exported file itself: not every client follows a redirect."""
        caller = self._caller(request, credentials)
        item = self._studio.export_file(caller, render_id)
        expires_s = self._settings.media_link_s
        return file_response(request.method, item, self._store, disposition="attachment", expires_s=expires_s)

    def _must_be_in_plan(self, request: Request, caller: Caller) -> None:
        missing = [name for name in ATTRIBUTION if not request.headers.get(name, "").strip()]
        if missing:
            raise NotInPlanError(f"The headers {', '.join(missing)} are missing: send all three to get finished files.")
        if "render" not in caller.scopes:
            url = self._settings.register_url(caller.account_id)
            raise NotInPlanError(f"Finished files are not part of this plan; register at {url} to get them.")

    def _caller(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> Caller:
        try:
            token = "" if credentials is None else credentials.credentials
            return self._studio.who_is(token, ip=self._address(request))
        except UnknownTokenError:
            self._failures.count(counted_as(self._address(request)), now=time.monotonic())
            raise

    def _address(self, request: Request) -> str:
        peer = request.client.host if request.client is not None else "0.0.0.0"
        return client_address(peer, request.headers.get("x-forwarded-for"), self._settings.trusted_proxies)

    def _download_url(self, render_id: str) -> str:
        return f"{self._settings.base_url}/api/render/proxy/{quote(render_id, safe='')}/download"


def _written(answer: Envelope | Render) -> Response:
    """The answer as bytes. A value would be checked, copied and written by the framework, in a thread of its own once more:
    that takes longer than finding out what these calls tell."""
    return Response(answer.model_dump_json(), media_type="application/json")


async def _until(ends_at: float, events: AsyncGenerator[Told, None]) -> AsyncGenerator[Told, None]:
    """The events, for so long; a client that wants more comes back with what it saw last."""
    async with aclosing(events):
        while True:
            told: Told | None = None
            with anyio.move_on_at(ends_at):
                told = await anext(events, None)
            if told is None:
                return
            yield told


def _heartbeat() -> ServerSentEvent:
    return ServerSentEvent(data="", event="heartbeat", sep="\n")


async def _urls(request: Request) -> list[str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_URL_LIST_BYTES:
            raise BadRequestError("The list of URLs is too long; send fewer.")
    try:
        return UrlsAsked.model_validate_json(body).urls
    except ValueError as error:
        raise BadRequestError(
            'Send files as multipart/form-data in the field files, or JSON {"urls": […], "source_type": "url"}.'
        ) from error

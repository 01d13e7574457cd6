"""The desk of token holders, and `/mcp` beside the server's other faces: Streamable HTTP, both eras at one address.

Tokens are those of the whole server; without one the answer is 401 and says where the resource's metadata are. Files come in
by URL or by an upload address that a tool hands out, and go out by signed links.
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from mcp.server import MCPServer
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl, BaseModel, ConfigDict, ValidationError
from starlette.routing import Route

from songreel_server.accounts.limits import client_address
from songreel_server.errors import BadRequestError, LinkError, UnknownTokenError
from songreel_server.faces.mcp.desk import Desk, FileKind, Parts, Shown, Ticket
from songreel_server.faces.mcp.extensions import all_extensions
from songreel_server.faces.mcp.server import build_face

if TYPE_CHECKING:
    from songreel_server.accounts.tokens import Caller
    from songreel_server.parts import Server
    from songreel_server.vault import Item

PATH: Final = "/mcp"
UPLOADS: Final = "/mcp/uploads/"
TICKET_S: Final = 3600


class _TicketSays(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    account_id: str
    kind: FileKind | None


class WebDesk:
    """One for the process."""

    is_local = False

    def __init__(self, server: "Server", *, clock: Callable[[], float] = time.time) -> None:
        from songreel_server.projects import Projects

        self._parts = Parts(server=server, projects=Projects(server.studio.films, clock=clock))
        self._clock = clock

    async def parts(self) -> Parts:
        return self._parts

    async def caller(self, ctx: Context[Desk, Any]) -> "Caller":
        """Whoever this very request comes from: never who opened the session. Raises UnknownTokenError."""
        request = ctx.request_context.request
        user = request.scope.get("user") if isinstance(request, Request) else None
        if not isinstance(request, Request) or not isinstance(user, AuthenticatedUser):
            raise UnknownTokenError("This request carries no token; connect with one.")
        studio = self._parts.server.studio
        ip = client_address(
            request.client.host if request.client else "0.0.0.0",
            request.headers.get("x-forwarded-for"),
            studio.settings.trusted_proxies,
        )
        return await asyncio.to_thread(studio.who_is, user.access_token.token, ip=ip)

    async def take_path(self, caller: "Caller", path: str, *, kind: FileKind | None) -> "Item":
        """Raises BadRequestError: a path means nothing between two machines."""
        del caller, path, kind
        raise BadRequestError(
            "This server is on another machine and cannot read paths of yours; give url=, or call mv_add_file without "
            "arguments for an address to send the file to."
        )

    def ticket(self, caller: "Caller", *, kind: FileKind | None) -> Ticket | None:
        """For one account's file, for TICKET_S."""
        says = _TicketSays(account_id=caller.account_id, kind=kind)
        settings = self._parts.server.settings
        return Ticket(
            url=f"{settings.base_url}{UPLOADS}{_tickets(settings.secret).dumps(says.model_dump())}",
            expires_in_s=TICKET_S,
        )

    async def shown(self, item: "Item", *, name: str, job_id: str | None = None) -> Shown:
        """A signed link."""
        del job_id
        url = self._parts.server.links.link(item, now=self._clock())
        return Shown(uri=url, name=name, media_type=item.media_type, size=item.size)

    def check_save_as(self, path: str, *, suffix: str) -> Path:
        """Raises BadRequestError."""
        del path, suffix
        raise BadRequestError("This server is on another machine; leave save_as out and fetch the link of the answer.")

    def promise(self, job_id: str, path: Path) -> None:
        """Raises BadRequestError."""
        self.check_save_as(str(path), suffix=job_id)


class _Tokens:
    """Tells the SDK who a token is."""

    def __init__(self, server: "Server") -> None:
        self._server = server

    async def verify_token(self, token: str) -> AccessToken | None:
        """None for one that is unknown, has expired or was revoked."""
        try:
            # From where it is used, the desk asks with each call: the SDK does not say it here.
            caller = await asyncio.to_thread(self._server.studio.holder_of, token)
        except UnknownTokenError:
            return None
        return AccessToken(
            token=token, client_id=caller.token_id, subject=caller.account_id, scopes=sorted(caller.scopes)
        )


def build_web_face(server: "Server", *, clock: Callable[[], float] = time.time, **options: Any) -> "MCPServer[Desk]":
    """The face over a running server's parts."""
    base = server.settings.base_url
    return build_face(
        WebDesk(server, clock=clock),
        extensions=all_extensions(),
        token_verifier=_Tokens(server),
        auth=AuthSettings(
            issuer_url=AnyHttpUrl(base),
            resource_server_url=AnyHttpUrl(f"{base}{PATH}"),
            # A token opens the whole server; who may do what is asked where it is done.
            validate_token_resource=False,
        ),
        **options,
    )


def mount(app: FastAPI, server: "Server", *, clock: Callable[[], float] = time.time) -> "MCPServer[Desk]":
    """`/mcp`, its metadata and its uploads; the app's lifespan must run `face.session_manager.run()`."""
    face = build_web_face(server, clock=clock)
    web = face.streamable_http_app(streamable_http_path=PATH, transport_security=allowed(server))
    app.include_router(_uploads(server, clock))
    # Route by route, not as a whole: what is at no address at all is the app's to answer.
    app.router.routes += [Route(route.path, endpoint=web) for route in web.routes if isinstance(route, Route)]
    return face


def allowed(server: "Server") -> TransportSecuritySettings:
    """Which names this server is called by: a page of another site that reaches it by DNS tricks is turned away."""
    public = urlsplit(server.settings.base_url)
    hosts = {"127.0.0.1:*", "localhost:*", "[::1]:*", public.netloc}
    origins = {f"{public.scheme}://{public.netloc}", "http://127.0.0.1:*", "http://localhost:*", "http://[::1]:*"}
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=sorted(hosts),
        allowed_origins=sorted({*origins, *server.settings.cors_origins}),
    )


def _uploads(server: "Server", clock: Callable[[], float]) -> APIRouter:
    router = APIRouter(tags=["mcp"], include_in_schema=False)

    @router.put(UPLOADS + "{ticket}")
    @router.put(UPLOADS + "{ticket}/{name}")
    async def upload(request: Request, ticket: str, name: str = "file") -> dict[str, Any]:
        """One file as the whole body, for whoever holds the address. Answers with its file_id."""
        says = _read_ticket(server.settings.secret, ticket)
        item = await server.uploads.from_stream(
            says.account_id, request.stream(), name=name, now=clock(), wanted=says.kind
        )
        return {"file_id": item.id, "kind": item.kind, "name": item.name, "facts": item.facts}

    return router


def _tickets(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="songreel upload ticket")


def _read_ticket(secret: bytes, ticket: str) -> _TicketSays:
    try:
        return _TicketSays.model_validate(_tickets(secret).loads(ticket, max_age=TICKET_S))
    except (BadSignature, ValidationError) as error:
        raise LinkError("This upload address is damaged or has expired; call mv_add_file for a new one.") from error

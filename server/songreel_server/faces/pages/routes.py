"""The pages' addresses. A form that is refused is shown again with one sentence; one that is taken leads on."""

import base64
import hashlib
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from songreel_server.accounts.key_limits import KeyLimits, key_limits
from songreel_server.accounts.limits import RequestLimiter, counted_as
from songreel_server.accounts.passwords import LONGEST, SHORTEST
from songreel_server.accounts.tokens import DAY_S, Caller, IssuedToken
from songreel_server.belongings import Belongings
from songreel_server.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
    ServerError,
    TooManyRequestsError,
    UnknownTokenError,
)
from songreel_server.faces.chat_api import CLAIM_PAGE
from songreel_server.faces.door import Door
from songreel_server.faces.pages.forms import SESSION, STALE, Forms
from songreel_server.faces.vault_api import zip_response
from songreel_server.membership import Membership
from songreel_server.studio import Studio

if TYPE_CHECKING:
    from jinja2 import Environment

TRIES_PER_MINUTE: Final = 20
"""To log in or register, from one address."""
TRIES_OF_ONE_EMAIL: Final = 5
"""A minute, from wherever."""
_HERE: Final = Path(__file__).parent
STYLE: Final = (_HERE / "look.css").read_text("utf-8")
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STATUSES: Final[dict[type[ServerError], int]] = {
    UnknownTokenError: 401,
    NotFoundError: 404,
    ConflictError: 409,
    TooManyRequestsError: 429,
}
_LIMITS: Final = ("hourly", "daily", "total")


class Pages:
    """All pages, over the use cases."""

    def __init__(
        self,
        studio: Studio,
        membership: Membership,
        belongings: Belongings,
        door: Door,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._studio = studio
        self._settings = studio.settings
        self._membership = membership
        self._belongings = belongings
        self._door = door
        self._prices = studio.films.prices
        self._clock = clock
        self._forms = Forms(studio.settings)
        self._by_address = RequestLimiter(TRIES_PER_MINUTE)
        self._by_email = RequestLimiter(TRIES_OF_ONE_EMAIL)

    def router(self) -> APIRouter:
        """All addresses; they are no part of the described API."""
        router = APIRouter(include_in_schema=False)
        calls: list[tuple[str, str, Any]] = [
            ("GET", "/register", self.registering),
            ("POST", "/register", self.register),
            ("GET", "/login", self.logging_in),
            ("POST", "/login", self.log_in),
            ("POST", "/logout", self.log_out),
            ("GET", CLAIM_PAGE, self.claimed),
            ("GET", "/account", self.account),
            ("POST", "/account/keys", self.make_key),
            ("POST", "/account/keys/revoke", self.end_key),
            ("POST", "/account/data", self.take_along),
            ("POST", "/account/erase", self.erase),
        ]
        for method, path, call in calls:
            router.add_api_route(path, call, methods=[method], response_model=None)
        return router

    async def registering(self, request: Request, bind: str = "") -> Response:
        """The form to register with."""
        return self._entrance(request, "register", bind=bind)

    async def logging_in(self, request: Request, bind: str = "") -> Response:
        """The form to log in with."""
        return self._entrance(request, "login", bind=bind)

    async def register(self, request: Request) -> Response:
        """A new account, and in."""
        return await self._enter(request, "register", self._membership.register)

    async def log_in(self, request: Request) -> Response:
        """In."""
        return await self._enter(request, "login", self._membership.log_in)

    async def _enter(self, request: Request, page: str, way: Callable[..., IssuedToken]) -> Response:
        email, bind = "", ""
        try:
            fields = await self._forms.read(request)
            email, bind = fields.get("email", "").strip()[:254], fields.get("bind", "")[:100]
            self._by_address.count(counted_as(self._door.address(request)), now=self._clock())
            self._by_email.count(email.lower(), now=self._clock())
            password = fields.get("password", "")
            issued = await run_in_threadpool(way, email=email, password=password, bind=bind or None)
        except ServerError as refusal:
            return self._entrance(request, page, bind=bind, email=email, refusal=refusal)
        response = RedirectResponse("/account", status_code=303)
        self._forms.let_in(response, issued.token, round(self._settings.web_days * DAY_S))
        return response

    def _entrance(
        self, request: Request, page: str, *, bind: str = "", email: str = "", refusal: ServerError | None = None
    ) -> Response:
        titles = {"register": "Register", "login": "Log in"}
        return self._page(
            request,
            page,
            titles[page],
            refusal=refusal,
            bind=bind[:100],
            email=email,
            shortest=SHORTEST,
            longest=LONGEST,
            credits=self._settings.registered_credits,
        )

    async def log_out(self, request: Request) -> Response:
        """Out."""
        try:
            caller = await self._caller(request)
            await self._forms.read(request)
        except UnknownTokenError:
            return _to_login()
        except BadRequestError as refusal:
            return await self._account(request, caller, refusal=refusal)
        await run_in_threadpool(self._membership.log_out, caller)
        response = _to_login()
        self._forms.let_out(response)
        return response

    async def claimed(self, request: Request, ct: str = "") -> Response:
        """What a chat has made so far, for whoever has its link."""
        try:
            caller, state = await run_in_threadpool(self._studio.open_claim, ct)
        except ServerError as refusal:
            return self._page(request, "message", "This link opens nothing", refusal=refusal)
        bind = self._settings.bind_id(caller.account_id) if caller.kind == "anonymous" else ""
        films = [film for _, film in state.films]
        return self._page(request, "claimed", "Your videos", films=films, running=state.running, bind=bind, ct=ct)

    async def account(self, request: Request) -> Response:
        """Credits, keys, and what is kept here."""
        try:
            caller = await self._caller(request)
        except UnknownTokenError:
            return _to_login()
        return await self._account(request, caller)

    async def make_key(self, request: Request) -> Response:
        """A new key, shown once."""

        async def make(caller: Caller, fields: dict[str, str]) -> Response:
            limits = _limits(fields)
            name, wanted = fields.get("name", "")[:80], fields.get("scopes", "")
            issued = await run_in_threadpool(self._membership.make_key, caller, name=name, wanted=wanted, limits=limits)
            return await self._account(request, caller, new_key=issued.token)

        return await self._acted(request, make)

    async def end_key(self, request: Request) -> Response:
        """A key that works no more."""

        async def end(caller: Caller, fields: dict[str, str]) -> Response:
            await run_in_threadpool(self._membership.end_key, caller, fields.get("key_id", ""))
            return await self._account(request, caller, said="The key has been ended.")

        return await self._acted(request, end)

    async def take_along(self, request: Request) -> Response:
        """All data as one ZIP."""

        async def take(caller: Caller, _: dict[str, str]) -> Response:
            return zip_response(await run_in_threadpool(self._belongings.all_of, caller.account_id))

        return await self._acted(request, take)

    async def erase(self, request: Request) -> Response:
        """The account is forgotten."""

        async def forget(caller: Caller, fields: dict[str, str]) -> Response:
            owner = await run_in_threadpool(self._belongings.owner_of, caller.account_id)
            if fields.get("confirm", "").strip().lower() != owner.email:
                raise BadRequestError("Nothing was erased: write the account's email to confirm it.")
            gone = await run_in_threadpool(self._belongings.erase_all_of, caller.account_id)
            said = f"The account is erased, with {gone.projects} videos and {gone.files} files."
            response = self._page(request, "message", "Erased", said=said)
            self._forms.let_out(response)
            return response

        return await self._acted(request, forget)

    async def _acted(self, request: Request, act: Callable[[Caller, dict[str, str]], Any]) -> Response:
        """What someone logged in asks for by a form; a refusal is shown on their page."""
        try:
            caller = await self._caller(request)
        except UnknownTokenError:
            return _to_login()
        try:
            response: Response = await act(caller, await self._forms.read(request))
        except ServerError as refusal:
            return await self._account(request, caller, refusal=refusal)
        return response

    async def _caller(self, request: Request) -> Caller:
        return await run_in_threadpool(self._membership.who_is, request.cookies.get(SESSION, ""))

    async def _account(
        self,
        request: Request,
        caller: Caller,
        *,
        refusal: ServerError | None = None,
        said: str = "",
        new_key: str = "",
    ) -> Response:
        return self._page(
            request,
            "account",
            "Your account",
            refusal=refusal,
            said=said,
            new_key=new_key,
            owner=await run_in_threadpool(self._belongings.owner_of, caller.account_id),
            keys=await run_in_threadpool(self._membership.keys, caller),
            webhook_secret=await run_in_threadpool(self._membership.webhook_secret, caller),
            prices=self._prices,
        )

    @cached_property
    def _templates(self) -> "Environment":
        # Late: most servers at home never show a page.
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)

    def _page(
        self,
        request: Request,
        name: str,
        title: str,
        *,
        refusal: ServerError | None = None,
        said: str = "",
        **values: Any,
    ) -> Response:
        nonce = self._forms.nonce(request)
        html = self._templates.get_template(f"{name}.html").render(
            title=title,
            style=STYLE,
            refusal="" if refusal is None else str(refusal),
            said=said,
            form=self._forms.seal(nonce, request.cookies.get(SESSION, "")),
            **values,
        )
        response = HTMLResponse(html, status_code=_status(refusal), headers={"Content-Security-Policy": POLICY})
        if isinstance(refusal, TooManyRequestsError):
            response.headers["Retry-After"] = str(refusal.retry_after_s)
        self._forms.mark(response, nonce)
        return response


def _status(refusal: ServerError | None) -> int:
    if refusal is None:
        return 200
    if str(refusal) == STALE:
        return 403
    return next((_STATUSES[kind] for kind in type(refusal).__mro__ if kind in _STATUSES), 400)


def _to_login() -> Response:
    return RedirectResponse("/login", status_code=303)


def _limits(fields: dict[str, str]) -> KeyLimits:
    given = {name: fields.get(name, "").strip() or None for name in _LIMITS}
    return key_limits(allow_ips=tuple(fields.get("allow_ips", "").replace(",", " ").split()), **given)

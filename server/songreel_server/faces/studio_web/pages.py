"""The studio's addresses: the page itself, its files, and the two ways in besides logging in: a claim link and an entry."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from songreel_server.accounts.tokens import DAY_S
from songreel_server.errors import BadRequestError, NotFoundError, ServerError, UnknownTokenError
from songreel_server.faces.door import CLAIM, Door
from songreel_server.faces.pages.forms import Forms
from songreel_server.faces.studio_web.built import HOW_TO_BUILD, Asset, BuiltPage
from songreel_server.projects import Projects
from songreel_server.settings import Settings
from songreel_server.store.media_store import MediaStore
from songreel_server.visits import Visits

PLACES: Final = frozenset({"", "new", "vault"})
"""Of the studio that are no project."""
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_FOR_A_DAY: Final = {"Cache-Control": "public, max-age=86400"}
_PROBE_KEY: Final = "blobs/00/" + "0" * 64
_PLACE: Final = re.compile(r"[A-Za-z0-9-]{0,64}", re.ASCII)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{10,200}", re.ASCII)


class StudioPages:
    """The page and the ways to it."""

    def __init__(
        self,
        projects: Projects,
        visits: Visits,
        door: Door,
        settings: Settings,
        store: MediaStore,
        built: BuiltPage | None = None,
    ) -> None:
        self._projects = projects
        self._visits = visits
        self._door = door
        self._settings = settings
        self._forms = Forms(settings)
        self._built = built or BuiltPage()
        self._policy = _policy(_media_origin(store))

    def router(self) -> APIRouter:
        """All addresses; they are no part of the described API."""
        router = APIRouter(include_in_schema=False)
        calls: list[tuple[str, str, Any]] = [
            ("GET", "/studio/assets/{name}", self.asset),
            ("GET", "/studio/styles/{name}", self.style),
            ("GET", "/studio/enter", self.enter),
            ("POST", "/studio/claim", self.claim),
            ("GET", "/studio", self.page),
            ("GET", "/studio/{place}", self.page),
        ]
        for method, path, call in calls:
            router.add_api_route(path, call, methods=[method], response_model=None)
        return router

    async def page(self, request: Request, place: str = "") -> Response:
        """The page; a project that the browser may not see is answered with 404, whether or not there is one."""
        if not self._built.is_built:
            return PlainTextResponse(f"{HOW_TO_BUILD}\n", status_code=503)
        status = await run_in_threadpool(self._status, request, place)
        if status == 401:
            return RedirectResponse("/login", status_code=303, headers={"Cache-Control": "no-store"})
        response = _sent(request, self._built.index, {"Content-Security-Policy": self._policy})
        response.status_code = status
        return response

    def _status(self, request: Request, place: str) -> int:
        try:
            visits = self._door.visits(request, None)
        except UnknownTokenError:
            return 401
        for visit in visits:
            if place in PLACES and visit.project_id is None:
                return 200
            if place not in PLACES and visit.project_id in (None, place):
                try:
                    self._projects.find(visit.caller, place)
                except NotFoundError:
                    continue
                return 200
        # Whoever only has a claim link has no other place to go.
        return 404 if place not in PLACES else 401

    def asset(self, request: Request, name: str) -> Response:
        """A file of the page."""
        return self._file(request, f"assets/{name}", _FOR_EVER)

    def style(self, request: Request, name: str) -> Response:
        """The picture of a style."""
        return self._file(request, f"styles/{name}", _FOR_A_DAY)

    def _file(self, request: Request, name: str, headers: dict[str, str]) -> Response:
        found = self._built.assets.get(name) if self._built.is_built else None
        if found is None:
            raise NotFoundError("There is nothing at this address.")
        return _sent(request, found, headers)

    async def enter(self, request: Request, ct: str = "", to: str = "") -> Response:
        """Lets a browser in that comes with an entry, once, and leads on to a place of the studio."""
        if not _TOKEN.fullmatch(ct):
            raise BadRequestError("This link opens nothing; open the studio again.")
        try:
            issued = await run_in_threadpool(self._visits.enter, ct)
        except UnknownTokenError:
            return RedirectResponse("/login", status_code=303)
        place = to if _PLACE.fullmatch(to) else ""
        response = RedirectResponse(f"/studio/{place}".rstrip("/"), status_code=303)
        self._forms.let_in(response, issued.token, round(self._settings.web_days * DAY_S))
        return response

    async def claim(self, request: Request) -> Response:
        """Lets a browser into the one project of its claim link, by the form of the page that the link opened."""
        try:
            fields = await self._forms.read(request)
            visit = await run_in_threadpool(self._visits.claimed, fields.get("ct", ""))
        except ServerError as refusal:
            return HTMLResponse(str(refusal).replace("<", "&lt;"), status_code=403)
        response = RedirectResponse(f"/studio/{visit.project_id}", status_code=303)
        response.set_cookie(
            CLAIM,
            fields["ct"],
            max_age=round(self._settings.token_days * DAY_S),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._settings.base_url.startswith("https://"),
        )
        return response


def _sent(request: Request, asset: Asset, headers: dict[str, str]) -> Response:
    takes_packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = headers | {"Vary": "Accept-Encoding"}
    if asset.packed is not None and takes_packed:
        return Response(asset.packed, media_type=asset.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(asset.content, media_type=asset.media_type, headers=headers)


def _media_origin(store: MediaStore) -> str:
    """Where films are served by the media store itself; empty where this server does it."""
    link = store.link(_PROBE_KEY, expires_s=60)
    if link is None:
        return ""
    parts = urlsplit(link)
    return f" {parts.scheme}://{parts.netloc}"


def _policy(media_origin: str) -> str:
    """Nothing but what this server sends may run, and nothing may be sent anywhere else."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            f"img-src 'self' blob:{media_origin}",
            f"media-src 'self' blob:{media_origin}",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )

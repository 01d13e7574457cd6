"""Who a request of the task API, the vault or a project comes from: a key or a token in `Authorization: Bearer …`, or a browser's
cookie. A cookie is believed only in a request of this server's own pages: whatever changes something must carry a header that
no other site's page can send.

Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet (custom request headers).
"""

import time
from contextlib import suppress
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from songreel_server.accounts.limits import RequestLimiter, client_address, counted_as
from songreel_server.accounts.tokens import Caller
from songreel_server.errors import UnknownTokenError
from songreel_server.faces.pages.forms import OWN, SESSION
from songreel_server.settings import Settings
from songreel_server.studio import Studio
from songreel_server.visits import Visit, Visits

FAILURES_PER_MINUTE: Final = 60
"""Of one address: more is guessing."""
CLAIM: Final = "songreel_claim"
"""The cookie of a browser that opened a claim link."""
PAGE_HEADER: Final = "X-Songreel-Page"
_ONLY_LOOKING: Final = frozenset({"GET", "HEAD"})

bearer = HTTPBearer(auto_error=False, scheme_name="Key", description="A key (`sk-…`) or a token.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


class Door:
    """One for the process."""

    def __init__(self, studio: Studio, settings: Settings, visits: Visits) -> None:
        self._studio = studio
        self._visits = visits
        self._settings = settings
        self._failures = RequestLimiter(FAILURES_PER_MINUTE)

    def address(self, request: Request) -> str:
        """Where a request comes from."""
        peer = request.client.host if request.client else "0.0.0.0"
        return client_address(peer, request.headers.get("x-forwarded-for"), self._settings.trusted_proxies)

    def caller(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> Caller:
        """Raises UnknownTokenError, AddressNotAllowedError, TooManyRequestsError after many wrong ones."""
        address = self.address(request)
        try:
            if credentials is None and (cookie := _cookie(request, SESSION)):
                return self._visits.logged_in(cookie)
            return self._studio.who_is("" if credentials is None else credentials.credentials, ip=address)
        except UnknownTokenError:
            self._failures.count(counted_as(address), now=time.monotonic())
            raise

    def visits(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> tuple[Visit, ...]:
        """Everybody that a request for a project may come from: who `caller` finds, then whoever has a claim link.

        Raises UnknownTokenError where it is nobody, and as `caller`.
        """
        claim = _cookie(request, CLAIM) if credentials is None else ""
        if not claim:
            return (Visit(caller=self.caller(request, credentials)),)
        found: list[Visit] = []
        if cookie := _cookie(request, SESSION):
            with suppress(UnknownTokenError):
                found.append(Visit(caller=self._visits.logged_in(cookie)))
        try:
            found.append(self._visits.claimed(claim))
        except UnknownTokenError:
            if not found:
                raise
        return tuple(found)


def _cookie(request: Request, name: str) -> str:
    """Empty where there is none, or the request does not come from a page of this server."""
    is_ours = request.headers.get("sec-fetch-site", "") in OWN
    is_meant = request.method in _ONLY_LOOKING or PAGE_HEADER in request.headers
    return request.cookies.get(name, "") if is_ours and is_meant else ""

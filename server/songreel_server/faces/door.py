"""Who a request of the task API or the vault comes from: a key or a token in `Authorization: Bearer …`."""

import time
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from songreel_server.accounts.limits import RequestLimiter, client_address, counted_as
from songreel_server.accounts.tokens import Caller
from songreel_server.errors import UnknownTokenError
from songreel_server.settings import Settings
from songreel_server.studio import Studio

FAILURES_PER_MINUTE: Final = 60
"""Of one address: more is guessing."""

bearer = HTTPBearer(auto_error=False, scheme_name="Key", description="A key (`sk-…`) or a token.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


class Door:
    """One for the process."""

    def __init__(self, studio: Studio, settings: Settings) -> None:
        self._studio = studio
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
            return self._studio.who_is("" if credentials is None else credentials.credentials, ip=address)
        except UnknownTokenError:
            self._failures.count(counted_as(address), now=time.monotonic())
            raise

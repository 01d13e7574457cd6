"""What stands before every request: limits on its rate and size, headers on its answer, its line in the log, its place in the
metrics. Plain ASGI, so that streams pass through untouched.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from songreel_server.accounts.limits import RequestLimiter, client_address, counted_as
from songreel_server.errors import BadRequestError, TooLargeError, TooManyRequestsError
from songreel_server.faces.metrics import Metrics
from songreel_server.faces.refusals import refusal_response

LARGEST_BODY_BYTES: Final = 4_000_000
"""Of requests that carry no files: a draft of a long song is far smaller."""
UPLOADS: Final = ("/api/upload-video/", "/mcp/uploads/", "/v1/vault/files")
"""Their size is counted where they are written down."""
UNCOUNTED: Final = frozenset({"/healthz", "/readyz", "/metrics"})
SAFETY_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Of every answer that does not say otherwise itself."""

_log = logging.getLogger("songreel_server.requests")


class Guards:
    """The whole guard, as one ASGI application around another."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        requests_per_minute: int,
        trusted_proxies: frozenset[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._limiter = RequestLimiter(requests_per_minute)
        self._trusted = trusted_proxies
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began_s = self._clock()
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SAFETY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._let_in(scope, receive, sent)
        finally:
            self._remember(scope, status, self._clock() - began_s)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            if scope["path"] not in UNCOUNTED:
                self._limiter.count(self._key(scope, headers), now=self._clock())
            body = _Body(receive, headers, counts=not scope["path"].startswith(UPLOADS))
        except (TooManyRequestsError, TooLargeError, BadRequestError) as refusal:
            await refusal_response(refusal, path=scope["path"])(scope, receive, send)
            return

        async def unless_too_large(message: Message) -> None:
            # Whoever reads the body may take its end for a fault of form; what was really wrong is said below.
            if not body.is_too_large:
                await send(message)

        await self._app(scope, body.receive, unless_too_large)
        if body.is_too_large:
            await refusal_response(_too_large(), path=scope["path"])(scope, receive, send)

    def _key(self, scope: Scope, headers: Headers) -> str:
        """Whose request it is: its token's, never kept as it is, or its address's."""
        token = headers.get("authorization", "")
        if token:
            return hashlib.sha256(token.encode("latin-1", "replace")).hexdigest()
        client = scope.get("client")
        peer = client[0] if client else "0.0.0.0"
        return counted_as(client_address(peer, headers.get("x-forwarded-for"), self._trusted))

    def _remember(self, scope: Scope, status: int, took_s: float) -> None:
        route = scope.get("route")
        path = getattr(route, "path", "none")
        self._metrics.count(scope["method"], path, status, took_s)
        _log.info(
            "request",
            extra={"method": scope["method"], "route": path, "status": status, "took_ms": round(1000 * took_s, 1)},
        )


class _Body:
    """A request's body, up to what is allowed.

    Raises BadRequestError where its length is said and no number, TooLargeError where that is too much.
    """

    def __init__(self, receive: Receive, headers: Headers, *, counts: bool) -> None:
        self._receive = receive
        self._counts = counts
        self._size = 0
        self.is_too_large = False
        said = headers.get("content-length", "")
        if said and not (said.isascii() and said.isdigit()):
            raise BadRequestError("The Content-Length header is no number.")
        if counts and said and int(said[:20]) > LARGEST_BODY_BYTES:
            raise _too_large()

    async def receive(self) -> Message:
        """The next piece. Raises TooLargeError where it is one too many."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        # An answer that has begun is not taken back: what comes after it is nobody's body.
        if self._counts and self._size > LARGEST_BODY_BYTES:
            self.is_too_large = True
            raise _too_large()
        return message


def _too_large() -> TooLargeError:
    return TooLargeError(f"The request is over {LARGEST_BODY_BYTES / 1e6:g} MB; send files by the upload call.")

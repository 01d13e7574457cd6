"""Refusals as HTTP tells them: a status, and in the JSON body a code and one sentence.

    {"code": 1002, "msg": "There is no such session; …", "data": null}

Codes of four digits are the chat API's own; the rest repeat the HTTP status.
"""

import logging
from typing import Any, Final, NamedTuple

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from songreel_engine.errors import SongreelError
from songreel_server import errors
from songreel_server.faces import task_refusals

_log = logging.getLogger(__name__)


class Refusal(BaseModel):
    """The body of every answer that is no success."""

    model_config = ConfigDict(extra="forbid")

    code: int
    msg: str
    data: dict[str, Any] | None = None


class _Kind(NamedTuple):
    status: int
    code: int


_KINDS: Final[dict[type[Exception], _Kind]] = {
    errors.UnknownTokenError: _Kind(401, 1001),
    errors.SessionNotFoundError: _Kind(404, 1002),
    errors.NotEnoughCreditsError: _Kind(402, 2001),
    errors.UnsupportedFileError: _Kind(415, 4001),
    errors.TooLargeError: _Kind(413, 4002),
    errors.ScopeError: _Kind(403, 403),
    errors.AddressNotAllowedError: _Kind(403, 403),
    errors.SpendLimitError: _Kind(429, 429),
    errors.NotFoundError: _Kind(404, 404),
    errors.ConflictError: _Kind(409, 409),
    errors.TooManyRequestsError: _Kind(429, 429),
    errors.StorageError: _Kind(503, 503),
    errors.UpstreamError: _Kind(503, 503),
    errors.FetchError: _Kind(400, 400),
    errors.BadRequestError: _Kind(400, 400),
    errors.ServerError: _Kind(400, 400),
    SongreelError: _Kind(400, 400),
}
"""The first kind that a refusal is of decides, by its own class before those above it."""


class NotInPlanError(errors.ServerError):
    """Finished files are not part of what this token may have, or the client does not say who it is."""


_KINDS[NotInPlanError] = _Kind(402, 402)


def refusal_response(refusal: Exception, *, path: str = "", data: dict[str, Any] | None = None) -> JSONResponse:
    """The answer for a refusal of either package, in the shape that the path's callers know."""
    if path.startswith(task_refusals.PATH):
        return task_refusals.task_refusal(refusal)
    kind = next(_KINDS[one] for one in type(refusal).__mro__ if one in _KINDS)
    headers = {}
    if isinstance(refusal, errors.TooManyRequestsError):
        headers["Retry-After"] = str(refusal.retry_after_s)
    if isinstance(refusal, errors.UnknownTokenError):
        headers["WWW-Authenticate"] = "Bearer"
    return _answer(kind.status, kind.code, str(refusal), data=data, headers=headers)


def tell_refusals(app: FastAPI) -> None:
    """Every refusal, fault of form and failure of the app is answered in the same shape."""

    async def refused(request: Request, refusal: Exception) -> JSONResponse:
        return refusal_response(refusal, path=request.url.path)

    async def misformed(request: Request, fault: Exception) -> JSONResponse:
        return _told(request, 400, _first_fault(fault))

    async def plain(request: Request, fault: Exception) -> JSONResponse:
        if not isinstance(fault, HTTPException):
            raise fault
        said = {404: "There is nothing at this address.", 405: "This address does not take that method."}
        sentence = said.get(fault.status_code, str(fault.detail))
        return _told(request, fault.status_code, sentence, headers=dict(fault.headers or {}))

    async def failed(request: Request, failure: Exception) -> JSONResponse:
        _log.error("request failed", exc_info=failure, extra={"path": request.scope.get("path")})
        return _told(request, 500, "Something failed on this side; try again, and tell the operator if it stays so.")

    async def hung_up(_: Request, __: Exception) -> Response:
        # A client that went away while it sent: nobody hears this, and nothing failed here.
        return Response(status_code=400)

    app.add_exception_handler(ClientDisconnect, hung_up)
    app.add_exception_handler(errors.ServerError, refused)
    app.add_exception_handler(SongreelError, refused)
    app.add_exception_handler(RequestValidationError, misformed)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(Exception, failed)


def _told(request: Request, status: int, sentence: str, *, headers: dict[str, str] | None = None) -> JSONResponse:
    if request.url.path.startswith(task_refusals.PATH):
        return task_refusals.task_refusal_of_status(status, sentence, headers=headers)
    return _answer(status, status, sentence, headers=headers)


def _first_fault(fault: Exception) -> str:
    if not isinstance(fault, RequestValidationError) or not fault.errors():
        return "The request cannot be read."
    first = fault.errors()[0]
    where = ".".join(str(step) for step in first["loc"] if step != "body") or "the body"
    return f"The request is wrong at {where}: {first['msg']}."


def _answer(
    status: int,
    code: int,
    sentence: str,
    *,
    data: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    body = Refusal(code=code, msg=sentence, data=data)
    return JSONResponse(body.model_dump(), status_code=status, headers=headers)

"""Refusals as the task API tells them: {"error": {"code", "message", "type"}}. Codes and types are the contract's.

Of everything under /v1/. A code the contract does not have is named in its manner.
"""

from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict
from starlette.responses import JSONResponse

from songreel_engine.errors import SongreelError
from songreel_server import errors
from songreel_server.task_models import UnknownModelError
from songreel_server.tasks import TaskNotFoundError

PATH: Final = "/v1/"


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    message: str
    type: str


class TaskRefusal(BaseModel):
    """The body of every answer under /v1/ that is no success."""

    model_config = ConfigDict(extra="forbid")

    error: _Told


class _Kind(NamedTuple):
    status: int
    code: str
    type: str


INVALID: Final = _Kind(400, "invalid_request", "invalid_request_error")
FAILED: Final = _Kind(500, "internal_error", "api_error")
_KINDS: Final[dict[type[Exception], _Kind]] = {
    errors.UnknownTokenError: _Kind(401, "invalid_api_key", "authentication_error"),
    errors.NotEnoughCreditsError: _Kind(402, "insufficient_credits", "billing_error"),
    errors.AddressNotAllowedError: _Kind(403, "ip_not_allowed", "permission_error"),
    errors.ScopeError: _Kind(403, "scope_not_allowed", "permission_error"),
    UnknownModelError: _Kind(404, "model_not_found", "invalid_request_error"),
    TaskNotFoundError: _Kind(404, "task_not_found", "invalid_request_error"),
    errors.NotFoundError: _Kind(404, "not_found", "invalid_request_error"),
    errors.ConflictError: _Kind(409, "conflict", "invalid_request_error"),
    errors.TooManyRequestsError: _Kind(429, "rate_limit_exceeded", "rate_limit_error"),
    errors.SpendLimitError: _Kind(429, "spend_limit_exceeded", "billing_error"),
    errors.StorageError: _Kind(503, "upstream_error", "upstream_error"),
    errors.UpstreamError: _Kind(503, "upstream_error", "upstream_error"),
    errors.ServerError: INVALID,
    SongreelError: INVALID,
}
"""The first kind that a refusal is of decides, by its own class before those above it."""
_BY_STATUS: Final = {
    404: _Kind(404, "not_found", "invalid_request_error"),
    405: _Kind(405, "method_not_allowed", "invalid_request_error"),
    500: FAILED,
    503: _Kind(503, "upstream_error", "upstream_error"),
}


def task_refusal(refusal: Exception) -> JSONResponse:
    """The answer for a refusal of either package."""
    kind = next(_KINDS[one] for one in type(refusal).__mro__ if one in _KINDS)
    headers = {}
    if isinstance(refusal, errors.TooManyRequestsError):
        headers["Retry-After"] = str(refusal.retry_after_s)
    if isinstance(refusal, errors.UnknownTokenError):
        headers["WWW-Authenticate"] = "Bearer"
    return _answer(kind, str(refusal), headers)


def task_refusal_of_status(status: int, sentence: str, *, headers: dict[str, str] | None = None) -> JSONResponse:
    """The answer for what the framework refuses by itself."""
    kind = _BY_STATUS.get(status, INVALID)
    return _answer(kind._replace(status=status), sentence, headers or {})


def _answer(kind: _Kind, sentence: str, headers: dict[str, Any]) -> JSONResponse:
    body = TaskRefusal(error=_Told(code=kind.code, message=sentence, type=kind.type))
    return JSONResponse(body.model_dump(), status_code=kind.status, headers=headers)

"""What cannot be done, said to an assistant: what is wrong, and the very call that helps.

The SDK shows a model the text of a ToolError and hides any other exception's, so every refusal passes through here.
"""

import functools
import inspect
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Final, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from songreel_engine.errors import BriefError, EditError, SongreelError
from songreel_server import errors

P = ParamSpec("P")
R = TypeVar("R")

CALL_BEGAN_S: Final[ContextVar[float]] = ContextVar("CALL_BEGAN_S")
"""When the call that is being answered began, by the monotonic clock: whoever waits counts from here."""
_HELP: Final[dict[type[Exception], str]] = {
    errors.UnknownTokenError: "Get a new token with POST /api/auth/anonymous-token and connect again.",
    errors.ScopeError: "",
    errors.TooManyRequestsError: "Wait before the next call.",
    errors.NotFoundError: "mv_search_library lists what there is: kind='project', 'song' or 'video'.",
    errors.NotEnoughCreditsError: "mv_get_credits tells the balance and prices; nothing was charged.",
    errors.UnsupportedFileError: "Songs: MP3, WAV, M4A, AAC, OGG, FLAC; pictures: JPG, PNG, WEBP; words: LRC, SRT, VTT, TXT.",
    errors.FetchError: "",
    errors.ConflictError: "Call mv_get_status, then ask again.",
    errors.StorageError: "",
    errors.BadRequestError: "",
    EditError: "mv_get_timeline names the sections and shots there are.",
    BriefError: "",
}
"""The first kind that a refusal is of decides, by its own class before those above it."""


def refusal(problem: Exception) -> ToolError:
    """The refusal as a model reads it."""
    from songreel_server.films import BusyError, NoFilmError

    match problem:
        case BusyError():
            help_text = (
                f"Call mv_get_status(job_id='{problem.job.job_id}', wait_s=45) and repeat this call when it is done,"
                f" or stop it with mv_cancel_job(job_id='{problem.job.job_id}')."
            )
        case NoFilmError():
            help_text = "mv_make_video(song_id=…) makes one; mv_get_status tells how far it is."
        case _:
            help_text = next((_HELP[kind] for kind in type(problem).__mro__ if kind in _HELP), "")
    return ToolError(f"{problem} {help_text}".strip())


def saying_refusals(tool: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """A tool whose refusals reach the model in words."""

    @functools.wraps(tool)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        CALL_BEGAN_S.set(time.monotonic())
        try:
            return await tool(*args, **kwargs)
        except (errors.ServerError, SongreelError) as problem:
            raise refusal(problem) from problem

    # The SDK reads parameters from here; a wrapper's own would be *args.
    run.__signature__ = inspect.signature(tool)  # type: ignore[attr-defined]
    return run

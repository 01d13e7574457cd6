"""What the server's commands share: where the data lie, settings with what was typed, refusals as one sentence."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

import typer

if TYPE_CHECKING:
    from songreel_server.settings import Settings

Parameters = ParamSpec("Parameters")
Outcome = TypeVar("Outcome")

DataOption = Annotated[
    Path | None, typer.Option(help="Databases, media and projects.  [default: the user's data folder]")
]


def saying_refusals(command: Callable[Parameters, Outcome]) -> Callable[Parameters, Outcome]:
    """What the server refuses becomes what the command line says: one sentence and exit code 1."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Outcome:
        from pydantic import ValidationError
        from sqlalchemy.exc import OperationalError

        from songreel_engine.errors import SongreelError
        from songreel_server.errors import ServerError

        try:
            return command(*args, **kwargs)
        except ServerError as refusal:
            raise SongreelError(str(refusal)) from refusal
        except ValidationError as fault:
            first = fault.errors(include_url=False)[0]
            name = "_".join(["SONGREEL", *(str(step).upper() for step in first["loc"])])
            raise SongreelError(f"The setting {name} cannot be used: {first['msg']}.") from fault
        except OperationalError as fault:
            raise SongreelError(f"The database does not answer: {str(fault.orig).strip()}.") from fault

    return run


def settings_with(**given: Any) -> "Settings":
    """The settings, with what was typed in place of what was set."""
    from songreel_server.settings import Settings

    return Settings(**{name: value for name, value in given.items() if value is not None})

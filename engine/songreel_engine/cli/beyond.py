"""Commands that other packages add to `songreel`, found by their entry points in the group `songreel.commands`.

An entry point names a `typer.Typer`. It is looked for when help is shown or a name is not the engine's own, and loaded then;
the module it stands in should import what is heavy only as its commands run.
"""

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "songreel.commands"


class OpenGroup(TyperGroup):
    """The engine's commands, then those of other packages, by name."""

    def list_commands(self, ctx: Any) -> list[str]:
        own = super().list_commands(ctx)
        return [*own, *sorted(set(_found()) - set(own))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The engine's own command of that name, or another package's; None where nobody has it."""
        own = super().get_command(ctx, cmd_name)
        entry = _found().get(cmd_name) if own is None else None
        return _loaded(entry) if entry is not None else own


def _found() -> "dict[str, EntryPoint]":
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _loaded(entry: "EntryPoint") -> Any:
    app = entry.load()
    if not isinstance(app, typer.Typer):
        raise TypeError(f"The entry point {entry.name} of {GROUP} names {entry.value}, which is no typer.Typer.")
    command = get_command(app)
    command.name = entry.name
    return command

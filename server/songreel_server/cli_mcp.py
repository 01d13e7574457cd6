"""`songreel mcp`: the server for assistants on standard input and output, and the lines that make a host start it."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from songreel_server.cli_options import DataOption, saying_refusals, settings_with

mcp = typer.Typer(add_completion=False)


@mcp.command(name="mcp")
@saying_refusals
def run_mcp(
    data: DataOption = None,
    root: Annotated[
        list[Path] | None,
        typer.Option(
            help="A folder that files may be read from and written to; repeatable.  [default: the working directory]"
        ),
    ] = None,
    print_config: Annotated[
        str | None,
        typer.Option(
            "--print-config",
            metavar="HOST",
            help="Print how HOST starts this server, and end: claude-desktop, "
            "claude-code, cursor, vscode, windsurf, zed, codex, gemini.",
        ),
    ] = None,
) -> None:
    """Serve an assistant over MCP (stdio): a song in, a music video out, changed by talking. Nothing is charged."""
    roots = [folder.expanduser().resolve() for folder in root or [Path.cwd()]]
    if print_config is not None:
        from songreel_server.faces.mcp.host_configs import config_of

        print(config_of(print_config, roots=roots, data=data))
        return
    from songreel_server.logs import log_as_json

    settings = settings_with(data=data)
    log_as_json(settings.log_level)
    missing = [folder for folder in roots if not folder.is_dir()]
    if missing:
        from songreel_server.errors import BadRequestError

        raise BadRequestError(f"{missing[0]} is no folder; give --root a folder that exists.")
    from songreel_server.faces.mcp.stdio import LocalDesk, build_local

    try:
        build_local(LocalDesk(settings, roots)).run("stdio")
    except* BrokenPipeError:
        logging.getLogger(__name__).info("the host went away while an answer was on its way")

"""`songreel serve`, `songreel worker` and `songreel admin …`: the server's commands, found by the engine's command line.

Settings come from the environment and a file (`settings`); options here win. What is heavy is imported as a command runs.
"""

from typing import Annotated, Final

import typer

from songreel_server.cli_admin import admin
from songreel_server.cli_mcp import mcp
from songreel_server.cli_options import DataOption, saying_refusals, settings_with
from songreel_server.cli_skill import skill_bundle
from songreel_server.cli_studio import studio

__all__ = ["admin", "commands", "mcp", "serve", "skill_bundle", "studio", "worker"]

GRACE_S: Final = 8
"""For requests under way when the server is told to stop."""

serve = typer.Typer(add_completion=False)
worker = typer.Typer(add_completion=False)


@serve.command(name="serve")
@saying_refusals
def run_server(
    host: Annotated[str | None, typer.Option(help="Address to listen at.  [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0: any free one.  [default: 8710]")] = None,
    data: DataOption = None,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Only answer; `songreel worker` runs the jobs.")
    ] = False,
) -> None:
    """Run the server: chat API, uploads, films, and the jobs that make them."""
    import uvicorn

    from songreel_server.app import create_app
    from songreel_server.logs import log_as_json

    settings = settings_with(host=host, port=port, data=data, worker=False if no_worker else None)
    log_as_json(settings.log_level)
    uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
        )
    ).run()


@worker.command(name="worker")
@saying_refusals
def run_worker(
    data: DataOption = None,
    name: Annotated[
        str | None, typer.Option(help="The worker's lasting name.  [default: its host's and port's]")
    ] = None,
) -> None:
    """Run jobs for a server elsewhere: one worker a GPU or machine, on the same database and media store."""
    import signal
    import threading

    from songreel_server.jobs.worker import Worker
    from songreel_server.logs import log_as_json
    from songreel_server.store.database import Database
    from songreel_server.store.media_store import open_media_store
    from songreel_server.store.schema import bring_up_to_date

    settings = settings_with(data=data, executor_id=name)
    log_as_json(settings.log_level)
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.tables_url)
    bring_up_to_date(database)
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    at_work = Worker(settings, database, open_media_store(settings))
    at_work.start()
    told_to_stop.wait()
    at_work.stop()
    database.close()


def commands() -> typer.Typer:
    """All of them under one name, for where the package was not installed with its entry points."""
    whole = typer.Typer(name="songreel", no_args_is_help=True, add_completion=False)
    for one in (serve, worker, mcp, skill_bundle, studio):
        whole.registered_commands += one.registered_commands
    whole.add_typer(admin)
    return whole

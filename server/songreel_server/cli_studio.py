"""`songreel studio`: the studio in this machine's browser, with its owner's account; a server is started where none runs yet.

The browser comes with an entry that is good once and for two minutes; nothing of it is kept in an address.
"""

import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import quote

import typer

from songreel_server.cli_options import DataOption, saying_refusals, settings_with

if TYPE_CHECKING:
    import uvicorn

    from songreel_server.settings import Settings
    from songreel_server.store.database import Database

NEW: Final = "new"
LOOK_S: Final = 0.1
_PROBE_S: Final = 1.0

studio = typer.Typer(add_completion=False)


@studio.command(name="studio")
@saying_refusals
def run_studio(
    project: Annotated[
        str,
        typer.Argument(
            help="A project folder, or a project by its name or id; `new`: begin a film; nothing: all there is."
        ),
    ] = "",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="[default: 8710]")] = None,
    data: DataOption = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address to open.")] = False,
) -> None:
    """Open the studio in the browser: see a film with its song, change it by pointing and by talking. Nothing is charged."""
    import uvicorn

    from songreel_server.store.database import Database
    from songreel_server.store.schema import bring_up_to_date

    settings = settings_with(port=port, data=data)
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.tables_url)
    try:
        bring_up_to_date(database)
        address = _address(settings, database, project)
    finally:
        database.close()
    if _is_served(settings):
        _open(address, no_browser)
        return
    from songreel_server.app import create_app
    from songreel_server.logs import log_as_json

    log_as_json("warning")
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings), host=settings.host, port=settings.port, log_config=None, access_log=False,
            server_header=False, proxy_headers=False, timeout_graceful_shutdown=1,
        )
    )  # fmt: skip
    threading.Thread(target=_open_when_up, args=(server, address, no_browser), daemon=True).start()
    server.run()


def _address(settings: "Settings", database: "Database", project: str) -> str:
    """Where the browser goes, with its entry. Raises NotFoundError for a project that is not there."""
    from songreel_server.faces.mcp.stdio import local_owner
    from songreel_server.visits import Visits

    owner = local_owner(database, now=time.time())
    place = project if project in ("", NEW) else _find(settings, database, owner.account_id, project)
    entry = Visits(settings, database, clock=time.time).entry(owner.account_id)
    return f"{settings.base_url}/studio/enter?ct={entry.token}&to={quote(place, safe='')}"


def _find(settings: "Settings", database: "Database", account_id: str, wanted: str) -> str:
    """The id of the account's project in that folder, or of that id or name; of several, the one worked on last.

    Raises NotFoundError, and as `adopt`.
    """
    if Path(wanted).expanduser().is_dir():
        from songreel_server.adopting import adopt
        from songreel_server.store.media_store import open_media_store

        store = open_media_store(settings)
        return adopt(settings, database, store, account_id, Path(wanted).expanduser(), now=time.time())
    from sqlalchemy import or_, select

    from songreel_server.errors import NotFoundError
    from songreel_server.store.tables import ProjectRow

    query = select(ProjectRow.id).where(
        ProjectRow.account_id == account_id, or_(ProjectRow.id == wanted, ProjectRow.name == wanted)
    )
    with database.reading() as tx:
        found = tx.scalar(query.order_by(ProjectRow.changed_at.desc()).limit(1))
    if found is None:
        raise NotFoundError(f"There is no project {wanted!r} here; `songreel studio` shows those there are.")
    return found


def _is_served(settings: "Settings") -> bool:
    """Whether a server answers at the address already."""
    import httpx

    try:
        return httpx.get(f"{settings.base_url}/healthz", timeout=_PROBE_S, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _open_when_up(server: "uvicorn.Server", address: str, no_browser: bool) -> None:
    while not server.started and not server.should_exit:
        time.sleep(LOOK_S)
    if server.started:
        _open(address, no_browser)


def _open(address: str, no_browser: bool) -> None:
    opened = not no_browser and webbrowser.open(address)
    print(("Opened " if opened else "Open ") + address, file=sys.stderr if opened else sys.stdout, flush=True)

"""The whole server for the conformance suite and the Inspector: every request is a guest's, since the suite brings no tokens.

python tests/conformance_server.py FOLDER PORT [--fixtures] [--film]

With --film the guest has a finished one; its song's id is the first line said.
"""

import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance_fixtures import FixtureTasks, add_fixtures
from finished_house import finish_film
from songreel_server.app import create_app
from songreel_server.faces.mcp.extensions.tasks import Tasks
from songreel_server.parts import Server
from songreel_server.settings import Settings
from songreel_server.store.schema import bring_up_to_date


class AsGuest:
    """The application, with a token in every request to /mcp that has none."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app = app
        issued = server.studio.new_guest(client_id="conformance", ip="127.0.0.1").issued
        self.account_id, self._token = issued.account_id, f"Bearer {issued.token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/mcp":
            headers = [(name, value) for name, value in scope["headers"] if name != b"authorization"]
            scope = {**scope, "headers": [*headers, (b"authorization", self._token)]}
        await self._app(scope, receive, send)


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    settings = Settings(data=folder / str(time.time_ns()), port=port, worker=False, requests_per_minute=1_000_000)
    app = create_app(settings)
    if "--fixtures" in sys.argv:
        face: Any = app.state.assistants.face()
        add_fixtures(face)
        next(one for one in face._extensions if isinstance(one, Tasks)).sources.insert(0, FixtureTasks())
    bring_up_to_date(app.state.server.database)
    as_guest = AsGuest(app, app.state.server)
    if "--film" in sys.argv:
        print(finish_film(app.state.server, as_guest.account_id), flush=True)
    uvicorn.run(as_guest, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()

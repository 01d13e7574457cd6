"""An account with a song and a finished film, made by hand: something for the Inspector to call every tool on.

python finished_house.py DATA            # of this machine's owner
python finished_house.py DATA --work     # does every job by hand, at once, until it is ended
"""

import asyncio
import sys
import time
from pathlib import Path

from chat_houses import House, planned
from songreel_server.accounts.scopes import ALL
from songreel_server.accounts.tokens import Caller
from songreel_server.faces.mcp.stdio import local_owner
from songreel_server.films import FilmWish
from songreel_server.parts import Server, build_server
from songreel_server.projects import Projects
from songreel_server.settings import Settings
from songreel_server.store.schema import bring_up_to_date

LOOK_S = 0.1


def finish_film(server: Server, account_id: str) -> str:
    """The song's id."""
    caller = Caller(account_id=account_id, token_id="", kind="local", scopes=ALL, metered=False)
    item = asyncio.run(
        server.uploads.from_path(account_id, planned() / "song.wav", now=server.studio.clock(), wanted="song")
    )
    projects = Projects(server.studio.films, clock=server.studio.clock)
    projects.make(caller, projects.song(caller, item.id), FilmWish(quality="preview"))
    house = House(url="", parts=server)
    for job in house.jobs():
        house.end(job)
    return item.id


def main() -> None:
    server = build_server(Settings(data=Path(sys.argv[1])))
    bring_up_to_date(server.database)
    if "--work" in sys.argv:
        house = House(url="", parts=server)
        while True:
            for job in house.jobs():
                house.end(job)
            time.sleep(LOOK_S)
    print(finish_film(server, local_owner(server.database, now=time.time()).account_id))
    server.database.close()


if __name__ == "__main__":
    main()

"""The parts of a server and which gets which. Faces and the programs that start one stand on them; nothing is started here."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songreel_server.belongings import Belongings
from songreel_server.callbacks import Callbacks
from songreel_server.credits.price_list import read_price_list
from songreel_server.endings import Endings
from songreel_server.films import Films
from songreel_server.media_links import MediaLinks
from songreel_server.progress_stream import Streams
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore, open_media_store
from songreel_server.studio import Studio
from songreel_server.tasks import Tasks
from songreel_server.uploads import Uploads
from songreel_server.workspace import Workspaces

if TYPE_CHECKING:
    from songreel_server.jobs.worker import Worker


@dataclass
class Server:
    """The parts of one server, and the worker in it once that has started."""

    settings: Settings
    database: Database
    store: MediaStore
    streams: Streams
    uploads: Uploads
    studio: Studio
    tasks: Tasks
    callbacks: Callbacks
    belongings: Belongings
    endings: Endings
    links: MediaLinks
    worker: "Worker | None" = None
    failure: str | None = None
    """Why the worker did not start."""

    def work(self) -> str | None:
        """Why no jobs are run here; None where they are, or are meant to be run elsewhere."""
        if not self.settings.worker or self.worker is not None:
            return None
        return self.failure or "starting"


def build_server(settings: Settings, *, clock: Callable[[], float] = time.time) -> Server:
    """All parts, with nothing started. Raises BadRequestError for a wrong price list, StorageError for a wrong store."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database, store = Database(settings.tables_url), open_media_store(settings)
    streams, links = Streams(database), MediaLinks(settings, store)
    uploads = Uploads(settings=settings, database=database, store=store)
    films = Films(
        settings=settings,
        database=database,
        prices=read_price_list(settings.price_list),
        workspaces=Workspaces(settings.projects_dir, store),
    )
    endings = Endings(films, links)
    studio = Studio(
        settings=settings,
        database=database,
        films=films,
        uploads=uploads,
        streams=streams,
        endings=endings,
        clock=clock,
    )

    def has_failed() -> bool:
        return server.failure is not None

    tasks = Tasks(films=films, uploads=uploads, endings=endings, clock=clock, has_failed=has_failed)
    server = Server(
        settings=settings,
        database=database,
        store=store,
        streams=streams,
        uploads=uploads,
        studio=studio,
        tasks=tasks,
        callbacks=Callbacks(settings, tasks, clock=clock),
        belongings=Belongings(films=films, uploads=uploads, store=store, links=links, clock=clock),
        endings=endings,
        links=links,
    )
    return server

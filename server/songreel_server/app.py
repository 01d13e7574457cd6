"""Puts the server together: the parts behind their faces, in what order they start and stop. Nothing is decided here."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from songreel_engine import __version__
from songreel_server import heavy, turns
from songreel_server.erasing import finish
from songreel_server.faces.assistants import Assistants
from songreel_server.faces.chat_api import ATTRIBUTION, ChatFace
from songreel_server.faces.door import Door
from songreel_server.faces.guards import Guards
from songreel_server.faces.health import health_router
from songreel_server.faces.media import media_router
from songreel_server.faces.metrics import Metrics
from songreel_server.faces.openapi import describe
from songreel_server.faces.pages.routes import Pages
from songreel_server.faces.refusals import tell_refusals
from songreel_server.faces.studio_web.mount import StudioFace
from songreel_server.faces.task_api import TaskFace
from songreel_server.faces.vault_api import VaultFace
from songreel_server.membership import Membership
from songreel_server.parts import Server, build_server
from songreel_server.settings import Settings
from songreel_server.store.schema import bring_up_to_date
from songreel_server.visits import Visits

if TYPE_CHECKING:
    from songreel_server.jobs.worker import Worker

SWEEP_S: Final = 1.0
"""How long a turn that nobody follows may wait for its last sentence."""
QUIET_S: Final = 0.3
"""What is loaded beside the first requests waits so long, so that it does not hold up the start itself."""
_log = logging.getLogger(__name__)


def create_app(settings: Settings, *, clock: Callable[[], float] = time.time) -> FastAPI:
    """The whole server as an ASGI application. Raises as `build_server`."""
    server, metrics = build_server(settings, clock=clock), Metrics()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(_make_ready, server)
        tasks = [
            asyncio.create_task(_sweep(server)),
            asyncio.create_task(server.callbacks.run()),
            asyncio.create_task(_warm_up(assistants)),
        ]
        if settings.worker:
            tasks.append(asyncio.create_task(_start_worker(server)))
        try:
            # Assistants' calls end before what they work with does.
            async with assistants.answering():
                yield
        finally:
            await page.close()
            await _stop(server, tasks)

    app = FastAPI(
        title="songreel",
        version=__version__,
        summary="Turns a finished song into a music video.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.server = server
    metrics.watch(streams=lambda: server.studio.open_streams, jobs=server.studio.jobs_by_state)
    tell_refusals(app)
    app.include_router(ChatFace(server.studio, settings, server.store).router())
    visits = Visits(settings, server.database, clock=clock)
    door = Door(server.studio, settings, visits)
    app.include_router(TaskFace(server.studio, server.tasks, door).router())
    app.include_router(VaultFace(server.belongings, door).router())
    page = StudioFace(server, door, visits, clock=clock)
    membership = Membership(settings, server.database, clock=clock)
    app.include_router(Pages(server.studio, membership, server.belongings, door).router())
    page.mount(app)
    app.include_router(media_router(links=server.links, database=server.database, store=server.store, clock=clock))
    app.include_router(health_router(database=server.database, metrics=metrics, work=server.work))
    assistants = app.state.assistants = Assistants(server, clock=clock)
    assistants.mount(app)
    describe(app)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=sorted(settings.cors_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Last-Event-ID", "X-Client-Id", *ATTRIBUTION],
        )
    app.add_middleware(
        Guards,
        metrics=metrics,
        requests_per_minute=settings.requests_per_minute,
        trusted_proxies=settings.trusted_proxies,
    )
    return app


def _make_ready(server: Server) -> None:
    bring_up_to_date(server.database)
    now = server.studio.clock()
    server.uploads.sweep(now=now)
    finish(server.database, server.store, server.studio.films.workspaces)
    if server.database.is_sqlite:
        # Nobody else answers messages on a database in a file: what is under way there died with the last server.
        with server.database.writing() as tx:
            turns.abandon_turns(tx, now=now)


async def _start_worker(server: Server) -> None:
    """Beside the first requests: the job engine takes longer to load than all the rest."""
    await asyncio.sleep(QUIET_S)
    try:
        server.worker = await asyncio.to_thread(_worker_of, server)
    except Exception as error:  # noqa: BLE001
        server.failure = "did not start"
        _log.error("the worker did not start: %s", error, exc_info=error)


def _worker_of(server: Server) -> "Worker":
    heavy.load()
    from songreel_server.jobs.worker import Worker

    worker = Worker(server.settings, server.database, server.store)
    worker.start()
    return worker


async def _warm_up(assistants: Assistants) -> None:
    """Loads what the first message, fetch and assistant will need, while nobody waits for it."""
    await asyncio.sleep(QUIET_S)
    try:
        await asyncio.to_thread(heavy.load)
        await assistants.load()
    except Exception as error:  # noqa: BLE001
        # The rest of the server answers without them; whoever needs them is told once more.
        _log.error("something cannot be loaded: %s", error, exc_info=error)


async def _sweep(server: Server) -> None:
    """Ends turns that nobody follows, for as long as the server runs."""
    while True:
        try:
            await asyncio.to_thread(server.studio.end_due)
        except Exception as error:  # noqa: BLE001
            # The next round tries again; one that fails must not end all others.
            _log.warning("ending turns is tried again: %s", error, exc_info=error)
        await asyncio.sleep(SWEEP_S)


async def _stop(server: Server, tasks: list[asyncio.Task[None]]) -> None:
    """What was begun comes to an end it can be gone on with from; then the database closes."""
    await server.studio.rest()
    for endless in tasks[:2]:
        endless.cancel()
    # A worker that is just starting cannot be stopped half-way.
    await asyncio.gather(*tasks, return_exceptions=True)
    if server.worker is not None:
        await asyncio.to_thread(server.worker.stop)
    await server.streams.close()
    # A task that was ended leaves the thread it waited for at work, with a connection of its own.
    await asyncio.get_running_loop().shutdown_default_executor()
    server.database.close()

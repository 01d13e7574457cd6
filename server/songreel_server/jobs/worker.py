"""A process that runs jobs: the job engine, the queues it listens to, and the small round it makes to keep all going.

Workers share nothing but the databases and the media store. Any number may run, each with a name of its own; one may be
killed at any moment, and starting it again, or another one, goes on from there.
"""

import fcntl
import logging
import os
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO, Final

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from songreel_server.errors import ConflictError
from songreel_server.jobs import recovery, workflows
from songreel_server.jobs.bench import Bench
from songreel_server.jobs.engine_child import Engine
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore
from songreel_server.workspace import Workspaces

VERSION: Final = "1"
"""Of the workflows: raised only when one that is under way could not be gone on with by the new code."""
ROUND_S: Final = 0.1
"""How soon a new job is seen, and how soon a cancelled one's child ends."""
QUEUE_POLL_S: Final = 0.1
JOBS_AT_ONCE: Final = 64
"""Of one worker. They only wait for their pieces."""
JOBS_OF_ONE_USER: Final = 8
ENGINES_AT_ONCE: Final = 1
"""Of one worker: an engine takes all cores it is given."""
RECONCILE_S: Final = 10.0
SWEEP_S: Final = 600.0
STRAY_S: Final = 24 * 3600.0
"""A lent song that is so old was lent by a process that died."""
LAST_WORDS_S: Final = 2.0
"""For the pipes of ended children to close, when the worker stops."""
NAMES_TRIED: Final = 64

log = logging.getLogger(__name__)


class Worker:
    """One for the process."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        store: MediaStore,
        *,
        engine: Engine | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._name, self._lock = _own_name(settings)
        self.bench = Bench(
            settings=settings,
            database=database,
            store=store,
            workspaces=Workspaces(settings.projects_dir, store),
            engine=engine or Engine(),
            worker_id=self._name,
            now=now,
        )
        self._stopping = threading.Event()
        self._round = threading.Thread(target=self._go_round, name="jobs-round", daemon=True)

    def start(self) -> None:
        """Returns when jobs are taken. To be called outside any event loop: the job engine keeps one of its own."""
        # Said before work is taken: what belongs to a worker that nobody has heard of is taken over.
        recovery.say_alive(self.bench)
        workflows.use(self.bench)
        # A logger with a handler is left alone: the job engine would print in a format of its own.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        DBOS(config=_config(self._settings, self._name))
        DBOS.launch()
        DBOS.register_queue(
            workflows.JOBS_QUEUE,
            worker_concurrency=JOBS_AT_ONCE,
            partition_worker_concurrency=JOBS_OF_ONE_USER,
            polling_interval_sec=QUEUE_POLL_S,
            on_conflict="always_update",
        )
        DBOS.register_queue(
            workflows.ENGINES_QUEUE,
            worker_concurrency=ENGINES_AT_ONCE,
            partition_worker_concurrency=ENGINES_AT_ONCE,
            polling_interval_sec=QUEUE_POLL_S,
            on_conflict="always_update",
        )
        self._round.start()
        log.info("worker %s takes jobs", self._name)

    def stop(self) -> None:
        """Ends the children and lets go; what was under way goes on in another worker, or here after the next start."""
        self._stopping.set()
        self.bench.is_stopping.set()
        children = self.bench.engine.children
        children.end_all()
        end_s = time.monotonic() + LAST_WORDS_S
        while children.jobs() and time.monotonic() < end_s:
            time.sleep(ROUND_S / 10)
        if self._round.is_alive():
            self._round.join()
        DBOS.destroy()
        recovery.say_gone(self.bench)
        self._lock.close()

    def _go_round(self) -> None:
        """Until the worker stops; a database that is away for a moment is asked again."""
        dispatched: set[str] = set()
        alive_s = reconciled_s = swept_s = float("-inf")
        pulse_s = self._settings.dead_after_s / 5
        while not self._stopping.wait(ROUND_S):
            now_s = time.monotonic()
            try:
                recovery.stop_called_off(self.bench)
                dispatched = recovery.dispatch(self.bench, dispatched)
                if now_s - alive_s >= pulse_s:
                    recovery.say_alive(self.bench)
                    recovery.take_over(self.bench)
                    alive_s = now_s
                if now_s - reconciled_s >= RECONCILE_S:
                    recovery.reconcile(self.bench)
                    reconciled_s = now_s
                if now_s - swept_s >= SWEEP_S:
                    recovery.forget_old(self.bench)
                    self.bench.workspaces.sweep(before=self.bench.now() - STRAY_S)
                    swept_s = now_s
            except SQLAlchemyError as error:
                log.warning("the worker's round is tried again: %s", error)


def _config(settings: Settings, name: str) -> DBOSConfig:
    url = make_url(settings.jobs_url)
    if url.get_backend_name() == "sqlite" and url.database:
        _write_ahead(Path(url.database))
    return DBOSConfig(
        name="songreel",
        system_database_url=settings.jobs_url,
        application_version=VERSION,
        executor_id=name,
        # The default unpickles what the database holds: whoever can write there could run code here.
        serializer=DBOSPortableJSONSerializer(),
        log_level="ERROR",
        notification_listener_polling_interval_sec=QUEUE_POLL_S,
    )


def _write_ahead(file: Path) -> None:
    """Readers and a writer do not wait for each other from now on; the file remembers it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _own_name(settings: Settings) -> tuple[str, IO[bytes]]:
    """A name that no other worker of this machine has now, the same after a restart; free again however this process ends.

    Raises ConflictError where the name that was set is taken.
    """
    wanted = settings.executor_id or f"{socket.gethostname()}-{settings.port}"
    plain = re.sub(r"[^A-Za-z0-9_.-]", "_", wanted)
    folder = settings.data / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 2 if settings.executor_id else NAMES_TRIED):
        name = plain if number == 1 else f"{plain}-{number}"
        handle = (folder / f"{name}.lock").open("ab")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            continue
        return name, handle
    raise ConflictError(
        f"A worker called {plain} runs already in {os.fspath(settings.data)}; give this one another SONGREEL_EXECUTOR_ID."
    )

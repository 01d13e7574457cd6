"""A worker with the engine that FAKE_ENGINE names, until it is ended."""

import json
import os
import signal
import threading

from songreel_server.jobs.engine_child import Engine
from songreel_server.jobs.worker import Worker
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.media_store import open_media_store


def main() -> None:
    command = tuple(json.loads(os.environ["FAKE_ENGINE"]))
    settings = Settings()
    worker = Worker(settings, Database(settings.tables_url), open_media_store(settings), engine=Engine(command=command))
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    worker.start()
    ended.wait()
    worker.stop()


if __name__ == "__main__":
    main()

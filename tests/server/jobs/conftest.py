"""Houses for jobs on each database; those of a module are shared by its tests, each with owners of its own."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from job_houses import House, build_house, fake_engine_of
from postgresql_servers import new_database
from songreel_server.jobs.worker import Worker
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.schema import bring_up_to_date

DEAD_AFTER_S = 1.5
OWN = "songreel_jobs"
"""In PostgreSQL, beside those that single tests take turns in."""


@pytest.fixture
def crashing_house(settings: Settings, database: Database, tmp_path: Path) -> Iterator[House]:
    """A test's own, for workers that are killed; those that still run end with it."""
    built = build_house(settings.model_copy(update={"dead_after_s": DEAD_AFTER_S}), database, tmp_path)
    yield built
    built.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A module's, with a worker in this process."""
    folder = tmp_path_factory.mktemp("house")
    data = folder / "data"
    data.mkdir()
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            shutil.copyfile(request.getfixturevalue("sqlite_template"), data / "songreel.sqlite")
            settings = Settings(data=data)
        else:
            url = stack.enter_context(new_database(request.getfixturevalue("postgresql_server"), OWN))
            settings = Settings(data=data, database_url=url)
        database = Database(settings.tables_url)
        bring_up_to_date(database)
        stack.callback(database.close)
        house = build_house(settings, database, folder)
        worker = Worker(settings, database, house.store, engine=fake_engine_of(house))
        worker.start()
        house.bench = worker.bench
        stack.callback(worker.stop)
        yield house


@pytest.fixture
def house(shared_house: House) -> House:
    """The module's, with an engine that behaves and remembers nothing."""
    shared_house.fake.start_anew()
    return shared_house

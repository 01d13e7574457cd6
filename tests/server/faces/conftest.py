"""A house for a module of tests, on SQLite; each test brings guests of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_houses import Guest, House, open_house
from songreel_server.settings import Settings


@pytest.fixture
def own_settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    """Of a server of the test's own."""
    data = tmp_path / "own"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    return Settings(data=data)


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("house")
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_house(Settings(data=data)) as house:
        yield house


@pytest.fixture
def guest(house: House) -> Iterator[Guest]:
    guest = house.guest()
    yield guest
    # A job that a test leaves lying would be another test's.
    for job in house.jobs("queued", "running"):
        house.end(job, "cancelled", error="the test is over")
    guest.client.close()

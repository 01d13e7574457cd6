"""A house for a module of tests, on SQLite; each test brings back ends of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from songreel_server.settings import Settings
from task_houses import BackEnd, TaskHouse, open_task_house


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TaskHouse]:
    folder = tmp_path_factory.mktemp("tasks")
    data = folder / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_task_house(Settings(data=data), folder) as house:
        yield house


@pytest.fixture
def back_end(house: TaskHouse) -> BackEnd:
    return house.back_end()

"""A house for a module of tests, on SQLite, and browsers that keep their cookies."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_houses import House, open_house
from songreel_server.settings import Settings


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("house")
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_house(Settings(data=data, trusted_proxies=frozenset({"127.0.0.1"}))) as house:
        yield house

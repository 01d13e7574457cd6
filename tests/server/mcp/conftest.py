"""Assistants for each test, in both eras of the protocol."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistants import ERAS, Assistant, Era, assistant_in
from songreel_server.settings import Settings


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=ERAS)
def era(request: pytest.FixtureRequest) -> Era:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def local_settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    return Settings(data=data)


@pytest.fixture
async def assistant(local_settings: Settings, tmp_path: Path, era: Era) -> AsyncIterator[Assistant]:
    async with assistant_in(local_settings, tmp_path / "music", era) as one:
        yield one

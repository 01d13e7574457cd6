"""The two ways a server is put together: alone, and on PostgreSQL and S3 with two workers."""

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from postgresql_servers import running_postgresql
from server_processes import Stack, embedded, on_services


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL of this test run."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(params=["embedded", "services"])
def stack(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stack]:
    """Started, and with nothing in it."""
    with contextlib.ExitStack() as open_:
        if request.param == "embedded":
            stack = embedded(tmp_path)
            open_.callback(stack.end, signal.SIGKILL)
        else:
            stack = open_.enter_context(on_services(tmp_path, request.getfixturevalue("postgresql")))
        stack.start()
        yield stack

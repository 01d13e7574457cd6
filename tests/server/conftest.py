"""Fixtures for the server's tests: both databases, empty and with tables, and settings that use them."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from s3_servers import running_s3, s3_settings
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore, open_media_store
from songreel_server.store.schema import bring_up_to_date

START_S = 30
READY, EMPTY = "songreel_ready", "songreel_empty"
"""The two databases in PostgreSQL, one with tables; tests take turns in them, a new one for each would take half a second."""
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL of this test run, without a database's name."""
    missing = [name for name in ("initdb", "postgres") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"PostgreSQL's {' and '.join(missing)} not on the PATH; scripts/setup --services installs it.")
    folder = Path(tempfile.mkdtemp(prefix="songreel_postgresql_"))
    try:
        with _running_postgresql(folder) as server:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {EMPTY}")
                connection.execute(f"CREATE DATABASE {READY}")
            ready = Database(_psycopg(f"{server}/{READY}"))
            bring_up_to_date(ready)
            ready.close()
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the tables, to be copied."""
    file = tmp_path_factory.mktemp("tables") / "songreel.sqlite"
    database = Database(f"sqlite:///{file}")
    bring_up_to_date(database)
    database.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Of a new database without a table."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    url = f"{request.getfixturevalue('postgresql_server')}/{EMPTY}"
    with _alone_in(url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


@pytest.fixture
def settings(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Of a server whose data folder and database are this test's own and hold nothing but empty tables."""
    data = tmp_path / "data"
    data.mkdir()
    if database_kind == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), data / "songreel.sqlite")
        return Settings(data=data)
    url = f"{request.getfixturevalue('postgresql_server')}/{READY}"
    with _alone_in(url) as connection:
        _empty(connection)
    return Settings(data=data, database_url=url)


@pytest.fixture
def database_url(settings: Settings) -> str:
    """Of a database with tables, as SQLAlchemy takes it."""
    return settings.tables_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """With tables, and nothing in them."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The URL of an S3 server of this test run."""
    with running_s3() as url:
        yield url


@pytest.fixture(params=["folder", "s3"])
def media_store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def media_store(media_store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> MediaStore:
    """With nothing in it."""
    chosen = s3_settings(request.getfixturevalue("s3_server")) if media_store_kind == "s3" else {}
    return open_media_store(Settings(data=tmp_path / "media_data", **chosen))  # type: ignore[arg-type]


@contextlib.contextmanager
def _running_postgresql(folder: Path) -> Iterator[str]:
    data, log = folder / "data", folder / "log"
    owner = _owner_of_the_server()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    _run_as(owner, ["initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", str(data)], log)
    port = _free_port()
    flags = [flag for setting in QUICK for flag in ("-c", setting)]
    place = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-c", "unix_socket_directories="]
    # Where the tests are killed the server goes too.
    tied = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    with log.open("ab") as out:
        process = subprocess.Popen([*tied, "postgres", *place, *flags], stdout=out, stderr=out, **_as_user(owner))
    try:
        server = f"postgresql://postgres@127.0.0.1:{port}"
        _wait_until_it_answers(server, process, log)
        yield server
    finally:
        # An immediate shutdown: nothing is written, nobody is waited for, and the folder goes anyway.
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)


def _owner_of_the_server() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then as its own user, or nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.skip("PostgreSQL does not run as root and there is neither a user postgres nor nobody.")


def _as_user(owner: pwd.struct_passwd | None) -> dict[str, object]:
    quiet: dict[str, object] = {"cwd": "/", "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
    return quiet if owner is None else {**quiet, "user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _run_as(owner: pwd.struct_passwd | None, command: list[str], log: Path) -> None:
    with log.open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=out, check=False, **_as_user(owner))  # type: ignore[call-overload]
    assert done.returncode == 0, log.read_text(errors="replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(server: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(f"{server}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < end, log.read_text(errors="replace")
            time.sleep(0.05)


@contextlib.contextmanager
def _alone_in(url: str) -> Iterator[psycopg.Connection]:
    """A connection to a database from which everyone else has been sent away."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        yield connection


def _empty(connection: psycopg.Connection) -> None:
    """Deletes all rows, of the job engine's tables too, but those that say which state the tables are in."""
    tables = connection.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        " AND tablename <> 'alembic_version' AND tablename NOT LIKE '%migrations'"
    ).fetchall()
    # The order of parents and children does not matter where nobody looks after them.
    connection.execute("SET session_replication_role = replica")
    connection.execute("; ".join(f"DELETE FROM {name}" for (name,) in tables))


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)

"""Fixtures for the server's tests: both databases, empty and with tables, and settings that use them."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from postgresql_servers import running_postgresql
from s3_servers import running_s3, s3_settings
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore, open_media_store
from songreel_server.store.schema import bring_up_to_date

READY, EMPTY = "songreel_ready", "songreel_empty"
"""The two databases in PostgreSQL, one with tables; tests take turns in them, a new one for each would take half a second."""


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL of this test run, without a database's name."""
    with running_postgresql() as server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {EMPTY}")
            connection.execute(f"CREATE DATABASE {READY}")
        ready = Database(_psycopg(f"{server}/{READY}"))
        bring_up_to_date(ready)
        ready.close()
        yield server


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

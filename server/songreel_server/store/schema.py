"""Brings a database's tables to the state this program expects, keeping what is in them.

Each state is one Alembic revision in `migrations/versions`, in a file that begins with its number. A database that is newer
than the program is refused, never read half-understood. A new SQLite file gets the newest tables at once, from
`migrations/newest.sql`, as a file that went through all revisions has them (a test compares; `tests/newest_tables.py` writes it).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from songreel_server.errors import ConflictError
from songreel_server.store.database import Database

MIGRATIONS: Final = Path(__file__).parent / "migrations"
NEWEST: Final = "newest.sql"
"""Beside the revisions: a comment with the revision, then the statements that make its tables in SQLite."""
LOCK: Final = 0x736F6E67
"""Of PostgreSQL's advisory locks, the one that whoever migrates holds: "song" in ASCII."""


def bring_up_to_date(database: Database) -> str:
    """The revision the tables are in afterwards. All of it happens or nothing does; several processes may call at once.

    Raises ConflictError where the database was written by a newer program.
    """
    known = sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    with _alone(database) as connection:
        stands = _revision(connection)
        if stands is not None and stands not in known:
            raise ConflictError(f"The database is of a newer songreel (tables {stands}); start that one, or a copy.")
        if stands is None and database.is_sqlite:
            stands = _at_once(connection, known[-1])
        if stands != known[-1]:
            _upgrade(connection)
    return known[-1]


def _at_once(connection: Connection, newest: str) -> str | None:
    """The newest tables in a file that has none; None where it has some, or nobody wrote these tables down."""
    script = MIGRATIONS / NEWEST
    if inspect(connection).get_table_names() or not script.is_file():
        return None
    head, _, statements = script.read_text("utf-8").partition("\n")
    if head != f"-- {newest}":
        return None
    statement = ""
    for line in statements.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.exec_driver_sql(statement)
            statement = ""
    return newest


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    # Imported only where there is something to do: at most starts there is not, and it takes a tenth of them.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """One transaction that no other process can migrate beside."""
    if not database.is_sqlite:
        with database.engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection
        return
    with database.engine.connect().execution_options(sqlite_immediate=True) as connection:
        # A table is changed by copying and dropping it, and its rows' children must not go with it. The switch only
        # works outside a transaction, hence past SQLAlchemy; what was broken meanwhile is looked for at the end.
        driver = connection.connection.driver_connection
        if driver is None:
            raise ConflictError("The database's file was closed while its tables were brought up to date; start again.")
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.execute(text("PRAGMA foreign_key_check")).all():
                    raise ConflictError(f"Tables changed, but {len(broken)} rows lost what they refer to: not kept.")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")

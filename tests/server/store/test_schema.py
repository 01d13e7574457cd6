"""Tables are what the program expects, whatever they were before."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from newest_tables import newest_tables
from songreel_server.errors import ConflictError
from songreel_server.settings import Settings
from songreel_server.store import schema
from songreel_server.store.database import Database
from songreel_server.store.schema import bring_up_to_date
from songreel_server.store.tables import Account, Balance, SessionRow, Table

BASELINES = Path(__file__).parents[2] / "baselines"
"""A SQLite database of each revision, one row in each table."""
CHANGE = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{newest}"


def upgrade():
    with op.batch_alter_table("accounts") as batch:
        batch.add_column(sa.Column("nickname", sa.String(), nullable=True))
        batch.alter_column("kind", existing_type=sa.String(), nullable=True)
        batch.drop_constraint("uq_accounts_email", type_="unique")
    {last}
"""


@pytest.fixture
def empty_database(empty_database_url: str, tmp_path: Path) -> Iterator[Database]:
    database = Database(Settings(data=tmp_path, database_url=empty_database_url).tables_url)
    yield database
    database.close()


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations that a test may add to."""
    copy = tmp_path / "migrations"
    (copy / "versions").mkdir(parents=True)
    for file in [schema.MIGRATIONS / "env.py", *schema.MIGRATIONS.glob("versions/*.py")]:
        (copy / file.relative_to(schema.MIGRATIONS)).write_text(file.read_text())
    monkeypatch.setattr(schema, "MIGRATIONS", copy)
    return copy


def _add(migrations: Path, last: str = "") -> Path:
    """One more revision, whose last statement is `last`."""
    newest = max(file.name.partition("_")[0] for file in migrations.glob("versions/*.py"))
    file = migrations / "versions/9000_test.py"
    file.write_text(CHANGE.format(newest=newest, last=last))
    return file


def _with_an_account(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO accounts (id, kind, metered, made_at) VALUES ('a', 'local', false, 1.5)")
        )
        connection.execute(
            sa.text("INSERT INTO projects (id, account_id, name, made_at, changed_at) VALUES ('p', 'a', 'n', 1, 1)")
        )


def _count(database: Database, what: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {what}")).scalar_one())


def test_an_empty_database_gets_exactly_the_tables_of_the_program(empty_database: Database) -> None:
    bring_up_to_date(empty_database)
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Table.metadata) == []
        checks = {check["name"] for check in sa.inspect(connection).get_check_constraints("balances")}
    # Alembic does not compare these.
    assert checks == {check.name for check in Table.metadata.tables["balances"].constraints if _is_check(check)}


def test_a_new_file_gets_at_once_the_tables_that_all_revisions_make() -> None:
    written = (schema.MIGRATIONS / schema.NEWEST).read_text(encoding="utf-8")
    assert written == newest_tables(), "run tests/newest_tables.py"


def test_a_new_file_needs_no_migrations_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("migrated")

    monkeypatch.setattr(schema, "_upgrade", refuse)
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    bring_up_to_date(database)
    with database.reading() as tx:
        assert compare_metadata(MigrationContext.configure(tx.connection()), Table.metadata) == []
    database.close()


def _is_check(constraint: sa.Constraint) -> bool:
    return isinstance(constraint, sa.CheckConstraint)


def test_a_database_that_is_up_to_date_stays_as_it_is(empty_database: Database) -> None:
    first = bring_up_to_date(empty_database)
    _with_an_account(empty_database)
    assert bring_up_to_date(empty_database) == first
    with empty_database.reading() as tx:
        assert tx.get_one(Account, "a").made_at == 1.5


def test_processes_that_start_at_once_on_an_empty_database_all_find_the_tables(empty_database: Database) -> None:
    start, url = Barrier(4), empty_database.url

    def begin(_: int) -> str:
        database = Database(url)
        start.wait(timeout=10)
        try:
            return bring_up_to_date(database)
        finally:
            database.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(4)))) == 1
    assert _count(empty_database, "accounts") == 0


def test_a_table_is_changed_with_its_rows_and_their_children_kept(empty_database: Database, migrations: Path) -> None:
    bring_up_to_date(empty_database)
    _with_an_account(empty_database)
    _add(migrations)
    assert bring_up_to_date(empty_database) == "9000"
    assert _count(empty_database, "accounts WHERE nickname IS NULL") == 1
    assert _count(empty_database, "projects") == 1
    # Children are looked after again.
    with pytest.raises(sa.exc.IntegrityError), empty_database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM accounts"))


def test_a_change_that_fails_halfway_changes_nothing(empty_database: Database, migrations: Path) -> None:
    first = bring_up_to_date(empty_database)
    _with_an_account(empty_database)
    broken = _add(migrations, "op.execute('SELECT * FROM nowhere')")
    with pytest.raises(sa.exc.DBAPIError):
        bring_up_to_date(empty_database)
    with empty_database.engine.connect() as connection:
        assert "nickname" not in {column["name"] for column in sa.inspect(connection).get_columns("accounts")}
    assert _count(empty_database, "accounts") == 1
    broken.unlink()
    assert bring_up_to_date(empty_database) == first


def test_a_change_that_orphans_rows_is_not_kept(empty_database: Database, migrations: Path) -> None:
    bring_up_to_date(empty_database)
    _with_an_account(empty_database)
    _add(migrations, "op.execute('DELETE FROM accounts')")
    with pytest.raises((ConflictError, sa.exc.IntegrityError)):
        bring_up_to_date(empty_database)
    assert _count(empty_database, "accounts") == 1


def test_a_database_of_a_newer_program_is_refused_untouched(empty_database: Database) -> None:
    bring_up_to_date(empty_database)
    with empty_database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConflictError, match="newer songreel"):
        bring_up_to_date(empty_database)
    assert _count(empty_database, "alembic_version WHERE version_num = '9999'") == 1


@pytest.mark.parametrize("baseline", sorted(BASELINES.glob("tables_*.sql")), ids=lambda file: file.stem)
def test_a_database_of_every_earlier_revision_opens_with_all_its_rows(baseline: Path, tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "old.sqlite")
    old.executescript(baseline.read_text(encoding="utf-8"))
    filled = {name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    old.close()
    database = Database(f"sqlite:///{tmp_path / 'old.sqlite'}")
    bring_up_to_date(database)
    with database.reading() as tx:
        assert compare_metadata(MigrationContext.configure(tx.connection()), Table.metadata) == []
        for mapper in Table.registry.mappers:
            assert len(tx.scalars(sa.select(mapper.class_)).all()) == (mapper.local_table.name in filled)
        assert tx.scalars(sa.select(SessionRow)).one().memory == {"word": "Wörter 词", "number": 1.5}
        assert tx.scalars(sa.select(Balance)).one().free_left == 1
    database.close()


def test_every_revision_has_its_baseline() -> None:
    """Where this fails, tests/server/store/write_tables_baseline.py writes the newest one's."""
    revisions = {file.name.partition("_")[0] for file in (schema.MIGRATIONS / "versions").glob("0*.py")}
    assert {file.stem.removeprefix("tables_") for file in BASELINES.glob("tables_*.sql")} == revisions

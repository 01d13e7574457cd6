"""Writes tests/baselines/tables_NNNN.sql: a SQLite database of the newest revision, one row in each table.

Run once when a revision is new (`python tests/server/store/write_tables_baseline.py`); a revision that has been released
keeps the file it has.
"""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Boolean, Column, Double, Float

from songreel_server.store.database import Database
from songreel_server.store.schema import bring_up_to_date
from songreel_server.store.tables import Table

BASELINES: Final = Path(__file__).parents[2] / "baselines"
WORDS: Final = {"word": "Wörter 词", "number": 1.5}
BOOKS: Final = {"granted": 10, "available": 5, "frozen": 3, "spent": 2, "free_granted": 4, "free_left": 1}
"""The balances' own rules allow no other row."""


def write_baseline(folder: Path) -> Path:
    """The file it wrote."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "songreel.sqlite"
        database = Database(f"sqlite:///{file}")
        revision = bring_up_to_date(database)
        with database.writing() as tx:
            for table in Table.metadata.sorted_tables:
                tx.execute(table.insert().values({column.name: value_of(column) for column in table.columns}))
        database.close()
        connection = sqlite3.connect(file)
        written = folder / f"tables_{revision}.sql"
        written.write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")
        connection.close()
    return written


def value_of(column: Column[Any]) -> object:
    """What a row's column holds in a baseline."""
    table = column.table.name
    if table == "balances" and column.name in BOOKS:
        return BOOKS[column.name]
    for parent in column.foreign_keys:
        return None if parent.column.table is column.table else value_of(parent.column)
    match column.type:
        case JSON():
            return WORDS
        case Boolean():
            return True
        case Float() | Double():
            return 1_800_000_000.25
        case BigInteger():
            return 7
        case _:
            return f"{table}-{column.name}"


if __name__ == "__main__":
    print(write_baseline(BASELINES))

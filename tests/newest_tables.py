"""Writes store/migrations/newest.sql: the statements that make the newest revision's tables in an empty SQLite file.

Run when a revision is new (`python tests/newest_tables.py`); a test says when it was forgotten.
"""

import sqlite3
import tempfile
from pathlib import Path
from unittest.mock import patch

from songreel_server.store import schema
from songreel_server.store.database import Database
from songreel_server.store.schema import bring_up_to_date

_MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"


def newest_tables() -> str:
    """The file's text, as all revisions one after the other make the tables."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "songreel.sqlite"
        database = Database(f"sqlite:///{file}")
        with patch.object(schema, "NEWEST", "nothing.sql"):
            revision = bring_up_to_date(database)
        database.close()
        connection = sqlite3.connect(file)
        made = [f"{statement};" for (statement,) in connection.execute(_MADE)]
        connection.close()
    stands = f"INSERT INTO alembic_version (version_num) VALUES ('{revision}');"
    return "\n".join([f"-- {revision}", *made, stands]) + "\n"


if __name__ == "__main__":
    (schema.MIGRATIONS / schema.NEWEST).write_text(newest_tables(), encoding="utf-8")

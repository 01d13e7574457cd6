"""Inserts a row unless it is there: what makes a request that is sent twice one request, on either database."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from songreel_server.store.tables import Table


def insert_once(tx: Session, table: type[Table], **values: Any) -> bool:
    """Whether the row is new. Where one with the same key exists nothing changes; one that another transaction is about
    to insert is waited for. Defaults of the table's columns apply."""
    insert = _insert(tx.get_bind().dialect.name)
    # The count of rows is not to be had on every driver; the key of the row is, and only where it was inserted.
    key = inspect(table).primary_key
    return tx.execute(insert(table).values(**values).on_conflict_do_nothing().returning(*key)).first() is not None


def _insert(dialect: str) -> Any:
    # Late: each brings a whole dialect with it, of which one is used.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert
    from sqlalchemy.dialects.sqlite import insert

    return insert

"""Makes transactions of a kind run one after another, on either database.

SQLite: the first write of a transaction takes the file, so nothing more is needed. PostgreSQL: an advisory lock, held until
the transaction ends.
"""

from enum import IntEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session


class Queue(IntEnum):
    """Numbers of PostgreSQL's advisory locks; each kind of transaction that queues has its own."""

    GUESTS = 0x736F6E01


def stand_in(tx: Session, queue: Queue) -> None:
    """Returns when no other transaction is in the queue; on SQLite the caller's is a writing one."""
    if tx.get_bind().dialect.name == "postgresql":
        tx.execute(select(func.pg_advisory_xact_lock(int(queue))))

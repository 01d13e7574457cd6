"""Forgets an account: its files, projects, messages, tokens and name. Its books stay, for credits must add up, without it.

First the account is closed, in one transaction: from then on nobody comes in. What goes after that takes longer and may be
cut off; `finish` goes on with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session as Tx

from songreel_server import vault
from songreel_server.errors import ConflictError, NotFoundError
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore
from songreel_server.store.tables import (
    Account,
    CallbackRow,
    CharacterPhoto,
    CharacterRow,
    Event,
    Job,
    JobShot,
    ProjectRow,
    SessionRow,
    TaskRow,
    Token,
    Turn,
    VaultItem,
)
from songreel_server.workspace import Workspaces

ERASED: Final = "erased"
SETTLES_S: Final = 10.0
"""A job that ended so lately may still have a process that writes."""


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What is gone."""

    account_id: str
    files: int
    bytes: int
    projects: int


def erase(database: Database, store: MediaStore, workspaces: Workspaces, account_id: str, *, now: float) -> Erased:
    """Raises NotFoundError, ConflictError while a job of the account is under way, StorageError."""
    with database.writing() as tx:
        _close(tx, account_id, now)
    return _clear(database, store, workspaces, account_id)


def finish(database: Database, store: MediaStore, workspaces: Workspaces) -> int:
    """Goes on with what was cut off; of how many accounts. Raises StorageError."""
    with database.reading() as tx:
        closed = select(Account.id).where(Account.kind == ERASED)
        left = or_(*(Account.id.in_(select(table.account_id)) for table in (VaultItem, ProjectRow, SessionRow, Job)))
        account_ids = tx.scalars(closed.where(left)).all()
    for account_id in account_ids:
        _clear(database, store, workspaces, account_id)
    return len(account_ids)


def _close(tx: Tx, account_id: str, now: float) -> None:
    account = tx.scalar(select(Account).where(Account.id == account_id).with_for_update())
    if account is None or account.kind == ERASED:
        raise NotFoundError("There is no such account any more.")
    lately = or_(Job.state.in_(("queued", "running")), Job.ended_at > now - SETTLES_S)
    if tx.scalar(select(Job.id).where(Job.account_id == account_id, lately).limit(1)):
        raise ConflictError(
            f"A video of this account is being made or was until just now; cancel it, and ask again in {SETTLES_S:g} s."
        )
    account.kind, account.email, account.password_hash, account.webhook_secret = ERASED, None, None, None
    # The rows stay until no rate rule counts them: being forgotten is no way to more guests' credits.
    tx.execute(
        update(Token)
        .where(Token.account_id == account_id)
        .values(revoked_at=now, name=None, limits=None)
        .execution_options(synchronize_session=False)
    )


def _clear(database: Database, store: MediaStore, workspaces: Workspaces, account_id: str) -> Erased:
    with database.reading() as tx:
        project_ids = tx.scalars(select(ProjectRow.id).where(ProjectRow.account_id == account_id)).all()
        item_ids = tx.scalars(select(VaultItem.id).where(VaultItem.account_id == account_id)).all()
    for project_id in project_ids:
        workspaces.forget(project_id)
    freed = [vault.forget(database, store, account_id, item_id).bytes for item_id in item_ids]
    with database.writing() as tx:
        _delete_rows(tx, account_id)
    return Erased(account_id=account_id, files=len(freed), bytes=sum(freed), projects=len(project_ids))


def _delete_rows(tx: Tx, account_id: str) -> None:
    sessions = select(SessionRow.id).where(SessionRow.account_id == account_id)
    jobs = select(Job.id).where(Job.account_id == account_id)
    turns = select(Turn.id).where(Turn.session_id.in_(sessions))
    mine = select(CharacterRow.id).where(CharacterRow.account_id == account_id)
    # Children before their parents.
    gone: Iterable[tuple[Any, ColumnElement[bool]]] = (
        (Event, or_(Event.stream_id.in_(turns), Event.stream_id.in_(jobs))),
        (Turn, Turn.session_id.in_(sessions)),
        (SessionRow, SessionRow.account_id == account_id),
        (CallbackRow, CallbackRow.task_id.in_(jobs)),
        (TaskRow, TaskRow.account_id == account_id),
        (JobShot, JobShot.job_id.in_(jobs)),
        (Job, Job.account_id == account_id),
        (CharacterPhoto, CharacterPhoto.character_id.in_(mine)),
        (CharacterRow, CharacterRow.account_id == account_id),
        (ProjectRow, ProjectRow.account_id == account_id),
    )
    for table, chosen in gone:
        tx.execute(delete(table).where(chosen).execution_options(synchronize_session=False))

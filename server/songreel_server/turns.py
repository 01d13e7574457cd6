"""Turns: one message of a session and what becomes of it.

A message that comes again while its turn runs joins that turn. A turn is worked on by one process at a time; where that
process dies before the turn has come to anything, whoever asks next after `LEASE_S` takes the turn over.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Tx
from uuid6 import uuid7

from songreel_server.errors import BadRequestError
from songreel_server.store.tables import Job, SessionRow
from songreel_server.store.tables import Turn as Row

LEASE_S: Final = 30.0
"""Understanding a message and starting what it asks for takes far less."""
LONGEST_MESSAGE: Final = 10_000
MAKE, EDIT, EXPORT = "make_film", "edit_film", "render_film"
"""What the work that a turn starts is called on the wire."""
OVER: Final = ("completed", "failed", "cancelled")
"""States in which a job stays."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A turn as it stands."""

    id: str
    session_id: str
    text: str
    is_running: bool
    job_id: str | None


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A turn, and whether the caller is the one to work on it."""

    turn: Turn
    is_mine: bool


def begin_turn(tx: Tx, session_id: str, text: str, *, now: float) -> Begun:
    """The running turn of the same message, or a new one. The session must be locked (`sessions.lock_session`).

    Raises BadRequestError for a message that is empty or too long.
    """
    text = text.strip()
    if not text:
        raise BadRequestError("The message is empty; say what the video should show or what to change.")
    if len(text) > LONGEST_MESSAGE:
        raise BadRequestError(f"The message has {len(text)} characters; shorten it to {LONGEST_MESSAGE}.")
    row = tx.scalar(
        select(Row).where(Row.session_id == session_id, Row.message_hash == _hash(text), Row.state == "running")
    )
    if row is not None:
        return Begun(turn=_turn(row), is_mine=_took_over(tx, row, now))
    row = Row(id=str(uuid7()), session_id=session_id, message_hash=_hash(text), text=text, state="running", made_at=now)
    tx.add(row)
    tx.flush()
    return Begun(turn=_turn(row), is_mine=True)


def _took_over(tx: Tx, row: Row, now: float) -> bool:
    """Whether the turn was left lying by a process that died."""
    if row.job_id is not None or now - row.made_at < LEASE_S:
        return False
    row.made_at = now
    return True


def abandon_turns(tx: Tx, *, now: float) -> None:
    """Turns that came to nothing are free to be taken over; for a program that starts as the only one on its database."""
    for row in tx.scalars(select(Row).where(Row.state == "running", Row.job_id.is_(None))):
        row.made_at = now - LEASE_S


def find_turn(tx: Tx, session_id: str, turn_id: str, text: str) -> Turn | None:
    """The session's turn of that id, if it was this message."""
    row = tx.get(Row, turn_id)
    if row is None or row.session_id != session_id or row.message_hash != _hash(text.strip()):
        return None
    return _turn(row)


def attach_job(tx: Tx, turn_id: str, job_id: str) -> None:
    """The turn ends when the job does."""
    row = tx.get_one(Row, turn_id)
    row.job_id = job_id


def end_turn(tx: Tx, turn_id: str, reply: str) -> bool:
    """Whether this call ended the turn; a turn ends once."""
    row = tx.scalar(select(Row).where(Row.id == turn_id).with_for_update())
    if row is None or row.state == "done":
        return False
    row.state, row.reply = "done", reply
    return True


@dataclass(frozen=True, kw_only=True)
class Due:
    """A running turn whose job is over."""

    turn_id: str
    account_id: str
    session_id: str
    job_id: str


def turns_due(tx: Tx) -> tuple[Due, ...]:
    """Turns that only wait for their last sentence."""
    rows = tx.execute(
        select(Row.id, SessionRow.account_id, Row.session_id, Job.id)
        .join(Job, Row.job_id == Job.id)
        .join(SessionRow, Row.session_id == SessionRow.id)
        .where(Row.state == "running", Job.state.in_(OVER))
    )
    return tuple(Due(turn_id=t, account_id=a, session_id=s, job_id=j) for t, a, s, j in rows)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _turn(row: Row) -> Turn:
    return Turn(
        id=row.id, session_id=row.session_id, text=row.text, is_running=row.state == "running", job_id=row.job_id
    )

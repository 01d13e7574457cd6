"""How a job ends: once, whoever says so, with its credits captured or given back in the same transaction.

A completed job pays for what was rendered for it, a cancelled one for the shots that were finished by then, a failed one
nothing. The row's own state decides who was first: worker, user, or whoever finds a job without a worker.
"""

import math
from fractions import Fraction
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from songreel_server import progress_stream
from songreel_server.credits import ledger
from songreel_server.store.tables import Job, JobShot

Ending = Literal["completed", "failed", "cancelled"]


class Shots(NamedTuple):
    """Of a job, as far as they are known."""

    total: int
    """That the job is about: all of a new film, of a changed one those that did not stand before."""
    reused: int
    """Stood before the job began."""
    made: int


def settle(
    tx: Session,
    job_id: str,
    *,
    to: Ending,
    now: float,
    result: dict[str, Any] | None = None,
    error: str | None = None,
) -> bool:
    """Ends the job and its hold, and its stream with them. False, and nothing done, where it had ended before."""
    ended = cast(
        "CursorResult[Any]",
        tx.execute(
            update(Job)
            .where(Job.id == job_id, Job.state.in_(("queued", "running")))
            .values(state=to, ended_at=now, seconds_left=None, result=result, error=error)
        ),
    )
    if ended.rowcount != 1:
        return False
    _end_hold(tx, job_id, to, now=now)
    body = {"state": to, "result": result, "error": error}
    progress_stream.append(tx, job_id, progress_stream.LAST, body, now=now)
    return True


def paid_part(kind: str, shots: Shots, to: Ending) -> Fraction:
    """Which part of its price a job pays. A film that shares shots with one made before does not pay for them again."""
    if to == "failed":
        return Fraction(0)
    if shots.total <= 0 or (to == "completed" and kind != "make"):
        return Fraction(int(to == "completed"))
    return min(Fraction(1), Fraction(shots.made, shots.total))


def shots_of(tx: Session, job_id: str) -> Shots:
    """As recorded so far."""
    total = tx.scalar(select(Job.total).where(Job.id == job_id)) or 0
    rows = tx.execute(
        select(JobShot.reused, func.count()).where(JobShot.job_id == job_id).group_by(JobShot.reused)
    ).all()
    counted = {bool(reused): int(count) for reused, count in rows}
    return Shots(total=round(total), reused=counted.get(True, 0), made=counted.get(False, 0))


def _end_hold(tx: Session, job_id: str, to: Ending, *, now: float) -> None:
    """A job of someone who pays nothing, or that costs nothing, has no hold."""
    held = ledger.standing(tx, job_id)
    if held is None:
        return
    kind = tx.execute(select(Job.kind).where(Job.id == job_id)).scalar_one()
    part = paid_part(kind, shots_of(tx, job_id), to)
    # In the user's favour where it does not come out even, save that a finished film is never had for nothing.
    rounded = math.ceil if to == "completed" else math.floor
    paid, free_used = rounded(held.amount * part), rounded(held.free_items * part)
    if paid or free_used:
        ledger.capture(tx, job_id, paid, free_items=free_used, now=now)
    else:
        ledger.release(tx, job_id, now=now)

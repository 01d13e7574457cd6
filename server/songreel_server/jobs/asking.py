"""Jobs as those see them who ask for work: start one, look at it, call it off.

Credits are set aside in the transaction that makes the job, so a job which cannot be paid never exists. Workers find new jobs
in the table; a job engine that is down loses nothing.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid6 import uuid7

from songreel_server import progress_stream
from songreel_server.accounts.spending import must_have_room
from songreel_server.credits import ledger
from songreel_server.errors import NotFoundError
from songreel_server.jobs.orders import Export, Make, Render
from songreel_server.jobs.settling import settle
from songreel_server.store.tables import Account, Job

State = Literal["queued", "running", "completed", "failed", "cancelled"]
UNFINISHED: Final = ("queued", "running")
QUEUED: Final = {"state": "queued", "stage": "queued", "done": 0.0, "total": 0.0, "note": "", "seconds_left": None}
"""The first event of a job, in the form of all that follow (`progress.Report`)."""


@dataclass(frozen=True)
class Started:
    """A job, and whether it is a new one: the same key asked for the same job before otherwise."""

    job_id: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class JobState:
    """Where a job stands."""

    job_id: str
    project_id: str
    kind: str
    state: State
    stage: str
    done: float
    total: float
    seconds_left: float | None
    """None until there is a measured pace to tell it from."""
    result: dict[str, Any] | None
    error: str | None
    price: int
    made_at: float
    started_at: float | None
    ended_at: float | None

    @property
    def is_over(self) -> bool:
        return self.state not in UNFINISHED


def start(
    tx: Session,
    *,
    account_id: str,
    project_id: str,
    order: Make | Render | Export,
    request_key: str,
    price: int,
    now: float,
    free_items: int = 0,
    token_id: str | None = None,
) -> Started:
    """The account's job under this key: a new one with its price set aside, or the one that was started before.

    Raises NotEnoughCreditsError, SpendLimitError, NotFoundError for an unknown account.
    """
    before = _job_of_key(tx, account_id, request_key)
    if before is not None:
        return Started(before, False)
    job_id = str(uuid7())
    row = Job(
        id=job_id,
        account_id=account_id,
        project_id=project_id,
        kind=order.kind,
        request=order.model_dump(mode="json"),
        request_key=request_key,
        state="queued",
        price=price,
        made_at=now,
    )
    try:
        with tx.begin_nested():
            tx.add(row)
    except IntegrityError:
        # The same request, sent twice, came a moment earlier through another connection.
        before = _job_of_key(tx, account_id, request_key)
        if before is None:
            raise
        return Started(before, False)
    if _is_metered(tx, account_id) and (price or free_items):
        must_have_room(tx, token_id, price, now=now)
        ledger.hold(tx, account_id, price, hold_id=job_id, free_items=free_items, token_id=token_id, now=now)
    progress_stream.append(tx, job_id, "progress", QUEUED, now=now)
    return Started(job_id, True)


def cancel(tx: Session, job_id: str, *, now: float) -> JobState:
    """Calls the job off: at once for whoever looks, within two seconds for the machine that works on it.

    Shots that stand already are paid for and stay; the rest goes back. A job that is over stays as it is.
    Raises NotFoundError.
    """
    if settle(tx, job_id, to="cancelled", now=now, error="Cancelled."):
        tx.execute(update(Job).where(Job.id == job_id).values(cancel_asked_at=now))
    return state(tx, job_id)


def state(tx: Session, job_id: str) -> JobState:
    """Where the job stands. Raises NotFoundError."""
    job = tx.get(Job, job_id, populate_existing=True)
    if job is None:
        raise NotFoundError("There is no such job.")
    return state_of(job)


def state_of(job: Job) -> JobState:
    """Where a job stands by its row."""
    return JobState(
        job_id=job.id,
        project_id=job.project_id,
        kind=job.kind,
        state=cast(State, job.state),
        stage=job.stage,
        done=job.done,
        total=job.total,
        seconds_left=job.seconds_left,
        result=job.result,
        error=job.error,
        price=job.price,
        made_at=job.made_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
    )


def _job_of_key(tx: Session, account_id: str, request_key: str) -> str | None:
    return tx.scalar(select(Job.id).where(Job.account_id == account_id, Job.request_key == request_key))


def _is_metered(tx: Session, account_id: str) -> bool:
    standing = (Account.merged_into.is_(None), Account.kind != "erased")
    metered = tx.scalar(select(Account.metered).where(Account.id == account_id, *standing))
    if metered is None:
        raise NotFoundError("There is no such account any more; get a new token.")
    return metered

"""What keeps jobs going when processes die: workers that say they live, and whoever takes up what the dead leave.

A worker's row says when it was last heard of. Work in progress that belongs to nobody alive is put back on its queue; a job
whose workflow has come to an end without settling it is settled here; one that was never handed to the job engine is handed
over. All of it may happen twice, or in two workers at once, without harm.
"""

import logging
import socket
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from songreel_server.errors import NotFoundError
from songreel_server.jobs.bench import UNDER_WAY, Bench
from songreel_server.jobs.workflows import BROKEN, JOBS_QUEUE, run_job
from songreel_server.store.once import insert_once
from songreel_server.store.tables import Job, Worker

MOST_DISPATCHED: Final = 500
"""Jobs handed to the job engine at once."""
ENDED_BADLY: Final = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED", "SUCCESS")
"""Of a workflow whose job is still under way; a workflow that succeeds settles its job first."""
DEAD_AT: Final = 0.0
FORGOTTEN_S: Final = 7 * 24 * 3600.0
MOST_FORGOTTEN: Final = 500
"""At once; a round that found so many is followed by another."""

log = logging.getLogger(__name__)


def say_alive(bench: Bench) -> None:
    """Notes that this worker lives."""
    with bench.database.writing() as tx:
        now = _clock_of_all(tx, bench)
        row = {"host": socket.gethostname(), "started_at": now, "seen_at": now}
        if not insert_once(tx, Worker, id=bench.worker_id, **row):
            tx.execute(update(Worker).where(Worker.id == bench.worker_id).values(seen_at=now))


def say_gone(bench: Bench) -> None:
    """Notes that this worker leaves: others need not wait before they take its work."""
    with bench.database.writing() as tx:
        tx.execute(update(Worker).where(Worker.id == bench.worker_id).values(seen_at=DEAD_AT))


def give_up(tx: Session, worker_id: str) -> None:
    """Declares a worker dead, so that the living take its work at once. Raises NotFoundError for one nobody knows."""
    known = tx.execute(
        update(Worker).where(Worker.id == worker_id).values(seen_at=DEAD_AT).returning(Worker.id)
    ).one_or_none()
    if known is None:
        raise NotFoundError(f"There is no worker {worker_id[:80]!r}.")


def take_over(bench: Bench) -> list[str]:
    """Puts the unfinished work of dead workers back on its queues; their ids."""
    pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    busy = {one.executor_id for one in pending if one.executor_id is not None} - {bench.worker_id}
    with bench.database.reading() as tx:
        since = _clock_of_all(tx, bench) - bench.settings.dead_after_s
        alive = set(tx.scalars(select(Worker.id).where(Worker.seen_at >= since)))
        known = set(tx.scalars(select(Worker.id)))
    dead = sorted(busy - alive)
    if dead:
        log.warning("taking over from %s", ", ".join(dead))
        # Only rows that still belong to a dead worker are put back, and they keep their queue and their count of attempts;
        # resuming a workflow asks for neither, and would start one twice that another worker has just taken over.
        DBOS._recover_pending_workflows(dead)
    _forget(bench, (known - alive) - {bench.worker_id}, since)
    return dead


def dispatch(bench: Bench, known: set[str]) -> set[str]:
    """Hands new jobs to the job engine, each user's in the order they were asked for; ids of all that still wait.

    `known` are those that were handed over before.
    """
    with bench.database.reading() as tx:
        waiting = tx.execute(
            select(Job.id, Job.account_id).where(Job.state == "queued").order_by(Job.made_at, Job.id)
        ).all()
    fresh = [row for row in waiting if row.id not in known][:MOST_DISPATCHED]
    for job_id, account_id in fresh:
        _enqueue(job_id, account_id)
    return (known & {row.id for row in waiting}) | {row.id for row in fresh}


def reconcile(bench: Bench) -> None:
    """Settles jobs whose workflow ended without doing so, and starts those that have none."""
    with bench.database.reading() as tx:
        rows = tx.execute(select(Job.id, Job.account_id).where(Job.state.in_(UNDER_WAY))).all()
    if not rows:
        return
    found = DBOS.list_workflows(workflow_ids=[row.id for row in rows], load_input=False, load_output=False)
    states = {one.workflow_id: one.status for one in found}
    for job_id, account_id in rows:
        state = states.get(job_id)
        if state is None:
            _enqueue(job_id, account_id)
        elif state in ENDED_BADLY and bench.fail(job_id, BROKEN):
            log.error("job %s: its workflow ended as %s", job_id, state)


def forget_old(bench: Bench) -> int:
    """Removes what the job engine keeps of work that ended long ago; how many workflows. The jobs' own rows stay."""
    before = datetime.fromtimestamp(bench.now() - FORGOTTEN_S, UTC).isoformat()
    ended = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
        completed_before=before,
        load_input=False,
        load_output=False,
        limit=MOST_FORGOTTEN,
    )
    if ended:
        DBOS.delete_workflows([one.workflow_id for one in ended])
    return len(ended)


def stop_called_off(bench: Bench) -> None:
    """Ends the children of jobs that are over."""
    working = bench.engine.children.jobs()
    if not working:
        return
    with bench.database.reading() as tx:
        under_way = set(tx.scalars(select(Job.id).where(Job.id.in_(working), Job.state.in_(UNDER_WAY))))
    for job_id in set(working) - under_way:
        bench.engine.children.end(job_id)


def _clock_of_all(tx: Session, bench: Bench) -> float:
    """The time by which workers say that they live: the database's, where they may be on machines whose clocks differ."""
    if bench.database.is_sqlite:
        return bench.now()
    return float(tx.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())


def _enqueue(job_id: str, account_id: str) -> None:
    # The job's id is the workflow's: handing a job over again changes nothing.
    with SetWorkflowID(job_id), SetEnqueueOptions(queue_partition_key=account_id):
        DBOS.enqueue_workflow(JOBS_QUEUE, run_job, job_id)


def _forget(bench: Bench, dead: Iterable[str], since: float) -> None:
    with bench.database.writing() as tx:
        tx.execute(delete(Worker).where(Worker.id.in_(list(dead)), Worker.seen_at < since))

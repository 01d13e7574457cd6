"""Callbacks: the end of a task, told to the URL that was named for it, again after a while where nobody took it.

Each is a row that was written with its task, so that none is forgotten; whichever server finds one due takes it for as long
as a try may last. A try that dies with its server counts and is followed by the next. A receiver may hear the same end
twice, and knows it by X-Task-Id; what the task's own answer says is what counts.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Tx
from standardwebhooks import Webhook

from songreel_server.accounts.people import webhook_secret
from songreel_server.errors import FetchError
from songreel_server.outside import Resolve, opened, reach, resolved
from songreel_server.settings import Settings
from songreel_server.store.tables import CallbackRow, Job, TaskRow
from songreel_server.task_answers import callback_body
from songreel_server.tasks import Tasks

ROUND_S: Final = 0.5
"""How soon the end of a task is told."""
AT_ONCE: Final = 20
SPARE_S: Final = 30.0
"""Beyond the time a receiver has, before a try that was not heard of again counts as lost."""
ENDED: Final = ("completed", "failed", "cancelled")
LONGEST_ERROR: Final = 200

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Due:
    """A callback that is this process's to try, signed when it is sent."""

    task_id: str
    url: str
    body: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What a receiver did; `error` is None where it took the callback."""

    status: int | None
    error: str | None


class Callbacks:
    """One for the process; belongs to its event loop."""

    def __init__(
        self, settings: Settings, tasks: Tasks, *, clock: Callable[[], float], resolve: Resolve = resolved
    ) -> None:
        self._settings = settings
        self._tasks = tasks
        self._clock = clock
        self._resolve = resolve

    async def run(self) -> None:
        """For as long as the server runs; a round that fails must not end all others."""
        while True:
            try:
                await self.deliver_due()
            except Exception as error:  # noqa: BLE001
                _log.warning("callbacks are tried again: %s", error, exc_info=error)
            await asyncio.sleep(ROUND_S)

    async def deliver_due(self) -> int:
        """Tries every callback that is due, once; how many."""
        due = await asyncio.to_thread(self._take)
        await asyncio.gather(*map(self._deliver, due))
        return len(due)

    def _take(self) -> list[_Due]:
        now, database = self._clock(), self._tasks.database
        with database.reading() as tx:
            # Most rounds find nothing, and then nobody is kept from writing.
            if not tx.scalars(_due(now).limit(1)).all():
                return []
        with database.writing() as tx:
            rows = tx.scalars(_due(now).limit(AT_ONCE).with_for_update(skip_locked=True, of=CallbackRow)).all()
            taken = [due for due in (self._taken(tx, row, now) for row in rows) if due is not None]
        return [replace(due, body=self._body(due.task_id)) for due in taken]

    def _body(self, task_id: str) -> str:
        return json.dumps(callback_body(self._tasks.of_id(task_id)), ensure_ascii=False, separators=(",", ":"))

    def _taken(self, tx: Tx, row: CallbackRow, now: float) -> _Due | None:
        if row.tries >= self._most_tries:
            row.state, row.ended_at = "given_up", now
            row.last_error = row.last_error or "The last try was cut off."
            return None
        row.tries += 1
        row.next_try_at = now + self._settings.callback_timeout_s + SPARE_S
        task_row = tx.get_one(TaskRow, row.task_id)
        return _Due(task_id=row.task_id, url=row.url, body="", secret=webhook_secret(tx, task_row.account_id))

    @property
    def _most_tries(self) -> int:
        return 1 + len(self._settings.callback_retry_s)

    async def _deliver(self, due: _Due) -> None:
        outcome = await self._try(due)
        await asyncio.to_thread(self._record, due.task_id, outcome)

    async def _try(self, due: _Due) -> _Outcome:
        import httpx

        timeout_s = self._settings.callback_timeout_s
        try:
            async with asyncio.timeout(timeout_s):
                target = await reach(due.url, allow=self._settings.fetch_allow, resolve=self._resolve)
                headers, content = self._headers(due), due.body.encode()
                async with opened("POST", target, timeout_s=timeout_s, headers=headers, content=content) as answer:
                    status = answer.status_code
        except (TimeoutError, httpx.TimeoutException):
            return _Outcome(status=None, error=f"No answer within {timeout_s:g} s.")
        except FetchError as error:
            return _Outcome(status=None, error=str(error)[:LONGEST_ERROR])
        except httpx.HTTPError as error:
            return _Outcome(status=None, error=f"The receiver cannot be reached ({type(error).__name__}).")
        return _Outcome(status=status, error=None if 200 <= status < 300 else f"The receiver answered {status}.")

    def _headers(self, due: _Due) -> dict[str, str]:
        now = int(self._clock())
        signature = Webhook(due.secret).sign(due.task_id, datetime.fromtimestamp(now, UTC), due.body)
        return {
            "Content-Type": "application/json",
            "X-Task-Id": due.task_id,
            "webhook-id": due.task_id,
            "webhook-timestamp": str(now),
            "webhook-signature": signature,
        }

    def _record(self, task_id: str, outcome: _Outcome) -> None:
        now = self._clock()
        with self._tasks.database.writing() as tx:
            row = tx.get(CallbackRow, task_id, with_for_update=True)
            if row is None or row.state != "waiting":
                return
            row.last_status, row.last_error = outcome.status, outcome.error
            if outcome.error is None:
                row.state, row.ended_at = "delivered", now
            elif row.tries >= self._most_tries:
                row.state, row.ended_at = "given_up", now
            else:
                row.next_try_at = now + self._settings.callback_retry_s[row.tries - 1]


def _due(now: float) -> Select[CallbackRow]:
    return (
        select(CallbackRow)
        .join(Job, Job.id == CallbackRow.task_id)
        .where(CallbackRow.state == "waiting", CallbackRow.next_try_at <= now, Job.state.in_(ENDED))
        .order_by(CallbackRow.next_try_at)
    )

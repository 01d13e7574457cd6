"""Streams of events that outlive whoever listens: every event is a row, numbered from 1 without gaps.

A listener that lost the line asks again with the number it saw last. One query for all streams looks for news, so a thousand
open streams cost as much as one; what this process itself appended is seen at once.

What it does not do: it knows nothing of HTTP, and it never decides what an event says.
"""

import asyncio
import json
import logging
import weakref
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from sqlalchemy import Table, event, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import TextualSelect

from songreel_server.store.database import Database
from songreel_server.store.tables import Event as EventRow

EventKind = Literal["progress", "text", "call", "response", "end"]
LAST: Final = "end"
"""No event follows one of this kind."""
POLL_S: Final = 0.3
"""Between two looks for what other processes appended."""
MOST_A_LOOK: Final = 2_000
"""Events read at once, for all streams together."""
_WAKES: Final = "progress_stream"
"""Marks a session that wakes this process's followers when it commits."""
_WALKS: Final = {
    "sqlite": "json_each(:asked) AS asked CROSS JOIN events WHERE events.stream_id = asked.key AND events.number > asked.value",
    "postgresql": "json_each_text(CAST(:asked AS json)) AS asked CROSS JOIN LATERAL (SELECT * FROM events WHERE "
    "stream_id = asked.key AND number > CAST(asked.value AS bigint) ORDER BY number LIMIT :most) AS events",
}
"""Each in the words that keep its database from reading all events there are: four times slower with 100,000."""
_TABLE: Final = cast("Table", EventRow.__table__)
_COLUMNS: Final = [_TABLE.c[name] for name in ("stream_id", "number", "kind", "body", "made_at")]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it was appended."""

    number: int
    kind: str
    body: dict[str, Any]
    made_at: float


def append(tx: Session, stream_id: str, kind: EventKind, body: dict[str, Any], *, now: float) -> int:
    """Puts an event at the stream's end and returns its number. It is seen when the transaction commits."""
    if tx.get_bind().dialect.name == "postgresql":
        # Two writers of one stream take turns until they commit: numbers have no gaps and come in order.
        tx.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:stream, 0))"), {"stream": stream_id})
    last = tx.scalar(select(func.max(EventRow.number)).where(EventRow.stream_id == stream_id))
    number = (last or 0) + 1
    row = {"stream_id": stream_id, "number": number, "kind": kind, "body": body, "made_at": now}
    tx.execute(insert(EventRow).values(**row))
    if _WAKES not in tx.info:
        tx.info[_WAKES] = True
        event.listen(tx, "after_commit", _wake_all)
    return number


def replay(tx: Session, stream_id: str, after: int = 0, *, most: int = MOST_A_LOOK) -> list[Event]:
    """What came after event `after`, in order; none for an unknown stream."""
    rows = tx.execute(
        select(EventRow.number, EventRow.kind, EventRow.body, EventRow.made_at)
        .where(EventRow.stream_id == stream_id, EventRow.number > after)
        .order_by(EventRow.number)
        .limit(most)
    )
    return [Event(*row) for row in rows]


class _Listener:
    """One open stream: where it stands, and what it has not been handed yet."""

    __slots__ = ("after", "news", "stream_id", "waiting")

    def __init__(self, stream_id: str, after: int) -> None:
        self.stream_id = stream_id
        self.after = after
        self.waiting: deque[Event] = deque()
        self.news = asyncio.Event()


class Streams:
    """All streams that this process follows. One for the process; belongs to the event loop it is first used in."""

    def __init__(self, database: Database, *, poll_s: float = POLL_S) -> None:
        self._database = database
        self._poll_s = poll_s
        self._listeners: set[_Listener] = set()
        self._look: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._looker: asyncio.Task[None] | None = None

    async def follow(self, stream_id: str, after: int = 0) -> AsyncGenerator[Event, None]:
        """Events after number `after` as they come, up to the stream's last one."""
        listener = _Listener(stream_id, after)
        self._listeners.add(listener)
        self._start_looking()
        try:
            while True:
                while listener.waiting:
                    found = listener.waiting.popleft()
                    yield found
                    if found.kind == LAST:
                        return
                listener.news.clear()
                self.wake()
                await listener.news.wait()
        finally:
            self._listeners.discard(listener)

    def wake(self) -> None:
        """Looks for news now. May be called from any thread."""
        loop, look = self._loop, self._look
        if loop is not None and look is not None and not loop.is_closed():
            loop.call_soon_threadsafe(look.set)

    @property
    def open_streams(self) -> int:
        return len(self._listeners)

    async def close(self) -> None:
        """Stops looking; listeners hear nothing any more."""
        _ALL.discard(self)
        if self._looker is not None:
            self._looker.cancel()
            await asyncio.gather(self._looker, return_exceptions=True)
            self._looker = None

    def _start_looking(self) -> None:
        if self._looker is None or self._looker.done():
            self._loop, self._look = asyncio.get_running_loop(), asyncio.Event()
            self._looker = asyncio.create_task(self._look_for_news(self._look))
            _ALL.add(self)

    async def _look_for_news(self, look: asyncio.Event) -> None:
        """Runs while anybody listens."""
        while self._listeners:
            look.clear()
            # Who has not taken what was found is not asked about: a slow reader costs no memory.
            hungry = [one for one in self._listeners if not one.waiting]
            if hungry:
                try:
                    self._hand_out(hungry, await asyncio.to_thread(self._read, _cursors(hungry)))
                except SQLAlchemyError as error:
                    # Those who listen wait on: a database that is away for a moment must not end their streams for ever.
                    _log.warning("looking for events is tried again: %s", error)
            try:
                await asyncio.wait_for(look.wait(), self._poll_s)
            except TimeoutError:
                continue

    def _hand_out(self, listeners: Iterable[_Listener], found: dict[str, list[Event]]) -> None:
        for listener in listeners:
            fresh = [one for one in found.get(listener.stream_id, ()) if one.number > listener.after]
            if fresh:
                listener.waiting.extend(fresh)
                listener.after = fresh[-1].number
                listener.news.set()

    def _read(self, cursors: Mapping[str, int]) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        with self._database.reading() as tx:
            asked = {"asked": json.dumps(cursors), "most": MOST_A_LOOK}
            for stream_id, *rest in tx.execute(_news(tx.get_bind().dialect.name), asked):
                found.setdefault(stream_id, []).append(Event(*rest))
        return found


_ALL: "weakref.WeakSet[Streams]" = weakref.WeakSet()


def _wake_all(_: Session) -> None:
    for streams in list(_ALL):
        streams.wake()


def _cursors(listeners: Iterable[_Listener]) -> dict[str, int]:
    """The least number that some listener has seen, by stream."""
    least: dict[str, int] = {}
    for one in listeners:
        least[one.stream_id] = min(one.after, least.get(one.stream_id, one.after))
    return least


def _news(dialect: str) -> TextualSelect:
    """One query for all streams, each a short walk along the primary key; `asked` is {stream: number} as JSON.

    As text, because thousands of parameters would be put together anew for every look.
    """
    columns = ", ".join(f"events.{column.name}" for column in _COLUMNS)
    order = "ORDER BY events.stream_id, events.number LIMIT :most"
    return text(f"SELECT {columns} FROM {_WALKS[dialect]} {order}").columns(*_COLUMNS)

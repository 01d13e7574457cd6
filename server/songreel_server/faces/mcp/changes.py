"""Who is told when a project changes: listeners of the modern era on their streams, subscribers of the older one.

One look at the tables a second serves all of them, and none is taken while nobody listens. What is told is only that a resource
changed; whoever reads it is asked who they are.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from mcp.server.subscriptions import InMemorySubscriptionBus
from mcp.shared.subscriptions import ResourceUpdated, ServerEvent

if TYPE_CHECKING:
    from songreel_server.faces.mcp.desk import Desk
    from songreel_server.store.database import Database

LOOK_S: Final = 1.0
LATE_S: Final = 10.0
"""A change is seen no later than this after the time that is written beside it."""
MOST_SUBSCRIPTIONS: Final = 1_000
RESOURCES: Final = ("timeline", "draft", "scene-map", "film", "storyboard")
"""Of a project, those that change with it."""
_log = logging.getLogger(__name__)


class Changes:
    """One for each face."""

    def __init__(self) -> None:
        self.bus = _CountingBus()
        self._subscribers: dict[str, set[Any]] = {}
        self._wanted = asyncio.Event()
        self._clock: Callable[[], float] = time.time
        self._wanted_since_s = 0.0
        self.bus.on_listener = self._want

    def subscribe(self, uri: str, session: Any) -> bool:
        """The older era's way. False where there are too many."""
        if sum(map(len, self._subscribers.values())) >= MOST_SUBSCRIPTIONS:
            return False
        self._subscribers.setdefault(uri, set()).add(session)
        self._want()
        return True

    def _want(self) -> None:
        """From now on somebody listens."""
        if not self._wanted.is_set():
            self._wanted_since_s = self._clock()
            self._wanted.set()

    def unsubscribe(self, uri: str, session: Any) -> None:
        """One that is none is fine."""
        sessions = self._subscribers.get(uri, set())
        sessions.discard(session)
        if not sessions:
            self._subscribers.pop(uri, None)

    async def run(self, desk: "Desk") -> None:
        """Looks and tells, until it is cancelled."""
        parts = await desk.parts()
        self._clock = parts.server.studio.clock
        told: dict[str, float] = {}
        while True:
            if not self._subscribers and not self.bus.listeners:
                self._wanted.clear()
                await self._wanted.wait()
            await asyncio.sleep(LOOK_S)
            # What was written a moment ago may be seen only now: it is looked for again, and told once.
            since_s = max(self._wanted_since_s, self._clock() - LATE_S)
            try:
                changed = await asyncio.to_thread(changed_since, parts.server.database, since_s)
            except Exception as error:  # noqa: BLE001
                # The next look finds what this one missed; one that fails must not end all others.
                _log.warning("looking for changes is tried again: %s", error, exc_info=error)
                continue
            for project_id, at_s in changed.items():
                if told.get(project_id) != at_s:
                    for name in RESOURCES:
                        await self._tell(f"songreel://projects/{project_id}/{name}")
            told = changed

    async def _tell(self, uri: str) -> None:
        await self.bus.publish(ResourceUpdated(uri=uri))
        for session in tuple(self._subscribers.get(uri, ())):
            try:
                await session.send_resource_updated(uri)
            except Exception as error:  # noqa: BLE001
                # Its client is gone; the others are told all the same.
                _log.info("a subscriber is gone: %s", error)
                self.unsubscribe(uri, session)


class _CountingBus(InMemorySubscriptionBus):
    """Knows whether anybody listens."""

    def __init__(self) -> None:
        super().__init__()
        self.listeners = 0
        self.on_listener: Callable[[], None] = lambda: None

    def subscribe(self, listener: Callable[[ServerEvent], None]) -> Callable[[], None]:
        end = super().subscribe(listener)
        self.listeners += 1
        self.on_listener()
        is_open = True

        def unsubscribe() -> None:
            nonlocal is_open
            if is_open:
                is_open = False
                self.listeners -= 1
            end()

        return unsubscribe


def changed_since(database: "Database", since_s: float) -> dict[str, float]:
    """Projects with a job that began or ended since, or that were changed by hand; with when that was last."""
    from sqlalchemy import select

    from songreel_server.store.tables import Job, ProjectRow

    asked = (
        select(Job.project_id, Job.started_at).where(Job.started_at >= since_s),
        select(Job.project_id, Job.ended_at).where(Job.ended_at >= since_s),
        select(ProjectRow.id, ProjectRow.changed_at).where(ProjectRow.changed_at >= since_s),
    )
    last: dict[str, float] = {}
    with database.reading() as tx:
        for one in asked:
            for project_id, at_s in tx.execute(one):
                if at_s is not None:
                    last[project_id] = max(at_s, last.get(project_id, at_s))
    return last

"""What listeners are told: every change once, also one that is written late."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from songreel_server.faces.mcp import changes
from songreel_server.faces.mcp.changes import RESOURCES, Changes

pytestmark = pytest.mark.anyio

PATIENCE_S = 10.0


@dataclass(eq=False)
class Listener:
    """A client of the older era."""

    told: list[str] = field(default_factory=list)

    async def send_resource_updated(self, uri: str) -> None:
        self.told.append(uri)


@dataclass
class Book:
    """When each project was changed last, and a clock that is set by hand."""

    now_s: float = 1_000.0
    changed: dict[str, float] = field(default_factory=dict)
    looks: int = 0

    def since(self, database: object, since_s: float) -> dict[str, float]:
        self.looks += 1
        return {project: at_s for project, at_s in self.changed.items() if at_s >= since_s}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Book:
    book = Book()
    monkeypatch.setattr(changes, "LOOK_S", 0.005)
    monkeypatch.setattr(changes, "changed_since", book.since)
    return book


class Desk:
    """As far as the changes need one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._studio = type("Studio", (), {"clock": staticmethod(clock)})

    async def parts(self) -> Any:
        server = type("Server", (), {"studio": self._studio, "database": None})
        return type("Parts", (), {"server": server})


async def seen(book: Book, looks: int = 3) -> None:
    """Some looks from now are over."""
    wanted = book.looks + looks
    async with asyncio.timeout(PATIENCE_S):
        while book.looks < wanted:
            await asyncio.sleep(0.002)


@pytest.fixture
async def running(book: Book) -> Any:
    told = Changes()
    task = asyncio.create_task(told.run(Desk(lambda: book.now_s)))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    yield told
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def uri(project: str) -> str:
    return f"songreel://projects/{project}/{RESOURCES[0]}"


async def test_a_change_is_told_once_and_the_next_one_again(running: Changes, book: Book) -> None:
    listener = Listener()
    running.subscribe(uri("a"), listener)
    book.now_s, book.changed["a"] = 1_001.0, 1_000.5
    await seen(book)
    assert listener.told == [uri("a")]
    book.now_s, book.changed["a"] = 1_002.0, 1_001.5
    await seen(book)
    assert listener.told == [uri("a")] * 2


async def test_a_change_that_is_written_late_is_told_all_the_same(running: Changes, book: Book) -> None:
    listener = Listener()
    running.subscribe(uri("a"), listener)
    book.now_s = 1_005.0
    await seen(book)
    assert listener.told == []
    book.changed["a"] = 1_003.0
    await seen(book)
    assert listener.told == [uri("a")]


async def test_what_changed_before_anybody_listened_is_not_told(running: Changes, book: Book) -> None:
    book.changed["a"] = 999.0
    listener = Listener()
    running.subscribe(uri("a"), listener)
    await seen(book)
    assert listener.told == []


async def test_nobody_looks_while_nobody_listens(running: Changes, book: Book) -> None:
    listener = Listener()
    running.subscribe(uri("a"), listener)
    await seen(book)
    running.unsubscribe(uri("a"), listener)
    async with asyncio.timeout(PATIENCE_S):
        while running._wanted.is_set():
            await asyncio.sleep(0.002)
    rested = book.looks
    running.subscribe(uri("a"), listener)
    await seen(book, 1)
    assert book.looks > rested

"""Streams of events that outlive their listeners, on both databases."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from songreel_server import progress_stream
from songreel_server.progress_stream import Event, Streams, append, replay
from songreel_server.store.database import Database
from songreel_server.store.tables import Event as EventRow

NOW = 1_800_000_000.0
SOON_S = 10.0


def put(database: Database, stream: str, *texts: str, end: bool = False) -> None:
    with database.writing() as tx:
        for text in texts:
            append(tx, stream, "text", {"text": text}, now=NOW)
        if end:
            append(tx, stream, "end", {}, now=NOW)


def texts_of(events: list[Event]) -> list[str]:
    return [event.body.get("text", event.kind) for event in events]


def read(database: Database, stream: str, after: int = 0) -> list[Event]:
    with database.reading() as tx:
        return replay(tx, stream, after)


@asynccontextmanager
async def following(database: Database, *, poll_s: float = 0.02) -> AsyncIterator[Streams]:
    streams = Streams(database, poll_s=poll_s)
    try:
        async with asyncio.timeout(SOON_S):
            yield streams
    finally:
        await streams.close()


def heard(
    database: Database, story: Callable[[Streams], Awaitable[list[Event]]], *, poll_s: float = 0.02
) -> list[Event]:
    async def told() -> list[Event]:
        async with following(database, poll_s=poll_s) as streams:
            return await story(streams)

    return asyncio.run(told())


def test_events_are_numbered_from_one_without_gaps_in_each_stream(database: Database) -> None:
    put(database, "a", "one", "two")
    put(database, "b", "other")
    put(database, "a", "three")
    assert [(event.number, event.body["text"]) for event in read(database, "a")] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]
    assert [event.number for event in read(database, "b")] == [1]
    assert texts_of(read(database, "a", after=2)) == ["three"]
    assert read(database, "unheard of") == []


def test_what_is_rolled_back_leaves_no_gap(database: Database) -> None:
    put(database, "a", "one")

    def lose() -> None:
        with database.writing() as tx:
            append(tx, "a", "text", {"text": "lost"}, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        lose()
    put(database, "a", "two")
    assert [event.number for event in read(database, "a")] == [1, 2]


def test_many_writers_of_one_stream_take_turns(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: put(database, "a", str(number), str(number)), range(40)))
    events = read(database, "a")
    assert [event.number for event in events] == list(range(1, 81))
    texts = texts_of(events)
    assert all(texts[k] == texts[k + 1] for k in range(0, 80, 2))  # one transaction's are together


def test_a_follower_gets_the_past_then_the_present_and_stops_at_the_end(database: Database) -> None:
    put(database, "a", "past")

    async def story(streams: Streams) -> list[Event]:
        events = []
        async for event in streams.follow("a"):
            events.append(event)
            if event.number == 1:
                await asyncio.to_thread(put, database, "a", "present", end=True)
        return events

    assert texts_of(heard(database, story)) == ["past", "present", "end"]


def test_a_follower_that_lost_the_line_gets_the_rest(database: Database) -> None:
    put(database, "a", "one", "two", "three", end=True)

    async def story(streams: Streams) -> list[Event]:
        return [event async for event in streams.follow("a", after=2)]

    assert texts_of(heard(database, story)) == ["three", "end"]


def test_several_followers_of_one_stream_each_hear_all_they_have_missed(database: Database) -> None:
    put(database, "a", "one", "two", end=True)

    async def story(streams: Streams) -> list[Event]:
        async def all_after(after: int) -> list[Event]:
            return [event async for event in streams.follow("a", after)]

        told = await asyncio.gather(all_after(0), all_after(1), all_after(2))
        assert [texts_of(events) for events in told] == [["one", "two", "end"], ["two", "end"], ["end"]]
        return []

    heard(database, story)


def test_what_this_process_appends_is_heard_without_waiting_for_the_next_look(database: Database) -> None:
    """Only a wake-up can bring it: the next look would come long after the deadline."""

    async def story(streams: Streams) -> list[Event]:
        task = asyncio.create_task(anext(aiter(streams.follow("a"))))
        await asyncio.to_thread(threading.Event().wait, 0.2)  # the follower has looked and found nothing
        await asyncio.to_thread(put, database, "a", "now")
        return [await task]

    assert texts_of(heard(database, story, poll_s=60)) == ["now"]


def test_what_another_process_appends_is_heard_at_the_next_look(database: Database) -> None:
    other = Database(database.url)

    async def story(streams: Streams) -> list[Event]:
        task = asyncio.create_task(anext(aiter(streams.follow("a"))))
        with other.engine.begin() as connection:  # past `append`, so nobody is woken
            connection.exec_driver_sql(
                "INSERT INTO events (stream_id, number, kind, body, made_at) VALUES ('a', 1, 'text', '{\"text\": \"far\"}', 0)"
            )
        return [await task]

    assert texts_of(heard(database, story)) == ["far"]
    other.close()


def test_a_stream_longer_than_one_look_is_heard_to_its_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_stream, "MOST_A_LOOK", 20)
    wanted = [str(number) for number in range(90)]
    put(database, "a", *wanted, end=True)

    async def story(streams: Streams) -> list[Event]:
        return [event async for event in streams.follow("a")]

    assert texts_of(heard(database, story)) == [*wanted, "end"]


def test_a_follower_that_leaves_is_forgotten(database: Database) -> None:
    put(database, "a", "one")

    async def story(streams: Streams) -> list[Event]:
        async with aclosing(streams.follow("a")) as events:
            first = await anext(events)
            assert streams.open_streams == 1
        assert streams.open_streams == 0
        return [first]

    assert texts_of(heard(database, story)) == ["one"]


def test_a_thousand_followers_are_served_by_one_query(database: Database) -> None:
    count = 1_000
    asked = 0
    plain = Streams._read

    def counted(self: Streams, cursors: Mapping[str, int]) -> dict[str, list[Event]]:
        nonlocal asked
        asked += 1
        return plain(self, cursors)

    async def story(streams: Streams) -> list[Event]:
        tasks = [asyncio.create_task(anext(aiter(streams.follow(f"s{number}")))) for number in range(count)]
        await asyncio.sleep(0)
        rows = [
            {"stream_id": f"s{n}", "number": 1, "kind": "text", "body": {"text": str(n)}, "made_at": NOW}
            for n in range(count)
        ]
        with database.writing() as tx:
            tx.execute(insert(EventRow), rows)
        streams.wake()
        return list(await asyncio.gather(*tasks))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Streams, "_read", counted)
        assert texts_of(heard(database, story, poll_s=0.3)) == [str(number) for number in range(count)]
    assert asked < 20


def test_a_database_that_is_away_for_a_moment_ends_no_stream(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, "a", "one", end=True)
    works, failures = Streams._read, ["it is away", "it still is"]

    def fails_at_first(streams: Streams, cursors: Mapping[str, int]) -> dict[str, list[Event]]:
        if failures:
            raise OperationalError("SELECT", {}, ConnectionError(failures.pop()))
        return works(streams, cursors)

    async def story(streams: Streams) -> list[Event]:
        return [event async for event in streams.follow("a")]

    monkeypatch.setattr(Streams, "_read", fails_at_first)
    assert texts_of(heard(database, story)) == ["one", "end"]

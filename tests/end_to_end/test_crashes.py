"""Kills at random moments: of the server, of the worker, of the engine that draws. Real processes and real films.

`scripts/test --crashes 20` kills so often; the suite only a few times. The seed is printed, and SONGREEL_TESTS_SEED repeats it.
"""

import os
import random
import secrets
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from chat_clients import Client, Turn, played
from composed_songs import RATE_HZ, verse_and_chorus
from server_processes import HEIGHT_PX, Program, Stack, apart
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Account
from synthetic import write_wav

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("SONGREEL_TESTS_CRASHES", "3"))
SEED = int(os.environ.get("SONGREEL_TESTS_SEED", secrets.randbelow(1_000_000)))
PARTS = (("verse", 2), ("chorus", 2))
SONG_S, FPS = 8.0, 24
PRICE, GRANT = 40, 100
LONGEST_WAIT = 3.0
"""For the next kill, in times that the server took to start last: so much happens in between, on a busy machine too."""
FILM_S = 300.0
MOST_ENGINES = 2
"""Killed in one film: a piece of work whose engine dies three times is given up, as it should be."""
WISH = "make a music video, a neon city at night"


class Follower(threading.Thread):
    """A client that comes back, with what it heard last, until its turn has ended."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self.turn = Turn()
        self.lines = 0
        """How often it asked."""
        self.cut_short = 0
        """How often a stream ended in order though its turn had not."""
        self._client = client
        self._given_up = threading.Event()

    def run(self) -> None:
        while self.turn.ended_as is None and not self._given_up.wait(0.1):
            self.lines += 1
            last = self.turn.ids[-1] if self.turn.ids else None
            # Killed: the line breaks; not up again yet: there is none.
            with suppress(httpx.TransportError):
                self._client.say(WISH, last_event_id=last, into=self.turn)
                self.cut_short += self.turn.ended_as is None

    def give_up(self) -> None:
        self._given_up.set()


class Books:
    """The ledger, read beside the processes that write it."""

    def __init__(self, data: Path) -> None:
        self._database = Database(Settings(data=data).tables_url)

    def check(self) -> None:
        """Every account's credits add up, at this moment too."""
        with self._database.reading() as tx:
            assert audit(tx) == ()
            for account in tx.query(Account):
                balance = ledger.balance(tx, account.id)
                assert balance.available + balance.frozen + balance.spent == balance.granted

    def close(self) -> None:
        self._database.close()


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = apart(tmp_path, SONGREEL_TOKENS_PER_IP="1000", SONGREEL_DEAD_AFTER_S="3")
    yield stack
    stack.end(signal.SIGKILL)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    (tmp_path / "data").mkdir()
    books = Books(tmp_path / "data")
    yield books
    books.close()


def clips_in(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every finished clip, and what changes where it is written anew."""
    found = {}
    for clip in folder.glob("data/projects/**/clips/*.mp4"):
        with suppress(FileNotFoundError):
            found[clip] = (clip.stat().st_ino, clip.stat().st_mtime_ns)
    return found


def kill_one(stack: Stack, dice: random.Random, *, engines: bool) -> str:
    """What was killed, and is started again if it is not started by itself."""
    [worker] = stack.workers
    drawing = worker.children() if engines else []
    victims: list[tuple[str, Program | int]] = [("server", stack.server), ("worker", worker)]
    victims += [("engine", pid) for pid in drawing[:1]]
    name, victim = dice.choice(victims)
    if isinstance(victim, int):
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    else:
        victim.end(signal.SIGKILL)
        victim.start()
    return name


def test_kills_at_random_moments_lose_neither_work_nor_credits_nor_the_stream(
    stack: Stack, books: Books, tmp_path: Path
) -> None:
    began_s = time.monotonic()
    stack.start()
    start_s = time.monotonic() - began_s
    print(f"seed {SEED}, {KILLS} kills; the server starts in {start_s:.1f} s")
    dice = random.Random(SEED)
    song = write_wav(tmp_path / "song.wav", verse_and_chorus(PARTS), RATE_HZ)
    killed: Counter[str] = Counter()
    number = 0
    while killed.total() < KILLS:
        number += 1
        client = Client(stack.url, client_id=f"crash-{number}")
        client.upload(song)
        follower = Follower(client)
        stood: dict[Path, tuple[int, int]] = {}
        engines = 0
        follower.start()
        while killed.total() < KILLS:
            follower.join(dice.uniform(0.0, LONGEST_WAIT * start_s))
            if not follower.is_alive():
                break
            stood |= clips_in(tmp_path)
            began_s = time.monotonic()
            name = kill_one(stack, dice, engines=engines < MOST_ENGINES)
            start_s = time.monotonic() - began_s if name == "server" else start_s
            engines += name == "engine"
            killed[name] += 1
            print(f"killed the {name}; heard {len(follower.turn.events)} events, {len(stood)} clips stand", flush=True)
            books.check()
        follower.join(FILM_S)
        follower.give_up()
        turn = follower.turn
        assert turn.ended_as == "completed", turn.texts
        assert len(set(turn.ids)) == len(turn.ids), "an event came twice"
        assert follower.cut_short == 0
        assert sum("40 credits" in text for text in turn.texts[:1]) == 1
        now = clips_in(tmp_path)
        assert {clip: now.get(clip) for clip in stood} == stood, "a finished clip was made again"
        credits = client.credits()
        assert (credits["available"], credits["frozen"]) == (GRANT - PRICE, 0)
        [film] = client.state()["generated_media"]
        path = client.film(film["url"], tmp_path / f"film-{number}.mp4")
        assert played(path, SONG_S) == (round(SONG_S * FPS), HEIGHT_PX, True)
        books.check()
        client.http.close()
        print(f"film {number}: came back {follower.lines - 1} times", flush=True)
    print(f"killed: {dict(killed)}")

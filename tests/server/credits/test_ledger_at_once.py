"""Whatever threads and processes do at once, and wherever they die, no credit is lost or made."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from songreel_server.accounts.tokens import open_account
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.errors import NotEnoughCreditsError, NotFoundError
from songreel_server.store.database import Database


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_spending_at_once_from_many_threads_loses_and_makes_nothing(database: Database, seed: int) -> None:
    with database.writing() as tx:
        accounts = [open_account(tx, kind="anonymous", now=0.0).id for _ in range(2)]
        for account_id in accounts:
            ledger.grant(tx, account_id, 100, reason="test", key="first", now=0.0)
    ended: list[ledger.HoldFacts] = []

    def work(number: int) -> None:
        chance = random.Random(f"{seed}-{number}")
        for turn in range(12):
            hold = chance.randrange(8)
            # Every hold belongs to one account and has one amount, as a job has; several threads fight over each.
            account_id, amount = accounts[hold % 2], 10 + 5 * hold
            with suppress(NotEnoughCreditsError, NotFoundError), database.writing() as tx:
                match chance.randrange(4):
                    case 0:
                        ledger.grant(tx, account_id, 7, reason="test", key=f"{hold}", now=float(turn))
                    case 1:
                        ledger.hold(tx, account_id, amount, hold_id=f"{seed}-{hold}", now=float(turn))
                    case 2:
                        ended.append(ledger.capture(tx, f"{seed}-{hold}", chance.choice([0, amount]), now=float(turn)))
                    case 3:
                        ended.append(ledger.release(tx, f"{seed}-{hold}", now=float(turn)))

    _at_once(work, 6)
    with database.reading() as tx:
        assert audit(tx) == ()
        assert {account: ledger.balance(tx, account) for account in accounts}
    outcomes: dict[str, set[tuple[str, int]]] = {}
    for facts in ended:
        outcomes.setdefault(facts.id, set()).add((facts.state, facts.captured))
    assert outcomes
    assert all(len(each) == 1 for each in outcomes.values()), "a hold that ended was told to end otherwise"


def test_of_many_who_want_the_last_credits_exactly_as_many_get_them_as_there_are(database: Database) -> None:
    with database.writing() as tx:
        account_id = open_account(tx, kind="anonymous", now=0.0).id
        ledger.grant(tx, account_id, 100, reason="test", key="first", now=0.0)
    refused: list[int] = []

    def spend(number: int) -> None:
        try:
            with database.writing() as tx:
                ledger.hold(tx, account_id, 30, hold_id=f"job {number}", now=1.0)
        except NotEnoughCreditsError:
            refused.append(number)

    _at_once(spend, 8)
    assert len(refused) == 5
    with database.reading() as tx:
        assert (ledger.balance(tx, account_id).available, ledger.balance(tx, account_id).frozen) == (10, 90)


def test_a_capture_and_a_release_at_once_agree_on_which_came_first(database: Database) -> None:
    with database.writing() as tx:
        account_id = open_account(tx, kind="anonymous", now=0.0).id
        ledger.grant(tx, account_id, 400, reason="test", key="first", now=0.0)
        for number in range(10):
            ledger.hold(tx, account_id, 40, hold_id=f"job {number}", now=1.0)
    told: dict[tuple[int, int], str] = {}

    def settle(number: int) -> None:
        for job in range(10):
            with database.writing() as tx:
                if number % 2:
                    told[number, job] = ledger.capture(tx, f"job {job}", 40, now=2.0).state
                else:
                    told[number, job] = ledger.release(tx, f"job {job}", now=2.0).state

    _at_once(settle, 4)
    for job in range(10):
        assert len({told[number, job] for number in range(4)}) == 1
    captured = sum(told[0, job] == "captured" for job in range(10))
    with database.reading() as tx:
        stands = ledger.balance(tx, account_id)
        assert (stands.spent, stands.frozen, stands.available) == (40 * captured, 0, 400 - 40 * captured)
        assert audit(tx) == ()


def test_an_audit_beside_running_spenders_sees_one_moment_and_finds_nothing_wrong(database: Database) -> None:
    with database.writing() as tx:
        account_id = open_account(tx, kind="anonymous", now=0.0).id
        ledger.grant(tx, account_id, 1000, reason="test", key="first", now=0.0)
    looked: list[tuple[str, ...]] = []

    def work(number: int) -> None:
        for turn in range(15):
            if number == 0:
                with database.reading() as tx:
                    looked.append(audit(tx))
                continue
            with database.writing() as tx:
                ledger.hold(tx, account_id, 5, hold_id=f"{number} {turn}", now=1.0)
            with database.writing() as tx:
                ledger.capture(tx, f"{number} {turn}", 5, now=1.0)

    _at_once(work, 4)
    assert len(looked) == 15
    assert set(looked) == {()}


DYING = """
import os, sys
from songreel_server.credits import ledger
from songreel_server.store.database import Database

with Database(sys.argv[1]).writing() as tx:
    ledger.grant(tx, sys.argv[2], 7, reason="test", key="dying", now=2.0)
    ledger.hold(tx, sys.argv[2], 30, hold_id="dying", now=2.0)
    ledger.capture(tx, "running", 30, now=2.0)
    print("done", flush=True)
    os.kill(os.getpid(), 9)
"""


def test_a_process_that_is_killed_before_it_commits_leaves_nothing_and_blocks_nobody(
    database: Database, database_url: str
) -> None:
    with database.writing() as tx:
        account_id = open_account(tx, kind="anonymous", now=0.0).id
        ledger.grant(tx, account_id, 100, reason="test", key="first", now=0.0)
        ledger.hold(tx, account_id, 30, hold_id="running", now=1.0)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", DYING, database_url, account_id]
    died = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert (died.returncode, died.stdout) == (-9, "done\n"), died.stderr
    with database.writing() as tx:
        assert ledger.balance(tx, account_id) == ledger.Balance(
            available=70, frozen=30, spent=0, granted=100, free_left=0
        )
        assert ledger.standing(tx, "dying") is None
        assert ledger.capture(tx, "running", 20, now=3.0).state == "captured"
        assert audit(tx) == ()


def _at_once(work: Callable[[int], None], threads: int) -> None:
    """Runs it in so many threads that start together; what one raises is raised here."""
    start = threading.Barrier(threads)

    def run(number: int) -> None:
        start.wait(timeout=10)
        work(number)

    with ThreadPoolExecutor(threads) as pool:
        for running in [pool.submit(run, number) for number in range(threads)]:
            running.result(timeout=60)

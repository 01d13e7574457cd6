"""No sequence of movements, with repetitions and crashes among them, differs from plain bookkeeping."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from songreel_server.accounts.tokens import open_account
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.errors import ConflictError, NotEnoughCreditsError, NotFoundError
from songreel_server.store.database import Database

AMOUNTS = st.integers(0, 60)
FREE = st.integers(0, 2)
WHICH = st.integers(0, 5)
"""Of the holds that were asked for, counted from the last."""
CRASHES = st.sampled_from([False, False, False, True])
STEP = st.one_of(
    st.tuples(st.just("grant"), st.sampled_from("abc"), AMOUNTS, FREE, CRASHES),
    st.tuples(st.just("hold"), AMOUNTS, FREE, CRASHES),
    st.tuples(st.just("hold_again"), WHICH, st.sampled_from([0, 0, 1]), CRASHES),
    st.tuples(st.just("capture"), WHICH, st.sampled_from([0.0, 0.3, 1.0, 1.1]), CRASHES),
    st.tuples(st.just("release"), WHICH, CRASHES),
)


class CrashError(Exception):
    """The process goes away before the transaction ends."""


@dataclass
class Books:
    """What the ledger should hold, in the plainest way there is."""

    available: int
    frozen: int
    spent: int
    granted: int
    free_left: int
    grants: dict[str, int] = field(default_factory=dict)
    holds: dict[str, tuple[int, int, str, int]] = field(default_factory=dict)
    """By name: amount, free images, state, captured."""


class Spending:
    """An account's life, beside a model of it; each step is a transaction that is kept or, where it crashes, is not."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.names: list[str] = []
        self.books = Books(available=100, frozen=0, spent=0, granted=100, free_left=3)
        with database.writing() as tx:
            self.account_id = open_account(tx, kind="anonymous", now=0.0).id
            ledger.grant(tx, self.account_id, 100, reason="test", key="opening", now=0.0, free_items=3)

    def grant(self, key: str, amount: int, free: int, crashes: bool) -> None:
        def step(tx: Session) -> None:
            ledger.grant(tx, self.account_id, amount, reason="test", key=key, now=1.0, free_items=free)

        if self.books.grants.get(key, amount) != amount:
            with pytest.raises(ConflictError):
                self._do(step, crashes=False)
        elif self._do(step, crashes=crashes) and key not in self.books.grants:
            self.books.grants[key] = amount
            self.books.granted += amount
            self.books.available += amount
            self.books.free_left += free

    def hold(self, amount: int, free: int, crashes: bool) -> None:
        self.names.append(f"{self.account_id} {len(self.names)}")
        self._hold(self.names[-1], amount, free, crashes=crashes)

    def hold_again(self, which: int, changed: int, crashes: bool) -> None:
        """The same request, sent twice; or another one under its name."""
        name = self._name(which)
        amount, free, *_ = self.books.holds.get(name, (20, 0))
        self._hold(name, amount + changed, free, crashes=crashes)

    def capture(self, which: int, part: float, crashes: bool) -> None:
        name = self._name(which)
        held = self.books.holds.get(name, (20,))[0]
        self._settle(name, ceil(part * held), "captured", crashes=crashes)

    def release(self, which: int, crashes: bool) -> None:
        self._settle(self._name(which), 0, "released", crashes=crashes)

    def check(self) -> None:
        books = self.books
        with self.database.reading() as tx:
            stands = ledger.balance(tx, self.account_id)
        assert stands == ledger.Balance(
            available=books.available,
            frozen=books.frozen,
            spent=books.spent,
            granted=books.granted,
            free_left=books.free_left,
        )
        assert stands.available + stands.frozen + stands.spent == stands.granted
        assert min(stands.available, stands.frozen, stands.spent, stands.free_left) >= 0

    def _name(self, which: int) -> str:
        return self.names[-1 - which] if which < len(self.names) else f"{self.account_id} never held"

    def _do(self, step: Callable[[Session], object], *, crashes: bool) -> bool:
        """Whether it was kept."""
        with suppress(CrashError), self.database.writing() as tx:
            step(tx)
            if crashes:
                raise CrashError
        return not crashes

    def _hold(self, name: str, amount: int, free: int, *, crashes: bool) -> None:
        def step(tx: Session) -> None:
            ledger.hold(tx, self.account_id, amount, hold_id=name, now=2.0, free_items=free)

        books = self.books
        if name in books.holds and books.holds[name][0] != amount:
            with pytest.raises(ConflictError):
                self._do(step, crashes=False)
        elif name not in books.holds and amount > books.available:
            with pytest.raises(NotEnoughCreditsError) as refused:
                self._do(step, crashes=False)
            assert (refused.value.needed, refused.value.available) == (amount, books.available)
        elif name not in books.holds and free > books.free_left:
            with pytest.raises(ConflictError, match="free images"):
                self._do(step, crashes=False)
        elif self._do(step, crashes=crashes) and name not in books.holds:
            books.available -= amount
            books.frozen += amount
            books.free_left -= free
            books.holds[name] = (amount, free, "frozen", 0)

    def _settle(self, name: str, amount: int, state: str, *, crashes: bool) -> None:
        answers: list[ledger.HoldFacts] = []

        def step(tx: Session) -> None:
            if state == "captured":
                answers.append(ledger.capture(tx, name, amount, now=3.0))
            else:
                answers.append(ledger.release(tx, name, now=3.0))

        books = self.books
        if name not in books.holds:
            with pytest.raises(NotFoundError):
                self._do(step, crashes=False)
            return
        held, free, stands, captured = books.holds[name]
        if stands == "frozen" and amount > held:
            with pytest.raises(ConflictError):
                self._do(step, crashes=False)
            return
        kept = self._do(step, crashes=crashes)
        if stands != "frozen":
            assert (answers[0].state, answers[0].captured) == (stands, captured)
        elif kept:
            assert (answers[0].state, answers[0].captured) == (state, amount)
            books.holds[name] = (held, free, state, amount)
            books.frozen -= held
            books.spent += amount
            books.available += held - amount
            books.free_left += free if state == "released" else 0


def test_no_sequence_of_movements_crashes_and_repetitions_differs_from_plain_bookkeeping(database: Database) -> None:
    @hypothesis_settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        # Each step is a commit: making a failure shorter would take minutes, and it is short enough to read.
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(STEP, min_size=50, max_size=60))
    def follow(steps: list[tuple[object, ...]]) -> None:
        spending = Spending(database)
        for name, *arguments in steps:
            getattr(spending, str(name))(*arguments)
            spending.check()
        with database.reading() as tx:
            assert audit(tx) == ()

    follow()

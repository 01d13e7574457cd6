"""The ledger's single movements, its history, and what the audit finds."""

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from songreel_server.accounts.tokens import open_account
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.errors import ConflictError, NotEnoughCreditsError, NotFoundError
from songreel_server.store.database import Database
from songreel_server.store.tables import Account, Balance


@pytest.fixture
def account_id(database: Database) -> str:
    """With 100 credits and 10 free images."""
    with database.writing() as tx:
        made = open_account(tx, kind="registered", now=0.0).id
        ledger.grant(tx, made, 100, reason="test", key="first", now=1.0, free_items=10)
    return made


def _balance(database: Database, account_id: str) -> ledger.Balance:
    with database.reading() as tx:
        return ledger.balance(tx, account_id)


def test_a_job_that_takes_less_than_was_held_gives_the_rest_back(database: Database, account_id: str) -> None:
    with database.writing() as tx:
        ledger.hold(tx, account_id, 60, hold_id="job", now=2.0)
    assert _balance(database, account_id) == ledger.Balance(available=40, frozen=60, spent=0, granted=100, free_left=10)
    with database.writing() as tx:
        ledger.capture(tx, "job", 25, now=3.0)
    stands = _balance(database, account_id)
    assert stands == ledger.Balance(available=75, frozen=0, spent=25, granted=100, free_left=10)
    assert stands.total == 75


def test_free_images_that_were_not_used_come_back(database: Database, account_id: str) -> None:
    with database.writing() as tx:
        ledger.hold(tx, account_id, 0, hold_id="part", now=2.0, free_items=6)
        ledger.hold(tx, account_id, 0, hold_id="none", now=2.0, free_items=4)
    assert _balance(database, account_id).free_left == 0
    with database.writing() as tx, pytest.raises(ConflictError, match="free images"):
        ledger.hold(tx, account_id, 0, hold_id="more", now=2.0, free_items=1)
    with database.writing() as tx:
        assert ledger.capture(tx, "part", 0, now=3.0, free_items=2).free_items == 2
        assert ledger.release(tx, "none", now=3.0).free_items == 0
    assert _balance(database, account_id).free_left == 8


def test_a_refused_hold_leaves_nothing_though_the_transaction_goes_on(database: Database, account_id: str) -> None:
    with database.writing() as tx:
        with pytest.raises(NotEnoughCreditsError, match="costs 101 credits and 100 are available"):
            ledger.hold(tx, account_id, 101, hold_id="job", now=2.0)
        assert ledger.standing(tx, "job") is None
    assert _balance(database, account_id).available == 100
    with database.reading() as tx:
        assert audit(tx) == ()


def test_an_id_used_for_two_jobs_is_said_to_be(database: Database, account_id: str) -> None:
    with database.writing() as tx:
        other = open_account(tx, kind="registered", now=0.0).id
        ledger.grant(tx, other, 50, reason="test", key="first", now=1.0)
        ledger.hold(tx, account_id, 10, hold_id="job", now=2.0)
    for account, amount in ((other, 10), (account_id, 11)):
        with database.writing() as tx, pytest.raises(ConflictError):
            ledger.hold(tx, account, amount, hold_id="job", now=2.0)


def test_nothing_is_taken_below_nothing_or_out_of_nowhere(database: Database, account_id: str) -> None:
    with database.writing() as tx:
        for call in (
            lambda: ledger.grant(tx, account_id, -1, reason="test", key="second", now=1.0),
            lambda: ledger.hold(tx, account_id, -1, hold_id="job", now=1.0),
        ):
            with pytest.raises(ValueError, match="-1"):
                call()
        with pytest.raises(NotFoundError):
            ledger.capture(tx, "unknown", 1, now=1.0)
        for unknown in (
            lambda: ledger.grant(tx, "nobody", 1, reason="test", key="x", now=1.0),
            lambda: ledger.hold(tx, "nobody", 1, hold_id="x", now=1.0),
            lambda: ledger.balance(tx, "nobody"),
        ):
            with pytest.raises(NotFoundError, match="nobody"):
                unknown()


def test_an_account_that_was_made_without_books_gets_them(database: Database) -> None:
    with database.writing() as tx:
        tx.add(Account(id="plain", kind="registered", made_at=0.0))
        tx.flush()
        assert ledger.balance(tx, "plain").granted == 0
        assert ledger.grant(tx, "plain", 5, reason="test", key="first", now=1.0).available == 5


def test_the_history_tells_every_movement_newest_first_and_in_pages(database: Database, account_id: str) -> None:
    with database.writing() as tx:
        ledger.hold(tx, account_id, 60, hold_id="job", now=2.0)
        ledger.capture(tx, "job", 25, now=3.0)
        ledger.hold(tx, account_id, 5, hold_id="next", now=4.0)
        ledger.release(tx, "next", now=5.0)
    with database.reading() as tx:
        told = ledger.entries(tx, account_id)
        assert [(one.kind, one.available, one.frozen, one.spent, one.hold_id) for one in told] == [
            ("release", 5, -5, 0, "next"),
            ("hold", -5, 5, 0, "next"),
            ("capture", 35, -60, 25, "job"),
            ("hold", -60, 60, 0, "job"),
            ("grant", 100, 0, 0, None),
        ]
        first = ledger.entries(tx, account_id, limit=2)
        assert first + ledger.entries(tx, account_id, before=first[-1].made_at) == told


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE balances SET available = available + 1, granted = granted + 1", "its entries say"),
        ("UPDATE balances SET available = available + 1, frozen = frozen - 1", "its holds under way"),
        ("UPDATE ledger_entries SET amount = amount + 1 WHERE book = 'frozen'", "add up to 1"),
        ("UPDATE holds SET state = 'released'", "its movements are"),
        ("DELETE FROM holds", "missing"),
    ],
)
def test_the_audit_finds_what_was_changed_behind_the_ledgers_back(
    database: Database, account_id: str, damage: str, said: str
) -> None:
    with database.writing() as tx:
        ledger.hold(tx, account_id, 60, hold_id="job", now=2.0)
        assert audit(tx) == ()
        tx.execute(text(damage))
        assert any(said in sentence for sentence in audit(tx))
        tx.rollback()


@pytest.mark.parametrize("change", [{"available": -1, "spent": 101}, {"available": 101}, {"free_left": 11}])
def test_the_tables_themselves_refuse_a_debt_and_a_credit_from_nowhere(
    database: Database, account_id: str, change: dict[str, int]
) -> None:
    with pytest.raises(IntegrityError), database.writing() as tx:
        tx.execute(update(Balance).where(Balance.account_id == account_id).values(change))

"""Adds the whole ledger up from its entries and says where it does not agree with the balances that are kept beside it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from songreel_server.store.tables import Balance, Hold, LedgerEntry, LedgerTransaction


def audit(tx: Session) -> tuple[str, ...]:
    """One sentence for each thing that is wrong; none where every credit is where it should be."""
    return (*_lopsided(tx), *_balances_unlike_entries(tx), *_frozen_unlike_holds(tx), *_misjudged_holds(tx))


def _lopsided(tx: Session) -> list[str]:
    sums = (
        select(LedgerEntry.transaction_id, func.sum(LedgerEntry.amount))
        .group_by(LedgerEntry.transaction_id)
        .having(func.sum(LedgerEntry.amount) != 0)
    )
    return [f"The sides of {name} add up to {left_over}, not to nothing." for name, left_over in tx.execute(sums)]


def _balances_unlike_entries(tx: Session) -> list[str]:
    sums = select(LedgerEntry.account_id, LedgerEntry.book, func.sum(LedgerEntry.amount)).group_by(
        LedgerEntry.account_id, LedgerEntry.book
    )
    moved = {(account_id, book): int(amount) for account_id, book, amount in tx.execute(sums)}
    kept: dict[tuple[str, str], int] = {}
    for row in tx.execute(
        select(Balance.account_id, Balance.granted, Balance.available, Balance.frozen, Balance.spent)
    ):
        kept |= {
            (row.account_id, "granted"): -row.granted,
            (row.account_id, "available"): row.available,
            (row.account_id, "frozen"): row.frozen,
            (row.account_id, "spent"): row.spent,
        }
    return [
        f"Account {account_id} has {kept.get((account_id, book), 0)} {book}, its entries say {moved.get((account_id, book), 0)}."
        for account_id, book in sorted(kept | moved)
        if kept.get((account_id, book), 0) != moved.get((account_id, book), 0)
    ]


def _frozen_unlike_holds(tx: Session) -> list[str]:
    held = (
        select(Hold.account_id, func.sum(Hold.amount).label("amount"))
        .where(Hold.state == "frozen")
        .group_by(Hold.account_id)
        .subquery()
    )
    amount = func.coalesce(held.c.amount, 0)
    wrong = (
        select(Balance.account_id, Balance.frozen, amount)
        .join(held, held.c.account_id == Balance.account_id, isouter=True)
        .where(Balance.frozen != amount)
    )
    return [
        f"Account {account_id} has {frozen} frozen, its holds under way are {amount}."
        for account_id, frozen, amount in tx.execute(wrong)
    ]


def _misjudged_holds(tx: Session) -> list[str]:
    """Each hold has a movement that made it and, once it has ended, exactly one that ended it, of its own kind."""
    made: dict[str, list[str]] = {}
    movements = select(LedgerTransaction.hold_id, LedgerTransaction.kind).where(LedgerTransaction.hold_id.is_not(None))
    for hold_id, kind in tx.execute(movements):
        made.setdefault(str(hold_id), []).append(kind)
    expected = {"frozen": ["hold"], "captured": ["capture", "hold"], "released": ["hold", "release"]}
    states = {row.id: row.state for row in tx.execute(select(Hold.id, Hold.state))}
    return [
        f"The hold {hold_id} is {states.get(hold_id, 'missing')}, its movements are {', '.join(made.get(hold_id, []))}."
        for hold_id in sorted(states.keys() | made.keys())
        if sorted(made.get(hold_id, [])) != expected.get(states.get(hold_id, ""))
    ]

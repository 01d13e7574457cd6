"""Where each credit is: a double-entry ledger whose movements are made exactly once.

An account's credits are `available`, `frozen` (held for jobs under way) or `spent`, and always add up to what it was granted.
A job holds credits before it starts; the hold ends once, captured (the rest goes back) or released. Every movement carries
a key of the caller's: the same movement asked for twice is made once.

Works in any transaction of `Database.writing()` and in those of the job engine. Each function's first statement is a write to
the row it is about, which queues all who want that row, on both databases. Nothing here decides prices.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from sqlalchemy import Row, bindparam, case, func, insert, select, update
from sqlalchemy.orm import Session

from songreel_server.errors import ConflictError, NotEnoughCreditsError, NotFoundError
from songreel_server.store.once import insert_once
from songreel_server.store.tables import Account, Hold, LedgerEntry, LedgerTransaction
from songreel_server.store.tables import Balance as BalanceRow

HoldState = Literal["frozen", "captured", "released"]
UNSYNCHRONISED: Final = {"synchronize_session": False}
"""Rows of the ledger are never held as objects, so there are none to bring up to date."""

BALANCE: Final = (
    BalanceRow.available,
    BalanceRow.frozen,
    BalanceRow.spent,
    BalanceRow.granted,
    BalanceRow.free_left,
)
_BALANCE_OF: Final = select(*(BalanceRow.__table__.c[column.key] for column in BALANCE)).where(
    BalanceRow.__table__.c.account_id == bindparam("account_id")
)
"""Asked with most requests, so written down once; of the table and past the session, which would take as long again."""
HOLD: Final = (Hold.id, Hold.account_id, Hold.amount, Hold.captured, Hold.free_items, Hold.state)
BOOKS: Final = ("available", "frozen", "spent")
"""Those that an account sees; `granted` is the house's side."""


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Credits of one account: available + frozen + spent = granted."""

    available: int
    frozen: int
    spent: int
    granted: int
    free_left: int
    """Images that may still be made again without credits."""

    @property
    def total(self) -> int:
        """What is not spent yet."""
        return self.available + self.frozen


@dataclass(frozen=True, kw_only=True)
class HoldFacts:
    """A hold as it stands."""

    id: str
    account_id: str
    amount: int
    captured: int
    free_items: int
    state: HoldState


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One line of an account's history: what it did to each of its books."""

    id: str
    kind: str
    reason: str
    hold_id: str | None
    made_at: float
    available: int
    frozen: int
    spent: int


def open_books(tx: Session, account_id: str) -> None:
    """Gives an account its balance of nothing; one that has a balance keeps it."""
    insert_once(tx, BalanceRow, account_id=account_id)


def grant(
    tx: Session,
    account_id: str,
    amount: int,
    *,
    reason: str,
    key: str,
    now: float,
    free_items: int = 0,
) -> Balance:
    """Gives credits, and images that cost none; once for each key of an account. The balance afterwards.

    Raises ConflictError where the key was used for another amount, NotFoundError where there is no such account.
    """
    _must_count(amount=amount, free_items=free_items)
    _locked(tx, account_id)
    movement = f"grant:{account_id}:{key}"
    if not _moved(tx, movement, "grant", reason, account_id, {"granted": -amount, "available": amount}, now=now):
        if (made := _amount_of(tx, movement)) != amount:
            raise ConflictError(f"The grant {key!r} was made with {made} credits, not {amount}; use another key.")
        return balance(tx, account_id)
    tx.execute(
        update(BalanceRow)
        .where(BalanceRow.account_id == account_id)
        .values(
            granted=BalanceRow.granted + amount,
            available=BalanceRow.available + amount,
            free_granted=BalanceRow.free_granted + free_items,
            free_left=BalanceRow.free_left + free_items,
        )
        .execution_options(**UNSYNCHRONISED)
    )
    return balance(tx, account_id)


def hold(
    tx: Session,
    account_id: str,
    amount: int,
    *,
    hold_id: str,
    now: float,
    free_items: int = 0,
    token_id: str | None = None,
) -> HoldFacts:
    """Sets credits and free images aside for a job. Where this hold was made before, however it ended, nothing changes:
    what stands is answered, so look at its state.

    Raises NotEnoughCreditsError, ConflictError where the hold is of another account or amount or the free images are used up
    since the quote, NotFoundError where there is no such account.
    """
    _must_count(amount=amount, free_items=free_items)
    now_has = _locked(tx, account_id)
    if (made := _hold(tx, hold_id)) is not None:
        if (made.account_id, made.amount) != (account_id, amount):
            raise ConflictError(f"The hold {hold_id} was made for something else; use an id of its own for each job.")
        return made
    if now_has.available < amount:
        raise NotEnoughCreditsError(
            f"This costs {amount} credits and {now_has.available} are available.",
            needed=amount,
            available=now_has.available,
        )
    if now_has.free_left < free_items:
        raise ConflictError("The free images have been used up since this was priced; ask for the price again.")
    _shifted(tx, account_id, available=-amount, frozen=amount, free_left=-free_items)
    facts = HoldFacts(
        id=hold_id, account_id=account_id, amount=amount, captured=0, free_items=free_items, state="frozen"
    )
    if not insert_once(tx, Hold, **vars(facts), token_id=token_id, made_at=now):
        raise ConflictError(f"The hold {hold_id} is being made for another account; use an id of its own for each job.")
    _moved(
        tx,
        f"hold:{hold_id}",
        "hold",
        "job",
        account_id,
        {"available": -amount, "frozen": amount},
        now=now,
        hold_id=hold_id,
    )
    return facts


def capture(tx: Session, hold_id: str, amount: int, *, now: float, free_items: int | None = None) -> HoldFacts:
    """Ends a hold: `amount` of it is spent, the rest goes back, as do free images beyond `free_items` (None: all were used).

    The first of capture and release counts. Where the hold has ended already nothing changes: what stands is answered, so
    look at its state. Raises NotFoundError, and ConflictError where more is to be taken than was held.
    """
    _must_count(amount=amount, free_items=free_items or 0)
    return _settled(tx, hold_id, "captured", amount=amount, free_items=free_items, now=now)


def release(tx: Session, hold_id: str, *, now: float) -> HoldFacts:
    """Ends a hold: all of it goes back. The first of capture and release counts, as in `capture`. Raises NotFoundError."""
    return _settled(tx, hold_id, "released", amount=0, free_items=0, now=now)


def transfer(tx: Session, giver: str, taker: str, *, key: str, reason: str, now: float) -> int:
    """Gives all that is available, and all free images, to another account; once for each key. How many credits went.

    Raises ConflictError while credits of the giver are held for a job, NotFoundError where there is no such account.
    """
    # Always in the same order, so that two transfers do not wait for each other.
    stand = {account_id: _locked(tx, account_id) for account_id in sorted({giver, taker})}
    left = stand[giver]
    if left.frozen:
        raise ConflictError("A video of the guest's account is still being made; try again when it is done.")
    movement = f"transfer:{giver}:{taker}:{key}"
    sides = {"granted": left.available, "available": -left.available}
    if not _moved(tx, movement, "transfer", reason, giver, sides, now=now):
        return 0
    for book, amount in sides.items():
        tx.execute(insert(LedgerEntry).values(transaction_id=movement, account_id=taker, book=book, amount=-amount))
    for account_id, sign in ((giver, -1), (taker, 1)):
        tx.execute(
            update(BalanceRow)
            .where(BalanceRow.account_id == account_id)
            .values(
                granted=BalanceRow.granted + sign * left.available,
                available=BalanceRow.available + sign * left.available,
                free_granted=BalanceRow.free_granted + sign * left.free_left,
                free_left=BalanceRow.free_left + sign * left.free_left,
            )
            .execution_options(**UNSYNCHRONISED)
        )
    return left.available


def balance(tx: Session, account_id: str) -> Balance:
    """What an account has; nothing where it has no books. Raises NotFoundError where there is no such account."""
    row = tx.connection().execute(_BALANCE_OF, {"account_id": account_id}).one_or_none()
    if row is None:
        _must_exist(tx, account_id)
        return Balance(available=0, frozen=0, spent=0, granted=0, free_left=0)
    return _as_balance(row)


def standing(tx: Session, hold_id: str) -> HoldFacts | None:
    """A hold as it stands; None where there is none."""
    return _hold(tx, hold_id)


def entries(tx: Session, account_id: str, *, limit: int = 100, before: float | None = None) -> tuple[Movement, ...]:
    """An account's movements, newest first; `before` a time, to read on."""
    books = {name: func.sum(case((LedgerEntry.book == name, LedgerEntry.amount), else_=0)) for name in BOOKS}
    chosen = (
        select(LedgerTransaction, *(books[name] for name in BOOKS))
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerEntry.account_id == account_id)
        .group_by(LedgerTransaction.id)
        .order_by(LedgerTransaction.made_at.desc(), LedgerTransaction.id.desc())
        .limit(limit)
    )
    if before is not None:
        chosen = chosen.where(LedgerTransaction.made_at < before)
    return tuple(
        Movement(
            id=made.id,
            kind=made.kind,
            reason=made.reason,
            hold_id=made.hold_id,
            made_at=made.made_at,
            available=int(available),
            frozen=int(frozen),
            spent=int(spent),
        )
        for made, available, frozen, spent in tx.execute(chosen)
    )


def _settled(
    tx: Session,
    hold_id: str,
    state: HoldState,
    *,
    amount: int,
    free_items: int | None,
    now: float,
) -> HoldFacts:
    stands = _taken(tx, hold_id)
    if stands is None:
        raise NotFoundError(f"There is no hold {hold_id}.")
    if stands.state != "frozen":
        return stands
    used = stands.free_items if free_items is None else free_items
    if amount > stands.amount or used > stands.free_items:
        raise ConflictError(
            f"The hold {hold_id} has {stands.amount} credits and {stands.free_items} free images; no more can be taken."
        )
    back = stands.amount - amount
    tx.execute(
        update(Hold)
        .where(Hold.id == hold_id)
        .values(state=state, captured=amount, free_items=used, ended_at=now)
        .execution_options(**UNSYNCHRONISED)
    )
    _shifted(
        tx,
        stands.account_id,
        frozen=-stands.amount,
        spent=amount,
        available=back,
        free_left=stands.free_items - used,
    )
    # One key for both ways to end: the table itself refuses a second one.
    _moved(
        tx,
        f"settle:{hold_id}",
        "capture" if state == "captured" else "release",
        "job",
        stands.account_id,
        {"frozen": -stands.amount, "spent": amount, "available": back},
        now=now,
        hold_id=hold_id,
    )
    return replace(stands, captured=amount, free_items=used, state=state)


def _taken(tx: Session, hold_id: str) -> HoldFacts | None:
    """A hold that no other transaction ends until this one does. One statement: looked at first and changed then, it could
    have been made or ended in between."""
    row = tx.execute(
        update(Hold)
        .where(Hold.id == hold_id)
        .values(captured=Hold.captured)
        .returning(*HOLD)
        .execution_options(**UNSYNCHRONISED)
    ).one_or_none()
    return None if row is None else HoldFacts(**row._mapping)


def _locked(tx: Session, account_id: str) -> Balance:
    """The balance, which no other transaction changes until this one ends."""
    take = (
        update(BalanceRow)
        .where(BalanceRow.account_id == account_id)
        .values(granted=BalanceRow.granted)
        .returning(*BALANCE)
        .execution_options(**UNSYNCHRONISED)
    )
    row = tx.execute(take).one_or_none()
    if row is None:
        _must_exist(tx, account_id)
        open_books(tx, account_id)
        row = tx.execute(take).one()
    return _as_balance(row)


def _shifted(tx: Session, account_id: str, *, free_left: int, **books: int) -> None:
    """Adds to an account's books; the table's own rules refuse a debt."""
    tx.execute(
        update(BalanceRow)
        .where(BalanceRow.account_id == account_id)
        .values(
            {getattr(BalanceRow, name): getattr(BalanceRow, name) + change for name, change in books.items()}
            | {BalanceRow.free_left: BalanceRow.free_left + free_left}
        )
        .execution_options(**UNSYNCHRONISED)
    )


def _moved(
    tx: Session,
    movement_id: str,
    kind: str,
    reason: str,
    account_id: str,
    sides: dict[str, int],
    *,
    now: float,
    hold_id: str | None = None,
) -> bool:
    """Writes a movement down, both sides; whether it is new."""
    if not insert_once(tx, LedgerTransaction, id=movement_id, kind=kind, reason=reason, hold_id=hold_id, made_at=now):
        return False
    for book, amount in sides.items():
        tx.execute(
            insert(LedgerEntry).values(transaction_id=movement_id, account_id=account_id, book=book, amount=amount)
        )
    return True


def _amount_of(tx: Session, movement_id: str) -> int | None:
    return tx.scalar(
        select(LedgerEntry.amount).where(LedgerEntry.transaction_id == movement_id, LedgerEntry.book == "available")
    )


def _hold(tx: Session, hold_id: str) -> HoldFacts | None:
    row = tx.execute(select(*HOLD).where(Hold.id == hold_id)).one_or_none()
    return None if row is None else HoldFacts(**row._mapping)


def _as_balance(row: Row[int, int, int, int, int]) -> Balance:
    available, frozen, spent, granted, free_left = row
    return Balance(available=available, frozen=frozen, spent=spent, granted=granted, free_left=free_left)


def _must_exist(tx: Session, account_id: str) -> None:
    if tx.get(Account, account_id) is None:
        raise NotFoundError(f"There is no account {account_id}.")


def _must_count(**counts: int) -> None:
    for name, count in counts.items():
        if count < 0:
            raise ValueError(f"{name} is {count}; credits are moved by naming the other direction")

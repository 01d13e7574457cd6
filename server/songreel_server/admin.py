"""What the operator may do: accounts and tokens, grants, a look at jobs and books, and clearing away what has expired.

Each function is one transaction, works while the server runs, and answers with values that a command line can print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement, CursorResult, delete, exists, or_, select
from sqlalchemy.orm import Session, aliased
from uuid6 import uuid7

from songreel_server.accounts import passwords, people, tokens
from songreel_server.accounts.key_limits import KeyLimits
from songreel_server.accounts.scopes import parsed
from songreel_server.accounts.tokens import DAY_S, IssuedToken
from songreel_server.credits import ledger
from songreel_server.credits.audit import audit
from songreel_server.credits.price_list import PriceList
from songreel_server.errors import BadRequestError, NotFoundError
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Account, Balance, Event, Job, Token, Worker

MOST_LISTED: Final = 1_000
ENDED: Final = ("completed", "failed", "cancelled")


@dataclass(frozen=True, kw_only=True)
class AccountFacts:
    """An account and its credits."""

    account_id: str
    kind: str
    email: str | None
    metered: bool
    made_at: float
    available: int
    frozen: int
    spent: int
    granted: int


@dataclass(frozen=True, kw_only=True)
class TokenFacts:
    """A token, as far as it is known: its text is not."""

    token_id: str
    account_id: str
    kind: str
    name: str | None
    scopes: str
    limits: dict[str, Any] | None
    made_at: float
    expires_at: float | None
    revoked_at: float | None


@dataclass(frozen=True, kw_only=True)
class JobFacts:
    """A job, for whoever looks after the machine."""

    job_id: str
    account_id: str
    kind: str
    state: str
    stage: str
    done: float
    total: float
    price: int
    worker_id: str | None
    worker_seen_at: float | None
    error: str | None
    made_at: float
    ended_at: float | None


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """How many rows went."""

    tokens: int
    events: int
    workers: int


def create_token(
    database: Database,
    *,
    now: float,
    account_id: str | None = None,
    kind: Literal["anonymous", "registered", "local"] = "anonymous",
    scopes: str = "*",
    days: float | None = None,
    name: str | None = None,
    credits: int = 0,
) -> IssuedToken:
    """A token of an account, of a new one of `kind` where none is named; without `days` it never expires.

    Raises BadRequestError for scopes that do not exist, NotFoundError for an account that does not.
    """
    wanted = parsed(scopes)
    with database.writing() as tx:
        owner = account_id or tokens.open_account(tx, kind=kind, now=now).id
        expires_at = None if days is None else now + days * DAY_S
        issued = tokens.issue(tx, owner, wanted, now=now, expires_at=expires_at, name=name)
        if credits:
            ledger.grant(tx, owner, credits, reason="operator", key=issued.token_id, now=now)
        return issued


def create_key(
    database: Database,
    settings: Settings,
    *,
    user: str,
    now: float,
    scopes: str = "*",
    limits: KeyLimits | None = None,
    name: str | None = None,
    credits: int = 0,
) -> IssuedToken:
    """A key for the person with this email, who gets an account without credits where there is none yet.

    Raises BadRequestError for what is no email or scope.
    """
    wanted = parsed(scopes)
    with database.writing() as tx:
        account = people.find_or_open(tx, settings, email=user, now=now)
        issued = tokens.issue_key(tx, account.id, wanted, now=now, limits=limits or KeyLimits(), name=name)
        if credits:
            ledger.grant(tx, account.id, credits, reason="operator", key=issued.token_id, now=now)
        return issued


def set_password(database: Database, user: str, password: str, *, now: float) -> AccountFacts:
    """Gives the account of this email another password. Raises NotFoundError, BadRequestError for one that is too short."""
    password_hash = passwords.hashed(password)
    with database.writing() as tx:
        account = people.set_password(tx, email=user, password_hash=password_hash, now=now)
        return _account_facts(account, tx.get_one(Balance, account.id))


def revoke_token(database: Database, token: str, *, now: float) -> TokenFacts:
    """Ends a token, named by its id or its text. Raises NotFoundError."""
    with database.writing() as tx:
        row = tx.scalar(select(Token).where(or_(Token.id == token, Token.hash == tokens.hash_of(token))))
        if row is None:
            raise NotFoundError("There is no such token; `songreel admin tokens` lists them.")
        tokens.revoke(tx, row.id, now=now)
        return _token_facts(row)


def list_tokens(
    database: Database, *, account_id: str | None = None, kind: str | None = None, limit: int = 100
) -> tuple[TokenFacts, ...]:
    """The newest first; of one kind, where that is named."""
    with database.reading() as tx:
        chosen = select(Token).order_by(Token.made_at.desc()).limit(min(limit, MOST_LISTED))
        if kind is not None:
            chosen = chosen.where(Token.kind == kind)
        if account_id is not None:
            chosen = chosen.where(Token.account_id == account_id)
        return tuple(_token_facts(row) for row in tx.scalars(chosen))


def list_accounts(database: Database, *, limit: int = 100) -> tuple[AccountFacts, ...]:
    """The newest first."""
    with database.reading() as tx:
        chosen = (
            select(Account, Balance)
            .join(Balance, Balance.account_id == Account.id)
            .order_by(Account.made_at.desc())
            .limit(min(limit, MOST_LISTED))
        )
        return tuple(_account_facts(account, books) for account, books in tx.execute(chosen))


def grant(
    database: Database,
    account: str,
    amount: int,
    *,
    now: float,
    reason: str = "operator",
    key: str | None = None,
    free_items: int = 0,
) -> ledger.Balance:
    """Gives credits to an account named by its id, its email or one of its tokens' ids; with a key, once however often it
    is asked. Raises NotFoundError, and BadRequestError for less than one credit.
    """
    if amount < 1:
        raise BadRequestError(f"A grant has at least one credit, not {amount}.")
    with database.writing() as tx:
        account_id = _account_id(tx, account)
        return ledger.grant(
            tx, account_id, amount, reason=reason, key=key or str(uuid7()), now=now, free_items=free_items
        )


def start_plan(database: Database, prices: PriceList, account: str, *, month: str, now: float) -> ledger.Balance:
    """One month of the plan, once for each month's name, such as 2026-11; a new subscriber's free images with the first.

    Raises NotFoundError.
    """
    with database.writing() as tx:
        account_id = _account_id(tx, account)
        ledger.grant(tx, account_id, prices.plan.credits_a_month, reason="plan", key=f"plan {month}", now=now)
        return ledger.grant(
            tx,
            account_id,
            0,
            reason="subscription",
            key="subscription",
            now=now,
            free_items=prices.plan.free_images,
        )


def list_jobs(
    database: Database,
    *,
    states: Sequence[str] = (),
    account_id: str | None = None,
    limit: int = 100,
) -> tuple[JobFacts, ...]:
    """The newest first; no states: all."""
    with database.reading() as tx:
        chosen = (
            select(Job, Worker.seen_at)
            .join(Worker, Worker.id == Job.worker_id, isouter=True)
            .order_by(Job.made_at.desc())
            .limit(min(limit, MOST_LISTED))
        )
        if states:
            chosen = chosen.where(Job.state.in_(states))
        if account_id is not None:
            chosen = chosen.where(Job.account_id == account_id)
        return tuple(_job_facts(job, seen_at) for job, seen_at in tx.execute(chosen))


def check_books(database: Database) -> tuple[str, ...]:
    """One sentence for each thing that is wrong in the ledger; none where nothing is."""
    with database.reading() as tx:
        return audit(tx)


def vacuum(database: Database, settings: Settings, *, now: float, keep_days: float = 7) -> Cleared:
    """Clears away what ended more than `keep_days` ago: tokens, the events of finished work, workers unheard of.

    Accounts, projects, films and the ledger stay. A token stays while a rate rule still counts it.
    """
    before = now - keep_days * DAY_S
    counted_since = now - settings.token_days * DAY_S
    with database.writing() as tx:
        over = or_(Token.expires_at < before, Token.revoked_at < before)
        finished = _finished_streams(before)
        return Cleared(
            tokens=_deleted(tx, Token, over, Token.made_at < counted_since),
            events=_deleted(tx, Event, finished),
            workers=_deleted(
                tx,
                Worker,
                Worker.seen_at < before,
                ~exists().where(Job.worker_id == Worker.id, Job.state.not_in(ENDED)),
            ),
        )


def _finished_streams(before: float) -> ColumnElement[bool]:
    """Streams that came to their end long ago: whoever lost the line has come back by then."""
    ending = aliased(Event)
    return Event.stream_id.in_(select(ending.stream_id).where(ending.kind == "end", ending.made_at < before))


def _deleted(tx: Session, table: type[Token | Event | Worker], *conditions: ColumnElement[bool]) -> int:
    gone = tx.execute(delete(table).where(*conditions).execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", gone).rowcount


def _account_id(tx: Session, named: str) -> str:
    found = tx.scalar(
        select(Account.id).where(
            or_(
                Account.id == named,
                Account.email == named.lower(),
                Account.id.in_(select(Token.account_id).where(Token.id == named)),
            )
        )
    )
    if found is None:
        raise NotFoundError(f"There is no account {named}; `songreel admin accounts` lists them.")
    return found


def _account_facts(account: Account, books: Balance) -> AccountFacts:
    return AccountFacts(
        account_id=account.id,
        kind=account.kind,
        email=account.email,
        metered=account.metered,
        made_at=account.made_at,
        available=books.available,
        frozen=books.frozen,
        spent=books.spent,
        granted=books.granted,
    )


def _token_facts(row: Token) -> TokenFacts:
    return TokenFacts(
        token_id=row.id,
        account_id=row.account_id,
        kind=row.kind,
        name=row.name,
        scopes=row.scopes,
        limits=row.limits,
        made_at=row.made_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


def _job_facts(job: Job, worker_seen_at: float | None) -> JobFacts:
    return JobFacts(
        job_id=job.id,
        account_id=job.account_id,
        kind=job.kind,
        state=job.state,
        stage=job.stage,
        done=job.done,
        total=job.total,
        price=job.price,
        worker_id=job.worker_id,
        worker_seen_at=worker_seen_at,
        error=job.error,
        made_at=job.made_at,
        ended_at=job.ended_at,
    )

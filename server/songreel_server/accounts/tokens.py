"""Tokens: opaque texts of which only the hash is kept. Guests get one without asking who they are, under rate rules.

A user token opens the API for seven days; a claim token opens one session in the browser and nothing of the API. API keys
are rows of the same table with limits of their own.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from math import ceil
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session
from uuid6 import uuid7

from songreel_server.accounts import scopes
from songreel_server.accounts.key_limits import KeyLimits
from songreel_server.accounts.limits import network_of
from songreel_server.accounts.scopes import Scope
from songreel_server.credits import ledger
from songreel_server.errors import (
    AddressNotAllowedError,
    BadRequestError,
    NotFoundError,
    ScopeError,
    SessionNotFoundError,
    TooManyRequestsError,
    UnknownTokenError,
)
from songreel_server.settings import Settings
from songreel_server.store.locking import Queue, stand_in
from songreel_server.store.tables import Account, SessionRow, Token

DAY_S: Final = 86_400
TokenKind = Literal["user", "claim", "key", "web"]
PREFIXES: Final[dict[TokenKind, str]] = {"user": "nmv_usr_", "claim": "clm_", "key": "sk-", "web": "web_"}
RANDOM_BYTES: Final = 32
CLIENT_ID: Final = re.compile(r"[0-9A-Za-z._:-]{1,100}")
"""Clients send a UUID; any short name serves."""
REFUSED: Final = "This token is unknown, has expired or was revoked; get a new one."
_TOKENS: Final = Token.__table__.c
_ACCOUNTS: Final = Account.__table__.c
_KNOWN: Final = (
    select(
        _TOKENS.id,
        _TOKENS.hash,
        _TOKENS.kind,
        _TOKENS.account_id,
        _TOKENS.scopes,
        _TOKENS.session_id,
        _TOKENS.limits,
        _TOKENS.expires_at,
        _TOKENS.revoked_at,
        _ACCOUNTS.kind.label("account_kind"),
        _ACCOUNTS.metered,
    )
    .join_from(Token.__table__, Account.__table__, _ACCOUNTS.id == _TOKENS.account_id)
    .where(_TOKENS.hash == bindparam("wanted"))
)
"""Asked with every request, so written down once; of tables and past the session, which would take as long again."""


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """A new token. Its text is shown this once and cannot be found again."""

    token: str
    token_id: str
    account_id: str
    expires_at: float | None

    def __repr__(self) -> str:
        """Without the text: a log may hold this."""
        return f"IssuedToken(token_id={self.token_id!r}, account_id={self.account_id!r})"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Whoever a request comes from, after its token was looked up."""

    account_id: str
    token_id: str
    kind: str
    """anonymous | registered | local"""
    scopes: frozenset[str]
    metered: bool
    """Whether this account pays for work."""

    def require(self, scope: Scope) -> None:
        """Raises ScopeError where the token may not do that."""
        if scope not in self.scopes:
            may = ", ".join(sorted(self.scopes)) or "nothing"
            raise ScopeError(f"This token may not {scope} (it may: {may}); use one that has the scope {scope}.")


@dataclass(frozen=True, kw_only=True)
class OpenedClaim:
    """What a claim token opens."""

    account_id: str
    session_id: str


def issue_guest(tx: Session, settings: Settings, *, client_id: str, ip: str, now: float) -> IssuedToken:
    """A new guest: an account with the house's credits, and its token.

    One for each client id and `tokens_per_ip` for each address in `token_days`; an IPv6 address counts as its /64 network.

    Raises BadRequestError where the client id is missing or no name, TooManyRequestsError with the time after which this
    very request will be granted.
    """
    client = _client(client_id)
    network = network_of(ip)
    window_s = settings.token_days * DAY_S
    # Two requests at once would each find room for one more.
    stand_in(tx, Queue.GUESTS)
    waits_s = {
        "this client": _wait_s(tx, Token.client_id == client, allowed=1, window_s=window_s, now=now),
        "this address": _wait_s(tx, Token.ip == network, allowed=settings.tokens_per_ip, window_s=window_s, now=now),
    }
    whose = max(waits_s, key=lambda name: waits_s[name])
    if waits_s[whose] > 0:
        raise TooManyRequestsError(
            f"There is a token for {whose} already, and no new one for {_spoken(waits_s[whose])}; use the one you have.",
            retry_after_s=waits_s[whose],
        )
    account = open_account(tx, kind="anonymous", now=now)
    if settings.anonymous_credits:
        ledger.grant(tx, account.id, settings.anonymous_credits, reason="guest", key="guest", now=now)
    return _issue(
        tx,
        "user",
        account.id,
        settings.anonymous_scopes,
        now=now,
        expires_at=now + window_s,
        client_id=client,
        ip=network,
    )


def issue(
    tx: Session,
    account_id: str,
    wanted: frozenset[str],
    *,
    now: float,
    expires_at: float | None,
    name: str | None = None,
) -> IssuedToken:
    """A user token of an account that exists, as the operator gives it: no rate rule. Raises NotFoundError."""
    if tx.get(Account, account_id) is None:
        raise NotFoundError(f"There is no account {account_id}.")
    return _issue(tx, "user", account_id, wanted, now=now, expires_at=expires_at, name=name)


def open_account(
    tx: Session,
    *,
    kind: Literal["anonymous", "registered", "local"],
    now: float,
    email: str | None = None,
) -> Account:
    """A new account without credits. The local owner's pays nothing; the rest pay for what they use."""
    account = Account(id=str(uuid7()), kind=kind, metered=kind != "local", email=email, made_at=now)
    tx.add(account)
    tx.flush()
    ledger.open_books(tx, account.id)
    return account


def issue_key(
    tx: Session,
    account_id: str,
    wanted: frozenset[str],
    *,
    now: float,
    limits: KeyLimits,
    name: str | None = None,
    expires_at: float | None = None,
) -> IssuedToken:
    """A key for a back end, with limits of its own. Raises NotFoundError."""
    if tx.get(Account, account_id) is None:
        raise NotFoundError(f"There is no account {account_id}.")
    return _issue(tx, "key", account_id, wanted, now=now, expires_at=expires_at, name=name, limits=limits)


def issue_web(tx: Session, account_id: str, *, now: float, expires_at: float) -> IssuedToken:
    """What a browser that has logged in keeps as its cookie; it is no key to the API."""
    return _issue(tx, "web", account_id, frozenset(), now=now, expires_at=expires_at)


def open_web(tx: Session, token: str, *, now: float) -> Caller:
    """Whoever is logged in with this cookie. Raises UnknownTokenError."""
    return _caller(_found(tx, token, kinds=("web",), now=now))


def who_is(tx: Session, token: str, *, now: float, ip: str | None = None) -> Caller:
    """The caller that a token stands for, who asks from `ip`; a key that is bound to addresses is refused where that is unknown.

    Raises UnknownTokenError, always in the same words, where it is no token, is not known, is over, or is of another use;
    AddressNotAllowedError.
    """
    row = _found(tx, token, kinds=("user", "key"), now=now)
    if row.limits is not None and not KeyLimits.model_validate(row.limits).lets_in(ip):
        raise AddressNotAllowedError("This key may not be used from this address; its owner has listed those it may.")
    return _caller(row)


def holder_of(tx: Session, token: str, *, now: float) -> Caller:
    """The same, wherever it is used from: for whoever asks for the address afterwards. Raises UnknownTokenError."""
    return _caller(_found(tx, token, kinds=("user", "key"), now=now))


def _caller(row: "Row[*tuple[Any, ...]]") -> Caller:
    return Caller(
        account_id=row.account_id,
        token_id=row.id,
        kind=row.account_kind,
        scopes=frozenset(row.scopes.split()),
        metered=row.metered,
    )


def claim(tx: Session, settings: Settings, *, account_id: str, session_id: str, now: float) -> IssuedToken:
    """A token that opens this session, and only it, in a browser; it is no key to the API.

    Raises SessionNotFoundError where the account has no such session.
    """
    session = tx.get(SessionRow, session_id)
    if session is None or session.account_id != account_id:
        raise SessionNotFoundError(f"There is no session {session_id}.")
    ends = now + settings.token_days * DAY_S
    return _issue(tx, "claim", account_id, frozenset(), now=now, expires_at=ends, session_id=session_id)


def open_claim(tx: Session, token: str, *, now: float) -> OpenedClaim:
    """The session that a claim token opens; it may be opened until it expires. Raises UnknownTokenError."""
    row = _found(tx, token, kinds=("claim",), now=now)
    if row.session_id is None:
        raise UnknownTokenError(REFUSED)
    return OpenedClaim(account_id=row.account_id, session_id=row.session_id)


def revoke(tx: Session, token_id: str, *, now: float) -> None:
    """Ends a token now; one that has ended stays as it is. Raises NotFoundError."""
    row = tx.get(Token, token_id)
    if row is None:
        raise NotFoundError(f"There is no token {token_id}.")
    row.revoked_at = row.revoked_at or now
    tx.flush()


def hash_of(token: str) -> str:
    """As stored. Tokens are random and long, so a plain hash cannot be searched backwards."""
    return hashlib.sha256(token.encode()).hexdigest()


def _issue(
    tx: Session,
    kind: TokenKind,
    account_id: str,
    wanted: frozenset[str],
    *,
    now: float,
    expires_at: float | None,
    client_id: str | None = None,
    ip: str | None = None,
    session_id: str | None = None,
    name: str | None = None,
    limits: KeyLimits | None = None,
) -> IssuedToken:
    text = PREFIXES[kind] + secrets.token_urlsafe(RANDOM_BYTES)
    row = Token(
        id=str(uuid7()),
        hash=hash_of(text),
        kind=kind,
        account_id=account_id,
        scopes=scopes.written(wanted),
        session_id=session_id,
        client_id=client_id,
        ip=ip,
        name=name,
        limits=None if limits is None else limits.model_dump(mode="json"),
        made_at=now,
        expires_at=expires_at,
    )
    tx.add(row)
    tx.flush()
    return IssuedToken(token=text, token_id=row.id, account_id=account_id, expires_at=expires_at)


def _found(tx: Session, token: str, *, kinds: tuple[TokenKind, ...], now: float) -> "Row[*tuple[Any, ...]]":
    """A token that is good now. The database compares hashes, of which a caller cannot choose the beginning; the
    comparison that decides takes the same time whatever they hold."""
    wanted = hash_of(token) if token.isascii() else ""
    tx.flush()
    row = tx.connection().execute(_KNOWN, {"wanted": wanted}).one_or_none()
    good = (
        row is not None
        and hmac.compare_digest(row.hash, wanted)
        and row.kind in kinds
        and row.revoked_at is None
        and (row.expires_at is None or now < row.expires_at)
    )
    if row is None or not good:
        raise UnknownTokenError(REFUSED)
    return row


def _client(client_id: str) -> str:
    name = client_id.strip()
    if not name:
        raise BadRequestError("The X-Client-Id header is missing: send a UUID that stays the same for this client.")
    if not CLIENT_ID.fullmatch(name):
        raise BadRequestError("X-Client-Id is no name: send a UUID that stays the same for this client.")
    return name.lower()


def _wait_s(tx: Session, same: ColumnElement[bool], *, allowed: int, window_s: float, now: float) -> int:
    """Whole seconds until one more fits into the window; 0 where it fits now."""
    newest_first = select(Token.made_at).where(same, Token.made_at > now - window_s)
    # The allowed-th newest is the one whose leaving makes room.
    leaves = tx.scalar(newest_first.order_by(Token.made_at.desc()).offset(allowed - 1).limit(1))
    return 0 if leaves is None else max(1, ceil(leaves + window_s - now))


def _spoken(wait_s: int) -> str:
    for unit, seconds in (("days", DAY_S), ("hours", 3600), ("minutes", 60)):
        if wait_s >= 2 * seconds:
            return f"{ceil(wait_s / seconds)} {unit}"
    return f"{wait_s} seconds"

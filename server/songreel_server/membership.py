"""People and their accounts, as pages need them: register, log in, join what was made as a guest, keys.

Whoever is logged in is known by a cookie's token; it opens these pages and nothing of the API.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session as Tx

from songreel_server.accounts import passwords, people, scopes, tokens
from songreel_server.accounts.key_limits import KeyLimits
from songreel_server.accounts.spending import spent
from songreel_server.accounts.tokens import DAY_S, Caller, IssuedToken
from songreel_server.errors import BadRequestError, NotFoundError
from songreel_server.joining import join
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Account, Token

MOST_KEYS: Final = 100
OPENING: Final = ("key", "user")


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """Something that opens the account's API; its text is not known."""

    key_id: str
    kind: str
    """key | user (a client's token, as of the chat that was used as a guest)"""
    name: str | None
    scopes: str
    limits: KeyLimits
    spent: int
    """Credits, in all."""
    made_at: float


class Membership:
    """One for the process; every method waits for the database."""

    def __init__(self, settings: Settings, database: Database, *, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock

    def register(self, *, email: str, password: str, bind: str | None) -> IssuedToken:
        """A new account, or the guest's of `bind` as one; logged in.

        Raises BadRequestError, ConflictError where the email is taken, NotFoundError where there is no such guest.
        """
        guest_id = self._guest_of(bind)
        now, password_hash = self._clock(), passwords.hashed(password)
        with self._database.writing() as tx:
            account = people.register(
                tx, self._settings, email=email, password_hash=password_hash, bind=guest_id, now=now
            )
            return self._let_in(tx, account, now)

    def log_in(self, *, email: str, password: str, bind: str | None) -> IssuedToken:
        """Raises UnknownTokenError where email or password is wrong, NotFoundError where there is no such guest,
        ConflictError while a video of the guest's is being made.
        """
        guest_id, now = self._guest_of(bind), self._clock()
        with self._database.reading() as tx:
            account_id = people.log_in(tx, email=email, password=password).id
        with self._database.writing() as tx:
            account = tx.get_one(Account, account_id)
            if account.password_hash is not None and passwords.is_outdated(account.password_hash):
                account.password_hash = passwords.hashed(password)
            if guest_id is not None and guest_id != account_id:
                self._join(tx, guest_id, account_id, now)
            return self._let_in(tx, account, now)

    def _guest_of(self, bind: str | None) -> str | None:
        """The guest's account that a link names. Raises NotFoundError for one that this server never gave."""
        if bind is None:
            return None
        guest_id = self._settings.account_of_bind(bind)
        if guest_id is None:
            raise NotFoundError(people.NO_GUEST)
        return guest_id

    def _join(self, tx: Tx, guest_id: str, account_id: str, now: float) -> None:
        guest = tx.get(Account, guest_id)
        if guest is not None and guest.merged_into == account_id:
            # The link was followed before.
            return
        join(tx, guest_id, account_id, now=now)

    def _let_in(self, tx: Tx, account: Account, now: float) -> IssuedToken:
        return tokens.issue_web(tx, account.id, now=now, expires_at=now + self._settings.web_days * DAY_S)

    def log_out(self, caller: Caller) -> None:
        """The cookie opens nothing from now on."""
        with self._database.writing() as tx:
            tokens.revoke(tx, caller.token_id, now=self._clock())

    def who_is(self, cookie: str) -> Caller:
        """Raises UnknownTokenError."""
        with self._database.reading() as tx:
            return tokens.open_web(tx, cookie, now=self._clock())

    def keys(self, caller: Caller) -> tuple[KeyFacts, ...]:
        """Those that work, the newest first; clients' tokens too, so that whoever owns the account sees who may use it."""
        now = self._clock()
        with self._database.reading() as tx:
            return tuple(_facts(tx, row, now) for row in tx.scalars(_opening(caller, now)).all())

    def make_key(self, caller: Caller, *, name: str, wanted: str, limits: KeyLimits) -> IssuedToken:
        """Raises BadRequestError for scopes that do not exist, or where there are too many keys."""
        may = scopes.parsed(wanted or "*")
        with self._database.writing() as tx:
            now = self._clock()
            if len(tx.scalars(_opening(caller, now)).all()) >= MOST_KEYS:
                raise BadRequestError(f"An account has {MOST_KEYS} keys at most; end one that is no longer used.")
            return tokens.issue_key(tx, caller.account_id, may, now=now, limits=limits, name=name.strip() or None)

    def end_key(self, caller: Caller, key_id: str) -> None:
        """Raises NotFoundError, also for another account's."""
        with self._database.writing() as tx:
            row = tx.get(Token, key_id)
            if row is None or row.account_id != caller.account_id or row.kind not in OPENING:
                raise NotFoundError("There is no such key.")
            tokens.revoke(tx, key_id, now=self._clock())

    def webhook_secret(self, caller: Caller) -> str:
        """What the account's callbacks are signed with."""
        with self._database.writing() as tx:
            return people.webhook_secret(tx, caller.account_id)


def _opening(caller: Caller, now: float) -> Select[Token]:
    return (
        select(Token)
        .where(
            Token.account_id == caller.account_id,
            Token.kind.in_(OPENING),
            Token.revoked_at.is_(None),
            or_(Token.expires_at.is_(None), Token.expires_at > now),
        )
        .order_by(Token.made_at.desc(), Token.id.desc())
    )


def _facts(tx: Tx, row: Token, now: float) -> KeyFacts:
    return KeyFacts(
        key_id=row.id,
        kind=row.kind,
        name=row.name,
        scopes=row.scopes,
        limits=KeyLimits.model_validate(row.limits or {}),
        spent=spent(tx, row.id, now=now).total,
        made_at=row.made_at,
    )

"""Who a browser is: somebody who has logged in, or whoever opened a claim link, who sees that one project and nothing else.

A browser shows cookies, never a token in an address: the one exception, an entry, is good once and for two minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from songreel_server import sessions
from songreel_server.accounts import tokens
from songreel_server.accounts.scopes import ALL
from songreel_server.accounts.tokens import DAY_S, Caller, IssuedToken
from songreel_server.errors import SessionNotFoundError, UnknownTokenError
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Account

ENTRY_S: Final = 120.0
CLAIMED: Final = frozenset({"read", "write", "render"})
"""What whoever has a claim link may do with its project; the account's vault stays shut."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A browser's caller, and the only project it may see; None: all of the account's."""

    caller: Caller
    project_id: str | None = None


class Visits:
    """One for the process; every method waits for the database."""

    def __init__(self, settings: Settings, database: Database, *, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock

    def logged_in(self, cookie: str) -> Caller:
        """The account's owner, who may do everything. Raises UnknownTokenError."""
        with self._database.reading() as tx:
            return replace(tokens.open_web(tx, cookie, now=self._clock()), scopes=ALL)

    def claimed(self, claim: str) -> Visit:
        """Whoever has a claim link. Raises UnknownTokenError."""
        with self._database.reading() as tx:
            opened = tokens.open_claim(tx, claim, now=self._clock())
            account = tx.get_one(Account, opened.account_id)
            try:
                held = sessions.find_session(tx, account.id, opened.session_id)
            except SessionNotFoundError as gone:
                raise UnknownTokenError(tokens.REFUSED) from gone
            may = CLAIMED & self._settings.anonymous_scopes if account.kind == "anonymous" else CLAIMED
            caller = Caller(account_id=account.id, token_id="", kind=account.kind, scopes=may, metered=account.metered)
            return Visit(caller=caller, project_id=held.project_id)

    def entry(self, account_id: str) -> IssuedToken:
        """What lets one browser in, once."""
        now = self._clock()
        with self._database.writing() as tx:
            return tokens.issue_web(tx, account_id, now=now, expires_at=now + ENTRY_S)

    def enter(self, entry: str) -> IssuedToken:
        """What the browser that came with an entry keeps; the entry is good no more. Raises UnknownTokenError."""
        now = self._clock()
        with self._database.writing() as tx:
            caller = tokens.open_web(tx, entry, now=now)
            tokens.revoke(tx, caller.token_id, now=now)
            ends = now + self._settings.web_days * DAY_S
            return tokens.issue_web(tx, caller.account_id, now=now, expires_at=ends)

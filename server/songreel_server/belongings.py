"""What an account has here, as its owner looks after it: list, search, send, use, delete, take it along, be forgotten."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from songreel_server import characters, sessions, vault
from songreel_server.accounts.scopes import ALL
from songreel_server.accounts.tokens import Caller
from songreel_server.characters import Character
from songreel_server.credits import ledger
from songreel_server.data_export import gather, pack
from songreel_server.erasing import Erased, erase
from songreel_server.errors import BadRequestError, ScopeError
from songreel_server.films import Films
from songreel_server.media_links import MediaLinks
from songreel_server.settings import MB
from songreel_server.sniff import Kind
from songreel_server.store.media_store import MediaStore
from songreel_server.store.tables import Account
from songreel_server.uploads import Uploads

PAGE: Final = 50


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An item with a link to its file."""

    item: vault.Item
    url: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Some of a vault, the newest first."""

    items: tuple[Shown, ...]
    before: str | None
    """Ask again with it for what follows; None where nothing does."""
    used_bytes: int
    quota_bytes: int


@dataclass(frozen=True, kw_only=True)
class Owner:
    """An account, as its owner sees it."""

    account_id: str
    kind: str
    email: str | None
    balance: ledger.Balance
    used_bytes: int
    quota_bytes: int


class Belongings:
    """One for the process; belongs to its event loop."""

    def __init__(
        self, *, films: Films, uploads: Uploads, store: MediaStore, links: MediaLinks, clock: Callable[[], float]
    ) -> None:
        self._films = films
        self._database = films.database
        self._uploads = uploads
        self._store = store
        self._links = links
        self._clock = clock

    def owner(self, caller: Caller) -> Owner:
        """Raises ScopeError."""
        caller.require("read")
        return self.owner_of(caller.account_id)

    def owner_of(self, account_id: str) -> Owner:
        """The same, for whoever has logged in."""
        with self._database.reading() as tx:
            account = tx.get_one(Account, account_id)
            return Owner(
                account_id=account.id,
                kind=account.kind,
                email=account.email,
                balance=ledger.balance(tx, account.id),
                used_bytes=vault.used_bytes(tx, account.id),
                quota_bytes=self._quota_bytes,
            )

    def search(self, caller: Caller, words: str, *, kind: str | None, before: str | None, limit: int = PAGE) -> Listed:
        """Items whose name, title or artist holds every one of the words. Raises ScopeError, BadRequestError."""
        caller.require("read")
        with self._database.reading() as tx:
            page = vault.search(tx, caller.account_id, words, kind=kind, before=before, limit=limit)
            used = vault.used_bytes(tx, caller.account_id)
        shown = tuple(map(self._shown, page.items))
        return Listed(items=shown, before=page.before, used_bytes=used, quota_bytes=self._quota_bytes)

    def item(self, caller: Caller, item_id: str) -> Shown:
        """Raises ScopeError, NotFoundError."""
        caller.require("read")
        with self._database.reading() as tx:
            return self._shown(vault.item(tx, caller.account_id, item_id))

    async def receive_form(
        self, caller: Caller, body: AsyncIterator[bytes], *, content_type: str, content_length: int | None
    ) -> list[Shown]:
        """Keeps the files of a form. Raises as `Uploads.from_form`, and ScopeError."""
        caller.require("upload")
        items = await self._uploads.from_form(
            caller.account_id, body, content_type=content_type, content_length=content_length, now=self._clock()
        )
        return list(map(self._shown, items))

    async def receive_urls(self, caller: Caller, urls: Sequence[str], *, kind: Kind | None) -> list[Shown]:
        """Keeps what stands at the URLs. Raises as `Uploads.from_urls`, and ScopeError."""
        caller.require("upload")
        items = await self._uploads.from_urls(caller.account_id, urls, now=self._clock(), wanted=kind)
        return list(map(self._shown, items))

    def use_again(self, caller: Caller, item_id: str, session_id: str) -> Shown:
        """Tells a session of an item, as if it had been sent there. Raises ScopeError, NotFoundError."""
        caller.require("write")
        with self._database.writing() as tx:
            item = vault.item(tx, caller.account_id, item_id)
            held = sessions.find_session(tx, caller.account_id, session_id)
            song = item.id if item.kind == "song" else None
            sessions.add_files(tx, held, (item.id,), song_item_id=song, now=self._clock())
        return self._shown(item)

    def forget(self, caller: Caller, item_id: str) -> vault.Freed:
        """Raises ScopeError, NotFoundError, ConflictError while a job needs it, StorageError."""
        caller.require("write")
        return vault.forget(self._database, self._store, caller.account_id, item_id)

    def characters(self, caller: Caller, words: str = "") -> tuple[Character, ...]:
        """Raises ScopeError."""
        caller.require("read")
        with self._database.reading() as tx:
            return characters.search(tx, caller.account_id, words)

    def character(self, caller: Caller, character_id: str) -> Character:
        """Raises ScopeError, NotFoundError."""
        caller.require("read")
        with self._database.reading() as tx:
            return characters.find(tx, caller.account_id, character_id)

    def keep_character(
        self, caller: Caller, *, name: str, item_ids: Sequence[str], character_id: str | None = None
    ) -> Character:
        """Raises ScopeError, BadRequestError, NotFoundError, ConflictError."""
        caller.require("write")
        with self._database.writing() as tx:
            return characters.keep(
                tx, caller.account_id, name=name, item_ids=item_ids, now=self._clock(), character_id=character_id
            )

    def forget_character(self, caller: Caller, character_id: str) -> Character:
        """Raises ScopeError, NotFoundError."""
        caller.require("write")
        with self._database.writing() as tx:
            return characters.forget(tx, caller.account_id, character_id)

    def link(self, item: vault.Item) -> str:
        return self._links.link(item, now=self._clock())

    def take_along(self, caller: Caller) -> Iterator[bytes]:
        """All that the account has here as one ZIP, piece by piece. Raises ScopeError before the first."""
        caller.require("read")
        return self.all_of(caller.account_id)

    def all_of(self, account_id: str) -> Iterator[bytes]:
        """The same, for whoever has logged in."""
        with self._database.reading() as tx:
            gathered = gather(tx, account_id)
        return pack(gathered, store=self._store, workspaces=self._films.workspaces, now=self._clock())

    def erase(self, caller: Caller, *, confirm: str) -> Erased:
        """Forgets the account with all it has. `confirm` is its id, so that nobody does it by mistake.

        Raises ScopeError for a key that may not do everything, BadRequestError, ConflictError while a job is under way.
        """
        if not caller.scopes >= ALL:
            raise ScopeError("This token may not do everything, so it may not erase its account; use one that may.")
        if confirm != caller.account_id:
            raise BadRequestError(f"This erases everything; to confirm it send the account's id, {caller.account_id}.")
        return self.erase_all_of(caller.account_id)

    def erase_all_of(self, account_id: str) -> Erased:
        """The same, for whoever has logged in and confirmed it."""
        return erase(self._database, self._store, self._films.workspaces, account_id, now=self._clock())

    @property
    def _quota_bytes(self) -> int:
        return round(self._films.settings.account_quota_mb * MB)

    def _shown(self, item: vault.Item) -> Shown:
        return Shown(item=item, url=self.link(item))

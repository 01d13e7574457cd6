"""What an account keeps: songs, photos, footage, sounds, lyrics and films; each content is stored once for everybody.

Who holds a content is told apart from the content itself: the same song of two accounts is two items and one file, and
neither learns of the other. An item of another account answers as one that does not exist.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast, get_args

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.orm import Session
from uuid6 import uuid7

from songreel_server.errors import BadRequestError, ConflictError, NotFoundError, StorageError, TooLargeError
from songreel_server.sniff import Found, Kind, safe_name
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore
from songreel_server.store.once import insert_once
from songreel_server.store.tables import Account, Blob, CharacterPhoto, Job, ProjectRow, VaultItem

FOLDER: Final = "blobs"
MOST_LISTED: Final = 200
STRAY_S: Final = 24 * 3600.0
"""A file that no row names may belong to a request under way until it is this old."""
_TRIES: Final = 10
_ENDINGS: Final = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif",
    "video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something an account keeps."""

    id: str
    kind: Kind
    name: str
    sha256: str
    size: int
    media_type: str
    facts: dict[str, Any]
    made_at: float

    @property
    def key(self) -> str:
        """Of its file in the media store."""
        return key_of(self.sha256)

    @property
    def file_name(self) -> str:
        """Its name, with the ending of its form where it has none: engines go by endings."""
        return self.name if PurePosixPath(self.name).suffix else self.name + _ENDINGS.get(self.media_type, "")


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file on this machine that is to be kept."""

    path: Path
    name: str
    sha256: str
    size: int
    found: Found


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some of an account's items, the newest first."""

    items: tuple[Item, ...]
    before: str | None
    """Ask again with it for the items that follow; None where these were the last."""


@dataclass(frozen=True, kw_only=True)
class Freed:
    """What forgetting an item gave back to its account."""

    item: Item
    bytes: int
    """0 where the account keeps the same content as another item."""


class _GoneMeanwhileError(Exception):
    """The content was forgotten by its last holder between storing and recording it."""


def key_of(sha256: str) -> str:
    """Where a content lies in the media store."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def keep(
    database: Database,
    store: MediaStore,
    account_id: str,
    arrivals: Sequence[Arrival],
    *,
    now: float,
    quota_bytes: int | None,
) -> list[Item]:
    """Keeps all the files or none; what the account has already is found again, under its first name.

    Films do not count towards the quota, and None means there is none. Safe to repeat. Waits for disk and network.
    Raises NotFoundError for an unknown account, TooLargeError where the quota would be exceeded, StorageError.
    """
    with database.reading() as tx:
        _must_fit(tx, account_id, arrivals, quota_bytes)
    try:
        for _ in range(_TRIES):
            for arrival in arrivals:
                if not store.holds(key_of(arrival.sha256)):
                    store.put_file(arrival.path, key_of(arrival.sha256), media_type=arrival.found.media_type)
            try:
                with database.writing() as tx:
                    return _record(tx, store, account_id, arrivals, now=now, quota_bytes=quota_bytes)
            except _GoneMeanwhileError:
                continue
    except Exception:
        _clear_away(database, store, {arrival.sha256 for arrival in arrivals})
        raise
    raise StorageError("The files were removed while they were stored; send them again.")


def item(tx: Session, account_id: str, item_id: str) -> Item:
    """Raises NotFoundError."""
    row = tx.execute(_items().where(VaultItem.id == item_id, VaultItem.account_id == account_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"There is nothing with the id {item_id[:60]!r} in your vault; list it to see what is.")
    return _item(*row)


def items(tx: Session, account_id: str, item_ids: Iterable[str]) -> dict[str, Item]:
    """Those of the account's that there still are, by id."""
    wanted = set(item_ids)
    if not wanted:
        return {}
    rows = tx.execute(_items().where(VaultItem.id.in_(wanted), VaultItem.account_id == account_id))
    return {found.id: found for found in (_item(*row) for row in rows)}


def linked_item(tx: Session, item_id: str) -> Item:
    """For whoever holds a signed link to it. Raises NotFoundError."""
    row = tx.execute(_items().where(VaultItem.id == item_id)).one_or_none()
    if row is None:
        raise NotFoundError("This file has been deleted.")
    return _item(*row)


def search(
    tx: Session,
    account_id: str,
    words: str = "",
    *,
    kind: str | None = None,
    before: str | None = None,
    limit: int = 50,
) -> Page:
    """Items whose name, title or artist holds every one of the words, the newest first; without words all of them.

    Raises BadRequestError for a kind that does not exist.
    """
    if kind is not None and kind not in get_args(Kind):
        raise BadRequestError(f"There is no kind {kind[:40]!r}; a vault holds {', '.join(get_args(Kind))}.")
    limit = max(1, min(limit, MOST_LISTED))
    asked = _items().where(VaultItem.account_id == account_id).order_by(VaultItem.id.desc())
    if kind is not None:
        asked = asked.where(VaultItem.kind == kind)
    if before is not None:
        asked = asked.where(VaultItem.id < before)
    # Matched here: databases fold the case of ASCII only, or as their operator set them up.
    wanted = words.casefold().split()
    found: list[Item] = []
    with tx.execute(asked.execution_options(yield_per=MOST_LISTED)) as rows:
        for row in rows:
            candidate = _item(*row)
            if all(word in _searched(candidate) for word in wanted):
                if len(found) == limit:
                    return Page(items=tuple(found), before=found[-1].id)
                found.append(candidate)
    return Page(items=tuple(found), before=None)


def used_bytes(tx: Session, account_id: str) -> int:
    """What counts towards the account's quota: every content but films, once."""
    mine = select(VaultItem.sha256).where(VaultItem.account_id == account_id, VaultItem.kind != "film").distinct()
    return int(tx.scalar(select(func.coalesce(func.sum(Blob.size), 0)).where(Blob.sha256.in_(mine))) or 0)


def forget(database: Database, store: MediaStore, account_id: str, item_id: str) -> Freed:
    """Takes the item out of the vault, and its file out of the store where no account holds it any more.

    Projects keep their own copy of their song. Raises NotFoundError, ConflictError while a job needs it, StorageError.
    """
    with database.writing() as tx:
        found = item(tx, account_id, item_id)
        _must_be_idle(tx, account_id, found)
        tx.execute(update(ProjectRow).where(ProjectRow.song_item_id == item_id).values(song_item_id=None))
        tx.execute(delete(CharacterPhoto).where(CharacterPhoto.item_id == item_id))
        tx.execute(delete(VaultItem).where(VaultItem.id == item_id))
        elsewhere = exists().where(VaultItem.account_id == account_id, VaultItem.sha256 == found.sha256)
        freed = 0 if tx.scalar(select(elsewhere)) else found.size
        _drop_unused(tx, store, found.sha256)
    return Freed(item=found, bytes=freed)


def remove_strays(database: Database, store: MediaStore, *, now: float) -> int:
    """Removes files that no row names, left by a process that died; how many. Raises StorageError."""
    count = store.remove_unfinished(before=now - STRAY_S)
    for stored in store.files(FOLDER):
        sha256 = stored.key.rpartition("/")[2]
        if now - stored.changed_at < STRAY_S:
            continue
        with database.writing() as tx:
            if tx.get(Blob, sha256) is None:
                store.delete(stored.key)
                count += 1
    return count


def _record(
    tx: Session,
    store: MediaStore,
    account_id: str,
    arrivals: Sequence[Arrival],
    *,
    now: float,
    quota_bytes: int | None,
) -> list[Item]:
    # Two requests of one account take turns here, so that they cannot exceed its quota together.
    standing = (Account.id == account_id, Account.merged_into.is_(None), Account.kind != "erased")
    if tx.scalar(select(Account.id).where(*standing).with_for_update()) is None:
        raise NotFoundError("This account does not exist any more; get a new token.")
    _must_fit(tx, account_id, arrivals, quota_bytes)
    return [_record_one(tx, store, account_id, arrival, now) for arrival in arrivals]


def _record_one(tx: Session, store: MediaStore, account_id: str, arrival: Arrival, now: float) -> Item:
    found = arrival.found
    insert_once(tx, Blob, sha256=arrival.sha256, size=arrival.size, media_type=found.media_type, made_at=now)
    # Held until the end of this transaction, so that nobody drops it as unused meanwhile.
    held = tx.scalar(
        select(Blob.sha256).where(Blob.sha256 == arrival.sha256).with_for_update(read=True, key_share=True)
    )
    if held is None or not store.holds(key_of(arrival.sha256)):
        raise _GoneMeanwhileError
    same = (VaultItem.account_id == account_id, VaultItem.sha256 == arrival.sha256, VaultItem.kind == found.kind)
    if (row := tx.execute(_items().where(*same)).one_or_none()) is not None:
        return _item(*row)
    made = VaultItem(
        id=str(uuid7()),
        account_id=account_id,
        kind=found.kind,
        sha256=arrival.sha256,
        name=safe_name(arrival.name),
        facts=found.facts,
        made_at=now,
    )
    tx.add(made)
    tx.flush()
    return _item(made, arrival.size, found.media_type)


def _must_fit(tx: Session, account_id: str, arrivals: Sequence[Arrival], quota_bytes: int | None) -> None:
    if quota_bytes is None:
        return
    counted = {arrival.sha256: arrival.size for arrival in arrivals if arrival.found.kind != "film"}
    there = select(VaultItem.sha256).where(
        VaultItem.account_id == account_id, VaultItem.kind != "film", VaultItem.sha256.in_(list(counted))
    )
    new = sum(counted.values()) - sum(counted[sha256] for sha256 in set(tx.scalars(there)))
    used = used_bytes(tx, account_id)
    if new and used + new > quota_bytes:
        raise TooLargeError(
            f"This would fill your vault to {(used + new) / 1e6:,.0f} MB and it holds {quota_bytes / 1e6:,.0f} MB; "
            f"delete what you no longer need."
        )


def _must_be_idle(tx: Session, account_id: str, found: Item) -> None:
    needed = (
        select(Job.id)
        .join(ProjectRow, ProjectRow.id == Job.project_id)
        .where(ProjectRow.song_item_id == found.id, Job.state.in_(("queued", "running")))
    )
    waiting = select(Job.request).where(
        Job.account_id == account_id, Job.kind == "make", Job.state.in_(("queued", "running"))
    )
    if tx.scalar(select(needed.exists())) or any(_goes_with(found, request) for request in tx.scalars(waiting)):
        raise ConflictError(f"{found.name} is being made into a film; delete it when the film is done, or cancel that.")


def _goes_with(found: Item, request: dict[str, Any]) -> bool:
    """Whether an order takes the item along as a photo or as lyrics."""
    lyrics = (request.get("lyrics") or {}).get("file")
    return found.sha256 in [
        file["sha256"]
        for file in (*request.get("photos", ()), *request.get("footage", ()), *([lyrics] if lyrics else []))
    ]


def _drop_unused(tx: Session, store: MediaStore, sha256: str) -> None:
    """The file goes before the transaction ends: whoever stores the same content meanwhile waits, and stores it anew."""
    locked = tx.scalar(select(Blob.sha256).where(Blob.sha256 == sha256).with_for_update())
    used = tx.scalar(select(exists().where(VaultItem.sha256 == sha256)))
    if used:
        return
    if locked is not None:
        tx.execute(delete(Blob).where(Blob.sha256 == sha256))
    store.delete(key_of(sha256))


def _clear_away(database: Database, store: MediaStore, sha256s: set[str]) -> None:
    with database.writing() as tx:
        for sha256 in sorted(sha256s):
            _drop_unused(tx, store, sha256)


def _items() -> Select[VaultItem, int, str]:
    return select(VaultItem, Blob.size, Blob.media_type).join(Blob, Blob.sha256 == VaultItem.sha256)


def _item(row: VaultItem, size: int, media_type: str) -> Item:
    return Item(
        id=row.id,
        kind=cast(Kind, row.kind),
        name=row.name,
        sha256=row.sha256,
        size=size,
        media_type=media_type,
        facts=dict(row.facts),
        made_at=row.made_at,
    )


def _searched(candidate: Item) -> str:
    parts = (candidate.name, candidate.facts.get("title"), candidate.facts.get("artist"))
    return " ".join(part for part in parts if part).casefold()

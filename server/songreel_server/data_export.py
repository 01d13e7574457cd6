"""All that an account has here as one ZIP: its files as they are, and everything else in `account.json`.

It is written while it is sent, so neither memory nor disk grows with it. What can be rendered again from a project (clips,
plates) is left out; secrets are too.
"""

import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session as Tx

from songreel_server import vault
from songreel_server.characters import search
from songreel_server.credits import ledger
from songreel_server.store.media_store import MediaStore
from songreel_server.store.tables import Account, CallbackRow, Job, ProjectRow, SessionRow, Table, TaskRow, Token, Turn
from songreel_server.workspace import Workspaces

SECRET: Final = frozenset({"password_hash", "webhook_secret", "hash", "message_hash"})
MOST_MOVEMENTS: Final = 100_000
DERIVED: Final = frozenset({"clips", "plates", "overlays", "films", "exports"})
"""Folders of a project."""
PIECE_BYTES: Final = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What goes into the ZIP."""

    account: dict[str, Any]
    items: tuple[vault.Item, ...]
    project_ids: tuple[str, ...]


class _Pipe:
    """Where the ZIP is written to, and taken from again."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is held open."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def gather(tx: Tx, account_id: str) -> Gathered:
    """All rows of an account that exists."""
    items: list[vault.Item] = []
    before: str | None = None
    while True:
        page = vault.search(tx, account_id, before=before, limit=vault.MOST_LISTED)
        items += page.items
        before = page.before
        if before is None:
            break
    projects = _rows(tx, ProjectRow, account_id)
    session_ids = select(SessionRow.id).where(SessionRow.account_id == account_id)
    task_ids = select(TaskRow.id).where(TaskRow.account_id == account_id)
    account = {
        "account": _told(tx.get_one(Account, account_id)),
        "credits": asdict(ledger.balance(tx, account_id)),
        "movements": [asdict(one) for one in ledger.entries(tx, account_id, limit=MOST_MOVEMENTS)],
        "tokens": _rows(tx, Token, account_id),
        "vault": [asdict(one) | {"file": _name_of(one)} for one in items],
        "characters": [
            {"name": one.name, "photos": [photo.id for photo in one.photos]} for one in search(tx, account_id)
        ],
        "projects": projects,
        "sessions": _rows(tx, SessionRow, account_id),
        "messages": [_told(row) for row in tx.scalars(select(Turn).where(Turn.session_id.in_(session_ids)))],
        "jobs": _rows(tx, Job, account_id),
        "tasks": _rows(tx, TaskRow, account_id),
        "callbacks": [_told(row) for row in tx.scalars(select(CallbackRow).where(CallbackRow.task_id.in_(task_ids)))],
    }
    return Gathered(account=account, items=tuple(items), project_ids=tuple(row["id"] for row in projects))


def pack(gathered: Gathered, *, store: MediaStore, workspaces: Workspaces, now: float) -> Iterator[bytes]:
    """The ZIP, piece by piece. A file that was deleted meanwhile is left out."""
    pipe, when = _Pipe(), time.gmtime(now)[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as packed:
        about = json.dumps(gathered.account, ensure_ascii=False, indent=1, default=str).encode()
        yield from _entry(packed, pipe, "account.json", iter([about]), when)
        for item in gathered.items:
            if store.holds(item.key):
                yield from _entry(packed, pipe, _name_of(item), store.read(item.key), when)
        for project_id in gathered.project_ids:
            folder = workspaces.fetch(project_id)
            for path in _kept(folder):
                name = f"projects/{project_id}/{path.relative_to(folder).as_posix()}"
                yield from _entry(packed, pipe, name, _pieces(path), when)
    yield pipe.taken()


def _entry(
    packed: zipfile.ZipFile, pipe: _Pipe, name: str, pieces: Iterator[bytes], when: tuple[int, ...]
) -> Iterator[bytes]:
    head = zipfile.ZipInfo(name, (max(when[0], 1980), *when[1:]))  # type: ignore[arg-type]
    with packed.open(head, "w", force_zip64=True) as entry:
        for piece in pieces:
            entry.write(piece)
            yield pipe.taken()
    yield pipe.taken()


def _kept(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.relative_to(folder).parts[0] not in DERIVED
    ]


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _name_of(item: vault.Item) -> str:
    return f"vault/{item.kind}/{item.id} {item.name}"


def _rows(tx: Tx, table: Any, account_id: str) -> list[dict[str, Any]]:
    return [_told(row) for row in tx.scalars(select(table).where(table.account_id == account_id))]


def _told(row: Table) -> dict[str, Any]:
    names = [column.key for column in inspect(type(row)).column_attrs if column.key not in SECRET]
    return {name: getattr(row, name) for name in names}

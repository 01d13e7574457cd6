"""Characters: a name for a set of photos of somebody who appears in films. They belong to an account, as its vault does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from uuid6 import uuid7

from songreel_server import vault
from songreel_server.errors import BadRequestError, ConflictError, NotFoundError
from songreel_server.store.tables import CharacterPhoto, CharacterRow

MOST_CHARACTERS: Final = 200
MOST_PHOTOS: Final = 8
LONGEST_NAME: Final = 80


@dataclass(frozen=True, kw_only=True)
class Character:
    """A name with its photos, in the order they were given."""

    id: str
    name: str
    photos: tuple[vault.Item, ...]
    made_at: float
    changed_at: float


def keep(
    tx: Session,
    account_id: str,
    *,
    name: str,
    item_ids: Sequence[str],
    now: float,
    character_id: str | None = None,
) -> Character:
    """The character with this name and these photos: a new one, or the one of that id changed.

    Raises BadRequestError, NotFoundError for a photo or character the account does not have, ConflictError where the name is
    taken.
    """
    called = _name_of(name)
    photos = _photos(tx, account_id, item_ids)
    row = _row(tx, account_id, character_id) if character_id is not None else None
    same = tx.scalar(select(CharacterRow).where(CharacterRow.account_id == account_id, CharacterRow.name == called))
    if same is not None and (row is None or same.id != row.id):
        raise ConflictError(f"There is a character called {called} already; change it, or take another name.")
    if row is None:
        if len(search(tx, account_id)) >= MOST_CHARACTERS:
            raise BadRequestError(f"An account keeps {MOST_CHARACTERS} characters; delete one you no longer need.")
        row = CharacterRow(id=str(uuid7()), account_id=account_id, name=called, made_at=now, changed_at=now)
        tx.add(row)
    row.name, row.changed_at = called, now
    tx.flush()
    tx.execute(delete(CharacterPhoto).where(CharacterPhoto.character_id == row.id))
    for position, photo in enumerate(photos):
        tx.add(CharacterPhoto(character_id=row.id, item_id=photo.id, position=position))
    tx.flush()
    return _character(tx, row)


def find(tx: Session, account_id: str, character_id: str) -> Character:
    """Raises NotFoundError, also for another account's."""
    return _character(tx, _row(tx, account_id, character_id))


def photos_of(tx: Session, account_id: str, character_id: str) -> tuple[vault.Item, ...]:
    """Raises BadRequestError where there is no such character: it is named inside a request for something else."""
    try:
        return find(tx, account_id, character_id).photos
    except NotFoundError as error:
        raise BadRequestError(str(error)) from error


def search(tx: Session, account_id: str, words: str = "") -> tuple[Character, ...]:
    """Those whose name holds every one of the words, by name; without words all of them."""
    rows = tx.scalars(
        select(CharacterRow).where(CharacterRow.account_id == account_id).order_by(CharacterRow.name)
    ).all()
    wanted = words.casefold().split()
    return tuple(_character(tx, row) for row in rows if all(word in row.name.casefold() for word in wanted))


def named_in(tx: Session, account_id: str, text: str) -> tuple[Character, ...]:
    """Those whose names stand in a text, as words of their own where names are written with letters of the alphabet."""
    said = text.casefold()
    return tuple(one for one in search(tx, account_id) if _stands_in(one.name.casefold(), said))


def forget(tx: Session, account_id: str, character_id: str) -> Character:
    """The character that is no more; its photos stay in the vault. Raises NotFoundError."""
    row = _row(tx, account_id, character_id)
    gone = _character(tx, row)
    tx.execute(delete(CharacterPhoto).where(CharacterPhoto.character_id == row.id))
    tx.execute(delete(CharacterRow).where(CharacterRow.id == row.id))
    return gone


def _stands_in(name: str, text: str) -> bool:
    return name in text if not name.isascii() else re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _row(tx: Session, account_id: str, character_id: str) -> CharacterRow:
    row = tx.get(CharacterRow, character_id)
    if row is None or row.account_id != account_id:
        raise NotFoundError(
            f"There is no character with the id {character_id[:60]!r}; list them to see which there are."
        )
    return row


def _character(tx: Session, row: CharacterRow) -> Character:
    ids = tx.scalars(
        select(CharacterPhoto.item_id)
        .where(CharacterPhoto.character_id == row.id)
        .order_by(CharacterPhoto.position, CharacterPhoto.item_id)
    ).all()
    return Character(
        id=row.id,
        name=row.name,
        photos=tuple(vault.item(tx, row.account_id, item_id) for item_id in ids),
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def _photos(tx: Session, account_id: str, item_ids: Sequence[str]) -> list[vault.Item]:
    wanted = list(dict.fromkeys(item_ids))
    if not 1 <= len(wanted) <= MOST_PHOTOS:
        raise BadRequestError(f"A character has 1 to {MOST_PHOTOS} photos, not {len(wanted)}.")
    photos = [vault.item(tx, account_id, item_id) for item_id in wanted]
    for photo in photos:
        if photo.kind != "photo":
            raise BadRequestError(f"{photo.name} is no photo but {photo.kind}; a character is made of photos.")
    return photos


def _name_of(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRequestError(f"A character's name has 1 to {LONGEST_NAME} characters that can be seen.")
    return name

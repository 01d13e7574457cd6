"""A guest's account goes on as a registered one that exists already: its projects, sessions, jobs, vault, tokens and credits.

What both have stays once, and what speaks of the guest's copy speaks of the other from then on.
"""

from typing import Any, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Tx

from songreel_server.accounts.people import find_guest, widen
from songreel_server.credits import ledger
from songreel_server.errors import ConflictError
from songreel_server.sessions import Memory
from songreel_server.store.tables import (
    CharacterPhoto,
    CharacterRow,
    Job,
    ProjectRow,
    SessionRow,
    TaskRow,
    Token,
    VaultItem,
)

MOVED = (ProjectRow, SessionRow, TaskRow, Token)
UNSYNCHRONISED = {"synchronize_session": False}


def join(tx: Tx, guest_id: str, account_id: str, *, now: float) -> int:
    """Moves all that the guest has; how many credits came with it.

    Raises NotFoundError where there is no such guest, ConflictError while a video of the guest's is being made.
    """
    guest = find_guest(tx, guest_id)
    if tx.scalar(select(Job.id).where(Job.account_id == guest_id, Job.state.in_(("queued", "running"))).limit(1)):
        raise ConflictError("A video of the guest's account is still being made; try again when it is done.")
    moved = ledger.transfer(tx, guest_id, account_id, key="joined", reason="guest joined", now=now)
    _point_elsewhere(tx, guest_id, _move_vault(tx, guest_id, account_id))
    _move_jobs(tx, guest_id, account_id)
    _move_characters(tx, guest_id, account_id)
    widen(tx, guest_id)
    for table in MOVED:
        tx.execute(
            update(table)
            .where(table.account_id == guest_id)
            .values(account_id=account_id)
            .execution_options(**UNSYNCHRONISED)
        )
    guest.merged_into = account_id
    tx.flush()
    return moved


def _move_vault(tx: Tx, guest_id: str, account_id: str) -> dict[str, str]:
    """Items that both have: the guest's id → the one that stays."""
    mine = tx.scalars(select(VaultItem).where(VaultItem.account_id == account_id)).all()
    known = {(item.sha256, item.kind): item.id for item in mine}
    same = {}
    for item in tx.scalars(select(VaultItem).where(VaultItem.account_id == guest_id)).all():
        stays = known.get((item.sha256, item.kind))
        if stays is None:
            item.account_id = account_id
        else:
            same[item.id] = stays
    tx.flush()
    return same


def _point_elsewhere(tx: Tx, guest_id: str, same: dict[str, str]) -> None:
    if not same:
        return
    for project in tx.scalars(select(ProjectRow).where(ProjectRow.account_id == guest_id)):
        project.song_item_id = same.get(project.song_item_id or "", project.song_item_id)
    for session in tx.scalars(select(SessionRow).where(SessionRow.account_id == guest_id)):
        memory = Memory.model_validate(session.memory)
        files = tuple(dict.fromkeys(same.get(one, one) for one in memory.files))
        song = same.get(memory.song_item_id or "", memory.song_item_id)
        session.memory = memory.model_copy(update={"files": files, "song_item_id": song}).model_dump(mode="json")
    for job in tx.scalars(select(Job).where(Job.account_id == guest_id)):
        if job.result is not None:
            job.result = cast(dict[str, Any], _renamed(job.result, same))
    for photo in tx.scalars(select(CharacterPhoto).where(CharacterPhoto.item_id.in_(list(same)))).all():
        stays = tx.get(CharacterPhoto, (photo.character_id, same[photo.item_id]))
        if stays is None:
            tx.add(
                CharacterPhoto(character_id=photo.character_id, item_id=same[photo.item_id], position=photo.position)
            )
        tx.delete(photo)
    tx.flush()
    for item in tx.scalars(select(VaultItem).where(VaultItem.id.in_(list(same)))).all():
        tx.delete(item)
    tx.flush()


def _renamed(value: Any, same: dict[str, str]) -> Any:
    """With the items' new ids, wherever they stand in a result."""
    if isinstance(value, dict):
        return {name: same.get(one, one) if name == "item_id" else _renamed(one, same) for name, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, same) for one in value]
    return value


def _move_jobs(tx: Tx, guest_id: str, account_id: str) -> None:
    taken = set(tx.scalars(select(Job.request_key).where(Job.account_id == account_id)))
    for job in tx.scalars(select(Job).where(Job.account_id == guest_id)).all():
        if job.request_key in taken:
            # Two clients may have chosen the same name for a request; the account's own keeps it.
            job.request_key = f"{job.request_key}@{guest_id}"
        job.account_id = account_id
    tx.flush()


def _move_characters(tx: Tx, guest_id: str, account_id: str) -> None:
    taken = set(tx.scalars(select(CharacterRow.name).where(CharacterRow.account_id == account_id)))
    for row in tx.scalars(select(CharacterRow).where(CharacterRow.account_id == guest_id)).all():
        number = 2
        name = row.name
        while row.name in taken:
            row.name, number = f"{name} ({number})", number + 1
        taken.add(row.name)
        row.account_id = account_id
    tx.flush()

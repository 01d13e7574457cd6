"""A chat's hold on a project, and what the conversation remembers from turn to turn.

Sessions belong to an account: another account's answer as if they were absent.
"""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session as Tx
from uuid6 import uuid7

from songreel_server.errors import BadRequestError, SessionNotFoundError
from songreel_server.store.tables import ProjectRow, SessionRow

Language = Literal["en", "zh"]
LONGEST_NAME: Final = 200
_OF_ACCOUNT: Final = select(SessionRow).where(
    SessionRow.id == bindparam("session_id"), SessionRow.account_id == bindparam("account_id")
)
"""Asked with most requests, so written down once."""
_OF_ACCOUNT_FOR_CHANGE: Final = _OF_ACCOUNT.with_for_update()


class OpenQuestion(BaseModel):
    """What was asked last, and the message that led to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: str
    question: str


class Memory(BaseModel):
    """What later messages may refer back to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: tuple[str, ...] = ()
    """Vault items sent in this session, in order."""
    song_item_id: str | None = None
    """The song that was sent last."""
    wish: str = ""
    """What was asked for while there was no song yet."""
    question: OpenQuestion | None = None
    spoken_of: dict[str, Any] = {}
    """The engine's `Conversation`, as JSON."""


class Held(BaseModel):
    """A session as its account sees it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    account_id: str
    project_id: str
    language: Language
    memory: Memory


def language_of(tag: str) -> Language:
    """The language replies are given in, for a tag such as 'zh-CN'; English where neither is meant."""
    return "zh" if tag.strip().lower().replace("_", "-").split("-")[0] in ("zh", "cn", "chinese", "中文") else "en"


def open_session(tx: Tx, account_id: str, *, name: str, language: Language, now: float) -> Held:
    """A new session with a new, empty project. Raises BadRequestError for a name that is too long."""
    name = " ".join(name.split()) or "project"
    if len(name) > LONGEST_NAME:
        raise BadRequestError(f"The task's name has {len(name)} characters; shorten it to {LONGEST_NAME}.")
    project_id = add_project(tx, account_id, name=name, now=now)
    row = SessionRow(
        id=str(uuid7()),
        account_id=account_id,
        project_id=project_id,
        language=language,
        memory=Memory().model_dump(mode="json"),
        made_at=now,
        changed_at=now,
    )
    tx.add(row)
    tx.flush()
    return _held(row)


def add_project(tx: Tx, account_id: str, *, name: str, now: float) -> str:
    """The id of a new project without a song."""
    row = ProjectRow(id=str(uuid7()), account_id=account_id, name=name, song_item_id=None, made_at=now, changed_at=now)
    tx.add(row)
    tx.flush()
    return row.id


def find_session(tx: Tx, account_id: str, session_id: str) -> Held:
    """Raises SessionNotFoundError."""
    return _held(_row(tx, account_id, session_id))


def remember(tx: Tx, held: Held, memory: Memory, *, now: float) -> Held:
    """The session with `memory` in place of what it remembered."""
    row = _row(tx, held.account_id, held.id)
    row.memory, row.changed_at = memory.model_dump(mode="json"), now
    return _held(row)


def add_files(tx: Tx, held: Held, item_ids: tuple[str, ...], *, song_item_id: str | None, now: float) -> Held:
    """The session with these files sent to it; a file sent twice counts once, as the latest."""
    row = _row(tx, held.account_id, held.id, for_change=True)
    memory = Memory.model_validate(row.memory)
    kept = tuple(one for one in memory.files if one not in item_ids)
    changed = memory.model_copy(
        update={"files": (*kept, *item_ids), "song_item_id": song_item_id or memory.song_item_id}
    )
    return remember(tx, held, changed, now=now)


def take_up_project(tx: Tx, held: Held, project_id: str, *, now: float) -> Held:
    """The session holds another project from now on."""
    row = _row(tx, held.account_id, held.id)
    row.project_id, row.changed_at = project_id, now
    tx.flush()
    return _held(row)


def sessions_of_project(account_id: str, project_id: str) -> Select[str]:
    """A query for the ids of the account's sessions that hold the project."""
    return select(SessionRow.id).where(SessionRow.account_id == account_id, SessionRow.project_id == project_id)


def session_of_project(
    tx: Tx, account_id: str, project_id: str, *, song_item_id: str | None, language: Language, now: float
) -> Held:
    """The account's session that held the project last, in `language` from now on; a new one where none does."""
    newest = (
        select(SessionRow)
        .where(SessionRow.id.in_(sessions_of_project(account_id, project_id)))
        .order_by(SessionRow.changed_at.desc(), SessionRow.id.desc())
        .limit(1)
    )
    row = tx.scalar(newest)
    if row is None:
        row = SessionRow(
            id=str(uuid7()),
            account_id=account_id,
            project_id=project_id,
            language=language,
            memory=Memory(song_item_id=song_item_id).model_dump(mode="json"),
            made_at=now,
            changed_at=now,
        )
        tx.add(row)
    row.language = language
    tx.flush()
    return _held(row)


def lock_session(tx: Tx, held: Held) -> None:
    """Nobody else begins a turn of this session until the transaction ends. Raises SessionNotFoundError."""
    _row(tx, held.account_id, held.id, for_change=True)


def _row(tx: Tx, account_id: str, session_id: str, *, for_change: bool = False) -> SessionRow:
    row = tx.scalar(
        _OF_ACCOUNT_FOR_CHANGE if for_change else _OF_ACCOUNT, {"session_id": session_id, "account_id": account_id}
    )
    if row is None:
        raise SessionNotFoundError("There is no such session; open one and use the id it is given.")
    return row


def _held(row: SessionRow) -> Held:
    return Held(
        id=row.id,
        account_id=row.account_id,
        project_id=row.project_id,
        language=language_of(row.language),
        memory=Memory.model_validate(row.memory),
    )

"""The server's tables. Ids are uuid7 as text; times are UTC seconds since 1970; sizes are bytes; money is whole credits.

Nothing here decides anything: the packages above say what rows mean. A change needs a migration beside it, and the migration a
baseline (tests/server/store/write_tables_baseline.py).
"""

from typing import Any, Final

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Of constraints: a migration on SQLite can only change one that has a name."""


class Table(DeclarativeBase):
    """Root of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, int: BigInteger}  # noqa: RUF012


class Account(Table):
    """Whoever owns things: a guest, a registered person, or the owner of this machine."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """anonymous | registered | local | erased (nothing is left of it but its books)"""
    metered: Mapped[bool] = mapped_column(default=True)
    """Whether work is paid for; prices are shown either way."""
    email: Mapped[str | None] = mapped_column(unique=True, default=None)
    password_hash: Mapped[str | None] = mapped_column(default=None)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"), default=None)
    """A guest's account goes on as this one."""
    webhook_secret: Mapped[str | None] = mapped_column(default=None)
    """What callbacks are signed with; made when it is first needed."""
    made_at: Mapped[float]


class Token(Table):
    """Opaque; only its hash is kept."""

    __tablename__ = "tokens"
    __table_args__ = (Index("ix_tokens_client", "client_id", "made_at"), Index("ix_tokens_ip", "ip", "made_at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256, hex."""
    kind: Mapped[str]
    """user | claim | key | web (a browser that has logged in)"""
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    scopes: Mapped[str]
    """Separated by spaces."""
    session_id: Mapped[str | None] = mapped_column(default=None)
    """What a claim token opens."""
    client_id: Mapped[str | None] = mapped_column(default=None)
    ip: Mapped[str | None] = mapped_column(default=None)
    name: Mapped[str | None] = mapped_column(default=None)
    limits: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """Of a key: spend limits and addresses it may be used from."""
    made_at: Mapped[float]
    expires_at: Mapped[float | None] = mapped_column(default=None)
    revoked_at: Mapped[float | None] = mapped_column(default=None)


class Blob(Table):
    """A stored file, once however often it was sent."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    made_at: Mapped[float]


class VaultItem(Table):
    """A song, picture, piece of footage, sound, lyrics or film that an account keeps."""

    __tablename__ = "vault"
    __table_args__ = (UniqueConstraint("account_id", "sha256", "kind"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str]
    """song | photo | footage | sound | lyrics | film"""
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    name: Mapped[str]
    """As the user's file was called, made safe."""
    facts: Mapped[dict[str, Any]]
    """What was found in it: duration_s, width_px and so on."""
    made_at: Mapped[float]


class ProjectRow(Table):
    """A project: its folder is the truth about the film, this says whose it is."""

    __tablename__ = "projects"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    song_item_id: Mapped[str | None] = mapped_column(ForeignKey("vault.id"), default=None)
    made_at: Mapped[float]
    changed_at: Mapped[float]


class SessionRow(Table):
    """A chat's hold on a project."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    language: Mapped[str]
    memory: Mapped[dict[str, Any]]
    """What the conversation refers back to: files sent, the last part spoken of, an open question."""
    made_at: Mapped[float]
    changed_at: Mapped[float]


class Turn(Table):
    """One message of a session and what became of it."""

    __tablename__ = "turns"
    __table_args__ = (Index("ix_turns_session", "session_id", "made_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    message_hash: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    state: Mapped[str]
    """running | done"""
    reply: Mapped[str | None] = mapped_column(default=None)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), default=None)
    made_at: Mapped[float]


class Event(Table):
    """One event of a stream, kept so that a client which lost the line gets the rest. A stream is a turn or a job."""

    __tablename__ = "events"

    stream_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 1, without gaps."""
    kind: Mapped[str]
    """progress | text | call | response | end"""
    body: Mapped[dict[str, Any]]
    made_at: Mapped[float]


class Job(Table):
    """Work that outlives the request which asked for it."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("account_id", "request_key"),
        Index("ix_jobs_account", "account_id", "made_at"),
        Index("ix_jobs_state", "state"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """The workflow's id too."""
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[str]
    """make | edit | export"""
    request: Mapped[dict[str, Any]]
    request_key: Mapped[str]
    """The same key from the same account is the same job."""
    state: Mapped[str]
    """queued | running | completed | failed | cancelled"""
    stage: Mapped[str] = mapped_column(default="")
    done: Mapped[float] = mapped_column(default=0.0)
    total: Mapped[float] = mapped_column(default=0.0)
    seconds_left: Mapped[float | None] = mapped_column(default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    error: Mapped[str | None] = mapped_column(default=None)
    price: Mapped[int]
    cancel_asked_at: Mapped[float | None] = mapped_column(default=None)
    worker_id: Mapped[str | None] = mapped_column(default=None)
    made_at: Mapped[float]
    started_at: Mapped[float | None] = mapped_column(default=None)
    ended_at: Mapped[float | None] = mapped_column(default=None)


class TaskRow(Table):
    """What a back end asked for in one call, and the job that does it."""

    __tablename__ = "tasks"

    id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    """The job's."""
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    model: Mapped[str]
    asked: Mapped[dict[str, Any]]
    """The input, as it was taken."""
    warnings: Mapped[list[Any]]
    """Sentences on what of it is not honoured."""
    made_at: Mapped[float]


class CallbackRow(Table):
    """A task's end that is to be told to a URL: kept until it is told, or nobody wanted to hear it."""

    __tablename__ = "callbacks"
    __table_args__ = (Index("ix_callbacks_due", "state", "next_try_at"),)

    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    url: Mapped[str]
    state: Mapped[str]
    """waiting (for the task's end, or for the next try) | delivered | given_up"""
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[float]
    """Before the task's end: when it was made. While a try is under way: when it counts as lost."""
    last_status: Mapped[int | None] = mapped_column(default=None)
    """HTTP; None where nobody answered."""
    last_error: Mapped[str | None] = mapped_column(default=None)
    ended_at: Mapped[float | None] = mapped_column(default=None)


class CharacterRow(Table):
    """Somebody who appears in films: a name for a set of photos."""

    __tablename__ = "characters"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    made_at: Mapped[float]
    changed_at: Mapped[float]


class CharacterPhoto(Table):
    """One photo of a character; the photo itself is an item of the vault."""

    __tablename__ = "character_photos"

    character_id: Mapped[str] = mapped_column(ForeignKey("characters.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("vault.id"), primary_key=True, index=True)
    position: Mapped[int]
    """From 0."""


class JobShot(Table):
    """One shot that a job has rendered: what a resumed job need not do again."""

    __tablename__ = "job_shots"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    shot_id: Mapped[str] = mapped_column(primary_key=True)
    clip_key: Mapped[str]
    reused: Mapped[bool]
    seconds: Mapped[float]
    made_at: Mapped[float]


class Worker(Table):
    """A process that runs jobs, and when it last said so."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    started_at: Mapped[float]
    seen_at: Mapped[float]


class Balance(Table):
    """What the ledger's entries of an account add up to, kept in the same transaction as they are."""

    __tablename__ = "balances"
    __table_args__ = (
        CheckConstraint("available >= 0 AND frozen >= 0 AND spent >= 0", name="no_debt"),
        CheckConstraint("available + frozen + spent = granted", name="nothing_lost"),
        CheckConstraint("free_left >= 0 AND free_left <= free_granted", name="free_items"),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    granted: Mapped[int] = mapped_column(default=0)
    available: Mapped[int] = mapped_column(default=0)
    frozen: Mapped[int] = mapped_column(default=0)
    spent: Mapped[int] = mapped_column(default=0)
    free_granted: Mapped[int] = mapped_column(default=0)
    """Images that may be made again without credits, of all grants."""
    free_left: Mapped[int] = mapped_column(default=0)


class LedgerTransaction(Table):
    """One movement of credits. Its entries add up to nothing."""

    __tablename__ = "ledger_transactions"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Said by the caller, so that the same movement is made once."""
    kind: Mapped[str]
    """grant | hold | capture | release | transfer"""
    reason: Mapped[str]
    hold_id: Mapped[str | None] = mapped_column(index=True, default=None)
    made_at: Mapped[float]


class LedgerEntry(Table):
    """One side of a movement."""

    __tablename__ = "ledger_entries"

    transaction_id: Mapped[str] = mapped_column(ForeignKey("ledger_transactions.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    book: Mapped[str] = mapped_column(primary_key=True)
    """granted (what the house gave, negative) | available | frozen | spent"""
    amount: Mapped[int]


class Hold(Table):
    """Credits set aside for a job; ends captured or released, once."""

    __tablename__ = "holds"
    __table_args__ = (Index("ix_holds_token", "token_id", "made_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    """The job's id."""
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    amount: Mapped[int]
    captured: Mapped[int] = mapped_column(default=0)
    """What was paid in the end; the rest went back."""
    free_items: Mapped[int] = mapped_column(default=0)
    """How many of the account's free images this job used."""
    token_id: Mapped[str | None] = mapped_column(default=None)
    """Which key spends, for its limits."""
    state: Mapped[str]
    """frozen | captured | released"""
    made_at: Mapped[float]
    ended_at: Mapped[float | None] = mapped_column(default=None)

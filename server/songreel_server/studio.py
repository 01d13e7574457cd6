"""The use cases: whatever a face offers, it calls here. Faces speak a protocol; this decides.

What takes time (a database, a disk) is an ordinary function for a thread; what waits for events is asynchronous.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from songreel_server import jobs, sessions, turns, vault
from songreel_server.accounts import people, tokens
from songreel_server.accounts.tokens import Caller, IssuedToken
from songreel_server.credits import ledger
from songreel_server.endings import Endings, Rendered
from songreel_server.errors import (
    BadRequestError,
    NotEnoughCreditsError,
    NotFoundError,
    UnsupportedFileError,
)
from songreel_server.films import Films, Quality, find_job, job_of_key
from songreel_server.progress_stream import Event, Streams
from songreel_server.sessions import Held, Language
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Account, Job
from songreel_server.turns import Begun, Due, Turn
from songreel_server.uploads import Uploads

if TYPE_CHECKING:
    from songreel_engine.draft.model import Draft

LONGEST_RENDER_ID: Final = 200
MOST_FILMS: Final = 50
"""Told of in a session's state."""


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A new guest with its only copy of the token."""

    issued: IssuedToken
    credits: int


@dataclass(frozen=True)
class Cursor:
    """Where a client stands in a turn: the numbers of the last event of the turn and of its job that it has."""

    turn: int = 0
    job: int = 0


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event of a turn, and where a client stands once it has it."""

    turn_id: str
    cursor: Cursor
    event: Event
    call: str
    """The name of the work that an event of a job belongs to; empty for the turn's own."""


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A message that was taken: its turn, whose work it is, and from where the client wants to hear."""

    caller: Caller
    held: Held
    begun: Begun
    after: Cursor


@dataclass(frozen=True, kw_only=True)
class SessionState:
    """A session as it stands."""

    held: Held
    draft: "Draft | None"
    files: tuple[vault.Item, ...]
    films: tuple[tuple[jobs.JobState, Rendered], ...]
    """Finished films and exports, the newest first."""
    running: jobs.JobState | None


class Studio:
    """One for the process; belongs to its event loop."""

    def __init__(
        self,
        *,
        settings: Settings,
        database: Database,
        films: Films,
        uploads: Uploads,
        streams: Streams,
        endings: Endings,
        clock: Callable[[], float],
    ) -> None:
        self.settings = settings
        self.database = database
        self.films = films
        self.clock = clock
        self._uploads = uploads
        self._streams = streams
        self._endings = endings
        self._at_work: set[asyncio.Task[NotEnoughCreditsError | None]] = set()

    def who_is(self, token: str, *, ip: str | None = None) -> Caller:
        """Raises UnknownTokenError, AddressNotAllowedError."""
        with self.database.reading() as tx:
            return tokens.who_is(tx, token, now=self.clock(), ip=ip)

    def holder_of(self, token: str) -> Caller:
        """Whose token it is; from where it may be used, `who_is` asks. Raises UnknownTokenError."""
        with self.database.reading() as tx:
            return tokens.holder_of(tx, token, now=self.clock())

    def new_guest(self, *, client_id: str, ip: str) -> Guest:
        """Raises BadRequestError without a client id, TooManyRequestsError."""
        with self.database.writing() as tx:
            issued = tokens.issue_guest(tx, self.settings, client_id=client_id, ip=ip, now=self.clock())
            if self.settings.unmetered:
                tx.get_one(Account, issued.account_id).metered = False
            return Guest(issued=issued, credits=ledger.balance(tx, issued.account_id).available)

    def balance(self, caller: Caller) -> ledger.Balance:
        with self.database.reading() as tx:
            return ledger.balance(tx, caller.account_id)

    def webhook_secret(self, caller: Caller) -> str:
        """What the account's callbacks are signed with."""
        with self.database.writing() as tx:
            return people.webhook_secret(tx, caller.account_id)

    def open_session(self, caller: Caller, *, name: str, language: Language) -> Held:
        """Raises ScopeError, BadRequestError."""
        caller.require("write")
        with self.database.writing() as tx:
            return sessions.open_session(tx, caller.account_id, name=name, language=language, now=self.clock())

    def claim(self, caller: Caller, session_id: str) -> IssuedToken:
        """A token that opens the session in a browser. Raises SessionNotFoundError."""
        caller.require("read")
        with self.database.writing() as tx:
            return tokens.claim(
                tx, self.settings, account_id=caller.account_id, session_id=session_id, now=self.clock()
            )

    def open_claim(self, token: str) -> tuple[Caller, SessionState]:
        """What a claim token shows of its session, and whose that is. Raises UnknownTokenError, SessionNotFoundError."""
        with self.database.reading() as tx:
            claim = tokens.open_claim(tx, token, now=self.clock())
            account = tx.get_one(Account, claim.account_id)
        caller = Caller(
            account_id=account.id,
            token_id="",
            kind=account.kind,
            scopes=frozenset({"read"}),
            metered=account.metered,
        )
        return caller, self.state(caller, claim.session_id)

    def find_session(self, caller: Caller, session_id: str) -> Held:
        """Raises SessionNotFoundError."""
        with self.database.reading() as tx:
            return sessions.find_session(tx, caller.account_id, session_id)

    async def receive_form(
        self,
        caller: Caller,
        session_id: str,
        body: AsyncIterator[bytes],
        *,
        content_type: str,
        content_length: int | None,
    ) -> list[vault.Item]:
        """Keeps the files of a form and tells the session of them. Raises as `Uploads.from_form`, and ScopeError."""
        held = await self._may_upload(caller, session_id)
        items = await self._uploads.from_form(
            caller.account_id, body, content_type=content_type, content_length=content_length, now=self.clock()
        )
        return await self._told_of(held, items)

    async def receive_urls(self, caller: Caller, session_id: str, urls: list[str]) -> list[vault.Item]:
        """Keeps what stands at the URLs and tells the session of it. Raises as `Uploads.from_urls`, and ScopeError."""
        held = await self._may_upload(caller, session_id)
        items = await self._uploads.from_urls(caller.account_id, urls, now=self.clock())
        return await self._told_of(held, items)

    async def _may_upload(self, caller: Caller, session_id: str) -> Held:
        caller.require("upload")
        return await asyncio.to_thread(self.find_session, caller, session_id)

    async def _told_of(self, held: Held, items: list[vault.Item]) -> list[vault.Item]:
        """The files, and the song in them where the session had none: a video may be sent for its sound."""
        songs = [item for item in items if item.kind == "song"]
        footage = [item for item in items if item.kind == "footage" and item.facts.get("has_sound")]
        if not songs and held.memory.song_item_id is None and footage:
            with suppress(UnsupportedFileError):
                # Sound that is no song, too short say, leaves it the footage it is.
                items = [
                    *items,
                    await self._uploads.again_as(held.account_id, footage[-1], "song", now=self.clock()),
                ]
        await asyncio.to_thread(self._note_files, held, items)
        return items

    def _note_files(self, held: Held, items: list[vault.Item]) -> None:
        song = next((item.id for item in reversed(items) if item.kind == "song"), None)
        with self.database.writing() as tx:
            ids = tuple(item.id for item in items)
            sessions.add_files(tx, held, ids, song_item_id=song, now=self.clock())

    def hear(self, caller: Caller, session_id: str, text: str, *, last_event_id: str | None = None) -> Saying:
        """Takes a message: a new turn, the running one of the same message, or the one that a client lost.

        `last_event_id`: what `write_cursor` gave with the last event that the client has.
        Raises ScopeError, SessionNotFoundError, BadRequestError.
        """
        caller.require("write")
        with self.database.writing() as tx:
            held = sessions.find_session(tx, caller.account_id, session_id)
            sessions.lock_session(tx, held)
            lost = read_cursor(last_event_id)
            turn = turns.find_turn(tx, held.id, lost[0], text) if lost is not None else None
            if turn is not None and lost is not None and (not turn.is_running or turn.job_id is not None):
                return Saying(caller=caller, held=held, begun=Begun(turn=turn, is_mine=False), after=lost[1])
            begun = turns.begin_turn(tx, held.id, text, now=self.clock())
        return Saying(caller=caller, held=held, begun=begun, after=Cursor())

    async def work(self, saying: Saying) -> NotEnoughCreditsError | None:
        """Does what the message asks for, once, in a task that no disconnect ends; what it starts goes on after it.

        Comes back with the refusal, in the session's language, where the message cannot be paid for.
        """
        if not saying.begun.is_mine:
            return None
        turn, now = saying.begun.turn, self.clock()
        task = asyncio.get_running_loop().create_task(
            asyncio.to_thread(self._answer, saying.caller, saying.held, turn, now)
        )
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(task)

    def _answer(self, caller: Caller, held: Held, turn: Turn, now: float) -> NotEnoughCreditsError | None:
        # Late: what understands language takes as long to load as all the rest of the server.
        from songreel_server.conversation import Conversation

        return Conversation(self.films).answer(caller, held, turn, now=now)

    async def follow(self, saying: Saying) -> AsyncGenerator[Told, None]:
        """What the turn and its job tell, from where the client stands, up to the turn's end."""
        turn, after = saying.begun.turn, saying.after
        number, call = 0, ""
        job_id: str | None = None
        async with aclosing(self._streams.follow(turn.id, 0)) as events:
            async for event in events:
                if event.kind == "end":
                    return
                number = event.number
                if number > after.turn:
                    yield Told(turn_id=turn.id, cursor=Cursor(number, after.job), event=event, call="")
                if event.kind == "call":
                    job_id, call = event.body["id"], event.body["name"]
                    break
        heard = after.job
        async with aclosing(self._streams.follow(job_id or turn.id, after.job)) as events:
            async for event in events:
                if event.kind == "end":
                    break
                heard = event.number
                yield Told(turn_id=turn.id, cursor=Cursor(max(number, after.turn), heard), event=event, call=call)
        await asyncio.to_thread(self._end, saying, job_id)
        async with aclosing(self._streams.follow(turn.id, max(number, after.turn))) as events:
            async for event in events:
                if event.kind == "end":
                    return
                yield Told(turn_id=turn.id, cursor=Cursor(event.number, heard), event=event, call="")

    def _end(self, saying: Saying, job_id: str | None) -> None:
        if job_id is not None:
            due = Due(
                turn_id=saying.begun.turn.id,
                account_id=saying.caller.account_id,
                session_id=saying.held.id,
                job_id=job_id,
            )
            self._endings.end(due, now=self.clock())

    def end_due(self) -> int:
        """Ends turns whose job is over and that nobody follows; how many."""
        return self._endings.end_due(now=self.clock())

    async def rest(self) -> None:
        """Waits until no turn is being worked on."""
        await asyncio.gather(*self._at_work, return_exceptions=True)

    def state(self, caller: Caller, session_id: str) -> SessionState:
        """Raises ScopeError, SessionNotFoundError."""
        caller.require("read")
        now = self.clock()
        with self.database.reading() as tx:
            held = sessions.find_session(tx, caller.account_id, session_id)
            standing = self.films.standing(tx, held.project_id)
            kept = vault.items(tx, held.account_id, held.memory.files)
            done = self.films.finished(tx, held.project_id, most=MOST_FILMS)
            rendered = self._endings.all_rendered(tx, held.account_id, done, now=now)
        return SessionState(
            held=held,
            draft=self.films.draft(held.project_id),
            files=tuple(kept[item_id] for item_id in held.memory.files if item_id in kept),
            films=tuple((job, film) for job, film in zip(done, rendered, strict=True) if film is not None),
            running=standing.running,
        )

    def export(
        self, caller: Caller, session_id: str, *, render_id: str, quality: Quality, version: int | None
    ) -> jobs.JobState:
        """The export of that id, started now or before.

        Raises ScopeError, SessionNotFoundError, NoFilmError, BusyError, ConflictError, BadRequestError.
        """
        caller.require("render")
        if not render_id.strip() or len(render_id) > LONGEST_RENDER_ID:
            raise BadRequestError(
                f"The render's id is empty or over {LONGEST_RENDER_ID} characters; send a shorter one."
            )
        with self.database.writing() as tx:
            held = sessions.find_session(tx, caller.account_id, session_id)
            sessions.lock_session(tx, held)
            job_id = self.films.export(
                tx,
                caller,
                held.project_id,
                quality=quality,
                version=version,
                request_key=_render_key(render_id),
                now=self.clock(),
            )
            return find_job(tx, caller.account_id, job_id)

    def export_state(self, caller: Caller, render_id: str) -> tuple[jobs.JobState, Rendered | None]:
        """An export, and its film once it is completed. Raises ScopeError, NotFoundError."""
        caller.require("read")
        with self.database.reading() as tx:
            job_id = job_of_key(tx, caller.account_id, _render_key(render_id))
            if job_id is None:
                raise NotFoundError("There is no render of that id.")
            job = find_job(tx, caller.account_id, job_id)
            return job, self._endings.rendered(tx, caller.account_id, job, now=self.clock())

    def export_file(self, caller: Caller, render_id: str) -> vault.Item:
        """The file of an export that is completed. Raises ScopeError, NotFoundError."""
        _, film = self.export_state(caller, render_id)
        if film is None:
            raise NotFoundError("This render has no file yet; ask for its status.")
        with self.database.reading() as tx:
            return vault.item(tx, caller.account_id, film.item_id)

    def jobs_by_state(self) -> dict[str, int]:
        """How many jobs stand in each state."""
        with self.database.reading() as tx:
            return dict(tx.execute(select(Job.state, func.count()).group_by(Job.state)).all())

    @property
    def open_streams(self) -> int:
        return self._streams.open_streams


def write_cursor(told: Told) -> str:
    """As an `id:` line carries it, and `Last-Event-ID` brings it back."""
    return f"{told.turn_id}.{told.cursor.turn}.{told.cursor.job}"


def read_cursor(text: str | None) -> tuple[str, Cursor] | None:
    """(turn, cursor); None for what is none: a client that sends nonsense gets a turn of its own."""
    parts = (text or "").strip().split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 12 for part in parts[1:]):
        return None
    return parts[0], Cursor(int(parts[1]), int(parts[2]))


def _render_key(render_id: str) -> str:
    return f"render:{render_id.strip()}"

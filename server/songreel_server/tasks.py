"""Tasks: a whole film asked for in one call, by the second, with a callback at its end. The use cases of the task API.

A task is a job of a project of its own; what was asked for besides, and the callback, are rows beside it, written in the
transaction that sets the credits aside.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session as Tx
from uuid6 import uuid7

from songreel_engine.errors import SongreelError
from songreel_server import characters, jobs, vault
from songreel_server.accounts.tokens import Caller
from songreel_server.credits.price_list import Resolution
from songreel_server.credits.quotes import Quote, billed_seconds, quote_seconds
from songreel_server.endings import Endings, Rendered
from songreel_server.errors import (
    BadRequestError,
    FetchError,
    NotFoundError,
    ServerError,
    UnsupportedFileError,
    UpstreamError,
)
from songreel_server.films import Films, SongFile, job_of_key
from songreel_server.outside import Resolve, reach, resolved
from songreel_server.sessions import add_project
from songreel_server.sniff import Kind
from songreel_server.store.database import Database
from songreel_server.store.tables import CallbackRow, TaskRow, Worker
from songreel_server.task_wish import TaskFiles, TaskWish, film_wish_of, must_have_words, warnings_of
from songreel_server.uploads import Uploads

FROM_VAULT: Final = "vault:"
"""Before an item's id, in place of a URL: what was sent once need not be fetched again."""
RAW_AAC: Final = "audio/aac"
LYRICS_NAME: Final = "lyrics.txt"
"""Of words that came inside a request."""
LONGEST_KEY: Final = 200
NOT_DETECTED: Final = "not detected"
MOST_VOICES: Final = 1_000
"""Remembered."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a task would cost."""

    credits: int
    billed_seconds: int
    resolution: Resolution


@dataclass(frozen=True, kw_only=True)
class CallbackFacts:
    """How far the telling of a task's end is."""

    url: str
    state: str
    """waiting | delivered | given_up"""
    tries: int
    next_try_at: float | None
    """None while the task runs, and where no more follows."""
    last_status: int | None
    last_error: str | None


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task as it stands."""

    model: str
    warnings: tuple[str, ...]
    asked: dict[str, Any]
    job: jobs.JobState
    film: Rendered | None
    """None before its end, and where it was deleted since."""
    callback: CallbackFacts | None
    voice: str | None
    """Who was heard to sing: low, high or not detected; None before the task's end."""


class TaskNotFoundError(NotFoundError):
    """There is no such task, or it is another account's."""


class Tasks:
    """One for the process; belongs to its event loop. `has_failed`: whether the worker in this process could not start."""

    def __init__(
        self,
        *,
        films: Films,
        uploads: Uploads,
        endings: Endings,
        clock: Callable[[], float],
        resolve: Resolve = resolved,
        has_failed: Callable[[], bool] = lambda: False,
    ) -> None:
        self._has_failed = has_failed
        self._films = films
        self._uploads = uploads
        self._endings = endings
        self._clock = clock
        self._resolve = resolve
        self._voices: OrderedDict[str, str] = OrderedDict()

    @property
    def database(self) -> Database:
        return self._films.database

    async def estimate(self, caller: Caller, wish: TaskWish) -> Estimate:
        """The price, for which the song's length is measured; nothing is kept or charged.

        Raises ScopeError, BadRequestError, FetchError, UnsupportedFileError, TooLargeError, NotFoundError.
        """
        caller.require("read")
        if wish.song.startswith(FROM_VAULT):
            item = await asyncio.to_thread(self._item, caller, wish.song, "song")
            media_type, facts = item.media_type, item.facts
        else:
            found = await self._uploads.look_at_url(caller.account_id, wish.song, wanted="song")
            media_type, facts = found.media_type, found.facts
        _must_not_be_raw(media_type)
        quote = self._quote(wish, float(facts["duration_s"]))
        return Estimate(
            credits=quote.credits,
            billed_seconds=billed_seconds(self._films.prices, float(facts["duration_s"])),
            resolution=wish.resolution,
        )

    async def create(
        self, caller: Caller, wish: TaskWish, *, callback_url: str | None = None, request_key: str | None = None
    ) -> str:
        """The id of the task, whose price is set aside now; asked for again under the same key it is the same one.

        Raises as `estimate`, and NotEnoughCreditsError, SpendLimitError, StorageError, UpstreamError where nobody renders;
        BadRequestError also for a callback URL that may not be reached.
        """
        caller.require("write")
        caller.require("render")
        key = _request_key(request_key)
        known = await asyncio.to_thread(self._known, caller, key)
        if known is not None:
            return known
        await asyncio.to_thread(self._must_be_rendering)
        if callback_url is not None:
            await self._must_be_reachable(callback_url)
        [song] = await self._items(caller, (wish.song,), "song")
        _must_not_be_raw(song.media_type)
        must_have_words(wish, song)
        photos = await self._items(caller, wish.images, "photo")
        lyrics = await self._lyrics(caller, wish)
        return await asyncio.to_thread(self._start, caller, wish, TaskFiles(song, photos, lyrics), callback_url, key)

    def find(self, caller: Caller, task_id: str) -> Task:
        """Raises ScopeError, TaskNotFoundError."""
        caller.require("read")
        with self.database.reading() as tx:
            row = tx.get(TaskRow, task_id)
            if row is None or row.account_id != caller.account_id:
                raise TaskNotFoundError("There is no such task; use the taskId that its creation answered with.")
        return self.of_id(task_id)

    def of_id(self, task_id: str) -> Task:
        """The task, whosever it is. Raises TaskNotFoundError."""
        with self.database.reading() as tx:
            row = tx.get(TaskRow, task_id)
            if row is None:
                raise TaskNotFoundError("There is no such task any more.")
            task = self._read(tx, row)
        if task.job.state != "completed":
            return task
        return replace(task, voice=self._voice(task.job.project_id))

    def _voice(self, project_id: str) -> str:
        """Read once: it never changes, and the analysis is long."""
        if project_id not in self._voices:
            try:
                with self._films.project(project_id) as project:
                    self._voices[project_id] = project.read_analysis().voice.range
            except (SongreelError, ServerError):
                # The project has been deleted or belongs to an older songreel; its film stands all the same.
                return NOT_DETECTED
            if len(self._voices) > MOST_VOICES:
                self._voices.popitem(last=False)
        return self._voices[project_id]

    def _read(self, tx: Tx, row: TaskRow) -> Task:
        job = jobs.state(tx, row.id)
        callback = tx.get(CallbackRow, row.id)
        return Task(
            model=row.model,
            warnings=tuple(row.warnings) + tuple((job.result or {}).get("warnings", ())),
            asked=dict(row.asked),
            job=job,
            film=self._endings.rendered(tx, row.account_id, job, now=self._clock()),
            callback=None if callback is None else _callback_facts(callback, job),
            voice=None,
        )

    def _must_be_rendering(self) -> None:
        """A worker elsewhere that is away for a moment is waited for; one that could not start here is no worker."""
        if not self._has_failed():
            return
        since = self._clock() - self._films.settings.dead_after_s
        with self.database.reading() as tx:
            if tx.scalar(select(Worker.id).where(Worker.seen_at >= since).limit(1)) is None:
                raise UpstreamError("Nobody renders here just now, and nothing was charged; try again later.")

    async def _must_be_reachable(self, url: str) -> None:
        try:
            await reach(url, allow=self._films.settings.fetch_allow, resolve=self._resolve)
        except FetchError as error:
            raise BadRequestError(f"callback_url cannot be called: {error}") from error

    async def _items(self, caller: Caller, named: tuple[str, ...], kind: Kind) -> list[vault.Item]:
        """What URLs and ids name, in their order."""
        urls = [name for name in named if not name.startswith(FROM_VAULT)]
        fetched: list[vault.Item] = []
        if urls:
            caller.require("upload")
            fetched = await self._uploads.from_urls(caller.account_id, urls, now=self._clock(), wanted=kind)
        arrived = iter(fetched)
        return [
            await asyncio.to_thread(self._item, caller, name, kind) if name.startswith(FROM_VAULT) else next(arrived)
            for name in named
        ]

    async def _lyrics(self, caller: Caller, wish: TaskWish) -> vault.Item | None:
        """The words that were given, kept like any file; None where none were, or they are not to be seen."""
        if not wish.shows_words:
            return None
        if wish.lyrics is not None:
            caller.require("upload")
            return await self._uploads.from_text(
                caller.account_id, wish.lyrics, name=LYRICS_NAME, now=self._clock(), wanted="lyrics"
            )
        named = () if wish.lyrics_url is None else (wish.lyrics_url,)
        return next(iter(await self._items(caller, named, "lyrics")), None)

    def _item(self, caller: Caller, named: str, kind: str) -> vault.Item:
        with self.database.reading() as tx:
            try:
                item = vault.item(tx, caller.account_id, named.removeprefix(FROM_VAULT))
            except NotFoundError as error:
                raise BadRequestError(str(error)) from error
        if item.kind != kind:
            raise BadRequestError(f"{item.name} is no {kind} but {item.kind}; name another item of your vault.")
        return item

    def _known(self, caller: Caller, key: str) -> str | None:
        with self.database.reading() as tx:
            return job_of_key(tx, caller.account_id, key)

    def _quote(self, wish: TaskWish, duration_s: float) -> Quote:
        return quote_seconds(self._films.prices, duration_s=duration_s, resolution=wish.resolution)

    def _start(
        self,
        caller: Caller,
        wish: TaskWish,
        files: TaskFiles,
        callback_url: str | None,
        key: str,
    ) -> str:
        now, song, photos = self._clock(), files.song, files.photos
        duration_s = float(song.facts["duration_s"])
        file = SongFile(item_id=song.id, sha256=song.sha256, name=song.name, duration_s=duration_s)
        with self.database.writing() as tx:
            if wish.character_id is not None:
                photos = [*characters.photos_of(tx, caller.account_id, wish.character_id), *photos]
            film = film_wish_of(wish, photos, files.lyrics)
            title = song.name.rpartition(".")[0] or song.name
            project_id = add_project(tx, caller.account_id, name=title, now=now)
            quote = self._quote(wish, duration_s)
            task_id = self._films.make(tx, caller, project_id, file, film, request_key=key, now=now, quote=quote)
            if tx.get(TaskRow, task_id) is not None:
                # The same request came through another connection a moment earlier; this one leaves nothing behind.
                tx.rollback()
                return task_id
            tx.add(
                TaskRow(
                    id=task_id,
                    account_id=caller.account_id,
                    model=wish.model.name,
                    asked=wish.as_json() | {"image_items": [photo.id for photo in photos]},
                    warnings=list(warnings_of(wish)),
                    made_at=now,
                )
            )
            tx.flush()
            if callback_url is not None:
                tx.add(CallbackRow(task_id=task_id, url=callback_url, state="waiting", tries=0, next_try_at=now))
            return task_id


def _callback_facts(row: CallbackRow, job: jobs.JobState) -> CallbackFacts:
    return CallbackFacts(
        url=row.url,
        state=row.state,
        tries=row.tries,
        next_try_at=row.next_try_at if row.state == "waiting" and job.is_over else None,
        last_status=row.last_status,
        last_error=row.last_error,
    )


def _must_not_be_raw(media_type: str) -> None:
    if media_type == RAW_AAC:
        raise UnsupportedFileError("A raw AAC stream is not taken here; send MP3, WAV or M4A.")


def _request_key(named: str | None) -> str:
    if named is None:
        return f"task:{uuid7()}"
    if not named.strip() or len(named) > LONGEST_KEY:
        raise BadRequestError(f"Idempotency-Key is empty or over {LONGEST_KEY} characters; send a shorter one.")
    return f"task:{named.strip()}"


def status_of(task: Task) -> str:
    """As the contract names it: pending | processing | completed | failed."""
    named = {"queued": "pending", "running": "processing", "completed": "completed"}
    return named.get(cast(str, task.job.state), "failed")

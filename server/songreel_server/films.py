"""What can be done to a film: quote, make, edit, export, cancel, look at. The use cases that every face shares.

One job works on a project at a time. Functions that take `tx` read or write in the caller's transaction. How a film is changed
is in `editing`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session as Tx

from songreel_server import heavy, jobs, vault
from songreel_server.accounts.tokens import Caller
from songreel_server.credits.price_list import PriceList
from songreel_server.credits.quotes import Quote, quote_export, quote_film
from songreel_server.errors import ConflictError, NotFoundError
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.tables import Job, ProjectRow
from songreel_server.workspace import Workspaces

if TYPE_CHECKING:
    from songreel_engine.draft.model import Draft
    from songreel_engine.project import Project

Quality = Literal["preview", "draft", "final"]
PICTURE: Final = "procedural"
RENDERED: Final = ("make", "edit")
"""Kinds of jobs after which the film is paid for as it stands."""
UNFINISHED: Final = ("queued", "running")

_NEWEST: Final = (Job.made_at.desc(), Job.id.desc())
_BUSY: Final = (
    select(Job).where(Job.project_id == bindparam("project_id"), Job.state.in_(UNFINISHED)).order_by(*_NEWEST).limit(1)
)
_PAID: Final = (
    select(Job)
    .where(Job.project_id == bindparam("project_id"), Job.state == "completed", Job.kind.in_(RENDERED))
    .order_by(*_NEWEST)
    .limit(1)
)
_MADE: Final = (
    select(Job.request)
    .where(Job.project_id == bindparam("project_id"), Job.state == "completed", Job.kind == "make")
    .order_by(*_NEWEST)
    .limit(1)
)
_FINISHED: Final = (
    select(Job)
    .where(Job.project_id == bindparam("project_id"), Job.state == "completed")
    .order_by(*_NEWEST)
    .limit(bindparam("most"))
)
"""Asked with most requests, so written down once."""


class BusyError(ConflictError):
    """A job works on the project; `job` is where it stands."""

    def __init__(self, job: jobs.JobState) -> None:
        super().__init__("This video is still being worked on; ask again when that is done, or cancel it.")
        self.job = job


class NoFilmError(NotFoundError):
    """The project has no finished film yet."""


@dataclass(frozen=True, kw_only=True)
class FilmWish:
    """What a new film is to be; None leaves it to the song, the style and the settings."""

    quality: Quality
    height_px: int | None = None
    prompt: str | None = None
    style: str | None = None
    aspect: Literal["9:16", "16:9", "1:1", "4:5"] | None = None
    seed: int | None = None
    scenic: bool | None = None
    scene_map: str | None = None
    max_seconds: float | None = None
    photos: tuple[jobs.GivenFile, ...] = ()
    """Of the performer, who is then in the picture."""
    footage: tuple[jobs.GivenFile, ...] = ()
    """The user's own, cut into the film."""
    lyrics: jobs.ShownLyrics | None = None
    """None: no words on the picture."""
    singing: float | None = None
    """Share of the film in which the performer is seen singing, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class SongFile:
    """A song in the vault, as a job needs it."""

    item_id: str
    sha256: str
    name: str
    duration_s: float

    @property
    def suffix(self) -> str:
        """Of its name, as engines go by it; sound's plainest where the name has none."""
        stem, dot, suffix = self.name.rpartition(".")
        return f".{suffix.lower()}" if stem and dot and suffix.isascii() and suffix.isalnum() else ".mp3"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a project stands, in one reading."""

    project_id: str
    running: jobs.JobState | None
    paid_version: int | None
    """The last version that was rendered and paid for; None before the first film."""
    rendered_as: jobs.Film | None
    """Of that version; None before the first film."""


def given(item: vault.Item) -> jobs.GivenFile:
    """A file of the vault as a film takes it along."""
    return jobs.GivenFile(sha256=item.sha256, name=item.file_name)


class Films:
    """One for the process."""

    def __init__(self, *, settings: Settings, database: Database, prices: PriceList, workspaces: Workspaces) -> None:
        self.settings = settings
        self.database = database
        self.prices = prices
        self.workspaces = workspaces

    def film_in(self, quality: Quality) -> jobs.Film:
        """How a film of that quality is rendered here where nobody asks for a size."""
        is_default = quality == self.settings.default_quality
        return jobs.Film(quality=quality, height_px=self.settings.default_height_px if is_default else None)

    def quote_make(self) -> Quote:
        """What a film costs, whatever its song."""
        return quote_film(self.prices, picture=PICTURE)

    def standing(self, tx: Tx, project_id: str) -> Standing:
        """Whether somebody works on the project, and which film of it stands."""
        busy = tx.scalar(_BUSY, {"project_id": project_id})
        film = tx.scalar(_PAID, {"project_id": project_id})
        return Standing(
            project_id=project_id,
            running=None if busy is None else jobs.state_of(busy),
            paid_version=None if film is None else _version_of(film),
            rendered_as=None if film is None else jobs.Film.model_validate(film.request["film"]),
        )

    def finished(self, tx: Tx, project_id: str, *, most: int) -> tuple[jobs.JobState, ...]:
        """Completed jobs of the project, the newest first."""
        rows = tx.scalars(_FINISHED, {"project_id": project_id, "most": most})
        return tuple(map(jobs.state_of, rows))

    def make(
        self,
        tx: Tx,
        caller: Caller,
        project_id: str,
        song: SongFile,
        wish: FilmWish,
        *,
        request_key: str,
        now: float,
        quote: Quote | None = None,
    ) -> str:
        """The id of the job that makes the film; `quote` is its price where it is not `quote_make`'s.

        Raises ScopeError, BusyError, NotEnoughCreditsError, SpendLimitError, ConflictError where the project has a film of
        another song already, or of another stretch of it.
        """
        caller.require("write")
        self.must_rest(tx, project_id, request_key)
        _must_be_about(tx, project_id, song, wish)
        order = jobs.Make(
            song_sha256=song.sha256,
            song_suffix=song.suffix,
            film=self.film_in(wish.quality)
            if wish.height_px is None
            else jobs.Film(quality=wish.quality, height_px=wish.height_px),
            prompt=wish.prompt,
            style=wish.style,
            aspect=wish.aspect,
            seed=wish.seed,
            scenic=wish.scenic,
            scene_map=wish.scene_map,
            max_seconds=wish.max_seconds,
            photos=wish.photos,
            footage=wish.footage,
            lyrics=wish.lyrics,
            singing=wish.singing,
        )
        row = tx.get_one(ProjectRow, project_id)
        row.song_item_id, row.changed_at = song.item_id, now
        price = quote or self.quote_make()
        return self.start(tx, caller, project_id, order, price, request_key=request_key, now=now)

    def has_draft(self, project_id: str) -> bool:
        """Whether a film has been planned."""
        return self.workspaces.has_draft(project_id)

    def draft(self, project_id: str) -> "Draft | None":
        """The timeline as it stands; None before it is planned."""
        if not self.has_draft(project_id):
            return None
        with self.project(project_id) as project:
            return project.read_draft()

    @contextmanager
    def project(self, project_id: str) -> "Iterator[Project]":
        """The project, for reading. Raises NoFilmError where it has no draft yet."""
        # Late: projects bring decoders with them, which a server that starts need not wait for.
        heavy.load()
        from songreel_engine.project import Project

        if not self.has_draft(project_id):
            raise NoFilmError("There is no video yet; make one first.")
        with self.workspaces.reading(project_id) as folder:
            yield Project.open(folder)

    def export(
        self,
        tx: Tx,
        caller: Caller,
        project_id: str,
        *,
        quality: Quality,
        version: int | None,
        request_key: str,
        now: float,
        profile: str | None = None,
        timeline: str | None = None,
        seconds: float | None = None,
    ) -> str:
        """The id of the job that renders the finished film; the same key is the same job.

        `version`: the timeline the caller means; None: the one that stands. `profile` or `timeline`: a platform's file or an
        editor's instead, by the engine's names.
        Raises ScopeError, NoFilmError, BusyError, ConflictError where the timeline has changed since.
        """
        caller.require("render")
        known = job_of_key(tx, caller.account_id, request_key)
        if known is not None:
            return known
        standing = self.standing(tx, project_id)
        if standing.running is not None:
            raise BusyError(standing.running)
        if standing.paid_version is None:
            raise NoFilmError("There is no finished video yet; make one first.")
        if version not in (None, standing.paid_version):
            raise ConflictError("The timeline has changed since; ask for the state again and send its draft.")
        order = jobs.Export(
            version=standing.paid_version,
            film=self.film_in(quality),
            profile=profile,
            timeline=timeline,
            seconds=seconds,
        )
        quote = quote_export(self.prices, picture=PICTURE)
        return self.start(tx, caller, project_id, order, quote, request_key=request_key, now=now)

    def cancel(self, tx: Tx, project_id: str, *, now: float) -> jobs.JobState | None:
        """Calls off what is being worked on; None where nothing is."""
        running = self.standing(tx, project_id).running
        return None if running is None else jobs.cancel(tx, running.job_id, now=now)

    def must_rest(self, tx: Tx, project_id: str, request_key: str) -> None:
        """Raises BusyError where a job works on the project that this request has not started itself."""
        row = tx.scalar(
            select(Job).where(Job.project_id == project_id, Job.state.in_(UNFINISHED), Job.request_key != request_key)
        )
        if row is not None:
            raise BusyError(jobs.state(tx, row.id))

    def start(
        self,
        tx: Tx,
        caller: Caller,
        project_id: str,
        order: "jobs.Make | jobs.Render | jobs.Export",
        quote: Quote,
        *,
        request_key: str,
        now: float,
    ) -> str:
        """The id of the job, new or of this key. Raises NotEnoughCreditsError."""
        started = jobs.start(
            tx,
            account_id=caller.account_id,
            project_id=project_id,
            order=order,
            request_key=request_key,
            price=quote.credits,
            free_items=quote.free_items,
            token_id=caller.token_id,
            now=now,
        )
        return started.job_id


def job_of_key(tx: Tx, account_id: str, request_key: str) -> str | None:
    """The account's job that was started under this key; None where there is none."""
    return tx.scalar(select(Job.id).where(Job.account_id == account_id, Job.request_key == request_key))


def find_project(tx: Tx, account_id: str, project_id: str) -> ProjectRow:
    """Raises NotFoundError, also for another account's."""
    row = tx.get(ProjectRow, project_id)
    if row is None or row.account_id != account_id:
        raise NotFoundError("There is no such project.")
    return row


def find_job(tx: Tx, account_id: str, job_id: str) -> jobs.JobState:
    """Raises NotFoundError, also for another account's."""
    row = tx.get(Job, job_id)
    if row is None or row.account_id != account_id:
        raise NotFoundError("There is no such job.")
    return jobs.state(tx, job_id)


def _must_be_about(tx: Tx, project_id: str, song: SongFile, wish: FilmWish) -> None:
    """A project with a finished film stays with its song: the versions that were paid for would be gone."""
    made = tx.scalar(_MADE, {"project_id": project_id})
    if made is not None and (made["song_sha256"], made.get("max_seconds")) != (song.sha256, wish.max_seconds):
        raise ConflictError("This project has a video of another song already; make this one in a new project.")


def _version_of(job: Job) -> int | None:
    version = (job.result or {}).get("draft_version", job.request.get("version"))
    return version if isinstance(version, int) else None

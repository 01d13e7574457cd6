"""A caller's projects as an assistant works on them: found without knowing ids, made once however often it is asked for.

What the chat does in a session, this does project by project: no messages are kept, and every call says all it needs. A call
that comes again after its answer was lost finds the job that it started.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Tx

from songreel_server import heavy, jobs, vault
from songreel_server.accounts.tokens import Caller
from songreel_server.credits.quotes import Quote
from songreel_server.errors import BadRequestError, NotFoundError
from songreel_server.films import BusyError, Films, FilmWish, Quality, SongFile, Standing, find_job, find_project
from songreel_server.sessions import add_project
from songreel_server.store.tables import Job, ProjectRow

if TYPE_CHECKING:
    from songreel_engine.draft.edits import Edit
    from songreel_server.editing import Edited

LAST: Final = "last"
"""Instead of an id: the one that was worked on last."""
MOST_LISTED: Final = 50
CALLED_OFF: Final = ("failed", "cancelled")


@dataclass(frozen=True, kw_only=True)
class ProjectFacts:
    """A project as its owner lists it."""

    id: str
    name: str
    song_item_id: str | None
    made_at: float
    changed_at: float


@dataclass(frozen=True, kw_only=True)
class Started:
    """A job with its project and price, new or found again."""

    project: ProjectFacts
    job: jobs.JobState
    is_new: bool


class Projects:
    """One for the process; every method waits for disk or database."""

    def __init__(self, films: Films, *, clock: Callable[[], float]) -> None:
        self._films = films
        self._database = films.database
        self._clock = clock

    def find(self, caller: Caller, project_id: str = LAST) -> ProjectFacts:
        """Raises NotFoundError, also for another account's."""
        caller.require("read")
        with self._database.reading() as tx:
            if project_id != LAST:
                return _facts(find_project(tx, caller.account_id, project_id))
            row = tx.scalar(_mine(caller).limit(1))
            if row is None:
                raise NotFoundError("There is no project yet; make a video first.")
            return _facts(row)

    def search(self, caller: Caller, words: str = "", *, limit: int = MOST_LISTED) -> tuple[ProjectFacts, ...]:
        """Those whose name holds all the words, the one changed last first."""
        caller.require("read")
        wanted = words.casefold().split()
        with self._database.reading() as tx:
            rows = [row for row in tx.scalars(_mine(caller)) if all(word in row.name.casefold() for word in wanted)]
            return tuple(_facts(row) for row in rows[: max(1, min(limit, MOST_LISTED))])

    def standing(self, project_id: str) -> Standing:
        """What works on the project and which film stands; an edit that came to nothing is taken back first."""
        self._put_back(project_id)
        with self._database.reading() as tx:
            return self._films.standing(tx, project_id)

    def song(self, caller: Caller, item_id: str) -> SongFile:
        """A song of the caller's. Raises NotFoundError, BadRequestError where it is no song."""
        caller.require("read")
        with self._database.reading() as tx:
            item = vault.item(tx, caller.account_id, item_id)
        if item.kind != "song":
            raise BadRequestError(f"{item.name} is no song but {item.kind}; add the song as kind=song.")
        duration_s = float(item.facts.get("duration_s", 0.0))
        return SongFile(item_id=item.id, sha256=item.sha256, name=item.name, duration_s=duration_s)

    def make(self, caller: Caller, song: SongFile, wish: FilmWish, *, asked: FilmWish | None = None) -> Started:
        """The film of this song with these wishes: asked for twice it is one project and one job.

        `asked`: what was asked for, where the wish was made of it by somebody who makes it otherwise each time. One that
        failed or was called off is started anew. Raises ScopeError, NotEnoughCreditsError.
        """
        caller.require("write")
        now, key = self._clock(), _key("make", song.sha256, asdict(asked or wish), *(["made of it"] if asked else []))
        with self._database.writing() as tx:
            known = _last_of_key(tx, caller.account_id, key)
            if known is not None and known.state not in CALLED_OFF:
                return self._started(tx, caller, known.id, is_new=False)
            # The project of an attempt that came to nothing before anything was planned is used again.
            again = known is not None and not self._films.has_draft(known.project_id)
            title = song.name.rpartition(".")[0] or song.name
            project_id = known.project_id if known is not None and again else ""
            project_id = project_id or add_project(tx, caller.account_id, name=title, now=now)
            request_key = _again(tx, caller.account_id, key)
            job_id = self._films.make(tx, caller, project_id, song, wish, request_key=request_key, now=now)
            return self._started(tx, caller, job_id, is_new=True)

    def quote_edit(
        self, caller: Caller, project_id: str, edits: "Sequence[Edit]", *, files: Sequence[vault.Item] = ()
    ) -> "Edited":
        """What the edits would do and cost. Raises EditError, NoFilmError."""
        heavy.load()
        from songreel_server.editing import Editing

        self._put_back(project_id)
        return Editing(self._films).quote_edit(caller, project_id, edits, files=files)

    def edit(
        self,
        caller: Caller,
        project: ProjectFacts,
        edits: "Sequence[Edit]",
        *,
        words: str,
        files: Sequence[vault.Item] = (),
    ) -> "Edited":
        """The edits followed, and the job that renders them. Raises as `Editing.edit`."""
        heavy.load()
        from songreel_server.editing import Edited, Editing

        self._put_back(project.id)
        now = self._clock()
        key = _key(
            "edit", project.id, self._version(project.id), words, [edit.model_dump(mode="json") for edit in edits]
        )

        def touched(tx: Tx, _: Edited) -> None:
            tx.get_one(ProjectRow, project.id).changed_at = now

        with self._database.reading() as tx:
            request_key = _again(tx, caller.account_id, key)
        return Editing(self._films).edit(
            caller, project.id, edits, words=words, files=files, request_key=request_key, alongside=touched, now=now
        )

    def same_edit_under_way(self, project_id: str, words: str) -> jobs.JobState | None:
        """The running job of an edit in the same words: a call that came twice, as after a lost answer."""
        running = self.standing(project_id).running
        if running is None or running.kind != "edit":
            return None
        draft = self._films.draft(project_id)
        entry = draft.edit_log[-1] if draft is not None and draft.edit_log else None
        return running if entry is not None and entry.words == words else None

    def export(
        self,
        caller: Caller,
        project: ProjectFacts,
        *,
        quality: Quality,
        profile: str | None = None,
        timeline: str | None = None,
        seconds: float | None = None,
    ) -> Started:
        """The job that writes the file, or the one that wrote the same file of the same version before.

        Raises ScopeError, NoFilmError, BusyError, NotEnoughCreditsError.
        """
        self._put_back(project.id)
        now = self._clock()
        with self._database.writing() as tx:
            version = self._films.standing(tx, project.id).paid_version
            key = _key("export", project.id, version, quality, profile, timeline, seconds)
            known = _last_of_key(tx, caller.account_id, key)
            if known is not None and known.state not in CALLED_OFF and self._still_kept(tx, caller, known):
                return self._started(tx, caller, known.id, is_new=False)
            job_id = self._films.export(
                tx,
                caller,
                project.id,
                quality=quality,
                version=None,
                request_key=_again(tx, caller.account_id, key),
                now=now,
                profile=profile,
                timeline=timeline,
                seconds=seconds,
            )
            tx.get_one(ProjectRow, project.id).changed_at = now
            return self._started(tx, caller, job_id, is_new=True)

    def job(self, caller: Caller, job_id: str = LAST) -> jobs.JobState:
        """Raises NotFoundError, also for another account's."""
        caller.require("read")
        with self._database.reading() as tx:
            if job_id != LAST:
                return find_job(tx, caller.account_id, job_id)
            newest = (
                select(Job.id).where(Job.account_id == caller.account_id).order_by(Job.made_at.desc(), Job.id.desc())
            )
            found = tx.scalar(newest.limit(1))
            if found is None:
                raise NotFoundError("There is no job yet; make a video first.")
            return jobs.state(tx, found)

    def cancel(self, caller: Caller, job_id: str) -> jobs.JobState:
        """Calls the job off; one that is over stays as it is. Raises ScopeError, NotFoundError."""
        caller.require("write")
        job = self.job(caller, job_id)
        with self._database.writing() as tx:
            state = jobs.cancel(tx, job.job_id, now=self._clock())
        self._put_back(job.project_id)
        return state

    def film_job(self, project_id: str) -> jobs.JobState | None:
        """The job that left the film which stands; None before the first."""
        with self._database.reading() as tx:
            done = self._films.finished(tx, project_id, most=MOST_LISTED)
        return next((job for job in done if job.kind in ("make", "edit")), None)

    def quote_make(self) -> Quote:
        return self._films.quote_make()

    def settle(self, job: jobs.JobState) -> None:
        """After a job is over: an edit that came to nothing leaves the timeline as it was."""
        if job.kind == "edit" and job.state in CALLED_OFF:
            self._put_back(job.project_id)

    def _put_back(self, project_id: str) -> None:
        with self._database.reading() as tx:
            newest = select(Job).where(Job.project_id == project_id).order_by(Job.made_at.desc(), Job.id.desc())
            row = tx.scalar(newest.limit(1))
        if row is None or row.kind != "edit" or row.state not in CALLED_OFF:
            return
        heavy.load()
        from songreel_server.editing import Editing

        Editing(self._films).put_back(row.id, now=self._clock())

    def _started(self, tx: Tx, caller: Caller, job_id: str, *, is_new: bool) -> Started:
        job = jobs.state(tx, job_id)
        return Started(project=_facts(find_project(tx, caller.account_id, job.project_id)), job=job, is_new=is_new)

    def _still_kept(self, tx: Tx, caller: Caller, job: Job) -> bool:
        if job.state != "completed":
            return True
        try:
            vault.item(tx, caller.account_id, str((job.result or {}).get("item_id")))
        except NotFoundError:
            return False
        return True

    def _version(self, project_id: str) -> int:
        draft = self._films.draft(project_id)
        return draft.version if draft is not None else 0


def busy_with(refusal: BusyError) -> str:
    """The id of the job that a refusal is about."""
    return refusal.job.job_id


def _mine(caller: Caller):  # type: ignore[no-untyped-def]
    return (
        select(ProjectRow)
        .where(ProjectRow.account_id == caller.account_id)
        .order_by(ProjectRow.changed_at.desc(), ProjectRow.id.desc())
    )


def _facts(row: ProjectRow) -> ProjectFacts:
    return ProjectFacts(
        id=row.id, name=row.name, song_item_id=row.song_item_id, made_at=row.made_at, changed_at=row.changed_at
    )


def _key(*parts: object) -> str:
    """The same request has the same key."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return f"mcp-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _again(tx: Tx, account_id: str, key: str) -> str:
    """The key of the next attempt: those before it have come to an end."""
    count = tx.scalar(
        select(func.count())
        .select_from(Job)
        .where(Job.account_id == account_id, Job.request_key.startswith(f"{key}.", autoescape=True))
    )
    return f"{key}.{(count or 0) + 1}"


def _last_of_key(tx: Tx, account_id: str, key: str) -> Job | None:
    return tx.scalar(
        select(Job)
        .where(Job.account_id == account_id, Job.request_key.startswith(f"{key}.", autoescape=True))
        .order_by(Job.made_at.desc(), Job.id.desc())
        .limit(1)
    )

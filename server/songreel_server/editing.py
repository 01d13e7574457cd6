"""A film changed by edits: what it would cost, the new version, the job that renders it, and the way back.

The price of a change is what it asks for beyond the last version that was paid for: a change that was called off, or never
rendered, is priced again when the next one is rendered.

Loads the engine's makers of pictures, so a server that starts leaves it for later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session as Tx

from songreel_engine.changing import Changed, Cost, change, cost_of, preview
from songreel_engine.draft.edits import OF_HISTORY, Edit
from songreel_engine.editing.versions import restore, undo
from songreel_engine.lyrics.lay import lay_on_song
from songreel_engine.lyrics.read import read_lyrics
from songreel_engine.making import new_id
from songreel_engine.project import LastRender, Project
from songreel_engine.shelf import shelve, shelved
from songreel_server import jobs, vault
from songreel_server.accounts.tokens import Caller
from songreel_server.credits import ledger
from songreel_server.credits.quotes import Quote, quote_edit
from songreel_server.errors import ConflictError, NotEnoughCreditsError
from songreel_server.films import PICTURE, RENDERED, Films, NoFilmError, Standing
from songreel_server.store.tables import Job

SHELVED: Final = ("photo", "footage", "sound", "lyrics")
"""Kinds of files that edits may use."""
_HOUSE: Final = "songreel"
"""In the history, where nobody asked for the step."""


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What an edit did, or would do, and what its rendering costs."""

    changed: Changed
    cost: Cost
    quote: Quote
    job_id: str | None = None
    """None where there is nothing to render, or no film yet to render it into."""

    @property
    def is_changed(self) -> bool:
        return self.changed.draft != self.changed.before


Alongside = Callable[[Tx, "Edited"], None]
"""Writes what must be kept together with the edit's job."""


class Editing:
    """One for the process."""

    def __init__(self, films: Films) -> None:
        self._films = films
        self._workspaces = films.workspaces
        self._database = films.database

    def quote_edit(
        self, caller: Caller, project_id: str, edits: Sequence[Edit], *, files: Sequence[vault.Item] = ()
    ) -> Edited:
        """What the edits would do and cost; the film is not changed. Raises EditError, NoFilmError.

        `files` are those that edits may name: they come into the project, where nobody sees them before an edit does.
        """
        if files and self._films.has_draft(project_id):
            with self._workspaces.changing(project_id) as folder:
                self._shelve(Project.open(folder), files, edits)
        with self._database.reading() as tx:
            standing, free_left = self._films.standing(tx, project_id), ledger.balance(tx, caller.account_id).free_left
        with self._films.project(project_id) as project:
            return self._priced(project, preview(project, edits), standing, free_left)

    def quote_version(self, caller: Caller, project_id: str, version: int) -> Quote:
        """What it costs that another version stands: nothing where its shots stand already. Raises EditError, NoFilmError."""
        with self._database.reading() as tx:
            standing, free_left = self._films.standing(tx, project_id), ledger.balance(tx, caller.account_id).free_left
        with self._films.project(project_id) as project:
            before, wanted = project.read_draft(), project.read_version(version)
            nothing = Cost(shots=(), images=0, clips=0)
            told = Changed(before=before, draft=wanted, said=(), notes=(), cost=nothing)
            return self._priced(project, told, standing, free_left).quote

    def edit(
        self,
        caller: Caller,
        project_id: str,
        edits: Sequence[Edit],
        *,
        words: str,
        files: Sequence[vault.Item] = (),
        request_key: str,
        alongside: Alongside,
        now: float,
    ) -> Edited:
        """Changes the timeline at once and starts the job that renders what the change asks for.

        `files` are those that edits may name. `alongside` writes in the same transaction as the job. The draft is as before
        where anything is refused. Asked again under the same key after a crash in between, what was changed then is not
        changed twice.

        Raises ScopeError, BusyError, NotEnoughCreditsError, NoFilmError, EditError.
        """
        caller.require("write")
        if not self._films.has_draft(project_id):
            raise NoFilmError("There is no video yet; make one first.")
        with self._workspaces.changing(project_id) as folder:
            project = Project.open(folder)
            with self._database.reading() as tx:
                self._films.must_rest(tx, project_id, request_key)
                standing, balance = self._films.standing(tx, project_id), ledger.balance(tx, caller.account_id)
            done = _done_before(project, words, request_key)
            if done is None:
                self._shelve(project, files, edits)
                self._must_afford(caller, project, edits, standing, balance)
                done = change(project, edits, words=words, who=_who(request_key), now=lambda: _iso(now))
            edited = self._priced(project, done, standing, balance.free_left)
            try:
                return self._rendering(caller, edited, standing, request_key, alongside, now)
            except (NotEnoughCreditsError, ConflictError):
                _stand_again(project, done.before.version, words="not paid for", now=now)
                raise

    def put_back(self, job_id: str, *, now: float) -> None:
        """After an edit's job, or that of a film made once more, was called off or failed: the timeline as it was before it.

        The plan of a first film stays. Safe to ask for twice.
        """
        with self._database.reading() as tx:
            job = tx.get(Job, job_id)
            if job is None or job.kind not in RENDERED or job.state not in ("cancelled", "failed"):
                return
            standing = self._films.standing(tx, job.project_id)
        wanted = standing.paid_version
        if wanted is None or standing.running is not None:
            return
        with self._workspaces.changing(job.project_id) as folder:
            project = Project.open(folder)
            # Which version a film made once more got, nobody wrote down; nothing else changes a timeline and is not paid.
            if job.request.get("version") in (None, project.read_draft().version):
                _stand_again(project, wanted, words=job.state, now=now)

    def _rendering(
        self,
        caller: Caller,
        edited: Edited,
        standing: Standing,
        request_key: str,
        alongside: Alongside,
        now: float,
    ) -> Edited:
        """The edit with its job, if it needs one."""
        with self._database.writing() as tx:
            self._films.must_rest(tx, standing.project_id, request_key)
            if edited.is_changed and standing.rendered_as is not None:
                order = jobs.Render(version=edited.changed.draft.version, film=standing.rendered_as)
                job_id = self._films.start(
                    tx, caller, standing.project_id, order, edited.quote, request_key=request_key, now=now
                )
                edited = replace(edited, job_id=job_id)
            alongside(tx, edited)
        return edited

    def _priced(self, project: Project, told: Changed, standing: Standing, free_left: int) -> Edited:
        """Beyond the version that was paid for last; before the first film the whole of it is to be paid."""
        if standing.paid_version is None or standing.rendered_as is None:
            cost = Cost(shots=(), images=0, clips=0)
            return Edited(changed=told, cost=cost, quote=self._films.quote_make())
        paid = project.read_version(standing.paid_version)
        rendered_as = LastRender(quality=standing.rendered_as.quality, height_px=standing.rendered_as.height_px)
        cost = cost_of(project, paid, told.draft, project.read_analysis(), rendered_as=rendered_as)
        quote = quote_edit(self._films.prices, cost, picture=PICTURE, free_left=free_left)
        return Edited(changed=told, cost=cost, quote=quote)

    def _shelve(self, project: Project, files: Sequence[vault.Item], edits: Sequence[Edit]) -> None:
        """Files of the user's come into the project under the names the user knows; those that are there stay."""
        known = {medium.sha256 for medium in shelved(project)}
        for item in files:
            if item.kind != "lyrics" and item.sha256 not in known:
                with self._workspaces.file(item.sha256, item.file_name) as path:
                    shelve(project, path, new_id=new_id)
        words = [item for item in files if item.kind == "lyrics"]
        if words and any(edit.edit == "lyrics" for edit in edits):
            with self._workspaces.file(words[-1].sha256, words[-1].name) as path:
                _lay_lyrics(project, path)

    def _must_afford(
        self, caller: Caller, project: Project, edits: Sequence[Edit], standing: Standing, balance: ledger.Balance
    ) -> None:
        """Before anything is changed. Going back in history has no preview, and what it renders stood before."""
        if standing.paid_version is None or not caller.metered or any(edit.edit in OF_HISTORY for edit in edits):
            return
        would = self._priced(project, preview(project, edits), standing, balance.free_left)
        if would.quote.credits > balance.available:
            raise NotEnoughCreditsError(
                f"This costs {would.quote.credits} credits and {balance.available} are available.",
                needed=would.quote.credits,
                available=balance.available,
            )


def _lay_lyrics(project: Project, path: Path) -> None:
    """The song's words from a file, with guessed times where it has none. Raises LyricsError."""
    analysis = project.read_analysis()
    laid = lay_on_song(read_lyrics(path), analysis.vocals, analysis.downbeats_s, analysis.sections, analysis.duration_s)
    if laid != project.read_lyrics():
        project.write_lyrics(laid)


def _who(request_key: str) -> str:
    """Stands in the edit log, and tells a request that comes again after a crash from a new one."""
    return f"chat {request_key}"


def _done_before(project: Project, words: str, request_key: str) -> Changed | None:
    """The change that this very request made before its process died; None where it made none."""
    draft, who = project.read_draft(), _who(request_key)
    moves = project.read_history().moves
    entry = draft.edit_log[-1] if draft.edit_log else None
    if moves and (moves[-1].who, moves[-1].words, moves[-1].arrived) == (who, words, draft.version):
        before, said = project.read_version(moves[-1].left), f"Version {draft.version} stands again."
    elif entry is not None and (entry.who, entry.words, entry.version) == (who, words, draft.version):
        before, said = project.read_version(draft.parent_version or draft.version), entry.said
    else:
        return None
    cost = cost_of(project, before, draft, project.read_analysis())
    return Changed(before=before, draft=draft, said=(said,), notes=(), cost=cost)


def _stand_again(project: Project, version: int, *, words: str, now: float) -> None:
    """As undo would, where that leads there: the change can then be brought back."""
    if project.read_draft().version == version:
        return
    if project.read_history().past[-1:] == (version,):
        undo(project, 1, words=words, who=_HOUSE, at=_iso(now))
    else:
        restore(project, version, words=words, who=_HOUSE, at=_iso(now))


def _iso(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")

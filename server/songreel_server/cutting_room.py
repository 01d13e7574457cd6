"""A project as a person works on it in a browser: all there is to see of it at once, its pictures, and its talk.

What is made, changed, exported and called off is in `projects`; this only adds what looking needs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from songreel_server import jobs, sessions, vault
from songreel_server.accounts.tokens import Caller
from songreel_server.credits import ledger
from songreel_server.endings import Endings, Rendered
from songreel_server.errors import BadRequestError, NotFoundError
from songreel_server.films import NoFilmError, find_job, given
from songreel_server.jobs.orders import Film
from songreel_server.progress_stream import Streams
from songreel_server.projects import ProjectFacts, Projects
from songreel_server.sessions import Held, Language
from songreel_server.stills import Stills
from songreel_server.store.tables import Job
from songreel_server.store.tables import Turn as TurnRow
from songreel_server.studio import Studio

if TYPE_CHECKING:
    from songreel_engine.analysis.result import Analysis
    from songreel_engine.draft.model import Draft, EditEntry
    from songreel_engine.project import Project

MOST_FILMS: Final = 40
MOST_TURNS: Final = 40
MOST_PEAKS: Final = 32
"""Waveforms kept in memory."""
PEAKS_HZ: Final = 50
"""Of the waveform: finer than a beat grid is drawn."""
_PEAKS_RATE_HZ: Final = 22_050


@dataclass(frozen=True, kw_only=True)
class Step:
    """A version of the film, and the message that made it."""

    version: int
    entry: "EditEntry | None"
    """None for the first, which nobody asked for but by its brief."""


@dataclass(frozen=True, kw_only=True)
class ShownFilm:
    """A finished film of the project."""

    job_id: str
    rendered: Rendered
    quality: str


@dataclass(frozen=True, kw_only=True)
class View:
    """A project, all at once."""

    facts: ProjectFacts
    draft: "Draft | None"
    past: tuple[int, ...]
    future: tuple[int, ...]
    steps: tuple[Step, ...]
    stills: tuple[str | None, ...]
    films: tuple[ShownFilm, ...]
    """The newest first."""
    running: jobs.JobState | None
    failed: jobs.JobState | None
    """The last job, where it did not come to a film."""
    balance: ledger.Balance


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message and what was answered."""

    turn_id: str
    text: str
    reply: str | None
    """None while the turn runs."""
    at: float


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A song as a timeline shows it."""

    analysis: "Analysis"
    peaks: tuple[int, ...]
    """0 to 255, the loudest sample of each 1 / PEAKS_HZ s."""


class CuttingRoom:
    """One for the process; what is not asynchronous waits for disk or database."""

    def __init__(
        self,
        *,
        studio: Studio,
        projects: Projects,
        endings: Endings,
        streams: Streams,
        stills: Stills,
        clock: Callable[[], float],
    ) -> None:
        self.projects = projects
        self.stills = stills
        self.studio = studio
        self.streams = streams
        self._films = studio.films
        self._database = studio.database
        self._endings = endings
        self._clock = clock
        self._known_peaks: dict[tuple[str, float], tuple[int, ...]] = {}

    def view(self, caller: Caller, project_id: str) -> View:
        """Raises ScopeError, NotFoundError, also for another account's."""
        facts = self.projects.find(caller, project_id)
        standing = self.projects.standing(facts.id)
        now = self._clock()
        with self._database.reading() as tx:
            done = [job for job in self._films.finished(tx, facts.id, most=MOST_FILMS) if job.kind != "export"]
            rows = {row.id: row for row in tx.scalars(select(Job).where(Job.id.in_([job.job_id for job in done])))}
            films = [(job, self._endings.rendered(tx, caller.account_id, job, now=now)) for job in done]
            last = tx.scalar(
                select(Job.id).where(Job.project_id == facts.id).order_by(Job.made_at.desc(), Job.id.desc()).limit(1)
            )
            newest = None if last is None else jobs.state(tx, last)
            balance = ledger.balance(tx, caller.account_id)
        draft, past, future, steps, stills = self._timeline(facts.id, standing.rendered_as)
        if draft is not None and None in stills and standing.running is None:
            stills = self._from_film(caller, facts.id, draft, stills)
        return View(
            facts=facts,
            draft=draft,
            past=past,
            future=future,
            steps=steps,
            stills=stills,
            films=tuple(
                ShownFilm(job_id=job.job_id, rendered=film, quality=str(rows[job.job_id].request["film"]["quality"]))
                for job, film in films
                if film is not None
            ),
            running=standing.running,
            failed=newest if newest is not None and newest.state in ("failed", "cancelled") else None,
            balance=balance,
        )

    def _timeline(
        self, project_id: str, film: Film | None
    ) -> "tuple[Draft | None, tuple[int, ...], tuple[int, ...], tuple[Step, ...], tuple[str | None, ...]]":
        if not self._films.has_draft(project_id):
            return None, (), (), (), ()
        with self._films.project(project_id) as project:
            draft, history = project.read_draft(), project.read_history()
            known = {entry.version: entry for entry in draft.edit_log}
            for version in history.future:
                known |= {entry.version: entry for entry in project.read_version(version).edit_log}
            steps = tuple(
                Step(version=version, entry=known.get(version))
                for version in (*history.past, draft.version, *reversed(history.future))
            )
            shown = film or self._films.film_in(self._films.settings.default_quality)
            stills = self.stills.of_shots(project, draft, shown)
        return draft, history.past, history.future, steps, stills

    def _from_film(
        self, caller: Caller, project_id: str, draft: "Draft", stills: tuple[str | None, ...]
    ) -> tuple[str | None, ...]:
        """Pictures out of the film of that version, for shots whose clip would be another today, as after an update."""
        shas = [item.sha256 for item, version in self._films_of(caller, project_id) if version == draft.version]
        if not shas:
            return stills
        return tuple(one or other for one, other in zip(stills, self.stills.of_film(draft, shas[0]), strict=True))

    def _films_of(self, caller: Caller, project_id: str) -> list[tuple[vault.Item, int | None]]:
        """The project's films, the newest first, each with the version it shows."""
        with self._database.reading() as tx:
            done = self._films.finished(tx, project_id, most=MOST_FILMS)
        made = [job for job in done if job.kind != "export"]
        return [(item, (job.result or {}).get("draft_version")) for job in made for item in self.files(caller, job)[:1]]

    def picture(self, caller: Caller, project_id: str, key: str) -> bytes:
        """A shot's picture as a WebP file. Raises NotFoundError, also for a key of another project."""
        films = [item.sha256 for item, _ in self._films_of(caller, project_id)] if "." in key else []
        return self.stills.picture(project_id, key, films)

    def poster(self, caller: Caller, project_id: str) -> str | None:
        """The key of a picture that stands for the project: of a shot in its liveliest part; None before its film is made."""
        with self._database.reading() as tx:
            rendered_as = self._films.standing(tx, project_id).rendered_as
        if rendered_as is None or not self._films.has_draft(project_id):
            return None
        with self._films.project(project_id) as project:
            draft = project.read_draft()
            stills = self.stills.of_shots(project, draft, rendered_as)
        stills = self._from_film(caller, project_id, draft, stills) if None in stills else stills
        shown = [(shot.motion, -number) for number, shot in enumerate(draft.shots) if stills[number] is not None]
        return stills[-max(shown)[1]] if shown else None

    def takes(self, caller: Caller, project_id: str, number: int) -> tuple[str | None, ...]:
        """Keys of the pictures of a shot's takes. Raises NotFoundError, NoFilmError, BadRequestError for no such shot."""
        facts = self.projects.find(caller, project_id)
        rendered_as = self.projects.standing(facts.id).rendered_as
        if rendered_as is None:
            raise NoFilmError("There is no finished film yet; its takes can be seen once it is made.")
        with self._films.project(facts.id) as project:
            draft = project.read_draft()
            if not 1 <= number <= len(draft.shots):
                raise BadRequestError(f"There is no shot {number}; this film has shots 1 to {len(draft.shots)}.")
            keys = self.stills.of_takes(project, draft, number, rendered_as)
            if None not in keys:
                return keys
            seen = self._seen_in_films(caller, facts.id, project, draft.shots[number - 1].id)
        return tuple(key or seen.get(take) for take, key in enumerate(keys, start=1))

    def _seen_in_films(self, caller: Caller, project_id: str, project: "Project", shot_id: str) -> dict[int, str]:
        """By take: a picture out of the newest film that shows it, for takes whose clip would be another today."""
        seen: dict[int, str] = {}
        for item, version in self._films_of(caller, project_id):
            shots = project.read_version(version).shots if version in project.versions() else ()
            for shot in shots:
                if shot.id == shot_id:
                    seen.setdefault(shot.take, f"{item.sha256}.{(shot.start + shot.stop) // 2}")
        return seen

    def sound(self, caller: Caller, project_id: str) -> Sound:
        """The song with its waveform. Raises NotFoundError, NoFilmError before it has been heard."""
        facts = self.projects.find(caller, project_id)
        with self._films.project(facts.id) as project:
            analysis = project.read_analysis()
            return Sound(analysis=analysis, peaks=self._peaks(project.song_path, analysis))

    def _peaks(self, path: Path, analysis: "Analysis") -> tuple[int, ...]:
        """Decoding a song takes a second, and its waveform stays the same."""
        name = (analysis.song_sha256, analysis.duration_s)
        known = self._known_peaks.get(name) or _peaks(path, analysis.duration_s)
        self._known_peaks[name] = known
        while len(self._known_peaks) > MOST_PEAKS:
            self._known_peaks.pop(next(iter(self._known_peaks)), None)
        return known

    def photos(self, caller: Caller, item_ids: Sequence[str]) -> tuple[jobs.GivenFile, ...]:
        """Photos of the vault as a film takes them along. Raises NotFoundError, BadRequestError for what is no photo."""
        caller.require("read")
        with self._database.reading() as tx:
            items = [vault.item(tx, caller.account_id, one) for one in dict.fromkeys(item_ids)]
        for item in items:
            if item.kind != "photo":
                raise BadRequestError(f"{item.name} is no photo but {item.kind}; choose pictures of the performer.")
        return tuple(given(item) for item in items)

    def lyrics(self, caller: Caller, item_id: str, style: str | None) -> jobs.ShownLyrics:
        """Words of the vault as a film shows them. Raises NotFoundError, BadRequestError for no lyrics, or no such style."""
        from songreel_engine.lyrics.styles import LYRIC_STYLE_OF_LOOK, LYRIC_STYLES

        caller.require("read")
        with self._database.reading() as tx:
            item = vault.item(tx, caller.account_id, item_id)
        if item.kind != "lyrics":
            raise BadRequestError(
                f"{item.name} is no lyrics but {item.kind}; send the song's words as text, LRC or SRT."
            )
        wanted = style or LYRIC_STYLE_OF_LOOK
        if wanted not in (LYRIC_STYLE_OF_LOOK, *LYRIC_STYLES):
            raise BadRequestError(f"There is no lyric style {wanted!r}; choose one of look, {', '.join(LYRIC_STYLES)}.")
        return jobs.ShownLyrics(file=given(item), style=wanted)

    def song(self, caller: Caller, facts: ProjectFacts) -> vault.Item | None:
        """The project's song as it lies in the vault; None where it was deleted there."""
        if facts.song_item_id is None:
            return None
        with self._database.reading() as tx:
            try:
                return vault.item(tx, caller.account_id, facts.song_item_id)
            except NotFoundError:
                return None

    def film(self, caller: Caller, project_id: str) -> tuple[vault.Item, int]:
        """The file of the film that was made last, and the version it shows. Raises NotFoundError, NoFilmError."""
        facts = self.projects.find(caller, project_id)
        job = self.projects.film_job(facts.id)
        if job is None:
            raise NoFilmError("There is no finished film yet.")
        with self._database.reading() as tx:
            result = job.result or {}
            return vault.item(tx, caller.account_id, str(result.get("item_id"))), int(result.get("draft_version", 1))

    def job(self, caller: Caller, project_id: str, job_id: str) -> jobs.JobState:
        """Raises NotFoundError, also for a job of another project."""
        caller.require("read")
        with self._database.reading() as tx:
            job = find_job(tx, caller.account_id, job_id)
        if job.project_id != project_id:
            raise NotFoundError("There is no such job.")
        return job

    def exports(self, caller: Caller, project_id: str) -> tuple[jobs.JobState, ...]:
        """Finished exports of the project, the newest first."""
        facts = self.projects.find(caller, project_id)
        with self._database.reading() as tx:
            done = self._films.finished(tx, facts.id, most=MOST_FILMS)
        return tuple(job for job in done if job.kind == "export")

    def files(self, caller: Caller, job: jobs.JobState) -> tuple[vault.Item, ...]:
        """What a job left in the vault; what was deleted since is left out."""
        result = job.result or {}
        listed = [one["item_id"] for one in result.get("files", ())] or [result.get("item_id")]
        items = []
        with self._database.reading() as tx:
            for item_id in dict.fromkeys(one for one in listed if one):
                try:
                    items.append(vault.item(tx, caller.account_id, item_id))
                except NotFoundError:
                    continue
        return tuple(items)

    def session(self, caller: Caller, project_id: str, language: Language) -> Held:
        """The session in which the project is talked about, in that language; the last one, or a new one."""
        caller.require("write")
        facts = self.projects.find(caller, project_id)
        with self._database.writing() as tx:
            return sessions.session_of_project(
                tx, caller.account_id, facts.id, song_item_id=facts.song_item_id, language=language, now=self._clock()
            )

    def talk(self, caller: Caller, project_id: str) -> tuple[Said, ...]:
        """What was said about the project, in every session, the oldest first."""
        facts = self.projects.find(caller, project_id)
        with self._database.reading() as tx:
            rows = tx.scalars(
                select(TurnRow)
                .where(TurnRow.session_id.in_(sessions.sessions_of_project(caller.account_id, facts.id)))
                .order_by(TurnRow.made_at.desc(), TurnRow.id.desc())
            )
            said = [
                Said(turn_id=row.id, text=row.text, reply=row.reply, at=row.made_at) for row in islice(rows, MOST_TURNS)
            ]
        return tuple(reversed(said))


def _peaks(path: Path, duration_s: float) -> tuple[int, ...]:
    import numpy as np

    from songreel_engine.song import load_samples

    samples = np.abs(load_samples(path, rate_hz=_PEAKS_RATE_HZ, max_seconds=duration_s))
    size = _PEAKS_RATE_HZ // PEAKS_HZ
    count = -(-len(samples) // size)
    padded = np.zeros(count * size, np.float32)
    padded[: len(samples)] = samples
    loudest = padded.reshape(count, size).max(axis=1)
    top = float(loudest.max()) if count else 0.0
    scaled = loudest / top if top > 0 else loudest
    return tuple(int(value) for value in np.rint(255 * scaled))

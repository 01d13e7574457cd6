"""What a worker's jobs work with, and every change they make to the tables.

A job's row says what is so; each change here asks first whether the job is still under way, so that one which was called off
stays called off whatever its child still says.
"""

import hashlib
import math
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import CursorResult, select, update

from songreel_engine.making import plan_pieces
from songreel_engine.project import Project
from songreel_engine.rendering.piecewise import pieces_of_shots
from songreel_engine.rendering.quality import find_quality
from songreel_server import progress_stream, vault
from songreel_server.jobs.engine_child import Engine, Line
from songreel_server.jobs.exporting import export_folder, files_to_keep, media_type_of
from songreel_server.jobs.orders import ORDER, Export, Film, Make, Render
from songreel_server.jobs.progress import Paces, Report
from songreel_server.jobs.settling import settle, shots_of
from songreel_server.settings import Settings
from songreel_server.sniff import Found
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore
from songreel_server.store.once import insert_once
from songreel_server.store.tables import Job, JobShot, ProjectRow
from songreel_server.workspace import Workspaces

SHOTS_AT_ONCE: Final = {"preview": 16, "draft": 8, "final": 6}
"""Rendered by one child, by quality: long enough that starting it hardly counts, short enough for others' turn to come."""
UNDER_WAY: Final = ("queued", "running")
RESULT_FIELDS: Final[tuple[str, ...]] = (
    "duration_s", "frames", "width_px", "height_px", "style", "draft_version", "warnings", "made", "reused", "stages",
)  # fmt: skip
"""Of the engine's answer; its paths are nobody else's affair."""


EXPORT_FIELDS: Final[tuple[str, ...]] = ("profile", "format", "facts", "limits", "reframed", "notes", "left_out")


class Begun(NamedTuple):
    """A job that is under way."""

    account_id: str
    project_id: str
    order: Make | Render | Export


class Missing(NamedTuple):
    """Numbers of the shots that have no clip yet, and how many the job is about: all of a new film, of a changed one those
    that did not stand before."""

    numbers: tuple[int, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Bench:
    """One for the worker's process; every method waits for disk or database."""

    settings: Settings
    database: Database
    store: MediaStore
    workspaces: Workspaces
    engine: Engine
    worker_id: str
    now: Callable[[], float]
    paces: Paces = field(default_factory=Paces)
    is_stopping: threading.Event = field(default_factory=threading.Event)
    """From then on a child that ends was ended, and says nothing about its job."""

    def begin(self, job_id: str) -> Begun | None:
        """Takes the job up; None for one that is over."""
        with self.database.writing() as tx:
            job = tx.get(Job, job_id, with_for_update=True)
            if job is None or job.state not in UNDER_WAY:
                return None
            if job.started_at is None:
                job.started_at = self.now()
            job.state, job.worker_id = "running", self.worker_id
            return Begun(job.account_id, job.project_id, ORDER.validate_python(job.request))

    def look(self, job_id: str) -> Begun | None:
        """The job; None for one that is over."""
        with self.database.reading() as tx:
            job = tx.get(Job, job_id)
            if job is None or job.state not in UNDER_WAY:
                return None
            return Begun(job.account_id, job.project_id, ORDER.validate_python(job.request))

    def make_room(self, project_id: str, order: Make) -> None:
        """Readies the project for a song: one that was begun with another song, or another stretch of it, starts over.

        Raises SongreelError for a damaged project, StorageError.
        """
        folder = self.workspaces.fetch(project_id)
        if not (folder / "project.json").is_file():
            return
        facts = Project.open(folder).facts
        if (facts.song.sha256, facts.max_seconds) != (order.song_sha256, order.max_seconds):
            self.workspaces.start_over(project_id)

    def find_missing(self, job_id: str, project_id: str, version: int, film: Film) -> Missing:
        """What is to be rendered. Shots that stand already are recorded as not this job's. Raises SongreelError."""
        project = Project.open(self.workspaces.fetch(project_id))
        draft = project.read_version(version)
        plan = plan_pieces(
            project,
            draft,
            project.read_analysis(),
            quality=find_quality(film.quality),
            height_px=film.height_px,
        )
        shots = pieces_of_shots(plan, project.clips_dir)
        now = self.now()
        with self.database.writing() as tx:
            for shot in shots:
                if shot.stand:
                    row = {"clip_key": shot.keys[-1], "reused": True, "seconds": 0.0, "made_at": now}
                    insert_once(tx, JobShot, job_id=job_id, shot_id=shot.shot_id, **row)
            total, done = len(shots), sum(shot.stand for shot in shots)
            if tx.scalar(select(Job.kind).where(Job.id == job_id)) != "make":
                # Counted and not just those that stand: this step may come again after some of its own were rendered.
                reused = shots_of(tx, job_id).reused
                total, done = total - reused, done - reused
            tx.execute(
                update(Job)
                .where(Job.id == job_id, Job.state.in_(UNDER_WAY))
                .values(total=float(total), done=float(done))
            )
        return Missing(tuple(shot.number for shot in shots if not shot.stand), total)

    def shot_stands(self, job_id: str, project_id: str, line: Line) -> None:
        """A shot that this job rendered is where every worker finds it; told twice it counts once."""
        self.workspaces.keep(project_id)
        now = self.now()
        with self.database.writing() as tx:
            if tx.scalar(select(Job.state).where(Job.id == job_id).with_for_update()) not in UNDER_WAY:
                return
            row = {"clip_key": line["clip"], "reused": False, "seconds": line["seconds"], "made_at": now}
            if insert_once(tx, JobShot, job_id=job_id, shot_id=line["id"], **row):
                tx.execute(update(Job).where(Job.id == job_id).values(done=Job.done + 1))

    def report(self, job_id: str, report: Report, *, counts: bool = False) -> None:
        """Tells whoever follows the job. `counts`: nobody counts shots for it, so what is reported is how far it is."""
        now = self.now()
        with self.database.writing() as tx:
            told = cast(
                "CursorResult[Any]",
                tx.execute(
                    update(Job)
                    .where(Job.id == job_id, Job.state.in_(UNDER_WAY))
                    .values(
                        stage=report.stage,
                        seconds_left=report.seconds_left,
                        **({"done": report.done, "total": report.total} if counts else {}),
                    )
                ),
            )
            if told.rowcount == 1:
                progress_stream.append(tx, job_id, "progress", report.as_body(), now=now)

    def keep_film(self, begun: Begun, told: Line) -> dict[str, Any]:
        """Puts the film that the engine made on this machine into its owner's vault; the job's result. Raises StorageError."""
        path = Path(str(told["film"]))
        facts = {name: told[name] for name in ("duration_s", "frames", "width_px", "height_px")}
        with self.database.reading() as tx:
            name = tx.scalar(select(ProjectRow.name).where(ProjectRow.id == begun.project_id)) or "film"
        sha256, size = _identity(path)
        arrival = vault.Arrival(
            path=path,
            name=f"{name}.mp4",
            sha256=sha256,
            size=size,
            found=Found(kind="film", media_type="video/mp4", facts=facts),
        )
        [item] = vault.keep(self.database, self.store, begun.account_id, [arrival], now=self.now(), quota_bytes=None)
        result: dict[str, Any] = {name: told[name] for name in RESULT_FIELDS if name in told}
        return result | {"item_id": item.id, "sha256": sha256, "size": size, "shots": len(told.get("shots", ()))}

    def keep_export(self, job_id: str, begun: Begun, told: Line) -> dict[str, Any]:
        """Puts what an export left on this machine into its owner's vault; the job's result. Raises StorageError."""
        folder = export_folder(self.workspaces.folder(begun.project_id), job_id)
        files = files_to_keep(folder, told)
        with self.database.reading() as tx:
            name = tx.scalar(select(ProjectRow.name).where(ProjectRow.id == begun.project_id)) or "film"
        arrivals = [_exported(file, name) for file in files]
        items = vault.keep(self.database, self.store, begun.account_id, arrivals, now=self.now(), quota_bytes=None)
        shutil.rmtree(folder, ignore_errors=True)
        listed = [
            {"item_id": item.id, "name": file.name, "size": item.size} for item, file in zip(items, files, strict=True)
        ]
        kept = {field: told[field] for field in EXPORT_FIELDS if field in told}
        return kept | {"item_id": items[0].id, "files": listed}

    def complete(self, job_id: str, result: dict[str, Any]) -> bool:
        """Ends the job with its film, which is paid for now; False where it was over before."""
        with self.database.writing() as tx:
            return settle(tx, job_id, to="completed", result=result, now=self.now())

    def fail(self, job_id: str, sentence: str) -> bool:
        """Ends the job without a film, and gives its credits back; False where it was over before."""
        with self.database.writing() as tx:
            return settle(tx, job_id, to="failed", error=sentence, now=self.now())


def chunks(numbers: Sequence[int], quality: str) -> list[tuple[int, ...]]:
    """The shots in turns of about equal length, in order of the film; no turn where there are no shots."""
    if not numbers:
        return []
    turns = math.ceil(len(numbers) / SHOTS_AT_ONCE[quality])
    size = math.ceil(len(numbers) / turns)
    return [tuple(numbers[start : start + size]) for start in range(0, len(numbers), size)]


def _exported(file: Path, project: str) -> vault.Arrival:
    sha256, size = _identity(file)
    name = f"{project} {file.name}"
    found = Found(kind="film", media_type=media_type_of(file), facts={"export": file.name})
    return vault.Arrival(path=file, name=name, sha256=sha256, size=size, found=found)


def _identity(path: Path) -> tuple[str, int]:
    """SHA-256, bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size

"""A project folder of this machine, as `songreel make` leaves it, taken into the server: worked on where it lies, never copied.

The account gets the song and the film that stands as items of its vault, and a finished job that says how the film was
rendered; from then on the command line and the studio change the same folder.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session as Tx
from uuid6 import uuid7

from songreel_server import heavy, vault
from songreel_server.errors import BadRequestError, ConflictError
from songreel_server.jobs.orders import Film, Make
from songreel_server.settings import Settings
from songreel_server.sniff import Found
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore
from songreel_server.store.tables import Job, ProjectRow

if TYPE_CHECKING:
    from songreel_engine.film import Film as ProbedFilm
    from songreel_engine.project import Project


def adopt(
    settings: Settings, database: Database, store: MediaStore, account_id: str, folder: Path, *, now: float
) -> str:
    """The id of the account's project that lies in the folder. Safe to ask for twice.

    Raises ProjectError where it is no project, CheckError where its draft has no film yet, BadRequestError where media are
    kept elsewhere than on this machine, ConflictError where another account works on the project.
    """
    heavy.load()
    from songreel_engine.coherence.subject import latest_film
    from songreel_engine.film import probe_film
    from songreel_engine.project import Project

    if not store.is_folder:
        raise BadRequestError(
            "Media are kept in S3 here, so a folder of this machine cannot be worked on where it lies."
        )
    project = Project.open(folder.resolve())
    film_path = latest_film(project)
    film = probe_film(film_path)
    _lay(settings, project)
    arrivals = [_song(project), _film(film_path, film, project)]
    with database.reading() as tx:
        row = tx.get(ProjectRow, project.facts.id)
        if row is not None and row.account_id != account_id:
            raise ConflictError("Another account works on this project already.")
    song, kept = vault.keep(database, store, account_id, arrivals, now=now, quota_bytes=None)
    with database.writing() as tx:
        _record(tx, account_id, project, song, kept, film, now)
    return project.facts.id


def _lay(settings: Settings, project: "Project") -> None:
    """Where the server looks for its projects a link leads to the folder. Raises ConflictError where something else lies."""
    link = settings.projects_dir / project.facts.id
    settings.projects_dir.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(project.folder, target_is_directory=True)
    if link.resolve() != project.folder:
        raise ConflictError(
            f"This project lies at {link.resolve()} already; work on it there, or remove that folder first."
        )


def _song(project: "Project") -> vault.Arrival:
    song = project.facts.song
    return vault.Arrival(
        path=project.song_path,
        name=(song.title or project.folder.stem) + project.song_path.suffix,
        sha256=song.sha256,
        size=project.song_path.stat().st_size,
        found=Found(kind="song", media_type="application/octet-stream", facts={"duration_s": song.duration_s}),
    )


def _film(path: Path, film: "ProbedFilm", project: "Project") -> vault.Arrival:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    facts = {
        "duration_s": film.duration_s,
        "frames": film.frames,
        "width_px": film.width_px,
        "height_px": film.height_px,
    }
    found = Found(kind="film", media_type="video/mp4", facts=facts)
    return vault.Arrival(
        path=path, name=f"{project.folder.stem}.mp4", sha256=sha256, size=path.stat().st_size, found=found
    )


def _record(
    tx: Tx, account_id: str, project: "Project", song: vault.Item, kept: vault.Item, film: "ProbedFilm", now: float
) -> None:
    """The project's row, and the job that its film would have had; nothing where the film is known already."""
    draft = project.read_draft()
    row = tx.get(ProjectRow, project.facts.id)
    if row is None:
        row = ProjectRow(
            id=project.facts.id, account_id=account_id, name=project.folder.stem, made_at=now, changed_at=now
        )
        tx.add(row)
    row.song_item_id, row.changed_at = song.id, now
    key = f"adopted:{project.facts.id}:{draft.version}:{kept.sha256[:16]}"
    if tx.query(Job).filter_by(account_id=account_id, request_key=key).first() is not None:
        return
    last = project.read_last_render()
    rendered = Film(
        quality=last.quality if last is not None else "draft",  # type: ignore[arg-type]
        height_px=last.height_px if last is not None else None,
    )
    order = Make(song_sha256=song.sha256, song_suffix=project.song_path.suffix, film=rendered)
    result: dict[str, Any] = kept.facts | {
        "item_id": kept.id,
        "draft_version": draft.version,
        "style": draft.style,
        "shots": len(draft.shots),
        "warnings": list(draft.warnings),
    }
    tx.add(
        Job(
            id=str(uuid7()), account_id=account_id, project_id=row.id, kind="make", request=order.model_dump(mode="json"),
            request_key=key, state="completed", result=result, price=0, made_at=now, started_at=now, ended_at=now,
        )
    )  # fmt: skip

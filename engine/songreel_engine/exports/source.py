"""The film that an export starts from: as the project last rendered it, rendered first where it is not there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from songreel_engine.draft.model import Draft
from songreel_engine.errors import RenderError
from songreel_engine.film import Film, probe_film
from songreel_engine.making import StageClock, render_project
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import LastRender, Project
from songreel_engine.rendering.quality import Quality, find_quality, frame_size

DEFAULT_QUALITY: Final = "draft"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A film of the draft, and how it was rendered."""

    film: Film
    draft: Draft
    quality: Quality
    height_px: int | None


def exports_dir(project: Project) -> Path:
    """Where a project keeps its film in other shapes and sizes, for the next export; safe to delete."""
    return project.folder / "exports"


def film_that_stands(path: Path, project: Project, draft: Draft) -> Film | None:
    """The film at `path` if it is whole and was made after the draft's version; None where it is to be made.

    Films go by the version's number, and a folder may hold those of a project that stood there before.
    """
    version = project.folder / "drafts" / f"{draft.version:04d}.json"
    if not path.is_file() or (version.is_file() and path.stat().st_mtime_ns < version.stat().st_mtime_ns):
        return None
    try:
        film = probe_film(path)
    except RenderError:
        return None
    return film if film.frames == draft.frames else None


def film_of_project(
    project: Project,
    *,
    quality: str | None = None,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> Source:
    """The film of the draft that stands. `quality`: None means as last rendered, or "draft" in a project without a film.

    Raises RenderError and MachineError where it has to be rendered and cannot be, ProjectError without a draft.
    """
    draft = project.read_draft()
    last = project.read_last_render()
    if last is None or (quality is not None and quality != last.quality):
        last = LastRender(quality=quality or DEFAULT_QUALITY)
    wanted = find_quality(last.quality)
    width_px, height_px = frame_size(draft.aspect, wanted, last.height_px)
    path = project.films_dir / f"v{draft.version:04d}-{wanted.name}-{width_px}x{height_px}.mp4"
    film = film_that_stands(path, project, draft)
    if film is None:
        made = render_project(
            project,
            draft,
            quality=wanted,
            height_px=last.height_px,
            workers=workers,
            clock=StageClock(),
            progress=progress,
        )
        film = made.film
    return Source(film=film, draft=draft, quality=wanted, height_px=last.height_px)

"""What is checked: a film by itself, or with the project it came from."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft
from songreel_engine.errors import CheckError, SongreelError
from songreel_engine.film import Film, probe_film
from songreel_engine.project import FOLDER_SUFFIX, Project

_VERSION: Final = re.compile(r"v(\d{1,6})-")


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """`project`, `draft` and `analysis` are there all three or none."""

    film: Film
    project: Project | None = None
    draft: Draft | None = None
    analysis: Analysis | None = None
    sure: bool = True
    """Whether the film is surely of that draft; where it only lies beside the project, its cuts have to agree."""
    notes: tuple[str, ...] = ()


def find_subject(path: Path, project: Path | None = None) -> Subject:
    """The film at `path`, or of the project at `path`, with the project it belongs to: named, around it, or beside it.

    Raises CheckError where there is no film, RenderError where it is damaged, ProjectError where a named project is.
    """
    if path.is_dir():
        opened = Project.open(path)
        return _of_project(probe_film(latest_film(opened)), opened, opened.read_draft())
    if not path.is_file():
        raise CheckError(f"{path} does not exist; name a film or a project folder.")
    film = probe_film(path)
    if project is not None:
        opened = Project.open(project)
        subject = _of_project(film, opened, _draft_of(opened, path))
        if not _fits(film, subject):
            raise CheckError(f"{path} is not a film of {project}: its length or frame rate is another.")
        return subject
    return _with_neighbour(film, path)


def latest_film(project: Project) -> Path:
    """The film of the draft that stands. Raises CheckError where it has none yet."""
    version = project.read_draft().version
    films = sorted(project.films_dir.glob(f"v{version:04d}-*.mp4"), key=lambda film: film.stat().st_mtime)
    if not films:
        raise CheckError(
            f"{project.folder} has no film of its version {version} yet; run `songreel render {project.folder}` first."
        )
    return films[-1]


def _with_neighbour(film: Film, path: Path) -> Subject:
    """With the project around the film, as in films/, or of the film's own name, as `songreel make -o` leaves it."""
    for folder, sure in ((path.absolute().parent.parent, True), (path.with_suffix(FOLDER_SUFFIX), False)):
        if not (folder / "project.json").is_file() or (sure and path.absolute().parent.name != "films"):
            continue
        try:
            project = Project.open(folder)
            subject = _of_project(film, project, _draft_of(project, path), sure=sure)
        except SongreelError as error:
            return Subject(film=film, notes=(f"Checked without its project: {error}",))
        if _fits(film, subject):
            return subject
    return Subject(film=film)


def _draft_of(project: Project, path: Path) -> Draft:
    """Of the version that the film's name tells, else the one that stands."""
    told = _VERSION.match(path.name)
    if told and int(told[1]) in project.versions():
        return project.read_version(int(told[1]))
    return project.read_draft()


def _of_project(film: Film, project: Project, draft: Draft, *, sure: bool = True) -> Subject:
    return Subject(film=film, project=project, draft=draft, analysis=project.read_analysis(), sure=sure)


def _fits(film: Film, subject: Subject) -> bool:
    draft = subject.draft
    return draft is not None and film.frame_rate == draft.frame_rate and abs(film.frames - draft.frames) <= 1

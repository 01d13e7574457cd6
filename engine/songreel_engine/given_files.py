"""The user's files beside the song: photos of the performer, footage to cut in, the voice alone.

They are looked at before anything is heard, put on the project's shelf, and found there again when a film is planned.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from songreel_engine.draft.model import Media, MediaKind
from songreel_engine.errors import EditError, ProjectError
from songreel_engine.making import new_id
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import VOCALS_STEM, Project, copy_whole
from songreel_engine.rendering.footage.laying import Offered
from songreel_engine.shelf import kind_of, media_paths, shelve, shelved, watched
from songreel_engine.song import read_song

STEM_WITHIN_S: Final = 1.0
"""A stem may begin and end with less silence than its song."""
WATCH_STAGE, PHOTO_STAGE = "footage", "photos"


def check_files(
    *, photos: Sequence[Path] = (), footage: Sequence[Path] = (), progress: ProgressListener = ignore_progress
) -> None:
    """Looks at the user's pictures before anything is heard; what is weak about a photo goes to `progress`.

    Raises EditError for a file that cannot be what it is given for, RenderError for a photo too small to show anybody.
    """
    for path in photos:
        _must_be_picture(path, kind_of(path))
    for path in footage:
        _must_be_seen(path.name, kind_of(path))
    if photos:
        # Late: looking at photos takes OpenCV.
        from songreel_engine.rendering.portrait.fitness import remarks_on_photo

        remarks = [remark for path in photos for remark in remarks_on_photo(path)]
        progress(Progress(PHOTO_STAGE, len(photos), len(photos), "; ".join(remarks)))


def _must_be_picture(path: Path, kind: MediaKind) -> None:
    if kind != "image":
        raise EditError(f"{path.name!r} is no picture; a photo of the performer is a JPEG, PNG or WebP.")


def _must_be_seen(name: str, kind: MediaKind) -> None:
    if kind == "sound":
        raise EditError(f"{name!r} has no picture; --footage takes videos (MP4, MOV, MKV, WebM) and images.")


def with_photos(project: Project, paths: Sequence[Path]) -> Project:
    """The project asked for the person in these photos, which are put on its shelf. No paths: as it was asked before.

    Raises EditError for a file that is no picture, or too large.
    """
    if not paths:
        return project
    media = [shelve(project, path, new_id=new_id) for path in paths]
    for medium in media:
        if medium.kind != "image":
            raise EditError(f"{medium.name!r} is no picture; a photo of the performer is a JPEG, PNG or WebP.")
    photos = tuple(dict.fromkeys(medium.id for medium in media))
    return project.with_brief(project.facts.brief.model_copy(update={"photos": photos}))


def with_footage(project: Project, paths: Sequence[Path]) -> Project:
    """The project asked for these files in its pictures, which are put on its shelf. No paths: as it was asked before.

    Raises EditError for a file that is neither footage nor picture, or too large.
    """
    if not paths:
        return project
    media = [shelve(project, path, new_id=new_id) for path in paths]
    for medium in media:
        _must_be_seen(medium.name, medium.kind)
    footage = tuple(dict.fromkeys(medium.id for medium in media))
    return project.with_brief(project.facts.brief.model_copy(update={"footage": footage}))


def with_vocals(project: Project, path: Path | None) -> Project:
    """The project with the song's voice alone, for lips that follow it. None: as it was.

    Raises SongError for a file that is no sound, EditError for one that is not in the song's own time.
    """
    if path is None:
        return project
    stem_s, song_s = read_song(path)[0].duration_s, project.facts.song.duration_s
    if stem_s < song_s - STEM_WITHIN_S or (project.facts.max_seconds is None and stem_s > song_s + STEM_WITHIN_S):
        raise EditError(
            f"{path.name} lasts {stem_s:.1f} s and the song {song_s:.1f} s; export the voice from the song's first "
            "moment to its last."
        )
    before = project.vocals_path
    target = project.folder / f"{VOCALS_STEM}{path.suffix.lower()}"
    copy_whole(path, target)
    if before is not None and before != target:
        before.unlink()
    return project


def offered_footage(project: Project, progress: ProgressListener) -> list[Offered]:
    """The files that the brief wants in the film, looked through. Raises ProjectError for one gone from the shelf."""
    known = {medium.id: medium for medium in shelved(project)}
    files = media_paths(project)
    wanted = project.facts.brief.footage
    if any(one not in known for one in wanted):
        raise ProjectError(f"A file for the film is gone from {project.media_dir}; give it again with --footage.")
    offered = []
    for done, medium in enumerate(known[one] for one in wanted):
        progress(Progress(WATCH_STAGE, done, len(wanted), medium.name))
        moments = watched(project, medium, files[medium.id]) if medium.kind == "footage" else None
        offered.append(Offered(medium, moments))
    progress(Progress(WATCH_STAGE, len(wanted), len(wanted)))
    return offered


def performer_photos(project: Project) -> list[tuple[Media, Path]]:
    """The performer's photos with their files. Raises ProjectError for one that is gone from the shelf."""
    known = {medium.id: medium for medium in shelved(project)}
    files = media_paths(project)
    missing = [photo for photo in project.facts.brief.photos if photo not in known]
    if missing:
        raise ProjectError(f"A photo of the performer is gone from {project.media_dir}; give it again with --photo.")
    return [(known[photo], files[photo]) for photo in project.facts.brief.photos]

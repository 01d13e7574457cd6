"""The user's own pictures, footage and sounds in a project: copied in once, known by hash, named as the user named them.

    media/shelf.json       what is there
    media/<sha256>.<ext>   the files, byte for byte
    media/moments/         what is worth showing in footage, by hash; safe to delete, it is looked through again

A file's kind is what it opens as, never what its name says. What it does not do: draw or play anything.
"""

import hashlib
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
from av.stream import Disposition
from PIL import Image, UnidentifiedImageError
from pydantic import BaseModel, ConfigDict, ValidationError

from songreel_engine.draft.model import Media, MediaKind
from songreel_engine.errors import EditError, ProjectError, SongError
from songreel_engine.media.sound import read_sound
from songreel_engine.project import Project, copy_whole, write_whole

if TYPE_CHECKING:
    from songreel_engine.rendering.footage.moments import Moments

LARGEST_BYTES: Final = 500_000_000
LARGEST_IMAGE_BYTES: Final = 10_000_000
LARGEST_IMAGE_PIXELS: Final = 80_000_000
_IMAGE_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_FOOTAGE_DEMUXERS: Final = "mov,matroska,webm,avi,mpegts"
_SOUND_PROBE_RATE_HZ: Final = 8_000
_LONGEST_SOUND_S: Final = 7_200.0


class _Shelf(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    media: tuple[Media, ...] = ()


def shelved(project: Project) -> tuple[Media, ...]:
    """What is on the project's shelf, in the order it came; none for a new project. Raises ProjectError if damaged."""
    path = project.media_dir / "shelf.json"
    if not path.is_file():
        return ()
    try:
        return _Shelf.model_validate_json(path.read_bytes()).media
    except (ValidationError, OSError) as error:
        raise ProjectError(f"{path} is damaged; delete it and add the files again.") from error


def media_paths(project: Project) -> dict[str, Path]:
    """Where each medium's file stands, by id. Raises ProjectError for one whose file is gone."""
    found = {}
    for medium in shelved(project):
        paths = sorted(project.media_dir.glob(f"{medium.sha256}.*"))
        if not paths:
            raise ProjectError(f"The file of {medium.name!r} is missing from {project.media_dir}; add it again.")
        found[medium.id] = paths[0]
    return found


def shelve(project: Project, path: Path, *, new_id: Callable[[], str]) -> Media:
    """Puts a copy of the file on the shelf; one that is there already is found again.

    Raises EditError for a file that is missing, too large, or neither picture, footage nor sound.
    """
    sha256 = _sha256_of(path)
    there = shelved(project)
    for medium in there:
        if medium.sha256 == sha256 and any(project.media_dir.glob(f"{sha256}.*")):
            return medium
    kind, duration_s = _kind_of(path)
    medium = Media(id=new_id(), kind=kind, sha256=sha256, name=path.name, duration_s=duration_s)
    copy_whole(path, project.media_dir / f"{sha256}{path.suffix.lower()}")
    kept = tuple(other for other in there if other.sha256 != sha256)
    text = _Shelf(media=(*kept, medium)).model_dump_json(indent=2) + "\n"
    write_whole(project.media_dir / "shelf.json", text.encode())
    return medium


def watched(project: Project, medium: Media, file: Path) -> "Moments":
    """What is worth showing in a piece of footage: looked through once, then kept. Raises RenderError as watching does."""
    from songreel_engine.rendering.footage import moments
    from songreel_engine.rendering.keys import fingerprint_of_sources

    made_by = fingerprint_of_sources(Path(moments.__file__).parent, "moments.py", "reading.py", "tones.py")
    kept = project.media_dir / "moments" / f"{medium.sha256}.json"
    try:
        stored = json.loads(kept.read_text("utf-8"))
        if stored["made_by"] == made_by:
            return moments.Moments.from_lists(stored["looks"])
    except (OSError, ValueError, KeyError, TypeError):
        # Not there, of another songreel, or damaged: looked through again.
        pass
    found = moments.watch(file)
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_whole(kept, json.dumps({"made_by": made_by, "looks": found.as_lists()}).encode())
    return found


def kind_of(path: Path) -> MediaKind:
    """What the file is, before there is a project to put it in. Raises EditError as `shelve` does."""
    _must_be_a_file(path)
    return _kind_of(path)[0]


def _must_be_a_file(path: Path) -> None:
    try:
        if not path.is_file():
            raise EditError(f"{path} is no file; check the path.")
        if path.stat().st_size > LARGEST_BYTES:
            raise EditError(f"{path.name} is over {LARGEST_BYTES / 1e6:.0f} MB; give a smaller file.")
    except (OSError, ValueError) as error:
        raise EditError(f"{str(path)!r} cannot be read; check the path.") from error


def _sha256_of(path: Path) -> str:
    _must_be_a_file(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise EditError(f"{str(path)!r} cannot be read; check the path.") from error


def _kind_of(path: Path) -> tuple[MediaKind, float]:
    """(kind, seconds); 0 s for an image."""
    if _is_image(path):
        if path.stat().st_size > LARGEST_IMAGE_BYTES:
            raise EditError(f"{path.name} is over {LARGEST_IMAGE_BYTES / 1e6:.0f} MB; give a smaller picture.")
        return "image", 0.0
    length_s = _footage_s(path)
    if length_s is not None:
        return "footage", length_s
    try:
        return "sound", float(read_sound(path, rate_hz=_SOUND_PROBE_RATE_HZ, stop_s=_LONGEST_SOUND_S).length)
    except SongError as error:
        raise EditError(
            f"{path.name} is no picture (JPEG, PNG, WEBP, GIF), no footage and no sound that can be read."
        ) from error


def _is_image(path: Path) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_IMAGE_FORMATS) as image:
                if image.width * image.height > LARGEST_IMAGE_PIXELS:
                    raise EditError(
                        f"{path.name} has more than {LARGEST_IMAGE_PIXELS / 1e6:.0f} megapixels; shrink it."
                    )
                image.load()
                return True
    except UnidentifiedImageError:
        return False
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError) as error:
        raise EditError(f"{path.name} is a damaged picture, or one too large; save it again.") from error


def _footage_s(path: Path) -> float | None:
    """Seconds of moving picture; None where there is none. A song's cover is none."""
    try:
        with av.open(str(path), options={"format_whitelist": _FOOTAGE_DEMUXERS, "protocol_whitelist": "file"}) as file:
            moving = [s for s in file.streams.video if not s.disposition & Disposition.attached_pic]
            if not moving:
                return None
            # The picture's own length: sound may go on after it.
            own_s = float((moving[0].duration or 0) * (moving[0].time_base or 0))
            return own_s if own_s > 0 else max(0, file.duration or 0) / av.time_base
    except av.FFmpegError:
        # No container of moving pictures; it may still be a sound.
        return None

"""Exports beyond the plain film: how the engine is asked for one, and which files of what it leaves are kept.

The engine writes into a folder of the job's own inside the project; what is kept goes to the vault, and the folder goes.
"""

import shutil
import zipfile
from pathlib import Path
from typing import Any, Final

from songreel_engine.exports.handoff.formats import find_format
from songreel_engine.exports.profiles import find_profile
from songreel_server.jobs.orders import Export

FOLDER: Final = "exports"
PACK: Final = "release-pack"
"""The profile that is many files, each of use by itself."""
MEDIA_TYPES: Final[dict[str, str]] = {
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
    ".gif": "image/gif", ".webp": "image/webp", ".zip": "application/zip", ".json": "application/json",
    ".srt": "application/x-subrip", ".lrc": "text/plain", ".csv": "text/csv", ".otio": "application/json",
    ".fcpxml": "application/xml", ".xml": "application/xml", ".edl": "text/plain",
}  # fmt: skip


def export_folder(project: Path, job_id: str) -> Path:
    """Where the engine writes the export of this job."""
    return project / FOLDER / job_id


def export_arguments(order: Export, folder: Path) -> list[str]:
    """Of the engine's command `export`; the folder is empty afterwards. Raises ExportError, BriefError for unknown names."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if order.timeline is not None:
        suffix = find_format(order.timeline).suffix
        return [f"--format={order.timeline}", f"--output={folder / (order.timeline + suffix)}"]
    profile = find_profile(order.profile or "")
    suffix = profile.suffixes[0] if profile.suffixes else ""
    arguments = [f"--profile={profile.name}", f"--output={folder / (profile.name + suffix)}"]
    if order.seconds is not None:
        arguments.append(f"--seconds={order.seconds:g}")
    return [*arguments, f"--quality={order.film.quality}"]


def files_to_keep(folder: Path, told: dict[str, Any]) -> list[Path]:
    """The files that the engine wrote, the one to open first; those that belong together in one archive."""
    made = folder / Path(str(told["path"])).name
    if told.get("profile") == PACK:
        return [_archive(one) if one.is_dir() else one for one in sorted(made.iterdir(), key=_order)]
    # A timeline names its media by where they lie beside it, and thousands of frames are no list of files.
    beside = [path for path in folder.iterdir() if path != made]
    if made.is_file() and not beside:
        return [made]
    return [_archive(folder, name=made.name)]


def _order(path: Path) -> tuple[bool, str]:
    return path.suffix == ".json", path.name


def _archive(folder: Path, *, name: str = "") -> Path:
    """Everything in the folder as one file beside or in it; video and pictures gain nothing from being packed tighter."""
    inside = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    archive = folder / f"{name}.zip" if name else folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for path in inside:
            packed.write(path, path.relative_to(folder).as_posix())
    return archive


def media_type_of(file: Path) -> str:
    return MEDIA_TYPES.get(file.suffix.lower(), "application/octet-stream")

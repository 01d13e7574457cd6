"""Where an export goes: whether it may, and that it appears there whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from songreel_engine.errors import ExportError
from songreel_engine.exports.profiles import Profile
from songreel_engine.exports.renewing import fill_again, written_before
from songreel_engine.media.files import written_beside


def must_fit_profile(profile: Profile, path: Path, seconds: float | None) -> None:
    """Raises ExportError where `path` or `seconds` cannot be for the profile."""
    if profile.suffixes and path.suffix.lower() not in profile.suffixes:
        better = path.with_suffix(profile.suffixes[0]).name
        raise ExportError(f"{profile.name} is a {profile.suffixes[0]} file; name it {better} instead of {path.name}.")
    if profile.suffixes and path.is_dir():
        raise ExportError(f"{path} is a folder; give the {profile.name} file a name.")
    # An export of the same kind is made again; nobody else's folder is.
    is_taken = path.exists() and (not path.is_dir() or any(path.iterdir()))
    if profile.is_folder and is_taken and written_before(path, profile) is None:
        raise ExportError(f"{profile.name} is a folder, and {path} holds something already; choose a new one.")
    if seconds is None:
        return
    if not profile.takes_seconds:
        raise ExportError(f"{profile.name} has no length; leave --seconds out.")
    least, most = profile.limits.min_s, profile.limits.max_s
    if not seconds > 0 or seconds < least or (most is not None and seconds > most):
        bounds = f"from {least:g}" if most is None else f"from {least:g} to {most:g}"
        raise ExportError(f"{profile.name} takes {bounds} s, not {seconds:g}; choose another --seconds.")


@contextmanager
def placed(path: Path, profile: Profile) -> Iterator[Path]:
    """Where to write what appears at `path` once the block ends; nothing stays of what a block that raises has written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not profile.is_folder:
            with (
                written_beside(path) as hidden,
                tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder,
            ):
                # Formats are told by a name's ending, which a hidden file has not.
                partial = Path(folder) / f"export{path.suffix.lower()}"
                yield partial
                partial.replace(hidden)
            return
        with new_folder(path, profile) as folder_path:
            yield folder_path
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error


@contextmanager
def new_folder(path: Path, profile: Profile) -> Iterator[Path]:
    """A folder to fill that takes the name of `path` once the block ends.

    Where an export of the profile stands there, its files go and what else is in the folder stays.
    """
    partial = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield partial
        partial.chmod(0o755)
        own = written_before(path, profile)
        if own is not None:
            fill_again(path, partial, own)
            return
        if path.is_dir():
            path.rmdir()
        partial.replace(path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)

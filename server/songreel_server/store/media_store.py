"""Where files are kept: a folder on this machine, or a bucket that speaks S3.

A key is a path of plain names with slashes between them, the same in both. A file appears whole or not at all. Files are
streamed both ways. All calls wait for the disk or the network: from a coroutine, call them in a thread.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store, from_url

from songreel_server.errors import NotFoundError, StorageError
from songreel_server.settings import Settings

if TYPE_CHECKING:
    from obstore.store import RetryConfig  # obstore has its types' names in its stubs only

CHUNK_BYTES: Final = 1 << 20
"""Of a file that is read."""
PART_BYTES: Final = 8 << 20
"""Of a file that is sent; S3 takes no smaller parts than 5 MiB and no more than 10,000."""
PARTS_AT_ONCE: Final = 2
LONGEST_LINK_S: Final = 7 * 24 * 3600
"""S3 signs for a week at most."""
_RETRIES: Final["RetryConfig"] = {
    "max_retries": 4,
    "retry_timeout": timedelta(seconds=20),
    "backoff": {"init_backoff": timedelta(seconds=0.1), "max_backoff": timedelta(seconds=2), "base": 2},
}
_KEY: Final = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file as it is listed."""

    key: str
    size: int
    changed_at: float
    mark: str | None
    """Another one for another content; a folder keeps none."""


class MediaStore:
    """One for the process; thread-safe."""

    def __init__(self, store: LocalStore | S3Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    @property
    def is_folder(self) -> bool:
        return self._folder is not None

    def put_file(self, path: Path, key: str, *, media_type: str = "application/octet-stream") -> str | None:
        """Keeps a copy of the file, in place of what the key held: on the disk when this returns. Its mark.

        Raises StorageError.
        """
        with _said_plainly(key):
            done = obstore.put(
                self._store,
                _checked(key),
                path,
                # A folder keeps no types; who serves its files knows them.
                attributes=None if self.is_folder else {"Content-Type": media_type},
                chunk_size=PART_BYTES,
                max_concurrency=PARTS_AT_ONCE,
            )
            if self._folder is not None:
                _write_through(self._folder / key)
                return None
            return done["e_tag"]

    def read(self, key: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Bytes [start, stop), in pieces of about CHUNK_BYTES. Raises NotFoundError, StorageError."""
        size = self.size(key)
        stop = size if stop is None else min(stop, size)
        if start >= stop:
            return
        with _said_plainly(key):
            for piece in obstore.get(self._store, _checked(key), options={"range": (start, stop)}).stream(CHUNK_BYTES):
                yield bytes(piece)

    def copy_to(self, key: str, path: Path) -> None:
        """Writes the file to `path`, whole or not at all. Raises NotFoundError, StorageError."""
        # Late: the engine's media bring decoders with them, which a server that starts need not wait for.
        from songreel_engine.media.files import written_beside

        path.parent.mkdir(parents=True, exist_ok=True)
        with written_beside(path) as partial, partial.open("wb") as file:
            for piece in self.read(key):
                file.write(piece)

    def size(self, key: str) -> int:
        """In bytes. Raises NotFoundError, StorageError."""
        with _said_plainly(key):
            return obstore.head(self._store, _checked(key))["size"]

    def holds(self, key: str) -> bool:
        """Whether there is such a file. Raises StorageError."""
        try:
            self.size(key)
        except NotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Removes the file; one that is gone already is fine. Raises StorageError."""
        try:
            with _said_plainly(key):
                obstore.delete(self._store, _checked(key))
        except NotFoundError:
            return

    def files(self, folder: str) -> Iterator["StoredFile"]:
        """Every file below a folder of keys. Raises StorageError."""
        with _said_plainly(folder):
            for some in obstore.list(self._store, _checked(folder)):
                yield from (
                    StoredFile(
                        key=found["path"],
                        size=found["size"],
                        changed_at=found["last_modified"].timestamp(),
                        mark=None if self.is_folder else found["e_tag"],
                    )
                    for found in some
                )

    def remove_unfinished(self, *, before: float) -> int:
        """Removes what processes left that died while they wrote, last touched before that time; how many files.

        S3 does this itself, where the bucket's lifecycle says so.
        """
        if self._folder is None:
            return 0
        left = [path for path in self._folder.rglob("*#*") if path.is_file() and path.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def link(self, key: str, *, expires_s: float, method: Literal["GET", "HEAD"] = "GET") -> str | None:
        """A URL at which anyone may ask for the file, by that method alone, until it expires.

        None where the server itself must serve it.
        """
        if isinstance(self._store, LocalStore):
            return None
        with _said_plainly(key):
            return obstore.sign(
                self._store, method, _checked(key), timedelta(seconds=min(round(expires_s), LONGEST_LINK_S))
            )

    def local_path(self, key: str) -> Path | None:
        """Where the file lies, to be read and never written; None where it is not on this machine."""
        return None if self._folder is None else self._folder / _checked(key)


def open_media_store(settings: Settings) -> MediaStore:
    """The store that the settings name. Raises StorageError where its URL or options cannot be used."""
    if settings.media_url is None:
        folder = settings.data / "media"
        folder.mkdir(parents=True, exist_ok=True)
        return MediaStore(LocalStore(folder, mkdir=True), folder)
    # Parsed as text, because obstore's types know only the option names of each store apart.
    try:
        options = {name: value for name, value in settings.media_options.items() if name != "allow_http"}
        plain = settings.media_options.get("allow_http", "false").lower() == "true"
        store = from_url(  # type: ignore[call-overload]
            settings.media_url, client_options={"allow_http": plain}, retry_config=_RETRIES, **options
        )
    except (BaseError, ValueError, TypeError) as error:
        raise StorageError(
            f"The media store {settings.media_url!r} cannot be used ({_first_line(error)}); "
            f"set SONGREEL_MEDIA_URL to s3://bucket/prefix and SONGREEL_MEDIA_OPTIONS to what it needs."
        ) from error
    if not isinstance(store, S3Store):
        raise StorageError(f"The media store {settings.media_url!r} is not S3; name one as s3://bucket/prefix.")
    return MediaStore(store, None)


@contextmanager
def _said_plainly(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {key!r} in the media store.") from error
    except (BaseError, OSError) as error:
        raise StorageError(
            f"The media store failed at {key!r} ({_first_line(error)}); try again, or ask the operator."
        ) from error


def _write_through(path: Path) -> None:
    """The file and its name, so that a record of it never outlives it."""
    for part in (path, path.parent):
        handle = os.open(part, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of the media store.")
    return key

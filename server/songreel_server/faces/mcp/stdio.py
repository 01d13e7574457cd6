"""The desk of this machine's owner, and the process around it: MCP on standard input and output.

Files are read and written only inside the allowed folders. Nothing is charged. The parts are put together, and the worker
started, beside the first requests: a host waits for neither. Jobs that were under way when the process ended go on.
"""

import asyncio
import logging
import os
import shutil
import stat
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver import Context

from songreel_server.errors import BadRequestError, ServerError, StorageError, TooLargeError
from songreel_server.faces.mcp.desk import Desk, FileKind, Parts, Shown, Ticket
from songreel_server.faces.mcp.extensions import all_extensions
from songreel_server.faces.mcp.server import build_face

if TYPE_CHECKING:
    from songreel_server.accounts.tokens import Caller
    from songreel_server.jobs.engine_child import Engine
    from songreel_server.jobs.worker import Worker
    from songreel_server.settings import Settings
    from songreel_server.store.database import Database
    from songreel_server.vault import Item

VIDEOS: Final = "videos"
"""Where finished files are put for the owner to open, in the data folder."""
PROMISES: Final = "promises"
CHUNK_BYTES: Final = 1 << 20
_log = logging.getLogger(__name__)


class LocalDesk:
    """One for the process."""

    is_local = True

    def __init__(
        self,
        settings: "Settings",
        roots: Sequence[Path],
        *,
        clock: Callable[[], float] = time.time,
        engine: "Engine | None" = None,
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._roots = tuple(root.resolve() for root in roots)
        self._clock = clock
        self._opening: asyncio.Task[Parts] | None = None
        self._worker: Worker | None = None
        self._working: asyncio.Task[None] | None = None
        self._failure: Exception | None = None
        self._owner: Caller | None = None

    def open(self) -> None:
        """Begins to put the parts together."""
        self._opening = asyncio.create_task(asyncio.to_thread(self._built))
        self._opening.add_done_callback(self._start_worker)

    async def close(self) -> None:
        """Lets go; jobs under way go on when this or another server of the same data is started."""
        if self._opening is None:
            return
        [parts] = await asyncio.gather(self._opening, return_exceptions=True)
        if self._working is not None:
            await asyncio.gather(self._working, return_exceptions=True)
        if self._worker is not None:
            await asyncio.to_thread(self._worker.stop)
        if isinstance(parts, Parts):
            await parts.server.streams.close()
            parts.server.database.close()

    async def parts(self) -> Parts:
        """Raises StorageError where this machine cannot work."""
        if self._opening is None:
            raise StorageError("The server is not open; start it again.")
        try:
            parts = await asyncio.shield(self._opening)
        except ServerError:
            raise
        except Exception as error:
            _log.error("the server's parts could not be put together", exc_info=error)
            raise StorageError(f"songreel cannot use its data folder {self._settings.data}; see the log.") from error
        if self._failure is not None:
            raise StorageError(f"The part that renders did not start: {self._failure}.")
        return parts

    async def caller(self, ctx: Context[Desk, Any]) -> "Caller":
        """The owner, whoever asks: nobody else has this process's standard input."""
        del ctx
        if self._owner is None:
            parts = await self.parts()
            self._owner = await asyncio.to_thread(local_owner, parts.server.database, now=self._clock())
        return self._owner

    async def take_path(self, caller: "Caller", path: str, *, kind: FileKind | None) -> "Item":
        """Raises BadRequestError, TooLargeError, UnsupportedFileError."""
        parts = await self.parts()
        file = await asyncio.to_thread(self._readable, path)
        try:
            return await parts.server.uploads.from_stream(
                caller.account_id, _pieces(file), name=Path(path).name, now=self._clock(), wanted=kind
            )
        finally:
            os.close(file)

    def ticket(self, caller: "Caller", *, kind: FileKind | None) -> Ticket | None:
        """None: files are given by path."""
        del caller, kind
        return None

    async def shown(self, item: "Item", *, name: str, job_id: str | None = None) -> Shown:
        """A copy of the file where the owner can open it."""
        parts = await self.parts()
        path = await asyncio.to_thread(self._laid_out, parts, item, name, job_id)
        return Shown(uri=path.as_uri(), name=path.name, media_type=item.media_type, size=item.size, path=path)

    def check_save_as(self, path: str, *, suffix: str) -> Path:
        """Raises BadRequestError."""
        if not suffix:
            raise BadRequestError("This export is several files; leave save_as out and take them from the answer.")
        wanted = self._absolute(path)
        if wanted.suffix.lower() != suffix:
            raise BadRequestError(f"{wanted.name} must end with {suffix}.")
        folder = wanted.parent.resolve()
        self._must_be_inside(folder, path)
        if not folder.is_dir():
            raise BadRequestError(f"There is no folder {wanted.parent}; make it, or save elsewhere.")
        target = folder / wanted.name
        if os.path.lexists(target) and str(target) not in self._promised():
            raise BadRequestError(f"{wanted.name} exists already; choose another name.")
        return target

    def promise(self, job_id: str, path: Path) -> None:
        folder = self._settings.data / PROMISES
        folder.mkdir(parents=True, exist_ok=True)
        (folder / job_id).write_text(str(path), "utf-8")

    def _promised(self) -> set[str]:
        return {file.read_text("utf-8") for file in (self._settings.data / PROMISES).glob("*") if file.is_file()}

    def _built(self) -> Parts:
        from songreel_server.parts import build_server
        from songreel_server.projects import Projects
        from songreel_server.store.schema import bring_up_to_date

        server = build_server(self._settings, clock=self._clock)
        bring_up_to_date(server.database)
        server.uploads.sweep(now=self._clock())
        return Parts(server=server, projects=Projects(server.studio.films, clock=self._clock))

    def _start_worker(self, opening: "asyncio.Task[Parts]") -> None:
        if self._settings.worker and not opening.cancelled() and opening.exception() is None:
            self._working = asyncio.create_task(self._work(opening.result()))

    async def _work(self, parts: Parts) -> None:
        try:
            self._worker = await asyncio.to_thread(_started_worker, parts, self._engine)
        except Exception as error:  # noqa: BLE001
            # Said to whoever asks next; without it jobs would wait for ever and nobody would know why.
            self._failure = error
            _log.error("the worker did not start", exc_info=error)

    def _absolute(self, path: str) -> Path:
        if "\0" in path or not path.strip():
            raise BadRequestError("The path is empty or no path; give one inside the allowed folders.")
        given = Path(path).expanduser()
        return given if given.is_absolute() else self._roots[0] / given

    def _must_be_inside(self, resolved: Path, said: str) -> None:
        if not any(resolved.is_relative_to(root) for root in self._roots):
            folders = ", ".join(str(root) for root in self._roots)
            raise BadRequestError(f"{said} is outside the allowed folders ({folders}); move it there, or use --root.")

    def _readable(self, path: str) -> int:
        """The file, open. Links are followed before the check, never after it."""
        wanted = self._absolute(path)
        try:
            real = wanted.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            # Whether it exists is not said of places that are not allowed.
            self._must_be_inside(wanted.resolve(), path)
            raise BadRequestError(f"There is no file {path}; check the path.") from error
        self._must_be_inside(real, path)
        try:
            file = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise BadRequestError(f"{path} cannot be read ({error.strerror}); check the path.") from error
        found = os.fstat(file)
        most = self._settings.max_upload_mb * 1e6
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            os.close(file)
            if stat.S_ISREG(found.st_mode):
                raise TooLargeError(f"{path} is larger than {most / 1e6:g} MB; export it smaller.")
            raise BadRequestError(f"{path} is no file; give the path of a song, photo, footage, sound or lyrics.")
        return file

    def _laid_out(self, parts: Parts, item: "Item", name: str, job_id: str | None) -> Path:
        """The copy: where its export was to be saved, else in the data folder."""
        from songreel_server.sniff import safe_name

        promise = self._settings.data / PROMISES / job_id if job_id is not None else None
        if promise is not None and promise.is_file():
            wanted = Path(promise.read_text("utf-8"))
            if wanted.is_file() and wanted.stat().st_size == item.size:
                return wanted
            if not os.path.lexists(wanted) and wanted.parent.is_dir():
                return _copied(parts, item, wanted)
        folder = self._settings.data / VIDEOS
        folder.mkdir(parents=True, exist_ok=True)
        plain = Path(safe_name(name))
        target = folder / f"{plain.stem} {item.sha256[:6]}{plain.suffix}"
        if target.is_file() and target.stat().st_size == item.size:
            return target
        return _copied(parts, item, target)


def local_owner(database: "Database", *, now: float) -> "Caller":
    """Whoever owns this machine: an account that pays nothing, made once."""
    from sqlalchemy import select

    from songreel_server.accounts.scopes import ALL
    from songreel_server.accounts.tokens import Caller, open_account
    from songreel_server.store.tables import Account

    with database.writing() as tx:
        oldest = select(Account).where(Account.kind == "local").order_by(Account.made_at, Account.id).limit(1)
        account = tx.scalar(oldest) or open_account(tx, kind="local", now=now)
        return Caller(account_id=account.id, token_id="local", kind="local", scopes=ALL, metered=account.metered)


def _started_worker(parts: Parts, engine: "Engine | None") -> "Worker":
    from songreel_server import heavy

    heavy.load()
    from songreel_server.jobs.worker import Worker

    worker = Worker(parts.server.settings, parts.server.database, parts.server.store, engine=engine)
    worker.start()
    return worker


async def _pieces(file: int) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(os.read, file, CHUNK_BYTES):
        yield piece


def _copied(parts: Parts, item: "Item", target: Path) -> Path:
    """The whole file or none; a copy of its own, so that nobody who changes it changes what is kept."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        local = parts.server.store.local_path(item.key)
        if local is not None:
            shutil.copyfile(local, partial)
        else:
            parts.server.store.copy_to(item.key, partial)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StorageError(f"{target} cannot be written ({error.strerror}).") from error
    return target


def build_local(desk: LocalDesk) -> "MCPServer[Desk]":
    """The face over this machine's desk, which is open while the server runs."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[None]:
        desk.open()
        try:
            yield
        finally:
            await desk.close()

    return build_face(desk, opened=opened, extensions=all_extensions())

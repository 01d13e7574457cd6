"""Files that come in, from a request's body or from a URL: streamed to the disk, judged by their content, then kept.

Memory does not grow with a file's size. A request is kept whole or not at all: where one of its files is refused, nothing
of it is stored. Whatever happens, what lay in the scratch folder is removed.
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from songreel_server import vault
from songreel_server.errors import BadRequestError, ServerError, StorageError, TooManyRequestsError
from songreel_server.fetch_url import fetch
from songreel_server.multipart import FRAMING_BYTES, read_files
from songreel_server.outside import Resolve, resolved
from songreel_server.received import Received, Receiver, drain
from songreel_server.settings import MB, Settings
from songreel_server.sniff import Found, Kind, Sniffer
from songreel_server.store.database import Database
from songreel_server.store.media_store import CHUNK_BYTES, MediaStore

MOST_FILES: Final = 20
"""In one request."""
AT_ONCE: Final = 4
"""Requests with files of one account."""
SPARE_BYTES: Final = 200_000_000
"""Room that uploads leave on the disk for everything else."""
STALE_S: Final = 60.0
"""A folder that nobody holds is left alone for so long: it may just have been made."""
_RETRY_S: Final = 10


class Uploads:
    """One for the process."""

    def __init__(
        self,
        *,
        settings: Settings,
        database: Database,
        store: MediaStore,
        resolve: Resolve = resolved,
        sniffer: Sniffer | None = None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._store = store
        self._resolve = resolve
        self._sniffer = sniffer or Sniffer(settings)
        self._busy: Counter[str] = Counter()

    async def from_form(
        self,
        account_id: str,
        body: AsyncIterator[bytes],
        *,
        content_type: str,
        content_length: int | None,
        now: float,
        wanted: Kind | None = None,
    ) -> list[vault.Item]:
        """Keeps every file of a multipart/form-data body, in its order.

        With `wanted` each must be of that kind (an MP4 is footage, unless a song is wanted). Raises BadRequestError,
        UnsupportedFileError, TooLargeError, TooManyRequestsError, StorageError.
        """
        async with self._desk(account_id) as receiver:
            try:
                if content_length is not None:
                    receiver.announce_all(content_length - FRAMING_BYTES)
                files = await read_files(body, content_type=content_type, receiver=receiver, most_files=MOST_FILES)
            except ServerError:
                await drain(body)
                raise
            return await self._keep(account_id, files, wanted, now)

    async def from_stream(
        self, account_id: str, body: AsyncIterator[bytes], *, name: str, now: float, wanted: Kind | None = None
    ) -> vault.Item:
        """Keeps one file that is the whole body. Raises as `from_form` does."""
        async with self._desk(account_id) as receiver:
            try:
                file = await receiver.receive(body, name=name)
            except ServerError:
                await drain(body)
                raise
            return (await self._keep(account_id, [file], wanted, now))[0]

    async def from_urls(
        self, account_id: str, urls: Sequence[str], *, now: float, wanted: Kind | None = None
    ) -> list[vault.Item]:
        """Keeps what stands at each URL, in their order. Raises as `from_form` does, and FetchError."""
        if not 1 <= len(urls) <= MOST_FILES:
            raise BadRequestError(f"There are {len(urls)} URLs to fetch; send 1 to {MOST_FILES} in one request.")
        async with self._desk(account_id) as receiver:
            files = [await self._fetched(url, receiver) for url in urls]
            return await self._keep(account_id, files, wanted, now)

    async def look_at_url(self, account_id: str, url: str, *, wanted: Kind) -> Found:
        """What stands at the URL; nothing of it is kept. Raises as `from_urls` does."""
        async with self._desk(account_id) as receiver:
            file = await self._fetched(url, receiver)
            return await self._sniffer.look(file.path, name=file.name, wanted=wanted)

    async def from_path(self, account_id: str, path: Path, *, now: float, wanted: Kind | None = None) -> vault.Item:
        """Keeps a copy of a file on this machine; that it may be read is for the caller to know.

        Raises as `from_form` does.
        """
        async with self._desk(account_id) as receiver:
            file = await receiver.receive(_pieces_of(path), name=path.name)
            return (await self._keep(account_id, [file], wanted, now))[0]

    async def from_text(self, account_id: str, text: str, *, name: str, now: float, wanted: Kind) -> vault.Item:
        """Keeps a text as a file of this name. Raises as `from_form` does."""

        async def pieces() -> AsyncIterator[bytes]:
            # Half a character, as damaged input leaves it, is no text; the rest is.
            yield text.encode("utf-8", "replace")

        return await self.from_stream(account_id, pieces(), name=name, now=now, wanted=wanted)

    async def again_as(self, account_id: str, item: vault.Item, kind: Kind, *, now: float) -> vault.Item:
        """The same content as another kind, such as the song in a piece of footage; its file is not stored again.

        Raises as `from_form` does, and NotFoundError where the file is gone.
        """
        async with self._desk(account_id) as receiver:
            again = Received(path=receiver.folder / "again", name=item.name, size=item.size, sha256=item.sha256)
            await asyncio.to_thread(self._store.copy_to, item.key, again.path)
            return (await self._keep(account_id, [again], kind, now))[0]

    async def _fetched(self, url: str, receiver: Receiver) -> Received:
        return await fetch(
            url,
            receiver,
            allow=self._settings.fetch_allow,
            timeout_s=self._settings.fetch_timeout_s,
            resolve=self._resolve,
        )

    def sweep(self, *, now: float) -> None:
        """Removes what dead processes left in the scratch folder."""
        for left in self._settings.scratch_dir.glob("upload-*"):
            # Another server on this machine may be sweeping too.
            with suppress(FileNotFoundError):
                if now - left.stat().st_mtime > STALE_S and (handle := _held(left)) is not None:
                    shutil.rmtree(left, ignore_errors=True)
                    os.close(handle)

    @asynccontextmanager
    async def _desk(self, account_id: str) -> AsyncIterator[Receiver]:
        """A folder of its own for one request, removed in the end."""
        if self._busy[account_id] >= AT_ONCE:
            raise TooManyRequestsError(
                f"{AT_ONCE} uploads of yours are under way; send the next one when one of them is done.",
                retry_after_s=_RETRY_S,
            )
        self._busy[account_id] += 1
        try:
            folder = await asyncio.to_thread(self._make_folder)
            handle = _held(folder)
            try:
                yield Receiver(
                    folder,
                    max_file_bytes=round(self._settings.max_upload_mb * MB),
                    max_total_bytes=round(self._settings.account_quota_mb * MB),
                )
            finally:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
                if handle is not None:
                    os.close(handle)
        finally:
            self._busy[account_id] -= 1
            if not self._busy[account_id]:
                del self._busy[account_id]

    def _make_folder(self) -> Path:
        scratch = self._settings.scratch_dir
        try:
            scratch.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(scratch).free < SPARE_BYTES + self._settings.max_upload_mb * MB:
                raise StorageError("The server's disk is full; try again later, or ask the operator.")
            return Path(tempfile.mkdtemp(prefix="upload-", dir=scratch))
        except OSError as error:
            raise StorageError(f"Nothing can be stored just now ({error.strerror}); ask the operator.") from error

    async def _keep(
        self, account_id: str, files: Sequence[Received], wanted: Kind | None, now: float
    ) -> list[vault.Item]:
        found = [await self._sniffer.look(file.path, name=file.name, wanted=wanted) for file in files]
        arrivals = [
            vault.Arrival(path=file.path, name=file.name, sha256=file.sha256, size=file.size, found=what)
            for file, what in zip(files, found, strict=True)
        ]
        return await asyncio.to_thread(
            vault.keep,
            self._database,
            self._store,
            account_id,
            arrivals,
            now=now,
            quota_bytes=round(self._settings.account_quota_mb * MB),
        )


def _held(folder: Path) -> int | None:
    """A handle by which this process holds the folder until it closes it or dies; None where another one holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


async def _pieces_of(path: Path) -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, CHUNK_BYTES):
                yield piece
    except OSError as error:
        raise BadRequestError(f"{path.name} cannot be read ({error.strerror}); check the path.") from error

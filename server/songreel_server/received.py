"""A file on its way in: written to the scratch folder and hashed as it comes, a megabyte in memory at a time."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from songreel_server.errors import BadRequestError, StorageError, TooLargeError
from songreel_server.sniff import safe_name

IDLE_S: Final = 60.0
"""A line that stays silent for so long is taken for broken."""
DRAIN_S: Final = 20.0
"""How long what a client still sends is read after a refusal."""
_BATCH_BYTES: Final = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Received:
    """A whole file in the scratch folder."""

    path: Path
    name: str
    """Safe."""
    size: int
    sha256: str


class Receiver:
    """Takes the files of one request into one folder."""

    def __init__(self, folder: Path, *, max_file_bytes: int, max_total_bytes: int) -> None:
        self.folder = folder
        self._max_file_bytes = max_file_bytes
        self._max_total_bytes = max_total_bytes
        self.count = 0
        self._total = 0

    def begin(self, name: str) -> "Incoming":
        """A file that is empty so far. Raises StorageError where the disk refuses it."""
        self.count += 1
        return Incoming(self, self.folder / f"received-{self.count:02d}", safe_name(name), self._max_file_bytes)

    async def receive(self, body: AsyncIterator[bytes], *, name: str) -> Received:
        """The whole body as one file. Raises BadRequestError, TooLargeError, StorageError."""
        incoming = self.begin(name)
        try:
            async for data in unhurried(body):
                incoming.add(data)
                await incoming.catch_up()
            return await incoming.end()
        finally:
            incoming.close()

    def announce(self, size: int, name: str) -> None:
        """What a file says it will measure, before any of it comes. Raises TooLargeError."""
        if size > self._max_file_bytes:
            raise _too_large(safe_name(name), self._max_file_bytes)

    def count_in(self, size: int) -> None:
        """Raises TooLargeError where a request brings more than one may."""
        self._total += size
        self.announce_all(self._total)

    def announce_all(self, size: int) -> None:
        """What a request says it will bring in all. Raises TooLargeError."""
        if size > self._max_total_bytes:
            raise TooLargeError(
                f"One request may bring {self._max_total_bytes / 1e6:,.0f} MB in all; send the files one by one."
            )


class Incoming:
    """One file while it comes. What is added waits in memory until `catch_up` is awaited."""

    def __init__(self, receiver: Receiver, path: Path, name: str, max_bytes: int) -> None:
        self._receiver = receiver
        self._path = path
        self._max_bytes = max_bytes
        self.name = name
        self._hash = hashlib.sha256()
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self.size = 0
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise _disk_refuses(name, error) from error

    def add(self, data: bytes) -> None:
        """Raises TooLargeError."""
        self.size += len(data)
        if self.size > self._max_bytes:
            raise _too_large(self.name, self._max_bytes)
        self._receiver.count_in(len(data))
        self._waiting.append(data)
        self._waiting_bytes += len(data)

    async def catch_up(self) -> None:
        """Writes down what waits, once that is worth it. Raises StorageError."""
        if self._waiting_bytes >= _BATCH_BYTES:
            await self._write()

    async def end(self) -> Received:
        """Raises StorageError."""
        await self._write()
        self.close()
        return Received(path=self._path, name=self.name, size=self.size, sha256=self._hash.hexdigest())

    def close(self) -> None:
        """Lets go of the file; may be called again."""
        self._file.close()

    async def _write(self) -> None:
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        try:
            await asyncio.to_thread(self._write_now, waiting)
        except OSError as error:
            raise _disk_refuses(self.name, error) from error

    def _write_now(self, waiting: list[bytes]) -> None:
        for data in waiting:
            self._hash.update(data)
        self._file.writelines(waiting)
        self._file.flush()


async def unhurried(body: AsyncIterator[bytes], idle_s: float = IDLE_S) -> AsyncIterator[bytes]:
    """What comes, as long as something comes. Raises BadRequestError where the line goes silent."""
    pieces = aiter(body)
    while True:
        try:
            async with asyncio.timeout(idle_s):
                piece = await anext(pieces)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise BadRequestError(f"Nothing came for {idle_s:g} s; send the file again.") from error
        yield piece


async def drain(body: AsyncIterator[bytes], seconds: float = DRAIN_S) -> None:
    """Reads on for a while and forgets it: a client that is cut off while it sends never sees why it was refused."""
    until = time.monotonic() + seconds
    try:
        async for _ in unhurried(body, idle_s=1.0):
            if time.monotonic() > until:
                return
    except BadRequestError:
        # Silent at last; the answer may go out.
        return


def _too_large(name: str, max_bytes: int) -> TooLargeError:
    return TooLargeError(
        f"{name} is larger than {max_bytes / 1e6:g} MB, the most one file may have; export it smaller."
    )


def _disk_refuses(name: str, error: OSError) -> StorageError:
    return StorageError(f"{name} cannot be stored ({error.strerror}); try again later, or ask the operator.")

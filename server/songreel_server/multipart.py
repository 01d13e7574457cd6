"""The files of a multipart/form-data body, read as it comes (RFC 7578). Parts that are no files are passed over."""

from collections.abc import AsyncIterator
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from songreel_server.errors import BadRequestError
from songreel_server.received import Incoming, Received, Receiver, unhurried
from songreel_server.sniff import NAMELESS

FRAMING_BYTES: Final = 100_000
"""What a body may hold besides its files: boundaries, headers, fields."""
_MOST_PARTS: Final = 100


async def read_files(
    body: AsyncIterator[bytes], *, content_type: str, receiver: Receiver, most_files: int
) -> list[Received]:
    """Every file of the body, in order. Raises BadRequestError, TooLargeError, StorageError."""
    try:
        form = _Form(content_type, receiver, most_files)
        try:
            async for data in unhurried(body):
                form.feed(data)
                await form.catch_up()
            return form.whole()
        finally:
            form.close()
    except FormParserError as error:
        raise BadRequestError(f"The form cannot be read ({error}); send multipart/form-data.") from error


class _Form:
    """The parser calls back for every bit it finds; here the bits become files."""

    def __init__(self, content_type: str, receiver: Receiver, most_files: int) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise BadRequestError("Files come as multipart/form-data with a boundary, in the field files.")
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._add_header_name,
                "on_header_value": self._add_header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._begin_content,
                "on_part_data": self._add_content,
                "on_part_end": self._end_part,
                "on_end": self._end,
            },
        )
        self._receiver = receiver
        self._most_files = most_files
        self._parts = 0
        self._passed_over = 0
        self._header_name = b""
        self._header_value = b""
        self._disposition = b""
        self._open: Incoming | None = None
        self._ended: list[Incoming] = []
        self._files: list[Received] = []
        self._complete = False

    def feed(self, data: bytes) -> None:
        self._parser.write(data)

    async def catch_up(self) -> None:
        for incoming in self._ended:
            received = await incoming.end()
            # A browser sends an empty part where nobody chose a file.
            if received.size or received.name != NAMELESS:
                self._files.append(received)
        self._ended.clear()
        if self._open is not None:
            await self._open.catch_up()

    def whole(self) -> list[Received]:
        if not self._complete:
            raise BadRequestError("The upload broke off before its end; send it again.")
        if not self._files:
            raise BadRequestError("The form holds no file; send at least one in the field files.")
        return self._files

    def close(self) -> None:
        for incoming in [*self._ended, *([] if self._open is None else [self._open])]:
            incoming.close()

    def _begin_part(self) -> None:
        self._parts += 1
        self._disposition = b""
        if self._parts > _MOST_PARTS:
            raise BadRequestError(f"The form has more than {_MOST_PARTS} parts; send fewer files at a time.")

    def _add_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _add_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header_name = self._header_value = b""

    def _begin_content(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"filename")
        if name is None:
            return
        if self._receiver.count >= self._most_files:
            raise BadRequestError(f"One request may bring {self._most_files} files; send the rest in another.")
        self._open = self._receiver.begin(name.decode(errors="replace"))

    def _add_content(self, data: bytes, start: int, end: int) -> None:
        if self._open is not None:
            self._open.add(data[start:end])
            return
        self._passed_over += end - start
        if self._passed_over > FRAMING_BYTES:
            raise BadRequestError("The form's fields hold too much; send the song as a file, with a file name.")

    def _end_part(self) -> None:
        if self._open is not None:
            self._ended.append(self._open)
            self._open = None

    def _end(self) -> None:
        self._complete = True

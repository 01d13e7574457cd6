"""Bodies of multipart/form-data as browsers and clients write them, in pieces of any size."""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path

BOUNDARY = "----songreel7MA4YWxkTrZu0gW"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def form(*parts: tuple[str, bytes] | Path, field: str = "files", end: bool = True) -> bytes:
    """Files by (name, content) or path; a name that begins with "=" is a plain field's."""
    body = b""
    for part in parts:
        name, content = (part.name, part.read_bytes()) if isinstance(part, Path) else part
        said = f'name="{name[1:]}"' if name.startswith("=") else f'name="{field}"; filename="{name}"'
        kind = "" if name.startswith("=") else "Content-Type: application/octet-stream\r\n"
        body += f"--{BOUNDARY}\r\nContent-Disposition: form-data; {said}\r\n{kind}\r\n".encode() + content + b"\r\n"
    return body + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


async def in_pieces(body: bytes | Iterable[bytes], size: int = 1 << 16) -> AsyncIterator[bytes]:
    """The body as a server gets it."""
    for content in [body] if isinstance(body, bytes) else body:
        for start in range(0, len(content), size):
            yield content[start : start + size]

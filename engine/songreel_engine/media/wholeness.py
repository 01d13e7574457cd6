"""Is a file all there? Each container says it in its own way, or not at all.

    WAV         the size of its data chunk against the file's; 0 and 0xFFFFFFFF mean "not known" (RIFF)
    MKV, WEBM   the size of its segment against the file's; all ones mean "not known" (RFC 8794 §6)
    OGG         its last page carries the end-of-stream mark and is whole (RFC 3533 §6)
    MP4, FLAC   the header tells the length of the sound
    MP3         the Xing, Info or VBRI header tells it; an MP3 without one cannot be known to be cut
    AAC (ADTS)  nothing tells it, but a cut nearly always falls inside a frame, which then does not decode

What it does not do: it decodes nothing; `song` compares lengths with what was decoded.
"""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

_MISSING_SHARE: Final = 0.01
"""Writers get chunk sizes wrong by a few bytes; a hundredth of a song is no longer that."""
_OGG_PAGE_BYTES: Final = 27 + 255 + 255 * 255
"""The largest page there can be."""
_EBML_SEGMENT: Final = b"\x18\x53\x80\x67"


def bytes_are_missing(path: Path, container: str) -> bool:
    """Whether the file stops before its own container says it does. `container`: FFmpeg's short name."""
    check = _CHECKS.get(container)
    if check is None:
        return False
    with path.open("rb") as file:
        return check(file, path.stat().st_size)


def tells_its_length(path: Path, container: str) -> bool:
    """Whether the length in the header was written by who knew it, not guessed from the file's size by the reader."""
    return container in ("mov", "flac") or (container == "mp3" and _has_length_header(path))


def _wav_is_cut(file: BinaryIO, size: int) -> bool:
    file.seek(12)
    while len(header := file.read(8)) == 8:
        name, length = struct.unpack("<4sI", header)
        if name == b"data":
            known = length not in (0, 0xFFFFFFFF)
            return known and file.tell() + length - size > length * _MISSING_SHARE
        file.seek(length + length % 2, 1)
    return True


def _matroska_is_cut(file: BinaryIO, size: int) -> bool:
    head = file.read(4096)
    at = head.find(_EBML_SEGMENT) + len(_EBML_SEGMENT)
    width = 9 - head[at].bit_length()
    unknown = (1 << 7 * width) - 1
    length = int.from_bytes(head[at : at + width], "big") & unknown
    return length != unknown and at + width + length > size


def _ogg_is_cut(file: BinaryIO, size: int) -> bool:
    file.seek(max(0, size - 2 * _OGG_PAGE_BYTES))
    tail = file.read()
    page = tail[tail.rfind(b"OggS") :]
    if len(page) < 27:
        return True
    is_last, segments = page[5] & 4, page[26]
    lacing = page[27 : 27 + segments]
    return not is_last or len(lacing) < segments or len(page) < 27 + segments + sum(lacing)


def _has_length_header(path: Path) -> bool:
    """Whether the first MPEG frame carries a Xing, Info or VBRI header. Source: ID3v2.4 §3.1 for what precedes it."""
    with path.open("rb") as file:
        tag = file.read(10)
        skip = 10 + sum(byte << 7 * k for k, byte in enumerate(reversed(tag[6:10]))) if tag[:3] == b"ID3" else 0
        file.seek(skip)
        frame = file.read(2048)
    return any(mark in frame for mark in (b"Xing", b"Info", b"VBRI"))


_CHECKS: Final[dict[str, Callable[[BinaryIO, int], bool]]] = {
    "wav": _wav_is_cut,
    "matroska": _matroska_is_cut,
    "ogg": _ogg_is_cut,
}

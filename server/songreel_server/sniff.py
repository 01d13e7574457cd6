"""What a file from outside is: judged by its content, in a child process that may crash, hang or run out of memory.

A name says nothing about what is in a file, but it is shown and stored, so it is made safe here too.
"""

import asyncio
import json
import re
import sys
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from songreel_server.errors import ServerError, StorageError, TooLargeError, UnsupportedFileError
from songreel_server.settings import MB, Settings

Kind = Literal["song", "photo", "footage", "sound", "lyrics", "film"]

LONGEST_NAME_BYTES: Final = 120
NAMELESS: Final = "file"
"""What a file without a name is called."""
_CHILDREN_AT_ONCE: Final = 2
_PATIENCE_S: Final = 60.0
"""A ten-minute FLAC takes about 3 s; what takes this long is a trap."""
_COMMAND: Final = ("-P", "-m", "songreel_server.opening")
"""-P: what lies in the folder that the server was started in is not taken for a module."""
_REFUSALS: Final[dict[str, type[ServerError]]] = {"unsupported": UnsupportedFileError, "too_large": TooLargeError}
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows gives to devices."""
_UNSAFE: Final = re.compile(r'[<>:"|?*%\\/]')


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is in a file."""

    kind: Kind
    media_type: str
    """For whoever the file is served to; follows from the content alone."""
    facts: dict[str, Any]
    """song: duration_s, codec, sample_rate_hz, channels, silent, title, artist; photo: width_px, height_px; footage:
    duration_s, width_px, height_px, frames_per_s, has_sound; sound: duration_s, sample_rate_hz, channels; lyrics:
    lines, timing, warnings."""


Ask = Callable[[str, str], Awaitable[dict[str, Any]]]
"""(request, name of the file) → answer, as `opening` reads and writes them."""


class Sniffer:
    """One for the process: it keeps the number of children small."""

    def __init__(self, settings: Settings, ask: Ask | None = None) -> None:
        self._settings = settings
        self._ask = ask or ask_child
        self._turns = asyncio.Semaphore(_CHILDREN_AT_ONCE)

    async def look(self, path: Path, *, name: str, wanted: Kind | None = None) -> Found:
        """What the file is; where `wanted` is given, it must be that (an MP4 is footage, unless a song is wanted).

        Raises UnsupportedFileError, TooLargeError.
        """
        settings = self._settings
        request = {
            "path": str(path),
            "name": name,
            "limits": {
                "min_song_s": settings.min_song_s,
                "max_song_s": settings.max_song_s,
                "max_song_bytes": round(settings.max_song_mb * MB),
                "max_photo_bytes": round(settings.max_photo_mb * MB),
            },
            "wanted": wanted,
        }
        async with self._turns:
            answer = await self._ask(json.dumps(request), name)
        if "refused" in answer:
            raise _REFUSALS[answer["why"]](answer["refused"])
        return Found(**answer["found"])


async def ask_child(request: str, name: str) -> dict[str, Any]:
    """The answer of a child process. Raises UnsupportedFileError where it does not live to give one, StorageError."""
    try:
        child = await asyncio.create_subprocess_exec(
            sys.executable, *_COMMAND,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise StorageError(f"{name} cannot be looked at just now ({error.strerror}); send it again later.") from error
    try:
        async with asyncio.timeout(_PATIENCE_S):
            answer, _ = await child.communicate(request.encode())
    except TimeoutError as error:
        raise UnsupportedFileError(f"{name} takes longer to open than any sound file; export it again.") from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise UnsupportedFileError(f"{name} cannot be opened, it is damaged or a trap; export it again.")
    found: dict[str, Any] = json.loads(answer)
    return found


def safe_name(said: str) -> str:
    """A name that is safe to show, to store and to send: the last part of a path, of at most LONGEST_NAME_BYTES.

    What is not printable or means something to a file system is left out; what then is empty becomes NAMELESS.
    """
    last = said.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = unicodedata.normalize("NFC", last)
    plain = "".join(c for c in plain if c.isprintable() and unicodedata.category(c) not in ("Cf", "Co", "Cs"))
    plain = " ".join(_UNSAFE.sub("_", plain).split()).strip(". ")
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix.encode()) > 10:
        stem, dot, suffix = plain, "", ""
    room = LONGEST_NAME_BYTES - len((dot + suffix).encode())
    return (stem.encode()[:room].decode(errors="ignore").rstrip() + dot + suffix) or NAMELESS

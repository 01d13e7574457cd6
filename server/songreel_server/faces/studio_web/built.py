"""The page as `scripts/lib/build_web` leaves it in `page/`: one HTML file, and files whose names change with their content."""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent / "page"
HOW_TO_BUILD: Final = "The studio's page has not been built here; run scripts/lib/build_web once and load this again."
FOLDERS: Final = ("assets", "styles")
"""The names of the files in the first change with their content, those in the second do not."""
LEAST_PACKED_BYTES: Final = 1_000
_TYPES: Final[dict[str, str]] = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_PACKED: Final = (".js", ".css", ".svg", ".html", ".json")
"""The rest is packed already."""


@dataclass(frozen=True)
class Asset:
    """A file of the page."""

    content: bytes
    media_type: str
    packed: bytes | None
    """The same by gzip; None where that gains nothing."""


class BuiltPage:
    """The files of one build, read once."""

    def __init__(self, folder: Path = HERE) -> None:
        self._folder = folder

    @property
    def is_built(self) -> bool:
        return (self._folder / "index.html").is_file()

    @cached_property
    def index(self) -> Asset:
        return _read(self._folder / "index.html")

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """By `folder/name`; what is not in here is not served."""
        found = (path for folder in FOLDERS for path in sorted((self._folder / folder).glob("*")))
        return {f"{path.parent.name}/{path.name}": _read(path) for path in found if path.is_file()}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_packed = path.suffix in _PACKED and len(content) >= LEAST_PACKED_BYTES
    return Asset(content, media_type, gzip.compress(content, 9, mtime=0) if is_packed else None)

"""The GLSL that a page's programs are put together from, in pieces that many programs share, each named by its content.

A program is a head, its defines, its pieces one after the other, and a function that plans what a seed decides.
"""

import functools
import hashlib
import re
from dataclasses import dataclass
from importlib import resources
from typing import Final

from songreel_engine.errors import RenderError
from songreel_engine.rendering.procedural.es import HEAD, es_piece, planning
from songreel_engine.rendering.procedural.places import PLACES

_SHARED: Final = resources.files("songreel_engine.rendering.procedural") / "glsl"
_OWN: Final = resources.files(__package__) / "glsl"
_WORLD: Final = "world-"
_OF_PLATES: Final = ("common", "performer", "sky", "passes", "light")
_OF_PAGES: Final = ("nowhere", "world", "buffers", "develop", "print")
_LOOP: Final = re.compile(r"\bfor \(int (\w+) = ([^;]+);")
_SPACE: Final = re.compile(r"\n\s*")
_HASH_DIGITS: Final = 20
FIRST: Final = "FIRST"
"""A uniform that is always 0 and where loops begin: compilers that would unroll a march take minutes over it."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Part of a program."""

    name: str
    text: str
    planned: tuple[str, ...]
    """Lines for the function that plans."""
    digest: str

    @property
    def address(self) -> str:
        """Its name and content in one."""
        return f"{self.name}-{self.digest}"


@functools.cache
def piece(name: str) -> Piece:
    """The piece of that name. Raises RenderError for one that is not known."""
    text, planned = es_piece(_written(name))
    text = _SPACE.sub("\n", _LOOP.sub(rf"for (int \1 = {FIRST} + (\2);", text)).strip() + "\n"
    digest = hashlib.sha256("\n".join((text, *planned)).encode()).hexdigest()[:_HASH_DIGITS]
    return Piece(name=name, text=text, planned=planned, digest=digest)


def piece_at(address: str) -> Piece:
    """The piece of that name and content. Raises RenderError where there is none, or another now."""
    found = piece(address.rpartition("-")[0])
    if found.address != address:
        raise RenderError(f"There is no piece {address!r} any more; load the page again.")
    return found


def world_piece(place: str) -> str:
    """The name of a place's piece."""
    return _WORLD + place


def put_together(defines: tuple[str, ...], names: tuple[str, ...]) -> str:
    """The whole program, as the page makes it."""
    pieces = [piece(name) for name in names]
    told = "".join(f"#define {name}\n" for name in defines)
    plan = planning(line for one in pieces for line in one.planned)
    return f"{HEAD}uniform int {FIRST};\n{told}{''.join(one.text for one in pieces)}{plan}"


def _written(name: str) -> str:
    if name in _OF_PLATES:
        return (_SHARED / f"{name}.glsl").read_text(encoding="utf-8")
    if name in _OF_PAGES:
        return (_OWN / f"{name}.glsl").read_text(encoding="utf-8")
    place = name.removeprefix(_WORLD)
    if not name.startswith(_WORLD) or place not in PLACES:
        raise RenderError(f"There is no piece {name!r} of a program.")
    return (_SHARED / "worlds" / f"{place}.glsl").read_text(encoding="utf-8")

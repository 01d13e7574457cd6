"""Timelines read from files, which are taken for hostile: size and depth are capped, and whatever is wrong is one sentence.

Nothing that a file names is opened. What each format holds is read by `reading_otio` and `reading_fcpxml`.
"""

import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from songreel_engine.errors import EditError
from songreel_engine.exports.handoff.found import FoundTimeline
from songreel_engine.exports.handoff.reading_fcpxml import found_in_fcpxml
from songreel_engine.exports.handoff.reading_otio import found_in_otio

LARGEST_BYTES: Final = 50_000_000
DEEPEST: Final = 200
"""Levels of JSON; a timeline of OpenTimelineIO has about six for each nesting of its own."""
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\]]', re.DOTALL)
"""Strings, to pass over what they hold, and brackets. No JSON parser: OpenTimelineIO takes what JSON has not, such as inf."""
_STEPS: Final = {"{": 1, "[": 1, "}": -1, "]": -1}
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_FATAL: Final = {
    "UnknownSchema": "has parts that are marked as unknown",
    "SerializableObjectRef": "has parts that stand for other parts of it",
}
"""Schemas of the library's own: it ends the process over the first, and by the second an object can hold itself."""
_BUNDLED: Final = "Info.fcpxml"
"""The timeline in a .fcpxmld bundle."""
_DECLARATION: Final = re.compile(r"<!(ENTITY|ATTLIST|ELEMENT|NOTATION)", re.IGNORECASE)


def read_timeline(path: Path) -> FoundTimeline:
    """The timeline in an OTIO or FCPXML file. Raises EditError for anything else."""
    text = _text(path / _BUNDLED if path.is_dir() else path)
    start = text.lstrip()[:1]
    if start == "{":
        return found_in_otio(_harmless(text, path), path)
    if start == "<":
        return found_in_fcpxml(_xml(text, path), path)
    raise EditError(f"{path.name} is no timeline that can be read back; give an .otio or .fcpxml file.")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise EditError(f"{path.name} is over {LARGEST_BYTES / 1e6:.0f} MB; that is no timeline of a film's shots.")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise EditError(f"{str(path)!r} cannot be read; check the path.") from error
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise EditError(f"{path.name} is no timeline that can be read back; give an .otio or .fcpxml file.") from error


def _harmless(text: str, path: Path) -> str:
    """The text itself, once nothing in it can end this process: OpenTimelineIO reads it on the machine's own stack."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        token = match[0]
        depth += _STEPS.get(token, 0)
        if depth > DEEPEST:
            raise EditError(f"{path.name} is nested too deeply to be a timeline; flatten it and export it again.")
        plain = _spelt_out(token)
        for name, why in _FATAL.items():
            if name in plain:
                raise EditError(f"{path.name} {why}; export it again from another program.")
    return text


def _spelt_out(token: str) -> str:
    """The token with its characters written as numbers turned into themselves."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), token) if "\\u" in token else token


def _xml(text: str, path: Path) -> ET.Element:
    # Entities can grow without bound or name other files; no timeline has any.
    if _DECLARATION.search(text):
        raise EditError(f"{path.name} declares entities, which no timeline does; export it again.")
    try:
        return ET.fromstring(text)
    except (ET.ParseError, ValueError) as error:
        raise EditError(f"{path.name} cannot be read as XML; export it again.") from error

"""What a Final Cut Pro project holds. Its primary storyline is the film; what is connected to it is told, not taken."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from songreel_engine.errors import EditError
from songreel_engine.exports.handoff.fcpxml import SHOT_KEY, TEXT_KEY, VERSION_KEY
from songreel_engine.exports.handoff.found import FoundClip, FoundTimeline, FoundTransition, FoundWords
from songreel_engine.exports.handoff.pieces import SOUND_NAME
from songreel_engine.exports.handoff.saying import few

_TIME: Final = re.compile(r"\s*(-?\d{1,18})(?:/(\d{1,18}))?s\s*")
_SHOWN: Final = frozenset({"asset-clip", "clip", "video", "ref-clip", "sync-clip", "mc-clip", "audition", "title"})
_OF_CLIPS: Final = frozenset({"asset-clip", "clip", "video", "audio"})
_CHANGED: Final = frozenset(
    {"timeMap", "filter-video", "filter-video-mask", "adjust-crop", "adjust-transform", "adjust-colorConform"}
)
"""What an editor did to a clip that a draft has no place for."""


def found_in_fcpxml(root: ET.Element, path: Path) -> FoundTimeline:
    """What the document of the file at `path` holds. Raises EditError where it holds no project."""
    if root.tag != "fcpxml":
        raise EditError(f"{path.name} is XML of another kind ({root.tag}); export OTIO or FCPXML instead.")
    projects = root.findall(".//project")
    project = projects[0] if projects else root
    sequence = project.find(".//sequence")
    spine = sequence.find("spine") if sequence is not None else None
    if sequence is None or spine is None:
        raise EditError(f"{path.name} holds no project with a storyline; export the project itself.")
    storyline = _Storyline(spine, root, path, _time(sequence.get("tcStart"), path))
    clips = tuple(sorted(storyline.clips(), key=lambda clip: clip.start_s))
    left_out = storyline.left_out
    if len(projects) > 1:
        left_out.insert(0, f"Of {len(projects)} projects only {project.get('name', '')!r} is read.")
    return FoundTimeline(
        name=project.get("name") or path.stem,
        version=storyline.version,
        clips=clips,
        words=tuple(storyline.words),
        left_out=tuple(left_out),
    )


class _Storyline:
    """A spine, item by item."""

    def __init__(self, spine: ET.Element, root: ET.Element, path: Path, start_s: Fraction) -> None:
        self._spine, self._files, self._path = spine, _files(root), path
        self._lengths = {asset.get("id", ""): asset.get("duration") for asset in root.iterfind("./resources/asset")}
        first = next((item for item in spine if item.get("offset") is not None), None)
        # Some programs count a storyline from its timecode, some from nothing.
        began_s = Fraction(0) if first is None else _time(first.get("offset"), path)
        self._zero_s = start_s if began_s >= start_s else Fraction(0)
        self.version: int | None = None
        self.words: list[FoundWords] = []
        self.left_out: list[str] = []

    def clips(self) -> Iterator[FoundClip]:
        at_s, coming = Fraction(0), None
        for item in self._spine:
            offset = item.get("offset")
            start_s = at_s if offset is None else _time(offset, self._path) - self._zero_s
            stop_s = start_s + max(Fraction(0), self._length_s(item))
            if item.tag == "transition":
                coming = (item.get("name", ""), start_s, stop_s)
                continue
            if item.tag not in _SHOWN and item.tag != "gap":
                continue
            at_s = stop_s
            self._tell_connected(item, start_s)
            if item.tag == "gap" or item.get("enabled") == "0" or stop_s == start_s:
                self._tell_switched_off(item)
                coming = None
                continue
            self._tell_changes(item)
            self._take_version(item)
            yield FoundClip(
                name=item.get("name", ""),
                start_s=start_s,
                stop_s=stop_s,
                shot_id=_said(item, SHOT_KEY),
                file=self._file(item),
                source_s=_time(item.get("start"), self._path),
                transition=None if coming is None else _transition(coming, start_s),
            )
            coming = None

    def _length_s(self, item: ET.Element) -> Fraction:
        """An audition is as long as the first of its clips, and a clip that does not say as long as its file."""
        shown = item[0] if item.tag == "audition" and len(item) else item
        said = shown.get("duration")
        return _time(self._lengths.get(shown.get("ref", "")) if said is None else said, self._path)

    def _file(self, item: ET.Element) -> str:
        refs = [
            item.get("ref"),
            *(inner.get("ref") for inner in item.iter() if inner.tag in _OF_CLIPS and not inner.get("lane")),
        ]
        return next((self._files[ref] for ref in refs if ref is not None and ref in self._files), "")

    def _take_version(self, item: ET.Element) -> None:
        version = _said(item, VERSION_KEY)
        if version is not None and re.fullmatch("[0-9]{1,9}", version):
            self.version = max(self.version or 0, int(version))

    def _tell_switched_off(self, item: ET.Element) -> None:
        if item.tag != "gap":
            self.left_out.append(f"{item.get('name', '')!r} is not shown, and is left out.")

    def _tell_changes(self, item: ET.Element) -> None:
        changes = sorted({child.get("name") or child.tag for child in item if child.tag in _CHANGED})
        if changes:
            self.left_out.append(f"{item.get('name', '')!r} has effects that are left out: {', '.join(changes)}.")

    def _tell_connected(self, parent: ET.Element, parent_start_s: Fraction) -> None:
        others = []
        for item in parent:
            if item.get("lane") is None:
                continue
            text_id = _said(item, TEXT_KEY)
            if text_id is not None:
                self._take_words(item, text_id, parent, parent_start_s)
            elif self._file(item) != SOUND_NAME:
                others.append(repr(item.get("name") or item.tag))
        if others:
            self.left_out.append(f"Connected to {parent.get('name', parent.tag)!r} and left out: {few(others)}.")

    def _take_words(self, item: ET.Element, text_id: str, parent: ET.Element, parent_start_s: Fraction) -> None:
        start_s = parent_start_s + _time(item.get("offset"), self._path) - _time(parent.get("start"), self._path)
        text = "".join(run.text or "" for run in item.iterfind("./text/text-style"))
        stop_s = start_s + _time(item.get("duration"), self._path)
        self.words.append(FoundWords(text_id=text_id, text=text, start_s=start_s, stop_s=stop_s))


def _transition(coming: tuple[str, Fraction, Fraction], cut_s: Fraction) -> FoundTransition:
    name, start_s, stop_s = coming
    return FoundTransition(
        name=name, kind=None, before_s=max(Fraction(0), cut_s - start_s), after_s=max(Fraction(0), stop_s - cut_s)
    )


def _files(root: ET.Element) -> dict[str, str]:
    """Asset id to the name of its file."""
    found = {}
    for asset in root.iterfind("./resources/asset"):
        media = asset.find("media-rep")
        source = asset.get("src") or (media.get("src") if media is not None else None) or ""
        found[asset.get("id", "")] = PurePosixPath(unquote(source).replace("\\", "/")).name
    return found


def _said(item: ET.Element, key: str) -> str | None:
    return next((md.get("value") for md in item.iterfind("./metadata/md") if md.get("key") == key), None)


def _time(text: str | None, path: Path) -> Fraction:
    """'1001/24000s', '5s'; 0 where nothing is said. Raises EditError for anything else."""
    if text is None:
        return Fraction(0)
    match = _TIME.fullmatch(text)
    if match is None or int(match[2] or 1) == 0:
        raise EditError(f"{path.name} has a time that is none, {text[:40]!r}; export it again.")
    return Fraction(int(match[1]), int(match[2] or 1))

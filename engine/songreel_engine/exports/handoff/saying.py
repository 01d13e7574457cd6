"""What the timeline formats share: where their media lie, how words are told, and what stands in for what."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from songreel_engine.draft.model import TextItem, TextSize, TransitionKind
from songreel_engine.editing.parts import shots_in_words
from songreel_engine.errors import ProjectError
from songreel_engine.exports.handoff.cut import Cut
from songreel_engine.project import write_whole

TEXT_SHARES: Final[dict[TextSize, float]] = {"small": 0.03, "medium": 0.042, "large": 0.06}
"""An editor's letters as a share of the frame's height; its fonts are not songreel's, so the size can only be near."""
_FEW: Final = 3
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2, Char)."""


def media_folder(path: Path) -> Path:
    """The folder beside a timeline that its media lie in: 'film_media' for 'film.otio'."""
    return path.with_name(f"{path.stem}_media")


def media_paths_of(cut: Cut) -> tuple[Path, ...]:
    """All files of the cut's folder."""
    return (*(shot.file for shot in cut.shots), cut.sound.path)


def write_text(path: Path, text: str) -> None:
    """Writes a file that appears whole or not at all. Raises ProjectError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}.") from error


def xml_document(root: ET.Element) -> str:
    """The element as a document of its kind, without characters that XML cannot hold."""
    for element in root.iter():
        element.text = None if element.text is None else _NOT_XML.sub("", element.text)
        for name, value in element.attrib.items():
            element.set(name, _NOT_XML.sub("", value))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {root.tag}>\n{ET.tostring(root, "unicode")}\n'


def few(names: list[str]) -> str:
    """'a, b, c and 4 more'."""
    more = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {more} more" if more > 0 else "")


def rgb_of(colour: str) -> tuple[int, int, int]:
    """0..255 of #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def apart_in_time(texts: Iterable[TextItem]) -> list[list[TextItem]]:
    """Texts in as few rows as it takes that none meets another of its row, each row in order."""
    rows: list[list[TextItem]] = []
    for text in sorted(texts, key=lambda text: (text.start, text.stop)):
        row = next((row for row in rows if row[-1].stop <= text.start), None)
        if row is None:
            rows.append([text])
        else:
            row.append(text)
    return rows


def standing_in(cut: Cut, said: Collection[TransitionKind], other: str) -> list[str]:
    """A sentence for each kind of transition of the film that the format cannot say; `other` stands there instead."""
    kinds: dict[TransitionKind, list[int]] = {}
    for shot in cut.shots:
        # Out of black into the first shot, nothing is mixed with anything: a dissolve is exactly that.
        if shot.transition is not None and shot.transition not in said and shot.number > 1:
            kinds.setdefault(shot.transition, []).append(shot.number - 1)
    return [
        f"A {kind.replace('_', ' ')} into {shots_in_words(indices)} is written as a {other}: the format has none."
        for kind, indices in kinds.items()
    ]

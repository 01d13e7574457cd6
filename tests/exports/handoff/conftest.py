"""One film, handed off once in every format; and OpenTimelineIO's own readers, to read it again."""

import shutil
import sys
import warnings
import xml.etree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio
import pytest

from filmed_projects import filmed_project, flat_render_plan
from songreel_engine.exports.handoff import FORMATS, Written, pieces
from songreel_engine.exports.handoff.cut import Cut, cut_of
from songreel_engine.project import Project


@pytest.fixture(scope="session")
def drawn_flat() -> Iterator[None]:
    """Whatever is rendered is drawn flat, frame by frame of the film."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "render_plan", flat_render_plan)
        yield


@pytest.fixture(scope="session")
def filmed(tmp_path_factory: pytest.TempPathFactory, drawn_flat: None) -> Project:
    return filmed_project(tmp_path_factory.mktemp("filmed"))


@pytest.fixture(scope="session")
def handed_off(filmed: Project) -> dict[str, Written]:
    """Every format by name but LRC, which needs lyrics; the first file of each is `out`/film.<suffix>."""
    out = filmed.folder.parent / "out"
    names = [name for name in FORMATS if name != "lrc"]
    return {name: FORMATS[name].write(filmed, out / f"film{FORMATS[name].suffix}") for name in names}


@pytest.fixture(scope="session")
def cut(filmed: Project) -> Cut:
    return cut_of(filmed, filmed.folder.parent / "cut_media", name="film")


@pytest.fixture
def read_by_otio(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Any]:
    """Reads a text by one of OpenTimelineIO's adapters. Two of them still import what Python 3.9 took away."""
    monkeypatch.setattr(xml.etree, "cElementTree", ElementTree, raising=False)
    monkeypatch.setitem(sys.modules, "xml.etree.cElementTree", ElementTree)

    def read(text: str, adapter: str) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            found = otio.adapters.read_from_string(text, adapter)
        return found if isinstance(found, otio.schema.Timeline) else found[0]

    return read


@pytest.fixture
def project(filmed: Project, tmp_path: Path) -> Project:
    return Project.open(Path(shutil.copytree(filmed.folder, tmp_path / "film.songreel", ignore=_media)))


def _media(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in ("clips", "plates")}

"""Whatever a file holds, reading it back ends with a draft that keeps its rules or with one sentence, never otherwise."""

import copy
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from songreel_engine.draft.check import check_draft
from songreel_engine.errors import EditError
from songreel_engine.exports.handoff import Written
from songreel_engine.exports.handoff.reading import DEEPEST, LARGEST_BYTES, read_timeline
from songreel_engine.exports.handoff.taking_over import preview_timeline
from songreel_engine.project import Project

TRIES = 50
ODD_VALUES: list[Any] = [
    None, True, -1, 0, 2**200, -5.5, 1e308, "", "x" * 50, "Timeline.1", "Clip.2", "Stack.1", "Track.1", "Gap.1", "Nope.1",
    "Clip.99", "RationalTime.1", "LinearTimeWarp.1", "UnknownSchema.1", "SerializableObjectRef.1", [], {}, [[]],
    {"OTIO_SCHEMA": "RationalTime.1", "value": 1e300, "rate": 0}, {"OTIO_SCHEMA": "Gap.1"}, "\ud800",
]  # fmt: skip
ODD_TIMES = ["", "0s", "-5s", "1/0s", "9" * 30 + "s", "1e5s", "7/24s", "nan", "r5"]
ODD_TAGS = ["gap", "clip", "title", "transition", "spine", "audition", "x", "sequence", "project"]


def ends_well(project: Project, path: Path) -> None:
    sentence = ""
    try:
        check_draft(preview_timeline(project, path).draft)
    except EditError as error:
        sentence = str(error)
    assert len(sentence.splitlines()) <= 1


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [place for key in keys for place in ((value, key), *places_in(value[key]))]


def spoilt_json(text: str, rng: random.Random) -> bytes:
    stored = json.loads(text)
    places = places_in(stored)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        container, key = rng.choice(places)
        if key not in (container if isinstance(container, dict) else range(len(container))):
            continue
        match rng.randrange(4):
            case 0:
                container[key] = copy.deepcopy(rng.choice(ODD_VALUES))
            case 1:
                container[key] = copy.deepcopy(rng.choice([0.5, 24.0, 1e9, -1.0, "Video", "Audio", True, None]))
            case 2:
                del container[key]
            case _:
                if isinstance(container, list):
                    container.insert(key, copy.deepcopy(container[key]))
    return json.dumps(stored).encode()


def spoilt_xml(text: str, rng: random.Random) -> bytes:
    root = ET.fromstring(text)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        element = rng.choice(list(root.iter()))
        match rng.randrange(4):
            case 0 if element.attrib:
                element.set(rng.choice(list(element.attrib)), rng.choice(ODD_TIMES))
            case 1:
                element.tag = rng.choice(ODD_TAGS)
            case 2 if len(element):
                del element[rng.randrange(len(element))]
            case _ if len(element):
                element.insert(rng.randrange(len(element) + 1), copy.deepcopy(rng.choice(list(element))))
    return ET.tostring(root)


def spoilt_bytes(text: str, rng: random.Random) -> bytes:
    content = bytearray(text.encode())
    for _ in range(rng.choice([1, 3, 30])):
        at = rng.randrange(len(content))
        if rng.random() < 0.5:
            content[at] = rng.randrange(256)
        else:
            del content[at : at + rng.randrange(1, 60)]
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [("otio", spoilt_json), ("otio", spoilt_bytes), ("fcpxml", spoilt_xml), ("fcpxml", spoilt_bytes)],
    ids=["otio-values", "otio-bytes", "fcpxml-elements", "fcpxml-bytes"],
)
def test_a_spoilt_timeline_is_refused_or_read_and_never_breaks_anything(
    filmed: Project,
    handed_off: dict[str, Written],
    tmp_path: Path,
    name: str,
    spoil: Callable[[str, random.Random], bytes],
) -> None:
    text = handed_off[name].files[0].read_text("utf-8")
    path = tmp_path / f"spoilt.{name}"
    for seed in range(TRIES):
        path.write_bytes(spoil(text, random.Random(seed)))
        ends_well(filmed, path)


CLIP = '{"OTIO_SCHEMA": "Clip.1", "name": "c"%s}'
TRACK = '{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [%s]}'
TIMELINE = '{"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [%s]}}'
RANGE = ', "source_range": {"OTIO_SCHEMA": "TimeRange.1", "start_time": %s, "duration": %s}'
TIME = '{"OTIO_SCHEMA": "RationalTime.1", "value": %s, "rate": %s}'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no timeline that can be read back"),
        ("{}", "no timeline"),
        ("{", "no timeline"),
        ("[" * 1000, "no timeline that can be read back"),
        ('{"a": ' * (DEEPEST + 1), "nested too deeply"),
        ('{"OTIO_SCHEMA": "UnknownSchema.1"}', "marked as unknown"),
        ('{"OTIO_SCHEMA": "Unknown\\u0053chema.1"}', "marked as unknown"),
        (TIMELINE % '{"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "a"}', "stand for other parts"),
        ('{"OTIO_SCHEMA": "Timeline.99"}', "newer OpenTimelineIO"),
        ('{"OTIO_SCHEMA": "Gap.1"}', "holds no timeline"),
        (TIMELINE % "", "no track with clips"),
        (TIMELINE % (TRACK % (CLIP % "")), "None of the 0 clips"),
        (TIMELINE % (TRACK % (CLIP % (RANGE % (TIME % (0, 24), TIME % ("inf", 24))))), "no timeline"),
        (TIMELINE % (TRACK % (CLIP % (RANGE % (TIME % (0, 0), TIME % (24, 0))))), "no timeline"),
        (TIMELINE % (TRACK % (CLIP % (RANGE % (TIME % (0, 24), TIME % (24, 24))))), "None of the 1 clips"),
        (TRACK % (CLIP % (RANGE % (TIME % (0, 24), TIME % (24, 24)))), "None of the 1 clips"),
        ("<a/>", "XML of another kind (a)"),
        ("<fcpxml/>", "no project with a storyline"),
        ("<fcpxml", "cannot be read as XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><fcpxml>&b;</fcpxml>', "declares entities"),
        ("<fcpxml><project><sequence><spine><clip duration='1/0s'/></spine></sequence></project></fcpxml>", "'1/0s'"),
        ("<fcpxml><project><sequence><spine/></sequence></project></fcpxml>", "None of the 0 clips"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_wrong_with_a_file_is_one_sentence(filmed: Project, tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "odd.otio"
    path.write_text(content)
    with pytest.raises(EditError, match=re.escape(why)) as refused:
        preview_timeline(filmed, path)
    assert len(str(refused.value).splitlines()) == 1


def test_entities_are_found_in_any_encoding_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "odd.fcpxml"
    path.write_bytes('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><fcpxml>&b;</fcpxml>'.encode("utf-16"))
    with pytest.raises(EditError, match="declares entities"):
        read_timeline(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.otio"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(EditError, match="over 50 MB"):
        read_timeline(path)


def test_strings_without_end_are_passed_over_in_good_time(tmp_path: Path) -> None:
    path = tmp_path / "odd.otio"
    path.write_text("{" + '"\\"' * 300_000)
    with pytest.raises(EditError):
        read_timeline(path)


def test_what_is_kept_from_the_library_would_end_the_process() -> None:
    """The reason for refusing them; should the library mend its ways, so may we."""
    loop = (
        '{"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","OTIO_REF_ID":"a",'
        '"children":[{"OTIO_SCHEMA":"SerializableObjectRef.1","id":"a"}]}}'
    )
    read = "import sys, opentimelineio as o; o.adapters.read_from_string(sys.argv[1], 'otio_json').duration()"
    for text in ('{"OTIO_SCHEMA": "UnknownSchema.1"}', loop):
        done = subprocess.run([sys.executable, "-c", read, text], capture_output=True, text=True, timeout=60)
        assert done.returncode != 0
        assert "Traceback" not in done.stderr


def test_a_bundle_of_final_cuts_is_read(filmed: Project, handed_off: dict[str, Written], tmp_path: Path) -> None:
    bundle = tmp_path / "film.fcpxmld"
    bundle.mkdir()
    (bundle / "Info.fcpxml").write_bytes(handed_off["fcpxml"].files[0].read_bytes())
    assert preview_timeline(filmed, bundle).draft == filmed.read_draft()

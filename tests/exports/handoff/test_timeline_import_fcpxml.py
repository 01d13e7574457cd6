"""What Final Cut Pro makes of a handed-off film, read back from FCPXML."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from songreel_engine.draft.check import check_draft
from songreel_engine.exports.handoff import Written
from songreel_engine.exports.handoff.arriving import Arrived
from songreel_engine.exports.handoff.taking_over import preview_timeline
from songreel_engine.project import Project

Change = Callable[[Any], None]
Arrive = Callable[[Change], Arrived]


@pytest.fixture
def fcpxml_back(project: Project, handed_off: dict[str, Written], tmp_path: Path) -> Arrive:
    """The project's FCPXML file as `change` leaves its root element, read back."""

    def arrive(change: Change) -> Arrived:
        root = ET.fromstring(handed_off["fcpxml"].files[0].read_text("utf-8"))
        change(root)
        path = tmp_path / "changed.fcpxml"
        path.write_bytes(ET.tostring(root))
        arrived = preview_timeline(project, path)
        check_draft(arrived.draft)
        return arrived

    return arrive


def only(notes: tuple[str, ...], words: str) -> str:
    (note,) = [note for note in notes if words in note]
    return note


def test_words_that_were_moved_or_said_otherwise_are(project: Project, fcpxml_back: Arrive) -> None:
    def change(root: Any) -> None:
        title = next(t for t in root.iterfind(".//title") if t.get("name", "").startswith("Paradise"))
        title.set("offset", "3/2s")
        title.set("duration", "1/4s")
        title.find("./text/text-style").text = "Paradise Lost"

    was, now = project.read_draft().tracks.text, fcpxml_back(change).draft.tracks.text
    assert (now[0].text, now[0].start, now[0].stop) == ("Paradise Lost", 36, 42)
    assert now[0].fade_in_frames + now[0].fade_out_frames <= 6
    assert now[1:] == was[1:]


def test_words_that_a_timeline_lacks_stay_and_that_is_told(project: Project, fcpxml_back: Arrive) -> None:
    def change(root: Any) -> None:
        for parent in root.iter():
            for title in [t for t in parent.findall("title") if t.get("name") == "end"]:
                parent.remove(title)

    after = fcpxml_back(change)
    assert after.draft == project.read_draft()
    assert "“end”" in only(after.notes, "left where they were")


def test_fcpxml_in_which_a_cut_was_rolled_and_things_were_added(project: Project, fcpxml_back: Arrive) -> None:
    def change(root: Any) -> None:
        spine = root.find(".//spine")
        second, third = spine.findall("asset-clip")[7:9]
        second.set("duration", "25/24s")
        third.set("offset", "457/24s")
        third.set("start", "1/24s")
        third.set("duration", "23/24s")
        ET.SubElement(second, "filter-video", name="Glow")
        ET.SubElement(third, "title", lane="3", name="sticker", offset="1/24s", duration="1s")
        ET.SubElement(spine, "video", name="matte", offset="24s", duration="1s")

    before, after = project.read_draft(), fcpxml_back(change)
    assert after.draft.shots[8].start == before.shots[8].start + 1
    assert after.draft.shots[:7] == before.shots[:7]
    assert "Glow" in only(after.notes, "effects")
    assert "sticker" in only(after.notes, "Connected to")
    assert "matte" in only(after.notes, "Not a shot of this film")


def test_fcpxml_that_counts_from_its_timecode_is_the_same_film(project: Project, fcpxml_back: Arrive) -> None:
    def change(root: Any) -> None:
        root.find(".//sequence").set("tcStart", "3600s")
        for item in root.find(".//spine"):
            whole, _, part = item.get("offset")[:-1].partition("/")
            item.set("offset", f"{int(whole) + 3600 * int(part or 1)}/{part or 1}s")

    assert fcpxml_back(change).draft == project.read_draft()


def test_fcpxml_in_which_clips_say_their_length_elsewhere_is_the_same_film(
    project: Project, fcpxml_back: Arrive
) -> None:
    def change(root: Any) -> None:
        spine = root.find(".//spine")
        eighth, ninth = spine.findall("asset-clip")[7:9]
        # Its whole file, which has no frames for transitions.
        del eighth.attrib["duration"]
        audition = ET.Element("audition", offset=ninth.get("offset"))
        spine[list(spine).index(ninth)] = audition
        audition.append(ninth)
        audition.append(ET.Element("asset-clip", ref="r5", duration="9s"))

    assert fcpxml_back(change).draft == project.read_draft()

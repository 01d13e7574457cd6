"""Final Cut Pro X's XML, version 1.8, which every Final Cut since 10.4 and DaVinci Resolve read.

OpenTimelineIO's own adapter is no help here: it is without care since 2023, cannot be imported by Python 3.9 and later, counts in
whole frames a second, and knows neither transitions nor titles. Source: developer.apple.com, "FCPXML Reference" and its DTD.

Conventions: every time is an exact fraction of a second. What is connected to a clip, and its markers, count on that clip's own
clock, which shows its file's time.
"""

from fractions import Fraction
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from songreel_engine.draft.model import TextItem, TextPlace, TransitionKind
from songreel_engine.exports.handoff.cut import Cut, CutShot, cut_of
from songreel_engine.exports.handoff.formats import Written
from songreel_engine.exports.handoff.marks import Mark
from songreel_engine.exports.handoff.saying import (
    TEXT_SHARES,
    apart_in_time,
    media_folder,
    media_paths_of,
    rgb_of,
    standing_in,
    write_text,
    xml_document,
)
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import Project

SHOT_KEY: Final = "com.songreel.shot"
TEXT_KEY: Final = "com.songreel.text"
VERSION_KEY: Final = "com.songreel.version"
"""Of the metadata that name a clip's shot, a title's words, and the version of the draft that they were written from."""
_DISSOLVE_UID: Final = "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"
_TITLE_UID: Final = ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti"
_FORMAT, _DISSOLVE, _TITLE, _SOUND, _FIRST_SHOT = "r1", "r2", "r3", "r4", 5
_KINDS: Final[frozenset[TransitionKind]] = frozenset({"dissolve"})
_ACROSS: Final = {"left": -25.0, "right": 25.0}
_UP: Final = {"top": 35.0, "bottom": -35.0}
_TITLE_START_S: Final = 3600
"""Where a generator's own clock starts, by Final Cut's custom."""


def write_fcpxml(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """The film as a Final Cut project: clips, transitions, titles, the song, and markers on the clips."""
    cut = cut_of(project, media_folder(path), name=path.stem, workers=workers, progress=progress)
    write_text(path, fcpxml_of(cut))
    return Written(files=(path, *media_paths_of(cut)), notes=(*cut.notes, *standing_in(cut, _KINDS, "cross dissolve")))


def fcpxml_of(cut: Cut) -> str:
    """The cut as a document."""
    root = ET.Element("fcpxml", version="1.8")
    _resources(ET.SubElement(root, "resources"), cut)
    event = ET.SubElement(root, "event", name=cut.name)
    sequence = ET.SubElement(
        ET.SubElement(event, "project", name=cut.name),
        "sequence",
        format=_FORMAT,
        duration=_time(cut.seconds(cut.frames)),
        tcStart="0s",
        tcFormat="NDF",
        audioLayout="stereo",
    )
    _spine(ET.SubElement(sequence, "spine"), cut)
    return xml_document(root)


def _resources(resources: ET.Element, cut: Cut) -> None:
    ET.SubElement(
        resources,
        "format",
        id=_FORMAT,
        frameDuration=_time(1 / cut.frame_rate),
        width=str(cut.width_px),
        height=str(cut.height_px),
        colorSpace="1-1-1 (Rec. 709)",
    )
    ET.SubElement(resources, "effect", id=_DISSOLVE, name="Cross Dissolve", uid=_DISSOLVE_UID)
    ET.SubElement(resources, "effect", id=_TITLE, name="Basic Title", uid=_TITLE_UID)
    ET.SubElement(
        resources,
        "asset",
        id=_SOUND,
        name=cut.sound.path.name,
        src=cut.sound.path.absolute().as_uri(),
        start="0s",
        duration=_time(Fraction(cut.sound.samples, cut.sound.rate_hz)),
        hasAudio="1",
        audioSources="1",
        audioChannels="2",
        audioRate=str(cut.sound.rate_hz),
    )
    for index, shot in enumerate(cut.shots):
        ET.SubElement(
            resources,
            "asset",
            id=_asset(index),
            name=shot.file.name,
            src=shot.file.absolute().as_uri(),
            start="0s",
            duration=_time(cut.seconds(shot.file_frames)),
            hasVideo="1",
            format=_FORMAT,
        )


def _asset(index: int) -> str:
    return f"r{_FIRST_SHOT + index}"


def _spine(spine: ET.Element, cut: Cut) -> None:
    clips = []
    for index, shot in enumerate(cut.shots):
        if shot.transition is not None:
            _transition(spine, cut, shot)
        clips.append(_clip(spine, cut, shot, index))
    # In the DTD's order: what is connected, then markers, then metadata.
    _song(clips[0], cut)
    for lane, texts in enumerate(apart_in_time(cut.texts), start=1):
        for text in texts:
            index = _on_at(cut, text.start)
            _title(clips[index], cut, cut.shots[index], text, lane)
    for mark in cut.marks:
        index = _on_at(cut, mark.frame)
        _marker(clips[index], cut, cut.shots[index], mark)
    for clip, shot in zip(clips, cut.shots, strict=True):
        metadata = ET.SubElement(clip, "metadata")
        ET.SubElement(metadata, "md", key=SHOT_KEY, value=shot.shot.id)
        ET.SubElement(metadata, "md", key=VERSION_KEY, value=str(cut.version))


def _clip(spine: ET.Element, cut: Cut, shot: CutShot, index: int) -> ET.Element:
    clip = ET.SubElement(
        spine,
        "asset-clip",
        ref=_asset(index),
        name=shot.name,
        offset=_time(cut.seconds(shot.shot.start)),
        start=_time(cut.seconds(shot.head)),
        duration=_time(cut.seconds(shot.frames)),
        format=_FORMAT,
        tcFormat="NDF",
    )
    ET.SubElement(clip, "note").text = shot.shot.picture.prompt
    return clip


def _transition(spine: ET.Element, cut: Cut, shot: CutShot) -> None:
    start = max(0, shot.shot.start - shot.half_in)
    name = "Cross Dissolve" if shot.transition in _KINDS else (shot.transition or "").replace("_", " ")
    transition = ET.SubElement(
        spine,
        "transition",
        name=name,
        offset=_time(cut.seconds(start)),
        duration=_time(cut.seconds(shot.shot.start + shot.half_in - start)),
    )
    ET.SubElement(transition, "filter-video", ref=_DISSOLVE, name="Cross Dissolve")


def _song(clip: ET.Element, cut: Cut) -> None:
    ET.SubElement(
        clip,
        "asset-clip",
        ref=_SOUND,
        lane="-1",
        name=cut.sound.path.name,
        offset=_time(cut.seconds(cut.shots[0].head)),
        start="0s",
        duration=_time(cut.seconds(cut.frames)),
        audioRole="music",
    )


def _title(clip: ET.Element, cut: Cut, shot: CutShot, text: TextItem, lane: int) -> None:
    style = f"style-{text.id}"
    title = ET.SubElement(
        clip,
        "title",
        ref=_TITLE,
        lane=str(lane),
        name=text.text,
        offset=_time(_own_time(cut, shot, text.start)),
        start=_time(Fraction(_TITLE_START_S)),
        duration=_time(cut.seconds(text.stop - text.start)),
        role=f"titles.{text.role}",
    )
    ET.SubElement(ET.SubElement(title, "text"), "text-style", ref=style).text = text.text
    red, green, blue = (value / 255 for value in rgb_of(text.colour))
    ET.SubElement(
        ET.SubElement(title, "text-style-def", id=style),
        "text-style",
        font="Helvetica",
        fontSize=str(round(TEXT_SHARES[text.size] * cut.height_px)),
        fontColor=f"{red:.4g} {green:.4g} {blue:.4g} 1",
        alignment="center",
    )
    across, up = _where(text.place, cut)
    ET.SubElement(title, "adjust-transform", position=f"{across:g} {up:g}")
    ET.SubElement(ET.SubElement(title, "metadata"), "md", key=TEXT_KEY, value=text.id)


def _where(place: TextPlace, cut: Cut) -> tuple[float, float]:
    """How far from the middle, rightwards and up, in percent of the frame's height."""
    words = place.split("_")
    across = next((_ACROSS[word] for word in words if word in _ACROSS), 0.0)
    return across * cut.width_px / cut.height_px, next((_UP[word] for word in words if word in _UP), 0.0)


def _marker(clip: ET.Element, cut: Cut, shot: CutShot, mark: Mark) -> None:
    facts = {
        "start": _time(_own_time(cut, shot, mark.frame)),
        "duration": _time(1 / cut.frame_rate),
        "value": mark.name,
    }
    if mark.kind == "section":
        ET.SubElement(clip, "chapter-marker", facts, posterOffset="0s")
    else:
        ET.SubElement(clip, "marker", facts)


def _on_at(cut: Cut, frame: int) -> int:
    """Index of the shot that is on at the frame."""
    return next(index for index, shot in enumerate(cut.shots) if frame < shot.shot.stop)


def _own_time(cut: Cut, shot: CutShot, frame: int) -> Fraction:
    return cut.seconds(frame - shot.shot.start + shot.head)


def _time(seconds: Fraction) -> str:
    """'0s', '2s', '1001/24000s'."""
    return f"{seconds}s"

"""Final Cut Pro 7's XML interchange format, version 4, as Premiere Pro and DaVinci Resolve import it.

OpenTimelineIO's own adapter cannot be imported by Python 3.9 and later, and writes neither titles nor frame sizes. Source:
Apple, "Final Cut Pro XML Interchange Format", 2012.

Conventions: positions are frames of the sequence. A clip beside a transition leaves its edge to it (−1) and reaches into its
file for the transition's frames.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from songreel_engine.draft.model import TextItem, TransitionKind
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

_EFFECTS: Final[Mapping[TransitionKind, str]] = {
    "dissolve": "Cross Dissolve",
    "fade": "Fade In Fade Out Dissolve",
    "dip": "Dip to Color Dissolve",
}
"""By Final Cut Pro 7's names; a program that lacks one puts a cross dissolve in its place and says so."""
_BY_TRANSITION: Final = "-1"


def write_premiere(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """The film as a sequence: clips, transitions, titles, the song, and markers on the sequence."""
    cut = cut_of(project, media_folder(path), name=path.stem, workers=workers, progress=progress)
    write_text(path, xmeml_of(cut))
    return Written(
        files=(path, *media_paths_of(cut)), notes=(*cut.notes, *standing_in(cut, _EFFECTS, "cross dissolve"))
    )


def xmeml_of(cut: Cut) -> str:
    """The cut as a document."""
    root = ET.Element("xmeml", version="4")
    sequence = ET.SubElement(root, "sequence", id="sequence-1")
    _say(sequence, name=cut.name, duration=cut.frames)
    _rate(sequence, cut)
    timecode = ET.SubElement(sequence, "timecode")
    _rate(timecode, cut)
    _say(timecode, string="00:00:00:00", frame=0, displayformat="NDF")
    media = ET.SubElement(sequence, "media")
    _video(ET.SubElement(media, "video"), cut)
    _audio(ET.SubElement(media, "audio"), cut)
    for mark in cut.marks:
        _marker(sequence, mark)
    return xml_document(root)


def _video(video: ET.Element, cut: Cut) -> None:
    facts = ET.SubElement(ET.SubElement(video, "format"), "samplecharacteristics")
    _picture_facts(facts, cut)
    track = ET.SubElement(video, "track")
    for index, shot in enumerate(cut.shots):
        if shot.transition is not None:
            _transition(track, cut, shot)
        _clip(track, cut, shot, cut.shots[index + 1] if index + 1 < len(cut.shots) else None)
    for texts in apart_in_time(cut.texts):
        track = ET.SubElement(video, "track")
        for text in texts:
            _title(track, cut, text)


def _clip(track: ET.Element, cut: Cut, shot: CutShot, following: CutShot | None) -> None:
    half_in = shot.half_in if shot.number > 1 else 0
    half_out = following.half_in if following is not None else 0
    clip = ET.SubElement(track, "clipitem", id=f"clip-{shot.number}")
    _say(clip, name=shot.name, enabled="TRUE", duration=shot.file_frames)
    _rate(clip, cut)
    _say(
        clip,
        start=_BY_TRANSITION if shot.transition is not None else shot.shot.start,
        end=_BY_TRANSITION if half_out else shot.shot.stop,
    )
    # `in` is a word of Python's.
    ET.SubElement(clip, "in").text = str(shot.head - half_in)
    _say(clip, out=shot.head + shot.frames + half_out)
    file = ET.SubElement(clip, "file", id=f"file-{shot.number}")
    _say(file, name=shot.file.name, pathurl=_url(shot.file), duration=shot.file_frames)
    _rate(file, cut)
    _file_timecode(file, cut)
    _picture_facts(ET.SubElement(ET.SubElement(ET.SubElement(file, "media"), "video"), "samplecharacteristics"), cut)
    _say(ET.SubElement(clip, "comments"), mastercomment1=shot.shot.picture.prompt)


def _transition(track: ET.Element, cut: Cut, shot: CutShot) -> None:
    first = shot.number == 1
    item = ET.SubElement(track, "transitionitem")
    _say(
        item,
        start=0 if first else shot.shot.start - shot.half_in,
        end=shot.shot.start + shot.half_in,
        alignment="start-black" if first else "center",
    )
    _rate(item, cut)
    name = "Cross Dissolve" if first else _EFFECTS.get(shot.transition or "cut", "Cross Dissolve")
    _say(
        ET.SubElement(item, "effect"),
        name=name,
        effectid=name,
        effectcategory="Dissolve",
        effecttype="transition",
        mediatype="video",
    )


def _title(track: ET.Element, cut: Cut, text: TextItem) -> None:
    frames = text.stop - text.start
    item = ET.SubElement(track, "generatoritem", id=f"title-{text.id}")
    _say(item, name=text.text, enabled="TRUE", duration=frames)
    _rate(item, cut)
    _say(item, start=text.start, end=text.stop)
    ET.SubElement(item, "in").text = "0"
    _say(item, out=frames, anamorphic="FALSE", alphatype="black")
    effect = ET.SubElement(item, "effect")
    _say(effect, name="Text", effectid="Text", effectcategory="Text", effecttype="generator", mediatype="video")
    _say(ET.SubElement(effect, "parameter"), parameterid="str", name="Text", value=text.text)
    size = round(TEXT_SHARES[text.size] * cut.height_px)
    _say(ET.SubElement(effect, "parameter"), parameterid="fontsize", name="Size", value=size)
    colour = ET.SubElement(effect, "parameter")
    _say(colour, parameterid="fontcolor", name="Font Color")
    red, green, blue = rgb_of(text.colour)
    _say(ET.SubElement(colour, "value"), alpha=255, red=red, green=green, blue=blue)


def _audio(audio: ET.Element, cut: Cut) -> None:
    _say(audio, numOutputChannels=2)
    _sound_facts(ET.SubElement(ET.SubElement(audio, "format"), "samplecharacteristics"), cut)
    for channel in (1, 2):
        _song(ET.SubElement(audio, "track"), cut, channel)


def _song(track: ET.Element, cut: Cut, channel: int) -> None:
    """One of the song's two channels; the first names the file, the second points at it, and each links to both."""
    clip = ET.SubElement(track, "clipitem", id=f"song-{channel}")
    _say(clip, name=cut.sound.path.name, enabled="TRUE", duration=cut.frames)
    _rate(clip, cut)
    _say(clip, start=0, end=cut.frames)
    ET.SubElement(clip, "in").text = "0"
    _say(clip, out=cut.frames)
    file = ET.SubElement(clip, "file", id="file-song")
    if channel == 1:
        _say(file, name=cut.sound.path.name, pathurl=_url(cut.sound.path), duration=cut.frames)
        _rate(file, cut)
        _file_timecode(file, cut)
        sound = ET.SubElement(ET.SubElement(file, "media"), "audio")
        _sound_facts(ET.SubElement(sound, "samplecharacteristics"), cut)
        _say(sound, channelcount=2)
    _say(ET.SubElement(clip, "sourcetrack"), mediatype="audio", trackindex=channel)
    for other in (1, 2):
        _say(ET.SubElement(clip, "link"), linkclipref=f"song-{other}", mediatype="audio", trackindex=other, clipindex=1)


def _marker(sequence: ET.Element, mark: Mark) -> None:
    marker = ET.SubElement(sequence, "marker")
    _say(marker, name=mark.name, comment=mark.kind)
    ET.SubElement(marker, "in").text = str(mark.frame)
    _say(marker, out=mark.frame + mark.frames if mark.frames else -1)


def _picture_facts(facts: ET.Element, cut: Cut) -> None:
    _rate(facts, cut)
    _say(
        facts,
        width=cut.width_px,
        height=cut.height_px,
        anamorphic="FALSE",
        pixelaspectratio="square",
        fielddominance="none",
    )


def _sound_facts(facts: ET.Element, cut: Cut) -> None:
    _say(facts, depth=24, samplerate=cut.sound.rate_hz)


def _file_timecode(file: ET.Element, cut: Cut) -> None:
    timecode = ET.SubElement(file, "timecode")
    _rate(timecode, cut)
    _say(timecode, string="00:00:00:00", frame=0, displayformat="NDF")


def _rate(parent: ET.Element, cut: Cut) -> None:
    """A whole number of frames a second, and whether it runs slower by 1000/1001."""
    timebase = -(-cut.frame_rate.numerator // cut.frame_rate.denominator)
    _say(ET.SubElement(parent, "rate"), timebase=timebase, ntsc="FALSE" if timebase == cut.frame_rate else "TRUE")


def _url(path: Path) -> str:
    return path.absolute().as_uri().replace("file:///", "file://localhost/", 1)


def _say(parent: ET.Element, **values: object) -> None:
    """One child a value, in order."""
    for name, value in values.items():
        ET.SubElement(parent, name).text = str(value)
